"""Reads a document from a path, standard input or bytes. What a document is, its content says, never its name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from govsummary.errors import ReadCode, ReadError
from govsummary.model import Source
from govsummary.reading.blocks import Content, Reader, ReadOptions, lay_out
from govsummary.reading.encodings import is_mostly_foreign
from govsummary.reading.kinds import Kind, kind_of
from govsummary.reading.plain import read_plain

__all__ = ["MAX_BYTES", "ReadOptions", "bytes_of", "read", "read_bytes"]

# Far above any summary; keeps a mistaken path (a disk image, a video) from filling the memory.
MAX_BYTES = 64 * 1024 * 1024
_REFUSED: dict[Kind, str] = {
    "pptx": "a PowerPoint file: save its text as .docx or .txt",
    "zip": "a zip archive: unpack it first",
    "xml": "an XML file of another program: save it as .docx or .txt",
}


def read(path: str | Path, options: ReadOptions | None = None) -> Source:
    """Reads the document at `path`; `-` is standard input.

    Raises:
        ReadError: with a code (missing, folder, denied, empty, encrypted, no_text_layer, too_large, damaged,
            unsupported, not_text), and what to do.
    """
    return read_bytes(bytes_of(path), str(path), options=options)


def read_bytes(data: bytes, path: str, limit: int = MAX_BYTES, options: ReadOptions | None = None) -> Source:
    """Reads a document from its bytes.

    Args:
        data: the whole file.
        path: how the document is named in errors and in the source.
        limit: the most bytes that are read.
        options: password, programs and bounds; the usual ones when None.

    Raises:
        ReadError: with one of its codes.
    """
    if len(data) > limit:
        raise _too_large(path, limit)
    if not data:
        raise ReadError("empty", path, "the file is empty")
    kind = kind_of(data)
    if kind in _REFUSED:
        raise ReadError("unsupported", path, _REFUSED[kind])
    if kind == "plain":
        return read_plain(data, path, "md" if path.lower().endswith((".md", ".markdown")) else "txt")
    if kind not in _READERS:
        raise ReadError("unsupported", path, f"{kind} is not read; save it as .txt")
    return _source(_READERS[kind]()(data, path, options or ReadOptions()), path, kind)


def _source(content: Content, path: str, kind: Kind) -> Source:
    """Lays out what a reader gave; what holds no text, or mostly what no text holds, is an error."""
    layout = lay_out(content.blocks)
    text = layout.text
    if not text.strip():
        raise ReadError("empty", path, "the document holds no text")
    if is_mostly_foreign(text):
        raise ReadError("damaged", path, "many characters that no text holds; open it in its program and save it anew")
    return Source(
        path=path,
        format=content.format or kind,
        encoding=content.encoding,
        characters=len(text),
        replaced=content.replaced,
        tool=content.tool,
        pages=content.pages,
        text=text,
        headings=layout.headings,
        boxes=layout.boxes,
    )


def _docx_reader() -> Reader:
    from govsummary.reading.ooxml.docx import read_docx

    return read_docx


def _pdf_reader() -> Reader:
    from govsummary.reading.pdf import read_pdf

    return read_pdf


def _wordxml_reader() -> Reader:
    from govsummary.reading.ooxml.wordxml import read_wordxml

    return read_wordxml


def _xlsx_reader() -> Reader:
    from govsummary.reading.excel.xlsx import read_xlsx

    return read_xlsx


def _ole_reader() -> Reader:
    from govsummary.reading.ole import ole_reader

    return ole_reader(lambda kind: _READERS[kind]() if kind in _READERS else None, _convert)


def _html_reader() -> Reader:
    from govsummary.reading.web.html import read_html

    return read_html


def _mht_reader() -> Reader:
    from govsummary.reading.web.mht import read_mht

    return read_mht


def _rtf_reader() -> Reader:
    from govsummary.reading.rtf.reader import read_rtf

    return read_rtf


def _odt_reader() -> Reader:
    return lambda data, path, options: _convert(data, path, options, ".odt")


def _convert(data: bytes, path: str, options: ReadOptions, suffix: str) -> Content:
    """Reads a document that only LibreOffice reads."""
    if suffix not in (".odt", ".doc"):
        raise ReadError("unsupported", path, "a file of Office 95 or before: save it as .docx or .xlsx")
    from govsummary.reading.ooxml.docx import read_docx
    from govsummary.reading.soffice import read_soffice

    return read_soffice(data, path, options, suffix, read_docx)


# Each gives its reader when it is needed: what no document needs is not imported.
_READERS: dict[Kind, Callable[[], Reader]] = {
    "docx": _docx_reader,
    "ole": _ole_reader,
    "pdf": _pdf_reader,
    "wordxml": _wordxml_reader,
    "xlsx": _xlsx_reader,
    "html": _html_reader,
    "mht": _mht_reader,
    "rtf": _rtf_reader,
    "odt": _odt_reader,
}


def bytes_of(path: str | Path) -> bytes:
    """Gives the bytes of a file that is no longer than the limit; `-` is standard input.

    Raises:
        ReadError: missing, folder, denied, too_large.
    """
    name = str(path)
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        if Path(path).stat().st_size > MAX_BYTES:
            raise _too_large(name, MAX_BYTES)
        return Path(path).read_bytes()
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
