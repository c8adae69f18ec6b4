"""The whole `extract` of every text of a folder against `jieba.cut` alone on the same texts, in one process.

Both are loaded and warm before the clock starts. Rounds alternate, so that a slow moment of the machine hits both, and
the best round of each counts.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import jieba
from rounds import best_of

from govsummary.model import Source
from govsummary.pipeline import extract_source, load_engine
from govsummary.reading import read

CORPUS = Path(__file__).parents[1] / "corpus"


def main() -> None:
    """Prints both times and their ratio."""
    arguments = _arguments()
    sources = [read(path) for path in sorted(arguments.folder.glob("*.txt"))]
    if not sources:
        raise SystemExit(f"{arguments.folder}: no .txt file in it")
    characters = sum(source.characters for source in sources)
    ours, theirs = best_of(arguments.rounds, _extract_all(sources), _cut_all(sources))
    print(f"{len(sources)} texts, {characters} characters, best of {arguments.rounds} rounds")
    print(f"govsummary extract  {ours * 1e3:8.1f} ms  {ours / characters * 1e6:6.2f} µs a character")
    print(f"jieba.cut           {theirs * 1e3:8.1f} ms  {theirs / characters * 1e6:6.2f} µs a character")
    print(f"extract is {theirs / ours:.2f} times as fast")


def _extract_all(sources: Sequence[Source]) -> Callable[[], None]:
    engine = load_engine()

    def run() -> None:
        for source in sources:
            extract_source(source, engine)

    return run


def _cut_all(sources: Sequence[Source]) -> Callable[[], None]:
    jieba.setLogLevel("ERROR")
    jieba.initialize()

    def run() -> None:
        for source in sources:
            for _ in jieba.cut(source.text):
                pass

    return run


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS, help="a folder of .txt files (corpus/)")
    parser.add_argument("--rounds", type=int, default=10)
    return parser.parse_args()


if __name__ == "__main__":
    main()
