"""`--engine dask`: the parts of one machine from a cluster, whatever becomes of its workers."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from distributed import LocalCluster

from govsummary.archive import dask as engine_module
from govsummary.archive.batch import Settings, run_batch
from govsummary.archive.dask import DaskEngine, read_batch
from govsummary.archive.schema import TABLE_NAMES
from govsummary.archive.work import Task, WorkDocument
from govsummary.archive.workers import LocalEngine
from govsummary.cli import main
from govsummary.errors import InputError, LexiconErrors

CORPUS = Path(__file__).parents[1] / "corpus"
COPIES = 4  # of each text: enough for workers to be lost in the midst


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts of the corpus, each several times with other numbers, some broken, some double."""
    folder = tmp_path_factory.mktemp("many")
    chance = random.Random(7)
    for path in sorted(CORPUS.glob("*.txt"))[:40]:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        for copy in range(COPIES):
            data = text.translate({ord(digit): chance.choice("123456789") for digit in "23456789"}).encode()
            (folder / f"{path.stem}-{copy}.txt").write_bytes(b"" if chance.random() < 0.05 else data)
        if chance.random() < 0.2:
            (folder / f"{path.stem}-again.txt").write_bytes((folder / f"{path.stem}-0.txt").read_bytes())
    return folder


@pytest.fixture(scope="module")
def undisturbed(many: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("local") / "dataset"
    run(many, out, LocalEngine(Task("parquet"), 2))
    return parts(out)


def run(many: Path, out: Path, engine: Any) -> None:
    for _ in run_batch(Settings((str(many),), out, first_part=32), engine):
        pass


def parts(out: Path) -> dict[str, bytes]:
    """Gives everything that tells which documents, records and facts there are."""
    paths = [path for table in TABLE_NAMES for path in (out / table).iterdir()]
    paths += [out / "failures.jsonl", out / "duplicates.jsonl"]
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(paths)}


@contextmanager
def cluster(workers: int, threads: int = 1) -> Iterator[Any]:
    """A cluster as others run one: nothing in it was set up for us."""
    with LocalCluster(
        n_workers=workers, threads_per_worker=threads, dashboard_address="127.0.0.1:0", silence_logs=50
    ) as made:
        yield made


def pids(made: Any) -> list[int]:
    """Gives the processes of workers that are at work: one that is killed while it starts is not started again."""
    there = made.scheduler_info["workers"]
    return [nanny.pid for nanny in made.workers.values() if nanny.worker_address in there and nanny.pid is not None]


class TestParts:
    def test_a_local_cluster_gives_the_same_parts(
        self, many: Path, undisturbed: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        command = ["batch", str(many), "--out", str(tmp_path / "out"), "--engine", "dask", "--workers", "2"]
        assert main(command) == 1  # some documents are broken
        assert capsys.readouterr().out == ""
        whole = LocalEngine(Task("parquet"), 2)
        run_at_once = tmp_path / "local"
        for _ in run_batch(Settings((str(many),), run_at_once), whole):
            pass
        assert parts(tmp_path / "out") == parts(run_at_once)
        assert len(parts(tmp_path / "out")["failures.jsonl"]) == len(undisturbed["failures.jsonl"])

    def test_a_running_cluster_gives_the_same_parts(
        self, many: Path, undisturbed: dict[str, bytes], tmp_path: Path
    ) -> None:
        with cluster(1, threads=2) as made:
            run(many, tmp_path / "out", DaskEngine(Task("parquet"), 1, made.scheduler_address))
            assert made.scheduler_info["workers"]  # it is not ours to end
        assert parts(tmp_path / "out") == undisturbed

    @pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX kills")
    def test_killed_workers_lose_and_double_nothing(
        self, many: Path, undisturbed: dict[str, bytes], tmp_path: Path
    ) -> None:
        killed: list[int] = []
        done = threading.Event()

        def kill(made: Any) -> None:
            chance = random.Random(11)
            while len(killed) < 4 and not done.wait(chance.uniform(0.5, 1.5)):
                alive = [pid for pid in pids(made) if pid not in killed]
                if alive:
                    killed.append(chance.choice(alive))
                    os.kill(killed[-1], signal.SIGKILL)

        with cluster(2) as made:
            killer = threading.Thread(target=kill, args=(made,))
            killer.start()
            try:
                run(many, tmp_path / "out", DaskEngine(Task("parquet"), 1, made.scheduler_address))
            finally:
                done.set()
                killer.join()
        assert killed
        assert parts(tmp_path / "out") == undisturbed

    def test_an_interrupted_run_goes_on_with_another_engine(
        self, many: Path, undisturbed: dict[str, bytes], tmp_path: Path
    ) -> None:
        settings = Settings((str(many),), tmp_path / "out", first_part=32)
        with cluster(1) as made:
            progress = run_batch(settings, DaskEngine(settings.task, 1, made.scheduler_address))
            while next(progress).documents < 60:
                pass
            progress.close()
        run(many, tmp_path / "out", LocalEngine(settings.task, 2))
        assert parts(tmp_path / "out") == undisturbed


BATCH = (WorkDocument("a.txt", "拆除围挡3处。".encode()),)


class TestProblems:
    @pytest.fixture(autouse=True)
    def _impatient(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(engine_module, "WAIT_SECONDS", 3.0)
        monkeypatch.setattr(engine_module, "_POLL_SECONDS", 0.5)

    @pytest.mark.parametrize(
        ("address", "said"),
        [
            ("tcp://127.0.0.1:9", "no Dask scheduler answers"),
            ("nonsense", "write it tcp://HOST:PORT"),
            ("ftp://127.0.0.1:9", "write it tcp://HOST:PORT"),
        ],
    )
    def test_a_scheduler_that_is_not_there(self, address: str, said: str) -> None:
        with pytest.raises(InputError, match=said):
            list(DaskEngine(Task("jsonl"), 1, address).map([BATCH]))

    def test_a_cluster_without_workers(self) -> None:
        with cluster(0) as made, pytest.raises(InputError, match="has no worker"):
            list(DaskEngine(Task("jsonl"), 1, made.scheduler_address).map([BATCH]))

    def test_a_cluster_that_loses_all_its_workers(self) -> None:
        def batches(made: Any) -> Iterator[tuple[WorkDocument, ...]]:
            yield BATCH
            made.scale(0)
            deadline = time.monotonic() + 20
            while made.scheduler_info["workers"] and time.monotonic() < deadline:
                time.sleep(0.1)
            yield BATCH

        with cluster(1) as made, pytest.raises(InputError, match="has had no worker for 3 s"):
            list(DaskEngine(Task("jsonl"), 1, made.scheduler_address).map(batches(made)))

    def test_problems_of_lexicons_come_through(self, tmp_path: Path) -> None:
        (tmp_path / "blockers.toml").write_text("broken = [", encoding="utf-8")
        with cluster(1) as made, pytest.raises(LexiconErrors):
            list(DaskEngine(Task("jsonl", tmp_path), 1, made.scheduler_address).map([BATCH]))

    def test_a_worker_of_another_version_is_refused(self) -> None:
        with pytest.raises(InputError, match=r"this is 0\.0\.9; install the same on both"):
            read_batch("0.0.9", b"")

    def test_the_scheduler_goes_with_the_engine(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["batch", str(CORPUS), "--out", str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:9"]) == 2
        assert "--engine dask" in capsys.readouterr().err
