"""Plain text and Markdown: bytes to text with one kind of line end."""

from __future__ import annotations

import re

from govsummary.errors import ReadError
from govsummary.model import Source
from govsummary.reading.blocks import LINE_ENDS
from govsummary.reading.encodings import decode, is_mostly_foreign

# Invisible marks that editors leave behind; they would split words.
_INVISIBLE = re.compile("[\x00\ufeff\u200b\u200c\u200d\u2060\u00ad]")


def read_plain(data: bytes, path: str, text_format: str) -> Source:
    """Reads a plain text: a line feed ends every line, NUL and zero-width characters are dropped.

    Args:
        data: the bytes of the file.
        path: how the document is named in errors and in the source.
        text_format: `txt` or `md`.

    Raises:
        ReadError: `empty` without a visible character, `not_text` for bytes that are no text.
    """
    decoded = decode(_without_padding(data))
    if is_mostly_foreign(decoded.text):
        raise ReadError("not_text", path, "too many control or undecodable characters for a text; save it as .txt")
    text = _INVISIBLE.sub("", LINE_ENDS.sub("\n", decoded.text))
    if not text.strip():
        raise ReadError("empty", path, "the document holds no text")
    return Source(
        path=path,
        format=text_format,
        encoding=decoded.encoding,
        characters=len(text),
        replaced=decoded.replaced,
        text=text,
    )


def _without_padding(data: bytes) -> bytes:
    """Drops NUL bytes at the end (sector padding), but for the one that ends a last UTF-16 character."""
    bare = data.rstrip(b"\x00")
    return data if len(data) - len(bare) == 1 else bare
