"""SQL over a stored dataset with DuckDB: the views `documents`, `records` and `facts`, and nothing else.

The connection reads the parts of the dataset and no other file, opens no network, installs and loads no extension, and
runs one reading statement.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from govsummary.archive.schema import TABLE_NAMES
from govsummary.errors import InputError
from govsummary.tabular import library
from govsummary.tabular.stored import StoredDataset, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

PURPOSE = "a query"
_VIEWS = ", ".join(TABLE_NAMES)
FETCHED = 1_000  # rows that are taken at a time
_CLOSED = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query gives while its dataset is open; rows are computed as they are taken.

    Attributes:
        columns: their names, in order.
    """

    columns: tuple[str, ...]
    _connection: DuckDBPyConnection
    _relation: DuckDBPyRelation
    _sql: str

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Gives the rows in the order of the answer.

        Raises:
            InputError: the query fails on the way.
        """
        with _told():
            self._connection.execute(self._sql)
            while rows := self._connection.fetchmany(FETCHED):
                yield from rows

    def write_parquet(self, stream: BinaryIO) -> None:
        """Writes the rows as one Parquet file.

        Raises:
            InputError: the query fails on the way.
            MissingExtraError: pyarrow is not installed.
        """
        parquet = library("pyarrow.parquet", "Parquet")
        with _told():
            reader = self._relation.to_arrow_reader()
            with parquet.ParquetWriter(stream, reader.schema) as writer:
                for batch in reader:
                    writer.write_batch(batch)


@contextmanager
def query(dataset: StoredDataset, sql: str) -> Iterator[Answer]:
    """Runs one SELECT statement.

    Raises:
        InputError: the statement is wrong, or none that only reads.
        MissingExtraError: DuckDB is not installed.
    """
    duckdb = library("duckdb", PURPOSE)
    with tempfile.TemporaryDirectory(prefix="govsummary-") as spill, duckdb.connect(config=_CLOSED) as connection:
        with _told():
            _open(connection, dataset, spill)
            statements = connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise InputError(f"{_short(sql)}: not one reading statement; give one SELECT over {_VIEWS}")
            relation = connection.sql(statements[0])
        yield Answer(tuple(relation.columns), connection, relation, sql)


def _open(connection: DuckDBPyConnection, dataset: StoredDataset, spill: str) -> None:
    """Makes the views, then shuts everything but the parts that they read."""
    paths = ", ".join(quoted(str(file.resolve())) for table in dataset.tables() for file in table.files)
    connection.execute(f"SET allowed_paths = [{paths}]")
    connection.execute(f"SET temp_directory = {quoted(spill)}")
    connection.execute("SET enable_external_access = false")
    for table in dataset.tables():
        connection.execute(f"CREATE VIEW {table.name} AS FROM {table.sql()}")
    connection.execute("SET lock_configuration = true")


@contextmanager
def _told() -> Iterator[None]:
    """Turns what DuckDB refuses into one line."""
    from duckdb import BinderException, CatalogException, Error

    try:
        yield
    except Error as error:
        message = str(error).strip().partition("\n")[0]
        if isinstance(error, BinderException | CatalogException):
            message += f"; the views are {_VIEWS}, and DESCRIBE facts lists the columns of one"
        raise InputError(message) from None


def _short(sql: str) -> str:
    words = " ".join(sql.split())
    return words if len(words) <= 60 else f"{words[:59]}…"
