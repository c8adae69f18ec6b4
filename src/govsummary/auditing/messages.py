"""What the report says: a sentence for each kind of finding and each reason, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from govsummary.auditing.checks import Check, Form
from govsummary.auditing.report import Language, Reason

_REFUTED: Mapping[Form, tuple[str, str]] = {
    "rate": ("比率写为{claimed}，按{arithmetic}", "the rate is given as {claimed}, but {arithmetic}"),
    "share": ("占比写为{claimed}，按{arithmetic}", "the share is given as {claimed}, but {arithmetic}"),
    "target": (
        "完成目标的比例写为{claimed}，按{arithmetic}",
        "the part of the target is given as {claimed}, but {arithmetic}",
    ),
    "mean": ("平均数写为{claimed}，按{arithmetic}", "the mean is given as {claimed}, but {arithmetic}"),
    "growth": ("变化幅度写为{claimed}，按{arithmetic}", "the change is given as {claimed}, but {arithmetic}"),
    "difference": ("增减量写为{claimed}，按{arithmetic}", "the difference is given as {claimed}, but {arithmetic}"),
    "multiple": ("倍数写为{claimed}，按{arithmetic}", "the multiple is given as {claimed}, but {arithmetic}"),
    "direction": ("升降方向与数字不符：{arithmetic}", "the direction does not fit the figures: {arithmetic}"),
    "sum": ("各部分之和与总数{claimed}不符：{arithmetic}", "the parts do not add up to {claimed}: {arithmetic}"),
    "parts_over": (
        "各部分之和超过总数{claimed}：{arithmetic}",
        "the parts add up to more than {claimed}: {arithmetic}",
    ),
    "shares_over": ("各项占比之和不是100%：{arithmetic}", "the shares do not add up to 100%: {arithmetic}"),
    "part_over": ("部分{claimed}大于整体：{arithmetic}", "the part {claimed} is larger than its whole: {arithmetic}"),
    "over_hundred": ("{claimed}超过100%，该比率不可能超过100%", "{claimed} is above 100%, which this rate cannot be"),
    "fall_over": ("下降{claimed}，降幅不可能超过100%", "a fall of {claimed} is more than 100%"),
    "order": ("时间先后颠倒：{arithmetic}", "the end stands before the start: {arithmetic}"),
    "date": ("没有这一天：{claimed}", "there is no such day: {claimed}"),
    "repeat": ("同一指标前后不一：{arithmetic}", "one metric has two values: {arithmetic}"),
    "slip": (
        "与上期相差悬殊，疑为单位写错：{arithmetic}",
        "far from the earlier figure, a wrong unit? {arithmetic}",
    ),
    "plan": ("未达到上期计划：{arithmetic}", "the earlier plan was not reached: {arithmetic}"),
}
_REASONS: Mapping[Reason, tuple[str, str]] = {
    "masked": ("数字已隐去", "a number is masked"),
    "different_scope": ("范围不同", "the scope differs"),
    "different_period": ("时期长短不同", "the periods differ in length"),
    "incomparable_basis": ("口径不同", "the basis differs"),
    "rounded": ("原数过于概略", "the figures are too round"),
    "ambiguous": ("所指数字不能确定", "which figures are meant is not certain"),
    "no_earlier": ("没有上期数字", "no earlier figure"),
    "no_result": ("没有对应的完成情况", "no result is reported"),
}


def message(check: Check, language: Language) -> str:
    """Says what came of a check."""
    place = 0 if language == "zh" else 1
    if check.verdict == "refuted":
        return _REFUTED[check.form][place].format(claimed=check.claimed, arithmetic=check.arithmetic)
    if check.verdict == "confirmed":
        told = check.arithmetic or check.claimed
        return f"{check.claimed} 相符：{told}" if language == "zh" else f"{check.claimed} is right: {told}"
    reason = _REASONS[check.reason or "ambiguous"][place]
    return f"{check.claimed} 无法核对：{reason}" if language == "zh" else f"{check.claimed} cannot be checked: {reason}"
