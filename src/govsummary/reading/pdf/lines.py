"""Lines of text: glyphs that stand beside each other, and how the ends of lines are joined."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from govsummary.model import Box
from govsummary.reading.pdf.glyphs import SOFT_HYPHEN, Glyph, Run

# In em: a gap that parts two pieces of a line (columns, cells, a footer and its page number); and one that is seen as a
# gap in the text. Justified lines are stretched by less.
_PIECE_GAP = 1.2
_WIDE_GAP = 1.5
# The middles of what stands on one line differ by less; raised figures, and fonts of other heights, do by a third.
_SAME_LINE = 0.5
# A glyph drawn again almost in the same place is bold type, not a second character.
_BOLD_SHIFT = 0.3
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff“”‘’…—·]")
_SPACES = " \u3000"
# A word ends with a letter, not a number with half of its unit (12.5k|m).
_WORD_END = re.compile(r"(?<![A-Za-z0-9.])[A-Za-z]+[,.;:)]?$")
_MASKS = "XxNn"  # a blanked-out number (XXXX) is no pair of words
_WORD_START = re.compile(r"[A-Za-z0-9(]")
_LONGEST_WORD = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A piece of a line, or a whole one; without spaces at its ends.

    Attributes:
        glyphs: from left to right.
        text: their characters.
        page: from 1.
        left: and the other sides: in the direction of the page's text.
        size: of the font of most of its characters, in points.
        pale: whether it is as faint as a watermark.
    """

    glyphs: Sequence[Glyph]
    text: str
    page: int
    left: float
    bottom: float
    right: float
    top: float
    size: float
    pale: bool

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Written:
    """A text and the box of each of its characters; None for a space."""

    text: str
    boxes: tuple[Box | None, ...]


def pieces_of(runs: Iterable[Run]) -> list[Line]:
    """Puts runs together to pieces, in the order of the file: characters on one line without a wide gap."""
    pieces: list[Line] = []
    current: list[Glyph] = []
    pale = False
    for run in runs:
        for glyph in run.glyphs:
            if glyph.char in _SPACES:
                if current:
                    current.append(glyph)
                continue
            last = _last_seen(current)
            if last is not None and not _follows(last, glyph):
                pieces += _finished(current, pale)
                current = []
                last = None
            if last is not None and _drawn_again(last, glyph):
                continue
            if not current:
                pale = run.pale
            current.append(glyph)
    return pieces + _finished(current, pale)


def lines_of(pieces: Iterable[Line]) -> list[Line]:
    """Joins pieces that stand on one line, from the top of the page to its bottom."""
    return [joined_row(row) for row in rows_of(pieces)]


def rows_of(pieces: Iterable[Line]) -> list[list[Line]]:
    """Groups pieces that stand on one line from left to right, from the top of the page to its bottom."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: -piece.middle):
        if rows and beside(rows[-1][0], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        row.sort(key=lambda piece: piece.left)
    return rows


def beside(one: Line, other: Line) -> bool:
    """Tells whether two pieces stand on one line."""
    return abs(one.middle - other.middle) < _SAME_LINE * max(one.size, other.size)


def write(lines: Iterable[Line]) -> Written:
    """Writes lines as one paragraph, without spaces next to Chinese characters; words of Latin letters stay apart."""
    chars: list[str] = []
    boxes: list[Box | None] = []
    for line in lines:
        _close_line(chars, boxes, line.text)
        for glyph in line.glyphs:
            if glyph.char not in _SPACES:
                if (
                    chars
                    and chars[-1] == " "
                    and (_WIDE.match(glyph.char) or len(chars) == 1 or _WIDE.match(chars[-2]))
                ):
                    chars.pop()
                    boxes.pop()
                chars.append(glyph.char)
                boxes.append(glyph.box)
            elif chars and chars[-1] not in _SPACES:
                chars.append(glyph.char)
                boxes.append(None)
            elif chars and glyph.char == "\u3000":
                chars[-1] = glyph.char
    return Written("".join(chars).replace(SOFT_HYPHEN, "-"), tuple(boxes))


def _close_line(chars: list[str], boxes: list[Box | None], following: str) -> None:
    """Makes ready for the next line: a hyphen inside a word goes, a space between two words comes."""
    if not chars:
        return
    end = "".join(chars[-_LONGEST_WORD:])
    if end.endswith(SOFT_HYPHEN):
        chars.pop()
        boxes.pop()
        if not "a" <= following[0] <= "z":
            chars.append("-")
            boxes.append(None)
    elif _WORD_END.search(end) and _WORD_START.match(following) and not (end[-1] == following[0] in _MASKS):
        chars.append(" ")
        boxes.append(None)


def _interleaved(row: Iterable[Line]) -> list[Glyph]:
    """Sorts the glyphs of pieces that stand within each other: those of another font are often drawn after the line.

    A space stays with the glyph before it.
    """
    units: list[list[Glyph]] = []
    for piece in row:
        for glyph in piece.glyphs:
            if glyph.char in _SPACES:
                units[-1].append(glyph)
            else:
                units.append([glyph])
    units.sort(key=lambda unit: unit[0].place.left)
    return [glyph for unit in units for glyph in unit]


def _last_seen(glyphs: Sequence[Glyph]) -> Glyph | None:
    return next((glyph for glyph in reversed(glyphs) if glyph.char not in _SPACES), None)


def _follows(last: Glyph, glyph: Glyph) -> bool:
    """Tells whether a glyph stands on the line of the last one, to its right and near."""
    here, before = glyph.place, last.place
    em = max(last.size, glyph.size)
    if abs(here.bottom + here.top - before.bottom - before.top) > 2 * _SAME_LINE * em:
        return False
    return -0.5 * em < here.left - before.right < _PIECE_GAP * em


def _drawn_again(last: Glyph, glyph: Glyph) -> bool:
    return glyph.char == last.char and glyph.place.left - last.place.left < _BOLD_SHIFT * (
        last.place.right - last.place.left
    )


def _finished(glyphs: list[Glyph], pale: bool) -> list[Line]:
    while glyphs and glyphs[-1].char in _SPACES:
        glyphs.pop()
    return [_line(glyphs, pale)] if glyphs else []


def _line(glyphs: Sequence[Glyph], pale: bool) -> Line:
    places = [glyph.place for glyph in glyphs if glyph.char not in _SPACES]
    return Line(
        glyphs=glyphs,
        text="".join([glyph.char for glyph in glyphs]),
        page=glyphs[0].box.page,
        left=min([place.left for place in places]),
        bottom=min([place.bottom for place in places]),
        right=max([place.right for place in places]),
        top=max([place.top for place in places]),
        size=Counter([glyph.size for glyph in glyphs]).most_common(1)[0][0],
        pale=pale,
    )


def joined_row(row: Sequence[Line]) -> Line:
    """Joins the pieces of a line from left to right; a wide gap becomes an ideographic space."""
    if len(row) == 1:
        return row[0]
    if any(piece.left < before.right - 0.5 * piece.size for before, piece in pairwise(row)):
        return _line(_interleaved(row), row[0].pale)
    glyphs = list(row[0].glyphs)
    for before, piece in pairwise(row):
        wide = piece.left - before.right > _WIDE_GAP * max(before.size, piece.size)
        space = glyphs[-1]
        glyphs.append(Glyph("\u3000" if wide else " ", space.box, space.place, space.size))
        glyphs += piece.glyphs
    return _line(glyphs, row[0].pale)
