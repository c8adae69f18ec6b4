"""What speaks for a word being a verb: how it stands in all sentences, and what the lexicon's own words look like."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from govsummary.lexicon import Lexicon
from govsummary.workbench.words import Spoken, Word

_STOPS = frozenset(",;: ")
_VERBS = frozenset("VLGk")
_RATES = frozenset("rtw")
_MOST = 6.0  # of what the characters of a word may say
_UNSEEN = 1000  # characters and pairs of them that might begin or end a word
_LONG = 4  # characters from which words are alike in shape

LEFT = ("start", "adverb", "of", "verb")
RIGHT = ("before_of", "before_noun", "before_number", "before_aspect", "before_rate")


@dataclass(slots=True)
class Contexts:
    """How often new words stand in which company, in all sentences with and without numbers."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, said: Spoken) -> None:
        """Counts the words of one sentence, and the pairs and triples of single characters in it."""
        words = said.words
        for place, word in enumerate(words):
            if not word.is_chinese:
                continue
            if word.is_new:
                self._count(word.text, words, place, place + 1)
            for size in (2, 3):
                run = words[place : place + size]
                text = "".join(one.text for one in run)
                if len(run) == size and len(text) <= 3 and all(one.is_chinese for one in run):
                    self._count(text, words, place, place + size)

    def _count(self, text: str, words: Sequence[Word], first: int, last: int) -> None:
        counts = self.counts.setdefault(text, Counter())
        counts["all"] += 1
        counts.update(_company(words, first, last))

    def shares(self, word: str) -> Mapping[str, float]:
        """Gives the share of a word's places in each company, 0 to 1."""
        counts = self.counts.get(word, Counter())
        whole = max(1, counts["all"])
        return {name: counts[name] / whole for name in (*LEFT, *RIGHT)}


def _company(words: Sequence[Word], first: int, last: int) -> Iterator[str]:
    before = words[first - 1].letter if first else ","
    after = words[last].letter if last < len(words) else ","
    if before in _STOPS:
        yield "start"
    elif before == "D":
        yield "adverb"
    elif before == "u":
        yield "of"
    elif before in _VERBS:
        yield "verb"
    names = {"u": "before_of", "n": "before_noun", "Q": "before_number", "x": "before_aspect"}
    if after in names:
        yield names[after]
    elif after in _RATES:
        yield "before_rate"


@dataclass(frozen=True, slots=True)
class Shapes:
    """How much the characters of a word are those of verbs, by the verbs and nouns of the lexicon.

    Attributes:
        odds: of a character or pair of characters at the head or tail of words of a length.
        heads, tails: how many verbs begin and end with a word of two or three characters.
        noun_tails: how many nouns end with it, noun_heads: begin with it.
    """

    odds: Mapping[tuple[str, int, str], float]
    heads: Counter[str]
    tails: Counter[str]
    noun_heads: Counter[str]
    noun_tails: Counter[str]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Shapes:
        """Counts the words of a lexicon."""
        verbs, nouns = list(lexicon.actions), list(lexicon.nouns)
        nouns_too = {word for word in _category_words(lexicon) if word not in lexicon.actions} | set(nouns)
        return cls(
            _odds(verbs, nouns),
            Counter(part for word in verbs for part in _starts(word)),
            Counter(part for word in verbs for part in _ends(word)),
            Counter(part for word in nouns_too for part in _starts(word)),
            Counter(part for word in nouns_too for part in _ends(word)),
        )

    def verbal(self, word: str) -> float:
        """Gives the logarithm of how much sooner a verb than a noun looks like this, at most 6 to either side."""
        total = sum(self.odds.get(trait, 0.0) for trait in _traits(word))
        return max(-_MOST, min(_MOST, total))


def _category_words(lexicon: Lexicon) -> Iterator[str]:
    for table in lexicon.tables["categories.toml"]:
        for key in ("words", "weak"):
            entries = table.get(key, ())
            for entry in entries if isinstance(entries, list) else ():
                yield from str(entry).split()


def _starts(word: str) -> Iterator[str]:
    yield from (word[:size] for size in (2, 3) if len(word) > size)


def _ends(word: str) -> Iterator[str]:
    yield from (word[-size:] for size in (2, 3) if len(word) > size)


def _traits(word: str) -> list[tuple[str, int, str]]:
    length = min(len(word), _LONG)
    traits = [("head", length, word[0]), ("tail", length, word[-1])]
    if len(word) > 2:
        traits += [("head", length, word[:2]), ("tail", length, word[-2:])]
    return traits


def _odds(verbs: Iterable[str], nouns: Iterable[str]) -> dict[tuple[str, int, str], float]:
    seen = [Counter(trait for word in words if len(word) > 1 for trait in _traits(word)) for words in (verbs, nouns)]
    sums = [Counter[tuple[str, int, int]]() for _ in seen]
    for counts, total in zip(seen, sums, strict=True):
        for (side, length, part), count in counts.items():
            total[side, length, len(part)] += count

    def share(which: int, trait: tuple[str, int, str]) -> float:
        side, length, part = trait
        return (seen[which][trait] + 0.5) / (sums[which][side, length, len(part)] + _UNSEEN)

    return {trait: math.log(share(0, trait) / share(1, trait)) for trait in {*seen[0], *seen[1]}}
