"""Takes words out of the lexicon and looks how many of them `suggest` finds again in the texts that they came from.

A unit can be taken out when the quantities of the texts have it and the rest of the lexicon does not read it anyway; an
action when it is the action of a record with a number, and no other file of the lexicon knows it. With `unknown` only
actions count whose numbers are then left without a known action: 督促治理 is still read as 治理.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import starmap
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from govsummary.lexicon import Lexicon
from govsummary.model import Document, Record, Source
from govsummary.pipeline import Engine, engine_of, extract_source, load_engine
from govsummary.quantities import find_quantities
from govsummary.reading import read
from govsummary.text import fold
from govsummary.tokens import UNSETTLED, Tokenizer, cue_letters
from govsummary.workbench.suggest import Suggester

UNITS, ACTIONS = 30, 60
SPARE = 30  # actions drawn beyond those wanted, in place of those that leave a known action behind
VERB_LETTERS = frozenset("VLGSEBkKsyOHXhM")  # class letters of cues that verbs have
# Proposals from corpus/ with the whole lexicon, looked through by hand: does the word belong into the list?
JUDGED = Path(__file__).parent / "suggest_judged.tsv"
JOINTS = frozenset("、和或并及")

Value = TypeVar("Value")


@dataclass(frozen=True)
class Corpus:
    """The texts of a folder, read with the whole lexicon."""

    engine: Engine
    sources: Sequence[Source]
    documents: Sequence[Document]

    @classmethod
    def of(cls, folder: Path) -> Corpus:
        """Reads every text of a folder."""
        engine = load_engine()
        sources = [read(path) for path in sorted(folder.glob("*.txt"))]
        return cls(engine, sources, [extract_source(source, engine) for source in sources])

    @cached_property
    def records(self) -> Sequence[Record]:
        """All records with a number."""
        return [record for document in self.documents for record in document.records if record.quantities]

    @cached_property
    def read_actions(self) -> frozenset[str]:
        """Every action that the whole lexicon reads, folded, listed or not."""
        return frozenset(fold(record.action.text) for record in self.records if record.action)

    @cached_property
    def units(self) -> Sequence[str]:
        """The units that can be taken out, sorted."""
        met = {quantity.unit for record in self.records for quantity in record.quantities}
        return sorted(unit for unit in met if unit in self.engine.lexicon.units and not self._read_anyway(unit))

    def _read_anyway(self, unit: str) -> bool:
        units = {name: entry for name, entry in self.engine.lexicon.units.items() if name != unit}
        grammar = replace(self.engine.quantities, units=units)
        return any(measure.unit == unit for measure in find_quantities(f"共有25{unit}，", grammar))

    @cached_property
    def actions(self) -> Sequence[str]:
        """The actions that can be taken out, sorted."""
        lexicon = self.engine.lexicon
        cues = lexicon.tables["cues.toml"]
        elsewhere = {word for word, _ in cue_letters(cues, "class")} | set(UNSETTLED) | set(lexicon.nouns)
        pairs = list(cue_letters(cues, "compound"))
        first, second = ({word for word, place in pairs if place == wanted} for wanted in ("first", "second"))
        return sorted(
            action
            for action in self.read_actions
            if action in lexicon.actions
            and action not in elsewhere
            and not (action[:2] in first and action[2:] in second)
        )

    def is_right(self, kind: str, word: str) -> bool:
        """Tells whether the word is what it is proposed as: the whole lexicon lists it, or a reader judged so."""
        return self.lists(kind, word) or (kind, word) in self.judged

    @cached_property
    def judged(self) -> frozenset[tuple[str, str]]:
        """What a reader of `corpus/` took for missing units and verbs: kinds and words."""
        rows = (line.split("\t") for line in JUDGED.read_text(encoding="utf-8").splitlines()[1:])
        return frozenset((kind, word) for kind, word, verdict in rows if verdict == "yes")

    def lists(self, kind: str, word: str) -> bool:
        """Tells whether the whole lexicon lists the word for what it is proposed as."""
        if kind == "unit":
            return word in self.engine.lexicon.units
        letter = self.engine.records.tokenizer.letters.get(word, "")
        return word in self.engine.lexicon.actions or (letter != "" and letter in VERB_LETTERS)


@dataclass(frozen=True)
class TakeOut:
    """Words that are gone, and the engine without them."""

    units: frozenset[str]
    actions: frozenset[str]
    engine: Engine


@dataclass(frozen=True)
class Measured:
    """How many of the words taken out were proposed, and how many of the proposals hold.

    Attributes:
        wanted: words taken out.
        found: of these, proposed.
        proposed: all units and actions proposed.
        listed: of these, in the whole lexicon as what they were proposed as.
        right: of these, listed, or judged by a reader to be missing from it; what nobody judged is wrong.
    """

    wanted: int
    found: int
    proposed: int
    listed: int
    right: int

    @property
    def recall(self) -> float:
        """The share of the words taken out that were proposed."""
        return self.found / self.wanted

    @property
    def precision(self) -> float:
        """The share of the proposals that are right."""
        return self.right / self.proposed

    @property
    def listed_share(self) -> float:
        """The share of the proposals that the whole lexicon lists."""
        return self.listed / self.proposed

    @property
    def taken_share(self) -> float:
        """The share of the proposals that are words taken out."""
        return self.found / self.proposed


def take_out(corpus: Corpus, seed: int, *, unknown: bool = True) -> TakeOut:
    """Draws 30 units and 60 actions, and gives the engine without them.

    Args:
        corpus: the texts.
        seed: of the draw.
        unknown: only actions that leave their numbers without a known action.
    """
    draw = random.Random(seed)
    units = draw.sample(corpus.units, UNITS)
    actions = draw.sample(corpus.actions, ACTIONS + SPARE)
    if unknown:
        left = _left_without(corpus, frozenset(actions))
        actions = [action for action in actions if action in left]
    gone = frozenset(actions[:ACTIONS])
    return TakeOut(frozenset(units), gone, _engine_without(corpus.engine.lexicon, units, gone))


def measure(corpus: Corpus, taken: TakeOut) -> Measured:
    """Reads the texts without the words, and counts what is proposed."""
    suggester = Suggester(taken.engine)
    for source in corpus.sources:
        suggester.add(source)
    words = {(proposal.kind, proposal.word) for proposal in suggester.proposals(("unit", "action"))}
    wanted = [*(("unit", unit) for unit in taken.units), *(("action", action) for action in taken.actions)]
    return Measured(
        len(wanted),
        sum(pair in words for pair in wanted),
        len(words),
        sum(starmap(corpus.lists, words)),
        sum(starmap(corpus.is_right, words)),
    )


def _engine_without(lexicon: Lexicon, units: Collection[str], actions: Collection[str]) -> Engine:
    # Every draw is used once: compiled without the cache of `engine_of`.
    return engine_of.__wrapped__(
        replace(lexicon, units=_without(lexicon.units, units), actions=_without(lexicon.actions, actions))
    )


def _without(entries: Mapping[str, Value], keys: Collection[str]) -> Mapping[str, Value]:
    return MappingProxyType({key: entry for key, entry in entries.items() if key not in keys})


def _left_without(corpus: Corpus, actions: frozenset[str]) -> set[str]:
    """Gives the actions without which one of their numbers has no known action, or that of another clause."""
    engine = _engine_without(corpus.engine.lexicon, (), actions)
    left: set[str] = set()
    for source, document in zip(corpus.sources, corpus.documents, strict=True):
        again = {
            quantity.start: record
            for record in extract_source(source, engine).records
            for quantity in record.quantities
        }
        for record in document.records:
            word = fold(record.action.text) if record.action and record.quantities else ""
            if word in actions and not _still_known(record, again.get(record.quantities[0].start), engine):
                left.add(word)
    return left


def _still_known(record: Record, again: Record | None, engine: Engine) -> bool:
    if again is None or again.action is None or record.action is None:
        return False
    inside = again.action.start < record.action.end and record.action.start < again.action.end
    return inside and _is_known(fold(again.action.text), engine.records.tokenizer)


def _is_known(words: str, tokenizer: Tokenizer) -> bool:
    cut: Iterable[tuple[str, str]] = tokenizer.segment(words)
    return all(word in tokenizer.letters or word in JOINTS for word, _ in cut)
