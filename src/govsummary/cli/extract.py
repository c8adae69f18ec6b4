"""`govsummary extract`: files in, documents out, one problem line for each file that fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TextIO

from govsummary.cli.output import EXTRACT_FORMS, STDOUT, Format, open_output, would_overwrite
from govsummary.cli.problems import BAD_INPUT, EXPECTED, describe, report
from govsummary.errors import InputError
from govsummary.model import Document, Source
from govsummary.pipeline import Engine, extract_source, load_engine
from govsummary.reading.blocks import ReadOptions
from govsummary.reading.guard import Guard

Reading = tuple[Document, str]

# From here on a person wonders how long it will take.
MANY_FILES = 10
# Lines longer than this are hard to follow, however wide the terminal.
WIDEST_TABLE = 132


def extract_files(
    files: Sequence[str], form: Format | None, out: Path | None, lexicons: Path | None, reading: ReadOptions
) -> int:
    """Extracts every file and writes what could be read; nothing is written when nothing could.

    Raises:
        InputError: a place to write that cannot be used.
        LexiconErrors: lexicons with problems.
    """
    _refuse_overwriting(files, out)
    form = form or EXTRACT_FORMS.fitting(out)
    failed: list[str] = []
    with Guard(reading) as guard:
        readings = _extracted(_watched(files, out), guard, load_engine(lexicons), failed)
        first = next(readings, None)
        if first is not None:
            with open_output(out) as stream:
                _WRITERS[form](chain([first], readings), stream, len(files) > 1)
    return BAD_INPUT if failed else 0


def _refuse_overwriting(files: Sequence[str], out: Path | None) -> None:
    if would_overwrite(out, files):
        raise InputError(f"{out}: is one of the summaries to read; choose another place for -o")


def _extracted(files: Iterable[str], guard: Guard, engine: Engine, failed: list[str]) -> Iterator[Reading]:
    """Gives each document with its text; a file that fails is reported and added to `failed`."""
    for file in files:
        try:
            source = named(guard.read(file))
            document = extract_source(source, engine)
        except EXPECTED as error:
            report(describe(error, file))
            failed.append(file)
        else:
            yield document, source.text


def named(source: Source) -> Source:
    """Gives the source a path that JSON can hold: file names from old archives may be GB18030, not UTF-8."""
    try:
        (source.path or "").encode()
    except UnicodeEncodeError:
        readable = os.fsencode(source.path or "").decode("gb18030", errors="replace")
        return source.model_copy(update={"path": readable})
    return source


def _watched(files: Sequence[str], out: Path | None) -> Iterable[str]:
    """Shows a progress bar on stderr when there are many files and output does not scroll by on the terminal."""
    silent = sys.stdout.isatty() and (out is None or out == STDOUT)
    if len(files) < MANY_FILES or silent or not sys.stderr.isatty():
        return files
    from rich.console import Console
    from rich.progress import track

    return track(files, description="govsummary", console=Console(stderr=True), transient=True)


def _write_json(readings: Iterable[Reading], stream: TextIO, several: bool) -> None:
    from govsummary.export import jsonl

    render = jsonl.array if several else jsonl.one
    stream.writelines(render(document for document, _ in readings))


def _write_jsonl(readings: Iterable[Reading], stream: TextIO, _several: bool) -> None:
    from govsummary.export import jsonl

    stream.writelines(jsonl.lines(document for document, _ in readings))


def _write_csv(readings: Iterable[Reading], stream: TextIO, _several: bool) -> None:
    from govsummary.export import csv

    stream.writelines(csv.rows(readings))


def _write_table(readings: Iterable[Reading], stream: TextIO, several: bool) -> None:
    from rich.console import Console

    from govsummary.export import table

    console = Console(file=stream, highlight=False)
    console.width = min(console.width, WIDEST_TABLE)
    for document, _ in readings:
        console.print(table.render(document))
        if several:
            console.print()


_WRITERS: dict[Format, Callable[[Iterable[Reading], TextIO, bool], None]] = {
    Format.TABLE: _write_table,
    Format.JSON: _write_json,
    Format.JSONL: _write_jsonl,
    Format.CSV: _write_csv,
}
