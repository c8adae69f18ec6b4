"""Runs the command line: `python -m govsummary`."""

import sys

from govsummary.cli import main

if __name__ == "__main__":
    sys.exit(main())
