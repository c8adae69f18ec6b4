"""An audit as Markdown: what goes into a note or a report."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govsummary.auditing.report import Claim, Mark, Report
from govsummary.export.audit_words import around, clean, closing_line, code_name, place, shown_marks, word

# What Markdown would read as markup.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~])")


def page(report: Report, verbose: bool = False) -> Iterator[str]:
    """Gives the page line by line, each with its line end."""
    yield f"# {_plain(report.source.path or '-')}\n\n"
    for source in report.against:
        yield f"- {word('against', report.language)} {_plain(source.path or '-')}\n"
    yield f"\n{_plain(closing_line(report))}\n"
    yield f"\n## {word('findings', report.language)}\n\n"
    for claim in report.findings:
        yield f"- **{code_name(claim.code, report.language)}**: {_plain(claim.message)}\n"
        yield from (f"  - {_place(mark, report)}\n" for mark in shown_marks(claim))
    if not report.findings:
        yield f"{word('none', report.language)}\n"
    if verbose:
        yield from _others(word("confirmed", report.language), report.confirmed)
        yield from _others(word("uncheckable", report.language), report.uncheckable)


def _place(mark: Mark, report: Report) -> str:
    before, figure, behind = map(_plain, around(mark))
    return f"{_plain(place(mark, report))}: {before}**{figure}**{behind}"


def _others(title: str, claims: Sequence[Claim]) -> Iterator[str]:
    if claims:
        yield f"\n## {title}\n\n"
        yield from (f"- {_plain(claim.message)}\n" for claim in claims)


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", clean(text))
