"""Records of tables: each number with the object of its row, the unit and the period of its column.

Units stand in the cell, in the head of the column (增长（%）), in a column of their own (单位), in the label of the row
(总产值（亿元）) or above the table (单位：亿元), and are looked for in that order. A number without any is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from govsummary.drafts import Draft, Fact, Range
from govsummary.grids import Cell, Grid
from govsummary.model import Basis, Direction, Kind, Status
from govsummary.periods import find_periods
from govsummary.quantities import Measure, QuantityGrammar, find_quantities
from govsummary.structure import Sentence, Table

RULE = "table"
_MOST_HEADS = 3
_UNIT_HEAD = re.compile("(?:计量)?单 ?位")
_NUMBER_HEAD = re.compile("序 ?号|编 ?号|[Nn][Oo][.．]?|#")
_UNIT_IN_BRACKETS = re.compile(r"[（(](?:单位[:：])?(?P<unit>[^（）()\d]{1,10})[）)]$")
_UNIT_BEHIND = re.compile(r"(?:单位[:：]|[±＋+－-]+)(?P<unit>[^\s（）()，。；]{1,8})$")
_UNIT_ABOVE = re.compile(r"单位[:：] ?(?P<unit>[^\s（）()，。；、]{1,8})[）)]? *$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GROWTH = re.compile("增长|增幅|增速|涨幅|降幅|增减|下降|减少|同比|环比|[比较](?:上年|去年|上月|上期)|±")
_GROWTH_VERB = re.compile("增长|下降|减少|增加")
_FALL = re.compile("降幅|下降|减少")
_BASES: tuple[tuple[Basis, re.Pattern[str]], ...] = (
    ("yoy", re.compile("同比|上年|去年")),
    ("qoq", re.compile("环比|上月|上期|上季")),
)
_RANK = re.compile("位次|排名|名次|排位")
_PLAN = re.compile("计划|目标|预计|预期|任务(?!完成)")
_TOTAL = re.compile("(?:合|总|小|累) ?计")
# Heads that name no metric of their own.
_PLAIN_HEAD = re.compile(
    "(?:数|值|数量|数值|数额|金额|总量|总数|绝对[数值]|指标值?|完成(?:数|值|量|情况)?|实际(?:完成)?(?:数|值)?|实绩|本[年期月季](?:数|累计)?|"
    "全年|累计(?:完成)?(?:数)?|当[年月期](?:数)?|计划(?:数)?|目标(?:数|值)?|预计(?:数)?|任务(?:数)?|上年(?:数|同期)?|去年(?:同期)?)*"
)
_LABEL_HEAD = re.compile(
    r"(?:其中[:：、]?|[#＃*—－-]+|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[、.．](?!\d)"
    r"|（[一二三四五六七八九十\d]{1,3}）)+ *"
)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit as a heading states it: with its multiplier, and the kind of number that it makes."""

    text: str
    scale: int
    kind: Kind


@dataclass(frozen=True)
class _Column:
    """What the head of a column says of the numbers below.

    Attributes:
        heads: the cells of the head, innermost (lowest) first.
        text: their text, joined by spaces.
    """

    heads: tuple[Cell, ...]
    text: str
    view: str
    grammar: QuantityGrammar

    @cached_property
    def unit(self) -> _Unit | None:
        """The unit in brackets or behind ±."""
        for cell in self.heads:
            if found := _unit_in(self.view, cell, self.grammar):
                return found[0]
        return None

    @cached_property
    def period(self) -> Range | None:
        """Where a period is named."""
        for cell in self.heads:
            if _YEAR.fullmatch(self.view, cell.start, cell.end):
                return cell.start, cell.end
            if found := find_periods(self.view, cell.start, cell.end):
                return found[0][0], found[-1][1]
        return None

    @cached_property
    def growth(self) -> bool:
        """Whether the numbers are differences."""
        return _GROWTH.search(self.text) is not None

    @cached_property
    def metric(self) -> Range | None:
        """Where the metric is named: not the period, the unit, or a word like 数量."""
        if self.growth:
            return None
        for cell in self.heads:
            found = _unit_in(self.view, cell, self.grammar)
            start, end = cell.start, found[1] if found else cell.end
            if mark := _LABEL_HEAD.match(self.view, start, end):
                start = mark.end()
            for first, last, _ in find_periods(self.view, start, end):
                start, end = (last, end) if first == start else (start, first)
            while end > start and self.view[end - 1] in " 　":
                end -= 1
            if (
                end > start
                and not _YEAR.fullmatch(self.view, start, end)
                and not _PLAIN_HEAD.fullmatch(self.view, start, end)
            ):
                return start, end
        return None

    @property
    def verb(self) -> Range | None:
        """Where the verb of change is written."""
        for cell in self.heads:
            if match := _GROWTH_VERB.search(self.view, cell.start, cell.end):
                return match.span()
        return None

    @property
    def basis(self) -> Basis | None:
        """What a difference is measured against."""
        return next((basis for basis, words in _BASES if words.search(self.text)), None)


def find_table_records(view: str, tables: Sequence[Table], grammar: QuantityGrammar) -> list[Draft]:
    """Gives the records of all tables, in text order.

    Args:
        view: the folded text.
        tables: in text order.
        grammar: units and numbers.
    """
    return [draft for table in tables for draft in _Reader(view, table, grammar).records()]


class _Reader:
    """Reads one table."""

    def __init__(self, view: str, table: Table, grammar: QuantityGrammar) -> None:
        self.view, self.table, self.grammar = view, table, grammar
        self.above = _unit_above(view, table.grid, grammar)
        rows = table.grid.rows
        heads = next((number for number, row in enumerate(rows) if self._counts(row)), len(rows))
        self.body = rows[heads:]
        self.columns = [self._column(rows[: min(heads, _MOST_HEADS)], place) for place in range(len(rows[0]))]
        self.units = self._place(_UNIT_HEAD)
        self.numbers = self._place(_NUMBER_HEAD)
        self.label = self._label()

    def records(self) -> Iterator[Draft]:
        """Gives the records row by row; a difference is of the level to its left."""
        if self.label is None:
            return
        for row in self.body:
            level: Draft | None = None
            for place in range(self.label + 1, len(row)):
                draft = self._record(row, place) if place not in (self.units, self.numbers) else None
                if draft is None:
                    continue
                fact = draft.facts[0]
                if fact.kind != "change":
                    level = draft
                elif level is not None:
                    draft.of = level
                    draft.object, draft.object_tail = (
                        draft.object or level.object,
                        draft.object_tail or level.object_tail,
                    )
                yield draft

    def _record(self, row: Sequence[Cell], place: int) -> Draft | None:
        column, label = self.columns[place], row[self.label or 0]
        measure = self._measure(row, place)
        if measure is None:
            return None
        named, total = self._object(label, column)
        kind = _kind(measure, column)
        period = column.period or (_period_of(self.view, label) if named is None or named[0] is None else None)
        status: Status = "planned" if _PLAN.search(column.text) else self.table.status
        sentence = Sentence(row[0].start, row[-1].end, self.table.section, status)
        growing = kind == "change"
        direction: Direction | None = ("down" if _FALL.search(column.text) else "up") if growing else None
        basis = column.basis if growing else None
        fact = Fact(measure, kind, direction, basis, measure.per, "total" if total else None)
        head, tail = named or (None, None)
        action = column.verb if growing else None
        return Draft(action, head, status, sentence, RULE, tail, period=period, facts=[fact])

    def _object(self, label: Cell, column: _Column) -> tuple[tuple[Range | None, Range | None] | None, bool]:
        """Gives what a number counts, from the label of its row and the head of its column, and whether it is a sum."""
        view = self.view
        found = _unit_in(view, label, self.grammar)
        start, end = label.start, found[1] if found else label.end
        if mark := _LABEL_HEAD.match(view, start, end):
            start = mark.end()
        total = _TOTAL.fullmatch(view, start, end) is not None
        period = _period_of(view, label)
        if start >= end or total or period is not None:
            return ((column.metric, None) if column.metric else None), total
        return ((start, end), column.metric), False

    def _measure(self, row: Sequence[Cell], place: int) -> Measure | None:
        """Gives the number of a cell with its unit; None for a cell that is no number, or has no unit anywhere."""
        measure = self._number(row[place])
        if measure is None or measure.unit or measure.kind == "rank":
            return measure
        column = self.columns[place]
        if _RANK.search(column.text):
            return replace(measure, kind="rank")
        stated = {"head": column.unit} if column.growth else self._units(row, column)
        source, unit = next(((source, unit) for source, unit in stated.items() if unit), ("", None))
        if unit is None:
            return None
        value, upper = (None if one is None else one * Decimal(unit.scale) for one in (measure.value, measure.upper))
        return replace(
            measure,
            value=value,
            upper=upper,
            unit=unit.text,
            kind=unit.kind,
            scale=measure.scale * unit.scale,
            rule=f"{RULE}.{source}",
        )

    def _units(self, row: Sequence[Cell], column: _Column) -> dict[str, _Unit | None]:
        """Gives the unit that each place states, in the order in which they count."""
        beside = row[self.units] if self.units is not None else None
        label = _unit_in(self.view, row[self.label or 0], self.grammar)
        return {
            "head": column.unit,
            "column": _unit(self.view[beside.start : beside.end], self.grammar) if beside else None,
            "label": label[0] if label else None,
            "above": self.above,
        }

    def _number(self, cell: Cell) -> Measure | None:
        """Gives the quantity that a cell holds and nothing else."""
        if cell.start == cell.end:
            return None
        found = find_quantities(self.view, self.grammar, cell.start, cell.end, bare=True)
        whole = len(found) == 1 and (found[0].start, found[0].end) == (cell.start, cell.end)
        if whole:
            return found[0]
        signed = (
            len(found) == 1
            and self.view[cell.start] in "-－−+"
            and found[0].start == cell.start + 1
            and found[0].end == cell.end
        )
        if not signed:
            return None
        value = found[0].value
        negative = value is not None and self.view[cell.start] != "+"
        return replace(found[0], start=cell.start, value=-value if negative and value is not None else value)

    def _counts(self, row: Sequence[Cell]) -> bool:
        """Tells whether a row holds numbers: heads hold years at most."""
        return any(
            self._number(cell) is not None and not _YEAR.fullmatch(self.view, cell.start, cell.end) for cell in row[1:]
        )

    def _column(self, heads: Sequence[Sequence[Cell]], place: int) -> _Column:
        """Joins the heads above a column; a head that spans several columns is empty in the others."""
        cells: list[Cell] = []
        for number, row in enumerate(heads):
            own = place
            while number + 1 < len(heads) and own > 0 and row[own].start == row[own].end:
                own -= 1
            if row[own].end > row[own].start:
                cells.insert(0, row[own])
        text = " ".join(self.view[cell.start : cell.end] for cell in cells)
        return _Column(tuple(cells), text, self.view, self.grammar)

    def _place(self, head: re.Pattern[str]) -> int | None:
        return next((place for place, column in enumerate(self.columns) if head.fullmatch(column.text)), None)

    def _label(self) -> int | None:
        """Gives the column of the labels: the last one before the numbers that holds words."""
        label = None
        for place in range(len(self.columns)):
            if place in (self.units, self.numbers):
                continue
            cells = [row[place] for row in self.body if row[place].end > row[place].start]
            if label is not None and any(self._number(cell) for cell in cells):
                break
            if cells and not all(self._number(cell) for cell in cells):
                label = place
        if label is None and self.body and all(_period_of(self.view, row[0]) for row in self.body):
            return 0
        return label


def _kind(measure: Measure, column: _Column) -> Kind:
    if measure.kind == "rank":
        return "rank"
    return "change" if column.growth else measure.kind


def _period_of(view: str, cell: Cell) -> Range | None:
    """Gives where a label names nothing but a period."""
    if _YEAR.fullmatch(view, cell.start, cell.end):
        return cell.start, cell.end
    found = find_periods(view, cell.start, cell.end)
    whole = len(found) == 1 and found[0][:2] == (cell.start, cell.end)
    return (cell.start, cell.end) if whole else None


def _unit_in(view: str, cell: Cell, grammar: QuantityGrammar) -> tuple[_Unit, int] | None:
    """Gives the unit that a heading or a label ends in, and where the words before it end."""
    for pattern in (_UNIT_IN_BRACKETS, _UNIT_BEHIND):
        match = pattern.search(view, cell.start, cell.end)
        unit = _unit(match["unit"], grammar) if match else None
        if match is not None and unit is not None:
            return unit, match.start()
    return None


def _unit_above(view: str, grid: Grid, grammar: QuantityGrammar) -> _Unit | None:
    """Gives the unit on the line above the table: 单位：亿元."""
    end = view.rfind("\n", 0, grid.start)
    if end < 0:
        return None
    match = _UNIT_ABOVE.search(view, view.rfind("\n", 0, end) + 1, end)
    return _unit(match["unit"], grammar) if match else None


def _unit(text: str, grammar: QuantityGrammar) -> _Unit | None:
    """Reads a unit with its multiplier: 亿元 is 元 times 10^8."""
    one = f"1{text}"
    found = find_quantities(one, grammar)
    if len(found) != 1 or (found[0].start, found[0].end) != (0, len(one)):
        return None
    return _Unit(found[0].unit, found[0].scale, found[0].kind)
