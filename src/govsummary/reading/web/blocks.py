"""The blocks of a web page: elements to paragraphs, headings, list items and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govsummary.reading.blocks import Block, Paragraph, Table
from govsummary.reading.numbering import format_number, with_label
from govsummary.reading.web.tree import Element, is_beside

# Elements that begin a line and end one.
_LINES = frozenset(
    (
        *("address", "article", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt"),
        *("fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend"),
        *("li", "main", "menu", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead"),
        *("tr", "ul"),
    )
)
_ROW_HOLDERS = frozenset(("tbody", "thead", "tfoot"))
_HEADING = re.compile(r"h([1-6])")
_WORD_LEVEL = re.compile(r"mso-outline-level\s*:\s*([1-9])", re.IGNORECASE)
_CJK = "[\u2e80-\u9fff\uff00-\uffef，。；：、“”‘’（）《》]"
# A line break of the source between two Chinese characters is none of the text.
_SOURCE_BREAK = re.compile(rf"(?<={_CJK})[ \t\r]*\n[ \t\r\n]*(?={_CJK})")
# Also what stands at the ends of saved lines and is not seen.
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_TYPED_MARK = re.compile(
    r"[（(]?[0-9０-９一二三四五六七八九十]{1,3}(?:[)）、]|[.．](?!\d))|[①-⑳]|第[一二三四五六七八九十]+[条章节]"
)
_NO_MARK = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)
_CHINESE_MARK = re.compile(
    r"list-style(?:-type)?\s*:[^;]*(?:cjk-ideographic|(?:simp|trad)-chinese|cjk-decimal)", re.IGNORECASE
)
# The types of a list by the names of their number formats; any other is decimal.
_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}

# A table is for its layout when one cell holds more than this share of its text, and so many letters.
_MOST_IN_CELL = 0.6
_LONG_CELL = 300
_LONGEST_SPAN = 500
_MOST_EMPTY = 100_000  # places in one table that spans leave empty; after so many they are not written out


@dataclass(slots=True)
class _List:
    """A list that is open: the next number and how it is written; None of a list without numbers."""

    next: int
    style: str | None


def blocks_of(content: Element, body: Element) -> list[Block]:
    """Gives the blocks of a content block in page order, without what stands beside it on `body`."""
    writer = _Writer()
    for element, enters in _walk(content, body, writer):
        if enters:
            writer.enter(element)
        else:
            writer.leave(element)
    writer.end_line()
    return writer.blocks


def lines_of(element: Element, body: Element) -> list[str]:
    """Gives the lines of an element, tables and all, as they stand below each other."""
    return [
        line
        for block in blocks_of(element, body)
        for line in ([block.text] if isinstance(block, Paragraph) else map("\t".join, block.rows))
    ]


def tidy(text: str) -> str:
    r"""Makes every white space one blank and drops it at the ends.

    >>> tidy("\u3000\u3000全市\n经济 \xa0增长\n")
    '全市经济 增长'
    """
    return _BLANKS.sub(" ", _SOURCE_BREAK.sub("", text.strip())).strip()


def _walk(content: Element, body: Element, writer: _Writer) -> Iterator[tuple[Element, bool]]:
    """Goes through the elements in page order, each entered and left; text and data tables go to the writer."""
    waiting: list[tuple[Element, bool] | str] = [(content, True)]
    while waiting:
        step = waiting.pop()
        if isinstance(step, str):
            writer.write(step)
            continue
        element, enters = step
        if enters and element is not content and is_beside(element, body):
            continue
        if enters and element.tag == "table" and (rows := _data_rows(element)):
            writer.add_table(element, rows, body)
            continue
        yield step
        if enters:
            waiting.append((element, False))
            waiting.extend(
                (child, True) if isinstance(child, Element) else child for child in reversed(element.children)
            )


class _Writer:
    """Gathers lines into blocks while elements are entered and left."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.line: list[str] = []
        self.level: int | None = None
        self.lists: list[_List] = []
        self.mark = ""
        self.verbatim = 0

    def enter(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self.end_line()
        if tag not in _LINES:
            return
        self.end_line()
        if tag in ("ol", "ul", "menu", "dir"):
            self.lists.append(_open_list(element))
        elif tag == "li":
            self.mark = self._next_mark(element)
        elif tag == "pre":
            self.verbatim += 1
        level = _level(element)
        if level is not None:
            self.level = level

    def leave(self, element: Element) -> None:
        if element.tag not in _LINES:
            return
        self.end_line()
        if element.tag in ("ol", "ul", "menu", "dir"):
            self.lists.pop()
        elif element.tag == "li":
            self.mark = ""
        elif element.tag == "pre":
            self.verbatim -= 1
        if _level(element) is not None:
            self.level = None

    def write(self, text: str) -> None:
        if not self.verbatim:
            self.line.append(text)
            return
        first, *others = text.split("\n")
        self.line.append(first)
        for line in others:
            self.end_line()
            self.line.append(line)

    def end_line(self) -> None:
        if not self.line:
            return
        text = tidy("".join(self.line))
        self.line.clear()
        if text:
            marked = text if _TYPED_MARK.match(text) else with_label(self.mark, text)
            self.mark = ""
            self.blocks.append(Paragraph(marked, self.level))

    def add_table(self, table: Element, rows: list[list[Element]], body: Element) -> None:
        self.end_line()
        for child in table.children:
            if isinstance(child, Element) and child.tag == "caption":
                self.blocks.extend(blocks_of(child, body))
        self.blocks.append(Table(_laid_out(rows, body)))

    def _next_mark(self, item: Element) -> str:
        """Gives the number of a list item as it is written; "" in a list without numbers."""
        if not self.lists or (style := self.lists[-1].style) is None:
            return ""
        number = _number(item, "value", self.lists[-1].next)
        self.lists[-1].next = number + 1
        return _written(number, style)


def _open_list(element: Element) -> _List:
    style = element.attributes.get("style") or ""
    if element.tag != "ol" or _NO_MARK.search(style):
        return _List(1, None)
    written = "一" if _CHINESE_MARK.search(style) else element.attributes.get("type") or "1"
    return _List(_number(element, "start", 1), written)


def _written(number: int, style: str) -> str:
    """Writes a list number with what follows it.

    >>> [_written(12, style) for style in ("1", "一", "a")]
    ['12.', '十二、', 'l.']
    """
    if style == "一":
        return format_number(number, "chineseCountingThousand") + "、"
    return format_number(number, _STYLES.get(style, "decimal")) + "."


def _number(element: Element, name: str, usual: int) -> int:
    """Reads a whole number from an attribute."""
    found = re.match(r"\s*(-?\d{1,5})", element.attributes.get(name) or "")
    return int(found[1]) if found else usual


def _level(element: Element) -> int | None:
    """Gives the level of a heading as the element or Word's style says; 0 of a title."""
    heading = _HEADING.fullmatch(element.tag)
    if heading:
        return int(heading[1])
    if element.tag != "p" or not element.attributes:
        return None
    if "msotitle" in element.names():
        return 0
    outline = _WORD_LEVEL.search(element.attributes.get("style") or "")
    return int(outline[1]) if outline else None


def _data_rows(table: Element) -> list[list[Element]] | None:
    """Gives the cells of a data table; None of a table that only lays out a page."""
    if table.tables > 1:
        return None
    rows = [[cell for cell in _elements(row) if cell.tag in ("td", "th")] for row in _rows(table)]
    cells = [cell for row in rows for cell in row]
    if not rows or max(map(len, rows)) < 2:
        return None
    longest = max(cell.letters for cell in cells)
    most = _LONG_CELL if len(rows) > 1 else _LONG_CELL // 3
    return None if longest > most and longest > _MOST_IN_CELL * table.letters else rows


def _rows(table: Element) -> Iterator[Element]:
    for child in _elements(table):
        if child.tag == "tr":
            yield child
        elif child.tag in _ROW_HOLDERS:
            yield from (row for row in _elements(child) if row.tag == "tr")


def _elements(element: Element) -> Iterator[Element]:
    return (child for child in element.children if isinstance(child, Element))


def _laid_out(rows: list[list[Element]], body: Element) -> list[list[str]]:
    """Writes the cells row by row; where a cell spans columns or rows, the places after the first stay empty."""
    laid_out: list[list[str]] = []
    below: dict[int, int] = {}  # column: how many rows yet are taken by a cell from above
    spare = _MOST_EMPTY
    for row in rows:
        texts: list[str] = []
        for cell in row:
            _skip_taken(texts, below)
            width = _span(cell, "colspan") if spare > 0 else 1
            if spare > 0 and (height := _span(cell, "rowspan")) > 1:
                below.update(dict.fromkeys(range(len(texts), len(texts) + width), height))
            texts += ["\n".join(lines_of(cell, body)), *[""] * (width - 1)]
        _skip_taken(texts, below)
        spare -= len(texts) - len(row)
        below = {column: left - 1 for column, left in below.items() if left > 1 and spare > 0}
        laid_out.append(texts)
    return laid_out


def _span(cell: Element, name: str) -> int:
    return min(max(1, _number(cell, name, 1)), _LONGEST_SPAN)


def _skip_taken(texts: list[str], below: dict[int, int]) -> None:
    """Leaves the places of a row empty that a cell from above takes."""
    while len(texts) in below:
        texts.append("")
