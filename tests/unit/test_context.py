"""Cues and their reach: status, basis, per and aggregate; and what `cues.toml` may hold."""

from __future__ import annotations

import pytest

from govsummary import Quantity, extract
from govsummary.context import Cue, cue_words, last_before, parse_cues
from govsummary.lexicon import Table

GOOD: Table = {"id": "c", "category": "status", "value": "planned", "words": ["力争"]}
REPORT, PLAN = "某镇2021年工作总结\n一、工作开展情况\n", "某镇2021年工作总结\n一、2022年工作计划\n"


def statuses(text: str) -> list[str]:
    return [record.status for record in extract(text).records if record.quantities]


def quantities(text: str) -> list[Quantity]:
    return [quantity for record in extract(text).records for quantity in record.quantities]


# --- status --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("新建公厕20座。", ["done"], id="plain"),
        pytest.param("力争新建公厕20座。", ["planned"], id="力争"),
        pytest.param("确保新建公厕20座。", ["planned"], id="确保"),
        pytest.param("预计旅游收入增长8%。", ["planned"], id="预计"),
        pytest.param("争取资金300万元。", ["done"], id="争取 money is a deed"),
        pytest.param("目前已新建公厕20座。", ["done"], id="目前已"),
        pytest.param("正在新建公厕20座。", ["ongoing"], id="正在"),
        pytest.param("8座公厕正在改造。", ["ongoing"], id="the verb follows its number"),
        pytest.param("力争新建公厕20座，改造凉亭8座。", ["planned", "planned"], id="a plan reaches over commas"),
        pytest.param("正在新建公厕20座，改造凉亭8座。", ["ongoing", "done"], id="正在 ends at the comma"),
        pytest.param("力争新建公厕20座。改造凉亭8座。", ["planned", "done"], id="a plan ends at the full stop"),
        pytest.param("改造凉亭8座，力争新建公厕20座。", ["done", "planned"], id="a plan does not reach back"),
        pytest.param("计划新建公厕20座，目前已建成8座。", ["planned", "done"], id="plan, then done"),
        pytest.param("排查隐患50处，其余8处正在整改。", ["done", "ongoing"], id="the rest is going on"),
        ("检查在建工地36处。", ["done"]),
        ("在建项目12个。", ["ongoing"]),
        ("全年计划抽检食品1200批次。", ["planned"]),
        ("其余5件计划9月底前完成。", ["planned"]),
        ("援建资金1500万元正在拨付。", ["ongoing"]),
    ],
)
def test_status(text: str, found: list[str]) -> None:
    assert statuses(text) == found


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param(f"{REPORT}新建公厕20座。", "done", id="report section"),
        pytest.param(f"{PLAN}新建公厕20座。", "planned", id="plan section"),
        pytest.param(f"{PLAN}目前已建成公厕20座。", "done", id="done in a plan section"),
        pytest.param(f"{REPORT}力争年底前新建公厕20座。", "planned", id="planned in a report section"),
    ],
)
def test_meaning_goes_before_place(text: str, status: str) -> None:
    assert statuses(text) == [status]


# --- basis, per, aggregate -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        pytest.param("旅游收入同比增长12%。", "yoy", id="同比"),
        pytest.param("旅游收入比上年增长12%。", "yoy", id="比上年"),
        pytest.param("投诉量较去年同期减少130件。", "yoy", id="较去年同期"),
        pytest.param("旅游收入环比下降3.5%。", "qoq", id="环比"),
        pytest.param("订单较上月增加200笔。", "qoq", id="较上月"),
        pytest.param("旅游收入比2015年增长40%。", "since", id="比2015年"),
        pytest.param("自2015年以来，订单增加200笔。", "since", id="自…以来"),
        pytest.param("旅游收入增长12%。", None, id="unsaid"),
        pytest.param("旅游收入同比增长12%，游客增长3%。", None, id="ends at the comma"),
        pytest.param("同比看，抽检合格率98.6%。", None, id="a level has none"),
    ],
)
def test_basis(text: str, basis: str | None) -> None:
    assert quantities(text)[-1].basis == basis


@pytest.mark.parametrize(
    ("text", "per", "aggregate"),
    [
        pytest.param("日均出动人员30人次。", "day", "mean", id="日均"),
        pytest.param("每天清运垃圾3吨。", "day", None, id="每天"),
        pytest.param("每季度召开例会2次。", "quarter", None, id="每季度"),
        pytest.param("人均住房面积32平方米。", "person", None, id="人均"),
        pytest.param("户均占地面积300平方米。", "household", None, id="户均"),
        pytest.param("累计拆除围挡30处。", None, "total", id="累计"),
        pytest.param("共检查餐馆26家。", None, "total", id="共"),
        pytest.param("拆除围挡30处。", None, None, id="neither"),
        pytest.param("日均出动人员30人次，拆除围挡30处。", None, None, id="per ends at the comma"),
        pytest.param(
            "新增公共厕所12座。",
            None,
            None,
            id="共 within 公共",
        ),
        pytest.param(
            "投放共享单车300辆。",
            None,
            None,
            id="共 within 共享",
        ),
    ],
)
def test_per_and_aggregate_at_a_distance(text: str, per: str | None, aggregate: str | None) -> None:
    assert (quantities(text)[-1].per, quantities(text)[-1].aggregate) == (per, aggregate)


def test_total_reaches_the_whole_list() -> None:
    assert [quantity.aggregate for quantity in quantities("累计拆除围挡30处、棚子12个。")] == ["total", "total"]


# --- the file ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"colour": "red"}, "unknown key 'colour'", id="unknown key"),
        pytest.param({"category": "mood"}, "category 'mood'", id="unknown category"),
        pytest.param({"value": ""}, "needs 'value'", id="no value"),
        pytest.param({"words": []}, "either 'words' or 'pattern'", id="neither words nor pattern"),
        pytest.param({"pattern": "力争"}, "either 'words' or 'pattern'", id="words and pattern"),
        pytest.param({"scope": "page"}, "scope 'page'", id="unknown scope"),
        pytest.param({"words": [], "pattern": "("}, "no regular expression", id="broken pattern"),
    ],
)
def test_problems_of_a_cue(change: Table, reason: str) -> None:
    (problem,) = parse_cues([GOOD | change])[1]
    assert problem.place == "cues.toml:c"
    assert reason in str(problem)


def test_a_sound_cue_has_no_problem() -> None:
    cues, problems = parse_cues([GOOD, {"id": "d", "category": "status", "value": "done", "pattern": "已[建完]"}])
    assert problems == []
    view = "力争新建，已建成，其他"
    assert [(cue.value, cue.start, cue.end) for cue in cues.status.find(view, 0, len(view))] == [
        ("planned", 0, 2),
        ("done", 5, 7),
    ]


@pytest.mark.parametrize(("scope", "until"), [("clause", 4), ("sentence", 8)])
def test_the_scope_of_a_cue(scope: str, until: int) -> None:
    view = "力争新建，改造"
    cues, _ = parse_cues([GOOD | {"scope": scope}])
    (cue,) = cues.status.find(f"{view}。", 0, 8)
    assert cue == Cue("planned", 0, 2, until if scope == "clause" else 8)


def test_without_cues_nothing_is_found() -> None:
    cues, problems = parse_cues([])
    assert problems == []
    assert cues.status.find("力争新建", 0, 4) == []


@pytest.mark.parametrize(
    ("place", "value"), [(1, None), (5, "a"), (9, "a"), (12, "b"), (25, None)], ids=["before", "a", "end", "b", "after"]
)
def test_the_last_cue_that_reaches_a_place_counts(place: int, value: str | None) -> None:
    assert last_before([Cue("a", 2, 4, 20), Cue("b", 10, 11, 20)], place) == value


def test_words_of_one_category_and_value() -> None:
    tables: list[Table] = [GOOD, {"id": "d", "category": "object", "value": "planned", "words": ["局"]}]
    assert cue_words(tables, "status", "planned") == {"力争"}
    assert cue_words(tables, "status", "done") == frozenset()
