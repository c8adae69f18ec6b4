"""Documents as data frames: the rows of `documents`, `records` or `facts` in the columns of a stored dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govsummary.archive.rows import Origin, Rows, rows_of
from govsummary.archive.schema import STRUCTS, TABLES, Row, TableName, arrow_schema, as_dicts, record_batch
from govsummary.lexicon import Lexicon
from govsummary.model import Document, Source
from govsummary.pipeline import Engine, engine_of, extract_source, load_engine
from govsummary.reading import bytes_of, read_bytes
from govsummary.tabular import library

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

#: A document, a document with the text that it was read from, or what it is extracted from: a text, a file.
Tabulable = Document | tuple[Document, str] | Path | str

# Columns that may lack a value keep whole numbers whole.
_PANDAS_TYPES = {"int32": "Int32", "int64": "Int64", "float64": "float64", "bool": "bool", "date32": "datetime64[ms]"}
_POLARS_TYPES = {
    "string": "String",
    "bool": "Boolean",
    "int32": "Int32",
    "int64": "Int64",
    "float64": "Float64",
    "date32": "Date",
}


def fact_rows(document: Document, text: str = "") -> list[dict[str, object]]:
    """Gives a row for each quantity, its fields named as the columns of `facts`; `Document.facts` is this.

    Args:
        document: what was extracted.
        text: the text that it was extracted from, for the words of the sentences; they are empty without it.

    >>> from govsummary import extract
    >>> rows = fact_rows(extract("2023年，拆除违章建筑120处、3亩。"))
    >>> [(row["object"], row["quote"], row["canonical_unit"], row["canonical_value"]) for row in rows]
    [('违章建筑', '120处', '处', 120.0), ('违章建筑', '3亩', '平方米', 2000.0)]
    """
    return as_dicts("facts", _rows((document, text), load_engine()).facts)


def to_arrow(documents: Iterable[Tabulable], table: TableName = "facts", lexicon: Lexicon | None = None) -> pa.Table:
    """Gives documents as an Arrow table with the schema that `govsummary batch` writes.

    Args:
        documents: each a `Document`, a pair of a `Document` and its text, or what it is extracted from: a text (`str`),
            a file (`Path`). Of a `Document` alone the words of its sentences are not known and stay empty, and its
            `document_id` is a hash of its records; else it is the hash of the bytes.
        table: `facts` (a row a quantity), `records` or `documents`.
        lexicon: the words and rules; the built-in ones when None.

    Raises:
        MissingExtraError: pyarrow is not installed.
        ReadError: a file cannot be read.

    >>> to_arrow(["2023年，拆除违章建筑120处。"]).select(["action", "object", "value", "unit"]).to_pylist()
    [{'action': '拆除', 'object': '违章建筑', 'value': 120.0, 'unit': '处'}]
    """
    arrow = library("pyarrow", "an Arrow table")
    batches = [record_batch(table, rows.of(table)) for rows in _all_rows(documents, lexicon)]
    made: pa.Table = arrow.Table.from_batches(batches, schema=arrow_schema(table)).combine_chunks()
    return made


def to_pandas(
    documents: Iterable[Tabulable], table: TableName = "facts", lexicon: Lexicon | None = None
) -> pd.DataFrame:
    """Gives documents as a data frame of pandas; the arguments are those of `to_arrow`.

    Raises:
        MissingExtraError: pandas is not installed.
        ReadError: a file cannot be read.
    """
    return pandas_frame([row for one in _all_rows(documents, lexicon) for row in one.of(table)], table)


def pandas_frame(rows: Sequence[Row], table: TableName) -> pd.DataFrame:
    """Gives rows of a table as a data frame of pandas."""
    pandas = library("pandas", "a data frame of pandas")
    names = [column.name for column in TABLES[table]]
    cells = zip(*rows, strict=True) if rows else ([] for _ in names)
    series = {name: pandas.Series(list(values), dtype="object") for name, values in zip(names, cells, strict=True)}
    return typed(pandas.DataFrame(series), table)


def typed(frame: pd.DataFrame, table: TableName) -> pd.DataFrame:
    """Gives each column of a data frame the type that holds it best: days as `datetime64`, whole numbers as `Int32`."""
    pandas = library("pandas", "a data frame of pandas")
    kinds: dict[str, Any] = {
        column.name: _PANDAS_TYPES.get(column.type, "object") for column in TABLES[table] if column.type != "string"
    }
    text = pandas.Series(["x"]).dtype  # what this pandas takes for words
    kinds |= {column.name: text for column in TABLES[table] if column.type == "string"}
    return frame.astype(kinds)


def to_polars(
    documents: Iterable[Tabulable], table: TableName = "facts", lexicon: Lexicon | None = None
) -> pl.DataFrame:
    """Gives documents as a data frame of polars; the arguments are those of `to_arrow`.

    Raises:
        MissingExtraError: polars is not installed.
        ReadError: a file cannot be read.
    """
    polars = library("polars", "a data frame of polars")
    rows = [row for one in _all_rows(documents, lexicon) for row in one.of(table)]
    made: pl.DataFrame = polars.DataFrame(rows, schema=polars_schema(table), orient="row")
    return made


def polars_schema(table: TableName) -> dict[str, Any]:
    """Gives the types of the columns of a table as polars names them."""
    polars = library("polars", "a data frame of polars")
    return {column.name: _polars_type(polars, column.type) for column in TABLES[table]}


def _polars_type(polars: Any, kind: str) -> Any:
    if kind.startswith("list<"):
        return polars.List(_polars_type(polars, kind.removeprefix("list<").removesuffix(">")))
    if kind in STRUCTS:
        return polars.Struct({name: _polars_type(polars, inner) for name, inner in STRUCTS[kind]})
    return getattr(polars, _POLARS_TYPES[kind])


def _all_rows(documents: Iterable[Tabulable], lexicon: Lexicon | None) -> Iterator[Rows]:
    if isinstance(documents, Document | Path | str):  # one document is a sequence of one
        documents = [documents]
    engine = load_engine() if lexicon is None else engine_of(lexicon)
    for document in documents:
        yield _rows(document, engine)


def _rows(document: Tabulable, engine: Engine) -> Rows:
    if isinstance(document, Path):
        data = bytes_of(document)
        source = read_bytes(data, str(document))
        origin = Origin(sha256(data).hexdigest(), str(document), len(data))
        return rows_of(extract_source(source, engine), source.text, origin, engine.lexicon.units)
    if isinstance(document, str):
        source = Source(path=None, format="text", encoding=None, characters=len(document), text=document)
        return _rows((extract_source(source, engine), document), engine)
    document, text = document if isinstance(document, tuple) else (document, "")
    data = (text or document.model_dump_json()).encode(errors="surrogatepass")
    origin = Origin(sha256(data).hexdigest(), document.source.path or "", len(data))
    return rows_of(document, text, origin, engine.lexicon.units)
