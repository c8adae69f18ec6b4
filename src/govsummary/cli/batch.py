"""`govsummary batch`: an archive in, a dataset out, with a bar on a terminal and plain lines in a log."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from govsummary.archive.batch import Progress, Settings, run_batch
from govsummary.archive.dataset import FAILURES
from govsummary.archive.work import Engine
from govsummary.cli import INTERRUPTED
from govsummary.cli.output import EngineName
from govsummary.cli.problems import FOUND, report
from govsummary.errors import InputError

if TYPE_CHECKING:
    from rich.progress import TaskID

# So many failures are named as they come; all of them stand in failures.jsonl.
NAMED_FAILURES = 20
# Seconds between two lines of a log: soon at first, then so that a night fits on a screen.
FIRST_LINE = 5.0
LINE_EVERY = 60.0
_REDRAWN = 2  # times a second: drawing takes time from the work
_MINUTE = 60
_HOUR = 3600

Show = Callable[[Progress], None]


def run_archive(settings: Settings, engine_name: EngineName, workers: int, scheduler: str | None) -> int:
    """Makes or completes a dataset.

    Raises:
        InputError: see `run_batch`; an engine that cannot be used.
        LexiconErrors: lexicons with problems.
        OSError: a full disk; the dataset can be completed later.
    """
    if not settings.sources:
        raise InputError("nothing to read; name folders or files, or - for a list of paths on standard input")
    # Arrow's own allocator keeps what it once had, as if memory grew; it has to be set before Arrow is imported.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    engine = _engine(settings, engine_name, workers, scheduler)
    last: Progress | None = None
    named = 0
    try:
        with _shown() as show:
            for last in run_batch(settings, engine):
                for failure in last.failed[: NAMED_FAILURES - named]:
                    report(f"{failure.path}: {failure.message} [{failure.code}]")
                named = min(NAMED_FAILURES, named + len(last.failed))
                show(last)
    except KeyboardInterrupt:
        done = "" if last is None else f" after {last.inputs} files"
        report(f"interrupted{done}; finished parts are safe: the same command goes on from there")
        return INTERRUPTED
    except OSError as error:
        report(
            f"{_reason(error, settings)}; finished parts are safe: make room, and the same command goes on from there"
        )
        return 2
    return _account(settings, last)


def processors() -> int:
    """Gives how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _engine(settings: Settings, name: EngineName, workers: int, scheduler: str | None) -> Engine:
    if name is EngineName.DASK:
        from govsummary.archive.dask import DaskEngine

        return DaskEngine(settings.task, workers, scheduler)
    if scheduler is not None:
        raise InputError("--scheduler goes with --engine dask")
    from govsummary.archive.workers import LocalEngine

    return LocalEngine(settings.task, workers)


def _reason(error: OSError, settings: Settings) -> str:
    return f"{error.filename or settings.out}: {(error.strerror or str(error)).lower()}"


def _account(settings: Settings, last: Progress | None) -> int:
    """Says in one line what was done, and gives the exit status."""
    if last is None:
        return 0
    report(
        f"{settings.out}: {last.documents} documents read, {last.records} records, {last.facts} facts; "
        f"{last.unchanged} files unchanged, {last.duplicates} duplicates, {last.failures} failed"
        + (f" (see {settings.out / FAILURES})" if last.failures else "")
    )
    return FOUND if last.failures else 0


@contextmanager
def _shown() -> Iterator[Show]:
    if sys.stderr.isatty():
        with _bar() as show:
            yield show
    else:
        yield LogLines()


@contextmanager
def _bar() -> Iterator[Show]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("govsummary"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]}"),
    )
    console = Console(stderr=True)
    with Bar(*columns, console=console, refresh_per_second=_REDRAWN, transient=True, redirect_stdout=False) as bar:
        task: TaskID = bar.add_task("", total=None, rate="", failed="")
        pace = Pace()

        def show(progress: Progress) -> None:
            pace.tell(progress)
            failed = f"{progress.failures} failed" if progress.failures else ""
            bar.update(task, completed=progress.inputs, total=progress.total, rate=f"{pace.rate:.1f}/s", failed=failed)

        yield show


class Pace:
    """How fast the inputs that had to be read went by, of late.

    Attributes:
        rate: inputs a second.
    """

    _SPAN = 30.0  # seconds that count

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = 0.0
        self._clock = clock
        self._seen: list[tuple[float, int]] = [(clock(), 0)]

    def tell(self, progress: Progress) -> None:
        """Takes note of how far it is."""
        now, done = self._clock(), progress.inputs - progress.unchanged
        if now - self._seen[-1][0] >= 1:
            self._seen = [mark for mark in self._seen if now - mark[0] <= self._SPAN] or self._seen[-1:]
            self._seen.append((now, done))
        start, before = self._seen[0]
        self.rate = (done - before) / (now - start) if now > start else 0.0

    def left(self, progress: Progress) -> float | None:
        """Gives the seconds that are left; None when nobody can know."""
        if progress.total is None or not self.rate:
            return None
        return max(0, progress.total - progress.inputs) / self.rate


class LogLines:
    """Plain lines for a log, now and then."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, say: Callable[[str], None] = report) -> None:
        self._clock = clock
        self._say = say
        self._pace = Pace(clock)
        self._next = clock() + FIRST_LINE

    def __call__(self, progress: Progress) -> None:
        """Says how far it is, when it is time."""
        self._pace.tell(progress)
        if progress.complete or self._clock() < self._next:
            return
        self._next = self._clock() + LINE_EVERY
        of = "" if progress.total is None else f" of {progress.total}"
        left = self._pace.left(progress)
        when = "" if left is None else f", {spoken(left)} left"
        self._say(f"{progress.inputs}{of} files, {self._pace.rate:.1f} a second{when}, {progress.failures} failed")


def spoken(seconds: float) -> str:
    """Gives a length of time in the unit that suits it.

    >>> spoken(42), spoken(600), spoken(9000)
    ('42 s', '10 min', '2.5 h')
    """
    if seconds < 2 * _MINUTE:
        return f"{seconds:.0f} s"
    return f"{seconds / _MINUTE:.0f} min" if seconds < 2 * _HOUR else f"{seconds / _HOUR:.1f} h"
