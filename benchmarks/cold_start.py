"""What a user waits for: processes from a cold start, each in a new interpreter.

`govsummary extract FILE` against the start of jieba alone, and the import of govsummary against that of pydantic.
Rounds alternate and the best of each counts; the first, which writes jieba's cache and the .pyc files, is left out.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from rounds import best_of

SUMMARY = Path(__file__).parents[1] / "corpus" / "urban-management-2021h1.txt"
JIEBA = "import jieba; jieba.initialize()"


def main() -> None:
    """Prints the times, the ratio of the starts and the difference of the imports."""
    arguments = _arguments()
    extract, jieba, ours, pydantic = best_of(
        arguments.rounds,
        _python("-m", "govsummary", "extract", str(arguments.file)),
        _python("-c", JIEBA),
        _python("-c", "import govsummary"),
        _python("-c", "import pydantic"),
    )
    print(f"best of {arguments.rounds} rounds")
    print(f"govsummary extract FILE  {extract * 1e3:7.0f} ms")
    print(f"start of jieba           {jieba * 1e3:7.0f} ms")
    print(f"import govsummary        {ours * 1e3:7.0f} ms")
    print(f"import pydantic          {pydantic * 1e3:7.0f} ms")
    print(f"extract takes {extract / jieba:.2f} of the start of jieba")
    print(f"import takes {(ours - pydantic) * 1e3:.0f} ms more than that of pydantic")


def _python(*command: str) -> Callable[[], None]:
    # An installed package has its .pyc files; without them the source would be compiled at every start.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}

    def run() -> None:
        words = [sys.executable, *command]
        subprocess.run(words, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    return run


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=SUMMARY, help="a summary of corpus/")
    parser.add_argument("--rounds", type=int, default=10)
    return parser.parse_args()


if __name__ == "__main__":
    main()
