"""`govsummary batch`: an archive in, a dataset out, with a bar on a terminal and plain lines in a log."""

from __future__ import annotations

import os

from govsummary.archive.batch import Progress, Settings, run_batch
from govsummary.archive.dataset import FAILURES
from govsummary.archive.work import Engine
from govsummary.cli import INTERRUPTED
from govsummary.cli.output import EngineName
from govsummary.cli.problems import FOUND, report
from govsummary.cli.progress import shown
from govsummary.errors import InputError

# So many failures are named as they come; all of them stand in failures.jsonl.
NAMED_FAILURES = 20


def run_archive(settings: Settings, engine_name: EngineName, workers: int, scheduler: str | None) -> int:
    """Makes or completes a dataset.

    Raises:
        InputError: see `run_batch`; an engine that cannot be used.
        LexiconErrors: lexicons with problems.
        OSError: a full disk; the dataset can be completed later.
    """
    # Arrow's own allocator keeps what it once had, as if memory grew; it has to be set before Arrow is imported.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    engine = _engine(settings, engine_name, workers, scheduler)
    last: Progress | None = None
    named = 0
    try:
        with shown() as show:
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
