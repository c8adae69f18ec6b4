"""Validates every lexicon file and runs the examples of every rule, blocker, bound, pattern and label."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from govsummary import categories, structure_words
from govsummary.clauses import Rule, strings
from govsummary.errors import LexiconError
from govsummary.lexicon import Lexicon, Table, load_with_problems
from govsummary.model import Document, Record, Source
from govsummary.pipeline import Engine, compile_lexicon, extract_source
from govsummary.quantities import find_quantities
from govsummary.text import fold

NOTHING = "-"  # stands in an example for "no action" or "no object"


def check(folder: Path | None = None) -> list[LexiconError]:
    """Checks the built-in lexicon with `folder` laid over it; gives every problem, in order of the files.

    Examples are run only when all files could be read and compiled: a broken file would fail them all.
    """
    lexicon, problems = load_with_problems(folder)
    engine, more = compile_lexicon(lexicon)
    problems = [*problems, *more]
    if engine is None or problems:
        return problems
    return [
        *_check_rules(engine),
        *_check_quantities(engine, lexicon.tables["blockers.toml"], "blockers.toml", blocked=True),
        *_check_quantities(engine, lexicon.tables["bounds.toml"], "bounds.toml", blocked=False),
        *structure_words.check_examples(engine.structure),
        *categories.check_examples(engine.categories, engine.categories.entries),
        *_check_order(lexicon),
    ]


def _check_rules(engine: Engine) -> list[LexiconError]:
    rules = {rule.id: rule for rules in engine.records.reader.rules.values() for rule in rules}
    return [problem for rule in rules.values() for problem in _check_rule(rule, engine)]


def _check_rule(rule: Rule, engine: Engine) -> Iterable[LexiconError]:
    place = f"rules.toml:{rule.id}"
    for example in rule.examples:
        text, _, answer = example.partition("=>")
        wanted = tuple(part.strip() for part in answer.split("|"))
        if len(wanted) != len(("action", "object", "quote")):
            yield LexiconError(place, f"{example!r} is not written as text => action | object | quote")
            continue
        records = _read(text.strip(), engine).records
        found = [_outcome(record, quantity.quote) for record in records for quantity in record.quantities]
        if (rule.id, *wanted) not in found:
            seen = "; ".join(" | ".join(outcome) for outcome in found) or "nothing"
            yield LexiconError(place, f"{text.strip()!r} gives {seen}, not {rule.id} | {' | '.join(wanted)}")
    for text in rule.counter_examples:
        if any(record.rule == rule.id for record in _read(text, engine).records):
            yield LexiconError(place, f"{text!r} must not use this rule")


def _read(text: str, engine: Engine) -> Document:
    source = Source(path=None, format="text", encoding=None, characters=len(text), text=text)
    return extract_source(source, engine)


def _outcome(record: Record, quote: str) -> tuple[str, str, str, str]:
    action = record.action.text if record.action else NOTHING
    phrase = record.object.text if record.object else NOTHING
    return record.rule, action, phrase, quote


def _check_quantities(engine: Engine, tables: Iterable[Table], name: str, *, blocked: bool) -> Iterable[LexiconError]:
    """An example of a blocker holds no quantity, one of a bound has it; counter examples the other way round."""
    for table in tables:
        place = f"{name}:{table.get('id')}"
        for key, wanted in (("examples", not blocked), ("counter_examples", blocked)):
            for text in strings(table, key):
                measures = find_quantities(fold(text), engine.quantities)
                if blocked and bool(measures) is not wanted:
                    what = (
                        "holds no quantity" if wanted else f"still holds {text[measures[0].start : measures[0].end]!r}"
                    )
                    yield LexiconError(place, f"{text!r} {what}")
                elif not blocked and any(m.bound == table.get("bound") for m in measures) is not wanted:
                    yield LexiconError(place, f"{text!r} {'lacks' if wanted else 'has'} the bound {table.get('bound')}")


def _check_order(lexicon: Lexicon) -> Iterable[LexiconError]:
    """Lists are kept sorted, so that a change shows as one line."""
    for name, keys in (("units.tsv", lexicon.units), ("actions.tsv", lexicon.actions), ("nouns.tsv", lexicon.nouns)):
        words = list(keys)
        for before, after in zip(words, words[1:], strict=False):
            if lexicon.folder is None and before > after:
                yield LexiconError(name, f"{after!r} stands after {before!r}; sort the lines by code point")
                break
