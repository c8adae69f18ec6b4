"""What was planned and what came of it: plans of the old document, matched with results of the new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from govsummary.compare.align import Match, align
from govsummary.compare.metrics import Metric
from govsummary.compare.models import Plan
from govsummary.compare.rows import RowMaker, why_matched
from govsummary.compare.similarity import same_unit
from govsummary.compare.thesaurus import Thesaurus
from govsummary.compare.wording import Note, tell_all
from govsummary.model import Period

# 完成 about 300: short by a twentieth is still about 300, by more than a tenth it is not.
SHORT, TOO_SHORT = Decimal("0.95"), Decimal("0.9")
_SPENDING = frozenset({"投入", "投资", "资金", "总投资"})
_ACHIEVING = frozenset({"完成", "实现", "达到"})  # an investment that was to be achieved: 完成交通投资30亿元
_INDICATOR = re.compile(
    "(?:业|定资产|民间|改造|技改|产|设施|设备|交通|水利)投资$"
)  # what all invest, an aim of its own
_RAISED = ("到位", "引资", "外资")  # money that comes in: there is nothing to save


def find_plans(
    old: Sequence[Metric], new: Sequence[Metric], period: Period | None, maker: RowMaker, thesaurus: Thesaurus
) -> tuple[Plan, ...]:
    """Gives every plan of the old document for the period of the new one, in text order, with its result if any.

    Args:
        old: metrics of the old document.
        new: metrics of the new document.
        period: what the new document reports on.
        maker: how figures and reasons are written.
        thesaurus: the words of comparison.
    """
    plans = [_reported(metric) for metric in old if metric.block.planned and _is_for(metric, period)]
    results = [metric for metric in new if not metric.block.planned and not metric.block.origin]
    found = align(plans, results, thesaurus.general, threshold=PLAN_THRESHOLD)
    matches: dict[int, Match] = {match.old.place: match for match in found.matches}
    originals = {metric.place: metric for metric in old}
    return tuple(_plan(originals[plan.place], matches.get(plan.place), maker, thesaurus) for plan in plans)


PLAN_THRESHOLD = 0.60  # a plan and its result are worded less alike than two results


def _reported(metric: Metric) -> Metric:
    """Gives a plan as the result that it would be; a day by which it is due is in the period planned for."""
    spans = "whole" if metric.spans == "part" else metric.spans
    return replace(metric, block=replace(metric.block, planned=False), spans=spans)


def _is_for(metric: Metric, period: Period | None) -> bool:
    """Says whether a plan is for a time that the new document reports on."""
    time = metric.record.time
    return time is None or period is None or (time.start <= period.end and period.start <= time.end)


def _plan(metric: Metric, match: Match | None, maker: RowMaker, thesaurus: Thesaurus) -> Plan:
    record = metric.record
    met = None if match is None else _met(metric, match.new)
    notes = [Note("plan_silent")] if match is None else [_outcome(met), *why_matched(match, thesaurus.general)]
    return Plan(
        action="".join(record.action.text.split()) if record.action else None,
        object="".join(record.object.text.split()) if record.object else None,
        unit=metric.quantity.unit,
        category=metric.category or None,
        plan=maker.figure(metric, new=False),
        result=None if match is None else maker.figure(match.new, new=True),
        met=met,
        score=None if match is None else match.score,
        reason=tell_all(notes, maker.language),
    )


def _met(plan: Metric, result: Metric) -> bool | None:
    """Decides a pair: other classifiers allow no answer, and a part that falls short says nothing of the whole."""
    if not same_unit(plan, result):
        return None
    met = is_met(plan, result, _is_spending(plan))
    narrower = not frozenset(result.words) <= {*plan.words, *plan.action}  # 老旧小区改造9个 of 改造老旧小区15个
    return None if met is False and narrower else met


def _outcome(met: bool | None) -> Note:
    return Note("plan_unknown" if met is None else "plan_met" if met else "plan_missed")


def _is_spending(metric: Metric) -> bool:
    verb = metric.record.action.lemma if metric.record.action else ""
    spends = not _SPENDING.isdisjoint((*metric.action, *metric.words)) and verb not in _ACHIEVING
    raised = any(word in metric.phrase for word in _RAISED)
    aim = metric.record.object is not None and _INDICATOR.search(metric.record.object.lemma) is not None
    raised = raised or (aim and not metric.action)
    return metric.block.measure.startswith("money") and spends and not raised


def is_met(plan: Metric, result: Metric, spending: bool = False) -> bool | None:
    """Says whether a result reaches a plan; None when that cannot be told.

    A plan downwards (下降5%以上) is met by going at least as far down, one with a ceiling (控制在3%以内) by staying
    below it. Money that was to be spent and was not may have been saved.
    """
    wanted, got = plan.value, result.value
    if wanted is None or got is None:
        return None
    bound = plan.quantity.bound
    if bound in ("at_most", "nearly") and plan.block.kind != "change":
        most = result.upper if result.upper is not None else result.value
        return most is not None and most <= wanted
    down = plan.quantity.kind == "change" and wanted < 0
    if down:
        wanted, got = -wanted if plan.upper is None else -plan.upper, -got
    if got >= wanted:
        return True
    met = _short(bound, wanted, got, result)
    return None if spending and met is False else met


def _short(bound: str, wanted: Decimal, got: Decimal, result: Metric) -> bool | None:
    """Decides a result below the number planned."""
    if result.upper is not None and result.upper >= wanted:
        return None
    if result.quantity.bound in ("over", "at_least", "about") and got >= wanted * TOO_SHORT:
        return None
    if bound != "about":
        return False
    return True if got >= wanted * SHORT else None if got >= wanted * TOO_SHORT else False


def summary(plans: Iterable[Plan]) -> tuple[int, int, int]:
    """Counts plans: met, missed, unknown (or not reported on)."""
    found = list(plans)
    met, missed = sum(plan.met is True for plan in found), sum(plan.met is False for plan in found)
    return met, missed, len(found) - met - missed
