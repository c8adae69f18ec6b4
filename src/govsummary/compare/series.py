"""Several documents in a row: each metric over all of the periods, with the alignment of `diff`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from govsummary.compare.diff import Comparable, aligned, opened, side_of
from govsummary.compare.intervals import common_unit, compare
from govsummary.compare.metrics import Metric, metrics_of, months_of
from govsummary.compare.models import Figure, Point, Series, Track
from govsummary.compare.thesaurus import thesaurus_of
from govsummary.compare.wording import Language, Note, tell
from govsummary.lexicon import Lexicon
from govsummary.model import Document
from govsummary.pipeline import load_engine


@dataclass(slots=True)
class _Run:
    """A metric while it is followed: in which documents, and how sure each step is."""

    steps: list[tuple[int, Metric, float | None]] = field(default_factory=list)


def series(documents: Iterable[Comparable], lexicon: Lexicon | None = None, language: Language = "zh") -> Series:
    """Follows each metric over several documents.

    A metric that is missing from a document may come back in a later one. Where it is not clear which figure goes on
    with a metric, none does, and a new track begins.

    Args:
        documents: in order of their periods; each a `Document`, or what it is extracted from.
        lexicon: the words and rules; the built-in ones when None.
        language: of the notes, `zh` or `en`.

    Raises:
        ReadError: a file cannot be read.
        LexiconErrors: the lexicon has problems.

    >>> found = series([f"{year}年，拆除违法建设{count}处。" for year, count in ((2021, 80), (2022, 120), (2023, 90))])
    >>> [(point.document, point.figure.quote, point.delta) for point in found.tracks[0].points]
    [(0, '80处', None), (1, '120处', Decimal('40')), (2, '90处', Decimal('-30'))]
    """
    words = lexicon or load_engine().lexicon
    thesaurus = thesaurus_of(words)
    read = [opened(document, words) for document in documents]
    runs: list[_Run] = []
    for number, (document, _) in enumerate(read):
        metrics = metrics_of(document, thesaurus)
        # The last figure of each run stands for it: numbered anew, so that each has a place of its own.
        heads = [replace(run.steps[-1][1], place=place) for place, run in enumerate(runs)]
        found = aligned(heads, metrics, thesaurus)
        for match in found.matches:
            runs[match.old.place].steps.append((number, match.new, match.score))
        fresh = sorted([*found.added, *(doubt.metric for doubt in found.new_doubts)], key=lambda metric: metric.place)
        runs += [_Run([(number, metric, None)]) for metric in fresh]
    texts = [text for _, text in read]
    return Series(
        documents=tuple(side_of(document) for document, _ in read),
        notes=tuple(tell(note, language) for note in _notes([document for document, _ in read])),
        tracks=tuple(_track(run, texts) for run in runs),
    )


def _track(run: _Run, texts: Sequence[str | None]) -> Track:
    _, last, _ = run.steps[-1]
    record, points = last.record, list(_points(run, texts))
    unit = common_unit(run.steps[-2][1], last) if len(run.steps) > 1 else last.quantity.unit
    return Track(
        action="".join(record.action.text.split()) if record.action else None,
        object="".join(record.object.text.split()) if record.object else None,
        unit=unit,
        kind=last.quantity.kind,
        category=last.category or None,
        points=tuple(points),
    )


def _points(run: _Run, texts: Sequence[str | None]) -> Iterator[Point]:
    before: Metric | None = None
    for number, metric, score in run.steps:
        found = None if before is None else compare(before, metric)
        yield Point(
            document=number,
            figure=Figure.of(metric.record, metric.quantity, texts[number]),
            delta=None if found is None else found.delta,
            percent=None if found is None else found.percent,
            score=score,
        )
        before = metric


def _notes(documents: Sequence[Document]) -> Iterator[Note]:
    months = [months_of(document.period) for document in documents]
    if None in months:
        yield Note("some_period")
    elif len(set(months)) > 1:
        yield Note("unequal_series", ("、".join(map(str, months)),))
    starts = [document.period.start for document in documents if document.period]
    if starts != sorted(starts):
        yield Note("unsorted")
