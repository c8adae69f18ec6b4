"""Unknown units: what stands between a number and what it counts, where the lexicon knows no unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from govsummary.measures import MEASURES, Measure
from govsummary.numerals import Numeral, read_numeral
from govsummary.pipeline import Engine, find_marks, with_marks
from govsummary.quantities import find_quantities, read_numbers
from govsummary.quantity_grammar import UnitHit
from govsummary.tokens import Segmenter

_FOLD = "翻"  # 翻一番: one sign is enough of a number
TIMES = "次"  # makes a unit of a unit: 家次, 处次
_PIECE = "个"  # counts things, and is the first part of 个百分点 and 个月
_REACH = 8  # characters: no unit is longer
_LONGEST = 3  # characters of a Chinese unit that is one word
_RUN = re.compile(r"[一-龥]+")
_SIGNS = re.compile(r"/\d*[十百千万亿]+人?|[A-Za-z%‰‱℃˚°㎡㎥μΩ²³/·]+[²³0-9]?(?:/[A-Za-z0-9³²]+)?")
# What may follow a unit: a pause, or what says how exact the number is.
_CLOSING = frozenset("，。；：、！？（）()《》“”‘’【】 \n\t—-~至到的余多以左约内")
_TIMES_WORDS = ("次数", "次序", "次日", "次年", "次要")
# Class letters that no unit has: 的 和 等 了 不 比 在 于.
_NO_UNIT = frozenset("uceNmfqigA")
_MEASURE_TAGS = frozenset("qm")  # the segmenter's tags of measure words and numerals
_HEAD_TAGS = frozenset("nqm")
_JOINING_TAGS = frozenset("pc")  # 6至8倍, 3和5
_ADJECTIVE = "a"  # 世界500强
_DIGITS = frozenset("0123456789一二三四五六七八九十百千万亿两几Xx×*")
_PLACES = frozenset("市县区镇乡村省日年月")  # a mask before these stands for a name: XX市
_DURATIONS = frozenset({"time", "months", "workdays"})


@dataclass(frozen=True, slots=True)
class UnitSighting:
    """A possible unit at `view[start:end]`; `clear` when it alone would do, without others of its kind."""

    unit: str
    start: int
    clear: bool


def unit_sightings(view: str, engine: Engine) -> Iterator[UnitSighting]:
    """Gives what may be a unit that the lexicon lacks, in text order.

    Args:
        view: the folded view of a text.
        engine: the compiled lexicon.

    >>> from govsummary.pipeline import load_engine
    >>> [found.unit for found in unit_sightings("投放鱼苗60池，清理120处", load_engine())]
    ['池']
    """
    own = _made_by_patterns(view, engine)
    for found in _sightings(view, engine):
        if not any(measure.start <= found.start <= measure.end for measure in own):
            yield found


def _made_by_patterns(view: str, engine: Engine) -> list[Measure]:
    """Gives the quantities that a user's token patterns make: their units are known to whoever wrote them."""
    marks = find_marks(view, engine)
    if marks is None:
        return []
    measures = find_quantities(view, engine.quantities)
    return [measure for measure in with_marks(view, measures, engine, marks)[0] if measure not in measures]


def _sightings(view: str, engine: Engine) -> Iterator[UnitSighting]:
    finder = _Finder(view, engine)
    for start, end, measure in read_numbers(view, engine.quantities):
        if measure is None:
            yield from finder.rejected(start, end)
        elif measure.unit == "":
            yield from finder.bare(measure)
        elif measure.end == measure.number_end + len(measure.unit):
            yield from finder.longer(measure)


@dataclass(frozen=True, slots=True)
class _Finder:
    view: str
    engine: Engine

    @property
    def segment(self) -> Segmenter:
        return self.engine.records.tokenizer.segment

    def rejected(self, start: int, end: int) -> Iterator[UnitSighting]:
        """Looks behind a number that is no quantity; dates, names, ordinals and codes have no unit."""
        view, grammar = self.view, self.engine.quantities
        if view[start - 1 : start] in ("第", "每") or grammar.blocked(view, start, len(view)) is not None:
            return
        numeral = read_numeral(view, start)
        if numeral is None or numeral.unit is not None or numeral.end != end:
            return
        if numeral.masked and numeral.scale == 1 and view[end : end + 1] in _PLACES:
            return
        yield from self.behind(numeral)

    def bare(self, measure: Measure) -> Iterator[UnitSighting]:
        """Looks behind a number that seemed to stand straight before its noun: 累计120处 where 处 is unknown."""
        numeral = read_numeral(self.view, measure.number_start) if measure.rule == "number.bare" else None
        if numeral is not None:
            yield from self.behind(numeral)

    def behind(self, numeral: Numeral) -> Iterator[UnitSighting]:
        before = self.view[max(0, numeral.start - 2) : numeral.start]
        if numeral.plain and numeral.end - numeral.start == 1 and _FOLD not in before:
            return  # 一是, 三要
        unit = self.following(numeral)
        if unit and unit not in self.engine.quantities.units:
            yield UnitSighting(unit, numeral.end, not numeral.plain and not numeral.masked)

    def following(self, numeral: Numeral) -> str | None:
        """Gives the word behind a number that could be its unit."""
        view, end = self.view, numeral.end
        if signs := _SIGNS.match(view, end):
            return None if _is_label(signs[0], view[signs.end() : signs.end() + 1]) else signs[0]
        run = _RUN.match(view, end, end + _REACH)
        words = list(self.segment(run[0])) if run else []
        if run is None or not words or self.is_no_unit(words[0], view, numeral):
            return None
        return self.word(run[0], words, numeral)

    def is_no_unit(self, first: tuple[str, str], view: str, numeral: Numeral) -> bool:
        word, tag = first
        following = view[numeral.end + len(word) : numeral.end + len(word) + 1]
        letter = self.engine.records.tokenizer.letters.get(word, "")
        joins = tag[:1] in _JOINING_TAGS and (following in _DIGITS or numeral.masked)
        return joins or tag[:1] == _ADJECTIVE or (letter != "" and letter in _NO_UNIT)

    def word(self, run: str, words: list[tuple[str, str]], numeral: Numeral) -> str | None:
        """Decides how much of the characters behind a number is the unit.

        A unit that is put together of known ones (场 + 次), one character, a word that the segmenter takes for a
        measure, or all there is before a pause.
        """
        (first, tag), (second, next_tag) = (*words, ("", ""))[:2]
        units, known = self.engine.quantities.units, self.engine.records.tokenizer.letters
        if first[-1] == TIMES and len(first) <= _LONGEST and first[:-1] in units:
            return first
        if second and ((first in (*units, _PIECE) and second in units) or (len(first) == 1 and second == TIMES)):
            return first + second
        measures = tag[:1] in _MEASURE_TAGS
        if numeral.masked and not measures and len(first) > 1:
            return None
        if not numeral.masked and first not in known and self.closes(numeral.end + 2):
            joined = first != _PIECE and (second in units or next_tag[:1] in _HEAD_TAGS)
            if len(first) == 2 or (len(first + second) == 2 and joined):
                return run[:2]
        if len(first) == 1:
            return first
        return first if len(first) <= _LONGEST and measures and first not in known else None

    def closes(self, place: int) -> bool:
        """Tells whether a pause or the end of the text is at a place, or what says how exact the number was."""
        return self.view[place : place + 1] in ("", *_CLOSING)

    def longer(self, measure: Measure) -> Iterator[UnitSighting]:
        """Looks for a unit that begins with a known one: 人次 where only 人 is known, 个百分点 where only 个."""
        unit = self.continued(measure)
        if unit:
            yield UnitSighting(unit, measure.end - len(measure.unit), True)

    def continued(self, measure: Measure) -> str | None:
        view, end, unit = self.view, measure.end, measure.unit
        if unit == _PIECE:
            return self.of_pieces(end)
        if view.startswith(TIMES, end) and not view.startswith(_TIMES_WORDS, end):
            return unit + TIMES
        if not _RUN.match(view[measure.number_end : measure.number_end + 1]):
            return None
        words = list(self.segment(view[measure.number_end : end + _REACH]))
        whole, tag = words[0] if words else ("", "")
        if len(whole) > len(unit) and tag[:1] in _MEASURE_TAGS and whole.startswith(unit):
            return whole
        return self.with_next(unit, self.engine.quantities.unit_at(view, end), end)

    def of_pieces(self, end: int) -> str | None:
        """Gives what 个 makes a unit with: points and stretches of time."""
        hit = self.engine.quantities.unit_at(self.view, end)
        if hit is not None:
            return _PIECE + hit.text if hit.dimension in MEASURES | _DURATIONS and hit.dimension.isascii() else None
        rest = ""
        for word, tag in self.segment(self.view[end : end + _REACH // 2]):
            if tag != "m" or not _RUN.fullmatch(word):
                break
            rest += word
        rest = rest.removesuffix("左右")
        return _PIECE + rest if rest else None

    def with_next(self, unit: str, hit: UnitHit | None, end: int) -> str | None:
        """Joins two units that stand together (平方 + 千米), unless the second begins another word (件 + 包裹)."""
        if hit is None:
            return None
        if self.closes(hit.end):
            return unit + hit.text
        words = list(self.segment(self.view[end : end + _REACH]))
        return unit + hit.text if words and words[0][0] == hit.text else None


def _is_label(signs: str, following: str) -> bool:
    """Tells the letter of a grade or a make from a unit: 5G基站, 4A级."""
    return len(signs) == 1 and signs.isupper() and _RUN.match(following) is not None
