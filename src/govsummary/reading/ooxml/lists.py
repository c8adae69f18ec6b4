"""The lists of a Word document: what numbers its paragraphs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from govsummary.reading.numbering import Level, ListFormat, style_of_nfc
from govsummary.reading.ooxml.safexml import attribute, bounded_int, walk_xml
from govsummary.reading.ooxml.safezip import PartError

_MOST_DEPTH = 8
_HIGHEST_START = 999_999
_LONGEST_LABEL = 100  # characters; Word's own limit is 31
_MOST_LISTS = 40_000  # Word's own limit is 32,767
_OFF = frozenset({"0", "false", "off"})
_LEFT_OUT = frozenset({"w:rPr", "w:pPr", "w:body", "w:style", "aml:annotation"})
# Elements have other names in Word 2003 XML.
_DEFINITIONS = {"w:abstractNum": "abstractNumId", "w:listDef": "listDefId"}
_INSTANCES = {"w:num": "numId", "w:list": "ilfo"}


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a document by id.

    Attributes:
        forms: how each list looks and counts.
        depths: for each list, the depth at which paragraphs of a style stand in it, where the list says so.
    """

    forms: Mapping[str, ListFormat] = field(default_factory=dict)
    depths: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def read_lists(part: bytes) -> Lists:
    """Reads the lists of a part (or of a whole document in one file).

    Raises:
        PartError: `damaged`.
    """
    handler = _ListsHandler()
    walk_xml(part, handler)
    return handler.lists()


@dataclass(slots=True)
class _Definition:
    """An abstract list: levels, the depths that styles stand at, the style that it is or takes its looks from."""

    levels: dict[int, Level] = field(default_factory=dict)
    depths: dict[str, int] = field(default_factory=dict)
    is_style: str | None = None
    like_style: str | None = None


@dataclass(slots=True)
class _Instance:
    """A list as paragraphs refer to it: the definition, and what it changes."""

    definition: str | None = None
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class _ListsHandler:
    def __init__(self) -> None:
        self._definitions: dict[str, _Definition] = {}
        self._instances: dict[str, _Instance] = {}
        self._definition: _Definition | None = None
        self._instance: _Instance | None = None
        self._depth: int | None = None
        self._level: Level | None = None

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        if name in _LEFT_OUT:
            return True
        if len(self._definitions) + len(self._instances) > _MOST_LISTS:
            raise PartError("too_large", f"more than {_MOST_LISTS} lists; paste the text into a new document")
        if name in _DEFINITIONS:
            self._definition = _Definition()
            self._definitions[attribute(attributes, _DEFINITIONS[name]) or ""] = self._definition
        elif name in _INSTANCES:
            self._instance = _Instance()
            self._instances[attribute(attributes, _INSTANCES[name]) or ""] = self._instance
        elif name in {"w:lvl", "w:lvlOverride"}:
            self._depth = bounded_int(attribute(attributes, "ilvl"), 0, _MOST_DEPTH)
            self._level = Level() if name == "w:lvl" else None
        elif self._level is not None:
            self._note_level(self._level, name, attributes)
        else:
            self._note_list(name, attribute(attributes, "val"))
        return False

    def end(self, name: str) -> None:
        if name == "w:lvl":
            self._close_level()
        elif name in _DEFINITIONS:
            self._definition = None
        elif name in _INSTANCES:
            self._instance = None

    def text(self, text: str) -> None:
        pass

    def lists(self) -> Lists:
        """Puts definitions and instances together."""
        styles = {made.is_style: key for key, made in self._definitions.items() if made.is_style}
        forms: dict[str, ListFormat] = {}
        depths: dict[str, Mapping[str, int]] = {}
        for list_id, instance in self._instances.items():
            key = instance.definition or ""
            definition = self._definitions.get(key, _Definition())
            if not definition.levels and definition.like_style in styles:
                key = styles[definition.like_style]
                definition = self._definitions[key]
            levels = {**definition.levels, **instance.levels}
            for depth, start in instance.starts.items():
                levels[depth] = replace(levels.get(depth, Level()), start=start)
            forms[list_id] = ListFormat(key, list_id, levels, frozenset(instance.starts))
            depths[list_id] = definition.depths
        return Lists(forms, depths)

    def _note_list(self, name: str, value: str | None) -> None:
        if self._instance is not None:
            if name in {"w:abstractNumId", "w:ilst"}:
                self._instance.definition = value
            elif name == "w:startOverride" and self._depth is not None:
                self._instance.starts[self._depth] = bounded_int(value, 0, _HIGHEST_START) or 0
        elif self._definition is not None:
            if name == "w:styleLink":
                self._definition.is_style = value
            elif name in {"w:numStyleLink", "w:listStyleLink"}:
                self._definition.like_style = value

    def _note_level(self, level: Level, name: str, attributes: dict[str, str]) -> None:
        value = attribute(attributes, "val")
        match name:
            case "w:start":
                start = bounded_int(value, 0, _HIGHEST_START)
                self._level = replace(level, start=1 if start is None else start)
            case "w:numFmt":
                self._level = replace(level, style=value or "decimal")
            case "w:nfc":
                self._level = replace(level, style=style_of_nfc(bounded_int(value, 0, 255) or 0))
            case "w:lvlText":
                self._level = replace(level, text=(value or "")[:_LONGEST_LABEL])
            case "w:lvlRestart":
                self._level = replace(level, restart=bounded_int(value, 0, _MOST_DEPTH + 1))
            case "w:isLgl":
                self._level = replace(level, legal=value not in _OFF)
            case "w:pStyle" if value and self._definition is not None and self._depth is not None:
                self._definition.depths[value] = self._depth
            case _:
                pass

    def _close_level(self) -> None:
        levels = (self._instance or self._definition or _Definition()).levels
        if self._level is not None and self._depth is not None:
            levels[self._depth] = self._level
        self._level = None
