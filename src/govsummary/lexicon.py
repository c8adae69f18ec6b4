"""Finds, validates and overlays the lexicon files; gives a frozen `Lexicon` of plain entries.

Lists are sorted TSV files with a header line, structure is TOML. A user's own folder holds files of the same names:
its entries are added to the built-in ones, and an entry whose key exists already must say that it replaces it
(`!` before the key in a TSV file, `replace = true` in a TOML table). It may hold token patterns, too: JSON lines.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from govsummary import pattern_lines
from govsummary.entries import Action, Noun, Synonym, Unit
from govsummary.errors import LexiconError, LexiconErrors
from govsummary.later import Later
from govsummary.pattern_lines import PatternLine

Table = dict[str, object]

ACTION_ROLES = frozenset({"action", "light", "change", "state", "reach", "nominal"})
SYNONYM_ROLES = frozenset({"action", "noun"})
NOUN_ROLES = frozenset({"noun", "rate", "growth", "metric", "org", "place", "time"})
DIRECTIONS = frozenset({"up", "down", "flat"})

# file name -> (name of the list of tables in it, the key that must be unique in it)
TOML_FILES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "blockers.toml": ("blocker", "id"),
        "bounds.toml": ("bound", "id"),
        "categories.toml": ("category", "label"),
        "claims.toml": ("claim", "id"),
        "cues.toml": ("cue", "id"),
        "documents.toml": ("document", "id"),
        "furniture.toml": ("furniture", "id"),
        "opposites.toml": ("opposite", "id"),
        "rules.toml": ("rule", "id"),
    }
)
TSV_FILES = ("actions.tsv", "nouns.tsv", "synonyms.tsv", "traditional.tsv", "units.tsv")
# Only comparing and auditing ask for these; read on demand, they cost `extract` nothing.
ON_DEMAND = frozenset({"claims.toml", "opposites.toml", "synonyms.tsv"})
OWN_FIRST = frozenset({"rules.toml"})  # the first rule that fits is used: a user's own must come before ours
FILES = frozenset(TSV_FILES) | frozenset(TOML_FILES) | {pattern_lines.FILE}


Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All words and rules, validated and immutable; equal only to itself.

    What only comparing and auditing need (`ON_DEMAND`) is read when it is first asked for.

    Attributes:
        units: by the unit as written.
        actions: by the verb.
        nouns: by the phrase.
        traditional: traditional character to simplified one.
        meanings: the list of synonyms by the name of its file.
        tables: the TOML tables by file name, in order of the files.
        patterns: a user's token patterns, in order of their file; the built-in lexicon has none.
        folder: the user's folder laid over the built-in lexicon, if any.
    """

    units: Mapping[str, Unit]
    actions: Mapping[str, Action]
    nouns: Mapping[str, Noun]
    traditional: Mapping[str, str]
    meanings: Mapping[str, Mapping[str, Synonym]]
    tables: Mapping[str, tuple[Table, ...]]
    folder: Path | None = None
    patterns: tuple[PatternLine, ...] = ()

    @classmethod
    def load(cls, folder: Path | str | None = None) -> Lexicon:
        """Loads the built-in lexicon, with the files of `folder` laid over it.

        Raises:
            LexiconErrors: with every problem found, each with its file and line.
        """
        lexicon, problems = load_with_problems(folder, on_demand=ON_DEMAND)
        _raise_any(problems)
        return lexicon

    @property
    def synonyms(self) -> Mapping[str, Synonym]:
        """The synonyms, by the word that another stands for."""
        return self.meanings["synonyms.tsv"]


def builtin_folder() -> Traversable:
    """Gives the folder of the built-in lexicon: in the package, or in the source tree of an editable install."""
    packaged = resources.files("govsummary") / "lexicons"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "lexicons"


def load_with_problems(
    folder: Path | str | None = None, *, on_demand: frozenset[str] = frozenset()
) -> tuple[Lexicon, list[LexiconError]]:
    """Loads like `Lexicon.load`, but gives what could be read together with every problem.

    Args:
        folder: the user's folder.
        on_demand: files that are read when first asked for; one that the folder holds is read now, with its problems.
    """
    problems: list[LexiconError] = []
    own = Path(folder) if folder is not None else None
    layers: list[Layer] = [(builtin_folder(), "")]
    if own is not None:
        problems += _foreign_files(own)
        if own.is_dir():
            layers.append((own, f"{own}/"))
    later = frozenset(name for name in on_demand if own is None or not (own / name).exists())
    tables = {name: partial(_read_toml_layers, name, layers) for name in TOML_FILES}
    lexicon = Lexicon(
        units=_entries("units.tsv", layers, _unit, problems),
        actions=_entries("actions.tsv", layers, _action, problems),
        nouns=_entries("nouns.tsv", layers, _noun, problems),
        traditional=_entries("traditional.tsv", layers, _character, problems),
        meanings=_read({"synonyms.tsv": partial(_synonyms, layers)}, later, problems),
        tables=_read(tables, later, problems),
        folder=own,
        patterns=_read_patterns(own, problems),
    )
    return lexicon, problems


def _read(
    readers: Mapping[str, Callable[[list[LexiconError]], Value]], later: frozenset[str], problems: list[LexiconError]
) -> Mapping[str, Value]:
    """Reads every file but those that are left for later."""
    made = {name: read(problems) for name, read in readers.items() if name not in later}
    return Later({name: partial(_sound, read) for name, read in readers.items()}, made)


def _sound(read: Callable[[list[LexiconError]], Value]) -> Value:
    problems: list[LexiconError] = []
    value = read(problems)
    _raise_any(problems)
    return value


def _raise_any(problems: list[LexiconError]) -> None:
    if problems:
        raise LexiconErrors("the lexicon has problems", problems)


def _read_patterns(folder: Path | None, problems: list[LexiconError]) -> tuple[PatternLine, ...]:
    if folder is None:
        return ()
    place = f"{folder}/{pattern_lines.FILE}"
    lines, found = pattern_lines.read_lines(_text_of(folder / pattern_lines.FILE, place, problems), place)
    problems += found
    return lines


def _foreign_files(folder: Path) -> list[LexiconError]:
    if not folder.is_dir():
        return [LexiconError(str(folder), "no such folder; give a folder with lexicon files")]
    known = ", ".join(sorted(FILES))
    names = sorted(path.name for path in folder.iterdir() if path.suffix in {".tsv", ".toml", ".jsonl"})
    return [
        LexiconError(f"{folder}/{name}", f"not a lexicon file; known are {known}")
        for name in names
        if name not in FILES
    ]


# --- lists -----------------------------------------------------------------------------------------------------------

Layer = tuple[Traversable, str]  # a folder, and what stands before its files' names in messages
Row = tuple[str, int, list[str]]  # prefix, line, fields


def _read_tsv_layers(name: str, layers: Iterable[Layer], problems: list[LexiconError]) -> dict[str, Row]:
    """Gives the rows of a list by key. This loop is a good part of the start-up: it makes no text it can spare."""
    rows: dict[str, Row] = {}
    for layer, (folder, prefix) in enumerate(layers):
        lines = _text_of(folder / name, prefix + name, problems).replace("\r", "").split("\n")
        below = rows if layer == 0 else dict(rows)
        seen: set[str] = set()
        for number in range(1, len(lines)):  # the first line is the header
            line = lines[number]
            if not line or line[0] == "#":
                continue
            fields = line.split("\t")
            key = fields[0]
            if layer:
                replaces = key[:1] == "!"
                key = fields[0] = key.removeprefix("!")
                if (key in below) is not replaces:
                    problems.append(_wrong_replacement(f"{prefix}{name}:{number + 1}", key, replaces))
            if key in seen:
                message = f"{key!r} stands here twice; keep one of the lines"
                problems.append(LexiconError(f"{prefix}{name}:{number + 1}", message))
            seen.add(key)
            rows[key] = (prefix, number + 1, fields)
    return rows


def _wrong_replacement(place: str, key: str, replaces: bool) -> LexiconError:
    if replaces:
        return LexiconError(place, f"{key!r} replaces nothing; take the ! away")
    return LexiconError(place, f"{key!r} is in the built-in lexicon; write !{key} to replace it")


def _text_of(path: Traversable, place: str, problems: list[LexiconError]) -> str:
    if not path.is_file():
        return ""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(LexiconError(place, f"byte {error.start} is not UTF-8; save the file as UTF-8"))
    except OSError as error:
        problems.append(LexiconError(place, f"cannot be read: {error.strerror}"))
    return ""


def _entries(
    name: str, layers: Iterable[Layer], make: Callable[[list[str]], Value], problems: list[LexiconError]
) -> Mapping[str, Value]:
    return _made(name, _read_tsv_layers(name, layers, problems), make, problems)


def _made(
    name: str, rows: Mapping[str, Row], make: Callable[[list[str]], Value], problems: list[LexiconError]
) -> Mapping[str, Value]:
    entries: dict[str, Value] = {}
    for key, (prefix, number, fields) in rows.items():
        try:
            entries[key] = make(fields)
        except (ValueError, IndexError) as error:
            problems.append(LexiconError(f"{prefix}{name}:{number}", _reason(error, fields)))
    return MappingProxyType(entries)


def _reason(error: Exception, fields: list[str]) -> str:
    return f"{len(fields)} fields are too few" if isinstance(error, IndexError) else str(error)


def _words(field: str) -> tuple[str, ...]:
    return tuple(field.replace(",", " ").split())


def _unit(fields: list[str]) -> Unit:
    unit, canonical, dimension, factor = fields[:4] if len(fields) >= 4 else _too_few(fields)
    try:
        number = Decimal(factor)
    except InvalidOperation:
        raise ValueError(f"the factor {factor!r} is not a number") from None
    if not unit or not canonical or not dimension or not number.is_finite() or number <= 0:
        raise ValueError("a unit needs a name, a canonical unit, a dimension and a factor above 0")
    equals = _words(fields[4]) if len(fields) > 4 else ()
    return Unit(unit, canonical, dimension, number, equals, _words(fields[5]) if len(fields) > 5 else ())


def _too_few(fields: list[str]) -> list[str]:
    raise IndexError(len(fields))


def _action(fields: list[str]) -> Action:
    action, role = fields[0], fields[1]
    direction = (fields[3] or None) if len(fields) > 3 else None
    _check_role(action, role, ACTION_ROLES, direction)
    if role == "change" and direction is None:
        raise ValueError(f"{action!r} is a verb of change and needs a direction: up, down or flat")
    return Action(action, role, (len(fields) > 2 and fields[2]) or action, direction)


def _noun(fields: list[str]) -> Noun:
    noun, role = fields[0], fields[1]
    direction = (fields[2] or None) if len(fields) > 2 else None
    _check_role(noun, role, NOUN_ROLES, direction)
    return Noun(noun, role, direction)


def _synonym(fields: list[str]) -> Synonym:
    word, canonical, role = fields[0], fields[1], fields[2]
    _check_role(word, role, SYNONYM_ROLES, None)
    if not canonical or canonical != canonical.strip() or canonical == word:
        raise ValueError(f"{word!r} needs another word that stands for it")
    return Synonym(word, canonical, role)


def _synonyms(layers: Iterable[Layer], problems: list[LexiconError]) -> Mapping[str, Synonym]:
    rows = _read_tsv_layers("synonyms.tsv", layers, problems)
    synonyms = _made("synonyms.tsv", rows, _synonym, problems)
    problems += _chained(synonyms, rows)
    return synonyms


def _chained(synonyms: Mapping[str, Synonym], rows: Mapping[str, Row]) -> Iterable[LexiconError]:
    """A word that others stand for stands for no other itself: what a chain means would depend on where it is read."""
    for word, entry in synonyms.items():
        if entry.canonical in synonyms:
            prefix, number, _ = rows[word]
            end = synonyms[entry.canonical].canonical
            message = f"{word!r} stands for {entry.canonical!r}, which stands for {end!r}; write {end!r} here"
            yield LexiconError(f"{prefix}synonyms.tsv:{number}", message)


def _check_role(word: str, role: str, roles: frozenset[str], direction: str | None) -> None:
    if not word or word != word.strip():
        raise ValueError(f"{word!r} is empty or has spaces around it")
    if role not in roles:
        raise ValueError(f"the role {role!r} of {word!r} is none of {', '.join(sorted(roles))}")
    if direction is not None and direction not in DIRECTIONS:
        raise ValueError(f"the direction {direction!r} of {word!r} is none of up, down, flat")


def _character(fields: list[str]) -> str:
    if len(fields[0]) != 1 or len(fields[1]) != 1:
        raise ValueError(f"{fields[0]!r} to {fields[1]!r}: one character stands for one")
    return fields[1]


# --- tables ----------------------------------------------------------------------------------------------------------


def _read_toml_layers(name: str, layers: Iterable[Layer], problems: list[LexiconError]) -> tuple[Table, ...]:
    list_name, key_name = TOML_FILES[name]
    merged: dict[str, Table] = {}
    builtin: list[str] = []
    for layer, (folder, prefix) in enumerate(layers):
        tables = _read_toml(folder / name, f"{prefix}{name}", list_name, problems)
        seen: set[str] = set()
        for table in tables:
            key = str(table.get(key_name, ""))
            place = f"{prefix}{name}:{key or '?'}"
            replaces = table.pop("replace", False) is True
            if not key:
                problems.append(LexiconError(place, f"a [[{list_name}]] without {key_name}"))
            elif key in seen:
                problems.append(LexiconError(place, f"{key_name} {key!r} stands here twice; rename one"))
            elif layer and (key in merged) is not replaces:
                problems.append(_wrong_table_replacement(place, key, replaces))
            seen.add(key)
            merged[key] = table
        if not layer:
            builtin = list(merged)
    if name in OWN_FIRST:
        own = [key for key in merged if key not in builtin]
        return tuple(merged[key] for key in [*own, *builtin])
    return tuple(merged.values())


def _wrong_table_replacement(place: str, key: str, replaces: bool) -> LexiconError:
    if replaces:
        return LexiconError(place, f"{key!r} replaces nothing; take `replace = true` away")
    return LexiconError(place, f"{key!r} is in the built-in lexicon; write `replace = true` to replace it")


def _read_toml(path: Traversable, place: str, list_name: str, problems: list[LexiconError]) -> list[Table]:
    text = _text_of(path, place, problems)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        problems.append(LexiconError(place, f"not TOML: {error}"))
        return []
    unknown = sorted(set(data) - {list_name})
    if unknown:
        problems.append(LexiconError(place, f"unknown table {unknown[0]!r}; this file holds [[{list_name}]]"))
    tables = data.get(list_name, [])
    return [table for table in tables if isinstance(table, dict)] if isinstance(tables, list) else []
