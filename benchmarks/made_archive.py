"""Makes archives of any size from the texts of corpus/: for the benchmark of `batch`, and for its tests.

Each document is a permutation of the lines of a text, so that no two are the same, in one of five formats. Some are
broken, some are there twice, some lie in zip archives whose names are GBK. The same numbers make the same archive.
"""

from __future__ import annotations

import argparse
import html
import io
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).parents[1] / "corpus"
IN_A_FOLDER = 200
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WORD_2003 = "http://schemas.microsoft.com/office/word/2003/wordml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OLDEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Mixture:
    """What an archive is made of: shares of its files.

    Attributes:
        broken: cut off, empty or no document at all.
        double: with the bytes of an earlier one.
        zipped: in zip archives.
    """

    broken: float = 0.02
    double: float = 0.05
    zipped: float = 0.1


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file to be written: a path below the archive; `zipped` within a zip archive of its folder."""

    path: str
    data: bytes
    zipped: bool


def main() -> None:
    """Makes an archive on the disk."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    arguments = parser.parse_args()
    make_archive(arguments.folder, arguments.documents)


def make_archive(folder: Path, documents: int, mixture: Mixture | None = None, seed: int = 1) -> None:
    """Writes an archive of so many files."""
    zipped: dict[str, list[MadeFile]] = {}
    for file in made_files(documents, mixture or Mixture(), seed):
        place = folder / file.path
        if file.zipped:
            zipped.setdefault(str(place.parent), []).append(file)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.data)
    for parent, files in zipped.items():
        Path(parent).mkdir(parents=True, exist_ok=True)
        (Path(parent) / "打包.zip").write_bytes(gbk_zip([(Path(file.path).name, file.data) for file in files]))


def made_files(documents: int, mixture: Mixture, seed: int = 1) -> Iterator[MadeFile]:
    """Gives the files of an archive one by one."""
    chance = random.Random(seed)
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPUS.glob("*.txt"))]
    recent: list[tuple[str, bytes]] = []
    for number in range(documents):
        suffix, write = FORMATS[number % len(FORMATS)]
        data = write(permuted(texts[number % len(texts)], random.Random(f"{seed}/{number}")))
        fate = chance.random()
        if fate < mixture.broken:
            data = broken(data, chance)
        elif fate < mixture.broken + mixture.double and recent:
            suffix, data = chance.choice(recent)
        recent = [*recent[-50:], (suffix, data)]
        name = f"{2010 + number // IN_A_FOLDER % 15}年/第{number // IN_A_FOLDER}卷/总结{number:07}{suffix}"
        yield MadeFile(name, data, chance.random() < mixture.zipped)


def permuted(text: str, chance: random.Random) -> str:
    """Gives a text with the lines after its head in another order."""
    lines = [line for line in text.splitlines() if line.strip()]
    head, rest = lines[:2], lines[2:]
    chance.shuffle(rest)
    return "\n".join([*head, *rest]) + "\n"


def broken(data: bytes, chance: random.Random) -> bytes:
    """Breaks a document in one of the ways that archives know."""
    return chance.choice(
        (b"", b"PK\x03\x04" + data[:400], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data[:900], bytes(4096))
    )


def gbk_zip(files: Sequence[tuple[str, bytes]]) -> bytes:
    """Packs files as programs on Chinese Windows do: names in GBK, and no word of it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = _GbkEntry(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed.getvalue()


class _GbkEntry(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile asks for it
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def as_text(text: str) -> bytes:
    """Writes UTF-8 or GB18030, by the text."""
    return text.encode("utf-8" if len(text) % 2 else "gb18030")


def as_html(text: str) -> bytes:
    """Writes a web page."""
    lines = text.splitlines()
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in lines)
    head = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{html.escape(lines[0])}</title></head>'
    return f"{head}<body><div>{body}</div></body></html>".encode()


def as_rtf(text: str) -> bytes:
    """Writes Rich Text."""
    body = "".join("".join(_rtf_unit(one) for one in line) + "\\par\n" for line in text.splitlines())
    return ("{\\rtf1\\ansi\\uc1 " + body + "}").encode("ascii")


def _rtf_unit(character: str) -> str:
    code = ord(character)
    if code < 128:
        return f"\\{character}" if character in "\\{}" else character
    return f"\\u{code - 65536 if code > 32767 else code}?"


def as_docx(text: str) -> bytes:
    """Writes a Word document."""
    body = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in text.splitlines())
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>'
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {
            "[Content_Types].xml": types,
            "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
        }
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _OLDEST), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def as_word_xml(text: str) -> bytes:
    """Writes a document of Word 2003 in XML."""
    body = "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in text.splitlines())
    document = f'<w:wordDocument xmlns:w="{_WORD_2003}"><w:body>{body}</w:body></w:wordDocument>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{document}'.encode()


FORMATS: tuple[tuple[str, Callable[[str], bytes]], ...] = (
    (".txt", as_text),
    (".docx", as_docx),
    (".html", as_html),
    (".rtf", as_rtf),
    (".xml", as_word_xml),
)


if __name__ == "__main__":
    main()
