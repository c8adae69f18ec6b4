"""The options of the commands that work on archives."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govsummary.cli.output import EngineName, PartFormat
from govsummary.errors import InputError

Sources = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SRC",
        help="Folders, files, globs, zip archives; @LIST a text file of paths, - paths on standard input.",
    ),
]
SourceList = Annotated[
    list[str] | None, typer.Option("--from", metavar="LIST", help="A text file of paths, one a line; as @LIST.")
]
DatasetOut = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="The folder of the dataset.")]
Workers = Annotated[
    int | None, typer.Option("--workers", "-w", metavar="N", min=1, help="Processes; by default one a processor.")
]
PartFormatOption = Annotated[PartFormat, typer.Option("--format", "-f", case_sensitive=False, help="Of the parts.")]
EngineOption = Annotated[EngineName, typer.Option("--engine", case_sensitive=False, help="Who does the work.")]
Scheduler = Annotated[
    str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster, for --engine dask.")
]
Include = Annotated[
    list[str] | None, typer.Option("--include", metavar="GLOB", help="Only files whose name or path fits.")
]
Exclude = Annotated[list[str] | None, typer.Option("--exclude", metavar="GLOB", help="No files or folders that fit.")]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Read again what could not be read before.")]
Fresh = Annotated[bool, typer.Option("--fresh", help="Make the dataset anew, whatever is there.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Look at the first N files only.")]


def all_sources(sources: list[str] | None, listed: list[str] | None) -> tuple[str, ...]:
    """Gives what is to be read: SRC, and the lists of `--from` as `@LIST`.

    Raises:
        InputError: nothing was named.

    >>> all_sources(["2023"], ["old.txt", "-"])
    ('2023', '@old.txt', '-')
    """
    named = (*(sources or ()), *(f"@{one}" if one != "-" else one for one in listed or ()))
    if not named:
        raise InputError("nothing to read; name folders or files, or - for a list of paths on standard input")
    return named
