"""LibreOffice: found or not, time limits, failures, what stays behind; the fixtures where it is installed."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import sys
import time
from pathlib import Path

import pytest

from govsummary.errors import ReadError
from govsummary.reading import read
from govsummary.reading.blocks import Content, Paragraph, ReadOptions
from govsummary.reading.ooxml.docx import read_docx
from govsummary.reading.soffice import read_soffice

FIXTURES = Path(__file__).parents[4] / "shared" / "fixtures"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not beside the repository")
needs_soffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
needs_scripts = pytest.mark.skipif(os.name == "nt", reason="the stand-in for LibreOffice is a script")


def _program(folder: Path, body: str) -> ReadOptions:
    """Makes a program that stands in for LibreOffice: `out` is its output folder, `source` what it is to convert."""
    program = folder / "soffice"
    head = (
        f"#!{sys.executable}\nimport os, pathlib, subprocess, sys, time\n"
        "out = pathlib.Path(sys.argv[sys.argv.index('--outdir') + 1])\nsource = pathlib.Path(sys.argv[-1])\n"
    )
    program.write_text(head + body, encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return ReadOptions(soffice=program, seconds=20)


def _text(data: bytes, path: str, options: ReadOptions) -> Content:
    return Content([Paragraph(data.decode())])


def _code(options: ReadOptions, data: bytes = b"text") -> ReadError:
    with pytest.raises(ReadError, match=r"总结\.odt") as caught:
        read_soffice(data, "总结.odt", options, ".odt", _text)
    return caught.value


@needs_scripts
def test_result_is_read_and_nothing_stays(tmp_path: Path) -> None:
    body = (
        "out.mkdir()\n"
        f"pathlib.Path({str(tmp_path)!r}, 'seen').write_text(f'{{source}} {{os.getcwd()}} {{sys.argv[1]}}')\n"
        "(out / 'document.docx').write_bytes(source.read_bytes().upper())\n"
    )
    content = read_soffice(b"text", "a.odt", _program(tmp_path, body), ".odt", _text)
    assert content.blocks == [Paragraph("TEXT")]
    source, folder, profile = (tmp_path / "seen").read_text().split(" ")
    assert source.endswith("document.odt")
    assert profile.startswith("-env:UserInstallation=file://")
    assert folder in profile
    assert not Path(folder).exists()


def test_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    error = _code(ReadOptions())
    assert error.code == "unsupported"
    assert "install it, or save the document as .docx" in str(error)


def test_named_program_is_missing(tmp_path: Path) -> None:
    assert _code(ReadOptions(soffice=tmp_path / "none")).code == "unsupported"


@needs_scripts
def test_program_that_does_not_start(tmp_path: Path) -> None:
    options = _program(tmp_path, "")
    (tmp_path / "soffice").write_text("#!/no/such/program\n", encoding="utf-8")
    assert _code(options).code == "unsupported"


@needs_scripts
@pytest.mark.parametrize("body", ["sys.exit(1)", "", "os.abort()"], ids=["fails", "writes nothing", "crashes"])
def test_program_that_fails(tmp_path: Path, body: str) -> None:
    assert _code(_program(tmp_path, body)).code == "damaged"


@needs_scripts
def test_time_limit_ends_the_program_and_what_it_started(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    beat = f"import pathlib, time\\nwhile True:\\n    pathlib.Path({str(alive)!r}).touch()\\n    time.sleep(0.02)"
    body = f'subprocess.Popen([sys.executable, "-c", "{beat}"])\ntime.sleep(60)\n'
    _program(tmp_path, body)
    start = time.monotonic()
    error = _code(ReadOptions(soffice=tmp_path / "soffice", seconds=1.5))
    assert error.code == "too_large"
    assert "1.5 seconds" in str(error)
    assert time.monotonic() - start < 15
    assert alive.exists()
    alive.unlink()
    time.sleep(0.3)
    assert not alive.exists()


@needs_scripts
def test_what_a_program_leaves_running_is_ended(tmp_path: Path) -> None:
    alive = tmp_path / "alive"
    beat = f"import pathlib, time\\nwhile True:\\n    pathlib.Path({str(alive)!r}).touch()\\n    time.sleep(0.02)"
    body = f'subprocess.Popen([sys.executable, "-c", "{beat}"])\ntime.sleep(0.5)\n'
    assert _code(_program(tmp_path, body)).code == "damaged"
    alive.unlink(missing_ok=True)
    time.sleep(0.3)
    assert not alive.exists()


@needs_soffice
def test_file_that_is_no_document() -> None:
    assert _code(ReadOptions(), b"PK\x03\x04" + bytes(99)).code == "damaged"


@needs_soffice
@needs_fixtures
@pytest.mark.parametrize("name", ["typed.odt", "typed.rtf"])
def test_fixtures(name: str) -> None:
    expected = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))
    data = (FIXTURES / name).read_bytes()
    content = read_soffice(data, name, ReadOptions(), Path(name).suffix, read_docx)
    paragraphs = [block for block in content.blocks if isinstance(block, Paragraph)]
    texts = [re.sub(r"\s", "", block.text) for block in paragraphs]
    assert [text for text in expected["paragraphs"] if re.sub(r"\s", "", text) not in texts] == []
    assert [block.level for block in paragraphs if block.level] == expected["levels"]


@needs_soffice
@needs_fixtures
def test_odt_is_read_through_libreoffice() -> None:
    source = read(FIXTURES / "typed.odt")
    assert source.format == "odt"
    assert "一、2024年工作完成情况\n（一）经济运行稳中有进\n" in source.text
