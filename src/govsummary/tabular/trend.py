"""One metric of one organization over all periods of a stored dataset.

In each document the figure is looked for as `diff` looks for the counterpart of a figure, and what stands for it in one
document is followed through the others as `series` does. A document in which several figures could be meant has none,
and says which.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from govsummary.compare.diff import aligned
from govsummary.compare.intervals import common_unit, compare, plain
from govsummary.compare.metrics import Metric, metrics_of, months_of
from govsummary.compare.models import Figure
from govsummary.compare.series import series
from govsummary.compare.thesaurus import Thesaurus, thesaurus_of
from govsummary.errors import InputError
from govsummary.lexicon import Lexicon
from govsummary.model import Document, Kind, Period, Phrase, Quantity, Record, SourceInfo, Span
from govsummary.pipeline import load_engine
from govsummary.tabular.documents import stored_documents
from govsummary.tabular.stored import StoredDataset
from govsummary.tabular.trend_models import Asked, PointStatus, Trend, TrendPoint

ANY = "-"  # in place of an action or an object
_NAMED = 3  # organizations that an error offers
_SHARES = frozenset({"%", "‰", "成"})


@dataclass(frozen=True, slots=True)
class _Read:
    """A document, ready to be searched."""

    id: str
    document: Document
    period: Period
    text: str
    metrics: tuple[Metric, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a document has for the metric: one figure, or several that could be meant, or none."""

    metric: Metric | None = None
    score: float | None = None
    candidates: tuple[Metric, ...] = ()


def trend(
    dataset: StoredDataset,
    organization: str,
    metric: tuple[str, str, str],
    kind: Kind | None = None,
    lexicon: Lexicon | None = None,
) -> Trend:
    """Follows a metric.

    Args:
        dataset: an open one.
        organization: its name, or so much of it that it is the only one.
        metric: action, object and unit; `-` stands for any action or any object.
        kind: `amount`, `ratio`, `change` or `rank`; a ratio when None and the unit is one of shares, else an amount.
        lexicon: the words and rules; the built-in ones when None.

    Raises:
        InputError: there is no such organization, or several.
        MissingExtraError: the dataset is Parquet and pyarrow is not installed.
    """
    asked = _asked(*metric, kind)
    name, ids = _find_organization(dataset, organization)
    thesaurus = thesaurus_of(lexicon or load_engine().lexicon)
    read, undated = [], []
    for one, document, text in stored_documents(dataset, ids):
        if document.period is None:
            undated.append(document.source.path or one)
        else:
            read.append(_Read(one, document, document.period, text, metrics_of(document, thesaurus)))
    read.sort(key=lambda one: (one.period.end, one.period.start, one.document.source.path or ""))
    wanted = _asked_metric(asked, thesaurus)
    found = _follow(read, wanted, thesaurus, lexicon)
    return Trend(organization=name, asked=asked, points=tuple(_points(read, found, wanted)), undated=tuple(undated))


def _asked(action: str, name: str, unit: str, kind: Kind | None) -> Asked:
    """Builds what is asked for.

    >>> _asked("拆除", "违建", "处", None).kind, _asked("-", "合格率", "%", None).kind
    ('amount', 'ratio')
    """
    kind = kind or ("ratio" if unit in _SHARES else "amount")
    if action == name == ANY:
        raise InputError("neither action nor object is given; name at least one of them")
    return Asked(
        action=None if action == ANY else action,
        object=None if name == ANY else name,
        unit="" if unit == ANY else unit,
        kind=kind,
    )


def _find_organization(dataset: StoredDataset, wanted: str) -> tuple[str, list[str]]:
    ids: dict[str, list[str]] = {}
    for row in dataset.documents.rows():
        if row["organization"]:
            ids.setdefault(row["organization"], []).append(row["document_id"])
    fitting = [wanted] if wanted in ids else sorted(name for name in ids if wanted in name)
    if len(fitting) == 1:
        return fitting[0], ids[fitting[0]]
    if fitting:
        raise InputError(f"{wanted}: {len(fitting)} organizations have it in their names ({_some(fitting)}); name one")
    near = difflib.get_close_matches(wanted, ids, _NAMED, 0.3) or sorted(ids)
    raise InputError(f"{wanted}: no organization of this dataset; there are {_some(near)}")


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def _asked_metric(asked: Asked, thesaurus: Thesaurus) -> Metric:
    """Gives what is asked for as the metric of a document that says nothing else."""
    action, name = (
        None if words is None else Phrase(text=words, lemma=words, start=0, end=len(words))
        for words in (asked.action, asked.object)
    )
    quantity = Quantity(quote="", start=0, end=0, value=Decimal(1), unit=asked.unit, kind=asked.kind)
    record = Record(
        id="asked",
        action=action,
        object=name,
        status="done",
        time=None,
        sentence=Span(start=0, end=0),
        quantities=(quantity,),
        rule="asked",
    )
    source = SourceInfo(path=None, format="text", encoding=None, characters=0)
    empty = Document(
        source=source,
        title=None,
        organization=None,
        document_type=None,
        period=None,
        plan_period=None,
        sections=(),
        records=(record,),
    )
    return metrics_of(empty, thesaurus)[0]


def _follow(read: Sequence[_Read], asked: Metric, thesaurus: Thesaurus, lexicon: Lexicon | None) -> list[_Found]:
    """Looks for the metric in each document; where that is not clear, what was found in the others decides."""
    found = [_search(asked, one, thesaurus) for one in read]
    sure = {(number, one.metric.quantity.start) for number, one in enumerate(found) if one.metric is not None}
    if not sure or len(sure) == len(read):
        return found
    followed: dict[int, dict[int, float | None]] = {}
    for track in series([one.document for one in read], lexicon).tracks:
        places = {(point.document, point.figure.start): point.score for point in track.points}
        if not sure.isdisjoint(places):
            for (number, start), score in places.items():
                followed.setdefault(number, {})[start] = score
    return [
        one if one.metric is not None else _taken(one, read[number], followed.get(number, {}))
        for number, one in enumerate(found)
    ]


def _search(asked: Metric, one: _Read, thesaurus: Thesaurus) -> _Found:
    alignment = aligned([asked], one.metrics, thesaurus)
    if alignment.matches:
        return _Found(alignment.matches[0].new, alignment.matches[0].score)
    doubts = [metric for doubt in alignment.old_doubts for metric, _ in doubt.candidates]
    if len({(metric.key, metric.value, metric.upper, metric.quantity.bound) for metric in doubts}) == 1:
        return _Found(doubts[0], alignment.old_doubts[0].candidates[0][1])  # said several times
    return _Found(candidates=tuple(doubts))


def _taken(one: _Found, read: _Read, followed: Mapping[int, float | None]) -> _Found:
    """Takes the figure that goes on with what was found elsewhere, if there is one and no other."""
    if len(followed) != 1:
        return one
    ((start, score),) = followed.items()
    metric = next(metric for metric in read.metrics if metric.quantity.start == start)
    return _Found(metric, score)


def _points(read: Sequence[_Read], found: Iterable[_Found], asked: Metric) -> Iterator[TrendPoint]:
    last: dict[int, tuple[Period, Metric]] = {}  # by the months of the period: others cannot be compared
    for one, match in zip(read, found, strict=True):
        months = months_of(one.period) or 1
        metric = match.metric
        point = TrendPoint(
            document=one.id,
            path=one.document.source.path or "",
            period=one.period,
            months=months,
            status=_status(match),
            score=match.score,
            candidates=tuple(Figure.of(other.record, other.quantity, one.text) for other in match.candidates),
        )
        if metric is None:
            yield point
            continue
        change: dict[str, Decimal | None] = {}
        if months in last and (last[months][0].start, last[months][0].end) != (one.period.start, one.period.end):
            change = _change(last[months][1], metric, asked)
        if metric.value is not None:
            last[months] = one.period, metric
        figure = Figure.of(metric.record, metric.quantity, one.text)
        ends = {"value": _in_unit(metric.value, asked), "upper": _in_unit(metric.upper, asked)}
        yield point.model_copy(update={"figure": figure, **ends, **change})


def _change(before: Metric, metric: Metric, asked: Metric) -> dict[str, Decimal | None]:
    """Compares with an earlier figure; the difference is given in the unit that was asked for."""
    found = compare(before, metric)
    delta = found.delta
    if delta is not None:
        # `compare` subtracts in the unit that both write, if it is one.
        written = before.quantity.unit == metric.quantity.unit == common_unit(before, metric)
        delta = _in_unit(delta * metric.factor if written else delta, asked)
    return {"delta": delta, "percent": found.percent}


def _status(match: _Found) -> PointStatus:
    if match.metric is not None:
        return "masked" if match.metric.value is None else "found"
    return "ambiguous" if match.candidates else "missing"


def _in_unit(value: Decimal | None, asked: Metric) -> Decimal | None:
    """Gives a value of the canonical unit in the unit that was asked for."""
    return None if value is None else plain(value / asked.factor)
