from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from govsummary import InputError, MissingExtraError, batch_schema, extract_batch, to_arrow
from govsummary.archive.hosted import close_hosted
from govsummary.archive.schema import TABLES

CORPUS = Path(__file__).parents[3] / "corpus"
FILES = sorted(CORPUS.glob("c*.txt"))[:6]
FACTS = [column.name for column in TABLES["facts"]]


@pytest.fixture(scope="module", autouse=True)
def _no_processes_left() -> Iterator[None]:
    yield
    close_hosted()


def brief(table: pa.Table) -> list[tuple[object, ...]]:
    return [(row["path"], row["quote"], row["code"]) for row in table.to_pylist()]


class TestFiles:
    def test_facts_are_those_of_a_stored_dataset(self) -> None:
        table = pa.table({"path": [str(path) for path in FILES], "bytes": [path.read_bytes() for path in FILES]})
        found = extract_batch(table)
        assert found.schema.equals(batch_schema())
        assert found.select(FACTS).to_pylist() == to_arrow(FILES).to_pylist()
        titles = {row["path"]: row["title"] for row in to_arrow(FILES, "documents").to_pylist()}
        assert {row["path"]: row["title"] for row in found.to_pylist()} == titles

    def test_paths_alone_are_read_where_they_are(self, tmp_path: Path) -> None:
        paths = [str(path) for path in FILES[:2]]
        found = extract_batch(pa.table({"path": [*paths, str(tmp_path / "none.txt")]}))
        assert found.select(FACTS).to_pylist()[:-1] == to_arrow(FILES[:2]).to_pylist()
        assert found.to_pylist()[-1]["code"] == "missing"

    def test_what_cannot_be_read_is_data_at_its_place(self) -> None:
        contents = [
            b"",
            "拆除围挡3处。".encode(),
            b"%PDF-1.7 broken",
            None,
            "制定《方案》。".encode(),
            "清理垃圾5吨。".encode(),
        ]
        found = extract_batch(pa.table({"path": list("abcdef"), "bytes": pa.array(contents, pa.binary())}))
        assert brief(found) == [
            ("a", None, "empty"),
            ("b", "3处", None),
            ("c", None, "damaged"),
            ("d", None, "empty"),
            ("e", None, None),  # a document without facts
            ("f", "5吨", None),
        ]
        rows = found.to_pylist()
        assert rows[4]["document_id"]
        assert rows[2]["message"]

    def test_many_documents_of_a_batch_keep_their_order(self) -> None:
        names = [f"{number:03}" for number in range(70)]
        contents = [f"拆除围挡{number + 1}处。".encode() if number % 7 else b"" for number in range(70)]
        found = extract_batch(pa.table({"path": names, "bytes": contents})).to_pylist()
        assert [row["path"] for row in found] == names
        assert [row["value"] for row in found] == [number + 1 if number % 7 else None for number in range(70)]


class TestTexts:
    def test_a_text_is_taken_as_it_is(self) -> None:
        text = "%PDF-1.7 不是文件。2023年，拆除围挡3处。"
        row = extract_batch(pa.table({"text": [text]})).to_pylist()[0]
        assert (row["quote"], row["path"], row["code"]) == ("3处", "", None)
        assert text[row["start"] : row["end"]] == "3处"

    def test_an_empty_text_is_a_failure(self) -> None:
        found = extract_batch(pa.table({"path": ["a", "b", "c"], "text": ["", None, "拆除围挡3处。"]}))
        assert brief(found) == [("a", None, "empty"), ("b", None, "empty"), ("c", "3处", None)]

    def test_other_columns_and_larger_types_do_no_harm(self) -> None:
        table = pa.table({"n": [1], "text": pa.array(["拆除围挡3处。"], pa.large_string())})
        assert brief(extract_batch(table)) == [("", "3处", None)]


class TestTables:
    def test_no_documents_give_no_rows(self) -> None:
        empty = pa.table({"path": pa.array([], pa.string()), "bytes": pa.array([], pa.binary())})
        assert extract_batch(empty).equals(batch_schema().empty_table())

    def test_an_iterator_of_batches_gives_batches(self) -> None:
        given = pa.table({"text": ["拆除围挡3处。", "清理垃圾5吨。"]})
        made = list(extract_batch(iter(given.to_batches(max_chunksize=1))))
        assert all(isinstance(batch, pa.RecordBatch) for batch in made)
        assert pa.Table.from_batches(made).equals(extract_batch(given))

    def test_without_a_column_of_documents(self) -> None:
        with pytest.raises(InputError, match="no column of bytes, text, path among body"):
            extract_batch(pa.table({"body": ["x"]}))

    def test_without_pyarrow(self, monkeypatch: pytest.MonkeyPatch) -> None:
        table = pa.table({"text": ["x"]})
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(MissingExtraError, match=r"pip install 'govsummary\[arrow\]'"):
            extract_batch(table)
