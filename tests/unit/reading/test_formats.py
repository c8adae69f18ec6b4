"""The same document in every format gives the same records, and no mutated document ends in anything but an error."""

from __future__ import annotations

import html
import json
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from drawn_pdf import Drawing
from ooxml import docx, p

from govsummary.errors import ReadError
from govsummary.model import Source
from govsummary.pipeline import extract_source, load_engine
from govsummary.reading import ReadOptions, read, read_bytes

ROOT = Path(__file__).parents[3]
CORPUS = ROOT / "corpus"
FIXTURES = ROOT.parent / "shared" / "fixtures"
# Texts without tables or furniture: one with plain numbering, one with masks, one with full-width digits.
TEXTS = ("county-report-2022", "police-2022", "ecology-2022h1")
WHOLE = [
    *("auto.doc", "auto.docx", "enc_user.pdf", "gb2312.html", "is_docx.doc"),
    *("is_html.doc", "nometa_gbk.html", "typed.doc", "typed.pdf", "typed.rtf", "typed.wps", "utf8.html"),
]  # fmt: skip
LINE = 26  # characters a line, lines a page
BARE = ("start", "end", "page", "box", "source", "sentence")


def _bare(value: object) -> object:
    """Drops what depends on where words stand in the text."""
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items() if key not in BARE}
    return [_bare(one) for one in value] if isinstance(value, list) else value


def _records(source: Source) -> object:
    return _bare(json.loads(extract_source(source, load_engine()).model_dump_json()))


def _lines(name: str) -> list[str]:
    lines = (CORPUS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip(" 　") for line in lines if line.strip(" 　")]


def _plain(lines: list[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _docx(lines: list[str]) -> bytes:
    return docx("".join(p(html.escape(line)) for line in lines))


def _html(lines: list[str]) -> bytes:
    body = "".join(f"<p>&nbsp;　{html.escape(line)}</p>" for line in lines)
    return f"<html><head><meta charset=gb2312></head><body><div id=zoom>{body}</div></body></html>".encode("gb18030")


def _wrapped(line: str) -> Iterator[str]:
    """Breaks a paragraph into lines of 26 ideographs; two letters or digits are as wide as one."""
    piece, width = "　　", 2.0
    for char in line:
        step = 0.5 if char.isascii() else 1.0
        if width + step > LINE:
            yield piece
            piece, width = "", 0.0
        piece, width = piece + char, width + step
    yield piece


def _pdf(lines: list[str]) -> bytes:
    """Draws pages as an office prints them: paragraphs with an indent, 26 lines a page."""
    wrapped = [piece for line in lines for piece in _wrapped(line)]
    drawing = Drawing()
    for first in range(0, len(wrapped), LINE):
        if first:
            drawing.page()
        drawing.lines(wrapped[first : first + LINE])
    return drawing.written()


FORMATS: dict[str, Callable[[list[str]], bytes]] = {
    "gb18030": lambda lines: _plain(lines).decode().encode("gb18030"),
    "docx": _docx,
    "html": _html,
    "pdf": _pdf,
}


@pytest.mark.parametrize("made", FORMATS)
@pytest.mark.parametrize("name", TEXTS)
def test_every_format_gives_the_same_records(name: str, made: str) -> None:
    lines = _lines(name)
    plain = _records(read_bytes(_plain(lines), "a.txt"))
    assert _records(read_bytes(FORMATS[made](lines), "a")) == plain


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the fixtures are not part of the repository")
@pytest.mark.parametrize("name", WHOLE)
def test_the_fixtures_give_the_same_records(name: str) -> None:
    typed = _records(read(FIXTURES / "typed.docx"))
    assert _records(_fixture(name)) == typed


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the fixtures are not part of the repository")
def test_extras_are_read_alike() -> None:
    assert _records(_fixture("extras.doc")) == _records(_fixture("extras.docx"))


def _fixture(name: str) -> Source:
    return read(FIXTURES / name, ReadOptions(password="secret"))


def _samples() -> Iterator[tuple[str, bytes]]:
    lines = _lines("police-2022")[:12]
    yield "docx", _docx(lines)
    yield "html", _html(lines)
    yield "pdf", _pdf(lines)
    if FIXTURES.is_dir():
        for path in sorted(FIXTURES.iterdir()):
            if path.suffix != ".json":
                yield path.name, path.read_bytes()


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """Cuts, flips, repeats or swaps a few stretches."""
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        place, length = chance.randrange(len(changed) + 1), chance.randint(1, 64)
        match chance.randrange(5):
            case 0:
                del changed[place:]
            case 1:
                changed[place : place + length] = chance.randbytes(length)
            case 2:
                del changed[place : place + length]
            case 3:
                changed[place:place] = changed[place : place + length] * chance.randint(1, 4)
            case _:
                for at in range(place, min(place + length, len(changed)), 7):
                    changed[at] ^= 1 << chance.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize(("name", "data"), [pytest.param(*sample, id=sample[0]) for sample in _samples()])
def test_mutated_documents_end_in_a_document_or_an_error(name: str, data: bytes) -> None:
    chance = random.Random(name)
    for _ in range(5 if name.endswith(".odt") else 25):  # LibreOffice takes a second for each
        with suppress(ReadError):
            source = read_bytes(_mutated(data, chance), name)
            assert source.characters == len(source.text) > 0
