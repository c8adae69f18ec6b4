"""What an audit gives: findings, and what was checked without one. Frozen pydantic models."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from govsummary.model import Model, Severity, SourceInfo

Code = Literal[
    "growth_mismatch",
    "ratio_mismatch",
    "sum_mismatch",
    "contradiction",
    "impossible",
    "unit_slip",
    "plan_missed",
]
Verdict = Literal["confirmed", "refuted", "uncheckable"]
Reason = Literal[
    "masked",
    "different_scope",
    "different_period",
    "incomparable_basis",
    "rounded",
    "ambiguous",
    "no_earlier",
    "no_result",
]
Role = Literal["claim", "part", "whole", "level", "earlier", "change", "other", "plan", "result"]
Language = Literal["zh", "en"]


class Mark(Model):
    """A figure that a claim rests on: `text[start:end] == quote`.

    `document` is 0 for the document that is audited, 1, 2, … for those it is held against; `sentence` is what it
    stands in, None where only the records of a document are known.
    """

    role: Role
    document: int
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str
    sentence: str | None = None


class Claim(Model):
    """Something that the document says about its figures, and what came of checking it.

    Attributes:
        code: the kind of claim; of a refuted one, what is wrong.
        verdict: `confirmed`, `refuted`, or `uncheckable`.
        severity: of a refuted claim: `error`, or `warning` where rounding down or a judgment may explain it.
        reason: of an uncheckable claim, why.
        message: what was found, in the language asked for.
        arithmetic: the sum in words and figures; "" where there was none to do.
        start, end, quote: the claim itself; the same stretch stands first in `marks`.
        marks: the claim and the figures that it was held against.
    """

    code: Code
    verdict: Verdict
    severity: Severity | None
    reason: Reason | None
    message: str
    arithmetic: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str
    marks: tuple[Mark, ...]


class Counts(Model):
    """How many claims were checked, and what came of it: `checked` is the sum of the others."""

    checked: int
    confirmed: int
    refuted: int
    uncheckable: int


class Report(Model):
    """An audit: every list in text order.

    Attributes:
        source: the document that was audited.
        against: the documents it was held against, number 1 first.
        language: of the messages.
        findings: claims that were refuted.
        confirmed: claims that are right.
        uncheckable: claims that could not be checked, each with its reason.
    """

    source: SourceInfo
    against: tuple[SourceInfo, ...]
    language: Language
    counts: Counts
    findings: tuple[Claim, ...]
    confirmed: tuple[Claim, ...]
    uncheckable: tuple[Claim, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Everything that was checked, in text order."""
        return tuple(sorted((*self.findings, *self.confirmed, *self.uncheckable), key=lambda one: one.start))
