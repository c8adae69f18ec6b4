"""`lexicon check`: it runs the examples of a user's folder and says which of them fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsummary import lexicon_check

RULE = """
[[rule]]
id = "verb-object-number"
replace = true
marks = "#&@"
pattern = '(?P<action>{{V}})x?(?P<object>{{N}}+){{M}}(?!{{N}})'
yields = "deed"
examples = ["{example}"]
counter_examples = ["{counter}"]
"""
BLOCKER = """
[[blocker]]
id = "own"
pattern = '''<n+>竹筏'''
examples = ["{example}"]
counter_examples = ["{counter}"]
"""
BOUND = """
[[bound]]
id = "own"
bound = "about"
position = "before"
marks = ["估摸着"]
examples = ["{example}"]
counter_examples = ["{counter}"]
"""
CATEGORY = """
[[category]]
label = "低空经济/无人机"
words = ["无人机 航拍巡飞"]
examples = ["{example}"]
counter_examples = ["{counter}"]
"""
RIGHT, PLAIN = "栽种树苗900株 => 栽种 | 树苗 | 900株", "树苗900株"


def own_problems(folder: Path, place: str) -> list[str]:
    """Gives the problems of one entry: replacing one rule can break the examples of others."""
    return [str(problem) for problem in lexicon_check.check(folder) if problem.place.endswith(place)]


RULES = ("rules.toml", RULE, "verb-object-number")
BLOCKERS = ("blockers.toml", BLOCKER, "own")
BOUNDS = ("bounds.toml", BOUND, "own")
CATEGORIES = ("categories.toml", CATEGORY, "低空经济/无人机")


@pytest.mark.parametrize(
    ("entry", "example", "counter", "reasons"),
    [
        pytest.param(RULES, RIGHT, PLAIN, [], id="rule"),
        pytest.param(RULES, "栽种树苗900株", PLAIN, ["'栽种树苗900株'"], id="rule, no answer"),
        pytest.param(RULES, RIGHT.replace("栽种 |", "修缮 |"), PLAIN, ["修缮 |"], id="rule, wrong answer"),
        pytest.param(RULES, RIGHT, "修缮古桥4座", ["'修缮古桥4座'"], id="rule, used too often"),
        pytest.param(BLOCKERS, "购置12竹筏", "购置12架", [], id="blocker"),
        pytest.param(BLOCKERS, "购置12架", "购置16架", ["'购置12架'"], id="blocker, too narrow"),
        pytest.param(BLOCKERS, "购置12竹筏", "16竹筏", ["'16竹筏'"], id="blocker, too wide"),
        pytest.param(BOUNDS, "估摸着12架", "16架", [], id="bound"),
        pytest.param(BOUNDS, "12架", "16架", ["'12架'"], id="bound, too narrow"),
        pytest.param(BOUNDS, "估摸着12架", "估摸着16架", ["'估摸着16架'"], id="bound, too wide"),
        pytest.param(CATEGORIES, "采购无人机", "修缮古桥", [], id="category"),
        pytest.param(CATEGORIES, "修缮凉亭", "修缮古桥", ["修缮凉亭"], id="category, too narrow"),
        pytest.param(CATEGORIES, "采购无人机", "无人机航线", ["无人机航线"], id="category, too wide"),
    ],
)
def test_examples_are_run(
    tmp_path: Path, entry: tuple[str, str, str], example: str, counter: str, reasons: list[str]
) -> None:
    name, template, place = entry
    tmp_path.joinpath(name).write_text(template.format(example=example, counter=counter), encoding="utf-8")
    found = own_problems(tmp_path, place)
    assert len(found) == len(reasons)
    for problem, reason in zip(found, reasons, strict=True):
        assert reason in problem


def test_a_broken_file_is_reported_without_its_consequences(tmp_path: Path) -> None:
    tmp_path.joinpath("rules.toml").write_text("[[rule]\n", encoding="utf-8")
    (problem,) = lexicon_check.check(tmp_path)
    assert problem.place == f"{tmp_path}/rules.toml"


def test_problems_of_files_and_of_rules_come_together(tmp_path: Path) -> None:
    tmp_path.joinpath("rules.toml").write_text('[[rule]]\nid = "own"\nmarks = "?"\n', encoding="utf-8")
    tmp_path.joinpath("units.tsv").write_text("unit\n竹筏\t竹筏\tr\t0\n", encoding="utf-8")
    places = [problem.place.removeprefix(f"{tmp_path}/") for problem in lexicon_check.check(tmp_path)]
    assert places[0] == "units.tsv:2"
    assert "rules.toml:own" in places


def test_a_users_list_need_not_be_sorted(tmp_path: Path) -> None:
    lines = "noun\trole\n竹筏谷\tplace\n漂流谷\tplace\n"
    tmp_path.joinpath("nouns.tsv").write_text(lines, encoding="utf-8")
    assert own_problems(tmp_path, "nouns.tsv") == []


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    (problem,) = lexicon_check.check(tmp_path / "nowhere")
    assert "no such folder" in str(problem)
