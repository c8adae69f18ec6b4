"""Columns: the reading order of a page, and where the columns of the document begin and end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from govsummary.reading.pdf.lines import Line, joined_row, rows_of
from govsummary.reading.pdf.tables import GridTable
from govsummary.reading.pdf.unruled import take_unruled

Item = Line | GridTable
_Item = TypeVar("_Item", Line, GridTable)

# A gutter is at least so wide (in em), stands so far from the edges of the text (a share of its width), and so few of
# the lines cross it (titles over both columns).
_GUTTER = 0.7
_MARGIN = 0.2
_CROSSING = 0.2
_SLOTS = 240
# In em: how far a full line may end before its column; how wide a column of prose is at least.
_FULL = 1.6
_NARROWEST = 10
_FEW_LINES = 3
_DEEPEST = 3

# In em: pages whose text begins nearer than this to each other (an indent) have their columns at the same place.
_SAME_LEFT = 2.5
_SAME_RIGHT = 1.5
# So many of the lines must begin or end at one place to make it the edge of the column.
_EDGE_SHARE = 0.1
_JUSTIFIED_SHARE = 0.3


class Frame(NamedTuple):
    """Where the lines of a column begin and end."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines and tables of one column from the top downward, and the frame of the column."""

    items: Sequence[Item]
    frame: Frame


def flows_of(pages: Sequence[tuple[Sequence[Line], Sequence[GridTable]]], em: float) -> list[Flow]:
    """Puts pieces and tables of all pages into reading order.

    Args:
        pages: of each page, the pieces of text and the tables.
        em: size of the body text in points.
    """
    columns = [column for pieces, tables in pages for column in _columns([*pieces, *tables], em, 0)]
    frames = _frames([[item for item in column if isinstance(item, Line)] for column in columns], em)
    return [Flow(column, frame) for column, frame in zip(columns, frames, strict=True)]


def _columns(items: Sequence[Item], em: float, depth: int) -> list[list[Item]]:
    """Parts the items of a page into columns, in reading order; what crosses the gutter parts the page into bands."""
    pieces = [item for item in items if isinstance(item, Line)]
    gutter = _gutter(pieces, em) if depth < _DEEPEST else None
    if gutter is None:
        tables, rows = take_unruled(rows_of(pieces))
        whole: list[Item] = [item for item in items if isinstance(item, GridTable)]
        whole += [*tables, *map(joined_row, rows)]
        return [sorted(whole, key=lambda item: -item.middle)] if whole else []
    crossing = sorted((item for item in items if item.left < gutter < item.right), key=lambda item: -item.middle)
    beside = [item for item in items if not item.left < gutter < item.right]
    columns: list[list[Item]] = []
    wide: list[Item] = []
    for item in crossing:
        above = [other for other in beside if other.middle > item.middle]
        if above:
            columns += _columns(wide, em, _DEEPEST) + _halves(above, gutter, em, depth)
            beside = [other for other in beside if other.middle <= item.middle]
            wide = []
        wide.append(item)
    return columns + _columns(wide, em, _DEEPEST) + _halves(beside, gutter, em, depth)


def _halves(items: Sequence[Item], gutter: float, em: float, depth: int) -> list[list[Item]]:
    left = [item for item in items if item.right <= gutter]
    right = [item for item in items if item.left >= gutter]
    return _columns(left, em, depth + 1) + _columns(right, em, depth + 1)


def _gutter(pieces: Sequence[Line], em: float) -> float | None:
    """Finds the middle of the white band between two columns of prose; None where there is one column."""
    if len(pieces) <= _FEW_LINES:
        return None
    start, end = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    step = (end - start) / _SLOTS
    if step <= 0:
        return None
    allowed = _CROSSING * len(pieces)
    best: tuple[int, int] | None = None
    first = None
    covered = _coverage(pieces, start, step)
    for slot in range(int(_SLOTS * _MARGIN), int(_SLOTS * (1 - _MARGIN)) + 1):
        if covered[slot] <= allowed:
            first = slot if first is None else first
            if best is None or slot - first > best[1] - best[0]:
                best = (first, slot)
        else:
            first = None
    if best is None or (best[1] - best[0] + 1) * step < _GUTTER * em:
        return None
    middle = start + (best[0] + best[1] + 1) / 2 * step
    return middle if _parts_prose(pieces, middle, em) else None


def _coverage(pieces: Sequence[Line], start: float, step: float) -> list[int]:
    """Counts in each slot of the width the pieces that cover it."""
    changes = [0] * (_SLOTS + 2)
    for piece in pieces:
        changes[int((piece.left - start) / step)] += 1
        changes[int((piece.right - start) / step) + 1] -= 1
    covered: list[int] = []
    now = 0
    for change in changes:
        now += change
        covered.append(now)
    return covered


def _parts_prose(pieces: Sequence[Line], middle: float, em: float) -> bool:
    """Tells columns of prose from a table without rules: the left is full, the rest beside it."""
    left = [piece for piece in pieces if piece.right <= middle]
    right = [piece for piece in pieces if piece.left >= middle]
    if len(left) < _FEW_LINES or not right:
        return False
    end, start = max(piece.right for piece in left), min(piece.left for piece in left)
    far = max(piece.right for piece in right) - min(piece.left for piece in right)
    if end - start < _NARROWEST * em or (far < _NARROWEST * em and len(right) >= _FEW_LINES):
        return False
    full = sum(piece.right > end - _FULL * em for piece in left)
    lowest, highest = min(piece.bottom for piece in left), max(piece.top for piece in left)
    level = sum(lowest < piece.middle < highest for piece in right)
    return full >= 0.5 * len(left) and level >= 0.5 * len(right)


def _frames(columns: Sequence[Sequence[Line]], em: float) -> list[Frame]:
    """Gives the frame of each column.

    Columns at the same place on several pages share one, so that a page of a few short lines has that of full pages.
    """
    order = sorted(range(len(columns)), key=lambda index: -len(columns[index]))
    extents = [_extent(lines) for lines in columns]
    groups: list[tuple[Frame, list[Line]]] = []
    place: dict[int, int] = {}
    for index in order:
        found = _group_for(extents[index], len(columns[index]), groups, em)
        if found is None:
            found = len(groups)
            groups.append((extents[index], []))
        groups[found][1].extend(columns[index])
        place[index] = found
    edges = [_edges(lines, extent, em) for extent, lines in groups]
    return [edges[place[index]] for index in range(len(columns))]


def _extent(lines: Sequence[Line]) -> Frame:
    if not lines:
        return Frame(0, 0)
    return Frame(min(line.left for line in lines), max(line.right for line in lines))


def _group_for(extent: Frame, lines: int, groups: Sequence[tuple[Frame, list[Line]]], em: float) -> int | None:
    inside = [index for index, (frame, _) in enumerate(groups) if extent.right <= frame.right + _SAME_RIGHT * em]
    for index in inside:
        if abs(groups[index][0].left - extent.left) < _SAME_LEFT * em:
            return index
    within = [index for index in inside if groups[index][0].left < extent.left] if lines <= _FEW_LINES else []
    return min(within, key=lambda index: groups[index][0].right - groups[index][0].left, default=None)


def _edges(lines: Sequence[Line], extent: Frame, em: float) -> Frame:
    """Gives the edges that lines share; a hanging comma or a stray line does not move them."""
    if not lines:
        return extent
    enough = max(2, _EDGE_SHARE * len(lines))
    lefts = Counter(round(2 * line.left / em) for line in lines)
    left = next((place for place in sorted(lefts) if lefts[place] + lefts[place + 1] >= enough), None)
    rights = _nearby(line.right for line in lines)
    common = max(rights, key=lambda right: rights[right])
    return Frame(
        extent.left if left is None else min(line.left for line in lines if round(2 * line.left / em) >= left),
        common if rights[common] >= max(2, _JUSTIFIED_SHARE * len(lines)) else extent.right,
    )


def _nearby(places: Iterable[float]) -> dict[float, int]:
    """Counts how many places stand within 2 points of each, the greatest of each group as its name."""
    groups: dict[float, int] = {}
    last: list[float] = []
    for place in sorted(places, reverse=True):
        if last and last[0] - place > 2:
            groups[last[0]] = len(last)
            last = []
        last.append(place)
    if last:
        groups[last[0]] = len(last)
    return groups
