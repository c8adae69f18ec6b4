"""A whole and the parts behind it: 共128所，其中幼儿园34所、小学61所…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from govsummary.auditing.amounts import Amount, Result, all_of, amount_of, quote, summed
from govsummary.auditing.arithmetic import EXACT, Interval, are_swapped, digits_of, plain
from govsummary.auditing.checks import Check, Evidence, Form, confirmed, refuted, uncheckable, worked_out
from govsummary.auditing.figures import Figure, Figures
from govsummary.auditing.words import ClaimWords
from govsummary.model import Severity

_NESTED = re.compile("其中")
ENDS = re.compile("[。；\n]")
_AND_SO_ON = re.compile("^等")
_PARTIAL = re.compile("其中|含|等|中，")
_AMONG = re.compile("[^，。；、]{1,10}(?<![高初其集])中，")  # 328件提案中，经济类126件、…其他52件
_SPECIFIC = 4  # characters of a name that says what it is about
_STEPS_FROM = Decimal("1.4")
_QUARTER, _QUARTERS = re.compile("([一二三四1234])季度"), 4
_SECTOR, _SECTORS = re.compile("第?([一二三])次?产"), 3
_EACH = re.compile("(?:分别|各)(?:有|达到?)$")
_MADE_OF = re.compile("^，由")
_COMPOSED = re.compile("(?:共同)?(?:组成|构成)")
_MARK = re.compile("：|^（|分为")
_NOT_LISTED = re.compile("其中|比|较|同期|上年|去年|均|每|余下|同时|另")
_LIST_MARKS = re.compile("^[和及，、]+")
_CLOSE = Decimal("1.15")  # a sum that is farther from the whole is of something else
_NEXT_STEP = re.compile("已|均|全部|现|又|再|并|占|共|累计|年")


Completeness = Literal["complete", "likely", "partial"]


@dataclass(frozen=True, slots=True)
class Parts:
    """A list of parts.

    Attributes:
        figures: the parts, in text order, all in the unit of the whole.
        complete: whether the list says that it leaves nothing out; `likely` where only its form says so.
        doubtful: whether it is not certain where the list ends.
    """

    figures: tuple[Figure, ...]
    complete: Completeness
    doubtful: bool


def countable(figure: Figure) -> bool:
    """Tells whether a figure can be a whole or a part."""
    return figure.told and figure.unit not in ("%", "点") and figure.quantity.kind == "amount"


# --- a whole and the parts behind it ----------------------------------------------------------------------------------


def parts_of(figures: Figures, whole: Figure, words: ClaimWords) -> Parts | None:
    """Gives the parts that a list behind the whole opens; None without a list."""
    after = figures.after(whole)
    first = next((one for one in after if one.unit == whole.unit and _is_part(one, words)), None)
    if first is None:
        return None
    straight = _straight_before(after, first)
    opening = figures.between(straight or whole, first)
    skipped = figures.between(whole, straight) if straight else ""
    opener = _opener(opening, words)
    if opener is None or _is_listed(figures, whole) or "。" in skipped or ENDS.search(opening[opener.end() :]):
        return None
    if ENDS.search(opening[: opener.start()]) and "其中" not in opener[0]:
        return None
    bracket = opener[0] == "（"
    same = [one for one in after if one.number >= first.number and one.unit == whole.unit and _is_part(one, words)]
    parts, doubtful = _collected(figures, same, (whole, bracket), words)
    if _EACH.search(opener[0]) and not _add_up(whole, parts):
        return None
    if _MADE_OF.fullmatch(opener[0]) and not _COMPOSED.match(parts[-1].tail):
        return None
    return Parts(tuple(parts), _completeness(opening, parts, words), doubtful)


def _add_up(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Tells whether 分别达到 tells of parts: of anything else the sum is not close to the whole."""
    amounts = all_of(parts)
    return amounts is not None and is_likely(whole, summed(amounts))


def _is_listed(figures: Figures, whole: Figure) -> bool:
    """Tells whether the whole ends a list, so that the parts may be of all of it (建议56件、提案78件，其中…)."""
    before = next((one for one in figures.before(whole) if countable(one)), None)
    if before is None or before.unit != whole.unit:
        return False
    between = figures.between(before, whole)
    return "、" in between and not set("，；。") & set(between)


def _is_part(figure: Figure, words: ClaimWords) -> bool:
    return countable(figure) and not words.says("earlier", figure.lead)


def _straight_before(after: Sequence[Figure], first: Figure) -> Figure | None:
    """Gives the last figure before the first part, unless it is of the same record (其中A 3件5人)."""
    before = [one for one in after if one.number < first.number and one.record.id != first.record.id]
    return before[-1] if before else None


def _opener(opening: str, words: ClaimWords) -> re.Match[str] | None:
    """Finds the words or the mark that open a list of parts."""
    found = [match for kind in ("part", "complete") if (match := words.lists[kind].search(opening))]
    found += [match for match in (_MARK.search(opening), _MADE_OF.match(opening), _AMONG.match(opening)) if match]
    return min(found, key=lambda match: match.start(), default=None)


def _completeness(opening: str, parts: Sequence[Figure], words: ClaimWords) -> Completeness:
    if any(words.says("rest", one.lead) for one in parts) or is_partition(parts):
        return "complete"
    if _PARTIAL.search(opening) or (parts and _AND_SO_ON.match(parts[-1].tail)):
        return "partial"
    composed = bool(parts) and _COMPOSED.match(parts[-1].tail) is not None
    return "complete" if composed or words.says("complete", opening) else "likely"


def is_partition(parts: Sequence[Figure]) -> bool:
    """Tells whether the parts are the four quarters of a year or the three sectors of an economy."""
    for pattern, number in ((_QUARTER, _QUARTERS), (_SECTOR, _SECTORS)):
        named = {match[1] for one in parts if (match := pattern.search(one.lead))}
        if len(named) == len(parts) == number:
            return True
    return False


def _collected(
    figures: Figures, same: Sequence[Figure], opened: tuple[Figure, bool], words: ClaimWords
) -> tuple[list[Figure], bool]:
    """Gives the parts, and whether it is not certain where the list ends."""
    whole, bracket = opened
    parts = [same[0]]
    separators: set[str] = set()
    depth = 0
    for one in same[1:]:
        text = figures.between(parts[-1], one)
        depth += text.count("（") - text.count("）")
        if bracket and depth < 0:
            break
        if not bracket and depth > 0:
            continue  # a remark in brackets about one of the parts
        if ENDS.search(text):
            break
        if _NESTED.search(text):
            return parts, True
        separator = "，" if "，" in text else "、"
        rest = words.says("rest", one.lead)
        if (
            separator == "，"
            and not rest
            and (separators == {"、"} or _goes_on(figures, one, parts, words) or _begins_alike(whole, text))
        ):
            break
        separators.add(separator)
        parts.append(one)
    return parts, False


def _begins_alike(whole: Figure, text: str) -> bool:
    """Tells whether a clause begins as the whole does and stands beside it: 新增铁路639公里，新增公路2600公里."""
    opening = whole.lead[:2]
    return len(opening) > 1 and f"，{opening}" in text


def _goes_on(figures: Figures, figure: Figure, parts: Sequence[Figure], words: ClaimWords) -> bool:
    """Tells whether a clause says what was done next, so that it is no further part: 已发证54.8万宗.

    A verb within a name is none (分散供养2460人，集中供养660人): the members of the list end alike.
    """
    if _NEXT_STEP.match(figure.lead) is not None or f"{figure.lead}率" in figures.text_of(figure.record.sentence):
        return True  # 数字化8.2万卷，数字化率90.1% is done with what stands before
    action = figure.record.action
    named = action is not None and action.start > figure.clause and _ends_alike([*parts, figure])
    named = named or _is_of_payer(figure, parts[0], words)
    return action is not None and action.start >= figure.clause and not named


def _is_of_payer(figure: Figure, first: Figure, words: ClaimWords) -> bool:
    """Tells whether both members name who pays: 中央补助260万元，省级配套150万元."""
    return all(words.lists["payer"].match(one.lead.removeprefix("其中")) for one in (figure, first))


def check_parts(figures: Figures, whole: Figure, parts: Parts, words: ClaimWords) -> Check | None:
    """Holds a list of parts against its whole."""
    found = parts.figures
    evidence: Evidence = [("part", one) for one in found]
    amount, amounts = amount_of(whole, found), all_of([*found, whole])
    if amount is None or amounts is None:
        return uncheckable("sum_mismatch", "sum", whole, evidence, reason="masked") if len(found) > 1 else None
    amounts = amounts[:-1]
    for part, figure in zip(amounts, found, strict=True):
        if part.interval.low > amount.interval.high:
            certain = (not parts.doubtful or figure is found[0]) and not _larger_before(figures, whole, figure)
            return _part_over(figure, whole) if certain else None
    if len(found) < 2:
        return None
    result = summed(amounts)
    arithmetic = worked_out(result, whole)
    if agree(amount, result, [whole, *found]):
        return confirmed("sum_mismatch", "sum", whole, evidence, arithmetic)
    if result.interval.low >= amount.interval.high:
        open_list = parts.complete != "complete" and (_overlap(whole, found, words) or _far_over(amount, result))
        if open_list or parts.doubtful:
            return None
        return refuted("sum_mismatch", "parts_over", whole, evidence, arithmetic)
    swapped = not parts.doubtful and len(found) > 2 and is_swapped(whole, result)
    if parts.complete == "partial" and not swapped:
        return confirmed("sum_mismatch", "sum", whole, evidence, f"{arithmetic} < {amount.quote}")
    if not swapped and (parts.doubtful or (parts.complete == "likely" and _leaves_room(amount, result, amounts))):
        return None
    severity: Severity = "error" if parts.complete == "complete" else "warning"
    return refuted("sum_mismatch", "sum", whole, evidence, arithmetic, severity=severity)


def agree(amount: Amount, result: Result, figures: Sequence[Figure]) -> bool:
    """Tells whether a whole may be the sum of its parts, each of which rounds to what is written."""
    if all(one.quantity.bound == "exact" and one.quantity.upper is None for one in figures):
        return amount.interval.overlaps(result.interval)
    return amount.interval.meets(result.interval)


def _larger_before(figures: Figures, whole: Figure, part: Figure) -> bool:
    """Tells whether a larger count stands before the whole: the parts may be of that (立案126件，结案98件，其中…)."""
    kind = part.quantity.unit[:1]
    larger = [
        one
        for one in figures.before(whole)
        if one.quantity.unit[:1] == kind and one.interval is not None and one.told
        if part.interval is not None and one.interval.high >= part.interval.low
    ]
    if len(whole.object) >= _SPECIFIC and part.object.endswith(whole.object):
        # 网络零售额5.52亿元，其中农产品网络零售额5.86亿元: it says of what it is a part
        return any(not one.object or part.object.endswith(one.object) for one in larger)
    return bool(larger)


def _part_over(part: Figure, whole: Figure) -> Check:
    arithmetic = f"{quote(part)} > {quote(whole)}"
    return refuted("impossible", "part_over", part, (("whole", whole),), arithmetic)


def _overlap(whole: Figure, parts: Sequence[Figure], words: ClaimWords) -> bool:
    """Tells whether a part may share members with another (党员30人、女性25人): a trait that is not of the whole."""
    if any("男" in one.lead for one in parts):  # beside men, women are no part of anything else
        return False
    found = (match[0] for one in parts for match in words.lists["overlap"].finditer(one.lead))
    return any(trait not in whole.words for trait in found)


def _far_over(whole: Amount, result: Result) -> bool:
    """Tells whether the parts are so much more than the whole that they are steps (符合条件55件，发证54件)."""
    return result.interval.low > whole.interval.high * _STEPS_FROM


def _leaves_room(whole: Amount, result: Result, parts: Sequence[Amount]) -> bool:
    """Tells whether what is missing is as large as a part: then the list may simply name some of them."""
    smallest = min(part.interval.low for part in parts)
    return EXACT.subtract(whole.interval.low, result.interval.high) > smallest


def check_listed(figures: Figures, whole: Figure) -> Check | None:
    """开展宣讲96场，进机关24场、进企业30场、进社区42场: a list straight behind, without a word that opens it.

    That it is one of parts shows only in its form (members that begin or end alike, or that name what the whole
    counts) and in its sum, which must be close to the whole.
    """
    parts = _listed_behind(figures, whole)
    amount, amounts = amount_of(whole, parts), all_of([*parts, whole])
    if len(parts) < 2 or amount is None or amounts is None:
        return None
    result = summed(amounts[:-1])
    evidence: Evidence = [("part", one) for one in parts]
    arithmetic = worked_out(result, whole)
    if amount.interval.meets(result.interval):
        listed = len(parts) > 2 or _are_pair(whole, parts)
        return confirmed("sum_mismatch", "sum", whole, evidence, arithmetic) if listed else None
    in_one_clause = len(parts) > 2 and all("，" not in figures.between(*pair) for pair in pairwise(parts))
    mistyped = in_one_clause and is_mistyped(whole, result)
    if not is_likely(whole, result) or not (mistyped or _are_alike(whole, parts)):
        return None
    form: Form = "parts_over" if result.interval.low > amount.interval.high else "sum"
    return refuted("sum_mismatch", form, whole, evidence, arithmetic, severity="warning")


def _listed_behind(figures: Figures, whole: Figure) -> list[Figure]:
    """Gives the figures of the clauses straight behind, all in the unit of the whole, up to the end of the sentence."""
    behind = figures.after(whole)
    parts: list[Figure] = []
    for before, one in zip([whole, *behind], behind, strict=False):
        text = figures.between(before, one)
        if one.unit != whole.unit or not countable(one) or ENDS.search(text) or _NOT_LISTED.search(text):
            break
        if (text[:1] != "，") if before is whole else (text[:1] not in "、，和及" or text.count("，") > 1):
            break
        parts.append(one)
    end = figures.view[parts[-1].quantity.end : parts[-1].record.sentence.end].strip() if parts else ""
    return parts if not end.strip("。；，") or len(parts) > 2 else []


def _ends_alike(parts: Sequence[Figure]) -> bool:
    """Tells whether all members end in the same two characters, one where there are more: 一产、二产、三产."""
    length = 2 if len(parts) < 3 else 1
    return len({one.lead[-length:] for one in parts}) == 1 and len(parts[0].lead) > length


def _are_pair(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Tells whether two members are named alike, one character apart: 通村路 and 通组路, 专职 and 兼职."""
    leads = [_LIST_MARKS.sub("", one.lead) for one in parts]
    if len(parts) != 2 or len(leads[0]) != len(leads[1]) or len(leads[0]) < 2:
        return False
    if whole.lead.startswith("其中") or whole.lead[-1:] == leads[0][-1:]:
        return False  # it is a member of the list itself
    apart = [one for one, other in zip(leads[0], leads[1], strict=True) if one != other]
    return len(apart) == 1


def _are_alike(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Tells whether the members of a list begin with one word that the whole does not, or all name what it counts."""
    leads = [_LIST_MARKS.sub("", one.lead) for one in parts]
    first = {lead[:1] for lead in leads}
    if _are_pair(whole, parts):
        return True
    if len(parts) > 2 and len(first) == 1 and first != {whole.lead[:1]}:
        return True
    if _ends_alike(parts) and leads[0][-2:] != whole.lead[-2:] and (len(parts) > 2 or leads[0][-2:] in whole.object):
        return True
    return len(whole.object) > 1 and all(len(one) > len(whole.object) and whole.object in one for one in leads)


def is_close(whole: Figure, result: Result) -> bool:
    """Tells whether a sum is so close to a whole that it must be meant to be all of it."""
    if whole.value is None:
        return False
    near = Interval(EXACT.multiply(whole.value, 2 - _CLOSE), EXACT.multiply(whole.value, _CLOSE))
    return near.meets(result.interval)


def is_likely(whole: Figure, result: Result) -> bool:
    """Tells whether a whole is close to a sum, or has its digits in another order: 46 and 64."""
    return is_close(whole, result) or is_swapped(whole, result, fewest=2)


def is_mistyped(whole: Figure, result: Result) -> bool:
    """Tells whether a whole of two digits or more has one other digit than a sum, or two that changed places."""
    digits = digits_of(quote(whole)), digits_of(_written_as(whole, result))
    if len(digits[0]) < 2 or len(digits[0]) != len(digits[1]):
        return False
    return sum(one != other for one, other in zip(*digits, strict=True)) == 1 or is_swapped(whole, result)


def is_swapped(whole: Figure, result: Result, fewest: int = 3) -> bool:
    """Tells whether a whole has the digits of a sum in another order: 1268 and 1286."""
    return are_swapped(quote(whole), _written_as(whole, result), fewest)


def _written_as(whole: Figure, result: Result) -> str:
    """Writes a sum in the unit of its whole, as exactly as it is."""
    return plain(result.exact / whole.size)
