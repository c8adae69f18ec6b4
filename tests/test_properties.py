"""What holds of every text: quotes are slices, spans lie inside their sentence, and the same text gives the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govsummary import Document, Phrase, extract, extract_quantities
from govsummary.pipeline import load_engine

CORPUS = Path(__file__).parents[1] / "corpus"
TEXTS = sorted(CORPUS.glob("*.txt"))
HELD_OUT = sorted((CORPUS / "held-out").glob("*.txt"))

LINE = "全镇上下齐心协力，认真落实各项部署要求，检查餐馆26家，群众反映良好，街面秩序井然有序；"

# Pieces of summaries, and what breaks them.
PIECES = [
    *"0123456789０１２３", *"XNＸ×*＊○□_…", *"一二三十百千万亿零两半", *"处个家次元吨亩％%倍成",
    *"，。、；：,;.（）()“”《》\n \t　", "百分之", "分之", "个百分点", "人次", "平方米", "万元", "余", "多", "约",
    "近", "以上", "不少于", "第", "3位", "5—10家", "X万多", "1,200", "拆除", "检查", "增长", "下降", "提高到", "达到",
    "开展", "进行", "对", "由", "其中", "其余", "分别", "力争", "正在", "已", "同比", "累计", "日均", "围挡", "餐馆",
    "合格率", "旅游收入", "方案", "制定", "2021年", "6月底", "一、", "（二）", "增長", "億", "處", "個", "\ufffd", "😀",
]  # fmt: skip
MADE_TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
EXACT_DIGITS = 15
ANY_TEXT = st.text(max_size=120)


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """Compiles the lexicon before the first example is timed."""
    load_engine()


def check(text: str, document: Document) -> None:
    """Asserts all that a document promises of its text."""
    check_quantities(text, document)
    check_phrases(text, document)
    check_links(document)
    check_round_trip(document)
    assert document.source.characters == len(text)


def check_round_trip(document: Document) -> None:
    """A JSON number is exact to 15 digits: with longer values only the JSON of both is the same."""
    json = document.model_dump_json()
    again = Document.model_validate_json(json)
    assert again.model_dump_json() == json
    values = [q.value for record in document.records for q in record.quantities if q.value is not None]
    if all(len(value.as_tuple().digits) <= EXACT_DIGITS for value in values):
        assert again == document


def check_quantities(text: str, document: Document) -> None:
    quantities = [quantity for record in document.records for quantity in record.quantities]
    assert all(text[quantity.start : quantity.end] == quantity.quote != "" for quantity in quantities)
    for quantity in quantities:
        assert quantity.masked is (quantity.value is None)
        assert quantity.upper is None or (quantity.value is not None and quantity.upper >= quantity.value)
        assert quantity.scale >= 1
        assert quantity.unit == "%" or quantity.unit in quantity.quote.replace("\n", "")
        assert quantity.kind == "change" or (quantity.direction is None and quantity.basis is None)
    spans = sorted((quantity.start, quantity.end) for quantity in quantities)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def check_phrases(text: str, document: Document) -> None:
    for record in document.records:
        sentence = record.sentence
        assert 0 <= sentence.start < sentence.end <= len(text)
        assert all(sentence.start <= q.start < q.end <= sentence.end for q in record.quantities)
        for phrase in (record.action, record.object):
            assert phrase is None or is_written(phrase, text)
        assert record.quantities or record.object


def is_written(phrase: Phrase, text: str) -> bool:
    """A phrase stands in the text, in order; it may skip characters (城镇…居民收入)."""
    inside = 0 <= phrase.start < phrase.end <= len(text)
    place = phrase.start
    for character in phrase.text:
        place = text.find(character, place, phrase.end) + 1
        if not place:
            return False
    return inside and text[phrase.start] == phrase.text[0] and text[phrase.end - 1] == phrase.text[-1]


def check_links(document: Document) -> None:
    names = [record.id for record in document.records]
    assert len(set(names)) == len(names)
    assert all(record.of is None or (record.of in names and record.of != record.id) for record in document.records)
    starts = [
        min([q.start for q in record.quantities] or [p.start for p in (record.action, record.object) if p])
        for record in document.records
    ]
    assert starts == sorted(starts)


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_corpus_texts(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    document = extract(text)
    check(text, document)
    assert extract(text) == document


def test_held_out_texts() -> None:
    """Says only how many fail: nobody reads the held-out texts."""
    broken = 0
    for file in HELD_OUT:
        text = file.read_text(encoding="utf-8")
        try:
            check(text, extract(text))
        except AssertionError:
            broken += 1
    assert broken == 0


def test_round_trip_of_a_fraction() -> None:
    document = extract("全镇三分之一的餐馆通过检查。")
    assert Document.model_validate_json(document.model_dump_json()) == document


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MADE_TEXTS)
def test_made_texts(text: str) -> None:
    check(text, extract(text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY_TEXT)
def test_any_text(text: str) -> None:
    check(text, extract(text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MADE_TEXTS)
def test_quantities_alone(text: str) -> None:
    found = extract_quantities(text)
    assert all(text[quantity.start : quantity.end] == quantity.quote for quantity in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert extract_quantities(text) == found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MADE_TEXTS)
def test_same_text_same_document(text: str) -> None:
    assert extract(text) == extract(text)
    assert extract(text).model_dump_json() == extract(text).model_dump_json()


def test_several_threads_give_what_one_gives() -> None:
    texts = [file.read_text(encoding="utf-8") for file in TEXTS[:8]] * 4
    alone = [extract(text) for text in texts[:8]] * 4
    with ThreadPoolExecutor(max_workers=6) as pool:
        assert list(pool.map(extract, texts)) == alone


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LINE * 7_000, id="one line of 300,000 characters"),
        pytest.param("检查餐馆" + "7" * 5_000 + "家。", id="5,000 digits"),
        pytest.param("检查餐馆" + "X" * 5_000 + "家。", id="5,000 masks"),
        pytest.param("检查餐馆" + "九" * 5_000 + "家。", id="5,000 Chinese digits"),
        pytest.param("检查餐馆" + "十" * 5_000 + "家。", id="5,000 tens"),
        pytest.param("检查餐馆3" + "亿" * 5_000 + "家。", id="5,000 multipliers"),
        pytest.param("检查餐馆3" + ".3" * 2_500 + "家。", id="2,500 points"),
        pytest.param("检查餐馆1" + ",234" * 1_500 + "家。", id="1,500 commas"),
        pytest.param("检查餐馆3家" + "、" * 5_000 + "4家。", id="5,000 marks"),
        pytest.param("约" * 5_000 + "3家。", id="5,000 bounds"),
        pytest.param("“" * 5_000 + "检查餐馆3家" + "（" * 5_000, id="10,000 opening marks"),
        pytest.param("\n" * 20_000 + "检查餐馆3家。", id="20,000 empty lines"),
        pytest.param("一、甲\n" * 3_000 + "检查餐馆3家。", id="3,000 headings"),
    ],
)
def test_large_texts(text: str) -> None:
    check(text, extract(text))


def test_the_long_line_is_read_to_its_end() -> None:
    assert len(LINE * 7_000) > 300_000
    assert len(extract(LINE * 7_000).records) == 7_000
