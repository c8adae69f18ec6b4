"""Two documents against each other, and several in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from govsummary.compare.align import Alignment, align
from govsummary.compare.metrics import Metric, metrics_of, months_of
from govsummary.compare.models import Diff, Side
from govsummary.compare.plans import find_plans
from govsummary.compare.rows import RowMaker
from govsummary.compare.sections import find_parts
from govsummary.compare.thesaurus import Thesaurus, thesaurus_of
from govsummary.compare.wording import Language, Note, tell
from govsummary.lexicon import Lexicon
from govsummary.model import Document, Source
from govsummary.pipeline import engine_of, extract_source, load_engine
from govsummary.reading import read

Comparable = Document | Source | Path | str


def diff(old: Comparable, new: Comparable, lexicon: Lexicon | None = None, language: Language = "zh") -> Diff:
    """Compares two documents.

    Args:
        old: the earlier one: a `Document`, or what it is extracted from: a text (`str`), a file (`Path`), a `Source`.
            Of a `Document` alone the words of its sentences are not known, only their places.
        new: the later one.
        lexicon: the words and rules; the built-in ones when None.
        language: of notes and reasons, `zh` or `en`.

    Raises:
        ReadError: a file cannot be read.
        LexiconErrors: the lexicon has problems.

    >>> found = diff("2022年，拆除违法建设120处。", "2023年，拆除违章建筑150处。", language="en")
    >>> [(row.status, row.old.quote, row.new.quote, row.delta, row.percent) for row in found.rows]
    [('changed', '120处', '150处', Decimal('30'), Decimal('25'))]
    >>> found.rows[0].reason
    'objects of one meaning: 违法建设 = 违章建筑'
    """
    words = lexicon or load_engine().lexicon
    (before, old_text), (after, new_text) = opened(old, words), opened(new, words)
    return diff_documents(before, after, thesaurus_of(words), language, (old_text, new_text))


def opened(document: Comparable, lexicon: Lexicon) -> tuple[Document, str | None]:
    """Gives a document with its text, if that is known."""
    if isinstance(document, Document):
        return document, None
    if isinstance(document, Path):
        document = read(document)
    if isinstance(document, str):
        document = Source(path=None, format="text", encoding=None, characters=len(document), text=document)
    return extract_source(document, engine_of(lexicon)), document.text


def diff_documents(
    old: Document,
    new: Document,
    thesaurus: Thesaurus,
    language: Language = "zh",
    texts: tuple[str | None, str | None] = (None, None),
) -> Diff:
    """Compares two documents; `texts` are theirs, where they are at hand."""
    before, after = metrics_of(old, thesaurus), metrics_of(new, thesaurus)
    months = (months_of(old.period), months_of(new.period))
    same = old.records == new.records and old.period == new.period
    maker = RowMaker(language, thesaurus.general, texts, months, same)
    found = aligned(before, after, thesaurus)
    rows = maker.rows(found)
    paths = [(match.old.record.section, match.new.record.section) for match in found.matches]
    notes = list(_notes(old, new))
    return Diff(
        old=side_of(old),
        new=side_of(new),
        comparable=None not in months and months[0] == months[1],
        notes=tuple(tell(note, language) for note in notes),
        rows=tuple(rows),
        plans=find_plans(before, after, new.period, maker, thesaurus),
        sections=find_parts(old, new, thesaurus, paths),
    )


def aligned(old: Sequence[Metric], new: Sequence[Metric], thesaurus: Thesaurus) -> Alignment:
    """Matches metrics with the words of a thesaurus."""
    return align(old, new, thesaurus.general)


def side_of(document: Document) -> Side:
    """Says which document it is."""
    return Side(
        path=document.source.path,
        title=document.title,
        organization=document.organization,
        period=document.period,
        months=months_of(document.period),
        records=len(document.records),
        quantities=sum(len(record.quantities) for record in document.records),
    )


def _notes(old: Document, new: Document) -> Iterator[Note]:
    for code, document in (("old", old), ("new", new)):
        if document.period is None:
            yield Note("no_period_" + code)
    yield from _about_periods(old, new)
    here, there = old.organization, new.organization
    if here and there and here not in there and there not in here:  # 青禾县, 青禾县人民政府
        yield Note("other_organization", (here, there))


def _about_periods(old: Document, new: Document) -> Iterator[Note]:
    first, second = old.period, new.period
    if first is None or second is None:
        return
    months = months_of(first), months_of(second)
    if months[0] != months[1]:
        yield Note("unequal", (str(months[0]), str(months[1])))
    elif first.start.month != second.start.month:
        yield Note("other_season")
    if (first.start, first.end) == (second.start, second.end):
        yield Note("same_period")
    elif first.start > second.end:
        yield Note("backwards")
    elif first.end >= second.start:
        yield Note("overlap")
    planned = old.plan_period
    if planned is not None and (planned.end < second.start or second.end < planned.start):
        yield Note("plan_other_time")
