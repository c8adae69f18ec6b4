"""The component in `nlp.pipe` over the texts of a folder, against `extract` alone plus the making of the Docs alone.

All three run in one process, warm, by turns; the best round of each counts. What is over is the price of the component:
laying the spans over the tokens, with all that a `Doc` then holds.
"""

from __future__ import annotations

import argparse
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
    print(f"{len(texts)} texts, {sum(map(len, texts))} characters, best of {arguments.rounds} rounds")
    print("tokens   nlp.pipe   extract      Docs   over extract: in Docs   the rest of it, of extract")
    for name, tokenizer in TOKENIZERS.items():
        config: dict[str, Any] = {"nlp": {"tokenizer": tokenizer}}
        plain, ours = spacy.blank("zh", config=config), spacy.blank("zh", config=config)
        ours.add_pipe("govsummary")
        with_component, alone, docs = best_of(arguments.rounds, _pipe(ours, texts), _extract(texts), _pipe(plain, texts))
        over = with_component - alone
        print(
            f"{name:6} {with_component * 1e3:8.1f} ms {alone * 1e3:6.1f} ms {docs * 1e3:6.1f} ms"
            f" {over * 1e3:10.1f} ms {over / docs:5.2f} x {(over - docs) * 1e3:10.1f} ms {(over - docs) / alone:6.1%}"
        )


def _pipe(nlp: Language, texts: Sequence[str]) -> Callable[[], None]:
    def run() -> None:
        for _ in nlp.pipe(texts):
            pass

    return run


def _extract(texts: Sequence[str]) -> Callable[[], None]:
    engine = load_engine()
    info = {"path": None, "format": "text", "encoding": None}
    sources = [Source.model_validate({**info, "characters": len(text), "text": text}) for text in texts]

    def run() -> None:
        for source in sources:
            extract_source(source, engine)

    return run


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS, help="a folder of .txt files (corpus/)")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
