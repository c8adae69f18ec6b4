"""A whole text as words: what our segmenter sees, with each number and each unit as one word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from govsummary.quantities import Measure, QuantityGrammar, find_quantities
from govsummary.tokens import Segmenter

NUMBER_TAG, UNIT_TAG = "m", "q"  # jieba's tags of numerals and of classifiers


class Word(NamedTuple):
    """A word at `view[start:end]` with its part of speech, as jieba tags it."""

    start: int
    end: int
    tag: str


def words_of(view: str, segment: Segmenter, grammar: QuantityGrammar) -> list[Word]:
    """Cuts a folded text into words that join to it; white space is words, too.

    No word reaches across the edge of a quantity, of its number or of its unit.

    >>> from govsummary.pipeline import load_engine
    >>> engine, view = load_engine(), "拆除违章建筑约1.2万平方米"
    >>> words = words_of(view, engine.records.tokenizer.segment, engine.quantities)
    >>> [view[word.start : word.end] for word in words]
    ['拆除', '违章建筑', '约', '1.2万', '平方米']
    """
    words: list[Word] = []
    place = 0
    for measure in find_quantities(view, grammar, bare=True):
        for start, end, tag in ((place, measure.start, ""), *_parts(view, measure)):
            words += _cut(view, start, end, tag, segment)
        place = measure.end
    words += _cut(view, place, len(view), "", segment)
    return words


def _parts(view: str, measure: Measure) -> Iterator[tuple[int, int, str]]:
    """Gives a quantity as its number, its unit, and the marks around them."""
    yield measure.start, measure.number_start, ""
    yield measure.number_start, measure.number_end, NUMBER_TAG
    unit = view.find(measure.unit, measure.number_end, measure.end) if measure.unit else -1
    place = measure.number_end
    if unit >= 0:
        yield place, unit, ""
        place = unit + len(measure.unit)
        yield unit, place, UNIT_TAG
    yield place, measure.end, ""


def _cut(view: str, start: int, end: int, tag: str, segment: Segmenter) -> Iterator[Word]:
    """Gives a stretch as one word where its tag is known, else as the segmenter cuts it; nothing of an empty one."""
    if tag and start < end:
        yield Word(start, end, tag)
        return
    for word, found in segment(view[start:end]) if start < end else ():
        yield Word(start, start + len(word), found)
        start += len(word)
