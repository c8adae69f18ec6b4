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
TEXTS = sorted(CORPUS.rglob("*.txt"))

# Pieces of summaries, and what breaks them.
PIECES = [
    *"0123456789０１２３", *"XNＸ×*＊○□_…", *"一二三十百千万亿零两半", *"处个家次元吨亩％%倍成", *"，。、；：,;.（）()“”《》\n \t　",
    "百分之", "分之", "个百分点", "人次", "平方米", "万元", "余", "多", "约", "近", "以上", "不少于", "第", "3位", "5—10家", "X万多", "1,200",
    "拆除", "检查", "增长", "下降", "提高到", "达到", "开展", "进行", "对", "由", "其中", "其余", "分别", "力争", "正在", "已", "同比", "累计",
    "日均", "围挡", "餐馆", "合格率", "旅游收入", "方案", "制定", "2021年", "6月底", "一、", "（二）", "增長", "億", "處", "個", "\ufffd", "😀",
]  # fmt: skip
MADE_TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
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
    assert Document.model_validate_json(document.model_dump_json()) == document
    assert document.source.characters == len(text)


def check_quantities(text: str, document: Document) -> None:
    quantities = [quantity for record in document.records for quantity in record.quantities]
    for quantity in quantities:
        assert text[quantity.start : quantity.end] == quantity.quote != ""
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
            assert phrase is None or is_slice(phrase, text)
        assert record.quantities or record.object


def is_slice(phrase: Phrase, text: str) -> bool:
    return 0 <= phrase.start < phrase.end <= len(text) and text[phrase.start : phrase.end] == phrase.text


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
        pytest.param("检查餐馆26家，修缮古桥4座、凉亭X个；" * 15_000, id="one line of 300,000 characters"),
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
