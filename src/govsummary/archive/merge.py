"""Puts results together in the order of the inputs: rows to the writer, what became of each input to the manifest."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from govsummary.archive.feed import Dispatched, Feed, GroupEnd, Segment, SegmentEnd, Settled
from govsummary.archive.manifest import Entry, Failure, Manifest, Part
from govsummary.archive.parts import PartWriter
from govsummary.archive.schema import TABLE_NAMES, TableName
from govsummary.archive.work import FailureCode, Outcome, Result


@dataclass(slots=True)
class Counts:
    """What came of the inputs of this run that were read."""

    documents: int = 0
    records: int = 0
    facts: int = 0
    duplicates: int = 0
    failures: int = 0


@dataclass(slots=True)
class _Open:
    """What belongs to the segment that is being merged."""

    entries: list[Entry] = field(default_factory=list)
    rows: dict[TableName, int] = field(default_factory=lambda: dict.fromkeys(TABLE_NAMES, 0))


class Merge:
    """Takes results in the order of their batches.

    Attributes:
        counts: so far.
    """

    def __init__(self, feed: Feed, writer: PartWriter, manifest: Manifest, run: int) -> None:
        self.counts = Counts()
        self._feed = feed
        self._writer = writer
        self._manifest = manifest
        self._run = run
        self._open = _Open()
        self._waiting: deque[tuple[Segment, _Open]] = deque()
        self._placed: dict[int, dict[TableName, int]] = {}
        self._fresh_failures: list[Failure] = []
        # How documents that are not yet in the manifest ended, by hash: None when they were read.
        self._endings: dict[bytes, tuple[FailureCode, str] | None] = {}

    def take(self, result: Result) -> tuple[Failure, ...]:
        """Takes the result of a batch, and all that follows it without reading; gives the failures among them."""
        self._writer.add(result.tables)
        outcomes = iter(result.outcomes)
        left = len(result.outcomes)
        script = self._feed.script
        while script and (left or not isinstance(script[0], Dispatched)):
            mark = script.popleft()
            if isinstance(mark, Dispatched):
                left -= 1
            self._follow(mark, outcomes)
        self.enter_finished()
        failures, self._fresh_failures = tuple(self._fresh_failures), []
        return failures

    def enter_finished(self) -> None:
        """Enters the segments whose parts are in their places."""
        for part in self._writer.finished():
            self._placed[part.number] = dict(part.lengths)
        while self._waiting:
            segment, done = self._waiting[0]
            if segment.number is None:
                self._manifest.enter(done.entries, self._run)
            elif segment.number in self._placed:
                lengths = self._placed.pop(segment.number)
                self._manifest.enter(done.entries, self._run, Part(segment.number, done.rows, lengths))
            else:
                return
            self._waiting.popleft()
            self._feed.forget(done.entries)
            for entry in done.entries:
                if entry.hash is not None:
                    self._endings.pop(entry.hash, None)

    def _follow(self, mark: Settled | Dispatched | GroupEnd | SegmentEnd, outcomes: Iterator[Outcome]) -> None:
        match mark:
            case Dispatched(entry):
                self._read(entry, next(outcomes))
            case Settled(entry, copied):
                self._settled(entry, copied)
            case GroupEnd():
                self._writer.end_group()
            case SegmentEnd(segment):
                if segment.number is not None:
                    self._writer.end_part(segment.number)
                if self._open.entries:
                    self._waiting.append((segment, self._open))
                self._open = _Open()

    def _read(self, entry: Entry, outcome: Outcome) -> None:
        assert entry.hash is not None
        if outcome.code is not None:
            self._endings[entry.hash] = (outcome.code, outcome.message)
            self._failed(replace(entry, code=outcome.code, message=outcome.message))
            return
        self._endings[entry.hash] = None
        self._open.entries.append(replace(entry, new=True))
        for table, number in zip(TABLE_NAMES, (1, outcome.records, outcome.facts), strict=True):
            self._open.rows[table] += number
        self.counts.documents += 1
        self.counts.records += outcome.records
        self.counts.facts += outcome.facts

    def _settled(self, entry: Entry, copied: bool) -> None:
        ending = self._ending(entry.hash) if copied and entry.hash is not None else None
        if ending is not None:
            entry = replace(entry, code=ending[0], message=ending[1])
        if entry.code is not None:
            self._failed(entry)
            return
        self._open.entries.append(entry)
        self.counts.duplicates += not entry.gone

    def _ending(self, digest: bytes) -> tuple[FailureCode, str] | None:
        """Says how the document of this hash failed; None when it did not."""
        if digest in self._endings:
            return self._endings[digest]
        return None if self._manifest.has_document(digest) else self._manifest.failure(digest)

    def _failed(self, entry: Entry) -> None:
        assert entry.code is not None
        self._open.entries.append(entry)
        self._fresh_failures.append(Failure(entry.name, entry.code, entry.message))
        self.counts.failures += 1
