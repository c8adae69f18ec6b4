"""Lines to paragraphs, paragraphs to sentences."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from govsummary.furniture import Line
from govsummary.headings import BULLET, BULLETS, MARK, Paragraph

_OPENING = "（《“‘「『〔【"
_CLOSING = "，。、；：！？）》”’」』〕】%"
_TERMINAL = "。！？；：…"
_NARROW = re.compile("[!-~]")
# A page is between so many ideographs wide, and so much of its lines are full when it was wrapped.
_NARROWEST, _WIDEST = 15, 60
_WRAPPED_SHARE = 0.4
# No page holds lines that are longer than it is wide; headings of one length above long paragraphs are no page.
_OVERHANG, _LONGER_SHARE = 4, 0.2
# A line of one of these alone is a piece of a formula or name that the page set on a line of its own: PM / 2.5 / ）.
_NUMBER_END = re.compile(r"[^\d\n.．、—-]\d+(?:\.\d*)?$")
_NUMBER_REST = re.compile(
    r"\d+(?:\.\d+)?(?![\d、.．年月日）])|[万亿](?![一-龥]{2})|[万亿]?(?:元|件|人|户|家|亩|处|起|吨|公里|平方米)"
)
# A line that opens with a number which ends its clause goes on with the line above: 组织专项整治 / 170余次，.
_COUNT_OPENS = re.compile(
    r"(?!\d{1,4}[年月日时、.])(?:\d[\d,]*(?:\.\d+)?|[Xx×*○□]+)[万亿千百]?[余多]?"
    r"(?:平方米|平方公里|立方米|千瓦时|[一-龥]{1,2})(?=[，。；、])"
)
_CALLS_FOR_COUNT = re.compile(r"[一-龥”）]$")
_FRAGMENT = re.compile(r"[A-Za-z0-9.%]{1,8}")
# After a closing quotation mark these go on with the sentence: “加油！”的口号.
_GOES_ON = "，、；：的地得等和与及是为之"
_ENDS = "。！？"
_WITHIN = "{0,500}"  # the longest quotation; an opening mark without its partner must not cost the whole text
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("「", "」"))


def _sentence_pattern() -> str:
    """Builds the pattern of one sentence: plain stretches and whole quotations, then what ends it.

    A quotation or bracket that ends in a full stop and has no continuation ends the sentence; an opening mark that
    nothing closes counts as a letter.
    """
    openings = "".join(pair[0] for pair in _PAIRS)
    inner = [f"[^{_ENDS}{openings}]++"]
    for opening, closing in _PAIRS:
        whole = f"{opening}[^{closing}]{_WITHIN}+{closing}"
        inner.append(f"{whole}(?:(?<![{_ENDS}]{closing})|(?=[{_GOES_ON}]))" if closing in "”）」" else whole)
        inner.append(f"{opening}(?![^{closing}]{_WITHIN}+{closing})")
    quoted = "|".join(f"{opening}[^{closing}]{_WITHIN}+{closing}" for opening, closing in _PAIRS)
    return f"(?:{'|'.join(inner)})*+(?:[{_ENDS}]++[”’」』）]*+|{quoted})?"


_SENTENCE = re.compile(_sentence_pattern())


@dataclass(frozen=True, slots=True)
class Layout:
    """How a text sets its lines: paragraphs parted by blank lines, first lines indented, or wrapped at `width`."""

    blank_lines: bool
    indented: bool
    width: int | None


def layout_of(view: str, lines: Sequence[Line]) -> Layout:
    """Finds how the lines of a text are set. `width` is None unless many lines are clearly wrapped at one width."""
    many = len(lines) or 1
    parted = sum(line.gap > 1 for line in lines)
    indented = sum(line.indent >= 2 for line in lines)
    return Layout(parted > 0.6 * many, 0.1 * many < indented < 0.9 * many, _wrap_width(view, lines))


def _wrap_width(view: str, lines: Sequence[Line]) -> int | None:
    near = [line for line in lines if _NARROWEST <= line.end - line.start + line.indent <= 2 * _WIDEST]
    if len(near) < max(5, _WRAPPED_SHARE * len(lines)):
        return None
    widths = Counter(_width(view, line) for line in near)
    full = {width: sum(widths[width - less] for less in range(3)) for width in widths}
    best = max(full, key=lambda width: (full[width], width))
    if not _NARROWEST <= best <= _WIDEST or full[best] < _WRAPPED_SHARE * len(lines):
        return None
    over = sum(_width(view, line) > best + _OVERHANG for line in lines)
    return best if over <= _LONGER_SHARE * full[best] else None


def _width(view: str, line: Line) -> int:
    """Gives the width of a line with its indent, in ideographs: two letters or digits are as wide as one."""
    return line.end - line.start + line.indent - len(_NARROW.findall(view, line.start, line.end)) // 2


def join_lines(view: str, lines: Sequence[Line], layout: Layout) -> list[Paragraph]:
    """Joins the lines that one paragraph was broken into; the others are paragraphs of their own."""
    paragraphs: list[Paragraph] = []
    before: Line | None = None
    for line in lines:
        if before is not None and _continues(view, before, line, layout):
            paragraphs[-1] = Paragraph(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(Paragraph(line.start, line.end))
        before = line
    return paragraphs


def _continues(view: str, before: Line, line: Line, layout: Layout) -> bool:
    """Tells whether `line` goes on with the paragraph of the line `before`."""
    first, last = view[line.start], view[before.end - 1]
    if line.gap != 1 or view[before.end : line.start].strip() or "\t" in view[before.start : line.end]:
        return False
    if last in _OPENING or first in _CLOSING or _splits_number(view, before, line) or _counts(view, before, line):
        return True
    if _FRAGMENT.fullmatch(view, before.start, before.end) or (
        _FRAGMENT.fullmatch(view, line.start, line.end) and last not in _TERMINAL
    ):
        return not MARK.match(view, line.start, line.end)
    if _opens_item(view, line) or (layout.indented and line.indent >= 2):
        return False
    if layout.width is not None:
        full = _width(view, before) >= layout.width - 3
        return full and (last not in "。！？：" or (layout.indented and line.indent == 0))
    return layout.blank_lines and last not in _TERMINAL and not MARK.match(view, before.start, before.end)


def _splits_number(view: str, before: Line, line: Line) -> bool:
    """Tells whether a line ends inside a number that the next one finishes: 3 218件, 246.3 万元."""
    ended = _NUMBER_END.search(view, before.start, before.end)
    return ended is not None and _NUMBER_REST.match(view, line.start, line.end) is not None


def _counts(view: str, before: Line, line: Line) -> bool:
    """Tells whether a line opens with the count of what the line before it names: 组织专项整治 / 170余次，."""
    asked = _CALLS_FOR_COUNT.search(view, before.start, before.end) is not None
    titled = MARK.match(view, before.start, before.end) is not None and "。" not in view[before.start : before.end]
    return asked and not titled and _COUNT_OPENS.match(view, line.start, line.end) is not None


def _opens_item(view: str, line: Line) -> bool:
    """Tells whether a line opens with the mark of a heading or list."""
    bullet = view[line.start] in BULLETS and BULLET.match(view, line.start, line.end)
    return bool(bullet) or MARK.match(view, line.start, line.end) is not None


def split_sentences(view: str, start: int, end: int) -> list[tuple[int, int]]:
    """Gives the sentences of a paragraph as half-open spans, without the spaces around them.

    A full stop within quotes or brackets ends a sentence only when it closes them; a semicolon ends none.

    >>> view = "完成3处；拆除2处。他说：“好。”随后离开。"
    >>> [view[a:b] for a, b in split_sentences(view, 0, len(view))]
    ['完成3处；拆除2处。', '他说：“好。”', '随后离开。']
    """
    spans = [match.span() for match in _SENTENCE.finditer(view, start, end)]
    return [_trimmed(view, first, stop) for first, stop in spans if not view[first:stop].isspace() and first < stop]


def _trimmed(view: str, start: int, stop: int) -> tuple[int, int]:
    while view[start].isspace():
        start += 1
    while view[stop - 1].isspace():
        stop -= 1
    return start, stop
