"""How far work on an archive is: a bar on a terminal, and plain lines in a log."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from govsummary.archive.batch import Progress
from govsummary.cli.problems import report

if TYPE_CHECKING:
    from rich.progress import TaskID

# Seconds between two lines of a log: soon at first, then so that a night fits on a screen.
FIRST_LINE = 5.0
LINE_EVERY = 60.0
_REDRAWN = 2  # times a second: drawing takes time from the work
_WITHOUT_CURSOR = ("dumb", "unknown")  # terminals on which nothing can be drawn over
_MINUTE = 60
_HOUR = 3600

Show = Callable[[Progress], None]


@contextmanager
def shown() -> Iterator[Show]:
    """Gives what is told how far the work is."""
    if sys.stderr.isatty() and os.environ.get("TERM", "").lower() not in _WITHOUT_CURSOR:
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
