"""What every reader gives: the blocks of a document in reading order, and the text that is made of them.

A reader turns bytes into `Content`; `lay_out` joins its blocks to the text that all offsets point into.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from govsummary.model import Box, Heading

# Invisible marks that programs leave behind; they would split words.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b\u200c\u200d\u2060\u00ad]")
LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CELL_BREAKS = re.compile(r"\s*[\t\n]+\s*")

Boxes = Sequence[Box | None]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its numbering written out.

    Attributes:
        text: may hold line feeds where the document breaks the line on purpose.
        level: of a heading as the document's styles say, 1 the outermost; 0 of a title; None of running text.
        boxes: where each character of `text` stands; None where the format has no pages.
    """

    text: str
    level: int | None = None
    boxes: Boxes | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table row by row; a cell that spans several columns is followed by empty ones.

    Attributes:
        rows: the text of each cell.
        boxes: where each character of each cell stands; None where the format has no pages.
    """

    rows: Sequence[Sequence[str]]
    boxes: Sequence[Sequence[Boxes]] | None = None


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Content:
    """What a reader found in a document.

    Attributes:
        blocks: in reading order.
        encoding: of the characters, where the format does not settle it.
        tool: the program that wrote the file, as the file says.
        pages: how many, where the format has pages.
        replaced: characters that could not be decoded and stand as U+FFFD.
        format: what stood in a container that holds several formats; None where the kind of document says it.
    """

    blocks: Sequence[Block]
    encoding: str | None = None
    tool: str | None = None
    pages: int | None = None
    replaced: int = 0
    format: str | None = None


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How documents are read.

    Attributes:
        password: opens encrypted documents.
        soffice: LibreOffice's program; None looks for it on PATH.
        seconds: how long one document may take.
        megabytes: how much memory one document may take.
    """

    password: str | None = None
    soffice: Path | None = None
    seconds: float = 60
    megabytes: int = 2048


Reader = Callable[[bytes, str, ReadOptions], Content]


@dataclass(frozen=True, slots=True)
class Layout:
    """The text of a document, with what its format says of it.

    Attributes:
        text: a line a paragraph, a line a row.
        headings: the paragraphs that are headings by style, in text order.
        boxes: where each character of `text` stands; empty where the format has no pages.
    """

    text: str
    headings: tuple[Heading, ...]
    boxes: Boxes


def lay_out(blocks: Sequence[Block]) -> Layout:
    r"""Joins blocks to a text: a line a paragraph, a line a row with tabs between its cells.

    >>> lay_out([Paragraph("一、成效", 1), Table([["指标", "数量"], ["户数", "12"]])]).text
    '一、成效\n指标\t数量\n户数\t12\n'
    """
    writer = _Writer()
    for block in blocks:
        if isinstance(block, Paragraph):
            writer.paragraph(block)
        else:
            writer.table(block)
    return Layout("".join(writer.pieces), tuple(writer.headings), writer.boxes if writer.placed else ())


class _Writer:
    """Gathers text, headings and boxes while blocks are written; empty lines are left out."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.headings: list[Heading] = []
        self.boxes: list[Box | None] = []
        self.placed = False

    def paragraph(self, block: Paragraph) -> None:
        start = self.length
        self._write(_tidy(block.text).strip("\n") if block.boxes is None else block.text, block.boxes)
        if block.level is not None and self.length > start:
            self.headings.append(Heading(start=start, end=self.length, level=block.level))
        self._end_line(start)

    def table(self, block: Table) -> None:
        for number, row in enumerate(block.rows):
            if not any(cell.strip() for cell in row):
                continue
            start = self.length
            for column, cell in enumerate(row):
                if column:
                    self._write("\t", None)
                boxes = None if block.boxes is None else block.boxes[number][column]
                self._write(_CELL_BREAKS.sub(" ", _tidy(cell)).strip() if boxes is None else cell, boxes)
            self._end_line(start)

    def _end_line(self, start: int) -> None:
        if self.length > start:
            self._write("\n", None)

    def _write(self, text: str, boxes: Boxes | None) -> None:
        """Writes text; what has boxes is taken as it is, so that both stay of one length."""
        self.pieces.append(text)
        self.length += len(text)
        self.boxes.extend([None] * len(text) if boxes is None else boxes)
        self.placed = self.placed or boxes is not None


def _tidy(text: str) -> str:
    return _INVISIBLE.sub("", LINE_ENDS.sub("\n", text))
