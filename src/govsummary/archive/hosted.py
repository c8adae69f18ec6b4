"""Batches within the processes of others: those of a Dask, Ray or Spark cluster, of a notebook, of a pool.

Such a process must live whatever a document does. So it never reads documents itself: it hands each batch to a process
of its own, which is bounded, ended and replaced as on one machine, and is kept for the batches to come.
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from govsummary.archive.work import Batch, Result, Task
from govsummary.archive.workers import BoundedWorker

_lock = threading.Lock()
# At most as many as there were batches at a time in this process.
_idle: dict[Task, list[BoundedWorker]] = {}


def run_hosted(task: Task, batch: Batch) -> Result:
    """Reads a batch; several threads may do so at once.

    Raises:
        LexiconErrors: the lexicons have problems.
        RuntimeError: no process can be started.

    >>> from govsummary.archive.work import WorkDocument
    >>> run_hosted(Task("jsonl"), (WorkDocument("a.txt", "拆除围挡3处。".encode()),)).outcomes[0].facts
    1
    >>> close_hosted()
    """
    if not batch:
        return Result()
    with _worker(task) as worker:
        return worker.run(batch)


def close_hosted() -> None:
    """Ends the processes that wait for batches."""
    with _lock:
        workers = [worker for idle in _idle.values() for worker in idle]
        _idle.clear()
    for worker in workers:
        worker.close()


@contextmanager
def _worker(task: Task) -> Iterator[BoundedWorker]:
    """Takes a worker that waits, or a new one, and puts it back; one that failed is not used again."""
    with _lock:
        idle = _idle.setdefault(task, [])
        worker = idle.pop() if idle else None
    if worker is None:
        _allow_children()
        worker = BoundedWorker(task)
    try:
        yield worker
    except BaseException:
        worker.close()
        raise
    with _lock:
        _idle.setdefault(task, []).append(worker)


def _allow_children() -> None:
    """Lets this process start others: those that pools start are made to end with them, and may not by default.

    Ours end by themselves when the line to them is cut.
    """
    current = multiprocessing.current_process()
    if current.daemon:
        current.daemon = False
