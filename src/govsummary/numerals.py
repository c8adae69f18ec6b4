"""The grammar of numerals: Arabic, Chinese, masked and mixed; a numeral is a value, a range, a mask and a scale.

    numeral  = portion | [sign] body
    portion  = (百|千|万|亿)分之 body              percent and its kin: the value in the unit %, ‰, ‱ or 亿分之
             | body 分之 body                   a share: numerator / denominator, to 28 digits, in the unit ""
    body     = digits [vague] [scale] [vague] {digits scale}        3万4000 · 30多万 · 3.2万余
             | chinese                          一百零三 · 两千三 · 三五百 · 十余万 · 三点五亿 · 壹佰贰拾
             | mask [vague] [scale] [vague]     X余 · X.XX · 2X万多
    vague    = 余 | 多 | 来 | 几                a little over

All functions run on the folded view (`govsummary.text.fold`) and know nothing of units, dates or words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Script = Literal["arabic", "chinese", "mask"]

MAX_DIGITS = 40  # longer runs are identifiers, never amounts
MASKS = "Xx×*○◯□■_N＊Ｘ"

_DIGITS = {**dict(zip("零一二三四五六七八九", range(10), strict=True)), "〇": 0, "○": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
# Financial numerals count only in company: alone 陆 伍 拾 are in 大陆 队伍 收拾.
_FINANCIAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千")
_PORTION_UNITS = {"百": "%", "千": "‰", "万": "‱", "亿": "亿分之"}
# Two digits in a row are a range only when a speaker could mean "about so many".
_NEIGHBOURS = "一[两二]|[两二]三|三[四五]|四五|五六|六七|七八|八九"

# Sets of Chinese characters are slow to compile, so they are few; \d takes the digits of any width.
# A line may break before a scale; before anything shorter a new line is a new thought (多措并举).
_BREAK = "(?: ?| *\\n *(?=万|亿|余[个处家名人次件户份条]))"
# 千 before a unit's own name belongs to the unit: 5千瓦, 3千米, 2千克.
_THOUSAND = "千(?![瓦米克伏帕卡赫升焦字])"
_SCALE = f"(?:十(?!佳|强|大|堰)|百(?!分|强|佳|帕|姓)|{_THOUSAND})?(?:万(?!众|象|能|物|安|山|全|宁))?亿?"
_OVER = "余(?!额|热|杭|姚|粮)|多(?!媒体|功能|层次|渠道|元化|年生|发)"
_ABOUT_SO = "[来几](?=[个家人名年万亩吨次里天斤岁])"

_ARABIC = re.compile(r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)|\d+)(?:[.．]\d+)?")
_BROKEN = re.compile(r"(\d+(?:\.\d*)?) *\n *(\.?\d+(?:\.\d+)?)(?![、.年月日])")
_TAIL = re.compile(f"{_BREAK}(?P<inner>[余多来几](?=[十百千万亿]))?(?P<scale>{_SCALE})(?P<outer>{_OVER}|{_ABOUT_SO})?")
_OVER_MARK = re.compile(_OVER)
_MIXED = re.compile(rf"零?(\d{{1,8}})(千万|百万|十万|万|{_THOUSAND}|百(?!分)|十)?(?!\d|\.|年)")
_MASK = re.compile(r"(?<![A-Za-z0-9])\d*[Xx×*○◯□■_N][Xx×*○◯□■_N\d]*(?:[.,][Xx×*○◯□■_N\d]+)?(?![A-Za-z])")
_CHINESE = re.compile(
    "(?P<body>[几数零〇○一二两三四五六七八九十百千万亿廿卅]+)"
    "(?:点(?P<fraction>[零〇一二三四五六七八九]+)(?P<after>[十百千万亿]*))?"
    f"(?:(?P<inner>[余多来])(?P<scale>[十百千万亿]+))?(?P<outer>{_OVER}|{_ABOUT_SO})?"
)
_FORMAL = re.compile(
    "[壹贰貳叁參肆伍陆陸柒捌玖](?:[拾佰仟万亿]零?[壹贰貳叁參肆伍陆陸柒捌玖]?)+|[壹贰叁肆伍陆柒捌玖](?=元|圆)"
)
_PAIR = re.compile(f"(?:{_NEIGHBOURS})(?=十|百|千|万|亿|$)")


@dataclass(frozen=True, slots=True)
class Numeral:
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
    return replace(high, start=low.start, value=bottom, upper=top, mantissa=None)


def _masked_range(low: Numeral, high: Numeral) -> Numeral | None:
    if not (low.masked and high.masked):
        return None
    return replace(high, start=low.start)


def _read_nothing(_view: str, _start: int, _stop: int) -> Numeral | None:
    return None


# --- Arabic ----------------------------------------------------------------------------------------------------------


def _read_arabic(view: str, start: int, stop: int) -> Numeral | None:
    masked = _read_mask(view, start, stop)
    if masked is not None:
        return masked
    match = _ARABIC.match(view, start, stop)
    if match is None:
        return None
    digits, end = match[0], match.end()
    if end + 1 < stop and view[end] in " \n.":
        digits, end = _rejoin(view, start, stop, match)
    if len(digits) > MAX_DIGITS:
        return None
    number = Decimal("".join(mark for mark in digits if mark not in ",， \n").replace("．", "."))
    return _with_tail(view, Numeral(start, end, number, mantissa=number), stop)


def _rejoin(view: str, start: int, stop: int, match: re.Match[str]) -> tuple[str, int]:
    """Joins a number that a line break splits; a number that opens its line is a row or a mark of its own."""
    broken = _BROKEN.match(view, start, stop)
    line = view.rfind("\n", 0, start) + 1
    if broken is None or not view[line:start].strip() or "." in broken[1] and "." in broken[2]:
        return match[0], match.end()
    return broken[1] + broken[2], broken.end()


def _with_tail(view: str, numeral: Numeral, stop: int) -> Numeral:
    """Takes in the scale and the vague marks that follow the digits, then the rest of a mixed number."""
    tail = _TAIL.match(view, numeral.end, stop)
    if tail is None or not (tail["scale"] or tail["outer"]):
        return numeral
    scale = _product(tail["scale"])
    over = bool(tail["inner"] or tail["outer"])
    value = None if numeral.value is None else numeral.value * scale
    scaled = replace(numeral, end=tail.end(), value=value, scale=scale, over=over)
    if scale == 1 or over or value is None or value != value.to_integral_value():
        return scaled
    return _with_mixed(view, scaled, stop)


def _with_mixed(view: str, numeral: Numeral, stop: int) -> Numeral:
    """Takes in 4000 after 3万, 6千 after 25万, 零20 after 1千; a smaller part each time."""
    total, end, limit = numeral.value or Decimal(0), numeral.end, numeral.scale
    while (part := _MIXED.match(view, end, stop)) is not None:
        scale = _product(part[2] or "")
        amount = int(part[1]) * scale
        whole = scale > 1 or view[end] == "零" or len(part[1]) == len(str(limit)) - 1
        if amount >= limit or scale >= limit or not whole:
            break
        total, end, limit = total + amount, part.end(), scale
        if scale == 1:
            break
    if end == numeral.end:
        return numeral
    outer = _OVER_MARK.match(view, end, stop)
    return replace(numeral, end=outer.end() if outer else end, value=total, scale=1, mantissa=None, over=bool(outer))


def _read_mask(view: str, start: int, stop: int) -> Numeral | None:
    match = _MASK.match(view, start, stop)
    if match is None or _is_product_sign(view, match, stop):
        return None
    return _with_tail(view, Numeral(start, match.end(), None, masked=True, script="mask"), stop)


def _is_product_sign(view: str, match: re.Match[str], stop: int) -> bool:
    """Tells whether the × of 7×24 was taken for a mask."""
    marks = match[0].strip("0123456789")
    return marks in {"×", "*", "x", "X"} and match[0][-1:].isdigit() and match[0][:1].isdigit()


def _product(scale: str) -> int:
    product = 1
    for mark in scale:
        product *= _SCALES[mark]
    return product


# --- Chinese ---------------------------------------------------------------------------------------------------------


def _read_chinese(view: str, start: int, stop: int) -> Numeral | None:
    match = _CHINESE.match(view, start, stop)
    if match is None or not match["body"] or len(match["body"]) > MAX_DIGITS:
        return None
    body, end = match["body"], match.end()
    if match["fraction"] is not None:
        return _decimal_chinese(match)
    inner, scale = match["inner"], match["scale"] or ""
    over = bool(inner or match["outer"])
    if "几" in body[1:]:  # 十几, 二十几万
        body, _, multipliers = body.partition("几")
        scale, over = multipliers + scale, True
        if any(mark not in _SCALES for mark in multipliers):
            return None
    return _chinese_numeral(start, end, body, scale, over)


def _chinese_numeral(start: int, end: int, body: str, scale: str, over: bool) -> Numeral | None:
    if body[0] in "几数":
        return _vague_numeral(start, end, body, over)
    bounds = _parse_chinese(body)
    if bounds is None:
        return None
    factor = _product(scale)
    low, high = bounds[0] * factor, bounds[1] * factor
    written = factor if scale else _written_scale(body)
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
    if any(mark not in _SCALES for mark in multipliers) or (body[0] == "数" and not multipliers):
        return None
    return Numeral(start, end, None, scale=_product(multipliers), over=over, script="chinese")


def _decimal_chinese(match: re.Match[str]) -> Numeral | None:
    whole = _parse_chinese(match["body"])
    if whole is None or whole[0] != whole[1]:
        return None
    digits = "".join(str(_DIGITS[mark]) for mark in match["fraction"])
    scale = _product(match["after"])
    number = Decimal(f"{whole[0]}.{digits}")
    over = bool(match["outer"])
    return Numeral(match.start(), match.end(), number * scale, None, False, scale, number, over, None, "chinese")


def _read_formal(view: str, start: int, stop: int) -> Numeral | None:
    match = _FORMAL.match(view, start, stop)
    if match is None:
        return None
    body = match[0].translate(_FINANCIAL)
    return _chinese_numeral(start, match.end(), body, "", over=False)


def _written_scale(body: str) -> int:
    """Gives the multipliers at the end: 百万 of 三百万, 万 of 三百五十万 (there 十 belongs to the number)."""
    head = body.rstrip("百千万亿")
    if len(head) <= 1 and head != "十":
        return _product(body[len(head) :])
    return _product(body[len(body.rstrip("万亿")) :])


def _parse_chinese(body: str) -> tuple[int, int] | None:
    """Gives the value of a Chinese numeral twice, or both ends of one with a pair of neighbours (三五百)."""
    pair = _PAIR.search(body)
    if pair is not None:
        low = _parse_single(body[: pair.start() + 1] + body[pair.end() :])
        high = _parse_single(body[: pair.start()] + body[pair.end() - 1 :])
        return (low, high) if low is not None and high is not None else None
    value = _parse_single(body)
    return None if value is None else (value, value)


def _parse_single(body: str) -> int | None:
    body = body.replace("廿", "二十").replace("卅", "三十")
    if len(body) > 1 and all(mark in _DIGITS for mark in body):
        return int("".join(str(_DIGITS[mark]) for mark in body)) if len(body) >= 3 and body[0] not in "零〇○" else None
    total = section = 0
    digit: int | None = None
    last = 10**9  # the multiplier read last: within a section each must be smaller than the one before
    zero = False
    for position, mark in enumerate(body):
        if mark in _DIGITS:
            if digit is not None:
                return None
            digit, zero = (None, True) if mark in "零〇○" else (_DIGITS[mark], zero)
        elif mark in "十百千":
            scale = _SCALES[mark]
            if scale >= last or (digit is None and mark != "十" and position > 0):
                return None
            section, last, digit, zero = section + (digit or 1) * scale, scale, None, False
        else:
            total, ok = _close_section(mark, total, section + (digit or 0), position)
            if not ok:
                return None
            section, last, digit, zero = 0, _SCALES[mark], None, False
    return total + section + _last_digit(digit, last, zero)


def _close_section(mark: str, total: int, section: int, position: int) -> tuple[int, bool]:
    if mark == "亿":
        return (total + section or 1) * 10**8, bool(total + section) or position == 0
    if section == 0 and position > 0:
        return 0, False
    return total + (section or 1) * 10**4, total % 10**8 == 0


def _last_digit(digit: int | None, last: int, zero: bool) -> int:
    """Gives what the last digit is worth: 3 of 一千零三, but 300 of 一千三."""
    if digit is None:
        return 0
    return digit * last // 10 if 100 <= last <= 10**8 and not zero else digit


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
        return _signed(replace(part, start=whole.start, unit=_PORTION_UNITS[mark], plain=False, headless=False), sign)
    if not whole.value or part.value is None:
        return None
    return replace(part, start=whole.start, value=part.value / whole.value, unit="", plain=False, scale=1)


def _signed(numeral: Numeral, sign: int) -> Numeral:
    return numeral if sign > 0 or numeral.value is None else replace(numeral, value=-numeral.value)


Reader = Callable[[str, int, int], Numeral | None]

_READERS: dict[str, Reader] = {
    **dict.fromkeys("0123456789０１２３４５６７８９", _read_arabic),
    **dict.fromkeys(MASKS, _read_mask),
    **dict.fromkeys("一二两三四五六七八九十百千万亿廿卅几数零〇", _read_chinese),
    **dict.fromkeys("壹贰貳叁參肆伍陆陸柒捌玖", _read_formal),
}
