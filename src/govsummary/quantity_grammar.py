"""The words of quantities, compiled once: units, marks of bound, and blockers (numbers that are no facts)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple, get_args

from govsummary.entries import Unit
from govsummary.errors import LexiconError, LexiconErrors
from govsummary.model import Bound

Table = Mapping[str, object]

CODE_SIGNS = frozenset("+/=#&@№.")  # straight before a number they make it part of a code
POSITIONS = ("before", "headless", "after", "duration")
_FOLLOWING = frozenset({"after", "duration"})

# What a number looks like to a blocker, by script. The names of the groups are the keys of `QuantityGrammar.after`.
_RUN = re.compile(
    r"(?P<x>\d*[Xx×*○□_N][Xx×*○□_N\d]*)|(?P<d>\d+(?:\.\d+)?)|(?P<c>[〇零○一二两三四五六七八九十百千万几]+)"
)
_ROW = re.compile(r"(?: ?[-—–~至到、和及]+ ?(?:\d+|[Xx×*]+|[一二三四五六七八九十]+))+")
_ROW_STARTS = frozenset(" -—–~至到、和及")
_PATTERN_SIGNS = frozenset("\\[](){}?*+.^$<>")
_SIGN = re.compile(r"<([ndcx1])(\+?)>")
_SCRIPTS = {"n": ("d", "c", "x"), "d": ("d",), "c": ("c",), "x": ("x",), "1": ("1",)}


class Mark(NamedTuple):
    """What a bound mark says, and the words beside it that make another word of it."""

    bound: Bound
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]


class UnitHit(NamedTuple):
    """A unit in the text: its entry (None for a number without one), how it is written, where it ends."""

    entry: Unit | None
    text: str
    end: int

    @property
    def dimension(self) -> str:
        """What the unit measures, "" for none."""
        return self.entry.dimension if self.entry else ""


@dataclass(frozen=True, slots=True)
class QuantityGrammar:
    """Units, bound marks and blockers. Build it with `QuantityGrammar.build`; it may be shared.

    Attributes:
        units: by the unit as written.
        lengths: the lengths of the units that begin with a character, longest first.
        marks: bound marks by position (`POSITIONS`) and text; `mark_lengths` their lengths, longest first;
            `edges` the characters that stand next to the number in them.
        words: blockers without any pattern, by their first character.
        here: blockers tried where a number begins.
        after: blockers tried where a number ends, by script (d, c, x, 1) and, for rows (1—6), under "row".
        blockers: the tables that the last three were compiled from.
    """

    units: Mapping[str, Unit]
    lengths: Mapping[str, tuple[int, ...]]
    marks: Mapping[str, Mapping[str, Mark]]
    mark_lengths: Mapping[str, tuple[int, ...]]
    edges: Mapping[str, frozenset[str]]
    words: Mapping[str, tuple[str, ...]]
    here: re.Pattern[str]
    after: Mapping[str, re.Pattern[str]]
    blockers: tuple[Table, ...] = ()

    @classmethod
    def build(cls, units: Mapping[str, Unit], bounds: Iterable[Table], blockers: Iterable[Table]) -> QuantityGrammar:
        """Builds the grammar from lexicon entries.

        Args:
            units: by the unit as written.
            bounds: the tables of bounds.toml.
            blockers: the tables of blockers.toml.

        Raises:
            LexiconErrors: with every entry that cannot be used.
        """
        marks, problems = _marks(bounds)
        tables = list(blockers)
        words, patterns = _by_place(tables)
        try:
            here, *after = (re.compile("|".join(found) or "(?!)") for found in patterns.values())
        except re.error:
            problems += _broken(tables)
        if problems:
            raise LexiconErrors("bounds.toml and blockers.toml have problems", problems)
        lengths: dict[str, set[int]] = {}
        for name in units:
            lengths.setdefault(name[0], set()).add(len(name))
        return cls(
            units,
            {first: _longest_first(sizes) for first, sizes in lengths.items()},
            marks,
            {position: _longest_first({len(mark) for mark in group}) for position, group in marks.items()},
            {
                position: frozenset(mark[0 if position in _FOLLOWING else -1] for mark in group)
                for position, group in marks.items()
            },
            words,
            here,
            dict(zip(list(patterns)[1:], after, strict=True)),
            tuple(tables),
        )

    def unit_at(self, view: str, position: int) -> UnitHit | None:
        """Gives the longest unit that begins at `position` and is not the start of another word."""
        if position >= len(view):
            return None
        for length in self.lengths.get(view[position], ()):
            text = view[position : position + length]
            unit = self.units.get(text) if len(text) == length else None
            if unit is not None and not _is_other_word(unit, view, position + length):
                return UnitHit(unit, text, position + length)
        return None

    def blocked(self, view: str, position: int, stop: int) -> int | None:
        """Gives the end of what a blocker takes away where a number begins, or None.

        A number of one sign has blockers of its own (四面, 三角); a row of numbers (1—6月) is taken as one.
        """
        words = self.words.get(view[position])
        if words is not None and view.startswith(words, position):
            return position + next(len(word) for word in words if view.startswith(word, position))
        here = self.here.match(view, position, stop)
        if here is not None:
            return max(here.end(), position + 1)
        run = _RUN.match(view, position, stop)
        if run is None or run.lastgroup is None:
            return None
        end = run.end()
        found = self.after[run.lastgroup].match(view, end, stop)
        if found is None and run.lastgroup == "c" and end - position == 1:
            found = self.after["1"].match(view, end, stop)
        if found is None and view[end : end + 1] in _ROW_STARTS and (row := _ROW.match(view, end, stop)) is not None:
            found = self.after["row"].match(view, row.end(), stop)
        return None if found is None else found.end()

    def blocked_by(self, view: str, position: int, stop: int) -> str | None:
        """Gives the id of the blocker that takes away what begins at `position`, or None. Compiles each: not for loops.

        Of several the first counts that alone takes away as much as all together.
        """
        end = self.blocked(view, position, stop)
        ends = {str(table.get("id")): self._only(table).blocked(view, position, stop) for table in self.blockers}
        blocking = [(found != end, name) for name, found in ends.items() if found is not None]
        return min(blocking, key=lambda pair: pair[0])[1] if blocking else None

    def _only(self, table: Table) -> QuantityGrammar:
        words, patterns = _by_place([table])
        here, *after = (re.compile("|".join(found) or "(?!)") for found in patterns.values())
        return replace(self, words=words, here=here, after=dict(zip(list(patterns)[1:], after, strict=True)))

    def mark_before(self, view: str, end: int, position: str, floor: int) -> tuple[int, Mark] | None:
        """Gives the start of the longest mark that ends at `end` and does not reach back over `floor`."""
        if end <= floor or view[end - 1] not in self.edges[position]:
            return None
        group = self.marks[position]
        for length in self.mark_lengths[position]:
            start = end - length
            mark = group.get(view[start:end]) if start >= floor else None
            if mark is not None and not (mark.not_after and view.endswith(mark.not_after, 0, start)):
                return start, mark
        return None

    def mark_after(self, view: str, start: int, position: str, stop: int) -> tuple[int, Mark] | None:
        """Gives the end of the longest mark that begins at `start`."""
        if start >= stop or view[start] not in self.edges[position]:
            return None
        group = self.marks[position]
        for length in self.mark_lengths[position]:
            end = start + length
            mark = group.get(view[start:end]) if end <= stop else None
            if mark is not None and not (mark.not_before and view.startswith(mark.not_before, end)):
                return end, mark
        return None


def _longest_first(sizes: set[int]) -> tuple[int, ...]:
    return tuple(sorted(sizes, reverse=True))


def _is_other_word(unit: Unit, view: str, end: int) -> bool:
    if end >= len(view):
        return False
    last, following = view[end - 1], view[end]
    if last.isascii() and last.isalnum() and following.isascii() and following.isalnum():
        return True
    return bool(unit.not_before) and _other_words(unit.not_before).match(view, end) is not None


@lru_cache(maxsize=2048)
def _other_words(not_before: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(not_before))


# --- entries ---------------------------------------------------------------------------------------------------------


def _by_place(blockers: Iterable[Table]) -> tuple[dict[str, tuple[str, ...]], dict[str, list[str]]]:
    """Sorts the alternatives of all blockers: words by first character, patterns by where they are tried."""
    places: dict[str, list[str]] = {"here": [], "d": [], "c": [], "x": [], "1": [], "row": []}
    words: dict[str, list[str]] = {}
    for alternative in _alternatives(blockers):
        sign = _SIGN.match(alternative)
        if sign is not None:
            rest = f"(?:{alternative[sign.end() :]})"
            for script in (*_SCRIPTS[sign[1]], *(["row"] if sign[2] else [])):
                places[script].append(rest)
        elif _PATTERN_SIGNS.isdisjoint(alternative):
            for word in alternative.split("|"):
                words.setdefault(word[0], []).append(word)
        else:
            places["here"].append(f"(?:{alternative})")
    return {first: tuple(group) for first, group in words.items()}, places


def _alternatives(blockers: Iterable[Table]) -> list[str]:
    patterns = (str(table.get("pattern", "")).split(" | ") for table in blockers)
    return [alternative for group in patterns for alternative in group if alternative.strip("| ")]


def _broken(blockers: Iterable[Table]) -> list[LexiconError]:
    problems: list[LexiconError] = []
    for table in blockers:
        for alternative in str(table.get("pattern", "")).split(" | "):
            try:
                re.compile(_SIGN.sub("", alternative, count=1))
            except re.error as error:
                place = f"blockers.toml:{table.get('id')}"
                problems.append(LexiconError(place, f"{alternative!r} is not a regular expression: {error}"))
    return problems or [LexiconError("blockers.toml", "the patterns cannot be joined; name no groups in them")]


def _marks(tables: Iterable[Table]) -> tuple[dict[str, dict[str, Mark]], list[LexiconError]]:
    marks: dict[str, dict[str, Mark]] = {position: {} for position in POSITIONS}
    problems: list[LexiconError] = []
    for table in tables:
        bound = next((name for name in get_args(Bound) if name == table.get("bound")), None)
        position = str(table.get("position"))
        if bound is None or position not in marks:
            allowed = f"a bound ({', '.join(get_args(Bound))}) and a position ({', '.join(POSITIONS)})"
            problems.append(LexiconError(f"bounds.toml:{table.get('id')}", f"give it {allowed}"))
            continue
        entry = Mark(bound, _words(table, "not_after"), _words(table, "not_before"))
        marks[position].update(dict.fromkeys(_words(table, "marks"), entry))
    return marks, problems


def _words(table: Table, key: str) -> tuple[str, ...]:
    words = table.get(key, ())
    return tuple(str(word) for word in words) if isinstance(words, list | tuple) else ()
