"""`diff` and `series` from outside: formats, choices, exit status, and every bad input in one line."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from govsummary.cli import main
from govsummary.cli.problems import BAD_INPUT, FOUND
from govsummary.compare.models import Diff, Series

OLD = """某县城市管理局2022年工作总结

一、市容整治
全年拆除违法建设120处，清理小广告3000余处，检查餐馆X家。

二、2023年工作计划
计划新建公厕5座。
"""
NEW = """某县城市管理局2023年工作总结

一、市容整治
全年拆掉违章建筑150处，清理小广告3000余处，检查餐馆40家，植树600株。

二、重点工程
新建公厕6座。
"""
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    paths = [tmp_path / "old.txt", tmp_path / "new.txt"]
    for path, text in zip(paths, (OLD, NEW), strict=True):
        path.write_text(text, encoding="utf-8")
    return [str(path) for path in paths]


def run(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "govsummary", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, encoding="utf-8")


class TestFormats:
    def test_json_goes_into_a_pipe(self, files: list[str], capsys: Captured) -> None:
        assert main(["diff", *files]) == 0
        out = capsys.readouterr().out
        found = json.loads(out)
        assert list(found) == ["old", "new", "comparable", "notes", "rows", "plans", "sections"]
        [row] = [row for row in found["rows"] if row["new"] and row["new"]["quote"] == "150处"]
        wanted = {"status", "action", "object", "unit", "category", "old", "new", "delta", "percent", "score", "reason"}
        assert wanted <= set(row)
        assert (row["status"], row["delta"], row["percent"]) == ("changed", 30, 25)
        assert {"quote", "start", "end", "value", "unit", "sentence"} <= set(row["old"])
        assert row["old"]["sentence"]["text"].startswith("全年拆除违法建设120处")
        assert {"plan", "result", "met"} <= set(found["plans"][0])
        assert Diff.model_validate_json(out).comparable

    def test_table(self, files: list[str], capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "110")
        assert main(["diff", *files, "-f", "table"]) == 0
        lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
        [line] = [line for line in lines if "150处" in line]
        assert line.split() == ["↑", "拆掉", "违章建筑", "120处", "150处", "+30处", "+25%"]
        assert lines[-1] == "变化 1、未变 1、隐去 1、新增 2、消失 1；计划: 达到 1"
        assert "\x1b" not in "".join(lines)

    def test_verbose_shows_both_sentences(
        self, files: list[str], capsys: Captured, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "200")
        assert main(["diff", *files, "-f", "table", "-v", "--lang", "en"]) == 0
        out = "".join(capsys.readouterr().out.split())
        assert "拆除违法建设[120处]" in out
        assert "拆掉违章建筑[150处]" in out
        assert "actionsofonemeaning:拆除=拆掉" in out

    def test_csv(self, files: list[str], capsys: Captured) -> None:
        assert main(["diff", *files, "-f", "csv"]) == 0
        out = capsys.readouterr().out
        assert out.startswith("\ufeffstatus,")
        rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
        [row] = [row for row in rows if row["new_quote"] == "150处"]
        assert (row["old_quote"], row["delta"], row["percent"], row["score"]) == ("120处", "30", "25", "1")
        assert [row["new_quote"] for row in rows if row["status"] == "plan_met"] == ["6座"]
        assert None not in {value for row in rows for value in row.values()}

    def test_markdown(self, files: list[str], capsys: Captured) -> None:
        assert main(["diff", *files, "-f", "md"]) == 0
        out = capsys.readouterr().out
        assert "| ↑ | 拆掉 | 违章建筑 | 120处 | 150处 | +30处 | +25% |" in out
        assert "### 一、市容整治" in out
        assert "| 新建 | 公厕 | 5座 | 6座 | 达到 |" in out

    def test_the_suffix_decides(self, files: list[str], tmp_path: Path) -> None:
        for name, start in (("d.json", "{"), ("d.csv", "\ufeff"), ("d.md", "- "), ("d.txt", "旧")):
            out = tmp_path / name
            assert main(["diff", *files, "-o", str(out)]) == 0
            assert out.read_text(encoding="utf-8").startswith(start)

    def test_english(self, files: list[str], capsys: Captured) -> None:
        assert main(["diff", *files, "-f", "md", "--lang", "en", "-v"]) == 0
        out = capsys.readouterr().out
        assert "What was planned, and what came of it" in out
        assert "the old number is masked: not comparable" in out


class TestChoices:
    def quotes(self, capsys: Captured, *arguments: str) -> set[str]:
        assert main(["diff", *arguments]) == 0
        rows = json.loads(capsys.readouterr().out)["rows"]
        return {(row["new"] or row["old"])["quote"] for row in rows}

    def test_only(self, files: list[str], capsys: Captured) -> None:
        assert self.quotes(capsys, *files, "--only", "changed,removed") == {"150处", "5座"}

    def test_category(self, files: list[str], capsys: Captured) -> None:
        assert self.quotes(capsys, *files, "--category", "城市管理/违建治理") == {"150处"}

    def test_min_change(self, files: list[str], capsys: Captured) -> None:
        assert self.quotes(capsys, *files, "--min-change", "10%", "--only", "changed") == {"150处"}
        assert self.quotes(capsys, *files, "--min-change", "30", "--only", "changed") == set()

    def test_exit_code(self, files: list[str], capsys: Captured) -> None:
        assert main(["diff", *files, "--exit-code"]) == FOUND
        assert main(["diff", files[0], files[0], "--exit-code"]) == 0
        assert main(["diff", *files, "--exit-code", "--only", "unchanged"]) == 0

    def test_own_words(self, files: list[str], tmp_path: Path, capsys: Captured) -> None:
        folder = tmp_path / "own"
        folder.mkdir()
        Path(files[1]).write_text("2023年，检查茶寮44家。", encoding="utf-8")
        Path(files[0]).write_text("2022年，检查饮品店33家。", encoding="utf-8")
        assert main(["diff", *files, "--only", "changed"]) == 0
        assert json.loads(capsys.readouterr().out)["rows"] == []
        folder.joinpath("synonyms.tsv").write_text("word\tcanonical\trole\n茶寮\t饮品店\tnoun\n", encoding="utf-8")
        assert main(["diff", *files, "--only", "changed", "--lexicons", str(folder)]) == 0
        assert len(json.loads(capsys.readouterr().out)["rows"]) == 1


class TestInputs:
    def test_standard_input(self, files: list[str]) -> None:
        done = run("diff", files[0], "-", stdin=NEW)
        assert done.returncode == 0
        assert json.loads(done.stdout)["new"]["path"] == "-"

    def test_json_of_extract(self, files: list[str], tmp_path: Path, capsys: Captured) -> None:
        saved = tmp_path / "old.json"
        assert main(["extract", files[0], "-o", str(saved)]) == 0
        assert main(["diff", str(saved), files[1]]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["old"]["path"] == files[0]
        assert {row["status"] for row in found["rows"]} == {"changed", "unchanged", "masked", "added", "removed"}
        assert all(row["old"]["sentence"]["text"] is None for row in found["rows"] if row["old"])

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            pytest.param(["-", "-"], "standard input can be one of the documents only", id="twice standard input"),
            pytest.param(["OLD", "no-such.txt"], "no such file", id="missing"),
            pytest.param(["OLD", "NEW", "--min-change", "much"], "--min-change much: is no share", id="no share"),
            pytest.param(["OLD", "NEW", "--min-change", "-5%"], "is no share", id="below zero"),
            pytest.param(["OLD", "NEW", "--min-change", "nan"], "is no share", id="no number"),
            pytest.param(["OLD", "NEW", "--only", "changed,lost"], "--only lost: is no status", id="no status"),
            pytest.param(["OLD", "NEW", "--category", "无此类"], "--category 无此类: is no label", id="no category"),
            pytest.param(["OLD", "NEW", "-o", "OLD"], "is one of the documents to compare", id="over a document"),
            pytest.param(["OLD", "NEW", "-o", "x.xlsx"], "its suffix names no format", id="unknown suffix"),
            pytest.param(["OLD", "NEW", "--lang", "fr"], "'fr'", id="no language"),
            pytest.param(["OLD", "BROKEN"], "no document as `extract --format json` writes", id="broken JSON"),
            pytest.param(["OLD", "NEW", "--lexicons", "nowhere"], "no such folder", id="no lexicons"),
            pytest.param(["OLD"], "NEW", id="one document"),
        ],
    )
    def test_bad_input(
        self, files: list[str], tmp_path: Path, arguments: list[str], told: str, capsys: Captured
    ) -> None:
        broken = tmp_path / "broken.json"
        broken.write_text('{"records": 3}', encoding="utf-8")
        names = {"OLD": files[0], "NEW": files[1], "BROKEN": str(broken)}
        assert main(["diff", *(names.get(argument, argument) for argument in arguments)]) == BAD_INPUT
        captured = capsys.readouterr()
        assert captured.out == ""
        assert captured.err.startswith("govsummary: ")
        assert captured.err.count("\n") == 1
        assert told in captured.err

    def test_empty_texts(self, tmp_path: Path, capsys: Captured) -> None:
        path = tmp_path / "nothing.txt"
        path.write_text("没有数字。", encoding="utf-8")
        assert main(["diff", str(path), str(path), "-f", "table"]) == 0
        assert capsys.readouterr().out.splitlines()[-1].strip() == "0"

    def test_control_characters_and_formulas_are_harmless(self, tmp_path: Path, capsys: Captured) -> None:
        path = tmp_path / "evil.txt"
        path.write_text("2023年=1+1\x1b[31m工作总结\n\n一、=cmd|x\n清理垃圾3吨。", encoding="utf-8")
        for form in ("table", "csv", "md"):
            assert main(["diff", str(path), str(path), "-f", form]) == 0
            out = capsys.readouterr().out
            assert "\x1b" not in out or form == "csv"
            if form == "csv":
                cells = [
                    cell for row in csv.reader(io.StringIO(out.removeprefix("\ufeff"), newline="")) for cell in row
                ]
                assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


class TestSeries:
    def test_json(self, files: list[str], capsys: Captured) -> None:
        assert main(["series", *files, files[1]]) == 0
        found = Series.model_validate_json(capsys.readouterr().out)
        assert len(found.documents) == 3
        assert max(len(track.points) for track in found.tracks) == 3

    @pytest.mark.parametrize(
        ("form", "told"),
        [("table", "拆掉违章建筑"), ("csv", "120处"), ("md", "| 拆掉 违章建筑 | 120处 | 150处 +25% |")],
    )
    def test_other_formats(
        self, files: list[str], form: str, told: str, capsys: Captured, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "110")
        assert main(["series", *files, "-f", form]) == 0
        assert told in capsys.readouterr().out

    def test_category(self, files: list[str], capsys: Captured) -> None:
        assert main(["series", *files, "--category", "城市管理/违建治理"]) == 0
        assert [track["object"] for track in json.loads(capsys.readouterr().out)["tracks"]] == ["违章建筑"]

    def test_one_document_is_none(self, files: list[str], capsys: Captured) -> None:
        assert main(["series", files[0]]) == BAD_INPUT
        assert "two files or more" in capsys.readouterr().err
