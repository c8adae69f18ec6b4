"""Why a number was read as it was: plain values that a renderer can show."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from govsummary.model import Record


@dataclass(frozen=True, slots=True)
class TokenNote:
    """A token of the clause: its class letter, and the entry, cue or tag that the letter comes from."""

    start: int
    text: str
    letter: str
    origin: str


@dataclass(frozen=True, slots=True)
class UnitNote:
    """The entry of units.tsv behind a unit."""

    unit: str
    canonical: str
    dimension: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class NumberNote:
    """A quantity by itself.

    Attributes:
        production: how the numeral was read (`arabic.unit`, `range`, `portion`, …).
        unit: the entry behind the unit, None for a number without one.
        bound, mark: how exact the number is, and the words that say so (None for an exact one).
        optional: a duration or a small count of a slogan, which scores leave out.
    """

    quote: str
    value: Decimal | None
    upper: Decimal | None
    masked: bool
    scale: int
    production: str
    unit: UnitNote | None
    bound: str
    mark: str | None
    optional: bool


@dataclass(frozen=True, slots=True)
class RuleNote:
    """How the clause was read: the rule (None: none fits) as `rules.toml` writes it, and those tried before it.

    `clause` holds the class letters of the clause, the number at hand by its mark.
    """

    id: str | None
    pattern: str
    yields: str
    clause: str
    mark: str
    tried: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldNote:
    """A field of the record, its value, and what gave it."""

    field: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that made one number of a text what it is.

    Attributes:
        start, end: the number in the text, half-open in code points; of a quantity its whole quote.
        around_start, around: the sentence (or heading, title, line) that it stands in, and where that begins.
        number: the quantity, None where the number gave none.
        reason: why there is no record, None where there is one.
        blocker: the id of the blocker that took the number away, if it was one.
        tokens: of the clause, in text order.
        taken_over: what the record does not have from the words that the rule saw.
        fields: the other fields, each with its source.
        record: what came out.
    """

    start: int
    end: int
    around_start: int
    around: str
    number: NumberNote | None = None
    reason: str | None = None
    blocker: str | None = None
    tokens: tuple[TokenNote, ...] = ()
    rule: RuleNote | None = None
    taken_over: tuple[FieldNote, ...] = ()
    fields: tuple[FieldNote, ...] = ()
    record: Record | None = None
