"""The tables of a dataset: their columns, and how rows become columns of Arrow.

Three tables hang together by `document_id`: `documents` (a row a document), `records` (a row a record) and `facts`
(a row a quantity, with what one asks for most beside it). A row is a tuple in the order of the columns of its table,
so that many rows turn into columns at once; `as_dict` names its fields.

Numbers are doubles, exact to 15 significant digits like those of the JSON contract; `quote` holds them as written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from govsummary.export import SECTION_JOINT

if TYPE_CHECKING:
    import pyarrow as pa

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
