"""The outline of a document: furniture, title, headings, paragraphs and sentences, and what the document is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from govsummary.cover import document_type, find_document_periods, issuer, organization, plan_period_at
from govsummary.furniture import (
    DATE_LINE,
    Cover,
    Line,
    cover_title,
    find_cover,
    furniture_lines,
    head_furniture,
    split_lines,
)
from govsummary.grids import Cell, Grid, find_grids
from govsummary.headings import (
    LEAVES,
    MARK,
    Heading,
    Levels,
    Paragraph,
    after_bullet,
    counts_anew,
    find_heading,
    styled_heading,
)
from govsummary.model import Period, Section, Status
from govsummary.plan_headings import Coming, coming_after, hopes, is_plan, looks_ahead, reporting
from govsummary.sentences import join_lines, layout_of, split_sentences
from govsummary.structure_words import StructureWords

__all__ = ["Outline", "Segment", "Sentence", "StructureWords", "outline"]

_OPENING_PARAGRAPHS = 6  # the address, the thanks and the first paragraphs of the text
_SIGNATURE_PARAGRAPHS = 4
_LONGEST_SIGNATURE = 30
_LONGEST_SALUTATION = 20
_LONGEST_STATEMENT = 60  # of what is planned, up to its colon

_LONGEST_LEAD = 100  # of a paragraph that leads to plans
_LEAD = re.compile("(?:以下|如下|下列|[几三四五六七八九十]个?(?:方面|项|件))[^。；：]{0,12}：$")

_PROSE = re.compile("[，。；：]")


SegmentKind = Literal["furniture", "title", "heading", "paragraph", "row"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text: a line, wrapped lines that belong together, or the part of a line that is a heading."""

    kind: SegmentKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, the number of its innermost section (None above the first) and that section's status."""

    start: int
    end: int
    section: int | None
    status: Status


@dataclass(frozen=True, slots=True)
class Table:
    """A table, the number of its innermost section and that section's status."""

    grid: Grid
    section: int | None
    status: Status


@dataclass(frozen=True, slots=True)
class Outline:
    """A document's parts, all in text order.

    Attributes:
        segments: disjoint stretches; white space between them belongs to none.
        sections: headings and what stands under them, outer before inner.
        paths: of each section, its own and the headings above it, outermost first, as mark and title.
        sentences: of all paragraphs and prose in cells, and of headings that state figures; disjoint.
        tables: lines of cells parted by tabs.
        period: what is reported; plan_period: what is planned; parts without a year (上半年) are parts of them.
        current_year: the year that 今年 names: of a speech held after the period, the year after it.
    """

    segments: tuple[Segment, ...]
    sections: tuple[Section, ...]
    paths: tuple[tuple[str, ...], ...]
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...]
    title: str | None
    organization: str | None
    document_type: str | None
    period: Period | None
    plan_period: Period | None
    current_year: int | None

    def section_path(self, index: int | None) -> tuple[str, ...]:
        """Gives the headings above a place, outermost first (empty above the first heading)."""
        return () if index is None else self.paths[index]


def outline(view: str, text: str, words: StructureWords, styled: frozenset[int] = frozenset()) -> Outline:
    """Finds the outline of a document.

    Args:
        view: the folded text (`text.fold`).
        text: the text as read, as long as `view`; titles and marks are given as it writes them.
        words: of the lexicon.
        styled: where paragraphs begin that are headings by the document's own styles, mark or no mark.
    """
    lines = split_lines(view)
    furniture = furniture_lines(view, lines, words)
    cover = find_cover(view, lines, furniture, words)
    furniture |= set(range(cover.title.start)) if cover.title else head_furniture(view, lines, words)
    body = [line for number, line in enumerate(lines) if number >= cover.body and number not in furniture]
    paragraphs = join_lines(view, body, layout_of(view, body))
    grids = find_grids(view, body)
    title = cover_title(view, view, lines, cover)
    opening = [view[part.start : part.end] for part in paragraphs[:_OPENING_PARAGRAPHS]]
    kind = document_type(title, "\n".join(opening), words)
    byline = "\n".join(view[line.start : line.end] for line in lines[cover.title.stop : cover.body])
    dates = f"{byline}\n{_short_ends(view, paragraphs)}"
    coming = coming_after(find_document_periods(title, dates, (), opening, kind).period, titled=title is not None)
    walk = _Walk(view, text, words, "planned" if kind is not None and kind.plan else "done")
    walk = walk.through(paragraphs, grids, styled, coming)
    periods = find_document_periods(title, dates, walk.sections, opening, kind)
    planned_end = _planned_end(view, walk, paragraphs, words, periods.period)
    plan_period = periods.plan_period or plan_period_at(view, planned_end, periods.period)
    above = "\n".join(view[lines[number].start : lines[number].end] for number in range(cover.title.start))
    name = organization(title, byline, view, paragraphs, words) or issuer(above, words)
    return Outline(
        segments=_segments(lines, furniture, cover, walk.segments),
        sections=tuple(walk.sections),
        paths=tuple(walk.paths),
        sentences=tuple(_planned(one) if one.start >= planned_end else one for one in walk.sentences),
        tables=tuple(walk.tables),
        title=cover_title(text, view, lines, cover),
        organization=_as_written(name, view, text),
        document_type=kind.name if kind else None,
        period=_stated(periods.period, view, text),
        plan_period=_stated(plan_period, view, text),
        current_year=periods.current_year,
    )


class _Walk:
    """Goes through the paragraphs once, opening and closing sections; collects segments, sections and sentences.

    A paragraph may plan without a heading (下一步，…): `plans` is then true, `plans_in` is the section that it stands
    in, and what follows plans until that section ends.
    """

    def __init__(self, view: str, text: str, words: StructureWords, status: Status) -> None:
        self.view = view
        self.text = text
        self.words = words
        self.status: Status = status
        self.coming = coming_after(None)
        self.reports: frozenset[int] = frozenset()
        self.plans = False
        self.plans_in: int | None = None
        self.plans_part = False
        self.levels = Levels()
        self.open: list[int] = []
        self.ends: list[int] = []
        self.segments: list[Segment] = []
        self.sections: list[Section] = []
        self.paths: list[tuple[str, ...]] = []
        self.sentences: list[Sentence] = []
        self.tables: list[Table] = []

    def through(
        self, paragraphs: Sequence[Paragraph], grids: Sequence[Grid], styled: frozenset[int], coming: Coming
    ) -> _Walk:
        """Gives a walk that has read all paragraphs; headings that a later one shows to report, as reports."""
        self.coming = coming
        self._read_all(paragraphs, grids, styled)
        reports = frozenset() if self.status == "planned" else reporting(self.sections, self.words, coming)
        if not reports:
            return self
        again = _Walk(self.view, self.text, self.words, self.status)
        again.coming, again.reports = coming, reports
        again._read_all(paragraphs, grids, styled)
        return again

    def _read_all(self, paragraphs: Sequence[Paragraph], grids: Sequence[Grid], styled: frozenset[int]) -> None:
        """Reads all paragraphs of the text proper, in order; the rows of a table are read as such."""
        heading: Heading | None = None
        rows = {_row_start(row): (grid, row) for grid in grids for row in grid.rows}
        signature = _signature_start(self.view, paragraphs, self.words)
        for number, paragraph in enumerate(paragraphs):
            if number == signature:
                self._close(1, paragraph.start)
            if paragraph.start in rows:
                self._tabulate(paragraph, *rows[paragraph.start])
                continue
            heading = find_heading(self.view, paragraphs, number, heading, self.words)
            if heading is None and paragraph.start in styled:
                heading = styled_heading(self.view, paragraph)
            start = paragraph.start
            if heading is not None:
                start = self._enter(heading)
            elif self._leads_to_plans(paragraph):
                self._close(1, start)
                self.levels.stack.clear()
                self.plans = self.plans_part = True
            elif paragraph.end - start <= _LONGEST_SALUTATION and self._addresses(paragraph):
                self._close(2, start)
                self.levels.close()
            self._read(start, paragraph.end)
            if heading is not None and heading.kind in LEAVES:
                self._close(len(self.open), paragraph.end)
        self._close(1, paragraphs[-1].end if paragraphs else 0)

    def _addresses(self, paragraph: Paragraph) -> bool:
        return self.words.salutation.match(self.view, paragraph.start, paragraph.end) is not None

    def _counts_anew(self, end: int) -> bool:
        return "chinese" in self.levels.stack and counts_anew(self.view, end)

    def _leads_to_plans(self, paragraph: Paragraph) -> bool:
        """Tells a paragraph whose plans follow as headings counted anew: 2023年，我们将做好以下工作：."""
        view, start, end = self.view, paragraph.start, paragraph.end
        if end - start > _LONGEST_LEAD or view[end - 1] != "：" or not _LEAD.search(view, start, end):
            return False
        opens = self.words.plan_opening.match(view, start) or self.coming.opening.match(view, start)
        return opens is not None and (self._counts_anew(end) or (not self.sections and counts_anew(view, end)))

    def _enter(self, heading: Heading) -> int:
        """Opens the section of a heading; gives where the text after the heading begins."""
        view, words = self.view, self.words
        title = view[heading.title_start : heading.title_end]
        closing = heading.kind == "plain" and words.closing.match(title) is not None
        part = heading.kind == "plain" and is_plan(title, words, top=True) and self._counts_anew(heading.end)
        level = self.levels.level(heading, closing=closing, part=part)
        self._close(level, heading.start)
        self.plans = self.plans and (self.plans_in in self.open or (self.plans_part and not words.report.search(title)))
        status = "done" if heading.start in self.reports else self._status_of(title, level)
        mark = self.text[heading.start : heading.mark_end].lstrip("#* ").rstrip()
        written = self.text[heading.title_start : heading.title_end].replace("\n", "").strip()
        index = len(self.sections)
        self.paths.append((*(self.paths[self.open[-1]] if self.open else ()), mark + written))
        self.sections.append(
            Section(level=level, mark=mark, title=written, start=heading.start, end=heading.end, status=status)
        )
        self.open.append(index)
        self.segments.append(Segment("heading", heading.start, _trimmed_end(view, heading.start, heading.end)))
        if heading.figures:
            self.sentences.append(Sentence(heading.start, self.segments[-1].end, index, status))
        return heading.end

    def _status_of(self, title: str, level: int) -> Status:
        """A heading is a plan by its words, or because the one above it, or the one before it at level 1, is."""
        if self.status == "planned" or self.plans:
            return "planned"
        words, coming = self.words, self.coming
        seen = title if coming.second_half else title.replace("下半年", "")
        names_plan = coming.year.search(title) is not None and words.target.search(title) is not None
        if level > 1 and self.open:
            outer = self.sections[self.open[-1]].status
            planned = outer == "planned" or is_plan(seen, words, top=False, coming=names_plan)
            return "planned" if planned else "done"
        before = next((section.status for section in reversed(self.sections) if section.level == 1), None)
        if before and coming.sure and coming.year.search(title) and not words.report.search(title):
            return "planned"  # 奋力谱写2024年新篇章, below what a report of 2023 tells
        if is_plan(seen, words, top=not coming.reported.search(title), coming=names_plan) or (
            before == "planned" and not words.report.search(title)
        ):
            return "planned"
        return "done"

    def _close(self, level: int, end: int) -> None:
        """Ends all open sections at `level` or deeper."""
        while self.open and self.sections[self.open[-1]].level >= level:
            index = self.open.pop()
            stop = _trimmed_end(self.view, self.sections[index].start, end)
            self.sections[index] = self.sections[index].model_copy(update={"end": stop})

    def _read(self, start: int, end: int) -> None:
        """Adds a paragraph, or the rest of one after its heading, and its sentences."""
        section = self.open[-1] if self.open else None
        status = self.sections[section].status if section is not None else self.status
        begin = after_bullet(self.view, start, end)
        spans = split_sentences(self.view, begin, end)
        if not spans:
            return
        self.segments.append(Segment("paragraph", start if begin > start else spans[0][0], spans[-1][1]))
        self._hear(spans[0][0], section)
        planned = self.plans or hopes(self.view, start, end, self.words)
        for first, last in spans:
            planned = planned or looks_ahead(self.view, first, last, self.words, self.coming)
            told: Status = "planned" if planned else status
            if self.status == "done" and self.coming.looks_back.match(self.view, first, last):
                told = "done"
            self.sentences.append(Sentence(first, last, section, told))

    def _tabulate(self, paragraph: Paragraph, grid: Grid, row: Sequence[Cell]) -> None:
        """Takes a row of a table; a cell that holds prose is read as a paragraph."""
        section = self.open[-1] if self.open else None
        if row is grid.rows[0]:
            status = self.sections[section].status if section is not None else self.status
            self.tables.append(Table(grid, section, "planned" if self.plans else status))
        self.segments.append(Segment("row", paragraph.start, paragraph.end))
        for cell in row:
            if _PROSE.search(self.view, cell.start, cell.end):
                spans = split_sentences(self.view, cell.start, cell.end)
                self.sentences += [Sentence(*span, section, self.tables[-1].status) for span in spans]

    def _hear(self, start: int, section: int | None) -> None:
        """Notes whether a paragraph opens plans, or ends them."""
        view, words = self.view, self.words
        states = view.find("：", start, start + _LONGEST_STATEMENT) >= 0 and words.plan_statement.match(view, start)
        if states or words.next_step.match(view, start):
            self.plans, self.plans_in = True, section
        elif self.plans and words.report_opening.match(view, start):
            self.plans = False


def _row_start(row: Sequence[Cell]) -> int:
    return next((cell.start for cell in row if cell.end > cell.start), row[0].start)


def _planned(sentence: Sentence) -> Sentence:
    return replace(sentence, status="planned")


def _planned_end(
    view: str, walk: _Walk, paragraphs: Sequence[Paragraph], words: StructureWords, period: Period | None
) -> int:
    """Where no heading announces plans, a last part that opens with 明年， or the year after the report's does.

    Gives where it begins: the end of the text when there is none.
    """
    if any(section.status == "planned" for section in walk.sections):
        return len(view)
    next_year = coming_after(period).opening
    last = max((one.start for one in walk.sections if not one.mark.startswith(("—", "-"))), default=-1)
    openings = (
        part.start
        for part in paragraphs
        if words.plan_opening.match(view, part.start) or next_year.match(view, part.start)
    )
    return next((start for start in openings if start > last), len(view))


def _segments(
    lines: Sequence[Line], furniture: set[int], cover: Cover, inner: Sequence[Segment]
) -> tuple[Segment, ...]:
    outer = [Segment("furniture", lines[number].start, lines[number].end) for number in furniture]
    titles = (number for number in range(cover.title.start, cover.body) if number not in furniture)
    outer += [Segment("title", lines[number].start, lines[number].end) for number in titles]
    return tuple(sorted([*outer, *inner], key=lambda segment: segment.start))


def _short_ends(view: str, paragraphs: Sequence[Paragraph]) -> str:
    """Gives the short lines at the end: among them the signature and the date."""
    ends = paragraphs[-_SIGNATURE_PARAGRAPHS:]
    return "\n".join(view[part.start : part.end] for part in ends if part.end - part.start <= _LONGEST_SIGNATURE)


def _signature_start(view: str, paragraphs: Sequence[Paragraph], words: StructureWords) -> int:
    """Gives the number of the first paragraph of the signature and date that close the text."""
    number = len(paragraphs)
    while number and _signs(view[paragraphs[number - 1].start : paragraphs[number - 1].end], words):
        number -= 1
    return number


def _signs(line: str, words: StructureWords) -> bool:
    if len(line) > _LONGEST_SIGNATURE or line[-1] in "。；：！？":
        return False
    return DATE_LINE.match(line) is not None or (words.organization.search(line) is not None and not MARK.match(line))


def _as_written(name: str | None, view: str, text: str) -> str | None:
    """Gives a name that was found in the view as the text writes it."""
    start = view.find(name) if name else -1
    return text[start : start + len(name)] if name and start >= 0 else name


def _stated(period: Period | None, view: str, text: str) -> Period | None:
    return period and period.model_copy(update={"text": _as_written(period.text, view, text)})


def _trimmed_end(view: str, start: int, end: int) -> int:
    while end > start and view[end - 1].isspace():
        end -= 1
    return end
