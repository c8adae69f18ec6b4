"""Runs the examples of a user's token patterns: each must match, and do to the records what its label says.

An example is a text, or `text => words` where the match must be exactly these words; in a counter-example nothing may
match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from govsummary.errors import LexiconError
from govsummary.marks import Mark
from govsummary.model import Document, Phrase, Record, Source
from govsummary.pattern_lines import PatternLine
from govsummary.pipeline import Engine, extract_source, find_marks
from govsummary.text import fold


class _Case(NamedTuple):
    """An example with what was read, by all patterns and without any."""

    match: Mark
    document: Document
    plain: Document


def check_patterns(engine: Engine) -> list[LexiconError]:
    """Gives one problem for each example that comes out wrong, in the order of the file."""
    lines = engine.patterns.lines if engine.patterns else ()
    return [problem for line in lines for problem in _check_line(line, engine)]


def _check_line(line: PatternLine, engine: Engine) -> Iterable[LexiconError]:
    for example in line.examples:
        text, _, wanted = (part.strip() for part in example.partition("=>"))
        matches = _matches(text, line, engine)
        words = [text[mark.start : mark.end] for mark in matches]
        if not matches:
            yield LexiconError(line.place, f"{text!r} is not matched")
        elif wanted and wanted not in words:
            yield LexiconError(line.place, f"{text!r} matches {'、'.join(words)}, not {wanted}")
        else:
            found = matches[words.index(wanted)] if wanted else matches[0]
            yield from _check_effect(text, found, engine)
    for text in line.counter_examples:
        for mark in _matches(text, line, engine)[:1]:
            yield LexiconError(line.place, f"{text!r} must not be matched; {text[mark.start : mark.end]} is")


def _matches(text: str, line: PatternLine, engine: Engine) -> list[Mark]:
    marks = find_marks(fold(text, engine.lexicon.traditional), engine)
    return [mark for mark in marks.longest(line.label) if mark.line is line] if marks else []


def _check_effect(text: str, mark: Mark, engine: Engine) -> Iterable[LexiconError]:
    document = _read(text, engine)
    case = _Case(mark, document, _read(text, replace(engine, patterns=None)))
    holds, otherwise = _EFFECTS[mark.line.label]
    if not holds(case):
        yield LexiconError(mark.line.place, f"{text!r} is matched, but {otherwise}; it gives {_shown(document)}")


def _read(text: str, engine: Engine) -> Document:
    return extract_source(Source(path=None, format="text", encoding=None, characters=len(text), text=text), engine)


def _shown(document: Document) -> str:
    return "; ".join(map(_shown_record, document.records)) or "nothing"


def _shown_record(record: Record) -> str:
    quotes = " ".join(quantity.quote for quantity in record.quantities)
    action, phrase = (part.text if part else "-" for part in (record.action, record.object))
    return f"{action} | {phrase} | {quotes or '-'}"


def _adds_quantity(case: _Case) -> bool:
    quantities = [quantity for record in case.document.records for quantity in record.quantities]
    return any(one.start <= case.match.start and case.match.end <= one.end for one in quantities)


def _blocks_quantity(case: _Case) -> bool:
    before, after = (_quotes(document, case.match) for document in (case.plain, case.document))
    return bool(before) and not after


def _quotes(document: Document, mark: Mark) -> list[str]:
    quantities = [quantity for record in document.records for quantity in record.quantities]
    return [one.quote for one in quantities if mark.overlaps((one.start, one.end))]


def _phrases(case: _Case, part: str) -> list[Phrase]:
    phrases = [getattr(record, part) for record in case.document.records]
    return [phrase for phrase in phrases if phrase and case.match.overlaps((phrase.start, phrase.end))]


def _labels(case: _Case) -> set[str]:
    return {category.label for record in case.document.records for category in record.categories}


def _blocks_label(case: _Case) -> bool:
    label = case.match.line.category
    return label not in _labels(case) and label in _labels(case._replace(document=case.plain))


_EFFECTS: Mapping[str, tuple[Callable[[_Case], bool], str]] = {
    "QUANTITY": (_adds_quantity, "no record has it as its quantity"),
    "ACTION": (lambda case: bool(_phrases(case, "action")), "no record has it as its action"),
    "OBJECT": (lambda case: bool(_phrases(case, "object")), "no record has it in its object"),
    "CATEGORY": (lambda case: case.match.line.category in _labels(case), "no record gets the label"),
    "BLOCK": (_blocks_quantity, "it takes no quantity away"),
    "BLOCK_ACTION": (lambda case: not _phrases(case, "action"), "a record has it as its action"),
    "BLOCK_OBJECT": (lambda case: not _phrases(case, "object"), "a record has it in its object"),
    "BLOCK_CATEGORY": (_blocks_label, "it takes the label from no record"),
}
