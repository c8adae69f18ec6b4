"""Reads the clause around one number: which verb governs it and what it counts.

A clause is a string of class letters (see `tokens`), the number at hand stands in it as its mark. The rules of
`rules.toml` are tried from the top; the first that fits says where the action and the object stand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from types import MappingProxyType

from govsummary.errors import LexiconError
from govsummary.lexicon import Table

Range = tuple[int, int]  # tokens of a clause, half-open
REMEMBERED = 65_536  # readings; an archive has about that many different clauses
MARKS = "#!&@%CK"  # amount, people or households, amount bound by a verb (超过), times, ratio, points, rank
YIELDS = frozenset({"deed", "part", "listed", "level", "reached", "change", "growth", "rank"})
MACROS: Mapping[str, str] = MappingProxyType(
    {
        "{ND}": "[naBvwrtPTubecdjN]",
        "{NV}": "[naBvwrtPTubecdVjN]",
        "{NX}": "[naBwrtPTubecjN]",
        "{N}": "[naBvwrtPTubecjN]",
        "{A}": "[^Q]",
        "{M}": "[#!&@]",
        "{F}": "[naBvwrtPuj]",
        "{V}": "[Vk]",
    }
)
_KEYS = frozenset({"id", "marks", "pattern", "yields", "examples", "counter_examples"})
_MANNER = "aDx"  # what stands between a phrase and its verb says how: 老旧管网高标准改造12公里
# Letters that never open or close a phrase.
_HEAD = "DTPpxudczmebfoSk: "
_PREPOSITIONS = ("p", "o", "f")
_OPENERS = ("V", "k", "L", "o")  # after these a phrase is an object
_METRICS = ("t", "r")
_CORE = frozenset("nBvVtrwGLPN")  # what a phrase must hold at least one of
_HEAD_OF_COUNTED = "Dxudcz "  # behind its number a phrase keeps 因 and 在: 49名因案致困的被害人
_COUNTED = tuple(MARKS)
_TAIL = "uxDTcdpzSmfoebN: "


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over the letters of a clause and what it yields."""

    id: str
    marks: str
    source: str
    yields: str
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """The compiled pattern; few texts need all rules, so each is compiled when it is tried first."""
        return _compiled(self.source)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return re.compile(source)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule saw: `action` and `object` as half-open ranges of tokens, None where the clause has none."""

    rule: Rule
    action: Range | None
    object: Range | None

    def moved(self, offset: int) -> Reading:
        """Gives the reading with its ranges moved to the right."""
        return Reading(self.rule, _moved(self.action, offset), _moved(self.object, offset))


def _moved(tokens: Range | None, offset: int) -> Range | None:
    return (tokens[0] + offset, tokens[1] + offset) if tokens else None


@dataclass(frozen=True, slots=True)
class ClauseReader:
    """The rules by mark, in the order of the file. Clauses of the same letters are read once and remembered."""

    rules: Mapping[str, Sequence[Rule]]
    recall: Callable[[str, str, int], Reading | None]

    @classmethod
    def build(cls, rules: Mapping[str, Sequence[Rule]]) -> ClauseReader:
        """Makes a reader of rules by mark."""
        return cls(rules, lru_cache(REMEMBERED)(partial(_read, rules)))

    def read(self, letters: str, first: int, last: int, target: int, mark: str) -> Reading | None:
        """Reads the clause `letters[first:last]` around the number at `target`; positions are token numbers."""
        clause = f"{letters[first:target]}{mark}{letters[target + 1 : last]}"
        reading = self.recall(clause, mark, target - first)
        return reading.moved(first) if reading and first else reading


def _read(rules: Mapping[str, Sequence[Rule]], clause: str, mark: str, target: int) -> Reading | None:
    for rule in rules[mark]:
        match = rule.pattern.search(clause)
        if match is not None and match.start() <= target < match.end():
            return _reading(rule, match, clause)
    return None


def _reading(rule: Rule, match: re.Match[str], clause: str) -> Reading:
    groups = rule.pattern.groupindex
    action = match.span("action") if "action" in groups else (-1, -1)
    phrase = match.span("object") if "object" in groups else (-1, -1)
    return Reading(
        rule,
        action if 0 <= action[0] < action[1] else None,
        _phrase(clause, phrase, action, rule.yields) if phrase[0] >= 0 else None,
    )


def _phrase(clause: str, phrase: Range, action: Range, yields: str) -> Range | None:
    """A phrase that stands before its verb and opens with a preposition is no subject (按可比价格计算增长8%), unless it
    is what was changed (将收费标准下调3%).
    """
    first, last = phrase
    if action[0] != first:
        opening = clause[first:last].lstrip("DTPz")
        marked = opening[:1] == "o" and yields != "deed"
        if (
            opening[:1] in _PREPOSITIONS
            and not (opening[:1] == "p" and opening[-1:] in _METRICS)  # 因交通事故死亡人数减少12人
            and not marked
            and "u" not in opening
            and clause[first - 1 : first] not in (*_OPENERS, *_COUNTED)
        ):
            return None
        while (
            action[0] >= last and last - first > 1 and clause[last - 1] in _MANNER and "n" in clause[first : last - 1]
        ):
            last -= 1
    return trim(clause, first, last)


def trim(letters: str, first: int, last: int) -> Range | None:
    """Cuts adverbs, times, places and particles from the edges of a phrase; None when nothing is left."""
    head = _HEAD_OF_COUNTED if letters[first - 1 : first] in _COUNTED else _HEAD
    while first < last and letters[first] in head:
        first += 1
    while last > first and letters[last - 1] in _TAIL:
        last -= 1
    return (first, last) if any(letter in _CORE for letter in letters[first:last]) else None


def parse_rules(
    tables: Iterable[Table], place: str = "rules.toml", *, tested: bool = False
) -> tuple[ClauseReader, list[LexiconError]]:
    """Reads the rules of `rules.toml`; gives the reader and every problem found.

    Args:
        tables: in the order in which the rules are tried.
        place: the file's name in messages.
        tested: the patterns are known to compile; they are compiled when they are needed.
    """
    problems: list[LexiconError] = []
    rules = [rule for table in tables if (rule := _rule(table, place, problems)) is not None]
    if not tested:
        rules = [rule for rule in rules if _compiles(rule, place, problems)]
    by_mark = {mark: tuple(rule for rule in rules if mark in rule.marks) for mark in MARKS}
    return ClauseReader.build(MappingProxyType(by_mark)), problems


def _rule(table: Table, place: str, problems: list[LexiconError]) -> Rule | None:
    where = f"{place}:{table.get('id', '?')}"
    reasons = [f"unknown key {key!r}" for key in table if key not in _KEYS]
    reasons += [f"needs {key!r}" for key in sorted(_KEYS) if not table.get(key)]
    marks, pattern = str(table.get("marks", "")), str(table.get("pattern", ""))
    if set(marks) - set(MARKS):
        reasons.append(f"marks {marks!r} are not all of {MARKS}")
    if table.get("yields") not in YIELDS:
        reasons.append(f"yields {table.get('yields')!r} is none of {', '.join(sorted(YIELDS))}")
    if "#" in marks:  # what reads amounts reads people too
        marks, pattern = f"{marks}!", pattern.replace("[#", "[#!")
    for macro, letters in MACROS.items():
        pattern = pattern.replace(macro, letters)
    problems += [LexiconError(where, reason) for reason in reasons]
    if reasons:
        return None
    examples, counters = strings(table, "examples"), strings(table, "counter_examples")
    return Rule(str(table["id"]), marks, pattern, str(table["yields"]), examples, counters)


def _compiles(rule: Rule, place: str, problems: list[LexiconError]) -> bool:
    try:
        re.compile(rule.source)
    except re.error as error:
        problems.append(LexiconError(f"{place}:{rule.id}", f"the pattern is no regular expression: {error}"))
        return False
    return True


def strings(table: Table, key: str) -> tuple[str, ...]:
    """Gives the list of strings under a key of a table, () when there is none."""
    value = table.get(key, ())
    return tuple(str(entry) for entry in value) if isinstance(value, list) else ()
