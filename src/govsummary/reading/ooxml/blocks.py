"""Turns what was gathered from a Word document into blocks: numbering written out, heading levels looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from govsummary.reading.blocks import Block, Paragraph, Table
from govsummary.reading.numbering import Counters, with_label
from govsummary.reading.ooxml.lists import Lists
from govsummary.reading.ooxml.raw import RawCell, RawParagraph, RawRow, RawTable
from govsummary.reading.ooxml.styles import Styles

_NO_LIST = "0"


def blocks_of(items: Iterable[RawParagraph | RawTable], styles: Styles, lists: Lists) -> list[Block]:
    """Gives the blocks of a document in reading order; empty paragraphs and tables of contents are left out."""
    numberer = _Numberer(styles, lists)
    blocks: list[Block] = []
    for item in items:
        if isinstance(item, RawTable):
            blocks.append(Table([numberer.row(row) for row in item.rows if not row.deleted]))
        elif not styles.is_contents(item.style):
            text = "".join(item.pieces)
            label = numberer.label(item)
            if text.strip():
                blocks.append(Paragraph(with_label(label, text), styles.heading_level(item.style, item.outline)))
    return blocks


class _Numberer:
    """Counts the numbered paragraphs of a document in reading order."""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        self._styles = styles
        self._lists = lists
        self._counters = Counters()

    def label(self, paragraph: RawParagraph) -> str:
        """Counts a paragraph and gives its label. Empty paragraphs count, as in Word; hidden ones do not."""
        if paragraph.joins_next or paragraph.hidden:
            return ""
        list_id, depth = self._place(paragraph)
        form = self._lists.forms.get(list_id or _NO_LIST)
        if form is None or list_id == _NO_LIST:
            return paragraph.shown_label or "" if list_id is not None else ""
        return self._counters.label(form, depth)

    def row(self, row: RawRow) -> Sequence[str]:
        """Gives the cells of a row; one that spans several columns is followed by empty ones."""
        texts = [""] * row.skipped
        for cell in row.cells:
            texts.append("" if cell.covered else "\n".join(self._lines(cell)))
            texts.extend([""] * (cell.columns - 1))
        return texts

    def _lines(self, cell: RawCell) -> Iterator[str]:
        """Gives the paragraphs of a cell; an empty one can hold an automatic number, as in columns of numbers."""
        for paragraph in cell.paragraphs:
            line = with_label(self.label(paragraph), "".join(paragraph.pieces))
            if line.strip():
                yield line

    def _place(self, paragraph: RawParagraph) -> tuple[str | None, int]:
        """Finds the list of a paragraph and the depth in it: its own, else from the nearest style that has one."""
        list_id, depth = paragraph.list_id, paragraph.depth
        for style_id, style in self._styles.chain(paragraph.style):
            if list_id is None:
                list_id = style.list_id
            if depth is None and list_id is not None:
                depth = self._lists.depths.get(list_id, {}).get(style_id, style.depth)
            if list_id is not None and depth is not None:
                break
        return list_id, depth or 0
