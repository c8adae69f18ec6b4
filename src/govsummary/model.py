"""The records that govsummary returns: frozen pydantic models, the contract with the world.

Offsets are code points into the text as read, half-open. Values are `Decimal` in Python and JSON numbers in JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from importlib import import_module
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, SkipValidation

Bound = Literal["exact", "about", "over", "nearly", "at_least", "at_most"]
Kind = Literal["amount", "ratio", "change", "rank"]
Direction = Literal["up", "down", "flat"]
Basis = Literal["yoy", "qoq", "since"]
Per = Literal["person", "household", "hour", "day", "week", "month", "quarter", "year", "each"]
Aggregate = Literal["total", "mean"]
Status = Literal["done", "ongoing", "planned"]
Severity = Literal["info", "warning", "error"]


def _json_number(value: Decimal) -> int | float:
    """Gives an integral value as int (any size), another as float (exact to 15 significant digits)."""
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[Decimal, PlainSerializer(_json_number, return_type=int | float, when_used="json")]


class Model(BaseModel):
    """Base of all models: immutable, and closed to unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Model):
    """A stretch of the text: `text[start:end]`."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Period(Model):
    """A stretch of days, both ends included; `text` is how the document states it."""

    start: dt.date
    end: dt.date
    text: str


class Box(NamedTuple):
    """Where something stands on a page: page from 1, points from the lower left corner of the page."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


class Heading(Model):
    """A line that the document's own styles make a heading, `text[start:end]`: level 1 is the outermost, 0 a title."""

    start: int
    end: int
    level: int


class SourceInfo(Model):
    """Where a text came from.

    Attributes:
        path: as it was named; `-` is standard input, None a string.
        format: `txt`, `docx`, `pdf`, … by content; `text` is a string.
        encoding: of the characters, where the format does not settle it.
        characters: of the text as read.
        replaced: characters that could not be decoded; each is U+FFFD.
        tool: the program that wrote the file, where the file says so.
        pages: how many, where the format has pages.
    """

    path: str | None
    format: str
    encoding: str | None
    characters: int
    replaced: int = 0
    tool: str | None = None
    pages: int | None = None


class Source(SourceInfo):
    """A text as read.

    Attributes:
        text: a line a paragraph, table rows with tabs between their cells.
        headings: what the document's own styles say, in text order.
        boxes: where each character of `text` stands on its page; empty where the format has no pages.
    """

    text: str
    headings: tuple[Heading, ...] = ()
    boxes: Annotated[Sequence[Box | None], SkipValidation] = Field(default=(), repr=False)

    def info(self) -> SourceInfo:
        """Gives the source without its text."""
        return SourceInfo(**{name: getattr(self, name) for name in SourceInfo.model_fields})


class Section(Model):
    """A heading and what stands under it: `start` is the heading's mark, `end` the end of the section's content.

    `level` counts from 1 at the outermost; `mark` is the numbering as written (`一、`, `（二）`), "" without one.
    """

    level: int
    mark: str
    title: str
    start: int
    end: int
    status: Status


class Phrase(Model):
    """An action or an object. `text` may skip characters of the text between `start` and `end`
    (制定和颁布, 农村…饮水安全问题); `lemma` is the dictionary form.
    """

    text: str
    lemma: str
    start: int
    end: int


class Quantity(Model):
    """One number of a record with its unit, marks and meaning (docs/records.md explains every field).

    `page` and `box` (left, bottom, right, top in points from the lower left corner of the page) are known where the
    document has pages; of a quantity that runs over two pages they are those of the first.
    """

    quote: str
    start: int
    end: int
    value: Number | None
    upper: Number | None = None
    masked: bool = False
    scale: int = 1
    unit: str = ""
    bound: Bound = "exact"
    per: Per | None = None
    aggregate: Aggregate | None = None
    kind: Kind = "amount"
    direction: Direction | None = None
    basis: Basis | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


class Category(Model):
    """A label of the taxonomy (`field/label`), how well it fits (0–1], and the words that say so."""

    label: str
    score: float
    evidence: tuple[str, ...]


class Record(Model):
    """One thing done to one object, with its quantities (none is legal)."""

    id: str
    action: Phrase | None
    object: Phrase | None
    status: Status
    time: Period | None
    categories: tuple[Category, ...] = ()
    section: tuple[str, ...] = ()
    sentence: Span
    of: str | None = None
    quantities: tuple[Quantity, ...] = ()
    rule: str


class Finding(Model):
    """Something a reader of the records should know: what, how bad, and where."""

    code: str
    severity: Severity
    message: str
    start: int | None = None
    end: int | None = None


class Document(Model):
    """A summary as records."""

    source: SourceInfo
    title: str | None
    organization: str | None
    document_type: str | None
    period: Period | None
    plan_period: Period | None
    sections: tuple[Section, ...]
    records: tuple[Record, ...]
    findings: tuple[Finding, ...] = ()

    def facts(self, text: str = "") -> list[dict[str, object]]:
        """Gives a row for each quantity, as a plain dict whose keys are the columns of `facts` in a stored dataset.

        Args:
            text: the text that the document was extracted from, for the words of the sentences; empty without it.
        """
        # By name, and only when asked: the models know nothing of what is built on them.
        frames = import_module("govsummary.tabular.frames")
        rows: list[dict[str, object]] = frames.fact_rows(self, text)
        return rows
