"""How much of the labelled pairs of corpus/pairs is compared right: floors for matches, differences and plans.

`python tests/test_pairs.py [--errors]` prints the figures of every pair, and the totals of those held out; errors are
named only of the pairs that comparison may be tuned on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from govsummary import Diff, diff
from govsummary.compare.models import Figure, Row

CORPUS = Path(__file__).parents[1] / "corpus"
PAIRS = sorted((CORPUS / "pairs").glob("*.truth.jsonl"))
HELD_OUT = sorted((CORPUS / "pairs" / "held-out").glob("*.truth.jsonl"))
CLOSE = Decimal("0.0001")  # the truth has four decimals

MATCH_FLOOR, PLAN_FLOOR = 0.95, 0.93
# Nothing is tuned on these pairs, nobody reads their errors.
HELD_OUT_MATCH_FLOOR = 0.92

Truth = Mapping[str, Any]
Place = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was right of what was found and of what there is."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.right + other.right, self.found + other.found, self.wanted + other.wanted)

    @property
    def f1(self) -> float:
        total = self.found + self.wanted
        return 2 * self.right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Result:
    """The score of one pair."""

    matches: Counts = Counts()
    plans: Counts = Counts()
    differences: Counts = Counts()  # of the right matches: status and Δ% or points
    met: Counts = Counts()  # of the right plans
    errors: tuple[str, ...] = field(default=(), compare=False)

    def __add__(self, other: Result) -> Result:
        return Result(
            self.matches + other.matches,
            self.plans + other.plans,
            self.differences + other.differences,
            self.met + other.met,
            self.errors + other.errors,
        )


@cache
def result_of(truth: Path) -> Result:
    """Scores one pair of texts."""
    old, new = truth.name.removesuffix(".truth.jsonl").split("__")
    before, after = ((CORPUS / f"{name}.txt").read_text(encoding="utf-8") for name in (old, new))
    found = diff(before, after, language="en")
    lines = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    by_type = {kind: [line for line in lines if line["type"] == kind] for kind in ("match", "plan", "ambiguous")}
    return _matches(found, by_type) + _plans(found, by_type)


def _matches(found: Diff, truth: Mapping[str, Sequence[Truth]]) -> Result:
    matches, unsure = truth["match"], truth["ambiguous"]
    right: set[int] = set()
    count = exact = 0
    errors = []
    for row in found.rows:
        if row.old is None or row.new is None or row.planned:
            continue
        here = [number for number, line in enumerate(matches) if _is(line, row.old, row.new)]
        if here and not matches[here[0]].get("optional"):
            right.add(here[0])
            count += 1
            good = _difference_is_right(row, matches[here[0]])
            exact += good
            errors += [] if good else [f"difference {row.old.quote} {row.new.quote}: {row.status} {row.delta}"]
        elif not here and not _touches([*unsure, *(one for one in matches if one.get("optional"))], row):
            count += 1
            errors.append(f"too much {row.object} {row.old.quote} {row.new.quote} [{row.score:.2f}] {row.reason}")
    wanted = [number for number, line in enumerate(matches) if not line.get("optional")]
    errors += [f"missing {matches[n]['old']} {matches[n]['new']}" for n in wanted if n not in right]
    counts = Counts(len(right), count, len(wanted))
    return Result(matches=counts, differences=Counts(exact, len(right), len(right)), errors=tuple(errors))


def _plans(found: Diff, truth: Mapping[str, Sequence[Truth]]) -> Result:
    plans, unsure = truth["plan"], truth["ambiguous"]
    right = met = count = 0
    errors = []
    for plan in found.plans:
        if plan.result is None or any(_near(plan.plan, place) for line in unsure for place in line["old"]):
            continue
        here = [line for line in plans if _is(line, plan.plan, plan.result)]
        if here and here[0].get("optional"):
            continue
        count += 1
        right += bool(here)
        met += bool(here) and here[0]["met"] == plan.met
        if not here or here[0]["met"] != plan.met:
            errors.append(f"plan {plan.plan.quote} {plan.result.quote} {plan.met}: {plan.reason}")
    wanted = len([line for line in plans if not line.get("optional")])
    return Result(plans=Counts(right, count, wanted), met=Counts(met, right, right), errors=tuple(errors))


def _is(line: Truth, old: Figure, new: Figure) -> bool:
    return _near(old, line["old"]) and _near(new, line["new"])


def _near(figure: Figure, place: Place) -> bool:
    start = int(place["start"])
    return figure.start < start + len(place["quote"]) and start < figure.end


def _touches(lines: Iterable[Truth], row: Row) -> bool:
    """Says whether a figure of the row is one that counts for nothing."""
    for line in lines:
        for side, figure in (("old", row.old), ("new", row.new)):
            places = line[side] if isinstance(line[side], list) else [line[side]]
            if figure is not None and any(_near(figure, place) for place in places):
                return True
    return False


def _difference_is_right(row: Row, line: Truth) -> bool:
    wanted = next((line[key] for key in ("percent", "points", "delta") if line.get(key) is not None), None)
    found = row.percent if line["kind"] == "amount" else row.delta
    if row.status != line["status"] or (wanted is None) is not (found is None):
        return False
    return found is None or abs(Decimal(str(wanted)) - found) < CLOSE


def total(pairs: Iterable[Path]) -> Result:
    return sum(map(result_of, pairs), Result())


needs_pairs = pytest.mark.skipif(not PAIRS, reason="no labelled pairs")


@needs_pairs
def test_matches() -> None:
    found = total(PAIRS).matches
    assert found.wanted > 200
    assert found.f1 >= MATCH_FLOOR


@needs_pairs
@pytest.mark.parametrize("pairs", [PAIRS, HELD_OUT], ids=["tuned on", "held out"])
def test_differences_are_right_on_all_matches(pairs: list[Path]) -> None:
    found = total(pairs).differences
    assert found.right == found.found


@needs_pairs
def test_plans() -> None:
    found = total(PAIRS)
    assert found.plans.f1 >= PLAN_FLOOR
    assert found.met.right == found.met.found


@pytest.mark.skipif(not HELD_OUT, reason="no pairs held out")
def test_held_out_matches() -> None:
    assert total(HELD_OUT).matches.f1 >= HELD_OUT_MATCH_FLOOR


def _line(name: str, found: Result) -> str:
    matches, plans = found.matches, found.plans
    return (
        f"{name:34} matches {matches.right:4} of {matches.wanted:4}, {matches.found:4} found, F1 {matches.f1:.3f}; "
        f"differences {found.differences.right}/{found.differences.found}; plans F1 {plans.f1:.3f}, "
        f"met {found.met.right}/{found.met.found}\n"
    )


def main() -> None:
    """Prints the figures."""
    for pair in PAIRS:
        sys.stdout.write(_line(pair.name.partition("__")[0], result_of(pair)))
        if "--errors" in sys.argv:
            sys.stdout.writelines(f"  {error}\n" for error in result_of(pair).errors)
    sys.stdout.write(_line("ALL", total(PAIRS)))
    sys.stdout.write(_line("ALL held out", total(HELD_OUT)))


if __name__ == "__main__":
    main()
