"""Sentences to tokens: disjoint, in order, each with a letter that the rules know."""

from __future__ import annotations

import re

import pytest

from govsummary.lexicon import Table
from govsummary.pipeline import Engine
from govsummary.tokens import Tokenizer, Tokens, cue_letters


def cut(engine: Engine, view: str, *quotes: str) -> Tokens:
    """Cuts a text in which `quotes` are the quantities."""
    spans = [(view.index(quote), view.index(quote) + len(quote), n) for n, quote in enumerate(quotes)]
    return engine.records.tokenizer.tokenize(view, 0, len(view), spans)


def words(view: str, tokens: Tokens) -> list[str]:
    return [view[start:end] for start, end in zip(tokens.starts, tokens.ends, strict=True)]


@pytest.mark.parametrize(
    ("view", "quotes"),
    [
        pytest.param("依法拆除“十乱”围挡30处（含续建），罚款2万元。", ("30处", "2万元"), id="quotes and brackets"),
        pytest.param("检查餐馆 26家\n查封3家", ("26家", "3家"), id="spaces and line ends"),
        pytest.param("26家", ("26家",), id="a number alone"),
        pytest.param("检查餐馆", (), id="no number"),
        pytest.param("", (), id="nothing"),
        pytest.param("（检查26家）《方案》“", ("26家",), id="a number in brackets, an open quote"),
    ],
)
def test_tokens_are_disjoint_and_in_order(engine: Engine, view: str, quotes: tuple[str, ...]) -> None:
    tokens = cut(engine, view, *quotes)
    assert len(tokens.letters) == len(tokens.starts) == len(tokens.ends)
    assert all(start < end for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert all(end <= start for end, start in zip(tokens.ends, tokens.starts[1:], strict=False))
    assert re.sub(r"\s", "", "".join(words(view, tokens))) == re.sub(r"\s", "", view)
    assert tokens.letters.count("Q") == len(quotes)
    assert list(tokens.measures) == list(range(len(quotes)))


def test_only_the_stretch_asked_for_is_cut(engine: Engine) -> None:
    view = "检查餐馆26家。修缮古桥4座。"
    tokens = engine.records.tokenizer.tokenize(view, 8, len(view), [(12, 14, 0)])
    assert words(view, tokens) == ["修缮", "古桥", "4座", "。"]


@pytest.mark.parametrize(
    ("view", "word"),
    [
        pytest.param("整治“十乱”行为", "“十乱”", id="quotes"),
        pytest.param("制定《防汛抢险总方案》", "《防汛抢险总方案》", id="title"),
        pytest.param("新建公厕（含续建）", "（含续建）", id="brackets"),
        pytest.param("新增就业", "新增就业", id="a phrase of the lexicon"),
        pytest.param("抽检合格率", "合格率", id="suffix"),
    ],
)
def test_what_stays_whole(engine: Engine, view: str, word: str) -> None:
    assert words(view, cut(engine, view))[-1].endswith(word) or word in words(view, cut(engine, view))


def test_words_of_the_lexicons_stay_whole(engine: Engine) -> None:
    tokenizer = engine.records.tokenizer
    known = [word for word in tokenizer.letters if len(word) > 1 and word.isalnum()]
    assert [word for word in known if len(list(tokenizer.segment(word))) > 1] == []


def test_quotes_around_a_number_do_not_hide_it(engine: Engine) -> None:
    view = "整治“十乱30处”行为"
    assert "30处" in words(view, cut(engine, view, "30处"))


@pytest.mark.parametrize(
    ("view", "quotes", "letters"),
    [
        pytest.param("拆除围栏30处", ("30处",), "VnQ", id="verb, noun, number"),
        pytest.param("共拆除", (), "DV", id="adverb and verb"),
        pytest.param("将材料", (), "on", id="将 before a noun marks the object"),
        pytest.param("将拆除", (), "DV", id="将 before a verb tells of the future"),
        pytest.param("总额为3万元", ("3万元",), "tSQ", id="为 before a number states a level"),
        pytest.param("为企业", (), "on", id="为 before a noun marks whom"),
        pytest.param("12家签约企业入驻园区", ("12家",), "QanVn", id="what is counted has a verb as its attribute"),
        pytest.param("12人走访企业解决", ("12人",), "QVnV", id="people act themselves"),
        pytest.param("达300亿元台阶", ("300亿元",), "SQx", id="台阶 behind a number"),
        pytest.param("价格上涨", (), "nG", id="one word of the segmenter, two of ours"),
    ],
)
def test_letters(engine: Engine, view: str, quotes: tuple[str, ...], letters: str) -> None:
    assert cut(engine, view, *quotes).letters == letters


def test_letters_of_cues() -> None:
    cues: list[Table] = [
        {"id": "a", "category": "class", "value": "D", "words": ["共", "累计"]},
        {"id": "b", "category": "suffix", "value": "r", "words": ["率"]},
        {"id": "c", "category": "status", "value": "done", "pattern": "已"},
    ]
    assert dict(cue_letters(cues, "class")) == {"共": "D", "累计": "D"}
    assert dict(cue_letters(cues, "suffix")) == {"率": "r"}
    assert dict(cue_letters(cues, "per")) == {}


def test_a_segmenter_of_ones_own() -> None:
    tokenizer = Tokenizer(lambda text: [(character, "n") for character in text], {"拆": "V"}, {})
    tokens = tokenizer.tokenize("拆桥4座", 0, 4, [(2, 4, 7)])
    assert (tokens.letters, list(tokens.starts), list(tokens.measures)) == ("VnQ", [0, 1, 2], [7])
