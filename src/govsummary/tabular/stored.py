"""A dataset that `govsummary batch` wrote, opened for pyarrow, pandas, polars and DuckDB."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govsummary.archive.parts import PART_NAME
from govsummary.archive.schema import STRUCTS, TABLE_NAMES, TABLES, Row, TableName, arrow_schema, record_batch
from govsummary.archive.work import TableFormat
from govsummary.errors import InputError
from govsummary.tabular import library
from govsummary.tabular.frames import pandas_frame, polars_schema, typed

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    from pyarrow.dataset import Dataset as ArrowDataset

_SQL_TYPES = {
    "string": "VARCHAR",
    "bool": "BOOLEAN",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "date32": "DATE",
}


@dataclass(frozen=True, slots=True)
class StoredTable:
    """One table of a dataset; nothing is read before it is asked for.

    Attributes:
        name: `documents`, `records` or `facts`.
        form: of its files.
        files: its parts, in the order of their rows.
    """

    name: TableName
    form: TableFormat
    files: tuple[Path, ...]

    def scan_arrow(self) -> ArrowDataset:
        """Opens the table for pyarrow: of Parquet, columns and rows are read as they are asked for.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        datasets = library("pyarrow.dataset", "a dataset of pyarrow")
        opened: ArrowDataset
        if self.form == "jsonl":
            opened = datasets.dataset(self.to_arrow())
        else:
            opened = datasets.dataset(list(map(str, self.files)), schema=arrow_schema(self.name), format="parquet")
        return opened

    def to_arrow(self) -> pa.Table:
        """Reads the table.

        Raises:
            MissingExtraError: pyarrow is not installed.
        """
        arrow = library("pyarrow", "an Arrow table")
        if self.form == "jsonl":
            table: pa.Table = arrow.Table.from_batches([record_batch(self.name, list(self._rows()))])
            return table
        return self.scan_arrow().to_table()

    def to_pandas(self) -> pd.DataFrame:
        """Reads the table into a data frame like that of `govsummary.to_pandas`.

        Raises:
            MissingExtraError: pandas is not installed, or, for Parquet, pyarrow.
        """
        pandas = library("pandas", "a data frame of pandas")
        if self.form == "jsonl":
            return pandas_frame(list(self._rows()), self.name)
        arrow = library("pyarrow", "a Parquet dataset for pandas")
        whole = {arrow.int32(): pandas.Int32Dtype(), arrow.int64(): pandas.Int64Dtype()}
        return typed(self.to_arrow().to_pandas(types_mapper=whole.get), self.name)

    def scan_polars(self) -> pl.LazyFrame:
        """Opens the table for polars: columns and rows are read as they are asked for.

        Raises:
            MissingExtraError: polars is not installed.
        """
        polars = library("polars", "a data frame of polars")
        scanned: pl.LazyFrame
        if self.form == "parquet":
            scanned = polars.scan_parquet(list(self.files), glob=False)
            return scanned
        days = [column.name for column in TABLES[self.name] if column.type == "date32"]
        schema = polars_schema(self.name) | dict.fromkeys(days, polars.String)
        scanned = polars.scan_ndjson(list(self.files), schema=schema).with_columns(
            polars.col(days).str.to_date("%Y-%m-%d")
        )
        return scanned

    def to_polars(self) -> pl.DataFrame:
        """Reads the table.

        Raises:
            MissingExtraError: polars is not installed.
        """
        return self.scan_polars().collect()

    def rows(self, documents: Collection[str] | None = None) -> Iterator[dict[str, Any]]:
        """Gives rows as dicts, in their order; of some documents only, if their ids are given.

        Raises:
            MissingExtraError: the table is Parquet and pyarrow is not installed.
        """
        names = [column.name for column in TABLES[self.name]]
        if self.form == "jsonl":
            for row in self._rows():
                if documents is None or row[0] in documents:
                    yield dict(zip(names, row, strict=True))
            return
        compute = library("pyarrow.compute", "a Parquet dataset")
        wanted = None if documents is None else compute.field("document_id").isin(list(documents))
        for batch in self.scan_arrow().to_batches(filter=wanted):
            yield from batch.to_pylist()

    def sql(self) -> str:
        """Gives the table as DuckDB reads it: what stands after FROM."""
        files = ", ".join(quoted(str(file.resolve())) for file in self.files)
        if self.form == "parquet":
            return f"read_parquet([{files}])"
        columns = ", ".join(f"{quoted(column.name)}: {quoted(_sql_type(column.type))}" for column in TABLES[self.name])
        return f"read_json([{files}], format = 'newline_delimited', columns = {{{columns}}})"

    def _rows(self) -> Iterator[Row]:
        """Gives the rows of a table of lines."""
        kinds = [(column.name, column.type) for column in TABLES[self.name]]
        for file in self.files:
            with file.open(encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    values: dict[str, Any] = json.loads(line)
                    yield tuple(
                        dt.date.fromisoformat(values[name]) if kind == "date32" and values[name] else values[name]
                        for name, kind in kinds
                    )


def quoted(words: str) -> str:
    """Writes a string of SQL.

    >>> quoted("it's")
    "'it''s'"
    """
    doubled = words.replace("'", "''")
    return f"'{doubled}'"


def _sql_type(kind: str) -> str:
    """Names a type of a column as DuckDB does.

    >>> _sql_type("list<label>")
    'STRUCT("label" VARCHAR, "score" DOUBLE, "evidence" VARCHAR[])[]'
    """
    if kind.startswith("list<"):
        return f"{_sql_type(kind.removeprefix('list<').removesuffix('>'))}[]"
    if kind in STRUCTS:
        fields = ", ".join(f'"{name}" {_sql_type(inner)}' for name, inner in STRUCTS[kind])
        return f"STRUCT({fields})"
    return _SQL_TYPES[kind]


@dataclass(frozen=True, slots=True)
class StoredDataset:
    """A dataset on disk: three tables that hang together by `document_id`.

    Attributes:
        path: the folder.
        documents: a row a document.
        records: a row a record.
        facts: a row a quantity.
    """

    path: Path
    documents: StoredTable
    records: StoredTable
    facts: StoredTable

    def tables(self) -> tuple[StoredTable, ...]:
        """Gives all three."""
        return self.documents, self.records, self.facts


def dataset(path: str | Path) -> StoredDataset:
    """Opens a dataset that `govsummary batch` wrote.

    While `batch` works on it, it holds the parts that are finished.

    Args:
        path: the folder that was its `--out`.

    Raises:
        InputError: there is no dataset, or one without any document.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; name the --out of govsummary batch")
    names = [{part.name for part in (folder / table).glob("part-*")} for table in TABLE_NAMES]
    # A part whose files are not all in their places is not finished.
    whole = sorted(name for name in set.intersection(*names) if PART_NAME.fullmatch(name))
    if not whole:
        raise InputError(f"{folder}: no dataset with documents; make one with govsummary batch SRC --out {folder}")
    form: TableFormat = "jsonl" if whole[0].endswith(".jsonl") else "parquet"
    parts = [name for name in whole if name.endswith(form)]
    tables = (StoredTable(table, form, tuple(folder / table / name for name in parts)) for table in TABLE_NAMES)
    return StoredDataset(folder, *tables)
