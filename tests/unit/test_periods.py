"""Periods: one value, many spellings; and what is none."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsummary.model import Period
from govsummary.periods import find_periods, parse_period, whole_year

HALF = Period(start=dt.date(2020, 1, 1), end=dt.date(2020, 6, 30), text="2020年上半年")


def _days(text: str, reference: Period | None = HALF) -> tuple[str, str] | None:
    period = parse_period(text, reference)
    assert period is None or period.text == text
    return (str(period.start), str(period.end)) if period else None


SPELLINGS = [
    (
        ("2020-01-01", "2020-06-30"),
        "2020年上半年 上半年 1-6月 1—6月 1至6月 2020年1～6月 2020年1月至6月 截至6月底 前6个月",
    ),
    (("2020-07-01", "2020-12-31"), "下半年 2020年下半年"),
    (("2020-01-01", "2020-09-30"), "前三季度 前3季度 一至三季度 1—9月"),
    (("2020-01-01", "2020-03-31"), "第一季度 一季度 1季度 2020年一季度"),
    (("2020-01-01", "2020-07-31"), "今年前7个月 前7个月 今年前七个月 1—7月 截至7月底 1月至7月底"),
    (("2020-01-01", "2020-12-07"), "2020年1月1日0时至2020年12月7日24时"),
    (("2020-01-01", "2020-10-31"), "1—10月 1至10月 1-10月份 一至十月"),
    (
        ("2020-01-01", "2020-12-31"),
        "2020年 2020年度 ２０２０年 二〇二〇年 二○二○年 二零二零年 二0二0年 全年 今年 本年 本年度 年底前",
    ),
    (("2020-01-23", "2020-06-30"), "自1月23日以来 1月23日以来 从1月23日起"),
    (("2020-01-01", "2020-06-30"), "今年以来 1月份以来 一年来 过去一年"),
    (("2019-01-01", "2019-12-31"), "去年 上年 上年度 上一年度 2019年 二0一九年"),
    (("2000-01-01", "2000-12-31"), "二000年 二〇〇〇年"),
    (("2019-01-01", "2019-06-30"), "去年同期 上年同期 上年度同期 19年同期 2019年同期 去年上半年"),
    (("2018-01-01", "2020-06-30"), "近三年 近3年来 三年来 过去三年"),
    (("2016-01-01", "2020-06-30"), "五年来 过去五年 过去的五年"),
    (("2021-01-01", "2025-12-31"), "“十四五”期间 十四五期间 “十四五”时期 第十四个五年规划"),
    (("1986-01-01", "1990-12-31"), "第七个五年计划 “七五”期间 第七个五年计划期间"),
    (("1953-01-01", "1957-12-31"), "“一五”期间 第一个五年计划"),
    (("2018-01-01", "2022-12-31"), "2018—2022年 2018-2022年 2018—2022年度 2018年至2022年 二〇一八至二〇二二年"),
    (("2024-02-01", "2024-02-29"), "2024年2月 2024年2月份"),
    (("2020-03-01", "2020-03-31"), "3月 3月份 三月 三月份"),
    (("2020-06-30", "2020-06-30"), "6月底 6月末 2020年6月30日 6月30日"),
    (("2020-12-31", "2020-12-31"), "年底 今年底 2020年底 2020年年底 12月底"),
    (("2021-01-01", "2021-12-31"), "明年 来年 2021年"),
    (("2020-02-21", "2020-02-29"), "2月下旬 2020年2月下旬"),
    (("2020-02-03", "2020-02-05"), "2月3日至5日 2月3日至2月5日"),
    (("2019-12-01", "2020-03-31"), "2019年12月至2020年3月"),
    (("2019-01-01", "2020-06-30"), "2019年以来 2019年至今 自2019年以来"),
]


@pytest.mark.parametrize(
    ("text", "days"), [pytest.param(text, days, id=text) for days, texts in SPELLINGS for text in texts.split()]
)
def test_parse_period(text: str, days: tuple[str, str]) -> None:
    assert _days(text) == days


@pytest.mark.parametrize(
    "text",
    [
        "X月X日",
        "X年",
        "2月30日",
        "13月",
        "元旦春节期间",
        "3年",
        "一百年",
        "第三届",
        "",
        "6月底前完成",
        "从2020年",
        "12月至3月",
    ],
)
def test_no_period(text: str) -> None:
    assert _days(text) is None


@pytest.mark.parametrize("text", ["上半年", "去年", "6月底", "今年以来", "近三年", "去年同期", "自2019年以来"])
def test_unresolved_without_a_reference(text: str) -> None:
    assert _days(text, None) is None


@pytest.mark.parametrize("text", ["2020年上半年", "1986年", "“十四五”期间", "2018—2022年", "截至2020年6月底"])
def test_resolved_without_a_reference(text: str) -> None:
    assert _days(text, None) is not None


def test_current_year_moves_this_year_but_not_the_parts_of_the_report() -> None:
    report = whole_year(2013, "2013年")
    years = [parse_period(text, report, 2014) for text in ("今年", "去年", "全年", "一年来")]
    assert [period and period.start.year for period in years] == [2014, 2013, 2013, 2013]


@pytest.mark.parametrize(
    ("text", "days"),
    [("本季度", ("2020-04-01", "2020-06-30")), ("本月", ("2020-06-01", "2020-06-30"))],
)
def test_this_quarter_is_known_only_of_a_report_of_one(text: str, days: tuple[str, str]) -> None:
    month = Period(start=dt.date(2020, 6, 1), end=dt.date(2020, 6, 30), text="6月")
    assert _days(text, month) == days
    assert _days(text) is None


def test_leap_day_a_year_earlier() -> None:
    reference = Period(start=dt.date(2020, 1, 1), end=dt.date(2020, 2, 29), text="1—2月")
    assert _days("去年同期", reference) == ("2019-01-01", "2019-02-28")


@pytest.mark.parametrize(
    ("view", "found"),
    [
        pytest.param("2020年上半年及下半年", ["2020年上半年", "下半年"], id="two"),
        pytest.param("自1月23日以来，劝导车辆3台", ["自1月23日以来"], id="since"),
        pytest.param("从2003年开始，从今年起", ["2003年", "从今年起"], id="a lead without an answer is left out"),
        pytest.param("争取6月底前完成，年底前验收", ["6月底前", "年底前"], id="until"),
        pytest.param("比去年增长，较2015年下降，高于上年", [], id="comparisons"),
        pytest.param("自X月X日以来，争取X月底前", [], id="masked"),
        pytest.param("比19年同期增长，119年同期", [], id="a year of two digits is compared with, or none"),
        pytest.param("19年同期为3处，到19年完成", ["19年同期"], id="a year of two digits"),
        pytest.param("历时3年、5个月，用了100年，第3月", [], id="durations"),
        pytest.param("到底完成3处，一年四季，三年级", [], id="look-alikes"),
    ],
)
def test_find_periods(view: str, found: list[str]) -> None:
    assert [text for _, _, text in find_periods(view)] == found


def test_find_periods_within_bounds() -> None:
    view = "2019年完成，2020年完成，2021年完成"
    assert find_periods(view, 8, 16) == [(8, 13, "2020年")]


@given(st.text(alphabet="0129二〇年月日季度上下半前三至—底旬自以来“十四五”期间今去同X，"))
def test_any_text(view: str) -> None:
    parse_period(view, HALF)
    found = find_periods(view)
    assert all(view[start:end] == text for start, end, text in found)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(found))
