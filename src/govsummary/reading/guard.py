"""Reads documents within bounds: a file that takes too long, takes too much memory or crashes a reader is an error.

The readers of complex formats run in a process of their own, one for all documents that a guard reads. It is ended
when a document runs over its bounds, and another takes its place with the next document.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from govsummary.errors import ReadError
from govsummary.model import Source
from govsummary.reading import MAX_BYTES, bytes_of, read_bytes
from govsummary.reading.blocks import ReadOptions
from govsummary.reading.child import end_child, received
from govsummary.reading.kinds import kind_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

ReadFunction = Callable[[bytes, str, int, ReadOptions], Source]

_MEBIBYTE = 1024 * 1024
_START_SECONDS = 60  # a busy machine may take so long to start Python; what a document may take counts from then on
_READY = "ready"


class Guard:
    """Reads documents one after the other, each within the bounds of its options.

    On POSIX systems memory is bounded for each document; elsewhere only by the machine.
    What a script runs itself must stand under `if __name__ == "__main__"`, as `multiprocessing` asks.

    >>> with Guard(ReadOptions(seconds=5)) as guard:
    ...     guard.read("拆除广告牌12处。".encode(), "总结.txt").text
    '拆除广告牌12处。'
    """

    def __init__(self, options: ReadOptions | None = None, read: ReadFunction = read_bytes) -> None:
        """Starts nothing yet.

        Args:
            options: how documents are read, and their bounds.
            read: reads the documents; a function at the top of a module, so that the process finds it.
        """
        self._options = options or ReadOptions()
        self._read = read
        self._worker: _Worker | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def read(self, document: str | Path | bytes, name: str | None = None) -> Source:
        """Reads a document: a path, `-` for standard input, or bytes.

        Args:
            document: what is read; plain text is read at once, without the process.
            name: how the document is named in errors and in the source; the path when None.

        Raises:
            ReadError: as `govsummary.reading.read` does; `too_large` for what takes too long or too much memory,
                `damaged` for what ends the process.
        """
        path = name if name is not None else "-" if isinstance(document, bytes) else str(document)
        data = document if isinstance(document, bytes) else bytes_of(document)
        if kind_of(data) == "plain":
            return read_bytes(data, path, MAX_BYTES, self._options)
        worker = self._worker = self._worker or _Worker(self._options, self._read)
        try:
            answer = worker.ask(data, path)
        finally:
            if worker.spent:
                self.close()
        if isinstance(answer, ReadError):
            raise answer
        return answer


class _Worker:
    """A process that reads documents, and the line to it.

    Attributes:
        spent: it must not be asked again: it ended, still reads what is no longer waited for, or is short of memory.
    """

    def __init__(self, options: ReadOptions, read: ReadFunction) -> None:
        from multiprocessing import get_context  # plain text is read without it

        context = get_context("spawn")
        self._seconds = options.seconds
        self._line, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(theirs, options, read), daemon=True)
        self._process.start()
        theirs.close()
        self.spent = False
        if not self._line.poll(_START_SECONDS) or received(self._line) is None:
            self.end()
            raise RuntimeError('the reading process does not start; a script needs `if __name__ == "__main__":`')

    def ask(self, data: bytes, path: str) -> Source | ReadError:
        """Reads one document: gives it, or what is wrong with it."""
        self.spent = True  # until there is an answer
        try:
            self._line.send(path)
            self._line.send_bytes(data)
            if not self._line.poll(self._seconds):
                return ReadError("too_large", path, f"took longer than {self._seconds:g} s; split the file")
            answer = received(self._line)
        except OSError:  # it ended before it had the whole document
            answer = None
        if not isinstance(answer, _Answer):
            return ReadError("damaged", path, "reading it ended the reader; open it in its program and save it anew")
        self.spent = answer.spent
        return answer.result

    def end(self) -> None:
        """Ends the process, and on POSIX systems all that it started."""
        end_child(self._process, self._line)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the process read; `spent` when it must not read more."""

    result: Source | ReadError
    spent: bool = False


def _serve(line: Connection, options: ReadOptions, read: ReadFunction) -> None:
    """Reads the documents that come over the line until it is closed: what the process does."""
    if hasattr(os, "setsid"):
        os.setsid()  # a group to end at once; Ctrl+C goes to the one that asks
    bound_memory(options.megabytes)
    line.send(_READY)
    with suppress(EOFError, OSError):
        while True:
            path = line.recv()
            line.send(_read_one(line.recv_bytes(), path, options, read))


def _read_one(data: bytes, path: str, options: ReadOptions, read: ReadFunction) -> _Answer:
    try:
        return _Answer(read(data, path, MAX_BYTES, options))
    except ReadError as error:
        return _Answer(error)
    except MemoryError:
        message = f"took more than {options.megabytes} MiB of memory; split the file"
        return _Answer(ReadError("too_large", path, message), spent=True)
    except Exception as error:
        message = f"its reader failed ({type(error).__name__}); open it in its program and save it anew"
        return _Answer(ReadError("damaged", path, message))


def bound_memory(megabytes: int) -> None:
    """Bounds the memory of this process where the system can; programs that it starts may lift the soft bound."""
    try:
        import resource
    except ImportError:
        return
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes * _MEBIBYTE
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
