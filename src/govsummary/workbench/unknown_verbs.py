"""Possible verbs: what stands in the clause of a number where its verb would, and is in no list of the lexicon.

A clause gives several such words; which of them are verbs is weighed when all texts have been read (`verb_weights`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from govsummary.clusters import Cluster
from govsummary.pipeline import Engine
from govsummary.workbench.words import NUMBER, Spoken, Word

_OPENING = frozenset("DTPzc")  # adverbs, times, places: what stands before the verb of a clause
_NOMINAL = frozenset("naBrwtjDvPudceTpbx")  # what may stand between a verb and the number of its object
_GOVERNING = frozenset("VLGSE")  # verbs that govern the number themselves
_LIGHT_TAIL = frozenset("DTz")
_NO_FIRST_HALF = frozenset("upeNdD,")  # letters that no verb of single characters begins with
_ADVERBS = frozenset("DN")  # 再降, 不起诉: the first half of some verbs
_VERBAL = frozenset("VLGsB")  # letters of verbs, and of nouns that are verbs too
_NO_VERB_TAGS = frozenset("frtspcuy")  # places, pronouns, times, prepositions, particles
_NOUN_OR_PLACE = frozenset("nb")  # 闭库, 用上
_NO_LAST_HALF = frozenset("xuceN")  # 开了, 定的
_REACHING = "p"  # 到 至 为 在 behind a verb: 提高到
_SUFFIXED = 4  # characters of a word that may be a verb and its object: 征求意见
_HALF = 2


class Look(NamedTuple):
    """How a possible verb stands in its clause.

    Attributes:
        form: `word` as the segmenter cuts it, `joined` of single characters, `reach` (verb + 到), `three` characters
            of which one stands alone, `single` character, `adverb` and what
            it belongs to, `head` of a word that is verb and object, `behind` a number.
        tag: `v`, `vn`, `n` or `o` (others): the segmenter's part of speech.
        place: it opens the clause (`0`) or not (`1`); the number follows at once (`q`) or behind its noun (`n`).
        governed: a verb of the lexicon stands before it.
    """

    form: str
    tag: str
    place: str
    governed: bool


class VerbSighting(NamedTuple):
    """A possible verb, folded, at `view[start:end]`.

    Attributes:
        acts: the records take it for the verb already.
        settled: they take another word for it, which the lexicon knows.
    """

    verb: str
    start: int
    end: int
    look: Look
    acts: bool = False
    settled: bool = False


def clause_verbs(said: Spoken, cluster: Cluster, engine: Engine) -> Iterator[VerbSighting]:
    """Gives what may be the verb of one cluster's clause, in text order."""
    words = said.words[cluster.first : cluster.last]
    target = cluster.target - cluster.first
    before = _since_number(words[:target])
    after = _until_number(words[target + 1 :])
    opening = next((place for place, word in enumerate(before) if not _opens(word)), len(before))
    verb = cluster.verb
    settled = verb in engine.records.tokenizer.letters
    adverbial = _adverbial(before, opening)
    before = before[opening:]
    for found in (*_left(before, engine), *adverbial, *_right(before, after, engine)):
        yield found._replace(acts=found.verb == verb, settled=settled)


def _since_number(words: Sequence[Word]) -> Sequence[Word]:
    last = max((place for place, word in enumerate(words) if word.letter == NUMBER), default=-1)
    return words[last + 1 :]


def _until_number(words: Sequence[Word]) -> Sequence[Word]:
    return words[: next((place for place, word in enumerate(words) if word.letter == NUMBER), len(words))]


def _opens(word: Word) -> bool:
    return word.letter in _OPENING and not word.is_new


def _may_act(word: Word) -> bool:
    return word.is_new and word.tag[:1] not in _NO_VERB_TAGS


def _governs(word: Word) -> bool:
    return word.letter in _GOVERNING and not word.is_new


def _left(words: Sequence[Word], engine: Engine) -> Iterator[VerbSighting]:
    """Looks between the beginning of the clause and its number."""
    for place, word in enumerate(words):
        if not word.is_chinese:
            continue
        governed = any(map(_governs, words[:place]))
        if _may_act(word) and _leads(words[place + 1 :]):
            where = _place(words, place, place + 1)
            yield from _of_word(word, where, governed, engine)
        yield from _joined(words, place, governed)


def _of_word(word: Word, where: str, governed: bool, engine: Engine) -> Iterator[VerbSighting]:
    tag = tag_class(word.tag)
    if len(word.text) > 1:
        yield _sighting(word.text, word.start, Look("word", tag, where, governed))
    elif word.tag[:1] == "v" and not governed:
        yield _sighting(word.text, word.start, Look("single", "v", where, governed))
    if _holds_object(word.text, engine):
        yield _sighting(word.text[:_HALF], word.start, Look("head", tag, where, governed))


def _holds_object(word: str, engine: Engine) -> bool:
    """Tells whether a word of four characters may be a verb and its object: 征求意见."""
    if len(word) != _SUFFIXED:
        return False
    tail = word[_HALF:]
    pairs = list(engine.records.tokenizer.segment(tail))
    return len(pairs) == 1 and (pairs[0][1][:1] == "n" or engine.records.tokenizer.letters.get(tail) in ("n", "B"))


def _joined(words: Sequence[Word], place: int, governed: bool) -> Iterator[VerbSighting]:
    """Joins single characters that the segmenter cut apart (施|划, 新|组建, 提高|到)."""
    for size in (2, 3):
        run = words[place : place + size]
        text = "".join(word.text for word in run)
        if len(run) < size or not _are_apart(run) or not all(word.is_chinese for word in run):
            continue
        if any(word.letter in _NO_FIRST_HALF for word in run[:-1]):
            continue
        if run[-1].letter in _NO_LAST_HALF and not run[-1].is_new:
            continue
        if not _leads(words[place + size :]):
            continue
        led = governed or (place > 0 and _governs(words[place - 1]))
        form = _form(run, text)
        yield _sighting(text, run[0].start, Look(form, _halves(run), _place(words, place, place + size), led))


def _adverbial(words: Sequence[Word], opening: int) -> Iterator[VerbSighting]:
    """Joins an adverb of one character and the verb behind it, which may be one word: 再降, 更换, 不起诉."""
    for place, (adverb, verb) in enumerate(pairwise(words)):
        if adverb.letter not in _ADVERBS or len(adverb.text) > 1 or not (adverb.is_chinese and verb.is_chinese):
            continue
        negated = adverb.letter == "N" and len(verb.text) == _HALF and _is_verbal(verb)
        if not (negated or len(verb.text) == 1) or not _leads(words[place + 2 :]):
            continue
        where = _place(words[opening:], max(0, place - opening), place + 2 - opening)
        look = Look("adverb", _halves([verb]), where, any(map(_governs, words[:place])))
        yield _sighting(adverb.text + verb.text, adverb.start, look)


def _are_apart(run: Sequence[Word]) -> bool:
    """Tells whether words may be pieces of one: single characters, or one beside a pair."""
    sizes = [len(word.text) for word in run]
    return max(sizes) == 1 or sorted(sizes) == [1, _HALF]


def _is_verbal(word: Word) -> bool:
    return word.letter in _VERBAL or (word.is_new and word.tag[:1] == "v")


def _form(run: Sequence[Word], text: str) -> str:
    if run[-1].letter == _REACHING and run[0].letter in _GOVERNING:
        return "reach"
    return "joined" if len(text) == _HALF else "three"


def _halves(run: Sequence[Word]) -> str:
    verbal = any(word.letter in "VLGSs" or word.tag[:1] == "v" for word in run)
    return "v" if verbal else "o"


def _right(before: Sequence[Word], after: Sequence[Word], engine: Engine) -> Iterator[VerbSighting]:
    """Looks behind the number, where no verb of the lexicon stands: 12支队伍坚守岗位."""
    governed = any(map(_governs, before))
    for place, word in enumerate(after):
        if _governs(word):
            return
        if not _may_act(word) or not word.is_chinese:
            continue
        where = ("1" if before else "0") + "nq"[word is after[-1]]
        if len(word.text) == 1:
            beside = after[place + 1 : place + 2]
            if word.tag[:1] == "v" and beside and len(beside[0].text) == 1 and beside[0].letter in _NOUN_OR_PLACE:
                yield _sighting(word.text + beside[0].text, word.start, Look("behind", "vn", where, governed))
            continue
        look = Look("behind", tag_class(word.tag), where, governed)
        yield _sighting(word.text, word.start, look)
        if _holds_object(word.text, engine):
            yield _sighting(word.text[:_HALF], word.start, look._replace(form="head"))


def _leads(words: Sequence[Word]) -> bool:
    return all(word.letter in _NOMINAL for word in words)


def _place(words: Sequence[Word], first: int, last: int) -> str:
    close = all(word.letter in _LIGHT_TAIL for word in words[last:])
    return ("0" if first == 0 else "1") + ("q" if close else "n")


def _sighting(text: str, start: int, look: Look) -> VerbSighting:
    return VerbSighting(text, start, start + len(text), look)


def tag_class(tag: str) -> str:
    """Gives what a part of speech says of a possible verb; names of persons and places are no plain nouns.

    >>> tag_class("v"), tag_class("vn"), tag_class("n"), tag_class("nr")
    ('v', 'vn', 'n', 'o')
    """
    if tag == "v":
        return "v"
    if tag[:1] == "v":
        return "vn"
    return "n" if tag[:1] == "n" and tag[:2] not in ("nr", "ns", "nz") else "o"
