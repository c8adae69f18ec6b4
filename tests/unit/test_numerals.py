"""The grammar of numerals: values, scales, ranges and masks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsummary.chinese import parse_chinese, product, written_scale
from govsummary.numerals import join_range, read_numeral

VALUES = [
    # Arabic
    ("1,100万", "11000000", 10_000),
    ("1，100万", "11000000", 10_000),
    ("20，300", "20300", 1),
    ("1 200万", "12000000", 10_000),
    ("47.264287亿", "4726428700", 10**8),
    ("３．７", "3.7", 1),
    ("1.3万亿", "1300000000000", 10**12),
    ("8千万", "80000000", 10**7),
    ("4.26 亿", "426000000", 10**8),
    ("4.26  亿", "426000000", 10**8),
    # mixed
    ("3万4000", "34000", 1),
    ("25万6千", "256000", 1),
    ("1千零20", "1020", 1),
    ("1亿2000万", "120000000", 1),
    # Chinese
    ("二十万亿", "20000000000000", 10**12),
    ("三百五十万亿", "350000000000000", 10**12),
    ("十亿", "1000000000", 10**8),
    ("一百零三", "103", 1),
    ("两千三", "2300", 1),
    ("一千三", "1300", 1),
    ("一千零三", "1003", 1),
    ("四百五", "450", 1),
    ("一万三", "13000", 1),
    ("六十四万零一百四十三", "640143", 1),
    ("三点五亿", "350000000", 10**8),
    ("零点五", "0.5", 1),
    ("壹佰贰拾", "120", 1),
    ("廿五", "25", 1),
    ("卅", "30", 1),
    ("二○二○", "2020", 1),
    ("二〇二〇", "2020", 1),
]


@pytest.mark.parametrize(("text", "value", "scale"), VALUES, ids=[text for text, *_ in VALUES])
def test_value_and_scale(text: str, value: str, scale: int) -> None:
    numeral = read_numeral(text, 0)
    assert numeral is not None
    assert (numeral.end, numeral.value, numeral.scale) == (len(text), Decimal(value), scale)


PORTIONS = [
    ("百分之三十六点九", "36.9", "%"),
    ("百分之百", "100", "%"),
    ("百分之负二", "-2", "%"),
    ("千分之2.4", "2.4", "‰"),
    ("万分之三", "3", "‱"),
    ("四分之一", "0.25", ""),
    ("3分之1", "0.333333333333333", ""),
]


@pytest.mark.parametrize(("text", "value", "unit"), PORTIONS, ids=[text for text, *_ in PORTIONS])
def test_portion(text: str, value: str, unit: str) -> None:
    numeral = read_numeral(text, 0)
    assert numeral is not None
    assert (numeral.end, numeral.value, numeral.unit) == (len(text), Decimal(value), unit)


RANGES = [
    ("三五", 3, 5),
    ("三五百", 300, 500),
    ("八九亿", 8 * 10**8, 9 * 10**8),
    ("两三千", 2000, 3000),
    ("十五六", 15, 16),
    ("三四十", 30, 40),
    ("一两", 1, 2),
]


@pytest.mark.parametrize(("text", "low", "high"), RANGES, ids=[text for text, *_ in RANGES])
def test_neighbours_are_a_range(text: str, low: int, high: int) -> None:
    numeral = read_numeral(text, 0)
    assert numeral is not None
    assert (numeral.value, numeral.upper) == (Decimal(low), Decimal(high))


OVER = [
    ("十余万", "100000"),
    ("五百余万", "5000000"),
    ("二十几万", "200000"),
    ("3.2万余", "32000"),
    ("30多万", "300000"),
    ("十几", "10"),
    ("二十来个", "20"),
    ("一百三十多万", "1300000"),
]


@pytest.mark.parametrize(("text", "value"), OVER, ids=[text for text, _ in OVER])
def test_a_little_over(text: str, value: str) -> None:
    numeral = read_numeral(text, 0)
    assert numeral is not None
    assert numeral.over
    assert numeral.value == Decimal(value)


VAGUE = [("几百", 100), ("数百万", 10**6), ("几十万", 10**5), ("几", 1)]


@pytest.mark.parametrize(("text", "scale"), VAGUE, ids=[text for text, _ in VAGUE])
def test_vague_numbers_have_a_scale_and_no_value(text: str, scale: int) -> None:
    numeral = read_numeral(text, 0)
    assert numeral is not None
    assert (numeral.value, numeral.masked, numeral.scale) == (None, False, scale)


MASKED = [
    ("X.XX%", 4, 1, False),
    ("XXX余处", 4, 1, True),
    ("X万多平方米", 3, 10_000, True),
    ("××人", 2, 1, False),
    ("**万元", 3, 10_000, False),
    ("□□处", 2, 1, False),
    ("ＸＸ万", 3, 10_000, False),
    ("2X家", 2, 1, False),
    ("__个", 2, 1, False),
]


@pytest.mark.parametrize(("text", "end", "scale", "over"), MASKED, ids=[text for text, *_ in MASKED])
def test_masks(text: str, end: int, scale: int, over: bool) -> None:
    numeral = read_numeral(text, 0)
    assert numeral is not None
    assert (numeral.masked, numeral.value) == (True, None)
    assert (numeral.end, numeral.scale, numeral.over) == (end, scale, over)


NO_NUMERALS = ["一二三产业", "五四", "陆家", "伍", "拾", "三十一百", "数据", "XML", "×50", "9" * 41]


@pytest.mark.parametrize("text", NO_NUMERALS)
def test_no_numeral(text: str) -> None:
    assert read_numeral(text, 0) is None


STOPS = [
    ("20，并300", "20"),
    ("3万2023年", "3万"),
    ("5千瓦", "5"),
    ("4455亿千瓦", "4455亿"),
    ("3百分点", "3"),
    ("12多媒体", "12"),
    ("5余额", "5"),
    ("7×24", "7"),
    ("30\n多措并举", "30"),
    ("30   万", "30"),
]


@pytest.mark.parametrize(("text", "number"), STOPS, ids=[text for text, _ in STOPS])
def test_where_a_number_stops(text: str, number: str) -> None:
    numeral = read_numeral(text, 0)
    assert numeral is not None
    assert text[: numeral.end] == number


BROKEN = [("共有12\n34万元", 2, "12340000"), ("增长12.\n5%", 2, "12.5"), ("投资100\n万元", 2, "1000000")]


@pytest.mark.parametrize(("text", "start", "value"), BROKEN, ids=["digits", "decimals", "scale"])
def test_a_broken_line_joins(text: str, start: int, value: str) -> None:
    numeral = read_numeral(text, start)
    assert numeral is not None
    assert numeral.value == Decimal(value)


def test_a_number_that_opens_its_line_is_not_joined() -> None:
    numeral = read_numeral("2019\n2020\n", 0)
    assert numeral is not None
    assert numeral.value == 2019


JOINED = [
    ("两", "三万", 20_000, 30_000),
    ("一百二十", "一百五十万", 1_200_000, 1_500_000),
    ("5000", "1万", 5000, 10_000),
    ("1.6", "3.9", Decimal("1.6"), Decimal("3.9")),
]


@pytest.mark.parametrize(("low", "high", "value", "upper"), JOINED, ids=[f"{low}-{high}" for low, high, *_ in JOINED])
def test_ranges_share_the_scale(low: str, high: str, value: Decimal, upper: Decimal) -> None:
    bottom, top = read_numeral(low, 0), read_numeral(high, 0)
    assert bottom is not None
    assert top is not None
    joined = join_range(bottom, top)
    assert joined is not None
    assert (joined.value, joined.upper) == (value, upper)


def test_no_range_downwards() -> None:
    high, low = read_numeral("10", 0), read_numeral("5", 0)
    assert high is not None
    assert low is not None
    assert join_range(high, low) is None


def test_scale_as_written() -> None:
    assert [written_scale(body) for body in ("三百万", "三百五十万", "十亿", "三百五")] == [10**6, 10**4, 10**8, 1]
    assert product("百万") == 10**6


@given(st.integers(min_value=1, max_value=99_999_999))
def test_chinese_numerals_read_back(number: int) -> None:
    assert parse_chinese(_in_chinese(number)) == (number, number)


def _in_chinese(number: int) -> str:
    """Writes a number below 10^8 the long way, with every 零."""
    high, low = divmod(number, 10_000)
    if not high:
        return _section(low)
    return _section(high) + "万" + ("零" if 0 < low < 1000 else "") + (_section(low) if low else "")


def _section(number: int) -> str:
    written, gap = "", False
    for scale, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            written += ("零" if gap and written else "") + "零一二三四五六七八九"[digit] + sign
        gap = not digit
    return written


@given(st.text(alphabet="0123456789.,，十百千万亿余多几数两三五零〇点分之百Xx×*○_ \n年个", max_size=24))
def test_any_text_is_read_or_refused(text: str) -> None:
    for start in range(len(text)):
        numeral = read_numeral(text, start)
        if numeral is not None:
            assert start == numeral.start < numeral.end <= len(text)
