"""The documents in a zip archive, with names in whatever encoding the program that packed it used."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from govsummary.errors import ReadError
from govsummary.reading import MAX_BYTES

# An archive in an archive in an archive: what lies deeper is there to fill the disk.
MAX_DEPTH = 3
_ENCRYPTED = 0x1
_NAME_IS_UTF8 = 0x800
_UNICODE_PATH = 0x7075
# The part that every Office Open XML document has, and the one that OpenDocument begins with.
_DOCUMENT_PARTS = frozenset({"[Content_Types].xml", "mimetype"})
_TWO_BYTES = re.compile("[\x80-\u07ff]")
# What `zipfile` raises on broken archives.
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError, struct.error)


def is_zip_name(path: str) -> bool:
    """Tells a zip archive by its name: other files that begin like one (.docx) are documents."""
    return path[-4:].lower() == ".zip"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive.

    Attributes:
        key: unique within the archive, whatever the encoding of the names.
        name: with forward slashes; `INNER.zip!/NAME` within an inner archive.
        signature: changes with the content.
        load: gives the bytes, or raises ReadError with the name alone as its path.
    """

    key: bytes
    name: str
    signature: str
    load: Callable[[], bytes]


class ZipMembers:
    """An open zip archive."""

    def __init__(self, file: str | io.BytesIO, password: str | None = None) -> None:
        """Reads the directory.

        Raises:
            ReadError: `damaged` or `denied`; its path is `file`.
        """
        name = file if isinstance(file, str) else "-"
        self._password = password
        try:
            self._zip = zipfile.ZipFile(file)
        except PermissionError:
            raise ReadError("denied", name, "the file may not be read; check its permissions") from None
        except (*_ERRORS, NotImplementedError, RuntimeError):
            raise ReadError("damaged", name, "no zip archive, or a damaged one; pack it anew") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the archive; no member can be loaded any more."""
        self._zip.close()

    @property
    def is_document(self) -> bool:
        """Whether it is one document that was named .zip."""
        return not _DOCUMENT_PARTS.isdisjoint(self._zip.NameToInfo)

    def walk(self, deep: bool = True, depth: int = 1) -> Iterator[Member]:
        """Gives the files in the order of the directory.

        Args:
            deep: the files in inner archives, instead of these.
            depth: how many archives lie around these files, itself included.
        """
        for number, entry in enumerate(self._zip.infolist()):
            if not entry.is_dir():
                member = self._member(number, entry)
                if deep and depth < MAX_DEPTH and is_zip_name(member.name):
                    yield from self._inner(member, depth)
                else:
                    yield member

    def _member(self, number: int, entry: zipfile.ZipInfo) -> Member:
        name = decoded_name(entry)
        key = name.encode()
        if self._zip.NameToInfo.get(entry.filename) is not entry:  # the name comes again: the last one keeps it
            key += f"#{number}".encode()
        return Member(key, name, f"{entry.file_size}:{entry.CRC:08x}", lambda: self._load(name, entry))

    def _inner(self, member: Member, depth: int) -> Iterator[Member]:
        try:
            members = ZipMembers(io.BytesIO(member.load()), self._password)
        except ReadError as error:
            yield _broken(member, error)
            return
        with members:
            if members.is_document:
                yield member
                return
            for one in members.walk(depth=depth + 1):
                key, name = member.key + b"!/" + one.key, f"{member.name}!/{one.name}"
                yield Member(key, name, f"{member.signature}#{one.signature}", one.load)

    def _load(self, name: str, entry: zipfile.ZipInfo) -> bytes:
        """Unpacks a member, whatever length the directory claims, up to the most bytes that are read."""
        encrypted = bool(entry.flag_bits & _ENCRYPTED)
        if encrypted and self._password is None:
            raise ReadError("encrypted", name, "the archive is encrypted; give its password with --password")
        # A password of Chinese characters is bytes in the encoding of the program that packed the archive.
        words = [self._password.encode(), self._password.encode("gb18030")] if encrypted and self._password else [None]
        for word in dict.fromkeys(words):
            try:
                with self._zip.open(entry, pwd=word) as stream:
                    data = stream.read(MAX_BYTES + 1)
            except NotImplementedError:
                raise ReadError("unsupported", name, "packed in a way that is not read; pack it anew") from None
            except RuntimeError:  # the password is wrong
                continue
            except _ERRORS:
                if encrypted:  # one in 256 wrong passwords passes the first check
                    continue
                raise ReadError("damaged", name, "this part of the archive is damaged; pack it anew") from None
            return data
        raise ReadError("encrypted", name, "the password does not open it; check --password")


def _broken(member: Member, error: ReadError) -> Member:
    def load() -> bytes:
        raise ReadError(error.code, member.name, error.message)

    return Member(member.key, member.name, member.signature, load)


def decoded_name(entry: zipfile.ZipInfo) -> str:
    """Gives the name of a member: UTF-8 where the archive says so or the bytes look like it, else GB18030.

    A character of GBK may happen to be one of UTF-8, of two bytes and of no Chinese text (一 in GBK is һ in UTF-8).
    """
    raw = entry.orig_filename
    if entry.flag_bits & _NAME_IS_UTF8:
        return _plain(raw)
    data = raw.encode("cp437", errors="replace")
    said = _unicode_path(entry.extra, data)
    if said is not None:
        return _plain(said)
    for encoding in ("utf-8", "gb18030"):
        try:
            name = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or _TWO_BYTES.search(name) is None:
            return _plain(name)
    return _plain(raw)


def _plain(name: str) -> str:
    name = name.split("\0", 1)[0].replace("\\", "/").lstrip("/")
    return name.encode("utf-8", "replace").decode("utf-8")


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Gives the name of Info-ZIP's extra field, where it belongs to the name as stored (its checksum says so)."""
    place = 0
    while place + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, place)
        field = extra[place + 4 : place + 4 + length]
        if kind == _UNICODE_PATH and len(field) > 5 and struct.unpack_from("<I", field, 1)[0] == zlib.crc32(raw):
            return field[5:].decode("utf-8", errors="replace")
        place += 4 + length
    return None
