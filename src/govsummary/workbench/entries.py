"""The entries of a lexicon as rows of text, to list them, to look for words in them, and to compare two lexicons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from govsummary.errors import InputError
from govsummary.lexicon import TOML_FILES, Lexicon, Table
from govsummary.pattern_lines import FILE as PATTERNS

EntryKind = Literal["unit", "action", "noun", "category"]
Change = Literal["added", "removed", "changed"]
BUILT_IN = "built-in"

# kind -> the file that holds it, and the columns of that file
FILES_OF: Mapping[EntryKind, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        "unit": ("units.tsv", ("unit", "canonical", "dimension", "factor", "equals", "not_before")),
        "action": ("actions.tsv", ("action", "role", "lemma", "direction")),
        "noun": ("nouns.tsv", ("noun", "role", "direction")),
        "category": ("categories.toml", ("label", "words", "weak", "not", "examples", "counter_examples")),
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a lexicon: its columns as written, the key first; `own` when a user's folder has it."""

    kind: EntryKind
    cells: tuple[str, ...]
    own: bool

    @property
    def key(self) -> str:
        """The word or label that the entry is known by."""
        return self.cells[0]


@dataclass(frozen=True, slots=True)
class Difference:
    """An entry that one of two lexicons lacks or has otherwise; `before` and `after` are its columns as written."""

    file: str
    key: str
    change: Change
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None


def lexicon_at(place: str) -> Lexicon:
    """Loads a folder of own entries laid over the built-in lexicon, or with `built-in` that alone.

    Raises:
        InputError: no such folder.
        LexiconErrors: the lexicon has problems.
    """
    if place == BUILT_IN:
        return Lexicon.load()
    if not Path(place).is_dir():
        raise InputError(f"{place}: no such folder; name a folder of lexicon files, or {BUILT_IN}")
    return Lexicon.load(place)


def entries_of(
    lexicon: Lexicon, kinds: Iterable[EntryKind] = tuple(FILES_OF), search: str | None = None
) -> Iterator[Entry]:
    """Gives the entries of a lexicon, kind by kind in the order of the files.

    Args:
        lexicon: with a user's entries laid over, or without.
        kinds: what is wanted.
        search: only entries with a column that holds this.

    >>> [found.cells for found in entries_of(Lexicon.load(), ["unit"], "平方公里")]
    [('平方公里', '平方米', 'area', '1000000', '', '')]
    """
    builtin = lexicon if lexicon.folder is None else Lexicon.load()
    for kind in kinds:
        known = dict(_rows(builtin, kind))
        for key, cells in _rows(lexicon, kind):
            if search is None or any(search in cell for cell in cells):
                yield Entry(kind, cells, known.get(key) != cells)


def compare(first: Lexicon, second: Lexicon) -> list[Difference]:
    """Gives what sets a lexicon apart from another, file by file, by key.

    >>> compare(Lexicon.load(), Lexicon.load())
    []
    """
    before, after = _everything(first), _everything(second)
    found: list[Difference] = []
    for file in sorted(before):
        old, new = before[file], after[file]
        for key in sorted({*old, *new}):
            if old.get(key) != new.get(key):
                change: Change = "added" if key not in old else "removed" if key not in new else "changed"
                found.append(Difference(file, key, change, old.get(key), new.get(key)))
    return found


def _rows(lexicon: Lexicon, kind: EntryKind) -> Iterator[tuple[str, tuple[str, ...]]]:
    if kind == "category":
        columns = FILES_OF[kind][1]
        for table in lexicon.tables["categories.toml"]:
            yield str(table["label"]), tuple(_cell(table.get(column)) for column in columns)
        return
    entries = {"unit": lexicon.units, "action": lexicon.actions, "noun": lexicon.nouns}[kind]
    for key, entry in entries.items():
        yield key, _columns(entry)


def _everything(lexicon: Lexicon) -> dict[str, dict[str, tuple[str, ...]]]:
    """Gives all entries by file and key; tables as their keys with values, in alphabetical order."""
    lists: dict[str, Mapping[str, object]] = {
        "units.tsv": lexicon.units,
        "actions.tsv": lexicon.actions,
        "nouns.tsv": lexicon.nouns,
        "traditional.tsv": lexicon.traditional,
        **lexicon.meanings,
    }
    files = {name: {key: _columns(entry) for key, entry in entries.items()} for name, entries in lists.items()}
    files[PATTERNS] = {one.id: (one.label, str(one.pattern)) for one in lexicon.patterns}
    for name, tables in lexicon.tables.items():
        key_name = TOML_FILES[name][1]
        files[name] = {str(table[key_name]): _settings(table) for table in tables}
    return files


def _settings(table: Table) -> tuple[str, ...]:
    return tuple(f"{name} = {_cell(value)}" for name, value in sorted(table.items()))


def _columns(entry: object) -> tuple[str, ...]:
    """Gives the columns of a list's entry; a lemma that is the verb itself is left empty, as the file does."""
    if is_dataclass(entry) and not isinstance(entry, type):
        return tuple(_cell(getattr(entry, field.name)) for field in fields(entry))
    cells = tuple(map(_cell, entry)) if isinstance(entry, tuple) else (_cell(entry),)
    if hasattr(entry, "lemma"):
        return tuple("" if place == 2 and cell == cells[0] else cell for place, cell in enumerate(cells))
    return cells


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return format(value, "f") if isinstance(value, Decimal) else str(value)
