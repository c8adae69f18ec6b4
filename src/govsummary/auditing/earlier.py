"""The document against earlier ones: levels that growth leads from, units that slipped, plans that were missed.

Which metric is which comes from `compare`; here is only what follows from a match.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from govsummary.auditing.amounts import quote, share_of
from govsummary.auditing.arithmetic import EXACT, are_near, plain
from govsummary.auditing.checks import Check, Evidence, compared, confirmed, refuted
from govsummary.auditing.figures import Figure, Figures
from govsummary.auditing.growth import Earlier, is_shortened
from govsummary.auditing.rates import is_level
from govsummary.auditing.report import Reason
from govsummary.auditing.words import ClaimWords
from govsummary.compare.align import Match, align
from govsummary.compare.metrics import Metric, metrics_of
from govsummary.compare.plans import find_plans
from govsummary.compare.rows import RowMaker
from govsummary.compare.thesaurus import Thesaurus
from govsummary.model import Period

# Names that are the same, or as good as: only such a match refutes a claim. Any match confirms one that it fits.
SAME_NAME, NEARLY_SAME = 0.78, 0.95
WEAKEST = 0.5  # of pairs among what the alignment left over
PLAN_CERTAIN, PLAN_LIKELY = 0.95, 0.55
PLAUSIBLE_RESULT = Decimal("0.5")  # of a plan whose result is worded otherwise
VERY_ALIKE = Decimal("1.5")
# Two numbers that look alike (41.2 and 38.6) in units that lie this far apart: one of the units is wrong.
LOOK_ALIKE = Decimal(4)
FAR_APART = Decimal(200)
SLIPS = (Decimal(10**4), Decimal(10**8))  # 万 or 亿 too many, or one for the other
SAME_SIZE = Decimal(20)
_YEAR = 360  # days; a period of fewer is part of a year
_FULFILLED = re.compile("(?:已|超额)?(?:完成|占|为|达到?|实现|是|相当于)")
_SUMMED = re.compile("^(?:全年|全市|全县|全区|全镇|今年|共|累计)+")
_SHORT_NAME, _LONG_NAME = 4, 6
_AGES = frozenset({"岁", "周岁"})  # 65岁以上 says who, not how many


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier document, matched with the audited one.

    Attributes:
        figures: of the earlier document.
        places: its figures by where they stand.
        matches: by where the figure of the audited document stands, the likeliest first.
        metrics: of both documents, the earlier one first.
    """

    figures: Figures
    places: Mapping[int, Figure]
    matches: Mapping[int, Sequence[Match]]
    metrics: tuple[Sequence[Metric], Sequence[Metric]]

    @classmethod
    def of(cls, figures: Figures, new: Sequence[Metric], thesaurus: Thesaurus) -> Past:
        """Matches an earlier document with the metrics of the audited one."""
        old = metrics_of(figures.document, thesaurus)
        matches: dict[int, list[Match]] = {}
        for match in _matches(old, new, thesaurus):
            matches.setdefault(match.new.quantity.start, []).append(match)
        return cls(figures, {figure.quantity.start: figure for figure in figures.all}, matches, (old, new))

    def earlier(self, level: Figure, change: Figure) -> Iterator[Earlier]:
        """Yields the levels of the earlier document that a change may lead from, each with why it may not refute it."""
        for match in self.matches.get(level.quantity.start, ()):
            figure = self.places[match.old.quantity.start]
            if figure.unit == level.unit and figure.record.status != "planned":
                yield Earlier(figure, self._bar(level, figure, change, match))
        if level.quantity.start not in self.matches and level.action and change.lead.startswith(level.action):
            yield from self._of_deed(level, change)
        elif level.quantity.start not in self.matches:
            found = [one for one in self.figures.all if one.told and one.unit == level.unit and _alike(one, level)]
            yield from (Earlier(one, "ambiguous") for one in found[:1] if len(found) == 1)

    def _of_deed(self, level: Figure, change: Figure) -> Iterator[Earlier]:
        """提起公诉的人数比上年下降: the one figure of the earlier document that counts what was done so."""
        found = [one for one in self.figures.all if one.told and (one.action, one.unit) == (level.action, level.unit)]
        if len(found) == 1:
            fits = _fits(level.record.time, found[0].record.time, change.quantity.basis)
            yield Earlier(found[0], None if fits else "different_period")

    def _bar(self, level: Figure, figure: Figure, change: Figure, match: Match) -> Reason | None:
        if not _fits(level.record.time, figure.record.time, change.quantity.basis):
            return "different_period"
        strong = is_strong(match) or (match.exact and _told_alike(level, figure))
        return None if strong and not slipped(level, figure) else "ambiguous"


def is_strong(match: Match) -> bool:
    """Tells whether the two metrics of a match are the same for sure."""
    return match.score >= NEARLY_SAME or (match.exact and match.score >= SAME_NAME)


def _alike(one: Figure, other: Figure) -> bool:
    """Tells whether the name of one is that of the other with words left out: 调解矛盾纠纷, 排查调解矛盾纠纷."""
    less, more = sorted((f"{it.action}{it.object}" for it in (one, other)), key=len)
    return len(less) >= _SHORT_NAME and one.object[-1:] == other.object[-1:] and is_shortened(less, more)


def _told_alike(level: Figure, figure: Figure) -> bool:
    """Tells whether the same words stand before both, enough of them to say what it is: 为受援人挽回经济损失."""
    words, others = (_SUMMED.sub("", one.lead) for one in (level, figure))
    return words == others and len(words) >= _LONG_NAME


def _matches(old: Sequence[Metric], new: Sequence[Metric], thesaurus: Thesaurus) -> Iterator[Match]:
    """Yields what the alignment matched, then metrics of one name that are told more than once, then weak pairs."""
    found = align(old, new, thesaurus.general)
    yield from found.matches
    taken = {match.new.quantity.start for match in found.matches}
    namesakes: dict[object, list[Metric]] = {}
    for metric in old:
        namesakes.setdefault((metric.block, metric.key, metric.spans), []).append(metric)
    for metric in new:
        same = namesakes.get((metric.block, metric.key, metric.spans), [])
        if len(same) == 1 and metric.phrase and metric.quantity.start not in taken:
            yield Match(same[0], metric, 1.0, exact=True)
    for doubt in found.new_doubts:
        yield from (Match(other, doubt.metric, WEAKEST, exact=False) for other, _ in doubt.candidates)
    for match in align(found.removed, found.added, thesaurus.general, threshold=WEAKEST).matches:
        yield Match(match.old, match.new, WEAKEST, exact=False)


def find_slips(figures: Figures, past: Past) -> Iterator[Check]:
    """Checks figures that are written in another unit than in the earlier document."""
    for figure in figures.all:
        for match in past.matches.get(figure.quantity.start, ())[:1]:
            check = _slip(figure, past.places[match.old.quantity.start], is_strong(match))
            if check is not None:
                yield check


def _slip(figure: Figure, old: Figure, certain: bool) -> Check | None:
    if figure.unit != old.unit or figure.unit == "%" or figure.quantity.kind != "amount" or old.size == figure.size:
        return None
    if not figure.value or not old.value:
        return None
    evidence: Evidence = (("plan" if old.record.status == "planned" else "earlier", old),)
    factor = EXACT.divide(max(figure.value, old.value), min(figure.value, old.value))
    arithmetic = f"{quote(old)} → {quote(figure)}：{plain(factor.quantize(Decimal('0.01')))}×"
    if slipped(figure, old):
        certain = certain or slipped(figure, old, VERY_ALIKE)
        return refuted("unit_slip", "slip", figure, evidence, arithmetic) if certain else None
    return confirmed("unit_slip", "slip", figure, evidence, arithmetic) if factor < SAME_SIZE else None


def slipped(figure: Figure, old: Figure, likeness: Decimal = LOOK_ALIKE) -> bool:
    """Tells whether two figures look alike as written (by no more than that factor) and are worlds apart in value."""
    if not figure.value or not old.value or figure.size == old.size:
        return False
    written, before = EXACT.divide(figure.value, figure.size), EXACT.divide(old.value, old.size)
    alike = are_near(written, before, likeness)
    less, more = sorted((figure.value, old.value))
    return (alike and more >= less * FAR_APART) or any(
        are_near(more, EXACT.multiply(less, by), VERY_ALIKE) for by in SLIPS
    )


def find_missed(figures: Figures, past: Past, words: ClaimWords, thesaurus: Thesaurus) -> Iterator[Check]:
    """Checks what the earlier document planned for this period against what is reported, also as a part of the task."""
    old, new = past.metrics
    places = {figure.quantity.start: figure for figure in figures.all}
    tasks = _open_tasks(figures, words)
    for plan in find_plans(old, new, figures.document.period, RowMaker("zh"), thesaurus):
        if plan.result is None or plan.score is None:
            check = _reached(figures, past.places[plan.plan.start])
            if check is not None:
                yield check
            continue
        result, planned = places[plan.result.start], past.places[plan.plan.start]
        if result.quantity.unit in _AGES:
            continue
        certain = plan.score >= PLAN_CERTAIN or (plan.score >= PLAN_LIKELY and _is_near(result, planned))
        fulfilled = _part_of_task(figures, tasks, (result, planned), words, certain=certain)
        if fulfilled is not None:
            yield fulfilled
        slip = _slip(result, planned, certain)
        if slip is not None:
            yield slip
        if plan.met is not None and (slip is None or slip.verdict == "confirmed"):
            check = _plan(result, planned, plan.met, certain)
            if check is not None:
                yield check


def _reached(figures: Figures, planned: Figure) -> Check | None:
    """Gives the one figure that a plan of a longer or shorter name may be of, where it reaches it."""
    found = [one for one in figures.all if one.told and one.unit == planned.unit and _alike(one, planned)]
    values = {one.value for one in found}
    reached = planned.value is not None and found and (found[0].value or 0) >= planned.value
    if len(values) != 1 or not reached or planned.quantity.bound == "at_most":
        return None
    return _plan(found[0], planned, met=True, certain=False)


def _open_tasks(figures: Figures, words: ClaimWords) -> list[Figure]:
    """Gives the parts of a task whose result stands in another sentence: 高标准农田完成年度任务的104%."""
    told = (one for one in figures.all if is_level(one) and words.says("target", one.lead))
    return [one for one in told if _FULFILLED.search(one.lead) and not any(it.told for it in figures.before(one))]


def _part_of_task(
    figures: Figures, tasks: Sequence[Figure], pair: tuple[Figure, Figure], words: ClaimWords, *, certain: bool
) -> Check | None:
    """新改建公路336公里，完成年度任务的105%: the task stands in the earlier document only."""
    result, planned = pair
    claim = next(iter(figures.after(result)), None) or result
    if not is_level(claim) or not _FULFILLED.match(claim.lead):
        claim = next((one for one in tasks if len(result.object) > 2 and one.lead.startswith(result.object)), claim)
    if not is_level(claim) or not _FULFILLED.search(claim.lead) or result.unit != planned.unit:
        return None
    if not words.says("target", claim.lead) or planned.quantity.bound != "exact":
        return None
    evidence: Evidence = (("part", result), ("plan", planned))
    doubt: Reason | None = None if certain else "ambiguous"
    return compared("ratio_mismatch", "target", claim, evidence, share_of(result, planned), doubt=doubt)


def _sign(result: Figure, planned: Figure) -> str:
    if result.value is None or planned.value is None or result.value == planned.value:
        return "="
    return ">" if result.value > planned.value else "<"


def _is_near(result: Figure, planned: Figure) -> bool:
    if not result.value or not planned.value:
        return False
    less, more = sorted((result.value, planned.value))
    return less >= more * PLAUSIBLE_RESULT


def _plan(result: Figure, planned: Figure, met: bool, certain: bool) -> Check | None:
    evidence: Evidence = (("plan", planned),)
    arithmetic = f"{quote(result)} {_sign(result, planned)} {quote(planned)}"
    if met:
        return confirmed("plan_missed", "plan", result, evidence, arithmetic)
    return refuted("plan_missed", "plan", result, evidence, arithmetic, severity="warning") if certain else None


# --- periods ----------------------------------------------------------------------------------------------------------


def _fits(new: Period | None, old: Period | None, basis: str | None) -> bool:
    """Tells whether the old period is what a change is measured against: a year before, or for 环比 just before."""
    if new is None or old is None:  # who names an earlier document says that it is the one before
        return basis != "qoq"
    if basis == "qoq":  # in a report on a whole year 环比 is of its last month
        return old.end + dt.timedelta(days=1) == new.start and (new.end - new.start).days < _YEAR
    if basis == "since":
        return old.end + dt.timedelta(days=1) == new.start and new.start.month == 1
    starts, ends = (
        [day.year * 12 + day.month for day in days] for days in ((old.start, new.start), (old.end, new.end))
    )
    at_the_end = _is_end_of_year(old) or _is_end_of_year(new)  # 年末在册9460人，发放低保金…: the rest is of the year
    return ends[1] - ends[0] == 12 and (at_the_end or starts[1] - starts[0] == 12)


def _is_end_of_year(period: Period) -> bool:
    return period.start == period.end and (period.end.month, period.end.day) == (12, 31)
