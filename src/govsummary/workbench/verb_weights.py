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
        "acts": 3.94,
        "all settled": -0.50,
        "behind tag n": -0.20,
        "behind tag o": -0.88,
        "behind tag v": 1.11,
        "behind tag vn": 0.83,
        "form adverb": -1.35,
        "form behind": 0.86,
        "form head": 1.76,
        "form joined": -0.36,
        "form reach": 0.08,
        "form single": -0.17,
        "form three": -1.87,
        "form word": 1.06,
        "governed": -0.62,
        "heads of nouns": -0.65,
        "heads of verbs": 1.90,
        "often": 0.16,
        "place 0n": 0.89,
        "place 0q": 1.21,
        "place 1n": -1.48,
        "place 1q": 0.38,
        "settled": -0.70,
        "settled adverb": -0.98,
        "settled behind": 1.40,
        "settled head": -0.27,
        "settled joined": -0.11,
        "settled reach": -0.04,
        "settled single": 0.13,
        "settled three": -0.47,
        "settled word": -0.37,
        "shape": 0.88,
        "share adverb": 2.47,
        "share before_aspect": 2.11,
        "share before_noun": 1.28,
        "share before_number": 2.09,
        "share before_of": -1.40,
        "share before_rate": -0.98,
        "share of": -0.78,
        "share start": 0.74,
        "share verb": 1.01,
        "tag n": -1.48,
        "tag o": -1.53,
        "tag v": 1.11,
        "tag vn": 1.04,
        "tails of nouns": -0.06,
        "tails of verbs": 2.76,
        "three 0n": -0.35,
        "three 0q": 0.47,
        "three 1n": -0.71,
        "three 1q": -1.28,
        "yields change": 0.94,
        "yields deed": -1.09,
        "yields growth": -0.27,
        "yields level": -0.42,
        "yields listed": 0.93,
        "yields part": -0.89,
        "yields rank": 0.78,
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
