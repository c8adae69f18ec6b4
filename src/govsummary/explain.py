"""Says why a number was read as it was: sentence, tokens, rule and entries behind its record, or what rejected it.

Nothing here is used while reading: a text is read once more, and what the stages leave is held against the record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from govsummary.clusters import Cluster, clusters_of, mark_of
from govsummary.errors import InputError
from govsummary.explanation import Explanation, FieldNote, NumberNote, RuleNote, UnitNote
from govsummary.field_sources import FieldSources
from govsummary.marks import Marks
from govsummary.model import Document, Record, Source
from govsummary.numerals import read_numeral
from govsummary.pipeline import Engine, extract_source, find_marks, with_marks
from govsummary.quantities import Attempt, Measure, read_numbers
from govsummary.quantity_grammar import CODE_SIGNS
from govsummary.structure import Outline, Sentence, outline
from govsummary.tables import RULE as TABLE
from govsummary.tables import find_table_records
from govsummary.text import fold
from govsummary.token_origins import token_notes

# Where a number stands is first told by its signs; whether it was read as one, the attempts tell.
_NUMBER = re.compile(r"[\dXx×*○□_N][\dXx×*○□_N.,]*|[〇零一二两三四五六七八九十百千万亿廿卅几]+")
_FOLLOWING = re.compile(r"[^\W\d]{1,2}")
_LIST_MARK_ENDS = frozenset("、）).．")
_NUMBERS_PARAGRAPH = "it numbers a heading, a paragraph or a point of a list"
_NO_RECORD = {
    "furniture": "it lies in furniture: a line that is no part of the text (furniture.toml)",
    "title": "it lies in the title, which states no figures",
    "heading": "it lies in a heading that states no figures",
    "paragraph": "it lies across the end of a sentence",
    "row": "it lies in a table, in a cell that holds more than a number",
    "nothing": "it lies in no part of the text",
}


# Where the unit of a number in a table stands, by the last word of its production.
_UNIT_PLACES = {
    "head": "the head of the column",
    "column": "the column of units",
    "label": "the label of the row",
    "above": "the line above the table",
}


class _Stretch(Protocol):
    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A number that one can ask about: a quantity, or signs of a number with the attempt that covers them."""

    start: int
    end: int
    measure: Measure | None
    attempt: Attempt | None

    def distance(self, place: int) -> int:
        return max(self.start - place, place - self.end + 1, 0)


@dataclass(frozen=True, slots=True)
class Explainer:
    """A text read for questions; make one with `Explainer.of` and ask as often as you like."""

    engine: Engine
    text: str
    view: str
    outline: Outline
    document: Document
    attempts: Sequence[Attempt]
    sources: FieldSources
    marks: Marks

    @classmethod
    def of(cls, source: Source, engine: Engine) -> Explainer:
        """Reads a text."""
        view = fold(source.text, engine.lexicon.traditional)
        layout = outline(view, source.text, engine.structure)
        marks = find_marks(view, engine) or Marks()
        document = extract_source(source, engine, marks)
        attempts = _with_cells(read_numbers(view, engine.quantities), view, layout, engine)
        measures, engine = with_marks(view, [one[2] for one in attempts if one[2] is not None], engine, marks)
        sources = FieldSources(engine, view, layout, document)
        return cls(engine, source.text, view, layout, document, _attempts(attempts, measures), sources, marks)

    def at(self, offset: int) -> Explanation:
        """Explains the number at a place, or the nearest one of the same sentence.

        Args:
            offset: code points into the text as read.

        Raises:
            InputError: the place is beyond the text, or no number stands in its sentence.
        """
        self._check(offset)
        stretch = self._stretch(offset)
        candidates = self._candidates(stretch.start, stretch.end)
        near = [one for one in candidates if one.attempt is not None or one.distance(offset) == 0]
        if not near:
            begin = "".join(self.text[stretch.start : stretch.end].split())[:20]
            raise InputError(f"no number stands in the sentence at offset {offset} ({begin}…); name another place")
        return self._explained(min(near, key=lambda one: (one.distance(offset), one.measure is None)), stretch)

    def within(self, start: int, end: int) -> tuple[Explanation, ...]:
        """Explains every number that overlaps `[start, end)`, in text order; without any the one nearest to `start`.

        Raises:
            InputError: the stretch is empty or beyond the text, or no number stands in its sentence.
        """
        if start >= end:
            raise InputError(f"{start}-{end} is empty; the end stands behind the last character")
        self._check(start)
        self._check(end - 1)
        found = [one for one in self._candidates(start, end) if one.attempt is not None]
        if not found:
            return (self.at(start),)
        return tuple(self._explained(one, self._stretch(one.start)) for one in found)

    def occurrences(self, words: str) -> list[tuple[int, int]]:
        """Gives every place where `words` occur, as written or in folded form, disjoint, in text order.

        Raises:
            InputError: they occur nowhere.
        """
        forms = {re.escape(words), re.escape(fold(words, self.engine.lexicon.traditional))} if words else {"(?!)"}
        pattern = re.compile("|".join(sorted(forms)))
        found = {match.span() for view in (self.text, self.view) for match in pattern.finditer(view)}
        if not found:
            raise InputError(f"{words!r} occurs nowhere in the text; copy it from what `govsummary read` prints")
        return sorted(found)

    def _check(self, offset: int) -> None:
        if not 0 <= offset < len(self.text):
            raise InputError(f"offset {offset} is beyond the text, which has {len(self.text)} characters")

    def _stretch(self, offset: int) -> _Stretch:
        """Gives the sentence, else the heading, title or line of furniture at a place, or the nearest of them."""
        parts: list[_Stretch] = [*self.outline.sentences, *self.outline.segments]
        if not parts:
            raise InputError("the text holds no sentence")
        return min(parts, key=lambda part: max(part.start - offset, offset - part.end + 1, 0))

    def _candidates(self, start: int, end: int) -> list[_Candidate]:
        """Gives quantities and other numbers that overlap `[start, end)`, in text order."""
        inside = [attempt for attempt in self.attempts if attempt[0] < end and start < attempt[1]]
        measures = [(one[2], one) for one in inside if one[2] is not None]
        found = [_Candidate(one.start, one.end, one, attempt) for one, attempt in measures]
        for signs in _NUMBER.finditer(self.view, start, end):
            place = signs.start()
            if not any(one.start <= place < one.end for one, _ in measures):
                covering = next((attempt for attempt in inside if attempt[0] <= place < attempt[1]), None)
                found.append(_Candidate(*signs.span(), None, covering))
        return sorted((one for one in found if one.start < end and start < one.end), key=lambda one: one.start)

    # --- what is told ------------------------------------------------------------------------------------------------

    def _explained(self, number: _Candidate, stretch: _Stretch) -> Explanation:
        around = self.text[stretch.start : stretch.end]
        explanation = Explanation(number.start, number.end, stretch.start, around)
        if number.measure is None:
            reason, blocker = self._rejection(number)
            return replace(explanation, reason=reason, blocker=blocker)
        explanation = replace(explanation, number=self._number(number.measure))
        record = self._record(number.measure)
        if record is None:
            kinds = (one.kind for one in self.outline.segments if one.start <= number.start < one.end)
            return replace(explanation, reason=_NO_RECORD[next(kinds, "nothing")])
        if record.rule == TABLE:
            return replace(explanation, fields=tuple(_table_notes(record, number.measure)), record=record)
        cluster = self._cluster(record, number.measure)
        return replace(
            explanation,
            tokens=tuple(token_notes(cluster, self.engine)),
            rule=self._rule(cluster),
            taken_over=tuple(self.sources.taken_over(record, cluster)),
            fields=tuple(self.sources.fields(record, cluster, number.measure)),
            record=record,
        )

    def _record(self, measure: Measure) -> Record | None:
        records = self.document.records
        return next((one for one in records for quantity in one.quantities if quantity.start == measure.start), None)

    def _cluster(self, record: Record, measure: Measure) -> Cluster:
        """Reads the sentence of a record once more."""
        first, last = record.sentence.start, record.sentence.end
        whole = next(one for one in self.outline.sentences if one.start <= first and last <= one.end)
        sentence = Sentence(first, last, whole.section, whole.status)
        measures = [one for _, _, one in self.attempts if one is not None and first <= one.start and one.end <= last]
        clusters = clusters_of(self.view, sentence, measures, self.engine.records)
        return next(cluster for cluster in clusters if measure in cluster.measures)

    def _number(self, measure: Measure) -> NumberNote:
        return NumberNote(
            quote=self.text[measure.start : measure.end],
            value=measure.value,
            upper=measure.upper,
            masked=measure.masked,
            scale=measure.scale,
            production=measure.rule,
            unit=self._unit(measure.unit),
            bound=measure.bound,
            mark=self._mark(measure),
            optional=measure.optional,
        )

    def _unit(self, unit: str) -> UnitNote | None:
        hit = self.engine.quantities.unit_at(unit, 0)  # of a compound (元/吨) the entry of its first part
        entry = self.engine.quantities.units.get(unit) or (hit.entry if hit else None)
        return None if entry is None else UnitNote(entry.unit, entry.canonical, entry.dimension, entry.factor)

    def _mark(self, measure: Measure) -> str | None:
        """Gives the words that bound a number: before it, else in or straight after it."""
        if measure.bound == "exact":
            return None
        before = self.text[measure.start : measure.number_start].strip()
        if before and before not in "第负-":
            return before
        after = self.text[measure.number_end : measure.end].removeprefix(measure.unit).strip()
        number = self.text[measure.number_start : measure.number_end]
        return after or next((mark for mark in "余多来几" if mark in number), None)

    def _rule(self, cluster: Cluster) -> RuleNote:
        records, tokens = self.engine.records, cluster.tokens
        mark = mark_of(cluster.measures[0], self.view, records.vocabulary)
        ids = [rule.id for rule in records.reader.rules[mark]]
        used = cluster.reading.rule.id if cluster.reading else None
        tables = self.engine.lexicon.tables["rules.toml"]
        pattern = next((str(table["pattern"]) for table in tables if table["id"] == used), "")
        clause = tokens.letters[cluster.first : cluster.target] + mark
        clause += tokens.letters[cluster.target + 1 : cluster.last]
        tried = ids[: ids.index(used)] if used is not None else ids
        return RuleNote(used, pattern, cluster.yields, clause, mark, tuple(tried))

    # --- what rejected a number --------------------------------------------------------------------------------------

    def _rejection(self, number: _Candidate) -> tuple[str, str | None]:
        """Says why signs of a number gave no quantity, and names the blocker if it was one."""
        view, attempt = self.view, number.attempt
        opens = not view[: number.start].rpartition("\n")[2].strip(" （")
        if opens and view[number.end : number.end + 1] in _LIST_MARK_ENDS:
            return _NUMBERS_PARAGRAPH, None
        if attempt is None:
            return "it is no numeral: these signs are part of a word", None
        mark = next((one for one in self.marks.of("BLOCK") if one.overlaps((number.start, number.end))), None)
        if mark is not None:
            return f"pattern {mark.line.id} takes {view[mark.start : mark.end]} away (rules.jsonl)", mark.line.id
        start, end, _ = attempt
        before = view[start - 1 : start]
        if not _NUMBER.match(view, start) and view[start] != "首":
            return f"it stands in {view[start:end]}: titles and short quotations are names", None
        if before == "第":
            return "第 makes it an ordinal, and nothing near it ranks", None
        if before == "每":
            return "每 makes it the base of another number", None
        blocker = self.engine.quantities.blocked_by(view, start, len(view))
        if blocker is not None:
            return f"blocker {blocker} takes {view[start:end]} away (blockers.toml)", blocker
        if before in CODE_SIGNS or (before.isascii() and before.isalpha()):
            return f"it is part of a code: {before}{view[start:end]}", None
        if view[end - 1] in _LIST_MARK_ENDS:
            return _NUMBERS_PARAGRAPH, None
        return self._no_count(start), None

    def _no_count(self, start: int) -> str:
        numeral = read_numeral(self.view, start)
        if numeral is None:
            return "it is no numeral by the grammar of numerals"
        unit = self.engine.quantities.unit_at(self.view, numeral.end)
        if unit is None:
            following = _FOLLOWING.match(self.view, numeral.end)
            if any(one.kind == "row" and one.start <= start < one.end for one in self.outline.segments):
                return "it stands in a table that states no unit for it: in the cell, the head, the label or above"
            told = following[0] if following else "nothing"
            return f"no unit of units.tsv follows it ({told}), and nothing else shows that it counts"
        return f"with {unit.text} it counts nothing: an article (一个), a grade, or a multiplier without a number"


def _with_cells(attempts: Iterable[Attempt], view: str, layout: Outline, engine: Engine) -> list[Attempt]:
    """Gives what was read as a number, with the numbers of tables in place of what stands in their cells."""
    drafts = find_table_records(view, layout.tables, engine.quantities)
    cells = [(fact.measure.start, fact.measure.end, fact.measure) for draft in drafts for fact in draft.facts]
    starts = {start for start, _, _ in cells}
    others = [one for one in attempts if one[0] not in starts]
    return sorted([*cells, *others], key=lambda one: one[0])


def _table_notes(record: Record, measure: Measure) -> Iterable[FieldNote]:
    """Says where in its table a number has its unit, object and period from."""
    place = measure.rule.rpartition(".")[2] if measure.rule.startswith(TABLE) else ""
    yield FieldNote("unit", measure.unit or "none", _UNIT_PLACES.get(place, "the cell"))
    if record.object is not None:
        yield FieldNote("object", record.object.text, "the label of the row, the metric in the head of the column")
    if record.time is not None:
        yield FieldNote("time", record.time.text, "the head of the column, the label, else the document")


def _attempts(attempts: Sequence[Attempt], measures: Sequence[Measure]) -> list[Attempt]:
    """Gives what was read with the quantities as a user's patterns leave them."""
    kept = {id(measure) for measure in measures}
    read = [(start, end, one if id(one) in kept else None) for start, end, one in attempts]
    known = {id(one) for _, _, one in attempts}
    own = [(one.start, one.end, one) for one in measures if id(one) not in known]
    return sorted([*read, *own], key=lambda attempt: (attempt[0], attempt[2] is None))


def explain(source: Source, offset: int, engine: Engine) -> Explanation:
    """Explains the number at a place of a text, or the nearest one of the same sentence.

    Args:
        source: the text as read.
        offset: code points into it.
        engine: the compiled lexicon.

    Raises:
        InputError: the place is beyond the text, or no number stands in its sentence.

    >>> from govsummary.pipeline import load_engine
    >>> source = Source(path=None, format="text", encoding=None, characters=9, text="拆除广告牌30处。")
    >>> found = explain(source, 5, load_engine())
    >>> found.record.rule, [(token.text, token.letter) for token in found.tokens]
    ('verb-object-number', [('拆除', 'V'), ('广告牌', 'n'), ('30处', 'Q')])
    """
    return Explainer.of(source, engine).at(offset)
