"""Totals of what stands before them, and every list of parts: 交办37件、自行梳理24件，合计61件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from govsummary.auditing.amounts import all_of, amount_of, summed
from govsummary.auditing.checks import Check, Evidence, confirmed, refuted, uncheckable, worked_out
from govsummary.auditing.figures import Figure, Figures
from govsummary.auditing.parts import (
    ENDS,
    agree,
    check_listed,
    check_parts,
    countable,
    is_close,
    is_likely,
    is_partition,
    parts_of,
)
from govsummary.auditing.words import ClaimWords
from govsummary.model import Severity

_DONE = re.compile("(?:现|均|其中)?已")
_PENDING = re.compile("正在|尚未|尚在|未|仍在|待|仍有|还有|尚有|在办|在审")
# 分税种看，…; 按类型分，…; 其中，…: a list of parts in a sentence of its own
_SORTED = re.compile(
    "(?:按照?|从|分)[^，。；：]{1,10}(?:看|分|来看|划分|统计|类)?[，：]|其中[，：]?|(?:它们|各项|具体)?分别[为是]"
)
# 基金支出包括…: such a list names what it is of
_NAMED_LIST = re.compile(
    "(?:这些|上述|该|所有)?(?P<name>[^，。；：0-9]{2,12}?)(?:按[^，。；：]{1,8})?(?:包括|包含|涵盖|分为|分别为|分别是|由)"
)
_LONGEST_MEMBER = 20  # characters between two members of a list
_STRONG_TOTAL = re.compile("合计|共计|总计|合起来|加起来|两项|三项|四项|[二两三四五六]类|[二两三四五六]项")
# believed where the sum is close
_ADDS_UP = re.compile(
    "^共(?!惠及|覆盖|涉及|带动|受益)|总(?:里程|数|面积|规模|量|投资|人数|投入|资金|支出|收入|产量)|^累计|^一共"
)
_ONLY_TOTAL = ("共", "总共", "一共", "总计", "累计", "共有")  # 建议36件、提案22件，共58件
_NESTED = re.compile("其中")


def find_sums(figures: Figures, words: ClaimWords) -> Iterator[Check]:
    """Checks every list of parts against its whole, and every total against what stands before it."""
    taken: set[int] = set()
    for sentence in figures.sentences():
        for whole in sentence:
            if not countable(whole):
                continue
            parts = parts_of(figures, whole, words)
            check = check_parts(figures, whole, parts, words) if parts else None
            check = check or _check_total(figures, whole, words) or _check_rest(figures, whole, words)
            check = check or check_listed(figures, whole)
            if check is not None and check.start not in taken:
                taken.add(check.start)
                yield check
        check = _check_sorted(figures, sentence, words)
        if check is not None and check.start not in taken:
            taken.add(check.start)
            yield check
    yield from _halves(figures)


# --- a total behind its parts -----------------------------------------------------------------------------------------


def _check_total(figures: Figures, whole: Figure, words: ClaimWords) -> Check | None:
    clause = figures.clause_of(whole)
    if not words.says("total", clause):
        return None
    run = _run_before(figures, whole, words)
    if len(run) < 2:
        return None
    each = "分别" in run[0].lead and clause.startswith("总")
    strong = _STRONG_TOTAL.search(clause) is not None or _names_parts(clause, run) or each or clause in _ONLY_TOTAL
    evidence: Evidence = [("part", one) for one in run]
    amount, amounts = amount_of(whole, run), all_of([*run, whole])
    if amount is None or amounts is None:
        return uncheckable("sum_mismatch", "sum", whole, evidence, reason="masked") if strong else None
    amounts = amounts[:-1]
    for first in range(len(run) - 1):
        result = summed(amounts[first:])
        if amount.interval.meets(result.interval):
            arithmetic = worked_out(result, whole)
            return confirmed("sum_mismatch", "sum", whole, evidence[first:], arithmetic)
    nested = _NESTED.search(figures.between(run[0], whole)) is not None
    if nested or max(part.interval.low for part in amounts) > amount.interval.high:
        return None
    result = summed(amounts)
    straight = all(one.number + 1 == other.number for one, other in pairwise([*run, whole]))
    same = not whole.noun or any(whole.noun in one.words for one in run)  # not 共惠及50个村
    if not strong and not (straight and same and _ADDS_UP.search(clause) and is_likely(whole, result)):
        return None
    return refuted("sum_mismatch", "sum", whole, evidence, worked_out(result, whole))


def _check_rest(figures: Figures, whole: Figure, words: ClaimWords) -> Check | None:
    """受理860件，已办结817件，正在办理53件: what is done and what is not are all there is."""
    same = [one for one in figures.after(whole) if one.unit == whole.unit and countable(one)][:2]
    if len(same) < 2 or not _DONE.match(same[0].lead) or ENDS.search(figures.between(whole, same[1])):
        return None
    rest = same[1]
    if not (words.says("rest", rest.lead) or _PENDING.match(rest.lead) or _PENDING.match(rest.tail)):
        return None
    evidence: Evidence = [("part", one) for one in same]
    amounts = all_of([*same, whole])
    if amounts is None:
        return uncheckable("sum_mismatch", "sum", whole, evidence, reason="masked")
    result = summed(amounts[:2])
    make = confirmed if amounts[2].interval.meets(result.interval) else refuted
    return make("sum_mismatch", "sum", whole, evidence, worked_out(result, whole))


def _check_sorted(figures: Figures, sentence: Sequence[Figure], words: ClaimWords) -> Check | None:
    """税收收入186.4亿元。分税种看，各税分别为72.6亿元、41.9亿元…: the whole stands in a sentence before."""
    first = sentence[0]
    opening = "".join(figures.view[first.record.sentence.start : first.quantity.start].split())
    is_sorted = _SORTED.match(opening) is not None
    named = None if is_sorted else _NAMED_LIST.match(opening)
    if not (named or is_sorted) or not countable(first):
        return None
    run = [one for one in sentence if one.unit == first.unit and countable(one)]
    straight = all(len(figures.between(one, other)) <= _LONGEST_MEMBER for one, other in pairwise(run))
    wholes = [one for one in figures.recent(first) if one.unit == first.unit and countable(one)]
    if named is not None:
        wholes = [one for one in wholes if _is_called(figures, one, named["name"])]
    amounts = all_of(run)
    if len(run) < 2 or not straight or amounts is None:
        return None
    result = summed(amounts)
    for whole in wholes:
        amount = amount_of(whole, run)
        if amount is not None and agree(amount, result, [whole, *run]):
            arithmetic = worked_out(result, whole)
            return confirmed("sum_mismatch", "sum", whole, [("part", one) for one in run], arithmetic)
    whole_before = wholes[0] if len(wholes) == 1 else None
    complete = words.says("complete", opening) or named is not None or is_partition(run)
    if whole_before is None or not complete or not is_close(whole_before, result):
        return None
    arithmetic = worked_out(result, whole_before)
    severity: Severity = "warning" if named is not None else "error"
    evidence: Evidence = [("part", one) for one in run]
    return refuted("sum_mismatch", "sum", whole_before, evidence, arithmetic, severity=severity)


def _is_called(figures: Figures, whole: Figure, name: str) -> bool:
    """Tells whether a sentence that opens with a name speaks of that figure.

    基金支出 is 支出35.42亿元 where that sentence speaks of a 基金; 项目支出 may be a part of it.
    """
    told = figures.text_of(whole.record.sentence)
    called = [one for one in (whole.lead, whole.object, whole.action + whole.object) if len(one) > 1]
    return any(one.endswith(name) or (name.endswith(one) and name.removesuffix(one) in told) for one in called)


def _run_before(figures: Figures, whole: Figure, words: ClaimWords) -> list[Figure]:
    """Gives the figures of the same unit before a total, in text order, back to another total."""
    run: list[Figure] = []
    for one in figures.before(whole):
        if one.unit != whole.unit or not countable(one):
            continue
        if ENDS.search(figures.between(one, whole)) or words.says("total", one.lead):
            break
        run.append(one)
    return run[::-1]


def _names_parts(clause: str, parts: Sequence[Figure]) -> bool:
    """Tells whether the clause of a total says again what each part was (新建12座，改建18座，共新建改建32座)."""
    deeds = {one.action for one in parts}
    return len(deeds) > 1 and all(deed and deed in clause for deed in deeds)


# --- halves ----------------------------------------------------------------------------------------------------------


def _halves(figures: Figures) -> Iterator[Check]:
    """上半年破获670起，下半年破获750起: the two halves of a year that was told before."""
    for first, second in pairwise(figures.all):
        if first.unit != second.unit or not countable(first) or not countable(second):
            continue
        if "上半年" not in first.lead or not second.lead.startswith("下半年"):
            continue
        topic = first.lead.partition("上半年")[0]
        whole = next((one for one in reversed(figures.all[: first.number]) if _is_whole(one, first, topic)), None)
        amounts = all_of([first, second, whole]) if whole is not None else None
        if whole is None or amounts is None:
            continue
        result = summed(amounts[:2])
        arithmetic = worked_out(result, whole)
        meets = amounts[2].interval.meets(result.interval)
        make = confirmed if meets else refuted
        yield make("sum_mismatch", "sum", whole, (("part", first), ("part", second)), arithmetic)


def _is_whole(one: Figure, half: Figure, topic: str) -> bool:
    if one.unit != half.unit or not countable(one) or "半年" in one.words:
        return False
    return one.object == topic if topic else one.record.sentence == half.record.sentence
