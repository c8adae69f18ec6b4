"""The folded view: one form for each character, and never another length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govsummary.lexicon import load_with_problems
from govsummary.text import fold

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
        pytest.param(
            "乾坤湾、著作权、慰藉、瞭望、覆盖", "乾坤湾、著作权、慰藉、瞭望、覆盖", id="shared characters stay"
        ),
        pytest.param("全县后勤，里面关系，只有１处裏", "全县后勤，里面关系，只有1处里", id="one in a simplified text"),
    ],
)
def test_fold_of_traditional_text(text: str, view: str) -> None:
    assert fold(text, TRADITIONAL) == view


def test_traditional_characters_stay_without_a_table() -> None:
    assert fold("實現增長") == "實現增長"


def test_a_look_alike_of_a_traditional_character_is_folded_too() -> None:
    assert fold("⾞輛", TRADITIONAL) == "车辆"


def test_table_is_one_to_one_and_ends() -> None:
    assert len(TRADITIONAL) > 2700
    assert all(len(key) == len(value) == 1 for key, value in TRADITIONAL.items())
    assert not [key for key, value in TRADITIONAL.items() if value in TRADITIONAL]


def test_table_holds_no_character_of_simplified_text() -> None:
    shared = "著乾瞭藉覆里面系只于后干发征松余谷斗几云卜冬丑别升占克千台叶号吁合向听周回夫志折担据曲朴致夸娘家巨帘布广"
    assert not set(shared) & set(TRADITIONAL)


@given(st.text())
def test_view_is_as_long_as_the_text_and_stable(text: str) -> None:
    view = fold(text, TRADITIONAL)
    assert len(view) == len(text)
    assert fold(view, TRADITIONAL) == view


@given(st.text(alphabet="１２,:;：，()（）　 \u00a0實現国⼀\n\t."))
def test_view_of_what_is_folded(text: str) -> None:
    assert len(fold(text, TRADITIONAL)) == len(text)
