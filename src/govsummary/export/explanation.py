"""An explanation as lines that a person reads; a terminal gets colours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from rich.cells import cell_len
from rich.text import Text

from govsummary.explanation import Explanation, NumberNote, RuleNote, TokenNote
from govsummary.model import Record

_LABEL_CELLS = 12
_TOKEN_CELLS = 16
_ELLIPSIS = "…"
_CONTROLS = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " ") | {0x0A: "⏎"}

Row = tuple[str, str]  # a label, empty where it goes on, and what stands beside it


def render(explanation: Explanation, verbose: bool = False, width: int | None = None) -> Text:
    """Gives an explanation as text, a line end after each line.

    Args:
        explanation: what is shown.
        verbose: name every rule that was tried, not only how many.
        width: the cells that the line of the sentence may take; None for the whole sentence.
    """
    shown = _sentence(explanation, width)
    for label, told in _rows(explanation, verbose):
        shown.append(_padded(label, _LABEL_CELLS), style="bold")
        shown.append(f"{_clean(told)}\n")
    return shown


def _sentence(explanation: Explanation, width: int | None) -> Text:
    """Gives the sentence and a line of carets under the number, cut where it is too wide."""
    start, end = explanation.start - explanation.around_start, explanation.end - explanation.around_start
    before, number, after = (
        _clean(part) for part in (explanation.around[:start], explanation.around[start:end], explanation.around[end:])
    )
    if width is not None:
        room = max(0, width - cell_len(number) - 2 * cell_len(_ELLIPSIS))
        before = _cut(before[::-1], room * 2 // 3)[::-1]
        after = _cut(after, room - cell_len(before))
    shown = Text(f"{before}")
    shown.append(number, style="bold underline")
    shown.append(f"{after}\n{' ' * cell_len(before)}")
    shown.append("^" * cell_len(number), style="bright_green")
    place = f"{explanation.start}-{explanation.end}"
    return shown.append(f"\n{_padded('place', _LABEL_CELLS)}{place}\n")


def _cut(text: str, room: int) -> str:
    if cell_len(text) <= room:
        return text
    kept = ""
    for mark in text:
        if cell_len(kept + mark) >= room:
            break
        kept += mark
    return kept + _ELLIPSIS


def _rows(explanation: Explanation, verbose: bool) -> Iterator[Row]:
    if explanation.number is not None:
        yield from _number(explanation.number)
    if explanation.reason is not None:
        yield ("no record" if explanation.number else "no quantity"), explanation.reason
    yield from _labelled("tokens", map(_token, explanation.tokens))
    if explanation.rule is not None:
        yield from _rule(explanation.rule, verbose)
    for note in (*explanation.taken_over, *explanation.fields):
        yield note.field, f"{note.value} ← {note.source}"
    if explanation.record is not None:
        yield "record", record_line(explanation.record)


def _labelled(label: str, lines: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(lines):
        yield (label if number == 0 else ""), line


def _number(number: NumberNote) -> Iterator[Row]:
    value = "masked" if number.masked else _written(number.value)
    upper = f" … {_written(number.upper)}" if number.upper is not None else ""
    scale = f", scale {number.scale}" if number.scale != 1 else ""
    optional = ", optional: a duration or a small count, left out of scores" if number.optional else ""
    yield "number", f"{number.quote} = {value}{upper}{scale} ← production {number.production}{optional}"
    if number.unit is not None:
        unit = number.unit
        told = f"canonical {unit.canonical}, dimension {unit.dimension}, factor {_written(unit.factor)}"
        yield "unit", f"{unit.unit} ← units.tsv: {told}"
    if number.mark is not None:
        yield "bound", f"{number.bound} ← {number.mark}"


def _written(value: Decimal | None) -> str:
    return "unknown" if value is None else f"{value:f}"


def _token(token: TokenNote) -> str:
    return f"{_padded(_clean(token.text), _TOKEN_CELLS)}{token.letter}  {token.origin}"


def _rule(rule: RuleNote, verbose: bool) -> Iterator[Row]:
    yield "clause", f"{rule.clause} (the number as {rule.mark})"
    if rule.id is None:
        yield "rule", f"none of the {len(rule.tried)} rules for {rule.mark} fits: listed"
    else:
        yield "rule", f"{rule.id}, yields {rule.yields}"
        yield "pattern", rule.pattern
    if rule.id is not None:
        yield "before it", f"{len(rule.tried)} rules for {rule.mark} did not fit"
    if verbose and rule.tried:
        yield "", ", ".join(rule.tried)


def record_line(record: Record) -> str:
    """Gives a record on one line: id, action, object, quantities, status, rule."""
    action = record.action.text if record.action else "-"
    phrase = record.object.text if record.object else "-"
    quotes = " ".join(quantity.quote for quantity in record.quantities)
    return f"{record.id}: {action} | {phrase} | {quotes} | {record.status} | rule {record.rule}"


def _padded(text: str, cells: int) -> str:
    return text + " " * max(1, cells - cell_len(text))


def _clean(text: str) -> str:
    return text.translate(_CONTROLS)
