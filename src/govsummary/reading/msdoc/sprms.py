"""Property modifiers ([MS-DOC] 2.6): an operation code and its operand, one after the other."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

Properties = Mapping[int, bytes]

# Source of the codes: [MS-DOC] 2.6.1 to 2.6.3.
DELETED: Final = 0x0800  # sprmCFRMarkDel
HIDDEN: Final = 0x083C  # sprmCFVanish
SYMBOL: Final = 0x6A09  # sprmCSymbol: font and character that stand for a bracket
STYLE: Final = 0x4600  # sprmPIstd
IN_TABLE: Final = 0x2416  # sprmPFInTable
ROW_END: Final = 0x2417  # sprmPFTtp
INNER_CELL: Final = 0x244B  # sprmPFInnerTableCell
INNER_ROW_END: Final = 0x244C  # sprmPFInnerTtp
OUTLINE_LEVEL: Final = 0x2640  # sprmPOutLvl: 0 the outermost, 9 running text
LIST_LEVEL: Final = 0x260A  # sprmPIlvl
LIST: Final = 0x460B  # sprmPIlfo
HUGE: Final = 0x6646  # sprmPHugePapx: the properties stand in the Data stream
HUGE_OLD: Final = 0x6645
TABLE_GRID: Final = 0xD608  # sprmTDefTable
_TABLE_GRID_OLD = 0xD606
_CHANGE_TABS = 0xC615  # sprmPChgTabs
_ITS_OWN_LENGTH = 255

# The first three bits of a code give the length of its operand; 6 is a length in front of the operand.
_LENGTHS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
# The single modifiers of a piece have short codes ([MS-DOC] 2.9.215 Prm0); those that matter here.
SHORT_CODES = {0x0C: LIST_LEVEL, 0x18: IN_TABLE, 0x19: ROW_END, 0x41: DELETED, 0x5C: HIDDEN}


def read_properties(modifiers: bytes) -> dict[int, bytes]:
    r"""Reads modifiers into code and operand; a later one replaces an earlier one, what is cut off is left out.

    >>> read_properties(b"\x16\x24\x01\x0b\x46\x02\x00")
    {9238: b'\x01', 17931: b'\x02\x00'}
    """
    found: dict[int, bytes] = {}
    place = 0
    while place + 2 < len(modifiers):
        code = modifiers[place] | modifiers[place + 1] << 8
        place += 2
        length = _LENGTHS.get(code >> 13) or _variable_length(code, modifiers, place)
        if place + length > len(modifiers):
            break
        found[code] = modifiers[place : place + length]
        place += length
    return found


def _variable_length(code: int, modifiers: bytes, place: int) -> int:
    """Gives the length of an operand that says its length itself, that number included."""
    if code in (TABLE_GRID, _TABLE_GRID_OLD):
        return int.from_bytes(modifiers[place : place + 2], "little") + 1
    if code == _CHANGE_TABS and modifiers[place] == _ITS_OWN_LENGTH:
        removed = modifiers[place + 1 : place + 2]
        added_at = place + 2 + 4 * (removed[0] if removed else 0)
        added = modifiers[added_at : added_at + 1]
        return added_at + 1 + 3 * (added[0] if added else 0) - place
    return modifiers[place] + 1


def is_on(properties: Properties, code: int) -> bool:
    """Tells whether a switch is on; 0x81 is the opposite of what the style says, and styles hide nothing."""
    return properties.get(code, b"")[:1] in (b"\x01", b"\x81")


def number(properties: Properties, code: int) -> int | None:
    """Gives an operand as a number, None without it."""
    operand = properties.get(code)
    return None if operand is None else int.from_bytes(operand, "little")


def edges(properties: Properties) -> tuple[int, ...]:
    """Gives where the cells of a row begin and end, in twips; empty when the row does not say so."""
    operand = properties.get(TABLE_GRID, b"")
    columns = operand[2] if len(operand) > 2 else 0
    if not columns or len(operand) < 3 + 2 * (columns + 1):
        return ()
    return struct.unpack_from(f"<{columns + 1}h", operand, 3)
