"""How much two metrics are about the same: a score from 0 to 1 with its parts, or a veto.

Object and action give the base. What stands around them (section, category, neighbours in the sentence, length of time,
unit) is evidence: it adds or takes away a little, and decides between metrics of the same name.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from govsummary.compare.metrics import COUNT, PEOPLE, TIMES, Metric
from govsummary.compare.opposites import conflict
from govsummary.compare.thesaurus import Words

# Shares and penalties were set on the labelled pairs of corpus/pairs, never on those in held-out.
BASE_SHARE = 0.9  # what object and action alone can reach
WORDS_SHARE = 0.6  # of the object: its words; the rest is its characters
EXTRA_ONE_SIDE = 0.45  # what words count that only one of two objects has: a scope that grew or shrank
EXTRA_BOTH_SIDES = 1.0  # and words that both have and do not share: another thing
ALIKE = 0.55  # characters that two words share before they are taken for spellings of one
OTHER_HEAD = 0.7  # factor on the object when the two count other things
ACTION_FLOOR = 0.5  # factor on the object when the actions have nothing in common
ONE_SILENT, ACTIONS_OVERLAP, ACTIONS_ALIKE = 0.75, 0.9, 0.6
GENERAL_NAME = 0.72  # base of two objects of the same name, where the name alone says too little
ONE_OF_SEVERAL = 0.8  # the object where one names a member of the list that the other is
JOINED = 0.9  # factor where a verb stands in the action of one and in the object of the other
SAID_ELSEWHERE = 0.25  # factor on a word that the other side says in a heading or just before
GENERAL_WEIGHT = 0.5  # factor on the weight of a word that alone says too little

SAME_LABEL, SAME_FIELD, OTHER_FIELD = 0.06, 0.02, -0.03
SECTION, SAME_TURN = 0.04, 0.02
NEIGHBOURS = (0.06, 0.03)  # the figure before says more: 检查餐馆26家，罚款3万元
OTHER_UNIT, OTHER_SPAN, OTHER_AGGREGATE, OTHER_STATUS = -0.14, -0.12, -0.05, -0.15
SAME_NUMBER = 0.04
ONE_SIDED = -0.06  # only one of two names a side of some opposites: 刑事案件 against 案件

Ratio = Callable[[str, str], float]


class Score(NamedTuple):
    """What speaks for a pair: `total` decides between pairs (evidence may lift it above 1); `base` is what object and
    action alone give.
    """

    total: float
    base: float


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each word says: the rarer in the two documents, the more."""

    by_word: Mapping[str, float]
    general: frozenset[str]

    @property
    def general_words(self) -> frozenset[Words]:
        """The general words, each as the words of an object."""
        return frozenset((word,) for word in self.general)

    @classmethod
    def of(cls, metrics: Iterable[Metric], general: frozenset[str]) -> Weights:
        """Counts in how many of the metrics each word stands."""
        counts = Counter(word for metric in metrics for word in {*metric.words, *metric.action})
        total = max(1, len(counts))
        by_word = {
            word: math.log1p(total / count) * (GENERAL_WEIGHT if word in general else 1) * (0.5 + min(len(word), 4) / 4)
            for word, count in counts.items()
        }
        return cls(by_word, general)

    def sum(self, words: Iterable[str]) -> float:
        """Gives the weight of several words."""
        return math.fsum(self.by_word.get(word, 1.0) for word in words)

    def is_general(self, metric: Metric) -> bool:
        """Says whether the name of a metric alone says too little to know it by."""
        return all(word in self.general for word in metric.words)


@lru_cache(maxsize=1)
def _ratio() -> Ratio:
    from rapidfuzz import fuzz

    return fuzz.ratio


def alike(first: str, second: str) -> float:
    """Gives the share of characters that two strings have in common, in order.

    >>> round(alike("流动摊贩", "流动商贩"), 2)
    0.75
    """
    return _ratio()(first, second) / 100


def veto(first: Metric, second: Metric) -> str | None:
    """Gives what tells two metrics apart, if anything: a group of opposites, or changes on different bases."""
    one, other = first.quantity.basis, second.quantity.basis
    if one is not None and other is not None and one != other:
        return "basis"
    if {first.flow, second.flow} == {"level", "increment"}:
        return "level or increment"
    return conflict(first.sides, second.sides)


def score(first: Metric, second: Metric, weights: Weights) -> Score:
    """Scores a pair of one block that nothing vetoes; the same whichever comes first."""
    base = _base(first, second, weights)
    return Score(round(max(0.0, base * BASE_SHARE + _evidence(first, second)), 6), round(base, 6))


def _base(first: Metric, second: Metric, weights: Weights) -> float:
    if first.key == second.key:
        return GENERAL_NAME if weights.is_general(first) else 1.0
    apart = _objects(first, second, weights)
    act = action_similarity(first.action, second.action)
    parted = apart * (ACTION_FLOOR + (1 - ACTION_FLOOR) * act)
    if weights.is_general(first) and weights.is_general(second):
        parted *= GENERAL_NAME
    if bool(first.action) == bool(second.action):
        return parted
    # 办理案件数量 has no verb, 办理案件 has one: what both say is the same all the same.
    joined = object_similarity((*first.action, *first.words), (*second.action, *second.words), weights)
    return max(parted, joined * JOINED)


def _objects(first: Metric, second: Metric, weights: Weights) -> float:
    found = object_similarity(first.words, second.words, weights, (first.context, second.context))
    if first.head != second.head and alike(first.head, second.head) < ALIKE:
        found *= OTHER_HEAD
    if (first.parts or second.parts) and found < ONE_OF_SEVERAL:
        here, there = first.parts or {first.words}, second.parts or {second.words}
        if any(words not in weights.general_words and words in there for words in here):
            return ONE_OF_SEVERAL
    return found


def object_similarity(
    first: Words,
    second: Words,
    weights: Weights,
    contexts: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset()),
) -> float:
    """Says how much two objects are alike, by their words and by their characters.

    A word that only one has counts for less where the context of the other has it: under a heading 垃圾分类, 小区 are
    垃圾分类小区.
    """
    if first == second:
        return 1.0
    if not first or not second:
        return 0.0
    here, there = frozenset(first), frozenset(second)
    only_here, only_there = sorted(here - there), sorted(there - here)
    part, only_here, only_there = _nearly_shared(only_here, only_there, weights)
    shared = weights.sum(sorted(here & there)) + part
    small, large = sorted((_extra(only_here, contexts[1], weights), _extra(only_there, contexts[0], weights)))
    apart = EXTRA_BOTH_SIDES * 2 * small + EXTRA_ONE_SIDE * (large - small)
    by_words = shared / (shared + apart) if shared else 0.0
    return WORDS_SHARE * by_words + (1 - WORDS_SHARE) * alike("".join(first), "".join(second))


def _extra(words: Sequence[str], context: frozenset[str], weights: Weights) -> float:
    said = [word for word in words if word in context]
    return weights.sum(word for word in words if word not in context) + SAID_ELSEWHERE * weights.sum(said)


def _nearly_shared(here: list[str], there: list[str], weights: Weights) -> tuple[float, list[str], list[str]]:
    """Pairs words that differ in a character or two; gives their weight, and the words that are left."""
    candidates = sorted(
        ((alike(one, other), min(one, other), max(one, other), one, other) for one in here for other in there),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    total, left_here, left_there = 0.0, list(here), list(there)
    for likeness, _, _, one, other in candidates:
        if likeness >= ALIKE and one in left_here and other in left_there:
            total += likeness * min(weights.sum([one]), weights.sum([other]))
            left_here.remove(one)
            left_there.remove(other)
    return total, left_here, left_there


def action_similarity(first: Words, second: Words) -> float:
    """Says how much two actions are alike; an action that says nothing fits most others.

    >>> [action_similarity(("拆除",), other) for other in (("拆除",), (), ("培训",))]
    [1.0, 0.75, 0.0]
    """
    if first == second:
        return 1.0
    if not first or not second:
        return ONE_SILENT
    if not frozenset(first).isdisjoint(second):
        return ACTIONS_OVERLAP
    best = max(alike(one, other) for one in first for other in second)
    return ACTIONS_ALIKE if best >= 0.5 else 0.0


def _evidence(first: Metric, second: Metric) -> float:
    """Adds up what speaks for and against a pair besides its names."""
    quantity, other = first.quantity, second.quantity
    found = [
        _by_label(first.label, second.label),
        SECTION * alike(first.heading, second.heading),
        *(
            share * _same_neighbour(one, two)
            for share, one, two in zip(NEIGHBOURS, first.around, second.around, strict=True)
        ),
        SAME_TURN if first.turn == second.turn else 0,
        SAME_NUMBER if quantity.value == other.value is not None and first.unit == second.unit else 0,
        0 if same_unit(first, second) else OTHER_UNIT,
        OTHER_SPAN if first.spans != second.spans and first.months != second.months else 0,
        OTHER_AGGREGATE if (quantity.aggregate == "mean") != (other.aggregate == "mean") else 0,
        ONE_SIDED if first.sides.keys() != second.sides.keys() else 0,
        OTHER_STATUS if {first.record.status, second.record.status} == {"done", "ongoing"} else 0,
    ]
    return math.fsum(found)


def _by_label(first: str, second: str) -> float:
    if not first or not second:
        return 0
    if first == second:
        return SAME_LABEL
    return SAME_FIELD if first.partition("/")[0] == second.partition("/")[0] else OTHER_FIELD


def _same_neighbour(first: str, second: str) -> float:
    if first == second:
        return 1.0 if first else 0.25  # neither has a neighbour: both open or close their sentence
    return 0.5 if first and second and alike(first, second) >= ALIKE else 0.0


def same_unit(first: Metric, second: Metric) -> bool:
    """Says whether two metrics are counted in the same unit, or in units that count the same things."""
    if first.unit == second.unit or not first.unit or not second.unit:
        return True
    return first.block.measure not in (COUNT, TIMES, PEOPLE)
