"""Which metric of one document is which of another: exact names first, then the best one-to-one assignment.

Pairs are looked for only within a block (same kind, unit dimension, per, planned or not) and among metrics that share a
word, so the work grows with the number of metrics and not with its square. Which side is called old changes nothing but
the names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from govsummary.compare.assignment import Edge, assign
from govsummary.compare.metrics import Block, Metric
from govsummary.compare.similarity import Score, Weights, same_unit, score, veto

THRESHOLD = 0.62  # a pair below is no pair
MARGIN = 0.03  # how much better than the runner-up a pair must be
CANDIDATES = 12  # metrics that each metric is scored against, those that share the most with it
MOST_PAIRS = 2_000  # of one word: a word that makes more says too little to look for pairs by
CERTAIN = 0.99  # what a score shows at most, unless the names are the same
STEP = 1e-6  # prefers, of equal pairs, those that stand at the same place of their documents


@dataclass(frozen=True, slots=True)
class Match:
    """Two metrics that are the same. `exact`: the names are the same; else they are alike."""

    old: Metric
    new: Metric
    score: float
    exact: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """A metric with several others that it could be, nearly as good as one another: best first."""

    metric: Metric
    candidates: tuple[tuple[Metric, float], ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Every metric of both sides exactly once: in a match, in a doubt, or on its own. All in text order."""

    matches: tuple[Match, ...]
    old_doubts: tuple[Doubt, ...]
    new_doubts: tuple[Doubt, ...]
    removed: tuple[Metric, ...]
    added: tuple[Metric, ...]


@dataclass(slots=True)
class _Work:
    """One alignment while it is being made."""

    old: Sequence[Metric]
    new: Sequence[Metric]
    weights: Weights
    threshold: float
    pairs: dict[int, int] = field(default_factory=dict)
    scores: dict[Edge, Score] = field(default_factory=dict)
    old_doubts: dict[int, tuple[int, ...]] = field(default_factory=dict)
    new_doubts: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def free(self) -> tuple[list[int], list[int]]:
        """Gives the metrics of both sides that have neither a partner nor a doubt."""
        taken = frozenset(self.pairs.values()) | frozenset(self.new_doubts)
        old = [place for place in range(len(self.old)) if place not in self.pairs and place not in self.old_doubts]
        return old, [place for place in range(len(self.new)) if place not in taken]


def align(
    old: Sequence[Metric],
    new: Sequence[Metric],
    general: frozenset[str] = frozenset(),
    threshold: float = THRESHOLD,
) -> Alignment:
    """Matches the metrics of two documents.

    Args:
        old: metrics of one document.
        new: metrics of the other.
        general: words that alone say too little to know a metric by (`Thesaurus.general`).
        threshold: the score below which a pair is no pair.

    Returns:
        Every metric exactly once.

    >>> align([], [])
    Alignment(matches=(), old_doubts=(), new_doubts=(), removed=(), added=())
    """
    work = _Work(old, new, Weights.of((*old, *new), general), threshold)
    _pair_identical(work)
    _settle(work, _exact_edges(work))
    _settle(work, _near_edges(work))
    return _alignment(work)


def _pair_identical(work: _Work) -> None:
    """Pairs what is said twice word for word: the same metric with the same number in the same company."""
    groups: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, metrics in enumerate((work.old, work.new)):
        for place, metric in enumerate(metrics):
            groups[_identity(metric)][side].append(place)
    for olds, news in groups.values():
        if len(olds) == len(news):
            for one, other in zip(olds, news, strict=True):
                work.pairs[one] = other
                work.scores[one, other] = Score(1.0, 1.0)


def _identity(metric: Metric) -> object:
    quantity = metric.quantity
    number = (metric.unit, metric.value, metric.upper, quantity.masked, quantity.scale, quantity.bound)
    return (
        metric.block,
        metric.key,
        number,
        metric.heading,
        metric.around,
        metric.turn,
        metric.record.status,
        metric.spans,
    )


def _exact_edges(work: _Work) -> Iterable[Edge]:
    """Gives the pairs of the same name and unit."""
    olds, news = work.free()
    groups: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, (metrics, places) in enumerate(((work.old, olds), (work.new, news))):
        for place in places:
            metric = metrics[place]
            if metric.phrase and not metric.block.origin:
                groups[metric.block, metric.key][side].append(place)
    for here, there in groups.values():
        for one in here:
            for other in _nearest(one, there, work) if len(here) * len(there) > MOST_PAIRS else there:
                if same_unit(work.old[one], work.new[other]):
                    yield one, other


def _nearest(one: int, there: Sequence[int], work: _Work) -> Iterable[int]:
    """Of very many metrics of one name, gives those in the same company, and only so many."""
    metric = work.old[one]
    fitting = [other for other in there if work.new[other].around == metric.around]
    return fitting[:CANDIDATES]


def _near_edges(work: _Work) -> Iterable[Edge]:
    """Gives, for each metric of either side, pairs with those of its block that share the most words with it."""
    olds, news = work.free()
    blocks: dict[Block, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, (metrics, places) in enumerate(((work.old, olds), (work.new, news))):
        for place in places:
            if not metrics[place].block.origin:  # where a level came from is the figure of another period
                blocks[metrics[place].block][side].append(place)
    for here, there in blocks.values():
        if here and there:
            yield from _sharing(work, here, there)


def _sharing(work: _Work, here: Sequence[int], there: Sequence[int]) -> Iterable[Edge]:
    shared: dict[Edge, float] = defaultdict(float)
    first, second = _postings(work.old, here), _postings(work.new, there)
    for word in sorted(first.keys() & second.keys()):
        if len(first[word]) * len(second[word]) <= MOST_PAIRS:
            weight = work.weights.by_word.get(word, 0.5)
            for one in first[word]:
                for other in second[word]:
                    shared[one, other] += weight
    ranked: tuple[dict[int, list[Edge]], dict[int, list[Edge]]] = (defaultdict(list), defaultdict(list))
    for edge in sorted(shared, key=lambda edge: (-round(shared[edge], 6), sum(edge))):
        for side in (0, 1):
            ranked[side][edge[side]].append(edge)
    return {edge for side in ranked for edges in side.values() for edge in edges[:CANDIDATES]}


def _postings(metrics: Sequence[Metric], places: Iterable[int]) -> Mapping[str, list[int]]:
    """Gives, for each word and each pair of neighbouring characters, the metrics that have it in action or object."""
    found: dict[str, list[int]] = defaultdict(list)
    for place in places:
        metric = metrics[place]
        pairs = {metric.phrase[at : at + 2] for at in range(len(metric.phrase) - 1)}
        for word in pairs | {*metric.words, *metric.action}:
            found[word].append(place)
    return found


def _settle(work: _Work, edges: Iterable[Edge]) -> None:
    """Scores edges, takes the best assignment, and sets aside what has a rival nearly as good."""
    scores: dict[Edge, Score] = {}
    for one, other in edges:
        old, new = work.old[one], work.new[other]
        if veto(old, new) is None:
            found = score(old, new, work.weights)
            if found.total >= work.threshold:
                scores[one, other] = found
    best = assign({edge: _weight(edge, found.total, work) for edge, found in scores.items()})
    rivals = _Rivals.among(scores, best)
    doubted = {edge: others for edge in best.items() if (others := rivals.of(edge, work))}
    for edge in best.items():
        if edge not in doubted:
            work.pairs[edge[0]] = edge[1]
            work.scores[edge] = scores[edge]
    _doubt(work, scores, [one for edge, others in doubted.items() for one in (edge, *others)])


def _weight(edge: Edge, total: float, work: _Work) -> float:
    """Strong pairs count for more than two middling ones; of equal ones those at the same place are taken."""
    here, there = edge[0] / max(1, len(work.old)), edge[1] / max(1, len(work.new))
    return (total - work.threshold + 0.05) ** 2 - STEP * abs(here - there) - STEP * 1e-3 * (here + there)


@dataclass(frozen=True, slots=True)
class _Rivals:
    """Other pairs that could stand in the place of a pair at nearly no loss."""

    scores: Mapping[Edge, Score]
    best: Mapping[int, int]
    owner: Mapping[int, int]
    by_old: Mapping[int, Sequence[Edge]]
    by_new: Mapping[int, Sequence[Edge]]

    @classmethod
    def among(cls, scores: Mapping[Edge, Score], best: Mapping[int, int]) -> _Rivals:
        """Indexes the scored pairs, of which `best` are taken."""
        by_old: dict[int, list[Edge]] = defaultdict(list)
        by_new: dict[int, list[Edge]] = defaultdict(list)
        for edge in scores:
            by_old[edge[0]].append(edge)
            by_new[edge[1]].append(edge)
        return cls(scores, best, {new: old for old, new in best.items()}, by_old, by_new)

    def of(self, edge: Edge, work: _Work) -> list[Edge]:
        """Gives the rivals of a pair; another metric that says the very same is none."""
        old, new = edge
        others = [rival for rival in self.by_old[old] if not _same_statement(work.new[rival[1]], work.new[new])]
        others += [rival for rival in self.by_new[new] if not _same_statement(work.old[rival[0]], work.old[old])]
        return [rival for rival in others if rival != edge and self._loss(edge, rival) <= MARGIN]

    def _loss(self, edge: Edge, rival: Edge) -> float:
        """Gives how much the scores lose when the rival is taken, and what both leave over is paired too."""
        displaced: tuple[int | None, int | None]
        left_over: tuple[int | None, int | None]
        if rival[0] == edge[0]:
            displaced = self.owner.get(rival[1]), rival[1]
            left_over = displaced[0], edge[1]
        else:
            displaced = rival[0], self.best.get(rival[0])
            left_over = edge[0], displaced[1]
        return self._total(edge) + self._total(displaced) - self._total(rival) - self._total(left_over)

    def _total(self, pair: tuple[int | None, int | None]) -> float:
        old, new = pair
        found = None if old is None or new is None else self.scores.get((old, new))
        return found.total if found else 0.0


def _same_statement(first: Metric, second: Metric) -> bool:
    """Says whether two metrics of one document say the same: a figure in the summary and again in the body."""
    one, other = first.quantity, second.quantity
    return (
        first.key == second.key
        and (first.value, first.upper, first.unit) == (second.value, second.upper, second.unit)
        and (one.bound, one.masked) == (other.bound, other.masked)
        and not one.masked
    )


def _doubt(work: _Work, scores: Mapping[Edge, Score], doubted: Iterable[Edge]) -> None:
    """Sets the metrics of doubted pairs and of their rivals aside, each with the free metrics that it could be."""
    taken_old, taken_new = frozenset(work.pairs), frozenset(work.pairs.values())
    free = [edge for edge in scores if edge[0] not in taken_old and edge[1] not in taken_new]
    edges = list(doubted)
    for old in {edge[0] for edge in edges} - taken_old:
        work.old_doubts[old] = _ranked(scores, (edge for edge in free if edge[0] == old), 1)
    for new in {edge[1] for edge in edges} - taken_new:
        work.new_doubts[new] = _ranked(scores, (edge for edge in free if edge[1] == new), 0)
    work.scores.update({edge: found for edge, found in scores.items() if edge not in work.scores})


def _ranked(scores: Mapping[Edge, Score], edges: Iterable[Edge], side: int) -> tuple[int, ...]:
    return tuple(edge[side] for edge in sorted(edges, key=lambda edge: (-scores[edge].total, edge[side])))


def _alignment(work: _Work) -> Alignment:
    olds, news = work.free()
    matches = [
        Match(work.old[one], work.new[other], _shown(work, one, other), work.old[one].key == work.new[other].key)
        for one, other in sorted(work.pairs.items())
    ]
    old_doubts = [
        Doubt(work.old[one], tuple((work.new[other], _rounded(work, one, other)) for other in others))
        for one, others in sorted(work.old_doubts.items())
    ]
    new_doubts = [
        Doubt(work.new[other], tuple((work.old[one], _rounded(work, one, other)) for one in others))
        for other, others in sorted(work.new_doubts.items())
    ]
    removed, added = tuple(work.old[place] for place in olds), tuple(work.new[place] for place in news)
    return Alignment(tuple(matches), tuple(old_doubts), tuple(new_doubts), removed, added)


def _shown(work: _Work, one: int, other: int) -> float:
    """Gives the score that is shown: 1 for the same name, unless the name alone says too little."""
    found = work.scores[one, other]
    return 1.0 if found.base == 1.0 else min(found.total, CERTAIN)


def _rounded(work: _Work, one: int, other: int) -> float:
    return min(work.scores[one, other].total, 1.0)
