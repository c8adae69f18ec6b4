"""Changes of several levels told together: 分别由860起、1240起下降到731起、1116起，分别下降15%和10%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from govsummary.auditing.amounts import change_of
from govsummary.auditing.checks import Check, Evidence, compared
from govsummary.auditing.figures import Figure, Figures
from govsummary.auditing.growth import form_of
from govsummary.auditing.report import Reason
from govsummary.auditing.words import ClaimWords

_EACH = "分别"
_FROM, _TO = re.compile("[由从]"), re.compile("[到至为]")
_LISTED = frozenset({"、", "和", "及", "与", "，", "以及"})


def find_respective(figures: Figures, words: ClaimWords) -> Iterator[Check]:
    """Checks changes that stand behind as many earlier levels and levels, each in its place."""
    for sentence in figures.sentences():
        for place, first in enumerate(sentence):
            if first.quantity.kind == "change" and _EACH in first.lead and first.record.status != "planned":
                yield from _checks(figures, _run(figures, sentence[place:]), sentence[:place], words)


def _run(figures: Figures, behind: Sequence[Figure]) -> list[Figure]:
    """Gives the changes that are listed from the first on."""
    run = [behind[0]]
    for one in behind[1:]:
        if one.quantity.kind != "change" or one.unit != run[0].unit or figures.between(run[-1], one) not in _LISTED:
            break
        run.append(one)
    return run


def _checks(figures: Figures, claims: Sequence[Figure], before: Sequence[Figure], words: ClaimWords) -> Iterator[Check]:
    count = len(claims)
    levels, bases = before[-count:], before[-2 * count : -count]
    if count < 2 or len(bases) < count or len({one.unit for one in (*levels, *bases)}) != 1:
        return
    if not all(figures.between(*pair) in _LISTED for run in (levels, bases) for pair in pairwise(run)):
        return
    middle = figures.between(bases[-1], levels[0])
    if words.says("earlier", middle):  # 分别为731起、1116起，比上年的860起、1240起分别下降…
        levels, bases = bases, levels
    elif not (_FROM.search(bases[0].lead) and _TO.search(middle)):
        return
    told = figures.view[claims[0].record.sentence.start : claims[0].quantity.start]
    barred = words.says("incomparable", told) or words.says("real", told)
    for claim, level, base in zip(claims, levels, bases, strict=True):
        down = claim.quantity.direction == "down"
        evidence: Evidence = (("level", level), ("earlier", base))
        if claim.unit == "%" and level.unit == "%":
            return
        result = change_of(level, base, claim.unit, down=down)
        doubt: Reason | None = "incomparable_basis" if barred else None
        yield compared("growth_mismatch", form_of(claim), claim, evidence, result, doubt=doubt)
