"""Two quantities as intervals: whether they differ, by how much, and why that cannot always be said.

A mark makes a number an interval. 余, 多 and 超过 reach from the number to the next step of its last digit that is not
0 (2.4万余: below 2.5万; 超过300: below 400), 近 and 不足 down to nine tenths of it, 约 and 左右 a twentieth to both
sides; 以上 and 以内 have no other end. Two numbers with the same mark are compared as they are written; any others
differ only where their intervals do not meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from govsummary.compare.metrics import Metric

Outcome = Literal["changed", "unchanged", "masked"]

NEARLY_FROM = Decimal("0.9")
ABOUT = Decimal("0.05")
HUNDRED = Decimal(100)
SHARE_DIMENSIONS = frozenset({"ratio", "points"})


class Interval(NamedTuple):
    """From `low` to `high`, None where there is no end; an end that is open does not belong to it."""

    low: Decimal | None
    high: Decimal | None
    low_open: bool = False
    high_open: bool = False

    def below(self, other: Interval) -> bool:
        """Says whether all of it lies below all of another.

        >>> Interval(Decimal(1), Decimal(2), high_open=True).below(Interval(Decimal(2), None))
        True
        """
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and (self.high_open or other.low_open))


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of a metric.

    Attributes:
        delta: new less old in the unit of the row; percentage points of a ratio. None where it cannot be said.
        percent: `delta` of the old value; None of ratios, ranks and changes, and of an old value of 0.
        why: the code of a note: why there is no difference, or what to know about it; see `wording`.
    """

    outcome: Outcome
    delta: Decimal | None
    percent: Decimal | None
    why: str | None = None


def step(value: Decimal) -> Decimal:
    """Gives the step of the last digit that is not 0.

    >>> step(Decimal(24000)), step(Decimal(300)), step(Decimal("4.5"))
    (Decimal('1E+3'), Decimal('1E+2'), Decimal('0.1'))
    """
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and value else Decimal(1)


def interval(metric: Metric) -> Interval | None:
    """Gives what a metric says as an interval in its unit; None when it is masked."""
    quantity = metric.quantity
    if metric.value is None or quantity.value is None:
        return None
    if metric.upper is not None:
        return Interval(metric.value, metric.upper)
    low, high, open_low, open_high = _ends(quantity.value, quantity.bound)
    factor = metric.factor
    here, there = (None if end is None else end * factor for end in (low, high))
    if metric.value < 0:  # a change downwards: its interval is the mirror image
        turned = (None if there is None else -there, None if here is None else -here)
        return Interval(*turned, open_high, open_low)
    return Interval(here, there, open_low, open_high)


def _ends(value: Decimal, bound: str) -> tuple[Decimal | None, Decimal | None, bool, bool]:
    if bound == "over":
        return value, value + step(value), True, True
    if bound == "nearly":
        return value * NEARLY_FROM, value, False, True
    if bound == "about":
        return value * (1 - ABOUT), value * (1 + ABOUT), False, False
    if bound == "at_least":
        return value, None, False, False
    if bound == "at_most":
        return None, value, False, False
    return value, value, False, False


def compare(old: Metric, new: Metric, same: bool = False) -> Comparison:
    """Compares two metrics that are the same.

    Args:
        old: the earlier one.
        new: the later one.
        same: whether both stand in the very same document, where a masked number is equal to itself.
    """
    here, there = interval(old), interval(new)
    if same and _as_written(old) == _as_written(new):
        return Comparison("unchanged", None if here is None else Decimal(0), _percent_of_nothing(old, here))
    if here is None or there is None:
        return Comparison("masked", None, None, _mask(here, there))
    if here == there:
        return _equal(old, new)
    if old.upper is not None or new.upper is not None:
        apart = here.below(there) or there.below(here)
        return Comparison("changed", None, None, "range_apart" if apart else "meet")
    if old.quantity.bound == new.quantity.bound:
        return _difference(old, new, None if old.quantity.bound == "exact" else "as_written")
    if here.below(there) or there.below(here):
        return _difference(old, new, "as_written")
    return Comparison("changed", None, None, "meet")


def _as_written(metric: Metric) -> tuple[object, ...]:
    quantity = metric.quantity
    return metric.value, metric.upper, metric.unit, quantity.bound, quantity.masked, quantity.scale, metric.key


def _equal(old: Metric, new: Metric) -> Comparison:
    """Of two equal numbers: a range that stayed the same has no single difference of zero, but changed by nothing."""
    return Comparison("unchanged", Decimal(0), Decimal(0) if has_percent(old) and old.value else None)


def _percent_of_nothing(metric: Metric, here: Interval | None) -> Decimal | None:
    return Decimal(0) if here is not None and has_percent(metric) and metric.value else None


def _mask(old: Interval | None, new: Interval | None) -> str:
    if old is None and new is None:
        return "masked_both"
    return "masked_old" if old is None else "masked_new"


def _difference(old: Metric, new: Metric, why: str | None) -> Comparison:
    """Subtracts two numbers in the unit that both write, else in the canonical one: both are exact."""
    written = old.quantity.unit == new.quantity.unit == common_unit(old, new)
    before, after = (old.written, new.written) if written else (old.value or Decimal(0), new.value or Decimal(0))
    delta = plain(after - before)
    percent = plain(delta / before * HUNDRED) if has_percent(old) and before else None
    return Comparison("changed" if delta else "unchanged", delta, percent, why)


def common_unit(old: Metric, new: Metric) -> str:
    """Gives the unit of a difference: `%` of ratios, the one that both write, else the canonical one."""
    if old.block.measure == "ratio":
        return new.unit
    return old.quantity.unit if old.quantity.unit == new.quantity.unit else new.unit


def has_percent(metric: Metric) -> bool:
    """Says whether a difference of this metric makes sense as a share of its old value."""
    return metric.block.kind == "amount" and metric.block.measure not in SHARE_DIMENSIONS


def plain(value: Decimal) -> Decimal:
    """Gives 48000 for 4.80E+4, and no trailing zeros.

    >>> plain(Decimal("4.80E+4")), plain(Decimal("0.500"))
    (Decimal('48000'), Decimal('0.5'))
    """
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
