"""Characters of a page with their places, as pdfium draws them.

Two coordinate systems: `Glyph.box` counts from the lower left corner of the page as it is shown; `Glyph.place` is the
same turned so that the text of the page runs from left to right, for pages whose text stands sideways.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from govsummary.model import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_LINE_END = frozenset({10, 13})
# How pdfium writes the hyphen of a word that is broken at a line end.
_HYPHENS = frozenset({0x02, 0xFFFE})
SOFT_HYPHEN = "\u00ad"
_HIGH, _LOW, _PLANE_END = 0xD800, 0xDC00, 0xE000
_INVISIBLE = frozenset({0x7F, 0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF})
# Symbol fonts draw bullets there; they mean nothing outside their font.
_SYMBOLS = range(0xF000, 0xF100)
# Producers often map 工 to the radical that looks the same.
_RADICALS = range(0x2E80, 0x2FE0)
_UNKNOWN = "\ufffd"

# A scan may stand a little askew; a watermark stands at 30 to 60 degrees.
_SKEW = math.radians(10)
# Brightness, and opacity, of 255: body text is never so faint.
_BRIGHT = 175
_FAINT = 140


class TooManyCharactersError(ValueError):
    """A page holds more characters than are read."""


class Glyph(NamedTuple):
    """A character and where it stands.

    Attributes:
        char: one code point; a space, an ideographic space or `SOFT_HYPHEN` where the text has one.
        box: on the page as it is shown.
        place: the same in the direction of the page's text.
        size: of the font, in points.
    """

    char: str
    box: Box
    place: Box
    size: float


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style that follow each other on a line.

    Attributes:
        glyphs: in the order of the file.
        pale: whether it is as faint as a watermark.
    """

    glyphs: list[Glyph]
    pale: bool


@dataclass(frozen=True, slots=True)
class View:
    """How a page is shown: what pdfium measures (user space) becomes what the reader sees.

    Attributes:
        number: of the page, from 1.
        left: of the visible part in user space.
        bottom: of the visible part in user space.
        width: of the visible part before turning.
        height: of the visible part before turning.
        quarters: how often the page is turned clockwise by 90 degrees.
    """

    number: int
    left: float
    bottom: float
    width: float
    height: float
    quarters: int

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Gives the place of a rectangle of user space on the page as it is shown."""
        box = Box(self.number, left - self.left, bottom - self.bottom, right - self.left, top - self.bottom)
        return turned(box, self.quarters, self.width, self.height) if self.quarters else box


@dataclass(frozen=True, slots=True)
class PageText:
    """The characters of a page.

    Attributes:
        runs: in the order of the file, all in one direction.
        view: how the page is shown.
        quarters: how often the page as shown is turned clockwise so that its text runs from left to right.
        width: in the direction of the text.
        height: in the direction of the text.
        characters: how many there are, with those in other directions.
        unknown: how many of them the fonts do not name.
    """

    runs: list[Run]
    view: View
    quarters: int
    width: float
    height: float
    characters: int
    unknown: int

    def place(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Gives the place of a rectangle of user space in the direction of the text."""
        box = self.view.box(left, bottom, right, top)
        return turned(box, self.quarters, *_shown_size(self.view)) if self.quarters else box


class _Style(NamedTuple):
    """What characters of a run share: the scale of their size, clockwise quarter turns (None: slanted), faintness."""

    scale: float
    quarters: int | None
    pale: bool


def turned(box: Box, quarters: int, width: float, height: float) -> Box:
    """Turns a box on a page of `width` and `height` clockwise by quarter turns.

    >>> turned(Box(1, 0, 0, 10, 20), 1, 100, 200)
    Box(page=1, left=0, bottom=90, right=20, top=100)
    """
    page, left, bottom, right, top = box
    if quarters == 1:
        return Box(page, bottom, width - right, top, width - left)
    if quarters == 2:
        return Box(page, width - right, height - top, width - left, height - bottom)
    if quarters == 3:
        return Box(page, height - top, left, height - bottom, right)
    return box


def read_glyphs(page: PdfPage, number: int, most: int) -> PageText:
    """Reads the characters of a page; text in another direction than most of it (watermarks, margins) is left out.

    Raises:
        TooManyCharactersError: where there are more than `most`.
    """
    left, bottom, right, top = page.get_cropbox()
    view = View(number, left, bottom, right - left, top - bottom, page.get_rotation() // 90 % 4)
    text_page = page.get_textpage()
    try:
        if text_page.count_chars() > most:
            raise TooManyCharactersError(f"more than {most:,} characters on page {number}")
        styled = list(_runs(text_page.raw, view))
    finally:
        text_page.close()
    weights: Counter[int] = Counter()
    for style, glyphs in styled:
        if style.quarters is not None:
            weights[style.quarters] += len(glyphs)
    common = weights.most_common(1)[0][0] if weights else 0
    # Text that is shown turned clockwise runs from left to right after as many turns back.
    back = -(common + view.quarters) % 4
    runs = [Run(_placed(glyphs, back, view), style.pale) for style, glyphs in styled if style.quarters == common]
    width, height = _shown_size(view)
    return PageText(
        runs=runs,
        view=view,
        quarters=back,
        width=height if back % 2 else width,
        height=width if back % 2 else height,
        characters=sum(len(glyphs) for _, glyphs in styled),
        unknown=sum(glyph.char == _UNKNOWN for _, glyphs in styled for glyph in glyphs),
    )


def _shown_size(view: View) -> tuple[float, float]:
    return (view.height, view.width) if view.quarters % 2 else (view.width, view.height)


def _placed(glyphs: list[Glyph], quarters: int, view: View) -> list[Glyph]:
    if not quarters:
        return glyphs
    size = _shown_size(view)
    return [Glyph(g.char, g.box, turned(g.box, quarters, *size), g.size) for g in glyphs]


def _runs(raw: object, view: View) -> Iterator[tuple[_Style, list[Glyph]]]:
    """Parts the characters where pdfium sees a line end or the size changes.

    Every call of pdfium costs, so that the style is asked for once a run only.
    """
    import pypdfium2.raw as pdfium

    size_of, box_of = pdfium.FPDFText_GetFontSize, pdfium.FPDFText_GetLooseCharBox
    rectangle = pdfium.FS_RECTF()
    reference = ctypes.byref(rectangle)
    place = view.box
    glyphs: list[Glyph] = []
    style, nominal = _Style(1, 0, False), -1.0
    for index, char in _characters(raw):
        if char == "\n":
            nominal = -1.0
            continue
        size = size_of(raw, index)
        if size != nominal:
            if glyphs:
                yield style, glyphs
            glyphs, style, nominal = [], _style(raw, index), size
        box_of(raw, index, reference)
        box = place(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        glyphs.append(Glyph(char, box, box, size * style.scale or box.top - box.bottom))
    if glyphs:
        yield style, glyphs


def _characters(raw: object) -> Iterator[tuple[int, str]]:
    """Gives what is seen of a page with its index; a line feed where a line ends.

    pdfium counts UTF-16 units: two of them can be one character.
    """
    import pypdfium2.raw as pdfium

    unicode_of, is_unknown = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_HasUnicodeMapError
    high = 0
    for index in range(pdfium.FPDFText_CountChars(raw)):
        code = unicode_of(raw, index)
        if _HIGH <= code < _LOW:
            high = code
            continue
        if high and _LOW <= code < _PLANE_END:
            code = 0x10000 + ((high - _HIGH) << 10) + (code - _LOW)
        high = 0
        if is_unknown(raw, index) == 1:
            code = 0
        char = "\n" if code in _LINE_END else _char(code)
        if char:
            yield index, char


def _char(code: int) -> str:
    """Gives the character of a code: the empty string for what is not seen, a space for all white space but U+3000."""
    if 0x20 < code < 0x7F or 0x4E00 <= code < 0xA000:
        return chr(code)
    if code in _HYPHENS:
        return SOFT_HYPHEN
    if code == 0 or _HIGH <= code < _PLANE_END:
        return _UNKNOWN
    if code in _INVISIBLE or code in _SYMBOLS:
        return ""
    char = chr(code)
    if code in _RADICALS:
        return unicodedata.normalize("NFKC", char)
    if code == 0x3000:
        return char
    if char.isspace():
        return " "
    return "" if unicodedata.category(char) == "Cc" else char


def _style(raw: object, index: int) -> _Style:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    scale, quarters = 1.0, 0
    found: int | None = quarters
    if pdfium.FPDFText_GetMatrix(raw, index, ctypes.byref(matrix)):
        scale = math.hypot(matrix.c, matrix.d)
        found = _quarters(math.atan2(matrix.b, matrix.a))
    red, green, blue, opacity = (ctypes.c_uint() for _ in range(4))
    pale = False
    if pdfium.FPDFText_GetFillColor(raw, index, *map(ctypes.byref, (red, green, blue, opacity))):
        pale = min(red.value, green.value, blue.value) > _BRIGHT or opacity.value < _FAINT
    return _Style(scale, found, pale)


def _quarters(angle: float) -> int | None:
    """Gives the clockwise quarter turns of a direction (counter-clockwise, in radians); None when it is slanted.

    >>> _quarters(0.02), _quarters(-math.pi / 2), _quarters(math.pi / 4)
    (0, 1, None)
    """
    turns = angle / (math.pi / 2)
    nearest = round(turns)
    return None if abs(turns - nearest) * (math.pi / 2) > _SKEW else -nearest % 4
