"""A comparison as Markdown: what goes into a note or a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from govsummary.compare.models import Diff, Row, Series
from govsummary.export import SECTION_JOINT
from govsummary.export.comparison import (
    Language,
    arrow,
    clean,
    closing_line,
    difference,
    monthly,
    no_longer,
    outcome,
    parts,
    percent,
    quote,
    side,
    word,
)

# What Markdown would read as markup, in a cell of a table.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def page(found: Diff, verbose: bool = False, language: Language = "zh") -> Iterator[str]:
    """Gives the page line by line, each with its line end."""
    for key, one in (("old", found.old), ("new", found.new)):
        yield f"- {word(key, language)}: {escaped(side(one, language))}\n"
    yield from (f"- **{escaped(note)}**\n" for note in found.notes)
    yield from _rows([row for row in found.rows if row.new is not None], verbose, language)
    gone = no_longer(found)
    if gone:
        yield f"\n## {word('gone', language)}\n"
        yield from _rows(gone, verbose, language)
    if found.plans:
        yield f"\n## {word('plans', language)}\n\n"
        yield from _head([word(key, language) for key in ("action", "object", "plan", "result", "status")])
        for plan in found.plans:
            cells = (plan.action or "", plan.object or "", quote(plan.plan), quote(plan.result))
            yield _line([*cells, word(outcome(plan), language)])
    for title, told in parts(found, language):
        yield f"\n## {title}\n\n{escaped(told)}\n"
    yield f"\n{escaped(closing_line(found, language))}\n"


def _rows(rows: Iterable[Row], verbose: bool, language: Language) -> Iterator[str]:
    heads = ["", *(word(key, language) for key in ("action", "object", "old", "new", "difference", "percent"))]
    for section, here in groupby(rows, key=lambda row: row.section):
        title = escaped(clean(SECTION_JOINT.join(section))) or word("no_section", language)
        yield f"\n### {title}\n\n"
        yield from _head([*heads, word("reason", language)] if verbose else heads)
        for row in here:
            yield _line(_cells(row, verbose, language))


def _cells(row: Row, verbose: bool, language: Language) -> list[str]:
    name = (row.object or "") + (f"（{word('planned', language)}）" if row.planned else "")
    change = " ".join(filter(None, (difference(row, language), monthly(row, language))))
    cells = [arrow(row), row.action or "", name, quote(row.old), quote(row.new), change, percent(row.percent)]
    return [*cells, row.reason] if verbose else cells


def _head(names: Sequence[str]) -> Iterator[str]:
    yield _line(names)
    yield "|" + " --- |" * len(names) + "\n"


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(escaped(clean(cell)) for cell in cells) + " |\n"


def escaped(text: str) -> str:
    r"""Makes a piece of text that Markdown shows as it stands.

    >>> escaped("a|b")
    'a\\|b'
    """
    return _MARKUP.sub(r"\\\1", text)


def series_page(found: Series, language: Language = "zh") -> Iterator[str]:
    """Gives the metrics that two documents or more have, a line each and a column for each document."""
    yield from (f"- **{escaped(note)}**\n" for note in found.notes)
    heads = [one.period.text if one.period else clean(one.title or one.path or "—") for one in found.documents]
    yield from _head([word("metric", language), *heads])
    for track in found.tracks:
        if len(track.points) > 1:
            cells = ["—"] * len(found.documents)
            for point in track.points:
                cells[point.document] = f"{quote(point.figure)} {percent(point.percent)}".rstrip()
            yield _line([f"{track.action or ''} {track.object or ''}".strip(), *cells])
