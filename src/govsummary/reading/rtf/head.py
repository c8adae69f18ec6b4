"""What the head of an RTF document says: the encodings of its fonts and the heading levels of its styles."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BYTES = re.compile(rb"[\x80-\xff]")
# Source: Rich Text Format Specification 1.9.1, \fcharset. 1252 stands for what says nothing of the encoding.
_CHARSETS = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
}
_SYMBOLS = 2  # the charset of fonts whose characters are pictures
_CODE_PAGES = {
    932: "cp932",
    936: "gb18030",
    949: "cp949",
    950: "cp950",
    54936: "gb18030",
    65001: "utf-8",
}
_WESTERN = "cp1252"
_CHINESE = ("gb18030", "cp950")
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])", re.IGNORECASE)
_TITLE = re.compile("title|标题|文档标题", re.IGNORECASE)
_MOST_BASES = 12


@dataclass(slots=True)
class Style:
    """A paragraph style: its level when it gives one, and the style that it is made from."""

    level: int | None = None
    base: int | None = None


@dataclass(slots=True)
class Head:
    """What is known of fonts and styles when the text begins.

    Attributes:
        code_page: of bytes in fonts that say nothing.
        fonts: charset numbers of the fonts.
        chinese: the encodings of Chinese fonts, in the order in which they came.
        styles: by number.
        tool: the program that wrote the file.
    """

    code_page: str = _WESTERN
    fonts: dict[int, int] = field(default_factory=dict)
    chinese: list[str] = field(default_factory=list)
    styles: dict[int, Style] = field(default_factory=dict)
    tool: str | None = None

    def decode(self, data: bytes, font: int | None) -> str:
        """Decodes bytes of the text in a font; bytes that have no meaning become U+FFFD."""
        charset = self.fonts.get(font, 0) if font is not None else 0
        if charset == _SYMBOLS:
            return _BYTES.sub(b"", data).decode("ascii")
        encoding = _CHARSETS.get(charset, self.code_page)
        if encoding == _WESTERN and _BYTES.search(data):
            for chinese in self.chinese:
                if (text := _decoded(data, chinese)) is not None:
                    return text
        return data.decode(encoding, "replace")

    def level(self, style: int) -> int | None:
        """Gives the level of a heading of the style, 0 of a title."""
        for _ in range(_MOST_BASES):
            found = self.styles.get(style)
            if found is None:
                return None
            if found.level is not None:
                return found.level
            if found.base is None:
                return None
            style = found.base
        return None

    def encoding(self) -> str | None:
        """Gives the encoding of the document's bytes where it says one."""
        return None if self.code_page == _WESTERN else self.code_page

    def add_font(self, font: int, charset: int) -> None:
        """Notes the charset of a font."""
        self.fonts[font] = charset
        encoding = _CHARSETS.get(charset)
        if encoding in _CHINESE and encoding not in self.chinese:
            self.chinese.append(encoding)

    def set_code_page(self, number: int) -> None:
        """Notes the code page that the document names; one that no RTF uses says nothing."""
        self.code_page = _CODE_PAGES.get(number, self.code_page)

    def name_style(self, style: int, name: str) -> None:
        """Notes the name of a style; the names of headings say their level."""
        found = self.styles.setdefault(style, Style())
        heading = _HEADING.fullmatch(name)
        if found.level is None and heading:
            found.level = int(heading[1])
        elif _TITLE.fullmatch(name):
            found.level = 0


def _decoded(data: bytes, encoding: str) -> str | None:
    """Decodes bytes that are whole Chinese characters; single ones between letters are western (×, °)."""
    if len(_BYTES.findall(data)) < 2:
        return None
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
