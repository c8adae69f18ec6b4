"""The command line from outside: formats, places of output, and every bad input in one line."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from govsummary.cli import INTERRUPTED, READER_GONE, main
from govsummary.cli.problems import BAD_INPUT
from govsummary.model import Document

SUMMARY = """某某区城市管理局2020年上半年工作总结

一、市容整治
上半年，清理乱贴广告120处，拆除违法建设3处600平方米。

二、下半年打算
计划新建公厕5座。
"""
COMMAND = [sys.executable, "-m", "govsummary"]
posix = pytest.mark.skipif(os.name == "nt", reason="pipes and permissions as POSIX has them")


@pytest.fixture
def summary(tmp_path: Path) -> Path:
    path = tmp_path / "summary.txt"
    path.write_text(SUMMARY, encoding="utf-8")
    return path


def run(
    *arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Runs the command in a process of its own."""
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env=os.environ | (env or {}))


def documents(lines: str) -> list[Document]:
    return [Document.model_validate_json(line) for line in lines.splitlines()]


def assert_one_line(problem: str) -> None:
    assert problem.startswith("govsummary: ")
    assert problem.count("\n") == 1
    assert problem.endswith("\n")


class TestFormats:
    def test_json_lines_go_into_a_pipe(self, summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["extract", str(summary), str(summary)]) == 0
        found = documents(capsys.readouterr().out)
        assert len(found) == 2
        assert found[0] == found[1]
        assert found[0].source.path == str(summary)
        quotes = [SUMMARY[q.start : q.end] for record in found[0].records for q in record.quantities]
        assert {"120处", "3处", "600平方米", "5座"} <= set(quotes)

    def test_json_of_one_file_is_an_object(self, summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["extract", str(summary), "--format", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert found["title"] == "某某区城市管理局2020年上半年工作总结"
        assert found["period"]["start"] == "2020-01-01"

    def test_json_of_several_files_is_an_array(self, summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["extract", str(summary), str(summary), "-f", "json"]) == 0
        assert [item["title"] for item in json.loads(capsys.readouterr().out)] == [SUMMARY.split("\n", 1)[0]] * 2

    def test_csv_opens_in_excel(self, summary: Path) -> None:
        done = run("extract", summary, "--format", "csv")
        assert done.returncode == 0
        assert done.stdout.startswith(b"\xef\xbb\xbfpath,")
        assert b"\r\r\n" not in done.stdout
        rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"), newline="")))
        assert [row["quote"] for row in rows if row["action"] == "拆除"] == ["3处", "600平方米"]
        assert {row["sentence"] for row in rows if row["quote"] == "5座"} == {"计划新建公厕5座。"}

    def test_csv_cannot_inject_a_formula(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "evil.txt"
        path.write_text('=cmd|"/C calc"!A0\n\n清理垃圾3吨。', encoding="utf-8")
        assert main(["extract", str(path), "--format", "csv"]) == 0
        cells = [cell for row in csv.reader(io.StringIO(capsys.readouterr().out, newline="")) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]

    def test_table_is_for_people(
        self, summary: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "90")
        assert main(["extract", str(summary), "--format", "table"]) == 0
        shown = capsys.readouterr().out
        assert "拆除" in shown
        assert "个数量；报告期 2020-01-01 至 2020-06-30" in shown.splitlines()[-1]
        assert "\x1b" not in shown

    @posix
    def test_a_terminal_gets_the_table(self, summary: Path) -> None:
        shown = on_terminal("extract", str(summary))
        assert "行动" in shown
        assert "\x1b[" in shown

    @posix
    def test_many_files_show_how_far_it_is(self, summary: Path) -> None:
        out = summary.with_name("o.jsonl")
        shown = on_terminal("extract", *[str(summary)] * 12, "-o", str(out))
        assert "100%" in shown
        assert len(documents(out.read_text(encoding="utf-8"))) == 12

    @posix
    def test_few_files_show_nothing(self, summary: Path) -> None:
        assert on_terminal("extract", str(summary), "-o", str(summary.with_name("o.jsonl"))) == ""

    @posix
    def test_a_terminal_gets_what_was_asked_for(self, summary: Path) -> None:
        assert on_terminal("extract", str(summary), "--format", "jsonl").startswith('{"source"')

    def test_a_text_without_quantities_is_an_empty_result(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = tmp_path / "plain.txt"
        path.write_text("这里没有数字。", encoding="utf-8")
        assert main(["extract", str(path)]) == 0
        (found,) = documents(capsys.readouterr().out)
        assert [q for record in found.records for q in record.quantities] == []

    def test_the_schema_names_what_extract_writes(self, summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["schema"]) == 0
        schema = json.loads(capsys.readouterr().out)
        assert main(["extract", str(summary), "-f", "json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert sorted(schema["required"]) == sorted(found)
        record, quantity = (schema["$defs"][name]["required"] for name in ("Record", "Quantity"))
        assert sorted(record) == sorted(found["records"][0])
        assert sorted(quantity) == sorted(found["records"][0]["quantities"][0])

    def test_the_schemas_of_comparisons_name_what_they_write(
        self, summary: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for command, files in {"diff": 2, "series": 2, "audit": 1}.items():
            assert main(["schema", command]) == 0
            schema = json.loads(capsys.readouterr().out)
            main([command, *[str(summary)] * files, "-f", "json"])
            written = json.loads(capsys.readouterr().out)
            assert sorted(schema["required"]) == sorted(written), command

    def test_a_command_without_a_schema(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["schema", "read"]) == 2
        assert "extract" in capsys.readouterr().err


def on_terminal(*arguments: str) -> str:
    """Runs the command with a terminal for its output and gives what it shows."""
    code = f"import pty, sys; sys.exit(pty.spawn({[*COMMAND, *arguments]!r}) >> 8)"
    env = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    env |= {"TERM": "xterm-256color", "COLUMNS": "90"}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env
    ) as process:
        assert process.stdout is not None
        shown = process.stdout.read()
    assert process.returncode == 0
    return shown.decode()


class TestInput:
    def test_a_dash_is_standard_input(self) -> None:
        done = run("extract", "-", stdin=SUMMARY.encode("gb18030"))
        (found,) = documents(done.stdout.decode())
        assert found.source.path == "-"
        assert found.source.encoding == "gb18030"
        assert found.period is not None

    def test_read_prints_the_text_that_offsets_point_into(
        self, summary: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["read", str(summary)]) == 0
        assert capsys.readouterr().out == SUMMARY

    def test_read_gives_utf8_whatever_was_there(self) -> None:
        assert run("read", "-", stdin=SUMMARY.encode("utf-16")).stdout.decode("utf-8") == SUMMARY

    def test_output_is_utf8_whatever_the_locale(self, summary: Path) -> None:
        done = run("extract", summary, env={"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"})
        assert done.returncode == 0
        assert "某某区城市管理局" in done.stdout.decode("utf-8")

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such a name")
    def test_a_file_name_in_an_old_encoding(self, tmp_path: Path) -> None:
        name = "上半年总结.txt".encode("gb18030")
        (tmp_path / os.fsdecode(name)).write_text(SUMMARY, encoding="utf-8")
        command = [*map(os.fsencode, [*COMMAND, "extract"]), os.fsencode(tmp_path) + b"/" + name]
        done = subprocess.run(command, capture_output=True, check=True)
        (found,) = documents(done.stdout.decode())
        assert (found.source.path or "").endswith("上半年总结.txt")

    def test_own_lexicons_are_laid_over(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "odd.txt"
        path.write_text("整治河道12咕噜。", encoding="utf-8")
        own = lexicons(tmp_path, "咕噜\t咕噜\tclassifier:咕噜\t1\t")
        assert main(["extract", str(path), "--lexicons", str(own)]) == 0
        (found,) = documents(capsys.readouterr().out)
        assert [q.unit for record in found.records for q in record.quantities] == ["咕噜"]


def lexicons(folder: Path, *units: str) -> Path:
    """Makes a folder of own lexicons with these lines in units.tsv."""
    own = folder / "own"
    own.mkdir()
    lines = ["unit\tcanonical\tdimension\tfactor\tequals", *units]
    (own / "units.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return own


class TestOutput:
    @pytest.mark.parametrize(
        ("name", "start"),
        [("o.json", "{\n"), ("o.jsonl", '{"source"'), ("o.csv", "\ufeffpath,"), ("o.txt", "某某区")],
    )
    def test_the_suffix_says_the_format(self, summary: Path, name: str, start: str) -> None:
        out = summary.with_name(name)
        assert main(["extract", str(summary), "-o", str(out)]) == 0
        assert out.read_text(encoding="utf-8").startswith(start)

    def test_a_format_that_is_asked_for_wins(self, summary: Path) -> None:
        out = summary.with_name("o.data")
        assert main(["extract", str(summary), "-o", str(out), "--format", "json"]) == 0
        assert json.loads(out.read_text(encoding="utf-8"))["title"]

    def test_nothing_is_left_beside_the_file(self, summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = summary.with_name("o.csv")
        assert main(["extract", str(summary), "-o", str(out)]) == 0
        assert sorted(path.name for path in summary.parent.iterdir()) == ["o.csv", "summary.txt"]
        assert capsys.readouterr() == ("", "")

    def test_the_old_file_stays_when_nothing_could_be_read(self, summary: Path) -> None:
        out = summary.with_name("o.json")
        out.write_text("old")
        assert main(["extract", str(summary.with_name("nope.txt")), "-o", str(out)]) == BAD_INPUT
        assert out.read_text() == "old"

    def test_the_old_file_stays_when_writing_fails(self, summary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        out = summary.with_name("o.csv")
        out.write_text("old")

        def fail(_readings: object) -> list[str]:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr("govsummary.export.csv.rows", fail)
        assert main(["extract", str(summary), "-o", str(out)]) == BAD_INPUT
        assert out.read_text() == "old"
        assert sorted(path.name for path in summary.parent.iterdir()) == ["o.csv", "summary.txt"]

    @posix
    def test_permissions_are_those_of_the_file_before_or_of_a_new_file(self, summary: Path) -> None:
        new, old, plain = (summary.with_name(name) for name in ("new.json", "old.json", "plain"))
        plain.touch()
        old.touch()
        old.chmod(0o640)
        for out in (new, old):
            assert main(["extract", str(summary), "-o", str(out)]) == 0
        assert new.stat().st_mode == plain.stat().st_mode
        assert old.stat().st_mode & 0o777 == 0o640

    @posix
    def test_a_device_is_written_to_not_replaced(self, summary: Path) -> None:
        assert main(["extract", str(summary), "-o", os.devnull, "-f", "csv"]) == 0
        assert Path(os.devnull).is_char_device()

    @posix
    def test_a_link_stays_a_link(self, summary: Path) -> None:
        target, link = summary.with_name("target.json"), summary.with_name("link.json")
        link.symlink_to(target)
        assert main(["extract", str(summary), "-o", str(link)]) == 0
        assert link.is_symlink()
        assert json.loads(target.read_text(encoding="utf-8"))["records"]


class TestSeveralFiles:
    @pytest.mark.parametrize("form", ["json", "jsonl", "csv", "table"])
    def test_one_that_fails_does_not_stop_the_others(
        self, summary: Path, form: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        missing = summary.with_name("nope.txt")
        assert main(["extract", str(missing), str(summary), "--format", form]) == BAD_INPUT
        out, err = capsys.readouterr()
        assert "拆除" in out
        assert_one_line(err)
        assert str(missing) in err

    def test_every_one_that_fails_is_named(self, summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
        bad = [str(summary.with_name(name)) for name in ("a.txt", "b.txt")]
        assert main(["extract", bad[0], str(summary), bad[1], "-f", "jsonl"]) == BAD_INPUT
        out, err = capsys.readouterr()
        assert len(documents(out)) == 1
        assert [line.split(":")[1].strip() for line in err.splitlines()] == bad


def _missing(folder: Path) -> Sequence[str | Path]:
    return ["extract", folder / "nope.txt"]


def _a_folder(folder: Path) -> Sequence[str | Path]:
    return ["extract", folder]


def _empty(folder: Path) -> Sequence[str | Path]:
    (folder / "empty.txt").touch()
    return ["extract", folder / "empty.txt"]


def _binary(folder: Path) -> Sequence[str | Path]:
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    return ["extract", folder / "picture.txt"]


def _pdf(folder: Path) -> Sequence[str | Path]:
    (folder / "a.txt").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n")
    return ["extract", folder / "a.txt"]


def _name_with_line_break(folder: Path) -> Sequence[str | Path]:
    return ["extract", folder / "a\nb\x1b[2J.txt"]


def _read_missing(folder: Path) -> Sequence[str | Path]:
    return ["read", folder / "nope.txt"]


def _duplicate_unit(folder: Path) -> Sequence[str | Path]:
    own = lexicons(folder, "咕噜\t咕噜\tcount\t1\t", "咕噜\t咕噜\tcount\t2\t")
    return ["extract", folder / "summary.txt", "--lexicons", own]


def _unit_of_the_built_in_lexicon(folder: Path) -> Sequence[str | Path]:
    return ["extract", folder / "summary.txt", "--lexicons", lexicons(folder, "平方米\t平方米\tarea\t2\t")]


def _many_lexicon_problems(folder: Path) -> Sequence[str | Path]:
    own = lexicons(folder, *(f"单位{number}\t\t\tmany\t" for number in range(9)))
    return ["extract", folder / "summary.txt", "--lexicons", own]


def _no_lexicons(folder: Path) -> Sequence[str | Path]:
    return ["extract", folder / "summary.txt", "--lexicons", folder / "nope"]


def _no_lexicons_to_check(folder: Path) -> Sequence[str | Path]:
    return ["lexicon", "check", folder / "nope"]


def _out_in_no_folder(folder: Path) -> Sequence[str | Path]:
    return ["extract", folder / "summary.txt", "-o", folder / "nope" / "o.csv"]


def _out_is_a_folder(folder: Path) -> Sequence[str | Path]:
    (folder / "o.csv").mkdir()
    return ["extract", folder / "summary.txt", "-o", folder / "o.csv"]


def _out_is_the_summary(folder: Path) -> Sequence[str | Path]:
    return ["extract", folder / "summary.txt", "-o", folder / "summary.txt"]


def _out_of_unknown_format(folder: Path) -> Sequence[str | Path]:
    return ["extract", folder / "summary.txt", "-o", folder / "o.docx"]


def _unknown_format(folder: Path) -> Sequence[str | Path]:
    return ["extract", folder / "summary.txt", "--format", "xml"]


def _no_file(_folder: Path) -> Sequence[str | Path]:
    return ["extract"]


def _unknown_command(_folder: Path) -> Sequence[str | Path]:
    return ["extrakt"]


def _unknown_option(folder: Path) -> Sequence[str | Path]:
    return ["extract", folder / "summary.txt", "--fast"]


def gold_folder(folder: Path, *names: str) -> Path:
    """Makes a folder of labelled texts."""
    labelled = folder / "labelled"
    labelled.mkdir()
    for name in names:
        (labelled / f"{name}.txt").write_text("拆除广告牌30处。", encoding="utf-8")
        (labelled / f"{name}.gold.jsonl").write_text(json.dumps(GOLD_FACT) + "\n", encoding="utf-8")
    return labelled


GOLD_FACT = {
    "start": 5,
    "quote": "30处",
    "value": 30,
    "masked": False,
    "unit": "处",
    "bound": "exact",
    "kind": "amount",
    "status": "done",
    "action": ["拆除"],
    "object": ["广告牌"],
}


def _no_gold_folder(folder: Path) -> Sequence[str | Path]:
    return ["score", folder / "nope"]


def _gold_of_a_missing_text(folder: Path) -> Sequence[str | Path]:
    labelled = gold_folder(folder, "a")
    (labelled / "a.txt").unlink()
    return ["score", labelled]


def _gold_that_is_no_json(folder: Path) -> Sequence[str | Path]:
    labelled = gold_folder(folder, "a")
    (labelled / "a.gold.jsonl").write_text('{"start": 5,\n', encoding="utf-8")
    return ["score", labelled]


def _gold_without_a_key(folder: Path) -> Sequence[str | Path]:
    labelled = gold_folder(folder, "a")
    (labelled / "a.gold.jsonl").write_text('{"start": 5, "quote": "30处"}\n', encoding="utf-8")
    return ["score", labelled]


def _gold_that_is_not_utf8(folder: Path) -> Sequence[str | Path]:
    labelled = gold_folder(folder, "a")
    (labelled / "a.gold.jsonl").write_bytes("拆除".encode("gb18030"))
    return ["score", labelled]


def _folder_without_gold(folder: Path) -> Sequence[str | Path]:
    return ["score", gold_folder(folder)]


def _gold_of_no_such_name(folder: Path) -> Sequence[str | Path]:
    return ["score", gold_folder(folder, "a", "b"), "--name", "c*"]


def _no_number_of_errors(folder: Path) -> Sequence[str | Path]:
    return ["score", gold_folder(folder, "a"), "--errors=many"]


def _place_beyond_the_text(folder: Path) -> Sequence[str | Path]:
    return ["explain", f"{folder / 'summary.txt'}:{len(SUMMARY)}"]


def _no_place(folder: Path) -> Sequence[str | Path]:
    return ["explain", folder / "summary.txt"]


def _place_in_a_missing_file(folder: Path) -> Sequence[str | Path]:
    return ["explain", f"{folder / 'nope.txt'}:3"]


def _empty_place(folder: Path) -> Sequence[str | Path]:
    return ["explain", f"{folder / 'summary.txt'}:9-9"]


def _sentence_without_a_number(folder: Path) -> Sequence[str | Path]:
    return ["explain", f"{folder / 'summary.txt'}:{SUMMARY.index('市容整治')}"]


def _words_that_occur_nowhere(folder: Path) -> Sequence[str | Path]:
    return ["explain", folder / "summary.txt", "--text", "没有这句"]


def _half_a_command(_folder: Path) -> Sequence[str | Path]:
    return ["lexicon"]


BAD_CALLS: list[tuple[Callable[[Path], Sequence[str | Path]], str]] = [
    (_missing, "nope.txt: "),
    (_a_folder, "folder"),
    (_empty, "empty"),
    (_binary, "not_text"),
    (_pdf, "PDF"),
    (_name_with_line_break, "a b [2J.txt"),
    (_read_missing, "nope.txt: "),
    (_duplicate_unit, "units.tsv:3: '咕噜'"),
    (_unit_of_the_built_in_lexicon, "units.tsv:2: '平方米'"),
    (_many_lexicon_problems, "and 8 more"),
    (_no_lexicons, "nope"),
    (_no_lexicons_to_check, "no such folder"),
    (_out_in_no_folder, "no such file or directory"),
    (_out_is_a_folder, "o.csv: is a directory"),
    (_out_is_the_summary, "choose another place"),
    (_out_of_unknown_format, "add --format"),
    (_unknown_format, "'table', 'json', 'jsonl', 'csv'"),
    (_no_file, "FILE"),
    (_unknown_command, "extrakt"),
    (_unknown_option, "--fast"),
    (_half_a_command, "Missing command"),
    (_no_gold_folder, "no such folder"),
    (_gold_of_a_missing_text, "a.txt: no such file"),
    (_gold_that_is_no_json, "a.gold.jsonl:1: not JSON"),
    (_gold_without_a_key, "a.gold.jsonl:1: a gold fact without 'value'"),
    (_gold_that_is_not_utf8, "a.gold.jsonl: 'utf-8' codec"),
    (_folder_without_gold, "no NAME.gold.jsonl in it"),
    (_gold_of_no_such_name, "no text fits --name c*"),
    (_no_number_of_errors, "--errors"),
    (_place_beyond_the_text, f"offset {len(SUMMARY)} is beyond the text"),
    (_no_place, "write FILE:OFFSET"),
    (_place_in_a_missing_file, "nope.txt: no such file"),
    (_empty_place, "9-9 is empty"),
    (_sentence_without_a_number, "no number stands in the sentence"),
    (_words_that_occur_nowhere, "'没有这句' occurs nowhere"),
]


@pytest.mark.parametrize(
    ("call", "says"), [pytest.param(call, says, id=call.__name__.strip("_")) for call, says in BAD_CALLS]
)
def test_bad_input_ends_in_one_line(
    call: Callable[[Path], Sequence[str | Path]], says: str, summary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(argument) for argument in call(summary.parent)]) == BAD_INPUT
    out, err = capsys.readouterr()
    assert out == ""
    assert_one_line(err)
    assert says in err
    assert summary.read_text(encoding="utf-8") == SUMMARY


class TestLexiconCheck:
    def test_the_lexicons_that_come_along_are_clean(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["lexicon", "check"]) == 0
        assert capsys.readouterr() == ("", "govsummary: lexicons: no problem found\n")

    def test_every_problem_is_named_with_file_and_line(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        own = lexicons(tmp_path, "咕噜\t咕噜\tcount\t1\t", "咕噜\t咕噜\tcount\t1\t", "嘟噜\t嘟噜\tcount\tmany\t")
        assert main(["lexicon", "check", str(own)]) == 1
        out, err = capsys.readouterr()
        assert [line.split("units.tsv")[1].split(" ")[0] for line in out.splitlines()] == [":3:", ":4:"]
        assert "2 problems found" in err


class TestScore:
    def test_a_row_for_each_text_and_the_totals(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["score", str(gold_folder(tmp_path, "a", "b"))]) == 0
        heads, *rows = capsys.readouterr().out.splitlines()
        assert heads.split()[:3] == ["text", "gold", "pred"]
        assert [row.split()[:4] for row in rows] == [
            ["a", "1", "1", "1.000"],
            ["b", "1", "1", "1.000"],
            ["ALL", "2", "2", "1.000"],
        ]

    def test_totals_of_several_folders_stand_side_by_side(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "more").mkdir()
        folders = [str(gold_folder(tmp_path, "a", "b")), str(gold_folder(tmp_path / "more", "c"))]
        assert main(["score", *folders]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [line.split()[:3] for line in lines[-2:]] == [["ALL", folders[0], "2"], ["ALL", folders[1], "1"]]
        assert [line.split()[0] for line in lines[1:-2]] == [folders[0], "a", "b", folders[1], "c"]

    def test_the_texts_can_be_chosen_by_name(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["score", str(gold_folder(tmp_path, "court-2021", "tax-2021")), "--name", "tax*"]) == 0
        assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["text", "tax-2021", "ALL"]

    @pytest.mark.parametrize(
        ("errors", "shown"),
        [
            pytest.param(["--errors"], 2, id="all"),
            pytest.param(["--errors", "1"], 1, id="at most one"),
            pytest.param([], 0, id="none unless asked for"),
        ],
    )
    def test_errors(self, errors: list[str], shown: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        labelled = gold_folder(tmp_path, "a")
        wrong = [GOLD_FACT | {"object": ["树苗"]}, GOLD_FACT | {"start": 0, "quote": "拆除"}]
        (labelled / "a.gold.jsonl").write_text("\n".join(map(json.dumps, wrong)), encoding="utf-8")
        assert main(["score", *errors, str(labelled)]) == 0
        out = capsys.readouterr().out
        assert out.count("拆除广告牌30处。") == shown
        assert ("object wanted '树苗', got '广告牌'" in out) is bool(shown)
        assert ("… and 1 more" in out) is (shown == 1)

    def test_json(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        labelled = gold_folder(tmp_path, "a")
        (labelled / "a.gold.jsonl").write_text(json.dumps(GOLD_FACT | {"status": "planned"}), encoding="utf-8")
        assert main(["score", str(labelled), "--format", "json", "--errors"]) == 0
        (folder,) = json.loads(capsys.readouterr().out)
        assert folder["folder"] == str(labelled)
        assert (folder["all"]["quantity_f1"], folder["all"]["fact_f1"], folder["all"]["status"]) == (1, 0, 0)
        (error,) = folder["texts"][0]["errors"]
        assert error["wrong"] == [{"field": "status", "wanted": ["planned"], "got": "done"}]

    def test_only_labelled_stretches_count(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        labelled = gold_folder(tmp_path, "a")
        (labelled / "a.gold.jsonl").write_text("", encoding="utf-8")
        (labelled / "a.ranges.json").write_text("[[0, 5]]", encoding="utf-8")
        assert main(["score", str(labelled), "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)[0]["all"]["predicted"] == 0

    def test_a_text_that_fails_does_not_stop_the_others(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        labelled = gold_folder(tmp_path, "a", "b")
        (labelled / "a.txt").unlink()
        assert main(["score", str(labelled)]) == BAD_INPUT
        out, err = capsys.readouterr()
        assert [line.split()[0] for line in out.splitlines()] == ["text", "b", "ALL"]
        assert_one_line(err)

    def test_own_lexicons_count(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        labelled = gold_folder(tmp_path, "a")
        (labelled / "a.txt").write_text("拆除广告牌30咕噜。", encoding="utf-8")
        (labelled / "a.gold.jsonl").write_text(
            json.dumps(GOLD_FACT | {"quote": "30咕噜", "unit": "咕噜"}), encoding="utf-8"
        )
        own = lexicons(tmp_path, "咕噜\t咕噜\tclassifier:咕噜\t1\t")
        for options, found in ([], 0), (["--lexicons", str(own)], 1):
            assert main(["score", str(labelled), "--format", "json", *options]) == 0
            assert json.loads(capsys.readouterr().out)[0]["all"]["quantity_f1"] == found


class TestExplain:
    def test_a_number_its_rule_and_its_record(self, summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["explain", f"{summary}:{SUMMARY.index('120')}"]) == 0
        out = capsys.readouterr().out
        assert out.splitlines()[0] == "上半年，清理乱贴广告120处，拆除违法建设3处600平方米。"
        assert "units.tsv: canonical 处" in out
        assert "V  actions.tsv: action" in out
        assert "| 120处 | done | rule " in out.splitlines()[-1]
        assert "\x1b" not in out

    def test_a_number_that_gave_no_quantity(self, summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["explain", f"{summary}:{SUMMARY.index('2020')}"]) == 0
        assert "no quantity blocker date.year takes 2020年 away" in capsys.readouterr().out

    def test_every_number_of_a_stretch(self, summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
        start = SUMMARY.index("拆除")
        assert main(["explain", f"{summary}:{start}-{start + 16}"]) == 0
        places = [line.split()[1] for line in capsys.readouterr().out.splitlines() if line.startswith("place")]
        assert places == [f"{start + 6}-{start + 8}", f"{start + 8}-{start + 14}"]

    def test_every_place_where_words_occur(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "a:7.txt"
        path.write_text("查处案件X起。\n今年来查处案件X起。", encoding="utf-8")
        assert main(["explain", str(path), "--text", "案件X起"]) == 0
        assert [line.split()[1] for line in capsys.readouterr().out.splitlines() if line.startswith("place")] == [
            "4-6",
            "15-17",
        ]

    def test_rules_that_were_tried(self, summary: Path, capsys: pytest.CaptureFixture[str]) -> None:
        place = f"{summary}:{SUMMARY.index('120')}"
        assert main(["explain", place]) == 0
        short = capsys.readouterr().out
        assert main(["explain", place, "--verbose"]) == 0
        assert len(capsys.readouterr().out.splitlines()) == len(short.splitlines()) + 1
        assert "did not fit" in short

    def test_standard_input_and_own_lexicons(self, tmp_path: Path) -> None:
        own = lexicons(tmp_path, "咕噜\t咕噜\tclassifier:咕噜\t1\t")
        done = run("explain", "-:5", "--lexicons", own, stdin="整治河道12咕噜。".encode())
        assert done.returncode == 0
        assert "canonical 咕噜, dimension classifier:咕噜, factor 1" in done.stdout.decode()

    @posix
    def test_a_terminal_gets_colours(self, summary: Path) -> None:
        shown = on_terminal("explain", f"{summary}:{SUMMARY.index('120')}")
        assert "\x1b[" in shown
        assert "清理" in shown


class TestProcess:
    def test_version(self) -> None:
        done = run("--version")
        assert done.stdout.decode().startswith("govsummary ")
        assert done.returncode == 0

    def test_without_arguments_it_shows_help(self) -> None:
        done = run()
        assert done.returncode == 0
        assert {"extract", "score", "explain", "read", "schema", "lexicon"} <= set(done.stdout.decode().split())

    @posix
    def test_a_reader_that_goes_away_ends_it_quietly(self, summary: Path) -> None:
        process = subprocess.Popen(
            [*COMMAND, "extract", *[str(summary)] * 400], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
        process.stderr.close()
        assert process.wait() == READER_GONE

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
    def test_a_full_disk_is_one_line(self, summary: Path) -> None:
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([*COMMAND, "extract", str(summary)], stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == BAD_INPUT
        assert_one_line(done.stderr.decode())

    @posix
    def test_ctrl_c_ends_it_quietly(self) -> None:
        command = [*COMMAND, "extract", "nope.txt", "-"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stderr is not None
            # Told of the first file, it waits for standard input.
            assert b"nope.txt" in process.stderr.readline()
            process.send_signal(signal.SIGINT)
            problem = process.stderr.read()
        assert problem == b""
        assert process.returncode == INTERRUPTED

    def test_a_long_line_is_no_problem(self) -> None:
        line = "清理垃圾３吨，" * 20_000
        done = run("extract", "-", stdin=line.encode())
        assert done.stderr == b""
        (found,) = documents(done.stdout.decode())
        assert found.source.characters == len(line)
        assert found.records

    def test_import_is_cheap(self) -> None:
        heavy = "{'rich', 'typer', 'spacy', 'jieba', 'rjieba', 'regex', 'http', 'socket', 'urllib.request'}"
        code = f"import sys; import govsummary; print(sorted({heavy} & set(sys.modules)))"
        assert subprocess.check_output([sys.executable, "-c", code]) == b"[]" + os.linesep.encode()

    def test_json_needs_no_rich(self, summary: Path) -> None:
        code = (
            "import sys; from govsummary.cli import main; "
            f"main(['extract', {str(summary)!r}]); print([m for m in sys.modules if m.split('.')[0] == 'rich'])"
        )
        assert subprocess.check_output([sys.executable, "-c", code]).splitlines()[-1] == b"[]"
