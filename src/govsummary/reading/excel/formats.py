"""Shows the values of spreadsheet cells as their number formats do: 6.3% for 0.063, 6210 for 6210.0."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

Value = int | float | str | bool | date | datetime | time | timedelta

# Source: ECMA-376 part 1, 18.8.30: the formats that have a number and no code of their own.
BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    31: 'yyyy"年"m"月"d"日"',
    57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
_LONGEST_CODE = 255
_MOST_DECIMALS = 15
_LARGEST = 1e15  # beyond it a float has no units digit to show
# A format code: colours, conditions and currencies, quoted and escaped characters, spaces of a width, fillers.
_TOKENS = re.compile(
    r"\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|\"(?P<quoted>[^\"]*)\"|\\(?P<escaped>.)|_.|\*."
    r"|(?P<mask>[#0?][#0?,]*(?:\.[#0?]*)?,*|\.[#0?]+)|(?P<percent>%)|(?P<other>.)",
    re.DOTALL,
)
_PLAIN_CHARACTERS = re.compile(r"[-+()（）￥¥$€£ 一-鿿]")


def shown(value: Value, code: str | None) -> str:
    """Gives the text that a cell shows.

    Args:
        value: what the cell holds.
        code: its number format; None for the general one.

    >>> shown(0.063, "0.0%"), shown(6210.0, None), shown(12470.5, '#,##0.00"万元"')
    ('6.3%', '6210', '12,470.50万元')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return (_by_code(value, code) if code else None) or _general(value)
    if isinstance(value, datetime):
        value = value.date() if value.time() == time() else value
    if isinstance(value, date):
        return _date(value, code or "")
    return str(value)


def _general(value: float) -> str:
    """Writes a number without the noise of binary fractions and without an exponent."""
    number = Decimal(f"{value:.15g}")
    if not number.is_finite() or abs(number.adjusted()) > 2 * _MOST_DECIMALS:
        return str(value)
    return f"{number.normalize():f}" if number else "0"


def _by_code(value: float, code: str) -> str | None:
    """Writes a number as a code says; None for codes that do more than digits, percent and fixed characters."""
    if len(code) > _LONGEST_CODE or abs(value) >= _LARGEST:
        return None
    sections = code.split(";")
    negative_has_own = value < 0 and len(sections) > 1 and bool(sections[1])
    pieces: list[str] = []
    mask: str | None = None
    percents = 0
    for token in _TOKENS.finditer(sections[1] if negative_has_own else sections[0]):
        text = token["quoted"] or token["escaped"] or token["currency"] or token["percent"] or ""
        other = token["other"]
        if token["mask"]:
            if mask is not None:
                return None
            mask, text = token["mask"], "\0"
        elif other:
            if not _PLAIN_CHARACTERS.match(other):
                return None
            text = other
        percents += token["percent"] is not None
        pieces.append(text)
    if mask is None:
        return None
    digits = _digits(abs(value) if negative_has_own else value, mask, percents)
    return "".join(pieces).replace("\0", digits).strip()


def _digits(value: float, mask: str, percents: int) -> str:
    """Writes a number by a mask of #, 0, ?, commas and a point, times a hundred for each percent sign."""
    bare = mask.rstrip(",")
    whole, _, fraction = bare.partition(".")
    exact = Decimal(f"{value:.15g}").scaleb(2 * percents - 3 * (len(mask) - len(bare)))
    decimals = min(len(fraction), _MOST_DECIMALS)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):{',' if ',' in whole else ''}.{decimals}f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    if optional and "." in text:
        kept = len(text) - min(optional, decimals)
        text = text[:kept] + text[kept:].rstrip("0")
        text = text.rstrip(".")
    return f"-{text}" if rounded < 0 else text


def _date(value: date, code: str) -> str:
    """Writes a date with 年, 月 and 日 where its format does, else as ISO 8601."""
    if "月" not in code and "年" not in code:
        return str(value)
    parts = (("y", f"{value.year}年"), ("m", f"{value.month}月"), ("d", f"{value.day}日"))
    return "".join(text for letter, text in parts if letter in code.lower())
