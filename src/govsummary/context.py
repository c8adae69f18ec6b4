"""Cues and how far they reach: the status, basis, per and aggregate that the words around a number give it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from govsummary.clauses import strings
from govsummary.errors import LexiconError
from govsummary.lexicon import Table

CATEGORIES = frozenset(
    {
        *("class", "container", "head", "suffix", "compound", "clause", "status", "basis", "per", "aggregate"),
        *("object", "product", "unit", "bound", "compare"),
    }
)
_KEYS = frozenset({"id", "category", "value", "words", "pattern", "scope"})
NEAREST = 50  # cues looked back over; more in one sentence is no sentence
_ENDS = {"clause": re.compile("[，；：。！？]"), "part": re.compile("[；。！？]"), "sentence": re.compile("(?!)")}


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue found in a sentence: it holds for what starts in `[end, until)`."""

    value: str
    start: int
    end: int
    until: int


@dataclass(frozen=True, slots=True)
class CueFinder:
    """Finds the cues of one category with one regular expression."""

    pattern: re.Pattern[str]
    values: Mapping[str, tuple[str, str]]

    def find(self, view: str, start: int, end: int) -> list[Cue]:
        """Gives the cues in `view[start:end]` in order; `end` must be the end of the sentence."""
        found = []
        for match in self.pattern.finditer(view, start, end):
            if _is_quoted(view, start, match.start()):
                continue
            value, scope = self.values[match.lastgroup or ""]
            stop = _ENDS[scope].search(view, match.end(), end)
            found.append(Cue(value, match.start(), match.end(), stop.start() if stop else end))
        return found


def _is_quoted(view: str, start: int, place: int) -> bool:
    """A word in quotes is mentioned, not said: “两个确保”."""
    return view.rfind("“", start, place) > view.rfind("”", start, place)


@dataclass(frozen=True, slots=True)
class Cues:
    """The finders of the four categories that describe a quantity."""

    status: CueFinder
    basis: CueFinder
    per: CueFinder
    aggregate: CueFinder


def parse_cues(tables: Iterable[Table], place: str = "cues.toml") -> tuple[Cues, list[LexiconError]]:
    """Compiles `cues.toml`; gives the finders and every problem found."""
    problems: list[LexiconError] = []
    good = [table for table in tables if _is_good(table, place, problems)]
    try:
        return _cues(good), problems
    except re.error:  # only now look for the one that is broken: compiling each alone doubles the start-up time
        problems += [broken for table in good if (broken := _broken_pattern(table, place))]
        return _cues([]), problems


def _cues(tables: Sequence[Table]) -> Cues:
    return Cues(
        _finder(tables, "status"), _finder(tables, "basis"), _finder(tables, "per"), _finder(tables, "aggregate")
    )


def _broken_pattern(table: Table, place: str) -> LexiconError | None:
    try:
        re.compile(str(table.get("pattern", "")))
    except re.error as error:
        return LexiconError(f"{place}:{table['id']}", f"the pattern is no regular expression: {error}")
    return None


def _is_good(table: Table, place: str, problems: list[LexiconError]) -> bool:
    where = f"{place}:{table.get('id', '?')}"
    reasons = [f"unknown key {key!r}" for key in table if key not in _KEYS]
    if table.get("category") not in CATEGORIES:
        reasons.append(f"category {table.get('category')!r} is none of {', '.join(sorted(CATEGORIES))}")
    if not table.get("value"):
        reasons.append("needs 'value'")
    if bool(table.get("words")) is bool(table.get("pattern")):
        reasons.append("needs either 'words' or 'pattern'")
    if table.get("scope", "clause") not in _ENDS:
        reasons.append(f"scope {table.get('scope')!r} is none of {', '.join(_ENDS)}")
    problems += [LexiconError(where, reason) for reason in reasons]
    return not reasons


def _finder(tables: Sequence[Table], category: str) -> CueFinder:
    branches: list[str] = []
    values: dict[str, tuple[str, str]] = {}
    for table in tables:
        if table["category"] == category:
            name = f"cue{len(values)}"
            words = sorted(strings(table, "words"), key=len, reverse=True)
            branches.append(f"(?P<{name}>{table.get('pattern') or '|'.join(map(re.escape, words))})")
            values[name] = (str(table["value"]), str(table.get("scope", "clause")))
    return CueFinder(re.compile("|".join(branches) or "(?!)"), values)


def last_before(cues: Sequence[Cue], place: int) -> str | None:
    """Gives the value of the last cue that stands before `place` and reaches it."""
    cue = cue_before(cues, place)
    return cue.value if cue else None


def cue_before(cues: Sequence[Cue], place: int) -> Cue | None:
    """Gives the last cue that stands before `place` and reaches it."""
    for cue in reversed(cues[: bisect_right(cues, place, key=_start_of)][-NEAREST:]):
        if place <= cue.until:
            return cue
    return None


def _start_of(cue: Cue) -> int:
    return cue.start


def cue_words(tables: Iterable[Table], category: str, value: str) -> frozenset[str]:
    """Gives the words of the cues of one category and value."""
    return frozenset(
        word
        for table in tables
        if table.get("category") == category and table.get("value") == value
        for word in strings(table, "words")
    )
