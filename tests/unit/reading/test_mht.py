"""Pages saved as one file, and mails: the part that is the page, its encodings, parts without end."""

from __future__ import annotations

import base64
import quopri

import pytest

from govsummary.errors import ReadError
from govsummary.model import Source
from govsummary.reading import read_bytes

PAGE = "<html><body><p>一、成效</p><p>全年完成投资12亿元，同比增长5%（赵𬭎）。</p></body></html>"
TEXT = "一、成效\n全年完成投资12亿元，同比增长5%（赵𬭎）。\n"

NESTED = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"


def _part(content: bytes, kind: str, encoding: str = "8bit") -> bytes:
    return f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + content + b"\r\n"


def _saved(*parts: bytes) -> bytes:
    head = b'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="--=_N"\r\n\r\n'
    return head + b"".join(b"----=_N\r\n" + part for part in parts) + b"----=_N--\r\n"


def _read(data: bytes) -> Source:
    return read_bytes(data, "a.mht")


def _code(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        _read(data)
    return caught.value.code


@pytest.mark.parametrize(
    ("encoding", "encode"),
    [("quoted-printable", quopri.encodestring), ("base64", base64.encodebytes), ("8bit", bytes)],
)
@pytest.mark.parametrize("charset", ["gb18030", "utf-8"])
def test_page_in_every_transfer_encoding(encoding: str, encode: object, charset: str) -> None:
    assert callable(encode)
    declared = 'text/html; charset="gb2312"' if charset == "gb18030" else "text/html"
    data = _saved(_part(encode(PAGE.encode(charset)), declared, encoding), _part(b"R0lGOD", "image/gif", "base64"))
    source = _read(data)
    assert (source.text, source.format, source.encoding) == (TEXT, "mht", charset)


def test_first_page_with_text_is_read() -> None:
    frames = _part(b"<frameset><frame src=a></frameset>", "text/html")
    text = _part("附件说明。".encode(), "text/plain")
    assert _read(_saved(frames, text, _part(PAGE.encode(), "text/html"))).text == TEXT


def test_plain_text_where_there_is_no_page() -> None:
    data = _saved(_part("一、成效\r\n\r\n完成3处。".encode("gb18030"), "text/plain; charset=gbk"))
    source = _read(data)
    assert (source.text, source.encoding) == ("一、成效\n完成3处。\n", "gb18030")


def test_page_that_is_the_whole_file() -> None:
    assert _read(b"MIME-Version: 1.0\r\n" + _part(PAGE.encode(), "text/html")).text == TEXT


def test_without_a_part_of_text() -> None:
    assert _code(_saved(_part(b"R0lGOD", "image/gif", "base64"))) == "empty"
    assert _code(b"MIME-Version: 1.0\r\n\r\n") == "empty"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            b"".join(NESTED % (number, number) for number in range(999)),
            id="nested",
        ),
        pytest.param(b"Content-Type: text/html; " + b"a=b; " * 100_000 + b"\r\n\r\n<p>x", id="parameters"),
        pytest.param(b"Content-Type: text/html;" + b"\r\n a=b;" * 100_000 + b"\r\n\r\n<p>x", id="folded parameters"),
    ],
)
def test_parts_without_end(body: bytes) -> None:
    assert _code(b"MIME-Version: 1.0\r\n" + body) == "too_large"


def test_messages_within_messages() -> None:
    assert _code(b"MIME-Version: 1.0\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 20_000) == "damaged"


@pytest.mark.parametrize("end", range(0, 400, 7))
def test_truncated_files_end_in_a_document_or_an_error(end: int) -> None:
    data = _saved(_part(base64.encodebytes(PAGE.encode()), "text/html; charset=utf-8", "base64"))
    try:
        source = read_bytes(data[: len(data) - end], "a.mht")
    except ReadError:
        return
    assert source.text
