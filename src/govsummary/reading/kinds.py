"""What kind of document some bytes are: their content says, never their name."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["docx", "xlsx", "pptx", "odt", "zip", "ole", "pdf", "rtf", "wordxml", "xml", "html", "mht", "plain"]

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_PARTS: tuple[tuple[bytes, Kind], ...] = (
    (b"word/document", "docx"),
    (b"xl/workbook", "xlsx"),
    (b"ppt/presentation.xml", "pptx"),
    (b"opendocument.text", "odt"),
)
_MAGICS: tuple[tuple[bytes, Kind], ...] = ((b"\xd0\xcf\x11\xe0", "ole"), (b"{\\rtf", "rtf"))
_PDF_HEAD = 1024  # readers accept a PDF whose mark stands within so many bytes
# Pages may begin with a comment that says where they were saved from; parts of pages with any block.
_HTML = re.compile(
    rb"(?:<!--(?:[^-]|-(?!->))*-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|style|table|div|p|center|h[1-6])[\s>]",
    re.IGNORECASE,
)
_MHT = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_WORD_XML = (b"<w:wordDocument", b"<pkg:package")
_HEAD = 4096


def kind_of(data: bytes) -> Kind:
    """Names the kind of document that `data` is; what is nothing else is plain text.

    >>> kind_of(b"%PDF-1.7"), kind_of("拆除广告牌".encode())
    ('pdf', 'plain')
    """
    if data.startswith(_ZIP):
        return next((kind for part, kind in _ZIP_PARTS if part in data), "zip")
    for magic, kind in _MAGICS:
        if data.startswith(magic):
            return kind
    if b"%PDF-" in data[:_PDF_HEAD]:
        return "pdf"
    return _markup_kind(data[:_HEAD].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n"))


def _markup_kind(head: bytes) -> Kind:
    if head.startswith((b"<?xml", *_WORD_XML)):
        if any(mark in head for mark in _WORD_XML):
            return "wordxml"
        return "html" if _HTML.search(head) else "xml"
    if _HTML.match(head):
        return "html"
    return "mht" if _MHT.search(head) else "plain"
