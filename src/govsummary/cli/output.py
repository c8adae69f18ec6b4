"""Where output goes and in which format."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, TextIO

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


class PartFormat(StrEnum):
    """What `batch` writes."""

    PARQUET = "parquet"
    JSONL = "jsonl"


class EngineName(StrEnum):
    """Who does the work of `batch`."""

    LOCAL = "local"
    DASK = "dask"


_SUFFIXES = {
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".csv": Format.CSV,
    ".txt": Format.TABLE,
}


def choose_format(out: Path | None) -> Format:
    """Gives the format that fits the place of output when none was asked for.

    Raises:
        InputError: the suffix of `out` names no format.
    """
    if out is None or out == STDOUT:
        return Format.TABLE if sys.stdout.isatty() else Format.JSONL
    try:
        return _SUFFIXES[out.suffix.lower()]
    except KeyError:
        raise InputError(f"{out}: its suffix names no format; add --format table, json, jsonl or csv") from None


_DIFF_SUFFIXES = {
    ".json": DiffFormat.JSON,
    ".csv": DiffFormat.CSV,
    ".md": DiffFormat.MD,
    ".txt": DiffFormat.TABLE,
}


def choose_diff_format(out: Path | None) -> DiffFormat:
    """Gives the format of a comparison that fits the place of output when none was asked for.

    Raises:
        InputError: the suffix of `out` names no format.
    """
    if out is None or out == STDOUT:
        return DiffFormat.TABLE if sys.stdout.isatty() else DiffFormat.JSON
    try:
        return _DIFF_SUFFIXES[out.suffix.lower()]
    except KeyError:
        raise InputError(f"{out}: its suffix names no format; add --format table, json, csv or md") from None


_AUDIT_SUFFIXES = {".json": AuditFormat.JSON, ".md": AuditFormat.MD, ".txt": AuditFormat.TABLE}


def choose_audit_format(out: Path | None) -> AuditFormat:
    """Gives the format of a report that fits the place of output when none was asked for.

    Raises:
        InputError: the suffix of `out` names no format.
    """
    if out is None or out == STDOUT:
        return AuditFormat.TABLE if sys.stdout.isatty() else AuditFormat.JSON
    try:
        return _AUDIT_SUFFIXES[out.suffix.lower()]
    except KeyError:
        raise InputError(f"{out}: its suffix names no format; add --format table, json or md") from None


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
