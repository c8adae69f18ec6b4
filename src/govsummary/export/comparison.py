"""What the renderers of a comparison share: how figures, differences and statuses are written, in two languages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Literal

from govsummary.compare.models import Diff, Figure, Part, Plan, Row, RowStatus, Side

Language = Literal["zh", "en"]

_BLANKS = re.compile(r"\s+")
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")
_LARGE = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_PERCENT_PLACES, _PLACES = Decimal("0.1"), Decimal("0.01")
STATUSES: tuple[RowStatus, ...] = ("changed", "unchanged", "masked", "added", "removed", "ambiguous")
# The share of the text that a category gained or lost before it is worth a line.
WORTH_TELLING = 2.0

WORDS: Mapping[str, tuple[str, str]] = {
    "changed": ("变化", "changed"),
    "unchanged": ("未变", "unchanged"),
    "masked": ("隐去", "masked"),
    "added": ("新增", "added"),
    "removed": ("消失", "removed"),
    "ambiguous": ("待定", "ambiguous"),
    "old": ("旧", "old"),
    "new": ("新", "new"),
    "action": ("行动", "action"),
    "object": ("对象", "object"),
    "difference": ("增减", "change"),
    "percent": ("幅度", "%"),
    "status": ("状态", "status"),
    "plan": ("计划", "plan"),
    "planned": ("计划", "planned"),
    "result": ("结果", "result"),
    "met": ("达到", "met"),
    "missed": ("未达到", "missed"),
    "unknown": ("不明", "unknown"),
    "unreported": ("未报告", "not reported"),
    "plans": ("上期计划的完成情况", "What was planned, and what came of it"),
    "gone": ("新文没有的数字", "Figures that the new text no longer has"),
    "weights": ("类别比重", "Weight of the categories"),
    "sections_added": ("新出现的章节", "New sections"),
    "sections_removed": ("不再有的章节", "Sections that are gone"),
    "actions_added": ("新出现的行动", "New actions"),
    "actions_removed": ("不再有的行动", "Actions that are gone"),
    "monthly": ("月均", "a month"),
    "points": ("个百分点", " points"),
    "reason": ("依据", "why"),
    "unsaid": ("时间不明", "period unknown"),
    "no_section": ("（无标题）", "(no heading)"),
    "metric": ("指标", "metric"),
}


def word(key: str, language: Language) -> str:
    """Gives a word of the frame."""
    return WORDS[key][language == "en"]


def clean(text: str) -> str:
    """Gives a piece of text on one line, without control characters."""
    return _BLANKS.sub(" ", text.translate(_CONTROLS)).strip()


def quote(figure: Figure | None) -> str:
    """Gives a figure as written, without line breaks; a dash where there is none."""
    return "—" if figure is None else _BLANKS.sub("", figure.quote)


def number(value: Decimal, places: Decimal = _PLACES) -> str:
    """Writes a number for a reader: 万 and 亿 for large ones, at most two digits after the point.

    >>> number(Decimal("-1170000")), number(Decimal("0.40")), number(Decimal(120))
    ('-117万', '0.4', '120')
    """
    for size, name in _LARGE:
        if abs(value) >= size:
            return _short(value / size, places) + name
    return _short(value, places)


def _short(value: Decimal, places: Decimal) -> str:
    digits = format(value.quantize(places) if abs(value) >= places else value, "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def difference(row: Row, language: Language) -> str:
    """Writes the difference of a row with sign and unit.

    Ratios and changes in per cent differ by percentage points.
    """
    if row.delta is None:
        return "？" if row.status in ("changed", "masked", "ambiguous") else ""
    sign = "+" if row.delta > 0 else ""
    unit = row.unit
    if unit == "%" or row.kind == "ratio":
        unit = word("points", language)
    return f"{sign}{number(row.delta)}{unit}" if row.delta else "0"


def percent(value: Decimal | None) -> str:
    """Writes a change in per cent with its sign, to one digit.

    >>> percent(Decimal("11.6279")), percent(Decimal(0)), percent(None)
    ('+11.6%', '0%', '')
    """
    if value is None:
        return ""
    return f"{'+' if value > 0 else ''}{_short(value, _PERCENT_PLACES)}%"


def arrow(row: Row) -> str:
    """Gives a sign for what became of a figure."""
    if row.status == "changed":
        return "？" if row.delta is None else "↑" if row.delta > 0 else "↓"
    return {"unchanged": "＝", "masked": "▒", "added": "＋", "removed": "－", "ambiguous": "？"}[row.status]


def monthly(row: Row, language: Language) -> str:
    """Writes the rates a month, where the periods are of unequal length."""
    rates = row.monthly
    if rates is None or rates.old is None or rates.new is None:
        return ""
    return f"{word('monthly', language)} {number(rates.old)}→{number(rates.new)} {percent(rates.percent)}".rstrip()


def side(one: Side, language: Language) -> str:
    """Names a document with its period."""
    period = f"{one.period.start} – {one.period.end}" if one.period else word("unsaid", language)
    return f"{clean(one.title or one.path or '—')}（{period}）"


def outcome(plan: Plan) -> str:
    """Gives the key of what became of a plan."""
    if plan.result is None:
        return "unreported"
    return {True: "met", False: "missed", None: "unknown"}[plan.met]


def closing_line(found: Diff, language: Language) -> str:
    """Counts the rows of each status, and the plans that were met."""
    counts = [(status, sum(row.status == status for row in found.rows)) for status in STATUSES]
    told = "、" if language == "zh" else ", "
    line = told.join(f"{word(status, language)} {count}" for status, count in counts if count) or "0"
    if not found.plans:
        return line
    outcomes = [outcome(plan) for plan in found.plans]
    kept = told.join(f"{word(key, language)} {outcomes.count(key)}" for key in OUTCOMES if key in outcomes)
    return f"{line}{'；' if language == 'zh' else '; '}{word('plan', language)}: {kept}"


def no_longer(found: Diff) -> list[Row]:
    """Gives the rows of figures that only the old text has, in its order, without the plans that are shown as such."""
    planned = {plan.plan.start for plan in found.plans}
    gone = [row for row in found.rows if row.new is None and row.old is not None and row.old.start not in planned]
    return sorted(gone, key=lambda row: row.old.start if row.old else 0)


OUTCOMES = ("met", "missed", "unknown", "unreported")


def parts(found: Diff, language: Language) -> Iterable[tuple[str, str]]:
    """Gives what is new or gone beyond numbers, and how the weight of the categories moved: a title, a line."""
    for kind, key in (("section", "sections"), ("action", "actions")):
        for status in ("added", "removed"):
            names = [clean(part.name) for part in found.sections if (part.kind, part.status) == (kind, status)]
            if names:
                yield word(f"{key}_{status}", language), "、".join(sorted(names) if kind == "action" else names)
    moved = [part for part in found.sections if part.kind == "category" and abs(part.shift) >= WORTH_TELLING]
    if moved:
        yield word("weights", language), "、".join(map(_moved, moved))


def _moved(part: Part) -> str:
    return f"{part.name} {part.old_share:.0%}→{part.new_share:.0%}"
