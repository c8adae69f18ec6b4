"""Tables: where units, objects and periods of their numbers come from, and what is left out."""

from __future__ import annotations

import pytest

from govsummary import extract
from govsummary.explain import explain
from govsummary.model import Quantity, Record, Source
from govsummary.pipeline import load_engine

INDICATORS = """青禾县2024年工作总结

一、主要指标
指标名称	单位	2023年	2024年	同比增长
地区生产总值	亿元	205.7	218.6	6.3%
城镇新增就业	人	6210	6,530	5.2%
优良天数比例	%	87.9	XX	1.4个百分点
"""


def _facts(text: str) -> list[tuple[Record, Quantity]]:
    return [(record, quantity) for record in extract(text).records for quantity in record.quantities]


def _row(text: str) -> list[tuple[str | None, str, object, str]]:
    return [(r.object.text if r.object else None, q.quote, q.value and float(q.value), q.unit) for r, q in _facts(text)]


def test_a_row_is_read_with_its_unit_and_the_periods_of_its_columns() -> None:
    first, second, growth = _facts(INDICATORS)[:3]
    assert [q.quote for _, q in (first, second, growth)] == ["205.7", "218.6", "6.3%"]
    assert first[1].value == 20_570_000_000
    assert (first[1].unit, first[1].scale, first[1].kind) == ("元", 100_000_000, "amount")
    assert [r.time and r.time.start.year for r, _ in (first, second)] == [2023, 2024]
    assert {r.object and r.object.text for r, _ in (first, second, growth)} == {"地区生产总值"}
    assert (growth[1].kind, growth[1].direction, growth[1].basis) == ("change", "up", "yoy")
    assert (growth[0].action and growth[0].action.text, growth[0].of) == ("增长", second[0].id)
    assert {r.rule for r, _ in (first, second, growth)} == {"table"}


def test_quotes_are_slices_and_masks_stay_masked() -> None:
    facts = _facts(INDICATORS)
    assert len(facts) == 9
    assert all(INDICATORS[q.start : q.end] == q.quote for _, q in facts)
    assert [(q.masked, q.value, q.unit) for _, q in facts if q.quote == "XX"] == [(True, None, "%")]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        pytest.param("单位：万元\n项目\t金额\n罚款\t12", [("罚款", "12", 120_000.0, "元")], id="unit above"),
        pytest.param("项目\t金额（万元）\n罚款\t12", [("罚款", "12", 120_000.0, "元")], id="unit in the head"),
        pytest.param("项目\t数量\n罚款（万元）\t12", [("罚款", "12", 120_000.0, "元")], id="unit in the label"),
        pytest.param("项目\t数量\n罚款\t12万元", [("罚款", "12万元", 120_000.0, "元")], id="unit in the cell"),
        pytest.param("项目\t数量\n罚款\t12", [], id="no unit anywhere: left out"),
        pytest.param(
            "单位：处\n乡镇\t拆除违建\n青石镇\t12", [("青石镇拆除违建", "12", 12.0, "处")], id="metric in the head"
        ),
        pytest.param("年份\t产值（万元）\n2022年\t3", [("产值", "3", 30_000.0, "元")], id="periods as labels"),
        pytest.param("单位：处\n乡镇\t拆除违建\n合计\t12", [("拆除违建", "12", 12.0, "处")], id="a sum has no label"),
        pytest.param("单位：处\n乡镇\t拆除违建\n青石镇\t-", [], id="an empty cell"),
        pytest.param("单位：处\n序号\t乡镇\t违建\n1\t青石镇\t12", [("青石镇违建", "12", 12.0, "处")], id="row numbers"),
        pytest.param(
            "单位：处\n乡镇\t2023\t2024\n青石镇\t9\t12",
            [("青石镇", "9", 9.0, "处"), ("青石镇", "12", 12.0, "处")],
            id="bare years",
        ),
    ],
)
def test_where_unit_and_object_come_from(text: str, rows: list[tuple[str | None, str, object, str]]) -> None:
    assert _row(text) == rows


def test_a_negative_growth_keeps_its_sign() -> None:
    _, (record, growth) = _facts("指标\t产值（万元）\t增长（%）\n产值\t30\t-2.4")
    assert (growth.quote, growth.value and float(growth.value), growth.kind, growth.unit) == (
        "-2.4",
        -2.4,
        "change",
        "%",
    )
    assert record.object is not None


def test_a_planned_column_and_a_rank() -> None:
    (plan, _), (done, _), (_, rank) = _facts("单位：个\n乡镇\t计划数\t完成数\t排名\n青石镇\t20\t12\t3")
    assert (plan.status, done.status) == ("planned", "done")
    assert rank.kind == "rank"
    assert rank.value == 3


def test_prose_in_a_cell_is_read_as_prose() -> None:
    text = "事项\t进展\n违建治理\t拆除违章建筑120处，罚款3万元。\n绿化\t栽植乔木300株。"
    assert [(r.action and r.action.text, r.object and r.object.text, q.quote) for r, q in _facts(text)] == [
        ("拆除", "违章建筑", "120处"),
        ("罚款", "罚款", "3万元"),
        ("栽植", "乔木", "300株"),
    ]


def test_lines_indented_with_tabs_are_no_table() -> None:
    text = "\t拆除违章建筑120处。\n\t罚款3万元。"
    assert {r.rule for r, _ in _facts(text)} != {"table"}
    assert len(_facts(text)) == 2


def test_sections_go_on_behind_a_table() -> None:
    document = extract(INDICATORS + "二、明年打算\n新建公厕12座。\n")
    assert [section.title for section in document.sections] == ["主要指标", "明年打算"]
    assert document.records[-1].status == "planned"
    assert document.records[0].section == ("一、主要指标",)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("单位：万元\n项目\t金额\n罚款\t12", "the line above the table", id="above"),
        pytest.param("项目\t金额（万元）\n罚款\t12", "the head of the column", id="head"),
        pytest.param("项目\t单位\t金额\n罚款\t万元\t12", "the column of units", id="column"),
        pytest.param("项目\t金额\n罚款\t12万元", "the cell", id="cell"),
    ],
)
def test_explain_names_where_the_unit_stands(text: str, place: str) -> None:
    source = Source(path=None, format="text", encoding=None, characters=len(text), text=text)
    found = explain(source, text.index("12"), load_engine())
    assert found.record is not None
    assert {note.field: note.source for note in found.fields}["unit"] == place


def test_explain_says_that_a_table_states_no_unit() -> None:
    text = "项目\t数量\n罚款\t12"
    source = Source(path=None, format="text", encoding=None, characters=len(text), text=text)
    found = explain(source, text.index("12"), load_engine())
    assert found.number is None
    assert "states no unit" in (found.reason or "")
