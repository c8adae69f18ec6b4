"""Word 97 to 2003 documents, and those WPS Office writes in the same format, from their streams ([MS-DOC]).

fib: the head and the places of everything else · pieces: the characters · runs and sprms: their properties ·
styles, lists: what these refer to · text, tables, body: what the reader sees.
"""

from __future__ import annotations

from govsummary.reading.blocks import Block, Content, Paragraph
from govsummary.reading.container import Container
from govsummary.reading.msdoc.body import Body
from govsummary.reading.msdoc.fib import Tables, read_head

__all__ = ["read_head", "read_word"]


def read_word(container: Container, document: bytes) -> Content:
    """Reads a document that `read_head` calls modern and that is not encrypted.

    Raises:
        ReadError, ValueError, IndexError, struct.error: when its tables are broken.
    """
    table = container.stream(read_head(document).table)
    if table is None:
        raise ValueError("no table stream")
    body = Body(Tables(document, table), lambda: container.stream("Data") or b"")
    blocks = list(body.blocks())
    return Content(blocks, tool=container.tool(), replaced=sum(map(_lost, blocks)), format="doc")


def _lost(block: Block) -> int:
    """Counts the characters that could not be decoded."""
    texts = [block.text] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]
    return sum(text.count("\ufffd") for text in texts)
