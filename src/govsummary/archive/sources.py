"""What is to be read: folders, files, globs, zip archives and lists of paths, one item after the other.

The order is that of the sources as named, within a folder by the bytes of the names, within a zip archive that of its
directory: the same on every machine. Nothing is gathered but the names of the folder at hand.
"""

from __future__ import annotations

import glob
import os
import re
import stat
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import translate
from pathlib import Path, PurePosixPath

from govsummary.archive.zips import Member, ZipMembers, is_zip_name
from govsummary.errors import InputError, ReadCode, ReadError
from govsummary.reading import bytes_of

STANDARD_INPUT = "-"
LIST_MARK = "@"

# What programs leave beside documents: lock files of offices, indexes of pictures and folders.
_LITTER = re.compile(r"\.|~\$|thumbs\.db$|desktop\.ini$|__macosx$", re.IGNORECASE)
_MISSING = "-"  # the signature of what is not there


@dataclass(frozen=True, slots=True)
class Item:
    """A file, or a member of a zip archive, that may be a document.

    Attributes:
        key: names it once and for all: the bytes of its absolute path.
        name: how it is shown and stored, always valid Unicode.
        signature: changes when the file may have changed: its size and times.
        load: gives its bytes, or raises ReadError.
        container: a zip archive that could be opened: no document, but no failure either.
    """

    key: bytes
    name: str
    signature: str
    load: Callable[[], bytes]
    container: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the files found are items.

    Attributes:
        include: matches what is read; None: everything.
        exclude: matches what is left out, folders with all that is in them.
        out: the dataset, which is never read; None: there is none.
        password: opens encrypted zip archives.
    """

    include: re.Pattern[str] | None = None
    exclude: re.Pattern[str] | None = None
    out: str | None = None
    password: str | None = None

    @classmethod
    def of(
        cls, include: Sequence[str], exclude: Sequence[str], out: Path | None, password: str | None = None
    ) -> Choice:
        """Compiles globs; case does not matter."""
        dataset = None if out is None else os.path.realpath(out)
        return cls(_globs(include), _globs(exclude), dataset, password)

    def takes(self, place: str) -> bool:
        """Tells whether a file is read; a glob fits its name or its path from the source on.

        >>> choice = Choice.of(["*.docx"], ["draft/*"], Path("out"))
        >>> [choice.takes(place) for place in ("2021/a.DOCX", "draft/a.docx", "a.txt")]
        [True, False, False]
        """
        return (self.include is None or _fits(self.include, place)) and not self.drops(place)

    def drops(self, place: str) -> bool:
        """Tells whether a file or folder is left out with all that is in it."""
        return self.exclude is not None and _fits(self.exclude, place)


def _globs(patterns: Sequence[str]) -> re.Pattern[str] | None:
    if not patterns:
        return None
    return re.compile("|".join(translate(pattern.replace(os.sep, "/")) for pattern in patterns), re.IGNORECASE)


def _fits(pattern: re.Pattern[str], place: str) -> bool:
    return bool(pattern.match(place) or pattern.match(PurePosixPath(place).name))


def check_sources(sources: Sequence[str]) -> None:
    """Refuses a source that is not there, before anything is done.

    Raises:
        InputError: names the source.
    """
    for source in sources:
        if source == STANDARD_INPUT or os.path.lexists(source):
            continue
        if source.startswith(LIST_MARK):
            if not Path(source[1:]).is_file():
                raise InputError(f"{source[1:]}: no such file; name a text file with one path a line")
        elif not glob.has_magic(source) or next(glob.iglob(source, recursive=True), None) is None:
            raise InputError(f"{source}: no such file or folder; check the path")


def find_items(sources: Iterable[str], choice: Choice, deep: bool = True) -> Iterator[Item]:
    """Gives all items in order; an item must be loaded before the next one is asked for.

    Args:
        sources: as on the command line: paths, globs, `@LIST`, `-` for a list on standard input.
        choice: which of the files are items.
        deep: zip archives within zip archives are opened too; only then do items come with bytes.
    """
    for source in sources:
        for path in _paths(source):
            yield from _Walk(choice, deep).path(path, os.path.basename(path.rstrip("/" + os.sep)) or path)


def count_items(sources: Sequence[str], choice: Choice, stopped: Callable[[], bool]) -> int | None:
    """Counts the items for a forecast; None where the sources can be listed only once, or when it was stopped."""
    if STANDARD_INPUT in sources:
        return None
    number = 0
    for item in find_items(sources, choice, deep=False):
        if stopped():
            return None
        number += not item.container
    return number


class Forecast:
    """Counts the items beside the work.

    Attributes:
        total: None as long as it is not known.
    """

    def __init__(self, sources: Sequence[str], choice: Choice, limit: int | None = None) -> None:
        """Begins to count; of more than `limit` items no more are told."""
        self.total: int | None = None
        self._stopped = threading.Event()
        self._what = (sources, choice)
        self._limit = limit
        threading.Thread(target=self._count, daemon=True).start()

    def stop(self) -> None:
        """Ends the count."""
        self._stopped.set()

    def _count(self) -> None:
        try:
            total = count_items(*self._what, self._stopped.is_set)
        except Exception:
            return  # what is wrong shows where the items are read
        if total is not None and self._limit is not None:
            total = min(total, self._limit)
        self.total = total


def _paths(source: str) -> Iterator[str]:
    if source == STANDARD_INPUT:
        yield from _listed(sys.stdin.buffer)
    elif source.startswith(LIST_MARK) and not os.path.lexists(source):
        with Path(source[1:]).open("rb") as lines:
            yield from _listed(lines)
    elif os.path.lexists(source) or not glob.has_magic(source):
        yield source
    else:
        yield from sorted(glob.iglob(source, recursive=True), key=os.fsencode)


def _listed(lines: Iterable[bytes]) -> Iterator[str]:
    """Gives one path a line; a list may be written in GB18030 while the names of the files are UTF-8, or not."""
    for number, line in enumerate(lines):
        raw = line.rstrip(b"\r\n")
        if number == 0:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not raw:
            continue
        path = os.fsdecode(raw)
        if not os.path.lexists(path):
            try:
                path = raw.decode("utf-8")
            except UnicodeDecodeError:
                path = raw.decode("gb18030", errors="replace")
        yield path


def shown(path: str) -> str:
    """Gives a path as it can be stored: file names of old archives may be GB18030, not UTF-8.

    >>> shown(os.fsdecode("总结.txt".encode("gb18030")))
    '总结.txt'
    """
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path).decode("gb18030", errors="replace")
    return path


class _Walk:
    """Goes through one path and all that is under it."""

    def __init__(self, choice: Choice, deep: bool) -> None:
        self._choice = choice
        self._deep = deep

    def path(self, path: str, place: str, above: tuple[str, ...] = ()) -> Iterator[Item]:
        """Gives the items at a path.

        Args:
            path: of the file system.
            place: the path from the source on, with forward slashes: what globs are held against.
            above: the real paths of the folders above it, so that a link cannot lead round and round.
        """
        try:
            state = os.stat(path)
        except FileNotFoundError:
            yield _unreadable(path, _MISSING, "missing", "no such file; check the path")
            return
        except (OSError, ValueError) as error:
            yield _unreadable(path, _MISSING, _code(error), f"cannot be opened ({error}); check the path")
            return
        signature = f"{state.st_size}:{state.st_mtime_ns}:{state.st_ctime_ns}"
        if stat.S_ISDIR(state.st_mode):
            yield from self._folder(path, "" if not above else place, above)
        elif not stat.S_ISREG(state.st_mode):
            yield _unreadable(
                path, signature, "unsupported", "neither a file nor a folder; leave it out with --exclude"
            )
        elif is_zip_name(path) and not self._choice.drops(place):
            yield from self._zip(path, place, signature)
        elif self._choice.takes(place):
            yield Item(_key(path), shown(path), signature, lambda: bytes_of(path))

    def _folder(self, path: str, place: str, above: tuple[str, ...]) -> Iterator[Item]:
        real = os.path.realpath(path)
        if real == self._choice.out or real in above or (place and self._choice.drops(place)):
            return
        try:
            names = sorted(os.listdir(path), key=os.fsencode)
        except OSError as error:
            yield _unreadable(path, _MISSING, "denied", f"the folder cannot be listed ({error.strerror})")
            return
        yield _container(path)
        for name in names:
            if not _LITTER.match(name):
                inner = f"{place}/{name}" if place else name
                yield from self.path(os.path.join(path, name), inner, (*above, real))

    def _zip(self, path: str, place: str, signature: str) -> Iterator[Item]:
        try:
            members = ZipMembers(path, self._choice.password)
        except ReadError as error:
            yield _unreadable(path, signature, error.code, error.message)
            return
        if members.is_document:
            members.close()
            if self._choice.takes(place):
                yield Item(_key(path), shown(path), signature, lambda: bytes_of(path))
            return
        yield _container(path)
        with members:
            for member in members.walk(self._deep):
                if not any(_LITTER.match(part) for part in member.name.split("/")) and self._choice.takes(member.name):
                    yield _member_item(path, signature, member)


def _member_item(path: str, signature: str, member: Member) -> Item:
    key = _key(path) + b"!/" + member.key
    name = f"{shown(path)}!/{member.name}"

    def load() -> bytes:
        try:
            return member.load()
        except ReadError as error:
            raise ReadError(error.code, name, error.message) from None

    return Item(key, name, f"{signature}#{member.signature}", load)


def _key(path: str) -> bytes:
    return os.fsencode(os.path.abspath(path))  # without touching the file system


def _container(path: str) -> Item:
    return Item(_key(path), shown(path), "", lambda: b"", container=True)


def _unreadable(path: str, signature: str, code: ReadCode, message: str) -> Item:
    name = shown(path)

    def load() -> bytes:
        raise ReadError(code, name, message)

    return Item(_key(path), name, signature, load)


def _code(error: Exception) -> ReadCode:
    return "denied" if isinstance(error, PermissionError) else "missing"
