"""`govsummary trend`: a metric over the periods as rows, and as a chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from govsummary.cli.output import Forms, TrendFormat, open_bytes, open_output
from govsummary.cli.problems import report
from govsummary.cli.stored import refuse_overwriting, write_rows
from govsummary.export.chart import as_png
from govsummary.model import Kind
from govsummary.tabular.stored import dataset
from govsummary.tabular.trend import trend
from govsummary.tabular.trend_models import Trend

CHARTS = frozenset({".svg", ".png"})
_FORMS = Forms(
    TrendFormat.TABLE,
    TrendFormat.CSV,
    {".csv": TrendFormat.CSV, ".json": TrendFormat.JSON, ".txt": TrendFormat.TABLE},
    "its suffix names neither a chart (.svg, .png) nor a format; add --format table, csv or json",
)
COLUMNS = (
    "period",
    "period_start",
    "period_end",
    "months",
    "status",
    "value",
    "upper",
    "unit",
    "bound",
    "delta",
    "percent",
    "score",
    "quote",
    "sentence",
    "path",
    "document_id",
)
# What a person wants to see of them.
_SHOWN = {
    "period": "时期",
    "months": "月数",
    "status": "结果",
    "value": "数值",
    "delta": "增减",
    "percent": "%",
    "quote": "原文",
    "path": "文件",
}
_STATUS = {"found": "有", "masked": "隐去", "ambiguous": "不止一个", "missing": "无"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a dataset: whose figure, which (action, object, unit), of what kind."""

    organization: str
    metric: tuple[str, str, str]
    kind: Kind | None


def print_trend(
    directory: Path,
    wanted: Wanted,
    form: TrendFormat | None,
    out: Path | None,
    *,
    font: Path | None,
) -> int:
    """Prints the metric in each period; a chart goes to `out`, where its suffix names one, and the rows to stdout.

    Raises:
        InputError: no dataset, no such organization, a place to write that cannot be used.
        MissingExtraError: a library that is needed is not installed.
    """
    chart = out is not None and out.suffix.lower() in CHARTS
    form = form or _FORMS.fitting(None if chart else out)
    refuse_overwriting(out, directory)
    found = trend(dataset(directory), wanted.organization, wanted.metric, wanted.kind)
    if chart and out is not None:
        _draw(found, out, font)
    with open_output(None if chart else out) as stream:
        if form is TrendFormat.JSON:
            stream.write(found.model_dump_json(indent=2) + "\n")
        elif form is TrendFormat.CSV:
            write_rows(COLUMNS, _rows(found), stream, form.value)
        else:
            places = [COLUMNS.index(name) for name in _SHOWN]
            shown = ([row[place] for place in places] for row in _rows(found, for_a_person=True))
            write_rows(tuple(_SHOWN.values()), shown, stream, form.value)
    _account(found)
    return 0


def _rows(found: Trend, for_a_person: bool = False) -> Iterator[list[object]]:
    for point in found.points:
        figure, period = point.figure, point.period
        value, delta = (_shown(number) if for_a_person else number for number in (point.value, point.delta))
        percent = None if point.percent is None else round(point.percent, 1 if for_a_person else 12)
        figures = [figure] if figure else list(point.candidates)
        sentences = dict.fromkeys(one.sentence.text or "" for one in figures)
        yield [
            period.text,
            period.start,
            period.end,
            point.months,
            _STATUS[point.status] if for_a_person else point.status,
            value,
            point.upper,
            found.asked.unit,
            None if figure is None else figure.bound,
            delta,
            percent,
            point.score,
            " / ".join("".join(one.quote.split()) for one in figures) or None,
            " / ".join(sentences) or None,
            point.path,
            point.document,
        ]


def _shown(number: Decimal | None) -> Decimal | None:
    """Cuts what a conversion of units leaves behind the point (20亩 are 13333.33平方米)."""
    return None if number is None else round(number, 2)


def _draw(found: Trend, out: Path, font: Path | None) -> None:
    if out.suffix.lower() == ".png":
        data = as_png(found.svg(), font)
        with open_bytes(out) as stream:
            stream.write(data)
    else:
        with open_output(out) as lines:
            lines.write(found.svg())


def _account(found: Trend) -> None:
    """Says on stderr what the rows do not."""
    known = sum(point.figure is not None for point in found.points)
    if not known:
        report(f"{found.organization}: this figure stands in none of {len(found.points)} documents, or not clearly")
    if len({point.months for point in found.points if point.figure}) > 1:
        report("periods of unequal length: differences are given only between those of the same length")
    for path in found.undated:
        report(f"{path}: does not say which period it reports on; left out")
