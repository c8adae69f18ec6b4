"""Workers on this machine: processes that read documents, each within bounds of time and memory.

A document that hangs, eats memory or ends its worker is a failure; another worker process takes the place and goes
on with the rest of the batch. `BoundedWorker` is one such process, `LocalEngine` a pool of them.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from govsummary.archive.work import Batch, Extractor, Outcome, Result, Task
from govsummary.errors import LexiconError, LexiconErrors
from govsummary.reading.child import end_child, received
from govsummary.reading.guard import bound_memory

_START_SECONDS = 120  # a busy machine may take so long to start Python and to load the words
# How long after its time a worker that nobody waits for any more ends by itself: its master was killed.
_ORPHAN_SECONDS = 10
_MEBIBYTE = 1024 * 1024
# Of results that came before their turn.
_MOST_BYTES = 32 * _MEBIBYTE
# The words are frozen before, so that a search for garbage looks at documents alone: it costs little, and keeps
# memory flat.
_GARBAGE_THRESHOLDS = (25_000, 10, 10)
_CRASHED = "reading it ended the reader; open it in its program and save it anew"


@dataclass(frozen=True, slots=True)
class _Reply:
    """What a process sends when a batch is done; `spent` when it must not be asked again."""

    result: Result
    spent: bool = False


@dataclass(frozen=True, slots=True)
class _Death:
    """A process ended while it read a document of a batch, or was ended because that took too long."""

    place: int
    late: bool = False


class BoundedWorker:
    """A process that reads batches, started when it is needed and again when it was lost."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._process: _Process | None = None
        self._closed = False

    def run(self, batch: Batch) -> Result:
        """Reads a batch; a document on which the process is lost twice, or that takes too long, is a failure.

        Raises:
            LexiconErrors: the lexicons have problems.
            RuntimeError: no process can be started.
        """
        outcomes: dict[int, Outcome] = {}
        suspect: int | None = None
        while left := [place for place in range(len(batch)) if place not in outcomes]:
            answer = self._ask(tuple(batch[place] for place in left))
            if isinstance(answer, Result):
                outcomes.update(zip(left, answer.outcomes, strict=True))
                return Result(tuple(outcomes[place] for place in range(len(batch))), answer.tables)
            place = left[answer.place]
            if answer.late:
                seconds = self._task.reading.seconds
                outcomes[place] = Outcome(code="too_large", message=f"took longer than {seconds:g} s; split the file")
            elif place == suspect:
                outcomes[place] = Outcome(code="damaged", message=_CRASHED)
            suspect = place  # a worker that was killed for a reason of its own gets a second one
        return Result(tuple(outcomes[place] for place in range(len(batch))))

    def close(self) -> None:
        """Ends the process at once; a batch in hand is lost, and none is taken any more."""
        self._closed = True
        if (process := self._process) is not None:
            process.end()

    def _ask(self, batch: Batch) -> Result | _Death:
        if self._closed:
            raise WorkerClosed
        process = self._process = self._process or _Process(self._task)
        if self._closed:  # in the meantime, by another thread
            process.end()
            raise WorkerClosed
        answer = process.ask(batch)
        if isinstance(answer, _Reply) and not answer.spent:
            return answer.result
        process.end()
        self._process = None
        if self._closed:
            raise WorkerClosed
        return answer.result if isinstance(answer, _Reply) else answer


class WorkerClosed(Exception):
    """The worker was closed while it had a batch in hand."""


class _Process:
    """The process of a worker, and the line to it."""

    def __init__(self, task: Task) -> None:
        context = get_context("spawn")
        self._seconds = task.reading.seconds
        self._line, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=_serve, args=(theirs, task), daemon=True)
        with _deaf():
            self._process.start()
        theirs.close()
        problems = received(self._line) if self._line.poll(_START_SECONDS) else None
        if not isinstance(problems, list):
            self.end()
            raise RuntimeError('no worker process starts; a script needs `if __name__ == "__main__":`')
        if problems:
            self.end()
            raise LexiconErrors("the lexicon has problems", [LexiconError(*problem) for problem in problems])

    def ask(self, batch: Batch) -> _Reply | _Death:
        """Has a batch read; the clock starts anew with each document."""
        place = 0
        try:
            self._line.send(batch)
            while self._line.poll(self._seconds):
                answer = received(self._line)
                if isinstance(answer, _Reply):
                    return answer
                if not isinstance(answer, int):
                    return _Death(place)
                place = answer
        except OSError:  # it ended, or was ended
            return _Death(place)
        return _Death(place, late=True)

    def end(self) -> None:
        """Ends the process, and on POSIX systems all that it started."""
        end_child(self._process, self._line)


@contextmanager
def _deaf() -> Iterator[None]:
    """Has processes that this thread starts wait with Ctrl+C until they can ignore it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # where it has to be started, it would take the block away
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(line: Connection, task: Task) -> None:
    """Reads the batches that come over the line until it is closed: what the process does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C goes to the master alone
    if hasattr(os, "setsid"):
        os.setsid()  # a group to end at once
    # The allocator that Arrow takes by default reserves gigabytes of addresses, and addresses are what is bounded.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    import gc

    gc.set_threshold(*_GARBAGE_THRESHOLDS)
    try:
        extractor = Extractor(task)
    except LexiconErrors as errors:
        problems = [error for error in errors.exceptions if isinstance(error, LexiconError)]
        line.send([(error.place, str(error).removeprefix(f"{error.place}: ")) for error in problems])
        return
    gc.freeze()
    bound_memory(task.reading.megabytes + _taken_megabytes())
    with suppress(EOFError, OSError):
        line.send([])
        while True:
            line.send(_answer(line.recv(), line, extractor, task))


def _answer(batch: Batch, line: Connection, extractor: Extractor, task: Task) -> _Reply:
    def started(place: int) -> None:
        line.send(place)
        _end_by_itself(task.reading.seconds + _ORPHAN_SECONDS)

    result = extractor.run(batch, started)
    _end_by_itself(0)
    return _Reply(result, extractor.short_of_memory)


def _end_by_itself(seconds: float) -> None:
    """Has the system end this process after some seconds, whatever it does; 0 takes that back."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _taken_megabytes() -> int:
    """Gives how many MiB of addresses this process has already: a document may take its share on top of them."""
    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE") // _MEBIBYTE
    return 0


@dataclass(slots=True)
class _Answers:
    """The results that came, by the number of their batch, and the lock of all that threads share."""

    changed: threading.Condition
    results: dict[int, Result | BaseException]


class LocalEngine:
    """N processes on this machine, each with a thread that hands it batches.

    >>> from govsummary.archive.work import WorkDocument
    >>> batches = [(WorkDocument("a.txt", f"拆除围挡{number}处。".encode()),) for number in (1, 2, 3)]
    >>> [result.outcomes[0].facts for result in LocalEngine(Task("jsonl"), workers=1).map(batches)]
    [1, 1, 1]
    """

    def __init__(self, task: Task, workers: int) -> None:
        self._task = task
        self._workers = workers
        # While one document takes its time, the others may be so many batches ahead of it.
        self._window = 8 * workers

    def map(self, batches: Iterable[Batch]) -> Generator[Result, None, None]:
        """Gives the result of each batch in order; see `Engine`."""
        jobs: queue.SimpleQueue[tuple[int, Batch] | None] = queue.SimpleQueue()
        answers = _Answers(threading.Condition(), {})
        workers: list[BoundedWorker] = []
        threads: list[threading.Thread] = []
        taken = given = 0
        feed = iter(batches)
        try:
            batch = next(feed, None)
            while batch is not None or given < taken:
                with answers.changed:
                    while not (given in answers.results or (batch is not None and self._room(taken, given, answers))):
                        answers.changed.wait()
                    result = answers.results.pop(given, None)
                if result is not None:
                    given += 1
                    if isinstance(result, BaseException):
                        raise result
                    yield result
                elif batch is not None:
                    if len(workers) < min(self._workers, taken + 1):
                        workers.append(BoundedWorker(self._task))
                        threads.append(threading.Thread(target=_work, args=(workers[-1], jobs, answers), daemon=True))
                        threads[-1].start()
                    jobs.put((taken, batch))
                    taken += 1
                    batch = next(feed, None)
        finally:
            for worker in workers:
                jobs.put(None)
                worker.close()
            for thread in threads:
                thread.join(_START_SECONDS)

    def _room(self, taken: int, given: int, answers: _Answers) -> bool:
        """Tells whether another batch may be taken: each worker has one in hand and one waits for it."""
        waiting = taken - given - len(answers.results)
        if waiting >= 2 * self._workers or taken - given >= self._window:
            return False
        done = [result for result in answers.results.values() if isinstance(result, Result)]
        return sum(len(data) for result in done for data in result.tables.values()) < _MOST_BYTES


def _work(worker: BoundedWorker, jobs: queue.SimpleQueue[tuple[int, Batch] | None], answers: _Answers) -> None:
    """Hands batches to a worker: what a thread does."""
    while (job := jobs.get()) is not None:
        number, batch = job
        try:
            result: Result | BaseException = worker.run(batch) if batch else Result()
        except WorkerClosed:
            return
        except Exception as error:
            result = error
        with answers.changed:
            answers.results[number] = result
            answers.changed.notify()
