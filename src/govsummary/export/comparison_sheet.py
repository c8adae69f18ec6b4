"""A comparison as a sheet of comma-separated values: one line a row, plans below them; and a series, one line a point.

Written like the sheet of documents: byte order mark, CRLF, formulas made harmless.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from govsummary.compare.models import Diff, Figure, Series
from govsummary.export import SECTION_JOINT
from govsummary.export.comparison import outcome
from govsummary.export.csv import BOM, cell, line

_FIGURE = ("quote", "value", "upper", "unit", "bound", "start", "end", "sentence")
COLUMNS = (
    *("status", "kind", "planned", "section", "category", "action", "object"),
    *(f"old_{name}" for name in _FIGURE),
    *(f"new_{name}" for name in _FIGURE),
    *("unit", "delta", "percent", "old_monthly", "new_monthly", "monthly_percent", "score", "scope", "reason"),
)
SERIES_COLUMNS = (
    *("metric", "kind", "category", "action", "object", "document", "path", "period_start", "period_end"),
    *(*_FIGURE, "delta", "percent", "score"),
)


def rows(found: Diff) -> Iterator[str]:
    """Gives the sheet line by line, heads first; a plan has the status `plan_met`, `plan_missed`, … ."""
    yield BOM + line(COLUMNS)
    for row in found.rows:
        rates = row.monthly
        monthly = (rates.old, rates.new, rates.percent) if rates else (None, None, None)
        yield line(
            [
                *map(cell, (row.status, row.kind, row.planned, SECTION_JOINT.join(row.section), row.category)),
                *map(cell, (row.action, row.object)),
                *_figure(row.old),
                *_figure(row.new),
                *map(cell, (row.unit, row.delta, row.percent, *monthly, _score(row.score), row.scope, row.reason)),
            ]
        )
    for plan in found.plans:
        score = cell(_score(plan.score))
        yield line(
            [
                *(f"plan_{outcome(plan)}", plan.plan.kind, "true", SECTION_JOINT.join(plan.plan.section)),
                *map(cell, (plan.category, plan.action, plan.object)),
                *_figure(plan.plan),
                *_figure(plan.result),
                *(plan.unit, "", "", "", "", "", score, "", plan.reason),
            ]
        )


def series_rows(found: Series) -> Iterator[str]:
    """Gives the sheet of a series line by line, heads first: one line for each point of each metric."""
    yield BOM + line(SERIES_COLUMNS)
    for number, track in enumerate(found.tracks, 1):
        for point in track.points:
            one = found.documents[point.document]
            days = (one.period.start.isoformat(), one.period.end.isoformat()) if one.period else (None, None)
            yield line(
                [
                    *map(cell, (number, track.kind, track.category, track.action, track.object)),
                    *map(cell, (point.document + 1, one.path, *days)),
                    *_figure(point.figure),
                    *map(cell, (point.delta, point.percent, _score(point.score))),
                ]
            )


def _figure(figure: Figure | None) -> list[str]:
    if figure is None:
        return [""] * len(_FIGURE)
    values = [getattr(figure, name) for name in _FIGURE[:-1]]
    return [*map(cell, values), figure.sentence.text or ""]


def _score(score: float | None) -> Decimal | None:
    return None if score is None else Decimal(str(round(score, 4)))
