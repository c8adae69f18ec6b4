"""Word 97–2003 documents: what shows, numbering, levels, tables, text boxes, passwords, hostile files."""

from __future__ import annotations

import io
import json
import random
import re
import struct
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from msdoc_bytes import P, StyleEntry, Word, cell, compound_file, level, lists, numbered, row_end, sprm, uses
from ooxml import document, package

from govsummary.errors import ReadError
from govsummary.model import Source
from govsummary.reading import ReadOptions, read_bytes
from govsummary.reading.blocks import Content, Paragraph
from govsummary.reading.msdoc.sprms import read_properties
from govsummary.reading.ole import ole_reader

FIXTURES = Path(__file__).parents[4] / "shared" / "fixtures"
ENCRYPTED = Path(__file__).parents[2] / "data" / "encrypted.doc"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared fixtures are not beside this repository")

DELETED, HIDDEN = sprm(0x0800, b"\1"), sprm(0x083C, b"\1")
IN_TABLE = sprm(0x2416, b"\1")


def _read(data: bytes, password: str | None = None) -> Source:
    return read_bytes(data, "年报.doc", options=ReadOptions(password=password))


def _lines(*paragraphs: P) -> list[str]:
    return _read(Word({0: paragraphs}).file()).text.splitlines()


def _code(data: bytes, password: str | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        _read(data, password)
    assert caught.value.path == "年报.doc"
    return caught.value.code


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        pytest.param([("完成", b""), ("3", DELETED), ("5处", b"")], "完成5处", id="deleted"),
        pytest.param([("完成", b""), ("3", sprm(0x0800, b"\0")), ("5处", b"")], "完成35处", id="not deleted"),
        pytest.param([("新增", sprm(0x0801, b"\1")), ("5处", b"")], "新增5处", id="inserted"),
        pytest.param([("完成", b""), ("批注", HIDDEN), ("5处", b"")], "完成5处", id="hidden"),
        pytest.param([("见\x13 PAGEREF x \x143\x15页", b"")], "见3页", id="field"),
        pytest.param([("共\x13 = \x13 A1 \x142\x15+1 \x1412\x15处", b"")], "共12处", id="field in a code"),
        pytest.param([("甲\x13 SEQ \x15乙", b"")], "甲乙", id="field without result"),
        pytest.param([("1\x1e3月\x1f份\x02\x05\x08", b"")], "1-3月份", id="hyphens and anchors"),
        pytest.param(
            [("甲", b""), ("(", sprm(0x6A09, struct.pack("<2H", 3, 0xF0FE))), ("乙", b"")], "甲乙", id="bullet"
        ),
        pytest.param([("第", b""), ("(", sprm(0x6A09, struct.pack("<2H", 3, 0x2460)))], "第①", id="symbol"),
        pytest.param([("(甲)", b"")], "(甲)", id="brackets"),
        pytest.param([("赵\ud86e\udd2d同志", b"")], "赵𫤭同志", id="surrogates"),
    ],
)
def test_what_shows(runs: Sequence[tuple[str, bytes]], shown: str) -> None:
    assert _lines(P(runs)) == [shown]


def test_a_deleted_end_joins_paragraphs() -> None:
    assert _lines(P("拆除", mark_modifiers=DELETED), P("12处")) == ["拆除12处"]


def test_a_broken_field_swallows_no_further_paragraph() -> None:
    assert _lines(P("甲\x13 INCLUDE"), P("乙")) == ["甲", "乙"]


def test_line_and_page_breaks() -> None:
    assert _lines(P("甲\x0b乙\x0c丙"), P("丁", mark="\x0c"), P("戊")) == ["甲", "乙", "丙", "丁", "戊"]


def test_a_page_break_does_not_count_twice() -> None:
    form = {73: lists([level(39, "\0、")]), 74: uses((100, []))}
    word = Word({0: [P("甲\x0c乙", modifiers=numbered(1)), P("丙", modifiers=numbered(1))]}, parts=form)
    assert _read(word.file()).text.splitlines() == ["一、甲", "乙", "二、丙"]


def test_narrow_characters() -> None:
    source = _read(Word({0: [P("PM2.5 down 6.1% – 31")]}, narrow=True).file())
    assert (source.text, source.replaced) == ("PM2.5 down 6.1% – 31\n", 0)


@pytest.mark.parametrize(
    "word",
    [
        pytest.param(Word({0: [P("甲")]}, prcs=[DELETED], prm=1), id="listed"),
        pytest.param(Word({0: [P("甲")]}, prm=0x41 << 1 | 1 << 8), id="single"),
    ],
)
def test_modifiers_of_a_piece(word: Word) -> None:
    assert _code(word.file()) == "empty"


def test_numbering() -> None:
    chapters = [level(39, "\0、"), level(39, "（\1）"), level(0, "\2."), level(23, "\uf06c")]
    override = struct.pack("<iI", 1, 0x10)
    form = {73: lists(chapters, [level(39, "第\0项：")]), 74: uses((100, []), (100, [override]), (101, []))}
    rows = [
        (1, 0, "一、"),
        (1, 1, "（一）"),
        (1, 2, "1."),
        (1, 2, "2."),
        (1, 1, "（二）"),
        (1, 2, "1."),
        (1, 0, "二、"),
    ]
    rows += [(3, 0, "第一项："), (3, 0, "第二项："), (1, 3, ""), (2, 0, "一、"), (2, 0, "二、"), (0, 0, ""), (9, 0, "")]
    paragraphs = [P("甲", modifiers=numbered(use, depth)) for use, depth, _ in rows]
    text = _read(Word({0: paragraphs}, parts=form).file()).text
    assert text.splitlines() == [f"{label}甲" for _, _, label in rows]


def test_numbering_of_styles_and_its_end() -> None:
    form = {73: lists([level(39, "\0、"), level(39, "（\1）")]), 74: uses((100, []))}
    styles = [StyleEntry(0, "Normal"), StyleEntry(2, "heading 2", 0, numbered(1, 1)), StyleEntry(0xFFE, "我的标题", 1)]
    paragraphs = [P("甲", 2), P("（二）乙", 2), P("丙", 2, numbered(0)), P("", 2), P("丁", 2)]
    source = _read(Word({0: paragraphs}, styles, form).file())
    assert source.text.splitlines() == ["（一）甲", "（二）乙", "丙", "（三）丁"]
    assert [heading.level for heading in source.headings] == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("style", "modifiers", "found"),
    [
        pytest.param(StyleEntry(1, "heading 1"), b"", 1, id="built-in"),
        pytest.param(StyleEntry(62, "Title"), b"", 0, id="title"),
        pytest.param(StyleEntry(0xFFE, "标题 3"), b"", 3, id="by name"),
        pytest.param(StyleEntry(0xFFE, "章", 0xFFF, sprm(0x2640, b"\1")), b"", 2, id="outline of the style"),
        pytest.param(StyleEntry(0, "Normal"), sprm(0x2640, b"\2"), 3, id="own outline"),
        pytest.param(StyleEntry(1, "heading 1"), sprm(0x2640, b"\x09"), None, id="own outline says text"),
        pytest.param(StyleEntry(0, "Normal"), b"", None, id="text"),
    ],
)
def test_levels(style: StyleEntry, modifiers: bytes, found: int | None) -> None:
    source = _read(Word({0: [P("经济运行", 0, modifiers)]}, [style]).file())
    assert [heading.level for heading in source.headings] == ([] if found is None else [found])


def test_styles_based_on_each_other_end() -> None:
    styles = [StyleEntry(0xFFE, "甲", 1), StyleEntry(0xFFE, "乙", 0)]
    assert _read(Word({0: [P("丙")]}, styles).file()).headings == ()


def test_a_table_of_contents_is_left_out() -> None:
    styles = [StyleEntry(0, "Normal"), StyleEntry(19, "toc 1"), StyleEntry(1, "heading 1")]
    word = Word({0: [P("经济运行\t3", 1), P("经济运行", 2), P("完成3处")]}, styles)
    assert _read(word.file()).text.splitlines() == ["经济运行", "完成3处"]


def test_rows_and_spans() -> None:
    rows = [
        *(cell("指标"), cell("一季度"), row_end(0, 1000, 3000)),
        *(cell("户数"), P("1", modifiers=IN_TABLE), cell("2"), cell("3"), row_end(0, 1010, 2000, 3000)),
    ]
    text = "\n".join(_lines(P("单位：户"), *rows, P("后文")))
    assert text == "单位：户\n指标\t一季度\t\n户数\t1 2\t3\n后文"


def test_a_row_of_many_columns() -> None:
    """Its definition is longer than a byte can say: 12 columns take 269 bytes."""
    cells = [cell(str(number)) for number in range(12)]
    assert _lines(*cells, row_end(*range(0, 13_000, 1000)), P("后文")) == ["\t".join(map(str, range(12))), "后文"]


def test_the_widest_rows_have_their_properties_elsewhere() -> None:
    end = row_end(*range(0, 31_000, 1000)).modifiers
    data = bytes(8) + struct.pack("<H", len(end)) + end
    huge = P("", modifiers=sprm(0x6646, struct.pack("<I", 8)), mark="\x07")
    word = Word({0: [*(cell(str(number)) for number in range(30)), huge, P("后文")]}, data=data)
    assert _read(word.file()).text.splitlines() == ["\t".join(map(str, range(30))), "后文"]


def test_a_table_in_a_cell_stays_in_it() -> None:
    inner = IN_TABLE + sprm(0x6649, struct.pack("<I", 2))
    paragraphs = [
        P("甲", modifiers=inner + sprm(0x244B, b"\1")),
        P("乙", modifiers=inner + sprm(0x244B, b"\1")),
        P("", modifiers=inner + sprm(0x244B, b"\1") + sprm(0x244C, b"\1")),
        *(cell("丙"), cell("丁"), row_end(0, 1, 2)),
    ]
    assert _lines(*paragraphs) == ["甲 乙 丙\t丁"]


def test_a_table_ends_with_a_paragraph_even_an_empty_one() -> None:
    table = [cell("甲"), cell("乙"), row_end(0, 500, 1000)]
    other = [cell("丙"), cell("丁"), row_end(0, 300, 1000)]
    assert _lines(*table, P(""), *other) == ["甲\t乙", "丙\t丁"]


def test_notes_and_headers_are_left_out_and_text_boxes_follow_their_paragraph() -> None:
    stories = {
        0: [P("甲\x02"), P("乙\x08"), P("丙")],
        1: [P("脚注")],
        2: [P("内部资料 注意保存")],
        6: [P("框内：12家"), P("")],
    }
    anchors = struct.pack("<2I", 3, 8) + struct.pack("<I", 1025).ljust(26, b"\0")
    boxes = struct.pack("<3I", 0, 7, 8)
    boxes += bytes(14) + struct.pack("<2I", 1025, 0) + bytes(22)
    source = _read(Word(stories, parts={40: anchors, 56: boxes}).file())
    assert source.text.splitlines() == ["甲", "乙", "框内：12家", "丙"]
    unplaced = _read(Word(stories, parts={56: boxes}).file())
    assert unplaced.text.splitlines() == ["甲", "乙", "丙", "框内：12家"]


def test_embedded_objects_are_not_looked_into_and_names_have_no_case() -> None:
    streams = Word({0: [P("正文")]}).streams()
    other = Word({0: [P("嵌入")]}).streams()
    data = compound_file({name.upper(): stream for name, stream in streams.items()}, inner=other)
    assert _read(data).text == "正文\n"


def test_the_table_stream_is_the_one_that_the_head_names() -> None:
    streams = Word({0: [P("正文")]}, flags=0).streams()
    assert "0Table" in streams
    assert _read(compound_file({"1Table": b"\xff" * 64} | streams)).text == "正文\n"


def test_the_tool() -> None:
    values = struct.pack("<2I", 0x1E, 11) + b"WPS Office\0"
    section = struct.pack("<4I", 16 + len(values), 1, 0x12, 16) + values
    summary = struct.pack("<2HI16xI16xI", 0xFFFE, 0, 0, 1, 48) + section
    data = compound_file(Word({0: [P("正文")]}).streams() | {"\x05SummaryInformation": summary})
    assert _read(data).tool == "WPS Office"


def test_modifiers_of_every_length() -> None:
    tabs = sprm(0xC615, b"\xff\x01" + bytes(4) + b"\x02" + bytes(6))
    found = read_properties(tabs + sprm(0x4600, b"\7\0") + sprm(0x7000, bytes(4)) + sprm(0xC600, b"\2ab") + b"\x16\x24")
    assert found == {0xC615: tabs[2:], 0x4600: b"\7\0", 0x7000: bytes(4), 0xC600: b"\2ab"}


def _convert(data: bytes, path: str, options: ReadOptions, suffix: str) -> Content:
    return Content([Paragraph(suffix)])


def test_older_word_is_converted() -> None:
    old = Word({0: [P("甲")]}, version=104).file()
    assert ole_reader(lambda kind: None, _convert)(old, "a", ReadOptions()).blocks == [Paragraph(".doc")]
    with pytest.raises(ReadError, match="unsupported"):
        ole_reader(lambda kind: None)(old, "a", ReadOptions())


@pytest.mark.parametrize(
    ("streams", "code"),
    [
        pytest.param({"PowerPoint Document": b"x"}, "unsupported", id="slides"),
        pytest.param({"CONTENTS": b"x"}, "unsupported", id="another program"),
        pytest.param({"WordDocument": b"x"}, "damaged", id="no head"),
        pytest.param({"WordDocument": Word({0: [P("甲")]}).streams()["WordDocument"]}, "damaged", id="no tables"),
    ],
)
def test_other_files(streams: dict[str, bytes], code: str) -> None:
    assert _code(compound_file(streams)) == code


def test_encrypted_document() -> None:
    data = ENCRYPTED.read_bytes()
    assert _code(data) == "encrypted"
    assert _code(data, "错") == "encrypted"
    assert _read(data, "青禾2024").text == "年度工作总结\n全年拆除违章建筑12处，清理小广告3600条。\n"


def test_encrypted_package() -> None:
    from msoffcrypto.format.ooxml import OOXMLFile

    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    body = document("<w:p><w:r><w:t>完成3处</w:t></w:r></w:p>")
    encrypted = io.BytesIO()
    picture = random.Random(1).randbytes(6000)  # the library writes no small packages right
    plain = package({"[Content_Types].xml": types, "word/document.xml": body, "word/media/1.png": picture})
    OOXMLFile(io.BytesIO(plain)).encrypt("青禾", encrypted)
    data = encrypted.getvalue()
    assert _code(data) == "encrypted"
    assert _code(data, "错") == "encrypted"
    assert _read(data, "青禾").text == "完成3处\n"


def test_encrypted_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    with pytest.raises(ReadError, match=r"pip install 'govsummary\[encrypted\]'"):
        _read(ENCRYPTED.read_bytes(), "x")


@needs_fixtures
@pytest.mark.parametrize("name", ["typed.doc", "auto.doc", "extras.doc", "typed.wps"])
def test_fixtures(name: str) -> None:
    expected = json.loads((FIXTURES / "expected.json").read_text("utf-8"))
    source = _read((FIXTURES / name).read_bytes())
    lines = [re.sub(r"\s", "", line) for line in source.text.splitlines()]
    assert [re.sub(r"\s", "", paragraph) in lines for paragraph in expected["paragraphs"]] == [True] * 23
    levels = {source.text[heading.start : heading.end]: heading.level for heading in source.headings}
    assert [levels.get(heading) for heading in expected["headings"]] == expected["levels"]
    assert ["\t".join(row) in source.text.splitlines() for row in expected["table"]] == [True] * 5
    assert not [leak for leak in expected["not_in_text"] if leak in source.text]


def _whole() -> bytes:
    form = {73: lists([level(39, "\0、")]), 74: uses((100, []))}
    table = [cell("甲"), cell("乙"), row_end(0, 500, 1000)]
    paragraphs = [P("完成3处", modifiers=numbered(1)), *table, P([("5", DELETED), ("处", b"")])]
    return Word({0: paragraphs, 6: [P("框")]}, [StyleEntry(1, "heading 1")], form).file()


def test_hostile_files_end_in_a_read_error() -> None:
    """Cut off, overwritten and shuffled: whatever comes, a document or a ReadError, and soon."""
    chance = random.Random(7)
    data = _whole()
    started = time.monotonic()
    for _ in range(600):
        broken = bytearray(data[: chance.randrange(8, len(data))] if chance.random() < 0.2 else data)
        for _ in range(chance.choice((1, 3, 30))):
            place = chance.randrange(min(1024, len(broken))) if chance.random() < 0.3 else chance.randrange(len(broken))
            broken[place] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
        broken[:8] = data[:8]
        try:
            _read(bytes(broken))
        except ReadError as error:
            assert error.code in ("damaged", "empty", "unsupported", "encrypted", "not_text", "too_large")  # noqa: PT017
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    ("place", "value"),
    [
        pytest.param(44, 0x7FFF_FFFF, id="sectors of the allocation table"),
        pytest.param(64, 0x7FFF_FFFF, id="sectors of the small one"),
        pytest.param(30, 31, id="size of a sector"),
    ],
)
def test_counts_that_the_file_cannot_hold(place: int, value: int) -> None:
    data = bytearray(_whole())
    struct.pack_into("<I", data, place, value)
    assert _code(bytes(data)) == "damaged"


def test_a_stream_longer_than_the_file() -> None:
    data = bytearray(_whole())
    entry = data.index("WordDocument".encode("utf-16-le"))
    struct.pack_into("<I", data, entry + 120, 0x7FFF_FFFF)
    assert _code(bytes(data)) == "damaged"


def test_a_file_that_is_cut_off() -> None:
    data = _whole()
    assert {_code(data[:length]) for length in range(512, len(data) - 512, 1000)} == {"damaged"}


def test_too_many_streams() -> None:
    started = time.monotonic()
    assert _code(_with_streams(12_000)) == "damaged"
    assert time.monotonic() - started < 10


def _with_streams(count: int) -> bytes:
    """A directory of very many streams in a balanced tree, so that no recursion ends it."""
    one = bytearray(compound_file({"a": b""}))
    at = struct.unpack_from("<I", one, 48)[0]
    entries = [bytes(one[512 * (at + 1) : 512 * (at + 1) + 128])]
    for index in range(1, count + 1):
        name = f"s{index:06}".encode("utf-16-le")
        left, right = (child if child <= count else 0xFFFFFFFF for child in (2 * index, 2 * index + 1))
        entry = struct.pack("<64sHBB3I", name, len(name) + 2, 2, 1, left, right, 0xFFFFFFFF) + bytes(36)
        entries.append(entry + struct.pack("<3I", index, 4096, 0))
    directory = b"".join(entries)
    directory += b"\0" * (-len(directory) % 512)
    sectors = len(directory) // 512
    fat_count = (sectors + 200) // 127
    fat = [*range(1, sectors), 0xFFFFFFFE, *[0xFFFFFFFD] * fat_count]
    fat += [0xFFFFFFFF] * (fat_count * 128 - len(fat))
    header = bytes(one[:44]) + struct.pack("<8I", fat_count, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *range(sectors, sectors + fat_count), *[0xFFFFFFFF] * (109 - fat_count))
    return header + directory + struct.pack(f"<{len(fat)}I", *fat)
