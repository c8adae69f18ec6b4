"""Aligns the facts of a document with gold facts; gives precision, recall and F1, and every error.

A fact is one quantity of one record. It is found when its quote overlaps the gold quote; its quantity is right when
value, upper end, mask and unit are; the fact is right when bound, kind, direction, status, action and object are too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal, NamedTuple

from govsummary.errors import InputError
from govsummary.model import Document, Quantity, Record

Field = Literal["bound", "kind", "direction", "status", "action", "object"]
ErrorKind = Literal["missed", "quantity", "fields", "spurious"]
Answers = tuple[str | None, ...]
Fact = tuple[Record, Quantity]

FIELDS: tuple[Field, ...] = ("bound", "kind", "direction", "status", "action", "object")
GOLD_SUFFIX = ".gold.jsonl"
OBJECT_F1 = 0.7  # common characters of two objects that count as the same
TOLERANCE = Decimal("1e-9")  # values went through JSON floats
CONTEXT_BEFORE, CONTEXT_AFTER = 18, 10  # characters around a quote that show where an error stands


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A fact as a careful reader labelled it; `start` in code points, each field with every answer that is accepted.

    Facts that are `optional` count neither as found nor as missed.
    """

    start: int
    quote: str
    value: Decimal | None
    upper: Decimal | None
    masked: bool
    unit: str
    bound: Answers
    kind: Answers
    direction: Answers
    status: Answers
    action: Answers
    object: Answers
    optional: bool = False

    @property
    def end(self) -> int:
        """Where the quote ends."""
        return self.start + len(self.quote)


@dataclass(frozen=True, slots=True)
class Gold:
    """The gold facts of one text, in text order, and the half-open stretches that were labelled (None: all of it)."""

    facts: tuple[GoldFact, ...]
    ranges: tuple[tuple[int, int], ...] | None = None

    def covers(self, place: int) -> bool:
        """Tells whether a place was labelled."""
        return self.ranges is None or any(start <= place < end for start, end in self.ranges)


class Rates(NamedTuple):
    """Precision, recall and their harmonic mean, from 0 to 1; 0 where there is nothing to divide by."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted over one or more texts; adds up. The last six count a field where the quantity is right."""

    gold: int = 0
    predicted: int = 0
    quantities: int = 0
    facts: int = 0
    bound: int = 0
    kind: int = 0
    direction: int = 0
    status: int = 0
    action: int = 0
    object: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    @property
    def quantity(self) -> Rates:
        """How well quantities are found and read."""
        return rates(self.quantities, self.gold, self.predicted)

    @property
    def fact(self) -> Rates:
        """How well whole facts are read."""
        return rates(self.facts, self.gold, self.predicted)

    def share(self, field: Field) -> float:
        """Gives how often a field is right where the quantity is."""
        return int(getattr(self, field)) / self.quantities if self.quantities else 0.0


def rates(right: int, gold: int, predicted: int) -> Rates:
    """Gives precision, recall and F1.

    >>> rates(3, 4, 6)
    Rates(precision=0.5, recall=0.75, f1=0.6)
    """
    precision = right / predicted if predicted else 0.0
    recall = right / gold if gold else 0.0
    return Rates(precision, recall, 2 * right / (gold + predicted) if right else 0.0)


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that came out wrong: the answers that are accepted, best first, and what was given."""

    field: str
    wanted: Answers
    got: str | None


@dataclass(frozen=True, slots=True)
class ScoreError:
    """One error of a reading.

    Attributes:
        kind: `missed` no fact stands there; `quantity` its number, mask or unit is wrong; `fields` another field is;
            `spurious` no gold fact stands there.
        start, quote: of the gold fact, of a spurious one its own.
        context: the quote with what stands around it, on one line.
        differences: what was wanted and given, of the fields that are wrong.
        rule: the id of the rule that read the clause, None of a missed fact.
    """

    kind: ErrorKind
    start: int
    quote: str
    context: str
    differences: tuple[Difference, ...] = ()
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """The score of one text: what was counted, and its errors: first along the gold facts, then the spurious ones."""

    counts: Counts
    errors: tuple[ScoreError, ...]


@dataclass(frozen=True, slots=True)
class FolderResult:
    """The scores of a folder of gold files: the results by the name of the text, in order of the names."""

    folder: str
    texts: tuple[tuple[str, Result], ...]

    @property
    def total(self) -> Counts:
        """What was counted over all texts."""
        return sum((result.counts for _, result in self.texts), Counts())


def score(document: Document, gold: Gold, text: str = "") -> Result:
    """Holds the facts of a document against gold facts.

    Args:
        document: the reading.
        gold: what it is held against; facts that begin outside the labelled stretches count nowhere.
        text: the text as read; the contexts of errors are cut from it.

    Each gold fact takes the fact that fits it best of those that overlap it and are still free (of equal ones the
    first); an optional one takes all of them.
    """
    free = [fact for fact in _facts(document) if gold.covers(fact[1].start)]
    counts, errors = Counts(), []
    for want in gold.facts:
        hits = [fact for fact in free if _overlap(fact[1], want)]
        best = max(hits, key=lambda fact: _fit(fact, want), default=None)
        taken = hits if want.optional else [best]
        free = [fact for fact in free if not any(fact is other for other in taken)]
        if want.optional:
            continue
        error = _judged(best, want, text)
        counts += _counted(best, error)
        errors += [error] if error else []
    errors += [
        ScoreError("spurious", got.start, got.quote, _context(text, got.start, got.quote), (), record.rule)
        for record, got in free
    ]
    return Result(counts + Counts(predicted=len(free)), tuple(errors))


def _facts(document: Document) -> list[Fact]:
    facts = [(record, quantity) for record in document.records for quantity in record.quantities]
    return sorted(facts, key=lambda fact: fact[1].start)


def _overlap(got: Quantity, want: GoldFact) -> bool:
    return got.start < want.end and want.start < got.start + len(got.quote)


def _fit(fact: Fact, want: GoldFact) -> tuple[bool, int]:
    """Gives whether the quantity is right, and how many of its other fields are."""
    return not any(_wrong_number(fact[1], want)), len(FIELDS) - len(_wrong_fields(fact, want))


def _judged(fact: Fact | None, want: GoldFact, text: str) -> ScoreError | None:
    context = _context(text, want.start, want.quote)
    if fact is None:
        return ScoreError("missed", want.start, want.quote, context)
    kind: ErrorKind = "quantity"
    wrong = tuple(_wrong_number(fact[1], want))
    if not wrong:
        kind, wrong = "fields", _wrong_fields(fact, want)
    return ScoreError(kind, want.start, want.quote, context, wrong, fact[0].rule) if wrong else None


def _counted(fact: Fact | None, error: ScoreError | None) -> Counts:
    if fact is None or (error is not None and error.kind == "quantity"):
        return Counts(gold=1, predicted=int(fact is not None))
    wrong = {difference.field for difference in error.differences} if error else set()
    return Counts(1, 1, 1, int(not wrong), *(int(field not in wrong) for field in FIELDS))


def _context(text: str, start: int, quote: str) -> str:
    around = text[max(0, start - CONTEXT_BEFORE) : start + len(quote) + CONTEXT_AFTER]
    return around.replace("\n", "⏎")


# --- comparing -------------------------------------------------------------------------------------------------------


def _wrong_number(got: Quantity, want: GoldFact) -> Iterator[Difference]:
    """Gives what is wrong about the quantity itself."""
    if not same_number(got.value, want.value):
        yield Difference("value", (_written(want.value),), _written(got.value))
    if not same_number(got.upper, want.upper):
        yield Difference("upper", (_written(want.upper),), _written(got.upper))
    if got.masked is not want.masked:
        yield Difference("masked", (str(want.masked).lower(),), str(got.masked).lower())
    if got.unit != want.unit:
        yield Difference("unit", (want.unit,), got.unit)


def _written(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def _wrong_fields(fact: Fact, want: GoldFact) -> tuple[Difference, ...]:
    """Gives what is wrong about the other fields, in the order of `FIELDS`."""
    record, quantity = fact
    action = record.action.text if record.action else None
    phrase = record.object.text if record.object else None
    checked: tuple[tuple[Field, Answers, str | None, bool], ...] = (
        ("bound", want.bound, quantity.bound, quantity.bound in want.bound),
        ("kind", want.kind, quantity.kind, quantity.kind in want.kind),
        ("direction", want.direction, quantity.direction, quantity.direction in want.direction),
        ("status", want.status, record.status, record.status in want.status),
        ("action", want.action, action, accepts_action(action, want.action)),
        ("object", want.object, phrase, accepts_object(phrase, want.object)),
    )
    return tuple(Difference(field, wanted, got) for field, wanted, got, right in checked if not right)


def same_number(got: Decimal | None, want: Decimal | None) -> bool:
    """Compares two values, None for none.

    >>> same_number(Decimal("36.9"), Decimal("36.900")), same_number(None, Decimal(0)), same_number(None, None)
    (True, False, True)
    """
    if got is None or want is None:
        return got is want
    return abs(got - want) <= TOLERANCE * max(abs(got), abs(want), Decimal(1))


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


# --- files -----------------------------------------------------------------------------------------------------------


def read_gold(path: Path) -> Gold:
    """Reads `NAME.gold.jsonl`, and `NAME.ranges.json` beside it: the labelled stretches, the whole text without it.

    Raises:
        InputError: with file and line of the first entry that cannot be used.
        OSError: the file cannot be read.
    """
    lines = path.read_text(encoding="utf-8-sig").split("\n")
    facts = tuple(_fact(line, f"{path}:{number}") for number, line in enumerate(lines, 1) if line.strip())
    ranges = path.with_name(path.name.removesuffix(GOLD_SUFFIX) + ".ranges.json")
    return Gold(facts, _ranges(ranges) if ranges.exists() else None)


def _ranges(path: Path) -> tuple[tuple[int, int], ...]:
    try:
        return tuple((int(start), int(end)) for start, end in json.loads(path.read_text(encoding="utf-8-sig")))
    except (ValueError, TypeError):
        raise InputError(f"{path}: not the ranges of a text; write [[start, end], …] in code points") from None


def _fact(line: str, place: str) -> GoldFact:
    try:
        row = json.loads(line, parse_float=Decimal)
    except json.JSONDecodeError as error:
        raise InputError(f"{place}: not JSON: {error.msg}; write one object a line") from None
    if not isinstance(row, dict):
        raise InputError(f"{place}: no JSON object; write one object a line")
    try:
        return _fact_of(row)
    except KeyError as error:
        raise InputError(f"{place}: a gold fact without {error}") from None
    except (ValueError, TypeError, InvalidOperation) as error:
        raise InputError(f"{place}: not a gold fact: {error}") from None


def _fact_of(row: dict[str, object]) -> GoldFact:
    start, quote = row["start"], row["quote"]
    if not isinstance(start, int) or not isinstance(quote, str) or not quote:
        raise ValueError("'start' is a number of code points and 'quote' a text")
    return GoldFact(
        start=start,
        quote=quote,
        value=_number(row["value"]),
        upper=_number(row.get("upper")),
        masked=bool(row["masked"]),
        unit=str(row["unit"] or ""),
        bound=_choices(row["bound"]),
        kind=_choices(row["kind"]),
        direction=_choices(row.get("direction")),
        status=_choices(row["status"]),
        action=_answers(row["action"], "action"),
        object=_answers(row["object"], "object"),
        optional=bool(row.get("optional")),
    )


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _choices(value: object) -> Answers:
    """Reads a field whose answer is one value, or a list of accepted ones."""
    values: Sequence[object] = value if isinstance(value, list) else [value]
    return tuple(str(answer) if answer else None for answer in values)


def _answers(value: object, field: str) -> Answers:
    if not isinstance(value, list) or not value:
        raise ValueError(f"{field!r} is a list of answers")
    return tuple(None if answer is None else str(answer) for answer in value)
