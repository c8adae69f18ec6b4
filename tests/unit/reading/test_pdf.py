"""PDF: paragraphs, columns, tables and furniture of documents that are drawn here character by character."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from drawn_pdf import EM, HEIGHT, LEFT, PITCH, TOP, WIDTH, Drawing, pdf_file

from govsummary.errors import ReadError
from govsummary.model import Source
from govsummary.reading import ReadOptions, read_bytes
from govsummary.reading.pdf import reader

SHARED = Path(__file__).parents[4] / "shared" / "fixtures"
LINE = 26  # characters
# The drawing of a grey picture over the whole page.
PICTURE = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q"


def _wrapped(text: str, length: int = LINE) -> list[str]:
    """Breaks a paragraph with a first-line indent of two characters into lines of one length."""
    whole = "　　" + text
    return [whole[start : start + length] for start in range(0, len(whole), length)]


def _prose(number: int, length: int = 60) -> str:
    """Gives a paragraph without marks and brackets; each number gives another one."""
    words = random.Random(number)
    return "".join(words.choice("整治清理完成道路设施环境街区市容秩序绿化水面") for _ in range(length)) + "。"


def _read(drawing: Drawing, password: str | None = None) -> Source:
    source = read_bytes(drawing.written(), "a.pdf", options=ReadOptions(password=password))
    assert len(source.boxes) == len(source.text)
    return source


def _lines(drawing: Drawing) -> list[str]:
    return _read(drawing).text.splitlines()


def _code(data: bytes, password: str | None = None) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "a.pdf", options=ReadOptions(password=password))
    return caught.value.code


def _paged(pages: int, furniture: Callable[[Drawing, int], None]) -> tuple[Drawing, list[str]]:
    """Draws pages of prose, each with furniture; gives the paragraphs, too."""
    drawing, paragraphs = Drawing(), []
    for number in range(pages):
        if number:
            drawing.page()
        paragraphs.append(_prose(number))
        drawing.lines(_wrapped(paragraphs[-1]))
        furniture(drawing, number + 1)
    return drawing, paragraphs


def test_source_names_tool_and_pages() -> None:
    drawing, paragraphs = _paged(2, lambda drawing, number: None)
    source = _read(drawing)
    assert (source.format, source.tool, source.pages, source.replaced) == ("pdf", "Test Writer 1.0", 2, 0)
    assert source.text.splitlines() == paragraphs


def test_each_character_has_its_box() -> None:
    drawing = Drawing()
    drawing.text(100, 700, "拆除3处")
    boxes = [box for box in _read(drawing).boxes if box is not None]
    assert [box.page for box in boxes] == [1] * 4
    assert [box.left for box in boxes] == [100, 116, 132, 140]
    assert [box.right for box in boxes] == pytest.approx([116, 132, 140, 156], abs=2)
    assert [(box.bottom, box.top) for box in boxes] == [pytest.approx((698, 714), abs=1)] * 4


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        pytest.param("投入 12 万元", "投入12万元", id="no spaces next to Chinese characters"),
        pytest.param("建成 Smart City 平台", "建成Smart City平台", id="words stay apart"),
        pytest.param("县长赵𬭎同志", "县长赵𬭎同志", id="beyond the first plane"),
        pytest.param("⼯作⽅案", "工作方案", id="radicals that look like characters"),
        pytest.param("拆\u200b除\ufeff3处", "拆除3处", id="invisible characters"),
        pytest.param("\uf06c拆除3处", "拆除3处", id="bullets of symbol fonts"),
        pytest.param("通　知", "通　知", id="ideographic space stays"),
    ],
)
def test_characters(drawn: str, text: str) -> None:
    drawing = Drawing()
    drawing.text(100, 700, drawn)
    assert _lines(drawing) == [text]


def test_bold_type_drawn_twice_is_read_once() -> None:
    drawing = Drawing()
    for number, char in enumerate("拆除"):
        drawing.text(100 + 16 * number, 700, char)
        drawing.text(100.4 + 16 * number, 700, char)
    drawing.text(132, 700, "户户通")
    assert _lines(drawing) == ["拆除户户通"]


def test_glyphs_of_another_font_go_to_their_place() -> None:
    drawing = Drawing()
    drawing.text(100, 700, "开展")
    drawing.text(148, 700, "清风行动")
    drawing.text(132, 700, "“")
    assert _lines(drawing) == ["开展“清风行动"]


class TestParagraphs:
    def test_indents_open_paragraphs(self) -> None:
        paragraphs = [_prose(1, 75), _prose(2, 49), "一、市容市貌", _prose(3, 30)]
        drawing = Drawing()
        drawing.lines(line for paragraph in paragraphs for line in _wrapped(paragraph))
        assert _lines(drawing) == paragraphs

    def test_a_paragraph_goes_on_over_the_page(self) -> None:
        paragraph = _prose(1, 90)
        drawing = Drawing()
        drawing.lines(_wrapped(paragraph)[:2], y=130)
        drawing.page()
        drawing.lines([*_wrapped(paragraph)[2:], *_wrapped(_prose(2, 80))])
        assert _lines(drawing) == [paragraph, _prose(2, 80)]

    def test_short_lines_end_paragraphs_without_indent(self) -> None:
        drawing = Drawing()
        drawing.lines([_prose(1, 25), _prose(2, 9), _prose(3, 25), _prose(4, 25)[:26], _prose(5, 6)])
        assert _lines(drawing)[0] == _prose(1, 25) + _prose(2, 9)

    def test_a_long_number_leaves_its_line_short(self) -> None:
        drawing = Drawing()
        head = "　　" + _prose(1, 60)[:18] + "投入"
        drawing.lines([head, "12345.678万元，" + _prose(2, 60)[:14], _prose(3, 20)])
        assert len(_lines(drawing)) == 1

    def test_marks_open_paragraphs(self) -> None:
        drawing = Drawing()
        drawing.lines([_prose(1, 25), "一、" + _prose(2, 23), "二、" + _prose(3, 23), "1.5万" + _prose(4, 20)])
        assert [line[:2] for line in _lines(drawing)] == [_prose(1)[:2], "一、", "二、"]

    def test_marks_that_count_within_a_paragraph_do_not(self) -> None:
        drawing = Drawing()
        drawing.lines(["　　（一）" + _prose(1, 9) + "（二）" + _prose(2, 7), "（三）" + _prose(3, 6)])
        assert len(_lines(drawing)) == 1

    def test_space_between_paragraphs(self) -> None:
        drawing = Drawing()
        lines = [_prose(number, 60)[:LINE] for number in range(6)]
        drawing.lines(lines[:3])
        drawing.lines(lines[3:], y=TOP - 3 * PITCH - 12)
        assert _lines(drawing) == ["".join(lines[:3]), "".join(lines[3:])]

    def test_hanging_lines_of_a_list(self) -> None:
        drawing = Drawing()
        drawing.text(LEFT, TOP, "1." + _prose(1, 60)[:25])
        drawing.text(LEFT + EM * 1.0, TOP - PITCH, _prose(2, 60)[:25])
        drawing.text(LEFT, TOP - 2 * PITCH, "2." + _prose(3, 60)[:20])
        assert _lines(drawing) == ["1." + _prose(1, 60)[:25] + _prose(2, 60)[:25], "2." + _prose(3, 60)[:20]]

    def test_a_title_in_two_centred_lines(self) -> None:
        drawing = Drawing()
        drawing.text(LEFT + 32, TOP, "青禾县城市管理局关于二〇", 32)
        drawing.text(LEFT + 112, TOP - 40, "二四年的总结", 32)
        drawing.lines(_wrapped(_prose(1)), y=TOP - 90)
        source = _read(drawing)
        assert source.text.splitlines() == ["青禾县城市管理局关于二〇二四年的总结", _prose(1)]
        assert [(source.text[heading.start : heading.end], heading.level) for heading in source.headings] == [
            ("青禾县城市管理局关于二〇二四年的总结", 0)
        ]

    def test_text_of_one_size_has_no_title(self) -> None:
        drawing = Drawing()
        drawing.lines(_wrapped(_prose(1)))
        assert _read(drawing).headings == ()

    def test_latin_words_at_line_ends(self) -> None:
        drawing = Drawing()
        drawing.lines(["　　" + _prose(1, 60)[:19] + "Big Apple", "Pie" + _prose(2, 20)])
        assert "Big Apple Pie" in _read(drawing).text


class TestFurniture:
    def test_running_heads_and_page_numbers_go(self) -> None:
        def furniture(drawing: Drawing, number: int) -> None:
            drawing.text(200, 800, "城市管理工作简报", 10)
            drawing.text(280, 40, f"— {number} —", 10)

        drawing, paragraphs = _paged(3, furniture)
        assert _lines(drawing) == paragraphs

    def test_heads_differ_on_odd_and_even_pages(self) -> None:
        def furniture(drawing: Drawing, number: int) -> None:
            drawing.text(200, 800, "青禾县" if number % 2 else "工作简报")

        drawing, paragraphs = _paged(4, furniture)
        assert _lines(drawing) == paragraphs

    def test_lines_that_differ_stay(self) -> None:
        drawing, _ = _paged(3, lambda drawing, number: drawing.text(LEFT, 790, f"第{'甲乙丙'[number - 1]}部分"))
        assert [line for line in _lines(drawing) if line.startswith("第")] == ["第甲部分", "第乙部分", "第丙部分"]

    def test_lines_that_repeat_within_the_text_stay(self) -> None:
        drawing, _ = _paged(3, lambda drawing, number: drawing.text(LEFT, 500, "责任单位：县城管局"))
        assert _read(drawing).text.count("责任单位") == 3

    @pytest.mark.parametrize("number", ["1", "- 1 -", "第 1 页 共 3 页", "1/3", "Page 1 of 3", "·1·"])
    def test_page_number_of_a_single_page(self, number: str) -> None:
        drawing, paragraphs = _paged(1, lambda drawing, _: drawing.text(280, 60, number))
        assert _lines(drawing) == paragraphs

    def test_a_figure_at_the_foot_is_no_page_number(self) -> None:
        drawing, paragraphs = _paged(1, lambda drawing, _: drawing.text(280, 60, "共拆除3处"))
        assert _lines(drawing) == [*paragraphs, "共拆除3处"]

    def test_the_small_head_of_a_single_page_goes(self) -> None:
        drawing, paragraphs = _paged(1, lambda drawing, _: drawing.text(200, 805, "工作简报", 9))
        assert _lines(drawing) == paragraphs

    def test_watermarks_go(self) -> None:
        def furniture(drawing: Drawing, number: int) -> None:
            drawing.text(200, 300, "内部资料", 60, turn="0.7 0.7 -0.7 0.7")
            drawing.text(150, 690, "征求意见稿", 30, gray=0.85)

        drawing, paragraphs = _paged(2, furniture)
        assert _lines(drawing) == paragraphs

    def test_pale_text_that_stands_once_stays(self) -> None:
        drawing, paragraphs = _paged(2, lambda drawing, number: None)
        drawing.text(LEFT, 500, "数据来源：县统计局", gray=0.75)
        assert _lines(drawing) == [*paragraphs, "数据来源：县统计局"]


class TestPages:
    @pytest.mark.parametrize("rotation", [90, 180, 270])
    def test_turned_pages(self, rotation: int) -> None:
        turns: dict[int, tuple[str, Callable[[float, float], tuple[float, float]]]] = {
            90: ("0 1 -1 0", lambda x, y: (WIDTH - y, x)),
            180: ("-1 0 0 -1", lambda x, y: (WIDTH - x, HEIGHT - y)),
            270: ("0 -1 1 0", lambda x, y: (y, HEIGHT - x)),
        }
        turn, place = turns[rotation]
        drawing = Drawing()
        drawing.page_entries = f"/Rotate {rotation}"
        for number, line in enumerate(_wrapped(_prose(1))):
            text = line.lstrip("　")
            drawing.text(*place(80 + (len(line) - len(text)) * EM, 500 - number * PITCH), text, turn=turn)
        source = _read(drawing)
        assert source.text == _prose(1) + "\n"
        first = source.boxes[0]
        assert first is not None
        assert first.page == 1
        assert [first.left, first.right] == pytest.approx([112, 128])
        assert first.bottom < 500 < first.top

    def test_text_that_stands_sideways(self) -> None:
        drawing = Drawing()
        for number, line in enumerate(_wrapped(_prose(1))):
            text = line.lstrip("　")
            drawing.text(100 + number * PITCH, 80 + (len(line) - len(text)) * EM, text, turn="0 1 -1 0")
        drawing.text(280, 40, "7")
        source = _read(drawing)
        assert source.text == _prose(1) + "\n"
        first = source.boxes[0]
        assert first is not None
        assert first.left < 100 < first.right
        assert [first.bottom, first.top] == pytest.approx([112, 128])

    def test_boxes_count_from_the_visible_part(self) -> None:
        drawing = Drawing()
        drawing.page_entries = "/CropBox[50 100 595 842]"
        drawing.text(100, 700, "拆除")
        first = _read(drawing).boxes[0]
        assert first is not None
        assert first.left == 50
        assert first.bottom < 600 < first.top


class TestColumns:
    def _columns(self, drawing: Drawing, paragraphs: Sequence[str], interleaved: bool) -> None:
        lines = [line for paragraph in paragraphs for line in _wrapped(paragraph, 12)]
        half = (len(lines) + 1) // 2
        placed = [
            (LEFT + 220 * (number // half), TOP - 60 - PITCH * (number % half), line)
            for number, line in enumerate(lines)
        ]
        for x, y, line in sorted(placed, key=lambda place: (-place[1], place[0])) if interleaved else placed:
            drawing.lines([line], y, x)

    @pytest.mark.parametrize("interleaved", [False, True], ids=["column by column", "line by line"])
    def test_columns_are_read_one_after_the_other(self, interleaved: bool) -> None:
        drawing = Drawing()
        paragraphs = [_prose(number, 70) for number in range(3)]
        drawing.text(LEFT + 60, TOP, "青禾县城市管理工作简报", 24)
        self._columns(drawing, paragraphs, interleaved)
        assert _lines(drawing) == ["青禾县城市管理工作简报", *paragraphs]

    def test_one_line_in_two_pieces_is_no_column(self) -> None:
        drawing = Drawing()
        for number in range(4):
            drawing.text(LEFT, TOP - PITCH * number, f"街道{number}")
            drawing.text(LEFT + 250, TOP - PITCH * number, "完成")
        assert _lines(drawing)[0].startswith("街道0　完成")


class TestTables:
    ROWS = (("指标", "单位", "数量"), ("拆除违建", "处", "12"), ("清运垃圾", "吨", "3,400"))
    COLUMNS = (90, 230, 330, 450)

    def _around(self, drawing: Drawing) -> None:
        drawing.lines(_wrapped(_prose(1)))
        drawing.lines(_wrapped(_prose(2)), y=400)

    def test_ruled(self) -> None:
        drawing = Drawing()
        self._around(drawing)
        drawing.table(self.COLUMNS, 600, self.ROWS)
        source = _read(drawing)
        assert source.text.splitlines() == [_prose(1), *map("\t".join, self.ROWS), _prose(2)]
        box = source.boxes[source.text.index("3,400")]
        assert box is not None
        assert (box.left, box.page) == (334, 1)

    def test_cells_of_several_lines(self) -> None:
        drawing = Drawing()
        drawing.grid(self.COLUMNS, (600, 560, 520))
        for x, y, text in (
            (94, 585, "拆除违"),
            (94, 567, "法建设"),
            (234, 575, "处"),
            (94, 540, "清运垃圾"),
            (334, 540, "9"),
        ):
            drawing.text(x, y, text, 12)
        assert _lines(drawing) == ["拆除违法建设\t处\t", "清运垃圾\t\t9"]

    def test_cells_that_span(self) -> None:
        drawing = Drawing()
        for y in (600, 580, 560):
            drawing.rule(90 if y != 580 else 230, y, 450, y)
        for x, top in ((90, 600), (230, 600), (330, 580), (450, 600)):
            drawing.rule(x, top, x, 560)
        for x, y, text in ((94, 575, "指标"), (280, 585, "2024年"), (234, 565, "数量"), (334, 565, "增长")):
            drawing.text(x, y, text, 12)
        assert _lines(drawing) == ["指标\t2024年\t", "\t数量\t增长"]

    def test_drawn_with_one_path(self) -> None:
        drawing = Drawing()
        drawing.table(self.COLUMNS, 600, self.ROWS)
        drawing.pages[0] = drawing.pages[0].replace(b" l S", b" l").replace(b"BT", b"S BT", 1)
        assert _lines(drawing) == list(map("\t".join, self.ROWS))

    def test_open_sides(self) -> None:
        drawing = Drawing()
        drawing.table(self.COLUMNS, 600, self.ROWS)
        for x in (90, 450):
            drawing.pages[0] = drawing.pages[0].replace(f"{x} 600 m {x} 540 l S".encode(), b"")
        assert _lines(drawing) == list(map("\t".join, self.ROWS))

    def test_over_the_page(self) -> None:
        drawing = Drawing()
        drawing.table(self.COLUMNS, 200, self.ROWS)
        drawing.text(290, 40, "1")
        drawing.page()
        more = (self.ROWS[0], ("修补道路", "公里", "3"))
        drawing.table(self.COLUMNS, 760, more)
        assert _lines(drawing) == ["\t".join(row) for row in (*self.ROWS, more[1])]

    def test_two_tables_keep_their_headers(self) -> None:
        drawing = Drawing()
        drawing.table(self.COLUMNS, 700, self.ROWS)
        drawing.table(self.COLUMNS, 500, self.ROWS)
        assert _lines(drawing) == list(map("\t".join, self.ROWS)) * 2

    def test_without_rules(self) -> None:
        drawing = Drawing()
        self._around(drawing)
        for number, row in enumerate(self.ROWS):
            for column, cell in zip(self.COLUMNS, row, strict=False):
                drawing.text(column, 600 - 20 * number, cell, 12)
        assert _lines(drawing) == [_prose(1), *map("\t".join, self.ROWS), _prose(2)]

    def test_a_line_of_signatures_is_no_table(self) -> None:
        drawing = Drawing()
        for x, text in ((90, "填表人："), (250, "审核人："), (400, "日期：")):
            drawing.text(x, 600, text)
        assert "\t" not in _read(drawing).text

    def test_a_frame_around_text_is_no_table(self) -> None:
        drawing = Drawing()
        drawing.draw(b"80 600 430 160 re S")
        drawing.lines(_wrapped(_prose(1)))
        drawing.rule(LEFT, 500, 400, 500)
        assert _lines(drawing) == [_prose(1)]


class TestScans:
    def test_a_picture_is_no_text(self) -> None:
        drawing = Drawing()
        drawing.draw(PICTURE)
        assert _code(drawing.written()) == "no_text_layer"

    def test_a_picture_with_its_page_number_is_no_text(self) -> None:
        drawing = Drawing()
        drawing.draw(PICTURE)
        drawing.text(280, 40, "- 1 -")
        assert _code(drawing.written()) == "no_text_layer"

    def test_mostly_pictures(self) -> None:
        drawing, _ = _paged(1, lambda drawing, number: None)
        for _ in range(2):
            drawing.page()
            drawing.draw(PICTURE)
        assert _code(drawing.written()) == "no_text_layer"

    def test_recognized_text_under_a_picture_is_read(self) -> None:
        drawing = Drawing()
        drawing.draw(PICTURE)
        for number, line in enumerate(_wrapped(_prose(1))):
            drawing.text(LEFT + (2 * EM if not number else 0), TOP - number * PITCH, line.lstrip("　"), mode=3)
        assert _lines(drawing) == [_prose(1)]

    def test_fonts_that_do_not_name_their_characters(self) -> None:
        drawing = Drawing()
        drawing.lines(_wrapped(_prose(1)))
        drawing.nameless = True
        assert _code(drawing.written()) == "no_text_layer"

    def test_blank_pages_are_empty(self) -> None:
        assert _code(Drawing().written()) == "empty"


class TestErrors:
    def test_protected(self) -> None:
        drawing, paragraphs = _paged(1, lambda drawing, number: None)
        drawing.password = b"qinghe"
        assert _code(drawing.written()) == "encrypted"
        assert _code(drawing.written(), "other") == "encrypted"
        assert _read(drawing, "qinghe").text.splitlines() == paragraphs

    def test_protected_says_what_to_do(self) -> None:
        drawing = Drawing()
        drawing.password = b"qinghe"
        with pytest.raises(ReadError, match="--password"):
            read_bytes(drawing.written(), "a.pdf")

    @pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.8, 0.95])
    def test_cut(self, share: float) -> None:
        drawing, _ = _paged(3, lambda drawing, number: None)
        data = drawing.written()
        assert _code(data[: int(len(data) * share)]) == "damaged"

    def test_flipped_bit_in_a_page(self) -> None:
        drawing, _ = _paged(1, lambda drawing, number: None)
        data = bytearray(drawing.written())
        data[data.index(b"endstream", data.index(b"8 0 obj")) - 40] ^= 4
        assert _code(bytes(data)) == "damaged"

    def test_stream_without_compression_is_not_looked_into(self) -> None:
        drawing = Drawing(compress=False)
        drawing.lines(_wrapped(_prose(1)))
        assert _lines(drawing) == [_prose(1)]

    def test_stream_without_check_sum_is_read(self) -> None:
        drawing, paragraphs = _paged(1, lambda drawing, number: None)
        drawing.check_sum = False
        assert _lines(drawing) == paragraphs

    @pytest.mark.parametrize(
        ("limit", "most"), [("MOST_PAGES", 2), ("MOST_CHARACTERS", 100), ("MOST_ON_PAGE", 50)], ids=str
    )
    def test_too_large(self, monkeypatch: pytest.MonkeyPatch, limit: str, most: int) -> None:
        drawing, _ = _paged(3, lambda drawing, number: None)
        monkeypatch.setattr(reader, limit, most)
        assert _code(drawing.written()) == "too_large"

    def test_missing_library(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pypdfium2", None)
        with pytest.raises(ReadError, match=r"pip install 'govsummary\[pdf\]'") as caught:
            read_bytes(Drawing().written(), "a.pdf")
        assert caught.value.code == "unsupported"

    @pytest.mark.parametrize(
        "objects",
        [
            pytest.param([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 9>>"], id="cycle"),
            pytest.param([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"], id="no pages"),
            pytest.param([b"<</Type/Catalog>>"], id="no tree"),
            pytest.param([], id="nothing"),
        ],
    )
    def test_broken_structure(self, objects: list[bytes]) -> None:
        assert _code(pdf_file(objects, "")) == "damaged"

    def test_a_form_that_draws_itself(self) -> None:
        drawing = Drawing(compress=False)
        drawing.page_entries = "/Resources<</Font<</F 3 0 R>>/XObject<</X 6 0 R>>>>"
        drawing.text(100, 700, "拆除3处")
        drawing.draw(b"/X Do")
        assert _lines(drawing) == ["拆除3处"]

    def test_a_map_of_many_strokes_ends_soon(self) -> None:
        drawing = Drawing()
        drawing.text(100, 700, "拆除3处")
        for number in range(3000):
            drawing.rule(number % 500, number % 800, number % 500 + 60, number % 800)
            drawing.rule(number % 500, number % 800, number % 500, number % 800 + 60)
        assert "拆除3处" in _read(drawing).text.replace("\t", "")

    def test_numbers_beyond_all_bounds(self) -> None:
        drawing = Drawing()
        drawing.text(1e38, 1e38, "远")
        drawing.text(100, 700, "大", size=1e30)
        drawing.text(100, 700, "零", turn="0 0 0 0")
        drawing.text(100, 700, "拆除3处")
        assert "拆除3处" in _read(drawing).text

    def test_damage_ends_in_a_document_or_a_read_error(self) -> None:
        drawing, _ = _paged(2, lambda drawing, number: drawing.table((90, 230, 330), 300, (("甲", "乙"), ("丙", "丁"))))
        whole = drawing.written()
        chance = random.Random(5)
        for _ in range(300):
            data = bytearray(whole)
            for _ in range(chance.choice((1, 5, 50))):
                data[chance.randrange(len(data))] = chance.randrange(256)
            try:
                source = read_bytes(bytes(data), "a.pdf")
            except ReadError:
                continue
            assert len(source.boxes) == len(source.text)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared fixtures are not beside the repository")
class TestFixtures:
    @pytest.mark.parametrize("name", ["typed.pdf", "col2.pdf", "enc_user.pdf"])
    def test_the_document_comes_back(self, name: str) -> None:
        source = read_bytes((SHARED / name).read_bytes(), name, options=ReadOptions(password="secret"))
        expected = json.loads((SHARED / "expected.json").read_text(encoding="utf-8"))
        lines = source.text.splitlines()
        assert [line for line in lines if "\t" not in line] == expected["paragraphs"]
        assert [text for text in expected["not_in_text"] if text in source.text] == []
        if name != "col2.pdf":  # it holds no table
            assert [line.split("\t") for line in lines if "\t" in line] == expected["table"]
        assert source.tool == "Writer / LibreOffice 7.4"
        assert len(source.boxes) == len(source.text)

    @pytest.mark.parametrize(("name", "code"), [("scan.pdf", "no_text_layer"), ("enc_user.pdf", "encrypted")])
    def test_refused(self, name: str, code: str) -> None:
        assert _code((SHARED / name).read_bytes()) == code
