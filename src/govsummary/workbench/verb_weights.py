"""Weighs whether a possible verb is one: a logistic regression over how it stands, how it is built and its company."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from govsummary.workbench.evidence import LEFT, RIGHT, Shapes
from govsummary.workbench.proposals import Example, Sightings
from govsummary.workbench.unknown_verbs import Look, VerbSighting

_MOST_SEEN = 2.0  # logarithm of a count: more places say no more
_MOST_ALIKE = 3.0

# Fitted by `benchmarks/lexicon_suggest.py --fit --seeds 1-16`, which takes words out of the lexicon and reads corpus/.
WEIGHTS: Mapping[str, float] = MappingProxyType(
    {
        "acts": 3.96,
        "all settled": -0.46,
        "behind tag n": -0.16,
        "behind tag o": -1.03,
        "behind tag v": 1.13,
        "behind tag vn": 0.88,
        "form adverb": -1.15,
        "form behind": 0.81,
        "form head": 1.72,
        "form joined": -0.36,
        "form reach": 0.08,
        "form single": -0.29,
        "form three": -1.85,
        "form word": 1.04,
        "governed": -0.53,
        "heads of nouns": -0.63,
        "heads of verbs": 1.88,
        "often": 0.15,
        "place 0n": 0.96,
        "place 0q": 1.18,
        "place 1n": -1.44,
        "place 1q": 0.34,
        "settled": -0.86,
        "settled adverb": -1.04,
        "settled behind": 1.49,
        "settled head": -0.26,
        "settled joined": -0.01,
        "settled reach": -0.03,
        "settled single": -0.20,
        "settled three": -0.42,
        "settled word": -0.39,
        "shape": 0.89,
        "share adverb": 2.37,
        "share before_aspect": 2.14,
        "share before_noun": 1.25,
        "share before_number": 2.17,
        "share before_of": -1.35,
        "share before_rate": -0.97,
        "share of": -0.78,
        "share start": 0.70,
        "share verb": 1.15,
        "tag n": -1.48,
        "tag o": -1.47,
        "tag v": 1.08,
        "tag vn": 1.05,
        "tails of nouns": -0.09,
        "tails of verbs": 2.78,
        "three 0n": -0.34,
        "three 0q": 0.48,
        "three 1n": -0.71,
        "three 1q": -1.29,
        "yields change": 0.96,
        "yields deed": -1.07,
        "yields growth": -0.28,
        "yields level": -0.45,
        "yields listed": 0.91,
        "yields part": -0.89,
        "yields rank": 0.81,
        "yields reached": 0.00,
    }
)
BIAS = -6.17
# The same run prints what is found over each threshold; a person looks through proposals, so most should be found.
THRESHOLD = -3.25


@dataclass(slots=True)
class Tally:
    """Everything that was seen of one possible verb."""

    sightings: Sightings = field(default_factory=Sightings)
    looks: Counter[Look] = field(default_factory=Counter)
    acts: int = 0
    settled: int = 0
    clauses: list[int] = field(default_factory=list)
    yields: Counter[str] = field(default_factory=Counter)

    def add(self, found: VerbSighting, clause: int, document: int, example: Example, yields: str) -> None:
        """Takes in one place.

        Args:
            found: how the word stands there.
            clause: the number of the clause, counted over all texts.
            document: the number of the text.
            example: the place.
            yields: the kind of record that the clause gives as it is read now (`clauses.YIELDS`).
        """
        self.looks[found.look] += 1
        self.acts += found.acts
        self.yields[yields] += 1
        if not self.clauses or self.clauses[-1] != clause:
            self.clauses.append(clause)
            self.settled += found.settled
            self.sightings.add(document, example)


def features(verb: str, tally: Tally, shares: Mapping[str, float], shapes: Shapes) -> dict[str, float]:
    """Gives what is weighed of a possible verb, by name."""
    look = tally.looks.most_common(1)[0][0]
    settled = tally.settled / len(tally.clauses)
    found = {
        f"form {look.form}": 1.0,
        f"{'behind ' if look.form == 'behind' else ''}tag {look.tag}": 1.0,
        f"yields {tally.yields.most_common(1)[0][0]}": 1.0,
        "governed": float(look.governed),
        "acts": float(tally.acts > 0),
        "often": min(_MOST_SEEN, math.log(len(tally.clauses))),
        "settled": settled,
        f"settled {look.form}": settled,
        "all settled": float(settled == 1),
        "shape": shapes.verbal(verb),
    }
    if look.form == "three":
        found[f"three {look.place}"] = 1.0
    else:
        found |= {f"share {name}": shares[name] for name in (*LEFT, *RIGHT)}
    if look.form not in ("three", "behind"):
        found[f"place {look.place}"] = 1.0
    if len(verb) == 2:
        found["heads of verbs"] = _alike(shapes.heads[verb])
        found["tails of verbs"] = _alike(shapes.tails[verb])
        found["heads of nouns"] = _alike(shapes.noun_heads[verb])
        found["tails of nouns"] = _alike(shapes.noun_tails[verb])
    return found


def _alike(count: int) -> float:
    return min(_MOST_ALIKE, math.log1p(count))


def score(found: Mapping[str, float]) -> float:
    """Gives the logarithm of the odds that a possible verb is one."""
    return BIAS + sum(WEIGHTS.get(name, 0.0) * value for name, value in found.items())
