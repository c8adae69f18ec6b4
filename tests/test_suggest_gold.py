"""Words that are taken out of the lexicon at random are proposed again: floors that no change may fall below.

`python benchmarks/lexicon_suggest.py` prints the figures of ten draws; here one draw of the same kind has to hold.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

from takeout import ACTIONS, UNITS, Corpus, Measured, TakeOut, measure, take_out

CORPUS = Path(__file__).parents[1] / "corpus"
SEED = 101
RECALL_FLOOR = 0.85
PRECISION_FLOOR = 0.6
LISTED_FLOOR = 0.4
# What a reader of corpus/ with the whole lexicon has to look through, 46 texts of 1,000 to 2,000 characters.
MOST_PROPOSALS = 100


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return Corpus.of(CORPUS)


@pytest.fixture(scope="module")
def taken(corpus: Corpus) -> TakeOut:
    return take_out(corpus, SEED)


@pytest.fixture(scope="module")
def measured(corpus: Corpus, taken: TakeOut) -> Measured:
    return measure(corpus, taken)


def test_the_draw_is_what_it_should_be(corpus: Corpus, taken: TakeOut) -> None:
    assert (len(taken.units), len(taken.actions)) == (UNITS, ACTIONS)
    assert taken.units.isdisjoint(taken.engine.lexicon.units)
    assert taken.actions.isdisjoint(taken.engine.lexicon.actions)
    assert taken.units <= set(corpus.engine.lexicon.units)
    assert taken.actions <= set(corpus.engine.lexicon.actions)


def test_most_of_what_was_taken_out_is_proposed(measured: Measured) -> None:
    assert measured.recall >= RECALL_FLOOR


def test_most_of_what_is_proposed_holds(measured: Measured) -> None:
    assert measured.precision >= PRECISION_FLOOR
    assert measured.listed_share >= LISTED_FLOOR


def test_what_nobody_judged_and_nothing_lists_is_wrong(corpus: Corpus) -> None:
    assert corpus.is_right("unit", "处")
    assert corpus.is_right("action", "在册")
    assert not corpus.is_right("action", "责任")
    assert not corpus.is_right("unit", "在册")


def test_the_whole_lexicon_lacks_little_of_its_own_corpus(corpus: Corpus) -> None:
    nothing = TakeOut(frozenset(), frozenset(), corpus.engine)
    assert measure(corpus, nothing).proposed <= MOST_PROPOSALS
