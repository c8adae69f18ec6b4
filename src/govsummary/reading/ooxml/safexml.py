"""Walks XML of unknown origin in one pass: no DTD, no tree, no recursion, a bounded depth."""

from __future__ import annotations

from typing import Protocol
from xml.parsers import expat

from govsummary.reading.ooxml.safezip import PartError

# 10,000 tables in each other take 40,000 elements; no document that was written comes near.
MAX_DEPTH = 100_000
_SEPARATOR = " "
# Elements are named by short prefixes, whichever edition of a format they stand in.
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w:",
    "http://schemas.microsoft.com/office/word/2003/wordml": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/aml/2001/core": "aml:",
}


class Handler(Protocol):
    """What hears of elements while a document goes by; names have the prefixes w, m, mc and aml, others none."""

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        """Hears of the begin of an element; True leaves the element out, with all that is in it and its end."""

    def end(self, name: str) -> None:
        """Hears of the end of an element that was not left out."""

    def text(self, text: str) -> None:
        """Hears of characters outside the elements that were left out."""


def walk_xml(data: bytes, handler: Handler) -> None:
    """Tells `handler` of the elements of `data` in order.

    Raises:
        PartError: `damaged` when it is no well-formed XML, has a DTD or is nested without end.
    """
    walk = _Walk(handler)
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    parser.StartDoctypeDeclHandler = _refuse_dtd
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, UnicodeError) as error:
        raise PartError("damaged", f"its XML is broken ({error}); open it in its program and save it anew") from error


def attribute(attributes: dict[str, str], name: str) -> str | None:
    """Gives an attribute by its name without prefix.

    >>> attribute({"http://example.org val": "3"}, "val")
    '3'
    """
    ending = _SEPARATOR + name
    for key, value in attributes.items():
        if key == name or key.endswith(ending):
            return value
    return None


def bounded_int(text: str | None, low: int, high: int) -> int | None:
    """Reads a whole number; None when it is none or out of bounds.

    >>> bounded_int("8", 0, 8), bounded_int("9", 0, 8), bounded_int("x", 0, 8)
    (8, None, None)
    """
    if text is None or len(text) > len(str(high)) + 1:
        return None
    try:
        number = int(text)
    except ValueError:
        return None
    return number if low <= number <= high else None


class _Walk:
    """Stands between expat and a handler: shortens names, leaves elements out, watches the depth."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._depth = 0
        self._left_out_at = 0  # depth of the element that is left out, 0 for none
        self._names: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise PartError("damaged", "its elements are nested without end")
        if self._left_out_at:
            return
        if self._handler.start(self._names.get(name) or self._shorten(name), attributes):
            self._left_out_at = self._depth

    def end(self, name: str) -> None:
        self._depth -= 1
        if not self._left_out_at:
            self._handler.end(self._names[name])
        elif self._depth < self._left_out_at:
            self._left_out_at = 0

    def text(self, text: str) -> None:
        if not self._left_out_at:
            self._handler.text(text)

    def _shorten(self, name: str) -> str:
        namespace, _, local = name.rpartition(_SEPARATOR)
        short = _PREFIXES.get(namespace, "") + local
        self._names[name] = short
        return short


def _refuse_dtd(_name: str, _system: str | None, _public: str | None, _internal: bool) -> None:
    raise PartError("damaged", "it has a DTD, as no office program writes; save it anew")
