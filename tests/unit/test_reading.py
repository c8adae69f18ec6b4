"""Reading: line ends, formats known by content, every code of ReadError."""

from __future__ import annotations

import io
import random
import sys
import zipfile
from pathlib import Path

import pytest

from govsummary.errors import ReadError
from govsummary.reading import read, read_bytes
from govsummary.reading.kinds import kind_of


def _zip_with(part: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(part, "<xml/>")
    return buffer.getvalue()


def _code(data: bytes, path: str = "a.txt", limit: int = 1_000_000) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, path, limit)
    assert path in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("一\r\n二\r三\n四", "一\n二\n三\n四", id="line ends"),
        pytest.param("一\n\n\n二", "一\n\n\n二", id="blank lines stay"),
        pytest.param("第一页\x0c第二页\u2028末", "第一页\n第二页\n末", id="page and line separators"),
        pytest.param("完\u200b成\x003\ufeff处", "完成3处", id="invisible characters"),
        pytest.param("　　全角空格\u00a0与制表\t", "　　全角空格\u00a0与制表\t", id="spaces stay"),
    ],
)
def test_text_as_read(raw: str, text: str) -> None:
    source = read_bytes(raw.encode(), "a.txt")
    assert (source.text, source.characters, source.format) == (text, len(text), "txt")


def test_read_gives_path_format_and_encoding(tmp_path: Path) -> None:
    path = tmp_path / "总结.MD"
    path.write_bytes("# 工作总结\n完成3处。".encode("gb18030"))
    source = read(path)
    assert (source.path, source.format, source.encoding, source.replaced) == (str(path), "md", "gb18030", 0)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("清理小广告3处。".encode("gb18030"))))
    source = read("-")
    assert (source.path, source.text) == ("-", "清理小广告3处。")


def test_replaced_bytes_are_counted() -> None:
    source = read_bytes("清理小广告3处，".encode() + b"\xff" + "整治店外经营5处。".encode(), "a.txt")
    assert source.replaced == source.text.count("\ufffd") == 1


@pytest.mark.parametrize("padding", [1, 2, 511])
def test_padding_at_the_end_is_dropped(padding: int) -> None:
    assert read_bytes("整治店外经营5处。\n".encode() + b"\x00" * padding, "a.txt").text == "整治店外经营5处。\n"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(_zip_with("word/document.xml"), "docx", id="docx"),
        pytest.param(_zip_with("xl/workbook.xml"), "xlsx", id="xlsx"),
        pytest.param(_zip_with("a.txt"), "zip", id="zip"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "ole", id="doc"),
        pytest.param(b"%PDF-1.7\n...", "pdf", id="pdf"),
        pytest.param(b"\n\n%PDF-1.4\n...", "pdf", id="pdf after blank lines"),
        pytest.param(rb"{\rtf1\ansi ...}", "rtf", id="rtf"),
        pytest.param(b"\n <!DOCTYPE html><html></html>", "html", id="html"),
        pytest.param(b"\xef\xbb\xbf<HTML>\n", "html", id="html with a mark"),
        pytest.param(b'<?xml version="1.0"?><!DOCTYPE html><html>', "html", id="xhtml"),
        pytest.param(b"From: <Saved>\r\nMIME-Version: 1.0\r\n", "mht", id="mht"),
        pytest.param(b'<?xml version="1.0"?><w:wordDocument>', "wordxml", id="word xml"),
        pytest.param("拆除广告牌".encode(), "plain", id="text"),
    ],
)
def test_kind_is_known_by_content(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


def test_what_no_reader_takes_says_what_to_do() -> None:
    for data, remedy in ((_zip_with("a.txt"), "unpack it first"), (_zip_with("ppt/presentation.xml"), "save its text")):
        with pytest.raises(ReadError, match=remedy) as caught:
            read_bytes(data, "总结.txt")
        assert caught.value.code == "unsupported"


@pytest.mark.parametrize(
    "text", ["PK赛3场", "本年度<html>标签", "MIME 类型 1 种", "<重点>工作"], ids=["PK", "html within", "MIME", "angle"]
)
def test_text_that_looks_like_a_format_is_text(text: str) -> None:
    assert read_bytes(text.encode(), "a.txt").text == text


def test_empty() -> None:
    assert _code(b"") == "empty"
    assert _code(" \r\n　\n".encode()) == "empty"


def test_not_text() -> None:
    assert _code(random.Random(2).randbytes(5000)) == "not_text"
    assert _code(bytes(range(32)) * 50) == "not_text"


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _code("完成3处".encode(), limit=5) == "too_large"
    monkeypatch.setattr("govsummary.reading.MAX_BYTES", 5)
    path = tmp_path / "a.txt"
    path.write_text("完成3处", encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        read(path)
    assert caught.value.code == "too_large"


def test_missing_and_folder(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.txt", "missing"), (tmp_path, "folder"), ("a\x00b", "missing")):
        with pytest.raises(ReadError) as caught:
            read(path)
        assert caught.value.code == code


def test_denied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("完成3处", encoding="utf-8")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(ReadError) as caught:
        read(path)
    assert caught.value.code == "denied"
