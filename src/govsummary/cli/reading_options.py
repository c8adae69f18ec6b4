"""The options of every command that reads documents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from govsummary.reading.blocks import ReadOptions

Lexicons = Annotated[
    Path | None, typer.Option("--lexicons", metavar="DIR", help="Own entries, laid over the lexicons that come along.")
]
Password = Annotated[
    str | None,
    typer.Option("--password", metavar="WORD", envvar="GOVSUMMARY_PASSWORD", help="Opens encrypted documents."),
]
Soffice = Annotated[
    Path | None,
    typer.Option(
        "--soffice", metavar="PROGRAM", help="LibreOffice, for .odt and Word 6/95; by default the one on PATH."
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        "--timeout", metavar="SECONDS", min=0.1, help="How long reading one document may take (60 unless given)."
    ),
]


def reading_options(password: str | None, soffice: Path | None, timeout: float | None) -> ReadOptions:
    """Gives how documents are read."""
    from govsummary.reading.blocks import ReadOptions

    options = ReadOptions(password=password, soffice=soffice)
    return options if timeout is None else replace(options, seconds=timeout)
