"""Proposals of units, verbs and categories from small texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType

import pytest

from govsummary.lexicon import Lexicon, Table
from govsummary.model import Source
from govsummary.pipeline import Engine, compile_lexicon
from govsummary.text import fold
from govsummary.workbench.proposals import Proposal
from govsummary.workbench.suggest import KINDS, Suggester, suggest


def source(text: str, path: str | None = None) -> Source:
    return Source(path=path, format="text", encoding=None, characters=len(text), text=text)


@pytest.fixture(scope="module")
def lacking(engine: Engine) -> Callable[..., Engine]:
    """Gives the engine of the built-in lexicon without some units, actions and labels."""

    def compiled(*words: str) -> Engine:
        def kept(table: Table) -> bool:
            return not str(table["label"]).startswith(words)

        lexicon = engine.lexicon
        tables = dict(lexicon.tables)
        tables["categories.toml"] = tuple(filter(kept, tables["categories.toml"]))
        less: Lexicon = replace(
            lexicon,
            units=MappingProxyType({key: entry for key, entry in lexicon.units.items() if key not in words}),
            actions=MappingProxyType({key: entry for key, entry in lexicon.actions.items() if key not in words}),
            tables=MappingProxyType(tables),
        )
        found, problems = compile_lexicon(less)
        assert found is not None, problems
        return found

    return compiled


def words(found: list[Proposal]) -> list[tuple[str, str]]:
    return [(proposal.kind, proposal.word) for proposal in found]


@pytest.mark.parametrize(
    ("verb", "text", "line"),
    [
        pytest.param("追缴", "全年追缴赃款1860万元。", "追缴\taction", id="before its object"),
        pytest.param("下放", "取消审批事项74项，下放29项。", "下放\taction", id="before its number"),
        pytest.param("出战", "运动会上，61名选手出战。", "出战\taction", id="behind its number"),
        pytest.param("施划", "新施划标线68公里。", "施划\taction", id="cut into characters"),
        pytest.param("再降", "药占比再降2个百分点。", "再降\tchange\t\tdown", id="with its adverb"),
        pytest.param("不起诉", "依法不起诉196人。", "不起诉\taction", id="with its negation"),
        pytest.param("提升至", "本地配套率由34%提升至41%。", "提升至\treach", id="of reaching"),
        pytest.param("上涨", "居民消费价格上涨0.4%。", "上涨\tchange\t\tup", id="of change"),
    ],
)
def test_a_verb_that_was_taken_out_is_proposed(lacking: Callable[..., Engine], verb: str, text: str, line: str) -> None:
    [found] = [one for one in suggest([source(text)], lacking(verb), ["action"]) if one.word == verb]
    assert found.line == line
    assert (found.count, found.documents) == (1, 1)
    [example] = found.examples
    assert text[example.start :].startswith(verb)
    assert example.before + example.word + example.after in text


@pytest.mark.parametrize(
    "text",
    [
        "拆除违章建筑120处，清理小广告3万余条。",
        "一般公共预算收入12.3亿元，同比增长8%。",
        "合格率达98%。",
        "外贸总额居全市第3位。",
    ],
)
def test_known_verbs_and_levels_are_not_proposed(engine: Engine, text: str) -> None:
    assert suggest([source(text)], engine, ["unit", "action"]) == []


def test_a_verb_is_found_although_its_unit_is_unknown_too(lacking: Callable[..., Engine]) -> None:
    found = suggest([source("全年追缴赃款1860筐。")], lacking("筐", "追缴"), ["unit", "action"])
    assert words(found) == [("unit", "筐"), ("action", "追缴")]


def test_counts_and_examples_are_those_of_all_texts(lacking: Callable[..., Engine]) -> None:
    texts = [source("投放鱼苗60筐，种苗5筐。", "a.txt"), source("投放鱼苗7筐。投放鱼苗8筐。", "b.txt")]
    [found] = suggest(texts, lacking("筐"), ["unit"])
    assert (found.count, found.documents, found.line) == (4, 2, "筐\t筐\t筐\t1")
    assert [(one.path, one.start) for one in found.examples] == [("a.txt", 6), ("a.txt", 11), ("b.txt", 5)]
    assert [one.before for one in found.examples][2] == "投放鱼苗7"


def test_traditional_and_wide_characters_give_folded_words(lacking: Callable[..., Engine]) -> None:
    text = "全年追繳贓款１８６０萬元。"
    [found] = suggest([source(text)], lacking("追缴"), ["action"])
    assert found.word == "追缴"
    assert found.examples[0].word == "追繳"
    assert fold(found.examples[0].word, lacking().lexicon.traditional) == "追缴"


def test_frequent_objects_without_a_category_get_the_label_around_them(lacking: Callable[..., Engine]) -> None:
    text = "拆除违规户外广告3处。安装蓝盒子12个。安装蓝盒子15个。安装红盒子7个。"
    found = suggest([source(text)], lacking(), ["category"])
    assert [(one.word, one.count, one.label, one.line) for one in found] == [
        ("蓝盒子", 2, "城市管理/广告整治", 'words = ["蓝盒子"]')
    ]


def test_least_leaves_out_what_is_rare(lacking: Callable[..., Engine]) -> None:
    texts = [source("投放鱼苗60筐，树苗5筐，菜苗8篓。")]
    engine = lacking("筐", "篓")
    assert words(suggest(texts, engine, ["unit"])) == [("unit", "筐"), ("unit", "篓")]
    assert words(suggest(texts, engine, ["unit"], least=2)) == [("unit", "筐")]


def test_kinds_come_in_their_order(lacking: Callable[..., Engine]) -> None:
    text = source("追缴蓝盒子12筐。追缴蓝盒子15筐。")
    found = suggest([text], lacking("筐", "追缴"), ["category", "unit", "action"])
    assert [one.kind for one in found] == sorted((one.kind for one in found), key=KINDS.index)
    assert {one.kind for one in found} == set(KINDS)


@pytest.mark.parametrize("text", ["", "\n\n", "没有数字。", "，，，12，，，", "X" * 50, "1" * 5000, "三" * 3000])
def test_odd_texts_give_nothing(engine: Engine, text: str) -> None:
    assert suggest([source(text)], engine) == []


def test_nothing_read_gives_nothing(engine: Engine) -> None:
    assert Suggester(engine).proposals() == []
