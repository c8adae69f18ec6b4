"""What cannot be: a passing rate above 100 %, a fall of more than everything, an end before its start."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from govsummary.auditing.amounts import quote
from govsummary.auditing.arithmetic import HUNDRED
from govsummary.auditing.checks import Check, confirmed, refuted
from govsummary.auditing.figures import Figure, Figures
from govsummary.auditing.rates import metric_of
from govsummary.auditing.report import Mark, Role, Verdict
from govsummary.auditing.words import ClaimWords
from govsummary.model import Severity

_DASH = "(?:-|—|–|~|至|到)+"


# Years told from the one that is reported on, and those told from the year before them.
_RELATIVE = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "当年": 0, "次年": 1, "翌年": 1, "第二年": 1, "来年": 1}
_FROM_FIRST = frozenset({"当年", "次年", "翌年", "第二年", "来年"})
_SOME_YEAR = 2000  # stands for the year that is reported on


def _point(number: int) -> str:
    """Builds the pattern of a day or a month, with its year or without."""
    year = f"(?:(?P<year{number}>(?:19|20)[0-9]{{2}})年|(?P<rel{number}>{'|'.join(_RELATIVE)}))?"
    day = f"(?P<day{number}>[12][0-9]|3[01]|0?[1-9])日"
    return f"{year}(?P<month{number}>1[0-2]|0?[1-9])月(?:{day}|[上中下]旬|[初底末])?"


_SPAN = re.compile(f"(?<![0-9]){_point(1)}(?:(?:正式)?(?:开始|起)[，、]?)?{_DASH}(?P<last>{_point(2)})")
# 9月1日至28日: both days are of one month
_WITHIN = re.compile(f"(?P<month>1[0-2]|0?[1-9])月(?P<first>[0-9]{{1,2}})日?{_DASH}(?P<last>(?P<day>[0-9]{{1,2}})日)")
# 2021年3月1日开工，2020年9月25日完工: verbs tell what is the beginning and what the end.
_WORKS = re.compile(
    f"(?<![0-9]){_point(1)}(?:正式)?(?:开始|起|启动|开工|动工|开幕|施行|实施|立项)[，、]?(?:并|计划|预计)?(?:于|至|到|在)?"
    f"(?P<last>{_point(2)})(?:底|全面|如期|正式)?(?:结束|闭幕|完工|竣工|完成|建成|截止|为止|止)"
)
_YEARS = re.compile(
    f"(?<![0-9])(?P<first>(?:19|20)[0-9]{{2}})年?{_DASH}(?P<last>(?P<year>(?:19|20)[0-9]{{2}})年)(?![0-9])"
)
_DAY = re.compile("(?<![0-9])(?P<month>1[0-2]|0?[1-9])月(?P<day>[0-9]{1,2})日")
_SHARE = re.compile("占(?:比|[^，。；]*的)?(?:比重|比例)?(?:约|达到?|为)?$")
_SCHOOL_YEAR = (8, 9, 10)  # months in which something begins that ends in the summer of the next year
_AMONG = re.compile("[^，。；、]{1,10}(?<![高初其集])中(?![心央小学医药国型层等])")
_NOUN = re.compile("村|社区|乡镇|镇|街道|企业|项目|小区|学校|机构|单位|家庭|部门|网格|点位|站|园区|品种|品牌|问题|产品")
_SOME = ("已有", "有", "现有", "其中", "其中有", "其中已有", "目前已有")
_ELSE = re.compile("发现|检查|排查|共|累计|新增")  # in 12个村中发现问题13个 other things are counted
_LEAP_YEAR = 2024
_A_WINTER = 6  # months back from which on a span without years leads into the next one: 11月20日至2月10日


def find_limits(figures: Figures, words: ClaimWords) -> Iterator[Check]:
    """Checks rates, falls and spans of days against what they can be at most."""
    for claim in figures.all:
        if claim.unit != "%" or claim.interval is None:
            continue
        check = _fall(claim, words) if claim.quantity.kind == "change" else _rate(claim, words)
        if check is not None:
            yield check
    yield from _among(figures)
    yield from _days(figures)


def _among(figures: Figures) -> Iterator[Check]:
    """12个行政村中集体经济收入超过50万元的有13个: no more than there are."""
    for whole in figures.all:
        if whole.interval is None or whole.quantity.kind != "amount":
            continue
        if not _AMONG.match(whole.tail) and not _are_among(figures, whole):
            continue
        part = next((one for one in figures.after(whole) if one.unit == whole.unit and one.told), None)
        if part is None or part.interval is None or set("。；") & set(figures.between(whole, part)):
            continue
        noun = _NOUN.match(part.tail)
        if noun is not None and noun[0] not in whole.tail:
            continue  # 12个乡镇中有35个村
        if part.interval.low > whole.interval.high and not _ELSE.search(part.words):
            arithmetic = f"{quote(part)} > {quote(whole)}"
            yield refuted("impossible", "part_over", part, (("whole", whole),), arithmetic)


def _are_among(figures: Figures, whole: Figure) -> bool:
    """全市21家药品生产企业，已有18家通过认证: the next clause counts some of them."""
    part = next(iter(figures.after(whole)), None)
    return part is not None and figures.between(whole, part) == f"{whole.tail}，{part.lead}" and part.lead in _SOME


def _rate(claim: Figure, words: ClaimWords) -> Check | None:
    if claim.quantity.kind != "ratio" or claim.record.rule == "from":
        return None
    assert claim.interval is not None
    if claim.interval.low <= HUNDRED or claim.quantity.unit == "倍":
        return None
    name = metric_of(claim)
    elsewhere = any(words.says(kind, claim.lead) for kind in ("target", "apart", "earlier"))
    known = name.endswith(words.bounded)
    share = _SHARE.search(claim.lead) is not None and not elsewhere
    arithmetic = f"{quote(claim)} > 100%"
    if share or ((known or name.endswith("率")) and not words.says("unbounded", name)):
        severity: Severity = "error" if share or known else "warning"
        return refuted("impossible", "over_hundred", claim, (), arithmetic, severity=severity)
    if words.says("unbounded", name):
        return confirmed("impossible", "over_hundred", claim, (), arithmetic)
    return None


def _fall(claim: Figure, words: ClaimWords) -> Check | None:
    assert claim.interval is not None
    if claim.quantity.direction != "down" or claim.interval.low <= HUNDRED or claim.quantity.unit == "倍":
        return None
    if words.says("below_zero", claim.words):
        return None
    arithmetic = f"{quote(claim)} > 100%"
    return refuted("impossible", "fall_over", claim, (), arithmetic)


# --- days -------------------------------------------------------------------------------------------------------------


def _days(figures: Figures) -> Iterator[Check]:
    for pattern, checked in ((_SPAN, _span), (_YEARS, _years), (_WORKS, _works), (_WITHIN, _within)):
        found = map(checked, pattern.finditer(figures.view))
        yield from (check for check in found if check is not None)
    for match in _DAY.finditer(figures.view):
        if int(match["day"]) > calendar.monthrange(_LEAP_YEAR, int(match["month"]))[1]:
            where = _mark("claim", match.start(), match[0])
            yield Check("impossible", "date", "refuted", (where,), match[0], severity="error")


def _within(match: re.Match[str]) -> Check | None:
    """Checks two days of one month: 9月18日至8日, 9月1日至38日."""
    first, last = int(match["first"]), int(match["day"])
    if first <= last <= calendar.monthrange(_LEAP_YEAR, int(match["month"]))[1]:
        return None
    return _order(match, "refuted")


def _years(match: re.Match[str]) -> Check | None:
    """Checks two years: （2021年—2020年）."""
    if int(match["first"]) <= int(match["year"]):
        return None
    return _order(match, "refuted", match["first"])


def _works(match: re.Match[str]) -> Check | None:
    """Checks a beginning and an end that verbs tell, where both say their years."""
    return _span(match) if match["year1"] and match["year2"] else None


def _span(match: re.Match[str]) -> Check | None:
    """Checks two days, or months of years that are written out; without years 11月—3月 leads into the next year."""
    first, last = _key(match, 1), _key(match, 2)
    days = 0 not in (first[2], last[2])
    years = 0 not in (first[0], last[0])
    if not last[0]:
        last = (first[0], *last[1:])
    months = not (first[0] or last[0] or days) and first[1] not in _SCHOOL_YEAR
    if not (days and (first[0] or not last[0])) and not years and not months:
        return None
    if not days:
        first, last = (*first[:2], 0), (*last[:2], 0)
    if match["rel2"]:
        years_told = _relative(match, first[0])
        if years_told is None:
            return None
        first, last = (years_told[0], *first[1:]), (years_told[1], *last[1:])
    if first <= last:
        return _order(match, "confirmed") if days else None
    if not first[0] and first[1] - last[1] >= _A_WINTER:
        return None
    return _order(match, "refuted")


def _order(match: re.Match[str], verdict: Verdict, first: str = "") -> Check:
    """Gives what is said of a beginning, all up to the dash unless it is given, and its end."""
    head = first or match[0][: match.start("last") - match.start()].rstrip("-—–~至到于在，、并")
    marks = (_mark("claim", match.start("last"), match["last"]), _mark("earlier", match.start(), head))
    severity: Severity | None = "error" if verdict == "refuted" else None
    return Check("impossible", "order", verdict, marks, match["last"], f"{head} → {match['last']}", severity=severity)


def _relative(match: re.Match[str], year: int) -> tuple[int, int] | None:
    """Gives both years of 去年12月20日至今年2月10日; None where one is told by its number and the other is not."""
    if match["rel1"]:
        year = _SOME_YEAR + _RELATIVE[match["rel1"]]
    if match["rel2"] in _FROM_FIRST:
        return year, year + _RELATIVE[match["rel2"]]
    return (year, _SOME_YEAR + _RELATIVE[match["rel2"]]) if match["rel1"] else None


def _key(match: re.Match[str], number: int) -> tuple[int, int, int]:
    year, month, day = (match[f"{name}{number}"] for name in ("year", "month", "day"))
    return int(year or 0), int(month or 0), int(day or 0)


def _mark(role: Role, start: int, text: str) -> Mark:
    return Mark(role=role, document=0, start=start, end=start + len(text), quote=text)
