"""Ruled grids of a page: the lines and boxes that are drawn, put together to the cells of tables."""

from __future__ import annotations

import ctypes
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from govsummary.reading.pdf.glyphs import PageText

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# Bounds for pages that are drawings (maps, charts), not tables.
_MOST_OBJECTS = 20_000
_MOST_SEGMENTS = 64  # of one path: a whole table drawn at one stroke has more only where it is large
_MOST_CROSSINGS = 200_000
_MOST_CELLS = 20_000
_DEPTH = 4  # of forms within forms

# In points: how thick a rule may be, how far rules that meet may miss each other, how long a rule is at least.
_THICK = 3.0
_NEAR = 3.0
_LONG = 5.0

Rectangle = tuple[float, float, float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


class Rule(NamedTuple):
    """A straight line: at `at` on one axis, from `start` to `end` on the other."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table.

    Attributes:
        columns: the places of its vertical lines from left to right.
        rows: the heights of its horizontal lines from the top downward.
        vertical: its vertical rules.
        horizontal: its horizontal rules.
    """

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    vertical: tuple[Rule, ...]
    horizontal: tuple[Rule, ...]

    def cell_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Gives row and column of the cell at a place; None outside."""
        if not (self.columns[0] <= x < self.columns[-1] and self.rows[-1] < y <= self.rows[0]):
            return None
        row = bisect_right([-height for height in self.rows], -y) - 1
        return row, bisect_right(self.columns, x) - 1

    def open_right(self, row: int, column: int) -> bool:
        """Tells whether no rule parts a cell from the one to its right."""
        middle = (self.rows[row] + self.rows[row + 1]) / 2
        return not _ruled(self.vertical, self.columns[column + 1], middle)

    def open_below(self, row: int, column: int) -> bool:
        """Tells whether no rule parts a cell from the one below it."""
        middle = (self.columns[column] + self.columns[column + 1]) / 2
        return not _ruled(self.horizontal, self.rows[row + 1], middle)


def read_grids(page: PdfPage, text: PageText) -> list[Grid]:
    """Finds the ruled tables of a page, from the top downward."""
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    for rectangle in _drawn(page):
        _, left, bottom, right, top = text.place(*rectangle)
        if top - bottom < _THICK and right - left >= _LONG:
            horizontal.append(Rule((bottom + top) / 2, left, right))
        elif right - left < _THICK and top - bottom >= _LONG:
            vertical.append(Rule((left + right) / 2, bottom, top))
    grids = [_grid(*component) for component in _components(_merged(horizontal), _merged(vertical))]
    return sorted((grid for grid in grids if grid is not None), key=lambda grid: -grid.rows[0])


def _ruled(rules: Sequence[Rule], at: float, place: float) -> bool:
    return any(abs(rule.at - at) <= _NEAR and rule.start - 1 <= place <= rule.end + 1 for rule in rules)


def _merged(rules: list[Rule]) -> list[Rule]:
    """Joins the pieces of rules: what is drawn cell by cell becomes one rule from end to end."""
    merged: list[Rule] = []
    for group in _grouped(sorted(rules)):
        at = sum(rule.at for rule in group) / len(group)
        start, end = None, 0.0
        for rule in sorted(group, key=lambda rule: rule.start):
            if start is None or rule.start > end + _NEAR:
                if start is not None:
                    merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            end = max(end, rule.end)
        if start is not None:
            merged.append(Rule(at, start, end))
    return merged


def _grouped(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Groups rules, sorted by their place, that stand at one place."""
    group: list[Rule] = []
    for rule in rules:
        if group and rule.at - group[0].at > _NEAR:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _components(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Parts the rules into sets that cross or touch each other."""
    if not horizontal or not vertical or len(horizontal) * len(vertical) > _MOST_CROSSINGS:
        return []
    roots = list(range(len(horizontal) + len(vertical)))

    for row, across in enumerate(horizontal):
        for column, down in enumerate(vertical, len(horizontal)):
            if _cross(across, down):
                roots[_root(roots, column)] = _root(roots, row)
    found: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*horizontal, *vertical]):
        found.setdefault(_root(roots, index), ([], []))[index >= len(horizontal)].append(rule)
    return list(found.values())


def _root(roots: list[int], index: int) -> int:
    """Gives the first member of the set that a rule is in; shortens the way there."""
    while roots[index] != index:
        roots[index] = roots[roots[index]]
        index = roots[index]
    return index


def _cross(across: Rule, down: Rule) -> bool:
    return across.start - _NEAR <= down.at <= across.end + _NEAR and down.start - _NEAR <= across.at <= down.end + _NEAR


def _grid(horizontal: list[Rule], vertical: list[Rule]) -> Grid | None:
    """Makes a grid of rules that touch; None for a frame around text, and for a rule between two columns.

    Tables of statistics often stand open at their sides: there the ends of the horizontal rules bound the cells.
    """
    if len(horizontal) < 2 or not vertical:
        return None
    columns = [group[0].at for group in _grouped(sorted(vertical))]
    rows = [group[0].at for group in _grouped(sorted(horizontal))]
    closed = len(columns) > 2
    columns = _with_ends(columns, horizontal)
    rows = _with_ends(rows, vertical)
    if len(columns) < 3 or len(rows) < (2 if closed else 3) or len(columns) * len(rows) > _MOST_CELLS:
        return None
    return Grid(tuple(columns), tuple(reversed(rows)), tuple(vertical), tuple(horizontal))


def _with_ends(places: list[float], rules: Sequence[Rule]) -> list[float]:
    """Adds the ends of the rules that cross `places` where they reach far beyond them."""
    start, end = min(rule.start for rule in rules), max(rule.end for rule in rules)
    before = [start] if start < places[0] - 2 * _LONG else []
    after = [end] if end > places[-1] + 2 * _LONG else []
    return before + places + after


def _drawn(page: PdfPage) -> Iterator[Rectangle]:
    """Gives the straight lines that are drawn on a page, as thin rectangles of user space."""
    import pypdfium2.raw as pdfium

    left = _MOST_OBJECTS
    todo: list[tuple[object, bool, Matrix, int]] = [(page.raw, False, _IDENTITY, 0)]
    while todo:
        holder, nested, matrix, depth = todo.pop()
        count = (pdfium.FPDFFormObj_CountObjects if nested else pdfium.FPDFPage_CountObjects)(holder)
        get = pdfium.FPDFFormObj_GetObject if nested else pdfium.FPDFPage_GetObject
        for index in range(min(count, left)):
            drawn = get(holder, index)
            kind = pdfium.FPDFPageObj_GetType(drawn)
            if kind == pdfium.FPDF_PAGEOBJ_PATH:
                for rectangle in _straight(drawn):
                    yield _mapped(rectangle, matrix)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                todo.append((drawn, True, _product(_matrix(drawn), matrix), depth + 1))
        left -= max(0, count)
        if left <= 0:
            return


def _straight(path: object) -> Iterator[Rectangle]:
    """Gives the straight lines of a path: itself where it is thin, else its sides where they are drawn."""
    import pypdfium2.raw as pdfium

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(path, *map(ctypes.byref, sides)):
        return
    left, bottom, right, top = (side.value for side in sides)
    if right - left < _THICK or top - bottom < _THICK:
        yield left, bottom, right, top
    elif stroke.value:
        matrix = _matrix(path)
        for line in _segments(path):
            yield _mapped(line, matrix)


def _segments(path: object) -> Iterator[Rectangle]:
    """Gives the level and upright segments of a path in its own coordinates."""
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(min(pdfium.FPDFPath_CountSegments(path), _MOST_SEGMENTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if pdfium.FPDFPathSegment_GetType(segment) != pdfium.FPDF_SEGMENT_LINETO:
            yield from _sides(points)
            points = []
        points.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    yield from _sides(points)


def _sides(points: list[tuple[float, float]]) -> Iterator[Rectangle]:
    for (x0, y0), (x1, y1) in pairwise(points):
        if abs(x0 - x1) < 1 or abs(y0 - y1) < 1:
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _matrix(drawn: object) -> Matrix:
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(drawn, ctypes.byref(matrix)):
        return _IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _product(first: Matrix, second: Matrix) -> Matrix:
    """Gives the matrix that maps by `first`, then by `second`."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _mapped(rectangle: Rectangle, matrix: Matrix) -> Rectangle:
    if matrix == _IDENTITY:
        return rectangle
    a, b, c, d, e, f = matrix
    left, bottom, right, top = rectangle
    xs = (a * left + c * bottom + e, a * right + c * top + e)
    ys = (b * left + d * bottom + f, b * right + d * top + f)
    return min(xs), min(ys), max(xs), max(ys)
