"""Draws the PDF documents of the tests: a font, characters and strokes, written by hand."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Sequence

WIDTH, HEIGHT, LEFT, TOP, PITCH = 595, 842, 90, 740, 24
EM = 16
_PASSWORD_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


class Drawing:
    """A PDF of a few fonts and strokes, written by hand.

    Its only font has one shape, a square: a table says which character each code means, and how wide it is (ASCII half
    an em).
    """

    def __init__(self, compress: bool = True) -> None:
        self.pages: list[bytes] = [b""]
        self.page_entries = ""
        self.codes: dict[str, int] = {}
        self.nameless = False
        self.compress = compress
        self.check_sum = True
        self.password: bytes | None = None

    def page(self) -> None:
        self.pages.append(b"")

    def draw(self, content: bytes) -> None:
        self.pages[-1] += content + b"\n"

    def text(  # noqa: PLR0917 - a place and a text read well without names
        self, x: float, y: float, text: str, size: float = EM, turn: str = "1 0 0 1", gray: float = 0, mode: int = 0
    ) -> None:
        """Draws characters from a point to the right; `turn` is the matrix that turns them."""
        codes = "".join(f"{self.codes.setdefault(char, len(self.codes) + 1):04x}" for char in text)
        self.draw(f"BT {gray} g {mode} Tr /F {size} Tf {turn} {x} {y} Tm <{codes}> Tj ET".encode())

    def lines(self, lines: Iterable[str], y: float = TOP, x: float = LEFT, size: float = EM) -> None:
        """Draws lines below each other; one that begins with two ideographic spaces is indented."""
        for number, line in enumerate(lines):
            text = line.lstrip("　")
            self.text(x + (len(line) - len(text)) * size, y - number * PITCH, text, size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.draw(f"{x0} {y0} m {x1} {y1} l S".encode())

    def grid(self, columns: Sequence[float], rows: Sequence[float]) -> None:
        for x in columns:
            self.rule(x, rows[0], x, rows[-1])
        for y in rows:
            self.rule(columns[0], y, columns[-1], y)

    def table(self, columns: Sequence[float], top: float, rows: Sequence[Sequence[str]]) -> None:
        """Draws a ruled table with rows of 20 points."""
        self.grid(columns, [top - 20 * number for number in range(len(rows) + 1)])
        for number, row in enumerate(rows):
            for column, cell in zip(columns, row, strict=False):
                self.text(column + 4, top - 20 * number - 15, cell, 12)

    def written(self) -> bytes:
        """Gives the file: catalogue, pages, font, its parts, then a page and its content in turn."""
        last = 6 + 2 * len(self.pages)
        kids = " ".join(f"{7 + 2 * number} 0 R" for number in range(len(self.pages)))
        objects = [
            b"<</Type/Catalog/Pages 2 0 R>>",
            f"<</Type/Pages/Kids[{kids}]/Count {len(self.pages)}>>".encode(),
            b"<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[4 0 R]"
            + (b">>" if self.nameless else b"/ToUnicode 6 0 R>>"),
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/Own/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
            f"/Supplement 0>>/FontDescriptor 5 0 R/CIDToGIDMap {last + 2} 0 R/DW 1000/W[{self._widths()}]>>".encode(),
            f"<</Type/FontDescriptor/FontName/Own/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880"
            f"/Descent -120/CapHeight 700/StemV 80/FontFile2 {last + 1} 0 R>>".encode(),
            self._stream(self._names(), 6),
        ]
        for number, content in enumerate(self.pages):
            objects.append(
                f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]{self.page_entries}"
                f"/Contents {8 + 2 * number} 0 R/Resources<</Font<</F 3 0 R>>>>>>".encode()
            )
            objects.append(self._stream(content, 8 + 2 * number))
        objects += [self._stream(_square_font(), last + 1), self._stream(b"\0\1" * 500, last + 2)]
        objects.append(b"<</Producer(Test Writer 1.0)>>" if self.password is None else b"<<>>")
        extra = f"/Info {len(objects)} 0 R"
        if self.password is not None:
            objects.append(self._protection(self.password))
            extra += f"/Encrypt {len(objects)} 0 R/ID[<{'00' * 16}><{'00' * 16}>]"
        return pdf_file(objects, extra)

    def _widths(self) -> str:
        return " ".join(f"{code}[500]" for char, code in self.codes.items() if char.isascii())

    def _names(self) -> bytes:
        names = [f"<{code:04x}> <{char.encode('utf-16-be').hex()}>" for char, code in self.codes.items()]
        blocks = [names[start : start + 100] for start in range(0, len(names), 100)]
        mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Own def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{mapped}\nendcmap end end"
        ).encode()

    def _stream(self, content: bytes, number: int) -> bytes:
        packed = zlib.compress(content) if self.compress else content
        packed = packed if self.check_sum else packed[:-4]
        if self.password is not None:
            key = _key(self.password) + number.to_bytes(3, "little") + b"\0\0"
            packed = _rc4(hashlib.md5(key).digest()[:10], packed)
        entry = "/Filter/FlateDecode" if self.compress else ""
        return f"<</Length {len(packed)}{entry}>>stream\n".encode() + packed + b"\nendstream"

    def _protection(self, password: bytes) -> bytes:
        user = _rc4(_key(password), _PASSWORD_PAD).hex()
        return f"<</Filter/Standard/V 1/R 2/P -4/O<{'00' * 32}>/U<{user}>>>".encode()


def _square_font() -> bytes:
    """Makes a TrueType font of two glyphs: none, and a square of the height of Chinese characters."""
    square = struct.pack(">hhhhh", 1, 20, -100, 480, 860) + struct.pack(">HH", 3, 0) + b"\1\1\1\1"
    square += struct.pack(">hhhh", 20, 460, 0, -460) + struct.pack(">hhhh", -100, 0, 960, 0)
    tables = {
        b"glyf": square,
        b"head": struct.pack(
            ">IIIIHHQQhhhhHHhhh", 65536, 0, 0, 0x5F0F3CF5, 3, 1000, 0, 0, 20, -100, 480, 860, 0, 8, 2, 1, 0
        ),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 65536, 880, -120, 0, 1000, *[0] * 11, 2),
        b"hmtx": struct.pack(">HhHh", 1000, 0, 1000, 20),
        b"loca": struct.pack(">III", 0, 0, len(square)),
        b"maxp": struct.pack(">IHHHHH", 65536, 2, 4, 1, 0, 0) + struct.pack(">HHHHHHHH", 1, 0, 0, 0, 0, 0, 0, 0),
    }
    font = struct.pack(">IHHHH", 65536, len(tables), 64, 2, 32)
    place = 12 + 16 * len(tables)
    for name, table in tables.items():
        font += name + struct.pack(">III", 0, place, len(table))
        place += -(-len(table) // 4) * 4
    return font + b"".join(table + bytes(-len(table) % 4) for table in tables.values())


def pdf_file(objects: Sequence[bytes], extra: str) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    return data + f"trailer<</Size {len(objects) + 1}/Root 1 0 R{extra}>>\nstartxref\n{start}\n%%EOF\n".encode()


def _key(password: bytes) -> bytes:
    """Makes the key of the oldest protection (40 bits), with an owner entry and an ID of zeros."""
    padded = (password + _PASSWORD_PAD)[:32]
    return hashlib.md5(padded + bytes(32) + (2**32 - 4).to_bytes(4, "little") + bytes(16)).digest()[:5]


def _rc4(key: bytes, data: bytes) -> bytes:
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    out = bytearray()
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
