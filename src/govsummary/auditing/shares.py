"""Shares of a whole and parts of a target: 占总量61.7%, 完成年度目标任务5000人的104.6%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govsummary.auditing.amounts import Amount, both, share, share_of, summed
from govsummary.auditing.checks import Check, Evidence, agrees, compared
from govsummary.auditing.figures import FARTHEST, Figure, Figures
from govsummary.auditing.rates import is_level
from govsummary.auditing.report import Reason
from govsummary.auditing.words import ClaimWords

# 占总量, 占全部案件的, 约占一般公共预算收入的比重为 → what it is a share of
_SHARE = re.compile("(?:占比|占)(?P<whole>.*)$")
_IDLE = re.compile(
    "(?:的)?(?:比重|比例|份额|百分比)?(?:约|近|超|超过|达到?|为|是|高达|只|仅|不到|就)*$"
    "|^(?:到|了|全部|所有|其|总(?![数量额值和面人户件])|当年|本年)|的$"
)
_TOTALS = re.compile("(?:总量|总数|总额|总值|总和|全部|全年|总面积|总人数|总户数|总件数)")
_COUNTED = ("额", "量", "数")
_FULFILLED = re.compile("(?:完成|占|为|达到?|实现|是|相当于)")
_AMONG = re.compile("[^，。；]{0,12}中，")  # 9个国考断面中，Ⅲ类及以上8个


def find_shares(figures: Figures, words: ClaimWords) -> Iterator[Check]:
    """Checks every share of a whole and every part of a target of which the document states both figures."""
    for claim in figures.all:
        if not is_level(claim):
            continue
        lead = _full_lead(figures, claim)
        match = _SHARE.search(lead)
        check = None
        if words.says("target", lead) and _FULFILLED.search(lead):
            check = _target(figures, claim, words)
        elif match:
            check = _share(figures, claim, _named(match["whole"]), words)
        if check is not None:
            yield check


def _full_lead(figures: Figures, claim: Figure) -> str:
    """Gives the words before a share; those before the whole where the whole is a figure itself (占计划2.3亿元的…)."""
    straight = _straight_before(figures, claim)
    return straight.lead if straight is not None and claim.lead in ("", "的") else claim.lead


def _straight_before(figures: Figures, claim: Figure) -> Figure | None:
    before = figures.before(claim)
    return before[0] if before and figures.between(before[0], claim) in ("", "的") else None


def _named(whole: str) -> str:
    """Gives what a share is taken of, without the words that only say that it is one."""
    before = None
    while before != whole:
        before, whole = whole, _IDLE.sub("", whole)
    return whole


# --- parts of a target ------------------------------------------------------------------------------------------------


def _target(figures: Figures, claim: Figure, words: ClaimWords) -> Check | None:
    """完成年度目标任务5000人的104.6%: the target stands straight before, the result before that."""
    before = [one for one in figures.before(claim) if one.quantity.kind == "amount" and one.unit != "%"]
    straight = _straight_before(figures, claim)
    aim = straight or next((one for one in before if words.says("target", one.lead)), None)
    if aim is None:
        return None
    same = [one for one in before if one.unit == aim.unit and one is not aim]
    done = next((one for one in same if one.told), None)
    if done is None:
        return None
    evidence: Evidence = (("part", done), ("whole", aim))
    in_turn = aim.number + 1 == done.number == claim.number - 1  # 总投资486亿元，计划92亿元，完成71.3亿元，占计划的…
    doubt: Reason | None = None if straight is not None or len(same) == 1 or in_turn else "ambiguous"
    return compared("ratio_mismatch", "target", claim, evidence, share_of(done, aim), doubt=doubt)


# --- shares -----------------------------------------------------------------------------------------------------------


def _share(figures: Figures, claim: Figure, name: str, words: ClaimWords) -> Check | None:
    part = _part(figures, claim)
    wholes = list(_wholes(figures, claim, part, name, words)) if part is not None else []
    if part is None or not wholes:
        return None
    fitting = next((whole for whole, _ in wholes if agrees(claim, share_of(part, whole))), None)
    first, certain = wholes[0]
    if fitting is None and (not certain or _of_both(claim, part, first)):
        return None
    whole = fitting or first
    evidence: Evidence = (("part", part), ("whole", whole))
    return compared("ratio_mismatch", "share", claim, evidence, share_of(part, whole))


def _of_both(claim: Figure, part: Figure, other: Figure) -> bool:
    """Tells whether a part is a share of two that stand side by side (新建5公里，改建3公里，占37.5%)."""
    amounts = both(part, other)
    if amounts is None:
        return False
    together = summed(amounts)
    return agrees(claim, share(amounts[0], Amount(together.exact, together.interval, together.formula)))


def _part(figures: Figures, claim: Figure) -> Figure | None:
    """Gives the amount that is a share: the one that is named, the one that the rate speaks of, or the nearest."""
    whole = _straight_before(figures, claim) if claim.lead in ("", "的") else None
    before = [one for one in figures.before(claim) if one.told and one.unit != "%" and one is not whole]
    subject = _SHARE.split(claim.lead)[0] if "占" in claim.lead else ""
    if len(subject) > 1:  # 存量违建占64.2%
        named = next((one for one in before if _is_named(one, subject)), None) or _most_alike(before, subject)
        if named is not None or not before or not before[0].lead.startswith("其中" + subject[0]):
            return named
    if subject and before and before[0].lead.startswith("其中" + subject[0]):  # 其中女党员26名，女性占比30.2%
        return before[0]
    spoken = [one for one in figures.spoken_of(claim) if one in before]
    return spoken[-1] if spoken else before[0] if before else None


def _most_alike(before: list[Figure], subject: str) -> Figure | None:
    """其中公办学校5520名，公办学位占92%: the one amount whose words share two characters with the name of the part."""
    pairs = {subject[place : place + 2] for place in range(len(subject) - 1)}
    found = [one for one in before if any(pair in f"{one.lead}|{one.object}" for pair in pairs)]
    return found[0] if len(found) == 1 else None


def _is_named(one: Figure, subject: str) -> bool:
    if subject in one.lead:
        return True
    return bool(one.object) and (subject.endswith(one.object) or one.object.endswith(subject))


def _wholes(
    figures: Figures, claim: Figure, part: Figure, name: str, words: ClaimWords
) -> Iterator[tuple[Figure, bool]]:
    """Gives the amounts that the part may be a share of, the likeliest first, and whether there is no doubt.

    There is none where the whole stands straight before, where its name is what it counts, or where the part stands
    behind 其中 and nothing else is named.
    """
    straight = _straight_before(figures, claim)
    if straight is not None and straight is not part and straight.unit == part.unit:
        yield straight, True
    near = [one for one in figures.before(part) if _may_hold(one, part)]
    sentence = figures.sentence_of(part)[0]
    opening = figures.view[sentence.record.sentence.start : sentence.quantity.start]
    is_sorted = words.says("sorted", opening)
    if is_sorted or (not near and part.lead.startswith("其中")):  # 共有医院8家。其中5家达标，占62.5%
        lately = [one for one in figures.lately(part) if _may_hold(one, part)]
        near = [one for one in lately if not is_sorted or one.record.sentence != part.record.sentence]
        yield from ((one, len(near) == 1 and not name) for one in near)
    back = figures.all[max(0, part.number - FARTHEST) : part.number]
    far = [one for one in reversed(back) if _may_hold(one, part) and one not in near]
    plain_name = _TOTALS.sub("", name)
    opened = next((one for one in near if _opens(figures.between(one, part), words)), None)
    if "全年" in name and not plain_name:  # of the same metric over the whole year
        yield from ((one, True) for one in [*near, *far] if one.object == part.object)
    elif plain_name:
        if opened is not None and plain_name in opened.words and not words.says("apart", name):
            yield opened, not _nested(figures.between(opened, part))
        yield from _named_wholes([*near, *far], plain_name, words.says("apart", name))
    else:
        if opened is not None:
            yield opened, not _nested(figures.between(opened, part))
        yield from ((one, _is_only(figures, one, part, claim)) for one in near if one is not opened)


def _is_only(figures: Figures, whole: Figure, part: Figure, claim: Figure) -> bool:
    """Tells whether nothing else can be meant: 抽查40家，不合格5家，占12.5%."""
    others = [one for one in figures.sentence_of(claim) if one not in (whole, part, claim)]
    straight = part.number == whole.number + 1 and claim.number == part.number + 1
    return straight and not any(one.unit == whole.unit for one in others)


def _named_wholes(candidates: list[Figure], name: str, apart: bool) -> Iterator[tuple[Figure, bool]]:
    """Gives the amounts of that name; a whole of a wider area (占全省…) stands outside the text unless it is told."""
    deed = name[:-1] if name[-1:] in _COUNTED else ""  # 归集公积金12.6亿元 is what 归集额 is
    named = [(one, name if deed and one.action == deed else _TOTALS.sub("", one.object)) for one in candidates]
    if apart and not any(called == name for _, called in named):
        return
    for one, called in named:
        if called and (called.endswith(name) or name.endswith(called)):
            yield one, called == name


def _opens(text: str, words: ClaimWords) -> bool:
    """Tells whether the text between two figures makes the second a part of the first: 其中, 分为, 9个断面中，…"""
    return words.says("part", text) or words.says("complete", text) or _AMONG.match(text) is not None


def _nested(text: str) -> bool:
    """Tells whether more than one list of parts is open, so that either may be meant."""
    return text.count("其中") > 1 or "。" in text


def _may_hold(one: Figure, part: Figure) -> bool:
    if not one.told or one.unit != part.unit or one.quantity.start >= part.quantity.start:
        return False
    return one.interval is None or part.interval is None or one.interval.high >= part.interval.low
