"""Tables without vertical rules: rows whose pieces stand under each other."""

from __future__ import annotations

from collections.abc import Sequence

from govsummary.reading.pdf.lines import Line, Written, write
from govsummary.reading.pdf.tables import GridTable

# So many columns and rows are no chance: a line of signatures has several pieces, too.
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 3
# In em: how far rows of one table may stand apart.
_FARTHEST = 3.0

Columns = list[tuple[float, float]]


def take_unruled(rows: Sequence[list[Line]]) -> tuple[list[GridTable], list[list[Line]]]:
    """Takes the tables out of the rows of a column.

    Args:
        rows: the pieces of each line from left to right, from the top downward.

    Returns:
        the tables, and the rows outside of them.
    """
    tables: list[GridTable] = []
    rest: list[list[Line]] = []
    start = 0
    while start < len(rows):
        end, columns = _extent(rows, start)
        if end - start >= _FEWEST_ROWS:
            tables.append(_table(rows[start:end], columns))
        else:
            end = start + 1
            rest.append(rows[start])
        start = end
    return tables, rest


def _extent(rows: Sequence[list[Line]], start: int) -> tuple[int, Columns]:
    """Follows rows while their pieces keep to the columns of the first one."""
    columns: Columns = [(piece.left, piece.right) for piece in rows[start]]
    if len(columns) < _FEWEST_COLUMNS:
        return start, columns
    end = start + 1
    while end < len(rows):
        above, row = rows[end - 1][0], rows[end]
        fitting = _columns_of(row, columns)
        if fitting is None or len(row) < 2 or above.bottom - row[0].top > _FARTHEST * above.size:
            break
        for column, piece in zip(fitting, row, strict=True):
            columns[column] = (min(columns[column][0], piece.left), max(columns[column][1], piece.right))
        end += 1
    return end, columns


def _columns_of(row: Sequence[Line], columns: Columns) -> list[int] | None:
    """Gives the column of each piece; None unless each stands in one of its own."""
    found: list[int] = []
    for piece in row:
        under = [number for number, (left, right) in enumerate(columns) if piece.left < right and left < piece.right]
        if len(under) != 1 or under[0] in found:
            return None
        found += under
    return found


def _table(rows: Sequence[list[Line]], columns: Columns) -> GridTable:
    written: list[list[Written]] = []
    for row in rows:
        cells = [Written("", ()) for _ in columns]
        for column, piece in zip(_columns_of(row, columns) or (), row, strict=False):
            cells[column] = write([piece])
        written.append(cells)
    return GridTable(
        rows=written,
        columns=[left for left, _ in columns],
        page=rows[0][0].page,
        left=columns[0][0],
        bottom=min(piece.bottom for piece in rows[-1]),
        right=columns[-1][1],
        top=max(piece.top for piece in rows[0]),
    )
