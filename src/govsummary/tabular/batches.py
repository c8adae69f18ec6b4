"""One function for the frameworks of many machines: a table of documents in, a table of facts out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Any

from govsummary.archive.hosted import run_hosted
from govsummary.archive.rows import Origin, rows_of
from govsummary.archive.schema import Row, TableName, arrow_schema, record_batch
from govsummary.archive.work import Outcome, Task, WorkDocument, unpacked
from govsummary.errors import InputError, ReadError
from govsummary.model import Source
from govsummary.pipeline import Engine, extract_source, load_engine
from govsummary.reading import bytes_of
from govsummary.tabular import library

if TYPE_CHECKING:
    import pyarrow as pa

PURPOSE = "extract_batch"
DOCUMENT_COLUMNS = ("path", "title", "document_type")
# What stands in `documents` and `facts` alike: known of a document without any fact, too.
_SHARED = ("document_id", "organization", "period_start", "period_end")
_AT_A_TIME = 32  # documents that are handed to a process at once
_CONTENTS = ("bytes", "text", "path")


def batch_schema() -> pa.Schema:
    """Gives the columns of what `extract_batch` returns; all of them may be null.

    Raises:
        MissingExtraError: pyarrow is not installed.

    >>> names = batch_schema().names
    >>> names[:4], names[-2:]
    (['path', 'title', 'document_type', 'document_id'], ['code', 'message'])
    """
    arrow = library("pyarrow", PURPOSE)
    words = [arrow.field(name, arrow.string()) for name in (*DOCUMENT_COLUMNS, "code", "message")]
    facts = [field.with_nullable(True) for field in arrow_schema("facts")]
    return arrow.schema([*words[:3], *facts, *words[3:]])


def extract_batch(table: pa.Table | Iterator[pa.RecordBatch]) -> Any:  # a table for a table
    """Turns a table of documents into a table of facts: what Ray Data's `map_batches` and Spark's `mapInArrow` take.

    Files are read in a process of its own, within the usual bounds: one that hangs or ends its reader is a failure, and
    the others go on. Nothing is lost: every document has at least one row.

    Args:
        table: a row a document. `bytes` is the file, or `text` its text; with neither, the file at `path` is read.
            `path` names the document, and other columns are left out. An iterator of record batches, as Spark has it,
            gives an iterator of record batches.

    Returns:
        A row a fact, with the columns of `facts` and, of its document, `path`, `title` and `document_type`. A document
        without facts has one row in which the fact is null; of one that could not be read, `code` and `message` say
        why.

    Raises:
        InputError: there is no such column.
        MissingExtraError: pyarrow is not installed.

    >>> import pyarrow as pa
    >>> found = extract_batch(pa.table({"path": ["a", "b"], "text": ["2023年，拆除围挡3处、5处。", ""]}))
    >>> [(row["path"], row["object"], row["quote"], row["code"]) for row in found.to_pylist()]
    [('a', '围挡', '3处', None), ('a', '围挡', '5处', None), ('b', None, None, 'empty')]
    """
    arrow = library("pyarrow", PURPOSE)
    return _table_of(table) if isinstance(table, arrow.Table) else _batches_of(table)


def _batches_of(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    arrow = library("pyarrow", PURPOSE)
    for batch in batches:
        yield from _table_of(arrow.Table.from_batches([batch])).to_batches()


def _table_of(table: pa.Table) -> pa.Table:
    arrow = library("pyarrow", PURPOSE)
    content = next((name for name in _CONTENTS if name in table.column_names), None)
    if content is None:
        raise InputError(f"no column of {', '.join(_CONTENTS)} among {', '.join(table.column_names) or 'none'}")
    contents = iter(table[content].to_pylist())
    paths = iter(table["path"].to_pylist() if "path" in table.column_names else [None] * table.num_rows)
    tables = []
    while named := [(path or "", held) for path, held in islice(zip(paths, contents, strict=True), _AT_A_TIME)]:
        tables.append(_of_texts(named) if content == "text" else _of_files(named, content == "path"))
    made: pa.Table = arrow.concat_tables(tables) if tables else batch_schema().empty_table()
    return made


def _of_files(named: Sequence[tuple[str, bytes | None]], by_path: bool) -> pa.Table:
    """Reads files in a process of its own."""
    library("pyarrow", PURPOSE)
    outcomes: list[Outcome | None] = []
    given: list[WorkDocument] = []
    ids: list[str | None] = []
    for path, held in named:
        data, failure = _loaded(path) if by_path else (held, None)
        if data is None:
            outcomes.append(failure or Outcome(code="empty", message="no bytes are given"))
        else:
            outcomes.append(None)
            given.append(WorkDocument(path, bytes(data)))
        ids.append(None if data is None else given[-1].id)
    result = run_hosted(Task("parquet"), tuple(given))
    read = iter(result.outcomes)
    outcomes_in_order = [next(read) if outcome is None else outcome for outcome in outcomes]
    batches = {name: unpacked(name, data) for name, data in result.tables.items()}
    return _joined([path for path, _ in named], ids, outcomes_in_order, batches)


def _loaded(path: str) -> tuple[bytes | None, Outcome | None]:
    try:
        return bytes_of(path), None
    except ReadError as error:
        return None, Outcome(code=error.code, message=error.message)


def _of_texts(named: Sequence[tuple[str, str | None]]) -> pa.Table:
    """Takes texts as they are."""
    engine = load_engine()
    rows: dict[TableName, list[Row]] = {"documents": [], "facts": []}
    outcomes, ids = [], []
    for path, text in named:
        outcome, own, name = _of_text(path, text, engine)
        outcomes.append(outcome)
        ids.append(name)
        for table, more in own.items():
            rows[table] += more
    batches = {table: record_batch(table, held) for table, held in rows.items() if rows["documents"]}
    return _joined([path for path, _ in named], ids, outcomes, batches)


def _of_text(path: str, text: str | None, engine: Engine) -> tuple[Outcome, Mapping[TableName, list[Row]], str | None]:
    if text is None or not text.strip():
        return Outcome(code="empty", message="the document holds no text"), {}, None
    data = text.encode(errors="replace")
    origin = Origin(sha256(data).hexdigest(), path, len(data))
    source = Source(path=path or None, format="text", encoding=None, characters=len(text), text=text)
    try:
        rows = rows_of(extract_source(source, engine), text, origin, engine.lexicon.units)
    except Exception as error:
        message = f"no records could be made of it ({type(error).__name__}); please report it"
        return Outcome(code="internal", message=message), {}, origin.id
    return Outcome(len(rows.records), len(rows.facts)), {"documents": rows.documents, "facts": rows.facts}, origin.id


def _joined(
    paths: Sequence[str], ids: Sequence[str | None], outcomes: Sequence[Outcome], batches: Mapping[TableName, Any]
) -> pa.Table:
    """Puts the facts of each document beside what is known of it; one without facts has a row of its own."""
    arrow = library("pyarrow", PURPOSE)
    places = [place for place, outcome in enumerate(outcomes) for _ in range(max(1, outcome.facts))]
    columns: dict[str, Any] = {
        "path": [paths[place] for place in places],
        "document_id": [ids[place] for place in places],
    }
    columns |= {name: [getattr(outcomes[place], name) or None for place in places] for name in ("code", "message")}
    documents = arrow.array(_counted(outcome.code is None for outcome in outcomes), arrow.int64())
    facts = arrow.array(_fact_places(outcomes), arrow.int64())
    schema = batch_schema()
    made = []
    for field in schema:
        if field.name in columns:
            made.append(arrow.array(columns[field.name], field.type))
        elif not batches:
            made.append(arrow.nulls(len(places), field.type))
        elif field.name in DOCUMENT_COLUMNS or field.name in _SHARED:
            made.append(batches["documents"][field.name].take(documents.take(arrow.array(places, arrow.int64()))))
        else:
            made.append(batches["facts"][field.name].take(facts))
    return arrow.Table.from_arrays(made, schema=schema)


def _counted(read: Iterator[bool] | Sequence[bool]) -> Iterator[int | None]:
    """Gives, for each document, its row among those that could be read."""
    row = 0
    for one in read:
        yield row if one else None
        row += one


def _fact_places(outcomes: Sequence[Outcome]) -> Iterator[int | None]:
    """Gives, for each row of the answer, its fact."""
    fact = 0
    for outcome in outcomes:
        yield from range(fact, fact + outcome.facts) if outcome.facts else [None]
        fact += outcome.facts
