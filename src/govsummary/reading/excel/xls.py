"""Reads .xls of Excel 97 to 2003: each sheet a table, its cells as they are shown.

The library that reads newer workbooks ends the whole program when an old one is broken in some ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from govsummary.reading.blocks import Block, Paragraph, Table
from govsummary.reading.excel.biff import Cell, Globals, read_cells, read_globals
from govsummary.reading.excel.formats import shown

MOST_CELLS = 1_000_000  # of a sheet, from its first cell to its last, the empty ones too
# What a number format shows as it stands, and what it leaves out: quotes, escapes, colours, widths.
_FIXED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DATE = re.compile("[ymdhs]", re.IGNORECASE)
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_LAST_DAY = 2_900_000  # in the year 9839


class TooManyCells(ValueError):
    """A sheet that spreads over more cells than a table has."""


def read_xls(workbook: bytes) -> list[Block]:
    """Reads a workbook stream. The name of a sheet is a heading when there are several; hidden ones are left out.

    Raises:
        TooManyCells, struct.error.
    """
    found = read_globals(workbook)
    tables = []
    for sheet in found.sheets:
        rows = _rows(read_cells(workbook, sheet, found.strings), found) if sheet.visible else []
        if rows:
            tables.append((sheet.name, Table(rows)))
    if len(tables) == 1:
        return [tables[0][1]]
    return [block for name, table in tables for block in (Paragraph(name, level=1), table)]


def _rows(cells: Iterable[Cell], found: Globals) -> list[list[str]]:
    """Puts cells into rows, from the first row and column that hold something."""
    texts = {(cell.row, cell.column): text for cell in cells if (text := _text(cell, found))}
    if not texts:
        return []
    rows, columns = ({place[axis] for place in texts} for axis in (0, 1))
    top, left = min(rows), min(columns)
    if (max(rows) - top + 1) * (max(columns) - left + 1) > MOST_CELLS:
        raise TooManyCells
    table: list[list[str]] = [[] for _ in range(max(rows) - top + 1)]
    for row, column in sorted(texts):
        line = table[row - top]
        line += [""] * (column - left - len(line))
        line.append(texts[row, column])
    return table


def _text(cell: Cell, found: Globals) -> str:
    code = found.codes[cell.style] if cell.style < len(found.codes) else None
    if isinstance(cell.value, float) and code is not None and _DATE.search(_FIXED.sub("", code)):
        if 0 <= cell.value < _LAST_DAY:
            epoch = _EPOCH_1904 if found.from_1904 else _EPOCH
            moment = epoch + timedelta(seconds=round(cell.value * 86_400))
            return shown(moment if cell.value >= 1 else moment.time(), code)
        code = None
    return shown(cell.value, code)
