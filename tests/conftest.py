"""What all tests share: the built-in engine, compiled once, and a small dataset in both formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from stored_archives import TEXTS, store

from govsummary.pipeline import Engine, load_engine
from govsummary.tabular.stored import StoredDataset

# Programs that tests start, no tests: imported here they would fail.
collect_ignore = ["data"]


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine of the built-in lexicon; immutable, so one is enough for all tests."""
    return load_engine()


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of summaries of one office, and of some others."""
    folder = tmp_path_factory.mktemp("archive")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def parquet(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> StoredDataset:
    """The archive as a dataset of Parquet."""
    return store(archive, "parquet", tmp_path_factory.mktemp("parquet") / "dataset")


@pytest.fixture(scope="session")
def jsonl(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> StoredDataset:
    """The archive as a dataset of lines."""
    return store(archive, "jsonl", tmp_path_factory.mktemp("jsonl") / "dataset")
