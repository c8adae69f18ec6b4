"""What gave each field of a record its value: a cue, the unit, the rule, a heading, or a clause to the left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govsummary.clauses import strings
from govsummary.clusters import Cluster
from govsummary.context import Cue, cue_before
from govsummary.explanation import FieldNote
from govsummary.model import Document, Phrase, Quantity, Record
from govsummary.pipeline import Engine
from govsummary.quantities import Measure
from govsummary.structure import Outline


@dataclass(frozen=True, slots=True)
class FieldSources:
    """Holds the records of a document against the clauses that they were read from."""

    engine: Engine
    view: str
    outline: Outline
    document: Document

    def taken_over(self, record: Record, cluster: Cluster) -> Iterator[FieldNote]:
        """Gives what a record does not have from the words that its rule saw."""
        reading = cluster.reading
        seen = {
            "action": cluster.place(reading.action) if reading else None,
            "object": cluster.place(reading.object) if reading else None,
        }
        for field, phrase in (("action", record.action), ("object", record.object)):
            place = seen[field]
            if phrase is None and place is not None:
                told = f"{cluster.text(place)} is who acts, or a part that is left out"
                yield FieldNote(field, "-", told)
            elif phrase is not None and (place is None or place[0] != phrase.start):
                yield FieldNote(field, phrase.text, self._origin(field, phrase, record, cluster))
        if record.of is not None:
            level = next(one for one in self.document.records if one.id == record.of)
            yield FieldNote("of", record.of, f"speaks of {level.object.text if level.object else '-'}")

    def _origin(self, field: str, phrase: Phrase, record: Record, cluster: Cluster) -> str:
        tokens = cluster.tokens
        if tokens.starts[cluster.first] <= phrase.start < tokens.ends[cluster.last - 1]:
            if field == "object" and record.action is not None and phrase.start == record.action.start:
                return "the verb counts itself (cues.toml: category object, value self)"
            return "of the same clause, beside what the rule saw"
        owners = (one for one in self.document.records if one.id != record.id and _begins(one, field, phrase.start))
        owner = next(owners, None)
        side = "left" if phrase.start < cluster.start else "right"
        return f"taken over from {owner.id} to the {side}" if owner else f"taken over from the clause to the {side}"

    def fields(self, record: Record, cluster: Cluster, measure: Measure) -> Iterator[FieldNote]:
        """Gives the fields that stand beside action and object, each with its source; none that is empty."""
        quantity = next(one for one in record.quantities if one.start == measure.start)
        yield self._kind(quantity, cluster, measure)
        yield from self._change(quantity, record, cluster)
        yield self._status(record, cluster)
        yield from self._shares(quantity, cluster, measure)
        if record.time is not None:
            yield FieldNote("time", f"{record.time.start} … {record.time.end}", self._time(record))
        for category in record.categories:
            yield FieldNote("category", f"{category.label} {category.score:g}", "、".join(category.evidence))
        if record.section:
            yield FieldNote("section", " › ".join(record.section), "the headings above")

    def _kind(self, quantity: Quantity, cluster: Cluster, measure: Measure) -> FieldNote:
        by_rule = quantity.kind != measure.kind
        return FieldNote("kind", quantity.kind, f"the rule yields {cluster.yields}" if by_rule else "number and unit")

    def _change(self, quantity: Quantity, record: Record, cluster: Cluster) -> Iterator[FieldNote]:
        if quantity.direction is not None:
            action = self.engine.lexicon.actions.get(record.action.text) if record.action else None
            source = f"actions.tsv: {action.action}" if action and action.direction else "the words of the clause"
            yield FieldNote("direction", quantity.direction, source)
        if quantity.basis is not None:
            yield FieldNote("basis", quantity.basis, self._cue("basis", cluster.cues.basis, quantity.start))

    def _status(self, record: Record, cluster: Cluster) -> FieldNote:
        place, action = cluster.start, record.action
        if action is not None and place < action.start < cluster.tokens.ends[cluster.last - 1]:
            place = action.start  # the verb follows its number: 其余3项正在整改
        cue = cue_before(cluster.cues.status, place)
        if cue is not None and cue.value == record.status:
            return FieldNote("status", record.status, self._cue("status", cluster.cues.status, place))
        return FieldNote("status", record.status, "the section, no cue stands before it")

    def _shares(self, quantity: Quantity, cluster: Cluster, measure: Measure) -> Iterator[FieldNote]:
        """What the number is taken over: words straight before it or in the unit come before cues."""
        own = "the words straight before the number, or its unit"
        if quantity.per is not None:
            by_cue = self._cue("per", cluster.cues.per, measure.start)
            yield FieldNote("per", quantity.per, own if measure.per else by_cue)
        if quantity.aggregate is not None:
            by_cue = self._cue("aggregate", cluster.cues.aggregate, measure.start)
            yield FieldNote("aggregate", quantity.aggregate, own if measure.aggregate else by_cue)

    def _cue(self, category: str, cues: Sequence[Cue], place: int) -> str:
        """Names the cue that reaches a place by its word and its entry."""
        cue = cue_before(cues, place)
        if cue is None:
            return "no cue"
        word = self.view[cue.start : cue.end]
        tables = [one for one in self.engine.lexicon.tables["cues.toml"] if one.get("category") == category]
        of_value = [one for one in tables if one.get("value") == cue.value]
        named = [one for one in of_value if word in strings(one, "words") or _fits(one.get("pattern"), word)]
        return f"{word} (cues.toml: {(named or of_value)[0]['id']})"

    def _time(self, record: Record) -> str:
        if record.time in (self.outline.period, self.outline.plan_period):
            which = "period" if record.time == self.outline.period else "plan period"
            return f"the document's {which}" + (f" ({record.time.text})" if record.time else "")
        return f"the sentence: {record.time.text}" if record.time else "nothing"


def _begins(record: Record, field: str, start: int) -> bool:
    phrase = record.action if field == "action" else record.object
    return phrase is not None and phrase.start == start


def _fits(pattern: object, word: str) -> bool:
    return bool(pattern) and re.fullmatch(str(pattern), word) is not None
