"""How a problem is told: one line on stderr and an exit status, never a traceback."""

from __future__ import annotations

import errno
import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec

from govsummary.cli import READER_GONE
from govsummary.errors import GovSummaryError, LexiconErrors

FOUND = 1
BAD_INPUT = 2

# What a command may fail with through no fault of its own.
EXPECTED = (GovSummaryError, OSError, UnicodeError)

_REMEDIES = {
    errno.ENOENT: "check the path",
    errno.EACCES: "check who may read or write it",
    errno.EPERM: "check who may read or write it",
    errno.EISDIR: "name a file",
    errno.ENOTDIR: "check the path",
    errno.ENOSPC: "free some space and run again",
    errno.EROFS: "choose another place",
}
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")

P = ParamSpec("P")


def report(message: str) -> None:
    """Prints one line on stderr, whatever the message holds."""
    line = " ".join(message.translate(_CONTROLS).split())
    print(f"govsummary: {line}", file=sys.stderr)


def describe(error: BaseException, path: str | None = None) -> str:
    """Says what is wrong, where, and what to do.

    Args:
        error: what was raised.
        path: the document at hand, named when the error names no place itself.

    >>> describe(FileNotFoundError(2, "No such file or directory", "a.txt"))
    'a.txt: no such file or directory; check the path'
    """
    if isinstance(error, LexiconErrors):
        return _describe_lexicon(error)
    if isinstance(error, OSError) and error.strerror:
        place = error.filename or path
        message = f"{place}: {error.strerror.lower()}" if place else error.strerror.lower()
        remedy = _REMEDIES.get(error.errno or 0)
        return f"{message}; {remedy}" if remedy else message
    if isinstance(error, UnicodeError) and not isinstance(error, GovSummaryError):
        return f"{path or 'text'}: {error}; check the encoding"
    return str(error)


def _describe_lexicon(errors: LexiconErrors) -> str:
    first, rest = errors.exceptions[0], len(errors.exceptions) - 1
    return f"{first} (and {rest} more; govsummary lexicon check lists them all)" if rest else str(first)


def guarded(command: Callable[P, int]) -> Callable[P, int]:
    """Wraps a command so that what may go wrong ends in one line and an exit status."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> int:
        try:
            status = command(*args, **kwargs)
            sys.stdout.flush()
        except BrokenPipeError:
            _abandon_stdout()
            return READER_GONE
        except EXPECTED as error:
            report(describe(error))
            _abandon_stdout()
            return BAD_INPUT
        return status

    return run


def _abandon_stdout() -> None:
    """Flushes what is left; where that fails, points stdout at nothing, so that the end of the process is quiet."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
