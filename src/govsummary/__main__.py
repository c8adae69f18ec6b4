"""Runs the command line: `python -m govsummary`."""

from govsummary.cli import entry

if __name__ == "__main__":
    entry()
