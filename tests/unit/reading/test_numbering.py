"""Automatic numbering: number formats and list counters."""

from __future__ import annotations

import pytest

from govsummary.reading.numbering import Counters, Level, ListFormat, format_number


@pytest.mark.parametrize(
    ("number", "style", "written"),
    [
        (7, "decimal", "7"),
        (7, "decimalZero", "07"),
        (10, "chineseCounting", "十"),
        (12, "chineseCounting", "十二"),
        (20, "chineseCounting", "二十"),
        (99, "chineseCounting", "九十九"),
        (105, "chineseCounting", "一〇五"),
        (100, "chineseCountingThousand", "一百"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (2010, "taiwaneseCountingThousand", "二千零一十"),
        (9999, "chineseCountingThousand", "九千九百九十九"),
        (10000, "chineseCountingThousand", "10000"),
        (21, "taiwaneseCounting", "二十一"),
        (11, "japaneseCounting", "十一"),
        (111, "japaneseCounting", "百十一"),
        (105, "ideographDigital", "一〇五"),
        (10, "chineseLegalSimplified", "壹拾"),
        (16, "chineseLegalSimplified", "壹拾陆"),
        (2, "ideographLegalTraditional", "貳"),
        (3, "ideographTraditional", "丙"),
        (12, "ideographZodiac", "亥"),
        (13, "ideographZodiac", "13"),
        (1, "ideographEnclosedCircle", "㊀"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircle", "21"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (4, "decimalEnclosedParen", "⑷"),
        (5, "decimalEnclosedFullstop", "⒌"),
        (12, "decimalFullWidth", "１２"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (27, "upperLetter", "AA"),
        (3, "lowerLetter", "c"),
        (3, "bullet", ""),
        (3, "none", ""),
        (3, "thaiLetters", "3"),
    ],
)
def test_number_formats(number: int, style: str, written: str) -> None:
    assert format_number(number, style) == written


@pytest.mark.parametrize("style", ["upperRoman", "upperLetter", "chineseCountingThousand", "ideographZodiac"])
@pytest.mark.parametrize("number", [-3, 0, 10**30])
def test_numbers_that_a_format_cannot_write_stay_short(style: str, number: int) -> None:
    assert len(format_number(number, style)) <= len(str(number))


CHAPTERS = {
    0: Level("chineseCounting", "%1、"),
    1: Level("chineseCounting", "（%2）"),
    2: Level("decimal", "%3."),
}


def _labels(levels: dict[int, Level], *depths: int) -> list[str]:
    counters = Counters()
    return [counters.label(ListFormat("a", 1, levels), depth) for depth in depths]


def test_inner_levels_start_anew() -> None:
    assert _labels(CHAPTERS, 0, 1, 2, 2, 1, 2, 0, 1) == ["一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）"]


def test_a_level_that_never_restarts_counts_through() -> None:
    levels = {0: Level("chineseCounting", "第%1章"), 1: Level("chineseCounting", "第%2条", restart=0)}
    assert _labels(levels, 0, 1, 1, 0, 1) == ["第一章", "第一条", "第二条", "第二章", "第三条"]


def test_a_level_that_restarts_only_after_the_outermost() -> None:
    levels = {**CHAPTERS, 2: Level("decimal", "%3.", restart=1)}
    assert _labels(levels, 0, 1, 2, 1, 2, 0, 2) == ["一、", "（一）", "1.", "（二）", "2.", "二、", "1."]


def test_legal_numbering_is_decimal_throughout() -> None:
    levels = {0: Level("chineseCounting", "第%1章"), 1: Level("decimal", "%1.%2", legal=True)}
    assert _labels(levels, 0, 1, 1) == ["第一章", "1.1", "1.2"]
    assert _labels({**levels, 1: Level("decimal", "%1.%2")}, 0, 1) == ["第一章", "一.1"]


def test_a_skipped_level_shows_its_start() -> None:
    levels = {depth: Level("decimal", "".join(f"%{place + 1}." for place in range(depth + 1))) for depth in range(3)}
    assert _labels(levels, 0, 2, 2, 1) == ["1.", "1.1.1.", "1.1.2.", "1.2."]


def test_starts_bullets_and_unknown_levels() -> None:
    levels = {0: Level("decimal", "%1.", start=5), 1: Level("bullet", "\uf06c"), 2: Level("none", "")}
    assert _labels(levels, 0, 1, 2, 3, 0) == ["5.", "", "", "", "6."]


def test_lists_of_one_counter_count_on_unless_they_restart() -> None:
    counters = Counters()
    first = ListFormat("a", 1, CHAPTERS)
    second = ListFormat("a", 2, CHAPTERS)
    third = ListFormat("a", 3, {0: Level("chineseCounting", "%1、", start=3)}, frozenset({0}))
    other = ListFormat("b", 4, CHAPTERS)
    lists = [first, second, third, third, first, other]
    assert [counters.label(form, 0) for form in lists] == ["一、", "二、", "三、", "四、", "五、", "一、"]
    again = ListFormat("a", 5, CHAPTERS, frozenset({0}))
    assert [counters.label(again, 0), counters.label(again, 0)] == ["一、", "二、"]
