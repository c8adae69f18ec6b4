"""The words of `claims.toml`, compiled: which rate relates which counts, what opens parts, what bars a comparison."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from govsummary.clauses import strings
from govsummary.errors import LexiconError, LexiconErrors
from govsummary.lexicon import Lexicon, Table

#: Kinds that are lists of words (or a pattern); `rate` has lists of its own.
LISTS = (
    "bounded",
    "earlier",
    "target",
    "total",
    "part",
    "complete",
    "rest",
    "overlap",
    "apart",
    "incomparable",
    "real",
    "general",
    "unbounded",
    "below_zero",
    "standing",
    "all",
    "effort",
    "any_topic",
    "sorted",
    "payer",
    "saved",
    "faster",
)
_RATE_LISTS = ("rates", "whole", "done")
_KEYS = frozenset(
    {"id", "kind", "words", "pattern", "rates", "whole", "loose", "done", "left", "never_more", "of", "examples"}
)
_NOT = "(?<![不未没尚待无非])"  # 未整改15处 counts what was not done
_NEVER = re.compile("(?!)")


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate and the counts that it relates.

    Attributes:
        id: of the table.
        rates: its names, longest first.
        whole, loose, done, left: patterns of words beside a count; `loose` are wholes that may leave something out,
            `left` counts what is not done, so that the rate is that of the others.
        never_more: whether `done` cannot exceed `whole`.
    """

    id: str
    rates: tuple[str, ...]
    whole: re.Pattern[str]
    loose: re.Pattern[str]
    done: re.Pattern[str]
    left: re.Pattern[str]
    never_more: bool


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean: `pattern` finds its words, `of` are the units of what it is taken over, or `day`, `month`.

    A group `unit` of the pattern names the unit itself (平均每座), a group `many` how many of it (每千人).
    """

    pattern: re.Pattern[str]
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """All words of `claims.toml`.

    Attributes:
        rates: by their names, which more than one table may have; the longest name that a metric ends with counts.
        lists: a pattern for each kind of `LISTS`.
        examples: of every table: its id, the text and the verdict.
    """

    rates: Mapping[str, tuple[Rate, ...]]
    lists: Mapping[str, re.Pattern[str]]
    names: re.Pattern[str]
    means: tuple[Mean, ...]
    bounded: tuple[str, ...]
    general: frozenset[str]
    examples: tuple[tuple[str, str, str], ...]

    def rates_of(self, metric: str) -> tuple[Rate, ...]:
        """Gives the rates whose name the metric ends with."""
        match = self.names.search(metric)
        return self.rates[match[0]] if match else ()

    def says(self, kind: str, text: str) -> bool:
        """Tells whether the text has a word of that kind."""
        return self.lists[kind].search(text) is not None


def parse_claims(tables: Iterable[Table], place: str = "claims.toml") -> tuple[ClaimWords, list[LexiconError]]:
    """Compiles `claims.toml`; gives the words and every problem found."""
    problems: list[LexiconError] = []
    good = [table for table in tables if _is_good(table, place, problems)]
    rates: dict[str, tuple[Rate, ...]] = {}
    for rate in filter(None, map(_rate, good)):
        rates |= {name: (*rates.get(name, ()), rate) for name in dict.fromkeys(rate.rates)}
    branches = sorted(rates, key=len, reverse=True)
    words = ClaimWords(
        rates=rates,
        lists={kind: _pattern(table for table in good if table["kind"] == kind) for kind in LISTS},
        names=re.compile(f"(?:{'|'.join(map(re.escape, branches))})$") if branches else _NEVER,
        means=tuple(_mean(table) for table in good if table["kind"] == "mean"),
        bounded=_words_of(good, "bounded"),
        general=frozenset(_words_of(good, "general")),
        examples=tuple(_examples(good)),
    )
    return words, problems


@lru_cache(maxsize=8)
def claim_words(lexicon: Lexicon) -> ClaimWords:
    """Compiles the words of a lexicon; the same lexicon is compiled once.

    Raises:
        LexiconErrors: with every problem found.
    """
    words, problems = parse_claims(lexicon.tables["claims.toml"])
    if problems:
        raise LexiconErrors("the lexicon has problems", problems)
    return words


def _is_good(table: Table, place: str, problems: list[LexiconError]) -> bool:
    kind = table.get("kind")
    reasons = [f"unknown key {key!r}" for key in table if key not in _KEYS]
    if kind == "rate":
        reasons += [f"a rate needs {key!r}, a list of words" for key in _RATE_LISTS if not strings(table, key)]
    elif kind not in (*LISTS, "mean"):
        reasons.append(f"kind {kind!r} is none of rate, mean, {', '.join(LISTS)}")
    elif bool(table.get("words")) is bool(table.get("pattern")):
        reasons.append("needs either 'words' or 'pattern'")
    reasons += [f"{one!r} is not written as text => verdict" for one in strings(table, "examples") if "=>" not in one]
    try:
        re.compile(str(table.get("pattern", "")))
    except re.error as error:
        reasons.append(f"the pattern is no regular expression: {error}")
    problems += [LexiconError(f"{place}:{table.get('id', '?')}", reason) for reason in reasons]
    return not reasons


def _rate(table: Table) -> Rate | None:
    if table["kind"] != "rate":
        return None
    return Rate(
        id=str(table["id"]),
        rates=tuple(strings(table, "rates")),
        whole=_affirmed(strings(table, "whole")),
        loose=_affirmed(strings(table, "loose")),
        done=_affirmed(strings(table, "done")),
        left=_affirmed(strings(table, "left")),
        never_more=table.get("never_more") is True,
    )


def _mean(table: Table) -> Mean:
    return Mean(_pattern([table]), strings(table, "of"))


def _affirmed(words: Sequence[str]) -> re.Pattern[str]:
    """Builds a pattern of words that no negation stands before; words that begin with one are meant as they are."""
    longest = sorted(words, key=len, reverse=True)
    branches = [re.escape(word) if word[0] in "不未无非" else _NOT + re.escape(word) for word in longest]
    return re.compile("|".join(branches)) if branches else _NEVER


def _pattern(tables: Iterable[Table]) -> re.Pattern[str]:
    branches: list[str] = []
    for table in tables:
        words = sorted(strings(table, "words"), key=len, reverse=True)
        branches.append(str(table["pattern"]) if table.get("pattern") else "|".join(map(re.escape, words)))
    return re.compile("|".join(branches)) if branches else _NEVER


def _words_of(tables: Iterable[Table], kind: str) -> tuple[str, ...]:
    return tuple(word for table in tables if table["kind"] == kind for word in strings(table, "words"))


def _examples(tables: Iterable[Table]) -> Iterable[tuple[str, str, str]]:
    for table in tables:
        for example in strings(table, "examples"):
            text, _, verdict = example.partition("=>")
            yield str(table["id"]), text.strip(), verdict.strip()
