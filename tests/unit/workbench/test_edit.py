"""Entries written into a folder: in their place, checked, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsummary import InputError, Lexicon, LexiconErrors
from govsummary.lexicon_check import check
from govsummary.workbench.edit import Addition, add_entry, extended

UNIT = {"canonical": "池", "dimension": "池", "factor": "1"}


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def test_folder_and_file_are_made(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "own"
    path = add_entry(folder, Addition("unit", "池", UNIT | {"not_before": ["塘", "底"]}))
    assert path == folder / "units.tsv"
    assert lines(path) == ["unit\tcanonical\tdimension\tfactor\tequals\tnot_before", "池\t池\t池\t1\t\t塘 底"]
    assert [one.name for one in folder.iterdir()] == ["units.tsv"]
    assert check(folder) == []
    assert Lexicon.load(folder).units["池"].not_before == ("塘", "底")


def test_rows_are_sorted_and_remarks_stay_with_theirs(tmp_path: Path) -> None:
    (tmp_path / "nouns.tsv").write_text(
        "noun\trole\tdirection\n# about b\n乙物\tnoun\n丁物\tnoun\n# the end\n", encoding="utf-8-sig"
    )
    add_entry(tmp_path, Addition("noun", "丙物", {"role": "noun"}))
    add_entry(tmp_path, Addition("noun", "丙品", {"role": "metric"}))
    rows = lines(tmp_path / "nouns.tsv")
    words = [row.split("\t")[0] for row in rows[1:] if not row.startswith("#")]
    assert words == sorted(words)
    assert rows[rows.index("乙物\tnoun") - 1] == "# about b"
    assert rows[-1] == "# the end"
    assert check(tmp_path) == []


@pytest.mark.parametrize("key", ["处", "池"])
def test_what_is_there_is_refused_and_replaced_on_demand(tmp_path: Path, key: str) -> None:
    add_entry(tmp_path, Addition("unit", "池", UNIT))
    before = lines(tmp_path / "units.tsv")
    values = {"canonical": key, "dimension": key, "factor": "1", "equals": "座"}
    with pytest.raises(InputError, match="--replace"):
        add_entry(tmp_path, Addition("unit", key, values))
    assert lines(tmp_path / "units.tsv") == before
    add_entry(tmp_path, Addition("unit", key, values), replace=True)
    assert Lexicon.load(tmp_path).units[key].equals == ("座",)
    add_entry(tmp_path, Addition("unit", key, values | {"equals": "块"}), replace=True)
    assert Lexicon.load(tmp_path).units[key].equals == ("块",)
    assert sum(key in line.split("\t")[0] for line in lines(tmp_path / "units.tsv")) == 1


def test_replacing_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="replaces nothing"):
        add_entry(tmp_path / "own", Addition("unit", "池", UNIT), replace=True)
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize(
    ("addition", "message"),
    [
        (Addition("unit", "池", UNIT | {"factor": "abc"}), "units.tsv:2: the factor 'abc' is not a number"),
        (Addition("action", "疏浚清障", {"role": "verb"}), "actions.tsv:2: the role 'verb'"),
        (Addition("action", "疏浚清障", {"role": "change"}), "needs a direction"),
        (Addition("category", "甲/乙", {"words": ["字"]}), "categories.toml"),
        (Addition("category", "甲/乙", {"words": ["蓝盒子"], "examples": ["红箱子"]}), "categories.toml"),
    ],
)
def test_what_the_check_refuses_is_not_written(tmp_path: Path, addition: Addition, message: str) -> None:
    with pytest.raises(LexiconErrors) as caught:
        add_entry(tmp_path / "own", addition)
    problems = "\n".join(map(str, caught.value.exceptions))
    assert message in problems
    assert str(tmp_path / "own") in problems or addition.kind == "category"
    assert not (tmp_path / "own").exists()


@pytest.mark.parametrize("key", ["", " 池", "池\t", "池\n塘", "!池", "#池"])
def test_no_words(tmp_path: Path, key: str) -> None:
    with pytest.raises(InputError):
        add_entry(tmp_path / "own", Addition("unit", key, UNIT))
    assert not (tmp_path / "own").exists()


def test_a_folder_with_problems_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "action.tsv").write_text("action\trole\n", encoding="utf-8")
    with pytest.raises(LexiconErrors) as caught:
        add_entry(tmp_path, Addition("unit", "池", UNIT))
    assert f"{tmp_path}/action.tsv: not a lexicon file" in str(caught.value.exceptions[0])
    assert not (tmp_path / "units.tsv").exists()


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="this is a file"):
        add_entry(tmp_path / "own", Addition("unit", "池", UNIT))


def test_tables_are_sorted_by_label_and_the_others_keep_their_text(tmp_path: Path) -> None:
    own = '# 我们的标签\n\n[[category]]\nlabel = "丙/丙"\nwords = [\n  "蓝盒子",  # 蓝\n]\nexamples = ["蓝盒子"]\n'
    (tmp_path / "categories.toml").write_text(own, encoding="utf-8")
    values = {"words": ["红盒子"], "examples": ["安装“红盒子”"], "counter_examples": ["绿箱子"]}
    add_entry(tmp_path, Addition("category", "丁/丁", values))
    add_entry(tmp_path, Addition("category", "一/一", {"words": ["黄盒子"], "examples": ["黄盒子"]}))
    text = (tmp_path / "categories.toml").read_text(encoding="utf-8")
    assert text.startswith('# 我们的标签\n\n[[category]]\nlabel = "一/一"\n')
    assert text.index('"一/一"') < text.index('"丁/丁"') < text.index('"丙/丙"')
    assert '  "蓝盒子",  # 蓝\n' in text
    assert check(tmp_path) == []


def test_a_label_is_extended_with_all_that_it_has(tmp_path: Path) -> None:
    lexicon = Lexicon.load()
    label = "城市管理/广告整治"
    addition = extended(lexicon, Addition("category", label, {"words": ["楼顶大字"]}))
    add_entry(tmp_path, addition, replace=True)
    before, after = (
        next(table for table in one.tables["categories.toml"] if table["label"] == label)
        for one in (lexicon, Lexicon.load(tmp_path))
    )
    assert after["words"] == [*before["words"], "楼顶大字"]  # type: ignore[misc]
    assert {key: value for key, value in after.items() if key != "words"} == {
        key: value for key, value in before.items() if key != "words"
    }
    with pytest.raises(InputError, match="no label yet"):
        extended(lexicon, Addition("category", "甲/乙", {"words": ["楼顶大字"]}))
