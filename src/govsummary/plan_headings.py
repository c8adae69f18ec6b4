"""Which headings announce what is to come, and what comes after the period that a document reports on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from govsummary.model import Period, Section
from govsummary.periods import year_pattern
from govsummary.structure_words import StructureWords
from govsummary.text import fold

# 2022年，…, 2022年工作安排：…
_PLAN_OF_YEAR = "度?(?:主要|重点)?工作?(?:安排|打算|计划|思路|目标|重点|任务|设想)(?:是|为|如下)?[，：]"
_AFTER_YEAR = f"(?:[，：我全将拟要县市区省局]|{_PLAN_OF_YEAR})"
_NEVER = re.compile("(?!)")


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes after the document's period: the pattern of its year, and whether 下半年 is still to come.

    `opening` is how a sentence about that year begins, `reported` the pattern of a year that is over and
    `looks_back` how a sentence about it begins; `sure` tells that
    the title or the date states the period.
    """

    year: re.Pattern[str]
    opening: re.Pattern[str]
    second_half: bool
    reported: re.Pattern[str]
    looks_back: re.Pattern[str]
    sure: bool = False


def coming_after(period: Period | None, titled: bool = False) -> Coming:
    """Gives what comes after a period (without one nothing is known); `titled`: the period is sure."""
    if period is None:
        return Coming(_NEVER, _NEVER, second_half=True, reported=_NEVER, looks_back=_NEVER)
    year = period.end.year
    reported = re.compile(year_pattern(year)) if titled and period.end.month == 12 else _NEVER
    looks_back = (
        re.compile(f"(?:{reported.pattern})[，我全](?![^，。；]{{0,12}}[将要拟])") if reported is not _NEVER else _NEVER
    )
    coming = re.compile(year_pattern(year + 1))
    opening = re.compile(f"(?:{coming.pattern}){_AFTER_YEAR}")
    return Coming(coming, opening, period.start.month < 7, reported, looks_back, titled)


def reporting(sections: Sequence[Section], words: StructureWords, coming: Coming) -> frozenset[int]:
    """Gives where headings begin that were taken for plans, and report.

    二、重点工作 does before 三、2021年工作安排: what is to come has a heading of its own, which names its time.

    Args:
        sections: all of them, in text order.
        words: of the lexicon.
        coming: what comes after the period.
    """
    top = [(fold(section.title), section) for section in sections if section.level == 1]
    last = max((number for number, (title, _) in enumerate(top) if _names_time(title, words, coming)), default=0)
    found: list[int] = []
    for title, section in top[:last]:
        if section.status != "planned":
            continue
        if not words.either.match(title):
            break  # plans have begun: 重点工作 is one of them
        found.append(section.start)
    return frozenset(found)


def _names_time(title: str, words: StructureWords, coming: Coming) -> bool:
    """Tells whether a heading plans by its time: 下一步工作, 2021年工作安排."""
    if words.report.search(title):
        return False
    named = coming.year.search(title) is not None and words.target.search(title) is not None
    return named or words.plan.search(title) is not None


def is_plan(title: str, words: StructureWords, top: bool, coming: bool = False) -> bool:
    """Tells whether a heading announces what is to come.

    下半年工作计划及进度安排, 2024年重点工作; not 上年度工作任务完成情况, which reports. At deeper levels only words of
    time say so, or a title of nothing but planning (工作打算).

    Args:
        title: without its mark.
        words: of the lexicon.
        top: whether it stands at level 1.
        coming: whether it names the year to come and a target.
    """
    last = title.rfind("，") + 1
    if words.report.search(title, last):
        return False
    if coming or words.plan.search(title, last):
        return True
    if words.report.search(title):
        return False
    if words.plan.search(title) or words.plan_title.match(title):
        return True
    end = words.plan_end.search(title) if top else None
    if end is None:
        return False
    clause = title.rfind("，", 0, end.start()) + 1
    return words.achieved.search(title, clause, end.start()) is None or words.promise.search(title, clause) is not None


def hopes(view: str, start: int, end: int, words: StructureWords) -> bool:
    """Tells a paragraph that plans throughout: it hopes for two numbers (力争完成投资3亿元) and reports nothing."""
    first = words.hoped.search(view, start, end)
    if first is None or words.hoped.search(view, first.end(), end) is None:
        return False
    return words.told.search(view, start, end) is None


def looks_ahead(view: str, start: int, end: int, words: StructureWords, coming: Coming) -> bool:
    """Tells whether a sentence opens with what comes after the report: 下一步，…; 2022年，… after 2021."""
    next_year = coming.sure and coming.opening.match(view, start, end) is not None
    return next_year or words.next_step.match(view, start, end) is not None
