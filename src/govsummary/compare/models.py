"""What a comparison returns: frozen pydantic models, written as JSON as they stand.

Numbers are `Decimal` in Python and JSON numbers in JSON; offsets are code points into the text of the figure's own
document.
"""

from __future__ import annotations

from typing import Literal

from govsummary.model import Bound, Kind, Model, Number, Period, Quantity, Record, Span, Status

RowStatus = Literal["changed", "unchanged", "masked", "added", "removed", "ambiguous"]
PartKind = Literal["section", "action", "category"]
PartStatus = Literal["added", "removed", "kept"]


class Sentence(Span):
    """Where the sentence of a figure stands, and its words where the text is at hand."""

    text: str | None = None


class Figure(Model):
    """A quantity of one of the documents.

    `value` and `upper` are as written, in `unit`; `page` where the document has pages.
    """

    quote: str
    start: int
    end: int
    value: Number | None
    upper: Number | None
    unit: str
    bound: Bound
    masked: bool
    kind: Kind
    status: Status
    record: str
    section: tuple[str, ...]
    page: int | None
    sentence: Sentence

    @classmethod
    def of(cls, record: Record, quantity: Quantity, text: str | None = None) -> Figure:
        """Builds the figure of a quantity; `text` is that of its document."""
        start, end = record.sentence.start, record.sentence.end
        return cls(
            quote=quantity.quote,
            start=quantity.start,
            end=quantity.end,
            value=quantity.value,
            upper=quantity.upper,
            unit=quantity.unit,
            bound=quantity.bound,
            masked=quantity.masked,
            kind=quantity.kind,
            status=record.status,
            record=record.id,
            section=record.section,
            page=quantity.page,
            sentence=Sentence(start=start, end=end, text=None if text is None else text[start:end]),
        )


class Monthly(Model):
    """A metric a month, where the two periods are of unequal length."""

    old: Number | None
    new: Number | None
    percent: Number | None


class Candidate(Model):
    """A figure of the other document that an ambiguous one could be, and how well it fits."""

    figure: Figure
    score: float


class Row(Model):
    """One metric of the two documents.

    Attributes:
        action, object: as the new document writes them, or the old one where the new one has no such figure.
        unit: what `delta` is in; of a ratio, `%` stands for percentage points.
        delta: new less old; None where it cannot be said, and `reason` says why.
        percent: `delta` in per cent of the old value; None of ratios, ranks and changes.
        score: how sure the match is, up to 1; None of a figure without one.
        scope: whether the modifiers of the object differ.
        monthly: the rates a month, of amounts of periods of unequal length.
        candidates: of an ambiguous figure.
    """

    status: RowStatus
    kind: Kind
    planned: bool
    action: str | None
    object: str | None
    unit: str
    category: str | None
    section: tuple[str, ...]
    old: Figure | None
    new: Figure | None
    delta: Number | None
    percent: Number | None
    score: float | None
    reason: str
    scope: bool = False
    monthly: Monthly | None = None
    candidates: tuple[Candidate, ...] = ()


class Plan(Model):
    """What the old document planned for the new period, and what the new one reports: `met` is None when it cannot be
    told.
    """

    action: str | None
    object: str | None
    unit: str
    category: str | None
    plan: Figure
    result: Figure | None
    met: bool | None
    score: float | None
    reason: str


class Part(Model):
    """A section, an action or a category: how many records of each document it has, and their share of all.

    `shift` is the change of the share in percentage points.
    """

    kind: PartKind
    status: PartStatus
    name: str
    old: int
    new: int
    old_share: float
    new_share: float
    shift: float


class Side(Model):
    """One of the documents."""

    path: str | None
    title: str | None
    organization: str | None
    period: Period | None
    months: int | None
    records: int
    quantities: int


class Diff(Model):
    """Two documents against each other.

    Attributes:
        comparable: whether both periods are known and of the same length, so that amounts can be laid side by side.
        notes: what to know about the two documents, in words.
        rows: every quantity of both documents in exactly one row, but in candidates; in the order of the new document.
        plans: what the old document planned for the new period.
        sections: sections, actions and categories.
    """

    old: Side
    new: Side
    comparable: bool
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    plans: tuple[Plan, ...]
    sections: tuple[Part, ...]


class Point(Model):
    """A metric in one of several documents: `document` is its number, from 0. Change is against the point before."""

    document: int
    figure: Figure
    delta: Number | None
    percent: Number | None
    score: float | None


class Track(Model):
    """One metric over the periods, in order of the documents; at most one point in each."""

    action: str | None
    object: str | None
    unit: str
    kind: Kind
    category: str | None
    points: tuple[Point, ...]


class Series(Model):
    """Several documents, each metric over all of them."""

    documents: tuple[Side, ...]
    notes: tuple[str, ...]
    tracks: tuple[Track, ...]
