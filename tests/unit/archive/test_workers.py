"""Workers: bounds of time and memory, crashes, and that the others go on."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from govsummary.archive import workers
from govsummary.archive.work import Batch, Extractor, Outcome, Result, Task, WorkDocument
from govsummary.archive.workers import BoundedWorker, LocalEngine, WorkerClosed
from govsummary.model import Source
from govsummary.reading import ReadOptions

GOOD = "全年拆除围挡3处。"
posix = pytest.mark.skipif(os.name == "nt", reason="signals as POSIX has them")


def _document(order: str, number: int = 0) -> WorkDocument:
    return WorkDocument(f"{number}.txt", f"{order}\n{GOOD}{number}".encode())


def _misbehave(data: bytes, path: str, limit: int, options: ReadOptions) -> Source:
    """Does what the first line of a document asks for."""
    from govsummary.reading import read_bytes

    match data.split(b"\n")[0].split():
        case [b"sleep", seconds]:
            time.sleep(float(seconds))
        case [b"allocate"]:
            bytearray(8 << 30)
        case [b"exit"]:
            os._exit(3)
        case [b"once", mark]:
            if not Path(mark.decode()).exists():
                Path(mark.decode()).touch()
                os._exit(3)
        case [b"fail"]:
            raise KeyError("x")
        case [b"surrogate"]:
            return read_bytes(GOOD.encode(), path).model_copy(update={"text": "全年拆除\ud800围挡3处。"})
        case [b"unwritable"]:
            return read_bytes(GOOD.encode(), path).model_copy(update={"tool": "\ud800"})
    return read_bytes(data, path, limit, options)


class MisbehavingExtractor(Extractor):
    """Stands for the real one in the worker process."""

    def __init__(self, task: Task) -> None:
        super().__init__(task)
        from govsummary.archive import work

        vars(work)["read_bytes"] = _misbehave


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Has worker processes take a reader that does as it is told."""
    monkeypatch.setattr(workers, "_serve", _serve)


def _serve(line: object, task: Task) -> None:
    vars(workers)["Extractor"] = MisbehavingExtractor
    SERVE(line, task)  # type: ignore[arg-type]


SERVE = workers._serve


def _codes(result: Result) -> list[str | None]:
    return [outcome.code for outcome in result.outcomes]


def _run(orders: list[str], seconds: float = 30, megabytes: int = 1024) -> Result:
    worker = BoundedWorker(Task("jsonl", reading=ReadOptions(seconds=seconds, megabytes=megabytes)))
    try:
        result = worker.run(tuple(_document(order, number) for number, order in enumerate(orders)))
        good = [number for number, code in enumerate(_codes(result)) if code is None]
        rows = result.tables["documents"].decode().splitlines() if result.tables else []
        assert [f'"path":"{number}.txt"' in row for number, row in zip(good, rows, strict=True)] == [True] * len(good)
        assert not _codes(worker.run((_document("good"),)))[0], "it goes on"
    finally:
        worker.close()
    return result


@pytest.mark.usefixtures("misbehaving")
class TestBounds:
    def test_a_document_that_hangs(self) -> None:
        started = time.monotonic()
        result = _run(["good", "sleep 60", "good"], seconds=1)
        assert _codes(result) == [None, "too_large", None]
        assert result.outcomes[1].message == "took longer than 1 s; split the file"
        assert time.monotonic() - started < 30

    def test_the_clock_starts_with_each_document(self) -> None:
        assert _codes(_run(["sleep 0.6"] * 4, seconds=2)) == [None] * 4

    @pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded where the system can")
    def test_a_document_that_eats_memory(self) -> None:
        result = _run(["good", "allocate", "good"])
        assert _codes(result) == [None, "too_large", None]
        assert "1024 MiB" in result.outcomes[1].message

    def test_a_document_that_ends_the_worker(self) -> None:
        assert _codes(_run(["good", "exit", "good", "exit"])) == [None, "damaged", None, "damaged"]

    def test_a_worker_that_ends_by_itself_gets_another_try(self, tmp_path: Path) -> None:
        assert _codes(_run(["good", f"once {tmp_path / 'mark'}", "good"])) == [None, None, None]

    def test_a_fault_of_ours(self) -> None:
        result = _run(["good", "fail", "good"])
        assert _codes(result) == [None, "internal", None]
        assert "KeyError" in result.outcomes[1].message

    def test_text_that_no_file_can_hold(self) -> None:
        assert _codes(_run(["surrogate"])) == [None]

    def test_rows_that_no_file_can_hold(self) -> None:
        assert _codes(_run(["good", "unwritable", "good"])) == [None, "internal", None]

    def test_the_others_go_on_in_order(self) -> None:
        orders = ["sleep 60" if number == 3 else "good" for number in range(30)]
        engine = LocalEngine(Task("jsonl", reading=ReadOptions(seconds=2)), 2)
        batches = [(_document(order, number),) for number, order in enumerate(orders)]
        codes = [_codes(result)[0] for result in engine.map(batches)]
        assert codes == ["too_large" if number == 3 else None for number in range(30)]


class TestEngine:
    def test_results_come_in_order(self) -> None:
        def batches() -> Iterator[Batch]:
            for number in range(20):
                yield tuple(_document("good", one) for one in range(number % 4))

        lengths = [len(result.outcomes) for result in LocalEngine(Task("jsonl"), 3).map(batches())]
        assert lengths == [number % 4 for number in range(20)]

    def test_it_takes_only_some_batches_ahead(self) -> None:
        taken = []

        def batches() -> Iterator[Batch]:
            for number in range(100):
                taken.append(number)
                yield (_document("good", number),)

        results = LocalEngine(Task("jsonl"), 1).map(batches())
        next(results)
        assert len(taken) < 12
        results.close()

    def test_closing_ends_the_processes(self) -> None:
        before = threading.active_count()
        results = LocalEngine(Task("jsonl"), 2).map([(_document("good", number),) for number in range(50)])
        next(results)
        assert threading.active_count() > before
        results.close()
        assert threading.active_count() == before
        import multiprocessing

        assert not multiprocessing.active_children()

    def test_an_error_in_the_sources_ends_it(self) -> None:
        def batches() -> Iterator[Batch]:
            yield (_document("good"),)
            raise OSError("gone")

        with pytest.raises(OSError, match="gone"):
            list(LocalEngine(Task("jsonl"), 2).map(batches()))

    def test_nothing_to_do(self) -> None:
        assert list(LocalEngine(Task("jsonl"), 2).map([])) == []
        assert list(LocalEngine(Task("jsonl"), 2).map([(), ()])) == [Result(), Result()]

    def test_a_closed_worker(self) -> None:
        worker = BoundedWorker(Task("jsonl"))
        worker.close()
        with pytest.raises(WorkerClosed):
            worker.run((_document("good"),))

    @posix
    def test_a_worker_that_is_killed_loses_nothing(self) -> None:
        worker = BoundedWorker(Task("jsonl"))
        try:
            assert _codes(worker.run((_document("good"),))) == [None]
            assert worker._process is not None
            pid = worker._process._process.pid
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
            assert worker.run((_document("good", 7),)).outcomes == (Outcome(records=1, facts=1),)
        finally:
            worker.close()


@posix
def test_a_worker_whose_master_was_killed_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    timers = []
    monkeypatch.setattr(signal, "setitimer", lambda which, seconds: timers.append((which, seconds)))

    class Line:
        def send(self, _: object) -> None: ...

    task = Task("jsonl", reading=ReadOptions(seconds=7))
    workers._answer((_document("good"),), Line(), Extractor(task), task)  # type: ignore[arg-type]
    assert timers == [(signal.ITIMER_REAL, 17), (signal.ITIMER_REAL, 0)]
