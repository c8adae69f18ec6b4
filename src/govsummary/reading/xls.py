"""Reads .xls of Excel 97 to 2003: the cells as a library gives them, shown as their number formats say ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from govsummary.reading.blocks import Block
from govsummary.reading.cellformats import BUILT_IN
from govsummary.reading.xlsx import MOST_CELLS, Place, read_sheets

_BEGIN, _END = 0x809, 0x0A
_SHEET, _FORMAT, _CELL_FORMAT = 0x85, 0x41E, 0xE0
_NUMBERS = (0x203, 0x27E, 0x06)  # NUMBER, RK, FORMULA: row, column and format of one cell
_OTHER_CELLS = (0xFD, 0x204, 0x205, 0x201)  # LABELSST, LABEL, BOOLERR, BLANK
_MANY_NUMBERS = 0xBD  # MULRK: the cells of a row from a column on
_FILE_PASS = 0x2F  # one of the first records of an encrypted workbook
_FIRST_RECORDS = 4
_VERSION_97 = 0x600
_MOST_SHEETS = 1024
_WIDE = 1  # a string of two bytes a character

Record = tuple[int, bytes]


class TooManyCells(ValueError):
    """A sheet that spreads over more cells than a library should make room for."""


def is_modern(workbook: bytes) -> bool:
    """Tells whether Excel 97 or a later one wrote a workbook stream."""
    return len(workbook) >= 8 and struct.unpack_from("<H2xH", workbook) == (_BEGIN, _VERSION_97)


def is_locked(workbook: bytes) -> bool:
    """Tells whether a workbook stream is encrypted."""
    first = zip(range(_FIRST_RECORDS), _records(workbook, 0), strict=False)
    return any(kind == _FILE_PASS for _, (kind, _) in first)


def read_xls(data: bytes, path: str, workbook: bytes) -> list[Block]:
    """Reads a workbook of Excel 97 to 2003; hidden sheets are left out.

    Args:
        data: the whole file.
        path: how it is named in errors.
        workbook: its workbook stream.

    Raises:
        ReadError: `damaged`, `unsupported` without the library.
        TooManyCells: before the library makes room for them.
        struct.error: where a record is cut off.
    """
    return read_sheets(data, path, _formats_of_sheets(workbook))


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


def _formats_of_sheets(workbook: bytes) -> dict[str, dict[Place, str]]:
    """Gives the number formats of the cells of each sheet that are not general."""
    codes: dict[int, str] = dict(BUILT_IN)
    cell_formats: list[int] = []
    sheets: dict[str, int] = {}
    for kind, record in _records(workbook, 0):
        if kind == _FORMAT:
            number, length, wide = struct.unpack_from("<2HB", record)
            codes[number] = _string(record[5:], length, wide)
        elif kind == _CELL_FORMAT:
            cell_formats.append(struct.unpack_from("<2xH", record)[0])
        elif kind == _SHEET:
            start, sheet_kind, length, wide = struct.unpack_from("<IxBBB", record)
            if sheet_kind == 0 and len(sheets) < _MOST_SHEETS:
                sheets[_string(record[8:], length, wide)] = start
    named = [codes.get(number) for number in cell_formats]
    known = {start: _formats_of_cells(workbook, start, named) for start in sheets.values()}
    return {name: known[start] for name, start in sheets.items()}


def _formats_of_cells(workbook: bytes, start: int, codes: list[str | None]) -> dict[Place, str]:
    formats: dict[Place, str] = {}
    last_row = last_column = 0
    for kind, record in _records(workbook, start):
        for row, column, style in _cells(kind, record):
            last_row, last_column = max(last_row, row), max(last_column, column)
            code = codes[style] if style < len(codes) else None
            if code is not None and kind not in _OTHER_CELLS:
                formats[row, column] = code
    if (last_row + 1) * (last_column + 1) > MOST_CELLS:
        raise TooManyCells
    return formats


def _cells(kind: int, record: bytes) -> Iterator[tuple[int, int, int]]:
    """Gives row, column and format of the cells of a record."""
    if kind in _NUMBERS or kind in _OTHER_CELLS:
        yield struct.unpack_from("<3H", record)
    elif kind == _MANY_NUMBERS:
        row, column = struct.unpack_from("<2H", record)
        for index in range((len(record) - 6) // 6):
            yield row, column + index, struct.unpack_from("<H", record, 4 + 6 * index)[0]


def _string(data: bytes, length: int, flags: int) -> str:
    return data[: 2 * length].decode("utf-16-le", "replace") if flags & _WIDE else data[:length].decode("latin-1")
