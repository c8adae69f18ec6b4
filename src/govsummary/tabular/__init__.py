"""Records as tables: data frames of documents, stored datasets, queries and trends over them.

Each library (pyarrow, pandas, polars, DuckDB, Dask) is imported where it is used, and its absence is one clear error.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from govsummary.errors import MissingExtraError

# The extra that brings each library.
EXTRAS = {"duckdb": "query", "distributed": "dask", "pandas": "pandas", "polars": "polars", "pyarrow": "arrow"}


def library(name: str, purpose: str) -> ModuleType:
    """Imports a library that only some need; `name` may be a module in it.

    Raises:
        MissingExtraError: it is not installed.

    >>> library("json", "a table").__name__
    'json'
    """
    package = name.partition(".")[0]
    try:
        return import_module(name)
    except ImportError as error:
        raise MissingExtraError(package, EXTRAS.get(package, "all"), purpose) from error
