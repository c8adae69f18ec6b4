"""Reads .docx and .docm: the main part of the package, with its styles and lists."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache

from govsummary.errors import ReadError
from govsummary.reading.blocks import Content, ReadOptions
from govsummary.reading.safexml import attribute, walk_xml
from govsummary.reading.safezip import Archive, PartError
from govsummary.reading.wordblocks import blocks_of
from govsummary.reading.wordbody import Body
from govsummary.reading.wordlists import Lists, read_lists
from govsummary.reading.wordstyles import Styles, read_styles

# The documents of one office share their styles: what was read last is kept, unless it is big.
_KEPT = 32
_MOST_KEPT_BYTES = 1024 * 1024
_MAIN_PART = re.compile(r"word/document\d*\.xml$")
_LONGEST_TOOL = 100


def read_docx(data: bytes, path: str, options: ReadOptions) -> Content:
    """Reads a Word document of the OOXML kind, transitional or strict.

    Raises:
        ReadError: `damaged`, `encrypted`, `too_large`, `unsupported`.
    """
    try:
        return _read(Archive(data))
    except PartError as error:
        raise ReadError(error.code, path, error.message) from error


def _read(archive: Archive) -> Content:
    package = _Package(archive)
    styles, lists = package.related("styles"), package.related("numbering")
    body = Body()
    walk_xml(package.main, body)
    blocks = blocks_of(
        body.items,
        Styles() if styles is None else _styles(styles),
        Lists() if lists is None else _lists(lists),
    )
    return Content(blocks, tool=tool_of(archive.part("docProps/app.xml")))


def tool_of(part: bytes | None) -> str | None:
    """Names the program that wrote a package, from its properties; broken properties name none."""
    if part is None:
        return None
    handler = _ToolHandler()
    try:
        walk_xml(part, handler)
    except PartError:
        return None
    return "".join(handler.pieces).strip()[:_LONGEST_TOOL] or None


class _Package:
    """Finds the parts of a document: by its relations, else by their usual names."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._name, self.main = self._main_part()
        folder, file = posixpath.split(self._name)
        self._relations = self._related_names(f"{folder}/_rels/{file}.rels", folder)

    def related(self, kind: str) -> bytes | None:
        """Unpacks the part that is related to the main part as `kind`; None when there is none."""
        named = self._relations.get(kind)
        part = None if named is None else self._archive.part(named)
        return part if part is not None else self._archive.part(f"{posixpath.dirname(self._name)}/{kind}.xml")

    def _main_part(self) -> tuple[str, bytes]:
        named = self._related_names("_rels/.rels", "").get("officeDocument")
        usual = sorted(name for name in self._archive.names() if _MAIN_PART.match(name))
        for name in ([named] if named else []) + usual:
            part = self._archive.part(name)
            if part is not None:
                return name, part
        raise PartError("damaged", "its main part is missing; open it in its program and save it anew")

    def _related_names(self, name: str, folder: str) -> dict[str, str]:
        part = self._archive.part(name)
        if part is None:
            return {}
        handler = _RelationsHandler(folder)
        walk_xml(part, handler)
        return handler.names


class _RelationsHandler:
    """Keeps the first part for each kind of relation, the last word of its type."""

    def __init__(self, folder: str) -> None:
        self.names: dict[str, str] = {}
        self._folder = folder

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        if name == "Relationship" and attribute(attributes, "TargetMode") != "External":
            kind = (attribute(attributes, "Type") or "").rpartition("/")[2]
            target = attribute(attributes, "Target") or ""
            self.names.setdefault(kind, posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/"))
        return False

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _ToolHandler:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._inside = False

    def start(self, name: str, _attributes: dict[str, str]) -> bool:
        self._inside = name == "Application"
        return False

    def end(self, name: str) -> None:
        self._inside = False

    def text(self, text: str) -> None:
        if self._inside:
            self.pieces.append(text)


def _styles(part: bytes) -> Styles:
    return _kept_styles(part) if len(part) <= _MOST_KEPT_BYTES else read_styles(part)


def _lists(part: bytes) -> Lists:
    return _kept_lists(part) if len(part) <= _MOST_KEPT_BYTES else read_lists(part)


_kept_styles = lru_cache(maxsize=_KEPT)(read_styles)
_kept_lists = lru_cache(maxsize=_KEPT)(read_lists)
