from __future__ import annotations

import struct
import sys
import xml.etree.ElementTree as ET
import zlib
from decimal import Decimal
from pathlib import Path

import pytest

from govsummary.errors import InputError
from govsummary.export import chart
from govsummary.export.chart import HEIGHT, WIDTH, Mark, as_png, line_chart, scale_of

SVG = "{http://www.w3.org/2000/svg}"


def mark(place: str, value: str | None, upper: str | None = None, line: str = "12个月", label: str = "") -> Mark:
    held, end = (None if number is None else Decimal(number) for number in (value, upper))
    return Mark(place, held, end, label or f"{value}处", line)


def drawn(marks: list[Mark], title: str = "拆除违建") -> ET.Element:
    return ET.fromstring(line_chart(title, "处", marks))


class TestScale:
    @pytest.mark.parametrize(
        ("values", "ticks"),
        [
            ([], [0, "0.2", "0.4", "0.6", "0.8", 1]),
            ([0], [0, "0.2", "0.4", "0.6", "0.8", 1]),
            ([3, 7], [0, 2, 4, 6, 8]),
            ([35000000], [0, 10000000, 20000000, 30000000, 40000000]),
            ([-30, 45], [-40, -20, 0, 20, 40, 60]),
            (["0.04"], [0, "0.01", "0.02", "0.03", "0.04"]),
        ],
    )
    def test_ticks_are_round_and_hold_all_values(self, values: list[int], ticks: list[object]) -> None:
        assert scale_of([Decimal(value) for value in values]).ticks() == [Decimal(str(tick)) for tick in ticks]


class TestDrawing:
    def test_neighbours_of_one_line_are_joined(self) -> None:
        root = drawn([mark("2020", "1"), mark("2021上", "2", line="6个月"), mark("2021", "3"), mark("2022", "4")])
        joined = [line for line in root.iter(f"{SVG}line") if line.get("stroke-width") == "2"]
        assert len(joined) == 2

    def test_nothing_is_joined_over_an_unknown_value(self) -> None:
        root = drawn([mark("2020", "1"), mark("2021", None), mark("2022", "4")])
        assert not [line for line in root.iter(f"{SVG}line") if line.get("stroke-width") == "2"]
        assert [circle.get("fill") for circle in root.iter(f"{SVG}circle")].count("#ffffff") == 1

    def test_higher_values_stand_higher(self) -> None:
        circles = list(drawn([mark("2020", "1"), mark("2021", "3")]).iter(f"{SVG}circle"))
        assert float(circles[0].get("cy", "")) > float(circles[1].get("cy", ""))

    def test_a_range_reaches_to_its_upper_end(self) -> None:
        bars = [one for one in drawn([mark("2020", "5", "10")]).iter(f"{SVG}line") if one.get("stroke-width") == "5"]
        assert float(bars[0].get("y1", "")) > float(bars[0].get("y2", ""))

    def test_everything_lies_within_the_picture(self) -> None:
        marks = [
            mark(f"{year}年度工作总结", str(year * 1000 - 1_990_000), line=str(year % 9)) for year in range(1990, 2025)
        ]
        for element in drawn(marks, "很长的标题" * 30).iter():
            for name, most in (("x", WIDTH), ("cx", WIDTH), ("x1", WIDTH), ("y", HEIGHT), ("cy", HEIGHT)):
                assert 0 <= float(element.get(name, "0")) <= most

    def test_no_marks_make_an_empty_chart(self) -> None:
        assert not list(drawn([]).iter(f"{SVG}circle"))

    def test_words_of_a_document_stay_words(self) -> None:
        root = drawn([mark("2020", "1", label="<script>alert(1)</script>\x00\x1b[31m")], "a & b < c")
        assert root.find(f"{SVG}title") is not None
        assert not list(root.iter(f"{SVG}script"))


def pixels(png: bytes) -> bytes:
    """Unpacks the image data of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    place, data = 8, b""
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += 12 + length
    return zlib.decompress(data)


@pytest.fixture
def font() -> Path:
    """A font with Chinese characters, wherever this system has one."""
    folders = (Path("/usr/share/fonts"), Path("C:/Windows/Fonts"), Path("/System/Library/Fonts"))
    names = (
        "wqy-*.ttc",
        "NotoSansCJK*",
        "NotoSerifCJK*",
        "msyh*",
        "simsun*",
        "simhei*",
        "PingFang*",
        "uming*",
        "gbsn*",
    )
    for folder in folders:
        for name in names:
            if found := next(iter(sorted(folder.rglob(name))), None):
                return found
    pytest.skip("no font with Chinese characters is installed")


class TestPng:
    def test_chinese_labels_show(self, font: Path) -> None:
        shown, other = (as_png(line_chart(title, "处", [mark("2020", "1")]), font) for title in ("拆除", "整改"))
        assert struct.unpack(">II", shown[16:24]) == (2 * WIDTH, 2 * HEIGHT)
        assert pixels(shown) != pixels(other)

    def test_without_a_font_nothing_is_painted_blank(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(chart, "_painted", lambda character, files: b"the same box")
        with pytest.raises(InputError, match=r"no font with Chinese characters.*--font"):
            as_png(line_chart("拆除", "处", []))

    def test_a_font_that_is_not_there(self) -> None:
        with pytest.raises(InputError, match="no such font file"):
            as_png(line_chart("拆除", "处", []), Path("no-such.ttf"))

    def test_without_the_library_one_line_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "resvg_py", None)
        with pytest.raises(InputError, match=r"pip install 'govsummary\[chart\]'"):
            as_png(line_chart("拆除", "处", []))
