"""List tables ([MS-DOC] 2.9.131 LSTF, 2.9.150 LVLF, 2.9.132 LFO): how the paragraphs of each list are numbered."""

from __future__ import annotations

import struct
from contextlib import suppress
from dataclasses import replace

from govsummary.reading.msdoc.fib import LIST_USES, LISTS, Tables
from govsummary.reading.numbering import Level, ListFormat, style_of_nfc

_LIST, _LEVEL, _USE = 28, 28, 16  # bytes of LSTF, LVLF and LFO
_LEVELS = 9
_SIMPLE = 1  # a list of one level
_LEGAL, _NO_RESTART = 0x04, 0x08
_STARTS, _FORMATS = 0x10, 0x20  # what an override says
_MOST_USES = 2046  # sprmPIlfo names no more
_LONGEST_LABEL = 255  # characters; Word takes no more


def read_lists(tables: Tables) -> dict[int, ListFormat]:
    """Reads the lists by the number under which paragraphs name them; a broken table ends where it breaks."""
    lists: dict[int, dict[int, Level]] = {}
    uses: dict[int, ListFormat] = {}
    with suppress(struct.error, IndexError):
        _read_lists(tables, lists)
    with suppress(struct.error, IndexError):
        _read_uses(tables, lists, uses)
    return uses


def _read_lists(tables: Tables, lists: dict[int, dict[int, Level]]) -> None:
    """Fills `lists` with the levels of each list by its id. The levels of all lists stand behind the last of them."""
    table = tables.table
    start, length = tables.place(LISTS)
    if length < 2:
        return
    (count,) = struct.unpack_from("<H", table, start)
    place = start + length
    for index in range(count):
        head = start + 2 + _LIST * index
        (identity,) = struct.unpack_from("<i", table, head)
        levels: dict[int, Level] = {}
        for depth in range(1 if table[head + 26] & _SIMPLE else _LEVELS):
            levels[depth], place = _read_level(table, place)
        lists[identity] = levels


def _read_uses(tables: Tables, lists: dict[int, dict[int, Level]], uses: dict[int, ListFormat]) -> None:
    """Fills `uses` with the lists as paragraphs use them, with the levels and first numbers that a use changes."""
    table = tables.table
    start, length = tables.place(LIST_USES)
    if length < 4:
        return
    (count,) = struct.unpack_from("<I", table, start)
    place = start + 4 + _USE * count
    for index in range(min(count, _MOST_USES)):
        head = start + 4 + _USE * index
        (identity,) = struct.unpack_from("<i", table, head)
        levels = dict(lists.get(identity, {}))
        restarts = set()
        place += 4
        for _ in range(table[head + 12]):
            first, flags = struct.unpack_from("<iI", table, place)
            place += 8
            depth = flags & 0xF
            if flags & _FORMATS:
                levels[depth], place = _read_level(table, place)
            if flags & _STARTS:
                restarts.add(depth)
                if not flags & _FORMATS:
                    levels[depth] = replace(levels.get(depth, Level()), start=first)
        uses[index + 1] = ListFormat(identity, index + 1, levels, frozenset(restarts))


def _read_level(table: bytes, place: int) -> tuple[Level, int]:
    """Reads a level and gives where the next one begins."""
    start, style, flags = struct.unpack_from("<iBB", table, place)
    character_length, paragraph_length, restart = struct.unpack_from("<3B", table, place + 24)
    place += _LEVEL + character_length + paragraph_length
    (length,) = struct.unpack_from("<H", table, place)
    units = struct.unpack_from(f"<{length}H", table, place + 2)[:_LONGEST_LABEL]
    level = Level(
        style=style_of_nfc(style),
        text="".join(f"%{unit + 1}" if unit < _LEVELS else chr(unit) for unit in units),
        start=start,
        restart=restart if flags & _NO_RESTART else None,
        legal=bool(flags & _LEGAL),
    )
    return level, place + 2 + 2 * length
