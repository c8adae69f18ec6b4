"""Reads .docx and .docm: the main part of the package, with its styles and lists."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache

from govsummary.errors import ReadError
from govsummary.reading.blocks import Content, ReadOptions
from govsummary.reading.ooxml.blocks import blocks_of
from govsummary.reading.ooxml.body import Body
from govsummary.reading.ooxml.lists import Lists, read_lists
from govsummary.reading.ooxml.packages import relations_of, tool_of
from govsummary.reading.ooxml.safexml import walk_xml
from govsummary.reading.ooxml.safezip import Archive, PartError
from govsummary.reading.ooxml.styles import Styles, read_styles

# The documents of one office share their styles: what was read last is kept, unless it is big.
_KEPT = 32
_MOST_KEPT_BYTES = 1024 * 1024
_MAIN_PART = re.compile(r"word/document\d*\.xml$")


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
    name, main = _main_part(archive)
    related: dict[str, str] = {}
    for relation in relations_of(archive, name):
        related.setdefault(relation.kind, relation.target)
    styles = _related_part(archive, name, "styles", related)
    lists = _related_part(archive, name, "numbering", related)
    body = Body()
    walk_xml(main, body)
    blocks = blocks_of(
        body.items,
        Styles() if styles is None else _styles(styles),
        Lists() if lists is None else _lists(lists),
    )
    return Content(blocks, tool=tool_of(archive.part("docProps/app.xml")))


def _main_part(archive: Archive) -> tuple[str, bytes]:
    """Finds the main part: by the relations of the package, else by its usual name."""
    named = [relation.target for relation in relations_of(archive, "") if relation.kind == "officeDocument"]
    for name in named + sorted(name for name in archive.names() if _MAIN_PART.match(name)):
        part = archive.part(name)
        if part is not None:
            return name, part
    raise PartError("damaged", "its main part is missing; open it in its program and save it anew")


def _related_part(archive: Archive, main: str, kind: str, related: dict[str, str]) -> bytes | None:
    """Unpacks the part that the main part refers to as `kind`, else the one of the usual name; None without one."""
    part = archive.part(related[kind]) if kind in related else None
    return part if part is not None else archive.part(posixpath.join(posixpath.dirname(main), f"{kind}.xml"))


def _styles(part: bytes) -> Styles:
    return _kept_styles(part) if len(part) <= _MOST_KEPT_BYTES else read_styles(part)


def _lists(part: bytes) -> Lists:
    return _kept_lists(part) if len(part) <= _MOST_KEPT_BYTES else read_lists(part)


_kept_styles = lru_cache(maxsize=_KEPT)(read_styles)
_kept_lists = lru_cache(maxsize=_KEPT)(read_lists)
