"""The small archive, stored as a dataset in both formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from stored_archives import TEXTS, store

from govsummary.tabular.stored import StoredDataset


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def parquet(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> StoredDataset:
    return store(archive, "parquet", tmp_path_factory.mktemp("parquet") / "dataset")


@pytest.fixture(scope="session")
def jsonl(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> StoredDataset:
    return store(archive, "jsonl", tmp_path_factory.mktemp("jsonl") / "dataset")
