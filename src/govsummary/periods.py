"""The grammar of periods: 2020年上半年, 1—10月, 截至6月底, 自1月23日以来, “十四五”期间 → first and last day.

    period := since | until | years | span
    since  := [自 从] point (以来 | 起 | 至今)
    until  := (截至 | 截止) point | point (前 | 之前 | 以前)
    span   := point [dash point] | year dash year
    point  := year [part] | part
    part   := 上半年 | 前三季度 | 二季度 | 1—10月 | 6月底 | 3月上旬 | 1月23日 | 全年 | 年底

A year is written in full (2020年, 二〇二〇年) or seen from the document (今年 去年 明年); a part without a year is
a part of the document's year. What cannot be resolved is None, never a guess.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from govsummary.model import Period
from govsummary.text import fold

Days = tuple[dt.date, dt.date]

_DIGITS = {**{str(digit): digit for digit in range(10)}, **dict(zip("〇一二三四五六七八九", range(10), strict=True))}
_DIGITS.update({"○": 0, "零": 0, "Ο": 0, "O": 0, "两": 2, "元": 1})
_YEARS_FROM_NOW = {
    "今年": 0,
    "本年": 0,
    "当年": 0,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "本年度": 0,
    "上年度": -1,
    "上一年度": -1,
    "前年": -2,
    "明年": 1,
    "来年": 1,
}
_FIRST_PLAN_YEAR = 1953  # the first five-year plan: 1953–1957; from the third on (1966) they follow without a gap
_THIRD_PLAN_YEAR = 1966

_DASH = "(?:-|—|–|~|至|到)+"
_MONTH = "(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = "(?:[12][0-9]|3[01]|0?[1-9]|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_FULL_YEAR = "(?:(?:19|20)[0-9]{2}|[一二][九〇○零ΟO0][〇○零ΟO0一二三四五六七八九]{2})"
_YEAR = f"(?:{_FULL_YEAR}年度?|今年|本年度?|当年|去年|上一?年度?|前年|明年|来年)"
_QUARTER = "[一二三四1-4]"
_HOUR = "(?:[01]?[0-9]|2[0-4])[时点]"
_PART = (
    f"(?:[上下前]半年|(?:前|头)[二两三23]个?季度|第?{_QUARTER}(?:{_DASH}{_QUARTER})?季度|全年"
    f"|{_MONTH}(?:月(?:{_DAY}日(?:{_DASH}{_DAY}日|{_HOUR})?|[底末]|[上中下]旬|份?(?:{_DASH}{_MONTH}月份?(?:[底末]|(?![0-9一二三四五六七八九十])))?)|{_DASH}{_MONTH}月份?)"
    "|前[一二三四五六七八九十0-9]{1,2}个月|年[底末]|(?<=年)[底末])"
)
_COUNT = "(?:[一二两三四五六七八九十]|[0-9]{1,2})"
_PLAN = "(?:十[一二三四五六七八九]|[一二三四五六七八九十])"


def _point(number: int) -> str:
    """Builds the pattern of a year, a part, or both; a part alone does not continue a number or another year."""
    year, part = f"year{number}", f"part{number}"
    alone = "(?<![0-9.〇一二三四五六七八九十第年])"
    return f"(?:(?P<{year}>{_YEAR})|{alone})(?P<{part}>{_PART})?(?({year})|(?({part})|(?!)))"


# What a fact is compared with (比去年, 高于上年) is no period of the fact.
_BASE = "(?<![比较与])(?<![高低优好多少快慢]于)"
_PERIOD = re.compile(
    f'{_BASE}(?:[“"]?(?P<plan>{_PLAN})五[”"]?(?:期间|时期|以来)'
    f"|第(?P<numbered>{_PLAN})个五年(?:计划|规划)(?:期间|时期)?"
    f"|(?:近|最近|过去的?|这)(?P<before>{_COUNT})年(?:以来|来|间)?"
    f"|(?<![0-9一二三四五六七八九十])(?P<after>{_COUNT})年(?:以来|来)"
    f"|(?P<same>去年|上一?年度?|前年|{_FULL_YEAR}年|(?<![0-9])[0-9]{{2}}年)同期"
    "|(?P<this>本(?:季度|月(?!底|末)))"
    f"|(?P<first>{_FULL_YEAR})年?{_DASH}(?P<last>{_FULL_YEAR}年度?)"
    f"|(?P<lead>自|从|截至|截止到?)?{_point(1)}(?:{_DASH}{_point(2)})?(?P<tail>以来|起|至今|以前|之前|前|期间)?)"
)
_MONTH_PART = re.compile(
    f"(?P<month>{_MONTH})(?:月(?P<day>{_DAY})日(?:{_DASH}(?P<last_day>{_DAY})日|{_HOUR})?|月(?P<end>[底末])"
    f"|月(?P<third>[上中下])旬|(?:月份?)?{_DASH}(?P<last>{_MONTH})月份?[底末]?|月份?)"
)
# The grammar is slow to try at every character, so it is tried only within runs of the characters it is made of.
_RUN = re.compile(
    '[-0-9〇○零ΟO一二两三四五六七八九十年月日季度旬份个底末上中下前半全头第今去明来本当同期间时近最过这的自从截止至到以之起度计划规—–~“”"]{2,}'
)
_TRIGGERS = frozenset("年月季五")
_SINCE = frozenset({"以来", "起", "至今"})
_BEFORE = frozenset({"以前", "之前", "前"})


@dataclass(frozen=True, slots=True)
class _Now:
    """What a period is seen from: the document's period, and the year that 今年 names."""

    reference: Period | None
    year: int | None


def parse_period(text: str, reference: Period | None = None, current_year: int | None = None) -> Period | None:
    """Gives the days that `text` names, or None when they cannot be known.

    Args:
        text: a period as written, nothing around it.
        reference: the document's period: parts (上半年, 6月底) are parts of its year.
        current_year: the year that 今年 names where it is not the year of `reference`: a report of 2023 that is
            delivered in 2024 calls 2024 今年.

    >>> period = parse_period("2020年上半年")
    >>> print(period.start, period.end)
    2020-01-01 2020-06-30
    >>> parse_period("X月X日") is None
    True
    """
    year = current_year if current_year is not None or reference is None else reference.end.year
    match = _PERIOD.fullmatch(fold(text).strip())
    days = _valid(match, _Now(reference, year)) if match else None
    return Period(start=days[0], end=days[1], text=text) if days else None


def find_periods(view: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, str]]:
    """Finds the periods in a stretch of the folded view, in text order, disjoint.

    The year that something is compared with (比去年, 较2015年) is no period of the fact and is left out.

    >>> find_periods("2020年上半年完成3处，比去年多1处")
    [(0, 8, '2020年上半年')]
    """
    stop = len(view) if end is None else end
    found: list[tuple[int, int, str]] = []
    for run in _RUN.finditer(view, start, stop):
        if not _TRIGGERS.isdisjoint(run[0]):
            for match in _PERIOD.finditer(view, run.start(), run.end()):
                first = match.start() + (len(match["lead"]) if _only_leads(match) else 0)
                found.append((first, match.end(), view[first : match.end()]))
    return found


def year_pattern(year: int) -> str:
    """Gives a pattern of a year as the folded view writes it: 2021年, 二〇二一年.

    >>> bool(re.fullmatch(year_pattern(2021), "二○二一年"))
    True
    """
    chinese = "".join("[〇○零ΟO0]" if digit == "0" else "一二三四五六七八九"[int(digit) - 1] for digit in str(year))
    return f"(?:{year}|{chinese})年"


def whole_year(year: int, text: str) -> Period:
    """Gives a calendar year as a period stated as `text`."""
    return Period(start=dt.date(year, 1, 1), end=dt.date(year, 12, 31), text=text)


# --- from a match to days --------------------------------------------------------------------------------------------


def _only_leads(match: re.Match[str]) -> bool:
    """Tells whether 自 or 从 before a point is not answered by 以来 or 起: then it is no part of the period."""
    return match["lead"] in {"自", "从"} and match["tail"] not in _SINCE


def _valid(match: re.Match[str], now: _Now) -> Days | None:
    """Gives the days unless the calendar has no such day (2月30日) or they end before they begin."""
    try:
        days = _days_of(match, now)
    except (ValueError, OverflowError):
        return None
    return days if days and days[0] <= days[1] else None


def _days_of(match: re.Match[str], now: _Now) -> Days | None:
    if match["plan"] or match["numbered"]:
        return _plan(match, now)
    if match["before"] or match["after"]:
        return _recent_years(match, now)
    if match["this"]:
        return _this(match["this"], now)
    if match["same"]:
        return _same_time(match, now)
    if match["first"]:
        return _years(_year(match["first"], now), _year(match["last"], now))
    return _span(match, now)


def _plan(match: re.Match[str], now: _Now) -> Days | None:
    """“十四五”期间: the five years of the plan; with 以来 up to the end of the document's period."""
    number = _number(match["plan"] or match["numbered"])
    first = _THIRD_PLAN_YEAR + 5 * (number - 3) if number >= 3 else _FIRST_PLAN_YEAR + 5 * (number - 1)
    start = dt.date(first, 1, 1)
    if match[0].endswith("以来"):
        return (start, now.reference.end) if now.reference else None
    return start, dt.date(first + 4, 12, 31)


def _recent_years(match: re.Match[str], now: _Now) -> Days | None:
    """近三年, 五年来: so many years, the document's included."""
    count = _number(match["before"] or match["after"])
    if now.reference is None or not count:
        return None
    last = now.reference.end
    return dt.date(last.year - count + 1, 1, 1), last


def _same_time(match: re.Match[str], now: _Now) -> Days | None:
    """去年同期: the document's period, so many years earlier."""
    year = _year(match["same"], now)
    if now.reference is None or year is None:
        return None
    first, last = now.reference.start, now.reference.end
    back = year - last.year
    return _shifted(first, back), _shifted(last, back)


def _this(text: str, now: _Now) -> Days | None:
    """本季度, 本月: known only of a document that reports no more than that."""
    if now.reference is None:
        return None
    first, last = now.reference.start, now.reference.end
    month, size = (last.month - 1) // 3 * 3 + 1 if text == "本季度" else last.month, 3 if text == "本季度" else 1
    days = _months(last.year, month, month + size - 1)
    return days if days[0] <= first else None


def _shifted(day: dt.date, years: int) -> dt.date:
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def _years(first: int | None, last: int | None) -> Days | None:
    return (dt.date(first, 1, 1), dt.date(last, 12, 31)) if first and last else None


def _span(match: re.Match[str], now: _Now) -> Days | None:
    """A point, or two with a dash; 以来 leads to the end of the document's period, 截至 and 前 begin with the year."""
    days = _point_days(match["year1"], match["part1"], now)
    if days and (match["year2"] or match["part2"]):
        last = _point_days(match["year2"], match["part2"], _Now(None, days[0].year))
        days = (days[0], last[1]) if last else None
    if days is None:
        return None
    if match["tail"] in _SINCE:
        return (days[0], max(now.reference.end, days[0])) if now.reference else None
    if match["tail"] in _BEFORE or (match["lead"] or "").startswith("截"):
        return dt.date(days[1].year, 1, 1), days[1]
    return None if match["lead"] else days


def _point_days(year: str | None, part: str | None, now: _Now) -> Days | None:
    named = _year(year, now) if year else _year_of_part(now)
    return _part(part, named) if named else None


def _year_of_part(now: _Now) -> int | None:
    """A part without a year is of the document's own year, even where 今年 is a later one."""
    return now.reference.end.year if now.reference else now.year


def _year(text: str, now: _Now) -> int | None:
    if text in _YEARS_FROM_NOW:
        return None if now.year is None else now.year + _YEARS_FROM_NOW[text]
    digits = "".join(str(_DIGITS[character]) for character in text if character in _DIGITS)
    return int(digits if len(digits) == 4 else f"20{digits}")


def _part(part: str | None, year: int) -> Days:
    """Gives the days of a part of a year (`None`: the whole year)."""
    if part in {None, "全年"}:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    assert part is not None
    if part in {"底", "末", "年底", "年末"}:
        return dt.date(year, 12, 31), dt.date(year, 12, 31)
    if part.endswith("半年"):
        return (_months(year, 7, 12)) if part.startswith("下") else _months(year, 1, 6)
    if part.endswith("季度"):
        return _quarters(part, year)
    if part.endswith("个月"):
        return _months(year, 1, _number(part[1:-2]))
    return _month_part(part, year)


def _quarters(part: str, year: int) -> Days:
    numbers = [_number(character) for character in part if character in _DIGITS]
    if part[0] in "前头":
        return _months(year, 1, 3 * numbers[0])
    return _months(year, 3 * numbers[0] - 2, 3 * numbers[-1])


def _month_part(part: str, year: int) -> Days:
    match = _MONTH_PART.fullmatch(part)
    if match is None:
        raise ValueError(part)
    month = _number(match["month"])
    if match["last"]:
        return _months(year, month, _number(match["last"]))
    if match["day"]:
        last_day = _number(match["last_day"] or match["day"])
        return dt.date(year, month, _number(match["day"])), dt.date(year, month, last_day)
    if match["third"]:
        first = {"上": 1, "中": 11, "下": 21}[match["third"]]
        last = calendar.monthrange(year, month)[1] if first == 21 else first + 9
        return dt.date(year, month, first), dt.date(year, month, last)
    days = _months(year, month, month)
    return (days[1], days[1]) if match["end"] else days


def _months(year: int, first: int, last: int) -> Days:
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def _number(text: str) -> int:
    """Reads a number below 100 in either kind of digits (十二, 12, 廿 is not used)."""
    if text.isdigit() and text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _DIGITS[text]
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
