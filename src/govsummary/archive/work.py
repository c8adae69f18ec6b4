"""What is done to documents, whoever does it: bytes in, rows out.

An engine takes `Batch`es to workers and brings their `Result`s back in the same order. All of them are plain values
that can be pickled; a worker makes one `Extractor` from the `Task` and uses it for every batch.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from govsummary.archive.rows import Origin, Rows, rows_of
from govsummary.archive.schema import TABLE_NAMES, Row, TableName, arrow_schema, as_dicts, record_batch
from govsummary.errors import ReadCode, ReadError
from govsummary.model import Source
from govsummary.pipeline import extract_source, load_engine
from govsummary.reading import MAX_BYTES, ReadOptions, read_bytes

if TYPE_CHECKING:
    import pyarrow as pa

TableFormat = Literal["parquet", "jsonl"]
#: Codes of failures: those of `ReadError`, and `internal` for a fault of ours.
FailureCode = ReadCode | Literal["internal"]

_SIZE_BYTES = 8
_SURROGATES = re.compile("[\ud800-\udfff]")
# Inside a line they would end it for some readers.
_LINE_BREAKS = {0x2028: "\\u2028", 0x2029: "\\u2029", 0x85: "\\u0085"}


@dataclass(frozen=True, slots=True)
class Task:
    """How documents are turned into rows.

    Attributes:
        form: of the rows: `parquet` gives Arrow record batches, `jsonl` lines.
        lexicons: a folder laid over the built-in lexicon.
        reading: password, programs and bounds.
    """

    form: TableFormat = "parquet"
    lexicons: Path | None = None
    reading: ReadOptions = field(default_factory=ReadOptions)


@dataclass(frozen=True, slots=True)
class WorkDocument:
    """A document to read.

    Attributes:
        name: its path, as it is stored.
        data: its bytes.
    """

    name: str
    data: bytes

    @property
    def id(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.data).hexdigest()


Batch = tuple[WorkDocument, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one document.

    Attributes:
        records: its rows in `records`.
        facts: its rows in `facts`.
        code: of a failure, None when it was read.
        message: what is wrong and what to do.
    """

    records: int = 0
    facts: int = 0
    code: FailureCode | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a batch.

    Attributes:
        outcomes: one for each document, in order.
        tables: the rows of the documents that could be read, one after the other, each table in the form of the task:
            a packed Arrow record batch (see `unpacked`), or lines. Empty when there are none.
    """

    outcomes: tuple[Outcome, ...] = ()
    tables: Mapping[TableName, bytes] = field(default_factory=dict)


class Engine(Protocol):
    """Takes batches to workers. Batches depend on nothing; results come in the order of the batches, one for each."""

    def map(self, batches: Iterable[Batch]) -> Generator[Result, None, None]:
        """Gives the result of each batch in order; takes batches only some way ahead of the results asked for.

        Closing the generator ends all work. An empty batch gives an empty result.

        Raises:
            LexiconErrors: the lexicons have problems.
        """
        ...


class Extractor:
    """Turns batches into results, in this process and without bounds.

    >>> extractor = Extractor(Task("jsonl"))
    >>> extractor.run((WorkDocument("a.txt", "拆除围挡3处。".encode()), WorkDocument("b.txt", b""))).outcomes
    (Outcome(records=1, facts=1, code=None, message=''), Outcome(records=0, facts=0, code='empty', message='the file is empty'))
    """  # noqa: E501

    def __init__(self, task: Task) -> None:
        """Loads the lexicons.

        Raises:
            LexiconErrors: the lexicons have problems.
        """
        self._task = task
        self._engine = load_engine(task.lexicons)
        self.short_of_memory = False

    def run(self, batch: Batch, started: Callable[[int], None] = lambda _: None) -> Result:
        """Reads all documents of a batch.

        Args:
            batch: the documents.
            started: told the place of each document in the batch before it is read.
        """
        outcomes: list[Outcome] = []
        rows: list[Rows | None] = []
        for place, document in enumerate(batch):
            started(place)
            outcome, own = self._read(document)
            outcomes.append(outcome)
            rows.append(own)
        tables = self._encoded(rows, outcomes)
        return Result(tuple(outcomes), tables)

    def _read(self, document: WorkDocument) -> tuple[Outcome, Rows | None]:
        try:
            source = storable(read_bytes(document.data, document.name, MAX_BYTES, self._task.reading))
            origin = Origin(document.id, document.name, len(document.data))
            found = extract_source(source, self._engine)
            rows = rows_of(found, source.text, origin, self._engine.lexicon.units)
        except ReadError as error:
            return Outcome(code=error.code, message=error.message), None
        except MemoryError:
            self.short_of_memory = True
            return Outcome(code="too_large", message=memory_message(self._task.reading)), None
        except Exception as error:
            message = f"no records could be made of it ({type(error).__name__}); please report it"
            return Outcome(code="internal", message=message), None
        return Outcome(len(rows.records), len(rows.facts)), rows

    def _encoded(self, rows: list[Rows | None], outcomes: list[Outcome]) -> Mapping[TableName, bytes]:
        """Writes the rows; a document that makes this impossible becomes a failure, and the others are written."""
        while True:
            try:
                return encode(self._task.form, [own for own in rows if own])
            except MemoryError:
                self.short_of_memory = True
                worst = max(range(len(rows)), key=lambda place: _size(rows[place]))
                failures = {worst: Outcome(code="too_large", message=memory_message(self._task.reading))}
            except (ValueError, OverflowError, TypeError):
                failures = self._unwritable(rows)
                if not failures:  # each alone can be written: nothing that a document could be blamed for
                    raise
            for place, outcome in failures.items():
                outcomes[place], rows[place] = outcome, None

    def _unwritable(self, rows: Sequence[Rows | None]) -> dict[int, Outcome]:
        failures = {}
        for place, own in enumerate(rows):
            try:
                if own:
                    encode(self._task.form, [own])
            except (ValueError, OverflowError, TypeError) as error:
                message = f"its records cannot be stored ({type(error).__name__}); please report it"
                failures[place] = Outcome(code="internal", message=message)
        return failures


def _size(rows: Rows | None) -> int:
    return len(rows.records) + len(rows.facts) if rows else -1


def memory_message(reading: ReadOptions) -> str:
    """Says that a document took too much memory."""
    return f"took more than {reading.megabytes} MiB of memory; split the file"


def storable(source: Source) -> Source:
    """Gives the text without halves of surrogate pairs, which no file can hold; no offset moves."""
    try:
        source.text.encode()
    except UnicodeEncodeError:
        return source.model_copy(update={"text": _SURROGATES.sub("\ufffd", source.text)})
    return source


def encode(form: TableFormat, documents: Sequence[Rows]) -> dict[TableName, bytes]:
    """Writes the rows of documents, each table on its own."""
    if not documents:
        return {}
    write = _arrow if form == "parquet" else _lines
    return {table: write(table, [row for rows in documents for row in rows.of(table)]) for table in TABLE_NAMES}


def _arrow(table: TableName, rows: Sequence[Row]) -> bytes:
    """Packs rows: sentences stand in many of them, so that they take a small part of their room while they wait."""
    import pyarrow as pa

    written = record_batch(table, rows).serialize()
    packed: bytes = pa.compress(written, codec="lz4", asbytes=True)
    return int(written.size).to_bytes(_SIZE_BYTES, "little") + packed


def unpacked(table: TableName, data: bytes) -> pa.RecordBatch:
    """Gives the rows of a result as Arrow columns."""
    import pyarrow as pa

    size = int.from_bytes(data[:_SIZE_BYTES], "little")
    written = pa.decompress(pa.py_buffer(data)[_SIZE_BYTES:], decompressed_size=size, codec="lz4")
    return pa.ipc.read_record_batch(written, arrow_schema(table))


def _lines(table: TableName, rows: Sequence[Row]) -> bytes:
    lines = (
        json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=str).translate(_LINE_BREAKS) + "\n"
        for row in as_dicts(table, rows)
    )
    return "".join(lines).encode()
