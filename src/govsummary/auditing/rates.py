"""Rates against their counts: 应结7487件，审结7263件，结案率97%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from govsummary.auditing.amounts import Amount, Result, all_of, both, quote, share, summed
from govsummary.auditing.checks import Check, Evidence, agrees, compared, refuted
from govsummary.auditing.figures import Figure, Figures
from govsummary.auditing.report import Reason
from govsummary.auditing.words import ClaimWords, Rate

_RATE = re.compile("[率度]$|比例$|比重$|占比$")
_REACHED = re.compile("(?:稳定|保持)?(?:达到?|为|是|约|在|至|提高到|提升到|上升到)+$")
_NAMED_RATE = re.compile("([^率的]{2})率$")
_WHOLE_BEHIND = re.compile("应|总数|任务|目标|计划")
_MUCH_LESS = 2  # a whole that is half of its part or less is not its whole


def find_rates(figures: Figures, words: ClaimWords) -> Iterator[Check]:
    """Checks every rate that two counts of its sentence relate."""
    for claim in figures.all:
        if not is_level(claim):
            continue
        rate = words.rate_of(metric_of(claim))
        check = _check(figures, claim, rate) if rate else None
        check = check or _by_name(figures, claim, words)
        if check is not None:
            yield check


def find_excess(figures: Figures, words: ClaimWords) -> Iterator[Check]:
    """Checks that no more was done than there was: 应到186名，实到192名; 排查隐患126处，整改138处."""
    strict = [rate for rate in words.rates.values() if rate.never_more]
    for sentence in figures.sentences():
        counts = [one for one in sentence if one.told and one.unit != "%"]
        for whole, part in pairwise(counts):
            amounts = both(part, whole)
            if whole.unit != part.unit or amounts is None or part.lead.startswith(("其中", "累计")):
                continue
            related = any(_is_whole_of(whole, part, rate) for rate in strict)
            if related and amounts[0].interval.low > amounts[1].interval.high:
                arithmetic = f"{quote(part)} > {quote(whole)}"
                yield refuted("impossible", "part_over", part, (("whole", whole),), arithmetic, severity="warning")


def _is_whole_of(whole: Figure, part: Figure, rate: Rate) -> bool:
    """Tells whether one count is the whole and the other what was done of it, each by its own words."""
    opens = rate.whole.search(whole.lead) and not rate.done.search(whole.lead)
    return bool(opens and rate.done.search(part.lead) and part.object in ("", whole.object))


def is_level(figure: Figure) -> bool:
    """Tells whether the figure states a level in %, done or going on, that nothing else is held against."""
    return (
        figure.unit == "%"
        and figure.quantity.kind == "ratio"
        and figure.record.status != "planned"
        and not figure.is_measure
    )


def metric_of(figure: Figure) -> str:
    """Gives the name of a rate: its object, or what stands straight before it."""
    if _RATE.search(figure.object):
        return figure.object
    return _REACHED.sub("", figure.lead)


def _counts(figures: Figures, claim: Figure) -> list[Figure]:
    """Gives the counts before a rate in its sentence, nearest first."""
    return [one for one in figures.before(claim) if one.told and one.unit != "%"]


# --- rates that the lexicon knows -------------------------------------------------------------------------------------


def _check(figures: Figures, claim: Figure, rate: Rate) -> Check | None:
    counts = _counts(figures, claim)
    pairs = list(_pairs(counts, rate))
    if not pairs:  # 发现问题48个，整改率98%，已整改45个
        counts = [*(one for one in figures.after(claim)[:1] if one.told and one.unit != "%"), *counts]
        pairs = list(_pairs(counts, rate))
    if not pairs:
        return None
    fitting = (pair for pair in pairs if agrees(claim, _share(pair[0], pair[1])))
    part, whole, loose = next(fitting, pairs[0])
    certain = not loose and _names_same(claim, rate, part, whole) and not _summed_fits(claim, counts, rate)
    return _compared(claim, part, whole, None if certain else "ambiguous")


def _share(part: Figure, whole: Figure) -> Result | None:
    amounts = both(part, whole)
    return share(*amounts) if amounts else None


def _compared(claim: Figure, part: Figure, whole: Figure, doubt: Reason | None) -> Check:
    evidence: Evidence = (("part", part), ("whole", whole))
    return compared("ratio_mismatch", "rate", claim, evidence, _share(part, whole), doubt=doubt)


def _pairs(counts: Sequence[Figure], rate: Rate) -> Iterator[tuple[Figure, Figure, bool]]:
    """Gives the pairs of counts that the rate may relate, nearest first, and whether the whole may leave out some."""
    for part in counts:
        if not rate.done.search(part.words):
            continue
        for whole in _others(counts, part):
            loose = rate.loose.search(whole.words) is not None
            named = loose or rate.whole.search(whole.words) is not None or whole.quantity.aggregate == "total"
            if named and not _is_less(whole, part):
                yield part, whole, loose


def _others(counts: Sequence[Figure], part: Figure) -> Iterator[Figure]:
    """Gives the counts in the unit of a part: those before it, then those behind it that say they are the whole."""
    same = [one for one in counts if one is not part and one.unit == part.unit]
    yield from (one for one in same if one.number < part.number)
    yield from (one for one in same if one.number > part.number and _WHOLE_BEHIND.search(one.lead))


def _is_less(whole: Figure, part: Figure) -> bool:
    if whole.interval is None or part.interval is None:
        return False
    return whole.interval.high * _MUCH_LESS < part.interval.low


def _summed_fits(claim: Figure, counts: Sequence[Figure], rate: Rate) -> bool:
    """Tells whether the rate is right of several counts together (旧存120件，新收5127件，审结4986件)."""
    for unit in {one.unit for one in counts}:
        same = [one for one in counts if one.unit == unit]
        parts = _with_sum([one for one in same if rate.done.search(one.words)])
        wholes = _with_sum([one for one in same if not rate.done.search(one.words)])
        if any(agrees(claim, share(part, whole)) for part in parts for whole in wholes):
            return True
    return False


def _with_sum(figures: Sequence[Figure]) -> list[Amount]:
    amounts = all_of(figures) or []
    if len(amounts) < 2:
        return amounts
    together = summed(amounts)
    return [*amounts, Amount(together.exact, together.interval, together.formula)]


def _names_same(claim: Figure, rate: Rate, part: Figure, whole: Figure) -> bool:
    """Tells whether what stands before the rate's name is what the counts count (案件办结率 of 案件)."""
    name = metric_of(claim)
    known = max((one for one in rate.rates if name.endswith(one)), key=len, default="")
    topic = set(name[: len(name) - len(known)].removesuffix("的"))
    counted = set(f"{part.words}|{whole.words}")
    return len(topic & counted) * 2 >= len(topic)


# --- rates that no entry knows ----------------------------------------------------------------------------------------


def _by_name(figures: Figures, claim: Figure, words: ClaimWords) -> Check | None:
    """A rate of a count that has its name: 视频探头总数8200个，在线8036个，在线率98%."""
    match = _NAMED_RATE.search(metric_of(claim))
    counts = _counts(figures, claim)
    if match is None or len(counts) < 2:
        return None
    part, whole = counts[:2]
    named = re.search(f"(?<![不未没尚待无非]){re.escape(match[1])}", f"{part.lead}|{part.action}")
    if named is None or part.unit != whole.unit or _is_less(whole, part):
        return None
    check = _compared(claim, part, whole, None)
    return check if check.verdict != "refuted" or words.says("all", whole.lead) else None
