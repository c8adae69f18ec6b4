"""Entries listed and lexicons compared."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from govsummary import InputError, Lexicon
from govsummary.workbench.edit import Addition, add_entry
from govsummary.workbench.entries import compare, entries_of, lexicon_at


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    add_entry(folder, Addition("action", "疏浚清障", {"role": "action", "lemma": "疏浚"}))
    add_entry(folder, Addition("action", "拆除", {"role": "action", "lemma": "拆违"}), replace=True)
    add_entry(folder, Addition("category", "甲/乙", {"words": ["蓝盒子"], "examples": ["蓝盒子"]}))
    return folder


def test_every_entry_is_listed() -> None:
    lexicon = Lexicon.load()
    found = list(entries_of(lexicon))
    numbers = {kind: sum(one.kind == kind for one in found) for kind in ("unit", "action", "noun", "category")}
    assert numbers == {
        "unit": len(lexicon.units),
        "action": len(lexicon.actions),
        "noun": len(lexicon.nouns),
        "category": len(lexicon.tables["categories.toml"]),
    }
    assert not any(one.own for one in found)


def test_own_entries_are_told_from_built_in_ones(own: Path) -> None:
    lexicon = Lexicon.load(own)
    assert [one.key for one in entries_of(lexicon) if one.own] == ["拆除", "疏浚清障", "甲/乙"]
    [found] = entries_of(lexicon, ["action"], "疏浚清")
    assert found.cells == ("疏浚清障", "action", "疏浚", "")


def test_words_are_looked_for_in_every_column() -> None:
    lexicon = Lexicon.load()
    assert {one.key for one in entries_of(lexicon, ["unit"], "area")} >= {"亩", "公顷", "平方米"}
    assert list(entries_of(lexicon, search="没有这个词")) == []


def test_lexicons_are_compared_entry_by_entry(own: Path) -> None:
    found = compare(Lexicon.load(), Lexicon.load(own))
    assert [(one.file, one.key, one.change) for one in found] == [
        ("actions.tsv", "拆除", "changed"),
        ("actions.tsv", "疏浚清障", "added"),
        ("categories.toml", "甲/乙", "added"),
    ]
    assert found[0].before == ("拆除", "action", "", "")
    assert found[0].after == ("拆除", "action", "拆违", "")
    back = compare(Lexicon.load(own), Lexicon.load())
    assert [one.change for one in back] == ["changed", "removed", "removed"]
    assert [(one.before, one.after) for one in back] == [(one.after, one.before) for one in found]


def test_every_file_is_compared(own: Path, tmp_path: Path) -> None:
    more = shutil.copytree(own, tmp_path / "more")
    (more / "rules.toml").write_text(
        '[[rule]]\nid = "own"\nmarks = "#"\npattern = "^{M}$"\nyields = "listed"\n'
        'examples = ["3处 => - | - | 3处"]\ncounter_examples = ["拆除违建3处"]\n',
        encoding="utf-8",
    )
    found = compare(Lexicon.load(), Lexicon.load(more))
    assert ("rules.toml", "own", "added") in [(one.file, one.key, one.change) for one in found]


def test_places_of_lexicons(own: Path) -> None:
    assert lexicon_at("built-in").folder is None
    assert lexicon_at(str(own)).folder == own
    with pytest.raises(InputError, match="no such folder"):
        lexicon_at(str(own / "nowhere"))
