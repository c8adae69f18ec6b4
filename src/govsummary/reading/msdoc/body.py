"""The body of a Word document: its stories cut into paragraphs and tables."""

from __future__ import annotations

import re
import struct
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from govsummary.reading.blocks import Block, Paragraph
from govsummary.reading.msdoc.fib import ANCHORS, CHARACTER_RUNS, PARAGRAPH_RUNS, PIECES, STYLES, TEXT_BOXES, Tables
from govsummary.reading.msdoc.lists import read_lists
from govsummary.reading.msdoc.pieces import Pieces
from govsummary.reading.msdoc.runs import Run, character_runs, paragraph_runs
from govsummary.reading.msdoc.sprms import (
    HUGE,
    HUGE_OLD,
    IN_TABLE,
    INNER_CELL,
    INNER_ROW_END,
    LIST,
    LIST_LEVEL,
    ROW_END,
    STYLE,
    Properties,
    edges,
    is_on,
    number,
    read_properties,
)
from govsummary.reading.msdoc.styles import Styles, outline_level
from govsummary.reading.msdoc.tables import TableBuilder
from govsummary.reading.msdoc.text import CELL, PAGE, PARAGRAPH, shown_text, tidy, without_field_codes
from govsummary.reading.numbering import Counters, with_label

_ENDS = re.compile(f"[{PARAGRAPH}{CELL}{PAGE}]")
_ANCHOR, _BOX = 26, 22  # bytes of an Spa and an FTXBXS
_BOX_SHAPE = 14  # where an FTXBXS names the shape that the text stands in


@dataclass(frozen=True, slots=True)
class _Format:
    """What the end of a paragraph says of it."""

    properties: Properties
    level: int | None
    contents: bool


@dataclass(frozen=True, slots=True)
class _Box:
    """A text box: where in the main text it hangs, and where its own text stands."""

    anchor: int
    start: int
    end: int


class Body:
    """A document, taken apart.

    Args:
        tables: its streams.
        data: gives the Data stream, which only the widest tables need.
    """

    def __init__(self, tables: Tables, data: Callable[[], bytes]) -> None:
        self._pieces = Pieces(tables.part(PIECES), tables.document)
        self._runs = paragraph_runs(tables.part(PARAGRAPH_RUNS), tables.document)
        self._styles = Styles(tables.part(STYLES))
        self._lists = read_lists(tables)
        self._stories = tables.stories()
        if len(self._pieces.text) < self._stories.main:
            raise ValueError("text is missing")
        self._text = shown_text(self._pieces, character_runs(tables.part(CHARACTER_RUNS), tables.document))
        self._boxes = deque(_read_boxes(tables))
        self._data = data
        self._counters = Counters()
        self._formats: dict[tuple[int, bytes, int], _Format] = {}

    def blocks(self) -> Iterator[Block]:
        """Gives the main text in reading order, each text box behind the paragraph or table that it hangs on."""
        yield from self._story(0, self._stories.main)
        while self._boxes:
            yield from self._box(self._boxes.popleft())

    def _story(self, start: int, end: int) -> Iterator[Block]:
        """Gives the blocks of the text from `start` to `end`."""
        text = without_field_codes(self._text[start:end])
        table = TableBuilder()
        done = 0
        for match in _ENDS.finditer(text):
            position = start + match.start()
            run = self._run_at(position)
            if match[0] == PAGE and run is not None and not self._ends(run, position):
                continue
            form = self._format(run, position)
            content = tidy(text[done : match.start()])
            done = match.end()
            if not self._take_cell(table, form, content, match[0]):
                yield from self._outside(table, form, content, position if start == 0 else -1)
        form = self._format(None, start)
        yield from self._outside(table, form, tidy(text[done:]), end if start == 0 else -1)

    def _take_cell(self, table: TableBuilder, form: _Format, content: str, mark: str) -> bool:
        """Takes what belongs to a table; False when the paragraph stands outside tables.

        A table in a cell becomes paragraphs of that cell.
        """
        properties = form.properties
        if mark == CELL and is_on(properties, ROW_END):
            table.end_row(edges(properties))
        elif not is_on(properties, IN_TABLE):
            return False
        elif not is_on(properties, INNER_ROW_END):
            table.add_paragraph(self._labelled(form, content))
            if mark == CELL and not is_on(properties, INNER_CELL):
                table.end_cell()
        return True

    def _outside(self, table: TableBuilder, form: _Format, content: str, position: int) -> Iterator[Block]:
        """Gives the table that a paragraph ends, the paragraph, and the boxes that hang before `position`."""
        ended = table.take()
        if ended is not None:
            yield ended
        if content.strip() and not form.contents:
            yield Paragraph(self._labelled(form, content), form.level)
        while self._boxes and self._boxes[0].anchor <= position:
            yield from self._box(self._boxes.popleft())

    def _box(self, box: _Box) -> Iterator[Block]:
        return self._story(box.start, box.end)

    def _labelled(self, form: _Format, content: str) -> str:
        """Writes the number of a list paragraph before it; an empty one does not count, as nobody sees its number."""
        form_of_list = self._lists.get(number(form.properties, LIST) or 0)
        if form_of_list is None or not content.strip():
            return content
        depth = number(form.properties, LIST_LEVEL) or 0
        return with_label(self._counters.label(form_of_list, depth), content)

    def _run_at(self, position: int) -> Run | None:
        piece = self._pieces.piece_at(position)
        return self._runs.at(piece.offset + (position - piece.start) * piece.width)

    def _ends(self, run: Run, position: int) -> bool:
        """Tells whether the character at `position` is the last of its run: a page break may stand within one."""
        piece = self._pieces.piece_at(position)
        return piece.offset + (position + 1 - piece.start) * piece.width >= run.end

    def _format(self, run: Run | None, position: int) -> _Format:
        style, modifiers = (0, b"") if run is None else (run.style, run.modifiers)
        piece = self._pieces.piece_at(position)
        key = (style, modifiers, id(piece.properties))
        if key not in self._formats:
            self._formats[key] = self._read_format(style, {**read_properties(modifiers), **piece.properties})
        return self._formats[key]

    def _read_format(self, index: int, own: dict[int, bytes]) -> _Format:
        """Puts together what a paragraph has from its style and its own properties."""
        huge = own.get(HUGE, own.get(HUGE_OLD))
        if huge is not None:
            own |= self._huge_properties(int.from_bytes(huge, "little"))
        named = number(own, STYLE)
        style = self._styles.style(index if named is None else named)
        return _Format({**style.properties, **own}, outline_level(own, style.level), style.contents)

    def _huge_properties(self, place: int) -> dict[int, bytes]:
        """Reads properties that did not fit in their page, as those of a row of many columns."""
        data = self._data()
        length = int.from_bytes(data[place : place + 2], "little")
        return read_properties(data[place + 2 : place + 2 + length])


def _read_boxes(tables: Tables) -> Iterator[_Box]:
    """Gives the text boxes of the main text by the place they hang on; those of unknown place come last."""
    stories = tables.stories()
    anchors = _anchors(tables.part(ANCHORS))
    part = tables.part(TEXT_BOXES)
    count = max((len(part) - 4) // (4 + _BOX), 0)
    places = struct.unpack_from(f"<{count + 1}I", part) if count else ()
    boxes = []
    done = 0
    for index, (start, end) in enumerate(pairwise(places)):
        if start < done or end <= start or stories.boxes_start + end > stories.boxes_end:
            continue
        (shape,) = struct.unpack_from("<I", part, 4 * (count + 1) + _BOX * index + _BOX_SHAPE)
        anchor = anchors.get(shape, stories.main)
        boxes.append(_Box(anchor, stories.boxes_start + start, stories.boxes_start + end))
        done = end
    return iter(sorted(boxes, key=lambda box: box.anchor))


def _anchors(part: bytes) -> dict[int, int]:
    """Gives the place in the main text that each shape hangs on."""
    count = max((len(part) - 4) // (4 + _ANCHOR), 0)
    places = struct.unpack_from(f"<{count}I", part) if count else ()
    shapes = (struct.unpack_from("<I", part, 4 * (count + 1) + _ANCHOR * index)[0] for index in range(count))
    return dict(zip(shapes, places, strict=True))
