"""Rules over class letters: what `rules.toml` may hold, and what a rule sees in a clause."""

from __future__ import annotations

import pytest

from govsummary.clauses import ClauseReader, parse_rules, strings, trim
from govsummary.lexicon import Table

DEED: Table = {
    "id": "deed",
    "marks": "#@",
    "pattern": "(?P<action>{V})(?P<object>{N}+){M}",
    "yields": "deed",
    "examples": ["拆除围挡30处 => 拆除 | 围挡 | 30处"],
    "counter_examples": ["围挡30处"],
}
BARE = DEED | {"id": "bare", "pattern": "(?P<object>n*)#", "marks": "#", "yields": "listed"}


def reader_of(*tables: Table) -> ClauseReader:
    reader, problems = parse_rules(tables)
    assert problems == []
    return reader


def seen(
    reader: ClauseReader, letters: str, mark: str = "#", target: int | None = None
) -> tuple[str, str | None, str | None] | None:
    """Gives the rule, and the letters of action and object."""
    place = letters.index("Q") if target is None else target
    reading = reader.read(letters, 0, len(letters), place, mark)
    if reading is None:
        return None
    action, phrase = reading.action, reading.object
    return reading.rule.id, action and letters[slice(*action)], phrase and letters[slice(*phrase)]


@pytest.mark.parametrize(
    ("letters", "mark", "found"),
    [
        pytest.param("VnnQ", "#", ("deed", "V", "nn"), id="the first rule that fits"),
        pytest.param("nQ", "#", ("bare", None, "n"), id="a later rule"),
        pytest.param("Q", "#", ("bare", None, None), id="an empty object is none"),
        pytest.param("VnQ", "@", ("deed", "V", "n"), id="a rule of two marks"),
        pytest.param("nQ", "@", None, id="no rule of that mark fits"),
        pytest.param("VnQ", "K", None, id="no rule has that mark"),
        pytest.param("DVnQ", "#", ("deed", "V", "n"), id="what stands before is skipped"),
    ],
)
def test_the_first_rule_that_fits_is_used(
    letters: str, mark: str, found: tuple[str, str | None, str | None] | None
) -> None:
    assert seen(reader_of(DEED, BARE), letters, mark) == found


def test_a_rule_reads_the_number_at_hand_only() -> None:
    reader = reader_of(DEED, BARE)
    assert seen(reader, "VnQdnQ", target=2) == ("deed", "V", "n")
    assert seen(reader, "VnQdnQ", target=5) == ("bare", None, "n")


def test_positions_are_those_of_the_whole_sentence() -> None:
    reading = reader_of(DEED).read("DD,VnQ;VnQ", 3, 6, 5, "#")
    assert reading is not None
    assert (reading.action, reading.object) == ((3, 4), (4, 5))


@pytest.mark.parametrize(
    ("letters", "kept"),
    [
        pytest.param("nn", "nn", id="nothing to cut"),
        pytest.param("DTPn", "n", id="adverb, time and place in front"),
        pytest.param("nuD", "n", id="particle and adverb behind"),
        pytest.param("nDn", "nDn", id="nothing is cut inside"),
        pytest.param("ncn", "ncn", id="conjunctions inside stay"),
        pytest.param("DTP", None, id="nothing is left"),
        pytest.param("", None, id="empty"),
        pytest.param("aa", None, id="no core"),
    ],
)
def test_trim(letters: str, kept: str | None) -> None:
    found = trim(letters, 0, len(letters))
    assert (found and letters[slice(*found)]) == kept


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"colour": "red"}, "unknown key 'colour'", id="unknown key"),
        pytest.param({"marks": "#?"}, "marks '#?'", id="unknown mark"),
        pytest.param({"marks": ""}, "needs 'marks'", id="no mark"),
        pytest.param({"pattern": "("}, "no regular expression", id="broken pattern"),
        pytest.param({"pattern": ""}, "needs 'pattern'", id="no pattern"),
        pytest.param({"yields": "wonder"}, "yields 'wonder'", id="unknown yield"),
        pytest.param({"examples": []}, "needs 'examples'", id="no example"),
        pytest.param({"counter_examples": []}, "needs 'counter_examples'", id="no counter-example"),
    ],
)
def test_problems_of_a_rule(change: Table, reason: str) -> None:
    reader, problems = parse_rules([DEED | change, BARE])
    assert [problem.place for problem in problems] == ["rules.toml:deed"]
    assert reason in str(problems[0])
    assert [rule.id for rule in reader.rules["#"]] == ["bare"]


def test_every_problem_of_every_rule_is_found() -> None:
    _, problems = parse_rules([DEED | {"marks": "?", "yields": "wonder"}, {"id": "empty"}], "own/rules.toml")
    assert {problem.place for problem in problems} == {"own/rules.toml:deed", "own/rules.toml:empty"}
    assert len([problem for problem in problems if problem.place.endswith("deed")]) == 2


def test_strings() -> None:
    assert strings({"words": ["甲", "乙"]}, "words") == ("甲", "乙")
    assert strings({"words": "甲"}, "words") == strings({}, "words") == ()
