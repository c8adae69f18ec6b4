"""What holds of every comparison: itself, the sides swapped, sections shuffled, synonyms exchanged, nothing lost."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govsummary import Diff, Document, diff, extract
from govsummary.compare.models import Figure, Row
from govsummary.pipeline import load_engine

CORPUS = Path(__file__).parents[1] / "corpus"
TEXTS = sorted(CORPUS.glob("*.txt"))
SOME = TEXTS[::5]
MIRROR = {"added": "removed", "removed": "added"}
SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Groups of words of one meaning; the first of each is what the others stand for.
ACTIONS = [["拆除", "拆掉"], ["查处", "查获"], ["培训", "轮训"], ["清理", "清除"], ["排查", "摸排"], ["发放", "派发"]]
OBJECTS = [
    ["违法建设", "违章建筑"], ["流动摊贩", "流动商贩"], ["执法人员", "执法队员"], ["小广告", "牛皮癣"],
    ["宣传资料", "宣传册"],
    ["背街小巷", "小街小巷"], ["餐饮单位", "餐馆"], ["渣土车", "渣土运输车"],
]  # fmt: skip
UNITS = ["处", "家", "人次", "公里", "万元"]
CLAUSES = st.tuples(
    st.integers(0, len(ACTIONS) - 1),
    st.integers(0, len(OBJECTS) - 1),
    st.sampled_from([*"1234567890", "12", "300", "X", "4200余", "5—10"]),
    st.sampled_from(UNITS),
)
SECTIONS = st.lists(st.lists(CLAUSES, min_size=1, max_size=4), min_size=1, max_size=4)
Clause = tuple[int, int, str, str]


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    """Compiles the lexicon before the first example is timed."""
    load_engine()


def text_of(sections: Iterable[tuple[str, list[Clause]]], year: int = 2022, word: int = 0) -> str:
    """Writes a summary: a heading for each section, a sentence for each clause, with one word of each group."""
    lines = [f"某局{year}年工作总结", ""]
    for number, (title, clauses) in enumerate(sections):
        lines.append(f"{'一二三四五六七'[number]}、{title}")
        lines += [f"{ACTIONS[a][word]}{OBJECTS[o][word]}{count}{unit}。" for a, o, count, unit in clauses]
    return "\n".join(lines)


def titled(sections: list[list[Clause]]) -> list[tuple[str, list[Clause]]]:
    return list(zip(["市容管理", "综合执法", "队伍建设", "民生实事"], sections, strict=False))


def place(figure: Figure | None) -> tuple[int, int] | None:
    return None if figure is None else (figure.start, figure.end)


def outline(rows: Iterable[Row]) -> Counter[object]:
    """Gives what rows say of values, without places and reasons."""
    return Counter(
        (row.status, row.old.quote if row.old else None, row.new.quote if row.new else None, row.delta, row.percent)
        for row in rows
    )


def check_rows(found: Diff, old: Document, new: Document) -> None:
    """Every figure of both sides is in exactly one row."""
    for document, figures in ((old, [row.old for row in found.rows]), (new, [row.new for row in found.rows])):
        wanted = Counter((q.start, q.end) for record in document.records for q in record.quantities)
        assert Counter(place(figure) for figure in figures if figure is not None) == wanted
    for row in found.rows:
        assert (row.status == "ambiguous") == bool(row.candidates)
        assert row.reason
        assert (row.old is not None and row.new is not None) == (row.status in ("changed", "unchanged", "masked"))


def check_swapped(there: Diff, back: Diff) -> None:
    """With the sides swapped, added is removed and differences have the other sign."""
    mirrored = {
        (place(row.new), place(row.old)): (
            MIRROR.get(row.status, row.status),
            None if row.delta is None else -row.delta,
        )
        for row in back.rows
    }
    assert {(place(row.old), place(row.new)): (row.status, row.delta) for row in there.rows} == mirrored
    scores = {(place(row.new), place(row.old)): row.score for row in back.rows}
    assert {(place(row.old), place(row.new)): row.score for row in there.rows} == scores


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_a_document_against_itself_is_unchanged(file: Path) -> None:
    document = extract(file)
    found = diff(document, document)
    assert {row.status for row in found.rows} <= {"unchanged"}
    assert all(row.delta in (0, None) and row.percent in (0, None) for row in found.rows)
    check_rows(found, document, document)
    assert {part.status for part in found.sections} <= {"kept"}


@pytest.mark.parametrize(("old", "new"), list(pairwise(SOME)), ids=lambda file: file.stem)
def test_corpus_texts_swapped(old: Path, new: Path) -> None:
    before, after = extract(old), extract(new)
    there, back = diff(before, after), diff(after, before)
    check_rows(there, before, after)
    check_swapped(there, back)
    assert diff(before, after) == there


@SLOW
@given(SECTIONS, SECTIONS)
def test_made_texts_swapped(old: list[list[Clause]], new: list[list[Clause]]) -> None:
    before, after = extract(text_of(titled(old), 2022)), extract(text_of(titled(new), 2023))
    there = diff(before, after)
    check_rows(there, before, after)
    check_swapped(there, diff(after, before))


@SLOW
@given(SECTIONS)
def test_made_texts_against_themselves(sections: list[list[Clause]]) -> None:
    document = extract(text_of(titled(sections)))
    assert {row.status for row in diff(document, document).rows} <= {"unchanged"}


@SLOW
@given(SECTIONS, SECTIONS, st.integers(0, 1000))
def test_sections_shuffled(old: list[list[Clause]], new: list[list[Clause]], seed: int) -> None:
    sections = titled(new)
    shuffled = random.Random(seed).sample(sections, len(sections))
    before = text_of(titled(old), 2022)
    assert outline(diff(before, text_of(shuffled, 2023)).rows) == outline(diff(before, text_of(sections, 2023)).rows)


@SLOW
@given(SECTIONS, SECTIONS)
def test_synonyms_exchanged(old: list[list[Clause]], new: list[list[Clause]]) -> None:
    before = text_of(titled(old), 2022)
    plain, reworded = (diff(before, text_of(titled(new), 2023, word)) for word in (0, 1))
    assert outline(plain.rows) == outline(reworded.rows)


@pytest.mark.parametrize("file", SOME, ids=lambda file: file.stem)
def test_masks_and_rewording_of_a_document_lose_nothing(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    masked = text.replace("1", "X").replace("3", "X")
    before, after = extract(text), extract(masked)
    check_rows(diff(before, after), before, after)
