"""Automatic numbering: how Word writes the number of a list paragraph, and how it counts.

Shared by every format that keeps its numbering out of the text. Formats have their OOXML names (w:numFmt).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field

_DIGITS = "零一二三四五六七八九"
_LEGAL_SIMPLIFIED = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_LEGAL_TRADITIONAL = str.maketrans("一二三四五六七八九十百千", "壹貳參肆伍陸柒捌玖拾佰仟")
_TO_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_TO_IDEOGRAPHS = str.maketrans("0123456789", "〇一二三四五六七八九")
_UNITS = ((1000, "千"), (100, "百"), (10, "十"), (1, ""))
_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
# Beyond it words and letters only grow long: Arabic numerals stand for them.
_MOST_IN_WORDS = 9999
_MOST_IN_LETTERS = 26 * 30  # so often Word repeats a letter: a … z, aa … zz, aaa …
_PLACEHOLDER = re.compile(r"%([1-9])")
_WORD_CHARACTER = re.compile(r"\w")


def format_number(number: int, style: str) -> str:
    """Writes `number` in a number format of OOXML; an unknown format is decimal.

    >>> format_number(12, "chineseCountingThousand"), format_number(3, "decimalEnclosedCircle")
    ('十二', '③')
    """
    if style in _SILENT:
        return ""
    write = _STYLES.get(style)
    return str(number) if write is None or number < 0 else write(number)


def style_of_nfc(code: int) -> str:
    """Names the number format that a .doc or a Word 2003 XML file gives as a number ([MS-OSHARED] 2.2.1.3).

    >>> style_of_nfc(39)
    'chineseCountingThousand'
    """
    return _NFC.get(code, "decimal")


def with_label(label: str, text: str) -> str:
    """Writes a label before its paragraph, but for one that was also typed.

    A space parts what would run together: 1. and 2024年.

    >>> with_label("（一）", "财政"), with_label("一、", "一、财政"), with_label("1.", "2024年")
    ('（一）财政', '一、财政', '1. 2024年')
    """
    label = label.strip()
    if not label or _is_typed(label, text):
        return text
    bare = text.lstrip()
    runs_on = _WORD_CHARACTER.match(label[-1]) or (label[-1] in ".．" and bare[:1].isdigit())
    return f"{label} {bare}" if runs_on and bare else label + bare


def _is_typed(label: str, text: str) -> bool:
    """Tells whether a text begins with its label: （一） or (一), but not 1. before 1.5亿元 or 一 before 一季度."""
    folded = unicodedata.normalize("NFKC", label)
    head = unicodedata.normalize("NFKC", text[: 100 + len(label)].lstrip()[: 4 * len(label)])
    if not head.startswith(folded):
        return False
    following = head[len(folded) : len(folded) + 1]
    if folded[-1] == ".":
        return not following.isdigit()
    return not (_WORD_CHARACTER.match(folded[-1]) and _WORD_CHARACTER.match(following))


def _counting(number: int) -> str:
    """Writes 1 to 9999 as they are spoken: 十, 十二, 一百零五, 一百一十."""
    words = _with_units(number)
    return words[1:] if words.startswith("一十") else words


def _with_units(number: int) -> str:
    """Writes 1 to 9999 with the digit before each unit: 一十, 一百零五, 二千零一十."""
    if not 0 < number <= _MOST_IN_WORDS:
        return _DIGITS[0] if number == 0 else str(number)
    words = ""
    for size, unit in _UNITS:
        digit = number // size % 10
        if digit:
            words += _DIGITS[digit] + unit
        elif words and not words.endswith(_DIGITS[0]):
            words += _DIGITS[0]
    return words.rstrip(_DIGITS[0])


def _japanese(number: int) -> str:
    """Writes 1 to 9999 the Japanese way: no zero, no one before 十, 百 and 千."""
    if not 0 < number <= _MOST_IN_WORDS:
        return "〇" if number == 0 else str(number)
    words = ""
    for size, unit in _UNITS:
        digit = number // size % 10
        words += (_DIGITS[digit] if digit > 1 or size == 1 else "") + unit if digit else ""
    return words


def _ideographs(number: int) -> str:
    """Writes digit after digit: 一〇五."""
    return str(number).translate(_TO_IDEOGRAPHS)


def _counting_to_99(number: int) -> str:
    """Counts in words below 100 and digit after digit from there on, as Word does: 九十九, 一〇〇."""
    return _counting(number) if number < 100 else _ideographs(number)


def _roman(number: int) -> str:
    if not 0 < number <= _MOST_IN_WORDS:
        return str(number)
    numeral = ""
    for value, letters in _ROMAN:
        numeral += letters * (number // value)
        number %= value
    return numeral


def _letter(number: int) -> str:
    """Writes A to Z, then AA, BB, …"""
    if not 0 < number <= _MOST_IN_LETTERS:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _row_of(characters: str) -> Callable[[int], str]:
    """Gives a format that has a character for each number from 1 on, and is decimal when they run out."""

    def write(number: int) -> str:
        return characters[number - 1] if 0 < number <= len(characters) else str(number)

    return write


def _series(first: str, count: int) -> Callable[[int], str]:
    """Gives a format whose characters follow each other in Unicode."""
    return _row_of("".join(chr(ord(first) + step) for step in range(count)))


def _full_width(number: int) -> str:
    return str(number).translate(_TO_FULL_WIDTH)


_SILENT = frozenset({"none", "bullet"})
# Source: ECMA-376 part 1, 17.18.59 ST_NumberFormat.
_STYLES: dict[str, Callable[[int], str]] = {
    "chineseCounting": _counting_to_99,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting_to_99,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _japanese,
    "ideographDigital": _ideographs,
    "taiwaneseDigital": _ideographs,
    "japaneseDigitalTenThousand": _ideographs,
    "koreanDigital2": _ideographs,
    "chineseLegalSimplified": lambda number: _with_units(number).translate(_LEGAL_SIMPLIFIED),
    "ideographLegalTraditional": lambda number: _with_units(number).translate(_LEGAL_TRADITIONAL),
    "ideographTraditional": _row_of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _row_of("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _series("㊀", 10),
    "decimalEnclosedCircle": _series("①", 20),
    "decimalEnclosedCircleChinese": _series("①", 20),
    "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20),
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalZero": lambda number: f"{number:02}",
    "numberInDash": lambda number: f"- {number} -",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
}
# Source: [MS-OSHARED] 2.2.1.3 MSONFC.
_NFC = {
    0: "decimal",
    1: "upperRoman",
    2: "lowerRoman",
    3: "upperLetter",
    4: "lowerLetter",
    10: "ideographDigital",
    11: "japaneseCounting",
    14: "decimalFullWidth",
    17: "japaneseDigitalTenThousand",
    18: "decimalEnclosedCircle",
    19: "decimalFullWidth2",
    22: "decimalZero",
    23: "bullet",
    26: "decimalEnclosedFullstop",
    27: "decimalEnclosedParen",
    28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle",
    30: "ideographTraditional",
    31: "ideographZodiac",
    33: "taiwaneseCounting",
    34: "ideographLegalTraditional",
    35: "taiwaneseCountingThousand",
    36: "taiwaneseDigital",
    37: "chineseCounting",
    38: "chineseLegalSimplified",
    39: "chineseCountingThousand",
    57: "numberInDash",
    255: "none",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        style: the number format, by its OOXML name.
        text: the label; `%1` to `%9` stand for the numbers of the levels, `%1` the outermost: `（%2）`.
        start: the first number.
        restart: the number starts anew after a paragraph of this level (1 the outermost) or one outside it;
            0 never, None after any outer level.
        legal: every number of the label is decimal.
    """

    style: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False


@dataclass(frozen=True, slots=True)
class ListFormat:
    """A list as paragraphs refer to it.

    Attributes:
        counter: names the numbers that it counts with; lists of one counter count on after each other.
        instance: names this list among those of its counter.
        levels: by depth, 0 the outermost; `start` as this list wants it.
        restarts: the depths that start anew when this list is used at them for the first time.
    """

    counter: Hashable
    instance: Hashable
    levels: Mapping[int, Level]
    restarts: frozenset[int] = frozenset()


@dataclass(slots=True)
class Counters:
    """The numbers of every list of one document, counted paragraph by paragraph in reading order.

    >>> chapters = ListFormat(0, 0, {0: Level("chineseCounting", "%1、"), 1: Level("chineseCounting", "（%2）")})
    >>> counters = Counters()
    >>> [counters.label(chapters, depth) for depth in (0, 1, 1, 0, 1)]
    ['一、', '（一）', '（二）', '二、', '（一）']
    """

    _numbers: dict[Hashable, dict[int, int]] = field(default_factory=dict)
    _started: set[tuple[Hashable, Hashable, int]] = field(default_factory=set)

    def label(self, form: ListFormat, depth: int) -> str:
        """Counts a paragraph of the list at `depth` and gives its label; empty for bullets and unknown levels."""
        level = form.levels.get(depth)
        if level is None:
            return ""
        numbers = self._count(form, depth, level)
        if level.style == "bullet":
            return ""

        def written(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            shown = form.levels.get(place, level)
            return format_number(numbers.get(place, shown.start), "decimal" if level.legal else shown.style)

        return _PLACEHOLDER.sub(written, level.text)

    def _count(self, form: ListFormat, depth: int, level: Level) -> dict[int, int]:
        """Steps the number at `depth`; outer levels that were skipped start, inner ones start anew."""
        numbers = self._numbers.setdefault(form.counter, {})
        use = (form.counter, form.instance, depth)
        if depth in form.restarts and use not in self._started:
            numbers.pop(depth, None)
        self._started.add(use)
        numbers[depth] = numbers[depth] + 1 if depth in numbers else level.start
        for outer in range(depth):
            if outer in form.levels:
                numbers.setdefault(outer, form.levels[outer].start)
        for inner in [inner for inner in numbers if inner > depth]:
            if depth < _restarting_level(form.levels.get(inner), inner):
                del numbers[inner]
        return numbers


def _restarting_level(level: Level | None, depth: int) -> int:
    """Gives how many outer levels make the level at `depth` start anew."""
    return depth if level is None or level.restart is None else min(level.restart, depth)
