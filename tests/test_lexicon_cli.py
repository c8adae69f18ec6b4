"""`govsummary lexicon` from outside: what is printed where, exit statuses, and every bad input in one line."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from govsummary.cli import main
from govsummary.cli.problems import BAD_INPUT, FOUND
from govsummary.lexicon_check import check

TEXT = "全年投放鱼苗60池，投放虾苗8池。\n拆除违章建筑120处。\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    (folder / "2023").mkdir(parents=True)
    (folder / "2023" / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "b.txt").write_text("拆除违章建筑3处600平方米。", encoding="gb18030")
    (folder / ".hidden.txt").write_text("投放鱼苗5池。", encoding="utf-8")
    return folder


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, str, str]:
    status = main(["lexicon", *map(str, arguments)])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


class TestSuggest:
    def test_a_folder_is_read_with_all_below_it(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, err = run(capsys, "suggest", archive)
        assert (status, err) == (0, "")
        assert "units.tsv: 1 proposed" in out
        assert "池  2 in 1 document" in out
        assert f"{archive}/2023/a.txt:8  全年投放鱼苗60【池】，投放虾苗8池" in out

    def test_json(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = run(capsys, "suggest", archive, "-f", "json")
        [found] = json.loads(out)
        assert (found["kind"], found["word"], found["count"], found["line"]) == ("unit", "池", 2, "池\t池\t池\t1")
        assert [TEXT[one["start"] :][: len(one["word"])] for one in found["examples"]] == ["池", "池"]

    def test_csv(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = run(capsys, "suggest", archive, "-f", "csv")
        [row] = csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline=""))
        assert (row["kind"], row["word"], row["count"]) == ("unit", "池", "2")

    def test_lines_are_ready_for_the_file(
        self, archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        _, out, _ = run(capsys, "suggest", archive, "--kind", "unit", "-f", "lines")
        own = tmp_path / "own"
        own.mkdir()
        head = "unit\tcanonical\tdimension\tfactor\tequals\tnot_before\n"
        (own / "units.tsv").write_text(head + out, encoding="utf-8")
        assert check(own) == []
        assert run(capsys, "suggest", archive, "--lexicons", own) == (0, "", "")

    def test_only_what_was_asked_for(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(capsys, "suggest", archive, "--min", "3") == (0, "", "")
        assert run(capsys, "suggest", archive, "--kind", "action", "--kind", "category") == (0, "", "")

    def test_into_a_file(self, archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = tmp_path / "found.json"
        assert run(capsys, "suggest", archive, "-o", out) == (0, "", "")
        assert json.loads(out.read_text(encoding="utf-8"))[0]["word"] == "池"

    def test_standard_input_is_a_list_of_paths(
        self, archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        paths = io.BytesIO(f"{archive}/b.txt\n{archive}/2023\n".encode())
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(paths, encoding="utf-8"))
        status, out, _ = run(capsys, "suggest", "-")
        assert status == 0
        assert f"    {archive}/2023/a.txt:8  全年投放鱼苗60【池】" in out

    @pytest.mark.parametrize("way", ["zip", "glob", "list", "from"])
    def test_a_source_is_what_it_is_for_batch(
        self, way: str, archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        packed, listed = tmp_path / "a.zip", tmp_path / "paths.txt"
        with zipfile.ZipFile(packed, "w") as members:
            members.write(archive / "2023" / "a.txt", "2023/a.txt")
        listed.write_text(f"{archive}\n", encoding="utf-8")
        sources: dict[str, list[Path | str]] = {
            "zip": [packed],
            "glob": [archive / "**" / "*.txt"],
            "list": [f"@{listed}"],
            "from": ["--from", listed],
        }
        status, out, err = run(capsys, "suggest", *sources[way], "-f", "json")
        assert (status, err) == (0, "")
        assert [(one["word"], one["count"]) for one in json.loads(out)] == [("池", 2)]

    def test_globs_and_a_limit_choose_files(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(capsys, "suggest", archive, "--include", "b.*") == (0, "", "")
        assert run(capsys, "suggest", archive, "--exclude", "2023") == (0, "", "")
        status, out, _ = run(capsys, "coverage", archive, "--limit", "1", "-f", "csv")
        assert (status, out.count("\n")) == (0, 2)

    def test_copies_are_counted_once(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (archive / "copy.txt").write_text(TEXT, encoding="utf-8")
        status, out, err = run(capsys, "suggest", archive, "-f", "json")
        assert (status, json.loads(out)[0]["count"]) == (0, 2)
        assert err == "govsummary: 1 of 3 files left out: they repeat another, byte by byte\n"

    def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
        self, archive: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (archive / "c.docx").write_bytes(b"PK\x03\x04 broken")
        status, out, err = run(capsys, "suggest", archive)
        assert status == FOUND
        assert "池" in out
        assert err.startswith(f"govsummary: {archive}/c.docx: ")
        assert err.count("\n") == 1

    @pytest.mark.parametrize("command", ["suggest", "coverage"])
    def test_the_place_to_write_is_none_of_the_documents(
        self, command: str, archive: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, out, err = run(capsys, command, archive, "-o", archive / "b.txt")
        assert (status, out) == (BAD_INPUT, "")
        assert err == f"govsummary: {archive}/b.txt: is one of the summaries to read; choose another place for -o\n"
        assert (archive / "b.txt").read_bytes() == "拆除违章建筑3处600平方米。".encode("gb18030")

    @pytest.mark.parametrize("command", ["suggest", "coverage"])
    def test_a_file_that_was_there_stays_when_nothing_is_written(
        self, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "empty.txt").write_bytes(b"")
        out = tmp_path / "found.json"
        out.write_text("before", encoding="utf-8")
        status, _, err = run(capsys, command, tmp_path / "empty.txt", "-o", out)
        assert (status, out.read_text(encoding="utf-8")) == (BAD_INPUT, "before")
        assert err == f"govsummary: {tmp_path}/empty.txt: the file is empty [empty]\n"

    def test_a_folder_without_files(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        told = "govsummary: no file was found; check the folders, --include and --exclude\n"
        assert run(capsys, "suggest", tmp_path) == (BAD_INPUT, "", told)

    @pytest.mark.parametrize("command", ["suggest", "coverage"])
    def test_nothing_is_printed_when_nothing_could_be_read(
        self, command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, out, err = run(capsys, command, tmp_path / "nowhere.txt")
        assert (status, out) == (BAD_INPUT, "")
        assert err.count("\n") == 1


class TestCoverage:
    def test_the_worst_document_comes_first(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, err = run(capsys, "coverage", archive)
        assert (status, err) == (0, "")
        head, first, second, total = out.splitlines()
        assert head.split() == ["path", "numbers", "unit", "action", "object", "category", "facts"]
        assert first.split() == [f"{archive}/2023/a.txt", "3", "0.333", "1.000", "1.000", "1.000", "1"]
        assert second.split() == [f"{archive}/b.txt", "2", "1.000", "1.000", "1.000", "1.000", "2"]
        assert total.split() == ["all", "5", "0.600", "1.000", "1.000", "1.000", "3"]

    def test_json_and_csv_say_the_same(self, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
        _, out, _ = run(capsys, "coverage", archive, "-f", "json")
        found = json.loads(out)
        assert found["all"]["shares"]["unit"] == 0.6
        _, out, _ = run(capsys, "coverage", archive, "-f", "csv")
        rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline="")))
        assert [row["path"] for row in rows] == [one["path"] for one in found["documents"]]
        assert [float(row["unit"]) for row in rows] == pytest.approx(
            [one["shares"]["unit"] for one in found["documents"]], abs=0.001
        )


class TestAdd:
    def test_an_added_unit_is_read(self, archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        own = tmp_path / "own"
        status, out, err = run(capsys, "add", "unit", "池", "--not-before", "塘", "--lexicons", own)
        assert (status, out, err) == (0, "", f"govsummary: {own}/units.tsv: 池 added; no problem found\n")
        assert (own / "units.tsv").read_text(encoding="utf-8").endswith("\n池\t池\t池\t1\t\t塘\n")
        assert run(capsys, "suggest", archive, "--lexicons", own) == (0, "", "")
        _, out, _ = run(capsys, "coverage", archive, "--lexicons", own)
        assert out.splitlines()[-1].split()[:3] == ["all", "5", "1.000"]

    def test_every_kind(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        own = tmp_path / "own"
        for words in (
            ("unit", "大筐", "--canonical", "筐", "--factor", "2", "--dimension", "筐"),
            ("action", "疏浚清障", "--lemma", "疏浚"),
            ("action", "攀升了", "--role", "change", "--direction", "up"),
            ("noun", "蓝盒子", "--role", "noun"),
            ("category", "甲/乙", "--word", "蓝盒子", "--word", "红盒子", "--example", "蓝盒子", "--weak", "盒子"),
        ):
            assert run(capsys, "add", *words, "--lexicons", own)[0] == 0
        assert check(own) == []
        _, out, _ = run(capsys, "diff", "built-in", own)
        assert [line for line in out.splitlines() if not line.startswith(" ")] == [
            "actions.tsv",
            "categories.toml",
            "nouns.tsv",
            "units.tsv",
        ]

    def test_a_label_is_extended(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        own = tmp_path / "own"
        label = "城市管理/广告整治"
        assert run(capsys, "add", "category", label, "--word", "楼顶大字", "--lexicons", own)[0] == BAD_INPUT
        assert run(capsys, "add", "category", label, "--word", "楼顶大字", "--extend", "--lexicons", own)[0] == 0
        _, out, _ = run(capsys, "diff", "built-in", own, "-f", "json")
        [found] = json.loads(out)
        assert (found["key"], found["change"]) == (label, "changed")
        assert "户外广告" in " ".join(found["after"])

    def test_duplicates_are_refused(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        status, out, err = run(capsys, "add", "unit", "处", "--lexicons", tmp_path / "own")
        assert (status, out) == (BAD_INPUT, "")
        assert err == (
            "govsummary: '处' is in the built-in lexicon already; add --replace to put this entry in its place\n"
        )
        assert not (tmp_path / "own").exists()
        assert run(capsys, "add", "unit", "处", "--replace", "--lexicons", tmp_path / "own")[0] == 0

    def test_problems_are_listed_and_nothing_is_written(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        own = tmp_path / "own"
        status, out, err = run(capsys, "add", "unit", "池", "--factor", "abc", "--lexicons", own)
        assert (status, out) == (FOUND, f"{own}/units.tsv:2: the factor 'abc' is not a number\n")
        assert err == f"govsummary: {own}: nothing was written; mend what is listed and add 池 again\n"
        assert not own.exists()


class TestListAndDiff:
    def test_entries(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, "add", "action", "疏浚清障", "--lemma", "疏浚", "--lexicons", tmp_path)
        status, out, _ = run(capsys, "list", "action", "--search", "疏浚清", "--lexicons", tmp_path)
        assert (status, out.split()) == (0, ["action", "疏浚清障", "own", "role", "action;", "lemma", "疏浚"])
        _, out, _ = run(capsys, "list", "unit", "-f", "json")
        assert {"kind": "unit", "unit": "公顷", "canonical": "平方米"}.items() <= next(
            one.items() for one in json.loads(out) if one["unit"] == "公顷"
        )
        _, out, _ = run(capsys, "list", "-f", "csv")
        assert {row["kind"] for row in csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline=""))} == {
            "unit",
            "action",
            "noun",
            "category",
        }

    def test_a_search_without_a_hit(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(capsys, "list", "--search", "没有这个词") == (FOUND, "", "govsummary: no entry holds 没有这个词\n")

    def test_equal_lexicons(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(capsys, "diff", "built-in", "built-in") == (0, "", "govsummary: no entries differ\n")

    def test_different_lexicons(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        run(capsys, "add", "action", "拆除", "--lemma", "拆违", "--replace", "--lexicons", tmp_path)
        status, out, err = run(capsys, "diff", "built-in", tmp_path)
        assert (status, err) == (FOUND, "govsummary: 1 entry differs\n")
        assert out == "actions.tsv\n  - 拆除  action\n  + 拆除  action  拆违\n"
        _, out, _ = run(capsys, "diff", tmp_path, "built-in", "-f", "csv")
        [row] = csv.DictReader(io.StringIO(out.removeprefix("\ufeff"), newline=""))
        assert (row["change"], row["before"], row["after"]) == ("changed", "拆除  action  拆违", "拆除  action")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("suggest",), "nothing to read; name folders or files"),
        (("suggest", "nowhere"), "nowhere: no such file or folder; check the path"),
        (("suggest", "*.doc"), "*.doc: no such file or folder; check the path"),
        (("suggest", "@nowhere"), "nowhere: no such file; name a text file with one path a line"),
        (("suggest", "a.txt", "-o", "found.xlsx"), "found.xlsx: its suffix names no format"),
        (("list", "-o", "found.xlsx"), "found.xlsx: its suffix names no format"),
        (("diff", "built-in", "built-in", "-o", "nowhere/found.csv"), "nowhere/found.csv: no such file or directory"),
        (("suggest", "a.txt", "--kind", "verb"), "'verb' is no kind of entry; write one of unit, action, category"),
        (("suggest", "a.txt", "-o", "a.txt"), "a.txt: is one of the summaries to read"),
        (("suggest", "a.txt", "--lexicons", "nowhere"), "nowhere: no such folder"),
        (("suggest", "a.txt", "--min", "0"), "--min"),
        (("coverage", "nowhere"), "nowhere: no such file or folder; check the path"),
        (("coverage", "a.txt", "-f", "lines"), "lines"),
        (("list", "verb"), "'verb' is no kind of entry; write one of unit, action, noun, category"),
        (("diff", "built-in", "nowhere"), "nowhere: no such folder; name a folder of lexicon files, or built-in"),
        (("diff", "built-in"), "Missing argument 'B'"),
        (("add", "unit", "池"), "--lexicons"),
        (("add", "unit", "池", "--lexicons", "a.txt"), "a.txt: this is a file"),
        (("add", "unit", "", "--lexicons", "own"), "is no unit"),
        (("add", "unit", "池", "--replace", "--lexicons", "own"), "replaces nothing"),
        (("add", "category", "甲/乙", "--extend", "--lexicons", "own"), "no label yet"),
        (("add", "verb", "池"), "No such command"),
    ],
)
def test_bad_input_is_one_line(
    arguments: tuple[str, ...],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    if "a.txt" in arguments:
        Path("a.txt").write_text(TEXT, encoding="utf-8")
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (BAD_INPUT, "")
    assert told in err
    assert err.count("\n") == 1
