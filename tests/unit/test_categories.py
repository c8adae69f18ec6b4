"""The taxonomy and the labels that records get from it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from govsummary.categories import (
    MAX_LABELS,
    MIN_SCORE,
    CategoryEntry,
    CategoryIndex,
    check_examples,
    parse_categories,
)
from govsummary.model import Category

FILE = Path(__file__).parents[2] / "lexicons" / "categories.toml"
TABLES: list[dict[str, object]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["category"]
ENTRIES, PROBLEMS = parse_categories(TABLES)
INDEX = CategoryIndex.build(ENTRIES)
# fmt: off
FIELDS = [
    "城市管理", "应急管理", "公安", "检察审判", "司法", "市场监管", "生态环境", "农业农村", "水利",
    "自然资源", "住房城建", "交通", "教育", "卫生健康", "医疗保障", "人社", "民政", "财政金融",
    "税务审计", "经济发展", "商务外贸", "科技工信", "文化旅游", "政务服务", "党建", "纪检监察", "信访维稳",
]
# fmt: on

SMALL = CategoryIndex.build(
    [
        CategoryEntry("城管/广告", ("户外广告", "楼顶字"), weak=("广告", "拆除"), vetoes=("虚假广告",)),
        CategoryEntry("城管/违建", ("违建", "乱搭乱建"), weak=("拆除",)),
        CategoryEntry("市场/广告监管", ("虚假广告",)),
        CategoryEntry("卫健/防疫", ("疫情防控", "口罩")),
        CategoryEntry("教育/学校", ("学校", "校舍")),
    ]
)


def names(labels: tuple[Category, ...]) -> list[str]:
    return [category.label for category in labels]


# --- the file --------------------------------------------------------------------------------------------------------


def test_the_file_has_no_problems() -> None:
    assert PROBLEMS == []
    assert len({entry.label for entry in ENTRIES}) == len(ENTRIES) >= 120


def test_the_file_covers_every_field_with_several_labels() -> None:
    fields = [entry.label.split("/")[0] for entry in ENTRIES]
    assert list(dict.fromkeys(fields)) == FIELDS
    assert min(fields.count(field) for field in FIELDS) >= 2


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.label)
def test_examples_of_the_file(entry: CategoryEntry) -> None:
    assert len(entry.examples) >= 2
    assert entry.counter_examples
    assert [str(problem) for problem in check_examples(INDEX, [entry])] == []


@pytest.mark.parametrize(
    ("action", "object_", "label"),
    [
        ("拆除", "墙体广告", "城市管理/广告整治"),
        ("拆除", "河边新增违建", "城市管理/违建治理"),
        ("劝导", "早市里的流动摊贩", "城市管理/市容秩序"),
        ("破获", "入室盗窃案", "公安/刑事案件"),
        ("抽检", "散装食品", "市场监管/食品安全"),
        (None, "“三公”经费", "财政金融/财政收支"),
        ("除险加固", "两座水库", "水利/水利工程"),
        (None, "城镇登记失业率", "人社/就业创业"),
        ("增长", "地区生产总值", "经济发展/经济总量"),
        ("办结", "来信来访", "信访维稳/信访办理"),
    ],
)
def test_the_best_label_of_plain_records(action: str | None, object_: str, label: str) -> None:
    assert names(INDEX.label(action, object_, (), ""))[:1] == [label]


@pytest.mark.parametrize("object_", ["有关情况", "各项目标", "ABC", "，。"])
def test_an_object_that_says_nothing_gets_no_label(object_: str) -> None:
    assert INDEX.label("取得", object_, (), "") == ()


@pytest.mark.parametrize(
    ("object_", "label"),
    [
        ("各项目标任务", "经济发展/项目投资"),
        ("全国防汛工作", "民政/退役军人双拥"),
        ("提高考核标准", "教育/高中职业高等教育"),
        ("集中医学观察点", "卫生健康/医疗服务"),
        ("中国道路", "交通/公路建设"),
    ],
)
def test_words_across_word_boundaries_do_not_count(object_: str, label: str) -> None:
    assert label not in names(INDEX.label(None, object_, (), ""))


# --- words -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("超大户外广告牌", [(2, "户外广告")], id="longest-of-contained"),
        pytest.param("广告、户外广告", [(0, "广告"), (3, "户外广告")], id="two-places"),
        pytest.param("拆除违建", [(0, "拆除"), (2, "违建")], id="side-by-side"),
        pytest.param("户外", [], id="only-the-head-of-a-word"),
        pytest.param("户外活动", [], id="same-head-other-word"),
        pytest.param("", [], id="empty"),
        pytest.param("广", [], id="one-character"),
    ],
)
def test_find_words(text: str, found: list[tuple[int, str]]) -> None:
    assert SMALL.find_words(text) == found


def test_a_word_of_two_labels_supports_both() -> None:
    assert names(SMALL.label("拆除", None, (), "")) == ["城管/广告", "城管/违建"]


# --- places ----------------------------------------------------------------------------------------------------------


def test_the_object_outweighs_the_action() -> None:
    best, *rest = SMALL.label("疫情防控", "户外广告", (), "")
    assert best == Category(label="城管/广告", score=0.75, evidence=("户外广告",))
    assert names(tuple(rest)) == ["卫健/防疫"]


def test_the_object_outweighs_the_heading() -> None:
    assert names(SMALL.label("清理", "违建", ("一、疫情防控",), ""))[0] == "城管/违建"


def test_object_and_heading_together_say_more_than_the_object() -> None:
    alone = SMALL.label(None, "违建", (), "")[0]
    both = SMALL.label(None, "违建", ("一、乱搭乱建",), "")[0]
    assert both.score > alone.score
    assert both.evidence == ("违建", "乱搭乱建")


def test_the_heading_decides_where_the_object_says_nothing() -> None:
    assert names(SMALL.label("排查", "村庄", ("一、疫情防控",), "")) == ["卫健/防疫"]


def test_the_innermost_heading_outweighs_those_above() -> None:
    labels = SMALL.label("排查", "村庄", ("一、疫情防控", "（一）乱搭乱建"), "")
    assert names(labels) == ["城管/违建", "卫健/防疫"]


def test_the_sentence_is_the_last_resort() -> None:
    label = SMALL.label("发放", "物资", (), "为环卫工发放口罩等物资")[0]
    assert (label.label, label.evidence) == ("卫健/防疫", ("口罩",))
    assert label.score < SMALL.label("发放", "口罩", (), "")[0].score


def test_the_sentence_is_not_read_when_the_object_speaks() -> None:
    assert names(SMALL.label("清理", "违建", (), "疫情防控期间清理违建")) == ["城管/违建"]


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("口罩" + "，" * 80, id="too-long"),
        pytest.param("口罩、学校、违建、楼顶字各有安排", id="of-everything"),
    ],
)
def test_a_sentence_of_many_things_says_nothing(sentence: str) -> None:
    assert SMALL.label("安排", "工作", (), sentence) == ()


def test_section_evidence_keeps_the_best_heading_of_a_label() -> None:
    inner, outer = ("一、工作", "违建"), ("违建", "一、工作")
    ((_, of_inner, words),) = SMALL.section_evidence(inner)
    ((_, of_outer, _),) = SMALL.section_evidence(outer)
    assert of_inner > of_outer
    assert words == ("违建",)
    assert SMALL.section_evidence(("违建", "违建")) == SMALL.section_evidence(inner)
    assert SMALL.section_evidence(()) == ()


# --- strength --------------------------------------------------------------------------------------------------------


def test_a_weak_word_counts_half() -> None:
    strong = SMALL.label(None, "违建", (), "")[0]
    weak = SMALL.label(None, "广告", (), "")[0]
    assert weak.score == pytest.approx(strong.score / 2, abs=0.01)


def test_the_head_of_a_phrase_counts_more() -> None:
    head = SMALL.label(None, "破旧校舍", (), "")[0]
    inner = SMALL.label(None, "校舍周边", (), "")[0]
    assert head.score > inner.score


def test_quotation_marks_do_not_hide_a_word() -> None:
    assert SMALL.label(None, "“乱搭”乱建", (), "") == SMALL.label(None, "乱搭乱建", (), "")


def test_labels_far_below_the_best_are_left_out() -> None:
    assert names(SMALL.label("拆除", "户外广告", (), "")) == ["城管/广告"]


def test_scores_are_bounded_and_few() -> None:
    text = "学校疫情防控、虚假广告、乱搭乱建、口罩"
    labels = SMALL.label("拆除", text, (text, text), text)
    assert len(labels) == MAX_LABELS
    assert all(MIN_SCORE <= label.score <= 1 and round(label.score, 2) == label.score for label in labels)
    assert [label.score for label in labels] == sorted((label.score for label in labels), reverse=True)


# --- vetoes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "object_", "section", "expected"),
    [
        pytest.param("查处", "虚假广告", (), ["市场/广告监管"], id="object"),
        pytest.param("虚假广告", "户外广告", (), ["市场/广告监管"], id="action-against-object"),
        pytest.param("查处", "虚假广告", ("一、户外广告",), ["市场/广告监管"], id="object-against-heading"),
        pytest.param("拆除", "户外广告", ("一、虚假广告",), ["城管/广告", "市场/广告监管"], id="not-of-the-heading"),
    ],
)
def test_vetoes(action: str, object_: str, section: tuple[str, ...], expected: list[str]) -> None:
    assert names(SMALL.label(action, object_, section, "")) == expected


# --- determinism -----------------------------------------------------------------------------------------------------


def test_equal_scores_come_in_order_of_the_file() -> None:
    forward = [CategoryEntry("甲/一", ("口罩",)), CategoryEntry("乙/二", ("口罩",))]
    assert names(CategoryIndex.build(forward).label(None, "口罩", (), "")) == ["甲/一", "乙/二"]
    assert names(CategoryIndex.build(forward[::-1]).label(None, "口罩", (), "")) == ["乙/二", "甲/一"]


def test_the_same_record_gets_the_same_labels_from_another_index() -> None:
    again = CategoryIndex.build(ENTRIES)
    for entry in ENTRIES:
        for example in entry.examples:
            section = (entry.counter_examples[0], example)
            assert again.label("整治", example, section, "") == INDEX.label("整治", example, section, "")


# --- problems --------------------------------------------------------------------------------------------------------

GOOD: dict[str, object] = {"label": "城管/广告", "words": ["户外广告 楼顶字", "灯箱"]}


def test_a_string_holds_several_words() -> None:
    (entry,), problems = parse_categories([GOOD])
    assert problems == []
    assert entry == CategoryEntry("城管/广告", ("户外广告", "楼顶字", "灯箱"))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"words": []}, "needs 'words'", id="no-words"),
        pytest.param({"word": ["灯箱"]}, "unknown key 'word'", id="unknown-key"),
        pytest.param({"label": "广告"}, "not of the form field/label", id="label-without-field"),
        pytest.param({"label": "城管/广告/灯箱"}, "not of the form field/label", id="label-of-three"),
        pytest.param({"label": "城管/"}, "not of the form field/label", id="label-without-name"),
        pytest.param({"label": 7}, "not of the form field/label", id="label-not-text"),
        pytest.param({"weak": "广告"}, "'weak' is not a list of strings", id="text-for-list"),
        pytest.param({"examples": [1, 2]}, "'examples' is not a list of strings", id="numbers"),
        pytest.param({"weak": ["字"]}, "'字' is too short", id="short-word"),
        pytest.param({"weak": ["灯箱"]}, "'灯箱' stands here twice", id="twice"),
    ],
)
def test_problems_of_a_table(change: dict[str, object], reason: str) -> None:
    entries, problems = parse_categories([GOOD | change], "own/categories.toml")
    assert entries == []
    assert [reason in str(problem) for problem in problems] == [True]
    assert problems[0].place == f"own/categories.toml:{(GOOD | change)['label']}"


def test_all_problems_come_at_once_and_good_tables_stay() -> None:
    bad: dict[str, object] = {"words": "灯箱", "colour": "red"}
    entries, problems = parse_categories([bad, GOOD])
    assert [entry.label for entry in entries] == ["城管/广告"]
    assert len(problems) == 4
    assert {problem.place for problem in problems} == {"categories.toml:?"}


def test_examples_that_come_out_wrong_are_problems() -> None:
    entry = CategoryEntry("城管/广告", ("灯箱",), examples=("灯箱", "路牌"), counter_examples=("路灯", "破旧灯箱"))
    missing, unwanted = check_examples(CategoryIndex.build([entry]), [entry], "own.toml")
    assert (missing.place, unwanted.place) == ("own.toml:城管/广告", "own.toml:城管/广告")
    assert "'路牌' should get this label; it gets no label" in str(missing)
    assert "'破旧灯箱' should not get this label; it gets 城管/广告" in str(unwanted)
