"""The tables of a Word document while its XML goes by: rows, cells and how they are merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from govsummary.reading.ooxml.raw import RawCell, RawParagraph, RawRow, RawTable
from govsummary.reading.ooxml.safexml import attribute, bounded_int
from govsummary.reading.ooxml.safezip import PartError

_MOST_COLUMNS = 63  # Word's own limit
_MOST_CELLS = 1_000_000


class Tables:
    """Hears of tables, puts each into `items`, and knows the cell that is open.

    A table in a cell is only counted, however deep it is: its paragraphs belong to the cell around it.
    """

    def __init__(self, items: list[RawParagraph | RawTable]) -> None:
        self.cell: RawCell | None = None
        self.starts: Mapping[str, Callable[[dict[str, str]], None]] = {
            "w:tbl": self._start_table,
            "w:tr": self._start_row,
            "w:trPr": self._start_row_properties,
            "w:gridBefore": self._skip_columns,
            "w:tc": self._start_cell,
            "w:gridSpan": self._span,
            "w:vMerge": self._merge,
            "w:vmerge": self._merge,
            "w:hMerge": self._merge,
            "w:hmerge": self._merge,
            "w:cellDel": self._cover,
        }
        self.ends: Mapping[str, Callable[[], None]] = {
            "w:tbl": self._end_table,
            "w:tr": self._end_row,
            "w:trPr": self._end_row_properties,
            "w:tc": self._end_cell,
        }
        self._items = items
        self._table: RawTable | None = None
        self._inner = 0
        self._row: RawRow | None = None
        self._in_row_properties = False
        self._cells = 0

    def delete_row(self) -> None:
        """Hears of a deletion; among the properties of a row it is the row that was deleted."""
        if self._in_row_properties and self._row is not None:
            self._row.deleted = True

    def _start_table(self, _: dict[str, str]) -> None:
        if self._table is not None:
            self._inner += 1
        else:
            self._table = RawTable()
            self._items.append(self._table)

    def _end_table(self) -> None:
        if self._inner:
            self._inner -= 1
        else:
            self._table = self._row = self.cell = None

    def _start_row(self, _: dict[str, str]) -> None:
        if self._table is not None and not self._inner:
            self._row = RawRow()
            self._table.rows.append(self._row)

    def _end_row(self) -> None:
        if not self._inner:
            self._row = self.cell = None

    def _start_row_properties(self, _: dict[str, str]) -> None:
        self._in_row_properties = not self._inner

    def _end_row_properties(self) -> None:
        self._in_row_properties = False

    def _skip_columns(self, attributes: dict[str, str]) -> None:
        if self._row is not None and not self._inner:
            self._row.skipped = bounded_int(attribute(attributes, "val"), 0, _MOST_COLUMNS) or 0
            self._count(self._row.skipped)

    def _start_cell(self, _: dict[str, str]) -> None:
        if self._row is not None and not self._inner:
            self.cell = RawCell()
            self._row.cells.append(self.cell)
            self._count(1)

    def _end_cell(self) -> None:
        if not self._inner:
            self.cell = None

    def _span(self, attributes: dict[str, str]) -> None:
        if self.cell is not None and not self._inner:
            self.cell.columns = bounded_int(attribute(attributes, "val"), 1, _MOST_COLUMNS) or 1
            self._count(self.cell.columns)

    def _merge(self, attributes: dict[str, str]) -> None:
        if attribute(attributes, "val") != "restart":
            self._cover(attributes)

    def _cover(self, _: dict[str, str]) -> None:
        if self.cell is not None and not self._inner:
            self.cell.covered = True

    def _count(self, cells: int) -> None:
        self._cells += cells
        if self._cells > _MOST_CELLS:
            raise PartError("too_large", f"more than {_MOST_CELLS} table cells; split the document")
