from __future__ import annotations

import datetime as dt
import math
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import govsummary
from govsummary import Document, MissingExtraError, extract, read, to_arrow, to_pandas, to_polars
from govsummary.archive.schema import TABLE_NAMES, TABLES, TableName, arrow_schema

CORPUS = Path(__file__).parents[3] / "corpus"
SOME = sorted(CORPUS.glob("u*.txt")) + sorted(CORPUS.glob("agri*.txt"))
TEXT = "2023年，全县拆除违章建筑120处、3亩。制定《实施方案》。"


class TestFacts:
    def test_a_row_a_quantity_with_the_columns_of_a_stored_dataset(self) -> None:
        rows = extract(TEXT).facts(TEXT)
        assert [list(row) for row in rows] == [[column.name for column in TABLES["facts"]]] * 2
        assert (
            rows[1]
            | {"object": "违章建筑", "value": 3.0, "canonical_value": 2000.0, "sentence": TEXT.partition("制")[0]}
            == rows[1]
        )
        assert rows[0]["period_start"] == dt.date(2023, 1, 1)

    def test_the_sentence_is_empty_without_the_text(self) -> None:
        assert [row["sentence"] for row in extract(TEXT).facts()] == ["", ""]

    def test_a_document_without_quantities_has_none(self) -> None:
        assert extract("制定《实施方案》。").facts() == []

    def test_the_id_of_a_document_without_its_text_depends_on_what_it_says(self) -> None:
        first, again, other = (extract(text) for text in (TEXT, TEXT, "拆除围挡3处。"))
        ids = [document.facts()[0]["document_id"] for document in (first, again, other)]
        assert ids[0] == ids[1] != ids[2]

    def test_facts_are_those_of_a_document_that_went_through_json(self) -> None:
        document = extract(TEXT)
        assert Document.model_validate_json(document.model_dump_json()).facts(TEXT) == document.facts(TEXT)


@pytest.mark.parametrize("table", TABLE_NAMES)
class TestTables:
    def test_arrow_has_the_schema_of_batch(self, table: TableName) -> None:
        made = to_arrow(SOME, table)
        assert made.schema.equals(arrow_schema(table), check_metadata=True)
        assert made.num_rows > 0
        made.validate(full=True)

    def test_polars_holds_the_same(self, table: TableName) -> None:
        assert to_polars(SOME, table).equals(pl.DataFrame(pl.from_arrow(to_arrow(SOME, table))))

    def test_pandas_holds_the_same(self, table: TableName) -> None:
        frame, rows = to_pandas(SOME, table), to_arrow(SOME, table).to_pylist()
        assert list(frame.columns) == list(rows[0])
        for name in frame.columns:
            held = [None if _nothing(cell) else cell for cell in frame[name].tolist()]
            days = [cell.date() if isinstance(cell, pd.Timestamp) else cell for cell in held]
            assert days == [row[name] for row in rows], name

    def test_nothing_is_an_empty_table_with_all_columns(self, table: TableName) -> None:
        names = [column.name for column in TABLES[table]]
        assert to_arrow([], table).column_names == names
        assert list(to_pandas([], table).columns) == names
        assert to_polars([], table).columns == names
        assert to_pandas([], table).dtypes.equals(to_pandas(SOME, table).dtypes)


def _nothing(cell: object) -> bool:
    return cell is None or cell is pd.NaT or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell))


class TestDocuments:
    def test_a_file_is_named_by_the_hash_of_its_bytes(self) -> None:
        rows = to_arrow(SOME[:1], "documents").to_pylist()
        assert rows[0]["document_id"] == sha256(SOME[0].read_bytes()).hexdigest()
        assert rows[0]["path"] == str(SOME[0])

    def test_files_texts_and_documents_give_the_same_facts(self) -> None:
        text = read(SOME[0]).text
        forms: list[Any] = [SOME[0], text, extract(text), (extract(text), text)]
        tables = [to_arrow([form]).drop_columns(["document_id", "sentence"]) for form in forms]
        assert all(table.equals(tables[0]) for table in tables)

    def test_one_document_needs_no_list(self) -> None:
        assert to_arrow(SOME[0]).equals(to_arrow(SOME[:1]))  # type: ignore[arg-type]

    def test_days_and_numbers_have_types_to_compute_with(self) -> None:
        frame = to_pandas([TEXT])
        assert str(frame["period_start"].dtype).startswith("datetime64")
        assert frame["value"].sum() == 123
        assert str(frame["page"].dtype) == "Int32"


@pytest.mark.parametrize(
    ("library", "call", "extra"),
    [("pyarrow", to_arrow, "arrow"), ("pandas", to_pandas, "pandas"), ("polars", to_polars, "polars")],
)
def test_without_the_library_one_line_says_what_to_install(
    library: str, call: Any, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtraError, match=rf"needs {library}: pip install 'govsummary\[{extra}\]'"):
        call([TEXT])


def test_the_public_names_are_those_of_the_modules() -> None:
    assert govsummary.to_arrow is to_arrow
    assert isinstance(govsummary.to_arrow([TEXT]), pa.Table)
