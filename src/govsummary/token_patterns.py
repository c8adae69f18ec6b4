"""Finds a user's token patterns with spaCy's Matcher.

spaCy is imported with this module, and this module only where there are patterns: without `rules.jsonl` a start stays
as short as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.attrs import LIKE_NUM
from spacy.errors import MatchPatternError
from spacy.lang.zh import Chinese
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab, create_vocab

from govsummary.errors import LexiconError
from govsummary.marks import Mark, Marks
from govsummary.numerals import read_numeral
from govsummary.pattern_lines import PatternLine
from govsummary.quantity_grammar import QuantityGrammar
from govsummary.segmentation import Word, words_of
from govsummary.text import fold
from govsummary.tokens import Segmenter

# What our segmentation knows of a token, besides what its characters say.
PARTS_OF_SPEECH: Mapping[str, str] = {
    "a": "ADJ", "ad": "ADV", "an": "NOUN", "b": "ADJ", "c": "CCONJ", "d": "ADV", "e": "INTJ", "eng": "X", "f": "ADP",
    "i": "NOUN", "j": "NOUN", "l": "NOUN", "m": "NUM", "n": "NOUN", "nr": "PROPN", "ns": "PROPN", "nt": "PROPN",
    "nz": "PROPN", "p": "ADP", "q": "NOUN", "r": "PRON", "s": "NOUN", "t": "NOUN", "u": "PART", "v": "VERB",
    "vd": "ADV", "vn": "NOUN", "x": "PUNCT", "y": "PART", "z": "ADJ",
}  # fmt: skip
_NEEDS_PIPELINE = frozenset(
    {"LEMMA", "DEP", "MORPH", "ENT_TYPE", "ENT_ID", "ENT_IOB", "ENT_KB_ID", "SENT_START", "IS_SENT_START"}
)


@dataclass(frozen=True, slots=True)
class TokenPatterns:
    """Compiled patterns: token patterns for the Matcher, words by one expression a line."""

    lines: Sequence[PatternLine]
    vocab: Vocab
    matcher: Matcher
    words: Sequence[tuple[re.Pattern[str], PatternLine]]

    @classmethod
    def build(
        cls, lines: Iterable[PatternLine], vocab: Vocab | None = None
    ) -> tuple[TokenPatterns, list[LexiconError]]:
        """Compiles patterns; gives them, and every problem found.

        Args:
            lines: in the order of the file.
            vocab: that of the pipeline whose tokens the patterns see; our own segmentation's when None.
        """
        kept = tuple(lines)
        own = vocab is None
        vocab = own_vocab() if vocab is None else vocab
        matcher, problems = Matcher(vocab, validate=True), list[LexiconError]()
        for number, line in enumerate(kept):
            if isinstance(line.pattern, str):
                continue
            needed = sorted(_NEEDS_PIPELINE & _attributes(line.pattern)) if own else []
            problems += [LexiconError(line.place, _unknown_here(name)) for name in needed]
            try:
                matcher.add(str(number), [[dict(token) for token in line.pattern]])
            except (MatchPatternError, ValueError, KeyError, TypeError, re.error) as error:
                problems.append(LexiconError(line.place, f"no pattern that spaCy's Matcher reads: {_told(error)}"))
        words = [(re.compile(re.escape(fold(one.pattern))), one) for one in kept if isinstance(one.pattern, str)]
        return cls(kept, vocab, matcher, words), problems

    def find(self, view: str, doc: Doc | None) -> Marks:
        """Gives the matches in a folded text; without its tokens those of words alone."""
        return Marks(tuple(sorted(self._found(view, doc), key=lambda mark: (mark.start, mark.end))))

    def find_own(self, view: str, segment: Segmenter, grammar: QuantityGrammar) -> Marks:
        """Gives the matches in a folded text, cut into words by our own segmentation."""
        if not len(self.matcher):
            return self.find(view, None)
        return self.find(view, doc_of(view, words_of(view, segment, grammar), self.vocab))

    def _found(self, view: str, doc: Doc | None) -> Iterator[Mark]:
        if doc is not None and len(self.matcher):
            for key, first, last in self.matcher(doc):
                line = self.lines[int(self.vocab.strings[key])]
                yield Mark(doc[first].idx, doc[last - 1].idx + len(doc[last - 1]), line)
        for pattern, line in self.words:
            for match in pattern.finditer(view):
                yield Mark(*match.span(), line)


def own_vocab() -> Vocab:
    """Gives a vocabulary for our segmentation: LIKE_NUM holds of every numeral, masked ones (X余) included."""
    vocab = create_vocab("zh", Chinese.Defaults)
    vocab.lex_attr_getters[LIKE_NUM] = _is_numeral  # type: ignore[attr-defined]  # missing in spaCy's own types
    return vocab


def _is_numeral(text: str) -> bool:
    numeral = read_numeral(text, 0, len(text))
    return numeral is not None and numeral.end == len(text)


def doc_of(text: str, words: Iterable[Word], vocab: Vocab) -> Doc:
    """Makes a document of a text cut into words that join to it; `doc.text == text`."""
    tokens: list[str] = []
    spaces: list[bool] = []
    tags: list[str] = []
    for start, end, tag in words:
        token = text[start:end]
        if token == " " and tokens and not spaces[-1]:
            spaces[-1] = True
        else:
            tokens.append(token)
            spaces.append(False)
            tags.append(tag)
    parts = ["SPACE" if token.isspace() else _part(tag) for token, tag in zip(tokens, tags, strict=True)]
    return Doc(vocab, words=tokens, spaces=spaces, tags=tags, pos=parts)


def _part(tag: str) -> str:
    return PARTS_OF_SPEECH.get(tag) or PARTS_OF_SPEECH.get(tag[:2]) or PARTS_OF_SPEECH.get(tag[:1], "X")


def _attributes(tokens: Sequence[Mapping[str, object]]) -> set[str]:
    return {str(name).upper() for token in tokens for name in token}


def _unknown_here(name: str) -> str:
    return f'{name} is known in a trained pipeline only; use TEXT, TAG or POS, or give the component rules_on = "doc"'


def _told(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
