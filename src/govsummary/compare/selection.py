"""The part of a comparison that a reader asked for."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from govsummary.compare.models import Diff, Row, RowStatus


def select(
    found: Diff,
    categories: Collection[str] = (),
    min_change: Decimal | None = None,
    only: Collection[RowStatus] = (),
) -> Diff:
    """Gives a comparison with fewer rows, plans and parts.

    Args:
        found: the whole comparison.
        categories: labels (`城市管理/广告整治`) or fields (`城市管理`) to keep; all when there are none.
        min_change: per cent (percentage points of ratios) that a figure must have changed by. What is unchanged or has
            changed by less goes; where the change is not known, the row stays.
        only: statuses to keep; all when there are none. A section, action or category that both documents have stays
            with `changed`.
    """
    rows = [
        row
        for row in found.rows
        if in_categories(row.category, categories)
        and (not only or row.status in only)
        and (min_change is None or _moved(row, min_change))
    ]
    plans = [plan for plan in found.plans if in_categories(plan.category, categories)]
    parts = [
        part
        for part in found.sections
        if (not categories or (part.kind == "category" and in_categories(part.name, categories)))
        and (not only or ("changed" if part.status == "kept" else part.status) in only)
    ]
    return found.model_copy(update={"rows": tuple(rows), "plans": tuple(plans), "sections": tuple(parts)})


def in_categories(label: str | None, wanted: Collection[str]) -> bool:
    """Says whether a label is one of those wanted, or in a field that is.

    >>> in_categories("城市管理/广告整治", ["城市管理"]), in_categories(None, ["城市管理"])
    (True, False)
    """
    return not wanted or (label is not None and (label in wanted or label.partition("/")[0] in wanted))


def _moved(row: Row, least: Decimal) -> bool:
    if row.status == "unchanged":
        return False
    moved = row.percent if row.percent is not None else row.delta if row.kind in ("ratio", "change") else None
    return moved is None or abs(moved) >= least
