r"""Tables in a text: lines whose cells are parted by tabs, as the readers write the tables of a document.

A table is a run of lines with the same number of tabs; two columns make one only where a cell is a number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govsummary.furniture import Line

FEWEST_ROWS = 2
_NUMBER = re.compile(r"[-－+]?(?:\d[\d,，]*(?:\.\d+)?|[Xx×*○□]{1,6})[^\d\t，。；：]{0,5}")
_CELL = re.compile(r"[^\t]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell without the white space around it, `view[start:end]`; empty where both are equal."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows of cells, all of one length, in text order."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def start(self) -> int:
        """Where the first row begins."""
        return self.rows[0][0].start


def find_grids(view: str, lines: Sequence[Line]) -> list[Grid]:
    r"""Gives the tables among the lines of a text, in text order.

    >>> from govsummary.furniture import split_lines
    >>> view = "指标\t2023年\n户数\t12"
    >>> [grid] = find_grids(view, split_lines(view))
    >>> [[view[cell.start:cell.end] for cell in row] for row in grid.rows]
    [['指标', '2023年'], ['户数', '12']]
    """
    return [
        Grid(rows)
        for run in _runs(view, lines)
        if len(run) >= FEWEST_ROWS and _is_table(view, rows := tuple(_cells(view, line) for line in run))
    ]


def _runs(view: str, lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Gives the runs of lines with the same number of tabs."""
    run: list[Line] = []
    columns = 0
    for line in lines:
        tabs = view.count("\t", *_whole(view, line))
        if run and (tabs != columns or line.gap != 1):
            yield run
            run = []
        if tabs:
            run.append(line)
        columns = tabs
    if run:
        yield run


def _whole(view: str, line: Line) -> tuple[int, int]:
    """Gives a line with the tabs at its edges: an empty first or last cell is white space."""
    start = view.rfind("\n", 0, line.start) + 1
    end = view.find("\n", line.end)
    edge = len(view) if end < 0 else end
    return (line.start if view[start : line.start].strip("\t") else start), edge


def _cells(view: str, line: Line) -> tuple[Cell, ...]:
    start, end = _whole(view, line)
    return tuple(_trimmed(view, *match.span()) for match in _split(view, start, end))


def _split(view: str, start: int, end: int) -> Iterator[re.Match[str]]:
    position = start
    while position <= end:
        match = _CELL.match(view, position, end)
        if match is None:
            return
        yield match
        position = match.end() + 1


def _trimmed(view: str, start: int, end: int) -> Cell:
    while start < end and view[start].isspace():
        start += 1
    while end > start and view[end - 1].isspace():
        end -= 1
    return Cell(start, end)


def _is_table(view: str, rows: Sequence[Sequence[Cell]]) -> bool:
    """Tells a table from a text that is indented with tabs: some cell holds nothing but a number and its unit."""
    cells = (cell for row in rows for cell in row[1:])
    return len(rows[0]) > FEWEST_ROWS or any(_NUMBER.fullmatch(view, cell.start, cell.end) for cell in cells)
