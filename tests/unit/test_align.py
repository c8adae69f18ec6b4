"""Which figure is which: exact names, names that are alike, what tells them apart, and what stays open."""

from __future__ import annotations

import pytest

from govsummary import extract
from govsummary.compare.align import Alignment, align
from govsummary.compare.metrics import metrics_of
from govsummary.compare.thesaurus import thesaurus_of
from govsummary.pipeline import Engine


def aligned(old: str, new: str, engine: Engine) -> Alignment:
    thesaurus = thesaurus_of(engine.lexicon)
    here, there = (metrics_of(extract(text, engine.lexicon), thesaurus) for text in (old, new))
    return align(here, there, thesaurus.general)


def pairs(old: str, new: str, engine: Engine) -> set[tuple[str, str]]:
    found = aligned(f"2022年，{old}", f"2023年，{new}", engine)
    return {(match.old.quantity.quote, match.new.quantity.quote) for match in found.matches}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("拆除违法建设120处。", "拆除违法建设150处。", id="same name"),
        pytest.param("拆除违法建设120处。", "拆掉违章建筑150处。", id="synonyms"),
        pytest.param("清理沿街小广告120处。", "清理小广告150处。", id="a modifier less"),
        pytest.param("办理法律援助案件120件。", "法律援助案件办理量150件。", id="the verb is in the object"),
        pytest.param("整治背街小巷120条。", "治理背街小巷150条。", id="verbs of one meaning"),
        pytest.param("新建公路120公里。", "新建公路150000米。", id="units of one dimension"),
        pytest.param("新建公厕120座。", "新建公厕150个。", id="classifiers"),
        pytest.param("刑事案件下降120起。", "刑事案件上升150起。", id="directions of one change"),
        pytest.param("群众满意率达120%。", "群众满意度为150%。", id="levels"),
        pytest.param("日均清运垃圾120吨。", "日均清运生活垃圾150吨。", id="per day"),
    ],
)
def test_the_same(engine: Engine, old: str, new: str) -> None:
    assert len(pairs(old, new, engine)) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("拆除建成区内广告120处。", "拆除建成区外广告150处。", id="inside, outside"),
        pytest.param("审结刑事案件120件。", "审结民事案件150件。", id="fields of law"),
        pytest.param("新建农村公路120公里。", "续建农村公路150公里。", id="new, going on"),
        pytest.param("受理信访件120件。", "办结信访件150件。", id="stages"),
        pytest.param("摸排存量违建120处。", "拆除存量违建150处。", id="found, pulled down"),
        pytest.param("检查餐馆120家。", "培训餐馆经营者150人。", id="people, things"),
        pytest.param("投入资金120万元。", "拆除广告150处。", id="money, pieces"),
        pytest.param("日均清运垃圾120吨。", "清运垃圾150吨。", id="per day, in all"),
        pytest.param("用电量增长12%。", "用电量占全市的15%。", id="change, ratio"),
        pytest.param("高铁里程达到120公里。", "新增高铁里程150公里。", id="level, increment"),
        pytest.param("比上年减少盗窃案件120起。", "环比减少盗窃案件150起。", id="bases of a change"),
        pytest.param("检查药店120家。", "检查学校150家。", id="other things"),
    ],
)
def test_told_apart(engine: Engine, old: str, new: str) -> None:
    assert pairs(old, new, engine) == set()


def test_the_best_way_for_all_is_taken(engine: Engine) -> None:
    old = "检查企业120家，检查危化企业30家。"
    new = "检查企业150家，检查危险化学品企业40家。"
    assert pairs(old, new, engine) == {("120家", "150家"), ("30家", "40家")}


def test_neighbours_tell_figures_of_one_name_apart(engine: Engine) -> None:
    old = "检查餐馆26家，罚款3万元；检查工地8个，罚款9万元。"
    new = "检查工地10个，罚款20万元；检查餐馆30家，罚款4万元。"
    assert {("3万元", "4万元"), ("9万元", "20万元")} <= pairs(old, new, engine)


def test_what_could_be_two_is_in_doubt(engine: Engine) -> None:
    found = aligned("2022年，检查河道沿线企业120家。", "2023年，检查河道上游企业50家。检查河道下游企业60家。", engine)
    assert found.matches == ()
    [doubt] = found.old_doubts
    assert {other.quantity.quote for other, _ in doubt.candidates} == {"50家", "60家"}
    assert {doubt.metric.quantity.quote for doubt in found.new_doubts} == {"50家", "60家"}
    assert found.added == ()


def test_the_same_figure_told_twice_is_no_doubt(engine: Engine) -> None:
    found = aligned("2022年，拆除违建120处。拆除违建120处。", "2023年，拆除违建150处。拆除违建150处。", engine)
    assert len(found.matches) == 2


def test_a_level_that_another_came_from_stays_alone(engine: Engine) -> None:
    found = aligned("2022年，清扫率达到83%。", "2023年，清扫率由83%提高到89%。", engine)
    assert [(match.old.quantity.quote, match.new.quantity.quote) for match in found.matches] == [("83%", "89%")]
    assert [metric.quantity.quote for metric in found.added] == ["83%"]


@pytest.mark.parametrize(("old", "new"), [("", "2023年，检查餐馆3家。"), ("2023年，检查餐馆3家。", ""), ("", "")])
def test_empty_sides(engine: Engine, old: str, new: str) -> None:
    found = aligned(old, new, engine)
    assert found.matches == ()
    assert len(found.removed) == bool(old)
    assert len(found.added) == bool(new)


def test_very_many_of_one_name(engine: Engine) -> None:
    old = "2022年，" + "".join(f"检查餐馆{number}家。" for number in range(1, 121))
    new = "2023年，" + "".join(f"检查餐馆{number}家。" for number in range(201, 321))
    found = aligned(old, new, engine)
    assert len(found.matches) + len(found.old_doubts) + len(found.removed) == 120
    assert len(found.matches) + len(found.new_doubts) + len(found.added) == 120
