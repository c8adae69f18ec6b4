"""Adds entries to a user's folder of lexicon files: in their place, checked first, and whole or not at all."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import tomllib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from govsummary.errors import InputError, LexiconError, LexiconErrors
from govsummary.lexicon import Lexicon, Table
from govsummary.lexicon_check import check
from govsummary.whole_files import replacing
from govsummary.workbench.entries import FILES_OF, EntryKind

_LEXICON_SUFFIXES = frozenset({".tsv", ".toml", ".jsonl"})
_TABLE = re.compile(r"^\[\[category\]\]", re.MULTILINE)
_REPLACES = "!"
_LABEL = "label"


@dataclass(frozen=True, slots=True)
class Addition:
    """An entry to be written.

    Attributes:
        kind: of entry; it says which file the entry belongs to.
        key: the unit, verb, noun or label.
        values: the other columns by name; of a category, lists of words and examples.
    """

    kind: EntryKind
    key: str
    values: Mapping[str, str | Sequence[str]] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The file that the entry belongs to."""
        return FILES_OF[self.kind][0]


def add_entry(folder: Path, addition: Addition, *, replace: bool = False) -> Path:
    """Writes an entry into a folder of own entries, at its place in the order, and gives the file.

    The folder and the file are made when they are missing. What would come of it is checked before anything is
    written: all files of the folder, laid over the built-in lexicon, with every example.

    Args:
        folder: of own entries.
        addition: the entry.
        replace: the entry takes the place of one that the folder or the built-in lexicon has.

    Raises:
        InputError: the folder cannot be used, the entry is there already, or there is nothing to replace.
        LexiconErrors: with every problem that the folder would have; nothing was written.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(f"{folder}: this is a file; name a folder for --lexicons")
    _check_key(addition)
    path = folder / addition.file
    text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    builtin = _has(Lexicon.load(), addition)
    if addition.kind == "category":
        written = _with_table(text, addition, path, replace=replace, builtin=builtin)
    else:
        written = _with_row(text, addition, path, replace=replace, builtin=builtin)
    _refuse_problems(folder, addition.file, written)
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(path.resolve(), "w", encoding="utf-8", newline="\n") as stream:
        stream.write(written)
    return path


def _check_key(addition: Addition) -> None:
    key = addition.key
    values = [[value] if isinstance(value, str) else value for value in addition.values.values()]
    cells = [key, *(part for value in values for part in value)]
    if not key or key != key.strip() or key.startswith((_REPLACES, "#")):
        raise InputError(f"{key!r} is no {addition.kind}; leave out blanks, ! and # at its ends")
    if any(character in cell for cell in cells for character in "\t\r\n"):
        raise InputError(f"{key!r}: an entry is one line without tabs")


def _has(lexicon: Lexicon, addition: Addition) -> bool:
    if addition.kind == "category":
        return any(table[_LABEL] == addition.key for table in lexicon.tables[addition.file])
    entries = {"unit": lexicon.units, "action": lexicon.actions, "noun": lexicon.nouns}
    return addition.key in entries[addition.kind]


def _refuse(addition: Addition, path: Path, *, own: bool, builtin: bool, replace: bool) -> None:
    """Refuses an entry that is there already, or that would replace nothing."""
    if (own or builtin) and not replace:
        place = str(path) if own else "the built-in lexicon"
        raise InputError(f"{addition.key!r} is in {place} already; add --replace to put this entry in its place")
    if replace and not own and not builtin:
        raise InputError(f"{addition.key!r} replaces nothing; leave --replace out")


# --- lists -----------------------------------------------------------------------------------------------------------


def _with_row(text: str, addition: Addition, path: Path, *, replace: bool, builtin: bool) -> str:
    columns = FILES_OF[addition.kind][1]
    header, *lines = text.splitlines() or ["\t".join(columns)]
    keys = [_key(line) for line in lines]
    own = addition.key in keys
    _refuse(addition, path, own=own, builtin=builtin, replace=replace)
    cells = [(_REPLACES if builtin else "") + addition.key, *(_cell(addition.values.get(name)) for name in columns[1:])]
    kept = [line for line, key in zip(lines, keys, strict=True) if key != addition.key]
    return "\n".join([header, *_sorted(kept, "\t".join(cells).rstrip("\t"))]) + "\n"


def _key(line: str) -> str:
    return line.partition("\t")[0].removeprefix(_REPLACES) if not line.startswith("#") else ""


def _sorted(lines: Sequence[str], added: str) -> list[str]:
    """Sorts rows and the one added by key; remarks go with the row below them, those at the end stay there."""
    groups: list[list[str]] = [[]]
    for line in lines:
        groups[-1].append(line)
        if line.strip() and not line.startswith("#"):
            groups.append([])
    rows = [group for group in groups if group and group[-1].strip() and not group[-1].startswith("#")]
    rest = groups[-1]
    ordered = sorted([*rows, [added]], key=lambda group: _key(group[-1]))
    return [line for group in [*ordered, rest] for line in group]


def _cell(value: str | Sequence[str] | None) -> str:
    return "" if value is None else value if isinstance(value, str) else " ".join(value)


# --- tables ----------------------------------------------------------------------------------------------------------


def extended(lexicon: Lexicon, addition: Addition) -> Addition:
    """Gives the addition with all that the lexicon's table of this label holds before what is new.

    Raises:
        InputError: the lexicon has no such label.
    """
    table = next((one for one in lexicon.tables[addition.file] if one[_LABEL] == addition.key), None)
    if table is None:
        raise InputError(f"{addition.key!r} is no label yet; leave --extend out")
    values = {name: _merged(table, name, addition) for name in FILES_OF["category"][1][1:]}
    return Addition(addition.kind, addition.key, {name: value for name, value in values.items() if value})


def _merged(table: Table, name: str, addition: Addition) -> list[str]:
    before = table.get(name, ())
    known = [str(entry) for entry in before] if isinstance(before, list) else []
    words = {word for entry in known for word in ([entry] if name.endswith("examples") else entry.split())}
    new = addition.values.get(name, ())
    return known + [word for word in ([new] if isinstance(new, str) else new) if word not in words]


def _with_table(text: str, addition: Addition, path: Path, *, replace: bool, builtin: bool) -> str:
    """Puts a table among those of a file, by label; the text of the others stays as it is."""
    starts = [found.start() for found in _TABLE.finditer(text)]
    bounds = [*starts, len(text)]
    head = text[: bounds[0]]
    blocks = [text[first:last].strip("\n") for first, last in pairwise(bounds)]
    labels = [_label_of(block, path) for block in blocks]
    own = addition.key in labels
    _refuse(addition, path, own=own, builtin=builtin, replace=replace)
    kept = [(label, block) for label, block in zip(labels, blocks, strict=True) if label != addition.key]
    place = bisect_left([label for label, _ in kept], addition.key)
    kept.insert(place, (addition.key, _table(addition, replaces=builtin)))
    body = "\n\n".join(block for _, block in kept) + "\n"
    return f"{head.rstrip()}\n\n{body}" if head.strip() else body


def _label_of(block: str, path: Path) -> str:
    try:
        [table] = tomllib.loads(block)["category"]
        return str(table[_LABEL])
    except (tomllib.TOMLDecodeError, KeyError, ValueError):
        raise InputError(f"{path}: has a table that cannot be read alone; run govsummary lexicon check") from None


def _table(addition: Addition, *, replaces: bool) -> str:
    lines = ["[[category]]", f"{_LABEL} = {_quoted(addition.key)}"]
    lines += ["replace = true"] if replaces else []
    for name in FILES_OF["category"][1][1:]:
        value = addition.values.get(name, ())
        entries = [value] if isinstance(value, str) else list(value)
        if entries:
            lines.append(f"{name} = [{', '.join(map(_quoted, entries))}]")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    """Writes a basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)


# --- checking and writing --------------------------------------------------------------------------------------------


def _refuse_problems(folder: Path, name: str, text: str) -> None:
    """Checks a copy of the folder with the new file in it."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch)
        for path in folder.iterdir() if folder.is_dir() else ():
            if path.suffix in _LEXICON_SUFFIXES and path.is_file():
                shutil.copyfile(path, copy / path.name)
        (copy / name).write_text(text, encoding="utf-8")
        problems = [
            LexiconError(_renamed(problem.place, scratch, folder), str(problem).removeprefix(f"{problem.place}: "))
            for problem in check(copy)
        ]
    if problems:
        raise LexiconErrors(f"{folder} would have problems", problems)


def _renamed(place: str, scratch: str, folder: Path) -> str:
    return place.replace(scratch, str(folder), 1)
