"""The head of a Word document (its FIB): which version it is, and where everything else stands."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

_WORD_6_TO_2003 = (0xA5EC, 0xA5DC)
_WORD_2 = 0xA5DB
_FIRST_WORD_97 = 193  # nFib: 193 to 217 in every file that Word 97 to 2003 wrote
_ENCRYPTED, _OTHER_TABLE = 0x100, 0x200
_LENGTHS = 0x4C  # ccpText, the first of the eight lengths of the stories
_PLACES = 0x9A  # rgFcLcb97: offset and length in the table stream, 93 pairs

# The places that are read, by their number ([MS-DOC] 2.5.6 FibRgFcLcb97).
STYLES: Final = 1
CHARACTER_RUNS: Final = 12
PARAGRAPH_RUNS: Final = 13
PIECES: Final = 33
ANCHORS: Final = 40
TEXT_BOXES: Final = 56
LISTS: Final = 73
LIST_USES: Final = 74


@dataclass(frozen=True, slots=True)
class Head:
    """What the first bytes of the WordDocument stream say.

    Attributes:
        word: whether it is a Word document at all.
        modern: whether Word 97 or a later one wrote it.
        encrypted: whether it takes a password.
        table: the name of the stream with the tables.
    """

    word: bool
    modern: bool
    encrypted: bool
    table: str


def read_head(document: bytes) -> Head:
    """Reads the head of a WordDocument stream; what is shorter than a head is no Word document."""
    if len(document) < 12:
        return Head(word=False, modern=False, encrypted=False, table="")
    magic, version = struct.unpack_from("<2H", document)
    (flags,) = struct.unpack_from("<H", document, 10)
    return Head(
        word=magic in (*_WORD_6_TO_2003, _WORD_2),
        modern=magic in _WORD_6_TO_2003 and version >= _FIRST_WORD_97,
        encrypted=bool(flags & _ENCRYPTED),
        table="1Table" if flags & _OTHER_TABLE else "0Table",
    )


@dataclass(frozen=True, slots=True)
class Stories:
    """How many characters the main text has, and where the text of its text boxes stands."""

    main: int
    boxes_start: int
    boxes_end: int


class Tables:
    """The streams of a document with the places that its head names."""

    def __init__(self, document: bytes, table: bytes) -> None:
        self.document = document
        self.table = table

    def place(self, number: int) -> tuple[int, int]:
        """Gives offset and length of a part of the table stream."""
        offset, length = struct.unpack_from("<2I", self.document, _PLACES + 8 * number)
        return offset, length

    def part(self, number: int) -> bytes:
        """Gives a part of the table stream, empty where the document has none."""
        offset, length = self.place(number)
        return self.table[offset : offset + length]

    def stories(self) -> Stories:
        """Measures the stories: main text, notes, headers, macros, comments, endnotes, text boxes follow each other."""
        lengths = struct.unpack_from("<7I", self.document, _LENGTHS)
        start = sum(lengths[:6])
        return Stories(lengths[0], start, start + lengths[6])
