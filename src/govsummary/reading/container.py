"""Compound files ([MS-CFB]): the container of Word, Excel and PowerPoint files up to 2003, and of encrypted newer ones.

`olefile` does the work. It believes what a header says of sizes and counts, so these are held against the length of
the file before it follows them.
"""

from __future__ import annotations

import io
import struct

from olefile import OleFileIO

from govsummary.errors import ReadError

_HEADER = 512
_FAT_IN_HEADER = 109  # sectors of the allocation table that the header itself names
# A document with hundreds of embedded objects has some thousand streams; olefile compares each with all before it.
_MOST_STREAMS = 10_000
_APPLICATION = 0x12  # PIDSI_APPNAME
_LONGEST_NAME = 120
_STREAM = 2  # what an entry of a directory is: STGTY_STREAM
_LPSTR, _LPWSTR = 0x1E, 0x1F


class Container:
    """A compound file, opened for reading: the streams of its root, by name in any case.

    Storages of embedded objects repeat the names of the root's streams; they are never looked into.
    """

    def __init__(self, data: bytes, path: str) -> None:
        """Opens the container.

        Raises:
            ReadError: `damaged` when its tables contradict each other or the length of the file.
        """
        self._size = len(data)
        self._path = path
        if not _is_plausible(data):
            raise self._damaged()
        try:
            self._file = _BoundedFile(io.BytesIO(data))
        except (OSError, ValueError, IndexError, struct.error, RecursionError):
            raise self._damaged() from None
        if self._file.root.size > self._size or any(kid.size > self._size for kid in self._file.root.kids):
            raise self._damaged()

    def __contains__(self, name: str) -> bool:
        return bool(self._file.get_type(name) == _STREAM)

    def stream(self, name: str) -> bytes | None:
        """Gives the bytes of a stream, None without it.

        Raises:
            ReadError: `damaged` when the file ends before the stream does.
        """
        if name not in self:
            return None
        try:
            data: bytes = self._file.openstream(name).read()
        except (OSError, ValueError, IndexError, struct.error):
            raise self._damaged() from None
        if len(data) < self._file.get_size(name):
            raise self._damaged()
        return data

    def tool(self) -> str | None:
        """Names the program that wrote the file, where its summary says so."""
        try:
            summary = self.stream("\x05SummaryInformation")
            return None if summary is None else _application(summary)
        except (ReadError, struct.error, UnicodeDecodeError):
            return None

    def _damaged(self) -> ReadError:
        return ReadError("damaged", self._path, "the file is cut off or broken; get it anew, or open it and save it")


class _BoundedFile(OleFileIO):  # type: ignore[misc]  # olefile has no types
    """A file of olefile that has no more streams than a document has."""

    _streams = 0

    def _check_duplicate_stream(self, first_sect: int, minifat: bool = False) -> None:
        """Counts the streams as the directory is read, in place of a comparison that tells us nothing."""
        self._streams += 1
        if self._streams > _MOST_STREAMS:
            raise OSError("too many streams")


def _is_plausible(data: bytes) -> bool:
    """Tells whether the tables that the header announces fit into the file."""
    if len(data) < _HEADER:
        return False
    shift, mini_shift, fat, mini_fat = struct.unpack_from("<HH10xI16xI", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        return False
    sectors = len(data) >> shift
    needed = (sectors >> (shift - 2)) + 1  # a table entry has four bytes
    return bool(fat <= 2 * needed + _FAT_IN_HEADER and mini_fat <= sectors)


def _application(summary: bytes) -> str | None:
    """Finds the name of the program in a property set ([MS-OLEPS])."""
    (start,) = struct.unpack_from("<I", summary, 44)
    (count,) = struct.unpack_from("<I", summary, start + 4)
    for place in range(start + 8, min(start + 8 + 8 * count, len(summary) - 7), 8):
        name, offset = struct.unpack_from("<2I", summary, place)
        if name == _APPLICATION:
            kind, length = struct.unpack_from("<2I", summary, start + offset)
            return _string(summary[start + offset + 8 :], kind, length)
    return None


def _string(data: bytes, kind: int, length: int) -> str | None:
    if kind == _LPSTR:
        text = data[: min(length, _LONGEST_NAME)].decode("gb18030", "ignore")
    elif kind == _LPWSTR:
        text = data[: 2 * min(length, _LONGEST_NAME)].decode("utf-16-le", "ignore")
    else:
        return None
    return text.partition("\x00")[0].strip() or None
