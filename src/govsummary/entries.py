"""One line of each list of the lexicon."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written. A canonical amount is `value * factor` of `canonical`, within `dimension`.

    `equals` are units that count the same things (起 件 宗 of cases); `not_before` are the characters or words
    that make another word of the unit when they follow it (部 before 门).
    """

    unit: str
    canonical: str
    dimension: str
    factor: Decimal
    equals: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()


class Action(NamedTuple):
    """A verb and what it can do in a clause (see `lexicon.ACTION_ROLES`)."""

    action: str
    role: str
    lemma: str
    direction: str | None = None


class Noun(NamedTuple):
    """A phrase that acts as one noun."""

    noun: str
    role: str
    direction: str | None = None


class Synonym(NamedTuple):
    """A word that means what `canonical` means, where two documents are compared."""

    word: str
    canonical: str
    role: str
