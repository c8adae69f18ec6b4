"""What a document is: its organization, type and periods, from its title, headings and first paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from govsummary.headings import Paragraph
from govsummary.model import Period, Section, Status
from govsummary.periods import find_periods, parse_period, whole_year
from govsummary.structure_words import DocumentType, StructureWords
from govsummary.text import fold

_OPENING_PARAGRAPHS = 6  # the address, the thanks and the first paragraphs of the text
_CLOSING_PARAGRAPHS = 6  # the signature and the date, with a note or two after them
_SPEAKS_FOR = re.compile("(?:我)?(?:代表|受)([^，。、；！？\n]{2,24}?)(?:委托)?(?:，|。|向|作)")
_ISSUER = re.compile("(?:发布|公开)?(?:机构|机关|单位)[：:] *([^ \n]{3,30})")
_TITLE_HEAD_END = re.compile(
    "[0-9〇○X×]{2,4}(?:年|—|-)|[一二][九〇○零0OΟ][^年]{2}年|关于|今年|[上下]半年|第?[一二三四]季度|前[三3]季度|年度|[0-9一二三四五六七八九十]{1,2}月份?"
)
# An organization's name may go on after the part that tells what it is: 县法院和司法行政系统, 商务局（投资促进局）.
_AFTER_NAME = re.compile("（[^（）]*）$|(?:[和与及、][^，。；]{2,12})?系统$")
_GENERAL_PLACE = re.compile("[全我本各省市县区镇乡]+$")
# 2024年1月11日在县第十八届人民代表大会第三次会议上: held at the start of a year, it reports the year before.
_HELD = re.compile("年(?:[1-4]|[一二三四])月[^，。；\n]{0,12}在[^，。；\n]{2,40}(?:大会|会议|全会)[^，。；\n]{0,14}上")
_DATE = re.compile("((?:19|20)[0-9]{2}|[二][〇○][〇○一二三四五六七八九]{2})年[0-9一二三四五六七八九十]{1,2}月")


@dataclass(frozen=True, slots=True)
class Periods:
    """The period that is reported, the one that is planned, and the year that the text calls 今年."""

    period: Period | None
    plan_period: Period | None
    current_year: int | None


def document_type(title: str | None, opening: str, words: StructureWords) -> DocumentType | None:
    """Finds the type by the title, else by what the first paragraphs say of themselves."""
    if title:
        match = words.title.fullmatch(title)
        word = match["type"] if match else ""
        found = next((entry for entry in words.types if word in entry.words), None)
        government = next((entry for entry in words.types if entry.speech and entry.words[0] in title), None)
        if government or found:
            return government or found
    return next((entry for entry in words.types if any(phrase in opening for phrase in entry.said)), None)


def organization(
    title: str | None, byline: str, view: str, paragraphs: Sequence[Paragraph], words: StructureWords
) -> str | None:
    """Finds who reports: in the title, in what the speaker says, in the signature, else the title's place."""
    head = _title_head(title, words) if title else ""
    named = _AFTER_NAME.sub("", head)
    if named and words.organization.search(named):
        return head if head.endswith("系统") else named
    opening = "\n".join(view[part.start : part.end] for part in paragraphs[:_OPENING_PARAGRAPHS])
    speaks_for = _SPEAKS_FOR.search(opening)
    if speaks_for and words.organization.search(speaks_for[1]):
        full_name = re.search(f"[\u4e00-\u9fff]*{re.escape(speaks_for[1])}", byline)
        return full_name[0] if full_name else speaks_for[1]
    for line in byline.split("\n"):
        if _is_name(line, words):
            return line.replace(" ", "")
    signed = _signature(view, paragraphs, words)
    return signed or (head if words.place.search(head) and not _GENERAL_PLACE.match(head) else None)


def issuer(furniture: str, words: StructureWords) -> str | None:
    """Finds who issued the document in the lines of publication data above it."""
    match = _ISSUER.search(furniture)
    return match[1] if match and words.organization.search(match[1]) else None


def _title_head(title: str, words: StructureWords) -> str:
    """Gives what stands before the period or type in a title, without a motto (……——)."""
    tail = re.split("—{1,2}", title)[-1] if re.search("—{2}", title) else title
    match = words.title.fullmatch(tail)
    end = _TITLE_HEAD_END.search(tail)
    stops = [found for found in (match and match.start("type"), end and end.start()) if found is not None]
    return tail[: min(stops)].strip() if stops else ""


def _signature(view: str, paragraphs: Sequence[Paragraph], words: StructureWords) -> str | None:
    """Finds a short line at the end that is the name of an organization."""
    for paragraph in reversed(paragraphs[-_CLOSING_PARAGRAPHS:]):
        line = view[paragraph.start : paragraph.end]
        if _is_name(line, words):
            return line.replace(" ", "")
    return None


def _is_name(line: str, words: StructureWords) -> bool:
    """Tells whether a whole line is the name of an organization."""
    return 3 <= len(line) <= 30 and bool(words.organization.search(line)) and not re.search("[，。；：！？、]", line)


def find_document_periods(
    title: str | None, date: str, sections: Sequence[Section], opening: Sequence[str], kind: DocumentType | None
) -> Periods:
    """Finds the document's periods: the title first, then the headings, then the first paragraphs.

    Args:
        title: the folded title, if any.
        date: the lines below the title and the signature: they date the document, not what it reports.
        sections: with their status.
        opening: the folded first paragraphs.
        kind: the type of the document; a speech is held in the year after the one that it reports.
    """
    dated = _date_year(date)
    if kind is not None and (kind.speech or _HELD.search(date)):
        return _speech_periods(title, dated, sections, opening)
    period, plan = _from_title(title, dated, kind is not None and kind.plan)
    period = period or _from_headings(sections, "done", plan)
    plan = plan or _from_headings(sections, "planned", period)
    if period is None and plan is None:
        period = _from_opening(opening, dated)
    known = period or plan
    return Periods(period, plan, known.end.year if known else None)


def _speech_periods(
    title: str | None, dated: int | None, sections: Sequence[Section], opening: Sequence[str]
) -> Periods:
    """A speech plans the year in which it is held and reports the year before (or, after an election, five years)."""
    named = _from_title(title, dated, plan_only=True)[1] or (whole_year(dated, str(dated)) if dated else None)
    plan = _from_headings(sections, "planned", named) or named
    if plan is not None:
        before = whole_year(plan.start.year - 1, str(plan.start.year - 1))
        return Periods(_from_headings(sections, "done", before) or before, plan, plan.start.year)
    period = _from_headings(sections, "done", None) or _from_opening(opening, dated)
    return Periods(period, None, period.end.year + 1 if period else None)


def _from_title(title: str | None, dated: int | None, plan_only: bool) -> tuple[Period | None, Period | None]:
    """2020年上半年工作总结及下半年工作思路: the first period is reported, the second planned."""
    base = whole_year(dated, str(dated)) if dated else None
    found = [text for _, _, text in find_periods(title or "") if not _DATE.match(text)]
    first = parse_period(found[0], base) if found else None
    if plan_only and len(found) < 2:
        return None, first
    second = parse_period(found[1], first) if len(found) > 1 and first else None
    return first, second if second and first and second.start > first.start else None


def _from_headings(sections: Sequence[Section], status: Status, known: Period | None) -> Period | None:
    """Takes the first period that a heading of the report (`done`) or of the plan (`planned`) names."""
    for section in sections:
        if section.status == status:
            for _, _, text in find_periods(fold(section.title))[:1]:
                period = parse_period(text, known)
                if period:
                    return period
    return None


def _from_opening(opening: Sequence[str], dated: int | None) -> Period | None:
    """Takes the year that a first paragraph opens with, else the first that one names."""
    base = whole_year(dated, str(dated)) if dated else None
    found = [(start, parse_period(text, base)) for view in opening for start, _, text in find_periods(view)]
    known = [(start, period) for start, period in found if period and period.start.year > 1900]
    at_start = next((period for start, period in known if start == 0), None)
    return at_start or next((period for _, period in known), None)


def plan_period_at(view: str, start: int, period: Period | None) -> Period | None:
    """Gives the period that a part of plans opens with, when it comes after the one that is reported."""
    found = next(iter(find_periods(view, start, min(len(view), start + 12))), None)
    plan = parse_period(found[2], period) if found and found[0] == start else None
    return plan if plan and period and plan.start > period.start else None


def _date_year(date: str) -> int | None:
    """Gives the year that the document is dated from."""
    years = _DATE.findall(date)
    period = parse_period(f"{years[-1]}年") if years else None
    return period.start.year if period else None
