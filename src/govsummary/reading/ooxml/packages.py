"""The parts of an office package (OPC) and how they refer to each other."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from govsummary.reading.ooxml.safexml import attribute, walk_xml
from govsummary.reading.ooxml.safezip import Archive, PartError

_LONGEST_TOOL = 100


@dataclass(frozen=True, slots=True)
class Relation:
    """One part that another refers to: under which id, as what (the last word of its type), and its name."""

    id: str
    kind: str
    target: str


def relations_of(archive: Archive, part: str) -> list[Relation]:
    """Gives what the part (the whole package for "") refers to inside the package, in the order of the file.

    Raises:
        PartError: as `Archive.part` and `walk_xml` do.
    """
    folder, file = posixpath.split(part)
    data = archive.part(posixpath.join(folder, "_rels", f"{file}.rels"))
    if data is None:
        return []
    handler = _RelationsHandler(folder)
    walk_xml(data, handler)
    return handler.relations


def tool_of(properties: bytes | None) -> str | None:
    """Names the program that wrote a package, from its properties; broken properties name none."""
    if properties is None:
        return None
    handler = _ToolHandler()
    try:
        walk_xml(properties, handler)
    except PartError:
        return None
    return "".join(handler.pieces).strip()[:_LONGEST_TOOL] or None


class _RelationsHandler:
    def __init__(self, folder: str) -> None:
        self.relations: list[Relation] = []
        self._folder = folder

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        if name == "Relationship" and attribute(attributes, "TargetMode") != "External":
            target = posixpath.join("/", self._folder, attribute(attributes, "Target") or "")
            relation = Relation(
                attribute(attributes, "Id") or "",
                (attribute(attributes, "Type") or "").rpartition("/")[2],
                posixpath.normpath(target).lstrip("/"),
            )
            self.relations.append(relation)
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
        self._inside = name == "Application" and not self.pieces
        return False

    def end(self, name: str) -> None:
        self._inside = False

    def text(self, text: str) -> None:
        if self._inside:
            self.pieces.append(text)
