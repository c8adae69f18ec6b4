"""What is proposed for a lexicon: a word, how often it was met, where, and the line that would add it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ProposalKind = Literal["unit", "action", "category"]

MOST_EXAMPLES = 3
_AROUND = 16  # characters of context to either side
_PAUSES = "。；！？\n"


@dataclass(frozen=True, slots=True)
class Example:
    """A place where a word was met: `before`, the word as written, and `after` are what stands in the text."""

    path: str | None
    start: int
    before: str
    word: str
    after: str

    @classmethod
    def of(cls, text: str, start: int, end: int, path: str | None) -> Example:
        """Cuts the example out of a text; it ends with the sentence."""
        before = text[max(0, start - _AROUND) : start]
        after = text[end : end + _AROUND]
        for pause in _PAUSES:
            before = before.rpartition(pause)[2]
            after = after.partition(pause)[0]
        return cls(path, start, before, text[start:end], after)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that the lexicon may lack.

    Attributes:
        kind: where it belongs: units.tsv, actions.tsv or categories.toml.
        word: in its folded form, as a lexicon holds it.
        count: how often it was met in such a place.
        documents: in how many documents.
        score: how sure the proposal is, from 0 to 1.
        line: ready for the file: a row of a list, or a key of a table of categories.toml.
        label: of an object, the label that most records around it have; None for other words, and when there is none.
        examples: the first places, at most three.
    """

    kind: ProposalKind
    word: str
    count: int
    documents: int
    score: float
    line: str
    label: str | None
    examples: tuple[Example, ...]


@dataclass(slots=True)
class Sightings:
    """The places of one word while they are gathered, document after document."""

    count: int = 0
    documents: int = 0
    last: int = -1
    examples: list[Example] = field(default_factory=list)

    def add(self, document: int, example: Example) -> None:
        """Takes in one place; documents come in order of their numbers."""
        self.count += 1
        if document != self.last:
            self.documents += 1
            self.last = document
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append(example)

    def proposal(self, kind: ProposalKind, word: str, score: float, line: str, label: str | None = None) -> Proposal:
        """Closes the gathering."""
        return Proposal(kind, word, self.count, self.documents, round(score, 3), line, label, tuple(self.examples))
