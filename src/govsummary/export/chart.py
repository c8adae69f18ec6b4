"""A line chart as SVG, and the same as PNG: a few values over periods, each with its quote.

Values that cannot be drawn (masked numbers) keep their place on the axis and are said to be unknown; nothing is drawn
between values that cannot be compared. Text stays text: whoever shows the chart brings the font.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from html import escape
from itertools import pairwise
from pathlib import Path
from unicodedata import east_asian_width

from govsummary.errors import InputError

# Fonts with Chinese characters of the usual systems, then whatever the viewer has.
FONTS = "Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, SimHei, sans-serif"
COLOURS = ("#1f5fa8", "#c2571a", "#2c7a4b", "#7a3fa0", "#9a7400", "#a12d4b")
WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 84, 24, 84, 76
CELL = 6.6  # width of half a Chinese character at 13 px
TICKS = 5
LABELLED = 44  # width of a column from which on its marks have labels; below, they would run into one another
ZOOM = 2.0  # pixels of a PNG for each of the SVG
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One value of a chart.

    Attributes:
        place: what stands under the axis: a period.
        value: None when it is not known.
        upper: the upper end of a range.
        label: what stands at the value: the quote.
        line: which line it is on; marks of one line can be compared.
        details: what a viewer shows when one points at the mark.
    """

    place: str
    value: Decimal | None
    upper: Decimal | None
    label: str
    line: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The vertical axis: from `low` to `high` in `step`s."""

    low: Decimal
    high: Decimal
    step: Decimal

    def ticks(self) -> list[Decimal]:
        """Gives the values at the lines of the axis, lowest first."""
        return [self.low + self.step * number for number in range(int((self.high - self.low) / self.step) + 1)]

    def y(self, value: Decimal) -> float:
        """Gives where a value stands, in pixels from above."""
        share = float((value - self.low) / (self.high - self.low))
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)


def scale_of(values: Sequence[Decimal]) -> Scale:
    """Chooses an axis of round numbers that begins at zero, or below where values are below.

    >>> scale = scale_of([Decimal(12), Decimal(96)])
    >>> [int(tick) for tick in scale.ticks()]
    [0, 20, 40, 60, 80, 100]
    """
    low, high = min([*values, Decimal(0)]), max([*values, Decimal(0)])
    if low == high:
        high = low + 1
    raw = (high - low) / TICKS
    power = Decimal(1).scaleb(raw.adjusted())
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)
    return Scale(
        (low / step).to_integral_value(ROUND_FLOOR) * step, (high / step).to_integral_value(ROUND_CEILING) * step, step
    )


def line_chart(title: str, unit: str, marks: Sequence[Mark]) -> str:
    """Draws marks from left to right in their order, one column for each place, as an SVG document.

    >>> marks = [Mark("2021年", Decimal(80), None, "80处", "12个月"), Mark("2022年", None, None, "X处", "12个月")]
    >>> chart = line_chart("拆除违建", "处", marks)
    >>> chart.startswith("<svg"), "80处" in chart, chart.count("<circle")
    (True, True, 2)
    """
    known = [number for mark in marks for number in (mark.value, mark.upper) if number is not None]
    drawing = _Drawing(marks, scale_of(known))
    body = "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
            f' role="img" font-family="{FONTS}" font-size="13">',
            f"<title>{_safe(title)}</title>",
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
            _text(LEFT, 30, _fitted(title, WIDTH - LEFT - RIGHT, 17), 'font-size="17" font-weight="bold"'),
            *drawing.axis(unit),
            *drawing.legend(),
            *drawing.places(),
            *drawing.lines(),
        ]
    )
    return f"{body}\n</svg>\n"


@dataclass(frozen=True, slots=True)
class _Drawing:
    marks: Sequence[Mark]
    scale: Scale

    def columns(self) -> list[str]:
        return list(dict.fromkeys(mark.place for mark in self.marks))

    def x(self, place: str) -> float:
        return round(LEFT + self.room() * (self.columns().index(place) + 0.5), 1)

    def names(self) -> list[str]:
        return list(dict.fromkeys(mark.line for mark in self.marks))

    def colour(self, line: str) -> str:
        return COLOURS[self.names().index(line) % len(COLOURS)]

    def room(self) -> float:
        """Gives the width of a column."""
        return (WIDTH - LEFT - RIGHT) / max(1, len(self.columns()))

    def axis(self, unit: str) -> Iterator[str]:
        yield _text(LEFT, TOP - 16, unit, 'text-anchor="end" fill="#555555"')
        for tick in self.scale.ticks():
            y = self.scale.y(tick)
            yield f'<line x1="{LEFT}" y1="{y}" x2="{WIDTH - RIGHT}" y2="{y}" stroke="#dddddd"/>'
            yield _text(LEFT - 8, y + 4, _number(tick), 'text-anchor="end" fill="#555555"')

    def legend(self) -> Iterator[str]:
        """Names the lines where there is more than one."""
        x: float = LEFT + 16
        names = self.names()
        for name in names if len(names) > 1 else ():
            yield f'<rect x="{x}" y="{TOP - 26}" width="12" height="12" fill="{self.colour(name)}"/>'
            yield _text(x + 17, TOP - 16, name, 'fill="#333333"')
            x = round(x + 40 + _cells(name) * CELL, 1)

    def places(self) -> Iterator[str]:
        """Writes the periods under the axis, slanted where they would run into one another."""
        slanted = any(_cells(name) * CELL > self.room() - 6 for name in self.columns())
        for name in self.columns():
            x, y = self.x(name), HEIGHT - BOTTOM + 20
            if slanted:
                shown = _fitted(name, 92, 13)
                yield _text(x + 4, y - 4, shown, f'text-anchor="end" transform="rotate(-35 {x + 4} {y - 4})"')
            else:
                yield _text(x, y, name, 'text-anchor="middle"')

    def lines(self) -> Iterator[str]:
        for name in self.names():
            marks = [mark for mark in self.marks if mark.line == name]
            for before, after in pairwise(marks):
                if before.value is not None and after.value is not None:
                    yield self._segment(before, after)
            for mark in marks:
                yield from self._mark(mark)

    def _segment(self, before: Mark, after: Mark) -> str:
        ends = f'x1="{self.x(before.place)}" y1="{self._y(before)}" x2="{self.x(after.place)}" y2="{self._y(after)}"'
        return f'<line {ends} stroke="{self.colour(before.line)}" stroke-width="2"/>'

    def _y(self, mark: Mark) -> float:
        """Gives where a mark stands; one whose value is not known stands at zero."""
        return self.scale.y(Decimal(0) if mark.value is None else mark.value)

    def _mark(self, mark: Mark) -> Iterator[str]:
        """Draws a dot, hollow where the value is not known; a range is a bar up to its upper end."""
        x, y, colour = self.x(mark.place), self._y(mark), self.colour(mark.line)
        if mark.upper is not None:
            top = self.scale.y(mark.upper)
            yield f'<line x1="{x}" y1="{y}" x2="{x}" y2="{top}" stroke="{colour}" stroke-width="5" opacity="0.4"/>'
        fill = "#ffffff" if mark.value is None else colour
        shown = f"<title>{_safe(mark.details)}</title>" if mark.details else ""
        yield f'<circle cx="{x}" cy="{y}" r="4.5" fill="{fill}" stroke="{colour}" stroke-width="2">{shown}</circle>'
        above = y if mark.upper is None else min(y, self.scale.y(mark.upper))
        if self.room() >= LABELLED:
            yield _text(x, above - 10, _fitted(mark.label, 120, 13), f'text-anchor="middle" fill="{colour}"')


def _cells(words: str) -> int:
    """Gives the width in halves of a Chinese character."""
    return sum(2 if east_asian_width(character) in "WFA" else 1 for character in words)


def _text(x: float, y: float, words: str, more: str) -> str:
    return f'<text x="{x}" y="{y}" {more}>{_safe(words)}</text>'


def _safe(words: str) -> str:
    """Writes words as XML: what it cannot hold at all becomes a blank."""
    return escape(_NOT_XML.sub(" ", words))


def _fitted(words: str, room: float, size: float) -> str:
    """Cuts words that are wider than their room.

    >>> _fitted("岚溪市综合行政执法局", 60, 13)
    '岚溪市…'
    """
    words = " ".join(words.split())
    cells = int(room / (size * CELL / 13))
    if _cells(words) <= cells:
        return words
    while words and _cells(words) > cells - 2:
        words = words[:-1]
    return f"{words}…"


def _number(value: Decimal) -> str:
    """Writes a tick in few characters.

    >>> [_number(Decimal(tick)) for tick in ("0", "2.50", "1200", "2E+4", "35000000")]
    ['0', '2.5', '1200', '2万', '3500万']
    """
    for size, name in ((Decimal(10**8), "亿"), (Decimal(10**4), "万")):
        if abs(value) >= size:
            return f"{(value / size).normalize():f}{name}"
    return f"{value.normalize():f}"


def as_png(svg: str, font: Path | None = None) -> bytes:
    """Paints a chart.

    Args:
        svg: what `line_chart` drew.
        font: a font file with Chinese characters; those of the system when None.

    Raises:
        InputError: the extra `chart` is not there, or no font has Chinese characters.
    """
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise InputError("PNG needs a library: pip install 'govsummary[chart]', or write the chart as .svg") from None
    if font is not None and not font.is_file():
        raise InputError(f"{font}: no such font file; check the path")
    files = [str(font)] if font is not None else []
    if _painted("图", files) == _painted("\U000fffff", files):
        remedy = "install one (fonts-noto-cjk), name one with --font FILE, or write the chart as .svg"
        raise InputError(f"no font with Chinese characters was found for the PNG; {remedy}")
    return bytes(svg_to_bytes(svg_string=svg, zoom=ZOOM, font_files=files))


def _painted(character: str, files: Sequence[str]) -> bytes:
    """Paints one character: what no font has looks like a character that cannot be in any."""
    from resvg_py import svg_to_bytes

    words = _text(4, 24, character, f'font-family="{FONTS}" font-size="20"')
    image = f'<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32">{words}</svg>'
    return bytes(svg_to_bytes(svg_string=image, font_files=list(files)))
