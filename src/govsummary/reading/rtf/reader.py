"""Rich Text Format: numbering, heading levels, tables and text boxes; deleted and hidden text stays out.

Source: Rich Text Format (RTF) Specification 1.9.1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from govsummary.errors import ReadError
from govsummary.reading.blocks import Content, ReadOptions
from govsummary.reading.rtf.blocks import Blocks
from govsummary.reading.rtf.head import Head, Style

# A control word with its number, a byte in hexadecimal, another control, a brace, text, a line end of the file.
_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|([^\\{}\r\n\x00]+)|[\r\n\x00]+|\\"
)
_MOST_GROUPS = 10_000
_MOST_SKIPPED = 10
_LAST_OUTLINE = 8
_WORDS = {
    "tab": "\t",
    "line": "\n",
    "lbr": "\n",
    "page": "\n",
    "column": "\n",
    "softpage": "",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "nestcell": "\t",
}
_SYMBOLS = {b"~": "\u00a0", b"_": "-", b"-": "", b":": "", b"|": "", b"\t": "\t"}
# Destinations whose text is none of the document's.
_SILENT = frozenset(
    (
        *("colortbl", "info", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"),
        *("footnote", "annotation", "atnid", "atnauthor", "pict", "nonshppict", "objdata", "fldinst", "sp", "shprslt"),
        *("listtable", "listoverridetable", "xe", "tc", "tcn", "rxe", "txe", "bkmkstart", "bkmkend", "nonesttables"),
        *("filetbl", "revtbl", "rsidtbl", "themedata", "datastore", "latentstyles", "mmathPr", "formfield"),
        *("ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "template", "objclass", "objname", "pnseclvl"),
    )
)
# Destinations marked as to be skipped by who does not know them, whose text is the document's.
_KNOWN = frozenset(("shpgrp", "shpinst", "shptxt", "do", "dptxbxtext", "ud", "generator", "pntext", "listtext"))


@dataclass(slots=True)
class _State:
    """What holds within a group.

    Attributes:
        place: where text goes: into the document (""), into a label or a name, or nowhere.
        starred: whether the group began with the mark of a destination that may be skipped.
        font: that bytes are decoded with.
        skipped: how many characters follow a Unicode one for programs that do not know it.
        deleted: whether text is marked as deleted.
        hidden: whether text is not shown.
        level: of the paragraph as a heading.
        in_table: whether the paragraph stands in a cell.
        style: the number of the style that is described or used.
        is_box: whether the group is that of a text box.
    """

    place: str = ""
    starred: bool = False
    font: int | None = None
    skipped: int = 1
    deleted: bool = False
    hidden: bool = False
    level: int | None = None
    in_table: bool = False
    style: int = 0
    is_box: bool = False


_NOWHERE = "nowhere"


def read_rtf(data: bytes, path: str, options: ReadOptions) -> Content:
    """Reads an RTF document.

    Raises:
        ReadError: `damaged` for a document that ends too early, `too_large` for groups within groups without end.
    """
    reader = _Reader()
    try:
        depth = reader.read(data)
    except OverflowError:
        raise ReadError("too_large", path, "groups within groups without end; save the document as .docx") from None
    if depth > 1:
        raise ReadError("damaged", path, "the file ends too early; open it in its program and save it anew")
    head = reader.head
    return Content(blocks=reader.blocks.blocks, encoding=head.encoding(), tool=head.tool, replaced=reader.replaced)


class _Reader:
    """Goes through the tokens of a document with a stack of states, one for each open group."""

    def __init__(self) -> None:
        self.head = Head()
        self.blocks = Blocks()
        self.replaced = 0
        self._state = _State()
        self._stack: list[_State] = []
        self._outer: list[Blocks] = []  # what the open text boxes stand in
        self._bytes = bytearray()
        self._name: list[str] = []  # the text of a destination that is a name
        self._to_skip = 0
        self._default_font: int | None = None
        self._acts = self._word_acts()

    def read(self, data: bytes) -> int:
        """Reads all; gives how many groups are still open at the end.

        Raises:
            OverflowError: too many open groups.
        """
        place = 0
        length = len(data)
        while place < length:
            match = _TOKEN.match(data, place)
            if match is None:
                break
            place = match.end()
            word, number, byte, symbol, brace, text = match.groups()
            if text is not None:
                self._take_bytes(text)
            elif byte is not None:
                self._take_bytes(bytes((int(byte, 16),)))
            elif word is not None:
                if word == b"bin":
                    place += max(0, int(number or 0))
                    continue
                self._control(word.decode("ascii"), None if number is None else int(number))
            elif brace == b"{":
                self._open()
            elif brace is not None:
                if not self._close():
                    break
            elif symbol is not None:
                self._symbol(symbol)
        self._flush()
        depth = len(self._stack)
        while self._outer:
            self._end_box()
        self.blocks.end_document()
        return depth

    # Groups

    def _open(self) -> None:
        self._flush()
        self._to_skip = 0
        if len(self._stack) >= _MOST_GROUPS:
            raise OverflowError
        self._stack.append(self._state)
        self._state = replace(self._state, starred=False, is_box=False)

    def _close(self) -> bool:
        """Closes a group; False when it was the outermost."""
        self._flush()
        self._to_skip = 0
        if self._state.is_box:
            self._end_box()
        if not self._stack:
            return False
        if self._name:
            self._take_name()
        self._state = self._stack.pop()
        return bool(self._stack)

    def _end_box(self) -> None:
        box, self.blocks = self.blocks, self._outer.pop()
        self.blocks.add_boxes(box)

    def _take_name(self) -> None:
        """Ends the text of a generator or a style."""
        name = "".join(self._name).strip().rstrip(";").strip()
        if self._state.place == "generator":
            self.head.tool = self.head.tool or name or None
        elif self._state.place == "stylesheet" and name:
            self.head.name_style(self._state.style, name)
        self._name.clear()

    # Characters

    def _take_bytes(self, data: bytes) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        if self._state.place != _NOWHERE:
            self._bytes += data

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._state.starred = True
        elif symbol in b"\\{}":
            self._take_bytes(symbol)
        elif symbol in b"\r\n":
            self._control("par", None)
        elif symbol in _SYMBOLS:
            self._flush()
            self._write(_SYMBOLS[symbol])

    def _flush(self) -> None:
        """Decodes the bytes that came since the last control."""
        if self._bytes:
            text = self.head.decode(bytes(self._bytes), self._state.font)
            self._bytes.clear()
            self._write(text)

    def _write(self, text: str) -> None:
        state = self._state
        if state.place == "" and not state.deleted and not state.hidden:
            self.replaced += text.count("\ufffd")
            self.blocks.write(text)
        elif state.place == "label":
            self.blocks.label.append(text)
        elif state.place in ("generator", "stylesheet"):
            self._name.append(text)

    # Control words

    def _control(self, word: str, number: int | None) -> None:
        self._flush()
        self._to_skip = 0
        state = self._state
        if state.starred and word not in _KNOWN:
            state.starred = False
            state.place = _NOWHERE
        state.starred = False
        if word in _WORDS:
            self._write(_WORDS[word])
        elif word in _SILENT:
            state.place = _NOWHERE
        elif word in self._acts and (state.place != _NOWHERE or word == "uc"):
            self._acts[word](number)

    def _word_acts(self) -> dict[str, Callable[[int | None], None]]:
        return {
            "ansicpg": lambda number: self.head.set_code_page(number or 0),
            "deff": self._set_default_font,
            "u": self._unicode,
            "uc": lambda number: self._set(skipped=min(max(number or 0, 0), _MOST_SKIPPED)),
            "f": lambda number: self._set(font=number),
            "fcharset": self._set_charset,
            "deleted": lambda number: self._set(deleted=number != 0),
            "mvf": lambda number: self._set(deleted=number != 0),
            "v": lambda number: self._set(hidden=number != 0),
            "plain": lambda _: self._set(font=self._default_font, deleted=False, hidden=False),
            "pard": lambda _: self._set(level=None, in_table=False),
            "s": self._set_style,
            "sbasedon": self._set_base,
            "outlinelevel": self._set_level,
            "intbl": lambda _: self._set(in_table=True),
            "par": lambda _: self._end_paragraph(),
            "sect": lambda _: self._end_paragraph(),
            "cell": lambda _: self.blocks.end_cell(),
            "row": lambda _: self.blocks.end_row(),
            "trowd": lambda _: self.blocks.edges.clear(),
            "cellx": lambda number: self.blocks.edges.append(number or 0),
            "fonttbl": lambda _: self._set(place="fonttbl"),
            "stylesheet": lambda _: self._set(place="stylesheet"),
            "generator": lambda _: self._set(place="generator"),
            "listtext": lambda _: self._set(place="label"),
            "pntext": lambda _: self._set(place="label"),
            "upr": lambda _: self._set(place="upr"),
            "ud": lambda _: self._set(place="" if self._state.place == "upr" else self._state.place),
            "shptxt": lambda _: self._begin_box(),
            "dptxbxtext": lambda _: self._begin_box(),
        }

    def _set(self, **changes: str | int | bool | None) -> None:
        for name, value in changes.items():
            setattr(self._state, name, value)

    def _set_default_font(self, number: int | None) -> None:
        self._default_font = self._state.font = number

    def _set_charset(self, number: int | None) -> None:
        if self._state.place == "fonttbl" and self._state.font is not None and number is not None:
            self.head.add_font(self._state.font, number)

    def _unicode(self, number: int | None) -> None:
        """Writes a character by its number in 16 bits, which may be written as negative."""
        code = 0xFFFD if number is None else number + 0x10000 if number < 0 else number
        if 0 <= code <= 0x10FFFF:
            self._write(chr(code))
        self._to_skip = self._state.skipped

    def _set_style(self, number: int | None) -> None:
        self._state.style = number or 0
        if self._state.place == "":
            self._state.level = self.head.level(self._state.style)

    def _set_base(self, number: int | None) -> None:
        if self._state.place == "stylesheet" and number != self._state.style:
            self.head.styles.setdefault(self._state.style, Style()).base = number

    def _set_level(self, number: int | None) -> None:
        """Takes an outline level, 0 the outermost; 9 is running text."""
        level = None if number is None or not 0 <= number <= _LAST_OUTLINE else number + 1
        if self._state.place == "stylesheet":
            self.head.styles.setdefault(self._state.style, Style()).level = level
        else:
            self._state.level = level

    def _end_paragraph(self) -> None:
        if self._state.place == "":
            self.blocks.end_paragraph(self._state.level, self._state.in_table)

    def _begin_box(self) -> None:
        self._outer.append(self.blocks)
        self.blocks = Blocks()
        self._set(is_box=True, in_table=False, level=None)
