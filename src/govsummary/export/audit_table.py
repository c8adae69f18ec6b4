"""An audit as a person reads it on a terminal: each finding with its arithmetic and its sentence, then the counts.

Builds rich renderables; width, colour and `NO_COLOR` are the business of the console that prints them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from govsummary.auditing.report import Claim, Mark, Report
from govsummary.export.audit_words import around, clean, closing_line, code_name, place, shown_marks, word

_COLOURS = {"error": "bold red", "warning": "bold yellow", None: "dim"}
_SIGNS = {"error": "✗", "warning": "!"}


def render(report: Report, verbose: bool = False) -> Group:
    """Gives the whole report; the claims that are right or open only when `verbose`."""
    return Group(*_parts(report, verbose))


def _parts(report: Report, verbose: bool) -> Iterator[RenderableType]:
    yield Text(clean(report.source.path or "-"), style="bold")
    for source in report.against:
        yield Text(f"{word('against', report.language)} {clean(source.path or '-')}", style="dim")
    yield Text()
    for claim in report.findings:
        yield from _finding(claim, report)
    if not report.findings:
        yield Text(word("none", report.language), style="green")
    if verbose:
        yield from _others(word("confirmed", report.language), report.confirmed, "green")
        yield from _others(word("uncheckable", report.language), report.uncheckable, "dim")
    yield Padding(Text(closing_line(report), style="bold"), (1, 0, 0, 0))


def _finding(claim: Claim, report: Report) -> Iterator[RenderableType]:
    sign = _SIGNS.get(claim.severity or "", " ")
    head = Text(f"{sign} {code_name(claim.code, report.language)}  ", style=_COLOURS[claim.severity or "error"])
    yield head.append(clean(claim.message), style="default")
    for mark in shown_marks(claim):
        yield Padding(_place(mark, report), (0, 0, 0, 4))


def _place(mark: Mark, report: Report) -> Text:
    before, figure, behind = around(mark)
    line = Text(f"{place(mark, report)}  ", style="dim")
    return line.append(before, style="default").append(figure, style="bold underline").append(behind, style="default")


def _others(title: str, claims: Sequence[Claim], colour: str) -> Iterator[RenderableType]:
    if not claims:
        return
    yield Padding(Text(title, style="bold underline"), (1, 0, 0, 0))
    for claim in claims:
        yield Text(f"  {clean(claim.message)}", style=colour)
