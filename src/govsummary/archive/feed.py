"""What is to be done with each input: nothing, a line in the manifest, or a place in a batch.

Everything is settled by the order of the inputs and by what the manifest holds, never by how fast anybody works: a
run that was killed and started again cuts the same parts as one that was not.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from govsummary.archive.manifest import Entry, Known, Manifest
from govsummary.archive.sources import Item
from govsummary.archive.work import Batch, WorkDocument
from govsummary.errors import ReadError

#: Documents of the first parts; a small archive, too, is safe bit by bit.
FIRST_PART = 256
#: The size of a part doubles after so many, four times over: ten million documents make some 2,500 parts.
_PARTS_OF_A_SIZE = 16
_MOST_DOUBLINGS = 4
# Inputs without rows (duplicates, unreadable files) that a part takes along at most.
_MOST_SETTLED = 4096
_GROUP_DOCUMENTS = 256
_GROUP_BYTES = 32 * 1024 * 1024
_BATCH_DOCUMENTS = 16
_BATCH_BYTES = 2 * 1024 * 1024
# So many inputs may pass without a batch before those who wait hear of it.
_TICK = 256


def part_size(number: int, first: int = FIRST_PART) -> int:
    """Says how many documents a part holds.

    >>> [part_size(number) for number in (0, 15, 16, 32, 64, 1000)]
    [256, 256, 512, 1024, 4096, 4096]
    """
    return first << min(number // _PARTS_OF_A_SIZE, _MOST_DOUBLINGS)


@dataclass(slots=True)
class Segment:
    """A stretch of inputs that is entered in the manifest at once.

    Attributes:
        number: of its part; None while nothing in it has to be read.
    """

    number: int | None = None
    dispatched: int = 0
    settled: int = 0


@dataclass(frozen=True, slots=True)
class Settled:
    """An input that needs no reading; `copied`: what became of the document of this hash becomes of it too."""

    entry: Entry
    copied: bool = False


@dataclass(frozen=True, slots=True)
class Dispatched:
    """An input whose document is in a batch."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class GroupEnd:
    """The end of a row group."""


@dataclass(frozen=True, slots=True)
class SegmentEnd:
    """The end of a segment."""

    segment: Segment


Mark = Settled | Dispatched | GroupEnd | SegmentEnd


@dataclass(frozen=True, slots=True)
class Turn:
    """Which run this is.

    Attributes:
        number: goes up with each run, not when one is taken up again.
        retry: failures of earlier runs are read again.
        limit: so many inputs are looked at; None: all.
        first_part: documents of the first parts.
    """

    number: int
    retry: bool = False
    limit: int | None = None
    first_part: int = FIRST_PART


@dataclass(slots=True)
class Seen:
    """Counts of the inputs of this run: looked at, among them unchanged, among these failures of an earlier run."""

    inputs: int = 0
    unchanged: int = 0
    old_failures: int = 0


@dataclass(slots=True)
class _Gathered:
    """The batch that is being filled, and the row group and the counts beside it."""

    documents: list[WorkDocument] = field(default_factory=list)
    bytes: int = 0
    group_documents: int = 0
    group_bytes: int = 0
    quiet: int = 0
    ripe: bool = False


class Feed:
    """Goes through the inputs.

    Attributes:
        script: what comes after what; whoever merges the results takes it from the left.
        seen: counts.
    """

    def __init__(self, items: Iterable[Item], manifest: Manifest, turn: Turn) -> None:
        self.script: deque[Mark] = deque()
        self.seen = Seen()
        self._items = items
        self._manifest = manifest
        self._turn = turn
        self._next_part = manifest.next_part()
        self._segment = Segment()
        self._gathered = _Gathered()
        self._batches_given = 0
        # Of what is not yet in the manifest; both stay as small as some parts.
        self._pending: set[bytes] = set()
        self._pending_keys: set[bytes] = set()

    def batches(self) -> Iterator[Batch]:
        """Gives what has to be read; a batch may be empty, so that what needs no reading is entered in time."""
        for item in self._items:
            if self._turn.limit is not None and self.seen.inputs >= self._turn.limit and not item.container:
                break
            self._look(item)
            self._gathered.quiet += 1
            if self._gathered.ripe or self._gathered.quiet >= _TICK:
                yield self._take()
        self._end_segment()
        yield self._take()

    def forget(self, entries: Iterable[Entry]) -> None:
        """Takes note that inputs are in the manifest now."""
        for entry in entries:
            self._pending_keys.discard(entry.key)
            if entry.hash is not None:
                self._pending.discard(entry.hash)

    def _take(self) -> Batch:
        gathered = self._gathered
        batch = tuple(gathered.documents)
        self._gathered = _Gathered(group_documents=gathered.group_documents, group_bytes=gathered.group_bytes)
        self._batches_given += bool(batch)
        return batch

    def _look(self, item: Item) -> None:
        if item.key in self._pending_keys:  # named twice
            return
        known = self._manifest.known(item.key)
        if item.container:
            if known is not None:
                self._settle(Settled(Entry(item.key, item.name, "", gone=True)))
            return
        self.seen.inputs += 1
        if known is not None and known.signature == item.signature and not self._again(known):
            self.seen.unchanged += 1
            self.seen.old_failures += known.code is not None
            return
        try:
            data = item.load()
        except ReadError as error:
            self._settle(Settled(Entry(item.key, item.name, item.signature, None, error.code, error.message)))
            return
        digest = hashlib.sha256(data).digest()
        entry = Entry(item.key, item.name, item.signature, digest)
        if digest in self._pending or self._is_done(digest):
            self._settle(Settled(entry, copied=True))
        else:
            self._dispatch(entry, data)

    def _again(self, known: Known) -> bool:
        return self._turn.retry and known.code is not None and known.run < self._turn.number

    def _is_done(self, digest: bytes) -> bool:
        since = self._turn.number if self._turn.retry else 0
        return self._manifest.has_document(digest) or self._manifest.failure(digest, since) is not None

    def _settle(self, mark: Settled) -> None:
        self._pending_keys.add(mark.entry.key)
        self.script.append(mark)
        self._segment.settled += 1
        if self._segment.settled >= _MOST_SETTLED:
            self._end_segment()

    def _dispatch(self, entry: Entry, data: bytes) -> None:
        segment, gathered = self._segment, self._gathered
        if segment.number is None:
            segment.number = self._next_part
            self._next_part += 1
        self._pending_keys.add(entry.key)
        self._pending.add(entry.hash or b"")
        self.script.append(Dispatched(entry))
        segment.dispatched += 1
        gathered.documents.append(WorkDocument(entry.name, data))
        gathered.bytes += len(data)
        gathered.group_documents += 1
        gathered.group_bytes += len(data)
        # The first batches are small: of a few documents every worker gets some.
        most = min(_BATCH_DOCUMENTS, 1 + self._batches_given // 4)
        gathered.ripe |= len(gathered.documents) >= most or gathered.bytes >= _BATCH_BYTES
        if segment.dispatched >= part_size(segment.number, self._turn.first_part):
            self._end_segment()
        elif gathered.group_documents >= _GROUP_DOCUMENTS or gathered.group_bytes >= _GROUP_BYTES:
            self._end_group()
            self.script.append(GroupEnd())

    def _end_group(self) -> None:
        self._gathered.group_documents = self._gathered.group_bytes = 0
        self._gathered.ripe = True

    def _end_segment(self) -> None:
        self._end_group()
        self.script.append(SegmentEnd(self._segment))
        self._segment = Segment()
