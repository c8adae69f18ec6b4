"""`govsummary audit` as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from govsummary import Report
from govsummary.cli import main
from govsummary.cli.arguments import with_every_old

OLD = "临桥县2021年工作总结\n2021年，总诊疗386.5万人次。\n二、2022年工作计划\n培训全科医生100名。\n"
CLEAN = "2022年，应结案件7487件，审结7263件，结案率97%。\n"
NEW = f"临桥县2022年工作总结\n2022年，总诊疗402.7万人次，同比增长8.2%。培训全科医生91名。{CLEAN}"


@pytest.fixture
def old(tmp_path: Path) -> str:
    return _written(tmp_path / "old.txt", OLD)


@pytest.fixture
def new(tmp_path: Path) -> str:
    return _written(tmp_path / "new.txt", NEW)


def _written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_finding_gives_status_1(old: str, new: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", new, "--against", old]) == 1
    report = Report.model_validate_json(capsys.readouterr().out)
    assert [one.code for one in report.findings] == ["growth_mismatch", "plan_missed"]
    assert [one.quote for one in report.confirmed] == ["97%"]
    assert report.against[0].path == old


def test_no_finding_gives_status_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", _written(tmp_path / "clean.txt", CLEAN), "--format", "table"]) == 0
    shown = capsys.readouterr().out
    assert "没有发现问题" in shown
    assert "核对 1 处：相符 1，不符 0，无法核对 0" in shown


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_shows_arithmetic_and_both_sentences(
    lang: str, old: str, new: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", new, "--against", old, "--format", "table", "--lang", lang, "--verbose"]) == 1
    shown = capsys.readouterr().out.replace("\n", "").replace(" ", "")
    assert "（402.7万人次−386.5万人次）÷386.5万人次=4.19%" in shown
    assert "总诊疗386.5万人次" in shown
    assert "7263件÷7487件=97%" in shown


def test_markdown_is_escaped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "2022年，受理*重点*案件612件，审结598件，结案率95%。\n"
    assert main(["audit", _written(tmp_path / "a_b.txt", text), "--format", "md", "-v"]) == 1
    page = capsys.readouterr().out
    assert "a\\_b.txt" in page
    assert "\\*重点\\*案件" in page
    assert "**95%**" in page


def test_output_goes_where_it_is_asked(old: str, new: str, tmp_path: Path) -> None:
    for suffix in ("json", "md", "txt"):
        out = tmp_path / f"report.{suffix}"
        assert main(["audit", new, "--against", old, "-o", str(out)]) == 1
        assert "增减" in out.read_text(encoding="utf-8") or suffix == "json"


def test_the_json_of_extract_will_do_for_the_earlier_one(
    old: str, new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    records = tmp_path / "old.json"
    assert main(["extract", old, "-o", str(records)]) == 0
    assert main(["audit", new, "--against", str(records), "--format", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["findings"][0]["marks"][2]["sentence"] is None
    assert main(["audit", str(records)]) == 2
    assert "name the summary itself" in capsys.readouterr().err


def test_bad_input_gives_status_2(new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(tmp_path / "none.txt")]) == 2
    assert main(["audit", "-", "--against", "-"]) == 2
    assert main(["audit", new, "-o", new]) == 2
    assert main(["audit", new, "-o", str(tmp_path / "report.xyz")]) == 2
    problems = capsys.readouterr().err.splitlines()
    assert len(problems) == 4
    assert all(problem.startswith("govsummary: ") for problem in problems)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["audit", "n", "--against", "a", "b", "-f", "json"], "audit n --against a --against b -f json"),
        (["audit", "--against", "a", "b", "n"], "audit --against a --against b n"),
        (["audit", "-f", "json", "--against", "a", "n"], "audit -f json --against a n"),
        (["audit", "-v", "n", "--against", "a", "--against", "b"], "audit -v n --against a --against b"),
        (["audit", "n", "--against", "-", "-v"], "audit n --against - -v"),
        (["diff", "--against", "a", "b"], "diff --against a b"),
        (["audit", "n"], "audit n"),
    ],
)
def test_several_earlier_ones_can_be_named_at_once(words: list[str], wanted: str) -> None:
    assert " ".join(with_every_old(words)) == wanted
