"""Reads a document from a path, standard input or bytes. What a document is, its content says, never its name."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from govsummary.errors import ReadCode, ReadError
from govsummary.model import Source
from govsummary.reading.plain import read_plain

__all__ = ["MAX_BYTES", "read", "read_bytes"]

# Far above any summary; keeps a mistaken path (a disk image, a video) from filling the memory.
MAX_BYTES = 32 * 1024 * 1024  # a thousand times the longest report that we know

_ZIP_KINDS = (
    (b"word/document.xml", "a Word document (.docx)"),
    (b"xl/workbook.xml", "an Excel workbook (.xlsx)"),
    (b"ppt/presentation.xml", "a PowerPoint file (.pptx)"),
    (b"opendocument.text", "an OpenDocument text (.odt)"),
)
_MAGICS = (
    (b"\xd0\xcf\x11\xe0", "an old Word document (.doc, .wps)"),
    (b"%PDF", "a PDF file"),
    (b"{\\rtf", "a rich text file (.rtf)"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_MHT = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)


def read(path: str | Path) -> Source:
    """Reads the document at `path`; `-` is standard input.

    Raises:
        ReadError: with a code (missing, folder, denied, empty, unsupported, not_text, too_large), and what to do.
    """
    name = str(path)
    if name == "-":
        return read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), name)
    return read_bytes(_bytes_of(Path(path), name), name)


def read_bytes(data: bytes, path: str, limit: int = MAX_BYTES) -> Source:
    """Reads a document from its bytes.

    Args:
        data: the whole file.
        path: how the document is named in errors and in the source.
        limit: the most bytes that are read.

    Raises:
        ReadError: empty, unsupported, not_text or too_large.
    """
    if len(data) > limit:
        raise _too_large(path, limit)
    if not data:
        raise ReadError("empty", path, "the file is empty")
    kind = office_kind(data)
    if kind:
        raise ReadError("unsupported", path, f"{kind}: this version reads text files; save it as .txt")
    return read_plain(data, path, "md" if path.lower().endswith((".md", ".markdown")) else "txt")


def office_kind(data: bytes) -> str | None:
    """Names the kind of file that `data` is when it is no plain text, else None.

    >>> office_kind(b"%PDF-1.7")
    'a PDF file'
    """
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return next((kind for part, kind in _ZIP_KINDS if part in data), "a zip archive")
    for magic, kind in _MAGICS:
        if data.startswith(magic):
            return kind
    return _markup_kind(data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n"))


def _markup_kind(head: bytes) -> str | None:
    if head.startswith(b"<?xml") or head.startswith(b"<w:wordDocument"):
        return "a Word 2003 document (.xml)" if b"<w:wordDocument" in head else "an XML file"
    if _HTML.match(head):
        return "a web page (.html)"
    if _MHT.search(head[:1024]):
        return "a saved web page (.mht)"
    return None


def _bytes_of(path: Path, name: str) -> bytes:
    """Reads a file no longer than the limit; every failure is a ReadError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(name, MAX_BYTES)
        return path.read_bytes()
    except FileNotFoundError:
        raise _failure("missing", name, "no such file; check the path") from None
    except IsADirectoryError:
        raise _failure("folder", name, "this is a folder; name a file in it") from None
    except PermissionError:
        raise _failure("denied", name, "the file may not be read; check its permissions") from None
    except ReadError:
        raise
    except (OSError, ValueError) as error:
        raise _failure("missing", name, f"the file cannot be opened ({error}); check the path") from None


def _failure(code: ReadCode, name: str, message: str) -> ReadError:
    return ReadError(code, name, message)


def _too_large(path: str, limit: int) -> ReadError:
    return ReadError("too_large", path, f"more than {limit // (1024 * 1024)} MiB; split the file")
