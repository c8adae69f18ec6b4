"""`claims.toml`: what is refused, and what own entries do."""

from __future__ import annotations

from pathlib import Path

import pytest

from govsummary import Lexicon, LexiconErrors, audit
from govsummary.auditing.words import claim_words, parse_claims
from govsummary.lexicon_check import check


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ({"id": "a", "kind": "rate", "rates": ["X率"], "whole": ["共"]}, "a rate needs 'done'"),
        ({"id": "a", "kind": "sum", "words": ["共"]}, "kind 'sum' is none of rate"),
        ({"id": "a", "kind": "part"}, "needs either 'words' or 'pattern'"),
        ({"id": "a", "kind": "part", "words": ["其中"], "pattern": "其中"}, "needs either 'words' or 'pattern'"),
        ({"id": "a", "kind": "part", "pattern": "("}, "no regular expression"),
        ({"id": "a", "kind": "part", "words": ["其中"], "note": "x"}, "unknown key 'note'"),
        ({"id": "a", "kind": "part", "words": ["其中"], "examples": ["共3处"]}, "text => verdict"),
    ],
)
def test_problems_are_named(table: dict[str, object], problem: str) -> None:
    _, problems = parse_claims([table])
    assert problem in str(problems[0])
    assert str(problems[0]).startswith("claims.toml:a: ")


def test_an_empty_lexicon_knows_no_rate() -> None:
    words, problems = parse_claims([])
    assert problems == []
    assert words.rates_of("结案率") == ()
    assert not words.says("part", "其中")


def test_the_longest_name_counts() -> None:
    words = claim_words(Lexicon.load())
    assert [rate.id for rate in words.rates_of("食品抽检不合格率")] == ["failing"]
    assert [rate.id for rate in words.rates_of("整改完成率")] == ["rectification"]
    assert [rate.id for rate in words.rates_of("任务完成率")] == ["completion"]


OWN = """
[[claim]]
id = "own"
kind = "rate"
rates = ["归仓率"]
whole = ["收获"]
done = ["归仓"]
examples = ["收获稻谷200吨，归仓190吨，归仓率90%。 => refuted"]
"""


def test_own_entries_are_used_and_checked(tmp_path: Path) -> None:
    (tmp_path / "claims.toml").write_text(OWN, encoding="utf-8")
    lexicon = Lexicon.load(tmp_path)
    text = "2021年，收获稻谷200吨，归仓190吨，归仓率90%。"
    assert [one.quote for one in audit(text, lexicon=lexicon).findings] == ["90%"]
    assert check(tmp_path) == []
    (tmp_path / "claims.toml").write_text(OWN.replace("refuted", "confirmed"), encoding="utf-8")
    assert [str(one) for one in check(tmp_path)] == [
        "claims.toml:own: '收获稻谷200吨，归仓190吨，归仓率90%。' is refuted, not confirmed"
    ]


def test_a_broken_lexicon_is_refused(tmp_path: Path) -> None:
    (tmp_path / "claims.toml").write_text('[[claim]]\nid = "a"\nkind = "x"\n', encoding="utf-8")
    with pytest.raises(LexiconErrors):
        audit("2021年，受理案件3件。", lexicon=Lexicon.load(tmp_path))
