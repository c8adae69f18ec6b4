"""A metric over the periods, as a chart too: what `trend` gives."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

from govsummary.compare.models import Figure
from govsummary.export.chart import Mark, line_chart
from govsummary.model import Kind, Model, Number, Period

PointStatus = Literal["found", "masked", "ambiguous", "missing"]


class Asked(Model):
    """Which metric is followed; without action or object, whatever was done, or whatever it was done to."""

    action: str | None
    object: str | None
    unit: str
    kind: Kind


class TrendPoint(Model):
    """The metric in one document.

    Attributes:
        document: the id of the document.
        path: of the document.
        period: that the document reports on.
        months: its length.
        status: `found`, `masked` (the number is blanked out), `ambiguous` (several could be meant) or `missing`.
        figure: as the document writes it; None unless found or masked.
        value: of the figure, in the unit that was asked for.
        upper: the upper end of a range, in this unit.
        delta: against the last known value of a period of the same length, where the two can be compared.
        percent: `delta` in per cent of that value.
        score: how sure the match is, up to 1.
        candidates: the figures that could be meant.
    """

    document: str
    path: str
    period: Period
    months: int
    status: PointStatus
    figure: Figure | None = None
    value: Number | None = None
    upper: Number | None = None
    delta: Number | None = None
    percent: Number | None = None
    score: float | None = None
    candidates: tuple[Figure, ...] = ()


class Trend(Model):
    """A metric over the periods, earliest first.

    Attributes:
        undated: paths of documents of the organization that do not say which period they report on.
    """

    organization: str
    asked: Asked
    points: tuple[TrendPoint, ...]
    undated: tuple[str, ...] = ()

    def svg(self) -> str:
        """Draws the chart: a line for each length of period, dots with the quotes, hollow ones for unknown values."""
        return line_chart(self.name, self.asked.unit, [_mark(point) for point in self.points])

    def _repr_svg_(self) -> str:
        """Shows the chart in a notebook."""
        return self.svg()

    @property
    def name(self) -> str:
        """Says in one line what is followed."""
        words = " ".join(filter(None, (self.asked.action, self.asked.object)))
        return f"{self.organization}：{words}（{self.asked.unit}）"


def _mark(point: TrendPoint) -> Mark:
    figure = point.figure
    label = "".join(figure.quote.split()) if figure else "？" if point.candidates else "—"
    details = (figure.sentence.text or "") if figure else point.status
    name = PurePosixPath(point.path.replace("\\", "/")).name  # a chart is shown to others, whom folders tell nothing
    return Mark(point.period.text, point.value, point.upper, label, f"{point.months}个月", f"{name}\n{details}")
