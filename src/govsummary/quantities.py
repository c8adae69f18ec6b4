"""Finds the quantities of a text: a numeral, its unit, and the marks around the two that say how exact it is.

A numeral is a quantity when a unit follows it, or when it stands straight before its noun and its scale, a mark or a
verb of reaching shows that it counts. Blockers (data) and short quoted labels take away what looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from govsummary.errors import LexiconError, LexiconErrors
from govsummary.lexicon import Unit
from govsummary.model import Aggregate, Bound, Kind, Per
from govsummary.numerals import Numeral, join_range, read_numeral

_PLACEHOLDERS = {"<c>": "[〇零一二两三四五六七八九十百千]", "<x>": "[Xx×*○□_N]"}

# One character class finds the candidates; 一 and 首 are too frequent to be read wherever they stand.
_TRIGGER = re.compile(
    r"[0-9０-９Xx×*○◯□■_NＸ＊一二两三四五六七八九十百千万亿廿卅几数首〇壹贰叁肆伍陆柒捌玖]"
    r"(?!(?<=一)[^十百千万亿两二三点成倍番半年个名位条项家台套座栋处所份篇场次起件宗只辆艘架支吨公千平米斤亩元克升立])"
    r"(?!(?<=首)(?!位))(?!(?<=数)(?![十百千万亿]))"
)
_LABEL = re.compile(r"“[^“”，。；\n]{1,14}”|‘[^‘’，。；\n]{1,14}’|《[^《》]{1,100}》|「[^「」\n]{1,14}」|『[^『』\n]{1,14}』|\"[^\"\n]*\"|【[^【】]{1,30}】")
_RUN = re.compile(r"[0-9A-Za-z.\-/_+０-９]+")
_LIST_MARK = re.compile(r"[（]?(?:\d{1,3}|[XN])(?:[、）)]|[.．](?=\D)|[.．](?=(?:19|20)\d\d年))|\d{1,2}[.．](?=\d{1,2}(?:个|家|名|起|件|处|户|人|项|条)[^次])")
_RANGE = re.compile(r" ?(?:[-—–~－]{1,2}|至|到) ?")
_GAP = re.compile(r"[ \t]?|[ \t]*\n[ \t]*")
_PAREN = re.compile(r"（([^（）]{1,8})）次?")
_PER_PARTS = re.compile(r"(?:[/／](?:[人户日天月年季次]|周)|·[人户日天月年])+")

_ADJACENT = re.compile(
    r"(?:(?P<total>累计|共计|总计|合计|总共|一共|合共|(?<![公一])共)(?:约|有|为|达到?)?"
    r"|(?P<mean>平均)(?:为|达到?)?"
    r"|(?P<per>人均|户均|日均|月均|年均|周均|季均|每(?:季度|小时|个月|星期|[人户天日周月年季亩吨]))(?:为|达到?)?)$"
)
_PERS: Mapping[str, Per] = {
    "人": "person", "户": "household", "时": "hour", "天": "day", "日": "day", "周": "week", "期": "week",
    "月": "month", "季": "quarter", "度": "quarter", "年": "year",
}  # fmt: skip
_EVIDENCE = re.compile(r"(?:达到?|为|至|增加到|提高到|下降到|上升到|减少到|降到|升到|共计?|总计|合计|累计|增加|减少|新增|完成|仅)$")
_RANKED = re.compile(r"(?:升[到至为]|[居列排]在|居|列|排|占|获|夺|位|名次?|跻身|进入|全[国省市县区]|世界|全球|地区|同类)[^，。；、\n]{0,10}$")
_FIRST = re.compile(r"(?:(?<!摆)(?<!放)居|列|占据?)[^，。；、\n]{0,12}$")
_RANK_FIELD = re.compile(r"[位名](?![于置称次])")
_SENTENCE_PAUSE = re.compile(r"[，。；：、！？）》”\s]|$")
# After these a bare number is the name of a thing, whatever stands before it.
_NAME_NEXT = re.compile(r"[A-Za-z0-9/\-—.%年月日号级甲等届期后度楼室班路线式型位岁代]")
# Things that one can walk up to; a small count of anything else in Chinese numerals is a slogan's or a programme's.
_CONCRETE = re.compile(
    r"[^，。；、！？\n]{0,6}?(?:村|镇|乡|县|市|区|省|街道|社区|项目|企业|公司|单位|部门|小区|家庭|学校|医院|工厂|车间|"
    r"案件|水库|电站|机场|港口|码头|泊位|基地|园区|厂|站|井|桥|路口|国家|专利|标准|法规|规章|法律)"
)
_YEARLIKE = re.compile(r"(?:19|20)\d\d$")

_DURATIONS = frozenset({"time", "months", "workdays", "trading_days", "age"})
_RATIOS = frozenset({"ratio", "times", "tenths"})
_CHANGES = frozenset({"points", "doublings"})
_MEASURES = frozenset(
    {"area", "length", "mass", "volume", "energy", "power", "money", "ratio", "times", "tenths", "doublings", "points"}
)
_SMALL_COUNT = 20  # slogans do not count further than this in Chinese numerals
# Parts of a unit that may follow it: 十元五角, 三斤二两, 三亩五分.
_PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "元": (("角毛", "0.1"), ("分", "0.01")), "块": (("角毛", "0.1"), ("分", "0.01")), "斤": (("两", "0.1"),),
    "角": (("分", "0.1"),), "亩": (("分", "0.1"), ("厘", "0.01")), "丈": (("尺", "0.1"),), "尺": (("寸", "0.1"),),
}  # fmt: skip
_HALVABLE = _DURATIONS | {"length", "mass", "area", "tenths", "times", "length_chi"}
_DIGIT_VALUES = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"两": 2}
_DIGIT_VALUES |= {str(value): value for value in range(10)}


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity at `view[start:end]`, in code points; the quote holds marks, number, scale and unit.

    Attributes:
        value: in the base of the unit as written, scale folded in; None when masked or vague.
        unit: as written, "" for a number straight before its noun; % for 百分之.
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


class _Mark(NamedTuple):
    """What a bound mark says, and the words that unmake it."""

    bound: Bound
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]


class _UnitHit(NamedTuple):
    """A unit found in the text: its entry (None for a bare number), how it is written and where it ends."""

    entry: Unit | None
    text: str
    end: int


@dataclass(frozen=True, slots=True)
class QuantityGrammar:
    """Units, bound marks and blockers, compiled once.

    Build it with `QuantityGrammar.build`; it holds no state and may be shared.
    """

    units: Mapping[str, Unit]
    lengths: Mapping[str, tuple[int, ...]]
    marks: Mapping[str, Mapping[str, _Mark]]
    mark_lengths: Mapping[str, tuple[int, ...]]
    blockers: re.Pattern[str]

    @classmethod
    def build(
        cls,
        units: Mapping[str, Unit],
        bounds: Iterable[Mapping[str, object]],
        blockers: Iterable[Mapping[str, object]],
    ) -> QuantityGrammar:
        """Builds the grammar from lexicon entries.

        Args:
            units: by the unit as written.
            bounds: the tables of bounds.toml.
            blockers: the tables of blockers.toml.

        Raises:
            LexiconErrors: when patterns of blockers do not compile.
        """
        lengths: dict[str, set[int]] = {}
        for name in units:
            lengths.setdefault(name[0], set()).add(len(name))
        marks = _marks(bounds)
        return cls(
            units=units,
            lengths={first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()},
            marks=marks,
            mark_lengths={
                position: tuple(sorted({len(mark) for mark in group}, reverse=True)) for position, group in marks.items()
            },
            blockers=_blockers(blockers),
        )

    def unit_at(self, view: str, position: int) -> _UnitHit | None:
        """Gives the longest unit that begins at `position` and is not the start of another word."""
        if position >= len(view):
            return None
        for length in self.lengths.get(view[position], ()):
            text = view[position : position + length]
            unit = self.units.get(text)
            if unit is None or _is_other_word(unit, view, position + length):
                continue
            return _UnitHit(unit, text, position + length)
        return None


def blocker_pattern(pattern: str) -> str:
    """Gives the regular expression that a pattern of blockers.toml stands for.

    >>> blocker_pattern("<x>届")
    '[Xx×*○□_N]届'
    """
    for name, characters in _PLACEHOLDERS.items():
        pattern = pattern.replace(name, characters)
    return pattern


def _blockers(tables: Iterable[Mapping[str, object]]) -> re.Pattern[str]:
    patterns = [(str(table.get("id")), blocker_pattern(str(table.get("pattern", "")))) for table in tables]
    try:
        return re.compile("|".join(f"(?:{pattern})" for _, pattern in patterns) or r"(?!)")
    except re.error:
        raise LexiconErrors("blockers.toml has patterns that cannot be used", _broken(patterns)) from None


def _broken(patterns: Iterable[tuple[str, str]]) -> list[LexiconError]:
    problems: list[LexiconError] = []
    for name, pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            problems.append(LexiconError(f"blockers.toml:{name}", f"not a regular expression: {error}"))
    return problems or [LexiconError("blockers.toml", "the patterns cannot be joined; name no groups")]


def _marks(tables: Iterable[Mapping[str, object]]) -> dict[str, dict[str, _Mark]]:
    marks: dict[str, dict[str, _Mark]] = {"before": {}, "headless": {}, "after": {}, "duration": {}}
    for table in tables:
        entry = _Mark(table["bound"], _words(table, "not_after"), _words(table, "not_before"))  # type: ignore[arg-type]
        for mark in _words(table, "marks"):
            marks[str(table["position"])][mark] = entry
    return marks


def _words(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    words = table.get(key, ())
    return tuple(str(word) for word in words) if isinstance(words, list | tuple) else ()


@lru_cache(maxsize=2048)
def _word_ends(not_before: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(not_before))


def _is_other_word(unit: Unit, view: str, end: int) -> bool:
    if end >= len(view):
        return False
    if view[end - 1].isascii() and view[end - 1].isalnum() and view[end].isascii() and view[end].isalnum():
        return True
    return bool(unit.not_before) and _word_ends(unit.not_before).match(view, end) is not None


# --- the scan --------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Scan:
    """One reading of a view: `floor` is the end of the last quantity, `labels` the spans passed over."""

    view: str
    grammar: QuantityGrammar
    stop: int
    floor: int


def find_quantities(view: str, grammar: QuantityGrammar, start: int = 0, end: int | None = None) -> list[Measure]:
    """Gives the quantities of `view[start:end]` in text order, disjoint, with offsets into `view`.

    Args:
        view: the folded view of a text (`govsummary.text.fold`).
        grammar: units, marks and blockers.
        start: where to begin, in code points.
        end: where to stop; the end of the view when None.
    """
    stop = len(view) if end is None else min(end, len(view))
    scan = _Scan(view, grammar, stop, start)
    labels = _labels(view, start, stop)
    found: list[Measure] = []
    at, label = start, 0
    for hit in _TRIGGER.finditer(view, start, stop):
        here = hit.start()
        if here < at:
            continue
        while label < len(labels) and labels[label][1] <= here:
            label += 1
        if label < len(labels) and labels[label][0] < here:
            at = labels[label][1]
            continue
        measure, at = _read(scan, here)
        if measure is not None:
            found.append(measure)
            scan.floor = at
    return found


def _labels(view: str, start: int, stop: int) -> list[tuple[int, int]]:
    spans = [match.span() for match in _LABEL.finditer(view, start, stop)]
    return [span for span in spans if view[span[0]] != '"' or span[1] - span[0] <= 16]


def _read(scan: _Scan, here: int) -> tuple[Measure | None, int]:
    """Reads at a candidate; gives the quantity, if it is one, and where to go on."""
    view = scan.view
    before = view[here - 1] if here else "\n"
    if view[here] == "首":
        return _first_place(scan, here)
    if before == "第":
        return _ordinal(scan, here)
    blocked = scan.grammar.blockers.match(view, here, scan.stop)
    if blocked is not None:
        return None, max(blocked.end(), here + 1)
    if before in "+/=#&@№" or (before.isascii() and before.isalpha()) or (before == "." and here > 1):
        return None, _run_end(view, here)
    if before in "\n （(" and (mark := _list_mark(view, here)) is not None:
        return None, mark
    return _half(scan, here) if view.startswith("一半", here) else _amount(scan, here)


def _run_end(view: str, here: int) -> int:
    run = _RUN.match(view, here)
    return run.end() if run else here + 1


def _list_mark(view: str, here: int) -> int | None:
    line = view.rfind("\n", 0, here) + 1
    mark = _LIST_MARK.match(view, here)
    return mark.end() if mark is not None and not view[line:here].strip(" \t（(") else None


# --- ranks and shares ------------------------------------------------------------------------------------------------


def _ordinal(scan: _Scan, here: int) -> tuple[Measure | None, int]:
    """Reads 第五位, 第3名, 居全省第二; any other 第 makes a name of its number."""
    view, numeral = scan.view, read_numeral(scan.view, here, scan.stop)
    if numeral is None:
        return None, here + 1
    field = _RANK_FIELD.match(view, numeral.end, scan.stop)
    ranked = _RANKED.search(view, max(scan.floor, here - 14), here - 1) is not None
    closed = _SENTENCE_PAUSE.match(view, numeral.end) or view.startswith(("的", "和"), numeral.end)
    if field is None and not (ranked and closed):
        return None, numeral.end
    if field is not None and not ranked and (numeral.value == 1 or field[0] == "位") and numeral.script == "chinese":
        return None, numeral.end
    end = field.end() if field else numeral.end
    return _rank(here - 1, end, numeral, field[0] if field else ""), end


def _first_place(scan: _Scan, here: int) -> tuple[Measure | None, int]:
    if _FIRST.search(scan.view, max(scan.floor, here - 15), here) is None:
        return None, here + 2
    numeral = Numeral(here, here + 1, Decimal(1), script="chinese")
    return replace(_rank(here, here + 2, numeral, "位"), optional=True, rule="rank.first"), here + 2


def _rank(start: int, end: int, numeral: Numeral, unit: str) -> Measure:
    return Measure(
        start, end, numeral.start, numeral.end, numeral.value, numeral.upper, numeral.masked, numeral.scale,
        unit, "exact", None, None, "rank", "rank.ordinal", False,
    )  # fmt: skip


def _half(scan: _Scan, here: int) -> tuple[Measure | None, int]:
    if scan.view[here - 1 : here] in {"另", "进"}:
        return None, here + 2
    numeral = Numeral(here, here + 2, Decimal("0.5"), unit="", script="chinese")
    measure = _measure(scan, numeral, _UnitHit(None, "", here + 2), "share.half")
    return replace(measure, optional=True), measure.end


# --- amounts ---------------------------------------------------------------------------------------------------------


def _amount(scan: _Scan, here: int) -> tuple[Measure | None, int]:
    numeral = read_numeral(scan.view, here, scan.stop)
    if numeral is None:
        return None, _run_end(scan.view, here)
    unit = _unit_of(scan, numeral)
    numeral, unit, rule = _with_range(scan, numeral, unit)
    if unit is None:
        bare = _UnitHit(None, "", numeral.end)
        if not _is_bare_amount(scan, numeral):
            return None, numeral.end
        unit, rule = bare, rule or "number.bare"
    elif not _is_counted(scan, numeral, unit):
        return None, numeral.end
    measure = _measure(scan, numeral, unit, rule or _rule_of(numeral, unit))
    return measure, measure.end


def _rule_of(numeral: Numeral, unit: _UnitHit) -> str:
    if numeral.unit is not None:
        return "portion" if numeral.unit else "share"
    return f"{numeral.script}.unit"


def _unit_of(scan: _Scan, numeral: Numeral) -> _UnitHit | None:
    """Gives the unit after a numeral, across one space or a broken line."""
    view, end = scan.view, numeral.end
    if numeral.unit is not None:
        return _UnitHit(scan.grammar.units.get(numeral.unit), numeral.unit, end)
    if end < scan.stop and view[end] in " \t\n":
        if numeral.masked:
            return None
        gap = _GAP.match(view, end)
        end = gap.end() if gap else end
        line = view.rfind("\n", 0, numeral.start) + 1
        if view[numeral.end : end].count("\n") and not view[line : numeral.start].strip():
            return None
    hit = scan.grammar.unit_at(view, end)
    if hit is None or hit.end > scan.stop:
        return None
    return _compound(scan, hit)


def _compound(scan: _Scan, hit: _UnitHit) -> _UnitHit:
    """Takes in what makes a longer unit: 元/吨, 家（次）, 头（只、羽）, 个半小时."""
    view, end = scan.view, hit.end
    start = end - len(hit.text)
    if view.startswith("（", end) and (paren := _PAREN.match(view, end, scan.stop)) is not None:
        parts = re.split("[、，/]", paren[1])
        if all(part in scan.grammar.units or part == "次" for part in parts):
            end = paren.end()
    while end < scan.stop and view[end] in "/／":
        part = _PER_PARTS.match(view, end, scan.stop)
        other = scan.grammar.unit_at(view, end + 1)
        if other is not None and other.end <= scan.stop and (part is None or other.end > part.end()):
            end = other.end
        elif part is not None:
            end = part.end()
        else:
            break
    return hit if end == hit.end else _UnitHit(hit.entry, view[start:end], end)


def _with_range(
    scan: _Scan, low: Numeral, unit: _UnitHit | None
) -> tuple[Numeral, _UnitHit | None, str]:
    """Joins 5—10家, 6%－6.5%, 两到三万元; from A to B with both units (从20家到50家) stays two."""
    view = scan.view
    end = unit.end if unit else low.end
    dash = _RANGE.match(view, end, scan.stop)
    if dash is None or low.over:
        return low, unit, ""
    high = read_numeral(view, dash.end(), scan.stop)
    if high is None or scan.grammar.blockers.match(view, dash.end(), scan.stop):
        return low, unit, ""
    high_unit = _unit_of(scan, high)
    if unit is not None and (high_unit is None or high_unit.text != unit.text or _from(scan, low)):
        shared = high_unit is None and low.unit is not None
        if not shared:
            return low, unit, ""
        high_unit = _UnitHit(unit.entry, unit.text, high.end)
    joined = join_range(low, high)
    if joined is None or (high_unit is None and high.scale == 1):
        return low, unit, ""
    return joined, high_unit, "range"


def _from(scan: _Scan, low: Numeral) -> bool:
    return re.search("[从由自][^，。；\n]{0,6}$", scan.view[max(scan.floor, low.start - 7) : low.start]) is not None


def _is_counted(scan: _Scan, numeral: Numeral, unit: _UnitHit) -> bool:
    """Tells whether number and unit make a quantity, not a grade (5万吨级) or an article (一个)."""
    view = scan.view
    if unit.end < scan.stop and view[unit.end] == "级" and not view.startswith(("级别", "级差"), unit.end):
        return False
    if numeral.headless and not numeral.over and numeral.unit is None and not _has_mark_before(scan, numeral):
        return False
    if numeral.script != "chinese" or numeral.value != 1 or numeral.end - numeral.start > 1 or numeral.over:
        return True
    return _counts_one(scan, numeral, unit)


def _counts_one(scan: _Scan, numeral: Numeral, unit: _UnitHit) -> bool:
    """Tells whether 一 counts: before a measure, a stretch of time just spoken of, or beside other counts."""
    view, dimension = scan.view, unit.entry.dimension if unit.entry else ""
    if dimension in _MEASURES:
        return True
    if dimension == "months":
        spoken = view[max(0, numeral.start - 2) : numeral.start] in {"过去", "为期", "历时"}
        return spoken or view.startswith(("来", "多", "内"), unit.end)
    beside = re.compile(rf"[^，。；\n]{{1,10}}、[^，。；、\n]{{0,8}}?[二两三四五六七八九十]{re.escape(unit.text)}")
    return beside.match(view, unit.end, scan.stop) is not None


def _is_bare_amount(scan: _Scan, numeral: Numeral) -> bool:
    """Tells whether a number without a unit counts the noun that follows it (2235万城市居民)."""
    view, end = scan.view, numeral.end
    if end < len(view) and _NAME_NEXT.match(view, end):
        return False
    if numeral.masked:
        return (numeral.scale > 1 or numeral.over) and not view.startswith(("市", "县", "区", "镇"), end)
    if numeral.script == "chinese":
        return _is_bare_chinese(scan, numeral)
    if numeral.scale >= 10**4 or numeral.over or numeral.upper is not None:
        return True
    digits = view[numeral.start : numeral.end]
    if _YEARLIKE.match(digits):
        return False
    window = view[max(scan.floor, numeral.start - 3) : numeral.start]
    marked = _has_mark_before(scan, numeral) or _EVIDENCE.search(window) is not None or "，" in digits or "," in digits
    return marked and (_SENTENCE_PAUSE.match(view, end) is not None or "一" <= view[end : end + 1] <= "龥")


def _is_bare_chinese(scan: _Scan, numeral: Numeral) -> bool:
    if numeral.headless:
        return numeral.over or (numeral.scale >= 10**4 and _has_mark_before(scan, numeral))
    return numeral.scale >= 10**4 and not numeral.plain


# --- marks -----------------------------------------------------------------------------------------------------------


def _mark_before(scan: _Scan, end: int, position: str) -> tuple[str, _Mark] | None:
    """Gives the longest mark that ends at `end`, not reaching back over the last quantity."""
    view, group = scan.view, scan.grammar.marks[position]
    for length in scan.grammar.mark_lengths.get(position, ()):
        start = end - length
        if start < scan.floor:
            continue
        mark = group.get(view[start:end])
        if mark is not None and not (mark.not_after and view.endswith(mark.not_after, 0, start)):
            return view[start:end], mark
    return None


def _mark_after(scan: _Scan, start: int, position: str) -> tuple[int, _Mark] | None:
    view, group = scan.view, scan.grammar.marks[position]
    for length in scan.grammar.mark_lengths.get(position, ()):
        end = start + length
        mark = group.get(view[start:end]) if end <= scan.stop else None
        if mark is not None and not (mark.not_before and view.startswith(mark.not_before, end)):
            return end, mark
    return None


def _has_mark_before(scan: _Scan, numeral: Numeral) -> bool:
    if _mark_before(scan, numeral.start, "before") is not None:
        return True
    return numeral.headless and _mark_before(scan, numeral.start, "headless") is not None


def _signed(scan: _Scan, numeral: Numeral, unit: _UnitHit) -> Numeral:
    """Takes in 负, a minus or 零下; a dash between words or numbers is no minus (1.6—3.9)."""
    view, start = scan.view, numeral.start
    if start - 1 < scan.floor or numeral.value is None:
        return numeral
    dimension = unit.entry.dimension if unit.entry else ""
    if view.startswith("零下", start - 2) and dimension in {"temperature", "energy"} and start - 2 >= scan.floor:
        return _negative(numeral, start - 2)
    earlier = view[start - 2 : start - 1] if start > 1 else ""
    if view[start - 1] == "负" and earlier not in set("担抱自欺胜辜肩正") and numeral.script == "arabic":
        return _negative(numeral, start - 1)
    if view[start - 1] in "-－−" and (dimension in _RATIOS | _CHANGES | {"temperature"} or earlier in set("为是达至到")):
        joined = earlier.isalnum() and earlier not in set("为是达至到长降速率幅比升值润计额余")
        return numeral if joined or earlier in set("%％℃") else _negative(numeral, start - 1)
    return numeral


def _negative(numeral: Numeral, start: int) -> Numeral:
    value = numeral.value
    return numeral if value is None else replace(numeral, start=start, value=-value)


def _measure(scan: _Scan, numeral: Numeral, unit: _UnitHit, rule: str) -> Measure:
    """Puts a quantity together: sign, parts of the unit, marks on both sides, and the words before them."""
    dimension = unit.entry.dimension if unit.entry else ""
    numeral = _signed(scan, numeral, unit)
    value, end, over = _extended(scan, numeral, unit)
    start, bound = _bound_before(scan, numeral, dimension)
    end, after = _bound_after(scan, end, dimension)
    if bound == "exact":
        bound = "over" if numeral.over or over else after
    per, aggregate = _adjacent(scan, start, unit.text)
    kind: Kind = "ratio" if dimension in _RATIOS or rule.startswith("share") else "amount"
    return Measure(
        start, end, numeral.start, numeral.end, value, numeral.upper, numeral.masked, numeral.scale, unit.text, bound,
        per, aggregate, "change" if dimension in _CHANGES else kind, rule, _is_optional(scan, numeral, unit),
    )  # fmt: skip


def _bound_before(scan: _Scan, numeral: Numeral, dimension: str) -> tuple[int, Bound]:
    start = numeral.start
    spaced = start - 1 if start - 1 > scan.floor and scan.view[start - 1] == " " else start
    found = _mark_before(scan, spaced, "before")
    if found is None and numeral.headless:
        found = _mark_before(scan, spaced, "headless")
    if found is None or (found[0] == "近" and dimension in _DURATIONS):
        return start, "exact"
    return spaced - len(found[0]), found[1].bound


def _bound_after(scan: _Scan, end: int, dimension: str) -> tuple[int, Bound]:
    found = _mark_after(scan, end, "after")
    if found is None and dimension in _DURATIONS | {"workdays"}:
        found = _mark_after(scan, end, "duration")
    return (end, "exact") if found is None else (found[0], found[1].bound)


def _extended(scan: _Scan, numeral: Numeral, unit: _UnitHit) -> tuple[Decimal | None, int, bool]:
    """Gives value and end with what follows the unit: 两米半, 三米九, 十元五角, 3年多."""
    view, end, value = scan.view, unit.end, numeral.value
    dimension = unit.entry.dimension if unit.entry else ""
    if value is not None and numeral.upper is None and unit.text:
        whole = value == value.to_integral_value()
        if whole and dimension in _HALVABLE and re.match("半(?![径数岛天月年个])", view[end : end + 2]):
            return value + Decimal("0.5"), end + 1, False
        if unit.text in _PARTS:
            value, end = _with_parts(scan, value, unit)
        elif unit.text in {"米", "块", "成"}:
            value, end = _with_tenth(scan, value, end)
    if dimension in _DURATIONS | _MEASURES and re.match("多(?=[，。；、！）的来时\n]|$)", view[end : end + 2]):
        return value, end + 1, True
    return value, end, False


def _with_parts(scan: _Scan, value: Decimal, unit: _UnitHit) -> tuple[Decimal, int]:
    end = unit.end
    for names, factor in _PARTS[unit.text]:
        part = re.compile(rf"零?([0-9]{{1,2}}|[一二两三四五六七八九])[{names}](?!之|钟|布|别|析)钱?").match(scan.view, end, scan.stop)
        if part is not None:
            number = int(part[1]) if part[1].isdigit() and part[1].isascii() else _DIGIT_VALUES[part[1]]
            value, end = value + number * Decimal(factor), part.end()
    return value, end


def _with_tenth(scan: _Scan, value: Decimal, end: int) -> tuple[Decimal, int]:
    tenth = re.compile(r"([0-9一二三四五六七八九])(?=[，。；、！？）高长宽深的以左\s]|$)").match(scan.view, end, scan.stop)
    if tenth is None or value != value.to_integral_value():
        return value, end
    return value + Decimal(_DIGIT_VALUES[tenth[1]]) / 10, tenth.end()


def _adjacent(scan: _Scan, start: int, unit: str) -> tuple[Per | None, Aggregate | None]:
    found = _ADJACENT.search(scan.view, max(scan.floor, start - 6), start)
    per: Per | None = _PERS.get(unit[-1]) if "/" in unit else None
    if found is None:
        return per, None
    if found["per"]:
        word = found["per"]
        return _PERS.get(word[0] if word[0] != "每" else word[-1], "each"), None
    return per, "total" if found["total"] else "mean"


def _is_optional(scan: _Scan, numeral: Numeral, unit: _UnitHit) -> bool:
    dimension = unit.entry.dimension if unit.entry else ""
    if dimension in _DURATIONS or (numeral.value is None and not numeral.masked):
        return True
    if not numeral.plain or dimension in _MEASURES or numeral.value is None or numeral.value > _SMALL_COUNT:
        return False
    return unit.text not in _CONCRETE_UNITS and _CONCRETE.match(scan.view, unit.end) is None


_CONCRETE_UNITS = frozenset(
    "人 名 位 户 家 台 套 辆 艘 架 座 栋 幢 间 所 处 起 件 宗 只 头 羽 株 棵 份 篇 册 人次 户次 台次 班次 眼 枚 口 扇 亩 "
    "公里 吨 块 台套 台件 架次 ℃ 元 万元 万人".split()
)
