"""Reads texts and proposes what the lexicon lacks: units, verbs, and a category for frequent objects."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from govsummary.entries import Unit
from govsummary.lexicon import Lexicon
from govsummary.model import Document, Record, Source
from govsummary.pipeline import Engine, extract_source, find_marks, with_marks
from govsummary.quantities import find_quantities
from govsummary.quantity_grammar import QuantityGrammar
from govsummary.structure import outline
from govsummary.text import fold
from govsummary.workbench.evidence import Contexts, Shapes
from govsummary.workbench.proposals import Example, Proposal, ProposalKind, Sightings
from govsummary.workbench.unknown_units import unit_sightings
from govsummary.workbench.unknown_verbs import clause_verbs
from govsummary.workbench.verb_weights import THRESHOLD, Tally, features, score
from govsummary.workbench.words import spoken

KINDS: tuple[ProposalKind, ...] = ("unit", "action", "category")
_SAYING_NOTHING = frozenset("不未再")  # characters that verbs of every direction have
FREQUENT = 2  # places of an object from which a category is missed


@dataclass(slots=True)
class _Objects:
    sightings: Sightings = field(default_factory=Sightings)
    labels: Counter[str] = field(default_factory=Counter)


class Suggester:
    r"""Takes in texts one after the other, and then says what the lexicon lacks.

    >>> from govsummary.pipeline import load_engine
    >>> suggester = Suggester(load_engine())
    >>> text = "全年投放鱼苗60池。"
    >>> suggester.add(Source(path=None, format="text", encoding=None, characters=len(text), text=text))
    >>> [(found.kind, found.word, found.line) for found in suggester.proposals()]
    [('unit', '池', '池\t池\t池\t1')]
    """

    def __init__(self, engine: Engine) -> None:
        """Starts with no text read."""
        self._engine = engine
        self._read = 0
        self._clauses = 0
        self._units: dict[str, Sightings] = {}
        self._clear: Counter[str] = Counter()
        self._verbs: dict[str, Tally] = {}
        self._objects: dict[str, _Objects] = {}
        self._contexts = Contexts()
        # Verbs are looked for with the units that were found so far: a number without a unit has no clause.
        self._with_units = engine

    def add(self, source: Source) -> None:
        """Reads one text."""
        view = fold(source.text, self._engine.lexicon.traditional)
        self._add_units(source, view)
        self._add_verbs(source, view)
        self._add_objects(source, extract_source(source, self._with_units))
        self._read += 1

    def _add_units(self, source: Source, view: str) -> None:
        for found in unit_sightings(view, self._engine):
            end = found.start + len(found.unit)
            example = Example.of(source.text, found.start, end, source.path)
            self._units.setdefault(found.unit, Sightings()).add(self._read, example)
            self._clear[found.unit] += found.clear
        unknown = [unit for unit in self._proposed_units() if unit not in self._with_units.quantities.units]
        if unknown:
            grammar = _with_units(self._with_units.quantities, unknown)
            self._with_units = replace(self._with_units, quantities=grammar)

    def _add_verbs(self, source: Source, view: str) -> None:
        measures = find_quantities(view, self._with_units.quantities)
        measures, engine = with_marks(view, measures, self._with_units, find_marks(view, self._with_units))
        styled = frozenset(heading.start for heading in source.headings if heading.level)
        sentences = outline(view, source.text, engine.structure, styled).sentences
        for said in spoken(view, sentences, measures, engine):
            self._contexts.add(said)
            for cluster in said.clusters:
                self._clauses += 1
                for found in clause_verbs(said, cluster, engine):
                    example = Example.of(source.text, found.start, found.end, source.path)
                    tally = self._verbs.setdefault(found.verb, Tally())
                    tally.add(found, self._clauses, self._read, example, cluster.yields)

    def _add_objects(self, source: Source, document: Document) -> None:
        around = _LabelsAround(document)
        for record in document.records:
            if record.object is None or record.categories or not record.quantities:
                continue
            word = fold(record.object.text, self._engine.lexicon.traditional)
            objects = self._objects.setdefault(word, _Objects())
            example = Example.of(source.text, record.object.start, record.object.end, source.path)
            objects.sightings.add(self._read, example)
            objects.labels.update(around(record))

    def _proposed_units(self) -> Iterator[str]:
        """Gives units that stood behind a plain number, or more than once behind masks and small Chinese numerals."""
        for unit, sightings in self._units.items():
            if self._clear[unit] or sightings.count > 1:
                yield unit

    # --- what comes of it --------------------------------------------------------------------------------------------

    def proposals(self, kinds: Sequence[ProposalKind] = KINDS, least: int = 1) -> list[Proposal]:
        """Gives what the texts read so far lack: kind by kind, the frequent and sure first.

        Args:
            kinds: what is wanted.
            least: the fewest places of a word; of an object without a category never less than `FREQUENT`.
        """
        makers = {"unit": self._unit_proposals, "action": self._action_proposals, "category": self._object_proposals}
        found: list[Proposal] = []
        for kind in KINDS:
            if kind in kinds:
                of_kind = [proposal for proposal in makers[kind]() if proposal.count >= least]
                found += sorted(of_kind, key=lambda one: (-one.count * one.score, one.word))
        return found

    def _unit_proposals(self) -> Iterator[Proposal]:
        for unit in self._proposed_units():
            sightings = self._units[unit]
            line = "\t".join((unit, unit, unit, "1"))
            yield sightings.proposal("unit", unit, _frequency(sightings.count), line)

    def _action_proposals(self) -> Iterator[Proposal]:
        """Weighs the possible verbs.

        One that is no verb more likely than not is left out when all its clauses have a verb that was found already.
        """
        weighed = sorted(((chance, verb) for verb, chance, _ in self.weighed()), key=lambda pair: (-pair[0], pair[1]))
        explained: set[int] = set()
        for chance, verb in weighed:
            tally = self._verbs[verb]
            if chance > THRESHOLD and (chance > 0 or not explained.issuperset(tally.clauses)):
                explained.update(tally.clauses)
                line = _action_line(verb, tally, self._engine.lexicon)
                yield tally.sightings.proposal("action", verb, 1 / (1 + math.exp(-chance)), line)

    def weighed(self) -> Iterator[tuple[str, float, dict[str, float]]]:
        """Gives every possible verb, the logarithm of the odds that it is one, and what was weighed."""
        shapes = Shapes.of(self._engine.lexicon)
        for verb, tally in self._verbs.items():
            found = features(verb, tally, self._contexts.shares(verb), shapes)
            yield verb, score(found), found

    def clauses_of(self, verb: str) -> Sequence[int]:
        """Gives the numbers of the clauses in which a possible verb stood, counted over all texts."""
        return tuple(self._verbs[verb].clauses)

    def _object_proposals(self) -> Iterator[Proposal]:
        for word, objects in self._objects.items():
            if objects.sightings.count >= FREQUENT:
                label = next((label for label, _ in objects.labels.most_common(1)), None)
                line = f'words = ["{word}"]'
                chance = _frequency(objects.sightings.count)
                yield objects.sightings.proposal("category", word, chance, line, label)


def suggest(
    sources: Iterable[Source], engine: Engine, kinds: Sequence[ProposalKind] = KINDS, least: int = 1
) -> list[Proposal]:
    """Gives what the lexicon lacks for some texts: kind by kind, the frequent and sure first.

    Args:
        sources: texts as read (`govsummary.read`).
        engine: the compiled lexicon (`govsummary.pipeline.load_engine`).
        kinds: what is wanted.
        least: the fewest places of a word.
    """
    suggester = Suggester(engine)
    for source in sources:
        suggester.add(source)
    return suggester.proposals(kinds, least)


def _with_units(grammar: QuantityGrammar, units: Iterable[str]) -> QuantityGrammar:
    """Lays units over a grammar, each a dimension of its own."""
    known, lengths = dict(grammar.units), dict(grammar.lengths)
    for unit in units:
        known[unit] = Unit(unit, unit, unit, Decimal(1))
        sizes = {*lengths.get(unit[0], ()), len(unit)}
        lengths[unit[0]] = tuple(sorted(sizes, reverse=True))
    return replace(grammar, units=known, lengths=lengths)


class _LabelsAround:
    """The best labels of the records under each heading of a document."""

    def __init__(self, document: Document) -> None:
        self.by_section: dict[tuple[str, ...], Counter[str]] = {}
        self.all: Counter[str] = Counter()
        for record in document.records:
            if record.categories:
                label = record.categories[0].label
                self.by_section.setdefault(record.section, Counter())[label] += 1
                self.all[label] += 1

    def __call__(self, record: Record) -> Counter[str]:
        return self.by_section.get(record.section) or self.all


def _frequency(count: int) -> float:
    return count / (count + 1)


def _action_line(verb: str, tally: Tally, lexicon: Lexicon) -> str:
    """Writes the row of actions.tsv: a verb of reaching, of change with its direction, or any other."""
    look = tally.looks.most_common(1)[0][0]
    if look.form == "reach":
        return f"{verb}\treach"
    changes = tally.yields["change"] + tally.yields["level"]
    direction = _direction(verb, lexicon) if 2 * changes > tally.yields.total() else None
    return f"{verb}\tchange\t\t{direction}" if direction else f"{verb}\taction"


def _direction(verb: str, lexicon: Lexicon) -> str | None:
    """Gives the direction of the verbs of change that share a character with a verb, None when few do."""
    told = set(verb) - _SAYING_NOTHING
    found = Counter(
        entry.direction
        for entry in lexicon.actions.values()
        if entry.role == "change" and entry.direction and not told.isdisjoint(entry.action)
    )
    best = found.most_common(1)
    return best[0][0] if best and best[0][1] > 1 else None
