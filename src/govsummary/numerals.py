"""The grammar of numerals: Arabic, Chinese, masked and mixed; a numeral is a value, a range, a mask and a scale.

    numeral  = portion | [sign] body
    portion  = (百|千|万|亿)分之 body              percent and its kin: the value in the unit %, ‰, ‱ or 亿分之
             | body 分之 body                   a share: numerator / denominator, to 15 digits, in the unit ""
    body     = digits [vague] [scale] [vague] {digits scale}        3万4000 · 30多万 · 3.2万余
             | chinese                          一百零三 · 两千三 · 三五百 · 十余万 · 三点五亿 · 壹佰贰拾
             | mask [vague] [scale] [vague]     X余 · X.XX · 2X万多
    vague    = 余 | 多 | 来 | 几                a little over

All functions run on the folded view (`govsummary.text.fold`) and know nothing of units, dates or words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Literal, NamedTuple

from govsummary.chinese import DIGITS, SCALES, parse_chinese, product, written_scale

Script = Literal["arabic", "chinese", "mask"]

MAX_DIGITS = 40  # longer runs are identifiers, never amounts
QUOTIENTS = Context(prec=15)  # what a JSON number holds exactly
MASKS = frozenset("Xx×*○◯□■_N＊Ｘ")

_SCALE_MARKS = frozenset(SCALES)
_DECIMALS = frozenset(DIGITS) - {"两"}
_CHINESE = frozenset(DIGITS) | frozenset(SCALES) | frozenset("廿卅几数")
# Financial numerals count only in company: alone 陆 伍 拾 are in 大陆 队伍 收拾.
_FINANCIAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千")
_FINANCIAL_MARKS = frozenset("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟万亿零元圆")
_PORTION_UNITS = {"百": "%", "千": "‰", "万": "‱", "亿": "亿分之"}

# Multipliers after Arabic digits, longest first: up to three signs (千万亿).
_MULTIPLIERS = {
    small + big: SCALES.get(small, 1) * factor
    for small in ("", "十", "百", "千")
    for big, factor in (("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12))
    if small + big
}
# What makes another word of a multiplier: a unit's own name (5千瓦) or a compound (百强).
_NOT_MULTIPLIER: dict[str, tuple[str, ...]] = {
    "十": ("佳", "强", "大", "堰"),
    "百": ("分", "强", "佳", "帕", "姓"),
    "千": ("瓦", "米", "克", "伏", "帕", "卡", "赫", "升", "焦", "字"),
    "万": ("众", "象", "能", "物", "安", "山", "全", "宁"),
    "亿": (),
}
_NOT_HUNDRED_MILLIONS = ("元", "级", "斤", "吨")  # 12个亿元以上项目: a count of projects
_NOT_OVER = {"余": tuple("额热杭姚粮"), "多": ("媒体", "功能", "层次", "渠道", "元化", "年生", "发")}
_LATIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_COUNTED_NEXT = frozenset("个家人名年万亩吨次里天斤岁")  # 二十来个, 30几家
# A line may break before 万 and 亿; before anything shorter a new line is a new thought (多措并举).
_BREAK = re.compile(r" *\n *(?=万|亿)| {1,2}")

_ARABIC = re.compile(r"(?:\d{1,3}(?:(?:,\d{3})+|(?:，\d{3})+|(?: \d{3})+)(?!\d)|\d+)(?:\.\d+|．\d+)?")
_BROKEN = re.compile(r"(\d+(?:\.\d*)?) *\n *(\.?\d+(?:\.\d+)?)(?!、|\.|年|月|日)")
_MIXED = re.compile(r"零?(\d{1,8})")


class Numeral(NamedTuple):
    """A number as written, at `view[start:end]`.

    Attributes:
        value: the number with its scale folded in; None when masked or vague (几百).
        upper: the upper end of a range, else None.
        masked: some digits are blanked out.
        scale: the multiplier written after the number, 1 when none.
        mantissa: the number before its scale, where that is one number (shared scales: 两到三万).
        over: a mark of "a little over" stands inside or straight after the number (X余, 30多万, 十几).
        unit: what 百分之 and its kin say of the unit; None when the numeral says nothing of a unit.
        script: how the number is written.
        plain: no scale stands in a Chinese numeral (三, 十二): the small counts of slogans.
        headless: begins with its multiplier (千, 百万): a number only beside a bound mark.
    """

    start: int
    end: int
    value: Decimal | None
    upper: Decimal | None = None
    masked: bool = False
    scale: int = 1
    mantissa: Decimal | None = None
    over: bool = False
    unit: str | None = None
    script: Script = "arabic"
    plain: bool = False
    headless: bool = False


def read_numeral(view: str, start: int, stop: int | None = None) -> Numeral | None:
    """Gives the longest numeral that begins at `start`, or None.

    >>> read_numeral("1,100万人", 0).value, read_numeral("三五百家", 0).upper
    (Decimal('11000000'), Decimal('500'))
    """
    stop = len(view) if stop is None else stop
    if start >= stop:
        return None
    reader = _READERS.get(view[start], _read_nothing)
    numeral = reader(view, start, stop)
    if numeral is None or numeral.script == "mask":
        return numeral
    if view.startswith("分之", numeral.end):
        return _read_portion(view, numeral, stop)
    return numeral


def join_range(low: Numeral, high: Numeral) -> Numeral | None:
    """Gives the range from `low` to `high` (5—10, 两到三万), or None where the two are no range.

    A scale that only the upper end states holds for both ends when the lower number is the smaller one as written.
    """
    if low.masked or high.masked:
        return _masked_range(low, high)
    bottom, top = low.value, high.value
    if bottom is None or top is None or low.upper is not None or high.upper is not None:
        return None
    if low.scale == 1 and high.scale > 1 and high.mantissa is not None and bottom < high.mantissa:
        bottom = bottom * high.scale
    if bottom >= top:
        return None
    return high._replace(start=low.start, value=bottom, upper=top, mantissa=None)


def _masked_range(low: Numeral, high: Numeral) -> Numeral | None:
    if not (low.masked and high.masked):
        return None
    return high._replace(start=low.start)


def _read_nothing(_view: str, _start: int, _stop: int) -> Numeral | None:
    return None


# --- Arabic ----------------------------------------------------------------------------------------------------------


def _read_arabic(view: str, start: int, stop: int) -> Numeral | None:
    match = _ARABIC.match(view, start, stop)
    if match is None:
        return None
    digits, end = match[0], match.end()
    after = view[end] if end < stop else ""
    if after in MASKS or (after == "." and view[end + 1 : end + 2] in MASKS):
        masked = _read_mask(view, start, stop)
        if masked is not None:
            return masked
    if after and after in " \n.":
        digits, end = _rejoin(view, start, stop, match)
    if len(digits) > MAX_DIGITS:
        return None
    number = Decimal("".join(mark for mark in digits if mark not in ",， \n").replace("．", "."))
    return _with_tail(view, Numeral(start, end, number, mantissa=number), stop)


def _rejoin(view: str, start: int, stop: int, match: re.Match[str]) -> tuple[str, int]:
    """Joins a number that a line break splits; a number that opens its line is a row or a mark of its own."""
    broken = _BROKEN.match(view, start, stop)
    before = view[max(0, start - 20) : start].rstrip()
    opens = not before or "\n" in view[len(before) + max(0, start - 20) : start]
    if broken is None or opens or ("." in broken[1] and "." in broken[2]):
        return match[0], match.end()
    return broken[1] + broken[2], broken.end()


def _with_tail(view: str, numeral: Numeral, stop: int) -> Numeral:
    """Takes in the scale and the vague marks that follow the digits, then the rest of a mixed number."""
    end, scale, over = _tail(view, numeral.end, stop)
    if end == numeral.end:
        return numeral
    value = None if numeral.value is None else numeral.value * scale
    scaled = numeral._replace(end=end, value=value, scale=scale, over=over)
    if scale == 1 or over or value is None or value != value.to_integral_value():
        return scaled
    return _with_mixed(view, scaled, stop)


def _tail(view: str, start: int, stop: int) -> tuple[int, int, bool]:
    """Gives the end of what belongs to a number after its digits, the multiplier, and whether it is a little over."""
    gap = _BREAK.match(view, start, stop)
    end = gap.end() if gap else start
    end += view.startswith("个亿", end) and not view.startswith(_NOT_HUNDRED_MILLIONS, end + 2)  # 1.2个亿
    inner = view[end : end + 1] in {"余", "多", "来", "几"} and view[end + 1 : end + 2] in SCALES
    end, scale = _multiplier(view, end + inner, stop)
    if inner and scale == 1:
        return start, 1, False
    after = _over_end(view, end, stop)
    if scale == 1 and after == end:
        return start, 1, False
    over = inner or after > end
    if after > end:
        after, larger = _multiplier(view, after, stop)  # 4万多亿
        scale *= larger
    return after, scale, over


def _multiplier(view: str, start: int, stop: int) -> tuple[int, int]:
    """Gives the end and the value of the multiplier at `start`; 1 when there is none."""
    if start < stop and view[start] in SCALES:
        for length in (3, 2, 1):
            word = view[start : start + length]
            scale = _MULTIPLIERS.get(word)
            end = start + len(word)
            if scale is not None and end <= stop and not view.startswith(_NOT_MULTIPLIER[word[-1]], end):
                return end, scale
    return start, 1


def _over_end(view: str, start: int, stop: int) -> int:
    """Gives the end of 余, 多, 来 or 几 at `start`, or `start` where there is none or it begins a word."""
    mark = view[start : start + 1] if start < stop else ""
    if mark in _NOT_OVER:
        return start if view.startswith(_NOT_OVER[mark], start + 1) else start + 1
    return start + 1 if mark in {"来", "几"} and view[start + 1 : start + 2] in _COUNTED_NEXT else start


def _with_mixed(view: str, numeral: Numeral, stop: int) -> Numeral:
    """Takes in 4000 after 3万, 6千 after 25万, 零20 after 1千; a smaller part each time."""
    total, end, limit = numeral.value or Decimal(0), numeral.end, numeral.scale
    while limit > 1 and (part := _MIXED.match(view, end, stop)) is not None:
        after, scale = _multiplier(view, part.end(), stop)
        amount = int(part[1]) * scale
        whole = scale > 1 or view[end] == "零" or len(part[1]) == len(str(limit)) - 1
        if amount >= limit or scale >= limit or not whole or view[after : after + 1] in {".", "年"}:
            break
        total, end, limit = total + amount, after, scale
    if end == numeral.end:
        return numeral
    after = _over_end(view, end, stop)
    return numeral._replace(end=after, value=total, scale=1, mantissa=None, over=after > end)


def _read_mask(view: str, start: int, stop: int) -> Numeral | None:
    """Reads X, ××, 2X, X.XX; a sign between digits multiplies (7×24), one in a Latin word spells."""
    end = _mask_end(view, start, stop)
    if end == start or _is_word(view, start, end) or _isproduct(view[start:end]):
        return None
    return _with_tail(view, Numeral(start, end, None, None, True, script="mask"), stop)


def _mask_end(view: str, start: int, stop: int) -> int:
    end, seen = start, False
    while end < stop:
        mark = view[end]
        if mark in MASKS:
            seen = True
        elif mark in {".", ","}:
            if view[end + 1 : end + 2] not in MASKS:
                break
        elif mark not in "0123456789":
            break
        end += 1
    return end if seen else start


def _is_word(view: str, start: int, end: int) -> bool:
    return (start > 0 and view[start - 1] in _LATIN) or view[end : end + 1] in _LATIN


def _isproduct(signs: str) -> bool:
    """Tells whether a lone sign before a number multiplies: 7×24, ×50."""
    return signs[-1:].isdigit() and signs.strip("0123456789") in {"×", "*", "x", "X"}


# --- Chinese ---------------------------------------------------------------------------------------------------------


def _read_chinese(view: str, start: int, stop: int) -> Numeral | None:
    end = _run_end(view, start, stop, _CHINESE)
    body = view[start:end]
    if len(body) > MAX_DIGITS:
        return None
    if view.startswith("点", end):
        exact = _decimal_chinese(view, start, end, stop)
        if exact is not None:
            return exact
    over, scale = "几" in body[1:], ""
    if over:  # 十几, 二十几万
        body, _, scale = body.partition("几")
    elif view[end : end + 1] in {"余", "多", "来"} and view[end + 1 : end + 2] in SCALES:
        over, tail = True, end + 1
        end = _run_end(view, tail, stop, _SCALE_MARKS)
        scale = view[tail:end]
    if any(mark not in SCALES for mark in scale):
        return None
    after = _over_end(view, end, stop)
    return _chinese_numeral(start, after, body, scale, over or after > end)


def _run_end(view: str, start: int, stop: int, marks: frozenset[str]) -> int:
    end = start
    while end < stop and view[end] in marks:
        end += 1
    return end


def _chinese_numeral(start: int, end: int, body: str, scale: str, over: bool) -> Numeral | None:
    if body[0] in "几数":
        return _vague_numeral(start, end, body, over)
    bounds = parse_chinese(body)
    if bounds is None:
        return None
    factor = product(scale)
    low, high = bounds[0] * factor, bounds[1] * factor
    written = factor if scale else written_scale(body)
    return Numeral(
        start,
        end,
        Decimal(low),
        Decimal(high) if high != low else None,
        scale=written,
        mantissa=Decimal(low) / written,
        over=over,
        script="chinese",
        plain=written == 1 and low < 100,
        headless=body[0] in "百千万亿",
    )


def _vague_numeral(start: int, end: int, body: str, over: bool) -> Numeral | None:
    multipliers = body[1:]
    if any(mark not in SCALES for mark in multipliers) or (body[0] == "数" and not multipliers):
        return None
    return Numeral(start, end, None, scale=product(multipliers), over=over, script="chinese")


def _decimal_chinese(view: str, start: int, point: int, stop: int) -> Numeral | None:
    """Reads 三十六点九 and 一点三万亿; a 点 without digits behind it is no decimal point (三点要求)."""
    end = _run_end(view, point + 1, stop, _DECIMALS)
    whole = parse_chinese(view[start:point])
    if end == point + 1 or whole is None or whole[0] != whole[1]:
        return None
    number = Decimal(f"{whole[0]}.{''.join(str(DIGITS[mark]) for mark in view[point + 1 : end])}")
    return _with_tail(view, Numeral(start, end, number, mantissa=number), stop)._replace(script="chinese")


def _read_formal(view: str, start: int, stop: int) -> Numeral | None:
    end = _run_end(view, start, stop, _FINANCIAL_MARKS)
    signs = view[start:end].rstrip("元圆").partition("元")[0]
    if len(signs) < 2 and not view.startswith(("元", "圆"), start + len(signs)):
        return None
    return _chinese_numeral(start, start + len(signs), signs.translate(_FINANCIAL), "", over=False)


# --- portions --------------------------------------------------------------------------------------------------------


def _read_portion(view: str, whole: Numeral, stop: int) -> Numeral | None:
    """Reads on after 分之: 百分之三十六点九 in the unit %, 三分之一 as a quotient."""
    start = whole.end + 2
    sign = -1 if view.startswith("负", start) else 1
    part = read_numeral(view, start + (sign < 0), stop)
    if part is None:
        return None
    mark = view[whole.start : whole.end]
    if mark in _PORTION_UNITS:
        return _signed(part._replace(start=whole.start, unit=_PORTION_UNITS[mark], plain=False, headless=False), sign)
    if not whole.value or part.value is None:
        return None
    return part._replace(
        start=whole.start, value=QUOTIENTS.divide(part.value, whole.value), unit="", plain=False, scale=1
    )


def _signed(numeral: Numeral, sign: int) -> Numeral:
    return numeral if sign > 0 or numeral.value is None else numeral._replace(value=-numeral.value)


Reader = Callable[[str, int, int], Numeral | None]

_READERS: dict[str, Reader] = {
    **dict.fromkeys("0123456789０１２３４５６７８９", _read_arabic),
    **dict.fromkeys(MASKS, _read_mask),
    **dict.fromkeys("一二两三四五六七八九十百千万亿廿卅几数零〇", _read_chinese),
    **dict.fromkeys("壹贰貳叁參肆伍陆陸柒捌玖", _read_formal),
}
