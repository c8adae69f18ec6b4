"""Takes 30 units and 60 actions out of the lexicon at random and counts how many `lexicon suggest` finds again.

    python benchmarks/lexicon_suggest.py [FOLDER] [--seeds FIRST-LAST] [--all] [--fit]

A line for each seed, the means and the worst. `recall`: of the 90 words, those proposed. Of the proposals: `right`, the
precision, those that the whole lexicon lists or that a reader judged to be missing from it (suggest_judged.tsv);
`listed` by the whole lexicon; `taken` out in this draw.

`--all` draws from all actions, also those without which a part of the word is still read as the action. `--fit` fits
the weights of `workbench/verb_weights.py` anew and prints them, with what half of the words is found when the weights
come from the other half alone.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray
from takeout import Corpus, Measured, TakeOut, measure, take_out

from govsummary.workbench.suggest import Suggester

CORPUS = Path(__file__).parents[1] / "corpus"
PENALTY = 1.0  # on the squares of the weights
STEPS = 30
THRESHOLDS = (-4.0, -3.5, -3.25, -3.0, -2.75, -2.5, -2.0, -1.5, -1.0)

COLUMNS = ("proposed", "recall", "right", "listed", "taken")

Array = NDArray[np.float64]


def main() -> None:
    """Runs the benchmark."""
    options = _options()
    corpus = Corpus.of(options.folder)
    first, last = map(int, options.seeds.split("-"))
    if options.fit:
        _fit(corpus, range(first, last + 1))
        return
    print(f"{len(corpus.units)} units, {len(corpus.actions)} actions to draw from")
    print(_line("seed", COLUMNS))
    results = []
    for seed in range(first, last + 1):
        results.append(measure(corpus, take_out(corpus, seed, unknown=not options.all)))
        print(_line(str(seed), _figures([results[-1]])), flush=True)
    print(_line("mean", _figures(results)))
    print(_line("worst", _figures(results, min)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--seeds", default="201-210", metavar="FIRST-LAST")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--fit", action="store_true")
    return parser.parse_args()


def _line(name: str, cells: Sequence[str]) -> str:
    return name.ljust(8) + "".join(cell.rjust(11) for cell in cells)


def _figures(results: Sequence[Measured], of: Callable[[Iterable[float]], float] = fmean) -> list[str]:
    shares = (
        of(one.recall for one in results),
        of(one.precision for one in results),
        of(one.listed_share for one in results),
        of(one.taken_share for one in results),
    )
    return [f"{fmean(one.proposed for one in results):.0f}", *(f"{share:.3f}" for share in shares)]


# --- the weights -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sample:
    """A possible verb of one draw."""

    seed: int
    verb: str
    found: dict[str, float]
    clauses: Sequence[int]
    wanted: bool
    right: bool
    read: bool


def _samples(corpus: Corpus, seed: int, taken: TakeOut) -> list[_Sample]:
    suggester = Suggester(taken.engine)
    for source in corpus.sources:
        suggester.add(source)
    return [
        _Sample(
            seed,
            verb,
            found,
            suggester.clauses_of(verb),
            verb in taken.actions,
            corpus.is_right("action", verb),
            verb in corpus.read_actions,
        )
        for verb, _, found in suggester.weighed()
    ]


def _fit(corpus: Corpus, seeds: Sequence[int]) -> None:
    """Prints weights fitted to the draws of all seeds; what may be a verb but was not taken out teaches neither way."""
    samples = [sample for seed in seeds for sample in _samples(corpus, seed, take_out(corpus, seed))]
    names = sorted({name for sample in samples for name in sample.found})
    matrix = np.array([[sample.found.get(name, 0.0) for name in names] + [1.0] for sample in samples])
    wanted = np.array([float(sample.wanted) for sample in samples])
    teaches = np.array([sample.wanted or not (sample.right or sample.read) for sample in samples])
    half = np.array([zlib.crc32(sample.verb.encode()) % 2 for sample in samples])
    for name, weight in sorted(zip([*names, "BIAS"], _weights(matrix[teaches], wanted[teaches]), strict=True)):
        print(f'    "{name}": {weight:.2f},')
    crossed = np.zeros(len(samples))
    for side in (0, 1):
        others = teaches & (half != side)
        crossed[half == side] = matrix[half == side] @ _weights(matrix[others], wanted[others])
    print(_line("over", COLUMNS) + "   actions, weights of the other half")
    for threshold in THRESHOLDS:
        results = [_counted(samples, crossed, seed, threshold) for seed in seeds]
        print(_line(f"{threshold}", _figures(results)))


def _weights(matrix: Array, wanted: Array) -> Array:
    """Fits a logistic regression by Newton's method."""
    weights = np.zeros(matrix.shape[1])
    penalty = PENALTY * np.eye(matrix.shape[1])
    penalty[-1, -1] = 0.0
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-matrix @ weights))
        curve = (matrix * (chance * (1 - chance))[:, None]).T @ matrix + penalty
        weights = weights + np.linalg.solve(curve, matrix.T @ (wanted - chance) - penalty @ weights)
    return weights


def _counted(samples: Sequence[_Sample], scores: Array, seed: int, threshold: float) -> Measured:
    of_seed = [place for place, sample in enumerate(samples) if sample.seed == seed and scores[place] > threshold]
    explained: set[int] = set()
    kept: list[_Sample] = []
    for place in sorted(of_seed, key=lambda one: -scores[one]):
        if not explained.issuperset(samples[place].clauses):
            explained.update(samples[place].clauses)
            kept.append(samples[place])
    found = sum(sample.wanted for sample in kept)
    wanted = sum(sample.wanted for sample in samples if sample.seed == seed)
    return Measured(wanted, found, len(kept), found, sum(sample.wanted or sample.right for sample in kept))


if __name__ == "__main__":
    main()
