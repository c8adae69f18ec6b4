"""The folded view: one form for each character, and never another length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsummary.lexicon import load_with_problems
from govsummary.text import fold, is_traditional

TRADITIONAL = load_with_problems()[0].traditional


@pytest.mark.parametrize(
    ("text", "view"),
    [
        pytest.param("１９８６年ＬＥＤ灯", "1986年LED灯", id="full-width digits and letters"),
        pytest.param("９８．５％＋３－２", "98.5%+3-2", id="full-width signs"),
        pytest.param("是,非;好:对?走!(完)", "是，非；好：对？走！（完）", id="half-width punctuation"),
        pytest.param("1,200个,10:30开始:", "1,200个，10:30开始：", id="comma and colon between digits"),
        pytest.param("１,２００个", "1,200个", id="comma between full-width digits"),
        pytest.param("　一\u00a0二\t三\n", " 一 二\t三\n", id="spaces; tab and line end stay"),
        pytest.param("，。；：？！（）、“”", "，。；：？！（）、“”", id="full-width punctuation stays"),
        pytest.param("3.5万元。", "3.5万元。", id="decimal point stays"),
        pytest.param("⼀⽉⾦额", "一月金额", id="look-alike radicals"),
        pytest.param("５㎡㎎", "5㎡㎎", id="signs of two letters stay"),
        pytest.param("―─━", "———", id="dashes"),
    ],
)
def test_fold(text: str, view: str) -> None:
    assert fold(text) == view


@pytest.mark.parametrize(
    ("text", "view"),
    [
        pytest.param("全縣實現增長，於年底完成萬億元項目", "全县实现增长，于年底完成万亿元项目", id="traditional"),
        pytest.param("乾坤湾、著作权、慰藉", "乾坤湾、著作权、慰藉", id="shared characters stay"),
    ],
)
def test_fold_of_traditional_text(text: str, view: str) -> None:
    assert fold(text, TRADITIONAL) == view


def test_traditional_characters_stay_without_a_table() -> None:
    assert fold("實現增長") == "實現增長"


def test_is_traditional() -> None:
    assert is_traditional("這項工作")
    assert not is_traditional("这项工作")


def test_table_is_one_to_one_and_ends() -> None:
    assert len(TRADITIONAL) > 2700
    assert all(len(key) == len(value) == 1 for key, value in TRADITIONAL.items())
    assert not [key for key, value in TRADITIONAL.items() if value in TRADITIONAL]


@given(st.text())
def test_view_is_as_long_as_the_text_and_stable(text: str) -> None:
    view = fold(text, TRADITIONAL)
    assert len(view) == len(text)
    assert fold(view, TRADITIONAL) == view


@given(st.text(alphabet="１２,:;：，()（）　 \u00a0實現国⼀\n\t."))
def test_view_of_what_is_folded(text: str) -> None:
    assert len(fold(text, TRADITIONAL)) == len(text)
