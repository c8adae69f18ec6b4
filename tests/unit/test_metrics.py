"""Documents as metrics: canonical names and units, blocks, signs, times."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govsummary import extract
from govsummary.compare.metrics import Metric, metrics_of
from govsummary.compare.thesaurus import thesaurus_of
from govsummary.pipeline import Engine

YEAR = "2023年，"


def read(text: str, engine: Engine) -> tuple[Metric, ...]:
    return metrics_of(extract(text, engine.lexicon), thesaurus_of(engine.lexicon))


@pytest.mark.parametrize(
    ("text", "action", "phrase"),
    [
        pytest.param("拆掉违章建筑120处。", ("拆除",), "违法建设", id="synonyms"),
        pytest.param("全年罚款3万元。", (), "罚款", id="a verb that is its own object"),
        pytest.param("群众满意率达98%。", (), "满意率", id="a level"),
        pytest.param("完成背街小巷改造提升12条。", ("改造",), "背街小巷", id="the verb stands in the object"),
        pytest.param("案件受理量同比增长8%。", (), "案件受理量", id="of a change the verb is no action"),
    ],
)
def test_names(engine: Engine, text: str, action: tuple[str, ...], phrase: str) -> None:
    [found] = read(YEAR + text, engine)
    assert (found.action, found.phrase) == (action, phrase)


@pytest.mark.parametrize(
    ("text", "value", "unit", "measure"),
    [
        pytest.param("改造林地3公顷。", "30000", "平方米", "area", id="area"),
        pytest.param("投入资金3.2亿元。", "320000000", "元", "money", id="multiplier"),
        pytest.param("新建公路12.5公里。", "12500", "米", "length", id="length"),
        pytest.param("检查餐馆26家。", "26", "家", "count", id="things"),
        pytest.param("培训干部300名。", "300", "人", "people", id="people"),
        pytest.param("出动人员300人次。", "300", "人次", "occasions", id="occasions"),
        pytest.param("合格率达九成。", "90", "%", "ratio", id="tenths"),
        pytest.param("受害率控制在0.3‰以内。", "0.03", "%", "ratio", id="thousandths"),
        pytest.param("检查餐馆X余家。", None, "家", "count", id="masked"),
    ],
)
def test_units(engine: Engine, text: str, value: str | None, unit: str, measure: str) -> None:
    [found] = read(YEAR + text, engine)
    assert found.value == (None if value is None else Decimal(value))
    assert (found.unit, found.block.measure) == (unit, measure)


def test_a_change_downwards_is_below_zero(engine: Engine) -> None:
    [fall, rise] = read("2023年，刑事案件下降3%，用电量增长2%。", engine)
    assert (fall.value, rise.value) == (Decimal(-3), Decimal(2))
    [several] = read("2023年，能耗下降3至5个百分点。", engine)
    assert (several.value, several.upper) == (Decimal(-5), Decimal(-3))


@pytest.mark.parametrize(
    ("text", "origins"),
    [
        ("机械化清扫率由83%提高到89.2%。", [True, False]),
        ("满意率由第3名上升至第2名。", [True, False]),
        ("合格率达98%，比上年提高2个百分点。", [False, False]),
    ],
)
def test_where_a_level_came_from(engine: Engine, text: str, origins: list[bool]) -> None:
    assert [found.block.origin for found in read(YEAR + text, engine)] == origins


def test_plans_are_a_block_of_their_own(engine: Engine) -> None:
    done, planned = read("2023年，新建公厕5座。\n二、2024年工作计划\n计划新建公厕8座。", engine)
    assert (done.block.planned, planned.block.planned) == (False, True)
    assert done.key == planned.key


def test_times(engine: Engine) -> None:
    text = "某局2023年上半年工作总结\n\n上半年，检查餐馆26家。6月份，检查学校3所。全年检查药店8家。"
    assert [(found.months, found.spans) for found in read(text, engine)] == [(6, "whole"), (1, "part"), (12, "beyond")]


@pytest.mark.parametrize(
    ("text", "flow"),
    [("高铁里程达到4.5万公里。", "level"), ("新增高铁里程4100公里。", "increment"), ("检查餐馆26家。", "deed")],
)
def test_levels_and_increments(engine: Engine, text: str, flow: str) -> None:
    [found] = read(YEAR + text, engine)
    assert found.flow == flow


def test_company_in_the_sentence(engine: Engine) -> None:
    first, second, third = read("2023年，检查餐馆26家，罚款3万元。检查学校3所。", engine)
    assert first.around == ("", "罚款")
    assert second.around == (first.phrase, "")
    assert third.around == ("", "")


def test_turns_of_one_name(engine: Engine) -> None:
    metrics = read("2023年，新建公厕8座，新建公厕15座。", engine)
    assert [found.turn for found in metrics] == [0, 1]


def test_a_list_has_parts(engine: Engine) -> None:
    [found] = read("2023年，排查网吧、歌厅26家。", engine)
    assert len(found.parts) == 2
