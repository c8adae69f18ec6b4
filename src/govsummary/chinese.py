"""The value of Chinese numerals: 一百零三, 两千三 (2300), 三五百 (300 to 500), 二〇二〇."""

from __future__ import annotations

DIGITS = {**dict(zip("零一二三四五六七八九", range(10), strict=True)), "〇": 0, "○": 0, "两": 2}
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}

# Two digits in a row are a range only when a speaker could mean "about so many".
_NEIGHBOURS = frozenset({"一两", "一二", "两三", "二三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"})
_ZEROS = frozenset("零〇○")
_TENS = {"廿": "二十", "卅": "三十"}
_ASCENDING = "一二三四五六七八九"  # digits in this order are a list (一二三产业), not a number


def product(multipliers: str) -> int:
    """Gives what multipliers make together.

    >>> product("万亿")
    1000000000000
    """
    result = 1
    for mark in multipliers:
        result *= SCALES[mark]
    return result


def written_scale(body: str) -> int:
    """Gives the multipliers at the end: 百万 of 三百万, 万 of 三百五十万 (there 十 belongs to the number)."""
    head = body.rstrip("百千万亿")
    if len(head) <= 1 and head != "十":
        return product(body[len(head) :])
    return product(body[len(body.rstrip("万亿")) :])


def parse_chinese(body: str) -> tuple[int, int] | None:
    """Gives the value of a Chinese numeral twice, or both ends of one with a pair of neighbours; None for no numeral.

    >>> parse_chinese("两千三"), parse_chinese("三五百"), parse_chinese("五四")
    ((2300, 2300), (300, 500), None)
    """
    for place in range(len(body) - 1):
        if body[place] in DIGITS and body[place + 1] in DIGITS and body[place : place + 2] in _NEIGHBOURS:
            if body[place + 2 : place + 3] not in {"", *SCALES}:
                break
            low = _parse_single(body[: place + 1] + body[place + 2 :])
            high = _parse_single(body[:place] + body[place + 1 :])
            return (low, high) if low is not None and high is not None else None
    value = _parse_single(body)
    return None if value is None else (value, value)


def _parse_single(body: str) -> int | None:
    for short, long in _TENS.items():
        body = body.replace(short, long)
    if len(body) > 1 and all(mark in DIGITS for mark in body):
        return _positional(body)
    total = section = 0
    digit: int | None = None
    last = 10**9  # the multiplier read last: within a section each must be smaller than the one before
    zero = False
    for position, mark in enumerate(body):
        if mark in _ZEROS:
            zero = True
        elif mark in DIGITS:
            if digit is not None:
                return None
            digit = DIGITS[mark]
        elif mark not in SCALES or (mark in "十百千" and not _fits(mark, last, digit, position)):
            return None
        elif mark in "十百千":
            section, last, digit, zero = section + (digit or 1) * SCALES[mark], SCALES[mark], None, False
        else:
            closed = _close_section(mark, total, section + (digit or 0), position)
            if closed is None:
                return None
            total, section, last, digit, zero = closed, 0, SCALES[mark], None, False
    return total + section + _last_digit(digit, last, zero)


def _positional(body: str) -> int | None:
    """Reads 二〇二〇; two digits, or digits that only count on, are no number."""
    if body[0] in _ZEROS or len(body) < 3 or body in _ASCENDING:
        return None
    return int("".join(str(DIGITS[mark]) for mark in body))


def _fits(mark: str, last: int, digit: int | None, position: int) -> bool:
    """Tells whether a multiplier may follow: smaller than the last one, with a digit unless it is 十 or leads."""
    return SCALES[mark] < last and (digit is not None or mark == "十" or position == 0)


def _close_section(mark: str, total: int, section: int, position: int) -> int | None:
    if mark == "亿":
        return (total + section or 1) * 10**8 if total + section or position == 0 else None
    if section == 0 and position > 0:
        return None
    return total + (section or 1) * 10**4 if total % 10**8 == 0 else None


def _last_digit(digit: int | None, last: int, zero: bool) -> int:
    """Gives what the last digit is worth: 3 of 一千零三, but 300 of 一千三."""
    if digit is None:
        return 0
    return digit * last // 10 if 100 <= last <= 10**8 and not zero else digit
