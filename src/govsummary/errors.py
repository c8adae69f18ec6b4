"""The errors that govsummary raises: each says what, where and what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

ReadCode = Literal[
    "missing",
    "folder",
    "denied",
    "empty",
    "encrypted",
    "no_text_layer",
    "too_large",
    "damaged",
    "unsupported",
    "not_text",
]


class GovSummaryError(Exception):
    """Base of every error that govsummary raises on purpose."""


class InputError(GovSummaryError, ValueError):
    """An argument or an input that cannot be used as it is."""


class ReadError(InputError):
    """A document that cannot be read.

    Attributes:
        code: one of `ReadCode`, for programs.
        path: the document as it was named (`-` for standard input).
        message: what is wrong and what to do.
    """

    def __init__(self, code: ReadCode, path: str | Path, message: str) -> None:
        super().__init__(f"{path}: {message} [{code}]")
        self.code: ReadCode = code
        self.path = str(path)
        self.message = message

    def __reduce__(self) -> tuple[type[Self], tuple[ReadCode, str, str]]:
        """Lets the error come back whole from another process."""
        return type(self), (self.code, self.path, self.message)


class LexiconError(GovSummaryError, ValueError):
    """One problem in a lexicon file.

    Attributes:
        place: `file:line` (or `file:key`) of the problem.
    """

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}")
        self.place = place


class LexiconErrors(ExceptionGroup[LexiconError], GovSummaryError):
    """Every problem of a lexicon, all at once."""


class MissingExtraError(GovSummaryError, ImportError):
    """A library that only some need is not there.

    Attributes:
        extra: what `pip install 'govsummary[…]'` takes to bring it.
    """

    def __init__(self, library: str, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose} needs {library}: pip install 'govsummary[{extra}]'")
        self.extra = extra
