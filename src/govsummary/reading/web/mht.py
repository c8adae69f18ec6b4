"""Web pages saved as one file (.mht), and mails: the part that holds the page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from itertools import islice

from govsummary.errors import ReadError
from govsummary.reading.blocks import Content, Paragraph, ReadOptions
from govsummary.reading.encodings import decode
from govsummary.reading.web.html import read_page

# Each level of parts asks for one boundary; a saved page has one or two, and the parser's time grows with them.
_BOUNDARY = re.compile(rb"boundary\s*=", re.IGNORECASE)
_MOST_BOUNDARIES = 40
_MOST_PARTS = 5000
_MOST_PAGES = 20
# The time for a header grows with the square of its length.
_LONG_TYPE = re.compile(rb"^content-type:(?:[^\r\n]|\r?\n[ \t]){4000}", re.IGNORECASE | re.MULTILINE)
_PAGE_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class _Part:
    """A part that is text: its bytes and the encoding that it names."""

    is_page: bool
    charset: str | None
    payload: bytes


def read_mht(data: bytes, path: str, options: ReadOptions) -> Content:
    """Reads the first page in the file that holds any text: a frame set has its text in later parts.

    Raises:
        ReadError: `empty` without a part of text, `damaged` or `too_large` for parts that cannot be told apart.
    """
    if len(_BOUNDARY.findall(data)) > _MOST_BOUNDARIES or _LONG_TYPE.search(data):
        raise ReadError("too_large", path, "parts within parts without end; save the page as .html")
    try:
        parts = _parts(data)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise ReadError("damaged", path, f"its parts cannot be told apart ({error}); save the page as .html") from None
    for part in parts:
        content = read_page(part.payload, path, part.charset) if part.is_page else _plain(part)
        if content.blocks:
            return content
    raise ReadError("empty", path, "no part of the file holds text; save the page as .html")


def _parts(data: bytes) -> list[_Part]:
    """Gives the parts that are pages, then those that are plain text, each in file order."""
    walked = islice(message_from_bytes(data).walk(), _MOST_PARTS)
    typed = [(part.get_content_type(), part) for part in walked if not part.is_multipart()]
    pages = [(True, part) for kind, part in typed if kind in _PAGE_TYPES][:_MOST_PAGES]
    plain = [(False, part) for kind, part in typed if kind == "text/plain"][:_MOST_PAGES]
    parts = [_Part(is_page, part.get_content_charset(), _payload(part)) for is_page, part in [*pages, *plain]]
    return [part for part in parts if part.payload.strip()]


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _plain(part: _Part) -> Content:
    decoded = decode(part.payload, part.charset)
    lines = [Paragraph(line) for line in decoded.text.splitlines() if line.strip()]
    return Content(blocks=lines, encoding=decoded.encoding, replaced=decoded.replaced)
