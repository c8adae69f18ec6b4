"""A process that reads for this one, and the line to it: how its answers are taken and how it is ended."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

_END_SECONDS = 5


def received(line: Connection) -> object:
    """Takes what the process sent, None where it ended instead."""
    try:
        answer: object = line.recv()
    except (EOFError, OSError):
        return None
    return answer


def end_child(process: BaseProcess, line: Connection) -> None:
    """Ends the process, and on POSIX systems all that it started; closes the line."""
    if hasattr(os, "killpg") and process.pid is not None:
        with suppress(OSError):  # it may have ended, or not yet have a group of its own
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.join(_END_SECONDS)
    line.close()
