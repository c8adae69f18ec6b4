"""Tables: the text inside ruled grids, cell by cell, and tables that run over a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govsummary.reading.blocks import Table
from govsummary.reading.pdf.glyphs import Glyph, Run
from govsummary.reading.pdf.grids import Grid
from govsummary.reading.pdf.lines import Written, lines_of, pieces_of, write

# In points: by how much the columns of the two halves of a table may differ.
_SAME_COLUMN = 4.0

Cell = tuple[int, int]
Cells = dict[Cell, list[Run]]


@dataclass(frozen=True, slots=True)
class GridTable:
    """The part of a table that stands on one page.

    Attributes:
        rows: of cells from left to right; all of one length.
        columns: the places of the rules between the columns.
        page: from 1.
        left: and the other sides: in the direction of the page's text.
    """

    rows: Sequence[Sequence[Written]]
    columns: Sequence[float]
    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.bottom + self.top) / 2


def take_tables(runs: Sequence[Run], grids: Sequence[Grid], page: int) -> tuple[Sequence[Run], list[GridTable]]:
    """Takes the tables out of the text of a page.

    Returns:
        what stands outside of all tables, and the tables from the top downward.
    """
    tables: list[GridTable] = []
    for grid in grids:
        outside, cells = _sorted_out(runs, grid)
        spanned = _spanned(cells, grid)
        # Text in one column only is a frame around text, not a table.
        if len({column for _, column in spanned}) < 2:
            continue
        runs = outside
        tables.append(_table(spanned, grid, page))
    return runs, tables


def joined(tables: Sequence[GridTable]) -> Table:
    """Joins the parts of a table; the header row that each page repeats is kept once."""
    rows = list(tables[0].rows)
    header = [cell.text for cell in rows[0]]
    for table in tables[1:]:
        repeated = len(rows) > 1 and [cell.text for cell in table.rows[0]] == header
        rows += table.rows[1 if repeated else 0 :]
    return Table(
        rows=[[cell.text for cell in row] for row in rows],
        boxes=[[cell.boxes for cell in row] for row in rows],
    )


def goes_on(before: GridTable, table: GridTable) -> bool:
    """Tells whether a table at the head of a page goes on with the one that ended the page before."""
    return (
        table.page == before.page + 1
        and len(table.columns) == len(before.columns)
        and all(abs(here - there) < _SAME_COLUMN for here, there in zip(table.columns, before.columns, strict=True))
    )


def _sorted_out(runs: Iterable[Run], grid: Grid) -> tuple[list[Run], Cells]:
    """Parts runs into what stands outside of a grid and what stands in each cell. A space follows what is before it."""
    outside: list[Run] = []
    cells: Cells = {}
    for run in runs:
        part: list[Glyph] = []
        where: Cell | None = None
        for glyph in run.glyphs:
            _, left, bottom, right, top = glyph.place
            cell = where if glyph.char.isspace() else grid.cell_at((left + right) / 2, (bottom + top) / 2)
            if cell != where and part:
                _into(outside, cells, where, Run(part, run.pale))
                part = []
            where = cell
            part.append(glyph)
        _into(outside, cells, where, Run(part, run.pale))
    return outside, cells


def _into(outside: list[Run], cells: Cells, cell: Cell | None, run: Run) -> None:
    if cell is None:
        outside.append(run)
    else:
        cells.setdefault(cell, []).append(run)


def _spanned(cells: Cells, grid: Grid) -> Cells:
    """Moves the text of a cell that spans several to the first of them; in file order within each cell."""
    spanned: Cells = {}
    for cell, runs in cells.items():
        row, column = cell
        while column > 0 and grid.open_right(row, column - 1):
            column -= 1
        while row > 0 and grid.open_below(row - 1, column):
            row -= 1
        spanned.setdefault((row, column), []).extend(runs)
    return spanned


def _table(cells: Cells, grid: Grid, page: int) -> GridTable:
    empty = Written("", ())
    written = {cell: write(lines_of(pieces_of(runs))) for cell, runs in cells.items()}
    height, width = len(grid.rows) - 1, len(grid.columns) - 1
    return GridTable(
        rows=[[written.get((row, column), empty) for column in range(width)] for row in range(height)],
        columns=grid.columns,
        page=page,
        left=grid.columns[0],
        bottom=grid.rows[-1],
        right=grid.columns[-1],
        top=grid.rows[0],
    )
