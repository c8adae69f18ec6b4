"""`govsummary query` and `govsummary trend`, as a shell calls them."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from stored_archives import OFFICE

from govsummary.cli import main
from govsummary.tabular.stored import StoredDataset

PLANNED = "SELECT quote, value FROM facts WHERE status = 'planned'"
METRIC = ["--organization", "云汀", "--metric", "拆除", "违建", "处"]


class TestQuery:
    def test_a_pipe_gets_csv(self, parquet: StoredDataset, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["query", str(parquet.path), PLANNED]) == 0
        assert capsys.readouterr().out == "\ufeffquote,value\r\n200处,200\r\n"

    def test_a_table_shows_numbers_as_people_write_them(
        self, parquet: StoredDataset, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["query", str(parquet.path), PLANNED, "--format", "table"]) == 0
        assert [line.split() for line in capsys.readouterr().out.splitlines()] == [["quote", "value"], ["200处", "200"]]

    def test_json_is_one_array(self, parquet: StoredDataset, capsys: pytest.CaptureFixture[str]) -> None:
        sql = "SELECT period_start, sections FROM documents WHERE period_text = '2022年' AND len(sections) > 1"
        assert main(["query", str(parquet.path), sql, "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found[0]["period_start"] == "2022-01-01"
        assert [section["mark"] for section in found[0]["sections"]] == ["一、", "二、"]

    def test_no_rows_are_an_empty_answer(self, parquet: StoredDataset, capsys: pytest.CaptureFixture[str]) -> None:
        sql = "SELECT quote FROM facts WHERE false"
        for form, text in (("json", "[]\n"), ("csv", "\ufeffquote\r\n")):
            assert main(["query", str(parquet.path), sql, "--format", form]) == 0
            assert capsys.readouterr().out == text

    @pytest.mark.parametrize("name", ["out.csv", "out.json", "out.parquet", "out.txt"])
    def test_the_suffix_says_the_format(self, name: str, parquet: StoredDataset, tmp_path: Path) -> None:
        out = tmp_path / name
        assert main(["query", str(parquet.path), PLANNED, "-o", str(out)]) == 0
        if name == "out.parquet":
            assert pq.read_table(out).to_pylist() == [{"quote": "200处", "value": 200.0}]
        else:
            assert "200处" in out.read_text(encoding="utf-8-sig")
        assert [path.name for path in tmp_path.iterdir()] == [name]

    def test_a_formula_in_a_document_is_no_formula_in_a_sheet(
        self, parquet: StoredDataset, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["query", str(parquet.path), "SELECT '=1+1' AS a"]) == 0
        assert "'=1+1" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("sql", "said"),
        [
            ("SELECT no_such FROM facts", "DESCRIBE facts"),
            ("DROP VIEW facts", "not one reading statement"),
            ("SELECT error('stop')", "stop"),
        ],
    )
    def test_mistakes_end_in_one_line(
        self, sql: str, said: str, parquet: StoredDataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "out.csv"
        assert main(["query", str(parquet.path), sql, "-o", str(out)]) == 2
        assert said in capsys.readouterr().err
        assert not out.exists()

    @pytest.mark.parametrize(
        ("out", "said"), [("out.xyz", "its suffix names no format"), ("{dataset}/facts/out.csv", "inside the dataset")]
    )
    def test_places_that_cannot_be_written(
        self, out: str, said: str, parquet: StoredDataset, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["query", str(parquet.path), PLANNED, "-o", out.format(dataset=parquet.path)]) == 2
        assert said in capsys.readouterr().err

    def test_no_dataset(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["query", str(tmp_path), PLANNED]) == 2
        assert "make one with govsummary batch" in capsys.readouterr().err


class TestTrend:
    def test_csv_has_all_there_is_to_know(self, parquet: StoredDataset, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["trend", str(parquet.path), *METRIC]) == 0
        said = capsys.readouterr()
        rows = list(csv.DictReader(io.StringIO(said.out.removeprefix("\ufeff"))))
        assert [(row["period"], row["status"], row["value"], row["delta"]) for row in rows] == [
            ("2019年", "found", "80", ""),
            ("2020年", "found", "96", "16"),
            ("2021年上半年", "found", "35", ""),
            ("2021年", "masked", "", ""),
            ("2022年", "found", "150", "54"),
            ("2023年", "ambiguous", "", ""),
        ]
        assert set(rows[5]["quote"].split(" / ")) == {"60处", "45处"}
        assert "undated.txt: does not say which period" in said.err
        assert "periods of unequal length" in said.err

    def test_a_person_gets_a_table(self, parquet: StoredDataset, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["trend", str(parquet.path), *METRIC, "--format", "table"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].split() == ["时期", "月数", "结果", "数值", "增减", "%", "原文", "文件"]
        assert lines[2].split()[:7] == ["2020年", "12", "有", "96", "16", "20", "96处"]

    def test_json(self, jsonl: StoredDataset, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["trend", str(jsonl.path), *METRIC, "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["organization"] == OFFICE
        assert found["points"][1]["figure"]["quote"] == "96处"

    def test_a_chart_goes_to_its_file_and_the_rows_to_stdout(
        self, parquet: StoredDataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "chart.svg"
        assert main(["trend", str(parquet.path), *METRIC, "-o", str(out)]) == 0
        assert "X余处" in out.read_text(encoding="utf-8")
        assert "96处" in capsys.readouterr().out

    def test_png(self, parquet: StoredDataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("govsummary.cli.trend.as_png", lambda svg, font: b"PNG of " + str(font).encode())
        out = tmp_path / "chart.png"
        assert main(["trend", str(parquet.path), *METRIC, "-o", str(out), "--font", "a.ttf"]) == 0
        assert out.read_bytes() == b"PNG of a.ttf"

    def test_rows_go_to_a_file_of_rows(
        self, parquet: StoredDataset, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        out = tmp_path / "rows.csv"
        assert main(["trend", str(parquet.path), *METRIC, "-o", str(out)]) == 0
        assert capsys.readouterr().out == ""
        assert "96处" in out.read_text(encoding="utf-8-sig")

    def test_a_figure_that_is_nowhere_is_said_to_be(
        self, parquet: StoredDataset, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["trend", str(parquet.path), "--organization", OFFICE, "--metric", "栽植", "行道树", "株"]) == 0
        assert "stands in none of 6 documents" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--organization", "某某县", "--metric", "拆除", "违建", "处"], "no organization of this dataset"),
            (["--organization", "云汀", "--metric", "-", "-", "处"], "neither action nor object"),
            (["--organization", "云汀", "--metric", "拆除", "违建"], "--metric"),
            ([*METRIC, "-o", "out.gif"], "neither a chart"),
            ([*METRIC, "--kind", "sum"], "--kind"),
        ],
    )
    def test_mistakes_end_in_one_line(
        self, arguments: list[str], said: str, parquet: StoredDataset, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["trend", str(parquet.path), *arguments]) == 2
        error = capsys.readouterr().err
        assert said in error
        assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("library", "arguments", "extra"),
    [("duckdb", ["query", PLANNED], "query"), ("pyarrow", ["trend", *METRIC], "arrow")],
)
def test_without_a_library_one_line_says_what_to_install(
    library: str, arguments: list[str], extra: str, parquet: StoredDataset, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded = [name for name in sys.modules if name.partition(".")[0] == library]
    with pytest.MonkeyPatch.context() as patch:
        for name in {library, *loaded}:
            patch.setitem(sys.modules, name, None)
        assert main([arguments[0], str(parquet.path), *arguments[1:]]) == 2
    assert f"pip install 'govsummary[{extra}]'" in capsys.readouterr().err
