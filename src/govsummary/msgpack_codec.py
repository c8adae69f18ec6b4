"""Lets a `Document` travel in the user data of a spaCy `Doc`: as JSON, written only when the `Doc` is.

Both functions are entry points of srsly, the serialiser of spaCy. This module imports nothing until one of our
documents turns up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

KEY = "govsummary.Document"
Chain = Callable[[object], object] | None


def encode(value: object, chain: Chain = None) -> object:
    """Gives a document as a mapping that msgpack can write; leaves any other value to the next encoder."""
    if type(value).__module__ == "govsummary.model":
        from govsummary.model import Document

        if isinstance(value, Document):
            return {KEY: value.model_dump_json()}
    return value if chain is None else chain(value)


def decode(value: Mapping[object, object], chain: Chain = None) -> object:
    """Gives back the document that `encode` wrote.

    >>> from govsummary import extract
    >>> document = extract("拆除违章建筑120处。")
    >>> decode(encode(document)) == document
    True
    """
    if KEY in value:
        from govsummary.model import Document

        return Document.model_validate_json(str(value[KEY]))
    return value if chain is None else chain(value)
