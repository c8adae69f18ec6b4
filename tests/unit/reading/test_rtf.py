"""RTF: encodings, numbering, levels, tables, what stays out; hostile files."""

from __future__ import annotations

import json
import random
import re
import time
from pathlib import Path

import pytest

from govsummary.errors import ReadError
from govsummary.model import Source
from govsummary.reading import read, read_bytes

FIXTURES = Path(__file__).parents[4] / "shared" / "fixtures"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not beside the repository")

FONTS = (
    r"{\fonttbl{\f0\fnil\fcharset0 Times;}{\f2\fnil\fcharset2 Symbol;}"
    r"{\f13\fnil\fcharset134 SimSun;}{\f14\fnil\fcharset136 MingLiU;}}"
)
STYLES = (
    r"{\stylesheet{Normal;}{\s1\outlinelevel0 heading 1;}{\s2\sbasedon1 own;}{\s3 heading 2;}{\s9 Title;}"
    r"{\s10\sbasedon11 a;}{\s11\sbasedon10 b;}{\*\cs12 Default;}}"
)


def _hex(text: str, encoding: str = "gb18030") -> str:
    return "".join(rf"\'{byte:02x}" for byte in text.encode(encoding))


def _document(body: str, head: str = r"\ansicpg936\deff13") -> bytes:
    return rf"{{\rtf1\ansi{head}{FONTS}{STYLES}{body}}}".encode("latin-1")


def _read(body: str) -> Source:
    return read_bytes(_document(body), "a.rtf")


def _outcome(data: bytes) -> str:
    try:
        return "document" if read_bytes(data, "a.rtf").text else ""
    except ReadError as error:
        return error.code


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(_hex("青禾县"), "青禾县", id="code page of the font"),
        pytest.param(r"\f0 " + _hex("青禾县"), "青禾县", id="code page of the document"),
        pytest.param(r"\f14 " + _hex("縣政府", "big5"), "縣政府", id="big5 font"),
        pytest.param(
            "".join(rf"\'{b:02x}" if b > 127 else chr(b) for b in "镕垚丂".encode("gb18030")),
            "镕垚丂",
            id="second byte as a letter",
        ),
        pytest.param("完成".encode("gb18030").decode("latin-1"), "完成", id="bytes as they are"),
        pytest.param(r"\u23436?\u25104\'3f3\u22788?", "完成3处", id="unicode"),
        pytest.param(r"\u-10126?\u-8370?\u24180?", "𬭎年", id="halves of a character"),
        pytest.param(r"{\uc2\u23436\'cd\'ea}\u25104?", "完成", id="two bytes are skipped, then one"),
        pytest.param(r"a\{b\}\\c\~d\_e\-f\emdash g\tab h", "a{b}\\c\u00a0d-ef—g\th", id="symbols"),
        pytest.param(r"a\line b\par\par c\sect d", "a\nb\nc\nd", id="lines and paragraphs"),
        pytest.param("a\r\nb", "ab", id="line ends of the file"),
        pytest.param(r"{\upr{bad}{\*\ud{good}}}", "good", id="unicode destination"),
    ],
)
def test_characters(body: str, text: str) -> None:
    assert _read(body).text == text + "\n"


def test_western_code_page_with_chinese_fonts() -> None:
    data = _document(r"\f0 " + _hex("青禾县") + r"\par 3\'d75", r"\ansicpg1252\deff0")
    assert read_bytes(data, "a.rtf").text == "青禾县\n3×5\n"


def test_lost_bytes_are_counted() -> None:
    source = _read(_hex("完成") + r"\'ff\par")
    assert source.replaced == source.text.count("\ufffd") == 1


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param(
            rf"{_hex('到位')}{{\deleted 30.1}}{{\revised 33.7}}{_hex('亿元')}", "到位33.7亿元", id="tracked changes"
        ),
        pytest.param(rf"{{\v {_hex('隐藏')}}}{_hex('正文')}", "正文", id="hidden"),
        pytest.param(r"\deleted a\plain b\deleted c\deleted0 d", "bd", id="until it ends"),
        pytest.param(
            r"a{\header h\par}{\footer f\par}{\footnote n}{\*\annotation c}{\info{\title t}}b", "ab", id="furniture"
        ),
        pytest.param(r'{\field{\*\fldinst{HYPERLINK "http://a"}}{\fldrslt{b}}}', "b", id="result of a field"),
        pytest.param(
            r"a{\*\unknown x{\b y}}{\pict 0123}{\pict\bin4 }}}}}b", "ab", id="pictures and unknown destinations"
        ),
        pytest.param(
            r"a{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt b\par}}{\shprslt c}}d\par e", "ad\nb\ne", id="text box"
        ),
        pytest.param(r"a{\*\do{\dptxbxtext b\par}}\par", "a\nb", id="old text box"),
        pytest.param(r"{\listtext\f13 " + _hex("一、") + r"\tab}x\par", "一、x", id="number"),
        pytest.param(r"{\pntext\f0 1.\tab}{\*\pn\pndec}2024\par", "1. 2024", id="old number"),
        pytest.param(r"{\listtext\f2 \'b7\tab}x\par", "x", id="bullet"),
        pytest.param(r"{\listtext 1.\tab}1.x\par", "1.x", id="number that is typed too"),
    ],
)
def test_what_stays_out_and_what_comes_in(body: str, text: str) -> None:
    assert _read(body).text == text + "\n"


def test_levels() -> None:
    source = _read(
        r"\pard\s9 t\par\pard\s2 a\par\pard\s3 b\par\pard\outlinelevel2 c\par\pard\s10 d\par\pard\outlinelevel9 e"
    )
    assert [(source.text[heading.start], heading.level) for heading in source.headings] == [
        *(("t", 0), ("a", 1), ("b", 2), ("c", 3)),
    ]


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        pytest.param(
            r"\trowd\cellx10\cellx90\intbl a\cell b\cell\row\intbl c\cell d\cell\row", "a\tb\nc\td", id="rows"
        ),
        pytest.param(
            r"\trowd\cellx200\cellx400\cellx600\intbl a\cell b\cell c\cell\row"
            r"\trowd\cellx400\cellx605\intbl d\cell e\cell\row",
            "a\tb\tc\nd\t\te",
            id="a wide cell",
        ),
        pytest.param(
            r"\trowd\cellx10\cellx90\intbl a\par b\cell\intbl c\cell\row", "a b\tc", id="paragraphs in a cell"
        ),
        pytest.param(r"\intbl a\cell b\cell\row", "a\tb", id="no widths"),
        pytest.param(r"\intbl a\cell b\row", "a\tb", id="unended cell"),
        pytest.param(
            r"\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\nestrow}\cell c\cell\row", "a b\tc", id="nested"
        ),
    ],
)
def test_tables(rows: str, text: str) -> None:
    assert _read(rf"\pard x\par{rows}\pard y\par").text == f"x\n{text}\ny\n"


def test_encoding_and_tool() -> None:
    source = _read(r"{\*\generator Msftedit 5.41;}x")
    assert (source.format, source.encoding, source.tool) == ("rtf", "gb18030", "Msftedit 5.41")
    assert read_bytes(_document("x", ""), "a.rtf").encoding is None


@pytest.mark.parametrize(
    ("body", "code"),
    [
        pytest.param("{" * 20_000, "too_large", id="groups without end"),
        pytest.param(r"abc{\b{\i", "damaged", id="ends too early"),
        pytest.param(r"\par", "empty", id="no text"),
        pytest.param(r"\'ff\'ff" * 99, "damaged", id="bytes of no text"),
    ],
)
def test_errors(body: str, code: str) -> None:
    assert _outcome(rb"{\rtf1\ansi\ansicpg936 " + body.encode()) == code


@pytest.mark.parametrize(
    "piece",
    [
        *(
            r"\u1?",
            r"\cell",
            r"\row\cell",
            r"\cellx1",
            r"{\s1 x}",
            r"\par x",
            r"\bin99999999 x",
            "\\",
            "}",
            r"\trowd\intbl x\cell\row",
        ),
        *(
            r"{\shptxt x}",
            r"{\fonttbl{\f1\fcharset134 a;}}\'d0\'d0",
            r"{\*\shptxt{\pntext 1.}",
            r"{\stylesheet{\s1\sbasedon1 a;}}\s1 x",
        ),
    ],
)
def test_hostile_repeats_take_linear_time(piece: str) -> None:
    start = time.process_time()
    assert _outcome(rb"{\rtf1 x" + piece.encode() * 50_000 + b"}") in ("document", "damaged", "too_large", "empty")
    assert time.process_time() - start < 10


def test_mutated_documents_end_in_a_document_or_an_error() -> None:
    data = _document(
        rf"\pard\s1 {_hex('成效')}\par{{\listtext 1.}}a{{\shp{{\*\shpinst{{\shptxt b\par}}}}}}\par"
        r"\trowd\cellx9\intbl a\cell\row\pard b\par"
    )
    chance = random.Random(3)
    for _ in range(600):
        mutated = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            mutated[chance.randrange(5, len(mutated))] = chance.choice(b"{}\\'*0u " + chance.randbytes(3))
        assert _outcome(bytes(mutated)) in ("document", "damaged", "too_large", "empty")


@needs_fixtures
def test_fixture() -> None:
    expected = json.loads((FIXTURES / "expected.json").read_text(encoding="utf-8"))
    source = read(FIXTURES / "typed.rtf")
    lines = [re.sub(r"\s", "", line) for line in source.text.splitlines()]
    assert lines[: len(lines)] == [line for line in lines if line]
    assert [text for text in expected["paragraphs"] if re.sub(r"\s", "", text) not in lines] == []
    assert ["".join(row) in lines for row in expected["table"]] == [True] * len(expected["table"])
    assert [heading.level for heading in source.headings] == [0, *expected["levels"]]
    assert [source.text[heading.start : heading.end] for heading in source.headings][1:] == expected["headings"]
    assert not [leak for leak in expected["not_in_text"] if leak in source.text]
