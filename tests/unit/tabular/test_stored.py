from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from stored_archives import TEXTS, store

from govsummary import InputError, dataset, extract, read, to_arrow
from govsummary.archive.schema import TABLE_NAMES, TableName
from govsummary.tabular.documents import stored_documents
from govsummary.tabular.stored import StoredDataset, StoredTable

ROOT = Path(__file__).parents[3]


def table_of(stored: StoredDataset, name: TableName) -> StoredTable:
    table: StoredTable = getattr(stored, name)
    return table


@pytest.mark.parametrize("name", TABLE_NAMES)
class TestBothFormats:
    def test_arrow(self, parquet: StoredDataset, jsonl: StoredDataset, name: TableName, archive: Path) -> None:
        one, other = table_of(parquet, name), table_of(jsonl, name)
        files = sorted(archive.glob("*.txt"), key=lambda path: path.name)
        assert one.to_arrow().equals(other.to_arrow())
        assert one.to_arrow().equals(one.scan_arrow().to_table())
        assert one.to_arrow().equals(to_arrow(files, name))
        assert other.scan_arrow().to_table().equals(one.to_arrow())

    def test_pandas(self, parquet: StoredDataset, jsonl: StoredDataset, name: TableName) -> None:
        pd.testing.assert_frame_equal(table_of(parquet, name).to_pandas(), table_of(jsonl, name).to_pandas())

    def test_polars(self, parquet: StoredDataset, jsonl: StoredDataset, name: TableName) -> None:
        one = table_of(parquet, name).to_polars()
        assert one.equals(table_of(jsonl, name).to_polars())
        assert one.equals(pl.DataFrame(pl.from_arrow(table_of(parquet, name).to_arrow())))

    def test_rows(self, parquet: StoredDataset, jsonl: StoredDataset, name: TableName) -> None:
        rows = list(table_of(parquet, name).rows())
        assert rows == list(table_of(jsonl, name).rows())
        wanted = {str(rows[0]["document_id"])}
        some = [row for row in rows if row["document_id"] in wanted]
        assert list(table_of(parquet, name).rows(wanted)) == some
        assert list(table_of(jsonl, name).rows(wanted)) == some


class TestOpening:
    def test_a_dataset_has_more_than_one_part(self, parquet: StoredDataset) -> None:
        assert len(parquet.facts.files) > 1
        assert parquet.facts.to_polars().height > len(TEXTS)

    def test_a_part_that_is_not_finished_is_not_there(self, parquet: StoredDataset, tmp_path: Path) -> None:
        copy = tmp_path / "dataset"
        shutil.copytree(parquet.path, copy)
        (copy / "facts" / "part-000099.parquet").write_bytes(b"half")
        (copy / "records" / "part-000099.parquet").write_bytes(b"half")
        assert dataset(copy).facts.to_arrow().equals(parquet.facts.to_arrow())

    @pytest.mark.parametrize(("name", "said"), [("none", "no such folder"), ("empty", "no dataset with documents")])
    def test_no_dataset_is_an_error_that_says_what_to_do(self, name: str, said: str, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(InputError, match=f"{said}.*govsummary batch"):
            dataset(tmp_path / name)


class TestDocuments:
    def test_documents_come_back_as_they_were_extracted(self, tmp_path: Path) -> None:
        stored = store(ROOT / "corpus" / "held-out", "jsonl", tmp_path / "dataset")
        back = list(stored_documents(stored))
        assert back
        for _, document, text in back:
            path = Path(document.source.path or "")
            if path.suffix != ".txt":
                continue
            first = extract(path)
            assert json.loads(document.model_dump_json()) == json.loads(first.model_dump_json())
            whole = read(path).text
            assert len(text) == len(whole)
            assert all(
                text[record.sentence.start : record.sentence.end] == whole[record.sentence.start : record.sentence.end]
                for record in document.records
            )

    def test_some_documents_only(self, parquet: StoredDataset) -> None:
        ids = [str(row["document_id"]) for row in parquet.documents.rows()]
        assert [name for name, _, _ in stored_documents(parquet, ids[:2])] == ids[:2]
