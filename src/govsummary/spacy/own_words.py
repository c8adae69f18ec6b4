"""A user's lexicon folder that travels with a pipeline: by its path in the config, by its files when that is saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from govsummary.errors import LexiconErrors
from govsummary.lexicon import FILES, Lexicon
from govsummary.pattern_lines import PatternLine, given_lines
from govsummary.pipeline import Engine, engine_of, load_engine

Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words and patterns of a user.

    Attributes:
        folder: with lexicon files, laid over the built-in ones.
        rules: patterns as in `rules.jsonl`, besides those of the folder.
        files: what was in the folder, where a saved pipeline brought it; it stands in for the folder.
    """

    folder: str | None = None
    rules: Rows = ()
    files: Mapping[str, bytes] | None = None

    @property
    def is_there(self) -> bool:
        """Tells whether all can be loaded now: a saved pipeline brings its files only after it was made."""
        return self.files is not None or self.folder is None or Path(self.folder).is_dir()

    def read_files(self) -> dict[str, bytes]:
        """Gives the lexicon files by name; none without a folder."""
        if self.files is not None:
            return dict(self.files)
        if self.folder is None:
            return {}
        paths = (Path(self.folder) / name for name in sorted(FILES))
        return {path.name: path.read_bytes() for path in paths if path.is_file()}

    def engine(self, *, patterns: bool = True) -> Engine:
        """Gives the compiled lexicon, with or without its token patterns.

        Raises:
            LexiconErrors: with every problem found.
        """
        lexicon = self._lexicon()
        wanted = (*lexicon.patterns, *self.given()) if patterns else ()
        if wanted == lexicon.patterns and self.files is None:
            return load_engine(Path(self.folder) if self.folder is not None else None)
        return engine_of(replace(lexicon, patterns=wanted))

    def lines(self) -> tuple[PatternLine, ...]:
        """Gives the token patterns of the folder and those given besides.

        Raises:
            LexiconErrors: with every problem found.
        """
        return (*self._lexicon().patterns, *self.given())

    def given(self) -> tuple[PatternLine, ...]:
        """Gives the token patterns that were given besides those of the folder.

        Raises:
            LexiconErrors: with every problem found.
        """
        lines, problems = given_lines(self.rules)
        if problems:
            raise LexiconErrors("the rules have problems", problems)
        return lines

    def _lexicon(self) -> Lexicon:
        if self.files is None:
            return Lexicon.load(self.folder)
        if not self.files:
            return Lexicon.load()
        with TemporaryDirectory(prefix="govsummary") as folder:
            for name in FILES & self.files.keys():
                (Path(folder) / name).write_bytes(self.files[name])
            return Lexicon.load(folder)
