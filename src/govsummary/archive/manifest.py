"""What is done: every input with the hash of its bytes, every document with its part, in one SQLite file.

A part is entered in one transaction after its files are in their places: what the manifest knows is on the disk, and
what it does not know is done again. Old parts are changed only when all inputs are done; what is to be changed in
them stands in the table `stale` until it is done, so that it can be done again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from govsummary.archive.schema import TABLE_NAMES, TableName
from govsummary.archive.work import FailureCode
from govsummary.errors import InputError

_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS inputs (
    seq INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, name TEXT NOT NULL, signature TEXT NOT NULL, hash BLOB,
    code TEXT, message TEXT, run INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS inputs_by_hash ON inputs (hash);
CREATE TABLE IF NOT EXISTS documents (hash BLOB PRIMARY KEY, part INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS parts (
    number INTEGER PRIMARY KEY, documents INTEGER NOT NULL, records INTEGER NOT NULL, facts INTEGER NOT NULL,
    lengths TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS replaced (hash BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS stale (part INTEGER NOT NULL, hash BLOB NOT NULL, name TEXT, PRIMARY KEY (part, hash))
    WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the manifest knows of an input.

    Attributes:
        hash: of its bytes; None when they could not be had.
        code: of its failure; None when it is a document of the dataset.
        run: the number of the run that last looked at it.
    """

    signature: str
    hash: bytes | None
    code: FailureCode | None
    message: str
    run: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An input that was looked at.

    Attributes:
        hash: of its bytes; None when they could not be had.
        code: of a failure; None when it is a document of the dataset, new or not.
        gone: what was known of it is to be forgotten: it is no document any more (an archive that can be opened now).
        new: it is the first with this hash: its rows stand in the part that is entered with it.
    """

    key: bytes
    name: str
    signature: str
    hash: bytes | None = None
    code: FailureCode | None = None
    message: str = ""
    gone: bool = False
    new: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the dataset: how many rows of each table, and the length of each file."""

    number: int
    rows: Mapping[TableName, int]
    lengths: Mapping[TableName, int]


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read."""

    path: str
    code: FailureCode
    message: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An input with the bytes of another one, which came first."""

    path: str
    document_id: str
    first: str


@dataclass(frozen=True, slots=True)
class Stale:
    """What is to be changed in a part.

    Attributes:
        dead: ids of documents that no input holds any more.
        names: by the id of a document, the path where it is found now.
    """

    part: int
    dead: frozenset[str]
    names: Mapping[str, str]


class Manifest:
    """The manifest of one dataset; used by one thread of one process, which holds the lock."""

    def __init__(self, path: Path) -> None:
        """Opens the manifest, a new one when there is none.

        Raises:
            InputError: the file is no manifest.
        """
        self._database = sqlite3.connect(path, isolation_level=None)
        try:
            self._database.execute("PRAGMA synchronous = FULL")
            self._database.execute("PRAGMA cache_size = -2048")  # KiB: memory does not grow with the archive
            self._database.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            self._database.close()
            if isinstance(error, sqlite3.OperationalError):
                raise _as_os_error(error, path) from error
            raise InputError(f"{path}: is no manifest ({error}); --fresh makes the dataset anew") from None
        self._path = path

    def close(self) -> None:
        """Closes the file."""
        self._database.close()

    # --- what is known -----------------------------------------------------------------------------------------------

    def meta(self) -> dict[str, str]:
        """Gives what the dataset says of itself."""
        return dict(self._database.execute("SELECT name, value FROM meta"))

    def set_meta(self, values: Mapping[str, str]) -> None:
        """Sets what the dataset says of itself, all at once."""
        with self._transaction():
            self._database.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())

    def known(self, key: bytes) -> Known | None:
        """Gives what is known of an input."""
        row = self._database.execute(
            "SELECT signature, hash, code, ifnull(message, ''), run FROM inputs WHERE key = ?", (key,)
        ).fetchone()
        return None if row is None else Known(*row)

    def has_document(self, digest: bytes) -> bool:
        """Tells whether a document is in the dataset."""
        return self._database.execute("SELECT 1 FROM documents WHERE hash = ?", (digest,)).fetchone() is not None

    def failure(self, digest: bytes, run: int | None = None) -> tuple[FailureCode, str] | None:
        """Gives how a document of this hash failed, where one did; in `run` only when given."""
        found = self._database.execute(
            "SELECT code, message FROM inputs WHERE hash = ? AND code IS NOT NULL AND run >= ? LIMIT 1",
            (digest, run or 0),
        ).fetchone()
        return cast("tuple[FailureCode, str] | None", found)

    def parts(self) -> list[Part]:
        """Gives all parts in order."""
        rows = self._database.execute("SELECT number, documents, records, facts, lengths FROM parts ORDER BY number")
        return [
            Part(number, dict(zip(TABLE_NAMES, counts, strict=True)), json.loads(lengths))
            for number, *counts, lengths in rows
        ]

    def next_part(self) -> int:
        """Gives the number of the next part; numbers are not given twice."""
        return int(self.meta().get("next_part", "0"))

    def totals(self) -> dict[str, int]:
        """Counts inputs, parts, and the rows of each table."""
        (inputs,) = self._database.execute("SELECT count(*) FROM inputs").fetchone()
        counts = self._database.execute(
            "SELECT count(*), ifnull(sum(documents), 0), ifnull(sum(records), 0), ifnull(sum(facts), 0) FROM parts"
            " WHERE documents > 0"
        ).fetchone()
        return {"inputs": inputs, **dict(zip(("parts", *TABLE_NAMES), counts, strict=True))}

    def failures(self) -> Iterator[Failure]:
        """Gives all failures in the order in which the inputs came."""
        rows = self._database.execute("SELECT name, code, message FROM inputs WHERE code IS NOT NULL ORDER BY seq")
        return (Failure(*row) for row in rows)

    def duplicates(self) -> Iterator[Duplicate]:
        """Gives all inputs with the bytes of an earlier one, in the order in which they came."""
        rows = self._database.execute(
            "SELECT later.name, lower(hex(later.hash)), first.name FROM inputs later JOIN inputs first ON first.seq ="
            " (SELECT min(seq) FROM inputs WHERE hash = later.hash AND code IS NULL)"
            " WHERE later.code IS NULL AND first.seq < later.seq ORDER BY later.seq"
        )
        return (Duplicate(*row) for row in rows)

    # --- what is entered ---------------------------------------------------------------------------------------------

    def enter(self, entries: Sequence[Entry], run: int, part: Part | None = None) -> None:
        """Enters inputs in their order, and the part that holds the new documents among them; all or nothing."""
        with self._transaction():
            if part is not None:
                rows = [part.rows[table] for table in TABLE_NAMES]
                values = (part.number, *rows, json.dumps(dict(part.lengths)))
                self._database.execute("INSERT INTO parts VALUES (?, ?, ?, ?, ?)", values)
                self._database.execute("INSERT OR REPLACE INTO meta VALUES ('next_part', ?)", (str(part.number + 1),))
            for entry in entries:
                self._enter(entry, run)
                if entry.new and part is not None:
                    self._database.execute("INSERT INTO documents VALUES (?, ?)", (entry.hash, part.number))

    def _enter(self, entry: Entry, run: int) -> None:
        before = self._database.execute("SELECT hash, code FROM inputs WHERE key = ?", (entry.key,)).fetchone()
        if before is not None and not entry.gone and before == (entry.hash, entry.code):
            values = (entry.signature, entry.message, run, entry.key)
            self._database.execute("UPDATE inputs SET signature = ?, message = ?, run = ? WHERE key = ?", values)
            return
        if before is not None:
            self._database.execute("DELETE FROM inputs WHERE key = ?", (entry.key,))
            if before[1] is None and before[0] != entry.hash:
                self._database.execute("INSERT OR IGNORE INTO replaced VALUES (?)", (before[0],))
        if not entry.gone:
            self._database.execute(
                "INSERT INTO inputs (seq, key, name, signature, hash, code, message, run)"
                " VALUES (1 + (SELECT ifnull(max(seq), 0) FROM inputs), ?, ?, ?, ?, ?, ?, ?)",
                (entry.key, entry.name, entry.signature, entry.hash, entry.code, entry.message, run),
            )

    # --- what changed in old parts -----------------------------------------------------------------------------------

    def find_stale(self) -> None:
        """Notes what is to be changed in old parts, now that all inputs are known."""
        with self._transaction():
            rows = self._database.execute("SELECT hash, part FROM replaced JOIN documents USING (hash)").fetchall()
            for digest, part in rows:
                first = self._database.execute(
                    "SELECT name FROM inputs WHERE hash = ? AND code IS NULL ORDER BY seq LIMIT 1", (digest,)
                ).fetchone()
                name = None if first is None else first[0]
                self._database.execute("INSERT OR REPLACE INTO stale VALUES (?, ?, ?)", (part, digest, name))
                if first is None:
                    self._database.execute("DELETE FROM documents WHERE hash = ?", (digest,))
            self._database.execute("DELETE FROM replaced")

    def stale(self) -> list[Stale]:
        """Gives what is still to be changed in old parts, part by part."""
        found: dict[int, dict[str, str | None]] = {}
        for part, digest, name in self._database.execute("SELECT part, hash, name FROM stale ORDER BY part, hash"):
            found.setdefault(part, {})[digest.hex()] = name
        return [
            Stale(
                part,
                frozenset(digest for digest, name in names.items() if name is None),
                {digest: name for digest, name in names.items() if name is not None},
            )
            for part, names in found.items()
        ]

    def settle_stale(self, part: Part) -> None:
        """Enters a part that was changed; one without documents is forgotten."""
        with self._transaction():
            if part.rows["documents"]:
                rows = [part.rows[table] for table in TABLE_NAMES]
                values = (*rows, json.dumps(dict(part.lengths)), part.number)
                sql = "UPDATE parts SET documents = ?, records = ?, facts = ?, lengths = ? WHERE number = ?"
                self._database.execute(sql, values)
            else:
                self._database.execute("DELETE FROM parts WHERE number = ?", (part.number,))
            self._database.execute("DELETE FROM stale WHERE part = ?", (part.number,))

    def forget_all(self) -> None:
        """Forgets everything, in one step."""
        with self._transaction():
            for table in ("meta", "inputs", "documents", "parts", "replaced", "stale"):
                self._database.execute(f"DELETE FROM {table}")

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")
        except sqlite3.OperationalError as error:
            if self._database.in_transaction:
                self._database.execute("ROLLBACK")
            raise _as_os_error(error, self._path) from error


def _as_os_error(error: sqlite3.OperationalError, path: Path) -> OSError:
    """Gives what the system did not let SQLite do as an error of the system."""
    import errno

    full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
    return OSError(errno.ENOSPC if full else errno.EIO, "no space left on device" if full else str(error), str(path))
