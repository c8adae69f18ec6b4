"""The tables of a dataset: their columns, and the rows that one document gives.

Three tables hang together by `document_id`: `documents` (a row a document), `records` (a row a record) and `facts`
(a row a quantity, with what one asks for most beside it). A row is a tuple in the order of the columns of its table,
so that many rows turn into columns at once; `as_dict` names its fields.

Numbers are doubles, exact to 15 significant digits like those of the JSON contract; `quote` holds them as written.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from govsummary.export import SECTION_JOINT
from govsummary.model import Document, Period, Phrase, Quantity, Record

if TYPE_CHECKING:
    import pyarrow as pa

    from govsummary.entries import Unit

#: Goes up with any change of a column; stands in the metadata of each Parquet file and in `run.json`.
SCHEMA_VERSION = 1
METADATA_KEY = "govsummary.schema"

TableName = Literal["documents", "records", "facts"]
ColumnType = Literal[
    "string",
    "bool",
    "int32",
    "int64",
    "float64",
    "date32",
    "list<string>",
    "list<float64>",
    "list<section>",
    "list<finding>",
    "list<label>",
]
Row = tuple[object, ...]

_MOST_SCALE = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        type: as Arrow names it; `section`, `finding` and `label` are the structs of `STRUCTS`.
        about: what it holds, for the reference page.
        optional: it may be null.
    """

    name: str
    type: ColumnType
    about: str
    optional: bool = True


def _always(name: str, kind: ColumnType, about: str) -> Column:
    return Column(name, kind, about, optional=False)


#: What the elements of lists hold, in order; each field may be null.
STRUCTS: Mapping[str, tuple[tuple[str, ColumnType], ...]] = MappingProxyType(
    {
        "section": (
            ("level", "int32"),
            ("mark", "string"),
            ("title", "string"),
            ("start", "int32"),
            ("end", "int32"),
            ("status", "string"),
        ),
        "finding": (
            ("code", "string"),
            ("severity", "string"),
            ("message", "string"),
            ("start", "int32"),
            ("end", "int32"),
        ),
        "label": (("label", "string"), ("score", "float64"), ("evidence", "list<string>")),
    }
)

_ID = _always("document_id", "string", "SHA-256 of the bytes of the file, in hexadecimal digits")
_RECORD_ID = _always("record_id", "string", "`r1`, `r2`, … in text order within its document")
_PHRASES = (
    Column("action", "string", "the verb; null where the clause states a level"),
    Column("action_lemma", "string", "its form to group by"),
    Column("object", "string", "what was acted on or counted; null when the text does not say"),
    Column("object_lemma", "string", "its form to group by"),
)
_TIMES = (
    Column("time_start", "date32", "first day of the period that the sentence states, else of the document's"),
    Column("time_end", "date32", "last day of it"),
)
_SENTENCE = (
    _always("sentence", "string", "the sentence as written"),
    _always("sentence_start", "int32", "its place: code points into the text as read, half-open"),
    _always("sentence_end", "int32", "its end"),
)
_SECTION = _always("section", "string", f"the headings above it, outermost first, joined with `{SECTION_JOINT}`")
_CATEGORY = Column("category", "string", "the best label, `field/label`")
_STATUS = _always("status", "string", "`done`, `ongoing` or `planned`")
_OF = Column("of", "string", "`record_id` of the record whose level this one speaks of")
_RULE = _always("rule", "string", "the rule that read the clause")

_DOCUMENT_COLUMNS = (
    _ID,
    _always("path", "string", "where it was found first; of a file in a zip archive `ARCHIVE.zip!/NAME`"),
    _always("bytes", "int64", "length of the file"),
    _always("format", "string", "by content: `txt`, `docx`, `doc`, `pdf`, …"),
    Column("encoding", "string", "of the characters, where the format does not settle it"),
    _always("characters", "int32", "of the text as read"),
    _always("replaced", "int32", "characters that could not be decoded"),
    Column("tool", "string", "the program that wrote the file"),
    Column("pages", "int32", "how many, where the format has pages"),
    Column("title", "string", "the title"),
    Column("organization", "string", "who reports"),
    Column("document_type", "string", "工作总结, 政府工作报告, …"),
    Column("period_start", "date32", "first day of the period reported on"),
    Column("period_end", "date32", "last day of it"),
    Column("period_text", "string", "how the document states it"),
    Column("plan_period_start", "date32", "first day of the period planned for"),
    Column("plan_period_end", "date32", "last day of it"),
    Column("plan_period_text", "string", "how the document states it"),
    _always("sections", "list<section>", "the headings in text order: level, mark, title, start, end, status"),
    _always("findings", "list<finding>", "what a reader should know: code, severity, message, start, end"),
    _always("record_count", "int32", "its rows in `records`"),
    _always("fact_count", "int32", "its rows in `facts`"),
)
_RECORD_COLUMNS = (
    _ID,
    _RECORD_ID,
    *_PHRASES,
    Column("action_start", "int32", "place of the action: code points into the text as read"),
    Column("action_end", "int32", "its end"),
    Column("object_start", "int32", "place of the object"),
    Column("object_end", "int32", "its end"),
    _STATUS,
    *_TIMES,
    Column("time_text", "string", "how the text states the period"),
    _CATEGORY,
    _always("labels", "list<label>", "all labels, best first: label, score, evidence"),
    _SECTION,
    _always("section_path", "list<string>", "the headings above it one by one"),
    *_SENTENCE,
    _OF,
    _RULE,
    _always("fact_count", "int32", "its rows in `facts`, none or more"),
)
_QUANTITY_COLUMNS = (
    _always("quote", "string", "the quantity as written"),
    _always("start", "int32", "its place: code points into the text as read, half-open"),
    _always("end", "int32", "its end"),
    Column("value", "float64", "the number in `unit`, its multiplier folded in; null when masked or above 10³⁰⁸"),
    Column("upper", "float64", "the upper end of a range"),
    _always("masked", "bool", "the digits were blanked out"),
    Column("scale", "int64", "the multiplier written after the number, 1 when there is none"),
    _always("unit", "string", "the unit as written; empty straight before a noun"),
    _always("bound", "string", "`exact`, `about`, `over`, `nearly`, `at_least` or `at_most`"),
    Column("per", "string", "what the number is taken over: `day`, `person`, …"),
    Column("aggregate", "string", "`total` or `mean`"),
    _always("kind", "string", "`amount`, `ratio`, `change` or `rank`"),
    Column("direction", "string", "of a change: `up`, `down` or `flat`"),
    Column("basis", "string", "of a change: `yoy`, `qoq` or `since`"),
    Column("page", "int32", "from 1, where the format has pages"),
    Column("box", "list<float64>", "left, bottom, right, top on the page, in points from its lower left corner"),
)
_FACT_COLUMNS = (
    _ID,
    _RECORD_ID,
    _always("fact", "int32", "from 0, in text order of the records of its document"),
    Column("organization", "string", "who reports"),
    Column("period_start", "date32", "first day of the period that the document reports on"),
    Column("period_end", "date32", "last day of it"),
    _SECTION,
    _CATEGORY,
    *_PHRASES,
    _STATUS,
    *_TIMES,
    *_QUANTITY_COLUMNS,
    Column("canonical_unit", "string", "the unit that amounts of the same dimension are compared in"),
    Column("canonical_value", "float64", "`value` in it"),
    Column("canonical_upper", "float64", "`upper` in it"),
    Column("dimension", "string", "what the unit measures; null, like the three before it, for a unit of no entry"),
    *_SENTENCE,
    _OF,
    _RULE,
)

TABLES: Mapping[TableName, tuple[Column, ...]] = MappingProxyType(
    {"documents": _DOCUMENT_COLUMNS, "records": _RECORD_COLUMNS, "facts": _FACT_COLUMNS}
)
TABLE_NAMES: tuple[TableName, ...] = ("documents", "records", "facts")


def arrow_schema(table: TableName) -> pa.Schema:
    """Gives the Arrow schema of a table, with the version of the schema in its metadata."""
    import pyarrow as pa

    fields = [pa.field(column.name, _arrow_type(column.type), nullable=column.optional) for column in TABLES[table]]
    return pa.schema(fields, metadata={METADATA_KEY: str(SCHEMA_VERSION)})


def _arrow_type(kind: str) -> pa.DataType:
    import pyarrow as pa

    if kind.startswith("list<"):
        return pa.list_(_arrow_type(kind.removeprefix("list<").removesuffix(">")))
    if kind in STRUCTS:
        return pa.struct([(name, _arrow_type(inner)) for name, inner in STRUCTS[kind]])
    named: pa.DataType = pa.type_for_alias(kind)
    return named


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


def as_dicts(table: TableName, rows: Iterable[Row]) -> list[dict[str, object]]:
    """Names the fields of rows."""
    names = [column.name for column in TABLES[table]]
    return [dict(zip(names, row, strict=True)) for row in rows]


def record_batch(table: TableName, rows: Sequence[Row]) -> pa.RecordBatch:
    """Gives rows as Arrow columns."""
    import pyarrow as pa

    schema = arrow_schema(table)
    columns = zip(*rows, strict=True) if rows else ([] for _ in schema)
    arrays = [pa.array(list(cells), field.type) for cells, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


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
