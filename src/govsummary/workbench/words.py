"""The words of a sentence with what the lexicon knows of each: the ground on which unknown verbs are looked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from govsummary.clusters import Cluster, clusters_of
from govsummary.pipeline import Engine
from govsummary.quantities import Measure
from govsummary.structure import Sentence
from govsummary.tokens import PUNCTUATION, Tokens

Standing = Literal["known", "new", "number", "other"]

NUMBER = "Q"
_LONGEST_SENTENCE = 4_000  # characters; what is longer is no sentence, and is left out
_CHINESE = re.compile(r"[一-龥]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A token at `view[start:...]`: its class letter, and where that comes from.

    Attributes:
        standing: `known`: the lexicon has the word · `new`: only the segmenter knows it, by `tag` · `number` ·
            `other`: a quoted phrase, a bracket, a word with a suffix joined to it, a part of a word.
        tag: the segmenter's part of speech, "" unless it cut exactly this word.
    """

    text: str
    letter: str
    standing: Standing
    tag: str
    start: int

    @property
    def end(self) -> int:
        """Where the word ends."""
        return self.start + len(self.text)

    @property
    def is_new(self) -> bool:
        """Tells whether only the segmenter knows the word."""
        return self.standing == "new"

    @property
    def is_chinese(self) -> bool:
        """Tells whether the word is all Chinese characters."""
        return _CHINESE.fullmatch(self.text) is not None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence as words, and the clauses of its numbers: each cluster's words are `words[first:last]` of `tokens`."""

    words: Sequence[Word]
    clusters: Sequence[Cluster]


def spoken(view: str, sentences: Sequence[Sentence], measures: Sequence[Measure], engine: Engine) -> Iterator[Spoken]:
    """Gives the sentences of a text as words.

    Args:
        view: the folded text.
        sentences: in text order, disjoint.
        measures: the quantities of the text, in text order.
        engine: the compiled lexicon.
    """
    at = 0
    for sentence in sentences:
        while at < len(measures) and measures[at].start < sentence.start:
            at += 1
        first = at
        while at < len(measures) and measures[at].end <= sentence.end:
            at += 1
        if sentence.end - sentence.start <= _LONGEST_SENTENCE:
            yield _spoken(view, sentence, measures[first:at], engine)


def _spoken(view: str, sentence: Sentence, measures: Sequence[Measure], engine: Engine) -> Spoken:
    tokenizer = engine.records.tokenizer
    clusters = list(clusters_of(view, sentence, measures, engine.records)) if measures else []
    tokens = clusters[0].tokens if clusters else tokenizer.tokenize(view, sentence.start, sentence.end, [])
    return Spoken(list(_words(view, tokens, sentence.end, engine)), clusters)


def _words(view: str, tokens: Tokens, end: int, engine: Engine) -> Iterator[Word]:
    if not tokens.starts:
        return
    known = engine.records.tokenizer.letters
    numbers = [place for place, letter in enumerate(tokens.letters) if letter == NUMBER]
    spans = [(tokens.starts[place], tokens.ends[place], 0) for place in numbers]
    cut = {
        start: (word, tag) for start, word, tag in engine.records.tokenizer.words(view, tokens.starts[0], end, spans)
    }
    for letter, first, last in zip(tokens.letters, tokens.starts, tokens.ends, strict=True):
        text = view[first:last]
        word, tag = cut.get(first, ("", ""))
        standing: Standing = "other"
        if letter == NUMBER:
            standing = "number"
        elif text in known or text in PUNCTUATION:
            standing = "known"
        elif word == text:
            standing = "new"
        yield Word(text, letter, standing, tag if word == text else "", first)
