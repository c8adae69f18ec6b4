"""The component in `nlp.pipe` over the texts of a folder, against `extract` alone and the making of the Docs alone.

All run in one process, warm, by turns, and the best round of each counts, in processor time. `both` makes the Doc of
each text and extracts it, text by text, as a pipeline does, but without the component: what `nlp.pipe` takes beyond it
is the price of the component, which takes the text out of the Doc and lays spans over its tokens.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import spacy
from rounds import best_of
from spacy.language import Language

from govsummary.model import Source
from govsummary.pipeline import extract_source, load_engine
from govsummary.reading import read

CORPUS = Path(__file__).parents[1] / "corpus"
TOKENIZERS: dict[str, dict[str, str]] = {
    "char": {},
    "jieba": {"segmenter": "jieba"},
    "own": {"@tokenizers": "govsummary.Tokenizer.v1"},
}


def main() -> None:
    """Prints the times of each segmentation and what the component adds to extract."""
    arguments = _arguments()
    texts = [read(path).text for path in sorted(arguments.folder.rglob("*.txt"))]
    if not texts:
        raise SystemExit(f"{arguments.folder}: no .txt file in it")
    print(f"{len(texts)} texts, {sum(map(len, texts))} characters, best of {arguments.rounds} rounds, processor time")
    print("tokens    nlp.pipe    extract       Docs       both   beyond both")
    for name, tokenizer in TOKENIZERS.items():
        config: dict[str, Any] = {"nlp": {"tokenizer": tokenizer}}
        plain, ours = spacy.blank("zh", config=config), spacy.blank("zh", config=config)
        ours.add_pipe("govsummary")
        runs = _pipe(ours, texts), _extract(texts), _pipe(plain, texts), _both(plain, texts)
        piped, extracted, docs, both = best_of(arguments.rounds, *runs, clock=time.process_time)
        beyond = piped - both
        times = " ".join(f"{seconds * 1e3:7.1f} ms" for seconds in (piped, extracted, docs, both, beyond))
        print(f"{name:8}{times}: {beyond / docs:4.0%} of the Docs, {beyond / extracted:4.0%} of extract")


def _pipe(nlp: Language, texts: Sequence[str]) -> Callable[[], None]:
    def run() -> None:
        for _ in nlp.pipe(texts):
            pass

    return run


def _extract(texts: Sequence[str]) -> Callable[[], None]:
    engine = load_engine()

    def run() -> None:
        for text in texts:
            extract_source(_source(text), engine)

    return run


def _both(nlp: Language, texts: Sequence[str]) -> Callable[[], None]:
    engine = load_engine()

    def run() -> None:
        for _, text in zip(nlp.pipe(texts), texts, strict=True):
            extract_source(_source(text), engine)

    return run


def _source(text: str) -> Source:
    return Source(path=None, format="text", encoding=None, characters=len(text), text=text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS, help="a folder of .txt files (corpus/)")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
