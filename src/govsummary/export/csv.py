"""Documents as a sheet of comma-separated values: one row a quantity, for Excel, WPS and LibreOffice.

A record without a quantity has one row whose quantity columns are empty. The text starts with a byte order mark,
without which Excel reads Chinese in the wrong encoding; lines end with CRLF (RFC 4180).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from govsummary.export import SECTION_JOINT
from govsummary.model import Document, Period, Quantity, Record

BOM = "\ufeff"
QUANTITY_COLUMNS = (
    "quote",
    "start",
    "end",
    "value",
    "upper",
    "masked",
    "scale",
    "unit",
    "bound",
    "per",
    "aggregate",
    "kind",
    "direction",
    "basis",
    "page",
)
DOCUMENT_COLUMNS = ("path", "title", "organization", "period_start", "period_end")
RECORD_COLUMNS = ("section", "category", "action", "object")
CLOSING_COLUMNS = ("status", "time_start", "time_end", "sentence", "record", "of", "rule")
COLUMNS = DOCUMENT_COLUMNS + RECORD_COLUMNS + QUANTITY_COLUMNS + CLOSING_COLUMNS

# What a spreadsheet takes for a formula: OWASP, "CSV Injection", full-width signs included.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?%?")


def rows(readings: Iterable[tuple[Document, str]]) -> Iterator[str]:
    """Gives the sheet piece by piece, heads first; nothing at all when there is no document.

    Args:
        readings: documents, each with the text that it was extracted from.
    """
    heads = BOM + line(COLUMNS)
    for document, text in readings:
        yield heads + "".join(line(row) for row in _document_rows(document, text))
        heads = ""


def safe_cell(value: str) -> str:
    """Puts an apostrophe before a cell that a spreadsheet would run as a formula.

    >>> safe_cell("=1+1"), safe_cell("-3.5"), safe_cell("清理")
    ("'=1+1", '-3.5', '清理')
    """
    if _FORMULA.match(value) and not _PLAIN_NUMBER.fullmatch(value):
        return "'" + value
    return value


def line(cells: Iterable[str]) -> str:
    """Gives one line of a sheet with its line end."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return written.getvalue()


def _document_rows(document: Document, text: str) -> Iterator[list[str]]:
    head = [
        document.source.path or "",
        document.title or "",
        document.organization or "",
        *_days(document.period),
    ]
    for record in document.records:
        opening, closing = _record_cells(record, text)
        for quantity in record.quantities or (None,):
            yield [*head, *opening, *_quantity_cells(quantity), *closing]


def _record_cells(record: Record, text: str) -> tuple[list[str], list[str]]:
    """Gives the cells of a record that stand before and after those of its quantities."""
    opening = [
        SECTION_JOINT.join(record.section),
        record.categories[0].label if record.categories else "",
        record.action.text if record.action else "",
        record.object.text if record.object else "",
    ]
    sentence = text[record.sentence.start : record.sentence.end]
    return opening, [record.status, *_days(record.time), sentence, record.id, record.of or "", record.rule]


def _quantity_cells(quantity: Quantity | None) -> list[str]:
    if quantity is None:
        return [""] * len(QUANTITY_COLUMNS)
    return [cell(getattr(quantity, column)) for column in QUANTITY_COLUMNS]


def cell(value: str | int | bool | Decimal | None) -> str:
    """Writes one field; a Decimal never in exponent notation, which spreadsheets round.

    >>> cell(Decimal("4.80E+4")), cell(Decimal("36.90")), cell(True), cell(None)
    ('48000', '36.9', 'true', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        digits = format(value, "f")
        return digits.rstrip("0").rstrip(".") if "." in digits else digits
    return str(value)


def _days(period: Period | None) -> tuple[str, str]:
    return (period.start.isoformat(), period.end.isoformat()) if period else ("", "")
