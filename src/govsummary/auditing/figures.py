"""The figures of a document as checks look at them: each quantity with its value, unit, words around and neighbours."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple, TypeVar

from govsummary.auditing.arithmetic import EXACT, Interval, step_of, written_interval
from govsummary.entries import Unit
from govsummary.model import Document, Quantity, Record, Span
from govsummary.text import fold

Key = TypeVar("Key", int, str)

#: Dimensions of several units that count one by one all the same; a measure without decimals may be rounded.
_COUNTED = frozenset({"people", "households"})
_PERCENT = {"ratio": Decimal(1), "tenths": Decimal(10), "times": Decimal(100), "points": Decimal(1)}
_MULTIPLIERS = {10: "十", 100: "百", 1000: "千", 10**4: "万", 10**8: "亿", 10**12: "万亿"}
_MEASURES = frozenset({"from", "compared"})
_AGAINST = re.compile("比(?!例|重|率)|较(?!大|高|好|多)|低于|高于|超过?(?:全|省|市|国)|优于|距离?(?=[^，]{0,8}$)|与")
_WANTED = re.compile("的[^，。；]{0,8}(?:要求|目标|标准|任务|平均|水平)")
_BREAK = re.compile("[，；。：！？\n（）]")
_STOP = re.compile("[，、；。：！？\n（）]")
_SHARE_OF_ONE = re.compile("[分/／半]")
FARTHEST = 400  # figures back from a claim, among which one of a name is looked for
_SENTENCES_BACK = 2
_FRACTION = Decimal(5)  # a fraction (近1/3) is a round number: it leaves some percentage points open


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One quantity of one record.

    Attributes:
        number: its place among the figures of its document, in text order.
        document: 0 is the document that is audited, 1, 2, … those it is held against.
        lead: the words before it in its clause, back to the figure before; blanks are left out.
        tail: the words after it in its clause, up to the next figure.
        clause: where its clause begins in the text.
        unit: what makes two amounts comparable; percentages, tenths and times are all `%`.
        interval: the values that it may stand for, in that unit; None when the number is masked.
        factor: how many of `unit` one unit as written makes.
        value: the number as written, in that unit.
        step: what one of its last digit is worth, in that unit.
    """

    number: int
    document: int
    record: Record
    quantity: Quantity
    lead: str
    tail: str
    clause: int
    unit: str
    factor: Decimal
    value: Decimal | None
    step: Decimal
    interval: Interval | None

    @property
    def object(self) -> str:
        """What it counts or measures, "" where the text does not say."""
        return self.record.object.lemma if self.record.object else ""

    @property
    def action(self) -> str:
        """The verb, "" without one."""
        return self.record.action.lemma if self.record.action else ""

    @property
    def size(self) -> Decimal:
        """What one of `shown_unit` is in `unit`: 10000 元 for 3.2万元."""
        return EXACT.multiply(self.factor, Decimal(self.quantity.scale))

    @property
    def shown_unit(self) -> str:
        """The unit with its multiplier, as it is written: 万元."""
        return _MULTIPLIERS.get(self.quantity.scale, "") + self.quantity.unit

    @property
    def words(self) -> str:
        """The words that say what it is: those before it, its verb and its object, parted by bars."""
        return f"{self.lead}|{self.action}|{self.object}"

    @property
    def clause_words(self) -> str:
        """Those words and what stands behind the number (1240名职工参加), parted by bars."""
        return f"{self.words}|{self.tail}"

    @property
    def told(self) -> bool:
        """Tells whether it is a plain amount of what was done or is so."""
        return self.counts and self.record.status != "planned"

    @property
    def counts(self) -> bool:
        """Tells whether it is a plain amount, also of what was to be done."""
        q = self.quantity
        return q.kind == "amount" and q.per is None and q.aggregate != "mean" and not self.is_measure

    @property
    def noun(self) -> str:
        """What stands straight behind the number and names what it counts: 村 of 15个村, "" where nothing does."""
        return self.object if self.object and self.tail.startswith(self.object) else ""

    @property
    def is_measure(self) -> bool:
        """Tells whether something else is held against it: 比上年的412万元, 比85%的考核要求, 由81%."""
        if self.record.rule in _MEASURES or _AGAINST.match(self.lead):
            return True
        return _WANTED.match(self.tail) is not None


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of one document, in text order, with ways to their neighbours."""

    document: Document
    view: str
    all: tuple[Figure, ...]
    by_sentence: Mapping[int, tuple[Figure, ...]]
    by_record: Mapping[str, tuple[Figure, ...]] = field(repr=False)

    def sentence_of(self, figure: Figure) -> tuple[Figure, ...]:
        """Gives the figures of the sentence, in text order."""
        return self.by_sentence[figure.record.sentence.start]

    def before(self, figure: Figure) -> list[Figure]:
        """Gives the figures before it in its sentence, nearest first."""
        return [one for one in reversed(self.sentence_of(figure)) if one.number < figure.number]

    def lately(self, figure: Figure) -> list[Figure]:
        """Gives the figures before it in its sentence and in the one before under the same heading, nearest first."""
        found = self.before(figure)
        first = found[-1] if found else figure
        last = self.all[first.number - 1] if first.number else None
        if last is None or last.record.section != figure.record.section:
            return found
        gap = self.view[last.record.sentence.end : figure.record.sentence.start].strip("。；！ ")
        return [*found, *reversed(self.sentence_of(last))] if not gap else found

    def recent(self, figure: Figure) -> list[Figure]:
        """Gives the figures of the two sentences before its own that have any, nearest first."""
        found: list[Figure] = []
        first = self.sentence_of(figure)[0]
        for _ in range(_SENTENCES_BACK):
            last = self.all[first.number - 1] if first.number else None
            if last is None or last.record.section != figure.record.section:
                break
            if "\n" in self.view[last.record.sentence.end : figure.record.sentence.start].strip("。；！ "):
                break
            found += reversed(self.sentence_of(last))
            first = self.sentence_of(last)[0]
        return found

    def after(self, figure: Figure) -> list[Figure]:
        """Gives the figures after it in its sentence, nearest first."""
        return [one for one in self.sentence_of(figure) if one.number > figure.number]

    def spoken_of(self, figure: Figure) -> tuple[Figure, ...]:
        """Gives the figures of the record whose level it speaks of."""
        return self.by_record.get(figure.record.of or "", ())

    def between(self, first: Figure, second: Figure) -> str:
        """Gives the text between two figures, without blanks."""
        return "".join(self.view[first.quantity.end : second.quantity.start].split())

    def clause_of(self, figure: Figure) -> str:
        """Gives the text of the clause up to the figure, over figures that stand in it, without blanks."""
        start = figure.record.sentence.start
        for match in _BREAK.finditer(self.view, start, figure.quantity.start):
            start = match.end()
        return "".join(self.view[start : figure.quantity.start].split())

    def text_of(self, span: Span) -> str:
        """Gives a stretch of the text, without blanks."""
        return "".join(self.view[span.start : span.end].split())

    def sentences(self) -> Iterator[tuple[Figure, ...]]:
        """Gives the figures of each sentence, in text order."""
        yield from self.by_sentence.values()


def figures_of(document: Document, text: str | None, units: Mapping[str, Unit], number: int = 0) -> Figures:
    """Collects the figures of a document.

    Args:
        document: its records.
        text: the text as read; None leaves the words around the figures unknown.
        units: of the lexicon.
        number: 0 for the document that is audited.
    """
    view = fold(text) if text is not None else ""
    pairs = ((quantity, record) for record in document.records for quantity in record.quantities)
    found = sorted(pairs, key=lambda pair: pair[0].start)
    starts = [quantity.start for quantity, _ in found]
    ends = [quantity.end for quantity, _ in found]
    made: list[Figure] = []
    for place, (quantity, record) in enumerate(found):
        first = max([record.sentence.start, *ends[place - 1 : place]])
        last = min([record.sentence.end, *starts[place + 1 : place + 2]])
        lead, tail, clause = _words(view, first, quantity, last)
        made.append(_figure(_Place(place, number, lead, tail, clause), record, quantity, units))
    by_sentence: dict[int, list[Figure]] = defaultdict(list)
    by_record: dict[str, list[Figure]] = defaultdict(list)
    for figure in made:
        by_sentence[figure.record.sentence.start].append(figure)
        by_record[figure.record.id].append(figure)
    return Figures(document, view, tuple(made), _frozen(by_sentence), _frozen(by_record))


def _frozen(groups: Mapping[Key, Sequence[Figure]]) -> dict[Key, tuple[Figure, ...]]:
    return {key: tuple(group) for key, group in groups.items()}


def _words(view: str, first: int, quantity: Quantity, last: int) -> tuple[str, str, int]:
    """Gives lead, tail and where the clause begins."""
    start = first
    for match in _BREAK.finditer(view, first, quantity.start):
        start = match.end()
    lead = view[start : quantity.start].rpartition("、")[2]
    stop = _STOP.search(view, quantity.end, last)
    tail = view[quantity.end : stop.start() if stop else last]
    return "".join(lead.split()), "".join(tail.split()), start


class _Place(NamedTuple):
    number: int
    document: int
    lead: str
    tail: str
    clause: int


def _figure(place: _Place, record: Record, quantity: Quantity, units: Mapping[str, Unit]) -> Figure:
    entry = units.get(fold(quantity.unit))
    dimension = entry.dimension if entry else quantity.unit
    factor = entry.factor if entry else Decimal(1)
    unit = _unit(entry, quantity.unit)
    fraction = not quantity.unit and _SHARE_OF_ONE.search(quantity.quote) is not None
    if dimension in _PERCENT or fraction:
        unit = "点" if dimension == "points" else "%"
        factor = Decimal(100) if fraction else _PERCENT[dimension] * factor
    step = _step(quantity, fraction)
    interval = None
    if quantity.value is not None:
        whole = dimension not in _PERCENT and quantity.scale == 1 and step == 1 and _counts(entry)
        interval = _interval(quantity, step, whole).scaled(factor)
    return Figure(
        number=place.number,
        document=place.document,
        record=record,
        quantity=quantity,
        lead=place.lead,
        tail=place.tail,
        clause=place.clause,
        unit=unit,
        factor=factor,
        value=EXACT.multiply(quantity.value, factor) if quantity.value is not None else None,
        step=EXACT.multiply(step, factor),
        interval=interval,
    )


def _step(quantity: Quantity, fraction: bool) -> Decimal:
    if fraction:
        return _FRACTION / 100
    step = step_of(fold(quantity.quote), quantity.scale)
    value = quantity.value
    if value and EXACT.remainder(value, step):  # 3万2千: the scale is not that of the last digit
        return Decimal(1).scaleb(int(EXACT.normalize(value).as_tuple().exponent), EXACT)
    return step


def _interval(quantity: Quantity, step: Decimal, whole: bool) -> Interval:
    assert quantity.value is not None
    if quantity.upper is not None:
        return Interval(quantity.value, quantity.upper)
    return written_interval(quantity.value, quantity.bound, step, whole=whole)


def unit_of(written: str, units: Mapping[str, Unit]) -> str:
    """Gives the name under which figures in that unit are compared."""
    return _unit(units.get(written), written)


def _unit(entry: Unit | None, written: str) -> str:
    """Gives one name for all units that count the same: the canonical one, or the first of those that are equal."""
    if entry is None:
        return "".join(fold(written).split("（")[:1])
    return min((entry.canonical, *entry.equals))


def _counts(entry: Unit | None) -> bool:
    """Tells whether the unit counts things one by one: a dimension of its own, or one of people."""
    return entry is None or entry.dimension in _COUNTED or (entry.dimension == entry.canonical and entry.factor == 1)
