"""What two figures give together: a share, a growth, a difference, with the sum as it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from govsummary.auditing.arithmetic import (
    EXACT,
    HUNDRED,
    Interval,
    difference,
    growth,
    negated,
    quotient,
    total,
)
from govsummary.auditing.figures import Figure

_FULL = 10  # a measure of two digits or more without decimals is told to the unit


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that is known: its value as written, what it may stand for, both in the unit of its figure."""

    value: Decimal
    interval: Interval
    quote: str


@dataclass(frozen=True, slots=True)
class Result:
    """What follows from some amounts: `exact` of the values as written, `interval` of all they may stand for."""

    exact: Decimal
    interval: Interval
    formula: str


def amount_of(figure: Figure, beside: Sequence[Figure] = ()) -> Amount | None:
    """Gives the number of a figure; None when it is masked.

    Args:
        figure: the figure.
        beside: others that it is held against: who writes 2.5万亩 beside 2万亩 would have written 2.3万亩, so all of
            one unit are as exact as the most exact of them.
    """
    if figure.value is None or figure.interval is None:
        return None
    finest = min(
        (one.step for one in beside if one.size == figure.size and one.unit == figure.unit), default=figure.step
    )
    interval = figure.interval
    if finest < figure.step and figure.quantity.bound == "exact" and interval.low < figure.value < interval.high:
        half = finest / 2
        interval = Interval(EXACT.subtract(figure.value, half), EXACT.add(figure.value, half))
    return Amount(figure.value, interval, quote(figure))


def both(first: Figure, second: Figure) -> tuple[Amount, Amount] | None:
    """Gives the numbers of two figures; None when one is masked."""
    one, other = amount_of(first, [second]), amount_of(second, [first])
    if one is None or other is None:
        return None
    return (_exactly(one), _exactly(other)) if _are_whole(first, second) else (one, other)


def _are_whole(first: Figure, second: Figure) -> bool:
    """Tells whether both are written in full in one unit: 38公里 of 35公里 are what a rate is worked out from."""
    return first.unit == second.unit and all(
        one.quantity.scale == 1
        and one.step == one.size
        and one.quantity.bound == "exact"
        and one.quantity.upper is None
        and one.value is not None
        and one.value >= one.size * _FULL
        for one in (first, second)
    )


def _exactly(amount: Amount) -> Amount:
    return Amount(amount.value, Interval(amount.value, amount.value), amount.quote)


def all_of(figures: Sequence[Figure]) -> list[Amount] | None:
    """Gives the numbers of several figures; None when one is masked."""
    found = [amount for figure in figures if (amount := amount_of(figure, figures)) is not None]
    return found if len(found) == len(figures) else None


def quote(figure: Figure) -> str:
    """Gives a quantity as written, on one line."""
    return "".join(figure.quantity.quote.split())


def share(part: Amount, whole: Amount) -> Result | None:
    """Gives part ÷ whole in %; None of a whole that is 0."""
    if not whole.value:
        return None
    exact = EXACT.multiply(EXACT.divide(part.value, whole.value), HUNDRED)
    interval = quotient(part.interval, whole.interval).scaled(HUNDRED)
    return Result(exact, interval, f"{part.quote} ÷ {whole.quote}")


def share_of(part: Figure, whole: Figure) -> Result | None:
    """Gives part ÷ whole in % of two figures; None when one is masked, or of a whole that is 0."""
    amounts = both(part, whole)
    return share(*amounts) if amounts else None


def remaining(left: Amount, whole: Amount) -> Result | None:
    """Gives (whole - left) ÷ whole in %; None of a whole that is 0."""
    result = share(left, whole)
    if result is None:
        return None
    others = negated(result.interval)
    interval = Interval(EXACT.add(HUNDRED, others.low), EXACT.add(HUNDRED, others.high))
    exact = EXACT.subtract(HUNDRED, result.exact)
    return Result(exact, interval, f"（{whole.quote} − {left.quote}）÷ {whole.quote}")


def ratio(amount: Amount, count: Amount, size: Decimal = Decimal(1)) -> Result | None:
    """Gives amount ÷ count; None of a count that is 0.

    Args:
        amount: what is divided.
        count: what it is divided by.
        size: how many of the unit of `count` make one of what the mean is over (亩产: square metres of a mu).
    """
    if not count.value:
        return None
    over = Interval(EXACT.divide(count.interval.low, size), EXACT.divide(count.interval.high, size))
    exact = EXACT.divide(amount.value, EXACT.divide(count.value, size))
    return Result(exact, quotient(amount.interval, over), f"{amount.quote} ÷ {count.quote}")


def summed(parts: Sequence[Amount]) -> Result:
    """Gives the sum."""
    exact = Decimal(0)
    for part in parts:
        exact = EXACT.add(exact, part.value)
    return Result(exact, total([part.interval for part in parts]), " + ".join(part.quote for part in parts))


def risen(level: Amount, earlier: Amount, *, down: bool) -> Result | None:
    """Gives by how many % `level` is above `earlier`, or below when `down`; None of an earlier level of 0."""
    if not earlier.value:
        return None
    interval = growth(level.interval, earlier.interval).scaled(HUNDRED)
    exact = EXACT.multiply(EXACT.subtract(EXACT.divide(level.value, earlier.value), Decimal(1)), HUNDRED)
    more, less = (earlier, level) if down else (level, earlier)
    formula = f"（{more.quote} − {less.quote}）÷ {earlier.quote}"
    return Result(exact.copy_negate(), negated(interval), formula) if down else Result(exact, interval, formula)


def apart(level: Amount, earlier: Amount, *, down: bool) -> Result:
    """Gives by how much `level` is above `earlier`, or below when `down`."""
    more, less = (earlier, level) if down else (level, earlier)
    exact = EXACT.subtract(more.value, less.value)
    return Result(exact, difference(more.interval, less.interval), f"{more.quote} − {less.quote}")


def change_of(level: Figure, earlier: Figure, unit: str, *, down: bool) -> Result | None:
    """Gives the change from one figure to another in `unit`: in %, or as their difference; None when one is masked."""
    amounts = both(level, earlier)
    if amounts is None:
        return None
    return risen(*amounts, down=down) if unit == "%" else apart(*amounts, down=down)


def before(level: Amount, change: Amount, *, down: bool) -> Amount | None:
    """Gives the level before a change; None where there was nothing before."""
    if down:
        earlier, value = total([level.interval, change.interval]), EXACT.add(level.value, change.value)
    else:
        earlier, value = difference(level.interval, change.interval), EXACT.subtract(level.value, change.value)
    if earlier.low <= 0 or value <= 0:
        return None
    return Amount(value, earlier, f"（{level.quote} {'+' if down else '−'} {change.quote}）")
