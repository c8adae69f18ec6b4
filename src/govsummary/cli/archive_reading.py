"""Reads the documents of an archive one after the other, for commands that gather what stands in all of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from govsummary.archive.batch import Progress
from govsummary.archive.sources import Choice, Forecast, Item, check_sources, find_items
from govsummary.archive.work import storable
from govsummary.cli.output import STDOUT
from govsummary.cli.problems import BAD_INPUT, FOUND, describe, report
from govsummary.cli.progress import shown
from govsummary.errors import InputError, ReadError
from govsummary.model import Source
from govsummary.reading.blocks import ReadOptions
from govsummary.reading.guard import Guard

NAMED_FAILURES = 20  # a screen of them; how many there are is said at the end
_NOTHING = Progress(inputs=0, unchanged=0, documents=0, records=0, facts=0, duplicates=0, failures=0)


@dataclass(slots=True)
class Archive:
    """The documents of some sources.

    Attributes:
        sources: as `find_items` takes them.
        choice: which of the files are read.
        limit: so many files are looked at; None: all.
        reading: how documents are read.
        out: what is written when all are read; it must be none of them.
        progress: how far the reading is.
    """

    sources: tuple[str, ...]
    choice: Choice
    limit: int | None
    reading: ReadOptions
    out: Path | None
    progress: Progress = field(default=_NOTHING, init=False)

    def documents(self) -> Iterator[Source]:
        """Gives each document as read; those with the bytes of an earlier one are left out, failures are reported.

        Raises:
            InputError: a source is not there, or `out` is one of the documents.
        """
        check_sources(self.sources)
        forecast = Forecast(self.sources, self.choice, self.limit)
        seen: set[bytes] = set()
        try:
            with Guard(self.reading) as guard, shown() as show:
                for item in self._items():
                    source = self._read(item, guard, seen)
                    if source is not None:
                        yield source
                    self.progress = replace(self.progress, total=forecast.total)
                    show(self.progress)
        finally:
            forecast.stop()

    def status(self) -> int:
        """Says in a line what was left out, and gives the exit status: 1 for some documents, 2 when none was read."""
        progress = self.progress
        if progress.failures > NAMED_FAILURES:
            report(f"{progress.failures} of {progress.inputs} files could not be read")
        if progress.duplicates:
            report(f"{progress.duplicates} of {progress.inputs} files left out: they repeat another, byte by byte")
        if not progress.inputs:
            report("no file was found; check the folders, --include and --exclude")
        if not progress.documents:
            return BAD_INPUT
        return FOUND if progress.failures else 0

    def _items(self) -> Iterator[Item]:
        refused = None if self.out in (None, STDOUT) else os.path.realpath(str(self.out))
        looked_at = 0
        for item in find_items(self.sources, self.choice):
            if refused is not None and os.path.realpath(os.fsdecode(item.key)) == refused:
                raise InputError(f"{self.out}: is one of the summaries to read; choose another place for -o")
            if item.container:
                continue
            if looked_at == self.limit:
                return
            looked_at += 1
            yield item

    def _read(self, item: Item, guard: Guard, seen: set[bytes]) -> Source | None:
        before = self.progress
        try:
            data = item.load()
            digest = hashlib.sha256(data).digest()
            if digest in seen:
                self.progress = replace(before, inputs=before.inputs + 1, duplicates=before.duplicates + 1)
                return None
            seen.add(digest)
            source = storable(guard.read(data, item.name))
        except (ReadError, OSError) as error:
            if before.failures < NAMED_FAILURES:
                report(describe(error, item.name))
            self.progress = replace(before, inputs=before.inputs + 1, failures=before.failures + 1)
            return None
        self.progress = replace(before, inputs=before.inputs + 1, documents=before.documents + 1)
        return source
