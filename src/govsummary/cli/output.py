"""Where output goes and in which format."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, Generic, TextIO, TypeVar

from govsummary.errors import InputError

STDOUT = Path("-")


class Format(StrEnum):
    """What `extract` writes."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


class ScoreFormat(StrEnum):
    """What `score` writes."""

    TABLE = "table"
    JSON = "json"


class RowFormat(StrEnum):
    """What `query` writes."""

    TABLE = "table"
    CSV = "csv"
    PARQUET = "parquet"
    JSON = "json"


class TrendFormat(StrEnum):
    """What `trend` writes beside its chart."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


class MetricKind(StrEnum):
    """What sort of figure `trend` follows."""

    AMOUNT = "amount"
    RATIO = "ratio"
    CHANGE = "change"
    RANK = "rank"


class DiffFormat(StrEnum):
    """What `diff` and `series` write."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MD = "md"


class AuditFormat(StrEnum):
    """What `audit` writes."""

    TABLE = "table"
    JSON = "json"
    MD = "md"


class Described(StrEnum):
    """Commands whose JSON has a schema."""

    EXTRACT = "extract"
    DIFF = "diff"
    SERIES = "series"
    AUDIT = "audit"


class PartFormat(StrEnum):
    """What `batch` writes."""

    PARQUET = "parquet"
    JSONL = "jsonl"


class EngineName(StrEnum):
    """Who does the work of `batch`."""

    LOCAL = "local"
    DASK = "dask"


Form = TypeVar("Form", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Forms(Generic[Form]):
    """What a command can write, and which of it fits the place of output when none was asked for.

    Attributes:
        table: for a terminal.
        piped: for a pipe.
        suffixes: by the suffix of a file, in lower case.
        problem: what is said of a file whose suffix is none of them.
    """

    table: Form
    piped: Form
    suffixes: Mapping[str, Form]
    problem: str

    def fitting(self, out: Path | None) -> Form:
        """Gives the format that fits the place of output.

        Raises:
            InputError: the suffix of `out` names no format.
        """
        if out is None or out == STDOUT:
            return self.table if sys.stdout.isatty() else self.piped
        try:
            return self.suffixes[out.suffix.lower()]
        except KeyError:
            raise InputError(f"{out}: {self.problem}") from None


EXTRACT_FORMS = Forms(
    Format.TABLE,
    Format.JSONL,
    {
        ".json": Format.JSON,
        ".jsonl": Format.JSONL,
        ".ndjson": Format.JSONL,
        ".csv": Format.CSV,
        ".txt": Format.TABLE,
    },
    "its suffix names no format; add --format table, json, jsonl or csv",
)
DIFF_FORMS = Forms(
    DiffFormat.TABLE,
    DiffFormat.JSON,
    {".json": DiffFormat.JSON, ".csv": DiffFormat.CSV, ".md": DiffFormat.MD, ".txt": DiffFormat.TABLE},
    "its suffix names no format; add --format table, json, csv or md",
)
AUDIT_FORMS = Forms(
    AuditFormat.TABLE,
    AuditFormat.JSON,
    {".json": AuditFormat.JSON, ".md": AuditFormat.MD, ".txt": AuditFormat.TABLE},
    "its suffix names no format; add --format table, json or md",
)


def would_overwrite(out: Path | None, files: Iterable[str]) -> bool:
    """Tells whether the place of output is one of the files to read."""
    if out is None or out == STDOUT:
        return False
    return out.resolve() in {Path(file).resolve() for file in files if file != str(STDOUT)}


@contextmanager
def open_output(out: Path | None) -> Iterator[TextIO]:
    """Opens stdout or a file that takes its name only when it is complete.

    Line ends are written as given. On an error the file that was there before stays as it was.
    """
    if out is None or out == STDOUT:
        yield sys.stdout
    elif out.exists() and not out.is_file():
        # A device, a pipe or a folder: nothing that could be replaced.
        with out.open("w", encoding="utf-8", newline="") as stream:
            yield stream
    else:
        with _replacing(out.resolve(), "w", encoding="utf-8", newline="") as stream:
            yield stream


@contextmanager
def open_bytes(out: Path | None) -> Iterator[BinaryIO]:
    """Opens what `open_output` opens for bytes.

    Raises:
        InputError: a terminal would show them.
    """
    if out is None or out == STDOUT:
        if sys.stdout.isatty():
            raise InputError("bytes are nothing for a terminal; name a file with -o OUT")
        yield sys.stdout.buffer
    elif out.exists() and not out.is_file():
        with out.open("wb") as stream:
            yield stream
    else:
        with _replacing(out.resolve(), "wb") as stream:
            yield stream


@contextmanager
def _replacing(target: Path, mode: str, **how: str) -> Iterator[Any]:
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    try:
        with os.fdopen(handle, mode, **how) as stream:  # type: ignore[call-overload]
            yield stream
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """Gives the permissions that the file had, or those that a new file gets: mkstemp's are for the owner alone."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
