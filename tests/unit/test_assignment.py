"""The best one-to-one assignment: against trying all, whichever side is called left, and when there is very much."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsummary.compare.assignment import Edge, Edges, assign

GRAPHS = st.dictionaries(
    st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 1000).map(lambda weight: weight / 1000), max_size=14
)


def best_sum(edges: Edges) -> float:
    """Tries every way to pair."""
    lefts, rights = sorted({left for left, _ in edges}), sorted({right for _, right in edges})
    width = max(len(lefts), len(rights))
    padded = rights + [-1] * (width + len(lefts) - len(rights))
    ways = itertools.permutations(padded, len(lefts))
    return max(sum(edges.get(pair, 0) for pair in zip(lefts, way, strict=True)) for way in set(ways))


@given(GRAPHS)
def test_the_sum_is_the_greatest(edges: dict[Edge, float]) -> None:
    pairs = assign(edges)
    assert len(set(pairs.values())) == len(pairs)
    assert sum(edges[pair] for pair in pairs.items()) == pytest.approx(best_sum(edges) if edges else 0)


@given(GRAPHS)
def test_the_sides_may_be_swapped(edges: dict[Edge, float]) -> None:
    distinct = {edge: weight + (edge[0] * 7 + edge[1] * 11) * 1e-7 for edge, weight in edges.items()}
    turned = assign({(right, left): weight for (left, right), weight in distinct.items()})
    assert {left: right for right, left in turned.items()} == assign(distinct)


@pytest.mark.parametrize(
    ("edges", "pairs"),
    [
        pytest.param({}, {}, id="nothing"),
        pytest.param({(3, 5): 0.1}, {3: 5}, id="one pair"),
        pytest.param({(0, 0): 0.9, (0, 1): 0.9}, {0: 0}, id="a tie"),
        pytest.param({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8}, {0: 1, 1: 0}, id="the best pair is given up for two"),
        pytest.param({(0, 0): 0.9, (0, 1): 0.4, (1, 0): 0.4}, {0: 0}, id="the best pair is worth more than two"),
    ],
)
def test_small_graphs(edges: dict[Edge, float], pairs: dict[int, int]) -> None:
    assert assign(edges) == pairs


def test_a_large_component_is_thinned() -> None:
    rng = random.Random(7)
    edges = {(left, right): rng.random() * 0.3 for left in range(150) for right in range(150) if rng.random() < 0.2}
    edges |= {(place, place): 0.9 + place / 10_000 for place in range(150)}
    assert assign(edges) == {place: place for place in range(150)}


def test_equal_weights_everywhere() -> None:
    edges = {(left, right): 0.5 for left in range(90) for right in range(90)}
    pairs = assign(edges)
    assert len(set(pairs.values())) == len(pairs) > 0
