"""Clauses and quantities to records: takes over what a clause leaves unsaid, and gathers what belongs together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from govsummary.clauses import ClauseReader, Reading
from govsummary.context import Cue, Cues, last_before
from govsummary.model import Aggregate, Basis, Direction, Kind, Per, Status
from govsummary.quantities import Measure
from govsummary.structure import Sentence
from govsummary.tokens import Tokenizer, Tokens

Range = tuple[int, int]  # code points

_VERB_OBJECT_END = re.compile("(?P<action>[VGLBk])x?(?P<object>[naBvwrtPb]*[nBwrt])$")
TIMES_UNITS = frozenset({"次", "回", "遍", "轮次"})
# Units of verbs that hold their object themselves: 罚款3万元, 立案2起.
SELF_COUNTED = frozenset({"元", "件", "起", "宗", "案", "次", "人次", "场次"})
COMPOUND = 4  # characters: a verb as long as that (易地扶贫搬迁) says what it is about
# A bound that is itself the verb of a level: 总额超过3亿元 states a level, nobody did it.
LEVEL_BOUNDS = ("超过", "突破", "接近", "达到", "达", "不低于", "不少于", "不超过", "不高于", "低于", "高于")


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
    """A record before it becomes a model: places instead of texts."""

    action: Range | None
    object: Range | None
    status: Status
    sentence: Sentence
    rule: str
    of: Draft | None = None
    facts: list[Fact] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Where the record first shows in the text."""
        places = [fact.measure.start for fact in self.facts]
        return min(places or [place[0] for place in (self.action, self.object) if place])


@dataclass(frozen=True, slots=True)
class RecordGrammar:
    """All that is needed to read sentences, compiled from a lexicon."""

    tokenizer: Tokenizer
    reader: ClauseReader
    cues: Cues
    directions: Mapping[str, str]
    organizations: tuple[str, ...]
    metrics: tuple[str, ...]


@dataclass(slots=True)
class _Passage:
    """What later clauses may take over: the governing verb, and the object with its record."""

    action: Range | None = None
    governs: bool = False
    deed: Range | None = None
    object: Range | None = None
    record: Draft | None = None


@dataclass(frozen=True, slots=True)
class _Clause:
    """One number in its clause, with the sentence's cues."""

    view: str
    tokens: Tokens
    first: int
    last: int
    measures: Sequence[Measure]
    reading: Reading | None
    status: Sequence[Cue]
    basis: Sequence[Cue]
    per: Sequence[Cue]
    aggregate: Sequence[Cue]

    def slice(self, tokens: tuple[int, int] | None) -> Range | None:
        """Gives the code points of a range of tokens."""
        return (self.tokens.starts[tokens[0]], self.tokens.ends[tokens[1] - 1]) if tokens else None


def find_records(
    view: str, sentences: Sequence[Sentence], measures: Sequence[Measure], grammar: RecordGrammar
) -> list[Draft]:
    """Gives the records of all quantities, in text order.

    Args:
        view: the folded text.
        sentences: in text order, disjoint.
        measures: in text order, disjoint.
        grammar: the compiled rules.
    """
    drafts: list[Draft] = []
    passage = _Passage()
    section: int | None = None
    for sentence, inside in _by_sentence(sentences, measures):
        if sentence.section != section:
            passage = _Passage()
            section = sentence.section
        passage.action, passage.deed, passage.governs = None, None, False
        for clause in _clauses(view, sentence, inside, grammar):
            drafts.append(_draft(clause, sentence, passage, grammar))
    return drafts


def _by_sentence(
    sentences: Sequence[Sentence], measures: Sequence[Measure]
) -> Iterator[tuple[Sentence, list[Measure]]]:
    index, count = 0, len(measures)
    for sentence in sentences:
        while index < count and measures[index].start < sentence.start:
            index += 1
        first = index
        while index < count and measures[index].end <= sentence.end:
            index += 1
        if index > first:
            yield sentence, list(measures[first:index])


def _clusters(measures: Sequence[Measure]) -> list[list[Measure]]:
    """Joins quantities that touch (X处X平方米): they count the same object."""
    clusters: list[list[Measure]] = []
    for measure in measures:
        if clusters and clusters[-1][-1].end == measure.start and clusters[-1][-1].kind == measure.kind:
            clusters[-1].append(measure)
        else:
            clusters.append([measure])
    return clusters


def _clauses(view: str, sentence: Sentence, measures: Sequence[Measure], grammar: RecordGrammar) -> Iterator[_Clause]:
    """Gives every cluster of a sentence with the clause around it read by the rules."""
    clusters = _clusters(measures)
    spans = [(cluster[0].start, cluster[-1].end, number) for number, cluster in enumerate(clusters)]
    tokens = grammar.tokenizer.tokenize(view, sentence.start, sentence.end, spans)
    cues = [
        finder.find(view, sentence.start, sentence.end)
        for finder in (grammar.cues.status, grammar.cues.basis, grammar.cues.per, grammar.cues.aggregate)
    ]
    letters, target = tokens.letters, -1
    for cluster in clusters:
        target = letters.index("Q", target + 1)
        first, last = _bounds(letters, target)
        reading = grammar.reader.read(letters, first, last, target, mark_of(cluster[0], view))
        yield _Clause(view, tokens, first, last, cluster, reading, cues[0], cues[1], cues[2], cues[3])


def _bounds(letters: str, target: int) -> tuple[int, int]:
    """Gives the clause around a token: from the stop before it to the stop after it."""
    first = 1 + max(letters.rfind(stop, 0, target) for stop in ",;:")
    stops = [place for stop in ",;:" if (place := letters.find(stop, target)) >= 0]
    return first, min(stops, default=len(letters))


def mark_of(measure: Measure, view: str) -> str:
    """Gives the mark by which rules know a quantity (see `clauses.MARKS`)."""
    if measure.kind == "rank":
        return "K"
    if measure.kind == "change":
        return "C"
    if measure.kind == "ratio":
        return "%"
    if view.startswith(LEVEL_BOUNDS, measure.start):
        return "&"
    return "@" if measure.unit in TIMES_UNITS else "#"


def _draft(clause: _Clause, sentence: Sentence, passage: _Passage, grammar: RecordGrammar) -> Draft:
    reading = clause.reading
    yields = reading.rule.yields if reading else "listed"
    action = clause.slice(reading.action) if reading else None
    phrase = _object(clause, yields, grammar)
    of = None
    if yields == "listed":
        action = _governing(clause, phrase, passage, grammar)
    if phrase is None and (before := _clause_before(clause)):
        phrase = before[1]
        action = before[0] if yields == "listed" else action
    elif phrase is None and yields == "deed":
        phrase = _unsaid_object(clause, action, passage)
    elif phrase is None and passage.object is not None:
        phrase = passage.object
        of = passage.record if yields != "listed" else None
    draft = Draft(action, phrase, _status(clause, sentence, action), sentence, reading.rule.id if reading else "none", of)
    draft.facts = [_fact(clause, measure, yields, action, grammar) for measure in clause.measures]
    _remember(passage, draft, yields)
    return draft


def _clause_before(clause: _Clause) -> tuple[Range | None, Range | None] | None:
    """The verb and object of the clause before, where no number stands (适当增加建设投资，今年先增加50亿元)."""
    letters = clause.tokens.letters
    target = letters.find("Q", clause.first)
    first_in_clause = clause.tokens.starts[target] == clause.measures[0].start
    if clause.first < 2 or not first_in_clause or (clause.reading and clause.reading.rule.yields in ("deed", "rank")):
        return None
    first, _ = _bounds(letters, clause.first - 2)
    match = _VERB_OBJECT_END.search(letters, first, clause.first - 1)
    if match is None or "Q" in letters[first : clause.first]:
        return None
    return clause.slice(match.span("action")), clause.slice(match.span("object"))


def _unsaid_object(clause: _Clause, action: Range | None, passage: _Passage) -> Range | None:
    """What a verb without an object counts: the object before it where the unit is the same (检查企业30家，查封5家);
    else the verb itself where it names a sum or a case (罚款3万元, 立案2起); else nothing that the text says.
    """
    unit = clause.measures[0].unit
    if passage.record is not None and any(fact.measure.unit == unit for fact in passage.record.facts):
        return passage.object
    names_itself = action is not None and (unit in SELF_COUNTED or action[1] - action[0] >= COMPOUND)
    return action if names_itself else None


def _remember(passage: _Passage, draft: Draft, yields: str) -> None:
    if yields == "deed":
        passage.action, passage.deed, passage.governs = draft.action, draft.action, True
    elif yields != "listed":
        passage.action, passage.governs = None, False
    if draft.of is None:
        passage.record = draft
    if draft.object is not None:
        passage.object = draft.object


def _governing(clause: _Clause, phrase: Range | None, passage: _Passage, grammar: RecordGrammar) -> Range | None:
    """The verb that a clause without one of its own takes over; a level takes none."""
    if not passage.governs and not _is_part(clause):
        return None
    if clause.view.startswith(LEVEL_BOUNDS, clause.measures[0].start):
        return None
    if phrase is not None and clause.view[phrase[0] : phrase[1]].endswith(grammar.metrics):
        return None
    return passage.deed if _is_part(clause) else passage.action


def _is_part(clause: _Clause) -> bool:
    """其中 goes back over a change or a level to the verb before it (登记主体40户，增长8%，其中企业12户)."""
    return clause.view.startswith("其中", clause.tokens.starts[clause.first])


def _object(clause: _Clause, yields: str, grammar: RecordGrammar) -> Range | None:
    if clause.reading is None or clause.reading.object is None:
        return None
    first, last = clause.reading.object
    phrase = _part(clause, first, last) if "分别" in clause.view[clause.tokens.starts[first] : clause.measures[-1].end] else None
    found = phrase or clause.slice((first, last))
    if found and yields == "deed" and clause.view[found[0] : found[1]].endswith(grammar.organizations):
        before = clause.reading.action is not None and clause.reading.action[0] >= last
        return None if before else found
    return found


def _part(clause: _Clause, first: int, last: int) -> Range | None:
    """分别 gives each number its own part of a joint object: 二氧化硫、化学需氧量排放量分别下降4%和3%."""
    letters = clause.tokens.letters
    numbers = [place for place in range(last, clause.last) if letters[place] == "Q"]
    joints = [place for place in range(first, last) if letters[place] in "dc"]
    if len(numbers) != len(joints) + 1:
        return None
    target = next((n for n, p in enumerate(numbers) if clause.tokens.starts[p] == clause.measures[0].start), None)
    if target is None:
        return None
    edges = [first - 1, *joints, last]
    return clause.slice((edges[target] + 1, edges[target + 1]))


def _status(clause: _Clause, sentence: Sentence, action: Range | None) -> Status:
    place = clause.measures[0].start
    if action is not None and place < action[0] < clause.tokens.ends[clause.last - 1]:
        place = action[0]  # the verb follows its number: 其余3项正在整改
    found = last_before(clause.status, place)
    return found or sentence.status  # type: ignore[return-value]


def _fact(
    clause: _Clause, measure: Measure, yields: str, action: Range | None, grammar: RecordGrammar
) -> Fact:
    place = measure.start
    kind: Kind = "change" if yields in ("change", "growth") and measure.kind != "rank" else measure.kind
    direction = basis = None
    if kind == "change":
        words = clause.view[action[0] : action[1]] if action else clause.view[clause.tokens.starts[clause.first] : place]
        direction = direction_of(words, yields, grammar.directions)
        basis = last_before(clause.basis, place)
    per = measure.per or last_before(clause.per, place)
    aggregate = measure.aggregate or (last_before(clause.aggregate, place) if kind == "amount" else None)
    return Fact(measure, kind, direction, basis, per, aggregate)  # type: ignore[arg-type]


def direction_of(words: str, yields: str, directions: Mapping[str, str]) -> str | None:
    """Gives the direction that a verb of change or a growth noun points to; growth nouns point up unless they say so."""
    best = max((word for word in directions if word in words), key=lambda word: (words.rfind(word), len(word)), default=None)
    if best is not None:
        return directions[best]
    return "up" if yields == "growth" else None
