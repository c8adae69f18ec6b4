"""Where no library for tables is installed, everything else works, and what needs one says which."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SUMMARY = "corpus/urban-management-2021h1.txt"
LATER = "corpus/urban-management-2021h2.txt"
ABSENT = ("pandas", "polars", "pyarrow", "dask", "distributed", "duckdb", "resvg_py")
# What a process runs before anything else: it takes the libraries away, whatever is installed.
BLOCKER = f"""
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {ABSENT!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Absent())
"""


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of processes, and all that they start, without the libraries."""
    folder = tmp_path_factory.mktemp("bare")
    (folder / "sitecustomize.py").write_text(BLOCKER, encoding="utf-8")
    return os.environ | {"PYTHONPATH": str(folder)}


def run(bare: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=bare, cwd=ROOT, check=False)


def govsummary(bare: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(bare, "-m", "govsummary", *arguments)


@pytest.mark.parametrize("library", ABSENT)
def test_the_libraries_are_absent(library: str, bare: dict[str, str]) -> None:
    assert "ModuleNotFoundError" in run(bare, "-c", f"import {library}").stderr


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["extract", SUMMARY, "--format", "table"], 0),
        (["extract", SUMMARY, "--format", "json"], 0),
        (["extract", SUMMARY, "--format", "csv"], 0),
        (["read", SUMMARY], 0),
        (["diff", SUMMARY, LATER, "--format", "csv"], 0),
        (["series", SUMMARY, LATER, "--format", "json"], 0),
        (["audit", SUMMARY, "--format", "md"], 0),
        (["explain", SUMMARY, "--text", "26处"], 0),
        (["score", "corpus", "--name", "urban-*"], 0),
        (["schema"], 0),
        (["lexicon", "check"], 0),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_commands_work(arguments: list[str], status: int, bare: dict[str, str]) -> None:
    done = govsummary(bare, *arguments)
    assert done.returncode == status, done.stderr
    assert done.stdout or arguments == ["lexicon", "check"]
    assert "Traceback" not in done.stderr


def test_an_archive_becomes_a_dataset_of_lines_that_trend_reads(bare: dict[str, str], tmp_path: Path) -> None:
    out = str(tmp_path / "dataset")
    made = govsummary(bare, "batch", "corpus", "--include", "urban-*.txt", "--format", "jsonl", "--out", out)
    assert made.returncode == 0, made.stderr
    metric = ["--organization", "岚溪市", "--metric", "拆除", "高炮广告", "处"]
    found = govsummary(bare, "trend", out, *metric, "--format", "json", "-o", str(tmp_path / "chart.svg"))
    assert found.returncode == 0, found.stderr
    assert [point["value"] for point in json.loads(found.stdout)["points"]] == [26, 9]
    assert (tmp_path / "chart.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("arguments", "extra"),
    [
        (["batch", "corpus", "--out", "{out}"], "arrow"),
        (["batch", "corpus", "--out", "{out}", "--format", "jsonl", "--engine", "dask"], "dask"),
        (["query", "{lines}", "SELECT 1"], "query"),
        (["trend", "{lines}", "--organization", "岚", "--metric", "拆除", "广告", "处", "-o", "{out}.png"], "chart"),
    ],
)
def test_what_needs_a_library_says_which(
    arguments: list[str], extra: str, bare: dict[str, str], tmp_path: Path
) -> None:
    places = {"out": str(tmp_path / "out"), "lines": str(tmp_path / "lines")}
    if any("{lines}" in argument for argument in arguments):
        source = ["batch", SUMMARY, "--format", "jsonl", "--out", places["lines"]]
        assert govsummary(bare, *source).returncode == 0
    done = govsummary(bare, *(argument.format(**places) for argument in arguments))
    assert done.returncode == 2
    assert f"govsummary[{extra}]" in done.stderr
    assert done.stderr.count("\n") == 1


def test_the_library_works(bare: dict[str, str]) -> None:
    code = """
import govsummary
from pathlib import Path
document = govsummary.extract(Path("corpus/urban-management-2021h1.txt"))
rows = document.facts()
assert len(rows) == sum(len(record.quantities) for record in document.records) > 50
assert govsummary.diff("2022年，拆除围挡3处。", "2023年，拆除围挡5处。").rows[0].delta == 2
for name, extra in (("to_arrow", "arrow"), ("to_pandas", "pandas"), ("to_polars", "polars")):
    try:
        getattr(govsummary, name)([document])
    except govsummary.MissingExtraError as error:
        assert isinstance(error, ImportError) and f"govsummary[{extra}]" in str(error)
    else:
        raise AssertionError(name)
print(len(rows))
"""
    done = run(bare, "-c", code)
    assert done.returncode == 0, done.stderr


def test_importing_the_package_imports_none_of_them() -> None:
    code = "import sys, govsummary; from govsummary import dataset, extract_batch, to_arrow, to_pandas, trend; "
    code += f"import govsummary.cli.app; print([name for name in {ABSENT!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
