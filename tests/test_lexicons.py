"""The lexicon that comes with the library: its examples hold, its lists are sorted, and it is as large as promised."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from govsummary import Lexicon, lexicon_check
from govsummary.lexicon import TOML_FILES, TSV_FILES

FOLDER = Path(__file__).parents[1] / "lexicons"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load()


def test_every_example_holds() -> None:
    assert [str(problem) for problem in lexicon_check.check(None)] == []


@pytest.mark.parametrize("name", TSV_FILES)
def test_lists_are_sorted_and_unique(name: str) -> None:
    lines = (FOLDER / name).read_text(encoding="utf-8").split("\n")
    keys = [line.split("\t")[0] for line in lines[1:] if line and not line.startswith("#")]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert keys == sorted(keys)
    assert all(key == key.strip() for key in keys)


@pytest.mark.parametrize("name", TSV_FILES)
def test_lists_have_one_header_and_no_stray_spaces(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    header, *lines = text.removesuffix("\n").split("\n")
    columns = len(header.split("\t"))
    assert columns >= 2
    assert "\r" not in text
    assert [line for line in lines if not line.startswith("#") and line.count("\t") >= columns] == []
    assert [line for line in lines if not line.strip() or line.endswith(" ")] == []


@pytest.mark.parametrize("name", TOML_FILES)
def test_tables_have_unique_keys(name: str) -> None:
    list_name, key = TOML_FILES[name]
    tables = tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))[list_name]
    keys = [table[key] for table in tables]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_no_other_lexicon_file_lies_in_the_folder() -> None:
    names = {path.name for path in FOLDER.iterdir() if path.suffix in {".tsv", ".toml"}}
    assert names == {*TSV_FILES, *TOML_FILES}


def test_size(lexicon: Lexicon) -> None:
    labels = [str(table["label"]) for table in lexicon.tables["categories.toml"]]
    assert len(lexicon.units) >= 300
    assert len(set(labels)) >= 60
    assert len({label.split("/")[0] for label in labels}) >= 14


def test_synonyms(lexicon: Lexicon) -> None:
    canonical = {entry.canonical for entry in lexicon.synonyms.values()}
    assert len(canonical) >= 300
    assert not canonical & lexicon.synonyms.keys()


@pytest.mark.parametrize("unit", ["处", "人次", "平方米", "亩", "元", "%", "个百分点", "倍", "公里", "吨", "篇次"])
def test_units_of_every_summary(lexicon: Lexicon, unit: str) -> None:
    assert lexicon.units[unit].factor > 0


def test_units_agree_with_their_canonical_unit(lexicon: Lexicon) -> None:
    for entry in lexicon.units.values():
        canonical = lexicon.units.get(entry.canonical)
        if canonical is not None:
            assert canonical.dimension == entry.dimension, entry.unit
            assert canonical.factor == 1, entry.unit


def test_one_dimension_has_one_canonical_unit(lexicon: Lexicon) -> None:
    measured = {(entry.dimension, entry.canonical) for entry in lexicon.units.values() if entry.factor != 1}
    counts = Counter(dimension for dimension, _ in measured)
    assert [dimension for dimension, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(("more", "less", "times"), [("公顷", "亩", 15), ("公里", "米", 1000), ("吨", "公斤", 1000)])
def test_factors(lexicon: Lexicon, more: str, less: str, times: int) -> None:
    first, second = lexicon.units[more], lexicon.units[less]
    assert first.dimension == second.dimension
    assert round(first.factor / second.factor, 9) == times


def test_units_that_count_the_same_things_know_one_another(lexicon: Lexicon) -> None:
    for entry in lexicon.units.values():
        for other in entry.equals:
            assert other in lexicon.units, f"{entry.unit} equals {other}, which is no unit"


def test_every_rule_has_an_example_and_a_counter_example(lexicon: Lexicon) -> None:
    for name in ("rules.toml", "blockers.toml", "bounds.toml", "opposites.toml"):
        for table in lexicon.tables[name]:
            assert table.get("examples"), f"{name}: {table}"
            assert table.get("counter_examples") or name == "bounds.toml", f"{name}: {table}"
