"""Rows of a comparison: an alignment of metrics, compared and put into words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from govsummary.compare.align import Alignment, Doubt, Match
from govsummary.compare.intervals import Comparison, common_unit, compare, plain
from govsummary.compare.metrics import Metric
from govsummary.compare.models import Candidate, Figure, Monthly, Row
from govsummary.compare.similarity import action_similarity, same_unit
from govsummary.compare.wording import Language, Note, tell_all
from govsummary.model import Phrase

SHOWN_CANDIDATES = 5
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class RowMaker:
    """Makes rows of metrics.

    Attributes:
        texts: the text of each document where it is at hand, old first.
        months: how long each reports on, old first.
        same: whether both sides are the very same document.
    """

    language: Language
    general: frozenset[str] = frozenset()
    texts: tuple[str | None, str | None] = (None, None)
    months: tuple[int | None, int | None] = (None, None)
    same: bool = False

    def rows(self, alignment: Alignment) -> list[Row]:
        """Gives a row for every metric of both sides, matched or not, in the order of the new document."""
        placed: list[tuple[tuple[int, int, int], Row]] = []
        follows = _followed(alignment)
        placed += [((match.new.place, 0, 0), self._matched(match)) for match in alignment.matches]
        placed += [((metric.place, 0, 0), self._single(metric, new=True)) for metric in alignment.added]
        placed += [((doubt.metric.place, 0, 0), self._doubted(doubt, new=True)) for doubt in alignment.new_doubts]
        for metric in alignment.removed:
            placed.append(((follows[metric.place], 1, metric.place), self._single(metric, new=False)))
        for doubt in alignment.old_doubts:
            place = doubt.metric.place
            placed.append(((follows[place], 1, place), self._doubted(doubt, new=False)))
        return [row for _, row in sorted(placed, key=lambda pair: pair[0])]

    def figure(self, metric: Metric, new: bool) -> Figure:
        """Gives a metric of one side as a figure."""
        return Figure.of(metric.record, metric.quantity, self.texts[new])

    def _matched(self, match: Match) -> Row:
        old, new = match.old, match.new
        found = compare(old, new, self.same)
        notes = [*why_matched(match, self.general), *([Note(found.why)] if found.why else [])]
        return self._row(
            new,
            status=found.outcome,
            old=self.figure(old, new=False),
            new=self.figure(new, new=True),
            delta=found.delta,
            percent=found.percent,
            score=match.score,
            reason=tell_all(notes, self.language),
            scope=any(note.code.startswith("scope") for note in notes),
            monthly=self._monthly(old, new, found),
            unit=common_unit(old, new),
        )

    def _single(self, metric: Metric, new: bool) -> Row:
        note = Note("origin" if metric.block.origin else "only_new" if new else "only_old")
        figure, reason = self.figure(metric, new), tell_all([note], self.language)
        old, later = (None, figure) if new else (figure, None)
        return self._row(metric, status="added" if new else "removed", old=old, new=later, reason=reason)

    def _doubted(self, doubt: Doubt, new: bool) -> Row:
        best = doubt.candidates[:SHOWN_CANDIDATES]
        candidates = tuple(Candidate(figure=self.figure(other, not new), score=score) for other, score in best)
        names = "、".join(f"{name(other)}{' '.join(other.quantity.quote.split())}" for other, _ in best)
        figure, reason = self.figure(doubt.metric, new), tell_all([Note("several", (names,))], self.language)
        old, later = (None, figure) if new else (figure, None)
        return self._row(doubt.metric, status="ambiguous", old=old, new=later, reason=reason, candidates=candidates)

    def _row(self, metric: Metric, **fields: object) -> Row:
        record = metric.record
        told: dict[str, object] = {
            "kind": metric.quantity.kind,
            "planned": metric.block.planned,
            "action": _text(record.action),
            "object": _text(record.object),
            "unit": metric.quantity.unit,
            "category": metric.category or None,
            "section": record.section,
            "delta": None,
            "percent": None,
            "score": None,
        }
        return Row.model_validate(told | fields)

    def _monthly(self, old: Metric, new: Metric, found: Comparison) -> Monthly | None:
        """Gives the rates a month of an amount that grows with the length of the period."""
        here, there = self.months
        if here is None or there is None or here == there or not is_flow(old) or not is_flow(new):
            return None
        if old.value is None or new.value is None or found.delta is None:
            return None
        before, after = old.value / (old.months or here), new.value / (new.months or there)
        percent = plain((after - before) / before * _HUNDRED) if before else None
        factor = old.factor if common_unit(old, new) == old.quantity.unit else Decimal(1)
        return Monthly(old=plain(before / factor), new=plain(after / factor), percent=percent)


def is_flow(metric: Metric) -> bool:
    """Says whether a metric sums up over time: something done, not a level, a rate or what is there at the end."""
    return metric.block.kind == "amount" and metric.block.per is None and bool(metric.action or metric.record.action)


def name(metric: Metric) -> str:
    """Gives action and object as written."""
    record = metric.record
    action, thing = _text(record.action) or "", _text(record.object) or ""
    return thing if action == thing else action + thing


def why_matched(match: Match, general: frozenset[str]) -> Iterator[Note]:
    """Says why two metrics were taken for the same, and what differs."""
    old, new = match.old, match.new
    if match.exact and name(old) == name(new):
        yield Note("same_name")
    else:
        yield from _about_objects(old, new)
        yield from _about_actions(old, new)
    if old.words and all(word in general for word in old.words):
        yield Note("general")
    if not match.exact and old.label and old.label == new.label:
        yield Note("same_category")
    if old.around == new.around and any(old.around):
        yield Note("same_company")
    if not same_unit(old, new):
        yield Note("other_unit", (old.quantity.unit, new.quantity.unit))
    if old.spans != new.spans and old.months != new.months:
        yield Note("other_span")


def _about_objects(old: Metric, new: Metric) -> Iterator[Note]:
    here, there = (_text(metric.record.object) or "—" for metric in (old, new))
    if old.phrase == new.phrase:
        yield Note("same_object") if here == there else Note("object_synonym", (here, there))
        return
    yield Note("object_alike", (here, there))
    fewer = [word for word in old.words if word not in new.words]
    more = [word for word in new.words if word not in old.words]
    if fewer and more:
        yield Note("scope_other", ("".join(fewer), "".join(more)))
    elif fewer:
        yield Note("scope_wider", ("".join(fewer),))
    elif more:
        yield Note("scope_narrower", ("".join(more),))


def _about_actions(old: Metric, new: Metric) -> Iterator[Note]:
    here, there = (_text(metric.record.action) or "" for metric in (old, new))
    if here == there or (not old.action and not new.action):
        return
    if old.action == new.action:
        yield Note("action_synonym", (here, there))
    elif not old.action or not new.action:
        yield Note("action_silent", (here or there,))
    else:
        alike = action_similarity(old.action, new.action) > 0
        yield Note("action_alike" if alike else "action_other", (here, there))


def _followed(alignment: Alignment) -> dict[int, int]:
    """Gives, for each old metric, the place of the new metric that the last matched one before it is matched with."""
    partners = {match.old.place: match.new.place for match in alignment.matches}
    alone: Iterable[int] = [metric.place for metric in alignment.removed]
    places = sorted([*partners, *alone, *(doubt.metric.place for doubt in alignment.old_doubts)])
    followed, last = {}, -1
    for place in places:
        last = partners.get(place, last)
        followed[place] = last
    return followed


def _text(phrase: Phrase | None) -> str | None:
    return None if phrase is None else "".join(phrase.text.split())
