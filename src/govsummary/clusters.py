"""The quantities of a sentence that touch (X处X平方米), each cluster with the clause around it read by the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from govsummary.clauses import Reading
from govsummary.context import Cue
from govsummary.drafts import Range, RecordGrammar, Vocabulary
from govsummary.quantities import Measure
from govsummary.structure import Sentence
from govsummary.tokens import Tokens

STOPS = ",;:"
LONGEST_CLAUSE = 80  # tokens to either side; more is a list that no rule has to see whole
_ROW_BEFORE = re.compile("(?:Q[dcD]+)+$")
_ROW_AFTER = re.compile("(?:[dcD]+Q)+")
# A verb behind the object of another, and what it governs up to its numbers.
_TURN = re.compile("(?P<first>[VkGL])(?:[^Q,;:VkG]*[naBtrwP]V?D*)?(?P<verb>V)(?=x?(?P<object>[naBtrwPu]*[naBtrw])D*Q)")
# The number of a paragraph is no part of its first clause.
_LIST_MARK = re.compile(
    r"\s*(?:（[一二三四五六七八九十\d]{1,3}）|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、．](?!\d)|[①-⑳]|[—-]{1,3})\s*"
)


@dataclass(frozen=True, slots=True)
class SentenceCues:
    """The cues of one sentence by category, each in text order."""

    status: Sequence[Cue]
    basis: Sequence[Cue]
    per: Sequence[Cue]
    aggregate: Sequence[Cue]


@dataclass(frozen=True, slots=True)
class Cluster:
    """Quantities that touch, in their clause: `tokens[first:last]`, read as `reading` (None: no rule fits)."""

    view: str
    sentence: Sentence
    tokens: Tokens
    first: int
    last: int
    target: int
    measures: Sequence[Measure]
    reading: Reading | None
    cues: SentenceCues

    @property
    def start(self) -> int:
        """Where the first number's quote begins."""
        return self.measures[0].start

    @property
    def yields(self) -> str:
        """What the rule makes of the clause."""
        return self.reading.rule.yields if self.reading else "listed"

    @property
    def verb(self) -> str:
        """The verb that the rule saw, folded; empty when it saw none."""
        place = self.place(self.reading.action) if self.reading else None
        return self.text(place) if place else ""

    def place(self, tokens: tuple[int, int] | None) -> Range | None:
        """Gives the code points of a range of tokens."""
        return (self.tokens.starts[tokens[0]], self.tokens.ends[tokens[1] - 1]) if tokens else None

    def text(self, place: Range) -> str:
        """Gives the folded text of a place."""
        return self.view[place[0] : place[1]]

    def letter_of(self, tokens: tuple[int, int] | None) -> str:
        """Gives the class letter that a range of tokens begins with; empty without one."""
        return self.tokens.letters[tokens[0]] if tokens else ""

    def begins_with(self, word: str) -> bool:
        """Tells whether the clause begins with a word."""
        return self.view.startswith(word, self.tokens.starts[self.first])

    def row(self) -> list[int]:
        """Gives the tokens of the numbers that stand in one row with this one (8%、3%和5%), in order."""
        letters = self.tokens.letters
        before = _ROW_BEFORE.search(letters, self.first, self.target)
        after = _ROW_AFTER.match(letters, self.target + 1, self.last)
        first = before.start() if before else self.target
        last = after.end() if after else self.target + 1
        return [place for place in range(first, last) if letters[place] == "Q"]

    def in_brackets(self) -> bool:
        """Tells whether the number stands in a remark in brackets."""
        opened = self.view.rfind("（", self.sentence.start, self.start)
        return opened > self.view.rfind("）", self.sentence.start, self.start)


def clusters_of(
    view: str, sentence: Sentence, measures: Sequence[Measure], grammar: RecordGrammar
) -> Iterator[Cluster]:
    """Gives the clusters of a sentence in text order.

    Args:
        view: the folded text.
        sentence: where the quantities stand.
        measures: the quantities in the sentence, in text order, at least one.
        grammar: the compiled rules.
    """
    groups = list(_touching(view, measures))
    spans = [(group[0].start, group[-1].end, number) for number, group in enumerate(groups)]
    mark = _LIST_MARK.match(view, sentence.start, spans[0][0])
    tokens = grammar.tokenizer.tokenize(view, mark.end() if mark else sentence.start, sentence.end, spans)
    cues = _cues(view, sentence, grammar)
    target = -1
    for group in groups:
        target = tokens.letters.index("Q", target + 1)
        first, last = clause_bounds(tokens.letters, target)
        mark_letter = mark_of(group[0], view, grammar.vocabulary)
        opening = _turn(tokens, view, first, target, grammar.vocabulary)
        reading = grammar.reader.read(tokens.letters, opening, last, target, mark_letter)
        yield Cluster(view, sentence, tokens, first, last, target, group, reading, cues)


def _touching(view: str, measures: Sequence[Measure]) -> Iterator[list[Measure]]:
    """Groups counts of one object: 12件15人, 356户/1248人."""
    group = [measures[0]]
    for measure in measures[1:]:
        if view[group[-1].end : measure.start] in ("", "/") and group[-1].kind == measure.kind:
            group.append(measure)
        else:
            yield group
            group = [measure]
    yield group


def _cues(view: str, sentence: Sentence, grammar: RecordGrammar) -> SentenceCues:
    place = (view, sentence.start, sentence.end)
    cues = grammar.cues
    return SentenceCues(
        cues.status.find(*place), cues.basis.find(*place), cues.per.find(*place), cues.aggregate.find(*place)
    )


def clause_bounds(letters: str, target: int) -> tuple[int, int]:
    """Gives the clause around a token: from behind the stop before it to the stop after it."""
    start, end = max(0, target - LONGEST_CLAUSE), min(len(letters), target + LONGEST_CLAUSE)
    first = 1 + max(letters.rfind(stop, start, target) for stop in STOPS)
    stops = [place for stop in STOPS if (place := letters.find(stop, target, end)) >= 0]
    return max(first, start), min(stops, default=end)


def _turn(tokens: Tokens, view: str, first: int, target: int, vocabulary: Vocabulary) -> int:
    """Gives where the clause begins that a verb of results opens behind another verb and its object.

    走访企业解决难题30个 tells of 解决; 查处违法案件30件 of 查处, for most verbs behind a noun are its attribute.
    """
    letters, starts, ends = tokens.letters, tokens.starts, tokens.ends
    if letters.count("V", first, target) == 0:
        return first
    for found in _TURN.finditer(letters, first, target + 1):
        opens, place, last = found.start(), found.start("verb"), found.end("object") - 1
        verb = view[starts[place] : ends[place]]
        turns = verb in vocabulary.turning or (
            verb in vocabulary.dealing and view[starts[opens] : ends[opens]] in vocabulary.stressing
        )
        if turns and not view.endswith(vocabulary.turned_in, 0, ends[last]):
            first = place
    return first


def mark_of(measure: Measure, view: str, vocabulary: Vocabulary) -> str:
    """Gives the mark by which rules know a quantity (see `clauses.MARKS`)."""
    if measure.kind == "rank":
        return "K"
    if measure.kind == "change":
        return "C"
    if measure.kind == "ratio":
        return "%"
    if view.startswith(vocabulary.level_bounds, measure.start):
        return "&"
    if measure.unit in vocabulary.people_units:
        return "!"
    return "@" if measure.unit in vocabulary.times_units else "#"
