"""What stands between a number and what it counts, where no unit is known."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pytest

from govsummary.pipeline import Engine, compile_lexicon
from govsummary.workbench.unknown_units import unit_sightings


def without(engine: Engine, *units: str) -> Engine:
    kept = {name: entry for name, entry in engine.lexicon.units.items() if name not in units}
    compiled, problems = compile_lexicon(replace(engine.lexicon, units=MappingProxyType(kept)))
    assert compiled is not None, problems
    return compiled


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        pytest.param("处", "清理小广告120处，拆除3座", id="one character"),
        pytest.param("处", "累计清理120处", id="a number that seemed to stand alone"),
        pytest.param("处", "清理小广告X处", id="masked"),
        pytest.param("元", "罚款3.2万元", id="behind a multiplier"),
        pytest.param("平方米", "拆除违建600平方米", id="a word"),
        pytest.param("人次", "培训1200人次", id="begins with a known unit"),
        pytest.param("场次", "举办宣讲46场次，", id="is put together of known ones"),
        pytest.param("个百分点", "提高2.3个百分点", id="points"),
        pytest.param("个月", "历时3个月", id="a stretch of time"),
        pytest.param("蒸吨", "淘汰锅炉56蒸吨。", id="two characters before a pause"),
        pytest.param("km", "铺设管网15km，", id="Latin letters"),
        pytest.param("%", "增长8.2%", id="a sign"),
        pytest.param("番", "产值翻两番", id="one Chinese digit after 翻"),
    ],
)
def test_a_unit_that_was_taken_out_is_found(engine: Engine, unit: str, text: str) -> None:
    assert unit not in [found.unit for found in unit_sightings(text, engine)]
    found = list(unit_sightings(text, without(engine, unit)))
    assert unit in [one.unit for one in found]
    assert all(text[one.start : one.start + len(one.unit)] == one.unit for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "2023年3月5日",
        "国办发〔2020〕5号",
        "《XX日报》",
        "XX市XX县",
        "一是抓整改，二要强队伍",
        "世界500强企业",
        "新建5G基站、4A级景区",
        "第三产业",
        "每3年一次",
        "由6至8名",
        "清理小广告120处、拆除违建3处600平方米",
        "投入3.2万元，增长8.2%，提高2个百分点，历时3个月",
        "检查3次数据",
        "",
    ],
)
def test_what_is_no_unknown_unit(engine: Engine, text: str) -> None:
    assert list(unit_sightings(text, engine)) == []


def test_masked_numbers_alone_are_no_clear_case(engine: Engine) -> None:
    engine = without(engine, "处")
    assert [found.clear for found in unit_sightings("清理X处", engine)] == [False]
    assert [found.clear for found in unit_sightings("清理12处", engine)] == [True]
