"""`govsummary explain`: the number at a place of a summary, and what made it what it is."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from govsummary.errors import InputError
from govsummary.explain import Explainer
from govsummary.explanation import Explanation
from govsummary.pipeline import load_engine
from govsummary.reading.blocks import ReadOptions
from govsummary.reading.guard import Guard

_PLACE = re.compile(r"(?P<file>.+):(?P<start>\d{1,12})(?:-(?P<end>\d{1,12}))?", re.DOTALL)


def print_explanations(place: str, text: str | None, verbose: bool, lexicons: Path | None, reading: ReadOptions) -> int:
    """Explains the numbers at a place (`FILE:OFFSET`, `FILE:START-END`), or wherever `text` occurs in the file.

    Raises:
        InputError: the place cannot be understood, is beyond the text, or holds no number.
        LexiconErrors: lexicons with problems.
    """
    found = _PLACE.fullmatch(place) if text is None else None
    if text is None and found is None:
        raise InputError(f"{place}: says no place; write FILE:OFFSET or FILE:START-END, or add --text WORDS")
    file = found["file"] if found else place
    with Guard(reading) as guard:
        explainer = Explainer.of(guard.read(file), load_engine(lexicons))
    try:
        explanations = _explained(explainer, found, text)
    except InputError as error:
        raise InputError(f"{file}: {error}") from None
    _print(explanations, verbose)
    return 0


def _explained(explainer: Explainer, place: re.Match[str] | None, text: str | None) -> list[Explanation]:
    """Gives every number once, in text order."""
    if place is None:
        spans = explainer.occurrences(text or "")
        found = [one for span in spans for one in explainer.within(*span)]
        return list({one.start: one for one in found}.values())
    if place["end"] is None:
        return [explainer.at(int(place["start"]))]
    return list(explainer.within(int(place["start"]), int(place["end"])))


def _print(explanations: list[Explanation], verbose: bool) -> None:
    from rich.console import Console

    from govsummary.export.explanation import render

    console = Console(file=sys.stdout, highlight=False, soft_wrap=True)
    width = console.width if console.is_terminal else None
    for number, explanation in enumerate(explanations):
        if number:
            console.print()
        console.print(render(explanation, verbose, width), end="")
