"""The records of a workbook stream of Excel 97 to 2003 ([MS-XLS]): its sheets, strings, number formats and cells."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from govsummary.reading.excel.formats import BUILT_IN

_BEGIN, _END, _CONTINUE = 0x809, 0x0A, 0x3C
_SHEET, _FORMAT, _CELL_FORMAT, _STRINGS, _DATES = 0x85, 0x41E, 0xE0, 0xFC, 0x22
_NUMBER, _SHORT_NUMBER, _SHORT_NUMBERS, _FORMULA, _RESULT = 0x203, 0x27E, 0xBD, 0x06, 0x207
_SHARED_STRING, _OWN_STRINGS, _TRUTH = 0xFD, (0x204, 0xD6), 0x205
_FILE_PASS = 0x2F  # one of the first records of an encrypted workbook
_FIRST_RECORDS = 4
_VERSION_97 = 0x600
_WORKSHEET = 0
_MOST_SHEETS = 1024
# Formats that have a number and no code of their own, as Excel shows them depending on where it runs.
_BUILT_IN_DATES = {
    **dict.fromkeys((14, 15, 16, 17), "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "hh:mm"),
    22: "yyyy-mm-dd hh:mm",
}
_WIDE, _EXTENDED, _RICH = 1, 4, 8  # what a string is

Record = tuple[int, bytes]
Value = float | str | bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: its name, whether it is shown, and where its records begin."""

    name: str
    visible: bool
    start: int


@dataclass(slots=True)
class Globals:
    """What the records before the sheets say.

    Attributes:
        sheets: in order.
        strings: those that cells share.
        codes: the number format of each cell format; None for the general one.
        from_1904: whether days are counted from 1904.
    """

    sheets: list[Sheet] = field(default_factory=list)
    strings: Sequence[str] = ()
    codes: list[str | None] = field(default_factory=list)
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with something in it; `style` is the number of its cell format."""

    row: int
    column: int
    style: int
    value: Value


def is_modern(workbook: bytes) -> bool:
    """Tells whether Excel 97 or a later one wrote a workbook stream."""
    return len(workbook) >= 8 and struct.unpack_from("<H2xH", workbook) == (_BEGIN, _VERSION_97)


def is_locked(workbook: bytes) -> bool:
    """Tells whether a workbook stream is encrypted."""
    first = zip(range(_FIRST_RECORDS), _records(workbook, 0), strict=False)
    return any(kind == _FILE_PASS for _, (kind, _) in first)


def read_globals(workbook: bytes) -> Globals:
    """Reads the records before the sheets.

    Raises:
        struct.error: where a record is cut off.
    """
    found = Globals()
    codes: dict[int, str] = {**BUILT_IN, **_BUILT_IN_DATES}
    numbers: list[int] = []
    strings: list[bytes] = []
    before = 0
    for kind, record in _records(workbook, 0):
        if kind == _FORMAT:
            number, length, flags = struct.unpack_from("<2HB", record)
            codes[number] = _string(record[5:], length, flags)
        elif kind == _CELL_FORMAT:
            numbers.append(struct.unpack_from("<2xH", record)[0])
        elif kind == _DATES:
            found.from_1904 = record[:1] == b"\x01"
        elif kind == _STRINGS:
            strings = [record[8:]]
        elif kind == _CONTINUE and strings and before in (_STRINGS, _CONTINUE):
            strings.append(record)
        elif kind == _SHEET and len(found.sheets) < _MOST_SHEETS:
            start, state, sheet_kind, length, flags = struct.unpack_from("<I4B", record)
            if sheet_kind == _WORKSHEET:
                found.sheets.append(Sheet(_string(record[8:], length, flags), state & 3 == 0, start))
        before = kind
    found.strings = list(_SharedStrings(strings).read())
    found.codes = [codes.get(number) for number in numbers]
    return found


def read_cells(workbook: bytes, sheet: Sheet, strings: Sequence[str]) -> Iterator[Cell]:
    """Reads the cells of a sheet in the order of the file.

    Raises:
        struct.error: where a record is cut off.
    """
    waiting: Cell | None = None  # for the text that a formula gave
    for kind, record in _records(workbook, sheet.start):
        if kind == _RESULT and waiting is not None:
            length, flags = struct.unpack_from("<HB", record)
            yield Cell(waiting.row, waiting.column, waiting.style, _string(record[3:], length, flags))
            waiting = None
        elif kind == _FORMULA:
            waiting = Cell(*_place(record), "")
            value = _result(record[6:14])
            if value is not None:
                yield Cell(waiting.row, waiting.column, waiting.style, value)
                waiting = None
        elif kind == _SHORT_NUMBERS:
            row, column = struct.unpack_from("<2H", record)
            for index in range((len(record) - 6) // 6):
                style, number = struct.unpack_from("<HI", record, 4 + 6 * index)
                yield Cell(row, column + index, style, _short(number))
        else:
            value = _value(kind, record, strings)
            if value is not None:
                yield Cell(*_place(record), value)


def _records(workbook: bytes, place: int) -> Iterator[Record]:
    """Gives the records from `place` to the end of what begins there."""
    depth = 0
    while place + 4 <= len(workbook):
        kind, length = struct.unpack_from("<2H", workbook, place)
        yield kind, workbook[place + 4 : place + 4 + length]
        place += 4 + length
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return


def _place(record: bytes) -> tuple[int, int, int]:
    """Gives row, column and format of the cell that a record holds."""
    row, column, style = struct.unpack_from("<3H", record)
    return row, column, style


def _value(kind: int, record: bytes, strings: Sequence[str]) -> Value | None:
    """Gives the value of a record that holds one cell; None for other records, and for errors."""
    if kind == _NUMBER:
        return float(struct.unpack_from("<d", record, 6)[0])
    if kind == _SHORT_NUMBER:
        return _short(struct.unpack_from("<I", record, 6)[0])
    if kind == _SHARED_STRING:
        index = struct.unpack_from("<I", record, 6)[0]
        return strings[index] if index < len(strings) else None
    if kind in _OWN_STRINGS:
        length, flags = struct.unpack_from("<HB", record, 6)
        return _string(record[9:], length, flags)
    if kind == _TRUTH and record[7:8] == b"\0":
        return record[6] != 0
    return None


def _result(data: bytes) -> Value | None:
    """Gives what a formula gave; None for a text, which follows, and for errors."""
    if data[6:] != b"\xff\xff":
        return float(struct.unpack("<d", data)[0])
    return data[2] != 0 if data[0] == 1 else None


def _short(number: int) -> float:
    """Reads a number of 30 bits: whole or the head of a double, perhaps in hundredths."""
    if number & 2:
        value = float((number >> 2) - ((number >> 31) << 30))
    else:
        value = float(struct.unpack("<d", struct.pack("<Q", (number & ~3) << 32))[0])
    return value / 100 if number & 1 else value


def _string(data: bytes, length: int, flags: int) -> str:
    return data[: 2 * length].decode("utf-16-le", "replace") if flags & _WIDE else data[:length].decode("latin-1")


class _SharedStrings:
    """Reads the strings that cells share, which run on over records; a text that does says anew how wide it is."""

    def __init__(self, records: Sequence[bytes]) -> None:
        self._records = records
        self._number = 0
        self._place = 0

    def read(self) -> Iterator[str]:
        """Gives the strings that are there in full."""
        while True:
            head = self._take(3)
            if len(head) < 3:
                return
            length, flags = struct.unpack("<HB", head)
            runs = int.from_bytes(self._take(2), "little") if flags & _RICH else 0
            extra = int.from_bytes(self._take(4), "little") if flags & _EXTENDED else 0
            yield self._text(length, flags)
            self._take(4 * runs + extra)

    def _take(self, count: int) -> bytes:
        """Takes bytes, from the next records too; fewer at the end."""
        taken = b""
        while len(taken) < count and self._number < len(self._records):
            part = self._records[self._number][self._place : self._place + count - len(taken)]
            taken += part
            self._place += len(part)
            if len(taken) < count:
                self._number, self._place = self._number + 1, 0
        return taken

    def _text(self, length: int, flags: int) -> str:
        text = ""
        while length and self._number < len(self._records):
            width = 2 if flags & _WIDE else 1
            record = self._records[self._number]
            there = min(length, (len(record) - self._place) // width)
            text += _string(record[self._place : self._place + there * width], there, flags)
            length -= there
            self._place += there * width
            if length:
                self._number, self._place = self._number + 1, 1
                flags = self._records[self._number][0] if self._number < len(self._records) else 0
        return text
