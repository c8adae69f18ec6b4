"""Aligns the facts of a document with gold facts and counts what is right.

A fact is one quantity of one record. It is right when the number, unit and mask are (quantity), and bound, kind,
direction, status, action and object too (fact).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from govsummary import Document, Quantity, Record

OBJECT_F1 = 0.7  # common characters of two objects that count as the same
TOLERANCE = Decimal("1e-9")  # gold values are JSON floats
FIELDS = ("bound", "kind", "direction")

Gold = dict[str, object]
Fact = tuple[Record, Quantity]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted over one or more texts; adds up."""

    gold: int = 0
    predicted: int = 0
    quantities: int = 0
    facts: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.gold + other.gold,
            self.predicted + other.predicted,
            self.quantities + other.quantities,
            self.facts + other.facts,
        )

    @property
    def quantity_f1(self) -> float:
        """F1 of the quantities, 1.0 when there is nothing to find and nothing was found."""
        return f1(self.quantities, self.gold, self.predicted)

    @property
    def fact_f1(self) -> float:
        """F1 of whole facts."""
        return f1(self.facts, self.gold, self.predicted)


def f1(right: int, gold: int, predicted: int) -> float:
    """Gives the F1 measure.

    >>> f1(3, 4, 6)
    0.6
    """
    return 2 * right / (gold + predicted) if gold + predicted else 1.0


def read_gold(text: Path) -> tuple[list[Gold], list[tuple[int, int]]]:
    """Reads the gold facts of a text and the stretches that were labelled, half-open in code points."""
    lines = text.with_suffix(".gold.jsonl").read_text(encoding="utf-8").splitlines()
    ranges = json.loads(text.with_suffix(".ranges.json").read_text(encoding="utf-8"))
    return [json.loads(line) for line in lines if line.strip()], [(start, end) for start, end in ranges]


def score(document: Document, gold: Sequence[Gold], ranges: Iterable[tuple[int, int]]) -> Counts:
    """Counts the right quantities and facts of a document; optional gold facts and their matches count nowhere."""
    labelled = list(ranges)
    free = [
        (record, quantity)
        for record in document.records
        for quantity in record.quantities
        if any(start <= quantity.start < end for start, end in labelled)
    ]
    total = Counts()
    for want in gold:
        hits = [fact for fact in free if overlap(fact[1], want)]
        if want["optional"]:
            free = [fact for fact in free if fact not in hits]
            continue
        best = max(hits, key=lambda fact: rightness(fact, want), default=None)
        if best is not None:
            free.remove(best)
        total += judged(best, want)
    return total + Counts(predicted=len(free))


def judged(fact: Fact | None, want: Gold) -> Counts:
    if fact is None:
        return Counts(gold=1)
    right, fields = rightness(fact, want)
    return Counts(1, 1, int(right), int(right and fields == len(FIELDS) + 3))


def overlap(quantity: Quantity, want: Gold) -> bool:
    start = int(str(want["start"]))
    return quantity.start < start + len(str(want["quote"])) and start < quantity.end


def rightness(fact: Fact, want: Gold) -> tuple[bool, int]:
    """Gives whether the quantity is right, and how many of its six other fields are."""
    record, quantity = fact
    right = (
        quantity.masked == want["masked"]
        and quantity.unit == want["unit"]
        and same_number(quantity.value, want["value"])
        and same_number(quantity.upper, want["upper"])
    )
    fields = [getattr(quantity, field) == want[field] for field in FIELDS]
    fields += [
        record.status == want["status"],
        accepts_action(record.action.text if record.action else None, answers(want, "action")),
        accepts_object(record.object.text if record.object else None, answers(want, "object")),
    ]
    return right, sum(fields)


def answers(want: Gold, field: str) -> list[str | None]:
    given = want[field]
    assert isinstance(given, list)
    return given


def same_number(got: Decimal | None, want: object) -> bool:
    """Compares a value with one of a gold file.

    >>> same_number(Decimal("36.9"), 36.9), same_number(None, 0), same_number(None, None)
    (True, False, True)
    """
    if got is None or want is None:
        return got is want
    number = Decimal(str(want))
    return abs(got - number) <= TOLERANCE * max(abs(got), abs(number), Decimal(1))


def accepts_action(got: str | None, wanted: Iterable[str | None]) -> bool:
    """Tells whether an action equals one of the answers or one contains the other.

    >>> accepts_action("实地排查", ["排查"]), accepts_action(None, ["排查"]), accepts_action(None, [None])
    (True, False, True)
    """
    return any(got == want or bool(got and want and (got in want or want in got)) for want in wanted)


def accepts_object(got: str | None, wanted: Iterable[str | None]) -> bool:
    """Tells whether an object is one of the answers or shares enough characters with one, in order.

    >>> accepts_object("违章建筑", ["各类违章建筑"]), accepts_object("建筑", ["各类违章建筑"])
    (True, False)
    """
    for want in wanted:
        if got == want:
            return True
        if got and want and 2 * common_length(got, want) / (len(got) + len(want)) >= OBJECT_F1:
            return True
    return False


def common_length(first: str, second: str) -> int:
    """Gives the length of the longest common subsequence.

    >>> common_length("违章建筑", "违法建筑")
    3
    """
    row = [0] * (len(second) + 1)
    for character in first:
        diagonal = 0
        for place, other in enumerate(second, 1):
            diagonal, row[place] = row[place], diagonal + 1 if character == other else max(row[place], row[place - 1])
    return row[-1]
