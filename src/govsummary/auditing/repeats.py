"""One metric of one period told twice: the two values must agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from govsummary.auditing.amounts import quote
from govsummary.auditing.arithmetic import are_near, digits_of
from govsummary.auditing.checks import Check, Evidence, confirmed, refuted
from govsummary.auditing.figures import Figure, Figures
from govsummary.auditing.words import ClaimWords
from govsummary.compare.metrics import Metric
from govsummary.compare.opposites import conflict
from govsummary.compare.similarity import same_unit
from govsummary.compare.thesaurus import Thesaurus

SHORTEST_NAME = 4  # characters of a metric that says what it is about
FEWEST_DIGITS = 3  # of two numbers whose digits are swapped: fewer are swapped by chance
LONG_NAME = 6  # characters of one word that does: 优良天数比例
MOST_TIMES = 4  # a metric told more often than this is one that many sections count, each for itself
# 排查的421处隐患 points back to the hazards that were 排查 before.
_DEFINITE = re.compile("(?P<verb>[^的]{2})的$")
_SUMMING = re.compile("全年|全市|全县|全区|年内|一年来|今年|累计|共|总计|合计")
# What was done in a campaign or at a time that has no name in the calendar is part of what was done in all.
_CAMPAIGN = re.compile("期间|行动|战役|会战|攻坚|汛期|节前|[春国]节|高考|整治中")
_WEAK_POINTS = re.compile("问题|不足|差距|困难|短板|薄弱")  # sections that look back on the whole period
_IDLE = re.compile("年[末底]|达到?|完成|实现|已|了|约|突破|超过?|为|是|的|仅|至|全部|各类")
_PLACE = re.compile("[^全各本城新改，]{2,4}?(?:镇|乡|街道|社区|村|所|[大支中]?队|局|法院|中心)")
_HAPPENS = frozenset({"发生"})
_NEAR = Decimal("1.5")
_TIMES = frozenset({"time", "months", "age"})


def find_repeats(
    figures: Figures, metrics: Sequence[Metric], words: ClaimWords, thesaurus: Thesaurus
) -> Iterator[Check]:
    """Checks every later mention of a metric against the first one."""
    places = {figure.quantity.start: figure for figure in figures.all}
    told = [metric for metric in metrics if _is_comparable(metric, places[metric.quantity.start])]
    for group in _grouped(told, _name):
        for place, second in enumerate(group):
            checks = [_check(figures, places, (first, second), words, thesaurus) for first in group[:place]]
            found = [check for check in checks if check is not None]
            yield from [one for one in found if one.verdict == "confirmed"][:1] or found[:1]
    for group in _grouped(told, lambda metric: _digits(places[metric.quantity.start])):
        for first, second in pairwise(group):
            check = _check_swapped(places, (first, second), words, thesaurus)
            if check is not None:
                yield check


def _grouped(metrics: Sequence[Metric], key: Callable[[Metric], object]) -> Iterator[list[Metric]]:
    """Yields the metrics of each key that is told more than once, but not so often that it says nothing."""
    groups: dict[object, list[Metric]] = {}
    for metric in metrics:
        groups.setdefault(key(metric), []).append(metric)
    yield from (group for group in groups.values() if 1 < len(group) <= MOST_TIMES)


def _is_comparable(metric: Metric, figure: Figure) -> bool:
    block = metric.block
    return (
        block.kind in ("amount", "ratio")
        and (block.measure not in _TIMES or metric.phrase.endswith("天数"))
        and not block.planned
        and not block.origin
        and bool(metric.phrase)
        and figure.record.status != "planned"
        and figure.interval is not None
        and _own_object(figure)
    )


def _acts(metric: Metric) -> frozenset[str]:
    """Gives the verbs that say what was done: 发生火灾3起 and 火灾3起 are the same."""
    return frozenset(metric.action) - _HAPPENS


def _own_object(figure: Figure) -> bool:
    """Tells whether the clause itself names what is counted, so that it is not taken over from the left."""
    phrase = figure.record.object
    return phrase is not None and (phrase.end > figure.clause or figure.record.rule == "to")


def _name(metric: Metric) -> object:
    """Gives what two mentions of one metric share: the words of the object, in any order."""
    return metric.block, frozenset(metric.words), metric.quantity.aggregate == "mean"


def _check(
    figures: Figures, places: Mapping[int, Figure], pair: tuple[Metric, Metric], words: ClaimWords, thesaurus: Thesaurus
) -> Check | None:
    first, second = pair
    one, other = places[first.quantity.start], places[second.quantity.start]
    if not same_unit(first, second) or one.unit != other.unit or one.record.sentence == other.record.sentence:
        return None
    back = _DEFINITE.search(other.lead)
    points_back = back is not None and back["verb"] in one.words
    same_deed = _acts(first) == _acts(second) and not conflict(first.sides, second.sides)
    if not _same_time(one, other) or not (points_back or same_deed):
        return None
    assert one.interval is not None
    assert other.interval is not None
    evidence: Evidence = (("other", one),)
    certain = points_back or (
        _is_certain((one, other), first, words, thesaurus) and not _other_scope(figures, one, other)
    )
    if one.interval.meets(other.interval):
        if not _is_near(one, other):
            return None
        arithmetic = f"{quote(one)} = {quote(other)}" if one.value == other.value else f"{quote(one)} ~ {quote(other)}"
        return confirmed("contradiction", "repeat", other, evidence, arithmetic)
    if not certain:
        return None
    arithmetic = f"{quote(one)} ≠ {quote(other)}"
    return refuted("contradiction", "repeat", other, evidence, arithmetic)


def _digits(figure: Figure) -> object:
    """Gives what two figures with swapped digits share: 412处 and 421处."""
    digits = sorted(digits_of(quote(figure)))
    few = len(digits) < FEWEST_DIGITS or len(set(digits)) < 2
    return figure.number if few else (figure.unit, figure.size, figure.step, tuple(digits), figure.quantity.kind)


def _is_transposed(one: Figure, other: Figure) -> bool:
    """Tells whether two numbers of three digits or more differ by two digits that changed places: 68.5 and 86.5."""
    pairs = list(zip(quote(one), quote(other), strict=False))
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    return len(quote(one)) == len(quote(other)) and len(differing) == 2 and differing[0] == differing[1][::-1]


def _check_swapped(
    places: Mapping[int, Figure], pair: tuple[Metric, Metric], words: ClaimWords, thesaurus: Thesaurus
) -> Check | None:
    """Two values that differ by the order of their digits, of things that share a word of their own."""
    first, second = pair
    one, other = places[first.quantity.start], places[second.quantity.start]
    if one.value == other.value or first.block != second.block or conflict(first.sides, second.sides):
        return None
    same_time = _same_time(one, other) or other.record.rule == "to"  # 由2月初的5万只提高到峰值时的120万只
    if one.record.sentence == other.record.sentence or not same_time or not _is_transposed(one, other):
        return None
    if _name(first) == _name(second):
        if _acts(first) != _acts(second) or _names_place(one) != _names_place(other):
            return None
    else:
        shared = (set(first.words) & set(second.words)) - thesaurus.general - words.general
        if not shared or not (_points_back(first, second, other) or _is_named_so(first, second)):
            return None
    arithmetic = f"{quote(one)} ≠ {quote(other)}"
    return refuted("contradiction", "repeat", other, (("other", one),), arithmetic, severity="warning")


def _names_place(one: Figure) -> str:
    """Gives the place that a clause names: 河西镇新建污水管网, "" where it names none."""
    match = _PLACE.match(one.lead)
    return match[0] if match else ""


def _points_back(first: Metric, second: Metric, other: Figure) -> bool:
    summing = _SUMMING.search(other.lead) or _DEFINITE.search(other.lead)
    return first.words[-1] == second.words[-1] and summing is not None


def _is_named_so(first: Metric, second: Metric) -> bool:
    """Tells whether the name of one begins or ends with that of the other: 口罩日产能峰值 and 口罩日产能."""
    less, more = sorted((first.phrase, second.phrase), key=len)
    acts = _acts(first), _acts(second)
    return len(less) >= SHORTEST_NAME and more.startswith(less) and (acts[0] == acts[1] or not all(acts))


def _is_near(one: Figure, other: Figure) -> bool:
    """Tells whether two values that may agree are of one size: 1800万元以上 says nothing about 13.4亿元."""
    assert one.value is not None
    assert other.value is not None
    return are_near(one.value, other.value, _NEAR)


def _same_time(one: Figure, other: Figure) -> bool:
    first, second = one.record.time, other.record.time
    if first is None or second is None:
        return first is second
    if first.end == second.end and first.end in (first.start, second.start):
        return True  # a level at the end of the year is that of the year
    return (first.start, first.end) == (second.start, second.end)


def _other_scope(figures: Figures, one: Figure, other: Figure) -> bool:
    """Tells whether one mention says of what it speaks and the other does not: 全年景区共接待游客 beside 接待游客."""
    sentences = [figures.text_of(mention.record.sentence) for mention in (one, other)]
    if any(_CAMPAIGN.search(sentence) for sentence in sentences):
        return True
    return any(
        len(_IDLE.sub("", _SUMMING.sub("", here.lead)).translate(dict.fromkeys(map(ord, there.words)))) > 1
        for here, there in ((one, other), (other, one))
    )


def _is_certain(mentions: tuple[Figure, Figure], metric: Metric, words: ClaimWords, thesaurus: Thesaurus) -> bool:
    """Tells whether both mentions speak of the same thing for sure: the name says what it is about."""
    name = "".join((*metric.action, *metric.words))
    general = metric.phrase in words.general or set(metric.words) <= thesaurus.general
    if len(name) < SHORTEST_NAME or general:
        return False
    if metric.block.kind == "ratio" and len(metric.words) < 2 and len(name) < LONG_NAME:
        return False
    one, other = mentions
    weak_points = any(_WEAK_POINTS.search(title) for title in other.record.section)
    opening = not one.record.section and bool(other.record.section)  # what the opening sums up, a section tells again
    return _SUMMING.search(other.lead) is not None or weak_points or (opening and len(name) >= LONG_NAME)
