"""Writes compound files and Word 97–2003 documents for tests: as much of the formats as the tests need."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_SECTOR, _SMALL = 512, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_TEXT_AT = 1024

Runs = Sequence[tuple[str, bytes]]


def sprm(code: int, operand: bytes) -> bytes:
    """Writes a modifier."""
    return struct.pack("<H", code) + operand


def compound_file(streams: Mapping[str, bytes], inner: Mapping[str, bytes] | None = None) -> bytes:
    """Writes a compound file with streams in its root, and `inner` ones in a storage that stands before them."""
    named = [(name, data, False) for name, data in streams.items()]
    named += [(name, data, True) for name, data in (inner or {}).items()]
    body, fat, starts = b"", list[int](), list[int]()
    for _, data, _ in named:
        padded = data.ljust(_SMALL, b"\0")
        padded += b"\0" * (-len(padded) % _SECTOR)
        starts.append(len(fat))
        count = len(padded) // _SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), _END]
        body += padded
    outer = [index for index, (_, _, inside) in enumerate(named) if not inside]
    within = [index for index, (_, _, inside) in enumerate(named) if inside]
    storage = len(named) + 1
    entries = [_entry("Root Entry", 5, child=storage if within else outer[0] + 1)]
    for group in (outer, within):
        for index in group:
            name, data, _ = named[index]
            right = _FREE if index == group[-1] else index + 2
            entries.append(_entry(name, 2, right=right, start=starts[index], size=max(len(data), _SMALL)))
    if within:
        entries.append(_entry("ObjectPool", 1, right=outer[0] + 1, child=within[0] + 1))
    directory = b"".join(entries)
    directory += b"\0" * (-len(directory) % _SECTOR)
    directory_at = len(fat)
    count = len(directory) // _SECTOR
    fat += [*range(len(fat) + 1, len(fat) + count), _END]
    fat_count = (len(fat) + 127) // 127
    fat_at = len(fat)
    fat += [_FAT] * fat_count
    fat += [_FREE] * (fat_count * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<9I", 0, fat_count, directory_at, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", *range(fat_at, fat_at + fat_count), *[_FREE] * (109 - fat_count))
    return header + body + directory + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE, start: int = _END, size: int = 0) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    head = struct.pack("<64sHBB3I", raw, len(raw), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<3I", start, size, 0)


@dataclass(frozen=True)
class P:
    """A paragraph: text or runs of text with modifiers, its style and modifiers, and the mark at its end."""

    text: str | Runs
    style: int = 0
    modifiers: bytes = b""
    mark: str = "\r"
    mark_modifiers: bytes = b""

    def runs(self) -> Runs:
        runs = [(self.text, b"")] if isinstance(self.text, str) else list(self.text)
        return [*runs, (self.mark, self.mark_modifiers)]


@dataclass(frozen=True)
class StyleEntry:
    """A paragraph style as the style sheet has it; 0xFFF is no base."""

    builtin: int
    name: str
    base: int = 0xFFF
    modifiers: bytes = b""


@dataclass(frozen=True)
class Word:
    """A document: the stories by their place in the head (0 main text, 1 notes, 2 headers, 6 text boxes).

    Attributes:
        stories: paragraphs of each story.
        styles: by number.
        parts: further parts of the table stream by their place in the head.
        narrow: whether the characters have one byte each.
        data: the Data stream.
        prcs: modifiers that pieces name.
        prm: what the one piece names.
    """

    stories: Mapping[int, Sequence[P]]
    styles: Sequence[StyleEntry] = ()
    parts: Mapping[int, bytes] = field(default_factory=dict)
    narrow: bool = False
    data: bytes = b""
    prcs: Sequence[bytes] = ()
    prm: int = 0
    flags: int = 0x200
    version: int = 193

    def streams(self) -> dict[str, bytes]:
        """Gives the streams of the document."""
        width = 1 if self.narrow else 2
        text, papx, chpx, lengths = b"", [], [], [0] * 8
        for story in sorted(self.stories):
            for paragraph in self.stories[story]:
                first = len(text)
                for run, modifiers in paragraph.runs():
                    raw = run.encode("cp1252") if self.narrow else run.encode("utf-16-le", "surrogatepass")
                    chpx.append((len(text), len(text) + len(raw), bytes([len(modifiers)]) + modifiers))
                    text += raw
                lengths[story] += (len(text) - first) // width
                papx.append((first, len(text), _papx(paragraph.style, paragraph.modifiers)))
        pages, papx_at, chpx_at = _pages(text, papx, chpx)
        parts = dict(self.parts) | {13: papx_at, 12: chpx_at, 1: _style_sheet(self.styles)}
        parts[33] = self._pieces(len(text) // width)
        table, places = _table(parts)
        head = struct.pack("<5HH", 0xA5EC, self.version, 0, 0, 0, self.flags).ljust(0x20, b"\0") + struct.pack("<H", 14)
        head = (head.ljust(0x4C, b"\0") + struct.pack("<8I", *lengths)).ljust(0x9A, b"\0") + places
        document = head.ljust(_TEXT_AT, b"\0") + text
        document += b"\0" * (-len(document) % _SECTOR) + pages
        name = "1Table" if self.flags & 0x200 else "0Table"
        return {"WordDocument": document, name: table} | ({"Data": self.data} if self.data else {})

    def file(self, inner: Mapping[str, bytes] | None = None) -> bytes:
        """Gives the file."""
        return compound_file(self.streams(), inner)

    def _pieces(self, characters: int) -> bytes:
        offset = _TEXT_AT * 2 | 0x40000000 if self.narrow else _TEXT_AT
        prcs = b"".join(b"\x01" + struct.pack("<H", len(prc)) + prc for prc in self.prcs)
        plc = struct.pack("<2I", 0, characters) + struct.pack("<HIH", 0, offset, self.prm)
        return prcs + b"\x02" + struct.pack("<I", len(plc)) + plc


def _papx(style: int, modifiers: bytes) -> bytes:
    content = struct.pack("<H", style) + modifiers
    if len(content) % 2:
        return bytes([(len(content) + 1) // 2]) + content
    return bytes([0, len(content) // 2]) + content


def _pages(
    text: bytes, papx: Sequence[tuple[int, int, bytes]], chpx: Sequence[tuple[int, int, bytes]]
) -> tuple[bytes, bytes, bytes]:
    """Writes a page for each run, and the tables of the pages of paragraphs and of characters."""
    first = (_TEXT_AT + len(text) + _SECTOR - 1) // _SECTOR
    pages = [_page(start, end, content) for start, end, content in [*papx, *chpx]]
    tables = []
    done = first
    for runs in (papx, chpx):
        bounds = [_TEXT_AT + start for start, _, _ in runs] + [_TEXT_AT + len(text)]
        numbers = range(done, done + len(runs))
        tables.append(struct.pack(f"<{len(bounds)}I", *bounds) + struct.pack(f"<{len(runs)}I", *numbers))
        done += len(runs)
    return b"".join(pages), tables[0], tables[1]


def _page(start: int, end: int, content: bytes) -> bytes:
    head = struct.pack("<2IB", _TEXT_AT + start, _TEXT_AT + end, 12)
    return (head.ljust(24, b"\0") + content).ljust(_SECTOR - 1, b"\0") + b"\x01"


def _style_sheet(styles: Sequence[StyleEntry]) -> bytes:
    head = struct.pack("<2H", len(styles), 10).ljust(18, b"\0")
    sheet = struct.pack("<H", len(head)) + head
    for style in styles:
        base = struct.pack("<5H", style.builtin, style.base << 4 | 1, 2, 0, 0)
        name = struct.pack("<H", len(style.name)) + style.name.encode("utf-16-le") + b"\0\0"
        upx = struct.pack("<2H", 2 + len(style.modifiers), 0) + style.modifiers
        sheet += struct.pack("<H", len(base + name + upx)) + base + name + upx
    return sheet


def _table(parts: Mapping[int, bytes]) -> tuple[bytes, bytes]:
    """Writes the table stream and the places of its parts; no place counts the levels behind the lists."""
    table, places = b"\0" * 4, bytearray(8 * 93)
    for number, part in sorted(parts.items()):
        counted = 2 + 28 * int.from_bytes(part[:2], "little") if number == 73 else len(part)
        struct.pack_into("<2I", places, 8 * number, len(table), counted)
        table += part
    return table, bytes(places)


def level(style: int, text: str, start: int = 1, flags: int = 0, restart: int = 0) -> bytes:
    r"""Writes a level of a list: "\1" in its text stands for the number of the second level."""
    head = struct.pack("<iBB", start, style, flags).ljust(26, b"\0") + bytes([restart, 0])
    return head + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def lists(*levels: Sequence[bytes]) -> bytes:
    """Writes the lists, each of its levels; they have the ids 100, 101, …"""
    heads, behind = b"", b""
    for index, of_list in enumerate(levels):
        nine = [*of_list, *[level(255, "")] * (9 - len(of_list))]
        heads += struct.pack("<i", 100 + index).ljust(28, b"\0")
        behind += b"".join(nine)
    return struct.pack("<H", len(levels)) + heads + behind


def uses(*of_lists: tuple[int, Sequence[bytes]]) -> bytes:
    """Writes the uses of lists: the id of each, and its overrides."""
    heads, behind = b"", b""
    for identity, overrides in of_lists:
        heads += struct.pack("<i8xB3x", identity, len(overrides))
        behind += bytes(4) + b"".join(overrides)
    return struct.pack("<I", len(of_lists)) + heads + behind


def numbered(use: int, depth: int = 0) -> bytes:
    """Writes the modifiers of a list paragraph."""
    return sprm(0x260A, bytes([depth])) + sprm(0x460B, struct.pack("<H", use))


def cell(text: str) -> P:
    """Gives a cell of a table."""
    return P(text, modifiers=sprm(0x2416, b"\1"), mark="\x07")


def row_end(*edges: int) -> P:
    """Gives the end of a row whose cells have these edges."""
    columns = len(edges) - 1
    grid = bytes([columns]) + struct.pack(f"<{len(edges)}h", *edges) + bytes(20 * columns)
    definition = sprm(0xD608, struct.pack("<H", len(grid) + 1) + grid)
    return P("", modifiers=sprm(0x2416, b"\1") + definition + sprm(0x2417, b"\1"), mark="\x07")
