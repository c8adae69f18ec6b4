"""The command line `govsummary`: data to stdout, talk to stderr, one line for each problem.

Exit status: 0 all went well, 1 a check found something, 2 bad input or usage, 130 interrupted,
141 the reader of the output went away.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

INTERRUPTED = 130
# 128 + SIGPIPE: what a shell reports of a program whose reader went away.
READER_GONE = 141

#: Loading the words makes hundreds of thousands of objects that all stay: looking for garbage among them every
#: 700 objects, as Python does by default, takes a tenth of the start.
GARBAGE_THRESHOLDS = (1_000_000, 20, 20)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and gives its exit status.

    Args:
        arguments: what stands after `govsummary`; by default those of the process.
    """
    try:
        # The commands are imported here so that Ctrl-C during the import ends quietly too.
        from govsummary.cli.app import run

        return run(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED


def entry() -> None:
    """Runs the command line of this process and ends it.

    The process ends without taking itself apart: freeing the segmenter's dictionary piece by piece would take as long
    as reading a summary. Everything written is flushed before.
    """
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    status = main()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        status = READER_GONE
    os._exit(status)
