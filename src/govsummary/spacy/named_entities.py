"""Who did it, and where: the named entities of a pipeline, beside the records of a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spacy.tokens import Doc, Span

from govsummary.model import Document, Phrase, Record

ORGANIZATION, PLACE = "ORG", "GPE"  # as OntoNotes names them, and with it the trained Chinese pipelines of spaCy


class Party(NamedTuple):
    """Who did what a record tells, and where; None where neither the document nor an entity says so."""

    organization: str | None
    place: str | None


def with_organization(document: Document, doc: Doc) -> Document:
    """Names the organization by the first ORG of the text where the document's own words do not name it."""
    if document.organization is not None or not len(doc.ents):
        return document
    first = next((entity.text for entity in doc.ents if entity.label_ == ORGANIZATION), None)
    return document if first is None else document.model_copy(update={"organization": first})


def parties(doc: Doc, document: Document) -> Iterator[Party]:
    """Gives a party for each record.

    The organization is the last ORG of the record's sentence before its action or object, else the document's; an
    organization within the object was acted on and did nothing. The place is the last GPE up to the end of the object,
    else one that the title names.
    """
    organizations = [entity for entity in doc.ents if entity.label_ == ORGANIZATION]
    places = [entity for entity in doc.ents if entity.label_ == PLACE]
    title = document.title or ""
    named = next((entity.text for entity in places if entity.text in title), None)
    for record in document.records:
        own = [phrase for phrase in (record.action, record.object) if phrase is not None]
        actor = _last(organizations, record, _start(record, own))
        place = _last(places, record, max((phrase.end for phrase in own), default=_start(record, own)))
        yield Party(actor or document.organization, place or named)


def _last(entities: list[Span], record: Record, stop: int) -> str | None:
    """Gives the last entity of the record's sentence that ends before a place."""
    inside = [one.text for one in entities if record.sentence.start <= one.start_char and one.end_char <= stop]
    return inside[-1] if inside else None


def _start(record: Record, own: list[Phrase]) -> int:
    """Gives where the record's own words begin: a verb that governs from the left is not the first of them."""
    places = [phrase.start for phrase in own] or [quantity.start for quantity in record.quantities]
    return min(places, default=record.sentence.end)
