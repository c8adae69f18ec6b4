"""The rows that one document gives to the tables of a dataset: see `schema`."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from govsummary.archive.schema import Row, TableName
from govsummary.export import SECTION_JOINT
from govsummary.model import Document, Period, Phrase, Quantity, Record

if TYPE_CHECKING:
    from govsummary.entries import Unit

_MOST_SCALE = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one document, or of several one after the other."""

    documents: list[Row]
    records: list[Row]
    facts: list[Row]

    def of(self, table: TableName) -> list[Row]:
        """Gives the rows of one table."""
        rows: list[Row] = getattr(self, table)
        return rows


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a document came from: its id, its path as it is shown, its length in bytes."""

    id: str
    path: str
    bytes: int


def rows_of(document: Document, text: str, origin: Origin, units: Mapping[str, Unit]) -> Rows:
    """Gives all rows of a document.

    Args:
        document: what was extracted.
        text: the text as read, that all offsets point into.
        origin: where it came from.
        units: `Lexicon.units`, for canonical units.

    >>> from govsummary import Lexicon, extract
    >>> text = "2023年，全县拆除违章建筑120处1.2万平方米。"
    >>> from govsummary.archive.schema import as_dicts
    >>> rows = rows_of(extract(text), text, Origin("00", "a.txt", 60), Lexicon.load().units)
    >>> [(fact["object"], fact["value"], fact["canonical_unit"]) for fact in as_dicts("facts", rows.facts)]
    [('违章建筑', 120.0, '处'), ('违章建筑', 12000.0, '平方米')]
    """
    facts: list[Row] = []
    records: list[Row] = []
    opening = (document.organization, *_days(document.period))
    for record in document.records:
        shared = _Shared.of(record, text)
        records.append(_record_row(record, shared, origin.id))
        for quantity in record.quantities:
            facts.append(
                (
                    origin.id,
                    record.id,
                    len(facts),
                    *opening,
                    shared.section,
                    shared.category,
                    *shared.phrases,
                    record.status,
                    *shared.times,
                    *_quantity_cells(quantity),
                    *_canonical_cells(quantity, units),
                    *shared.sentence,
                    record.of,
                    record.rule,
                )
            )
    return Rows([_document_row(document, origin, len(facts))], records, facts)


# --- cells -----------------------------------------------------------------------------------------------------------

_source_cells = attrgetter("format", "encoding", "characters", "replaced", "tool", "pages")
_before_value = attrgetter("quote", "start", "end")
_after_unit = attrgetter("bound", "per", "aggregate", "kind", "direction", "basis", "page")


@dataclass(frozen=True, slots=True)
class _Shared:
    """The cells that a record and its facts have in common."""

    section: str
    category: str | None
    phrases: Row
    times: Row
    sentence: Row

    @classmethod
    def of(cls, record: Record, text: str) -> _Shared:
        span = record.sentence
        return cls(
            SECTION_JOINT.join(record.section),
            record.categories[0].label if record.categories else None,
            (*_words(record.action), *_words(record.object)),
            _days(record.time),
            (text[span.start : span.end], span.start, span.end),
        )


def _document_row(document: Document, origin: Origin, facts: int) -> Row:
    return (
        origin.id,
        origin.path,
        origin.bytes,
        *_source_cells(document.source),
        document.title,
        document.organization,
        document.document_type,
        *_period(document.period),
        *_period(document.plan_period),
        [section.model_dump() for section in document.sections],
        [finding.model_dump() for finding in document.findings],
        len(document.records),
        facts,
    )


def _record_row(record: Record, shared: _Shared, document_id: str) -> Row:
    return (
        document_id,
        record.id,
        *shared.phrases,
        *_place(record.action),
        *_place(record.object),
        record.status,
        *_period(record.time),
        shared.category,
        [{"label": one.label, "score": one.score, "evidence": list(one.evidence)} for one in record.categories],
        shared.section,
        list(record.section),
        *shared.sentence,
        record.of,
        record.rule,
        len(record.quantities),
    )


def _quantity_cells(quantity: Quantity) -> Row:
    return (
        *_before_value(quantity),
        _double(quantity.value),
        _double(quantity.upper),
        quantity.masked,
        quantity.scale if quantity.scale <= _MOST_SCALE else None,
        quantity.unit,
        *_after_unit(quantity),
        None if quantity.box is None else list(quantity.box),
    )


def _canonical_cells(quantity: Quantity, units: Mapping[str, Unit]) -> Row:
    unit = units.get(quantity.unit)
    if unit is None:
        return None, None, None, None
    value, upper = quantity.value, quantity.upper
    return (
        unit.canonical,
        None if value is None else _double(value * unit.factor),
        None if upper is None else _double(upper * unit.factor),
        unit.dimension,
    )


def _double(value: Decimal | None) -> float | None:
    """Gives the nearest double, None where there is none.

    >>> _double(Decimal("36.90")), _double(Decimal("1e400"))
    (36.9, None)
    """
    number = None if value is None else float(value)
    return None if number is None or math.isinf(number) else number


def _days(period: Period | None) -> Row:
    return (period.start, period.end) if period else (None, None)


def _period(period: Period | None) -> Row:
    return (period.start, period.end, period.text) if period else (None, None, None)


def _words(phrase: Phrase | None) -> Row:
    return (phrase.text, phrase.lemma) if phrase else (None, None)


def _place(phrase: Phrase | None) -> Row:
    return (phrase.start, phrase.end) if phrase else (None, None)
