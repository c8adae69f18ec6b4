"""The best one-to-one assignment on a sparse graph: of all ways to pair, the one whose weights add up to most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

Edge = tuple[int, int]  # a node on the left, a node on the right
Edges = Mapping[Edge, float]

LARGEST = 60  # nodes of a component that is solved exactly as it is; larger ones lose their weakest edges first
KEPT = (6, 4, 2, 1)  # edges that each node of a component that is too large keeps, step by step


def assign(edges: Edges) -> dict[int, int]:
    """Gives the right node of each left node that is paired; a weight must be above zero to be taken.

    Ties are broken by the numbers of the nodes in a way that does not depend on which side is called left.

    >>> assign({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.8})
    {0: 1, 1: 0}
    """
    pairs: dict[int, int] = {}
    for component in _components(edges):
        pairs.update(_solve(component))
    return dict(sorted(pairs.items()))


def _components(edges: Edges) -> Iterable[dict[Edge, float]]:
    """Parts the graph into connected components, in order of their first edge."""
    parent: dict[int, int] = {}

    def root(node: int) -> int:
        while parent.setdefault(node, node) != node:
            parent[node] = node = parent[parent[node]]
        return node

    for left, right in edges:
        parent[root(left)] = root(~right)  # nodes on the right are below zero
    found: dict[int, dict[Edge, float]] = {}
    for edge in sorted(edges):
        found.setdefault(root(edge[0]), {})[edge] = edges[edge]
    return found.values()


def _solve(edges: dict[Edge, float]) -> dict[int, int]:
    lefts = sorted({left for left, _ in edges})
    rights = sorted({right for _, right in edges})
    if len(lefts) == 1 or len(rights) == 1:
        best = min(edges, key=lambda edge: (-edges[edge], sum(edge), edge))
        return dict([best])
    if min(len(lefts), len(rights)) <= LARGEST:
        return _exact(edges, lefts, rights)
    return _thinned(edges)


def _thinned(edges: dict[Edge, float]) -> dict[int, int]:
    """Drops the weakest edges of each node until the parts are small; in the end the best of each node is left."""
    for kept in KEPT:
        strong = _strongest(edges, kept)
        if len(strong) < len(edges):
            return assign(strong)
    return _greedy(edges)


def _strongest(edges: dict[Edge, float], kept: int) -> dict[Edge, float]:
    """Keeps the edges that are among the strongest of both their ends."""
    order = sorted(edges, key=lambda edge: (-edges[edge], sum(edge)))
    left_ranks: dict[int, count[int]] = {}
    right_ranks: dict[int, count[int]] = {}
    strong = {}
    for edge in order:
        left, right = next(left_ranks.setdefault(edge[0], count())), next(right_ranks.setdefault(edge[1], count()))
        if left < kept and right < kept:
            strong[edge] = edges[edge]
    return strong


def _greedy(edges: dict[Edge, float]) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for left, right in sorted(edges, key=lambda edge: (-edges[edge], sum(edge))):
        if left not in pairs and right not in taken:
            pairs[left] = right
            taken.add(right)
    return pairs


def _exact(edges: dict[Edge, float], lefts: Sequence[int], rights: Sequence[int]) -> dict[int, int]:
    """Solves a component by shortest augmenting paths (Jonker and Volgenant 1987) on a dense table of costs.

    Each node of the shorter side may stay alone, at the cost of a weight of zero.
    """
    turned = len(lefts) > len(rights)
    rows, columns = (rights, lefts) if turned else (lefts, rights)
    row_of = {node: number for number, node in enumerate(rows)}
    column_of = {node: number for number, node in enumerate(columns)}
    width = len(columns) + len(rows)
    costs = [[0.0] * width for _ in rows]
    for (left, right), weight in edges.items():
        row, column = (right, left) if turned else (left, right)
        costs[row_of[row]][column_of[column]] = -weight
    pairs = {}
    for row, column in enumerate(_cheapest(costs)):
        if column < len(columns) and costs[row][column] < 0:
            pair = (columns[column], rows[row]) if turned else (rows[row], columns[column])
            pairs[pair[0]] = pair[1]
    return pairs


def _cheapest(costs: Sequence[Sequence[float]]) -> list[int]:
    """Gives the column of each row that makes the sum of the costs least; no more rows than columns."""
    width = len(costs[0])
    row_prices, column_prices = [0.0] * len(costs), [0.0] * width
    owner = [-1] * width
    for start in range(len(costs)):
        column = _augment(costs, start, row_prices, column_prices, owner)
        assert column >= 0
    chosen = [-1] * len(costs)
    for column, row in enumerate(owner):
        if row >= 0:
            chosen[row] = column
    return chosen


def _augment(
    costs: Sequence[Sequence[float]], start: int, row_prices: list[float], column_prices: list[float], owner: list[int]
) -> int:
    """Finds the cheapest path from a row to a free column, moves the prices, and hands the columns on along it."""
    width = len(column_prices)
    distance, before = [float("inf")] * width, [-1] * width
    left = list(range(width))
    done: list[int] = []
    row, column, reach = start, -1, 0.0
    while True:
        line, price = costs[row], row_prices[row]
        for other in left:
            through = reach + line[other] - price - column_prices[other]
            if through < distance[other]:
                distance[other], before[other] = through, column
        nearest = min(left, key=distance.__getitem__)
        reach = distance[nearest]
        if owner[nearest] < 0:
            break
        left.remove(nearest)
        done.append(nearest)
        row, column = owner[nearest], nearest
    row_prices[start] += reach
    for other in done:
        row_prices[owner[other]] += reach - distance[other]
        column_prices[other] -= reach - distance[other]
    end = nearest
    while before[nearest] >= 0:
        owner[nearest] = owner[before[nearest]]
        nearest = before[nearest]
    owner[nearest] = start
    return end
