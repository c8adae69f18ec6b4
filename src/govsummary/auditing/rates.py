"""Rates against their counts: 应结7487件，审结7263件，结案率97%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from govsummary.auditing.amounts import Amount, Result, all_of, both, quote, remaining, share, share_of, summed
from govsummary.auditing.arithmetic import HUNDRED
from govsummary.auditing.checks import Check, Evidence, agrees, compared, refuted
from govsummary.auditing.figures import FARTHEST, Figure, Figures
from govsummary.auditing.report import Reason
from govsummary.auditing.words import ClaimWords, Rate

_RATE = re.compile("[率度]$|比例$|比重$|占比$")
_REACHED = re.compile("(?:稳定|保持)?(?:达到?|为|是|约|在|至|提高到|提升到|上升到)+$")
_NAMED_RATE = re.compile("([^率的]{2})(?:率|比例|进度|覆盖面)$")
_MEAN = re.compile("[每均]")
_ALWAYS = re.compile("连续|历年|多年")  # a rate that was held over years is not that of the counts beside it
_WHOLE_BEHIND = re.compile("应|总数|任务|目标|计划|余额|总额|总量|总人口")
_OF_ALL = re.compile("共|已|均")  # 低保2000户、特困400户，共走访2220户
_MONEY = "元"
_PERCENT = ("%", "％", "个百分点", "百分之")
_DUE, _ACTUAL = re.compile("应(.)"), re.compile("实际?(.)")
_IDLE = re.compile("其中|目前|截至|现|已|均|共|累计|全年|全部|按期|及时|督促|完成|直接")
_MUCH_LESS = 2  # a whole that is half of its part or less is not its whole


def find_rates(figures: Figures, words: ClaimWords) -> Iterator[Check]:
    """Checks every rate that two counts of its sentence relate."""
    for claim in figures.all:
        if not is_level(claim):
            continue
        rates = words.rates_of(metric_of(claim))
        found = [*(_check(figures, claim, rate, words) for rate in rates), _by_name(figures, claim, words)]
        if not any(found):
            found = [_by_form(figures, claim, rate, words) for rate in rates]
        checks = [check for check in found if check is not None]
        if checks:
            yield next((check for check in checks if check.verdict == "confirmed"), checks[0])


def find_excess(figures: Figures, words: ClaimWords) -> Iterator[Check]:
    """Checks that no more was done than there was: 应到186名，实到192名; 排查隐患126处，整改138处."""
    strict = {rate.id: rate for rates in words.rates.values() for rate in rates if rate.never_more}.values()
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
    same = part.object in ("", whole.object, part.action) or rate.done.fullmatch(part.object) is not None
    return bool(opens and rate.done.search(part.lead) and same)


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
    return [one for one in figures.before(claim) if _is_count(one)]


def _is_count(figure: Figure) -> bool:
    return figure.counts and figure.unit != "%" and _MEAN.search(figure.lead) is None


# --- rates that the lexicon knows -------------------------------------------------------------------------------------


def _check(figures: Figures, claim: Figure, rate: Rate, words: ClaimWords) -> Check | None:
    counts = _counts(figures, claim)
    pairs = list(_pairs(counts, rate))
    if not pairs:  # 发现问题48个，整改率98%，已整改45个
        beside = [*(one for one in figures.after(claim)[:1] if _is_count(one)), *counts]
        pairs = list(_pairs(beside, rate))
        counts = beside if pairs else counts
    if not pairs:
        found = _by_sum(figures, claim, counts, rate) or _by_left(claim, counts, rate)
        if found is not None or not counts:
            return found
        if len(counts) > 1:
            return _by_recent(figures, claim, rate, words)
        counts = [one for one in figures.lately(claim) if _is_count(one)]  # 受理3260件。审结3126件，结案率95.9%
        pairs = list(_pairs(counts, rate))
        if not pairs:
            return _by_left(claim, counts, rate) or _by_recent(figures, claim, rate, words)
    fitting = (pair for pair in pairs if agrees(claim, share_of(pair[0], pair[1])))
    part, whole, loose = next(fitting, pairs[0])
    certain = not (loose and _may_be_less(claim, part, whole))
    certain = certain and _names_same(claim, rate, part, whole, words) and not _summed_fits(claim, counts, rate)
    certain = certain and not _is_apart(figures, part, whole)
    elsewhere = _ALWAYS.search(figures.clause_of(claim)) or _is_told_beside(figures, claim, part, whole)
    return _compared(claim, part, whole, None if certain and not elsewhere else "ambiguous")


def _is_apart(figures: Figures, part: Figure, whole: Figure) -> bool:
    """Tells whether a semicolon or a full stop parts two counts of which each names what it counts."""
    if whole.number > part.number or not set("；。") & set(figures.between(whole, part)):
        return False
    named = bool(part.object and whole.object) and part.object in part.lead and part.object != part.action
    own = _IDLE.sub("", part.lead).replace(part.action, "").translate(dict.fromkeys(map(ord, whole.words)))
    return named and (not whole.object.endswith(part.object) or len(own) > 1)


def _by_recent(figures: Figures, claim: Figure, rate: Rate, words: ClaimWords) -> Check | None:
    """审结478人。…在审结的案件中，适用412人，适用率86.2%: a whole of any sentence before confirms what it fits.

    The only one of the paragraph refutes, too.
    """
    parts = _counts(figures, claim)
    back = figures.all[max(0, claim.number - FARTHEST) : claim.number - len(figures.before(claim))]
    pairs = _pairs([*parts, *(one for one in reversed(back) if _is_count(one))], rate)
    found = [pair for pair in pairs if pair[0] in parts]
    fitting = next((pair for pair in found if agrees(claim, share_of(*pair[:2]))), None)
    if fitting is not None:
        return _compared(claim, *fitting[:2], None)
    near = [pair for pair in found if _in_one_passage(figures, *pair[:2])]
    if len(near) != 1 or near[0][2] or near[0][0].number != claim.number - 1 or claim.value == HUNDRED:
        return None
    part, whole, _ = near[0]
    if _is_apart(figures, part, whole) or not _names_same(claim, rate, part, whole, words):
        return None
    check = _compared(claim, part, whole, None)
    return replace(check, severity="warning") if check.severity else check


def _in_one_passage(figures: Figures, part: Figure, whole: Figure) -> bool:
    """Tells whether two counts stand in one paragraph and no other count in their unit stands between them."""
    between = figures.all[whole.number + 1 : part.number]
    return "\n" not in figures.view[whole.quantity.end : part.quantity.start] and all(
        one.unit != part.unit for one in between
    )


def _by_form(figures: Figures, claim: Figure, rate: Rate, words: ClaimWords) -> Check | None:
    """发出检察建议60件，按期整改57件，整改率97.5%: two counts straight before, the second with the verb of the rate."""
    counts = _counts(figures, claim)
    if len(counts) < 2 or not _is_straight(figures, claim, counts[0], counts[1], words):
        return None
    part, whole = counts[:2]
    made = rate.done.search(part.words) or rate.done.match(part.tail)
    if not made or rate.done.search(whole.words) or not _names_same(claim, rate, part, whole, words):
        return None
    together = _with_sum([one for one in counts[1:] if one.unit == whole.unit])
    amounts = both(part, whole)
    if amounts is None or any(agrees(claim, share(amounts[0], one)) for one in together):
        return None
    return _compared(claim, part, whole, None)


def _may_be_less(claim: Figure, part: Figure, whole: Figure) -> bool:
    """Tells whether what was pending before may explain the rate: more cases make it lower, never higher."""
    result = share_of(part, whole)
    return result is None or claim.interval is None or claim.interval.low <= result.interval.high


def _is_told_beside(figures: Figures, claim: Figure, part: Figure, whole: Figure) -> bool:
    """Tells whether another rate of the sentence is that of the counts (调处率100%，成功率97.1%)."""
    others = (one for one in figures.sentence_of(claim) if one is not claim and is_level(one))
    return any(agrees(one, share_of(part, whole)) for one in others)


def _by_sum(figures: Figures, claim: Figure, counts: Sequence[Figure], rate: Rate) -> Check | None:
    """建议86件、提案104件，满意181件，满意率95.3%: of all that a list before the part counts."""
    part = next((one for one in counts if rate.done.search(one.clause_words)), None)
    wholes = [one for one in counts if part is not None and one.number < part.number and one.unit == part.unit][::-1]
    amounts = all_of([*wholes, part]) if part is not None else None
    if part is None or amounts is None or len(wholes) < 2:
        return None
    listed = all("、" in figures.between(one, other) for one, other in pairwise(wholes))
    if not rate.whole.search(wholes[0].clause_words) and not (listed and _OF_ALL.match(part.lead)):
        return None
    together = summed(amounts[:-1])
    whole = Amount(together.exact, together.interval, f"（{together.formula}）")
    evidence: Evidence = (("part", part), *(("whole", one) for one in wholes))
    doubt: Reason | None = None if listed and part is counts[0] else "ambiguous"
    return compared("ratio_mismatch", "rate", claim, evidence, share(amounts[-1], whole), doubt=doubt)


def _by_left(claim: Figure, counts: Sequence[Figure], rate: Rate) -> Check | None:
    """抽检1860批次，不合格42批次，合格率97.7%: what is told are the others."""
    left = next((one for one in counts if rate.left.search(one.clause_words)), None)
    others = list(_others(counts, left)) if left is not None else []
    wholes = [one for one in others if rate.whole.search(one.clause_words) and left and not _is_less(one, left)]
    if left is None or not wholes:
        return None
    whole = next((one for one in wholes if agrees(claim, _rest(left, one))), wholes[0])
    evidence: Evidence = (("part", left), ("whole", whole))
    near = whole.record.sentence == claim.record.sentence or len(wholes) == 1
    doubt: Reason | None = None if left is counts[0] and near else "ambiguous"
    return compared("ratio_mismatch", "rate", claim, evidence, _rest(left, whole), doubt=doubt)


def _rest(left: Figure, whole: Figure) -> Result | None:
    amounts = both(left, whole)
    return remaining(*amounts) if amounts else None


def _compared(claim: Figure, part: Figure, whole: Figure, doubt: Reason | None) -> Check:
    evidence: Evidence = (("part", part), ("whole", whole))
    return compared("ratio_mismatch", "rate", claim, evidence, share_of(part, whole), doubt=doubt)


def _pairs(counts: Sequence[Figure], rate: Rate) -> Iterator[tuple[Figure, Figure, bool]]:
    """Gives the pairs of counts that the rate may relate, nearest first, and whether the whole may leave out some."""
    for part in counts:
        if not part.told or not rate.done.search(part.clause_words):
            continue
        for whole in _others(counts, part):
            loose = rate.loose.search(whole.clause_words) is not None
            named = loose or rate.whole.search(whole.clause_words) is not None or whole.quantity.aggregate == "total"
            if named and not _is_less(whole, part, 1 if rate.never_more else _MUCH_LESS):
                yield part, whole, loose


def _others(counts: Sequence[Figure], part: Figure) -> Iterator[Figure]:
    """Gives the counts in the unit of a part: those before it, then those behind it that say they are the whole."""
    same = [one for one in counts if one is not part and one.unit == part.unit]
    yield from (one for one in same if one.number < part.number)
    yield from (one for one in same if one.number > part.number and _WHOLE_BEHIND.search(one.lead))


def _is_less(whole: Figure, part: Figure, times: int = _MUCH_LESS) -> bool:
    if whole.interval is None or part.interval is None:
        return False
    return whole.interval.high * times < part.interval.low


def _summed_fits(claim: Figure, counts: Sequence[Figure], rate: Rate) -> bool:
    """Tells whether the rate is right of several counts together (旧存120件，新收5127件，审结4986件)."""
    for unit in {one.unit for one in counts}:
        same = [one for one in counts if one.unit == unit]
        parts = _with_sum([one for one in same if rate.done.search(one.clause_words)])
        wholes = _with_sum([one for one in same if not rate.done.search(one.clause_words)])
        if any(agrees(claim, share(part, whole)) for part in parts for whole in wholes):
            return True
    return False


def _with_sum(figures: Sequence[Figure]) -> list[Amount]:
    amounts = all_of(figures) or []
    if len(amounts) < 2:
        return amounts
    together = summed(amounts)
    return [*amounts, Amount(together.exact, together.interval, together.formula)]


def _names_same(claim: Figure, rate: Rate, part: Figure, whole: Figure, words: ClaimWords) -> bool:
    """Tells whether what stands before the rate's name is what the counts count (案件办结率 of 案件)."""
    name = metric_of(claim)
    known = max((one for one in rate.rates if name.endswith(one)), key=len, default="")
    topic = set(words.lists["any_topic"].sub("", name[: len(name) - len(known)].removesuffix("的")))
    counted = set(f"{part.clause_words}|{whole.clause_words}")
    return len(topic & counted) * 2 >= len(topic)


# --- rates that no entry knows ----------------------------------------------------------------------------------------


def _by_name(figures: Figures, claim: Figure, words: ClaimWords) -> Check | None:
    """A rate of a count that has its name: 视频探头总数8200个，在线8036个，在线率98%; any that fits is right."""
    match = _NAMED_RATE.search(metric_of(claim))
    counts = _counts(figures, claim)
    if match is None or len(counts) < 2:
        return None
    part = counts[0]
    whole = next((one for one in counts[1:] if one.unit == part.unit), None)
    if whole is None or not part.told or _is_less(whole, part):
        return None
    check = _compared(claim, part, whole, None)
    if check.verdict == "confirmed":
        return check
    if not _bears_name(part, whole, match[1]):
        return None
    sure = words.says("all", whole.lead) or _is_straight(figures, claim, part, whole, words)
    return check if check.verdict != "refuted" or sure else None


def _bears_name(part: Figure, whole: Figure, name: str) -> bool:
    """Tells whether a count was made so as the rate is called: 定期检验 of 定检率, 应缴 and 实收 of 收缴率."""
    told = f"{part.lead}|{part.action}|{part.tail}"
    if re.search(f"(?<![不未没尚待无非])(?:{name}|{name[::-1]})", told):
        return True
    if re.search(".{0,4}".join(name), part.lead):
        return True
    due, actual = _DUE.search(whole.lead), _ACTUAL.search(part.lead)
    return due is not None and actual is not None and actual[1] in due[1] + name


def _is_straight(figures: Figures, claim: Figure, part: Figure, whole: Figure, words: ClaimWords) -> bool:
    """Tells whether whole, part and rate stand one behind the other, so that nothing else can be meant."""
    between = [one for one in figures.sentence_of(claim) if whole.number < one.number < part.number]
    same = part.unit == whole.unit and not any(one.unit == part.unit for one in between)
    straight = part.number == claim.number - 1 and same
    known = _ACTUAL.search(part.lead) is not None or (bool(part.action) and part.action in metric_of(claim))
    counted = part.unit != _MONEY or (known and not words.says("saved", part.words))
    if not straight or not counted or claim.quantity.unit not in _PERCENT or "平均" in claim.lead:
        return False
    if claim.value == HUNDRED or _is_less(whole, part, 1) or words.says("effort", whole.words):
        return False
    gap = figures.between(whole, part)
    return bool(set("，（中") & set(gap)) and not set("；。") & set(gap + figures.between(part, claim))
