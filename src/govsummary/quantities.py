"""Finds the quantities of a text: a numeral, its unit, and the marks around the two that say how exact it is.

A numeral is a quantity when a unit follows it, or when it stands straight before its noun and its scale, a mark or a
verb of reaching shows that it counts. Blockers (data) and short quoted labels take away what only looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from govsummary.measures import (
    COUNTS,
    MEASURES,
    PAUSES,
    Found,
    Measure,
    Scan,
    comes_after,
    first_place,
    has_mark_before,
    is_placed,
    measure_of,
    rank_at,
    rank_of,
)
from govsummary.numerals import QUOTIENTS, Numeral, join_range, read_numeral
from govsummary.quantity_grammar import CODE_SIGNS, QuantityGrammar, UnitHit

__all__ = ["Attempt", "Measure", "QuantityGrammar", "find_quantities", "read_numbers"]

# One character class finds the candidates; 一 首 数 are too frequent to be read wherever they stand.
_TRIGGER = re.compile(
    r"[0-9０-９Xx×*○◯□■_NＸ＊一二两三四五六七八九十百千万亿廿卅几数首零〇壹贰叁肆伍陆柒捌玖]"
    r"(?!(?<=[^第]一)[^九十百千万亿两二三点成倍番半年个名位条项家台套座栋处所份篇场次起件宗只辆艘架支吨公千平米斤亩元克升立])"
    r"(?!(?<=首)(?!位))(?!(?<=零)(?!点))(?!(?<=数)(?!十|百|千|万|亿))"
)
_LABEL_LENGTH = 14  # a longer quotation is speech, and speech may hold facts
_LABEL = re.compile(
    rf"“[^“”，。；\n]{{1,{_LABEL_LENGTH}}}”|‘[^‘’，。；\n]{{1,{_LABEL_LENGTH}}}’|「[^」\n]{{1,{_LABEL_LENGTH}}}」"
    r"|《[^《》]{1,100}》|【[^【】]{1,30}】|\"[^\"\n]*\""
)
_RUN = re.compile(r"[0-9A-Za-z.\-/_+]+")
_LIST_MARK = re.compile(
    r"\d{1,3}(?:、|）|\)|\.(?=\D)|．(?=\D)|\.(?=(?:19|20)\d\d年))|\d{1,2}\.(?=\d{1,2}(?:个|家|名|起|件|处|户|人|项|条))"
)
_RANGE = re.compile(r" ?(?:-{1,2}|—{1,2}|–|~|－|至|到) ?")
_INDENT = 20
# Longer runs are no numbers: they are skipped as one, so that no text takes quadratic time.
_LONG_RUN = re.compile(r"[\dXx×*○□_N.,]{41,}|[〇零一二两三四五六七八九十百千万亿几]{41,}")
_CLAUSE = re.compile(r"[^，。；\n]*")
_RECENT_YEARS = frozenset({"近几年", "前几年", "这几年", "那几年", "往几年", "头几年"})
_RANGE_STARTS = frozenset(" -—–~－至到")
_GAP = re.compile(r" *\n *| {1,2}")
_PAREN = re.compile(r"（([^（）]{1,8})）次?")
_DENOMINATORS = frozenset("人户日天月年季次周")
_NAMED_NEXT = frozenset("部队所里道")  # after a mask and a blank these end a name (XX 部)

# A row whose last number alone has a unit: 85、7和40微克/立方米, 1.2、3.5、2.7个百分点.
_ROW = re.compile(
    r"(?:[、和及与][-－]?(?P<last>(?:\d+(?:,\d{3})*(?:\.\d+)?|[Xx×*]+(?:\.[Xx×*]+)?)(?![\dXx×*])[万亿]?)){1,12}"
)
_ROW_NEXT = frozenset("、和及与")
_DEALT = re.compile(r"分别[^，。；、\n\d]{0,8}(?:[-－]?[\d.,Xx×*]+[万亿]?[、和及与])*[-－]?$")
# Counts of places in a row stand straight before them: 6镇1乡, 3街道2镇; a pattern of growth has such a name too.
_PLACE = r"(?:街道|社区|农场|林场|镇|乡|街(?!面|区|景|巷)|县|区(?!域)|市(?!场|级)|旗|村(?!民|级))"
_PLACES = re.compile(rf"{_PLACE}(?:[、和]?\d{{1,4}}{_PLACE})*+(?!格局|布局|模式|体系|战略|样板)")
_PLACE_BEFORE = re.compile(rf"\d{_PLACE}[、和]?$")
_PLACE_NEXT = frozenset("街镇乡县区市旗社村农林")
_FRACTION = re.compile(r"/(\d{1,3})(?![\d/年月日.%])")
_SHARE_BEFORE = re.compile(r"(?:占|约|近|超|过|足|不到|剩|达到?|为|其中|[^目]的)$")
_LARGEST_DENOMINATOR = 10  # of a fraction; 9/30 is a date
_LEVEL_BEFORE = re.compile(r"(?:比|率|量|数|值|额|度)(?:达到?|为)$")
_EVIDENCE = re.compile(
    r"(?:达到?|为|至|增加到|提高到|下降到|上升到|减少到|降到|升到|共计?|总计|合计|累计|增加|减少|新增|完成|仅|指数|系数|得分)$"
)
_ORIGINS = tuple("从由自")
_ORIGIN_NEXT = re.compile(r"(?:提高|提升|上升|增加|增长|扩大|下降|降低|减少|缩小|调整|[升降增减])[至到为]")
_COUNTED_BESIDE = frozenset("户人件家个处名批条宗起")  # 356户/1,248人: two counts of the same
_NAME_NEXT = frozenset("/-—.%年月日号级甲等届期后度楼室班路线式型位岁代时点")  # a number before these names a thing


Attempt = tuple[int, int, Measure | None]  # what was read as one, half-open, and the quantity that it gave


def find_quantities(
    view: str, grammar: QuantityGrammar, start: int = 0, end: int | None = None, *, bare: bool = False
) -> list[Measure]:
    """Gives the quantities of `view[start:end]` in text order, disjoint, with offsets into `view`.

    Args:
        view: the folded view of a text (`govsummary.text.fold`).
        grammar: units, marks and blockers.
        start: where to begin, in code points.
        end: where to stop; the end of the view when None.
        bare: take numbers too that stand neither before a unit nor before a noun.
    """
    return [measure for _, _, measure in read_numbers(view, grammar, start, end, bare=bare) if measure is not None]


def read_numbers(
    view: str, grammar: QuantityGrammar, start: int = 0, end: int | None = None, *, bare: bool = False
) -> Iterator[Attempt]:
    """Gives everything that was read as a number or passed over as a name, in text order, with what came of it."""
    stop = len(view) if end is None else min(end, len(view))
    scan = Scan(view, grammar, stop, start, bare=bare)
    labels = _labels(view, start, stop)
    at, label = start, 0
    for hit in _TRIGGER.finditer(view, start, stop):
        here = hit.start()
        if here < at:
            continue
        while label < len(labels) and labels[label][1] <= here:
            label += 1
        if label < len(labels) and labels[label][0] < here:
            at = labels[label][1]
            yield *labels[label], None
            continue
        measure, at = _read(scan, here)
        if measure is not None:
            scan.floor = at
        yield here, at, measure


def _labels(view: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Gives titles and short quotations: names, whose numbers count nothing."""
    spans = [match.span() for match in _LABEL.finditer(view, start, stop)]
    return [span for span in spans if view[span[0]] != '"' or span[1] - span[0] <= _LABEL_LENGTH + 2]


def _read(scan: Scan, here: int) -> Found:
    view = scan.view
    before = view[here - 1] if here else "\n"
    run = _LONG_RUN.match(view, here, scan.stop)
    if run is not None:
        return None, run.end()
    if view[here] == "首":
        return first_place(scan, here)
    if before == "第":
        return rank_at(scan, here)
    if before == "每":
        return None, _after_base(scan, here)
    blocked = scan.grammar.blocked(view, here, scan.stop)
    if blocked is not None:
        return None, blocked
    beside = before == "/" and view[max(0, here - 2) : here - 1] in _COUNTED_BESIDE
    if (before in CODE_SIGNS and here > scan.floor and not beside) or _is_code(view, here):
        run = _RUN.match(view, here)
        return None, run.end() if run else here + 1
    if before in "\n （(。；" and (mark := _list_mark(view, here)) is not None:
        scan.floor = mark
        return None, mark
    return _half(scan, here) if view.startswith("一半", here) else _amount(scan, here)


def _is_code(view: str, here: int) -> bool:
    """Tells whether Latin letters make a code of the number (C919, PM2.5); a word of three does not (GDP1234亿元)."""
    letters = view[max(0, here - 3) : here]
    return letters[-1:].isascii() and letters[-1:].isalpha() and not (len(letters) == 3 and letters.isalpha())


def _after_base(scan: Scan, here: int) -> int:
    """Gives the end of the number and unit of a base: 每百人, 每3年."""
    numeral = read_numeral(scan.view, here, scan.stop)
    if numeral is None:
        return here + 1
    unit = scan.grammar.unit_at(scan.view, numeral.end)
    return unit.end if unit else numeral.end


def _list_mark(view: str, here: int) -> int | None:
    """Gives the end of a number that opens its line: 1. 2、 （3）."""
    opens = here > 0 and view[here - 1] in "。；"
    mark = _LIST_MARK.match(view, here) if opens or _opens_line(view, here, " \t（(") else None
    return mark.end() if mark else None


# --- shares ------------------------------------------------------------------------------------------------


def _half(scan: Scan, here: int) -> Found:
    if scan.view[max(0, here - 1) : here] in {"另", "进"}:
        return None, here + 2
    numeral = Numeral(here, here + 2, Decimal("0.5"), unit="", script="chinese")
    measure = measure_of(scan, numeral, UnitHit(None, "", here + 2), "share.half")
    return replace(measure, optional=True), measure.end


# --- amounts ---------------------------------------------------------------------------------------------------------


def _amount(scan: Scan, here: int) -> Found:
    numeral = read_numeral(scan.view, here, scan.stop)
    if numeral is None:
        return None, here + 1
    numeral = _fraction(scan, numeral)
    unit = _unit_of(scan, numeral)
    if unit is None and (shared := _shared(scan, numeral)) is not None:
        measure = measure_of(scan, *shared, "row")
        return measure, measure.end
    joined = _range(scan, numeral, unit)
    if joined is not None:
        numeral, unit = joined
    if is_placed(scan, numeral, unit):
        rank = rank_of(here - 1, unit.end if unit else numeral.end, numeral, unit.text if unit else "", "rank.among")
        return rank, rank.end
    if unit is None:
        if not _is_bare_amount(scan, numeral) and not _is_number_alone(scan, numeral):
            return None, numeral.end
        unit, rule = UnitHit(None, "", numeral.end), "number.bare"
    elif _is_counted(scan, numeral, unit):
        rule = _rule_of(numeral)
    else:
        return None, numeral.end
    measure = measure_of(scan, numeral, unit, "range" if joined else rule)
    return measure, measure.end


def _is_number_alone(scan: Scan, numeral: Numeral) -> bool:
    """Takes any number where bare ones are wanted, but no single character of a word (收拾, 大陆)."""
    return scan.bare and (numeral.script == "arabic" or numeral.end - numeral.start > 1)


def _fraction(scan: Scan, numeral: Numeral) -> Numeral:
    """Takes in the denominator of a share (约占1/4); 9/30 and 1/4 without a word of share before are no fractions."""
    view, end = scan.view, numeral.end
    if numeral.script != "arabic" or end >= scan.stop or view[end] != "/" or numeral.value is None:
        return numeral
    found = _FRACTION.match(view, end, scan.stop)
    whole = int(found[1]) if found else 0
    licensed = _SHARE_BEFORE.search(view, max(scan.floor, numeral.start - 3), numeral.start) is not None
    if found is None or not licensed or not numeral.value < whole <= _LARGEST_DENOMINATOR:
        return numeral
    if scan.grammar.unit_at(view, end) is not None:  # 1/10万
        return numeral
    return numeral._replace(end=found.end(), value=QUOTIENTS.divide(numeral.value, Decimal(whole)), unit="")


def _shared(scan: Scan, numeral: Numeral) -> tuple[Numeral, UnitHit] | None:
    """Gives number and unit of a row's earlier number: a measure always, a count only where 分别 deals out."""
    view, end = scan.view, numeral.end
    if end >= scan.stop or view[end] not in _ROW_NEXT or numeral.script == "chinese" or numeral.upper is not None:
        return None
    row = _ROW.match(view, end, scan.stop)
    last = read_numeral(view, row.start("last"), scan.stop) if row is not None else None
    unit = _unit_of(scan, last) if last is not None else None
    if last is None or unit is None or unit.entry is None:
        return None
    if unit.dimension in COUNTS or not unit.dimension.isascii():
        before = max(0, numeral.start - 60)
        if _DEALT.search(view, before, numeral.start) is None:
            return None
    elif numeral.end - numeral.start == 4 and view.startswith(("19", "20"), numeral.start):
        return None  # a year
    if numeral.scale == 1 and last.scale > 1:
        value = None if numeral.value is None else numeral.value * last.scale
        numeral = numeral._replace(value=value, scale=last.scale)
    return numeral, UnitHit(unit.entry, unit.text, end)


def _rule_of(numeral: Numeral) -> str:
    if numeral.unit is None:
        return f"{numeral.script}.unit"
    return "portion" if numeral.unit else "share"


def _unit_of(scan: Scan, numeral: Numeral) -> UnitHit | None:
    """Gives the unit after a numeral, also across one space or a broken line."""
    view, end = scan.view, numeral.end
    if numeral.unit is not None:
        return UnitHit(scan.grammar.units.get(numeral.unit), numeral.unit, end)
    if end < scan.stop and view[end] in " \n":
        gap = _GAP.match(view, end, scan.stop)
        if gap is None or ("\n" in gap[0] and (numeral.masked or _opens_line(view, numeral.start, " "))):
            return None
        end = gap.end()
    hit = scan.grammar.unit_at(view, end)
    if hit is None or hit.end > scan.stop:
        return None
    if numeral.masked and (hit.text == "两" or (end > numeral.end and hit.text in _NAMED_NEXT)):
        return None  # a name: XX两旺湖, XX 部
    return _compound(scan, hit)


def _opens_line(view: str, position: int, blanks: str) -> bool:
    """Tells whether nothing but `blanks` stands before `position` on its line; a wider indent is no line's start."""
    before = view[max(0, position - _INDENT) : position].rstrip(blanks)
    return before.endswith("\n") or (not before and position < _INDENT)


def _compound(scan: Scan, hit: UnitHit) -> UnitHit:
    """Takes in what makes a longer unit: 元/吨, 元/人·月, 家（次）, 头（只、羽）."""
    view, end = scan.view, hit.end
    mark = view[end] if end < scan.stop else ""
    if mark not in "（/／" or not mark:
        return hit
    start = end - len(hit.text)
    if mark == "（":
        paren = _PAREN.match(view, end, scan.stop)
        inner = re.split("[、，/]", paren[1]) if paren else ["?"]
        if paren is None or any(part != "次" and part not in scan.grammar.units for part in inner):
            return hit
        return UnitHit(hit.entry, view[start : paren.end()], paren.end())
    while end < scan.stop and view[end] in "/／·":
        other = scan.grammar.unit_at(view, end + 1)
        longer = other.end if other and other.end <= scan.stop else end
        if longer == end and view[end + 1 : min(end + 2, scan.stop)] in _DENOMINATORS:
            longer = end + 2
        if longer == end:
            break
        end = longer
    return UnitHit(hit.entry, view[start:end], end)


def _range(scan: Scan, low: Numeral, unit: UnitHit | None) -> tuple[Numeral, UnitHit | None] | None:
    """Joins 5—10家, 6%－6.5%, 两到三万元; from A to B, each with its unit (从20家到50家), stays two."""
    view, end = scan.view, unit.end if unit else low.end
    dash = _RANGE.match(view, end, scan.stop) if end < scan.stop and view[end] in _RANGE_STARTS else None
    if dash is None or low.over:
        return None
    high = read_numeral(view, dash.end(), scan.stop)
    if high is None or scan.grammar.blocked(view, dash.end(), scan.stop) is not None:
        return None
    high_unit = _unit_of(scan, high)
    if unit is not None and low.unit is not None and high_unit is None:
        high_unit = UnitHit(unit.entry, unit.text, high.end)  # 百分之五到十
    both = unit is not None and high_unit is not None and high_unit.text == unit.text
    if unit is not None and (not both or comes_after(scan, low.start, _ORIGINS, 7)):
        return None
    joined = join_range(low, high)
    return None if joined is None or (high_unit is None and high.scale == 1) else (joined, high_unit)


def _is_counted(scan: Scan, numeral: Numeral, unit: UnitHit) -> bool:
    """Tells whether number and unit make a quantity, not a grade (5万吨级) or an article (一个)."""
    view = scan.view
    if unit.end < scan.stop and view[unit.end] == "级" and not view.startswith(("级别", "级差"), unit.end):
        return False
    if numeral.headless and not numeral.over and numeral.unit is None and not has_mark_before(scan, numeral):
        return False
    if view[max(0, numeral.start - 1) : unit.end] in _RECENT_YEARS:
        return False
    if numeral.script != "chinese" or numeral.value != 1 or numeral.end - numeral.start > 1 or numeral.over:
        return True
    mark = scan.grammar.mark_before(scan.view, numeral.start, "before", scan.floor)
    return _counts_one(scan, numeral, unit) or (mark is not None and mark[1].bound == "at_least")  # 至少一次


def _counts_one(scan: Scan, numeral: Numeral, unit: UnitHit) -> bool:
    """Tells whether 一 counts: before a measure, a stretch of time just spoken of, or beside other counts."""
    view = scan.view
    if unit.dimension in MEASURES:
        return True
    if unit.dimension == "months":
        spoken = view[max(0, numeral.start - 2) : numeral.start] in {"过去", "为期", "历时"}
        return spoken or view.startswith(("来", "多", "内"), unit.end)
    clause = _CLAUSE.match(view, unit.end, min(unit.end + 20, scan.stop))
    _, listed, beside = (clause[0] if clause else "").partition("、")
    return bool(listed) and any(digit + unit.text in beside for digit in "两三四五六七八九十")


def _is_bare_amount(scan: Scan, numeral: Numeral) -> bool:
    """Tells whether a number without a unit counts the noun that follows it (2235万城市居民)."""
    view, end = scan.view, numeral.end
    following = view[end] if end < len(view) else "。"
    before = view[max(0, numeral.start - 1) : numeral.start]
    if following in _NAME_NEXT or any(mark.isascii() and mark.isalpha() for mark in before + following):
        return False
    if numeral.masked:
        level = following in PAUSES and _LEVEL_BEFORE.search(view, scan.floor, numeral.start) is not None
        return level or numeral.over or (numeral.scale > 1 and following not in "市县区镇")
    if numeral.script == "chinese":
        return _is_bare_chinese(scan, numeral)
    if numeral.scale >= 10**4 or numeral.over or numeral.upper is not None or "," in view[numeral.start : end]:
        return True
    if numeral.end - numeral.start == 4 and view.startswith(("19", "20"), numeral.start):
        return False  # a year
    origin = before in _ORIGINS and _ORIGIN_NEXT.match(view, end) is not None  # 由0.86提高到0.9
    reached = origin or _EVIDENCE.search(view, max(scan.floor, numeral.start - 3), numeral.start) is not None
    if following in _PLACE_NEXT and _is_place_row(scan, numeral):
        return True
    counted = following in PAUSES or "一" <= following <= "龥"
    return counted and (reached or has_mark_before(scan, numeral))


def _is_place_row(scan: Scan, numeral: Numeral) -> bool:
    """Tells whether the number counts places beside other places: 6镇1乡, not 6镇."""
    row = _PLACES.match(scan.view, numeral.end, scan.stop)
    if row is None:
        return False
    before = max(0, numeral.start - 6)
    return any(mark.isdigit() for mark in row[0]) or _PLACE_BEFORE.search(scan.view, before, numeral.start) is not None


def _is_bare_chinese(scan: Scan, numeral: Numeral) -> bool:
    if numeral.headless:
        return numeral.over or (numeral.scale >= 10**4 and has_mark_before(scan, numeral))
    return numeral.scale >= 10**4
