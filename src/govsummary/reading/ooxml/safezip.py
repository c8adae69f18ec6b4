"""Reads the parts of a zip archive within bounds, whatever its directory claims."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

from govsummary.errors import ReadCode

PART_BYTES = 64 * 1024 * 1024
TOTAL_BYTES = 256 * 1024 * 1024
# A document has some dozens of parts; a directory of millions is there to fill the memory.
MAX_PARTS = 20_000
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED_FLAG = 0x1
_BROKEN = "the file is damaged; open it in its program and save it anew"
# What `zipfile` raises on broken archives, by experience with mutated ones.
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, IndexError, struct.error)


class PartError(Exception):
    """Why a part of a document is not read; readers make a ReadError with the path of it.

    Attributes:
        code: as in ReadError.
        message: what is wrong, and what to do.
    """

    def __init__(self, code: ReadCode, message: str) -> None:
        super().__init__(message)
        self.code: ReadCode = code
        self.message = message


class Archive:
    """The parts of a zip archive by name; case, leading slashes and the kind of slash do not matter."""

    def __init__(self, data: bytes) -> None:
        """Reads the directory.

        Raises:
            PartError: `damaged`, `too_large`.
        """
        if data.count(_DIRECTORY_ENTRY) > MAX_PARTS:
            raise PartError("too_large", f"more than {MAX_PARTS} files in the archive")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (*_ZIP_ERRORS, NotImplementedError) as error:
            raise PartError("damaged", _BROKEN) from error
        self._entries = {_plain(entry.filename): entry for entry in self._zip.infolist()}
        self._left = TOTAL_BYTES

    def names(self) -> Iterable[str]:
        """Gives the names of the parts: lower case, forward slashes."""
        return self._entries.keys()

    def part(self, name: str) -> bytes | None:
        """Unpacks a part; None when there is none of this name.

        Raises:
            PartError: `encrypted`, `too_large`, `damaged`, `unsupported`.
        """
        entry = self._entries.get(_plain(name))
        if entry is None:
            return None
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise PartError("encrypted", "the archive is encrypted; unpack it with its password and pack it anew")
        limit = min(PART_BYTES, self._left)
        if entry.file_size > limit:
            raise _too_large(limit)
        data = self._unpacked(entry, limit)
        self._left -= len(data)
        return data

    def _unpacked(self, entry: zipfile.ZipInfo, limit: int) -> bytes:
        """Unpacks at most `limit` bytes: the size in the directory can be a lie."""
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(limit + 1)
        except NotImplementedError as error:
            raise PartError("unsupported", "packed in a way that is not read; save it anew") from error
        except _ZIP_ERRORS as error:
            raise PartError("damaged", _BROKEN) from error
        if len(data) > limit:
            raise _too_large(limit)
        return data


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _too_large(limit: int) -> PartError:
    return PartError("too_large", f"a part unpacks to more than {limit // (1024 * 1024)} MiB; split the document")
