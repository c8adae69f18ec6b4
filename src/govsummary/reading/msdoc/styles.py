"""The style sheet ([MS-DOC] 2.9.271 STSH): the properties of paragraph styles, what they inherit included."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

from govsummary.reading.msdoc.sprms import OUTLINE_LEVEL, Properties, number, read_properties

_PARAGRAPH_STYLE = 1
_HEADINGS, _CONTENTS, _TITLE = range(1, 10), range(19, 28), 62  # the numbers of built-in styles
_BODY_TEXT = 9  # the outline level of what is no heading
_MOST_STYLES = 4096  # a style's number has 12 bits; 4095 is none
_DEEPEST = 12  # Word inherits through at most eleven styles
# Styles that other programs made have only names; aliases follow a comma.
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])(?:,.*)?$", re.IGNORECASE)
_TITLE_NAME = re.compile(r"(?:title|标题)(?:,.*)?$", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)(?:,.*)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style.

    Attributes:
        properties: of its paragraphs.
        level: of its paragraphs as headings, 0 of the title; None of running text.
        contents: whether its paragraphs are lines of a table of contents, which only repeat headings.
    """

    properties: Properties
    level: int | None
    contents: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """A style as written: what it is (`builtin`), its name, which one it is based on, and what it changes."""

    builtin: int
    name: str
    base: int
    modifiers: bytes


class Styles:
    """The paragraph styles of a document, by number."""

    def __init__(self, sheet: bytes) -> None:
        self._entries = _read_entries(sheet)
        self._resolved: dict[int, Style] = {}

    def style(self, index: int) -> Style:
        """Gives a style with all that it inherits; an unknown one has no properties."""
        if index not in self._resolved:
            self._resolved[index] = self._resolve(index)
        return self._resolved[index]

    def _resolve(self, index: int) -> Style:
        chain: list[_Entry] = []
        while index in self._entries and len(chain) < _DEEPEST:
            chain.append(self._entries[index])
            index = chain[-1].base
        properties: dict[int, bytes] = {}
        level: int | None = None
        for entry in reversed(chain):
            own = read_properties(entry.modifiers)
            properties.update(own)
            level = outline_level(own, _level_of(entry, level))
        return Style(properties, level, bool(chain) and _is_contents(chain[0]))


def outline_level(own: Properties, inherited: int | None) -> int | None:
    """Gives the heading level that properties state, else the inherited one."""
    outline = number(own, OUTLINE_LEVEL)
    if outline is None:
        return inherited
    return outline + 1 if outline < _BODY_TEXT else None


def _level_of(entry: _Entry, inherited: int | None) -> int | None:
    """Gives the level that a style has for what it is or how it is named, else the inherited one."""
    if entry.builtin in _HEADINGS:
        return entry.builtin
    named = _HEADING_NAME.match(entry.name)
    if named:
        return int(named[1])
    return 0 if entry.builtin == _TITLE or _TITLE_NAME.match(entry.name) else inherited


def _is_contents(entry: _Entry) -> bool:
    return entry.builtin in _CONTENTS or _CONTENTS_NAME.match(entry.name) is not None


def _read_entries(sheet: bytes) -> dict[int, _Entry]:
    if len(sheet) < 8:
        return {}
    head, count, base_length = struct.unpack_from("<3H", sheet)
    place = 2 + head
    entries: dict[int, _Entry] = {}
    for index in range(min(count, _MOST_STYLES)):
        if place + 2 > len(sheet):
            break
        (length,) = struct.unpack_from("<H", sheet, place)
        entry = _read_entry(sheet[place + 2 : place + 2 + length], base_length)
        if entry is not None:
            entries[index] = entry
        place += 2 + length
    return entries


def _read_entry(style: bytes, base_length: int) -> _Entry | None:
    """Reads an STD; None for what is no paragraph style."""
    if len(style) < max(base_length + 2, 4):
        return None
    first, second = struct.unpack_from("<2H", style)
    if second & 0xF != _PARAGRAPH_STYLE:
        return None
    name_end = base_length + 2 + 2 * int.from_bytes(style[base_length : base_length + 2], "little")
    name = style[base_length + 2 : name_end].decode("utf-16-le", "replace")
    place = name_end + 2  # the name ends with a zero
    length = int.from_bytes(style[place : place + 2], "little")
    # The modifiers come after the number of the style itself.
    return _Entry(first & 0xFFF, name, second >> 4, style[place + 4 : place + 2 + length])
