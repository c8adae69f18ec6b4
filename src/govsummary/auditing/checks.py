"""One check: what is claimed, what the other figures give, and how the two compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from govsummary.auditing.amounts import Result, quote
from govsummary.auditing.arithmetic import EXACT, Interval, plain, rounded
from govsummary.auditing.figures import Figure
from govsummary.auditing.report import Code, Mark, Reason, Role, Verdict
from govsummary.model import Severity

#: What is said of a refuted claim; each has a sentence in every language (`messages.py`).
Form = Literal[
    "rate",
    "share",
    "target",
    "mean",
    "growth",
    "difference",
    "multiple",
    "direction",
    "sum",
    "parts_over",
    "shares_over",
    "part_over",
    "over_hundred",
    "fall_over",
    "order",
    "date",
    "repeat",
    "slip",
    "plan",
]
Evidence = Sequence[tuple[Role, Figure]]

_MORE_DIGITS = Decimal("0.1")  # a result is shown with one digit more than the claim


@dataclass(frozen=True, slots=True)
class Check:
    """A claim and what came of it.

    Attributes:
        marks: the claim first, then what it was held against.
        claimed: the claim as written.
        arithmetic: the sum in figures; "" where nothing was worked out.
        reason: of an uncheckable claim, why.
        severity: of a refuted claim.
    """

    code: Code
    form: Form
    verdict: Verdict
    marks: tuple[Mark, ...]
    claimed: str
    arithmetic: str = ""
    reason: Reason | None = None
    severity: Severity | None = None

    @property
    def start(self) -> int:
        """Where the claim stands."""
        return self.marks[0].start


def marks_of(claim: Figure, evidence: Evidence) -> tuple[Mark, ...]:
    """Gives the claim and what it rests on, the claim first."""
    return tuple(_mark(role, figure) for role, figure in (("claim", claim), *evidence))


def _mark(role: Role, figure: Figure) -> Mark:
    q = figure.quantity
    return Mark(role=role, document=figure.document, start=q.start, end=q.end, quote=q.quote)


def uncheckable(
    code: Code, form: Form, claim: Figure, evidence: Evidence, *, reason: Reason, arithmetic: str = ""
) -> Check:
    """Gives a claim that could not be checked."""
    return Check(code, form, "uncheckable", marks_of(claim, evidence), quote(claim), arithmetic, reason)


def confirmed(code: Code, form: Form, claim: Figure, evidence: Evidence, arithmetic: str) -> Check:
    """Gives a claim that is right."""
    return Check(code, form, "confirmed", marks_of(claim, evidence), quote(claim), arithmetic)


def refuted(
    code: Code, form: Form, claim: Figure, evidence: Evidence, arithmetic: str, *, severity: Severity = "error"
) -> Check:
    """Gives a claim that is wrong."""
    return Check(code, form, "refuted", marks_of(claim, evidence), quote(claim), arithmetic, severity=severity)


def compared(
    code: Code, form: Form, claim: Figure, evidence: Evidence, result: Result | None, *, doubt: Reason | None = None
) -> Check:
    """Holds a claim against what its evidence gives.

    Right is a claim that rounds to the result, or that is within one of its last digit of it and explained by how the
    figures were rounded. One that their rounding explains only when it is taken to its limits stays open.

    Args:
        code: kind of the claim.
        form: what is said of it when it is wrong.
        claim: the figure that states it.
        evidence: the figures that the result comes from.
        result: in the unit of the claim; None where a number is masked or nothing can be worked out.
        doubt: why the claim cannot be called wrong, if it cannot.
    """
    if result is None or claim.interval is None:
        return uncheckable(code, form, claim, evidence, reason="masked")
    arithmetic = worked_out(result, claim)
    if claim.interval.holds(result.exact):
        return confirmed(code, form, claim, evidence, arithmetic)
    if claim.interval.meets(result.interval):
        if _near(claim).holds(result.exact):
            return confirmed(code, form, claim, evidence, arithmetic)
        return uncheckable(code, form, claim, evidence, reason="rounded", arithmetic=arithmetic)
    if doubt is not None:
        return uncheckable(code, form, claim, evidence, reason=doubt, arithmetic=arithmetic)
    # Off by one of the last digit: it may have been cut off instead of rounded.
    severity: Severity = "warning" if _near(claim).meets(result.interval) else "error"
    return refuted(code, form, claim, evidence, arithmetic, severity=severity)


def _near(claim: Figure) -> Interval:
    assert claim.interval is not None
    return Interval(EXACT.subtract(claim.interval.low, claim.step), EXACT.add(claim.interval.high, claim.step))


def agrees(claim: Figure, result: Result | None) -> bool:
    """Tells whether a claim is one of the values that its evidence may give."""
    return result is not None and claim.interval is not None and claim.interval.meets(result.interval)


def worked_out(result: Result, claim: Figure) -> str:
    """Writes what was worked out, and what comes of it as the claim is written."""
    return f"{result.formula} = {shown(result.exact, claim)}"


def shown(value: Decimal, claim: Figure) -> str:
    """Writes a computed value as the claim is written (in %, 万元), with one digit more."""
    finer = rounded(value, EXACT.multiply(claim.step, _MORE_DIGITS))
    if claim.unit in ("%", "点"):
        return f"{plain(finer)}{'%' if claim.unit == '%' else '个百分点'}"
    return f"{plain(EXACT.divide(finer, claim.size))}{claim.shown_unit}"
