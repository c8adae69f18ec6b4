from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from stored_archives import OFFICE, store

from govsummary import InputError, trend
from govsummary.tabular.stored import StoredDataset


def brief(found: Any) -> list[tuple[str, str, object]]:
    return [(point.period.text, point.status, point.value) for point in found.points]


class TestFollowing:
    @pytest.mark.parametrize("form", ["parquet", "jsonl"])
    def test_words_of_one_meaning_are_one_figure(self, form: str, request: pytest.FixtureRequest) -> None:
        stored: StoredDataset = request.getfixturevalue(form)
        assert brief(trend(stored, "云汀", ("拆除", "违建", "处"))) == [
            ("2019年", "found", 80),
            ("2020年", "found", 96),
            ("2021年上半年", "found", 35),
            ("2021年", "masked", None),
            ("2022年", "found", 150),
            ("2023年", "ambiguous", None),
        ]

    def test_differences_are_those_of_periods_of_one_length(self, parquet: StoredDataset) -> None:
        points = trend(parquet, OFFICE, ("拆除", "违建", "处")).points
        assert [(point.delta, point.percent) for point in points] == [
            (None, None),
            (16, 20),
            (None, None),  # half a year against years
            (None, None),  # masked
            (54, Decimal("56.25")),  # against the last that is known
            (None, None),
        ]

    def test_what_is_ambiguous_names_the_figures_it_could_be(self, parquet: StoredDataset) -> None:
        last = trend(parquet, OFFICE, ("拆除", "违建", "处")).points[-1]
        assert sorted(figure.quote for figure in last.candidates) == ["45处", "60处"]
        assert {figure.sentence.text for figure in last.candidates} == {
            "城区拆除违法建设60处，整改隐患31处。",
            "乡镇拆除违法建设45处，整改隐患12处。",
        }

    def test_values_are_in_the_unit_that_was_asked_for(self, parquet: StoredDataset) -> None:
        points = trend(parquet, OFFICE, ("拆除", "违法建设", "亩")).points
        assert [(point.figure and point.figure.quote, point.value) for point in points[:3]] == [
            ("1.2万平方米", 18),
            ("9600平方米", Decimal("14.4")),
            ("15亩", 15),
        ]
        assert points[1].delta == Decimal("-3.6")

    def test_shares_are_ratios_and_change_in_points(self, parquet: StoredDataset) -> None:
        points = trend(parquet, OFFICE, ("-", "满意率", "%")).points
        assert [(point.value, point.delta, point.percent) for point in points[:2]] == [
            (Decimal("91.5"), None, None),
            (93, Decimal("1.5"), None),
        ]

    def test_plans_are_no_results(self, parquet: StoredDataset) -> None:
        quotes = [point.figure.quote for point in trend(parquet, OFFICE, ("拆除", "违建", "处")).points if point.figure]
        assert "200处" not in quotes

    def test_documents_without_a_period_are_named(self, parquet: StoredDataset) -> None:
        undated = trend(parquet, OFFICE, ("拆除", "违建", "处")).undated
        assert [Path(path).name for path in undated] == ["undated.txt"]

    def test_a_figure_that_is_nowhere_is_missing_everywhere(self, parquet: StoredDataset) -> None:
        found = trend(parquet, OFFICE, ("栽植", "行道树", "株"))
        assert {point.status for point in found.points} == {"missing"}

    def test_what_stands_for_it_elsewhere_settles_a_doubt(self, tmp_path: Path) -> None:
        folder = tmp_path / "archive"
        folder.mkdir()
        texts = {
            "2021": "2021年，检查企业300家次，罚款3万元。",
            "2022": "2022年，检查企业310家次，罚款4万元。\n检查企业44家次，发放资料500份。",
            "2023": "2023年，检查企业330家次，罚款5万元。\n检查企业48家次，发放资料600份。",
        }
        for year, text in texts.items():
            (folder / f"{year}.txt").write_text(f"云汀县市场监管局{year}年工作总结\n\n{text}\n", encoding="utf-8")
        found = trend(store(folder, "jsonl", tmp_path / "dataset"), "云汀县", ("检查", "企业", "家次"))
        assert [point.value for point in found.points] == [300, 310, 330]


class TestOrganizations:
    def test_a_part_of_the_name_is_enough_when_it_is_the_only_one(self, parquet: StoredDataset) -> None:
        assert trend(parquet, "青禾", ("拆除", "违建", "处")).organization == "青禾县交通运输局"

    def test_of_several_none_is_taken(self, parquet: StoredDataset) -> None:
        with pytest.raises(InputError, match="2 organizations have it in their names"):
            trend(parquet, "局", ("拆除", "违建", "处"))

    def test_of_none_the_nearest_are_named(self, parquet: StoredDataset) -> None:
        with pytest.raises(InputError, match=f"no organization of this dataset; there are {OFFICE}"):
            trend(parquet, "云丁县城市管理局", ("拆除", "违建", "处"))

    def test_something_must_be_asked_for(self, parquet: StoredDataset) -> None:
        with pytest.raises(InputError, match="neither action nor object"):
            trend(parquet, OFFICE, ("-", "-", "处"))


class TestChart:
    def test_the_chart_is_svg_with_chinese_words(self, parquet: StoredDataset) -> None:
        svg = trend(parquet, OFFICE, ("拆除", "违建", "处")).svg()
        words = [text.text or "" for text in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
        assert f"{OFFICE}：拆除 违建（处）" in words
        for shown in ("80处", "X余处", "？", "2021年上半年", "12个月", "6个月"):
            assert shown in words

    def test_a_notebook_shows_the_chart(self, parquet: StoredDataset) -> None:
        found = trend(parquet, OFFICE, ("拆除", "违建", "处"))
        assert found._repr_svg_() == found.svg()

    def test_json_holds_numbers(self, parquet: StoredDataset) -> None:
        found = json.loads(trend(parquet, OFFICE, ("拆除", "违建", "处")).model_dump_json())
        assert [point["value"] for point in found["points"]] == [80, 96, 35, None, 150, None]
