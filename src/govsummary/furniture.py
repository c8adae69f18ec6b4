"""Lines of the folded view: which are page furniture, which the title and the lines that belong to it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from govsummary.headings import MARK
from govsummary.structure_words import StructureWords

# A cover (advertisements, publication data, title, date, speaker) is never longer than this many lines.
_COVER_LINES = 40
# What follows the first line of a footer must be a small rest of the text, or the line is no footer.
_LONGEST_TAIL = 0.3
# Lines of furniture are short: longer ones are not even tried.
_LONGEST_FURNITURE = 90
_LONGEST_TITLE = 60

_LINE = re.compile(r"^[^\S\n]*+(\S(?:[^\n]*\S)?)", re.MULTILINE)
DATE_LINE = re.compile(
    r"^（?(?:19|20|[一二][九〇○]|X)[^，。；]{0,6}年[^，。；]{1,8}月(?:[^，。；]{1,5}日)?[^，。；]{0,30}）?$"
)
_SUBTITLE = re.compile(r"^(?:[—-]+[^。；]{2,60}|（[^（）]{2,60}）)$")
_SECOND_PART = re.compile(r"[及和与暨][^。；]{2,30}$")
_NAME = re.compile(r"^[\u4e00-\u9fff·]{1,3}(?: {1,3}[\u4e00-\u9fff]{1,2})?$")
_UNFINISHED = re.compile(r"(?:年度?|半年|季度|[0-9]月份?|关于.*的?|在.*上的?|的)$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it; `indent` is the white space before it, `gap` the line ends since the
    line before (0 on the first).
    """

    start: int
    end: int
    indent: int
    gap: int


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above the text: half-open ranges of line numbers.

    `title` is empty when no line is clearly a title; then nothing above is dropped but what the patterns say.
    `body` is the number of the first line of the text proper.
    """

    title: range
    body: int


def split_lines(view: str) -> list[Line]:
    r"""Gives the lines of `view` that hold anything, in text order.

    >>> split_lines("一\n\n  二 ")
    [Line(start=0, end=1, indent=0, gap=0), Line(start=5, end=6, indent=2, gap=2)]
    """
    lines: list[Line] = []
    before = 0
    for match in _LINE.finditer(view):
        start, end = match.span(1)
        lines.append(Line(start, end, start - match.start(), view.count("\n", before, start)))
        before = end
    return lines


def furniture_lines(view: str, lines: Sequence[Line], words: StructureWords) -> set[int]:
    """Gives the numbers of the lines that are furniture wherever they stand, and of a footer at the end."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if line.end - line.start > _LONGEST_FURNITURE:
            continue
        content = view[line.start : line.end]
        if words.tail.search(content) and lines[-1].end - line.start <= _LONGEST_TAIL * len(view.strip()):
            found.update(range(number, len(lines)))
            break
        if words.line.search(content):
            found.add(number)
    return found


def find_cover(view: str, lines: Sequence[Line], furniture: set[int], words: StructureWords) -> Cover:
    """Finds the title among the first lines, and the lines of date, occasion and speaker that follow it."""
    contents = {
        number: _compact(view[line.start : line.end])
        for number, line in enumerate(lines[:_COVER_LINES])
        if number not in furniture
    }
    titles = _title_candidates(contents, lines, words)
    if not titles:
        return Cover(range(0), 0)
    best = max(titles, key=lambda number: (_title_score(contents[number], words), number))
    title = _whole_title(best, contents, lines, words)
    body = title.stop
    while body < len(lines) and (body in furniture or _is_byline(contents.get(body), body, lines, view, words)):
        body += 1
    return Cover(title, body)


def cover_title(text: str, view: str, lines: Sequence[Line], cover: Cover) -> str | None:
    """Gives the title on one line, from `text`; a title that is spread out (政 府 工 作 报 告) without its spaces."""
    if not cover.title:
        return None
    pieces = []
    for line in lines[cover.title.start : cover.title.stop]:
        runs = list(re.finditer(r"[^\s#*]+", view[line.start : line.end]))
        spread = len(runs) > 2 and sum(len(run[0]) == 1 for run in runs) > len(runs) / 2
        pieces.append(("" if spread else " ").join(text[line.start :][run.start() : run.end()] for run in runs))
    return "".join(pieces)


def head_furniture(view: str, lines: Sequence[Line], words: StructureWords) -> set[int]:
    """Gives the lines of furniture above a text without a title: from the top, as long as patterns match."""
    found: set[int] = set()
    for number, line in enumerate(lines[:_COVER_LINES]):
        content = view[line.start : line.end]
        if len(content) > _LONGEST_FURNITURE or not (words.head.search(content) or words.line.search(content)):
            break
        found.add(number)
    return found


def _title_candidates(contents: dict[int, str], lines: Sequence[Line], words: StructureWords) -> list[int]:
    """Gives the lines that end like a title, above the first line of prose."""
    candidates: list[int] = []
    for number, content in contents.items():
        is_title = 2 <= len(content) <= _LONGEST_TITLE and words.title.fullmatch(content) is not None
        if not is_title and len(content) <= _LONGEST_FURNITURE and words.head.search(content):
            continue
        if _is_prose(content, words):
            break
        if is_title and not (_SECOND_PART.match(content) and candidates):
            candidates.append(number)
    return candidates


def _is_prose(content: str, words: StructureWords) -> bool:
    """Tells whether a line opens the text proper: a salutation, a marked heading or a sentence."""
    mark = MARK.match(content)
    if mark is not None and mark.lastgroup not in {"dash", "hashes"}:
        return True
    return len(content) > 70 or content[-1] in "。：；" or words.salutation.match(content) is not None


def _title_score(content: str, words: StructureWords) -> int:
    """Rates a candidate: a year, an organization and a type at the very end make a title likely."""
    match = words.title.fullmatch(content)
    head = content[: match.start("type")] if match else ""
    has_year = re.search(r"[0-9〇○X]{4}年|半年|季度|月份", content) is not None
    return 2 * has_year + (2 if words.organization.search(re.split(r"[0-9〇○X]{4}|关于|上半年|下半年", head)[0]) else 0)


def _whole_title(number: int, contents: dict[int, str], lines: Sequence[Line], words: StructureWords) -> range:
    """Adds to a title line the line above that it completes and the line below that completes it."""
    first, last = number, number
    above = contents.get(number - 1)
    if above is not None and lines[number].gap <= 2 and _opens_title(above, contents[number], words):
        first -= 1
    below = contents.get(number + 1)
    if below is not None and lines[number + 1].gap <= 2 and _SECOND_PART.match(below):
        last += 1
    return range(first, last + 1)


def _opens_title(above: str, title: str, words: StructureWords) -> bool:
    if len(above) > 40 or above[-1] in "。！；：，" or words.head.search(above):
        return False
    if _UNFINISHED.search(above) or title.startswith("——"):
        return True
    begins_late = re.match(r"(?:[0-9〇○零一二三四五六七八九X×]{4}年|[上下]半年|关于)", title) or words.title.match(
        title[:8]
    )
    return bool(begins_late) and (words.organization.search(above) or words.place.search(above)) is not None


def _is_byline(content: str | None, number: int, lines: Sequence[Line], view: str, words: StructureWords) -> bool:
    """Tells whether a line below the title is a date, an occasion, a speaker or an organization."""
    if content is None or len(content) > 62 or content[-1] in "。！；：":
        return False
    if DATE_LINE.match(content) or (_SUBTITLE.match(content) and not MARK.match(content.lstrip("—-"))):
        return True
    if len(content) > 24 or MARK.match(content) or "，" in content:
        return False
    if words.byline.search(content) or _NAME.match(view[lines[number].start : lines[number].end]):
        return True
    return words.organization.search(content) is not None and not words.report.search(content)


def _compact(content: str) -> str:
    """Drops the spaces that spread a title out (政 府 工 作 报 告), and Markdown's marks."""
    return re.sub(r"(?<=[^ -~]) +(?=[^ -~])", "", content.lstrip("# *").rstrip("* ")) or content
