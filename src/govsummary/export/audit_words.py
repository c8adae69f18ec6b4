"""What the renderers of a report have in common: names of codes, the words around a figure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from govsummary.auditing.report import Claim, Code, Language, Mark, Report

_CODES: Mapping[Code, tuple[str, str]] = {
    "growth_mismatch": ("增减不符", "growth mismatch"),
    "ratio_mismatch": ("比率不符", "ratio mismatch"),
    "sum_mismatch": ("合计不符", "sum mismatch"),
    "contradiction": ("前后矛盾", "contradiction"),
    "impossible": ("不可能", "impossible"),
    "unit_slip": ("单位疑误", "unit slip"),
    "plan_missed": ("计划未完成", "plan missed"),
}
_WORDS: Mapping[str, tuple[str, str]] = {
    "findings": ("发现的问题", "Findings"),
    "confirmed": ("核对相符", "Confirmed"),
    "uncheckable": ("无法核对", "Not checkable"),
    "none": ("没有发现问题", "nothing found"),
    "against": ("对照", "against"),
}
_BLANKS = re.compile(r"\s+")
# A document must not be able to move the cursor or recolour the terminal.
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
_AROUND = 30  # characters of a sentence that are shown to either side of a figure


def word(key: str, language: Language) -> str:
    """Gives a word of the report."""
    return _WORDS[key][0 if language == "zh" else 1]


def code_name(code: Code, language: Language) -> str:
    """Gives the name of a code."""
    return _CODES[code][0 if language == "zh" else 1]


def clean(text: str) -> str:
    """Gives a piece of text on one line, without control characters."""
    return _BLANKS.sub(" ", text.translate(_CONTROLS)).strip()


def around(mark: Mark) -> tuple[str, str, str]:
    """Gives what stands before a figure, the figure, and what stands behind it; only the figure where that is all."""
    figure = clean(mark.quote)
    before, found, behind = (mark.sentence or "").partition(mark.quote)
    if not found:
        return "", figure, ""
    head, tail = clean(before), clean(behind)
    head = "…" + head[-_AROUND:] if len(head) > _AROUND else head
    tail = tail[:_AROUND] + "…" if len(tail) > _AROUND else tail
    return head, figure, tail


def shown_marks(claim: Claim) -> list[Mark]:
    """Gives the places worth showing: the claim, and what stands in another sentence than the claim."""
    seen = {(claim.marks[0].document, claim.marks[0].sentence)}
    shown = [claim.marks[0]]
    for mark in claim.marks[1:]:
        if (mark.document, mark.sentence) not in seen:
            seen.add((mark.document, mark.sentence))
            shown.append(mark)
    return shown


def place(mark: Mark, report: Report) -> str:
    """Says in which document a figure stands and where."""
    source = report.against[mark.document - 1] if mark.document else report.source
    return f"{clean(source.path or '-')}:{mark.start}"


def closing_line(report: Report) -> str:
    """Says how much was checked.

    >>> from govsummary.auditing.report import Counts
    >>> from govsummary.model import SourceInfo
    >>> source = SourceInfo(path=None, format="text", encoding=None, characters=0)
    >>> counts = Counts(checked=3, confirmed=1, refuted=1, uncheckable=1)
    >>> closing_line(Report(source=source, against=(), language="zh", counts=counts, findings=(), confirmed=(),
    ...                     uncheckable=()))
    '核对 3 处：相符 1，不符 1，无法核对 1'
    """
    counts = report.counts
    figures = (counts.checked, counts.confirmed, counts.refuted, counts.uncheckable)
    if report.language == "zh":
        return "核对 {} 处：相符 {}，不符 {}，无法核对 {}".format(*figures)
    return "{} claims checked: {} right, {} wrong, {} not checkable".format(*figures)
