"""The blocks of an RTF document while its text goes by: paragraphs, labels, and rows with their cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from govsummary.reading.blocks import Block, Paragraph, Table
from govsummary.reading.numbering import with_label

_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"[^\W_]|[①-⑳⑴-⒛㈠-㈩]")
_MOST_COLUMNS = 63  # Word's own limit
_NEAR = 20  # twips; edges of cells so near each other are one


@dataclass(frozen=True, slots=True)
class _Row:
    """A row: the text of its cells, and where each ends on the page, in twips."""

    cells: list[str]
    edges: list[int]


class Blocks:
    """Gathers text into paragraphs, and paragraphs in tables into rows.

    Attributes:
        blocks: what has ended.
        label: the number of the list item that begins the paragraph.
        edges: where the cells of the row end, in twips.
    """

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.label: list[str] = []
        self.edges: list[int] = []
        self._line: list[str] = []
        self._boxes: list[Block] = []
        self._cell: list[str] = []
        self._cells: list[str] = []
        self._rows: list[_Row] = []

    def write(self, text: str) -> None:
        """Adds text to the paragraph that is open."""
        self._line.append(text)

    def end_paragraph(self, level: int | None, in_table: bool) -> None:
        """Ends a paragraph; one in a table is a line of its cell."""
        text = self._taken_line()
        if in_table:
            self._cell.append(text)
        elif text.strip() or self._boxes:
            self._end_table()
            self.blocks.append(Paragraph(text, level))
            self.blocks.extend(self._boxes)
            self._boxes.clear()

    def end_cell(self) -> None:
        """Ends a cell with all its paragraphs."""
        self._cell.append(self._taken_line())
        self._cells.append("\n".join(filter(None, self._cell)))
        self._cell.clear()

    def end_row(self) -> None:
        """Ends a row; text that no cell ended is its last cell."""
        if any(self._cell) or any(map(str.strip, self._line)):
            self.end_cell()
        if self._cells:
            self._rows.append(_Row(self._cells, self.edges[:_MOST_COLUMNS]))
            self._cells = []

    def add_boxes(self, boxes: Blocks) -> None:
        """Takes the text of a text box; it follows the paragraph that it hangs on."""
        boxes.end_document()
        self._boxes.extend(boxes.blocks)

    def end_document(self) -> None:
        """Ends whatever is open."""
        self.end_paragraph(None, in_table=False)
        self._end_table()
        self.blocks.extend(self._boxes)
        self._boxes.clear()

    def _taken_line(self) -> str:
        """Gives the text of the paragraph so far, its label before it."""
        text = _joined(self._line)
        label = _joined(self.label).strip()
        self._line.clear()
        self.label.clear()
        return with_label(label, text) if text.strip() and _WORD.search(label) else text

    def _end_table(self) -> None:
        self.end_row()
        if self._rows:
            self.blocks.append(Table(_laid_out(self._rows)))
            self._rows = []


def _joined(pieces: list[str]) -> str:
    """Joins text; characters beyond 16 bits come as two halves."""
    text = "".join(pieces)
    if _SURROGATE.search(text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _laid_out(rows: list[_Row]) -> list[list[str]]:
    """Writes the cells of a table; a cell as wide as several columns of other rows is followed by empty ones."""
    columns: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.edges}):
        if not columns or edge - columns[-1] > _NEAR:
            columns.append(edge)
    return [_spread(row, columns) if len(columns) <= _MOST_COLUMNS else row.cells for row in rows]


def _spread(row: _Row, columns: list[int]) -> list[str]:
    spread: list[str] = []
    last = -1
    for cell, edge in zip(row.cells, row.edges, strict=False):
        column = bisect_right(columns, edge) - 1
        spread += [cell, *[""] * (column - last - 1)]
        last = max(column, last)
    return spread + row.cells[len(row.edges) :]
