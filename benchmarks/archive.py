"""`govsummary batch` on a made archive: speed, memory, and what kills leave.

- `speed`: documents a second with two workers, with one, and in a bare Python loop of `extract` over the same files.
- `memory`: the peak of all processes on a large archive, and on one of 1,000 files.
- `kills`: -9 at random moments until the dataset is whole; then it is held against the one of an undisturbed run.
- `dask`: the same, of the workers of a Dask cluster, which goes on without being started again.

Processor time is printed beside the clock: on a machine that others use, the clock measures them, too.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from made_archive import make_archive

from govsummary.archive.batch import Settings, run_batch
from govsummary.archive.sources import Choice, find_items
from govsummary.archive.work import Engine
from govsummary.archive.workers import LocalEngine
from govsummary.errors import ReadError
from govsummary.pipeline import extract_source, load_engine
from govsummary.reading import read_bytes

if TYPE_CHECKING:
    from distributed import Client

SMALL = 1_000
KILLS = 30
KILLED_PART = 16


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took.

    Attributes:
        seconds: by the clock.
        processor: seconds of all its processes.
        peak: MiB of resident memory of all its processes together.
        alone: the same of its first process.
    """

    seconds: float
    processor: float
    peak: float
    alone: float


def main() -> None:
    """Runs one of the measurements."""
    arguments = _arguments()
    if arguments.bare is not None:
        _bare_loop(arguments.bare)
        return
    if arguments.drive is not None:
        source, out = arguments.drive
        _drive(source, out, arguments)
        return
    with _folder(arguments.folder) as folder:
        archive = folder / f"archive-{arguments.documents}"
        if not archive.is_dir():
            make_archive(archive, arguments.documents)
        print(
            f"{arguments.documents} files; load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
        )
        measures = {"speed": _speed, "memory": _memory, "kills": _kills, "dask": _dask_kills}
        measures[arguments.measure](folder, archive, arguments)


def _speed(folder: Path, archive: Path, arguments: argparse.Namespace) -> None:
    runs = {
        "bare loop": [sys.executable, __file__, "speed", "--bare", str(archive)],
        "1 worker": _batch(archive, folder / "1-worker", 1, arguments.format),
        "2 workers": _batch(archive, folder / "2-workers", 2, arguments.format),
    }
    best: dict[str, Taken] = {}
    for _ in range(arguments.rounds):
        for name, command in runs.items():
            shutil.rmtree(folder / name.replace(" ", "-"), ignore_errors=True)
            taken = _measured(command)
            best[name] = min(best.get(name, taken), taken, key=lambda one: one.seconds)
    for name, taken in best.items():
        rate = arguments.documents / taken.seconds
        print(f"{name:10} {taken.seconds:8.1f} s {rate:7.1f} a second, {taken.processor:8.1f} s of processors")
    clock = {name: taken.seconds for name, taken in best.items()}
    print(f"2 workers are {clock['1 worker'] / clock['2 workers']:.2f} times as fast as 1")
    print(f"1 worker takes {clock['1 worker'] / clock['bare loop'] - 1:+.1%} of the time of the bare loop")
    same = _files(folder / "1-worker") == _files(folder / "2-workers")
    print(f"the datasets are {'byte for byte the same' if same else 'NOT the same'}")


def _memory(folder: Path, archive: Path, arguments: argparse.Namespace) -> None:
    small = folder / f"archive-{SMALL}"
    if not small.is_dir():
        make_archive(small, SMALL)
    peaks = {}
    for name, source in ((SMALL, small), (arguments.documents, archive)):
        shutil.rmtree(folder / f"out-{name}", ignore_errors=True)
        peaks[name] = taken = _measured(_batch(source, folder / f"out-{name}", arguments.workers, arguments.format))
        print(f"{name:8} files: peak {taken.peak:7.1f} MiB in all processes, {taken.alone:6.1f} MiB in the first")
    large, few = peaks[arguments.documents], peaks[SMALL]
    print(f"ratio {large.peak / few.peak:.3f} in all processes, {large.alone / few.alone:.3f} in the first")


def _kills(folder: Path, archive: Path, arguments: argparse.Namespace) -> None:
    chance = random.Random(arguments.seed)
    out = folder / "killed"
    for made in (out, folder / "undisturbed"):
        shutil.rmtree(made, ignore_errors=True)
    words = [sys.executable, __file__, "kills", "--format", arguments.format, "--workers", str(arguments.workers)]
    whole = _measured([*words, "--drive", str(archive), str(folder / "undisturbed")]).seconds
    command = [*words, "--drive", str(archive), str(out)]
    killed = 0
    compared = Comparison(folder / "undisturbed")
    while killed < KILLS or out.exists():
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        try:
            # Most kills strike while parts are written; some at the start, some in a run that has little left to do.
            seconds = chance.uniform(0.2, max(4.0, 3 * whole / KILLS))
            process.wait(seconds if killed < KILLS else None)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            killed += 1
            continue
        compared.add(out)
        shutil.rmtree(out)  # the rest of the kills go to another one
    compared.tell(killed)


def _dask_kills(folder: Path, archive: Path, arguments: argparse.Namespace) -> None:
    import dask
    from distributed import Client, LocalCluster

    from govsummary.archive.dask import DaskEngine

    def settings(out: Path) -> Settings:
        shutil.rmtree(out, ignore_errors=True)
        return Settings((str(archive),), out, form=arguments.format, first_part=KILLED_PART)

    whole = settings(folder / "undisturbed")
    _to_its_end(whole, LocalEngine(whole.task, arguments.workers))
    compared = Comparison(whole.out)
    chance = random.Random(arguments.seed)
    killed = 0
    while killed < KILLS:
        struck = settings(folder / "killed")
        with (
            # A local cluster gives up a worker that happens to start anew some time after it was lost; ours may not.
            dask.config.set({"distributed.deploy.lost-worker-timeout": "1h"}),
            LocalCluster(arguments.workers, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
            Client(cluster, set_as_default=False) as client,
            _Killer(client, chance, KILLS - killed) as killer,
        ):
            _to_its_end(struck, DaskEngine(struck.task, 1, cluster.scheduler_address))
        killed += killer.killed
        compared.add(struck.out)
    compared.tell(killed)


class _Killer(threading.Thread):
    """Kills workers of a Dask cluster at random moments, as long as the block lasts."""

    def __init__(self, client: Client, chance: random.Random, most: int) -> None:
        super().__init__(daemon=True)
        self.killed = 0
        self._client = client
        self._chance = chance
        self._most = most
        self._stopped = threading.Event()

    def __enter__(self) -> _Killer:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self.join()

    def run(self) -> None:
        while self.killed < self._most and not self._stopped.wait(self._chance.uniform(1.0, 5.0)):
            # A worker that is killed while it starts is gone for good: only those that answer are struck.
            pids = sorted(self._client.run(os.getpid, on_error="ignore").values())
            if pids:
                os.kill(self._chance.choice(pids), signal.SIGKILL)
                self.killed += 1


class Comparison:
    """Holds datasets against an undisturbed one."""

    def __init__(self, undisturbed: Path) -> None:
        self._undisturbed = undisturbed
        self._datasets = self._lost = self._doubled = 0
        self._same = True

    def add(self, dataset: Path) -> None:
        """Compares one more."""
        lost, doubled = _compared(self._undisturbed, dataset)
        self._datasets += 1
        self._lost += lost
        self._doubled += doubled
        self._same &= _files(self._undisturbed) == _files(dataset)

    def tell(self, killed: int) -> None:
        """Prints what came of all of them."""
        print(f"{killed} kills on the way to {self._datasets} datasets")
        print(f"documents lost {self._lost}, doubled {self._doubled}")
        print(f"the datasets are {'byte for byte the same' if self._same else 'NOT the same'}")


def _compared(one: Path, other: Path) -> tuple[int, int]:
    """Counts documents of the first dataset that the second one lacks, and those that it holds more than once."""
    ids = [_ids(folder) for folder in (one, other)]
    return len(set(ids[0]) - set(ids[1])), len(ids[1]) - len(set(ids[1]))


def _ids(dataset: Path) -> list[str]:
    import pyarrow.parquet as pq

    found: list[str] = []
    for path in sorted((dataset / "documents").iterdir()):
        if path.suffix == ".parquet":
            found += pq.read_table(path, columns=["document_id"])["document_id"].to_pylist()
        else:
            found += [json.loads(line)["document_id"] for line in path.read_text(encoding="utf-8").splitlines()]
    return found


def _files(dataset: Path) -> dict[str, bytes]:
    """Gives all files but those that hold times."""
    return {
        path.relative_to(dataset).as_posix(): path.read_bytes()
        for path in sorted(dataset.rglob("*"))
        if path.is_file() and path.name != "run.json" and ".govsummary" not in path.parts
    }


def _bare_loop(archive: Path) -> None:
    """What one would write oneself: every file, one after the other, and the records thrown away."""
    engine = load_engine()
    for item in find_items([str(archive)], Choice()):
        if not item.container:
            try:
                extract_source(read_bytes(item.load(), item.name), engine)
            except ReadError:
                continue


def _drive(archive: Path, out: Path, arguments: argparse.Namespace) -> None:
    """Does what `batch` does, with small parts: a kill then finds something that was done before."""
    settings = Settings((str(archive),), out, form=arguments.format, first_part=KILLED_PART)
    _to_its_end(settings, LocalEngine(settings.task, arguments.workers))


def _to_its_end(settings: Settings, engine: Engine) -> None:
    for _ in run_batch(settings, engine):
        pass


def _batch(archive: Path, out: Path, workers: int, form: str) -> list[str]:
    words = ["batch", str(archive), "--out", str(out), "--workers", str(workers), "--format", form]
    return [sys.executable, "-m", "govsummary", *words]


def _measured(command: Sequence[str]) -> Taken:
    """Runs a command to its end."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    watch = _Watch(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    watch.stop()
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        raise SystemExit(f"{' '.join(command)} could not run")
    return Taken(time.perf_counter() - start, usage.ru_utime + usage.ru_stime, watch.peak, watch.alone)


class _Watch(threading.Thread):
    """Looks at the memory of a process and its children, five times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = self.alone = 0.0
        self._pid = pid
        self._stopped = threading.Event()
        self.start()

    def run(self) -> None:
        while not self._stopped.wait(0.2):
            alone = _resident(self._pid)
            self.alone = max(self.alone, alone)
            self.peak = max(self.peak, alone + sum(map(_resident, _children(self._pid))))

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def _resident(pid: int) -> float:
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, path.read_text(encoding="ascii").split())
        except OSError:
            continue
    return found + [one for child in found for one in _children(child)]


@contextmanager
def _folder(given: Path | None) -> Iterator[Path]:
    if given is not None:
        given.mkdir(parents=True, exist_ok=True)
        yield given
    else:
        with tempfile.TemporaryDirectory() as made:
            yield Path(made)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", choices=("speed", "memory", "kills", "dask"))
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--folder", type=Path, help="archives and datasets are made here, and stay")
    parser.add_argument("--format", choices=("parquet", "jsonl"), default="parquet")
    parser.add_argument("--workers", type=int, default=2, help="for all but speed")
    parser.add_argument("--rounds", type=int, default=1, help="of speed; the best of each counts")
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills")
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--drive", type=Path, nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
