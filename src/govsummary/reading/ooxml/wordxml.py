"""Reads Word documents that are one XML file: Word 2003 XML, which WPS writes too, and flat OPC."""

from __future__ import annotations

from govsummary.errors import ReadError
from govsummary.reading.blocks import Content, ReadOptions
from govsummary.reading.ooxml.blocks import blocks_of
from govsummary.reading.ooxml.body import Body
from govsummary.reading.ooxml.lists import read_lists
from govsummary.reading.ooxml.packages import tool_of
from govsummary.reading.ooxml.safexml import walk_xml
from govsummary.reading.ooxml.safezip import PartError
from govsummary.reading.ooxml.styles import read_styles


def read_wordxml(data: bytes, path: str, options: ReadOptions) -> Content:
    """Reads a Word document in one XML file; it is walked once for each of text, styles and lists.

    Raises:
        ReadError: `damaged`, `too_large`.
    """
    body = Body()
    try:
        walk_xml(data, body)
        blocks = blocks_of(body.items, read_styles(data), read_lists(data))
    except PartError as error:
        raise ReadError(error.code, path, error.message) from error
    return Content(blocks, tool=tool_of(data))
