"""Documents as JSON: one object, an array of objects, or one object a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govsummary.model import Document

INDENT = 2


def one(documents: Iterable[Document]) -> Iterator[str]:
    """Gives each document as one indented JSON object."""
    for document in documents:
        yield document.model_dump_json(indent=INDENT) + "\n"


def array(documents: Iterable[Document]) -> Iterator[str]:
    """Gives the documents as one JSON array, piece by piece; nothing at all when there is no document."""
    opening = "[\n"
    for document in documents:
        yield opening + document.model_dump_json(indent=INDENT)
        opening = ",\n"
    if opening != "[\n":
        yield "\n]\n"


def lines(documents: Iterable[Document]) -> Iterator[str]:
    """Gives one document a line, each readable by `Document.model_validate_json`.

    Inside a line U+2028, U+2029 and U+0085 are escaped, so that readers that break lines there see one line too.
    """
    for document in documents:
        yield document.model_dump_json().translate(_LINE_BREAKS) + "\n"


_LINE_BREAKS = {0x2028: "\\u2028", 0x2029: "\\u2029", 0x85: "\\u0085"}
