"""Formatted runs: pages of 512 bytes (FKP) that say which bytes of the text have which properties."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import NamedTuple

_PAGE = 512
_PAGE_NUMBER = 0x3F_FFFF
_PARAGRAPH_ENTRY = 13  # bytes of a BxPap


class Run(NamedTuple):
    """The bytes `start` to `end` of the WordDocument stream, with their style and modifiers."""

    start: int
    end: int
    style: int
    modifiers: bytes


_ReadRun = Callable[[bytes, int, int], tuple[int, bytes]]


class Runs:
    """Runs in the order of the file, none over another."""

    def __init__(self, runs: Iterator[Run]) -> None:
        self._runs: list[Run] = []
        end = -1
        for run in sorted(runs, key=lambda run: run.start):
            if run.start >= end and run.end > run.start:
                self._runs.append(run)
                end = run.end
        self._starts = [run.start for run in self._runs]

    def at(self, offset: int) -> Run | None:
        """Gives the run that holds the byte at `offset`."""
        index = bisect_right(self._starts, offset) - 1
        return self._runs[index] if index >= 0 and offset < self._runs[index].end else None

    def between(self, start: int, end: int) -> Iterator[Run]:
        """Gives the runs that hold bytes from `start` to `end`."""
        index = max(bisect_right(self._starts, start) - 1, 0)
        while index < len(self._runs) and self._runs[index].start < end:
            if self._runs[index].end > start:
                yield self._runs[index]
            index += 1


def paragraph_runs(table: bytes, document: bytes) -> Runs:
    """Reads the runs of paragraphs; each ends with its paragraph."""
    return Runs(_runs(table, document, _paragraph_modifiers))


def character_runs(table: bytes, document: bytes) -> Runs:
    """Reads the runs of characters; they name no style."""
    return Runs(_runs(table, document, _character_modifiers))


def _runs(table: bytes, document: bytes, modifiers_of: _ReadRun) -> Iterator[Run]:
    count = (len(table) - 4) // 8
    if count < 1:
        return
    numbers = struct.unpack_from(f"<{count}I", table, 4 * (count + 1))
    for number in dict.fromkeys(number & _PAGE_NUMBER for number in numbers):
        page = document[number * _PAGE : (number + 1) * _PAGE]
        if len(page) == _PAGE and page[-1] < 0x7F:
            yield from _page_runs(page, modifiers_of)


def _page_runs(page: bytes, modifiers_of: _ReadRun) -> Iterator[Run]:
    count = page[-1]
    bounds = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        yield Run(bounds[index], bounds[index + 1], *modifiers_of(page, 4 * (count + 1), index))


def _paragraph_modifiers(page: bytes, entries: int, index: int) -> tuple[int, bytes]:
    """Reads a PapxInFkp: its length in words, in a byte or after a zero byte, the style, the modifiers."""
    place = entries + _PARAGRAPH_ENTRY * index
    at = 2 * page[place] if place < _PAGE else 0
    if not at:
        return 0, b""
    length = 2 * page[at] - 1
    if length < 0:
        at += 1
        length = 2 * page[at]
    found = page[at + 1 : at + 1 + length]
    return int.from_bytes(found[:2], "little"), found[2:]


def _character_modifiers(page: bytes, entries: int, index: int) -> tuple[int, bytes]:
    at = 2 * page[entries + index] if entries + index < _PAGE else 0
    return 0, page[at + 1 : at + 1 + page[at]] if at else b""
