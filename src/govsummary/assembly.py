"""Drafts to models: texts for places, labels, times and identifiers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from govsummary.categories import CategoryIndex
from govsummary.drafts import Draft, Fact, Range
from govsummary.model import Box, Period, Phrase, Quantity, Record, Span
from govsummary.periods import find_periods, parse_period, whole_year
from govsummary.quantities import Measure
from govsummary.structure import Outline, Sentence


@dataclass(slots=True)
class Assembler:
    """Makes the records of one document. Lives as long as one `extract`; what it keeps is per sentence."""

    text: str
    view: str
    outline: Outline
    categories: CategoryIndex
    lemmas: Mapping[str, str]
    boxes: Sequence[Box | None] = ()
    _paths: dict[int | None, tuple[str, ...]] = field(default_factory=dict)
    _periods: dict[int, list[tuple[int, Period]]] = field(default_factory=dict)

    def records(self, drafts: Sequence[Draft]) -> tuple[Record, ...]:
        """Gives the records in text order, named r1, r2, …"""
        ordered = sorted(drafts, key=lambda draft: draft.start)
        names = {id(draft): f"r{number}" for number, draft in enumerate(ordered, 1)}
        return tuple(self._record(draft, names) for draft in ordered)

    def _record(self, draft: Draft, names: Mapping[int, str]) -> Record:
        action = self._phrase(draft.action, None, self.lemmas)
        phrase = self._phrase(draft.object, draft.object_tail, {})
        section = self._path(draft.sentence.section)
        sentence = draft.sentence
        return Record(
            id=names[id(draft)],
            action=action,
            object=phrase,
            status=draft.status,
            time=self._time(draft),
            categories=self.categories.label(
                action.lemma if action else None,
                phrase.lemma if phrase else None,
                section,
                self.view[sentence.start : sentence.end],
            ),
            section=section,
            sentence=Span(start=sentence.start, end=sentence.end),
            of=names[id(draft.of)] if draft.of is not None else None,
            quantities=tuple(quantity_of(fact, self.text, self.view, self.boxes) for fact in draft.facts),
            rule=draft.rule,
        )

    def _phrase(self, place: Range | None, tail: Range | None, lemmas: Mapping[str, str]) -> Phrase | None:
        if place is None:
            return None
        start, end = place
        text, plain = self.text[start:end], self.view[start:end]
        if tail is not None:
            text += self.text[tail[0] : tail[1]]
            plain += self.view[tail[0] : tail[1]]
            start, end = min(start, tail[0]), max(end, tail[1])
        plain = "".join(plain.split())
        return Phrase(text=text, lemma=lemmas.get(plain, plain), start=start, end=end)

    def _path(self, section: int | None) -> tuple[str, ...]:
        if section not in self._paths:
            self._paths[section] = self.outline.section_path(section)
        return self._paths[section]

    def _time(self, draft: Draft) -> Period | None:
        """The period that the head of a column names, the last one stated before the record in its sentence, else the
        document's.
        """
        if draft.period is not None:
            return self._resolved(*draft.period, draft.sentence)
        stated = self._stated(draft.sentence)
        before = bisect_right(stated, draft.start, key=_place_of)
        if before:
            return stated[before - 1][1]
        planned = draft.status == "planned" and self.outline.plan_period is not None
        return self.outline.plan_period if planned else self.outline.period

    def _stated(self, sentence: Sentence) -> list[tuple[int, Period]]:
        if sentence.start not in self._periods:
            found = find_periods(self.view, sentence.start, sentence.end)
            parsed = [(start, self._resolved(start, end, sentence)) for start, end, _ in found]
            self._periods[sentence.start] = [(start, period) for start, period in parsed if period is not None]
        return self._periods[sentence.start]

    def _resolved(self, start: int, end: int, sentence: Sentence) -> Period | None:
        """A part of a year is a part of the year that the section is about."""
        planned = sentence.status == "planned" and self.outline.plan_period is not None
        reference = self.outline.plan_period if planned else self.outline.period
        written = self.text[start:end]
        if written.isdecimal():  # 2023 at the head of a column
            return whole_year(int(written), written)
        return parse_period(written, reference, self.outline.current_year)


def _place_of(stated: tuple[int, Period]) -> int:
    return stated[0]


def quantity_of(fact: Fact, text: str, view: str, boxes: Sequence[Box | None] = ()) -> Quantity:
    """Gives a fact as a model; `boxes` say where each character of `text` stands on its page, where that is known."""
    measure = fact.measure
    page, box = _place_on_page(boxes[measure.start : measure.end])
    place = view.rfind(measure.unit, measure.start, measure.end) if measure.unit not in ("", "%") else -1
    return Quantity(
        quote=text[measure.start : measure.end],
        start=measure.start,
        end=measure.end,
        value=_plain(measure.value),
        upper=_plain(measure.upper),
        masked=measure.masked,
        scale=measure.scale,
        unit=text[place : place + len(measure.unit)] if place >= 0 else measure.unit,
        bound=measure.bound,
        per=fact.per,
        aggregate=fact.aggregate,
        kind=fact.kind,
        direction=fact.direction,
        basis=fact.basis,
        page=page,
        box=box,
    )


def _place_on_page(boxes: Sequence[Box | None]) -> tuple[int | None, tuple[float, float, float, float] | None]:
    """Gives the page of the first character and the box around all characters on that page."""
    placed = [box for box in boxes if box is not None]
    if not placed:
        return None, None
    page = placed[0].page
    here = [box for box in placed if box.page == page]
    left, bottom = min(box.left for box in here), min(box.bottom for box in here)
    right, top = max(box.right for box in here), max(box.top for box in here)
    return page, (round(left, 2), round(bottom, 2), round(right, 2), round(top, 2))


def _plain(value: Decimal | None) -> Decimal | None:
    """Gives 48000 for 48000.0 (4.8万)."""
    return Decimal(int(value)) if value is not None and value == value.to_integral_value() else value


def plain_quantity(measure: Measure, text: str, view: str) -> Quantity:
    """Gives a quantity without a clause around it: only what its own words say."""
    return quantity_of(Fact(measure, measure.kind, None, None, measure.per, measure.aggregate), text, view)
