"""Tables: rows gathered cell by cell, laid on the grid that the edges of all their cells make."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from govsummary.reading.blocks import Table

_MOST_COLUMNS = 63  # of a table in Word; more edges are no grid
_SAME_EDGE = 60  # twips: rows that were drawn by hand differ by a millimetre


@dataclass(frozen=True, slots=True)
class _Row:
    cells: Sequence[str]
    edges: Sequence[int]


@dataclass(slots=True)
class TableBuilder:
    """The table that is being read: paragraphs make cells, cells rows."""

    _rows: list[_Row] = field(default_factory=list)
    _cells: list[str] = field(default_factory=list)
    _paragraphs: list[str] = field(default_factory=list)

    def add_paragraph(self, text: str) -> None:
        """Adds a paragraph to the cell; empty ones are left out."""
        if text.strip():
            self._paragraphs.append(text)

    def end_cell(self) -> None:
        """Ends the cell with the paragraphs it has."""
        self._cells.append("\n".join(self._paragraphs))
        self._paragraphs = []

    def end_row(self, edges: Sequence[int]) -> None:
        """Ends the row; `edges` are where its cells begin and end, () where that is not known."""
        if self._paragraphs:
            self.end_cell()
        if self._cells:
            self._rows.append(_Row(self._cells, edges if len(edges) == len(self._cells) + 1 else ()))
        self._cells = []

    def take(self) -> Table | None:
        """Gives the table and begins a new one; None when there was none."""
        self.end_row(())
        rows, self._rows = self._rows, []
        return Table(_on_grid(rows)) if rows else None


def _on_grid(rows: Sequence[_Row]) -> list[Sequence[str]]:
    """Puts an empty cell behind a cell for each further column that it spans."""
    columns: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if not columns or edge - columns[-1] > _SAME_EDGE:
            columns.append(edge)
    if len(columns) > _MOST_COLUMNS + 1:
        return [row.cells for row in rows]
    return [_spread(row, columns) for row in rows]


def _spread(row: _Row, columns: Sequence[int]) -> Sequence[str]:
    if len(row.cells) == len(columns) - 1 or not row.edges:
        return row.cells
    numbers = [bisect_right(columns, edge) for edge in row.edges]
    spread: list[str] = []
    for cell, first, last in zip(row.cells, numbers, numbers[1:], strict=False):
        spread += [cell, *[""] * (last - first - 1)]
    return spread
