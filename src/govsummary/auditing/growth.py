"""Changes against the levels that they lead from and to: 由650元提高到720元，增长12.3%; 增加2600户，增长9.1%."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from govsummary.auditing.amounts import before, both, change_of, quote, ratio, share, share_of
from govsummary.auditing.arithmetic import EXACT, Interval, plain, rounded
from govsummary.auditing.checks import Check, Evidence, Form, agrees, compared, confirmed, refuted, uncheckable
from govsummary.auditing.figures import FARTHEST, Figure, Figures
from govsummary.auditing.report import Reason
from govsummary.auditing.words import ClaimWords

_VERBS = "压减|下降|增长|减少|压降|削减|降低|提高|上升|增加|减|降|增|涨|升|缩减|精简|压缩|缩短|提升|扩大"
_CHANGE_RATE = re.compile(f"(?:总体|整体|平均|累计|共)?(?:{_VERBS})(?:率|幅度|幅|比例|比)?了?(?:达到?|为|约|近|超过?)?")
_FALLS = re.compile("减|降|压|削|缩|精简|跌|回落|下滑")
_RISES = re.compile("提高|上升|增|升|涨|扩大|攀")
_ELSEWHERE = re.compile("高于|低于|快于|慢于|高出|低出|高过|超过|超出|优于")
_MULTIPLE = re.compile("(?:是|为|相当于|达到?|恢复[到至]|占)[^，。；]*的$")
_TIME_WORDS = re.compile(
    "[而但仅只与和同跟的为是仅达到有约相当于共完成实现（）：由从]|同期|全年|总数|一?年|水平|增加到|比|较"
)
_YEAR = re.compile("((?:19|20)[0-9]{2})年(?:同期|[末底])?")
_ADDED = re.compile("(?:(?:共|累计|其中)?(?:新增|净增|增加|增长)(?:了)?)")
# 提起公诉的人数比上年, 电商交易额同比
_NAMED_LEVEL = re.compile(
    "(?:全年|今年|全[省市县区镇])*(?P<name>[^，比较同环的]{3,12}?)的?(?P<what>人数|件数|起数|户数|宗数|数量|总数|总量|金额|数)?(?:比|较|同比|环比)"
)
_NOW = re.compile("(?:今年|本年|目前|现在|现已|年末|年底)")
_FROM_BEHIND = re.compile("(?:数量|总数)?(?:由|从)[^，。]{0,8}")
_LONG_NAME = 4  # characters of a name that is known with words left out
_LAST_YEAR = re.compile("(?:而|但)?(?:去年|上年|上一年)")
_LONGEST_TIME = 8  # characters of 较上年同期（
_DOUBLED = re.compile("(?:同比|比上年|较上年|比去年|较去年|实现了?|整整|比上年度)*翻了?(?:近|约)?")
_TWICE, _LITTLE_MORE, _LITTLE_LESS = Decimal(2), Decimal("1.1"), Decimal("0.95")  # 翻一番 is told of 1.9 to 2.2 times
_LOOKED_AHEAD = 3  # figures behind a level among which its earlier level is looked for


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier level: its figure, and why it may not refute a claim, if it may not."""

    figure: Figure
    reason: Reason | None = None


FindEarlier = Callable[[Figure, Figure], Sequence[Earlier]]


def find_growth(figures: Figures, words: ClaimWords, earlier: FindEarlier) -> Iterator[Check]:
    """Checks every change.

    Args:
        figures: of the document.
        words: of the lexicon.
        earlier: gives the levels that earlier documents state, for a level and the change that speaks of it.
    """
    for claim in figures.all:
        if claim.record.status == "planned":
            continue
        if claim.quantity.unit == "番":
            yield from _told_as_doubling(figures, claim, words, earlier)
        elif claim.quantity.kind == "change":
            yield from _checks(figures, claim, words, earlier)
        elif claim.quantity.kind == "ratio" and claim.unit == "%":
            yield from _told_as_rate(figures, claim, words)
            yield from _told_as_multiple(figures, claim, words, earlier)
        elif claim.quantity.kind == "amount" and _ADDED.match(claim.lead):
            yield from _told_as_addition(figures, claim, words)
    yield from _directions(figures)


# --- what a change leads from and to ----------------------------------------------------------------------------------


def level_of(figures: Figures, claim: Figure) -> Figure | None:
    """Gives the level that a change leads to; None where it is not certain which."""
    spoken = [one for one in figures.spoken_of(claim) if one.quantity.kind in ("amount", "ratio")]
    if not spoken:
        spoken = _level_before(figures, claim)
    if claim.unit == "点":
        fitting = [one for one in spoken if one.unit == "%"]
    elif claim.unit == "%":
        fitting = [one for one in spoken if one.unit != "%"] or spoken
    else:
        fitting = [one for one in spoken if one.unit == claim.unit]
    if len(fitting) == 1:
        fitting = _of_this_year(figures, claim, fitting[0])
    return fitting[0] if len(fitting) == 1 else None


def _of_this_year(figures: Figures, claim: Figure, level: Figure) -> list[Figure]:
    """发生60起，去年80起，下降25%: gives the level beside one that names an earlier year, else the level itself."""
    is_last = _LAST_YEAR.match(level.lead) is not None
    if not is_last and not _YEAR.match(level.lead):
        return [level]
    beside = [*figures.before(level)[:1], *figures.after(level)[:1]]
    later = [one for one in beside if one.told and one.unit == level.unit and one is not claim]
    return later if is_last or later else [level]


def _level_before(figures: Figures, claim: Figure) -> list[Figure]:
    """Gives the level straight before, where it was reached or is of the very object that changed."""
    for one in figures.before(claim)[:1]:
        named = claim.object in ("", one.object) or _CHANGE_RATE.fullmatch(claim.lead) is not None
        reached = one.record.rule == "to" and named
        same = one.told and bool(claim.object) and claim.object == one.object
        return [one] if reached or same else []
    return []


def _level_behind(figures: Figures, claim: Figure) -> Figure | None:
    """同比增长12%，由300件增至336件: the levels stand straight behind; None where they do not."""
    behind = figures.after(claim)[:2]
    if [one.record.rule for one in behind] != ["from", "to"] or not _FROM_BEHIND.fullmatch(behind[0].lead):
        return None
    separated = figures.between(claim, behind[0])[:1] in ("，", "（")
    return behind[1] if separated and claim.record.of is None else None


def _level_named(figures: Figures, claim: Figure) -> Figure | None:
    """提起公诉438人。提起公诉的人数比上年下降8.5%: the level of that name told before; None where two were."""
    match = _NAMED_LEVEL.match(claim.lead)
    if match is None or claim.unit != "%":
        return None
    found = [
        one
        for one in figures.all[max(0, claim.number - FARTHEST) : claim.number]
        if one.told and one.unit != "%" and _is_named(one, match["name"])
        if match["what"] != "人数" or one.unit == "人"
    ]
    return found[-1] if len({one.value for one in found}) == 1 else None


def _is_named(one: Figure, name: str) -> bool:
    """Tells whether that name is its deed, its object or both; of four characters, also with words left out.

    调解纠纷 is what 排查调解矛盾纠纷 counts.
    """
    if name in (one.action, one.object, one.action + one.object):
        return True
    return len(name) >= _LONG_NAME and bool(one.object) and is_shortened(name, one.action + one.object)


def is_shortened(name: str, full: str) -> bool:
    """Tells whether a name is another one with characters left out.

    >>> is_shortened("调解纠纷", "排查调解矛盾纠纷"), is_shortened("纠纷调解", "排查调解矛盾纠纷")
    (True, False)
    """
    left = iter(full)
    return all(character in left for character in name)


def stated_earlier(figures: Figures, level: Figure, words: ClaimWords) -> Figure | None:
    """Gives the earlier level that the sentence itself states: 由650元, 上年452件, 比上年的412万元, 去年发生85起."""
    sentence = figures.sentence_of(level)
    place = sentence.index(level)
    if level.record.rule == "to":
        first = sentence[place - 1] if place else None
        return first if first is not None and first.record.rule == "from" and first.unit == level.unit else None
    for one in sentence[place + 1 : place + 1 + _LOOKED_AHEAD]:
        same = bool(one.object) and (one.object, one.action) == (level.object, level.action)
        if _is_earlier(one, level, words) and (same or _only_time(one.lead, words)):
            return one
        bracketed = not one.lead and figures.between(level, one).endswith("（") and one.unit == level.unit
        if bracketed and words.says("earlier", figures.between(level, one)[-_LONGEST_TIME:]):  # 较上年（800件）
            return one
    for one in reversed(sentence[:place]):
        same = bool(one.object) and (one.object, one.action) == (level.object, level.action)
        same = same or (one.number == level.number - 1 and _NOW.match(level.lead) is not None)
        if _is_earlier(one, level, words) and same and not words.says("earlier", level.lead):
            return one
    return None


def _is_earlier(one: Figure, level: Figure, words: ClaimWords) -> bool:
    same = one.unit == level.unit and one.quantity.kind == level.quantity.kind
    return same and (words.says("earlier", one.lead) or _names_year_before(one.lead, level))


def _names_year_before(lead: str, level: Figure) -> bool:
    """Tells whether a clause names the year before that of the level: 较2022年的52部."""
    match = _YEAR.search(lead)
    return match is not None and level.record.time is not None and int(match[1]) == level.record.time.end.year - 1


def _only_time(lead: str, words: ClaimWords) -> bool:
    """Tells whether a clause names a time and nothing else that could be counted."""
    return not _TIME_WORDS.sub("", words.lists["earlier"].sub("", _YEAR.sub("", lead)))


# --- the checks -------------------------------------------------------------------------------------------------------


def _checks(figures: Figures, claim: Figure, words: ClaimWords, earlier: FindEarlier) -> Iterator[Check]:
    """Yields one check of a change, or two where the text itself and an earlier document both speak of it."""
    if claim.interval is None:
        yield _open(claim, (), "masked")
        return
    if _ELSEWHERE.search(claim.lead):
        yield _open(claim, (), "different_scope")
        return
    level = _level_behind(figures, claim) or level_of(figures, claim) or _level_named(figures, claim)
    if level is None:
        yield _open(claim, (), "no_earlier")
        return
    reason = _bar(claim, words)
    stated = stated_earlier(figures, level, words)
    if stated is not None:
        yield _check(claim, level, Earlier(stated, reason), words)
        return
    best = _best(
        [_check(claim, level, Earlier(one.figure, one.reason or reason), words) for one in earlier(level, claim)]
    )
    own = _by_difference(figures, claim, level, reason)
    if own is not None and (best is None or (own.verdict == "refuted" and best.verdict == "uncheckable")):
        yield own
    else:
        yield best or _open(claim, (("level", level),), reason or "no_earlier")


def _best(checks: Sequence[Check]) -> Check | None:
    """Gives the check that confirms the claim, else the likeliest."""
    return next((check for check in checks if check.verdict == "confirmed"), checks[0] if checks else None)


def form_of(claim: Figure) -> Form:
    """Tells whether a change is one in % or a difference."""
    return "growth" if claim.unit == "%" else "difference"


def _open(claim: Figure, evidence: Evidence, reason: Reason) -> Check:
    return uncheckable("growth_mismatch", form_of(claim), claim, evidence, reason=reason)


def _bar(claim: Figure, words: ClaimWords) -> Reason | None:
    """Says why the difference of two levels proves nothing: another basis, or a metric that has one of its own."""
    barred = words.says("incomparable", claim.lead) or words.says("real", claim.object)
    return "incomparable_basis" if barred else None


def _check(claim: Figure, level: Figure, base: Earlier, words: ClaimWords) -> Check:
    evidence: Evidence = (("level", level), ("earlier", base.figure))
    doubt = base.reason
    if claim.unit == "%" and level.unit == "%":  # 合格率提高2% is often meant as two points
        doubt = doubt or "ambiguous"
    result = change_of(level, base.figure, claim.unit, down=claim.quantity.direction == "down")
    shorter = change_of(level, base.figure, claim.unit, down=True) if words.says("faster", claim.lead) else None
    if shorter is not None and shorter.exact > 0 and not agrees(claim, result):  # 由15天压缩到9天，提速40%
        result = shorter
    return compared("growth_mismatch", form_of(claim), claim, evidence, result, doubt=doubt)


def _by_difference(figures: Figures, claim: Figure, level: Figure, doubt: Reason | None) -> Check | None:
    """增加2600户，增长9.1%: level and difference give the earlier level."""
    change = _difference_beside(figures, claim, level)
    if change is None:
        return None
    evidence: Evidence = (("level", level), ("change", change))
    amounts = both(level, change)
    if amounts is None:
        return _open(claim, evidence, "masked")
    earlier = before(*amounts, down=claim.quantity.direction == "down")
    if earlier is None:
        return None
    return compared("growth_mismatch", "growth", claim, evidence, share(amounts[1], earlier), doubt=doubt)


def _difference_beside(figures: Figures, claim: Figure, level: Figure) -> Figure | None:
    """Gives the change in the unit of the level that stands beside one in % and speaks of the same level."""
    if claim.unit != "%" or level.unit == "%" or claim.record.of is None:
        return None
    for one in figures.sentence_of(claim):
        beside = one.quantity.kind == "change" and abs(one.number - claim.number) == 1
        if beside and one.record.of == claim.record.of and one.unit == level.unit:
            return one if one.quantity.direction == claim.quantity.direction else None
    return None


def _told_as_rate(figures: Figures, claim: Figure, words: ClaimWords) -> Iterator[Check]:
    """由86家压减至12家，压减率86%: a change that is told as a rate."""
    level = next(iter(figures.before(claim)), None)
    if level is None or level.record.rule != "to" or level.unit == "%" or not _CHANGE_RATE.fullmatch(claim.lead):
        return
    stated = stated_earlier(figures, level, words)
    if stated is not None:
        evidence: Evidence = (("level", level), ("earlier", stated))
        result = change_of(level, stated, "%", down=_FALLS.search(claim.lead) is not None)
        yield compared("growth_mismatch", "growth", claim, evidence, result)


def _told_as_addition(figures: Figures, claim: Figure, words: ClaimWords) -> Iterator[Check]:
    """由164家增加到187家，新增限上企业23家: what is new is the difference, unless something went at the same time."""
    before = figures.before(claim)[:2]
    if len(before) < 2 or {one.unit for one in before} != {claim.unit} or claim.object not in ("", before[0].object):
        return
    level, earlier = before
    if words.says("earlier", level.lead) and level.is_measure:  # 达到230家，较上年的200家新增30家
        level, earlier = earlier, level
    elif [one.record.rule for one in before] != ["to", "from"]:
        return
    evidence: Evidence = (("level", level), ("earlier", earlier))
    check = compared(
        "growth_mismatch", "difference", claim, evidence, change_of(level, earlier, claim.unit, down=False)
    )
    # Something may have gone at the same time.
    yield replace(check, severity="warning") if check.severity and not claim.lead.startswith("净增") else check


def _told_as_multiple(figures: Figures, claim: Figure, words: ClaimWords, earlier: FindEarlier) -> Iterator[Check]:
    """是上年的2.3倍, 为去年同期的108%: the level over the earlier one."""
    match = _MULTIPLE.search(claim.lead)
    before = figures.before(claim)[:2]
    if len(before) == 2 and claim.lead in ("", "的") and _is_earlier(before[0], before[1], words):
        known: Sequence[Earlier] = [Earlier(before[0])]  # 24亿元，恢复至上年30亿元的80%
        level = before[1]
    else:
        told = next((one for one in before[:1] if one.told and one.unit != "%"), None)
        if match is None or told is None or not words.says("earlier", match[0]) or not _only_time(match[0], words):
            return
        level = told
        stated = stated_earlier(figures, level, words)
        known = [Earlier(stated)] if stated is not None else earlier(level, claim)
    checks = [_over(claim, level, one) for one in known]
    best = _best(checks)
    if best is not None:
        yield best


def _told_as_doubling(figures: Figures, claim: Figure, words: ClaimWords, earlier: FindEarlier) -> Iterator[Check]:
    """由1200万元增加到2400万元，翻了一番."""
    level = level_of(figures, claim)
    if level is None and _DOUBLED.fullmatch(claim.lead):
        level = next((one for one in figures.before(claim)[:1] if one.told), None)
    if level is None or claim.value is None or level.unit == "%":
        yield _open(claim, (), "no_earlier")
        return
    stated = stated_earlier(figures, level, words)
    known = [Earlier(stated)] if stated is not None else earlier(level, claim)
    checks = [_doubled(claim, level, one) for one in known]
    yield _best(checks) or _open(claim, (("level", level),), "no_earlier")


def _doubled(claim: Figure, level: Figure, base: Earlier) -> Check:
    evidence: Evidence = (("level", level), ("earlier", base.figure))
    amounts = both(level, base.figure)
    result = ratio(*amounts) if amounts else None
    if result is None or claim.value is None:
        return _open(claim, evidence, "masked")
    times = EXACT.power(_TWICE, claim.value)
    wanted = Interval(times * _LITTLE_LESS, times * _LITTLE_MORE)
    arithmetic = f"{result.formula} = {plain(rounded(result.exact, Decimal('0.01')))}"
    if wanted.meets(result.interval):
        return confirmed("growth_mismatch", "multiple", claim, evidence, arithmetic)
    if base.reason is not None:
        return _open(claim, evidence, base.reason)
    return refuted("growth_mismatch", "multiple", claim, evidence, arithmetic)


def _over(claim: Figure, level: Figure, base: Earlier) -> Check:
    evidence: Evidence = (("level", level), ("earlier", base.figure))
    return compared("growth_mismatch", "multiple", claim, evidence, share_of(level, base.figure), doubt=base.reason)


# --- the direction alone ----------------------------------------------------------------------------------------------


def _directions(figures: Figures) -> Iterator[Check]:
    """由82%提高到79%: two levels and a verb that says which is higher."""
    for first, second in pairwise(figures.all):
        if first.record.rule != "from" or second.record.rule != "to" or first.unit != second.unit:
            continue
        amounts = both(first, second)
        down = _FALLS.search(second.action) is not None
        if amounts is None or second.quantity.kind == "rank" or not (down or _RISES.search(second.action)):
            continue
        more, less = amounts if down else amounts[::-1]
        if second.record.status != "planned" and more.interval.high < less.interval.low:
            arithmetic = f"{second.action}：{quote(first)} → {quote(second)}"
            yield refuted("growth_mismatch", "direction", second, (("earlier", first),), arithmetic)
