"""The piece table ([MS-DOC] 2.8.35 PlcPcd): the characters of a document in order, and where each stands."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from govsummary.reading.msdoc.sprms import SHORT_CODES, Properties, read_properties

_MODIFIERS, _TABLE = 1, 2  # what a block of the Clx is
_NARROW = 0x4000_0000  # one byte a character, at half the offset
_OFFSET = 0x3FFF_FFFF
_PIECE = 8  # bytes of a Pcd


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand together in the file: `start` to `end` as counted in the document.

    Attributes:
        offset: of the first one in the WordDocument stream.
        width: bytes a character, 1 or 2.
        properties: of all its characters and paragraphs, over what they have themselves.
    """

    start: int
    end: int
    offset: int
    width: int
    properties: Properties


class Pieces:
    """The text of a document, every story in it, one character a UTF-16 unit."""

    def __init__(self, table: bytes, document: bytes) -> None:
        """Reads the Clx.

        Raises:
            ValueError: when the pieces do not follow each other, or stand outside the file.
        """
        self.pieces = _read_pieces(table)
        self._starts = [piece.start for piece in self.pieces]
        if sum((piece.end - piece.start) * piece.width for piece in self.pieces) > len(document):
            raise ValueError("more text than the file has")
        self.text = "".join(_characters(piece, document) for piece in self.pieces)

    def piece_at(self, position: int) -> Piece:
        """Gives the piece that holds the character at `position`."""
        return self.pieces[bisect_right(self._starts, position) - 1]


def _read_pieces(table: bytes) -> list[Piece]:
    place = 0
    modifiers: list[bytes] = []
    while table[place] == _MODIFIERS:
        (length,) = struct.unpack_from("<H", table, place + 1)
        modifiers.append(table[place + 3 : place + 3 + length])
        place += 3 + length
    if table[place] != _TABLE:
        raise ValueError("no piece table")
    (length,) = struct.unpack_from("<I", table, place + 1)
    count = (length - 4) // (4 + _PIECE)
    starts = struct.unpack_from(f"<{count + 1}I", table, place + 5)
    if starts[0] != 0 or any(later < earlier for earlier, later in pairwise(starts)):
        raise ValueError("pieces out of order")
    read: dict[int, Properties] = {}
    found = []
    for index, (start, end) in enumerate(pairwise(starts)):
        at = place + 5 + 4 * (count + 1) + _PIECE * index
        offset, modifier = struct.unpack_from("<IH", table, at + 2)
        if modifier not in read:
            read[modifier] = _piece_properties(modifier, modifiers)
        narrow = bool(offset & _NARROW)
        offset &= _OFFSET
        found.append(Piece(start, end, offset // 2 if narrow else offset, 1 if narrow else 2, read[modifier]))
    return found


def _piece_properties(modifier: int, modifiers: list[bytes]) -> Properties:
    """Reads the modifier of a piece: a number in the list of them, or a single one with a short code."""
    if modifier & 1:
        index = modifier >> 1
        return read_properties(modifiers[index]) if index < len(modifiers) else {}
    code = SHORT_CODES.get(modifier >> 1 & 0x7F)
    return {} if code is None else {code: bytes([modifier >> 8])}


def _characters(piece: Piece, document: bytes) -> str:
    """Decodes a piece; surrogates stay apart, so that a character is a position."""
    count = piece.end - piece.start
    raw = document[piece.offset : piece.offset + count * piece.width]
    if len(raw) < count * piece.width:
        raise ValueError("a piece outside the file")
    if piece.width == 1:
        return raw.decode("cp1252", "replace")
    text = raw.decode("utf-16-le", "surrogatepass")
    return text if len(text) == count else "".join(map(chr, struct.unpack(f"<{count}H", raw)))
