"""Puts a quantity together: numeral and unit, the marks around them, and the words that say what it is taken over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from govsummary.chinese import DIGITS
from govsummary.model import Aggregate, Bound, Kind, Per
from govsummary.numerals import Numeral, read_numeral
from govsummary.quantity_grammar import QuantityGrammar, UnitHit

_ADJACENT = re.compile(
    r"(?:(?P<total>累计|共计|总计|合计|总共|一共|合共|(?<![公中])共)|(?P<mean>平均)"
    r"|(?P<per>人均|户均|日均|月均|年均|周均|季均|每(?:季度|小时|个月|星期|人|户|天|日|周|月|年|季|亩|吨)))"
    r"(?:约|有|为|达到|达)?$"
)
_ADJACENT_ENDS = frozenset("计共均度时月期人户天日周年季亩吨约有为到达")
_PERS: Mapping[str, Per] = {
    "人": "person", "户": "household", "时": "hour", "天": "day", "日": "day", "周": "week", "期": "week",
    "月": "month", "季": "quarter", "度": "quarter", "年": "year",
}  # fmt: skip
# Things that one can walk up to; a small count of anything else in Chinese numerals is a slogan's or a programme's.
_CONCRETE = re.compile(
    r"[^，。；、\n]{0,6}?(?:村|镇|乡|县|市(?!场)|省|街道|社区|小区|园区|项目|企业|公司|单位|部门|家庭|学校|医院|工厂|"
    r"车间|案件|水库|电站|机场|港口|码头|泊位|基地|站|井|桥|路口|国家|专利|标准|法规|规章|法律)"
)
# A limit that describes what is counted next: 10亿元以上项目5个.
_THRESHOLD = re.compile(r"的?[^，。；、：\d（）\n]{1,8}?(?:\d|X|×|\*)")
_ABSTRACT_NEXT = ("大事", "事", "实事", "好事", "法宝", "硬仗", "利剑", "钥匙")
_CONCRETE_UNITS = frozenset("人名位户家台套辆艘架座栋幢间所处起件宗只头羽株棵份篇册眼枚扇") | {"人次", "户次", "台次"}

_DURATIONS = frozenset({"time", "months", "workdays", "trading_days", "age"})
_RATIOS = frozenset({"ratio", "times", "tenths"})
_CHANGES = frozenset({"points", "doublings"})
_AMOUNTS = frozenset({"area", "length", "mass", "volume", "energy", "power", "money"})
MEASURES = _AMOUNTS | _RATIOS | _CHANGES
# What is counted or waited for: a row of numbers shares such a unit only where it is dealt out.
COUNTS = _DURATIONS | {"people", "people_times", "households", "mouths", "class_hours", "credits", "terms", "voyages"}
_EXTENSIBLE = _DURATIONS | _AMOUNTS | {"times", "tenths", "doublings"}
_SIGNED = _RATIOS | {"points", "temperature"}
_NOT_NEGATIVE = frozenset("担抱自欺胜辜肩减增")  # 担负3项
_SIGN_AFTER = frozenset("为是达至到长降速率幅比升值润计额余")
_DASH_AFTER = frozenset("〇零一二两三四五六七八九十百千万亿度成倍")  # what a dash, not a minus, follows
_HALVABLE = _DURATIONS | {"length", "mass", "area", "tenths", "times", "length_chi"}
_SMALL_COUNT = 20  # slogans do not count further than this in Chinese numerals
# Smaller units that may follow a unit: 十元五角, 三斤二两, 三亩五分.
_PARTS: Mapping[str, Mapping[str, Decimal]] = {
    "元": {"角": Decimal("0.1"), "毛": Decimal("0.1"), "分": Decimal("0.01")},
    "块": {"角": Decimal("0.1"), "毛": Decimal("0.1"), "分": Decimal("0.01")},
    "角": {"分": Decimal("0.1")},
    "斤": {"两": Decimal("0.1")},
    "亩": {"分": Decimal("0.1"), "厘": Decimal("0.01")},
}
_PART = re.compile(r"零?(\d{1,2}|[一二两三四五六七八九])([角毛分两厘])(?!之|钟|布|别|析)钱?")
_NOT_HALF = tuple("径数岛天月年个")
_ENDS = frozenset("，。；、！？）高长宽深的以左来时 \n")  # what may follow 三米九 and 3年多
_MOVES, _NONE = frozenset("提升降上下增减回跌涨"), frozenset[str]()  # what else may follow 五成二

PAUSES = frozenset("，。；：、！？）》” \n\t")
_RANK_WORDS = (
    *"居列排占获夺位名", "升到", "升至", "升为", "跻身", "进入", "成绩", "总分", "得分", "考核", "评比", "测评",
    "全国", "全省", "全市", "全县", "全区", "世界", "全球", "地区", "同类",
)  # fmt: skip
_FIRST_WORDS = tuple("居列占")
_DEGREES = frozenset("高低多少大小快慢好长")  # 第二低
_MOVES_ON = ("升", "跃", "上升", "提升", "下降", "降", "前移", "晋")  # 由第6升至第4


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity at `view[start:end]`, in code points; the quote holds marks, number, scale and unit.

    Attributes:
        value: in the base of the unit as written, scale folded in; None when masked or vague.
        unit: as written; "" for a number straight before its noun and for shares (三分之一); % for 百分之.
        per, aggregate: what the words straight before the quote say.
        kind: `change` only where the unit alone says so (个百分点, 番).
        rule: the production that found it.
        optional: a duration, a vague number, or a small count in Chinese numerals of no concrete thing.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: Decimal | None
    upper: Decimal | None
    masked: bool
    scale: int
    unit: str
    bound: Bound
    per: Per | None
    aggregate: Aggregate | None
    kind: Kind
    rule: str
    optional: bool


@dataclass(slots=True)
class Scan:
    """One reading of a view up to `stop`; `floor` is the end of the quantity found last, `ranked` of the last rank.

    `bare` takes numbers too that nothing is counted by (1300 alone): they are no facts.
    """

    view: str
    grammar: QuantityGrammar
    stop: int
    floor: int
    ranked: int = -1
    bare: bool = False


Found = tuple[Measure | None, int]  # a quantity, if there is one, and where to read on


def measure_of(scan: Scan, numeral: Numeral, unit: UnitHit, rule: str) -> Measure:
    """Puts a quantity together: sign, parts of the unit, marks on both sides, and the words before them."""
    numeral = _signed(scan, numeral, unit)
    value, end, over = _extended(scan, numeral, unit)
    start, bound = _bound_before(scan, numeral, unit)
    end, after = _bound_after(scan, end, unit)
    if bound == "exact":
        bound = "over" if numeral.over or over else after
    per, aggregate = _adjacent(scan, start, unit.text)
    kind: Kind = "ratio" if unit.dimension in _RATIOS or numeral.unit == "" else "amount"
    optional = _is_optional(scan, numeral, unit, end, after)
    return Measure(
        start, end, numeral.start, numeral.end, value, numeral.upper, numeral.masked, numeral.scale, unit.text, bound,
        per, aggregate, "change" if unit.dimension in _CHANGES else kind, rule, optional,
    )  # fmt: skip


def has_mark_before(scan: Scan, numeral: Numeral) -> bool:
    """Tells whether a bound mark stands straight before the number (超百亿, 上千万)."""
    view, grammar = scan.view, scan.grammar
    if grammar.mark_before(view, numeral.start, "before", scan.floor) is not None:
        return True
    return numeral.headless and grammar.mark_before(view, numeral.start, "headless", scan.floor) is not None


def _bound_before(scan: Scan, numeral: Numeral, unit: UnitHit) -> tuple[int, Bound]:
    view, start = scan.view, numeral.start
    close = start - 1 if start > scan.floor and view[start - 1] == " " else start
    found = scan.grammar.mark_before(view, close, "before", scan.floor)
    if found is None and numeral.headless:
        found = scan.grammar.mark_before(view, close, "headless", scan.floor)
    if found is None or (unit.dimension in _DURATIONS and view[found[0] : close] == "近"):  # 近八年来: recent years
        return start, "exact"
    return found[0], found[1].bound


def _bound_after(scan: Scan, end: int, unit: UnitHit) -> tuple[int, Bound]:
    found = scan.grammar.mark_after(scan.view, end, "after", scan.stop)
    if found is None and unit.dimension in _DURATIONS:
        found = scan.grammar.mark_after(scan.view, end, "duration", scan.stop)
    return (end, "exact") if found is None else (found[0], found[1].bound)


def _signed(scan: Scan, numeral: Numeral, unit: UnitHit) -> Numeral:
    """Takes in 负, a minus or 零下; a dash between words or numbers is no minus (1.6—3.9)."""
    view, start = scan.view, numeral.start
    sign = view[start - 1] if start > scan.floor else ""
    if not sign or sign not in "负-－−下":
        return numeral
    earlier = view[start - 2] if start - 1 > scan.floor else ""
    if sign == "下":
        cold = earlier == "零" and (unit.dimension == "temperature" or unit.text == "度")
        return _negative(numeral, start - 2) if cold else numeral
    if sign == "负":
        negative = earlier not in _NOT_NEGATIVE and (numeral.script == "arabic" or unit.dimension in _RATIOS)
    else:
        number = (earlier.isascii() and earlier.isalnum()) or earlier in _DASH_AFTER
        negative = (unit.dimension in _SIGNED and not number) or earlier in _SIGN_AFTER
    return _negative(numeral, start - 1) if negative and earlier not in {"%", "℃"} else numeral


def _negative(numeral: Numeral, start: int) -> Numeral:
    return numeral._replace(start=start, value=None if numeral.value is None else -numeral.value)


def _extended(scan: Scan, numeral: Numeral, unit: UnitHit) -> tuple[Decimal | None, int, bool]:
    """Gives value and end with what follows the unit (两米半, 三米九, 十元五角, 3年多), and whether it is 多."""
    view, end, value = scan.view, unit.end, numeral.value
    if value is not None and numeral.upper is None:
        if unit.dimension in _HALVABLE and value % 1 == 0 and _is_half(view, end):
            return value + Decimal("0.5"), end + 1, False
        if unit.text in _PARTS:
            value, end = _with_parts(scan, value, unit)
        elif unit.text in {"米", "块", "成"}:
            value, end = _with_tenth(scan, value, end, _MOVES if unit.text == "成" else _NONE)
    if unit.dimension in _EXTENSIBLE and view.startswith("多", end) and _ends(view, end + 1):
        return value, end + 1, True
    return value, end, False


def _is_half(view: str, position: int) -> bool:
    return view.startswith("半", position) and not view.startswith(_NOT_HALF, position + 1)


def _ends(view: str, position: int) -> bool:
    return position >= len(view) or view[position] in _ENDS


def _with_parts(scan: Scan, value: Decimal, unit: UnitHit) -> tuple[Decimal, int]:
    end, parts = unit.end, _PARTS[unit.text]
    while (part := _PART.match(scan.view, end, scan.stop)) is not None and part[2] in parts:
        value, end = value + parts[part[2]] * _digits(part[1]), part.end()
    return value, end


def _with_tenth(scan: Scan, value: Decimal, end: int, more_ends: frozenset[str]) -> tuple[Decimal, int]:
    tenth = scan.view[end : end + 1]
    ends = _ends(scan.view, end + 1) or scan.view[end + 1] in more_ends
    if not _is_digit(tenth) or end >= scan.stop or not ends or value % 1:
        return value, end
    return value + Decimal(_digits(tenth)) / 10, end + 1


def _is_digit(text: str) -> bool:
    return text in DIGITS or (text.isascii() and text.isdigit())


def _digits(text: str) -> int:
    return DIGITS[text] if text in DIGITS else int(text)


def _adjacent(scan: Scan, start: int, unit: str) -> tuple[Per | None, Aggregate | None]:
    per = _PERS.get(unit.partition("/")[2].partition("·")[0].removeprefix("小")) if "/" in unit else None
    if start <= scan.floor or scan.view[start - 1] not in _ADJACENT_ENDS:
        return per, None
    found = _ADJACENT.search(scan.view, max(scan.floor, start - 6), start)
    if found is None:
        return per, None
    word = found["per"]
    if word:
        return _PERS.get(word[-1] if word[0] == "每" else word[0], "each"), None
    return per, "total" if found["total"] else "mean"


def _is_optional(scan: Scan, numeral: Numeral, unit: UnitHit, end: int, after: Bound) -> bool:
    if numeral.value is None and not numeral.masked:
        return True
    if unit.dimension == "age":  # an age that describes people (60岁以上老人); 平均年龄38岁 is a fact
        return after != "exact" or not _ends(scan.view, end)
    if unit.text == "天" and "天数" in scan.view[max(scan.floor, numeral.start - 6) : numeral.start]:
        return False  # 优良天数298天 is a count of days, not how long something took
    if unit.dimension in _DURATIONS or (after != "exact" and _THRESHOLD.match(scan.view, end, scan.stop)):
        return True
    if not numeral.plain or unit.dimension in MEASURES or (numeral.value or 0) > _SMALL_COUNT:
        return False
    if unit.text in _CONCRETE_UNITS:
        return scan.view.startswith(_ABSTRACT_NEXT, unit.end)
    return _CONCRETE.match(scan.view, unit.end) is None


# --- ranks -----------------------------------------------------------------------------------------------------------


def rank_at(scan: Scan, here: int) -> Found:
    """Reads 第五位, 第3名, 第二低, 居全省第二; any other 第 makes a name of its number (第一产业)."""
    view, numeral = scan.view, read_numeral(scan.view, here, scan.stop)
    if numeral is None:
        return None, here + 1
    end = numeral.end
    field = view[end : end + 1] if view[end : end + 1] in {"位", "名"} else ""
    ranked = comes_after(scan, here - 1, _RANK_WORDS, 13) or _goes_on(scan, here - 1)
    degree = not field and view[end : end + 1] in _DEGREES and closes(view, end + 1)
    closed = closes(view, end) or view[end] in "的和" or view.startswith(_MOVES_ON, end)
    # 第一位 and 第二位 without a verb of rank count people or set priorities (摆在第一位).
    if not ranked and (not field or (field == "位" and view[here - 2 : here - 1] in {"在", "，", "。", "\n", ""})):
        return None, end
    if not field and not closed and not degree:
        return None, end
    return _ranked(scan, rank_of(here - 1, end + len(field) + degree, numeral, field))


def first_place(scan: Scan, here: int) -> Found:
    """Reads 首位 after a verb of rank."""
    if not comes_after(scan, here, _FIRST_WORDS, 13) and not _goes_on(scan, here):
        return None, here + 2
    numeral = Numeral(here, here + 1, Decimal(1), script="chinese")
    return _ranked(scan, replace(rank_of(here, here + 2, numeral, "位", "rank.first"), optional=True))


def is_placed(scan: Scan, numeral: Numeral, unit: UnitHit | None) -> bool:
    """Tells whether the number is a place among the first: 名列前五, 排名前10位."""
    view, start = scan.view, numeral.start
    if start - 1 < scan.floor or start == 0 or view[start - 1] != "前" or numeral.scale > 1:
        return False
    if unit is not None and unit.text not in {"名", "位"}:
        return False
    closed = unit is not None or closes(view, numeral.end)
    return closed and comes_after(scan, start - 1, _RANK_WORDS, 12)


def rank_of(start: int, end: int, numeral: Numeral, unit: str, rule: str = "rank.ordinal") -> Measure:
    """Puts a rank together."""
    return Measure(
        start, end, numeral.start, numeral.end, numeral.value, numeral.upper, numeral.masked, numeral.scale,
        unit, "exact", None, None, "rank", rule, False,
    )  # fmt: skip


def comes_after(scan: Scan, end: int, words: tuple[str, ...], reach: int) -> bool:
    """Tells whether one of `words` stands in the same clause within `reach` characters before `end`."""
    window = scan.view[max(scan.floor, end - reach) : end]
    for pause in "，。；、\n":
        window = window[window.rfind(pause) + 1 :]
    return any(word in window for word in words)


def closes(view: str, position: int) -> bool:
    """Tells whether a phrase ends at `position`."""
    return position >= len(view) or view[position] in PAUSES


def _ranked(scan: Scan, rank: Measure) -> Found:
    scan.ranked = rank.end
    return rank, rank.end


def _goes_on(scan: Scan, end: int) -> bool:
    """Tells whether what ends at `end` is listed with the rank before it (居全国第11位、中部首位)."""
    between = scan.view[scan.ranked : end] if 0 <= scan.ranked < end <= scan.ranked + 8 else ""
    return between[:1] in {"、", "和"} and PAUSES.isdisjoint(between[1:])
