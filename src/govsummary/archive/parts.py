"""The parts of a dataset: one file a table, written aside and renamed when it is whole and on the disk.

A part is a folder entry `TABLE/part-000000.parquet` (or `.jsonl`) for each table. Which documents it holds is settled
by the order of the documents alone, and so are its bytes.
"""

from __future__ import annotations

import os
import queue
import re
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol

from govsummary.archive.schema import TABLE_NAMES, TableName, arrow_schema
from govsummary.archive.work import TableFormat, unpacked

if TYPE_CHECKING:
    import pyarrow as pa

_LINES_AT_ONCE = 4 * 1024 * 1024
PART_NAME = re.compile(r"part-(\d{6,})\.(parquet|jsonl)")

Tables = Mapping[TableName, bytes]


def part_path(dataset: Path, table: TableName, number: int, form: TableFormat) -> Path:
    """Says where a part lies.

    >>> part_path(Path("out"), "facts", 7, "parquet").as_posix()
    'out/facts/part-000007.parquet'
    """
    return dataset / table / f"part-{number:06}.{form}"


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder last, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some file systems cannot
            os.fsync(handle)
    finally:
        os.close(handle)


class _TableFile(Protocol):
    """A file of one table that is being written."""

    def write(self, group: Sequence[bytes]) -> None: ...
    def end(self) -> None: ...
    def abandon(self) -> None: ...


class _Lines:
    """Lines, one after the other."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, group: Sequence[bytes]) -> None:
        self._stream.writelines(group)

    def end(self) -> None:
        pass

    def abandon(self) -> None:
        pass


class _Parquet:
    """A Parquet file with one row group for each group of documents."""

    def __init__(self, stream: BinaryIO, table: TableName) -> None:
        import pyarrow.parquet as pq

        self._table = table
        self._writer = pq.ParquetWriter(stream, arrow_schema(table), compression="zstd", version="2.6")

    def write(self, group: Sequence[bytes]) -> None:
        import pyarrow as pa

        self.write_table(pa.Table.from_batches([unpacked(self._table, data) for data in group]))

    def write_table(self, table: pa.Table) -> None:
        """Writes one row group; how the table was put together leaves no trace."""
        import pyarrow as pa

        self._writer.write_table(table.combine_chunks(), row_group_size=max(table.num_rows, 1))
        # Whatever a group took goes back to the system: the holes that it leaves would add up over an archive.
        pa.default_memory_pool().release_unused()

    def end(self) -> None:
        self._writer.close()

    def abandon(self) -> None:
        """Keeps the writer from ending the file when it is taken apart: the disk may be full."""
        self._writer.is_open = False


@dataclass(slots=True)
class _OpenFile:
    path: Path
    stream: BinaryIO
    rows: _TableFile


class PartFiles:
    """The files of one part while they are written aside."""

    def __init__(self, aside: Path, form: TableFormat) -> None:
        """Opens nothing yet.

        Args:
            aside: a folder on the same file system as the dataset.
            form: of the files.
        """
        self._aside = aside
        self._form = form
        self._files: dict[TableName, _OpenFile] = {}

    def write(self, group: Sequence[Tables]) -> None:
        """Adds the rows of some batches to each table."""
        group = [tables for tables in group if tables]
        for table in TABLE_NAMES if group else ():
            self._file(table).rows.write([tables[table] for tables in group])

    def write_table(self, table: TableName, rows: pa.Table) -> None:
        """Adds Arrow rows to a table of a Parquet part, as one row group."""
        writer = self._file(table).rows
        assert isinstance(writer, _Parquet)
        writer.write_table(rows)

    def write_lines(self, table: TableName, lines: Sequence[bytes]) -> None:
        """Adds lines to a table of a part of lines."""
        self._file(table).rows.write(lines)

    def finish(self, dataset: Path, number: int) -> dict[TableName, int]:
        """Puts the files on the disk and into their places; gives the length of each, none when there were no rows."""
        lengths = {}
        for table, file in self._files.items():
            file.rows.end()
            file.stream.flush()
            os.fsync(file.stream.fileno())
            lengths[table] = file.stream.tell()
            file.stream.close()
        for table, file in self._files.items():
            place = part_path(dataset, table, number, self._form)
            file.path.replace(place)
            sync_folder(place.parent)
        self._files = {}
        return lengths

    def abandon(self) -> None:
        """Removes what was written."""
        for file in self._files.values():
            file.rows.abandon()
            with suppress(OSError, ValueError):
                file.stream.close()
            with suppress(OSError):
                file.path.unlink()
        self._files = {}

    def _file(self, table: TableName) -> _OpenFile:
        if table not in self._files:
            path = self._aside / f"{table}.{self._form}"
            stream = path.open("wb")
            try:
                rows: _TableFile = _Lines(stream) if self._form == "jsonl" else _Parquet(stream, table)
            except BaseException:
                stream.close()
                raise
            self._files[table] = _OpenFile(path, stream, rows)
        return self._files[table]


@dataclass(frozen=True, slots=True)
class FinishedPart:
    """A part that is in its place.

    Attributes:
        lengths: of its files in bytes, by table; empty when no document of it could be read.
    """

    number: int
    lengths: Mapping[TableName, int]


_Order = tuple[Literal["group"], list[Tables]] | tuple[Literal["part"], int] | None


class PartWriter:
    """Writes parts in a thread of its own, so that the workers never wait for the disk.

    Orders are given in turn: `add` results, `end_group` for a row group, `end_part`. An error of the thread is raised
    by the next order, or by `close`.
    """

    def __init__(self, dataset: Path, aside: Path, form: TableFormat) -> None:
        """Starts the thread; the folders of the tables and `aside` are there."""
        self._dataset = dataset
        self._aside = aside
        self._form = form
        self._group: list[Tables] = []
        self._bytes = 0
        self._orders: queue.Queue[_Order] = queue.Queue(maxsize=1)  # more would be memory, not speed
        self._finished: queue.SimpleQueue[FinishedPart] = queue.SimpleQueue()
        self._error: BaseException | None = None
        self._abandoned = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def add(self, tables: Tables) -> None:
        """Takes the rows of a batch."""
        if tables:
            self._group.append(tables)
            self._bytes += sum(map(len, tables.values()))
            if self._form == "jsonl" and self._bytes > _LINES_AT_ONCE:  # lines know no row groups
                self.end_group()

    def end_group(self) -> None:
        """Ends the row group."""
        group, self._group, self._bytes = self._group, [], 0
        if group:
            self._order(("group", group))

    def end_part(self, number: int) -> None:
        """Ends the part, to be put in its place under this number."""
        self.end_group()
        self._order(("part", number))

    def finished(self) -> list[FinishedPart]:
        """Gives the parts that were put in their places since it was last asked, in order."""
        parts = []
        while not self._finished.empty():
            parts.append(self._finished.get())
        return parts

    def close(self) -> None:
        """Waits until everything ordered is done."""
        self._order(None)
        self._thread.join()
        self._raise()

    def abandon(self) -> None:
        """Ends the thread and removes what is unfinished; parts in their places stay."""
        self._abandoned = True
        while self._thread.is_alive():
            with suppress(queue.Full):
                self._orders.put(None, timeout=0.1)
            self._thread.join(0.1)

    def _order(self, order: _Order) -> None:
        while True:
            self._raise()
            try:
                return self._orders.put(order, timeout=1)
            except queue.Full:
                continue

    def _raise(self) -> None:
        if self._error is not None:
            raise self._error

    def _serve(self) -> None:
        files = PartFiles(self._aside, self._form)
        try:
            while (order := self._orders.get()) is not None and not self._abandoned:
                if order[0] == "group":
                    files.write(order[1])
                else:
                    lengths = files.finish(self._dataset, order[1])
                    self._finished.put(FinishedPart(order[1], lengths))
        except BaseException as error:
            self._error = error
        finally:
            files.abandon()
