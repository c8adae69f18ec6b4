"""Two quantities as intervals: differences that can be told, and those that cannot."""

from __future__ import annotations

from decimal import Decimal

import pytest

from govsummary import extract
from govsummary.compare.intervals import Comparison, compare, interval, step
from govsummary.compare.metrics import Metric, metrics_of
from govsummary.compare.thesaurus import thesaurus_of
from govsummary.pipeline import Engine


def metric(text: str, engine: Engine) -> Metric:
    [found] = metrics_of(extract(f"2023年，{text}", engine.lexicon), thesaurus_of(engine.lexicon))
    return found


def compared(old: str, new: str, engine: Engine) -> Comparison:
    return compare(metric(old, engine), metric(new, engine))


@pytest.mark.parametrize(
    ("old", "new", "delta", "percent"),
    [
        pytest.param("检查餐馆300家。", "检查餐馆312家。", "12", "4", id="exact"),
        pytest.param("检查餐馆300家。", "检查餐馆300家。", "0", "0", id="the same"),
        pytest.param("投入资金8000万元。", "投入资金1.2亿元。", "40000000", "50", id="万 and 亿"),
        pytest.param("改造林地30亩。", "改造林地4公顷。", None, "100", id="mu and hectares"),
        pytest.param("改造林地30亩。", "改造林地45亩。", "15", "50", id="both in mu"),
        pytest.param("新建公路2公里。", "新建公路3500米。", "1500", "75", id="kilometres and metres"),
        pytest.param("检查餐馆4200余家。", "检查餐馆4700余家。", "500", None, id="both over"),
        pytest.param("清理垃圾2.4万余吨。", "清理垃圾2.9万吨。", "5000", None, id="over, and beyond its next step"),
        pytest.param("合格率达96.9%。", "合格率达97.3%。", "0.4", None, id="ratios in points"),
        pytest.param("合格率达九成。", "合格率达95%。", "5", None, id="tenths and per cent"),
        pytest.param("合格率达95%。", "合格率达九成。", "-5", None, id="per cent and tenths"),
        pytest.param("用电量增长7.6%。", "用电量增长6.1%。", "-1.5", None, id="growth in points"),
        pytest.param("用电量下降12.8%。", "用电量上升6.2%。", "19", None, id="from fall to rise"),
        pytest.param("外贸总额居全市第3位。", "外贸总额居全市第2位。", "-1", None, id="ranks"),
        pytest.param("火灾减少22起。", "火灾增加8起。", "30", None, id="change of a count"),
    ],
)  # fmt: skip
def test_differences(engine: Engine, old: str, new: str, delta: str | None, percent: str | None) -> None:
    found = compared(old, new, engine)
    if delta is not None:
        assert found.delta == Decimal(delta)
    if percent is not None:
        assert found.percent is not None
        assert round(found.percent, 9) == Decimal(percent)
    assert found.outcome == ("unchanged" if delta == "0" else "changed")


@pytest.mark.parametrize(
    ("old", "new", "outcome", "why"),
    [
        pytest.param("检查餐馆超过300家。", "检查餐馆310家。", "changed", "meet", id="over 300 may be 310"),
        pytest.param("合格率达90%以上。", "合格率达93%。", "changed", "meet", id="no upper end"),
        pytest.param("检查餐馆730余家。", "检查餐馆近800家。", "changed", "meet", id="over and nearly"),
        pytest.param("城镇化率达61.8%。", "城镇化率达62%左右。", "changed", "meet", id="about"),
        pytest.param("检查餐馆X家。", "检查餐馆312家。", "masked", "masked_old", id="old masked"),
        pytest.param("检查餐馆312家。", "检查餐馆X余家。", "masked", "masked_new", id="new masked"),
        pytest.param("检查餐馆X家。", "检查餐馆X余家。", "masked", "masked_both", id="both masked"),
        pytest.param("检查餐馆15—20家。", "检查餐馆25—30家。", "changed", "range_apart", id="ranges apart"),
        pytest.param("检查餐馆15—20家。", "检查餐馆18家。", "changed", "meet", id="inside a range"),
    ],
)
def test_no_difference_can_be_told(engine: Engine, old: str, new: str, outcome: str, why: str) -> None:
    assert compared(old, new, engine) == Comparison(outcome, None, None, why)  # type: ignore[arg-type]


def test_equal_ranges_are_unchanged(engine: Engine) -> None:
    assert compared("检查餐馆15—20家。", "检查餐馆15—20家。", engine).outcome == "unchanged"


def test_a_mask_equals_itself_only_in_the_same_document(engine: Engine) -> None:
    masked = metric("检查餐馆X余家。", engine)
    assert compare(masked, masked).outcome == "masked"
    assert compare(masked, masked, same=True).outcome == "unchanged"


def test_no_share_of_nothing(engine: Engine) -> None:
    found = compared("检查餐馆0家。", "检查餐馆5家。", engine)
    assert (found.delta, found.percent) == (Decimal(5), None)


def test_the_interval_of_a_fall_is_mirrored(engine: Engine) -> None:
    found = interval(metric("能耗下降5%以上。", engine))
    assert found is not None
    assert (found.low, found.high) == (None, Decimal(-5))


@pytest.mark.parametrize(("value", "wanted"), [("24000", "1000"), ("300", "100"), ("4.5", "0.1"), ("7", "1")])
def test_step(value: str, wanted: str) -> None:
    assert step(Decimal(value)) == Decimal(wanted)
