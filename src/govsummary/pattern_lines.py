"""The lines of `rules.jsonl`: a user's token patterns, in the pattern format of spaCy's Matcher and EntityRuler.

Reading a line needs no spaCy; `token_patterns` compiles what is read here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import get_args

from govsummary.errors import LexiconError
from govsummary.model import Kind

FILE = "rules.jsonl"
TokenPattern = str | tuple[Mapping[str, object], ...]

# What a match does. Each label has its own keys besides those of every line.
LABELS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "QUANTITY": frozenset({"unit", "value", "kind"}),
        "ACTION": frozenset({"lemma"}),
        "OBJECT": frozenset(),
        "CATEGORY": frozenset({"category"}),
        "BLOCK": frozenset(),
        "BLOCK_ACTION": frozenset(),
        "BLOCK_OBJECT": frozenset(),
        "BLOCK_CATEGORY": frozenset({"category"}),
    }
)
_KEYS = frozenset({"label", "pattern", "id", "examples", "counter_examples"})
_TESTS = ("examples", "counter_examples")
_TEXTS = ("id", "unit", "lemma", "category")


@dataclass(frozen=True, slots=True, eq=False)
class PatternLine:
    """One pattern.

    Attributes:
        place: `file:line`, for messages.
        label: one of `LABELS`.
        pattern: words as they stand in the text, or one mapping a token.
        category: `field/label`, of CATEGORY and BLOCK_CATEGORY.
        lemma: of an ACTION the form that records are grouped by; the words themselves when None.
        unit, value, kind: of a QUANTITY; what stands in the text decides where they are None.
        examples, counter_examples: `text` or `text => words`, see `pattern_check`.
    """

    place: str
    label: str
    pattern: TokenPattern
    id: str
    category: str | None = None
    lemma: str | None = None
    unit: str | None = None
    value: Decimal | None = None
    kind: Kind | None = None
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()


def read_lines(text: str, place: str = FILE) -> tuple[tuple[PatternLine, ...], list[LexiconError]]:
    """Reads a file of patterns, one JSON object a line; gives the good lines and every problem found.

    >>> lines, problems = read_lines('{"label": "ORG", "pattern": "县总工会"}')
    >>> print(len(lines), problems[0])
    0 rules.jsonl:1: the label 'ORG' is none of QUANTITY, ACTION, OBJECT, CATEGORY, BLOCK, BLOCK_ACTION, BLOCK_OBJECT, \
BLOCK_CATEGORY
    """
    rows: list[tuple[str, object]] = []
    problems: list[LexiconError] = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                rows.append((f"{place}:{number}", json.loads(line)))
            except json.JSONDecodeError as error:
                problems.append(LexiconError(f"{place}:{number}", f"not JSON: {error}; write one object a line"))
    lines = _lines(rows, problems, tested=True)
    return lines, sorted(problems, key=lambda problem: int(problem.place.rpartition(":")[2]))


def given_lines(rows: Iterable[Mapping[str, object]]) -> tuple[tuple[PatternLine, ...], list[LexiconError]]:
    """Reads patterns that a program gives; these may do without `id`, `examples` and `counter_examples`."""
    problems: list[LexiconError] = []
    numbered = [(f"rules:{number}", row) for number, row in enumerate(rows, 1)]
    return _lines(numbered, problems, tested=False), problems


def _lines(
    rows: Iterable[tuple[str, object]], problems: list[LexiconError], *, tested: bool
) -> tuple[PatternLine, ...]:
    lines: dict[str, PatternLine] = {}
    for place, row in rows:
        reasons = _problems(row, tested=tested) if isinstance(row, Mapping) else ["is no JSON object"]
        key = str(row.get("id", place)) if isinstance(row, Mapping) else place
        if key in lines:
            reasons.append(f"the id {key!r} stands at {lines[key].place} already; rename one")
        problems += [LexiconError(place, reason) for reason in reasons]
        if not reasons and isinstance(row, Mapping):
            lines[key] = _line(place, key, row)
    return tuple(lines.values())


def _problems(row: Mapping[str, object], *, tested: bool) -> list[str]:
    label, pattern = row.get("label"), row.get("pattern")
    if label not in LABELS:
        return [f"the label {label!r} is none of {', '.join(LABELS)}"]
    own = LABELS[str(label)]
    known = ", ".join(sorted(_KEYS | own))
    reasons = [f"unknown key {key!r}; {label} knows {known}" for key in row if key not in _KEYS | own]
    if not pattern or not (isinstance(pattern, str) or _is_tokens(pattern)):
        reasons.append("the pattern is neither words nor a list of objects, one a token")
    reasons += [f"{key!r} is no text" for key in _TEXTS if key in row and not (isinstance(row[key], str) and row[key])]
    reasons += [f"needs {key!r}" for key in sorted(own & {"category"}) if key not in row]
    if tested:
        reasons += [f"needs {key!r}" for key in ("id", *_TESTS) if not row.get(key)]
    reasons += [f"{key!r} is not a list of texts" for key in _TESTS if not _is_texts(row.get(key, []))]
    if row.get("kind", "amount") not in get_args(Kind):
        reasons.append(f"the kind {row['kind']!r} is none of {', '.join(get_args(Kind))}")
    if not isinstance(row.get("value", 0), int | float) or isinstance(row.get("value"), bool):
        reasons.append(f"the value {row['value']!r} is not a number")
    category = row.get("category")
    if isinstance(category, str) and [bool(part.strip()) for part in category.split("/")] != [True, True]:
        reasons.append(f"the category {category!r} is not of the form field/label")
    return reasons


def _is_tokens(pattern: object) -> bool:
    return isinstance(pattern, list | tuple) and all(isinstance(token, Mapping) for token in pattern)


def _is_texts(value: object) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(text, str) for text in value)


def _line(place: str, key: str, row: Mapping[str, object]) -> PatternLine:
    pattern, value = row["pattern"], row.get("value")
    examples, counters = (tuple(map(str, row.get(name, ()))) for name in _TESTS)  # type: ignore[call-overload]
    return PatternLine(
        place=place,
        label=str(row["label"]),
        pattern=pattern if isinstance(pattern, str) else tuple(pattern),  # type: ignore[arg-type]
        id=key,
        category=_text(row, "category"),
        lemma=_text(row, "lemma"),
        unit=_text(row, "unit"),
        value=None if value is None else Decimal(str(value)),
        kind=row.get("kind"),  # type: ignore[arg-type]
        examples=examples,
        counter_examples=counters,
    )


def _text(row: Mapping[str, object], key: str) -> str | None:
    return str(row[key]) if key in row else None
