"""The component `govsummary`: a `Doc` gets its records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import srsly
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from govsummary.errors import InputError, LexiconErrors
from govsummary.model import Source
from govsummary.pipeline import Engine, extract_source
from govsummary.spacy.annotate import annotate
from govsummary.spacy.extensions import ACTIONS, OBJECTS, QUANTITIES
from govsummary.spacy.named_entities import with_organization
from govsummary.spacy.own_words import OwnWords, Rows
from govsummary.text import fold
from govsummary.token_patterns import TokenPatterns

TOKENS = ("own", "doc")  # what token patterns see: our segmentation, or the tokens of the pipeline
RULES_FILE, FOLDER = "settings.json", "lexicons"


class GovSummary:
    """Reads the records of a `Doc`; `doc.text` is read as `extract` reads a text.

    Attributes:
        name: of the component in its pipeline.
        words: the user's lexicon folder and rules.
        rules_on: `own`: token patterns see our segmentation, so that records do not depend on the pipeline; `doc`: they
            see the tokens at hand with all that earlier components know of them.
    """

    def __init__(self, name: str = "govsummary", words: OwnWords | None = None, rules_on: str = "own") -> None:
        if rules_on not in TOKENS:
            raise InputError(f"rules_on = {rules_on!r} is neither of {', '.join(TOKENS)}")
        self.name = name
        self.words = words or OwnWords()
        self.rules_on = rules_on
        self._engine: Engine | None = None
        self._patterns: TokenPatterns | None = None
        if self.words.is_there:
            self._load()

    def __call__(self, doc: Doc) -> Doc:
        """Reads one `Doc`.

        Raises:
            LexiconErrors: the lexicon folder is not there.
        """
        engine, text = self._engine or self._load(), doc.text
        marks = None
        if self.rules_on == "doc":
            marks = self._compiled(doc.vocab).find(fold(text, engine.lexicon.traditional), doc)
        source = Source(path=None, format="text", encoding=None, characters=len(text), text=text)
        annotate(doc, with_organization(extract_source(source, engine, marks), doc))
        return doc

    def _load(self) -> Engine:
        self._patterns = None
        self._engine = self.words.engine(patterns=self.rules_on == "own")
        if self.rules_on == "doc":
            self._compiled(Vocab())  # so that a wrong pattern shows now
        return self._engine

    def _compiled(self, vocab: Vocab) -> TokenPatterns:
        """Gives the patterns compiled for a vocabulary; the same one is seen again and again."""
        if self._patterns is None or self._patterns.vocab is not vocab:
            self._patterns, problems = TokenPatterns.build(self.words.lines(), vocab)
            if problems:
                raise LexiconErrors("the rules have problems", problems)
        return self._patterns

    # --- how it travels ----------------------------------------------------------------------------------------------

    def __getstate__(self) -> dict[str, Any]:
        """Leaves out what is compiled: the other process compiles it anew."""
        return {"name": self.name, "words": self.words, "rules_on": self.rules_on}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """Gives the rules and the files of the lexicon folder."""
        return bytes(srsly.msgpack_dumps({**self._settings(), "files": self.words.read_files()}))

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> GovSummary:
        """Takes rules and files from `to_bytes`; gives the component."""
        return self._take(srsly.msgpack_loads(data))

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Writes the rules and the files of the lexicon folder into a folder."""
        folder = Path(path)
        (folder / FOLDER).mkdir(parents=True, exist_ok=True)
        srsly.write_json(folder / RULES_FILE, self._settings())
        for name, content in self.words.read_files().items():
            (folder / FOLDER / name).write_bytes(content)

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> GovSummary:
        """Takes rules and files from where `to_disk` wrote them; gives the component."""
        folder = Path(path)
        files = {one.name: one.read_bytes() for one in sorted((folder / FOLDER).iterdir())}
        return self._take({**srsly.read_json(folder / RULES_FILE), "files": files})

    def _settings(self) -> dict[str, Any]:
        return {"rules": [dict(row) for row in self.words.rules], "rules_on": self.rules_on}

    def _take(self, saved: Mapping[str, Any]) -> GovSummary:
        self.rules_on = saved["rules_on"]
        self.words = OwnWords(self.words.folder, saved["rules"], saved["files"])
        self._load()
        return self


@Language.factory(
    "govsummary",
    default_config={"lexicons": None, "rules": [], "rules_on": "own"},
    assigns=["doc._.records", "doc._.summary", "doc.spans"],
)
def make_component(nlp: Language, name: str, lexicons: str | None, rules: Rows, rules_on: str) -> GovSummary:
    """Makes the component from a config.

    Args:
        nlp: the pipeline.
        name: of the component.
        lexicons: a folder of lexicon files, laid over the built-in ones.
        rules: token patterns, each as a line of `rules.jsonl`.
        rules_on: `own` or `doc`, the tokens that patterns see.
    """
    return GovSummary(name, OwnWords(lexicons, rules), rules_on)


__all__ = ["ACTIONS", "OBJECTS", "QUANTITIES", "GovSummary", "make_component"]
