"""How much of a text the lexicon knows."""

from __future__ import annotations

import pytest

from govsummary.model import Source
from govsummary.pipeline import Engine
from govsummary.workbench.coverage import FIELDS, Coverage, cover, worst_first


def covered(text: str, engine: Engine) -> Coverage:
    return cover(Source(path="a.txt", format="txt", encoding=None, characters=len(text), text=text), engine)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        pytest.param("拆除违章建筑120处。", (1, 1, 1, 1), id="all known"),
        pytest.param("投放鱼苗60池。", (1, 0, 0, 0), id="an unknown unit makes no fact"),
        pytest.param("拆除违章建筑3处600平方米。", (2, 2, 2, 2), id="two facts of a record"),
        pytest.param("共有551万农村贫困人口。", (1, 0, 1, 0), id="a number without a unit"),
        pytest.param("外贸总额居全市第3位。", (0, 0, 1, 1), id="a rank has no unit to know"),
        pytest.param("合格率达98%。", (1, 1, 1, 0), id="a level has no action"),
        pytest.param("没有数字。", (0, 0, 0, 0), id="nothing"),
    ],
)
def test_counts(engine: Engine, text: str, counts: tuple[int, ...]) -> None:
    found = covered(text, engine)
    assert (found.numbers, found.units, found.facts, found.actions) == counts


def test_an_unknown_unit_of_a_fact_counts_once(engine: Engine) -> None:
    found = covered("累计投放鱼苗60池，清理120处。", engine)
    assert (found.numbers, found.units) == (2, 1)


def test_shares_of_nothing_are_unknown() -> None:
    assert [Coverage("a").share(field) for field in FIELDS] == [None] * 4
    assert Coverage("a").mean is None


def test_documents_add_up() -> None:
    total = Coverage("a", 2, 1, 4, 3, 2, 1) + Coverage("b", 2, 2, 4, 4, 4, 4)
    assert total == Coverage(None, 4, 3, 8, 7, 6, 5)
    assert [total.share(field) for field in FIELDS] == [0.75, 0.875, 0.75, 0.625]
    assert total.mean == 0.75


def test_the_worst_comes_first_and_the_empty_last() -> None:
    worst, fair, empty = Coverage("z", 2, 0, 2, 0, 0, 0), Coverage("a", 2, 2, 2, 2, 2, 1), Coverage("b")
    assert worst_first([empty, fair, worst]) == [worst, fair, empty]
