"""One word for words of the same meaning, in actions and objects."""

from __future__ import annotations

import pytest

from govsummary import Lexicon, LexiconErrors
from govsummary.compare.thesaurus import Thesaurus, thesaurus_of
from govsummary.pipeline import Engine, engine_of


@pytest.fixture(scope="module")
def thesaurus(engine: Engine) -> Thesaurus:
    return thesaurus_of(engine.lexicon)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("违法建设", "违章搭建"),
        ("存量违建", "存量违法建筑"),
        ("流动摊贩", "流动商贩"),
        ("各类案件", "案子"),
        ("群众满意率", "群众满意度"),
        ("违法建設", "违建"),
        ("居民消费价格涨幅", "居民消费价格"),
        ("占道经营、出店经营等违法行为", "违规行为"),
        ("“僵尸车”", "僵尸车"),
    ],
)
def test_objects_of_one_meaning(thesaurus: Thesaurus, first: str, second: str) -> None:
    assert thesaurus.words(thesaurus.plain(first)) == thesaurus.words(thesaurus.plain(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [("刑事案件", "治安案件"), ("机动车泊位", "非机动车泊位"), ("违法建设", "违法广告"), ("低保户", "特困户")],
)
def test_objects_of_other_meaning(thesaurus: Thesaurus, first: str, second: str) -> None:
    assert thesaurus.words(first) != thesaurus.words(second)


@pytest.mark.parametrize(
    ("action", "words"),
    [
        pytest.param("拆掉", ("拆除",), id="synonym"),
        pytest.param("新建、改造", ("新建", "改造"), id="two verbs"),
        pytest.param("发现并制止", ("发现",), id="an entry of two verbs"),
        pytest.param("提高到", (), id="a level reached"),
        pytest.param("开展", (), id="a light verb"),
        pytest.param("完成", (), id="an empty verb"),
        pytest.param("摸排出", ("排查",), id="lemma, then synonym"),
        pytest.param("不在任何词表里", ("不在任何词表里",), id="unknown"),
    ],
)
def test_actions(thesaurus: Thesaurus, action: str, words: tuple[str, ...]) -> None:
    assert thesaurus.action_words(action) == words


def test_a_phrase_of_empty_words_keeps_them(thesaurus: Thesaurus) -> None:
    assert thesaurus.words("总数") == ("总数",)


def test_the_head_is_no_verb(thesaurus: Thesaurus) -> None:
    assert thesaurus.head(("法律援助案件", "办理")) == "法律援助案件"
    assert thesaurus.head(("检查",)) == "检查"
    assert thesaurus.head(()) == ""


def test_own_synonyms(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("own")
    folder.joinpath("synonyms.tsv").write_text("word\tcanonical\trole\n灰空间\t骑楼\tnoun\n", encoding="utf-8")
    thesaurus = thesaurus_of(Lexicon.load(folder))
    assert thesaurus.words("灰空间") == ("骑楼",)


def test_own_opposites_with_problems(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("own")
    folder.joinpath("opposites.toml").write_text('[[opposite]]\nid = "own"\nsides = ["甲"]\n', encoding="utf-8")
    lexicon = Lexicon.load(folder)
    engine_of(lexicon)  # extraction needs no opposites
    with pytest.raises(LexiconErrors):
        thesaurus_of(lexicon)
