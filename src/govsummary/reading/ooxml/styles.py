"""The paragraph styles of a Word document: which are headings, which are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from govsummary.reading.ooxml.safexml import attribute, bounded_int, walk_xml
from govsummary.reading.ooxml.safezip import PartError

# A style that is based on more others is damage (or a circle).
_MOST_ANCESTORS = 20
_MOST_STYLES = 40_000  # ten times as many as Word takes
_BODY_TEXT = 9  # the outline level of what is no heading
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$")
_TITLE_NAMES = frozenset({"title", "标题"})
_CONTENTS_NAME = re.compile(r"(?:toc|目录)\s*(?:[1-9]|heading|标题)$")
_IRRELEVANT_KINDS = frozenset({"table", "character"})
_LEFT_OUT = frozenset(
    {"w:latentStyles", "w:docDefaults", "w:rPr", "w:pPrChange", "w:rPrChange", "w:tblPr", "aml:annotation"}
)


@dataclass(slots=True)
class Style:
    """What matters of a paragraph style; None where it says nothing itself.

    Attributes:
        name: in lower case.
        based_on: the id of the style that it is based on.
        outline: the outline level, 0 the outermost, 9 running text.
        list_id: the list that numbers its paragraphs; "0" for none.
        depth: the level in that list, 0 the outermost.
    """

    name: str = ""
    based_on: str | None = None
    outline: int | None = None
    list_id: str | None = None
    depth: int | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a document by id; `default` is that of paragraphs that name none."""

    by_id: Mapping[str, Style] = field(default_factory=dict)
    default: str | None = None

    def chain(self, style_id: str | None) -> Iterator[tuple[str, Style]]:
        """Gives a style and those it is based on, nearest first."""
        current = style_id if style_id in self.by_id else self.default
        for _ in range(_MOST_ANCESTORS):
            style = None if current is None else self.by_id.get(current)
            if current is None or style is None:
                return
            yield current, style
            current = style.based_on

    def heading_level(self, style_id: str | None, outline: int | None) -> int | None:
        """Tells the heading level of a paragraph: 1 the outermost, 0 a title, None for running text.

        Args:
            style_id: the style of the paragraph.
            outline: the outline level that the paragraph itself has; it is stronger than its style.
        """
        if outline is not None:
            return None if outline >= _BODY_TEXT else outline + 1
        for _, style in self.chain(style_id):
            if style.outline is not None:
                return None if style.outline >= _BODY_TEXT else style.outline + 1
            named = _HEADING_NAME.match(style.name)
            if named:
                return int(named[1])
            if style.name in _TITLE_NAMES:
                return 0
        return None

    def is_contents(self, style_id: str | None) -> bool:
        """Tells whether paragraphs of the style are lines of a table of contents, which only repeat headings."""
        style = self.by_id.get(style_id or "")
        return style is not None and _CONTENTS_NAME.match(style.name) is not None


def read_styles(part: bytes) -> Styles:
    """Reads the styles of a part (or of a whole document in one file).

    Raises:
        PartError: `damaged`.
    """
    handler = _StylesHandler()
    walk_xml(part, handler)
    return Styles(handler.styles, handler.default)


class _StylesHandler:
    def __init__(self) -> None:
        self.styles: dict[str, Style] = {}
        self.default: str | None = None
        self._style: Style | None = None

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        if name == "w:style":
            return self._open(attributes)
        if name in _LEFT_OUT or name == "w:body":
            return True
        if self._style is not None:
            self._note(self._style, name, attributes)
        return False

    def end(self, name: str) -> None:
        if name == "w:style":
            self._style = None

    def text(self, text: str) -> None:
        pass

    def _open(self, attributes: dict[str, str]) -> bool:
        kind = attribute(attributes, "type")
        style_id = attribute(attributes, "styleId")
        if kind in _IRRELEVANT_KINDS or style_id is None:
            return True
        if len(self.styles) > _MOST_STYLES:
            raise PartError("too_large", f"more than {_MOST_STYLES} styles; paste the text into a new document")
        self._style = self.styles[style_id] = Style()
        if kind == "paragraph" and attribute(attributes, "default") in {"1", "true", "on"}:
            self.default = style_id
        return False

    def _note(self, style: Style, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "w:name":
                style.name = (attribute(attributes, "val") or "").strip().lower()
            case "w:basedOn":
                style.based_on = attribute(attributes, "val")
            case "w:outlineLvl":
                style.outline = bounded_int(attribute(attributes, "val"), 0, 9)
            case "w:numId" | "w:ilfo":
                style.list_id = attribute(attributes, "val")
            case "w:ilvl":
                style.depth = bounded_int(attribute(attributes, "val"), 0, 8)
            case _:
                pass
