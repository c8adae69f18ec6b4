"""What a `Doc` and its spans know after the component: `doc._.records`, `span._.quantity` and their kin.

All of it is read from the one document in the user data of the `Doc`; a span finds its part by its id (`r3.quantity.1`,
`r3.action`, `r3.object`). The functions stand at module level, so that worker processes can have them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from spacy.tokens import Doc, Span

from govsummary.model import Document, Phrase, Quantity, Record
from govsummary.spacy.named_entities import Party, parties

STORED = "govsummary"  # the key of the document in `doc.user_data`
QUANTITIES, ACTIONS, OBJECTS = "govsummary:quantities", "govsummary:actions", "govsummary:objects"

Offsets = tuple[int, int]
_log = logging.getLogger("govsummary")


def summary_of(doc: Doc) -> Document | None:
    """Gives the summary as a document; None when the component did not see this `Doc`."""
    stored = doc.user_data.get(STORED)
    return stored if isinstance(stored, Document) else None


def span_id(record: Record, part: str, number: int | None = None) -> str:
    """Gives the id of a span: `r3.action`, or `r3.quantity.1` for the second quantity."""
    return f"{record.id}.{part}" if number is None else f"{record.id}.{part}.{number}"


def _records(doc: Doc) -> tuple[Record, ...]:
    document = summary_of(doc)
    return document.records if document else ()


def _parties(doc: Doc) -> tuple[Party, ...]:
    document = summary_of(doc)
    return tuple(parties(doc, document)) if document else ()


def _place_in_document(span: Span) -> tuple[int, str, int] | None:
    """Gives the number of the record, the part and its number that a span's id names."""
    name, _, part = span.id_.partition(".")
    kind, _, number = part.partition(".")
    index = name.removeprefix("r")
    return (int(index) - 1, kind, int(number or 0)) if part and name != index and index.isdecimal() else None


def _record(span: Span) -> Record | None:
    place, records = _place_in_document(span), _records(span.doc)
    return records[place[0]] if place and place[0] < len(records) else None


def _quantity(span: Span) -> Quantity | None:
    place, record = _place_in_document(span), _record(span)
    return record.quantities[place[2]] if place and record and place[1] == "quantity" else None


def _phrase(span: Span) -> Phrase | None:
    place, record = _place_in_document(span), _record(span)
    if place is None or record is None or place[1] == "quantity":
        return None
    return record.action if place[1] == "action" else record.object


def _offsets(span: Span) -> Offsets | None:
    place = _quantity(span) or _phrase(span)
    return (place.start, place.end) if place else None


def _expanded(span: Span) -> bool:
    offsets = _offsets(span)
    return offsets is not None and offsets != (span.start_char, span.end_char)


def _span_records(span: Span) -> tuple[Record, ...]:
    """Gives the records that share the place of a span: one verb governs a whole list."""
    place, offsets = _place_in_document(span), _offsets(span)
    record = _record(span)
    if place is None or record is None or place[1] == "quantity":
        return (record,) if record else ()
    phrases = ((one, one.action if place[1] == "action" else one.object) for one in _records(span.doc))
    return tuple(one for one, phrase in phrases if phrase and (phrase.start, phrase.end) == offsets)


def _party(span: Span) -> Party:
    place, known = _place_in_document(span), _parties(span.doc)
    return known[place[0]] if place and place[0] < len(known) else Party(None, None)


def _organization(span: Span) -> str | None:
    return _party(span).organization


def _place(span: Span) -> str | None:
    return _party(span).place


_OF_DOC: Mapping[str, Callable[[Doc], Any]] = {"summary": summary_of, "records": _records, "parties": _parties}
_OF_SPAN: Mapping[str, Callable[[Span], Any]] = {
    "quantity": _quantity,
    "record": _record,
    "records": _span_records,
    "phrase": _phrase,
    "offsets": _offsets,
    "expanded": _expanded,
    "organization": _organization,
    "place": _place,
}


def register() -> None:
    """Registers the attributes; one that another package has taken is left to it, and named in the log."""
    for name, of_doc in _OF_DOC.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, getter=of_doc)
        elif Doc.get_extension(name)[2] is not of_doc:
            _log.warning("doc._.%s is taken by another package; use summary_of(doc)", name)
    for name, of_span in _OF_SPAN.items():
        if not Span.has_extension(name):
            Span.set_extension(name, getter=of_span)
        elif Span.get_extension(name)[2] is not of_span:
            _log.warning("span._.%s is taken by another package; use summary_of(span.doc) and span.id_", name)
