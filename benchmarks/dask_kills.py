"""What is left when the workers of a Dask cluster are killed: `govsummary batch --engine dask` on a made archive.

Workers of a running cluster are killed with -9 at random moments, and the cluster starts others, as clusters do. The
dataset of each run is held against the one of an undisturbed run on this machine, row by row.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import Any

from distributed import LocalCluster
from made_archive import make_archive

from govsummary import dataset


def main() -> None:
    """Runs until there were so many kills."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=1_000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1, help="of the moments of the kills")
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        make_archive(folder / "archive", arguments.documents)
        _batch(folder, "undisturbed")
        whole = _rows(folder / "undisturbed")
        killed = runs = lost = doubled = 0
        while killed < arguments.kills:
            struck = _disturbed(folder, f"run-{runs}", chance, arguments.kills - killed)
            rows = _rows(folder / f"run-{runs}")
            lost += (whole - rows).total()
            doubled += (rows - whole).total()
            killed, runs = killed + struck, runs + 1
    print(f"{runs} runs of {arguments.documents} files, {killed} workers killed: rows lost {lost}, doubled {doubled}")


def _disturbed(folder: Path, name: str, chance: random.Random, most: int) -> int:
    """Runs once on a cluster whose workers are killed; gives how many were."""
    killed: set[int] = set()
    done = threading.Event()

    def kill(cluster: Any) -> None:
        while len(killed) < most and not done.wait(chance.uniform(1, 4)):
            alive = [worker.pid for worker in cluster.workers.values() if worker.pid not in {None, *killed}]
            if alive:
                struck = chance.choice(alive)
                os.kill(struck, signal.SIGKILL)
                killed.add(struck)

    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=50) as cluster:
        killer = threading.Thread(target=kill, args=(cluster,))
        killer.start()
        _batch(folder, name, "--engine", "dask", "--scheduler", cluster.scheduler_address)
        done.set()
        killer.join()
    return len(killed)


def _batch(folder: Path, name: str, *more: str) -> None:
    words = ["batch", str(folder / "archive"), "--out", str(folder / name), *more]
    done = subprocess.run([sys.executable, "-m", "govsummary", *words], stderr=subprocess.PIPE, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(done.stderr.decode())


def _rows(folder: Path) -> Counter[str]:
    """Counts the rows of all tables."""
    return Counter(f"{table.name} {row}" for table in dataset(folder).tables() for row in table.rows())


if __name__ == "__main__":
    main()
