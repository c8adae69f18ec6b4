"""A record while it is being read: places instead of texts. And the words that its reading needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from govsummary.clauses import ClauseReader
from govsummary.context import Cues, cue_words
from govsummary.lexicon import Lexicon
from govsummary.model import Aggregate, Basis, Direction, Kind, Per, Status
from govsummary.quantities import Measure
from govsummary.structure import Sentence
from govsummary.tokens import Tokenizer

Range = tuple[int, int]  # code points, half-open


@dataclass(frozen=True, slots=True)
class Fact:
    """One quantity as its record's context makes it."""

    measure: Measure
    kind: Kind
    direction: Direction | None
    basis: Basis | None
    per: Per | None
    aggregate: Aggregate | None


@dataclass(slots=True)
class Draft:
    """A record of places.

    Attributes:
        object_tail: what a part of a joint object shares with its neighbours: 城镇 居民收入 in 城镇、农村居民收入.
        of: the draft whose level this one speaks of.
        part: it counts a part of what another draft counts (其中…).
        period: where its period is named when that is not in its sentence: the head of a column.
    """

    action: Range | None
    object: Range | None
    status: Status
    sentence: Sentence
    rule: str
    object_tail: Range | None = None
    of: Draft | None = None
    part: bool = False
    period: Range | None = None
    facts: list[Fact] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the record first shows in the text: its first number, else its first word."""
        places = [fact.measure.start for fact in self.facts]
        return min(places or [place[0] for place in (self.action, self.object) if place])


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of `cues.toml` that decide what a clause takes over.

    Attributes:
        organizations: endings of phrases that name who acts, not what is counted.
        metrics: endings of phrases that name a metric: nobody did it.
        dispatch: verbs whose object is sent out, not dealt with (出动警力9人次).
        self_counting: verbs that count themselves (死亡3人, 罚款2万元).
        silent: verbs of spending, whose sum has no object of its own (投入3亿元).
        self_units: units of verbs that hold their object (罚款3万元, 立案2起).
        people_units: units of people and households.
        bare_metrics: metrics that name no subject of their own (增幅, 占比).
        resuming: openings of a clause that goes on with what was just counted (应上缴3亿元，已上缴2亿元).
        comparing: verbs of change whose object is what is compared with (高于全省平均水平).
        times_units: units that count how often (次).
        parts, enclosed_parts: openings of a clause that counts parts (其中), anywhere and in brackets (含).
        verbs: the action verbs, that the noun behind a light verb may end in (开展应急演练).
        convening: verbs that hold what the next verb names (组织演练); others help it on (推动整改).
        bestowing: light verbs whose noun is done to what was told before (予以了结).
        payers: who pays, of a sum that is named by payer and verb (市级留成3万元).
        placing: verbs whose object says where to, not what (列入清单14个).
        turning: verbs that govern behind the object of another verb (走访企业解决难题30个).
        dealing, stressing: the same for verbs of dealing behind one of stress (强化源头治理排查纠纷64起).
        helping: verbs that help what is counted to do something (支持企业上市4家).
        turned_in: ends of phrases in which they are an attribute (开展垃圾清理活动30次).
        generic: ends of headings that name nothing that can be counted (工作情况).
        level_bounds: bounds that are the verb of a level (总额超过3亿元).
    """

    organizations: tuple[str, ...]
    metrics: tuple[str, ...]
    dispatch: frozenset[str]
    self_counting: frozenset[str]
    silent: frozenset[str]
    self_units: frozenset[str]
    times_units: frozenset[str]
    people_units: frozenset[str]
    bare_metrics: frozenset[str]
    resuming: tuple[str, ...]
    comparing: frozenset[str]
    convening: frozenset[str]
    bestowing: frozenset[str]
    payers: frozenset[str]
    placing: frozenset[str]
    turning: frozenset[str]
    dealing: frozenset[str]
    stressing: frozenset[str]
    helping: frozenset[str]
    turned_in: tuple[str, ...]
    generic: tuple[str, ...]
    level_bounds: tuple[str, ...]
    parts: tuple[str, ...]
    enclosed_parts: tuple[str, ...]
    verbs: frozenset[str]

    @classmethod
    def build(cls, lexicon: Lexicon) -> Vocabulary:
        """Reads the cues of categories `object`, `unit` and `bound`."""
        tables = lexicon.tables["cues.toml"]
        return cls(
            organizations=_sorted(cue_words(tables, "object", "organization")),
            metrics=_sorted(cue_words(tables, "object", "metric")),
            dispatch=cue_words(tables, "object", "dispatch"),
            self_counting=cue_words(tables, "object", "self"),
            silent=cue_words(tables, "object", "silent"),
            self_units=cue_words(tables, "unit", "self"),
            times_units=cue_words(tables, "unit", "times"),
            people_units=cue_words(tables, "unit", "people"),
            bare_metrics=cue_words(tables, "object", "bare"),
            resuming=_sorted(cue_words(tables, "object", "resuming")),
            comparing=cue_words(tables, "object", "comparing"),
            convening=cue_words(tables, "object", "convening"),
            bestowing=cue_words(tables, "object", "bestowing"),
            payers=cue_words(tables, "object", "payer"),
            placing=cue_words(tables, "object", "placing"),
            turning=cue_words(tables, "object", "turning"),
            dealing=cue_words(tables, "object", "dealing"),
            stressing=cue_words(tables, "object", "stressing"),
            helping=cue_words(tables, "object", "helping"),
            turned_in=_sorted(cue_words(tables, "object", "turned-in")),
            generic=_sorted(cue_words(tables, "object", "generic")),
            level_bounds=_sorted(cue_words(tables, "bound", "level")),
            parts=_sorted(cue_words(tables, "clause", "part")),
            enclosed_parts=_sorted(cue_words(tables, "clause", "enclosed")),
            verbs=frozenset(entry.action for entry in lexicon.actions.values() if entry.role == "action"),
        )


def _sorted(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words))


@dataclass(frozen=True, slots=True)
class RecordGrammar:
    """All that is needed to read sentences, compiled from a lexicon."""

    tokenizer: Tokenizer
    reader: ClauseReader
    cues: Cues
    vocabulary: Vocabulary
    directions: Mapping[str, str]
