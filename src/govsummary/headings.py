"""Headings: the marks that open them, where their titles end, and how deep they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from govsummary.structure_words import StructureWords

_CN = "[一二三四五六七八九十百〇]{1,4}"
# The marks, by kind. Order matters: the first that matches names the kind.
_MARKS = (
    ("part", f"第{_CN}(?:部分|篇|编|章)[、，：]? *"),
    ("clause", f"第{_CN}节[、，：]? *"),
    ("ordinal", f"第{_CN}[、，：]"),
    ("chinese", f"{_CN}[、.] *"),
    ("bracketed", f"（{_CN}）[、.]? *"),
    ("dotted", r"[0-9]{1,2}(?:\.[0-9]{1,2}){1,3}[ 、.] *"),
    ("number", r"[0-9]{1,2}(?:[、.] *(?![0-9])|） *)"),
    ("enclosed", r"（[0-9]{1,2}）[、.]? *"),
    ("circled", "[①-⑳] *"),
    ("first", f"{_CN}是"),
    ("dash", "—{2,3} *|-{2,3} *(?!-)"),
)
# What opens the line of a list; a list's mark is no part of the sentence. ○ □ × blank out numbers and are none.
BULLETS = frozenset("•·▪◆●■▲★◇▶►※✦➢*-–")
BULLET = re.compile(r"[•·▪◆●■▲★◇▶►※✦➢] *|\*+ +|[-–](?![-–0-9.]) *")
_HASHES = r"(?P<hashes>\#{1,6}[ ]+)"
_BOLD = r"(?:\*\*)?"
MARK = re.compile(f"{_BOLD}(?:{'|'.join(f'(?P<{kind}>{pattern})' for kind, pattern in _MARKS)}|{_HASHES})")
_INNER_MARK = re.compile(f"{_BOLD}(?:{'|'.join(f'(?P<{kind}>{pattern})' for kind, pattern in _MARKS[:-1])})")

# The usual order of marks from the outside in. It decides only between kinds that a document has not nested yet.
_RANKS = {kind: rank for rank, (kind, _) in enumerate(_MARKS)}
_RANKS.update({f"hashes{depth}": depth - 10 for depth in range(1, 7)})
_RANKS["ordinal"] = _RANKS["first"]
_PLAIN = "plain"
_RANKS[_PLAIN] = 99
_TOPIC = "topic"
LEAVES = frozenset({"dash", _TOPIC})  # headings of their own paragraph only

_LIST_MARKS = frozenset({"number", "enclosed", "circled", "first", "dash"})

_LONGEST_LINE = 60  # a heading on a line of its own
_LONGEST_RUN_IN = 40  # a heading that runs into its paragraph
_LONGEST_TOPIC = 16  # a heading before a colon that runs into its paragraph
_LONGEST_PLAIN = 30  # a heading without a mark
_LONGEST_WORD = 8  # a heading without a mark that runs into its paragraph

_ENDS = "。；！？：，、…"
_NO_FIGURES = re.compile(
    r"“[^”]*”|《[^》]*》|(?:19|20)[0-9]{2}(?: *[-—至] *(?:19|20)[0-9]{2})?年?"
    r"|[0-9]{1,2}[-—至]?[0-9]{0,2}月(?:[0-9]{1,2}日)?"
)
_FIGURES = re.compile(r"[0-9]|[X×]+[\u4e00-\u9fff]")
_NEXT_OF_SERIES = re.compile(f"[。；，：]{_CN}(?:是|要)")
_FIRST_CLAUSE = re.compile(f"[^。，；：！？\\n]{{2,{_LONGEST_RUN_IN}}}(?=[。，])")
_NOT_IN_PLAIN = re.compile("[\t\n：；。！？|]|以来，|^[-*•·▪–]")
_TOPIC_WORD = re.compile(f"([^，。：；！？、\\s0-9×]{{2,{_LONGEST_WORD}}})。(?=[^\\n]{{8}})")
_BRACKETED = re.compile("【([^【】：\n]{2,16})】(?=[^\n])")
_COUNTED_FIRST = re.compile("(?:一、|（一）|1[、.])")
_COUNTED_LINE = re.compile("^ *(?P<number>[一二三四五六七八九十]{1,3})、", re.MULTILINE)
_CHINESE_PAIR = re.compile("[\u4e00-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of the view that reads as one paragraph: one line, or wrapped lines that belong together."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its kind of mark, mark, title (`view[title_start:title_end]`) and `end`, where its text begins.

    `figures` tells that the title states numbers, so that it must be read like a sentence too.
    """

    kind: str
    start: int
    mark_end: int
    title_start: int
    title_end: int
    end: int
    figures: bool


def find_heading(
    view: str, paragraphs: Sequence[Paragraph], number: int, previous: Heading | None, words: StructureWords
) -> Heading | None:
    """Tells whether paragraph `number` is a heading or opens with one.

    Args:
        view: the folded text.
        paragraphs: all paragraphs of the text proper.
        number: which one.
        previous: the heading that the paragraph before was or opened with, if any.
        words: for headings that need no mark (结束语).
    """
    paragraph = paragraphs[number]
    before = paragraphs[number - 1] if number else None
    mark = MARK.match(view, after_bullet(view, paragraph.start, paragraph.end), paragraph.end)
    following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
    if mark is None:
        after_heading = before is None or (previous is not None and previous.end >= before.end)
        return _topic_heading(view, paragraph, words) or _plain_heading(
            view, paragraph, None if after_heading else before, following, words
        )
    kind, mark_end = str(mark.lastgroup), mark.end()
    if kind == "hashes":
        return _markdown_heading(view, paragraph, mark)
    if mark_end >= paragraph.end:
        return None
    before_kind = _kind_at(view, before) if previous is None else None
    alone = following is not None and kind not in {before_kind, _kind_at(view, following)}
    if view[paragraph.end - 1] not in _ENDS and paragraph.end - mark_end <= _LONGEST_LINE:
        return _line_heading(view, paragraph, kind, mark_end, alone)
    return (
        _overlong_heading(view, paragraph, kind, mark_end)
        or _run_in_heading(view, paragraph, kind, mark_end)
        or _full_stop_heading(view, paragraph, kind, mark_end, alone)
    )


def after_bullet(view: str, start: int, end: int) -> int:
    """Gives where a paragraph begins behind the bullet that opens it, if any.

    >>> after_bullet("• 拆除2处", 0, 6)
    2
    """
    bullet = BULLET.match(view, start, end - 1) if start < end and view[start] in BULLETS else None
    return bullet.end() if bullet else start


def counts_anew(view: str, end: int) -> bool:
    r"""Tells whether the next heading counted with 一、 二、 is the first of its series.

    >>> counts_anew("下半年工作计划\n一、抓好调解", 7), counts_anew("存在问题\n三、下半年打算", 4)
    (True, False)
    """
    following = _COUNTED_LINE.search(view, end)
    return following is not None and following["number"] == "一"


@dataclass(slots=True)
class Levels:
    """Gives headings their level from the kinds of marks met so far: a known kind returns to its level, a new one
    stands below, unless the usual order of marks says that it stands above the innermost.
    """

    stack: list[str] = field(default_factory=list)

    def level(self, heading: Heading, closing: bool = False, part: bool = False) -> int:
        """Gives the level (from 1) of the next heading of the text. A leaf opens a section but never holds others.

        Args:
            heading: the next heading.
            closing: it ends all that stood before (结束语).
            part: it opens a part whose headings are counted anew.

        >>> levels = Levels()
        >>> [levels.level(Heading(kind, 0, 0, 0, 0, 0, False)) for kind in ("chinese", "bracketed", "chinese")]
        [1, 2, 1]
        """
        kind = heading.kind
        if closing:
            self.stack.clear()
            return 1
        if part:
            self.stack[:] = ["part"]
            return 1
        if kind in LEAVES:
            return len(self.stack) + 1
        if kind in self.stack:
            del self.stack[self.stack.index(kind) :]
        else:
            while self.stack and self._stands_above(kind):
                self.stack.pop()
        self.stack.append(kind)
        return len(self.stack)

    def _stands_above(self, kind: str) -> bool:
        innermost = self.stack[-1]
        if innermost == _PLAIN and len(self.stack) == 1:
            return kind not in _LIST_MARKS  # 主要工作 may hold 1. 2. 3., but stands beside 一、
        return _RANKS[kind] < _RANKS[innermost] and len(self.stack) > 1

    def close(self) -> None:
        """Leaves all levels below the first: the speaker addresses the audience anew."""
        del self.stack[1:]


def _kind_at(view: str, paragraph: Paragraph | None) -> str | None:
    mark = MARK.match(view, after_bullet(view, paragraph.start, paragraph.end), paragraph.end) if paragraph else None
    return mark.lastgroup if mark else None


def _heading(view: str, start: int, kind: str, mark_end: int, title: tuple[int, int]) -> Heading:
    """Makes a heading from where its title ends, final punctuation included, and where the text after it begins."""
    title_end, end = title
    while title_end > mark_end and view[title_end - 1] in " *：。！#":
        title_end -= 1
    title_start, written_mark_end = mark_end, mark_end
    while title_start < title_end and view[title_start] in " *":
        title_start += 1
    while written_mark_end > start and view[written_mark_end - 1] == " ":
        written_mark_end -= 1
    figures = _states_figures(view[mark_end:title_end])
    name = f"dotted{view.count('.', start, mark_end - 1)}" if kind == "dotted" else kind
    return Heading(name, start, written_mark_end, title_start, title_end, end, figures)


_RANKS.update({f"dotted{depth}": _RANKS["dotted"] for depth in range(5)})


def _states_figures(title: str) -> bool:
    return _FIGURES.search(title) is not None and _FIGURES.search(_NO_FIGURES.sub("", title)) is not None


def styled_heading(view: str, paragraph: Paragraph) -> Heading | None:
    """Gives a paragraph as the heading that the document's own styles make it; a sentence is none."""
    if view[paragraph.end - 1] in _ENDS or paragraph.end - paragraph.start > _LONGEST_LINE:
        return None
    return _heading(view, paragraph.start, _PLAIN, paragraph.start, (paragraph.end, paragraph.end))


def _line_heading(view: str, paragraph: Paragraph, kind: str, mark_end: int, alone: bool) -> Heading | None:
    """A mark and a title on a line of their own. Figures, and the marks of lists, need text below to make a heading."""
    if "\t" in view[mark_end : paragraph.end] or "。" in view[mark_end : paragraph.end]:
        return None
    heading = _heading(view, paragraph.start, kind, mark_end, (paragraph.end, paragraph.end))
    return heading if alone or not (heading.figures or kind in _LIST_MARKS) else None


def _run_in_heading(view: str, paragraph: Paragraph, kind: str, mark_end: int) -> Heading | None:
    """A mark and a short first sentence, or topic and colon, with text after it in the same paragraph."""
    stop = view.find("。", mark_end, min(paragraph.end - 1, mark_end + _LONGEST_RUN_IN + 1))
    if stop < 0:
        stop = view.find("：", mark_end, min(paragraph.end - 1, mark_end + _LONGEST_TOPIC + 1))
    title = view[mark_end:stop] if stop > mark_end + 1 else ""
    if not title or any(mark in title for mark in "；：！？\n"):
        return None
    if kind in {"first", "ordinal", "dash", "circled"}:
        series = _NEXT_OF_SERIES.search(view, stop, paragraph.end)
        if _states_figures(title) or view[stop] == "：" or (series and kind == "first"):
            return None
    return _heading(view, paragraph.start, kind, mark_end, (stop, stop + 1))


def _overlong_heading(view: str, paragraph: Paragraph, kind: str, mark_end: int) -> Heading | None:
    """A long line without a full stop at its end is a heading; its first clause serves as the title."""
    if kind not in {"part", "clause", "chinese", "bracketed"} or view[paragraph.end - 1] in _ENDS:
        return None
    match = _FIRST_CLAUSE.match(view, mark_end, paragraph.end)
    return _heading(view, paragraph.start, kind, mark_end, (match.end(), match.end() + 1)) if match else None


def _full_stop_heading(view: str, paragraph: Paragraph, kind: str, mark_end: int, alone: bool) -> Heading | None:
    """A marked line of one short sentence; `alone` tells that its neighbours are not of the same series."""
    title = view[mark_end : paragraph.end - 1]
    if not alone or not 2 <= len(title) <= _LONGEST_RUN_IN or view[paragraph.end - 1] not in "。：！":
        return None
    if any(mark in title for mark in "。；：！？\n") or _states_figures(title) or kind == "dash":
        return None
    return _heading(view, paragraph.start, kind, mark_end, (paragraph.end, paragraph.end))


def _topic_heading(view: str, paragraph: Paragraph, words: StructureWords) -> Heading | None:
    """A word that runs into its paragraph without a mark (公租房。竣工2处); not a short sentence (进展顺利。).

    Yearbooks put it in brackets: 【就业创业】举办招聘会14场.
    """
    start = after_bullet(view, paragraph.start, paragraph.end)
    if bracketed := _BRACKETED.match(view, start, paragraph.end):
        return Heading(_TOPIC, paragraph.start, start, bracketed.start(1), bracketed.end(1), bracketed.end(), False)
    if view.find("。", start, start + _LONGEST_WORD + 1) < 0:
        return None
    match = _TOPIC_WORD.match(view, start, paragraph.end)
    if match is None or words.predicate.search(match[1]) or words.salutation.match(match[1]):
        return None
    return Heading(_TOPIC, paragraph.start, start, start, match.end(1), match.end(), False)


def _markdown_heading(view: str, paragraph: Paragraph, mark: re.Match[str]) -> Heading | None:
    """A line after `#`; the number of `#` is the level, and a mark typed after them is the mark."""
    inner = _INNER_MARK.match(view, mark.end(), paragraph.end)
    title_start = inner.end() if inner else mark.end()
    kind = f"hashes{view.count('#', paragraph.start, mark.end())}"
    heading = _heading(view, paragraph.start, kind, title_start, (paragraph.end, paragraph.end))
    return heading if heading.title_end > heading.title_start else None


def _plain_heading(
    view: str,
    paragraph: Paragraph,
    before: Paragraph | None,
    following: Paragraph | None,
    words: StructureWords,
) -> Heading | None:
    """A short line without a mark or final punctuation, between whole paragraphs (`before`: None after a heading)."""
    length = paragraph.end - paragraph.start
    if not 2 <= length <= _LONGEST_PLAIN or view[paragraph.end - 1] in _ENDS + "》”）%】":
        return None
    title = view[paragraph.start : paragraph.end]
    if _NOT_IN_PLAIN.search(title) or title.count("，") > 1 or not _CHINESE_PAIR.search(title):
        return None
    if before is not None and view[before.end - 1] not in "。！？：…）”；":
        return None
    if following is None or _states_figures(title) or words.organization.search(title):
        return None
    holds = _is_text(view, following) or (_announces(title, words) and _COUNTED_FIRST.match(view, following.start))
    if not holds:
        return None
    title_start = after_bullet(view, paragraph.start, paragraph.end)
    return Heading(_PLAIN, paragraph.start, title_start, title_start, paragraph.end, paragraph.end, False)


def _announces(title: str, words: StructureWords) -> bool:
    """Tells a heading that names a part of a summary by its own words (下半年工作计划), so that headings may follow."""
    return words.plan.search(title) is not None or words.plan_title.match(title) is not None


def _is_text(view: str, paragraph: Paragraph) -> bool:
    """Tells whether a paragraph reads as prose: sentences, not a list, a table row or another short line."""
    return paragraph.end - paragraph.start >= 25 or view[paragraph.end - 1] in "。！："
