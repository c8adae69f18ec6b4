"""Excel workbooks up to 2003: cells as they are shown, hidden sheets, passwords, hostile files."""

from __future__ import annotations

import random
import struct
from collections.abc import Sequence

import pytest
from msdoc_bytes import compound_file

from govsummary.errors import ReadError
from govsummary.reading import ReadOptions, read_bytes
from govsummary.reading.blocks import Content, Paragraph
from govsummary.reading.ole import ole_reader

_GENERAL, _PERCENT, _DATE, _BUILT_IN_DATE = range(4)  # cell formats, by number


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<2H", kind, len(data)) + data


def _begin(kind: int, version: int = 0x600) -> bytes:
    return _record(0x809, struct.pack("<4H2I", version, kind, 0, 0, 0, 0))


def _label(row: int, column: int, text: str) -> bytes:
    return _record(0x204, struct.pack("<4HB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def _number(row: int, column: int, value: float, style: int = _GENERAL) -> bytes:
    return _record(0x203, struct.pack("<3Hd", row, column, style, value))


def _row(row: int, column: int, style: int, *values: int) -> bytes:
    """Writes whole numbers side by side in one record."""
    cells = b"".join(struct.pack("<HI", style, value << 2 | 2) for value in values)
    return _record(0xBD, struct.pack("<2H", row, column) + cells + struct.pack("<H", column + len(values) - 1))


def _workbook(*sheets: bytes, hidden: Sequence[int] = (), more: bytes = b"", version: int = 0x600) -> bytes:
    codes = {164: "0.0%", 165: 'yyyy"年"m"月"d"日"'}
    styles = b"".join(
        _record(0x41E, struct.pack("<2HB", number, len(code), 1) + code.encode("utf-16-le"))
        for number, code in codes.items()
    )
    styles += b"".join(_record(0xE0, struct.pack("<2H", 0, number).ljust(20, b"\0")) for number in (0, 164, 165, 14))
    head = _begin(5, version) + more + styles
    names = [f"表{number}".encode("utf-16-le") for number in range(len(sheets))]
    place = len(head) + sum(4 + 8 + len(name) for name in names) + 4
    for number, (sheet, name) in enumerate(zip(sheets, names, strict=True)):
        state = 1 if number in hidden else 0
        head += _record(0x85, struct.pack("<I4B", place, state, 0, len(name) // 2, 1) + name)
        place += len(_begin(16) + sheet) + 4
    return head + _record(0x0A) + b"".join(_begin(16) + sheet + _record(0x0A) for sheet in sheets)


def _file(*sheets: bytes, hidden: Sequence[int] = (), more: bytes = b"", version: int = 0x600) -> bytes:
    return compound_file({"Workbook": _workbook(*sheets, hidden=hidden, more=more, version=version)})


def _code(data: bytes) -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(data, "统计.xls")
    return caught.value.code


def test_cells_as_they_are_shown() -> None:
    sheet = _label(0, 0, "指标") + _label(0, 1, "同比") + _label(1, 0, "生产总值") + _number(1, 1, 0.063, _PERCENT)
    sheet += _label(2, 0, "就业") + _row(2, 1, _GENERAL, 6210, 6530)
    assert read_bytes(_file(sheet), "a").text == "指标\t同比\n生产总值\t6.3%\n就业\t6210\t6530\n"


def test_strings_that_cells_share() -> None:
    """The texts run on in the next record, which says anew how wide they are; fonts and sounds follow some."""
    head = struct.pack("<2I", 3, 3) + struct.pack("<HBHI", 4, 1 | 4 | 8, 1, 2) + "拆除".encode("utf-16-le")
    rest = b"\1" + "广告".encode("utf-16-le") + bytes(4 + 2) + struct.pack("<HB", 2, 0) + b"ab"
    shared = _record(0xFC, head) + _record(0x3C, rest)
    cells = [_record(0xFD, struct.pack("<3HI", 0, column, 0, index)) for column, index in enumerate((0, 1, 7))]
    assert read_bytes(_file(b"".join(cells), more=shared), "a").text == "拆除广告\tab\n"


@pytest.mark.parametrize(
    ("record", "text"),
    [
        pytest.param(_record(0x06, struct.pack("<3Hd", 0, 0, _PERCENT, 0.5).ljust(20, b"\0")), "50.0%", id="number"),
        pytest.param(
            _record(0x06, struct.pack("<3HB5xH", 0, 0, 0, 0, 0xFFFF).ljust(20, b"\0"))
            + _record(0x207, struct.pack("<HB", 2, 1) + "合计".encode("utf-16-le")),
            "合计",
            id="text",
        ),
        pytest.param(_record(0x06, struct.pack("<3H2BB3xH", 0, 0, 0, 1, 0, 1, 0xFFFF)), "TRUE", id="truth"),
        pytest.param(_record(0x205, struct.pack("<3H2B", 0, 0, 0, 0, 0)), "FALSE", id="false"),
        pytest.param(_record(0x27E, struct.pack("<3HI", 0, 0, 0, 12345 << 2 | 3)), "123.45", id="hundredths"),
        pytest.param(_record(0x27E, struct.pack("<3Hi", 0, 0, 0, -24 | 2)), "-6", id="negative"),
        pytest.param(_number(0, 0, 45_299, _DATE), "2024年1月8日", id="date"),
        pytest.param(_number(0, 0, 45_299, _BUILT_IN_DATE), "2024-01-08", id="built-in date"),
        pytest.param(_number(0, 0, 1e12, _DATE), "1000000000000", id="no date"),
    ],
)
def test_values(record: bytes, text: str) -> None:
    assert read_bytes(_file(record), "a").text == text + "\n"


def test_errors_are_left_out() -> None:
    assert _code(_file(_record(0x205, struct.pack("<3H2B", 0, 0, 0, 7, 1)))) == "empty"


def test_days_from_1904() -> None:
    data = _file(_number(0, 0, 43_837, _DATE), more=_record(0x22, b"\1\0"))
    assert read_bytes(data, "a").text == "2024年1月8日\n"


def test_sheets_in_order_without_hidden_ones() -> None:
    source = read_bytes(_file(_number(0, 0, 1), _number(0, 0, 2), _number(0, 0, 3), hidden=[1]), "a")
    assert source.text == "表0\n1\n表2\n3\n"
    assert [heading.level for heading in source.headings] == [1, 1]


def test_encrypted() -> None:
    locked = _record(0x2F, struct.pack("<3H", 1, 1, 1) + bytes(48))
    assert _code(_file(_number(0, 0, 1), more=locked)) == "encrypted"


def test_cells_far_apart() -> None:
    assert _code(_file(_number(0, 0, 1) + _number(65_000, 200, 1))) == "too_large"


def test_older_excel_is_converted() -> None:
    def convert(data: bytes, path: str, options: ReadOptions, suffix: str) -> Content:
        return Content([Paragraph(suffix)])

    old = _file(_number(0, 0, 1), version=0x500)
    assert ole_reader(lambda kind: None, convert)(old, "a", ReadOptions()).blocks == [Paragraph(".xls")]
    assert _code(old) == "unsupported"


def test_hostile_workbooks_end_in_a_read_error() -> None:
    chance = random.Random(5)
    data = _file(_label(0, 0, "指标") + _number(0, 1, 0.063, _PERCENT) + _row(1, 0, 0, 1, 2))
    for _ in range(300):
        broken = bytearray(data)
        for _ in range(chance.choice((1, 3, 30))):
            broken[chance.randrange(512, 1100)] = chance.choice((0, 1, 0xFF, chance.randrange(256)))
        try:
            read_bytes(bytes(broken), "统计.xls")
        except ReadError as error:
            assert error.path == "统计.xls"  # noqa: PT017
