"""The tokenizer `govsummary.Tokenizer.v1`: spaCy gets our segmentation, whose words no quantity cuts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import srsly
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from govsummary.pipeline import Engine
from govsummary.segmentation import words_of
from govsummary.spacy.own_words import OwnWords
from govsummary.text import fold
from govsummary.token_patterns import doc_of


class GovSummaryTokenizer(DummyTokenizer):
    """Cuts a text into the words of the lexicons and of jieba; `token.tag_` is jieba's, `token.pos_` made of it."""

    def __init__(self, vocab: Vocab, words: OwnWords | None = None) -> None:
        self.vocab = vocab
        self.words = words or OwnWords()
        self._engine: Engine | None = None
        if self.words.is_there:
            self._engine = self.words.engine(patterns=False)

    def __call__(self, text: str) -> Doc:
        """Makes a `Doc` of a text."""
        if self._engine is None:
            self._engine = self.words.engine(patterns=False)
        engine = self._engine
        view = fold(text, engine.lexicon.traditional)
        return doc_of(text, words_of(view, engine.records.tokenizer.segment, engine.quantities), self.vocab)

    def __getstate__(self) -> dict[str, Any]:
        """Leaves out what is compiled."""
        return {"vocab": self.vocab, "words": self.words}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def to_bytes(self, **_: Any) -> bytes:
        """Gives the files of the lexicon folder."""
        return bytes(srsly.msgpack_dumps(self.words.read_files()))

    def from_bytes(self, data: bytes, **_: Any) -> GovSummaryTokenizer:
        """Takes the files from `to_bytes`; gives the tokenizer."""
        self.words = OwnWords(self.words.folder, files=srsly.msgpack_loads(data))
        self._engine = self.words.engine(patterns=False)
        return self

    def to_disk(self, path: str | Path, **_: Any) -> None:
        """Writes the files of the lexicon folder into one file."""
        Path(path).write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, **_: Any) -> GovSummaryTokenizer:
        """Takes the files from where `to_disk` wrote them; gives the tokenizer."""
        return self.from_bytes(Path(path).read_bytes())


def make_tokenizer(lexicons: str | None = None) -> Callable[[Language], GovSummaryTokenizer]:
    """Makes the maker of tokenizers that a config names.

    Args:
        lexicons: a folder of lexicon files, laid over the built-in ones.
    """

    def make(nlp: Language) -> GovSummaryTokenizer:
        return GovSummaryTokenizer(nlp.vocab, OwnWords(lexicons))

    return make
