"""Labels records with a taxonomy of two levels (field/label) by the words of `categories.toml`.

A label gathers evidence from five places: the object says most (or action and object as one phrase), then the action,
the innermost heading, the headings above it, and last, where object and action say little, the words of the sentence,
those just before the object first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, count
from operator import add

from govsummary.errors import LexiconError
from govsummary.model import Category

# How far a word in each place supports its label. An object alone must outweigh a heading that says something else,
# and a heading a sentence, which often speaks of several things.
OBJECT_WEIGHT = 0.75
ACTION_WEIGHT = 0.5
DEED_WEIGHT = 0.7  # of an action that is a strong word as a whole: whatever case is 审结, a court did it
HEADING_WEIGHT = 0.4
OUTER_HEADING_WEIGHT = 0.25
SENTENCE_WEIGHT = 0.3  # of a sentence in which the object does not stand as written
BEFORE_WEIGHT = 0.36  # the word just before the object; 查获毒品3公斤，收缴赃款5万元 speaks of drugs
AFTER_WEIGHT = 0.28  # the word just after it, where no word stands before
FADING = 0.85  # from a word to the next one farther away
MAX_NEIGHBOURS = 4
CLEAR_SCORE = 0.5  # object and action that say this much need no sentence

WEAK_SHARE = 0.5  # a weak word counts half
# Of a Chinese phrase the last word is the head: words before it count less.
INNER_SHARE = 0.8
LAST_SHARE = 0.95  # the last word known, with characters after it: 违建 in 老旧小区违建反弹率
REPEAT_BONUS = 0.03  # 户籍、出入境、车驾管: a second word for a label decides between equals
LENGTH_SHARES = {2: 0.85, 3: 0.95}  # short words mislead more often; longer ones count in full

MAX_LABELS = 3
MIN_SCORE = 0.15
MIN_SHARE_OF_BEST = 0.5  # a label with less than half the score of the best is noise beside it
MIN_WORD_LENGTH = 2
SENTENCE_LIMIT = 80  # characters; a longer sentence speaks of several things
VETO_REACH = 6  # characters on either side of a word of a sentence in which a veto counts

# What follows these is whom a deed reached, not what was done.
REACHING_ACTIONS = frozenset({"惠及", "受益", "涉及", "覆盖"})
REACHED_SHARE = 0.5

_WORD_LISTS = ("words", "weak", "not")
_LISTS = (*_WORD_LISTS, "examples", "counter_examples")
_KEYS = frozenset({"label", *_LISTS})
_SHARES = ("比重", "比例", "占比")
_MOST_DOUBT = 1 - MIN_SCORE + 0.01  # with room for rounding
_QUOTATION_MARKS = str.maketrans("", "", "“”")
_CACHED_TEXTS = 4096  # actions, headings and sentences repeat from record to record


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A label and its words: strong ones, weak ones that count half, and vetoes that rule the label out."""

    label: str
    words: tuple[str, ...]
    weak: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


# What a text says for one label: the index of its entry, how strongly (0–1], and the words, in order of the text.
# A plain tuple, since thousands are made for every document.
Evidence = tuple[int, float, tuple[str, ...]]

# Evidence of all places by index of the entry: the doubt that it leaves (0–1), and the words.
Combined = dict[int, tuple[float, tuple[str, ...]]]


@dataclass(frozen=True, slots=True, eq=False)
class CategoryIndex:
    """The words of all labels, ready for look-up; immutable.

    Attributes:
        entries: in order of the file.
        words: a word to the labels it supports, as (index of the entry, strength).
        heads: the first two characters of words to the lengths of these words, longest first.
        deeds: the strong words, which decide more when an action is one of them as a whole.
    """

    entries: tuple[CategoryEntry, ...]
    words: Mapping[str, tuple[tuple[int, float], ...]]
    heads: Mapping[str, tuple[int, ...]]
    deeds: frozenset[str]

    @classmethod
    def build(cls, entries: Iterable[CategoryEntry]) -> CategoryIndex:
        """Compiles entries.

        >>> index = CategoryIndex.build([CategoryEntry("城市管理/广告整治", ("户外广告", "楼顶字"))])
        >>> index.label("拆除", "超大户外广告", (), "")
        (Category(label='城市管理/广告整治', score=0.75, evidence=('户外广告',)),)
        """
        kept = tuple(entries)
        words: dict[str, tuple[tuple[int, float], ...]] = {}
        for number, entry in enumerate(kept):
            for group, share in ((entry.words, 1.0), (entry.weak, WEAK_SHARE)):
                for word in group:
                    words[word] = (*words.get(word, ()), (number, share * LENGTH_SHARES.get(len(word), 1.0)))
        heads: dict[str, set[int]] = {}
        for word in words:
            heads.setdefault(word[:MIN_WORD_LENGTH], set()).add(len(word))
        lengths_of = {head: tuple(sorted(lengths, reverse=True)) for head, lengths in heads.items()}
        return cls(kept, words, lengths_of, frozenset(word for entry in kept for word in entry.words))

    def find_words(self, text: str) -> list[tuple[int, str]]:
        """Gives the words in `text` as (start, word) in order; none lies within another."""
        heads, words = self.heads, self.words
        found: list[tuple[int, str]] = []
        reach = 0
        pairs = map(add, text, text[1:])
        for start in compress(count(), map(heads.__contains__, pairs)):  # no Python code where no word begins
            for length in heads[text[start : start + MIN_WORD_LENGTH]]:
                word = text[start : start + length]
                if word in words:
                    end = start + len(word)  # at the end of the text a slice is shorter than asked for
                    if end > reach:
                        found.append((start, word))
                        reach = end
                    break
        return found

    def section_evidence(self, section: tuple[str, ...]) -> tuple[Evidence, ...]:
        """Gives what a path of headings (outermost first) says, already weighed by place."""
        return _section_evidence(self, section)

    def label(
        self, action: str | None, object_: str | None, section: tuple[str, ...], sentence: str
    ) -> tuple[Category, ...]:
        """Gives up to three labels of a record, best first, equal ones in order of the file.

        Args:
            action: the verb, if any.
            object_: what it is done to, if anything.
            section: the path of headings, outermost first.
            sentence: read only where action and object say little.
        """
        combined: Combined = {}
        _combine(combined, self._own_places(action, object_))
        places: list[tuple[float, Sequence[Evidence]]] = []
        if section:
            places.append((1.0, _section_evidence(self, section)))
        if not combined or min(combined.values())[0] > 1 - CLEAR_SCORE:
            neighbours = _neighbours(self, sentence, object_ or action)
            if neighbours is not None:
                places.append((1.0, neighbours))
            elif not combined and len(sentence) <= SENTENCE_LIMIT:
                of_sentence = _evidence(self, sentence)
                if len(of_sentence) <= MAX_LABELS:  # a sentence that speaks of everything says nothing
                    places.append((SENTENCE_WEIGHT, of_sentence))
        _combine(combined, places)
        return self._best(combined, f"{action or ''}\n{object_ or ''}")

    def _own_places(self, action: str | None, object_: str | None) -> list[tuple[float, Sequence[Evidence]]]:
        """Gives what object and action say, and the two as one phrase (加装 电梯), each with its weight."""
        places: list[tuple[float, Sequence[Evidence]]] = []
        if object_:
            weight = OBJECT_WEIGHT * REACHED_SHARE if action in REACHING_ACTIONS else OBJECT_WEIGHT
            places.append((weight, _evidence(self, _without_whole(object_))))
        if action:
            places.append((DEED_WEIGHT if action in self.deeds else ACTION_WEIGHT, _evidence(self, action)))
            if object_ and action != object_ and (of_phrase := self._phrase_evidence(action, object_)):
                places.append((OBJECT_WEIGHT, of_phrase))
        return places

    def _phrase_evidence(self, action: str, object_: str) -> Sequence[Evidence]:
        """Gives what a word says that begins with the action, or its last two characters, and ends in the object."""
        for start in (0,) if len(action) <= MIN_WORD_LENGTH else (0, len(action) - MIN_WORD_LENGTH):
            for length in self.heads.get(action[start : start + MIN_WORD_LENGTH], ()):
                if start + length <= len(action):
                    break
                word = action[start:] + object_[: start + length - len(action)]
                if word in self.words:
                    return [(number, strength, (word,)) for number, strength in self.words[word]]
        return ()

    def _best(self, combined: Combined, own: str) -> tuple[Category, ...]:
        """Gives the best of combined evidence; a veto word in `own` (object, action) rules a label out."""
        labels: list[Category] = []
        least = MIN_SCORE
        ranked = [(-round(1 - doubt, 2), number) for number, (doubt, _) in combined.items() if doubt <= _MOST_DOUBT]
        for score, number in sorted(ranked):
            entry = self.entries[number]
            if -score < least or len(labels) == MAX_LABELS:
                break
            if entry.vetoes and _has_veto(entry, own):
                continue
            labels.append(_category(entry.label, -score, combined[number][1]))
            least = max(least, labels[0].score * MIN_SHARE_OF_BEST)
        return tuple(labels)


def _combine(combined: Combined, places: Iterable[tuple[float, Sequence[Evidence]]]) -> None:
    """Adds weighed evidence: the doubts that the places leave are multiplied."""
    for weight, evidence in places:
        for number, strength, words in evidence:
            if number in combined:
                doubt, known = combined[number]
                combined[number] = (doubt * (1 - weight * strength), known + words)
            else:
                combined[number] = (1 - weight * strength, words)


def _has_veto(entry: CategoryEntry, text: str) -> bool:
    return bool(entry.vetoes) and any(map(text.__contains__, entry.vetoes))


def _without_whole(object_: str) -> str:
    """Gives the part of a share, without the whole that it is a share of.

    >>> _without_whole("税收占一般公共预算收入的比重")
    '税收'
    """
    if object_.endswith(_SHARES) and (part := object_.partition("占")[0]):
        return part
    return object_


@lru_cache(maxsize=_CACHED_TEXTS)
def _category(label: str, score: float, words: tuple[str, ...]) -> Category:
    return Category(label=label, score=score, evidence=tuple(dict.fromkeys(words)))


@lru_cache(maxsize=_CACHED_TEXTS)
def _evidence(index: CategoryIndex, text: str) -> tuple[Evidence, ...]:
    """Gives what the words of a text say, one `Evidence` a label; the strongest word decides."""
    if "“" in text:  # “三公”经费
        text = text.translate(_QUOTATION_MARKS)
    gathered: dict[int, Evidence] = {}
    found = index.find_words(text)
    for place, (start, word) in enumerate(found, 1):
        share = INNER_SHARE if place < len(found) else 1.0 if start + len(word) == len(text) else LAST_SHARE
        for number, strength in index.words[word]:
            if number in gathered:
                _, known, words = gathered[number]
                gathered[number] = (number, min(1.0, max(known, strength * share) + REPEAT_BONUS), (*words, word))
            else:
                gathered[number] = (number, strength * share, (word,))
    entries = index.entries
    return tuple([item for item in gathered.values() if not _has_veto(entries[item[0]], text)])


@lru_cache(maxsize=_CACHED_TEXTS)
def _sentence_words(index: CategoryIndex, sentence: str) -> list[tuple[int, str]]:
    return index.find_words(sentence)


def _neighbours(index: CategoryIndex, sentence: str, phrase: str | None) -> list[Evidence] | None:
    """Gives what the words around a phrase say, weighed by nearness; None where it does not stand as written."""
    start = sentence.find(phrase) if phrase else -1
    if phrase is None or start < 0:
        return None
    words = _sentence_words(index, sentence)
    place, weight = bisect_left(words, (start, "")), BEFORE_WEIGHT
    near = words[max(0, place - MAX_NEIGHBOURS) : place][::-1]
    if not near:
        end = start + len(phrase)
        near, weight = [item for item in words if item[0] >= end][:MAX_NEIGHBOURS], AFTER_WEIGHT
    evidence: list[Evidence] = []
    for at, word in near:
        around = sentence[max(0, at - VETO_REACH) : at + len(word) + VETO_REACH]
        for number, strength in index.words[word]:
            if not _has_veto(index.entries[number], around):
                evidence.append((number, strength * weight, (word,)))
        weight *= FADING
    return evidence


@lru_cache(maxsize=_CACHED_TEXTS)
def _section_evidence(index: CategoryIndex, section: tuple[str, ...]) -> tuple[Evidence, ...]:
    """Gives what the headings say; of one label the heading counts that says most."""
    best: dict[int, Evidence] = {}
    for depth, heading in enumerate(reversed(section)):
        weight = OUTER_HEADING_WEIGHT if depth else HEADING_WEIGHT
        for number, strength, words in _evidence(index, heading):
            if number not in best or best[number][1] < strength * weight:
                best[number] = (number, strength * weight, words)
    return tuple(best.values())


# --- the file --------------------------------------------------------------------------------------------------------


def parse_categories(
    tables: Sequence[Mapping[str, object]], place: str = "categories.toml"
) -> tuple[list[CategoryEntry], list[LexiconError]]:
    """Reads the tables of `categories.toml`; gives the good entries in order, and every problem found."""
    entries: list[CategoryEntry] = []
    problems: list[LexiconError] = []
    for table in tables:
        label = table.get("label")
        reasons = [*_shape_problems(table), *_word_problems(table)]
        problems += [LexiconError(f"{place}:{label or '?'}", reason) for reason in reasons]
        if not reasons:
            words, weak, vetoes = (_words(table, key) for key in _WORD_LISTS)
            examples, counter_examples = (_strings(table.get(key)) or () for key in ("examples", "counter_examples"))
            entries.append(CategoryEntry(str(label), words, weak, vetoes, examples, counter_examples))
    return entries, problems


def _strings(value: object) -> tuple[str, ...] | None:
    """Gives a list of strings as a tuple; None when it is anything else."""
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return tuple(value)
    return None


def _words(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    """Gives the words of a list whose strings hold one or several each, separated by spaces."""
    return tuple(" ".join(_strings(table.get(key)) or ()).split())


def _shape_problems(table: Mapping[str, object]) -> list[str]:
    """Gives what is wrong with the keys, the label and the types of one table."""
    reasons = [f"unknown key {key!r}; known are label, {', '.join(_LISTS)}" for key in table if key not in _KEYS]
    label = table.get("label")
    parts = label.split("/") if isinstance(label, str) else []
    if len(parts) != 2 or not all(part and part == part.strip() for part in parts):
        reasons.append(f"the label {label!r} is not of the form field/label")
    reasons += [f"{key!r} is not a list of strings" for key in _LISTS if key in table and _strings(table[key]) is None]
    if not _words(table, "words"):
        reasons.append("needs 'words', the strong keywords of the label")
    return reasons


def _word_problems(table: Mapping[str, object]) -> list[str]:
    """Gives what is wrong with single words: too short, or said twice."""
    words = [word for key in _WORD_LISTS for word in _words(table, key)]
    short = [word for word in words if len(word) < MIN_WORD_LENGTH]
    reasons = [f"the word {word!r} is too short; give {MIN_WORD_LENGTH} characters or more" for word in short]
    if len(set(words)) < len(words):
        twice = (word for word, count in Counter(words).items() if count > 1)
        reasons += [f"the word {word!r} stands here twice; keep one" for word in twice]
    return reasons


def check_examples(
    index: CategoryIndex, entries: Iterable[CategoryEntry], place: str = "categories.toml"
) -> list[LexiconError]:
    """Labels every example and counter-example as an object; gives one problem for each that comes out wrong."""
    problems: list[LexiconError] = []
    for entry in entries:
        for examples, wanted in ((entry.examples, True), (entry.counter_examples, False)):
            for example in examples:
                labels = [category.label for category in index.label(None, example, (), "")]
                if (entry.label in labels) is not wanted:
                    got = "、".join(labels) or "no label"
                    verb = "should get this label" if wanted else "should not get this label"
                    problems.append(LexiconError(f"{place}:{entry.label}", f"{example!r} {verb}; it gets {got}"))
    return problems
