"""Turns Chinese government work summaries into records: what was done, to what, how much, under which heading."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govsummary.auditing.report import Report
    from govsummary.auditing.run import audit
    from govsummary.compare.diff import diff
    from govsummary.compare.models import Diff, Series
    from govsummary.compare.series import series
    from govsummary.errors import (
        GovSummaryError,
        InputError,
        LexiconError,
        LexiconErrors,
        MissingExtraError,
        ReadError,
    )
    from govsummary.lexicon import Lexicon
    from govsummary.model import (
        Category,
        Document,
        Finding,
        Period,
        Phrase,
        Quantity,
        Record,
        Section,
        Source,
        SourceInfo,
        Span,
    )
    from govsummary.periods import parse_period
    from govsummary.pipeline import extract, extract_quantities
    from govsummary.reading import read
    from govsummary.tabular.batches import batch_schema, extract_batch
    from govsummary.tabular.frames import to_arrow, to_pandas, to_polars
    from govsummary.tabular.stored import dataset
    from govsummary.tabular.trend import trend

__version__ = "0.1.0"

_MODULES = {
    "auditing.report": ("Report",),
    "auditing.run": ("audit",),
    "compare.diff": ("diff",),
    "compare.models": ("Diff", "Series"),
    "compare.series": ("series",),
    "errors": ("GovSummaryError", "InputError", "LexiconError", "LexiconErrors", "MissingExtraError", "ReadError"),
    "lexicon": ("Lexicon",),
    "model": (
        "Category",
        "Document",
        "Finding",
        "Period",
        "Phrase",
        "Quantity",
        "Record",
        "Section",
        "Source",
        "SourceInfo",
        "Span",
    ),
    "periods": ("parse_period",),
    "pipeline": ("extract", "extract_quantities"),
    "reading": ("read",),
    "tabular.batches": ("batch_schema", "extract_batch"),
    "tabular.frames": ("to_arrow", "to_pandas", "to_polars"),
    "tabular.stored": ("dataset",),
    "tabular.trend": ("trend",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "Category",
    "Diff",
    "Document",
    "Finding",
    "GovSummaryError",
    "InputError",
    "Lexicon",
    "LexiconError",
    "LexiconErrors",
    "MissingExtraError",
    "Period",
    "Phrase",
    "Quantity",
    "ReadError",
    "Record",
    "Report",
    "Section",
    "Series",
    "Source",
    "SourceInfo",
    "Span",
    "audit",
    "batch_schema",
    "dataset",
    "diff",
    "extract",
    "extract_batch",
    "extract_quantities",
    "parse_period",
    "read",
    "series",
    "to_arrow",
    "to_pandas",
    "to_polars",
    "trend",
]


def __getattr__(name: str) -> Any:
    """Imports a public name when it is first asked for: `import govsummary` alone stays cheap."""
    if name not in _HOMES:
        raise AttributeError(f"module 'govsummary' has no attribute {name!r}")
    return getattr(import_module(f"govsummary.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
