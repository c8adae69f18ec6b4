"""Validates every lexicon file and runs the examples of every rule, blocker, bound, token pattern and label."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from govsummary import categories, structure_words
from govsummary.auditing.run import audit
from govsummary.auditing.words import ClaimWords, parse_claims
from govsummary.clauses import Rule, parse_rules, strings
from govsummary.compare import opposites
from govsummary.errors import LexiconError
from govsummary.lexicon import Lexicon, Table, load_with_problems
from govsummary.model import Document, Record, Source
from govsummary.pattern_check import check_patterns
from govsummary.pipeline import Engine, compile_lexicon, extract_source
from govsummary.quantities import QuantityGrammar, find_quantities
from govsummary.text import fold

_NUMBERS = re.compile(r"\d+|[Xx×*○□_N]+|[〇零一二两三四五六七八九十百千万]+")
NOTHING = "-"  # stands in an example for "no action" or "no object"


def check(folder: Path | None = None) -> list[LexiconError]:
    """Checks the built-in lexicon with `folder` laid over it; gives every problem, in order of the files.

    Examples are run only when all files could be read and compiled: a broken file would fail them all.
    """
    lexicon, problems = load_with_problems(folder)
    engine, more = compile_lexicon(lexicon)
    _, untested = parse_rules(lexicon.tables["rules.toml"])
    claims, wrong_claims = parse_claims(lexicon.tables["claims.toml"])
    problems = [
        *problems,
        *more,
        *wrong_claims,
        *(problem for problem in untested if str(problem) not in map(str, more)),
    ]
    groups, untold = opposites.parse_opposites(lexicon.tables["opposites.toml"])
    problems += untold
    if engine is None or problems:
        return problems
    return [
        *_check_rules(engine),
        *_check_blockers(engine, lexicon.tables["blockers.toml"]),
        *_check_bounds(engine, lexicon.tables["bounds.toml"]),
        *structure_words.check_examples(engine.structure),
        *categories.check_examples(engine.categories, engine.categories.entries),
        *opposites.check_examples(groups),
        *_check_claims(claims, replace(lexicon, patterns=())),
        *check_patterns(engine),
        *_check_order(lexicon),
    ]


def _check_rules(engine: Engine) -> list[LexiconError]:
    engine = replace(engine, patterns=None)  # a user may block what an example of a built-in rule reads
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


def _check_blockers(engine: Engine, tables: Iterable[Table]) -> Iterable[LexiconError]:
    """Each blocker alone must block its examples and nothing of its counter examples."""
    bounds = engine.lexicon.tables["bounds.toml"]
    for table in tables:
        grammar = QuantityGrammar.build(engine.lexicon.units, bounds, [table])
        for key, wanted in (("examples", True), ("counter_examples", False)):
            for text in strings(table, key):
                if _is_blocked(grammar, text) is not wanted:
                    what = "is not blocked" if wanted else "must not be blocked"
                    yield LexiconError(f"blockers.toml:{table.get('id')}", f"{text!r} {what}")


def _is_blocked(grammar: QuantityGrammar, text: str) -> bool:
    view = fold(text)
    return any(grammar.blocked(view, run.start(), len(view)) is not None for run in _NUMBERS.finditer(view))


def _check_bounds(engine: Engine, tables: Iterable[Table]) -> Iterable[LexiconError]:
    """A quantity in an example has the bound, none in a counter example has it."""
    for table in tables:
        for key, wanted in (("examples", True), ("counter_examples", False)):
            for text in strings(table, key):
                measures = find_quantities(fold(text), engine.quantities)
                if any(measure.bound == table.get("bound") for measure in measures) is not wanted:
                    what = f"{'lacks' if wanted else 'has'} the bound {table.get('bound')}"
                    yield LexiconError(f"bounds.toml:{table.get('id')}", f"{text!r} {what}")


def _check_claims(words: ClaimWords, lexicon: Lexicon) -> Iterable[LexiconError]:
    """The first claim of an example has the verdict that it names; `none`: there is no claim."""
    for name, text, wanted in words.examples:
        claims = audit(text, lexicon=lexicon).claims
        found = claims[0].verdict if claims else "none"
        if found != wanted:
            yield LexiconError(f"claims.toml:{name}", f"{text!r} is {found}, not {wanted}")


def _check_order(lexicon: Lexicon) -> Iterable[LexiconError]:
    """Lists are kept sorted, so that a change shows as one line."""
    lists = (
        ("units.tsv", lexicon.units),
        ("actions.tsv", lexicon.actions),
        ("nouns.tsv", lexicon.nouns),
        ("synonyms.tsv", lexicon.synonyms),
    )
    for name, keys in lists:
        words = list(keys)
        for before, after in pairwise(words):
            if lexicon.folder is None and before > after:
                yield LexiconError(name, f"{after!r} stands after {before!r}; sort the lines by code point")
                break
