"""What a user's patterns found in one text, and what that changes: quantities, class letters, labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from govsummary.drafts import Draft, Range
from govsummary.measures import Scan, measure_of
from govsummary.model import Category, Record
from govsummary.numerals import Numeral, read_numeral
from govsummary.pattern_lines import FILE, PatternLine
from govsummary.quantities import Measure, QuantityGrammar
from govsummary.quantity_grammar import UnitHit
from govsummary.tokens import MarkedWord

# The class letters of `tokens`: a verb, a noun, and what no object can hold.
LETTERS: Mapping[str, str] = {"ACTION": "V", "OBJECT": "n", "BLOCK_ACTION": "n", "BLOCK_OBJECT": "D"}
SURE = 1.0  # a label that the user gave
MAX_LABELS = 3


class Mark(NamedTuple):
    """A pattern's match at `view[start:end]`."""

    start: int
    end: int
    line: PatternLine

    @property
    def origin(self) -> str:
        """Names the line, for those who ask why."""
        return f"{FILE}: {self.line.id}"

    def overlaps(self, place: Range | None) -> bool:
        """Tells whether the match and a place share a character."""
        return place is not None and self.start < place[1] and place[0] < self.end

    def holds(self, place: Range | None) -> bool:
        """Tells whether a place lies within the match."""
        return place is not None and self.start <= place[0] and place[1] <= self.end


@dataclass(frozen=True, slots=True)
class Marks:
    """The matches in one text, in text order."""

    found: tuple[Mark, ...] = ()

    def of(self, *labels: str) -> list[Mark]:
        """Gives the matches with certain labels, in text order."""
        return [mark for mark in self.found if mark.line.label in labels]

    def blocking(self, measure: Measure) -> Mark | None:
        """Gives the BLOCK that takes a quantity away: one that shares a character with its number."""
        number = (measure.number_start, measure.number_end)
        return next((mark for mark in self.of("BLOCK") if mark.overlaps(number)), None)

    def quantities(self, view: str, grammar: QuantityGrammar, measures: Sequence[Measure]) -> list[Measure]:
        """Gives the quantities without those that are blocked, and with those that patterns add in their place."""
        found = [_measure(view, mark, grammar) for mark in self.longest("QUANTITY")]
        added = [measure for measure in found if self.blocking(measure) is None]
        kept = [measure for measure in measures if self.blocking(measure) is None]
        kept = [one for one in kept if not any(one.start < own.end and own.start < one.end for own in added)]
        return sorted([*kept, *added], key=lambda measure: measure.start)

    def letters(self, measures: Iterable[Measure]) -> tuple[MarkedWord, ...]:
        """Gives the class letters that patterns settle, in text order, disjoint; none within or across a quantity."""
        taken = [(measure.start, measure.end) for measure in measures]
        free = (mark for mark in self.longest(*LETTERS) if not any(map(mark.overlaps, taken)))
        return tuple(MarkedWord(mark.start, mark.end, LETTERS[mark.line.label], mark.origin) for mark in free)

    def lemmas(self, view: str) -> dict[str, str]:
        """Gives the lemmas of the actions that patterns found."""
        found = ((view[mark.start : mark.end], mark.line.lemma) for mark in self.of("ACTION"))
        return {words: lemma for words, lemma in found if lemma is not None}

    def longest(self, *labels: str) -> list[Mark]:
        """Gives the matches with certain labels that no longer one overlaps, in text order.

        Of two as long the earlier one is kept, of two in one place that of the earlier line.
        """
        kept: list[Mark] = []
        for mark in sorted(self.of(*labels), key=lambda mark: (mark.start - mark.end, mark.start)):
            if not any(mark.overlaps((one.start, one.end)) for one in kept):
                kept.append(mark)
        return sorted(kept, key=lambda mark: mark.start)

    def kept(self, drafts: Iterable[Draft]) -> list[Draft]:
        """Takes blocked numbers out of tables, and blocked actions and objects out of all drafts.

        A draft that is left without a number and without what was drawn up is dropped.
        """
        actions, objects = self.of("BLOCK_ACTION"), self.of("BLOCK_OBJECT")
        kept: list[Draft] = []
        for draft in drafts:
            told = bool(draft.facts)
            draft.facts = [fact for fact in draft.facts if self.blocking(fact.measure) is None]
            no_action = any(mark.holds(draft.action) for mark in actions)
            no_object = any(mark.holds(draft.object) for mark in objects)
            if told != bool(draft.facts) or (not told and (no_action or no_object)):
                continue
            draft.action = None if no_action else draft.action
            draft.object = None if no_object else draft.object
            kept.append(draft)
        names = {id(draft) for draft in kept}
        for draft in kept:
            draft.of = draft.of if id(draft.of) in names else None
        return kept

    def labelled(self, text: str, records: Sequence[Record]) -> tuple[Record, ...]:
        """Gives the records with the labels that patterns add and without those that they block."""
        marks = self.of("CATEGORY", "BLOCK_CATEGORY")
        changed: dict[str, Record] = {}
        for mark in marks:
            for record in _touched(mark, records):
                known = changed.get(record.id, record)
                words = text[mark.start : mark.end]
                changed[record.id] = known.model_copy(update={"categories": _categories(known, mark, words)})
        return tuple(changed.get(record.id, record) for record in records)


def _measure(view: str, mark: Mark, grammar: QuantityGrammar) -> Measure:
    """Makes a quantity of a match: its first numeral, and behind it its unit; or the value that the line gives."""
    line = mark.line
    numerals = (read_numeral(view, place, mark.end) for place in range(mark.start, mark.end))
    numeral = next((one for one in numerals if one is not None), None)
    given = numeral is None or line.value is not None
    if numeral is None or line.value is not None:
        numeral, unit = Numeral(mark.start, mark.end, line.value), line.unit or ""
    else:
        unit = line.unit or view[numeral.end : mark.end]
    scan = Scan(view, grammar, len(view), _clause_start(view, mark.start))
    measure = measure_of(scan, numeral, UnitHit(grammar.units.get(unit), unit, mark.end), mark.origin)
    return replace(
        measure,
        start=min(mark.start, measure.start),
        end=max(mark.end, measure.end),
        kind=line.kind or ("amount" if given else measure.kind),
        optional=False,
    )


def _clause_start(view: str, place: int) -> int:
    return max(view.rfind(stop, 0, place) for stop in "，。；、\n") + 1


def _touched(mark: Mark, records: Sequence[Record]) -> Iterator[Record]:
    """Gives the records whose action, object or quantity the match touches, else all of its sentence."""
    own = [record for record in records if any(map(mark.overlaps, _places(record)))]
    yield from own or (record for record in records if mark.overlaps((record.sentence.start, record.sentence.end)))


def _places(record: Record) -> list[Range]:
    phrases = [(phrase.start, phrase.end) for phrase in (record.action, record.object) if phrase is not None]
    return [*phrases, *((quantity.start, quantity.end) for quantity in record.quantities)]


def _categories(record: Record, mark: Mark, words: str) -> tuple[Category, ...]:
    label = mark.line.category or ""
    others = tuple(category for category in record.categories if category.label != label)
    if mark.line.label == "BLOCK_CATEGORY":
        return others
    return (Category(label=label, score=SURE, evidence=(words,)), *others)[:MAX_LABELS]
