"""The score itself: what counts as right, how facts are aligned, and what a gold file may hold."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from govsummary import Document, InputError, Phrase, Quantity, Record, SourceInfo, Span
from govsummary.score import (
    Counts,
    Difference,
    FolderResult,
    Gold,
    GoldFact,
    Rates,
    accepts_action,
    accepts_object,
    common_length,
    rates,
    read_gold,
    score,
)

TEXT = "拆除围挡30处。"
WANT = GoldFact(
    start=4,
    quote="30处",
    value=Decimal(30),
    upper=None,
    masked=False,
    unit="处",
    bound=("exact",),
    kind=("amount",),
    direction=(None,),
    status=("done",),
    action=("拆除",),
    object=("围挡",),
)
ROW = {
    "start": 4,
    "quote": "30处",
    "value": 30,
    "upper": None,
    "masked": False,
    "unit": "处",
    "bound": "exact",
    "kind": "amount",
    "direction": None,
    "status": "done",
    "action": ["拆除", None],
    "object": ["围挡"],
    "optional": False,
}
ALL_RIGHT = Counts(1, 1, 1, 1, 1, 1, 1, 1, 1, 1)


def document_of(text: str, *quotes: str, action: str = "拆除", phrase: str = "围挡") -> Document:
    """Makes a document of one record a quote, all with the same action and object."""
    return Document(
        source=SourceInfo(path=None, format="text", encoding=None, characters=len(text)),
        title=None,
        organization=None,
        document_type=None,
        period=None,
        plan_period=None,
        sections=(),
        records=tuple(
            Record(
                id=f"r{number}",
                action=Phrase(text=action, lemma=action, start=0, end=len(action)),
                object=Phrase(text=phrase, lemma=phrase, start=0, end=len(phrase)),
                status="done",
                time=None,
                sentence=Span(start=0, end=len(text)),
                quantities=(quantity_of(text, quote),),
                rule="verb-object-number",
            )
            for number, quote in enumerate(quotes, 1)
        ),
    )


def quantity_of(text: str, quote: str) -> Quantity:
    start, digits = text.index(quote), quote.rstrip("处座米")
    return Quantity(
        quote=quote, start=start, end=start + len(quote), value=Decimal(digits), unit=quote.removeprefix(digits)
    )


@pytest.fixture(scope="module")
def document() -> Document:
    return document_of(TEXT, "30处")


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        pytest.param({}, ALL_RIGHT, id="right"),
        pytest.param({"value": Decimal(31)}, Counts(1, 1), id="wrong value"),
        pytest.param({"unit": "个"}, Counts(1, 1), id="wrong unit"),
        pytest.param({"masked": True}, Counts(1, 1), id="wrong mask"),
        pytest.param({"upper": Decimal(40)}, Counts(1, 1), id="wrong upper end"),
        pytest.param({"status": ("planned",)}, replace(ALL_RIGHT, facts=0, status=0), id="wrong status"),
        pytest.param({"status": ("planned", "done")}, ALL_RIGHT, id="one of several statuses"),
        pytest.param({"bound": ("over",)}, replace(ALL_RIGHT, facts=0, bound=0), id="wrong bound"),
        pytest.param({"kind": ("ratio",)}, replace(ALL_RIGHT, facts=0, kind=0), id="wrong kind"),
        pytest.param({"direction": ("up",)}, replace(ALL_RIGHT, facts=0, direction=0), id="wrong direction"),
        pytest.param({"action": (None,)}, replace(ALL_RIGHT, facts=0, action=0), id="wrong action"),
        pytest.param({"action": ("依法拆除",)}, ALL_RIGHT, id="action within the answer"),
        pytest.param({"object": ("树苗",)}, replace(ALL_RIGHT, facts=0, object=0), id="wrong object"),
        pytest.param({"start": 90}, Counts(1, 1), id="elsewhere"),
        pytest.param({"optional": True}, Counts(), id="optional counts nowhere"),
        pytest.param({"optional": True, "start": 90}, Counts(0, 1), id="optional elsewhere"),
    ],
)
def test_score_of_one_fact(change: dict[str, object], counts: Counts, document: Document) -> None:
    want = replace(WANT, **change)  # type: ignore[arg-type]
    assert score(document, Gold((want,))).counts == counts


class TestAlignment:
    def test_facts_outside_the_labelled_stretches_count_nowhere(self, document: Document) -> None:
        assert score(document, Gold((), ((0, 3),))).counts == Counts()
        assert score(document, Gold((), ((0, 5),))).counts == Counts(predicted=1)

    def test_without_stretches_the_whole_text_is_labelled(self, document: Document) -> None:
        assert score(document, Gold(())).counts == Counts(predicted=1)

    def test_a_gold_fact_takes_the_fact_that_fits_it_best(self) -> None:
        found = document_of("拆除围挡30处4座。", "30处", "4座")
        wide = replace(WANT, quote="30处4座", value=Decimal(4), unit="座")
        assert score(found, Gold((wide,))).counts == ALL_RIGHT + Counts(predicted=1)

    def test_a_fact_is_taken_once(self, document: Document) -> None:
        assert score(document, Gold((WANT, WANT))).counts == ALL_RIGHT + Counts(gold=1)

    def test_an_optional_gold_fact_takes_all_that_it_overlaps(self) -> None:
        found = document_of("拆除围挡30处500米。", "30处", "500米")
        assert score(found, Gold((replace(WANT, quote="30处500米", optional=True),))).counts == Counts()


class TestErrors:
    def test_none_where_all_is_right(self, document: Document) -> None:
        assert score(document, Gold((WANT,)), TEXT).errors == ()

    def test_missed(self, document: Document) -> None:
        (missed, spurious) = score(document, Gold((replace(WANT, start=0, quote="拆除"),)), TEXT).errors
        assert (missed.kind, missed.quote, missed.context, missed.rule) == ("missed", "拆除", TEXT, None)
        assert (spurious.kind, spurious.start, spurious.quote) == ("spurious", 4, "30处")
        assert spurious.rule == document.records[0].rule

    def test_quantity(self, document: Document) -> None:
        (error,) = score(document, Gold((replace(WANT, value=Decimal("3.5"), unit="座"),)), TEXT).errors
        assert error.kind == "quantity"
        assert error.differences == (Difference("value", ("3.5",), "30"), Difference("unit", ("座",), "处"))

    def test_fields(self, document: Document) -> None:
        (error,) = score(document, Gold((replace(WANT, action=(None,), object=("树苗", "苗")),)), TEXT).errors
        assert error.kind == "fields"
        assert error.differences == (
            Difference("action", (None,), "拆除"),
            Difference("object", ("树苗", "苗"), "围挡"),
        )
        assert error.rule == document.records[0].rule

    def test_the_context_is_one_line(self) -> None:
        text = "汛期安排\n拆除围挡30处。"
        (error,) = score(document_of(text, "30处"), Gold(()), text).errors
        assert error.context == "汛期安排⏎拆除围挡30处。"


class TestFigures:
    def test_rates(self) -> None:
        assert rates(3, 4, 6) == Rates(0.5, 0.75, 0.6)
        assert Counts(4, 6, 3, 0).quantity == Rates(0.5, 0.75, 0.6)
        assert Counts(4, 6, 3, 0).fact == Rates(0, 0, 0)

    def test_nothing_to_divide_by(self) -> None:
        assert Counts().fact == Rates(0, 0, 0)
        assert Counts().share("action") == 0

    def test_shares_are_of_the_right_quantities(self) -> None:
        assert Counts(9, 9, 4, 1, action=3).share("action") == 0.75

    def test_a_folder_is_the_sum_of_its_texts(self, document: Document) -> None:
        result = score(document, Gold((WANT,)))
        assert FolderResult("f", (("a", result), ("b", result))).total == ALL_RIGHT + ALL_RIGHT


def test_answers_that_share_characters() -> None:
    assert accepts_object("墙体广告", ["墙面广告"])
    assert not accepts_object("墙体广告", ["树苗", None])
    assert not accepts_action("", ["拆除"])
    assert common_length("甲乙丙", "丁") == 0


class TestGoldFile:
    def write(self, folder: Path, *rows: object, ranges: str | None = None) -> Path:
        path = folder / "a.gold.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        if ranges is not None:
            (folder / "a.ranges.json").write_text(ranges, encoding="utf-8")
        return path

    def test_facts_and_ranges(self, tmp_path: Path) -> None:
        gold = read_gold(self.write(tmp_path, ROW, ROW | {"value": 36.9, "optional": True}, ranges="[[0, 5], [9, 12]]"))
        assert gold.facts[0] == replace(WANT, action=("拆除", None))
        assert gold.facts[1].value == Decimal("36.9")
        assert gold.facts[1].optional
        assert [place for place in range(14) if gold.covers(place)] == [0, 1, 2, 3, 4, 9, 10, 11]

    def test_a_field_can_list_accepted_values(self, tmp_path: Path) -> None:
        gold = read_gold(self.write(tmp_path, ROW | {"status": ["done", "ongoing"], "direction": ["up", None]}))
        assert (gold.facts[0].status, gold.facts[0].direction) == (("done", "ongoing"), ("up", None))

    def test_without_ranges_everything_is_labelled(self, tmp_path: Path) -> None:
        assert read_gold(self.write(tmp_path, ROW)).ranges is None

    @pytest.mark.parametrize(
        ("row", "says"),
        [
            pytest.param([], "no JSON object", id="a list"),
            pytest.param({key: ROW[key] for key in ROW if key != "object"}, "without 'object'", id="a key is missing"),
            pytest.param(ROW | {"action": "拆除"}, "'action' is a list", id="answers are no list"),
            pytest.param(ROW | {"start": "4"}, "'start' is a number", id="start is no number"),
            pytest.param(ROW | {"value": "many"}, "not a gold fact", id="value is no number"),
        ],
    )
    def test_a_bad_row_is_named_by_its_line(self, row: object, says: str, tmp_path: Path) -> None:
        path = self.write(tmp_path, ROW, row)
        with pytest.raises(InputError, match=says) as caught:
            read_gold(path)
        assert str(caught.value).startswith(f"{path}:2: ")

    def test_a_line_that_is_no_json(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, ROW)
        path.write_text("{", encoding="utf-8")
        with pytest.raises(InputError, match=r"a\.gold\.jsonl:1: not JSON"):
            read_gold(path)

    @pytest.mark.parametrize("ranges", ["{", "[1, 2]", "[[1]]", "3"])
    def test_bad_ranges(self, ranges: str, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="not the ranges of a text"):
            read_gold(self.write(tmp_path, ROW, ranges=ranges))
