"""One word for words of the same meaning: actions and objects in the form in which two documents are compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from govsummary.categories import CategoryIndex
from govsummary.compare.opposites import Opposites, Sides, parse_opposites
from govsummary.context import cue_words
from govsummary.entries import Unit
from govsummary.errors import LexiconErrors
from govsummary.lexicon import Lexicon
from govsummary.text import fold
from govsummary.tokens import Segmenter

Words = tuple[str, ...]

Found = TypeVar("Found")

MOST_REMEMBERED = 50_000  # phrases
LONGEST_RUN = 5  # words of the segmenter that one entry of synonyms.tsv may span
SHORTEST_PART = 2  # characters that are left on either side when a word is parted: 存量违建 is 存量 and 违建
SILENT_ROLES = frozenset({"light", "state", "reach"})  # verbs that say nothing of what was done: 开展, 占, 提高到
VERB_ROLES = frozenset({"action", "nominal", "light"})
_EXAMPLES = re.compile(r"^.*等(?!级|候|额|于|待|同)(?:\d+[个类项种])?(?=..)")  # 占道、出店等违法行为 are 违法行为
_MARKS = re.compile(r"[“”‘’《》「」\"'（）()\[\]【】\s]")
JOINTS = re.compile("[、和及与并或，]")


# What a heading says of its time and not of its matter: 上半年工作总结, 2022年重点工作安排.
_TIME = re.compile(r"(?:20\d\d|[Xx]{2,4})年度?|[上下]半年|[一二三四]季度|今后|明年|下一步|下步|\d+月")
_NUMBERING = re.compile(r"^[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．是]+\s*|^[—·●■\s]+")


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """The words of comparison, compiled from a lexicon.

    Attributes:
        silent: verbs that say nothing of what was done (达到).
        empty: words that say nothing of what was counted (各类).
        growth: nouns that tell a change (涨幅); the thing is what stands before them.
        general: words that alone say too little to know a thing by (资金, 案件).
        increments: verbs that add to a level or take from it (新增).
    """

    segment: Segmenter
    categories: CategoryIndex
    synonyms: Mapping[str, str]
    lemmas: Mapping[str, str]
    silent: frozenset[str]
    empty: frozenset[str]
    growth: frozenset[str]
    general: frozenset[str]
    increments: frozenset[str]
    verbs: frozenset[str]
    opposites: Opposites
    units: Mapping[str, Unit]
    simplified: Mapping[int, str]  # code point of a traditional character to the simplified one
    _words: dict[str, Words] = field(default_factory=dict)
    _plain: dict[str, str] = field(default_factory=dict)
    _sides: dict[str, Sides] = field(default_factory=dict)
    _labels: dict[str, str] = field(default_factory=dict)

    @classmethod
    def build(cls, lexicon: Lexicon, segment: Segmenter, categories: CategoryIndex) -> Thesaurus:
        """Builds the words of comparison of a lexicon.

        Raises:
            LexiconErrors: with every problem of `opposites.toml`.
        """
        opposites, problems = parse_opposites(lexicon.tables["opposites.toml"])
        if problems:
            raise LexiconErrors("the lexicon has problems", problems)
        synonyms = {entry.word: entry.canonical for entry in lexicon.synonyms.values()}
        opposites = opposites.in_canonical_form(synonyms)
        actions = lexicon.actions.values()
        cues = lexicon.tables["cues.toml"]
        return cls(
            segment,
            categories,
            {canonical: canonical for canonical in synonyms.values()} | synonyms,
            {entry.action: entry.lemma for entry in actions if entry.lemma != entry.action},
            frozenset(entry.action for entry in actions if entry.role in SILENT_ROLES),
            cue_words(cues, "compare", "empty"),
            frozenset(entry.noun for entry in lexicon.nouns.values() if entry.role == "growth"),
            cue_words(cues, "compare", "general"),
            cue_words(cues, "compare", "increment"),
            frozenset(entry.action for entry in actions if entry.role in VERB_ROLES),
            opposites,
            lexicon.units,
            {ord(character): simple for character, simple in lexicon.traditional.items()},
        )

    def plain(self, phrase: str) -> str:
        """Gives a phrase without marks and without the examples before 等.

        >>> from govsummary.compare.thesaurus import thesaurus_of
        >>> from govsummary.lexicon import Lexicon
        >>> thesaurus_of(Lexicon.load()).plain("占道、出店等违法行为")
        '违法行为'
        """
        found = self._plain.get(phrase)
        if found is None:
            view = fold(phrase).translate(self.simplified)
            found = _remember(self._plain, phrase, _EXAMPLES.sub("", _MARKS.sub("", view)))
        return found

    def words(self, phrase: str) -> Words:
        """Gives the words of a plain phrase in order, each in its canonical form; empty words are left out.

        >>> from govsummary.compare.thesaurus import thesaurus_of
        >>> from govsummary.lexicon import Lexicon
        >>> thesaurus_of(Lexicon.load()).words("各类违建"), thesaurus_of(Lexicon.load()).words("违法建筑")
        (('违法建设',), ('违法建设',))
        """
        found = self._words.get(phrase)
        if found is None:
            found = _remember(self._words, phrase, self._read(phrase))
        return found

    def action_words(self, action: str) -> Words:
        """Gives the verbs of an action in canonical form, each once; verbs that say nothing of what was done are left
        out.
        """
        whole = self.synonyms.get(action)
        parts = [whole] if whole else [verb for part in JOINTS.split(action) for verb in self._verbs(part)]
        return tuple(dict.fromkeys(verb for verb in parts if verb and verb not in self.empty))

    def label(self, action: Words, words: Words, section: tuple[str, ...]) -> str:
        """Gives the label of words in canonical form: words of one meaning have one label, whatever the text says."""
        named = "\n".join((*action, "", *words, "", *section))
        found = self._labels.get(named)
        if found is None:
            labels = self.categories.label("".join(action) or None, "".join(words) or None, section, "")
            found = _remember(self._labels, named, labels[0].label if labels else "")
        return found

    def head(self, words: Words) -> str:
        """Gives the word of an object that says what it is: the last one that is no verb."""
        return next((word for word in reversed(words) if word not in self.verbs), words[-1] if words else "")

    def sides(self, text: str) -> Sides:
        """Gives the sides of opposites that words in canonical form are on."""
        found = self._sides.get(text)
        if found is None:
            found = _remember(self._sides, text, self.opposites.sides(text))
        return found

    def _verbs(self, part: str) -> Words:
        if part in self.silent or part in self.empty:
            return ()
        lemma = self.lemmas.get(part, part)
        known = self.synonyms.get(part) or self.synonyms.get(lemma)
        if known:
            return (known,)
        cut = self._parted(lemma)
        return cut if len(cut) > 1 else (lemma,)

    def _parted(self, word: str) -> Words:
        """Parts a word of which the end is known: 存量违建 in two, 清理整治 too; 居民消费价格涨幅 are 居民消费价格."""
        places = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        stem = next((word[:place] for place in reversed(places) if word[place:] in self.growth), None)
        if stem is not None:
            return (self.synonyms.get(stem, stem),)
        for place in places:
            if word[place:] in self.synonyms:
                return self.synonyms.get(word[:place], word[:place]), self.synonyms[word[place:]]
        return (word,)

    def _read(self, phrase: str) -> Words:
        pieces = [word for word, _ in self.segment(phrase) if not JOINTS.fullmatch(word) and word.strip()]
        found: list[str] = []
        place = 0
        while place < len(pieces):
            run = next((end for end in range(min(len(pieces), place + LONGEST_RUN), place, -1)
                        if "".join(pieces[place:end]) in self.synonyms), place)  # fmt: skip
            if run > place:
                found.append(self.synonyms["".join(pieces[place:run])])
                place = run
            else:
                found.extend(self._parted(pieces[place]))
                place += 1
        return tuple(word for word in found if word not in self.empty) or tuple(found)


def matter(title: str) -> str:
    """Gives what a heading is about, without its number and its time.

    >>> matter("（二）下半年综合执法")
    '综合执法'
    """
    return _TIME.sub("", _NUMBERING.sub("", title)) or title


def _remember(known: dict[str, Found], text: str, found: Found) -> Found:
    """Keeps what was found of a text; of many documents, not all of it."""
    if len(known) >= MOST_REMEMBERED:
        known.clear()
    known[text] = found
    return found


@lru_cache(maxsize=8)
def thesaurus_of(lexicon: Lexicon) -> Thesaurus:
    """Builds the words of comparison of a lexicon; those of the same lexicon are built once.

    Raises:
        LexiconErrors: with every problem found.
    """
    from govsummary.pipeline import engine_of

    engine = engine_of(lexicon)
    return Thesaurus.build(lexicon, engine.records.tokenizer.segment, engine.categories)
