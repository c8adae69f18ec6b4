"""Rows of any columns as a table, CSV, JSON or Parquet: what a query or a trend gives.

Values are those of a database: text, numbers, days, and lists and structures of them; None is written as nothing in a
table and in CSV, and as null in JSON.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from rich.table import Table
from rich.text import Text

from govsummary.export.csv import BOM, safe_cell
from govsummary.export.table import clean

Row = Sequence[object]


def as_csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    r"""Gives a sheet for Excel, WPS and LibreOffice, heads first, a line a piece.

    >>> list(as_csv(["object", "value"], [("违建", Decimal("120.000")), ("=1+1", None)]))[1:]
    ['违建,120\r\n', "'=1+1,\r\n"]
    """
    yield BOM + _line(columns)
    for row in rows:
        yield _line(map(as_text, row))


def as_json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    r"""Gives one array of objects, a row a line.

    >>> "".join(as_json(["object", "value"], [("违建", Decimal("120.50"))]))
    '[\n{"object": "违建", "value": 120.5}\n]\n'
    """
    opening = "[\n"
    for row in rows:
        yield opening + json.dumps(dict(zip(columns, map(plain, row), strict=True)), ensure_ascii=False)
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"


def as_table(columns: Sequence[str], rows: Iterable[Row]) -> Table:
    """Gives a table for a terminal; numbers stand on the right."""
    held = [list(row) for row in rows]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold underline")
    for place, name in enumerate(columns):
        cells = [row[place] for row in held if row[place] is not None]
        number = bool(cells) and all(isinstance(cell, int | float | Decimal) for cell in cells)
        table.add_column(clean(name), justify="right" if number else "left", overflow="fold")
    for row in held:
        table.add_row(*(_shown(cell) for cell in row))
    return table


def _shown(value: object) -> Text:
    return clean(as_text(value))


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()


def as_text(value: object) -> str:
    """Writes a value for a person: a number without needless zeros or exponent, a list as JSON.

    >>> [as_text(value) for value in (Decimal("1.500"), Decimal("1E+3"), 58707.0, None, dt.date(2021, 6, 30), ["a"])]
    ['1.5', '1000', '58707', '', '2021-06-30', '["a"]']
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal | float) and math.isfinite(value):
        digits = f"{Decimal(repr(value)) if isinstance(value, float) else value:f}"
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray):
        return bytes(value).hex()
    if isinstance(value, Mapping | Sequence):
        return json.dumps(plain(value), ensure_ascii=False)
    return str(value)


def plain(value: object) -> object:
    """Gives a value as JSON can hold it; a number that JSON cannot hold is null.

    >>> plain([Decimal("2.0"), 58707.0, Decimal("0.1"), dt.date(2021, 6, 30), float("nan")])
    [2, 58707, 0.1, '2021-06-30', None]
    """
    if isinstance(value, Decimal | float):
        if not math.isfinite(value):
            return None
        return int(value) if value == int(value) else float(value)
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return [plain(item) for item in value]
    return as_text(value)
