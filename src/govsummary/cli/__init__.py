"""The command line `govsummary`: data to stdout, talk to stderr, one line for each problem.

Exit status: 0 all went well, 1 a check found something, 2 bad input or usage, 130 interrupted,
141 the reader of the output went away.
"""

from __future__ import annotations

from collections.abc import Sequence

INTERRUPTED = 130


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
