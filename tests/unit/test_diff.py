"""Rows, notes, plans, sections and series of whole documents."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from govsummary import Diff, Document, Source, diff, extract, series
from govsummary.compare.models import Part, Row
from govsummary.compare.selection import select

OLD = """某县城市管理局2022年工作总结

一、市容整治
全年拆除违法建设120处，清理小广告3000余处，检查餐馆X家，罚款3万元。

二、2023年工作计划
计划新建公厕5座，机械化清扫率达到90%以上，投入资金200万元，刑事案件下降5%以上。
"""
NEW = """某县城市管理局2023年工作总结

一、市容市貌整治
全年拆掉违章建筑150处，清理小广告3000余处，检查餐馆40家，罚款3万元，植树600株。

二、重点工程
新建公厕6座，机械化清扫率达88%，投入资金180万元，刑事案件下降7.2%。
"""


@pytest.fixture(scope="module")
def found() -> Diff:
    return diff(OLD, NEW, language="en")


def row(found: Diff, quote: str) -> Row:
    [one] = [row for row in found.rows if quote in {figure.quote for figure in (row.old, row.new) if figure}]
    return one


def test_statuses(found: Diff) -> None:
    assert row(found, "150处").status == "changed"
    assert row(found, "3000余处").status == "unchanged"
    assert row(found, "40家").status == "masked"
    assert row(found, "600株").status == "added"
    assert {one.old.quote for one in found.rows if one.status == "removed" and one.old} == {
        *("5座", "90%以上", "200万元", "5%以上")
    }


def test_a_row_says_what_changed_and_why(found: Diff) -> None:
    one = row(found, "150处")
    assert (one.action, one.object, one.unit) == ("拆掉", "违章建筑", "处")
    assert (one.delta, one.percent, one.score) == (Decimal(30), Decimal(25), 1.0)
    assert "拆除 = 拆掉" in one.reason
    assert "违法建设 = 违章建筑" in one.reason
    assert row(found, "40家").reason.endswith("the old number is masked: not comparable")


def test_figures_are_slices(found: Diff) -> None:
    for one in found.rows:
        for figure, text in ((one.old, OLD), (one.new, NEW)):
            if figure is not None:
                assert text[figure.start : figure.end] == figure.quote
                assert figure.sentence.text == text[figure.sentence.start : figure.sentence.end]
                assert figure.sentence.text is not None
                assert figure.quote in figure.sentence.text


def test_plans(found: Diff) -> None:
    outcomes = {plan.plan.quote: (plan.result.quote if plan.result else None, plan.met) for plan in found.plans}
    assert outcomes == {
        "5座": ("6座", True),
        "90%以上": ("88%", False),
        "200万元": ("180万元", None),
        "5%以上": ("7.2%", True),
    }


@pytest.mark.parametrize(
    ("plan", "result", "met"),
    [
        pytest.param("计划检查餐馆50家", "检查餐馆50家", True, id="just reached"),
        pytest.param("计划检查餐馆50家", "检查餐馆49家", False, id="short"),
        pytest.param("计划检查餐馆50家左右", "检查餐馆48家", True, id="about"),
        pytest.param("计划检查餐馆50家左右", "检查餐馆46家", None, id="about, and a little short"),
        pytest.param("计划检查餐馆50家左右", "检查餐馆30家", False, id="about, and far short"),
        pytest.param("计划检查餐馆40—50家", "检查餐馆42家", True, id="inside the range"),
        pytest.param("失业率控制在4.6%以内", "失业率4.1%", True, id="below the ceiling"),
        pytest.param("失业率控制在4.6%以内", "失业率4.8%", False, id="above the ceiling"),
        pytest.param("力争能耗下降3%", "能耗下降2.5%", False, id="not as far down"),
        pytest.param("计划检查餐馆50家", "检查餐馆X家", None, id="masked result"),
        pytest.param("计划检查餐馆XX家", "检查餐馆70家", None, id="masked plan"),
        pytest.param("计划检查餐馆50家", "检查餐馆60余家", True, id="over is enough"),
        pytest.param("计划投资60亿元", "投资61.8亿元", True, id="money that was spent"),
        pytest.param("计划检查餐馆50家", "检查餐馆60个", None, id="other classifiers"),
        pytest.param("计划改造老旧小区50个", "改造城区老旧小区40个", None, id="a part of what was planned"),
    ],
)
def test_met(plan: str, result: str, met: bool | None) -> None:
    found = diff(f"2022年工作总结\n\n2022年平稳。\n二、2023年工作计划\n{plan}。", f"2023年工作总结\n\n全年{result}。")
    assert [one.met for one in found.plans] == [met]
    assert found.plans[0].result is not None


def test_plans_for_another_time_are_none() -> None:
    new = NEW.replace("2023年", "2025年")
    found = diff(OLD, new, language="en")
    assert found.plans == ()
    assert "the plans of the old document are not for the new period" in found.notes


def test_comparable(found: Diff) -> None:
    assert found.comparable
    assert found.notes == ()
    assert (found.old.months, found.new.months) == (12, 12)


HALF = "某局2022年上半年工作总结\n\n上半年，拆除违法建设120处，合格率达98%。"
WHOLE = "某局2023年工作总结\n\n全年拆除违法建设300处，合格率达99%。"


def test_periods_of_unequal_length() -> None:
    found = diff(HALF, WHOLE, language="en")
    assert not found.comparable
    assert found.notes == ("periods of unequal length, 6 and 12 months: compare the monthly rates",)
    counts, ratio = found.rows
    assert counts.monthly is not None
    rates = counts.monthly
    assert [rates.old, rates.new, rates.percent] == [Decimal(20), Decimal(25), Decimal(25)]
    assert ratio.monthly is None


@pytest.mark.parametrize(
    ("old", "new", "note"),
    [
        pytest.param("检查餐馆3家。", "2023年，检查餐馆3家。", "旧文没有写明所报告的时间", id="no period"),
        pytest.param("2023年，检查餐馆3家。", "2022年，检查餐馆3家。", "旧文报告的时间在新文之后", id="backwards"),
        pytest.param("2023年，检查餐馆3家。", "2023年，检查餐馆5家。", "两份文件报告的是同一时间", id="the same"),
        pytest.param(
            "甲县财政局2022年工作总结\n\n检查餐馆3家。",
            "乙县财政局2023年工作总结\n\n检查餐馆3家。",
            "不是同一单位：甲县财政局／乙县财政局",
            id="other office",
        ),
    ],
)
def test_notes(old: str, new: str, note: str) -> None:
    assert note in diff(old, new).notes


def test_scope_is_pointed_out() -> None:
    found = diff("2022年，清理小广告120处。", "2023年，清理沿街小广告150处。", language="en")
    assert found.rows[0].scope
    assert "the new text says 沿街, the old one does not" in found.rows[0].reason


def test_ambiguous_rows_have_candidates() -> None:
    found = diff("2022年，检查河道沿线企业120家。", "2023年，检查河道上游企业50家。检查河道下游企业60家。")
    [old] = [one for one in found.rows if one.status == "ambiguous" and one.old]
    assert old.new is None
    assert {candidate.figure.quote for candidate in old.candidates} == {"50家", "60家"}
    assert "不作猜测" in old.reason


def part(found: Diff, kind: str, name: str) -> Part:
    [one] = [part for part in found.sections if part.kind == kind and part.name == name]
    return one


def test_sections_actions_categories(found: Diff) -> None:
    assert part(found, "section", "一、市容市貌整治").status == "kept"
    assert part(found, "section", "二、重点工程").status in {"kept", "added"}
    assert part(found, "action", "植树").status == "added"
    assert part(found, "action", "拆掉").status == "kept"
    shares = [one for one in found.sections if one.kind == "category"]
    assert sum(one.old_share for one in shares) == pytest.approx(1, abs=0.01)
    assert sum(one.shift for one in shares) == pytest.approx(0, abs=0.1)


def test_documents_sources_paths_and_texts_are_one(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text(OLD, encoding="utf-8")
    source = Source(path=None, format="text", encoding=None, characters=len(NEW), text=NEW)
    from_files, from_texts = diff(path, source), diff(OLD, NEW)
    assert from_files.rows == from_texts.rows
    documents = diff(extract(OLD), extract(NEW))
    assert [(one.status, one.delta) for one in documents.rows] == [(one.status, one.delta) for one in from_texts.rows]
    assert all(one.new is None or one.new.sentence.text is None for one in documents.rows)


def test_json_round_trip(found: Diff) -> None:
    assert Diff.model_validate_json(found.model_dump_json()).model_dump_json() == found.model_dump_json()


class TestSelection:
    def test_categories(self, found: Diff) -> None:
        kept = select(found, ["城市管理/违建治理"]).rows
        assert [one.new.quote for one in kept if one.new] == ["150处"]
        assert len(select(found, ["城市管理"]).rows) > 1

    def test_statuses(self, found: Diff) -> None:
        assert {one.status for one in select(found, only=["added", "removed"]).rows} == {"added", "removed"}

    def test_least_change(self, found: Diff) -> None:
        quotes = {one.new.quote for one in select(found, min_change=Decimal(20), only=["changed"]).rows if one.new}
        assert quotes == {"150处"}
        assert select(found, min_change=Decimal(30), only=["changed"]).rows == ()

    def test_what_is_not_known_stays(self, found: Diff) -> None:
        assert [one.status for one in select(found, min_change=Decimal(99), only=["masked"]).rows] == ["masked"]


class TestSeries:
    TEXTS = (
        "2021年，拆除违法建设80处，合格率达91%。",
        "2022年，拆掉违章建筑120处。",
        "2023年，拆除违建90处，合格率达95%，植树60株。",
    )

    def test_metrics_over_the_periods(self) -> None:
        found = series(self.TEXTS)
        tracks = {track.points[-1].figure.quote: track for track in found.tracks}
        assert [point.figure.quote for point in tracks["90处"].points] == ["80处", "120处", "90处"]
        assert [point.percent for point in tracks["90处"].points] == [None, Decimal(50), Decimal(-25)]
        assert [(point.document, point.delta) for point in tracks["95%"].points] == [(0, None), (2, Decimal(4))]
        assert len(tracks["60株"].points) == 1

    def test_every_figure_is_in_one_track(self) -> None:
        found = series(self.TEXTS)
        points = [(point.document, point.figure.start) for track in found.tracks for point in track.points]
        quantities = sum(one.quantities for one in found.documents)
        assert len(points) == len(set(points)) == quantities

    def test_two_documents_are_a_diff(self) -> None:
        pairs = {(one.old.quote, one.new.quote) for one in diff(OLD, NEW).rows if one.old and one.new}
        tracks = [track for track in series([OLD, NEW]).tracks if len(track.points) == 2]
        assert {(track.points[0].figure.quote, track.points[1].figure.quote) for track in tracks} == pairs

    def test_notes(self) -> None:
        assert series([HALF, WHOLE]).notes == ("时间长短不同（6、12个月）",)
        assert series(list(reversed(self.TEXTS))).notes == ("文件没有按时间排列",)
        assert series(["检查餐馆3家。"]).notes == ("有文件没有写明所报告的时间",)

    def test_documents(self) -> None:
        assert series([extract(text) for text in self.TEXTS]).tracks[0].kind == "amount"
        assert series([]).tracks == ()
        assert isinstance(extract(OLD), Document)
