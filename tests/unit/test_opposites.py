"""Opposites: which words tell two things apart, and what is wrong with a table that cannot be read."""

from __future__ import annotations

import pytest

from govsummary import Lexicon
from govsummary.compare.opposites import Opposites, check_examples, conflict, parse_opposites
from govsummary.lexicon import Table


@pytest.fixture(scope="module")
def opposites() -> Opposites:
    found, problems = parse_opposites(Lexicon.load().tables["opposites.toml"])
    assert problems == []
    return found


@pytest.mark.parametrize(
    ("first", "second", "group"),
    [
        pytest.param("建成区内广告", "建成区外广告", "area.built_up", id="inside, outside"),
        pytest.param("审结刑事案件", "审结治安案件", "law.field", id="fields of law"),
        pytest.param("新建公厕", "续建公厕", "work.new_or_old", id="new, going on"),
        pytest.param("城镇居民收入", "农村居民人均收入", "area.town_country", id="town, country"),
        pytest.param("一级响应", "二级响应", "level.grade", id="grades"),
        pytest.param("增收资金", "减收资金", "way.up_or_down", id="more, less"),
        pytest.param("机动车泊位", "非机动车泊位", "kind.motor", id="the longer word is found first"),
        pytest.param("新建、改建公厕", "改建公厕", None, id="a side in common"),
        pytest.param("刑事案件", "案件", None, id="only one names a side"),
        pytest.param("商铺", "商户", None, id="no word of any group"),
    ],
)
def test_conflict(opposites: Opposites, first: str, second: str, group: str | None) -> None:
    assert conflict(opposites.sides(first), opposites.sides(second)) == group
    assert conflict(opposites.sides(second), opposites.sides(first)) == group


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        pytest.param({"id": "a", "sides": ["甲"], "examples": ["甲 | 乙"]}, "two or more sides", id="one side"),
        pytest.param({"id": "a", "sides": ["甲", " "], "examples": ["甲 | 乙"]}, "two or more sides", id="empty side"),
        pytest.param({"id": "a", "sides": ["甲", "乙 甲"], "examples": ["甲 | 乙"]}, "on two sides", id="word twice"),
        pytest.param({"id": "a", "sides": ["甲", "乙"]}, "needs an example", id="no example"),
        pytest.param({"id": "a", "sides": ["甲", "乙"], "examples": ["甲"]}, "no pair", id="example is no pair"),
        pytest.param({"id": "a", "sides": ["甲", "乙"], "exmples": []}, "unknown key 'exmples'", id="unknown key"),
        pytest.param({"id": "a", "sides": "甲乙", "examples": ["甲 | 乙"]}, "two or more sides", id="no list"),
    ],
)
def test_problems(table: Table, reason: str) -> None:
    found, problems = parse_opposites([table])
    assert found.groups == ()
    assert [problem.place for problem in problems] == ["opposites.toml:a"]
    assert reason in str(problems[0])


def test_examples_are_run() -> None:
    table: Table = {"id": "a", "sides": ["甲", "乙"], "examples": ["甲 | 丙"], "counter_examples": ["甲 | 乙"]}
    found, _ = parse_opposites([table])
    assert [str(problem) for problem in check_examples(found)] == [
        "opposites.toml:a: '甲 | 丙' is not told apart",
        "opposites.toml:a: '甲 | 乙' must not be told apart",
    ]
