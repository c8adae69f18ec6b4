"""Intervals and what follows from two of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsummary.auditing.arithmetic import (
    INFINITE,
    Interval,
    coarsest_step,
    difference,
    growth,
    negated,
    plain,
    point,
    quotient,
    rounded,
    step_of,
    total,
    written_interval,
)
from govsummary.model import Bound

D = Decimal


def interval(low: str, high: str) -> Interval:
    return Interval(D(low), D(high))


@pytest.mark.parametrize(
    ("written", "scale", "step"),
    [
        ("4632户", 1, "1"),
        ("2,947件", 1, "1"),
        ("12.3亿元", 10**8, "1E7"),
        ("3.12万户", 10**4, "1E2"),
        ("3亿元", 10**8, "1E8"),
        ("97.01%", 1, "0.01"),
        ("百分之三十六点九", 1, "0.1"),
        ("三成", 1, "1"),
        ("X万余处", 10**4, "1E4"),
    ],
)
def test_steps(written: str, scale: int, step: str) -> None:
    assert step_of(written, scale) == D(step)


@pytest.mark.parametrize(
    ("value", "bound", "step", "whole", "wanted"),
    [
        ("480", "exact", "1", True, ("480", "480")),
        ("97", "exact", "1", False, ("96.5", "97.5")),
        ("1230000000", "exact", "1E7", False, ("1225000000", "1235000000")),
        ("3400", "over", "1", True, ("3400", "3500")),
        ("300", "nearly", "1", True, ("200", "300")),
        ("500", "about", "1", True, ("400", "600")),
        ("5", "about", "1", True, ("4", "6")),
        ("0", "about", "1", True, ("0", "1")),
        ("95", "at_least", "1", False, ("95", "Infinity")),
        ("40", "at_most", "1", True, ("0", "40")),
    ],
)
def test_intervals(value: str, bound: Bound, step: str, whole: bool, wanted: tuple[str, str]) -> None:
    assert written_interval(D(value), bound, D(step), whole=whole) == interval(*wanted)


def test_coarsest_step_of_zero_is_its_step() -> None:
    assert coarsest_step(D(0), D("0.1")) == D("0.1")


def test_open_ends() -> None:
    open_end = Interval(D(95), INFINITE)
    assert quotient(point(D(10)), open_end) == Interval(D(0), EXACT_SHARE)
    assert quotient(open_end, point(D(10))).high == INFINITE
    assert quotient(point(D(1)), interval("0", "2")).high == INFINITE
    assert total([open_end, point(D(1))]) == Interval(D(96), INFINITE)
    assert difference(open_end, point(D(1))) == Interval(D(94), INFINITE)
    assert open_end.scaled(D(100)) == Interval(D(9500), INFINITE)


EXACT_SHARE = quotient(point(D(10)), point(D(95))).high


def test_growth_and_its_mirror() -> None:
    assert growth(point(D(720)), point(D(600))) == interval("0.2", "0.2")
    assert negated(interval("-1", "2")) == interval("-2", "1")


@pytest.mark.parametrize(
    ("value", "step", "wanted"), [("97.005", "0.01", "97.01"), ("12.5", "1", "13"), ("14.999", "5", "15")]
)
def test_rounding_is_half_up(value: str, step: str, wanted: str) -> None:
    assert rounded(D(value), D(step)) == D(wanted)


@pytest.mark.parametrize(
    ("value", "wanted"), [("1.20E+3", "1200"), ("96.9100", "96.91"), ("0", "0"), ("-0.50", "-0.5")]
)
def test_numbers_are_written_plainly(value: str, wanted: str) -> None:
    assert plain(D(value)) == wanted


numbers = st.decimals(min_value=0, max_value=10**12, places=2)


@given(numbers, numbers)
def test_meeting_is_mutual(first: Decimal, second: Decimal) -> None:
    one, other = Interval(min(first, second), max(first, second)), point(first)
    assert one.meets(other)
    assert other.meets(one)
    assert one.holds(first)
    assert one.holds(second)


@given(numbers, st.decimals(min_value=1, max_value=10**9, places=2))
def test_a_rate_as_it_rounds_is_within_what_its_counts_give(part: Decimal, whole: Decimal) -> None:
    exact = quotient(point(part), point(whole)).low * 100
    told = rounded(exact, D("0.1"))
    assert written_interval(told, "exact", D("0.1"), whole=False).holds(exact)
