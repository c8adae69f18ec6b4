"""Token patterns of a user: what each label does to records, what is refused, and that they cost nothing unused."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from govsummary import Document, Lexicon, LexiconErrors, extract, lexicon_check
from govsummary.explain import explain
from govsummary.model import Source
from govsummary.pattern_lines import given_lines, read_lines
from govsummary.pipeline import engine_of, load_engine
from govsummary.segmentation import words_of
from govsummary.text import fold


def line(label: str, pattern: object, **more: object) -> dict[str, object]:
    return {"label": label, "pattern": pattern, "id": "own", "examples": ["有"], "counter_examples": ["无"], **more}


def folder_of(folder: Path, *lines: object) -> Path:
    written = "".join(
        f"{entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False)}\n" for entry in lines
    )
    (folder / "rules.jsonl").write_text(written, encoding="utf-8")
    return folder


def read(text: str, folder: Path, *lines: object) -> Document:
    return extract(text, Lexicon.load(folder_of(folder, *lines)))


def facts(document: Document) -> list[tuple[str | None, str | None, str]]:
    return [
        (record.action and record.action.text, record.object and record.object.text, quantity.quote)  # type: ignore[misc]
        for record in document.records
        for quantity in record.quantities
    ]


# --- what each label does --------------------------------------------------------------------------------------------

ROUNDS = [{"LIKE_NUM": True}, {"TEXT": "沓"}]


@pytest.mark.parametrize(
    ("text", "quote", "value", "bound"),
    [
        ("整理档案300沓。", "300沓", Decimal(300), "exact"),
        ("整理档案约1.2万沓。", "约1.2万沓", Decimal(12000), "about"),
        ("整理档案三百余沓。", "三百余沓", Decimal(300), "over"),
        ("整理档案３００沓以上。", "３００沓以上", Decimal(300), "at_least"),
        ("整理档案X余沓。", "X余沓", None, "over"),
    ],
)
def test_a_quantity_with_an_unknown_unit(
    tmp_path: Path, text: str, quote: str, value: Decimal | None, bound: str
) -> None:
    assert quote not in [found for *_, found in facts(extract(text))]
    [record] = read(text, tmp_path, line("QUANTITY", ROUNDS)).records
    [quantity] = record.quantities
    assert (quantity.quote, quantity.value, quantity.unit, quantity.bound) == (quote, value, "沓", bound)
    assert quantity.masked == (value is None)
    assert text[quantity.start : quantity.end] == quantity.quote
    assert record.object is not None
    assert record.object.text == "档案"


def test_a_quantity_says_its_unit_value_and_kind(tmp_path: Path) -> None:
    given = line("QUANTITY", "翻番", value=1, unit="番", kind="change")
    [record] = read("养殖规模实现翻番。", tmp_path, given).records
    [quantity] = record.quantities
    assert (quantity.quote, quantity.unit, quantity.kind) == ("翻番", "番", "change")
    assert quantity.value == 1


def test_a_quantity_stands_in_place_of_what_the_lexicons_read(tmp_path: Path) -> None:
    text = "拆除违章建筑120处点位。"
    assert facts(extract(text)) == [("拆除", "违章建筑", "120处")]
    own = line("QUANTITY", [{"LIKE_NUM": True}, {"TEXT": "处"}, {"TEXT": "点位"}], unit="处点位")
    assert facts(read(text, tmp_path, own)) == [("拆除", "违章建筑", "120处点位")]


def test_a_blocked_quantity(tmp_path: Path) -> None:
    text = "拆除违章建筑120处，张贴海报120张。"
    block = line("BLOCK", [{"TEXT": "海报"}, {"LIKE_NUM": True}])
    assert facts(read(text, tmp_path, block)) == [("拆除", "违章建筑", "120处")]


def test_a_blocked_quantity_of_a_table(tmp_path: Path) -> None:
    text = "项目\t数量（个）\t面积（亩）\n公园\t12\t30\n广场\t7\t40\n"
    assert [quote for _, _, quote in facts(extract(text))] == ["12", "30", "7", "40"]
    block = line("BLOCK", [{"TEXT": "12"}])
    assert [quote for _, _, quote in facts(read(text, tmp_path, block))] == ["30", "7", "40"]
    all_of_it = [line("BLOCK", [{"LIKE_NUM": True}])]
    assert read(text, tmp_path, *all_of_it).records == ()


def test_block_goes_before_quantity(tmp_path: Path) -> None:
    both = [line("QUANTITY", ROUNDS, id="a"), line("BLOCK", [{"TEXT": "300"}], id="b")]
    assert facts(read("整理档案300沓，整理档案400沓。", tmp_path, *both)) == [("整理", "档案", "400沓")]


def test_an_action_where_its_pattern_stands(tmp_path: Path) -> None:
    own = line("ACTION", [{"TEXT": "敲门"}, {"TEXT": "行动", "OP": "?"}], lemma="走访")
    plain, marked = extract("敲门行动困难群众300户。"), read("敲门行动困难群众300户。", tmp_path, own)
    assert facts(plain) != facts(marked) == [("敲门行动", "困难群众", "300户")]
    assert marked.records[0].action is not None
    assert marked.records[0].action.lemma == "走访"


def test_a_blocked_action_is_a_noun(tmp_path: Path) -> None:
    text = "拆除公司职工120人。"
    assert facts(extract(text))[0][0] == "拆除"
    assert facts(read(text, tmp_path, line("BLOCK_ACTION", "拆除公司"))) == [(None, "拆除公司职工", "120人")]


def test_a_blocked_action_draws_nothing_up(tmp_path: Path) -> None:
    text = "制定《护河方案》。"
    assert len(extract(text).records) == 1
    assert read(text, tmp_path, line("BLOCK_ACTION", "制定")).records == ()


def test_an_object_is_one_phrase(tmp_path: Path) -> None:
    text = "建成以房养老试点16个。"
    own = line("OBJECT", "以房养老试点")
    assert facts(extract(text)) != facts(read(text, tmp_path, own)) == [("建成", "以房养老试点", "16个")]


def test_a_blocked_object(tmp_path: Path) -> None:
    text = "清理河道3公里，疏浚沟渠5公里。"
    assert facts(extract(text))[1] == ("疏浚", "沟渠", "5公里")
    first, second = facts(read(text, tmp_path, line("BLOCK_OBJECT", "沟渠")))
    assert first == facts(extract(text))[0]
    assert second[1] != "沟渠"


def test_labels_of_records(tmp_path: Path) -> None:
    text = "拆除楼顶广告牌120处，清理河道3公里。"
    add = line("CATEGORY", [{"TEXT": "河道"}], category="水务/河湖保护", id="a")
    take = line("BLOCK_CATEGORY", "广告", category="城市管理/广告整治", id="b")
    first, second = read(text, tmp_path, add, take).records
    assert "城市管理/广告整治" in [one.label for one in extract(text).records[0].categories]
    assert "城市管理/广告整治" not in [one.label for one in first.categories]
    assert (second.categories[0].label, second.categories[0].score) == ("水务/河湖保护", 1.0)
    assert second.categories[0].evidence == ("河道",)
    assert len(second.categories) <= 3


def test_a_label_for_a_sentence(tmp_path: Path) -> None:
    """Where the words stand in no record, all records of the sentence get the label, and no others."""
    add = line("CATEGORY", "清风行动", category="综合/清风行动")
    records = read("在清风行动中，拆除棚屋2处、围栏3处。清理河道3公里。", tmp_path, add).records
    labelled = ["综合/清风行动" in [one.label for one in record.categories] for record in records]
    assert labelled == [True, True, False]


def test_the_longest_match_counts(tmp_path: Path) -> None:
    short, long = line("OBJECT", "一河一策", id="a"), line("ACTION", [{"TEXT": {"REGEX": "."}, "OP": "+"}], id="b")
    marks = engine_of(Lexicon.load(folder_of(tmp_path, short, long))).patterns
    assert marks is not None
    view = "巡查一河一策"
    engine = load_engine()
    found = marks.find_own(view, engine.records.tokenizer.segment, engine.quantities)
    assert [(mark.start, mark.end, mark.line.id) for mark in found.longest("OBJECT", "ACTION")] == [(0, 6, "b")]


def test_patterns_see_the_folded_text(tmp_path: Path) -> None:
    assert facts(read("拆除違章建築１２０處。", tmp_path, line("BLOCK", [{"TEXT": "120"}]))) == []


def test_patterns_know_parts_of_speech(tmp_path: Path) -> None:
    block = line("BLOCK", [{"POS": "VERB"}, {"TAG": {"IN": ["n", "l"]}}, {"POS": "NUM"}])
    found = facts(read("拆除违章建筑120处，违章建筑30处。", tmp_path, block))
    assert [quote for _, _, quote in found] == ["30处"]


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    engine = engine_of(Lexicon.load(folder_of(tmp_path, "", "")))
    assert engine.patterns is None


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("{", "not JSON"),
        ("[1]", "is no JSON object"),
        (line("ORG", "县"), "the label 'ORG' is none of QUANTITY, ACTION"),
        (line("BLOCK", ""), "the pattern is neither words nor a list"),
        (line("BLOCK", ["县"]), "the pattern is neither words nor a list"),
        (line("BLOCK", "县", lemma="县"), "unknown key 'lemma'; BLOCK knows counter_examples, examples, id"),
        (line("CATEGORY", "县"), "needs 'category'"),
        (line("CATEGORY", "县", category="水务"), "is not of the form field/label"),
        (line("QUANTITY", "县", kind="level"), "the kind 'level' is none of amount, ratio, change, rank"),
        (line("QUANTITY", "县", value="3"), "the value '3' is not a number"),
        (line("QUANTITY", "县", unit=""), "'unit' is no text"),
        ({"label": "BLOCK", "pattern": "县", "id": "own", "examples": ["县"]}, "needs 'counter_examples'"),
        ({"label": "BLOCK", "pattern": "县", "examples": ["县"], "counter_examples": ["市"]}, "needs 'id'"),
        (line("BLOCK", "县", examples="县"), "'examples' is not a list of texts"),
        (line("BLOCK", [{"TEXT": {"REGEXP": "县"}}]), "no pattern that spaCy's Matcher reads"),
        (line("BLOCK", [{"TXT": "县"}]), "no pattern that spaCy's Matcher reads"),
        (line("BLOCK", [{"TEXT": "县", "OP": "#"}]), "no pattern that spaCy's Matcher reads"),
        (line("BLOCK", [{"TEXT": {"REGEX": "("}}]), "no pattern that spaCy's Matcher reads"),
        (line("BLOCK", [{"ENT_TYPE": "ORG"}]), "ENT_TYPE is known in a trained pipeline only"),
    ],
)
def test_wrong_lines_are_named(tmp_path: Path, entry: object, told: str) -> None:
    folder_of(tmp_path, line("BLOCK", "市", id="other"), entry)
    [problem] = [one for one in lexicon_check.check(tmp_path) if one.place.endswith("rules.jsonl:2")]
    assert told in str(problem)
    with pytest.raises(LexiconErrors):
        extract("无", Lexicon.load(tmp_path))


def test_an_id_stands_once(tmp_path: Path) -> None:
    folder_of(tmp_path, line("BLOCK", "县"), line("BLOCK", "市"))
    [problem] = lexicon_check.check(tmp_path)
    assert (
        str(problem) == f"{tmp_path}/rules.jsonl:2: the id 'own' stands at {tmp_path}/rules.jsonl:1 already; rename one"
    )


def test_another_jsonl_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rule.jsonl").write_text("", encoding="utf-8")
    [problem] = lexicon_check.check(tmp_path)
    assert "not a lexicon file" in str(problem)


def test_problems_come_in_the_order_of_the_file() -> None:
    lines, problems = read_lines('{"label": "ORG"}\n\n{\n[]')
    assert (lines, [problem.place for problem in problems]) == ((), ["rules.jsonl:1", "rules.jsonl:3", "rules.jsonl:4"])


def test_given_lines_need_no_examples() -> None:
    [given], problems = given_lines([{"label": "BLOCK", "pattern": [{"TEXT": "县"}]}])
    assert (given.id, given.examples, problems) == ("rules:1", (), [])


# --- examples --------------------------------------------------------------------------------------------------------

RIGHT: dict[str, dict[str, Any]] = {
    "QUANTITY": line("QUANTITY", ROUNDS, examples=["整理档案300沓 => 300沓"], counter_examples=["这沓档案"]),
    "ACTION": line("ACTION", "敲门行动", examples=["敲门行动困难群众300户"], counter_examples=["走访300户"]),
    "OBJECT": line("OBJECT", "以房养老试点", examples=["建成以房养老试点16个"], counter_examples=["建成试点16个"]),
    "CATEGORY": line(
        "CATEGORY", "河道", category="水务/河湖保护", examples=["清理河道3公里"], counter_examples=["清理道路3公里"]
    ),
    "BLOCK": line("BLOCK", "120处", examples=["拆除违章建筑120处"], counter_examples=["拆除违章建筑12处"]),
    "BLOCK_ACTION": line(
        "BLOCK_ACTION", "拆除公司", examples=["拆除公司职工120人"], counter_examples=["拆除职工120人"]
    ),
    "BLOCK_OBJECT": line("BLOCK_OBJECT", "现场", examples=["清理现场3处"], counter_examples=["清理河道3处"]),
    "BLOCK_CATEGORY": line(
        "BLOCK_CATEGORY", "广告", category="城市管理/广告整治", examples=["拆除广告牌3块"], counter_examples=["清理3处"]
    ),
}
WRONG = {
    "not matched": (RIGHT["QUANTITY"] | {"examples": ["整理档案"]}, "'整理档案' is not matched"),
    "other words": (RIGHT["QUANTITY"] | {"examples": ["整理300沓 => 300"]}, "'整理300沓' matches 300沓, not 300"),
    "counter": (RIGHT["QUANTITY"] | {"counter_examples": ["整理300沓"]}, "must not be matched; 300沓 is"),
    "no action": (RIGHT["ACTION"] | {"examples": ["敲门行动"]}, "no record has it as its action; it gives nothing"),
    "no object": (RIGHT["OBJECT"] | {"examples": ["以房养老试点"]}, "no record has it in its object"),
    "no label": (RIGHT["CATEGORY"] | {"examples": ["河道"]}, "no record gets the label"),
    "no number": (line("BLOCK", "违章建筑", examples=["违章建筑"]), "it takes no quantity away"),
    "no such label": (RIGHT["BLOCK_CATEGORY"] | {"category": "水务/河湖保护"}, "it takes the label from no record"),
}


@pytest.mark.parametrize("label", RIGHT)
def test_right_examples(tmp_path: Path, label: str) -> None:
    assert lexicon_check.check(folder_of(tmp_path, RIGHT[label])) == []


@pytest.mark.parametrize("case", WRONG)
def test_wrong_examples(tmp_path: Path, case: str) -> None:
    entry, told = WRONG[case]
    [problem] = lexicon_check.check(folder_of(tmp_path, entry))
    assert problem.place == f"{tmp_path}/rules.jsonl:1"
    assert told in str(problem)


def test_all_labels_in_one_file(tmp_path: Path) -> None:
    lines = [entry | {"id": label} for label, entry in RIGHT.items() if label != "BLOCK_OBJECT"]
    assert lexicon_check.check(folder_of(tmp_path, *lines)) == []


# --- beside the rest -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("300沓", "rules.jsonl: rounds"),
        ("敲门行动", "rules.jsonl: knock"),
        ("120处", "pattern no takes 120处 away (rules.jsonl)"),
    ],
)
def test_explain_names_the_pattern(tmp_path: Path, words: str, told: str) -> None:
    folder = folder_of(
        tmp_path,
        line("QUANTITY", ROUNDS, id="rounds"),
        line("ACTION", "敲门行动", id="knock"),
        line("BLOCK", "120处", id="no"),
    )
    text = "整理档案300沓，敲门行动困难群众300户，拆除违章建筑120处。"
    source = Source(path=None, format="text", encoding=None, characters=len(text), text=text)
    place = text.index(words) + (len(words) if words == "敲门行动" else 0)
    found = explain(source, place, engine_of(Lexicon.load(folder)))
    production = found.number.production if found.number else ""
    assert told in [production, found.reason, *(token.origin for token in found.tokens)]


def test_words_join_to_the_text() -> None:
    engine = load_engine()
    for text in ("", " \n\t", "PM2.5 下降\n\n１２３家（次）", "约30万余吨以上", "第3位、首位"):
        view = fold(text)
        words = words_of(view, engine.records.tokenizer.segment, engine.quantities)
        assert "".join(view[word.start : word.end] for word in words) == view
        assert all(word.start < word.end for word in words)


IMPORTED = "import sys; from govsummary.cli import main; main([{args}]); print('spacy' in sys.modules)"


@pytest.mark.parametrize("used", [False, True])
def test_spacy_is_imported_only_for_patterns(tmp_path: Path, used: bool) -> None:
    """A start without patterns is as short as it was; one with them shows that the test can tell."""
    (tmp_path / "a.txt").write_text("整理档案300沓。", encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    if used:
        folder_of(own, line("QUANTITY", ROUNDS))
    args = "'extract', 'a.txt', '--format', 'csv', '--lexicons', 'own'"
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED.format(args=args)], capture_output=True, text=True, cwd=tmp_path, check=True
    )
    assert done.stdout.splitlines()[-1] == str(used)
    assert ("300沓" in done.stdout) == used
