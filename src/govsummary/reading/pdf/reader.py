"""Reads a PDF: opens it, bounds it, and puts the text of its pages together."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govsummary.errors import ReadError
from govsummary.reading.blocks import Content, ReadOptions
from govsummary.reading.pdf.columns import flows_of
from govsummary.reading.pdf.furniture import Page, body_size, without_furniture
from govsummary.reading.pdf.glyphs import TooManyCharactersError, read_glyphs
from govsummary.reading.pdf.grids import read_grids
from govsummary.reading.pdf.integrity import has_broken_stream, is_cut
from govsummary.reading.pdf.lines import pieces_of
from govsummary.reading.pdf.paragraphs import blocks_of
from govsummary.reading.pdf.tables import GridTable, take_tables

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

# A thick yearbook has 1,000 pages and a million characters; a page of a newspaper has 10,000.
MOST_PAGES = 2000
MOST_CHARACTERS = 1_000_000
MOST_ON_PAGE = 100_000
# Above this share of characters that its fonts do not name, the text layer is of no use.
_MOST_UNKNOWN = 0.3
# A picture with no more than a page number or the name of the program that made it.
_FEW_RUNS = 3
_LONGEST_TOOL = 120

# pdfium keeps its state in globals and is not thread-safe: one document at a time. Processes may read side by side.
_PDFIUM = threading.Lock()


@dataclass(frozen=True, slots=True)
class _PageContent:
    """What a page holds: its text outside of tables, its tables, and whether it is a picture without text."""

    page: Page
    tables: list[GridTable]
    characters: int
    unknown: int
    is_picture: bool


def read_pdf(data: bytes, path: str, options: ReadOptions) -> Content:
    """Reads a PDF with a text layer; also the invisible one that text recognition lays over a scan.

    Raises:
        ReadError: `unsupported` without pypdfium2, `encrypted`, `damaged`, `too_large`, `no_text_layer`.
    """
    try:
        import pypdfium2
    except ImportError:
        raise ReadError("unsupported", path, "PDF needs pypdfium2: pip install 'govsummary[pdf]'") from None
    with _PDFIUM:
        try:
            return _read(data, path, options)
        except (pypdfium2.PdfiumError, ValueError, OverflowError) as error:
            if isinstance(error, ReadError):
                raise
            raise _damaged(path, str(error)) from None


def _read(data: bytes, path: str, options: ReadOptions) -> Content:
    with _opened(data, path, options) as document:
        if is_cut(data):
            raise _damaged(path, "its end is missing")
        if has_broken_stream(_in_clear(document, data)):
            raise _damaged(path, "a compressed part is broken")
        contents = _contents(document, path)
        tool = _tool(document)
    _check_text(contents, path)
    kept = without_furniture([content.page for content in contents])
    em = body_size(piece for pieces in kept for piece in pieces)
    flows = flows_of([(pieces, content.tables) for pieces, content in zip(kept, contents, strict=True)], em)
    blocks = blocks_of(flows, em)
    if not blocks and any(content.is_picture for content in contents):
        raise _no_text(path, "the pages are pictures")
    return Content(blocks, tool=tool, pages=len(contents), replaced=sum(content.unknown for content in contents))


@contextmanager
def _opened(data: bytes, path: str, options: ReadOptions) -> Iterator[PdfDocument]:
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data, password=options.password)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            tried = "the password does not open it" if options.password else "it is protected by a password"
            raise ReadError("encrypted", path, f"{tried}; name it with --password") from None
        if error.err_code == pdfium.FPDF_ERR_SECURITY:
            raise ReadError("encrypted", path, "its protection is not known; save it without protection") from None
        raise _damaged(path, str(error)) from None
    try:
        yield document
    finally:
        document.close()


def _in_clear(document: PdfDocument, data: bytes) -> bytes:
    """Gives the bytes of a document without its encryption."""
    import pypdfium2.raw as pdfium

    if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) == -1:
        return data
    clear = io.BytesIO()
    document.save(clear, flags=pdfium.FPDF_REMOVE_SECURITY)
    return clear.getvalue()


def _contents(document: PdfDocument, path: str) -> list[_PageContent]:
    """Reads the pages one by one."""
    if len(document) > MOST_PAGES:
        raise ReadError("too_large", path, f"more than {MOST_PAGES} pages; split the file")
    if len(document) == 0:
        raise _damaged(path, "it has no pages")
    contents: list[_PageContent] = []
    left = MOST_CHARACTERS
    for index in range(len(document)):
        page = document[index]
        try:
            contents.append(_content(page, index + 1, min(left, MOST_ON_PAGE)))
        except TooManyCharactersError as error:
            raise ReadError("too_large", path, f"{error}; split the file") from None
        finally:
            page.close()
        left -= contents[-1].characters
    return contents


def _content(page: PdfPage, number: int, most: int) -> _PageContent:
    text = read_glyphs(page, number, most)
    runs, tables = take_tables(text.runs, read_grids(page, text), number) if text.runs else (text.runs, [])
    return _PageContent(
        page=Page(pieces_of(runs), text.width, text.height),
        tables=tables,
        characters=text.characters,
        unknown=text.unknown,
        is_picture=len(text.runs) <= _FEW_RUNS and _has_picture(page),
    )


def _has_picture(page: PdfPage) -> bool:
    import pypdfium2.raw as pdfium

    return any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _check_text(contents: list[_PageContent], path: str) -> None:
    """A scan, or a text that nobody can read, is an error, never an empty success."""
    characters = sum(content.characters for content in contents)
    if sum(content.unknown for content in contents) > _MOST_UNKNOWN * characters:
        raise _no_text(path, "its fonts do not say which characters they draw")
    pictures = sum(content.is_picture and content.characters == 0 for content in contents)
    if pictures > 0.5 * len(contents):
        raise _no_text(path, f"{pictures} of {len(contents)} pages are pictures")


def _tool(document: PdfDocument) -> str | None:
    """Names the program that wrote the file, and the one that made the PDF where it is another."""
    metadata = document.get_metadata_dict()
    names = ("".join(filter(str.isprintable, metadata.get(key, ""))).strip() for key in ("Creator", "Producer"))
    return " / ".join(dict.fromkeys(name for name in names if name))[:_LONGEST_TOOL] or None


def _damaged(path: str, why: str) -> ReadError:
    return ReadError("damaged", path, f"the PDF is damaged ({why}); open it in its program and save it anew")


def _no_text(path: str, why: str) -> ReadError:
    return ReadError("no_text_layer", path, f"no text layer: {why}; run text recognition (OCR) over it first")
