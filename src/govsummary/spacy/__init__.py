"""govsummary in a spaCy pipeline.

After installation alone `nlp.add_pipe("govsummary")` works, and so does `@tokenizers = "govsummary.Tokenizer.v1"` in a
config: both are entry points. Import this package only to read what was stored (`DocBin`) without a pipeline.

>>> import spacy
>>> nlp = spacy.blank("zh")
>>> _ = nlp.add_pipe("govsummary")
>>> doc = nlp("拆除违章建筑120处。")
>>> [(span.text, span.label_) for span in doc.spans["govsummary:quantities"]]
[('120处', 'amount')]
"""

from __future__ import annotations

from govsummary.spacy.component import GovSummary, make_component
from govsummary.spacy.extensions import ACTIONS, OBJECTS, QUANTITIES, register, summary_of
from govsummary.spacy.named_entities import Party
from govsummary.spacy.tokenizer import GovSummaryTokenizer, make_tokenizer

__all__ = [
    "ACTIONS",
    "COLORS",
    "OBJECTS",
    "QUANTITIES",
    "GovSummary",
    "GovSummaryTokenizer",
    "Party",
    "make_component",
    "make_tokenizer",
    "summary_of",
]

# What displaCy draws the quantities with.
COLORS = {"amount": "#bfe1d9", "ratio": "#e4e7d2", "change": "#feca74", "rank": "#aa9cfc"}

register()
