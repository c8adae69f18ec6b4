"""Means against what they are taken of: 发放66.3万元，惠及39人，人均1.7万元; 清运10.95万吨，日均约300吨."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from govsummary.auditing.amounts import Amount, Result, all_of, amount_of, both, ratio, summed
from govsummary.auditing.arithmetic import EXACT, Interval, coarsest_step, plain, point, quotient, written_interval
from govsummary.auditing.checks import Check, Evidence, agrees, compared
from govsummary.auditing.figures import Figure, Figures, unit_of
from govsummary.auditing.report import Reason
from govsummary.auditing.words import ClaimWords, Mean
from govsummary.entries import Unit
from govsummary.model import Period

_LONGEST_TOPIC = 12  # characters of what stands before 人均 in its clause
_LONGEST_NOUN = 8  # and between 人均 and its number
_DAYS_OF_WORK = Decimal(250)  # in a year: some offices count only them
_YEAR_DAYS = Decimal(365)
_FEWER, _MORE = Decimal("0.97"), Decimal("1.03")
_ONE = Decimal(1)
_PEOPLE = frozenset({"人", "人次"})  # 培训2250人次，平均每期50人
_NOUN = re.compile("(?:乡镇|镇|街道|村|社区|企业|学校|机构|项目|家庭|农户|网格|小区|单位|站点?|县)")
_BEFORE_NOUN = 2  # characters: 20个派出所 of 平均每所
_ROUGHEST = Decimal("0.05")  # a mean of 100 is not told in hundreds
_MANY = {name: Decimal(10**power) for name, power in {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6}.items()}
_POPULATION = re.compile("人口|人数|居民|村民|学生|职工$")  # 按238万常住人口计算: a bare number of people


class _Told(NamedTuple):
    """A mean as a clause tells it: what stands before its word, the units of what it is taken over, and how many.

    `noun` names what it is over: 乡镇 of 平均每个乡镇, 村 of 村均.
    """

    topic: str
    over: tuple[str, ...]
    many: Decimal
    noun: str = ""


def find_means(figures: Figures, words: ClaimWords, units: Mapping[str, Unit]) -> Iterator[Check]:
    """Checks every mean whose amount and count the sentence states; days and months come from the period."""
    for claim in figures.all:
        if claim.quantity.kind != "amount" or claim.unit == "%" or claim.record.status == "planned":
            continue
        told = _told(claim, words)
        if told is None or words.says("standing", claim.lead):
            continue
        if told.over[:1] in (("day",), ("month",)):
            check = _over_time(figures, claim, told.over[0])
        else:
            check = _over_count(figures, claim, told, words, units)
        if check is not None:
            yield check


def _loosened(claim: Figure) -> Figure:
    """Gives the mean as a rounded number: 17 a day is anything that rounds to it, 5700 is told in hundreds."""
    if claim.value is None or claim.interval is None or claim.quantity.bound != "exact":
        return claim
    step = coarsest_step(claim.value, claim.step)
    while step > claim.step and step > claim.value * _ROUGHEST:
        step /= 10
    return replace(claim, interval=written_interval(claim.value, "exact", step, whole=False))


def _told(claim: Figure, words: ClaimWords) -> _Told | None:
    """Gives the mean that the words before the number name; None for a mean of two things (户均每月, 人均每学期)."""
    found = [
        (match, mean)
        for mean in words.means
        for match in mean.pattern.finditer(claim.lead)
        if match.start() <= _LONGEST_TOPIC and len(claim.lead) - match.end() <= _LONGEST_NOUN
    ]
    if len({match.end() for match, _ in found}) != 1:
        return None
    match, mean = found[0]
    topic = claim.lead[: match.start()]
    if re.search("[每均]", topic + claim.lead[match.end() :]):
        return None
    noun = _NOUN.match(claim.lead, match.end())
    over = _over(match, mean)
    named = noun[0] if noun else over[0] if over and (match[0].endswith("均") or over[0] == "所") else ""
    return _Told(topic, over, _MANY.get(match.groupdict().get("many") or "", _ONE), named)


def _over(match: re.Match[str], mean: Mean) -> tuple[str, ...]:
    unit = match.groupdict().get("unit")
    return (unit,) if unit else mean.of


def _amounts(before: Sequence[Figure], claim: Figure) -> list[Figure]:
    """Gives the amounts before the mean that it may be taken of, nearest first."""
    units = _PEOPLE if claim.unit in _PEOPLE else {claim.unit}
    return [one for one in before if one.told and one.unit in units and not _is_mean(one)]


def _is_mean(one: Figure) -> bool:
    return re.search("[均每]", one.lead) is not None


# --- over days and months ---------------------------------------------------------------------------------------------


def _over_time(figures: Figures, claim: Figure, unit: str) -> Check | None:
    amounts = _amounts(figures.before(claim), claim)
    period = claim.record.time
    if not amounts or period is None:
        return None
    days = _days(period) if unit == "day" else _months(period)
    count = Amount(days, point(days), f"{plain(days)}{'天' if unit == 'day' else '个月'}")
    results = [ratio(amount, count) if (amount := amount_of(one)) else None for one in amounts]
    doubt: Reason | None = None
    if any(agrees(claim, result) for result in results[1:]):
        doubt = "ambiguous"
    elif unit == "day" and _fits_days_of_work(claim, amounts[0], days):
        doubt = "different_period"
    return compared("ratio_mismatch", "mean", _loosened(claim), (("whole", amounts[0]),), results[0], doubt=doubt)


def _fits_days_of_work(claim: Figure, amount: Figure, days: Decimal) -> bool:
    """Tells whether the mean is that of working days."""
    if claim.interval is None or amount.interval is None:
        return False
    of_work = EXACT.divide(EXACT.multiply(days, _DAYS_OF_WORK), _YEAR_DAYS)
    return claim.interval.meets(quotient(amount.interval, Interval(of_work * _FEWER, of_work * _MORE)))


def _days(period: Period) -> Decimal:
    return Decimal((period.end - period.start).days + 1)


def _months(period: Period) -> Decimal:
    return Decimal((period.end.year - period.start.year) * 12 + period.end.month - period.start.month + 1)


# --- over counts ------------------------------------------------------------------------------------------------------


def _over_count(
    figures: Figures, claim: Figure, told: _Told, words: ClaimWords, units: Mapping[str, Unit]
) -> Check | None:
    over = {unit_of(unit, units) for unit in told.over}
    for before in (figures.before(claim), figures.lately(claim), [*figures.before(claim), *figures.recent(claim)]):
        amounts, counts = _amounts(before, claim), _named(before, told.noun) or _counts(before, claim, over)
        pairs = [(amount, count) for amount in amounts for count in counts if amount is not count]
        if pairs:
            break
    if not pairs:
        return None
    size = EXACT.multiply(_size(told.over, units), told.many)
    mean = _loosened(claim)
    fitting = next((pair for pair in pairs if agrees(mean, _result(*pair, size))), None)
    amount, count = fitting or pairs[0]
    listed = [] if fitting else _listed(figures, amounts, mean, count, size)
    doubt: Reason | None = None if _is_certain(figures, claim, (amount, count), told, words) else "ambiguous"
    evidence: Evidence = (*(("whole", one) for one in listed or [amount]), ("part", count))
    result = _of_all(listed, count, size) if listed else _result(amount, count, size)
    return compared("ratio_mismatch", "mean", mean, evidence, result, doubt=doubt)


def _named(before: Sequence[Figure], noun: str) -> list[Figure]:
    """Gives the counts of what a mean is over: 12个乡镇 of 平均每个乡镇, 25个村 of 村均."""
    found = (one for one in before if one.told and not _is_mean(one))
    return [one for one in found if noun and noun in one.tail[: len(noun) + _BEFORE_NOUN]][:1]


def _counts(before: Sequence[Figure], claim: Figure, units: set[str]) -> list[Figure]:
    """Gives the counts that a mean may be over; one in the unit of the mean itself only straight before it."""
    found = [one for one in before if one.told and _counts_in(one, units) and not _is_mean(one)]
    return [one for one in found if one.unit != claim.unit or one.number == claim.number - 1]


def _counts_in(one: Figure, units: set[str]) -> bool:
    bare = not one.quantity.unit and "人" in units and _POPULATION.search(f"{one.object}|{one.tail}") is not None
    return bare or one.unit in units


def _size(over: Sequence[str], units: Mapping[str, Unit]) -> Decimal:
    """Gives how much one of what the mean is over is: areas are kept in square metres, 亩产 is over 亩."""
    entry = units.get(over[0]) if over else None
    return entry.factor if entry is not None and entry.dimension == "area" else _ONE


def _result(amount: Figure, count: Figure, size: Decimal) -> Result | None:
    amounts = both(amount, count)
    return ratio(*amounts, size) if amounts else None


def _is_certain(figures: Figures, claim: Figure, pair: tuple[Figure, Figure], told: _Told, words: ClaimWords) -> bool:
    """Tells whether amount and count are the two figures before the mean, so that nothing else can be meant.

    Not where one of the two is a part of something (总产24.76万吨，其中水稻41.2万亩，亩产…), nor where the mean is
    of others than were counted (过夜游客人均…).
    """
    amount, count = pair
    last = [one for one in figures.lately(claim) if one.told][:2]
    if set(last) != {amount, count} or words.says("part", figures.between(last[1], last[0])):
        return False
    straight = last[0] is count and not set("，；") & set(figures.between(count, claim))
    return straight or not told.topic or told.topic in f"{count.words}|{amount.words}"


def _listed(
    figures: Figures, amounts: Sequence[Figure], mean: Figure, count: Figure, size: Decimal
) -> Sequence[Figure]:
    """Gives the last amounts that the mean is of together (补偿1264万元、补助515万元，户均613元).

    Those that fit it, else all that stand in one list; none where the last one stands alone.
    """
    for number in range(2, len(amounts) + 1):
        if agrees(mean, _of_all(amounts[:number], count, size)):
            return amounts[:number]
    run = list(amounts[:1])
    for one in amounts[1:]:
        if "、" not in figures.between(one, run[-1]):
            break
        run.append(one)
    return run if len(run) > 1 else ()


def _of_all(amounts: Sequence[Figure], count: Figure, size: Decimal) -> Result | None:
    found, over = all_of(amounts), amount_of(count)
    if found is None or over is None:
        return None
    together = summed(found)
    return ratio(Amount(together.exact, together.interval, f"（{together.formula}）"), over, size)
