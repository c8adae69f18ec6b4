"""What all tests share: the built-in engine, compiled once."""

from __future__ import annotations

import pytest

from govsummary.pipeline import Engine, load_engine


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine of the built-in lexicon; immutable, so one is enough for all tests."""
    return load_engine()
