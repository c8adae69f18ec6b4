"""Words that tell two things apart: `opposites.toml`, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from govsummary.errors import LexiconError
from govsummary.lexicon import Table

_KEYS = frozenset({"id", "sides", "examples", "counter_examples"})
Sides = Mapping[str, frozenset[int]]  # id of a group -> the sides whose words were found


@dataclass(frozen=True, slots=True)
class Group:
    """Words of which only one side can be true of a thing."""

    id: str
    pattern: re.Pattern[str]
    sides: Mapping[str, int]  # word -> number of its side
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opposites:
    """All groups; `groups` in order of the file."""

    groups: tuple[Group, ...]
    words: re.Pattern[str]  # finds any word of any group: most phrases hold none

    def sides(self, text: str) -> Sides:
        """Gives the sides that the words of `text` are on.

        >>> from govsummary.lexicon import Lexicon
        >>> opposites, _ = parse_opposites(Lexicon.load().tables["opposites.toml"])
        >>> dict(opposites.sides("城镇居民收入"))["area.town_country"]
        frozenset({0})
        """
        if self.words.search(text) is None:
            return {}
        found = {}
        for group in self.groups:
            here = frozenset(group.sides[word] for word in group.pattern.findall(text))
            if here:
                found[group.id] = here
        return found

    def in_canonical_form(self, synonyms: Mapping[str, str]) -> Opposites:
        """Gives the groups with each word in the form that words of its meaning are brought to, besides its own.

        A canonical form that would stand on two sides of its group is left out.
        """
        groups = [_canonical(group, synonyms) for group in self.groups]
        return Opposites(tuple(groups), _any_of(word for group in groups for word in group.sides))


def _canonical(group: Group, synonyms: Mapping[str, str]) -> Group:
    forms = {(synonyms[word], side) for word, side in group.sides.items() if word in synonyms}
    sides_of: dict[str, set[int]] = {}
    for form, side in forms | set(group.sides.items()):
        sides_of.setdefault(form, set()).add(side)
    sides = {word: min(sides) for word, sides in sorted(sides_of.items()) if len(sides) == 1 or word in group.sides}
    sides |= group.sides
    return replace(group, pattern=_any_of(sides), sides=sides)


def conflict(first: Sides, second: Sides) -> str | None:
    """Gives the group, if any, of which the two are on different sides; the first by name.

    >>> conflict({"law.field": frozenset({0})}, {"law.field": frozenset({1})})
    'law.field'
    """
    if not first or not second:
        return None
    return min((name for name, sides in first.items() if not sides & second.get(name, sides)), default=None)


def parse_opposites(tables: Iterable[Table]) -> tuple[Opposites, list[LexiconError]]:
    """Compiles the tables of `opposites.toml`; gives the groups that could be, and every problem."""
    groups: list[Group] = []
    problems: list[LexiconError] = []
    for table in tables:
        reason = _reason(table)
        if reason:
            problems.append(LexiconError(f"opposites.toml:{table.get('id', '?')}", reason))
        else:
            groups.append(_group(table))
    return Opposites(tuple(groups), _any_of(word for group in groups for word in group.sides)), problems


def check_examples(opposites: Opposites) -> Iterable[LexiconError]:
    """An example is a pair that its group alone tells apart, a counter-example one that it does not."""
    for group in opposites.groups:
        alone = Opposites((group,), group.pattern)
        for pairs, wanted in ((group.examples, True), (group.counter_examples, False)):
            for pair in pairs:
                first, _, second = pair.partition("|")
                told_apart = conflict(alone.sides(first), alone.sides(second)) is not None
                if told_apart is not wanted:
                    what = "is not told apart" if wanted else "must not be told apart"
                    yield LexiconError(f"opposites.toml:{group.id}", f"{pair!r} {what}")


def _reason(table: Table) -> str | None:
    unknown = sorted(set(table) - _KEYS)
    sides = _strings(table, "sides")
    words = [word for side in sides for word in side.split()]
    if unknown:
        return f"unknown key {unknown[0]!r}"
    if len(sides) < 2 or not all(side.split() for side in sides):
        return "needs two or more sides, each with words parted by blanks"
    twice = next((word for word in words if words.count(word) > 1), None)
    if twice:
        return f"{twice!r} stands on two sides"
    if not _strings(table, "examples"):
        return "needs an example: a pair parted by |"
    return next((f"{pair!r} is no pair parted by |" for pair in _pairs(table) if pair.count("|") != 1), None)


def _pairs(table: Table) -> Sequence[str]:
    return (*_strings(table, "examples"), *_strings(table, "counter_examples"))


def _strings(table: Table, key: str) -> tuple[str, ...]:
    values = table.get(key, ())
    return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()


def _group(table: Table) -> Group:
    sides = {word: number for number, side in enumerate(_strings(table, "sides")) for word in side.split()}
    examples, counter_examples = _strings(table, "examples"), _strings(table, "counter_examples")
    return Group(str(table["id"]), _any_of(sides), sides, examples, counter_examples)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Finds the longest of the words at each place: 建成区外 is not also a shorter word in it."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
