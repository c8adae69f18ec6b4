"""Records without a number: what was drawn up, set up or held (制定《…方案》, 成立…领导小组, 召开…推进会)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from govsummary.context import CueFinder, cue_words, last_before
from govsummary.drafts import Draft
from govsummary.lexicon import Table
from govsummary.quantities import Measure
from govsummary.structure import Sentence

MAX_OBJECT = 40  # characters; a longer run between verb and product is seldom one phrase


@dataclass(frozen=True, slots=True)
class ProductGrammar:
    """One expression for verb and product, compiled from the cues of category `product`."""

    pattern: re.Pattern[str]


def parse_products(cues: Iterable[Table]) -> ProductGrammar:
    """Compiles the cues of category `product`."""
    tables = list(cues)
    makers = _alternatives(cue_words(tables, "product", "maker"))
    products = _alternatives(cue_words(tables, "product", "product"))
    # The object is a title, or the shortest run up to a product word at the end of a phrase.
    titled = "《[^《》\\n]{2,60}》(?:、《[^《》\\n]{2,60}》)*(?:等[^，。；：、\\n]{0,8})?"
    named = f"[^，。；：、！？《》\\n对]{{1,{MAX_OBJECT}}}?(?:{products})(?=[，。；、！？\\n]|$|和|及|并)"
    return ProductGrammar(re.compile(f"(?P<action>{makers})了?(?P<object>{titled}|{named})"))


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word))) or "(?!)"


def find_products(
    view: str,
    sentences: Sequence[Sentence],
    measures: Sequence[Measure],
    grammar: ProductGrammar,
    status: CueFinder,
) -> list[Draft]:
    """Gives the records without a quantity, in text order; a phrase that holds a quantity is left to `records`."""
    drafts: list[Draft] = []
    starts = [measure.start for measure in measures]
    for sentence in sentences:
        cues = None
        for match in grammar.pattern.finditer(view, sentence.start, sentence.end):
            nearest = bisect_right(starts, match.end()) - 1
            if nearest >= 0 and measures[nearest].end > match.start():
                continue
            cues = status.find(view, sentence.start, sentence.end) if cues is None else cues
            found = last_before(cues, match.start()) or sentence.status
            drafts.append(Draft(match.span("action"), match.span("object"), found, sentence, "product"))  # type: ignore[arg-type]
    return drafts
