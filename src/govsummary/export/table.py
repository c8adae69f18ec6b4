"""A document as a table that a person reads on a terminal, records grouped by section.

Builds rich renderables; width, colour and `NO_COLOR` are the business of the console that prints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from govsummary.export import SECTION_JOINT
from govsummary.model import Basis, Direction, Document, Per, Period, Quantity, Record, Status

# Shares of what the column 状态 leaves of the width. The tables of all sections line up: each takes the whole width.
_SHARES = {"行动": 3, "对象": 8, "数量": 5, "状态": None, "类别": 6}
# The longest word of the column 状态, in cells of the terminal: never folded.
_STATUS_CELLS = 6
_STATUS: dict[Status, tuple[str, str]] = {
    "done": ("已完成", "green"),
    "ongoing": ("进行中", "yellow"),
    "planned": ("计划", "cyan"),
}
_BASIS: dict[Basis, str] = {"yoy": "同比", "qoq": "环比", "since": "比起始"}
_DIRECTION: dict[Direction, str] = {"up": "↑", "down": "↓", "flat": "→"}
_PER: dict[Per, str] = {
    "person": "人均",
    "household": "户均",
    "hour": "每小时",
    "day": "日均",
    "week": "每周",
    "month": "每月",
    "quarter": "每季度",
    "year": "每年",
    "each": "每",
}
_BLANKS = re.compile(r"\s+")
# A document must not be able to move the cursor or recolour the terminal.
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")


def render(document: Document) -> Group:
    """Gives the whole document: head, a table a section, findings, and a closing line of counts."""
    return Group(*_parts(document))


def _parts(document: Document) -> Iterator[RenderableType]:
    yield clean(document.title or document.source.path or "-", "bold")
    if document.organization:
        yield clean(document.organization, "dim")
    if document.records:
        yield Padding(_table((), heads=True), (1, 0, 0, 0))
    for section, records in groupby(document.records, key=lambda record: record.section):
        if section:
            yield Padding(clean(SECTION_JOINT.join(section), "bold blue"), (1, 0, 0, 0))
        yield _table(records)
    if document.findings:
        yield Text()
    for finding in document.findings:
        yield clean(f"{finding.severity}: {finding.message}", "magenta")
    yield Padding(clean(closing_line(document), "bold"), (1, 0, 0, 0))


def closing_line(document: Document) -> str:
    """Says how much was found: records, quantities, the period.

    >>> from govsummary.model import SourceInfo
    >>> nothing = SourceInfo(path=None, format="txt", encoding=None, characters=0)
    >>> closing_line(Document(source=nothing, title=None, organization=None, document_type=None, period=None,
    ...                       plan_period=None, sections=(), records=()))
    '共 0 条记录、0 个数量；报告期不明'
    """
    quantities = sum(len(record.quantities) for record in document.records)
    return f"共 {len(document.records)} 条记录、{quantities} 个数量；{_period(document.period)}"


def _period(period: Period | None) -> str:
    if period is None:
        return "报告期不明"
    return f"报告期 {period.start.isoformat()} 至 {period.end.isoformat()}（{period.text}）"


def _table(records: Iterable[Record], heads: bool = False) -> Table:
    table = Table(box=None, show_header=heads, expand=True, pad_edge=False, padding=(0, 1, 0, 0))
    for name, share in _SHARES.items():
        width = None if share else _STATUS_CELLS
        table.add_column(name, ratio=share, width=width, overflow="fold", header_style="bold underline")
    for record in records:
        table.add_row(*_cells(record))
    return table


def _cells(record: Record) -> tuple[Text, ...]:
    status, colour = _STATUS[record.status]
    return (
        clean(record.action.text if record.action else "—", "bold" if record.action else "dim"),
        clean(record.object.text if record.object else "—"),
        Text("\n").join(clean(_quantity(quantity), "bright_green") for quantity in record.quantities),
        clean(status, colour),
        clean(record.categories[0].label if record.categories else "", "dim"),
    )


def _quantity(quantity: Quantity) -> str:
    """Writes a quantity with what its quote leaves unsaid: what it is compared with, which way, over what."""
    marks = (
        _PER[quantity.per] if quantity.per else "",
        _BASIS[quantity.basis] if quantity.basis else "",
        (_DIRECTION[quantity.direction] if quantity.direction else "") + _BLANKS.sub("", quantity.quote),
    )
    return " ".join(mark for mark in marks if mark)


def clean(text: str, style: str = "") -> Text:
    """Makes a piece of text that is printed as it stands: no markup, no control characters, on one line."""
    return Text(_BLANKS.sub(" ", text.translate(_CONTROLS)).strip(), style=style)
