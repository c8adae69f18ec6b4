"""Orders the stages: text, structure, quantities, clauses, records, categories. The only file that knows them all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from govsummary.assembly import Assembler, plain_quantity
from govsummary.categories import CategoryIndex, parse_categories
from govsummary.clauses import parse_rules
from govsummary.context import parse_cues
from govsummary.drafts import RecordGrammar, Vocabulary
from govsummary.errors import LexiconError, LexiconErrors
from govsummary.lexicon import Lexicon
from govsummary.marks import Marks
from govsummary.model import Document, Finding, Quantity, Source
from govsummary.products import ProductGrammar, find_products, parse_products
from govsummary.quantities import Measure, QuantityGrammar, find_quantities
from govsummary.reading import read
from govsummary.records import find_records
from govsummary.structure import Outline, StructureWords, outline
from govsummary.tables import find_table_records
from govsummary.text import fold
from govsummary.tokens import Tokenizer

if TYPE_CHECKING:
    from govsummary.token_patterns import TokenPatterns


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything compiled from one lexicon; immutable, safe to share between threads."""

    lexicon: Lexicon
    structure: StructureWords
    quantities: QuantityGrammar
    records: RecordGrammar
    products: ProductGrammar
    categories: CategoryIndex
    lemmas: Mapping[str, str]
    patterns: TokenPatterns | None = None


def compile_lexicon(lexicon: Lexicon) -> tuple[Engine | None, list[LexiconError]]:
    """Compiles a lexicon; gives the engine and every problem found, an engine only when there is none."""
    tables = lexicon.tables
    cue_tables = tables["cues.toml"]
    structure, problems = StructureWords.parse(tables["furniture.toml"], tables["documents.toml"])
    quantities, quantity_problems = _quantities(lexicon)
    reader, rule_problems = parse_rules(tables["rules.toml"], tested=lexicon.folder is None)
    categories, category_problems = parse_categories(tables["categories.toml"])
    cues, cue_problems = parse_cues(cue_tables)
    patterns, pattern_problems = _patterns(lexicon)
    problems = [*problems, *quantity_problems, *rule_problems, *category_problems, *cue_problems, *pattern_problems]
    if problems or quantities is None:
        return None, problems
    records = RecordGrammar(Tokenizer.build(lexicon), reader, cues, Vocabulary.build(lexicon), _directions(lexicon))
    index = CategoryIndex.build(categories)
    lemmas = {entry.action: entry.lemma for entry in lexicon.actions.values() if entry.lemma != entry.action}
    products = parse_products(cue_tables)
    return Engine(lexicon, structure, quantities, records, products, index, lemmas, patterns), []


def _patterns(lexicon: Lexicon) -> tuple[TokenPatterns | None, list[LexiconError]]:
    """Compiles a user's token patterns. Only these need spaCy, whose import takes longer than a whole `extract`."""
    if not lexicon.patterns:
        return None, []
    from govsummary.token_patterns import TokenPatterns

    return TokenPatterns.build(lexicon.patterns)


def _quantities(lexicon: Lexicon) -> tuple[QuantityGrammar | None, list[LexiconError]]:
    tables = lexicon.tables
    try:
        return QuantityGrammar.build(lexicon.units, tables["bounds.toml"], tables["blockers.toml"]), []
    except LexiconErrors as errors:
        return None, [error for error in errors.exceptions if isinstance(error, LexiconError)]


def _directions(lexicon: Lexicon) -> dict[str, str]:
    directions = {entry.action: entry.direction for entry in lexicon.actions.values() if entry.direction}
    return directions | {entry.noun: entry.direction for entry in lexicon.nouns.values() if entry.direction}


@lru_cache(maxsize=8)
def engine_of(lexicon: Lexicon) -> Engine:
    """Compiles a lexicon; the same lexicon is compiled once.

    Raises:
        LexiconErrors: with every problem found.
    """
    engine, problems = compile_lexicon(lexicon)
    if engine is None:
        raise LexiconErrors("the lexicon has problems", problems)
    return engine


def load_engine(folder: Path | None = None) -> Engine:
    """Loads and compiles the built-in lexicon with a user's folder laid over it; the same folder is compiled once.

    Raises:
        LexiconErrors: with every problem found.
    """
    return _load_engine(folder)


@lru_cache(maxsize=8)
def _load_engine(folder: Path | None) -> Engine:
    return engine_of(Lexicon.load(folder))


def find_marks(view: str, engine: Engine) -> Marks | None:
    """Gives what the user's patterns find in a folded text; None when there are no patterns."""
    if engine.patterns is None:
        return None
    return engine.patterns.find_own(view, engine.records.tokenizer.segment, engine.quantities)


def with_marks(view: str, measures: list[Measure], engine: Engine, marks: Marks | None) -> tuple[list[Measure], Engine]:
    """Gives the quantities as the user's patterns leave them, and an engine that knows the matches in this one text."""
    if not marks or not marks.found:
        return measures, engine
    measures = marks.quantities(view, engine.quantities, measures)
    tokenizer = replace(engine.records.tokenizer, marked=marks.letters(measures))
    records = replace(engine.records, tokenizer=tokenizer)
    return measures, replace(engine, records=records, lemmas={**engine.lemmas, **marks.lemmas(view)})


def extract_source(source: Source, engine: Engine, marks: Marks | None = None) -> Document:
    """Turns a text as read into its records.

    Args:
        source: the text as read.
        engine: the compiled lexicon.
        marks: what patterns found in the text; looked for with the patterns of the lexicon when None.
    """
    text = source.text
    view = fold(text, engine.lexicon.traditional)
    styled = frozenset(heading.start for heading in source.headings if heading.level)
    layout = outline(view, text, engine.structure, styled)
    marks = find_marks(view, engine) if marks is None else marks
    measures, engine = with_marks(view, find_quantities(view, engine.quantities), engine, marks)
    drafts = find_records(view, layout.sentences, measures, engine.records)
    drafts += find_products(view, layout.sentences, measures, engine.products, engine.records.cues.status)
    drafts += find_table_records(view, layout.tables, engine.quantities)
    drafts = marks.kept(drafts) if marks else drafts
    records = Assembler(text, view, layout, engine.categories, engine.lemmas, source.boxes).records(drafts)
    return Document(
        source=source.info(),
        title=layout.title,
        organization=layout.organization,
        document_type=layout.document_type,
        period=layout.period,
        plan_period=layout.plan_period,
        sections=layout.sections,
        records=marks.labelled(text, records) if marks else records,
        findings=tuple(_findings(source, layout, measures)),
    )


def _findings(source: Source, layout: Outline, measures: list[Measure]) -> list[Finding]:
    findings = []
    if source.replaced:
        message = f"{source.replaced} bytes are not {source.encoding} and stand as U+FFFD"
        findings.append(Finding(code="replaced_bytes", severity="warning", message=message))
    if layout.period is None:
        message = "the text does not say which period it reports on"
        findings.append(Finding(code="no_period", severity="info", message=message))
    if not measures:
        findings.append(Finding(code="no_quantity", severity="info", message="the text holds no quantity"))
    return findings


def extract(source: str | Path, lexicon: Lexicon | None = None) -> Document:
    """Turns a work summary into records.

    Args:
        source: a `str` is the text itself, a `Path` a file.
        lexicon: the words and rules; the built-in ones when None.

    Raises:
        ReadError: the file cannot be read.
        LexiconErrors: the lexicon has problems.

    >>> document = extract("全年拆除违章建筑120处。")
    >>> [(r.action.text, r.object.text, q.quote) for r in document.records for q in r.quantities]
    [('拆除', '违章建筑', '120处')]
    """
    engine = load_engine() if lexicon is None else engine_of(lexicon)
    if isinstance(source, Path):
        return extract_source(read(source), engine)
    plain = Source(path=None, format="text", encoding=None, characters=len(source), text=source)
    return extract_source(plain, engine)


def extract_quantities(text: str, lexicon: Lexicon | None = None) -> list[Quantity]:
    """Finds every number of a text, with or without a unit, in text order, disjoint; names and dates are left out.

    A quantity says only what its own words say, without its clause.

    >>> [(q.quote, q.value, q.unit) for q in extract_quantities("罚款3.2万元，检查企业X余家")]
    [('3.2万元', Decimal('32000'), '元'), ('X余家', None, '家')]
    """
    engine = load_engine() if lexicon is None else engine_of(lexicon)
    view = fold(text, engine.lexicon.traditional)
    return [plain_quantity(measure, text, view) for measure in find_quantities(view, engine.quantities, bare=True)]
