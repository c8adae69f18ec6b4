"""Times contestants by turns, so that a busy moment of the machine hits all of them."""

from __future__ import annotations

import time
from collections.abc import Callable


def best_of(
    rounds: int, *contestants: Callable[[], None], clock: Callable[[], float] = time.perf_counter
) -> list[float]:
    """Runs the contestants by turns after one round of warming up; gives the best seconds of each.

    Args:
        rounds: how often each runs, warming up not counted.
        contestants: what is timed; an error in one ends the benchmark, as its time would mean nothing.
        clock: `time.process_time` where small differences count and all work is done in this one process.
    """
    best = [float("inf")] * len(contestants)
    for number in range(rounds + 1):
        for place, run in enumerate(contestants):
            start = clock()
            run()
            seconds = clock() - start
            if number:
                best[place] = min(best[place], seconds)
    return best
