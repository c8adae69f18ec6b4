"""Paragraphs: the lines of a document, in reading order, joined where a paragraph goes on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from govsummary.reading.blocks import Block, Paragraph
from govsummary.reading.pdf.columns import Flow, Frame
from govsummary.reading.pdf.lines import Line, write
from govsummary.reading.pdf.tables import GridTable, goes_on, joined

# In em: an indent that opens a paragraph; how far two edges that are the same may differ; how far a line of a centred
# title may stand from the middle.
_INDENT = 1.3
_SAME_EDGE = 0.35
_CENTRED = 0.8
# How far before its column (in em) a last line ends: in justified text all others reach the edge.
_SHORT_JUSTIFIED = 0.8
_SHORT_SENTENCE = 0.6
_SHORT = 1.5
_HALF_WIDTH = 0.55
_JUSTIFIED_SHARE = 0.8
_STRETCHED_SHARE = 0.2
_STRETCH = 0.3
_FEW = 6
# Sizes of font that differ by more than this share differ to the eye.
_SIZE_STEP = 0.08
# A line is set off when it is farther from the one before than usual by this share.
_SET_OFF = 0.25
_TITLE_SIZE = 1.2
_LONGEST_TITLE = 80
_LONGEST_HEADING = 30

_MARK = re.compile(
    r"第?[一二三四五六七八九十百]{1,4}[、章节编部][^分门]|[（(][一二三四五六七八九十]{1,3}[)）]|\d{1,2}(?:[.．、](?!\d)|\)|）)|[（(]\d{1,2}[)）]"
    r"|[①-⑳●■◆◇○□★▲▶➢•]|——|附件[:：\d]"
)
# Marks that count within a paragraph, too.
_COUNTS = (
    re.compile(r"[（(][一二三四五六七八九十]{1,3}[)）]"),
    re.compile(r"[（(]\d{1,2}[)）]"),
    re.compile(r"(?<!\d)\d{1,2}[.．、](?!\d)"),
    re.compile("[①-⑳]"),
)
_SENTENCE_END = re.compile(r"[。！？；：.!?;:][”’）)》」』]*$")
_GOES_ON = re.compile(r"[，、,]$")
_LEADERS = re.compile(r"[.…·．]{4,}\s*[\dIVXivx—-]+$")
# What cannot be broken at the head of a line: brackets, a number with its sign or a Chinese character, and what may not
# begin a line.
_CLOSING = "[，。；：、！？,.;:!?”’）)》〉」』】〕%‰…]"
_UNBREAKABLE = re.compile(rf"[“‘（(《〈「『【〔]*(?:[A-Za-z0-9.,%‰/+\-]+(?:{_CLOSING}+[A-Za-z0-9.,%‰]+)?|.){_CLOSING}*")
# The red head of an official document names the issuer, not the document.
_RED_HEAD = re.compile(r"(?:文件|公报|简报)$")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line and the frame of its column."""

    line: Line
    frame: Frame


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a document sets its paragraphs.

    Attributes:
        em: size of the body text in points.
        pitch: usual distance of lines in points; None where no two lines of body text follow each other.
        justified: whether all but last lines reach the right edge.
    """

    em: float
    pitch: float | None
    justified: bool


def blocks_of(flows: Sequence[Flow], em: float) -> list[Block]:
    """Joins lines to paragraphs and the parts of tables to tables, in reading order."""
    habits = _habits(flows, em)
    blocks: list[Block] = []
    paragraph: list[_Placed] = []
    tables: list[GridTable] = []
    title = _title_size(flows, em)
    for flow in flows:
        for item in flow.items:
            if isinstance(item, GridTable):
                blocks += _written(paragraph, title)
                paragraph = []
                if tables and not goes_on(tables[-1], item):
                    blocks.append(joined(tables))
                    tables = []
                tables.append(item)
                continue
            if tables:
                blocks.append(joined(tables))
                tables = []
            placed = _Placed(item, flow.frame)
            if paragraph and _opens(paragraph, placed, habits):
                blocks += _written(paragraph, title)
                paragraph = []
            paragraph.append(placed)
    return blocks + _written(paragraph, title) + ([joined(tables)] if tables else [])


def _written(paragraph: Sequence[_Placed], title: float | None) -> list[Block]:
    """Writes a paragraph; the first that has the size of the title is the title."""
    if not paragraph:
        return []
    written = write([placed.line for placed in paragraph])
    line = paragraph[0].line
    is_title = (
        title is not None
        and line.page == 1
        and line.size >= title
        and len(written.text) <= _LONGEST_TITLE
        and not _RED_HEAD.search(written.text)
    )
    return [Paragraph(written.text, 0 if is_title else None, written.boxes)] if written.text else []


def _title_size(flows: Sequence[Flow], em: float) -> float | None:
    """Gives the size of the title, which is the largest on page 1 by far; None where nothing is."""
    sizes = [
        item.size
        for flow in flows
        for item in flow.items
        if isinstance(item, Line) and item.page == 1 and not _RED_HEAD.search(item.text)
    ]
    largest = max(sizes, default=0.0)
    return largest * (1 - _SIZE_STEP / 2) if largest > _TITLE_SIZE * em else None


def _opens(paragraph: Sequence[_Placed], placed: _Placed, habits: _Habits) -> bool:
    """Tells whether a line opens a paragraph after the lines of the one before it."""
    before, line = paragraph[-1].line, placed.line
    if abs(before.size - line.size) > _SIZE_STEP * max(before.size, line.size) or _LEADERS.search(before.text):
        return True
    if _set_off(before, line, habits):
        return True
    if _goes_on_centred(paragraph[-1], placed, habits):
        return False
    if _ends_short(paragraph[-1], line, habits) or _is_indented(paragraph, placed) or _is_outdented(paragraph, line):
        return True
    return _opens_with_mark(paragraph, line)


def _opens_with_mark(paragraph: Sequence[_Placed], line: Line) -> bool:
    """Tells whether a mark opens a paragraph; not where the text before counts with marks of its kind (…；（三）…）."""
    if _MARK.match(line.text) is None:
        return False
    before = paragraph[-1].line.text
    length = sum(len(each.line.text) for each in paragraph)
    heading = length <= _LONGEST_HEADING and not line.text.startswith("—")
    if _GOES_ON.search(before) or (_SENTENCE_END.search(before) is None and not heading):
        return False
    kind = next((kind for kind in _COUNTS if kind.match(line.text)), None)
    return kind is None or not any(kind.search(each.line.text, 1 if each is paragraph[0] else 0) for each in paragraph)


def _set_off(before: Line, line: Line, habits: _Habits) -> bool:
    """Tells whether a line stands farther below the one before than lines of a paragraph do."""
    if habits.pitch is None or before.page != line.page or line.middle >= before.middle:
        return False
    return before.bottom - line.bottom > habits.pitch * (1 + _SET_OFF) + max(0.0, line.size - habits.em)


def _goes_on_centred(before: _Placed, placed: _Placed, habits: _Habits) -> bool:
    """Tells whether a line is the next one of a title in several centred lines."""
    line = placed.line
    return (
        line.size > habits.em * (1 + _SIZE_STEP)
        and line.page == before.line.page
        and _is_centred(placed)
        and _is_centred(before)
        and not line.text.startswith(("（", "("))
        and _SENTENCE_END.search(before.line.text) is None
    )


def _is_centred(placed: _Placed) -> bool:
    line, frame = placed.line, placed.frame
    return abs((line.left - frame.left) - (frame.right - line.right)) < 2 * _CENTRED * line.size


def _ends_short(before: _Placed, line: Line, habits: _Habits) -> bool:
    """Tells whether a line ends so far before its edge that what follows would have had room."""
    missing = before.frame.right - before.line.right
    if habits.justified:
        return missing > _SHORT_JUSTIFIED * line.size
    room = _SHORT_SENTENCE if _SENTENCE_END.search(before.line.text) else _SHORT
    return missing > _first_word(line) + room * line.size


def _first_word(line: Line) -> float:
    """Gives the width of what cannot be broken at the head of a line, in points."""
    found = _UNBREAKABLE.match(line.text)
    word = found.group() if found else line.text[:1]
    return sum(_HALF_WIDTH * line.size if char.isascii() else line.size for char in word)


def _is_indented(paragraph: Sequence[_Placed], placed: _Placed) -> bool:
    """Tells whether a line begins at a first-line indent, not at that of a block or of a list with hanging lines."""
    line, before = placed.line, paragraph[-1].line
    if line.left - placed.frame.left <= _INDENT * line.size:
        return False
    shift = (line.left - placed.frame.left) - (before.left - paragraph[-1].frame.left)
    if abs(shift) < _SAME_EDGE * line.size:
        return _SENTENCE_END.search(before.text) is not None or _MARK.match(line.text) is not None
    return not (len(paragraph) == 1 and _hangs(before, shift))


def _is_outdented(paragraph: Sequence[_Placed], line: Line) -> bool:
    """Tells whether a line returns to where the first line of a paragraph with hanging lines began."""
    first, before = paragraph[0].line, paragraph[-1].line
    return (
        before.left - first.left > _SAME_EDGE * line.size
        and before.page == line.page
        and abs(line.left - first.left) < _SAME_EDGE * line.size
    )


def _hangs(before: Line, shift: float) -> bool:
    """Tells whether a line begins below the text after the mark of the line before."""
    found = _MARK.match(before.text)
    if found is None:
        return False
    after = [glyph for glyph in before.glyphs[found.end() :] if not glyph.char.isspace()]
    return bool(after) and abs(after[0].place.left - before.left - shift) < _SAME_EDGE * before.size


def _habits(flows: Sequence[Flow], em: float) -> _Habits:
    near = exact = stretched = 0
    pitches: Counter[int] = Counter()
    for flow in flows:
        lines = [item for item in flow.items if isinstance(item, Line) and abs(item.size - em) <= _SIZE_STEP * em]
        near += sum(-_SAME_EDGE * em < flow.frame.right - line.right < 3 * em for line in lines)
        full = [line for line in lines if abs(flow.frame.right - line.right) < _SAME_EDGE * em]
        exact += len(full)
        stretched += sum(_is_stretched(line) for line in full)
        pitches.update(
            round(4 * (one.bottom - other.bottom)) for one, other in pairwise(lines) if one.page == other.page
        )
    distances = {pitch: count for pitch, count in pitches.items() if em * 0.8 < pitch / 4 < em * 4}
    pitch = max(distances, key=lambda distance: (distances[distance], -distance)) / 4 if distances else None
    justified = near >= _FEW and exact >= _JUSTIFIED_SHARE * near and stretched >= _STRETCHED_SHARE * exact
    return _Habits(em, pitch, justified)


def _is_stretched(line: Line) -> bool:
    """Tells whether the characters of a line stand farther apart than their widths ask for.

    Chinese characters are of one width, so that lines reach one edge without being stretched, too.
    """
    drawn = sum(glyph.place.right - glyph.place.left for glyph in line.glyphs)
    return line.right - line.left - drawn > _STRETCH * line.size
