"""A figure that was told before and stands before its noun now: 排查出的158个入河排污口, 全年28场促消费活动中…."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from govsummary.auditing.amounts import all_of, quote, summed
from govsummary.auditing.arithmetic import are_near, are_swapped
from govsummary.auditing.checks import Check, confirmed, refuted
from govsummary.auditing.figures import Figure, Figures
from govsummary.auditing.words import ClaimWords

_SHORTEST, _SPECIFIC = 2, 4  # characters of a noun: with the verb that is pointed back to, and without one
_LIKELY = Decimal(2)  # two values of one thing are no farther apart than this
_ONLY_DONE = re.compile("(?P<verb>[^的，]{2})(?:出来|出|过|到|了|成|起)?的(?:这|约|近|全部)?$")
_IN_ALL = re.compile(
    "(?:全年|一年来|今年以来|今年|年内|全省|全市|全县|全区|全镇|全乡|全州|全局|全院|这)(?:的|共|共有|现有|累计)?$"
)
_OTHER_TIME = re.compile("[上下]半年|季度|[0-9]月|上年|去年|明年|期间|(?:19|20)[0-9]{2}年")
_OTHER_SET = re.compile("其中|另有|另外|还有|尚有|仍有|余下|剩余|其余|未|新增")
_MARKS = re.compile("[“”‘’《》\"'（）()\\s]")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A later mention: the verb that it points back to ("" without one) and the words behind the number.

    A bare one (241名公益性岗位人员全部上岗) says neither that it is of all nor whose it is.
    """

    figure: Figure
    verb: str
    tail: str
    bare: bool


def find_mentions(figures: Figures, words: ClaimWords) -> Iterator[Check]:
    """Checks every figure that points back to one of an earlier sentence against it."""
    told: dict[str, list[Figure]] = defaultdict(list)
    for figure in figures.all:
        mention = _mention(figures, figure)
        check = _check(mention, told[figure.unit], words) if mention is not None else None
        if check is not None:
            yield check
        if figure.told and figure.interval is not None and mention is None:
            told[figure.unit].append(figure)


def _mention(figures: Figures, figure: Figure) -> _Mention | None:
    tail = _MARKS.sub("", figure.tail).removeprefix("的")
    if not tail or figure.unit in ("%", "点") or figure.quantity.kind != "amount" or not figure.told:
        return None
    clause = figures.clause_of(figure)
    if figure.interval is None or _OTHER_TIME.search(clause) or _OTHER_SET.search(clause):
        return None
    back = _ONLY_DONE.search(figure.lead)
    bare = back is None and not _IN_ALL.search(figure.lead)
    if bare and clause:
        return None
    return _Mention(figure, back["verb"] if back else "", tail, bare)


def _check(mention: _Mention, told: Sequence[Figure], words: ClaimWords) -> Check | None:
    other = mention.figure
    shared = [(one, _noun(one, mention)) for one in told if one.record.sentence != other.record.sentence]
    named = [(one, noun) for one, noun in shared if _is_same(one, noun, mention, words)]
    exact = [one for one, noun in named if noun in (_name(one), one.action + _name(one))]
    found = exact or [one for one, _ in named]
    if mention.bare:
        found = [one for one in exact if are_swapped(quote(one), quote(other))] if len(exact) == 1 else []
    fitting = next((one for one in found if _meets(one, other)), None)
    if fitting is not None:
        return confirmed("contradiction", "repeat", other, (("other", fitting),), f"{quote(fitting)} = {quote(other)}")
    if len(found) != 1 or not _is_likely(found[0], other) or _may_be_stock(found[0], other):
        return None
    amounts = all_of([one for one, _ in shared if one.object == found[0].object])
    if amounts and other.interval is not None and other.interval.meets(summed(amounts).interval):
        return None
    return refuted("contradiction", "repeat", other, (("other", found[0]),), f"{quote(found[0])} ≠ {quote(other)}")


def _name(one: Figure) -> str:
    return _MARKS.sub("", one.record.object.text if one.record.object else "").rpartition("等")[2]


def _noun(one: Figure, mention: _Mention) -> str:
    """Gives the longest end of what a figure counts that stands straight behind the other number."""
    name = _name(one)
    if name and mention.tail.startswith(one.action + name):  # 脱贫监测户 is no 监测户 that were 脱贫
        return one.action + name
    ends = (name[place:] for place in range(max(0, len(name) - _SHORTEST + 1)))
    return next((end for end in ends if mention.tail.startswith(end)), "")


def _is_same(one: Figure, noun: str, mention: _Mention, words: ClaimWords) -> bool:
    if not noun:  # 被立案审查的48人中
        return mention.tail[:1] in ("中", "里") and mention.verb != "" and mention.verb in one.action
    if mention.verb and mention.verb in one.words:
        return True
    if mention.verb and not set(mention.verb) & set(one.action):  # 整改的 are fewer than what was 排查
        return False
    return len(noun) >= _SPECIFIC and noun not in words.general


def _meets(one: Figure, other: Figure) -> bool:
    return one.interval is not None and other.interval is not None and one.interval.meets(other.interval)


def _may_be_stock(one: Figure, other: Figure) -> bool:
    """Tells whether one counts what is new and the other all there are; digits that changed places tell otherwise."""
    if "新" not in one.words or "新" in other.lead:
        return False
    return sorted(quote(one)) != sorted(quote(other))


def _is_likely(one: Figure, other: Figure) -> bool:
    if not one.value or not other.value:
        return False
    return are_near(one.value, other.value, _LIKELY)
