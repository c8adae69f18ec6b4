"""Documents out of a stored dataset: the rows put together again to what `extract` gave."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from govsummary.model import (
    Category,
    Document,
    Finding,
    Period,
    Phrase,
    Quantity,
    Record,
    Section,
    SourceInfo,
    Span,
)
from govsummary.tabular.stored import StoredDataset

Cells = Mapping[str, Any]

_SAME_NAME = (
    "quote",
    "start",
    "end",
    "masked",
    "unit",
    "bound",
    "per",
    "aggregate",
    "kind",
    "direction",
    "basis",
    "page",
)


def stored_documents(dataset: StoredDataset, ids: Collection[str] | None = None) -> Iterator[tuple[str, Document, str]]:
    """Gives documents with their ids and texts, in the order of the dataset.

    A text holds the sentences of records at their places and blanks elsewhere: the rest is not stored. Numbers are
    exact to 15 significant digits.

    Args:
        dataset: an open one.
        ids: of the documents that are wanted; None: all of them.
    """
    records = _grouped(dataset.records.rows(ids))
    facts = _grouped(dataset.facts.rows(ids))
    for row in dataset.documents.rows(ids):
        name = row["document_id"]
        own = records.get(name, [])
        yield name, _document(row, own, facts.get(name, [])), _text(row["characters"], own)


def _grouped(rows: Iterator[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["document_id"]].append(row)
    return groups


def _text(characters: int, records: Sequence[Cells]) -> str:
    text = [" "] * characters
    for record in records:
        text[record["sentence_start"] : record["sentence_end"]] = record["sentence"]
    return "".join(text)


def _document(row: Cells, records: Sequence[Cells], facts: Sequence[Cells]) -> Document:
    quantities: dict[str, list[Quantity]] = defaultdict(list)
    for fact in facts:
        quantities[fact["record_id"]].append(_quantity(fact))
    return Document(
        source=SourceInfo(**{name: row[name] for name in SourceInfo.model_fields}),
        title=row["title"],
        organization=row["organization"],
        document_type=row["document_type"],
        period=_period(row, "period"),
        plan_period=_period(row, "plan_period"),
        sections=tuple(Section(**section) for section in row["sections"]),
        records=tuple(_record(record, quantities[record["record_id"]]) for record in records),
        findings=tuple(Finding(**finding) for finding in row["findings"]),
    )


def _record(row: Cells, quantities: Sequence[Quantity]) -> Record:
    return Record(
        id=row["record_id"],
        action=_phrase(row, "action"),
        object=_phrase(row, "object"),
        status=row["status"],
        time=_period(row, "time"),
        categories=tuple(Category(**label) for label in row["labels"]),
        section=tuple(row["section_path"]),
        sentence=Span(start=row["sentence_start"], end=row["sentence_end"]),
        of=row["of"],
        quantities=tuple(quantities),
        rule=row["rule"],
    )


def _quantity(row: Cells) -> Quantity:
    return Quantity(
        **{name: row[name] for name in _SAME_NAME},
        value=_number(row["value"]),
        upper=_number(row["upper"]),
        scale=row["scale"] or 1,
        box=None if row["box"] is None else tuple(row["box"]),
    )


def _number(value: float | None) -> Decimal | None:
    """Gives the number that a double stands for, as short as it can be written.

    >>> _number(36.9), _number(12000.0)
    (Decimal('36.9'), Decimal('12000'))
    """
    return None if value is None else Decimal(int(value)) if value == int(value) else Decimal(repr(value))


def _phrase(row: Cells, name: str) -> Phrase | None:
    if row[name] is None:
        return None
    return Phrase(text=row[name], lemma=row[f"{name}_lemma"], start=row[f"{name}_start"], end=row[f"{name}_end"])


def _period(row: Cells, name: str) -> Period | None:
    start: dt.date | None = row[f"{name}_start"]
    return None if start is None else Period(start=start, end=row[f"{name}_end"], text=row[f"{name}_text"])
