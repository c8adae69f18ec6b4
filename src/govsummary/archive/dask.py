"""Batches on a Dask cluster: the function and the parts of one machine, on many.

Results come back in the order of the batches, so the parts are the same whatever the cluster does. What a worker had in
hand when it died is given to another one; nothing is written anywhere but by the process that asked.
"""

from __future__ import annotations

import logging
import pickle
import re
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from govsummary import __version__
from govsummary.archive.hosted import run_hosted
from govsummary.archive.work import Batch, Result, Task
from govsummary.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from distributed import Client, Future

MOST_TRIES = 4  # of a batch that Dask gave up because its workers died
WAIT_SECONDS = 60.0  # how long a cluster may be without a worker
_POLL_SECONDS = 2.0
_ADDRESS = re.compile(r"(?:(?:tcp|tls|ucx|wss?)://)?[^/\s]+:\d+/?")
_AHEAD = 4  # batches that are given out for each thread of the cluster
_SETTINGS = {
    # Dask takes a task whose worker died a few times for the one that kills them; ours cannot, see `hosted`.
    "distributed.scheduler.allowed-failures": 10,
    # A local cluster gives up a worker that is just starting anew so long after it was lost; ours is to keep it.
    "distributed.deploy.lost-worker-timeout": "1h",
    # Documents travel within the tasks, so that no worker that dies takes any along.
    "distributed.admin.large-graph-warning-threshold": "1GiB",
    # The workers of a local cluster start processes of their own.
    "distributed.worker.daemon": False,
}


class DaskEngine:
    """The workers of a Dask cluster; see `Engine`."""

    def __init__(self, task: Task, workers: int, scheduler: str | None = None) -> None:
        """Connects to nothing yet.

        Args:
            task: how documents are turned into rows.
            workers: of the local cluster that is started where no scheduler is named.
            scheduler: address of a running one: `tcp://HOST:8786`.

        Raises:
            MissingExtraError: `distributed` is not installed.
        """
        try:
            import distributed  # noqa: F401 - is it there?
        except ImportError as error:
            raise MissingExtraError("dask.distributed", "dask", "--engine dask") from error
        self._task = task
        self._workers = workers
        self._scheduler = scheduler

    def map(self, batches: Iterable[Batch]) -> Generator[Result, None, None]:
        """Gives the result of each batch in order; see `Engine`.

        Raises:
            InputError: the scheduler does not answer, has no worker, or loses one after the other; or a worker has
                no govsummary, or one of another version.
            LexiconErrors: the lexicons have problems.
        """
        with self._connected() as client:
            waiting: deque[_Job] = deque()
            for batch in batches:
                waiting.append(_Job(client, pickle.dumps((self._task, batch))))
                while len(waiting) > _AHEAD * max(1, _threads(client)):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    @contextmanager
    def _connected(self) -> Iterator[Client]:
        """Opens the client, and the cluster where none was named; closing it drops what is not done."""
        import dask

        with (
            _silence(),
            dask.config.set(_SETTINGS),
            self._address() as address,
            closing(_client(address)) as client,
        ):
            yield client

    @contextmanager
    def _address(self) -> Iterator[str]:
        if self._scheduler is not None:
            yield self._scheduler
            return
        from distributed import LocalCluster

        # Memory is bounded for each document, by its own process; the cluster's workers only hand on.
        with LocalCluster(
            n_workers=self._workers,
            threads_per_worker=1,
            memory_limit=0,
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        ) as cluster:
            yield cluster.scheduler_address


def _client(address: str) -> Client:
    """Connects to a scheduler that has a worker at least.

    Raises:
        InputError: there is none, or no worker comes.
    """
    from distributed import Client

    if not _ADDRESS.fullmatch(address):  # Dask would leave a client behind that cannot be closed
        raise InputError(f"{address}: no address of a Dask scheduler; write it tcp://HOST:PORT")
    try:
        client = Client(address, timeout=WAIT_SECONDS, set_as_default=False)
    except OSError as error:
        raise InputError(f"{address}: no Dask scheduler answers; check the address, or start one there") from error
    try:
        client.wait_for_workers(1, timeout=WAIT_SECONDS)
    except TimeoutError as error:
        client.close()
        raise InputError(f"{address}: the Dask scheduler has no worker; start some (dask worker {address})") from error
    return client


@contextmanager
def _silence() -> Iterator[None]:
    """Keeps Dask from telling of lost workers and connections: what matters of that, an error says."""
    import distributed  # noqa: F401 - it gives its loggers their levels

    named = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]
    levels = {name: logging.getLogger(name).level for name in named}
    try:
        for name in levels:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def _threads(client: Client) -> int:
    """Gives how many batches the cluster reads at a time.

    Raises:
        InputError: the scheduler is gone.
    """
    try:
        return sum(client.nthreads().values())
    except OSError as error:
        raise _gone() from error


def _gone() -> InputError:
    return InputError("the Dask scheduler is gone; start it and run again to go on")


class _Job:
    """A batch that was given to the cluster."""

    def __init__(self, client: Client, data: bytes) -> None:
        self._client = client
        self._data = data
        self._future = self._submitted()

    def result(self) -> Result:
        """Waits for the result; a batch whose workers died one after the other is given out again.

        Raises:
            InputError: the cluster is gone, or of no use.
        """
        from distributed import CancelledError
        from distributed.comm.core import CommClosedError
        from distributed.scheduler import KilledWorker

        for _ in range(MOST_TRIES):
            try:
                return self._awaited()
            except KilledWorker:
                self._future = self._submitted()
            except (CancelledError, CommClosedError) as error:
                raise _gone() from error
            except ModuleNotFoundError as error:
                raise InputError(
                    f"a Dask worker lacks a module ({error}); install govsummary on all of them"
                ) from error
        raise InputError(
            "the Dask cluster loses its workers one after the other; see their logs, and run again to go on"
        )

    def _submitted(self) -> Future[Result]:
        return self._client.submit(read_batch, __version__, self._data, pure=False, retries=2)

    def _awaited(self) -> Result:
        alone = 0.0
        while True:
            try:
                result: Result = self._future.result(timeout=_POLL_SECONDS)
            except TimeoutError:
                alone = 0.0 if _threads(self._client) else alone + _POLL_SECONDS
                if alone > WAIT_SECONDS:
                    message = f"the Dask cluster has had no worker for {WAIT_SECONDS:g} s"
                    raise InputError(f"{message}; start some and run again to go on") from None
            else:
                return result


def read_batch(version: str, data: bytes) -> Result:
    """Reads a batch: what a worker of the cluster does.

    Args:
        version: of govsummary where the batch comes from.
        data: a pickled pair of `Task` and `Batch`.

    Raises:
        InputError: this is another version, whose records may differ.
    """
    if version != __version__:
        raise InputError(f"a Dask worker has govsummary {__version__}, this is {version}; install the same on both")
    task, batch = pickle.loads(data)
    return run_hosted(task, batch)
