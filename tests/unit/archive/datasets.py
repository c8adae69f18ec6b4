"""What the tests of archives share: an engine without processes, and ways to look at a dataset."""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable
from pathlib import Path

from govsummary.archive.batch import Progress, Settings, run_batch
from govsummary.archive.schema import TABLE_NAMES
from govsummary.archive.work import Batch, Extractor, Result, Task

PART = 8  # documents of the first parts: small archives have some parts, too


class InlineEngine:
    """Does everything in this process, and remembers what it was given."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self.names: list[str] = []

    def map(self, batches: Iterable[Batch]) -> Generator[Result, None, None]:
        extractor = Extractor(self._task)
        for batch in batches:
            self.names += [document.name for document in batch]
            yield extractor.run(batch)


def settings(source: Path | str, out: Path, **more: object) -> Settings:
    values: dict[str, object] = {"form": "jsonl", "first_part": PART, **more}
    return Settings(sources=(str(source),), out=out, **values)  # type: ignore[arg-type]


def run(wanted: Settings) -> tuple[Progress, list[str]]:
    """Runs to the end; gives the last progress and the documents that were read."""
    engine = InlineEngine(wanted.task)
    *_, last = run_batch(wanted, engine)
    assert last.complete
    return last, engine.names


def files_of(dataset: Path) -> dict[str, bytes]:
    """Gives all that a dataset holds, without what may differ: the state, and times."""
    found = {}
    for path in sorted(dataset.rglob("*")):
        place = path.relative_to(dataset)
        if path.is_file() and place.parts[0] != ".govsummary":
            data = path.read_bytes()
            if path.name == "run.json":
                account = json.loads(data)
                del account["started"], account["seconds"]
                data = json.dumps(account).encode()
            found[place.as_posix()] = data
    return found


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rows_of_table(dataset: Path, table: str) -> list[dict[str, object]]:
    """Gives the rows of a table of lines, in the order of the parts."""
    return [row for part in sorted((dataset / table).iterdir()) for row in lines_of(part)]


def content_of(dataset: Path) -> dict[str, list[str]]:
    """Gives the rows of all tables, whatever part they are in."""
    return {
        table: sorted(json.dumps(row, ensure_ascii=False) for row in rows_of_table(dataset, table))
        for table in TABLE_NAMES
    }
