"""Exact arithmetic on figures as written: how much a written number leaves open, and what follows from two of them.

Every figure is the interval of values that it may stand for: 12.3亿元 is anything that rounds to it, 3400余 anything
from 3400 to 3500, 480件 is 480. A claim agrees with what its figures give when the two intervals meet.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

from govsummary.model import Bound

#: Enough digits for the quotient of any two amounts of money; never the context of the process.
EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
INFINITE = Decimal("Infinity")
HUNDRED = Decimal(100)

_ARABIC = re.compile(r"[0-9][0-9,]*(?:\.(?P<decimals>[0-9]+))?")
_POINT = re.compile("点([〇零一二三四五六七八九]+)")


class Interval(NamedTuple):
    """All values from `low` to `high`, both included; an open end is infinite."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Tells whether the two have a value in common.

        >>> Interval(Decimal(1), Decimal(3)).meets(Interval(Decimal(3), Decimal(4)))
        True
        """
        return self.low <= other.high and other.low <= self.high

    def overlaps(self, other: Interval) -> bool:
        """Tells whether the two have more than an end in common, where both have two: 2.45 does not round to 2.4.

        >>> Interval(Decimal("2.35"), Decimal("2.45")).overlaps(Interval(Decimal("2.45"), Decimal("2.75")))
        False
        """
        if self.low == self.high or other.low == other.high:
            return self.meets(other)
        return self.low < other.high and other.low < self.high

    def holds(self, value: Decimal) -> bool:
        """Tells whether `value` lies within."""
        return self.low <= value <= self.high

    def scaled(self, factor: Decimal) -> Interval:
        """Gives the interval in a unit of which `factor` make one of this (above 0)."""
        return Interval(_times(self.low, factor), _times(self.high, factor))


def point(value: Decimal) -> Interval:
    """Gives the interval that holds one value."""
    return Interval(value, value)


def step_of(written: str, scale: int) -> Decimal:
    """Gives what one of the last digit of a number as written is worth, in the unit as written.

    Args:
        written: the quote in the folded view.
        scale: the multiplier written after the number.

    >>> step_of("12.3亿元", 10**8), step_of("4632户", 1), step_of("百分之三十六点九", 1)
    (Decimal('10000000.0'), Decimal('1'), Decimal('0.1'))
    """
    match = _ARABIC.search(written)
    if match:
        decimals = len(match["decimals"] or "")
    else:
        spoken = _POINT.search(written)
        decimals = len(spoken[1]) if spoken else 0
    return Decimal(scale).scaleb(-decimals, EXACT)


def coarsest_step(value: Decimal, step: Decimal) -> Decimal:
    """Gives what the last digit that is not zero is worth: 3400 is told in hundreds, whatever its step.

    >>> coarsest_step(Decimal(3400), Decimal(1)), coarsest_step(Decimal("12.5"), Decimal("0.1"))
    (Decimal('1E+2'), Decimal('0.1'))
    """
    if not value:
        return step
    exponent = EXACT.normalize(value).as_tuple().exponent
    return max(step, Decimal(1).scaleb(int(exponent), EXACT))


def written_interval(value: Decimal, bound: Bound, step: Decimal, *, whole: bool) -> Interval:
    """Gives the values that a number as written may stand for.

    Args:
        value: in the unit as written.
        bound: the marks around the number.
        step: what one of its last digit is worth.
        whole: whether the number counts things one by one, so that it stands for itself.

    >>> written_interval(Decimal(97), "exact", Decimal(1), whole=False)
    Interval(low=Decimal('96.5'), high=Decimal('97.5'))
    >>> written_interval(Decimal(3400), "over", Decimal(1), whole=True)
    Interval(low=Decimal('3400'), high=Decimal('3500'))
    """
    place = coarsest_step(value, step)
    if bound == "about":
        return Interval(max(value - place, Decimal(0)), value + place)
    if bound == "over":
        return Interval(value, value + place)
    if bound == "nearly":
        return Interval(max(value - place, Decimal(0)), value)
    if bound == "at_least":
        return Interval(value, INFINITE)
    if bound == "at_most":
        return Interval(Decimal(0), value)
    half = Decimal(0) if whole else step / 2
    return Interval(value - half, value + half)


def quotient(part: Interval, whole: Interval) -> Interval:
    """Gives part ÷ whole of two amounts that are not negative; an open end where `whole` may be 0."""
    low = Decimal(0) if whole.high == INFINITE else _over(part.low, whole.high)
    return Interval(low, _over(part.high, whole.low))


def total(parts: list[Interval]) -> Interval:
    """Gives the sum."""
    low = high = Decimal(0)
    for part in parts:
        low, high = EXACT.add(low, part.low), EXACT.add(high, part.high)
    return Interval(low, high)


def difference(first: Interval, second: Interval) -> Interval:
    """Gives first - second; neither may have an open lower end."""
    return Interval(EXACT.subtract(first.low, second.high), EXACT.subtract(first.high, second.low))


def negated(interval: Interval) -> Interval:
    """Gives the interval of the values with the other sign."""
    return Interval(interval.high.copy_negate(), interval.low.copy_negate())


def growth(level: Interval, earlier: Interval) -> Interval:
    """Gives by how much `level` is above `earlier`, as a share of it (0.08 is 8 %)."""
    return Interval(
        EXACT.subtract(quotient(level, earlier).low, Decimal(1)),
        EXACT.subtract(quotient(level, earlier).high, Decimal(1)),
    )


def rounded(value: Decimal, step: Decimal) -> Decimal:
    """Rounds half up to a multiple of `step`.

    >>> rounded(Decimal("97.005"), Decimal("0.01"))
    Decimal('97.01')
    """
    return EXACT.multiply(EXACT.divide(value, step).quantize(Decimal(1), context=EXACT), step)


def plain(value: Decimal) -> str:
    """Writes a number without exponent and without idle zeros.

    >>> plain(Decimal("1.20E+3")), plain(Decimal("96.9100"))
    ('1200', '96.91')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def digits_of(written: str) -> list[str]:
    """Gives the digits of a number as written.

    >>> digits_of("12.6万亩")
    ['1', '2', '6']
    """
    return [character for character in written if character.isdecimal()]


def are_swapped(one: str, other: str, fewest: int = 3) -> bool:
    """Tells whether two numbers have the same digits, `fewest` at least, in another order.

    >>> are_swapped("1268件", "1286件"), are_swapped("46", "64"), are_swapped("46", "64", fewest=2)
    (True, False, True)
    """
    first, second = digits_of(one), digits_of(other)
    return len(first) >= fewest and first != second and sorted(first) == sorted(second)


def are_near(one: Decimal, other: Decimal, times: Decimal) -> bool:
    """Tells whether the larger of two values is at most so many times the smaller.

    >>> are_near(Decimal(3), Decimal(2), Decimal("1.5")), are_near(Decimal(4), Decimal(2), Decimal("1.5"))
    (True, False)
    """
    less, more = sorted((one, other))
    return more <= less * times


def _times(value: Decimal, factor: Decimal) -> Decimal:
    return value if value.is_infinite() else EXACT.multiply(value, factor)


def _over(value: Decimal, divisor: Decimal) -> Decimal:
    return INFINITE if not divisor or value.is_infinite() else EXACT.divide(value, divisor)
