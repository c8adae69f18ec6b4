"""What share of a text the lexicon knows: numbers with a known unit, facts with an action, an object, a category."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from govsummary.model import Source
from govsummary.pipeline import Engine, extract_source
from govsummary.text import fold
from govsummary.workbench.unknown_units import unit_sightings

FIELDS = ("unit", "action", "object", "category")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of one document, or of all of them.

    Attributes:
        path: of the document; None of all together.
        numbers: quantities, ranks left out, and numbers behind which an unknown unit may stand.
        units: those whose unit the lexicon has.
        facts: the quantities of records, ranks included.
        actions, objects, categories: those whose record has one. A level (合格率达98%) has no action by rule.
    """

    path: str | None
    numbers: int = 0
    units: int = 0
    facts: int = 0
    actions: int = 0
    objects: int = 0
    categories: int = 0

    def share(self, field: str) -> float | None:
        """Gives the share that is known of one of `FIELDS`, None where there is nothing to know."""
        known = {"unit": self.units, "action": self.actions, "object": self.objects, "category": self.categories}
        whole = self.numbers if field == "unit" else self.facts
        return known[field] / whole if whole else None

    @property
    def mean(self) -> float | None:
        """The mean of the shares, by which documents are ordered."""
        shares = [share for field in FIELDS if (share := self.share(field)) is not None]
        return sum(shares) / len(shares) if shares else None

    def __add__(self, other: Coverage) -> Coverage:
        """Counts two documents together."""
        return Coverage(
            None,
            self.numbers + other.numbers,
            self.units + other.units,
            self.facts + other.facts,
            self.actions + other.actions,
            self.objects + other.objects,
            self.categories + other.categories,
        )


def cover(source: Source, engine: Engine) -> Coverage:
    """Counts what the lexicon knows of a text.

    >>> from govsummary.pipeline import load_engine
    >>> text = "拆除违章建筑120处，投放鱼苗60池。"
    >>> found = cover(Source(path=None, format="text", encoding=None, characters=len(text), text=text), load_engine())
    >>> found.numbers, found.units, found.facts, found.share("unit")
    (2, 1, 1, 0.5)
    """
    view = fold(source.text, engine.lexicon.traditional)
    records = [record for record in extract_source(source, engine).records if record.quantities]
    quantities = [quantity for record in records for quantity in record.quantities]
    counted = {quantity.start: quantity for quantity in quantities if quantity.kind != "rank"}
    unknown = [found for found in unit_sightings(view, engine) if found.clear]
    spans = [(quantity.start, quantity.end) for quantity in counted.values()]
    apart = sum(not any(start <= found.start <= end for start, end in spans) for found in unknown)
    doubted = {start for found in unknown for start, end in spans if start <= found.start <= end}
    return Coverage(
        source.path,
        numbers=len(counted) + apart,
        units=sum(bool(quantity.unit) and start not in doubted for start, quantity in counted.items()),
        facts=len(quantities),
        actions=sum(len(record.quantities) for record in records if record.action),
        objects=sum(len(record.quantities) for record in records if record.object),
        categories=sum(len(record.quantities) for record in records if record.categories),
    )


def worst_first(documents: Iterable[Coverage]) -> list[Coverage]:
    """Orders documents by the mean of their shares, the lowest first; those without a number come last."""
    return sorted(documents, key=lambda one: (one.mean is None, one.mean or 0.0, one.path or ""))
