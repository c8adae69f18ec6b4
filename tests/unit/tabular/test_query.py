from __future__ import annotations

import io
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from govsummary import InputError, MissingExtraError
from govsummary.tabular.query import query
from govsummary.tabular.stored import StoredDataset


def rows(stored: StoredDataset, sql: str) -> list[tuple[object, ...]]:
    with query(stored, sql) as answer:
        return list(answer.rows())


class TestAnswers:
    @pytest.mark.parametrize("form", ["parquet", "jsonl"])
    def test_the_views_are_the_tables(self, form: str, request: pytest.FixtureRequest) -> None:
        stored: StoredDataset = request.getfixturevalue(form)
        for table in stored.tables():
            assert rows(stored, f"SELECT count(*) FROM {table.name}") == [(table.to_arrow().num_rows,)]

    def test_both_formats_answer_alike(self, parquet: StoredDataset, jsonl: StoredDataset) -> None:
        for table in parquet.tables():
            sql = f"SELECT * FROM {table.name} ORDER BY ALL"
            assert rows(parquet, sql) == rows(jsonl, sql)

    def test_columns_and_order_are_those_of_the_statement(self, parquet: StoredDataset) -> None:
        sql = "SELECT quote, value FROM facts WHERE unit = '处' AND status = 'planned' ORDER BY value"
        with query(parquet, sql) as answer:
            assert answer.columns == ("quote", "value")
            assert list(answer.rows()) == [("200处", 200.0)]

    def test_tables_join_by_the_id_of_the_document(self, parquet: StoredDataset) -> None:
        sql = "SELECT DISTINCT path FROM facts JOIN documents USING (document_id) WHERE quote = '7处'"
        assert [Path(str(path)).name for (path,) in rows(parquet, sql)] == ["other.txt"]

    def test_describe_is_a_reading_statement(self, parquet: StoredDataset) -> None:
        assert ("value", "DOUBLE") in [row[:2] for row in rows(parquet, "DESCRIBE facts")]

    def test_many_rows_come_piece_by_piece(self, parquet: StoredDataset) -> None:
        with query(parquet, "SELECT range AS n FROM range(2500)") as answer:
            assert sum(1 for _ in answer.rows()) == 2500

    def test_parquet_keeps_types(self, parquet: StoredDataset) -> None:
        stream = io.BytesIO()
        with query(parquet, "SELECT * FROM facts ORDER BY document_id, fact") as answer:
            answer.write_parquet(stream)
        table = pq.read_table(io.BytesIO(stream.getvalue()))
        assert table.num_rows == parquet.facts.to_arrow().num_rows
        assert str(table.schema.field("period_start").type) == "date32[day]"


class TestRefusals:
    @pytest.mark.parametrize(
        "sql",
        [
            "COPY facts TO '{out}'",
            "EXPLAIN ANALYZE COPY facts TO '{out}'",
            "CREATE TABLE mine AS SELECT 1",
            "DELETE FROM facts",
            "ATTACH '{out}'",
            "INSTALL httpfs",
            "LOAD httpfs",
            "SET enable_external_access = true",
            "PRAGMA database_list",
            "SELECT 1; SELECT 2",
            "",
        ],
    )
    def test_what_does_not_only_read_is_refused(self, parquet: StoredDataset, sql: str, tmp_path: Path) -> None:
        out = tmp_path / "out"
        with pytest.raises(InputError, match="not one reading statement"):
            rows(parquet, sql.format(out=out))
        assert not out.exists()

    @pytest.mark.parametrize(
        "sql",
        [
            "SELECT * FROM read_text('{secret}')",
            "SELECT * FROM read_csv('{secret}')",
            "SELECT * FROM '{secret}'",
            "SELECT * FROM glob('{folder}/*')",
            "SELECT * FROM 'http://127.0.0.1:9/facts.parquet'",
        ],
    )
    def test_no_other_file_and_no_network(self, parquet: StoredDataset, sql: str, tmp_path: Path) -> None:
        secret = tmp_path / "secret.csv"
        secret.write_text("a,b\n1,2\n")
        with pytest.raises(InputError, match="disabled by configuration"):
            rows(parquet, sql.format(secret=secret, folder=tmp_path))

    def test_variables_of_the_program_are_no_tables(self, parquet: StoredDataset) -> None:
        facts_of_ours = parquet.facts.to_arrow()
        assert facts_of_ours.num_rows
        with pytest.raises(InputError, match="facts_of_ours does not exist"):
            rows(parquet, "SELECT * FROM facts_of_ours")

    @pytest.mark.parametrize(
        ("sql", "said"),
        [
            ("SELEC", "syntax error"),
            ("SELECT no_such FROM facts", "DESCRIBE facts lists the columns"),
            ("SELECT * FROM fact", "the views are documents, records, facts"),
            ("SELECT error('stop') FROM facts", "stop"),
        ],
    )
    def test_a_mistake_is_one_line(self, parquet: StoredDataset, sql: str, said: str) -> None:
        with pytest.raises(InputError, match=said) as caught:
            rows(parquet, sql)
        assert "\n" not in str(caught.value)

    def test_without_duckdb_one_line_says_what_to_install(
        self, parquet: StoredDataset, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "duckdb", None)
        with pytest.raises(MissingExtraError, match=r"pip install 'govsummary\[query\]'"):
            rows(parquet, "SELECT 1")


def test_the_dataset_is_left_as_it_was(parquet: StoredDataset) -> None:
    before = {path: path.stat().st_mtime_ns for path in parquet.path.rglob("*")}
    rows(parquet, "SELECT * FROM facts ORDER BY ALL")
    assert {path: path.stat().st_mtime_ns for path in parquet.path.rglob("*")} == before
