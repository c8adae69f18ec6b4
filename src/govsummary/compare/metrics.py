"""A document as metrics: what each quantity measures, in a form in which two documents can be laid side by side.

A metric is one quantity of one record with its canonical action, object and unit. Two metrics whose `block` differs are
never compared (money with pieces, a plan with a result, a rate with an amount); two with the same `key` say the same.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from govsummary.compare.opposites import Sides
from govsummary.compare.thesaurus import JOINTS, Thesaurus, Words, matter
from govsummary.entries import Unit
from govsummary.model import Document, Period, Quantity, Record

PEOPLE, TIMES, COUNT = "people", "occasions", "count"
POINTS_OF_FRACTION = Decimal(100)  # 三分之一 is a ratio without a unit: 33.3 %
POINTS_OF_TENTH = Decimal(10)  # 九成 is 90 %
# Words of a bare number's noun that make it a number of people: 551万贫困人口.
_PEOPLE = re.compile("(?:人口|人员|人|者|员工|职工|农民|居民|学生|毕业生|对象)$")
_BRACKETED = re.compile("[（(].*?[）)]")
_DUE = ("前", "之前", "以前")
NEAR = 4  # characters between 由81% and 提高到 of one pair of levels

Key = tuple[Words, str, str]
Flow = Literal["level", "increment", "deed"]


@dataclass(frozen=True, slots=True)
class Block:
    """What must be the same of two metrics to be comparable at all.

    Attributes:
        measure: dimension of the unit; `people`, `occasions` (人次, 场次) and `count` (处, 家, 个, …) hold many units.
        origin: whether it is the level that something rose or fell from (由81%提高到86%).
    """

    kind: str
    measure: str
    per: str | None
    planned: bool
    origin: bool


@dataclass(frozen=True, slots=True)
class Metric:
    """One quantity of a record, ready to be compared.

    Attributes:
        place: its number among the metrics of its document, in text order.
        action: canonical verbs, none where the clause states a level or the verb says nothing.
        words: canonical words of the object in order; the last one is the head.
        phrase: the words in one string.
        sides: the sides of opposites that its words are on.
        unit: what `value` is in: the canonical unit of the dimension, else the unit as written.
        value, upper: in `unit`; below zero for a change downwards; None when masked.
        factor: how many `unit` one unit as written makes.
        months: how long the time of the record is; None when unknown.
        spans: that time against the time that the document reports on: `whole`, `part`, `beyond`.
        head: the last word that is no verb: of 案件办理 it is 案件.
        label: the best category of its canonical words; `category` is that of the record.
        flow: a level that the text states, what was added to one, or anything else.
        parts: of an object that is a list (网吧、歌厅), the words of each member; else empty.
        heading: canonical words of the innermost heading above it.
        context: canonical words of its headings and of its neighbours: what a scope may be said by elsewhere.
        around: canonical objects that its sentence names before and after it.
        turn: how many metrics of the same key stand before it in its sentence.
    """

    place: int
    record: Record
    quantity: Quantity
    block: Block
    action: Words
    words: Words
    phrase: str
    sides: Sides
    unit: str
    value: Decimal | None
    upper: Decimal | None
    factor: Decimal
    months: int | None
    spans: str
    head: str = ""
    flow: Flow = "deed"
    label: str = ""
    parts: frozenset[Words] = frozenset()
    heading: str = ""
    around: tuple[str, str] = ("", "")
    context: frozenset[str] = frozenset()
    turn: int = 0

    @property
    def key(self) -> Key:
        """What two metrics that say the same have in common, besides the block."""
        return self.action, self.phrase, self.quantity.aggregate if self.quantity.aggregate == "mean" else ""

    @property
    def written(self) -> Decimal:
        """The number in the unit as written, below zero for a change downwards; 0 when it is masked."""
        if self.value is None or self.quantity.value is None:
            return Decimal(0)
        return -self.quantity.value if self.value < 0 else self.quantity.value

    @property
    def category(self) -> str:
        """The best label, or nothing."""
        return self.record.categories[0].label if self.record.categories else ""


def metrics_of(document: Document, thesaurus: Thesaurus) -> tuple[Metric, ...]:
    """Gives a metric for each quantity of a document, in text order.

    >>> from govsummary import Lexicon, extract
    >>> from govsummary.compare.thesaurus import thesaurus_of
    >>> found = metrics_of(extract("2023年，拆掉违章建筑120处，改造林地3公顷。"), thesaurus_of(Lexicon.load()))
    >>> [(m.action, m.phrase, m.value, m.unit) for m in found]
    [(('拆除',), '违法建设', Decimal('120'), '处'), (('改造',), '林地', Decimal('30000'), '平方米')]
    """
    reader = _Reader(thesaurus, document.period, document.plan_period, frozenset(_origins(document, thesaurus)))
    pairs = [(record, quantity) for record in document.records for quantity in record.quantities]
    bare = [reader.metric(place, record, quantity) for place, (record, quantity) in enumerate(pairs)]
    return tuple(_placed(bare, thesaurus))


@dataclass(frozen=True, slots=True)
class _Reader:
    thesaurus: Thesaurus
    period: Period | None
    plan_period: Period | None
    origins: frozenset[int]

    def metric(self, place: int, record: Record, quantity: Quantity) -> Metric:
        action, whole, words = self._names(record, quantity)
        unit, factor, dimension = _measure(quantity, words[-1] if words else "", self.thesaurus.units)
        measure = dimension if quantity.kind != "rank" else "rank"
        planned = record.status == "planned"
        block = Block(quantity.kind, measure, quantity.per, planned, quantity.start in self.origins)
        sign = -1 if quantity.direction == "down" and quantity.kind == "change" else 1
        value, upper = (
            None if number is None else sign * number * factor for number in (quantity.value, quantity.upper)
        )
        if value is not None and upper is not None and sign < 0:
            value, upper = upper, value
        period = self.plan_period if planned else self.period
        return Metric(
            place=place,
            record=record,
            quantity=quantity,
            block=block,
            action=action,
            words=words,
            phrase="".join(words),
            sides=self.thesaurus.sides("".join((*action, "，", *whole))),
            unit=unit,
            value=value,
            upper=upper,
            factor=factor,
            months=months_of(record.time),
            spans=_spans(record.time, period),
            head=self.thesaurus.head(words),
            flow=self._flow(record, quantity, action),
            label=self.thesaurus.label(action, whole, record.section),
            parts=self._parts(record),
        )

    def _flow(self, record: Record, quantity: Quantity, action: Words) -> Flow:
        if quantity.kind != "amount":
            return "deed"
        if not self.thesaurus.increments.isdisjoint(action):
            return "increment"
        named = record.object.text if record.object else ""
        silent = record.action is None or record.action.lemma in self.thesaurus.silent
        return "level" if silent and not any(verb in named for verb in self.thesaurus.increments) else "deed"

    def _parts(self, record: Record) -> frozenset[Words]:
        phrase = self.thesaurus.plain(record.object.text) if record.object else ""
        members = JOINTS.split(phrase)
        return frozenset(map(self.thesaurus.words, filter(None, members))) if len(members) > 1 else frozenset()

    def _names(self, record: Record, quantity: Quantity) -> tuple[Words, Words, Words]:
        """Gives action, whole object, and object without the words of the action.

        A verb that is its own object (罚款3万元) is the object. Of a change, the verb says only which way it went.
        """
        thesaurus = self.thesaurus
        change = quantity.kind == "change"
        action = thesaurus.action_words(_plain(record.action.lemma)) if record.action and not change else ()
        phrase = thesaurus.plain(record.object.text) if record.object else ""
        words = thesaurus.words(phrase)
        rest = tuple(word for word in words if word not in action)
        if not rest:
            return (), words or action, words or action
        return action, words, rest


def _plain(text: str) -> str:
    return "".join(text.split())


def _measure(quantity: Quantity, head: str, units: Mapping[str, Unit]) -> tuple[str, Decimal, str]:
    """Gives the canonical unit, its factor, and what it measures."""
    written = _BRACKETED.sub("", quantity.unit)
    if not written:
        if quantity.kind == "ratio":
            return "%", POINTS_OF_FRACTION, "ratio"
        return "", Decimal(1), PEOPLE if _PEOPLE.search(head) else COUNT
    entry = units.get(written)
    if entry is None:
        return written, Decimal(1), TIMES if written.endswith("次") else COUNT
    if entry.dimension == "tenths":
        return "%", POINTS_OF_TENTH, "ratio"
    return entry.canonical, entry.factor, _family(entry)


def _family(entry: Unit) -> str:
    """Classifiers of things are one family: the same things are 处 here and 个 there."""
    if entry.unit.endswith("次") or any(other.endswith("次") for other in entry.equals):
        return TIMES
    return COUNT if entry.dimension in (entry.unit, entry.canonical) else entry.dimension


def months_of(period: Period | None) -> int | None:
    """Gives the length of a period in whole months, at least 1.

    >>> import datetime as dt
    >>> months_of(Period(start=dt.date(2021, 1, 1), end=dt.date(2021, 6, 30), text=""))
    6
    """
    if period is None:
        return None
    after = period.end + dt.timedelta(days=1)
    months = (after.year - period.start.year) * 12 + after.month - period.start.month
    return max(1, months + (1 if after.day - period.start.day > 15 else 0))


def _spans(time: Period | None, period: Period | None) -> str:
    own, whole = months_of(time), months_of(period)
    if time is not None and time.text.endswith(_DUE):  # a day by which something is due, not how long it takes
        return "whole"
    if own is None or whole is None or own == whole:
        return "whole"
    return "part" if own < whole else "beyond"


def _origins(document: Document, thesaurus: Thesaurus) -> Iterable[int]:
    """Gives the starts of the quantities that are the first of two levels: 由81%提高到86%, 从第3名升至第2名."""
    pairs = [(record, quantity) for record in document.records for quantity in record.quantities]
    for (before, first), (after, second) in pairwise(pairs):
        verb = after.action
        if verb is None or before.object is None or after.object is None or first.kind != second.kind:
            continue
        reached = verb.text in thesaurus.silent and first.unit == second.unit
        same = before.object.start == after.object.start and first.kind != "change"
        if reached and same and first.end <= verb.start <= first.end + NEAR and verb.end <= second.start:
            yield first.start


def _placed(metrics: Sequence[Metric], thesaurus: Thesaurus) -> Iterable[Metric]:
    """Adds what stands around each metric in its sentence."""
    turns: dict[tuple[int, Block, Key], int] = {}
    for number, metric in enumerate(metrics):
        start = metric.record.sentence.start
        beside = [
            metrics[other] if 0 <= other < len(metrics) and metrics[other].record.sentence.start == start else None
            for other in (number - 1, number + 1)
        ]
        before, after = ("" if other is None else other.phrase for other in beside)
        headings = [thesaurus.words(thesaurus.plain(matter(title))) for title in metric.record.section]
        company = [other.words for other in beside if other is not None]
        context = frozenset(word for words in (*headings, *company) for word in words)
        heading = "".join(headings[-1]) if headings else ""
        where = (start, metric.block, metric.key)
        turn = turns[where] = turns.get(where, -1) + 1
        yield replace(metric, heading=heading, around=(before, after), context=context, turn=turn)
