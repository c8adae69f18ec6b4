"""A comparison as a table that a person reads on a terminal, section by section.

Builds rich renderables; width, colour and `NO_COLOR` are the business of the console that prints them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from govsummary.compare.models import Diff, Figure, Plan, Row, Series, Track
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

_COLOURS = {"↑": "green", "↓": "red", "＝": "dim", "？": "yellow", "▒": "yellow", "＋": "cyan", "－": "magenta"}
_OUTCOME_COLOURS = {"met": "green", "missed": "red", "unknown": "yellow", "unreported": "dim"}
_SIGN_CELLS = 2
_SHARES = (4, 9, 6, 6, 7, 5)
_CONTEXT = 24  # characters of a sentence that are shown to either side of a figure


def render(found: Diff, verbose: bool = False, language: Language = "zh") -> Group:
    """Gives the whole comparison: documents, notes, rows by section, plans, what is beyond numbers, counts."""
    return Group(*_parts(found, verbose, language))


def _parts(found: Diff, verbose: bool, language: Language) -> Iterator[RenderableType]:
    for key, one in (("old", found.old), ("new", found.new)):
        yield Text(f"{word(key, language)}  {side(one, language)}", style="bold")
    for note in found.notes:
        yield Text(f"！ {clean(note)}", style="magenta")
    here = [row for row in found.rows if row.new is not None]
    gone = no_longer(found)
    if found.rows:
        yield Padding(_table((), language, heads=True), (1, 0, 0, 0))
    yield from _by_section(here, verbose, language)
    if gone:
        yield _title(word("gone", language))
        yield from _by_section(gone, verbose, language)
    if found.plans:
        yield _title(word("plans", language))
        yield _plans(found.plans, verbose, language)
    for title, line in parts(found, language):
        yield _title(title)
        yield Text(line)
    yield Padding(Text(closing_line(found, language), style="bold"), (1, 0, 0, 0))


def _title(text: str) -> Padding:
    return Padding(Text(text, style="bold underline"), (1, 0, 0, 0))


def _by_section(rows: Iterable[Row], verbose: bool, language: Language) -> Iterator[RenderableType]:
    for section, here in groupby(rows, key=lambda row: row.section):
        if section:
            yield Padding(Text(clean(SECTION_JOINT.join(section)), style="bold blue"), (1, 0, 0, 0))
        if not verbose:
            yield _table(here, language)
            continue
        for row in here:
            yield _table([row], language)
            yield Padding(Text("\n").join(_details(row, language)), (0, 0, 0, _SIGN_CELLS + 1))


def _table(rows: Iterable[Row], language: Language, heads: bool = False) -> Table:
    table = Table(box=None, show_header=heads, expand=True, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("", width=_SIGN_CELLS)
    for key, share in zip(("action", "object", "old", "new", "difference", "percent"), _SHARES, strict=True):
        table.add_column(word(key, language), ratio=share, overflow="fold", header_style="bold underline")
    for row in rows:
        table.add_row(*_cells(row, language))
    return table


def _cells(row: Row, language: Language) -> tuple[Text, ...]:
    sign = arrow(row)
    colour = _COLOURS[sign]
    change = Text(difference(row, language), style=colour)
    rates = monthly(row, language)
    if rates:
        change.append(f"\n{rates}", style="dim")
    name = clean(row.object or "—") + (f"（{word('planned', language)}）" if row.planned else "")
    return (
        Text(sign, style=colour),
        Text(clean(row.action or "—"), style="bold" if row.action else "dim"),
        Text(name + (" ≠" if row.scope else "")),
        Text(quote(row.old), style="" if row.old else "dim"),
        Text(quote(row.new), style="" if row.new else "dim"),
        change,
        Text(percent(row.percent), style=colour),
    )


def _details(row: Row, language: Language) -> Iterator[Text]:
    """Gives the lines below a row: both sentences, and why the figures were matched."""
    for key, figure in (("old", row.old), ("new", row.new)):
        if figure is not None:
            yield Text(f"{word(key, language)}: {_in_sentence(figure)}", style="dim")
    sure = "" if row.score is None else f" [{row.score:.2f}]"
    yield Text(f"{word('reason', language)}: {clean(row.reason)}{sure}", style="dim")


def _in_sentence(figure: Figure) -> str:
    """Gives a figure with the words around it, where they are known."""
    sentence = figure.sentence
    if sentence.text is None:
        return f"{quote(figure)} @{figure.start}"
    start, end = figure.start - sentence.start, figure.end - sentence.start
    before, after = sentence.text[max(0, start - _CONTEXT) : start], sentence.text[end : end + _CONTEXT]
    return clean(f"{'…' if start > _CONTEXT else ''}{before}[{sentence.text[start:end]}]{after}") + (
        "…" if end + _CONTEXT < len(sentence.text) else ""
    )


def _plans(plans: Iterable[Plan], verbose: bool, language: Language) -> Table:
    table = Table(box=None, expand=True, pad_edge=False, padding=(0, 1, 0, 0), show_header=True)
    heads = (("action", 4), ("object", 9), ("plan", 6), ("result", 6), ("status", 5))
    for key, share in heads:
        table.add_column(word(key, language), ratio=share, overflow="fold", header_style="bold underline")
    for plan in plans:
        key = outcome(plan)
        table.add_row(
            Text(clean(plan.action or "—")),
            Text(clean(plan.object or "—")),
            Text(quote(plan.plan)),
            Text(quote(plan.result)),
            Text(word(key, language), style=_OUTCOME_COLOURS[key]),
        )
        if verbose:
            table.add_row("", Text(clean(plan.reason), style="dim"))
    return table


def render_series(found: Series, language: Language = "zh") -> Group:
    """Gives the metrics that two documents or more have, a row each and a column for each document."""
    table = Table(box=None, expand=True, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(word("metric", language), ratio=3, overflow="fold", header_style="bold underline")
    for one in found.documents:
        head = one.period.text if one.period else clean(one.title or one.path or "—")
        table.add_column(head, ratio=2, overflow="fold", header_style="bold underline")
    for track in found.tracks:
        if len(track.points) > 1:
            table.add_row(Text(_name(track)), *_points(track, len(found.documents)))
    notes = [Text(f"！ {clean(note)}", style="magenta") for note in found.notes]
    return Group(*notes, table)


def _name(track: Track) -> str:
    same = track.action == track.object or track.action is None
    return clean((track.object or "") if same else f"{track.action}{track.object or ''}")


def _points(track: Track, count: int) -> list[Text]:
    cells = [Text("—", style="dim") for _ in range(count)]
    for point in track.points:
        cells[point.document] = Text(quote(point.figure))
        if point.percent is not None:
            colour = "green" if point.percent > 0 else "red" if point.percent < 0 else "dim"
            cells[point.document].append(f" {percent(point.percent)}", style=colour)
    return cells
