"""A run: from sources to a dataset that is complete, or that the next run completes."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Generator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

from govsummary.archive.dataset import Dataset
from govsummary.archive.feed import FIRST_PART, Feed, Seen, Turn
from govsummary.archive.identity import Identity
from govsummary.archive.lock import locked
from govsummary.archive.manifest import Failure, Manifest
from govsummary.archive.merge import Counts, Merge
from govsummary.archive.parts import PartWriter
from govsummary.archive.sources import Choice, Forecast, check_sources, find_items
from govsummary.archive.work import Engine, TableFormat, Task
from govsummary.archive.workers import LocalEngine
from govsummary.errors import InputError
from govsummary.reading import ReadOptions


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is to do.

    Attributes:
        sources: paths, globs, `@LIST`, `-` for a list on standard input.
        out: the folder of the dataset.
        form: of its parts.
        include: globs of what is read; empty: everything.
        exclude: globs of what is left out.
        limit: so many inputs are looked at; None: all.
        retry_failed: what could not be read in earlier runs is read again.
        fresh: a dataset that is there is made anew.
        lexicons: a folder laid over the built-in lexicon.
        reading: password, programs and bounds of each document.
        first_part: documents of the first parts; later ones hold more.
    """

    sources: tuple[str, ...]
    out: Path
    form: TableFormat = "parquet"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: int | None = None
    retry_failed: bool = False
    fresh: bool = False
    lexicons: Path | None = None
    reading: ReadOptions = field(default_factory=ReadOptions)
    first_part: int = FIRST_PART

    @property
    def task(self) -> Task:
        """What the workers of an engine are made with."""
        return Task(self.form, self.lexicons, self.reading)

    @property
    def choice(self) -> Choice:
        """Which files are inputs."""
        return Choice.of(self.include, self.exclude, self.out, self.reading.password)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        inputs: looked at.
        unchanged: of these, done by an earlier run.
        documents: read in this run, and the rows that they gave.
        duplicates: inputs with the bytes of another one.
        failures: inputs that could not be read, those that failed before included.
        total: all inputs; None as long as nobody knows.
        failed: what failed since the last progress.
        complete: the dataset is whole; this is the last progress.
    """

    inputs: int
    unchanged: int
    documents: int
    records: int
    facts: int
    duplicates: int
    failures: int
    total: int | None = None
    failed: tuple[Failure, ...] = ()
    complete: bool = False


def run_batch(settings: Settings, engine: Engine | None = None) -> Generator[Progress, None, None]:
    """Makes or completes a dataset, and tells how far it is; closing it ends the work, which can go on later.

    Args:
        settings: what to do.
        engine: who does it; one worker on this machine when None.

    Raises:
        InputError: a source is not there, the dataset is in use or was made otherwise.
        LexiconErrors: the lexicons have problems.
        OSError: the disk is full or cannot be written; what is done stays done.
    """
    check_sources(settings.sources)
    if settings.form == "parquet":
        _need_arrow()
    dataset = Dataset(settings.out, settings.form)
    dataset.make()
    with ExitStack() as stack:
        stack.enter_context(locked(dataset.lock, dataset.folder))
        manifest = stack.enter_context(closing(_open_manifest(dataset, settings.fresh)))
        turn = _begin(dataset, manifest, settings)
        yield from _Run(settings, dataset, manifest, turn).all(engine or LocalEngine(settings.task, 1))


def _need_arrow() -> None:
    try:
        import pyarrow.parquet
    except ImportError:
        message = "Parquet needs pyarrow; pip install 'govsummary[arrow]', or choose --format jsonl"
        raise InputError(message) from None
    assert pyarrow.parquet


def _open_manifest(dataset: Dataset, fresh: bool) -> Manifest:
    try:
        return Manifest(dataset.manifest)
    except InputError:
        if not fresh:
            raise
    dataset.manifest.unlink()
    return Manifest(dataset.manifest)


def _begin(dataset: Dataset, manifest: Manifest, settings: Settings) -> Turn:
    """Makes sure that the dataset is one to go on with, clears away what a killed run left, and counts the run."""
    identity = Identity.of(settings.lexicons, settings.form, settings.first_part)
    if settings.fresh:
        manifest.forget_all()
    made = manifest.meta()
    if made:
        identity.check(made, dataset.folder)
    elif dataset.has_parts() and not settings.fresh:
        raise InputError(f"{dataset.folder}: holds parts of no known run; name another --out, or --fresh replaces them")
    run, retrying = int(made.get("run", "0")), made.get("retrying") == "1"
    if made.get("complete", "1") == "1" or (settings.retry_failed and not retrying):
        run, retrying = run + 1, settings.retry_failed
    values = {"run": str(run), "retrying": str(int(retrying)), "complete": "0"}
    manifest.set_meta(identity.values() | values)
    parts = manifest.parts()
    dataset.check(parts, frozenset(stale.part for stale in manifest.stale()))
    dataset.tidy(parts)
    dataset.refresh(manifest)
    return Turn(run, settings.retry_failed, settings.limit, settings.first_part)


class _Run:
    """A run on a dataset that is open and in order."""

    def __init__(self, settings: Settings, dataset: Dataset, manifest: Manifest, turn: Turn) -> None:
        self._settings = settings
        self._dataset = dataset
        self._manifest = manifest
        self._turn = turn
        self._started = dt.datetime.now(dt.UTC)
        self._clock = time.monotonic()

    def all(self, engine: Engine) -> Generator[Progress, None, None]:
        """Reads everything and completes the dataset."""
        choice = self._settings.choice
        items = find_items(self._settings.sources, choice)
        feed = Feed(items, self._manifest, self._turn)
        writer = PartWriter(self._dataset.folder, self._dataset.aside, self._settings.form)
        merge = Merge(feed, writer, self._manifest, self._turn.number)
        forecast = Forecast(self._settings.sources, choice, self._settings.limit)
        results = engine.map(feed.batches())
        try:
            for result in results:
                failed = merge.take(result)
                yield _progress(feed.seen, merge.counts, forecast.total, failed)
            writer.close()
            merge.enter_finished()
        finally:
            forecast.stop()
            results.close()
            writer.abandon()
        self._complete(feed.seen)
        yield _progress(feed.seen, merge.counts, feed.seen.inputs, (), complete=True)

    def _complete(self, seen: Seen) -> None:
        self._manifest.find_stale()
        self._dataset.refresh(self._manifest)
        self._dataset.report(self._manifest, self._account())
        self._manifest.set_meta({"complete": "1"})

    def _account(self) -> dict[str, object]:
        codes = Counter(failure.code for failure in self._manifest.failures())
        totals = self._manifest.totals()
        return {
            **Identity.of(self._settings.lexicons, self._settings.form, self._settings.first_part).values(),
            "sources": list(self._settings.sources),
            **totals,
            "duplicates": totals["inputs"] - totals["documents"] - sum(codes.values()),
            "failures": dict(sorted(codes.items())),
            "started": self._started.isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - self._clock, 1),
        }


def _progress(
    seen: Seen, counts: Counts, total: int | None, failed: tuple[Failure, ...], complete: bool = False
) -> Progress:
    return Progress(
        inputs=seen.inputs,
        unchanged=seen.unchanged,
        documents=counts.documents,
        records=counts.records,
        facts=counts.facts,
        duplicates=counts.duplicates,
        failures=counts.failures + seen.old_failures,
        total=total,
        failed=failed,
        complete=complete,
    )
