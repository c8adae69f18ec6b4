"""A document onto a `Doc`: three groups of spans whose ids lead back to the records."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, SpanGroup

from govsummary.model import Document, Phrase, Quantity, Record
from govsummary.spacy.extensions import ACTIONS, OBJECTS, QUANTITIES, STORED, span_id

WITHOUT_CATEGORY = "object"  # the label of an object whose record has none


def annotate(doc: Doc, document: Document) -> None:
    """Stores a document in a `Doc` and lays its quantities, actions and objects over the tokens.

    A place that cuts a token takes in the whole token; `span._.offsets` keeps it as it is.
    """
    doc.user_data[STORED] = document
    records = document.records
    for name, spans in (
        (QUANTITIES, _quantities(doc, records)),
        (ACTIONS, _phrases(doc, records, "action")),
        (OBJECTS, _phrases(doc, records, "object")),
    ):
        doc.spans[name] = SpanGroup(doc, name=name, spans=list(spans))


def _quantities(doc: Doc, records: tuple[Record, ...]) -> Iterator[Span]:
    for record in records:
        for number, quantity in enumerate(record.quantities):
            yield _span(doc, quantity, quantity.kind, span_id(record, "quantity", number))


def _phrases(doc: Doc, records: tuple[Record, ...], part: str) -> Iterator[Span]:
    """Gives one span a place: a verb that governs a list stands once."""
    seen: set[tuple[int, int]] = set()
    for record in records:
        phrase = record.action if part == "action" else record.object
        if phrase is not None and (phrase.start, phrase.end) not in seen:
            seen.add((phrase.start, phrase.end))
            yield _span(doc, phrase, _label(record, phrase, part), span_id(record, part))


def _label(record: Record, phrase: Phrase, part: str) -> str:
    if part == "action":
        return phrase.lemma
    return record.categories[0].label if record.categories else WITHOUT_CATEGORY


def _span(doc: Doc, place: Phrase | Quantity, label: str, name: str) -> Span:
    span = doc.char_span(place.start, place.end, label=label, span_id=name, alignment_mode="expand")
    if span is None:
        raise AssertionError(f"{place.start}-{place.end} lies in the text, but in no token of it")
    return span
