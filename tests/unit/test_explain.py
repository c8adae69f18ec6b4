"""Explanations: what is shown of a number that gave a record, and what rejected one that gave none."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from govsummary import InputError, Source
from govsummary.clauses import MARKS, ClauseReader
from govsummary.explain import Explainer, explain
from govsummary.explanation import Explanation, UnitNote
from govsummary.export.explanation import record_line, render
from govsummary.pipeline import Engine
from govsummary.text import fold

SUMMARY = """某某区城市管理局2020年上半年工作总结

一、市容整治
上半年，累计依法清理小广告120余处，其中墙面广告30处，拆除违建3处600平方米。公共预算收入12.3亿元，同比增长8%。

二、下半年打算
新建公厕5座，开展应急演练4场。
"""
NO_RULES = ClauseReader.build(dict.fromkeys(MARKS, ()))


def about(text: str, number: str, engine: Engine) -> Explanation:
    """Explains the first place where `number` stands."""
    return explain(source_of(text), text.index(number), engine)


def source_of(text: str) -> Source:
    return Source(path=None, format="text", encoding=None, characters=len(text), text=text)


def sources(explanation: Explanation) -> dict[str, tuple[str, str]]:
    return {note.field: (note.value, note.source) for note in explanation.fields}


def origins(explanation: Explanation) -> dict[str, tuple[str, str]]:
    return {token.text: (token.letter, token.origin) for token in explanation.tokens}


@pytest.fixture(scope="module")
def explainer(engine: Engine) -> Explainer:
    return Explainer.of(source_of(SUMMARY), engine)


class TestRecord:
    def test_number_unit_and_bound(self, engine: Engine) -> None:
        number = about(SUMMARY, "120", engine).number
        assert number is not None
        assert (number.quote, number.value, number.production) == ("120余处", Decimal(120), "arabic.unit")
        assert number.unit == UnitNote("处", "处", "处", Decimal(1))
        assert (number.bound, number.mark) == ("over", "余")

    @pytest.mark.parametrize(
        ("text", "bound", "mark"),
        [
            pytest.param("拆除广告牌近30处。", "nearly", "近", id="before"),
            pytest.param("拆除广告牌30处以上。", "at_least", "以上", id="after"),
            pytest.param("拆除广告牌30多处。", "over", "多", id="inside"),
            pytest.param("拆除广告牌30处。", "exact", None, id="none"),
            pytest.param("气温零下4℃。", "exact", None, id="a sign is no mark"),
        ],
    )
    def test_marks(self, text: str, bound: str, mark: str | None, engine: Engine) -> None:
        number = explain(source_of(text), len(text) // 2, engine).number
        assert number is not None
        assert (number.bound, number.mark) == (bound, mark)

    def test_the_unit_of_a_compound_is_that_of_its_first_part(self, engine: Engine) -> None:
        number = about("收购价格3元/斤。", "3", engine).number
        assert number is not None
        assert number.unit is not None
        assert (number.unit.unit, number.unit.dimension) == ("元", "money")

    def test_rule_and_those_tried_before_it(self, engine: Engine) -> None:
        found = about(SUMMARY, "5座", engine)
        assert found.rule is not None
        assert found.record is not None
        assert found.rule.id == found.record.rule
        rules = [rule.id for rule in engine.records.reader.rules["#"]]
        assert list(found.rule.tried) == rules[: rules.index(found.record.rule)]
        assert found.rule.clause.endswith("#")
        assert "{M}" in found.rule.pattern or "#" in found.rule.pattern

    def test_no_rule_fits(self, engine: Engine) -> None:
        found = about("拆除围挡30处，5处。", "5处", replace(engine, records=replace(engine.records, reader=NO_RULES)))
        assert found.rule is not None
        assert (found.rule.id, found.rule.tried, found.rule.yields) == (None, (), "listed")
        assert "none of the 0 rules for # fits" in render(found).plain

    def test_the_record_is_the_one_that_extract_gives(self, explainer: Explainer) -> None:
        for record in explainer.document.records:
            for quantity in record.quantities:
                found = explainer.at(quantity.start)
                assert found.record == record
                assert (found.start, found.end) == (quantity.start, quantity.end)


class TestTokens:
    def test_they_are_the_clause_in_order(self, explainer: Explainer) -> None:
        tokens = explainer.at(SUMMARY.index("30处")).tokens
        assert "".join(token.text for token in tokens) == "其中墙面广告30处"
        assert all(SUMMARY.startswith(token.text, token.start) for token in tokens)

    @pytest.mark.parametrize(
        ("text", "word", "letter", "origin"),
        [
            pytest.param("依法拆除广告牌30处。", "拆除", "V", "actions.tsv: action", id="action"),
            pytest.param("总收入增长8%。", "增长", "G", "actions.tsv: change", id="verb of change"),
            pytest.param("开展演练4场。", "开展", "L", "actions.tsv: light", id="light verb"),
            pytest.param("依法拆除广告牌30处。", "依法", "D", "cues.toml: adverb", id="class cue"),
            pytest.param("推广“某某码”30处。", "“某某码”", "n", "a phrase in quotes is one noun", id="quotes"),
            pytest.param("将收费标准下调3%。", "将", "o", "settled by the letters beside it", id="settled"),
            pytest.param("修订《某某办法》30处。", "《某某办法》", "n", "a title is one noun", id="title"),
            pytest.param("拆除甲、乙30处。", "、", "d", "punctuation", id="punctuation"),
            pytest.param("拆除广告牌30处。", "30处", "Q", "the number at hand", id="number"),
            pytest.param("其中5处拆除广告牌30处。", "5处", "Q", "another number", id="another number"),
        ],
    )
    def test_where_the_letter_comes_from(self, text: str, word: str, letter: str, origin: str, engine: Engine) -> None:
        place = max(text.rfind("30"), text.rfind("4场"), text.rfind("8%"), text.rfind("3%"))
        assert origins(explain(source_of(text), place, engine))[word] == (letter, origin)

    def test_a_word_of_no_entry_has_the_segmenters_tag(self, engine: Engine) -> None:
        letter, origin = origins(about("拆除某某桥墩30处。", "30", engine))["桥墩"]
        assert letter == "n"
        assert origin.startswith("segmenter's tag n")

    def test_a_joined_suffix_is_named(self, engine: Engine) -> None:
        letter, origin = origins(about("桥墩修复率30%。", "30", engine))["修复率"]
        assert (letter, origin) == ("r", "cues.toml: rate-suffix, joined 率")


class TestTakenOver:
    def test_the_verb_of_the_clause_before(self, explainer: Explainer) -> None:
        (note,) = explainer.at(SUMMARY.index("30处")).taken_over
        first = explainer.document.records[0]
        assert (note.field, note.value) == ("action", "清理")
        assert note.source == f"taken over from {first.id} to the left"

    def test_the_record_that_a_change_speaks_of(self, explainer: Explainer) -> None:
        found = explainer.at(SUMMARY.index("8%"))
        notes = {note.field: note for note in found.taken_over}
        assert notes["object"].value == "公共预算收入"
        assert notes["of"].value == next(
            one.id for one in explainer.document.records if one.quantities and one.quantities[0].quote == "12.3亿元"
        )

    def test_nothing_where_the_clause_says_it_all(self, explainer: Explainer) -> None:
        assert explainer.at(SUMMARY.index("600")).taken_over == ()


class TestFields:
    def test_cues_name_their_word_and_entry(self, explainer: Explainer) -> None:
        first = sources(explainer.at(SUMMARY.index("120")))
        assert first["aggregate"] == ("total", "累计 (cues.toml: total)")
        change = sources(explainer.at(SUMMARY.index("8%")))
        assert change["kind"] == ("change", "the rule yields change")
        assert change["direction"] == ("up", "actions.tsv: 增长")
        assert change["basis"] == ("yoy", "同比 (cues.toml: yoy)")

    def test_a_number_alone_says_its_kind(self, explainer: Explainer) -> None:
        assert sources(explainer.at(SUMMARY.index("600")))["kind"] == ("amount", "number and unit")

    def test_status_of_the_section_and_of_a_cue(self, explainer: Explainer, engine: Engine) -> None:
        assert sources(explainer.at(SUMMARY.index("5座")))["status"] == (
            "planned",
            "the section, no cue stands before it",
        )
        value, source = sources(about("力争年内拆除广告牌30处。", "30", engine))["status"]
        assert value == "planned"
        assert source.startswith("力争 (cues.toml: ")

    def test_words_before_the_number_and_cues_say_what_it_is_taken_over(self, engine: Engine) -> None:
        value, source = sources(about("出动人员日均30人次。", "30", engine))["per"]
        assert (value, source) == ("day", "the words straight before the number, or its unit")
        value, source = sources(about("日均出动人员30人次。", "30", engine))["per"]
        assert (value, source.partition(" ")[0]) == ("day", "日均")

    def test_time_section_and_labels(self, explainer: Explainer) -> None:
        found = sources(explainer.at(SUMMARY.index("120")))
        assert found["time"][0] == "2020-01-01 … 2020-06-30"
        assert found["section"][0] == "一、市容整治"
        assert "广告" in found["category"][1] or "市容" in found["category"][1]
        assert sources(explainer.at(SUMMARY.index("8%")))["time"][1] == "the document's period (2020年上半年)"


class TestRejected:
    @pytest.mark.parametrize(
        ("text", "number", "blocker"),
        [
            pytest.param("截至6月底完成。", "6", "date.month", id="month"),
            pytest.param("全年2020年完成。", "2020", "date.year", id="year"),
            pytest.param("在2019—2020年完成。", "2020", "date.years", id="the second of two years"),
        ],
    )
    def test_a_blocker_is_named(self, text: str, number: str, blocker: str, engine: Engine) -> None:
        found = about(text, number, engine)
        assert (found.blocker, found.number, found.record) == (blocker, None, None)
        assert f"blocker {blocker} takes" in str(found.reason)

    @pytest.mark.parametrize(
        ("text", "number", "reason"),
        [
            pytest.param("增强“四个意识”。", "四", "titles and short quotations are names", id="quotes"),
            pytest.param("推进第三届活动。", "三", "第 makes it an ordinal", id="ordinal"),
            pytest.param("每3户配备。", "3", "每 makes it the base", id="base"),
            pytest.param("监测C919情况。", "919", "it is part of a code: C919", id="code"),
            pytest.param("进一步统一思想。", "一思", "it is no numeral", id="part of a word"),
            pytest.param("召集了37喵。", "37", "no unit of units.tsv follows it (喵)", id="no unit"),
            pytest.param("总体上是一个好的开端。", "一个", "with 个 it counts nothing", id="article"),
            pytest.param("正文\n2、清理垃圾3吨。", "2", "it numbers a heading", id="list mark"),
            pytest.param("一、市容整治\n清理垃圾3吨。", "一", "it numbers a heading", id="Chinese list mark"),
        ],
    )
    def test_other_reasons(self, text: str, number: str, reason: str, engine: Engine) -> None:
        found = about(text, number, engine)
        assert reason in str(found.reason)
        assert (found.blocker, found.record) == (None, None)

    def test_a_number_of_the_title(self, engine: Engine) -> None:
        found = about("某某区3家企业工作总结\n\n一、市容整治\n清理垃圾3吨。\n", "3家", engine)
        assert found.record is None
        assert found.reason is not None
        assert "title" in found.reason

    def test_furniture(self, engine: Engine) -> None:
        found = about("清理垃圾3吨。\n- 12 -\n新建公厕5座。\n第3页 共6页\n", "6页", engine)
        assert found.record is None
        assert "furniture" in str(found.reason)
        assert found.number is not None

    def test_blocked_by_agrees_with_blocked(self, engine: Engine) -> None:
        grammar = engine.quantities
        for text in ("截至6月底", "拆除30处", "国办发〔2020〕5号", "5A级景区", "30个"):
            view = fold(text)
            for place in range(len(view)):
                named = grammar.blocked_by(view, place, len(view))
                assert (named is None) is (grammar.blocked(view, place, len(view)) is None)


class TestPlaces:
    def test_the_nearest_number_of_the_sentence(self, explainer: Explainer) -> None:
        assert explainer.at(SUMMARY.index("新建公厕")).record == explainer.at(SUMMARY.index("5座")).record
        assert explainer.at(SUMMARY.index("增长")).start == SUMMARY.index("8%")

    def test_a_stretch_gives_every_number_in_it(self, explainer: Explainer) -> None:
        found = explainer.within(SUMMARY.index("拆除"), SUMMARY.index("公共"))
        assert [SUMMARY[one.start : one.end] for one in found] == ["3处", "600平方米"]

    def test_a_stretch_without_a_number_gives_the_nearest(self, explainer: Explainer) -> None:
        start = SUMMARY.index("新建公厕")
        (found,) = explainer.within(start, start + 2)
        assert found.start == SUMMARY.index("5座")

    def test_occurrences(self, explainer: Explainer) -> None:
        assert [SUMMARY[start:end] for start, end in explainer.occurrences("广告")] == ["广告", "广告"]
        with pytest.raises(InputError, match="occurs nowhere"):
            explainer.occurrences("没有这句")
        with pytest.raises(InputError, match="occurs nowhere"):
            explainer.occurrences("")

    def test_occurrences_in_another_width(self, engine: Engine) -> None:
        text = "拆除广告牌３０处，修缮古桥30处。"
        assert len(Explainer.of(source_of(text), engine).occurrences("30处")) == 2

    @pytest.mark.parametrize("offset", [-1, len(SUMMARY), 10**9])
    def test_beyond_the_text(self, offset: int, explainer: Explainer) -> None:
        with pytest.raises(InputError, match=f"beyond the text, which has {len(SUMMARY)} characters"):
            explainer.at(offset)

    def test_no_number_in_the_sentence(self, engine: Engine) -> None:
        with pytest.raises(InputError, match="no number stands in the sentence at offset 0 \\(全力推进"):
            explain(source_of("全力推进整治。拆除广告牌30处。"), 0, engine)

    @pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 3)])
    def test_an_empty_stretch(self, start: int, end: int, explainer: Explainer) -> None:
        with pytest.raises(InputError, match="is empty"):
            explainer.within(start, end)

    def test_an_empty_text(self, engine: Engine) -> None:
        with pytest.raises(InputError, match="beyond the text"):
            explain(source_of(""), 0, engine)


class TestRendered:
    def test_the_number_is_underlined(self, explainer: Explainer) -> None:
        sentence, carets, *_ = render(explainer.at(SUMMARY.index("5座"))).plain.split("\n")
        assert sentence.startswith("新建公厕5座，")
        assert carets == " " * 8 + "^^^"

    def test_a_narrow_terminal_gets_a_part_of_the_sentence(self, explainer: Explainer) -> None:
        sentence, carets, *_ = render(explainer.at(SUMMARY.index("30处")), width=40).plain.split("\n")
        assert sentence.startswith("…")
        assert sentence.endswith("…")
        assert sentence.encode("gb18030")[carets.index("^") + 1 :].decode("gb18030").startswith("30处")

    def test_rules_are_named_on_request(self, explainer: Explainer) -> None:
        found = explainer.at(SUMMARY.index("5座"))
        assert found.rule is not None
        assert f"{len(found.rule.tried)} rules for # did not fit" in render(found).plain
        assert ", ".join(found.rule.tried) not in render(found).plain
        assert ", ".join(found.rule.tried) in render(found, verbose=True).plain

    def test_the_record_closes_it(self, explainer: Explainer) -> None:
        found = explainer.at(SUMMARY.index("5座"))
        assert found.record is not None
        last = render(found).plain.rstrip("\n").rpartition("\n")[2]
        assert last.split(None, 1)[1] == record_line(found.record)
        assert "新建 | 公厕 | 5座 | planned | rule " in last

    def test_a_rejected_number_gives_its_reason(self, engine: Engine) -> None:
        shown = render(about("截至6月底完成。", "6", engine)).plain
        assert "no quantity blocker date.month takes 6月 away" in shown
        assert "record" not in shown

    def test_control_characters_do_not_get_through(self, engine: Engine) -> None:
        shown = render(about("拆除围\x1b[2J挡30处。", "30", engine)).plain
        assert "\x1b" not in shown
