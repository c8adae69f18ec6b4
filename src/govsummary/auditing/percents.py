"""Shares of one whole that are told together: 分别占41.3%、33.4%、25.3%; 来信占32%、来访占18%，合计占50%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from govsummary.auditing.amounts import all_of, summed
from govsummary.auditing.arithmetic import HUNDRED
from govsummary.auditing.checks import Check, Evidence, confirmed, refuted, uncheckable, worked_out
from govsummary.auditing.figures import Figure, Figures
from govsummary.auditing.words import ClaimWords

_EACH_SHARE = re.compile("分别(?:约)?占|(?:占比|比重|比例)(?:分别)?(?:为|是|达|达到)?$")
_ADDED_SHARE = re.compile("(?:合计|共计|一共|总共|加起来)(?:约)?占(?:比|到|了)?(?:为|达到?|约)?$")
_ONE_WHOLE = re.compile("产业|结构|[一1]、?[二2]、?[三3]")


def find_percents(figures: Figures, words: ClaimWords) -> Iterator[Check]:
    """Checks shares that are all of one whole, and shares that are added up."""
    for sentence in figures.sentences():
        yield from _shares(figures, sentence, words)
        yield from _share_totals(figures, sentence)


def _shares(figures: Figures, sentence: Sequence[Figure], words: ClaimWords) -> Iterator[Check]:
    """分别占41.3%、33.4%、25.4%: shares of one whole are no more than 100 % together."""
    for place, first in enumerate(sentence):
        if first.unit != "%" or first.quantity.kind != "ratio" or not _EACH_SHARE.search(first.lead):
            continue
        run = [first]
        for one in sentence[place + 1 :]:
            if one.unit != "%" or figures.between(run[-1], one).strip("、和及与，"):
                break
            run.append(one)
        check = _check_shares(run, words) if len(run) > 1 else None
        if check is not None:
            yield check


def _share_totals(figures: Figures, sentence: Sequence[Figure]) -> Iterator[Check]:
    """城建类占42%、环保类占31%，两类合计占73%: shares that are added up."""
    shares = [one for one in sentence if one.unit == "%" and one.quantity.kind == "ratio"]
    for place, whole in enumerate(shares):
        if not _ADDED_SHARE.search(figures.clause_of(whole)):
            continue
        run = [one for one in shares[:place] if "占" in one.lead or not one.lead]
        amounts = all_of([*run, whole])
        if len(run) < 2 or amounts is None:
            continue
        result = summed(amounts[:-1])
        arithmetic = worked_out(result, whole)
        make = confirmed if amounts[-1].interval.meets(result.interval) else refuted
        yield make("sum_mismatch", "sum", whole, [("part", one) for one in run], arithmetic)


def _check_shares(run: Sequence[Figure], words: ClaimWords) -> Check | None:
    first, *others = run
    evidence: Evidence = [("part", one) for one in others]
    amounts = all_of(run)
    if amounts is None:
        return uncheckable("sum_mismatch", "shares_over", first, evidence, reason="masked")
    result = summed(amounts)
    arithmetic = worked_out(result, first)
    if result.interval.holds(HUNDRED):
        return confirmed("sum_mismatch", "shares_over", first, evidence, arithmetic)
    exclusive = "占" in first.lead.rpartition("分别")[2] or _ONE_WHOLE.search(first.lead)
    over = result.interval.low > HUNDRED and not words.says("overlap", first.lead)
    return refuted("sum_mismatch", "shares_over", first, evidence, arithmetic) if over and exclusive else None
