"""Drafts to records: quotes as written, identifiers, headings, sentences and times."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from govsummary import Document, Quantity, Record, extract

TITLE = "某镇2021年工作总结\n"


def quantities(text: str) -> list[Quantity]:
    return [quantity for record in extract(text).records for quantity in record.quantities]


def dates(record: Record) -> tuple[str, str] | None:
    return (record.time.start.isoformat(), record.time.end.isoformat()) if record.time else None


# --- the text as written ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quote", "value", "unit"),
    [
        pytest.param("拆除围挡30处。", "30处", "30", "处", id="plain"),
        pytest.param("罚款１２００元。", "１２００元", "1200", "元", id="full-width digits"),
        pytest.param("合格率３６．９％。", "３６．９％", "36.9", "%", id="full-width per cent"),
        pytest.param("合格率百分之三十六点九。", "百分之三十六点九", "36.9", "%", id="per cent in words"),
        pytest.param("实现增加值3.2亿元。", "3.2亿元", "320000000", "元", id="multiplier"),
        pytest.param("清运垃圾近4.8万吨。", "近4.8万吨", "48000", "吨", id="bound mark before"),
        pytest.param("出动1200余人次。", "1200余人次", "1200", "人次", id="bound mark inside"),
        pytest.param("走访群众1200人（次）。", "1200人（次）", "1200", "人（次）", id="bracket in the unit"),
        pytest.param("走访群众1200人(次)。", "1200人(次)", "1200", "人(次)", id="half-width bracket in the unit"),
        pytest.param("551万农村贫困人口脱贫。", "551万", "5510000", "", id="no unit"),
        pytest.param("實現旅遊收入３．２億元。", "３．２億元", "320000000", "元", id="traditional, full-width"),
        pytest.param("這一年檢查餐館26個。", "26個", "26", "個", id="traditional unit stays"),
    ],
)
def test_quotes_and_units_stay_as_written(text: str, quote: str, value: str, unit: str) -> None:
    (quantity,) = quantities(text)
    assert (quantity.quote, quantity.value, quantity.unit) == (quote, Decimal(value), unit)
    assert text[quantity.start : quantity.end] == quote


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("实现旅游收入３亿元，同比增长１２％。", [("实现", "旅游收入"), ("增长", "旅游收入")], id="width"),
        pytest.param("實現旅遊收入3億元，同比增長12%。", [("實現", "旅遊收入"), ("增長", "旅遊收入")], id="script"),
        pytest.param(
            "檢查餐館26家，整改隱患8處。",
            [("檢查", "餐館"), ("整改", "隱患")],
            id="traditional text without a frequent character",
        ),
        pytest.param("检查餐馆26家,整改隐患8处.", [("检查", "餐馆"), ("整改", "隐患")], id="half-width commas"),
    ],
)
def test_actions_and_objects_stay_as_written(text: str, found: list[tuple[str, str]]) -> None:
    records = extract(text).records
    assert [(r.action.text, r.object.text) for r in records if r.action and r.object] == found
    for phrase in (phrase for record in records for phrase in (record.action, record.object) if phrase):
        assert text[phrase.start : phrase.end] == phrase.text


def test_lemmas_are_simplified_dictionary_forms() -> None:
    (record,) = extract("實現旅遊收入3億元。").records
    assert record.action is not None
    assert record.object is not None
    assert (record.action.lemma, record.object.lemma) == ("实现", "旅游收入")


@pytest.mark.parametrize(
    ("text", "quote", "scale", "unit", "bound"),
    [
        pytest.param("拆除围挡X处。", "X处", 1, "处", "exact", id="X"),
        pytest.param("拆除围挡XX处。", "XX处", 1, "处", "exact", id="XX"),
        pytest.param("拆除围挡X余处。", "X余处", 1, "处", "over", id="over"),
        pytest.param("整治围挡X万多平方米。", "X万多平方米", 10000, "平方米", "over", id="multiplier"),
        pytest.param("罚款××万元。", "××万元", 10000, "元", "exact", id="×"),
        pytest.param("查扣车辆**辆。", "**辆", 1, "辆", "exact", id="*"),
        pytest.param("清理河道□处。", "□处", 1, "处", "exact", id="□"),
        pytest.param("救助群众○人。", "○人", 1, "人", "exact", id="○"),
    ],
)
def test_masks(text: str, quote: str, scale: int, unit: str, bound: str) -> None:
    (quantity,) = quantities(text)
    assert (quantity.quote, quantity.masked, quantity.value, quantity.upper) == (quote, True, None, None)
    assert (quantity.scale, quantity.unit, quantity.bound) == (scale, unit, bound)


def test_a_number_is_not_masked() -> None:
    assert not quantities("拆除围挡30处。")[0].masked


@pytest.mark.parametrize(
    ("text", "value", "upper"),
    [
        pytest.param("培训企业5—10家。", 5, 10, id="range"),
        pytest.param("走访三五家企业。", 3, 5, id="range in words"),
        pytest.param("培训企业5家。", 5, None, id="no range"),
    ],
)
def test_ranges(text: str, value: int, upper: int | None) -> None:
    (quantity,) = quantities(text)
    assert quantity.value == value
    assert quantity.upper == upper


def test_a_line_break_within_a_number() -> None:
    text = "全年组织干部入户检查沿街店铺和餐饮场所以及农家乐共计1260家，" * 8
    width = text.index("1260") + 2
    lines = [text[start : start + width] for start in range(0, len(text), width)]
    wrapped = TITLE + "\n".join(lines)
    first = quantities(wrapped)[0]
    assert first.quote == "12\n60家" == wrapped[first.start : first.end]
    assert first.value == 1260
    assert "".join(quantity.quote for quantity in quantities(wrapped)).replace("\n", "") == "1260家" * 8


# --- names, places, times --------------------------------------------------------------------------------------------


def document() -> Document:
    return extract(
        f"{TITLE}一、工作开展情况\n（一）公共设施。新建公厕20座。修缮古桥4座。\n（二）执法检查。检查餐馆26家，增长8%。\n"
        "二、2022年工作计划\n新建凉亭9座。"
    )


def test_records_are_named_in_text_order() -> None:
    records = document().records
    assert [record.id for record in records] == ["r1", "r2", "r3", "r4", "r5"]
    assert [record.of for record in records] == [None, None, None, "r3", None]


def test_sections_are_paths_of_headings() -> None:
    sections = [record.section for record in document().records]
    assert all("一、工作开展情况" in section[0] for section in sections[:4])
    assert "公共设施" in sections[0][1]
    assert "执法检查" in sections[2][1]
    assert "2022年工作计划" in sections[4][0]
    assert extract("新建公厕20座。").records[0].section == ()


def test_each_record_knows_its_sentence() -> None:
    text = "新建公厕20座。修缮古桥4座，凉亭9个。"
    spans = [record.sentence for record in extract(text).records]
    assert [text[span.start : span.end] for span in spans] == [
        "新建公厕20座。",
        "修缮古桥4座，凉亭9个。",
        "修缮古桥4座，凉亭9个。",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(f"{TITLE}新建公厕20座。", ("2021-01-01", "2021-12-31"), id="the document's period"),
        pytest.param(f"{TITLE}截至6月底，新建公厕20座。", ("2021-01-01", "2021-06-30"), id="截至"),
        pytest.param(f"{TITLE}上半年，新建公厕20座。", ("2021-01-01", "2021-06-30"), id="half a year"),
        pytest.param(f"{TITLE}2020年，新建公厕20座。", ("2020-01-01", "2020-12-31"), id="another year"),
        pytest.param(
            f"{TITLE}上半年修缮古桥4座。新建公厕20座。",
            ("2021-01-01", "2021-12-31"),
            id="a time ends with its sentence",
        ),
        pytest.param(
            f"{TITLE}一、2022年工作计划\n新建公厕20座。", ("2022-01-01", "2022-12-31"), id="the period of the plan"
        ),
        pytest.param("新建公厕20座。", None, id="none stated"),
    ],
)
def test_time(text: str, found: tuple[str, str] | None) -> None:
    assert dates(extract(text).records[-1]) == found


def test_a_stated_time_keeps_its_words() -> None:
    (record,) = extract(f"{TITLE}上半年，新建公厕20座。").records
    assert record.time is not None
    assert record.time.text == "上半年"
    assert record.time.end == dt.date(2021, 6, 30)


def test_categories_come_with_evidence() -> None:
    (record,) = extract("拆除墙体广告30处。").records
    assert record.categories[0].label == "城市管理/广告整治"
    assert record.categories[0].evidence
    assert extract("拆除那些东西30处。").records[0].categories[:1] != record.categories[:1]
