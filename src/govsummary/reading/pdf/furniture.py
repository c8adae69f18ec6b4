"""What stands on pages but is no part of the text: running heads, footers, page numbers, watermarks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from govsummary.reading.pdf.lines import Line, beside, rows_of

# Shares of the height of a page: where running heads stand, and how far from the edge a page number may stand at most.
_EDGE = 0.12
_NUMBER_EDGE = 0.15
# Furniture stands at the same height on every page, in points.
_SAME_HEIGHT = 6.0
# Running heads differ on odd and even pages, and the first page has none: so they are on less than half of the pages.
_SHARE_OF_PAGES = 0.4
_ENOUGH_PAGES = 5
# In em of the body text.
_HUGE = 2.2
# A single page repeats nothing: there a small line in the margin, far from the text, is furniture.
_MARGIN = 0.08
_SMALL = 0.92
_FAR = 1.5

_DIGITS = re.compile(r"\d+")
_GAPS = re.compile(r"\s+")
_DASHES = r"[\s—―–\-‐·•.~*|－]*"
_NUMBER = r"(?:\d{1,4}|[ivxlcIVXLC]{1,6})"
_PAGE_NUMBER = re.compile(
    rf"{_DASHES}(?:第?\s*{_NUMBER}\s*页?|[Pp]age\s*{_NUMBER})"
    rf"\s*(?:(?:[/／,，]|of|{_DASHES})\s*(?:共|总)?\s*\d{{1,4}}\s*页?)?{_DASHES}"
)


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of a page outside of its tables, with its size in the direction of its text."""

    pieces: Sequence[Line]
    width: float
    height: float


def without_furniture(pages: Sequence[Page]) -> list[list[Line]]:
    """Drops furniture from the pieces of each page."""
    em = body_size(piece for page in pages for piece in page.pieces)
    pages = _without_watermarks(pages, em)
    rows = [_edge_rows(page) for page in pages]
    repeated = _repeated([(number, row) for number, group in enumerate(rows) for row in group], len(pages))
    kept: list[list[Line]] = []
    for page, group in zip(pages, rows, strict=True):
        dropped = {id(piece) for row in group if _key(row) in repeated for piece in row}
        dropped |= {id(piece) for piece in _page_number(page, dropped)}
        dropped |= {id(piece) for row in group for piece in row if _in_margin(row, page, em)}
        kept.append([piece for piece in page.pieces if id(piece) not in dropped])
    return kept


def body_size(pieces: Iterable[Line]) -> float:
    """Gives the font size that most characters have, in points.

    >>> body_size([])
    12.0
    """
    weights: dict[float, int] = defaultdict(int)
    for piece in pieces:
        weights[round(piece.size * 2) / 2] += len(piece.glyphs)
    return max(weights, key=lambda size: weights[size]) if weights else 12.0


def is_page_number(text: str) -> bool:
    """Tells whether a line says no more than the number of its page.

    >>> [is_page_number(text) for text in ("— 3 —", "第 3 页 共 12 页", "3/12", "3处")]
    [True, True, True, False]
    """
    return _PAGE_NUMBER.fullmatch(text) is not None


def _edge_rows(page: Page) -> list[list[Line]]:
    """Gives the lines at the head and the foot of a page, each from left to right."""
    low, high = page.height * _EDGE, page.height * (1 - _EDGE)
    return rows_of(piece for piece in page.pieces if not low < piece.middle < high)


def _key(row: Sequence[Line]) -> str:
    return _DIGITS.sub("#", _GAPS.sub("", "".join(piece.text for piece in row)))


def _repeated(rows: Iterable[tuple[int, list[Line]]], pages: int) -> set[str]:
    """Gives the texts that stand at one height on many pages, their numbers as `#`."""
    heights: dict[str, dict[int, float]] = defaultdict(dict)
    for number, row in rows:
        heights[_key(row)][number] = row[0].middle
    return {key for key, places in heights.items() if _on_many(list(places.values()), pages)}


def _on_many(heights: Sequence[float], pages: int) -> bool:
    common = median(heights)
    same = sum(abs(height - common) < _SAME_HEIGHT for height in heights)
    return same >= max(2, min(_ENOUGH_PAGES, _SHARE_OF_PAGES * pages))


def _page_number(page: Page, dropped: set[int]) -> list[Line]:
    """Finds the page number at the foot or the head of a page, with the line that it stands on."""
    rest = [piece for piece in page.pieces if id(piece) not in dropped]
    if not rest:
        return []
    for outermost, limit in (
        (min(rest, key=lambda piece: piece.middle), _NUMBER_EDGE),
        (max(rest, key=lambda piece: piece.middle), 1 - _NUMBER_EDGE),
    ):
        if (outermost.middle > page.height * limit) if limit < 0.5 else (outermost.middle < page.height * limit):
            continue
        row = [piece for piece in rest if beside(outermost, piece)]
        if any(is_page_number(piece.text) for piece in row):
            return row
    return []


def _in_margin(row: Sequence[Line], page: Page, em: float) -> bool:
    """Tells whether a line is small and stands in the margin, apart from all else."""
    line = row[0]
    if page.height * _MARGIN < line.middle < page.height * (1 - _MARGIN) or any(p.size > _SMALL * em for p in row):
        return False
    beyond = [piece for piece in page.pieces if not any(piece is own for own in row)]
    gaps = [max(piece.bottom - line.top, line.bottom - piece.top) for piece in beyond]
    return bool(gaps) and min(gaps) > _FAR * em


def _without_watermarks(pages: Sequence[Page], em: float) -> list[Page]:
    """Drops what is faint or huge and stands at one place on many pages; on a single page, what is both."""
    many: dict[str, dict[int, float]] = defaultdict(dict)
    for number, page in enumerate(pages):
        for piece in page.pieces:
            if piece.pale or piece.size > _HUGE * em:
                many[piece.text][number] = piece.middle
    marks = {text for text, places in many.items() if _on_many(list(places.values()), len(pages))}
    return [
        Page([piece for piece in page.pieces if not _is_watermark(piece, marks, em)], page.width, page.height)
        for page in pages
    ]


def _is_watermark(piece: Line, marks: set[str], em: float) -> bool:
    huge = piece.size > _HUGE * em
    return (piece.pale and huge) or ((piece.pale or huge) and piece.text in marks)
