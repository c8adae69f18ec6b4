"""Where the class letter of a token comes from: an entry of the lexicon, a cue, the segmenter's tag, a sign."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from govsummary.clauses import strings
from govsummary.clusters import Cluster
from govsummary.explanation import TokenNote
from govsummary.lexicon import Lexicon
from govsummary.pipeline import Engine
from govsummary.tokens import ACTION_LETTERS, NOUN_LETTERS, PUNCTUATION, UNSETTLED

JOINING = frozenset({"suffix", "container"})  # categories of cues whose words are joined to the word before them
_ATOMS = {
    "“": "a phrase in quotes is one noun",
    "‘": "a phrase in quotes is one noun",
    "《": "a title is one noun",
    "（": "a remark in brackets is one token",
    "【": "a remark in brackets is one token",
    "新": "新（改）建 is one verb",
    "改": "改（扩）建 is one verb",
}


@dataclass(frozen=True, slots=True)
class _Words:
    """What the segmenter saw: words by where they begin, as (word, tag)."""

    by_start: Mapping[int, tuple[str, str]]

    def at(self, place: int) -> tuple[int, str, str] | None:
        """Gives start, word and tag of the word that covers a place."""
        start = max((one for one in self.by_start if one <= place), default=-1)
        if start < 0 or start + len(self.by_start[start][0]) <= place:
            return None
        return start, *self.by_start[start]


def token_notes(cluster: Cluster, engine: Engine) -> Iterator[TokenNote]:
    """Gives the tokens of a cluster's clause with the origin of their letters."""
    tokens, tokenizer = cluster.tokens, engine.records.tokenizer
    numbers = [place for place, letter in enumerate(tokens.letters) if letter == "Q"]
    spans = [(tokens.starts[place], tokens.ends[place], number) for number, place in enumerate(numbers)]
    cut = tokenizer.words(cluster.view, tokens.starts[0], cluster.sentence.end, spans)
    words = _Words({start: (word, tag) for start, word, tag in cut})
    for place in range(cluster.first, cluster.last):
        start, letter = tokens.starts[place], tokens.letters[place]
        text = cluster.view[start : tokens.ends[place]]
        mark = next((one for one in tokenizer.marked if one.start == start), None)
        if mark is not None:
            origin = mark.origin
        elif letter == "Q":
            origin = "the number at hand" if place == cluster.target else "another number"
        else:
            origin = _origin(text, letter, start, words, engine)
        yield TokenNote(start, text, letter, origin)


def _origin(text: str, letter: str, start: int, words: _Words, engine: Engine) -> str:
    if text in PUNCTUATION:
        return "punctuation"
    word = words.at(start)
    if word is None:
        return _ATOMS.get(text[0], "a date is one time")
    if len(word[1]) < len(text):
        return _suffixed(text, engine)
    known = _known(text, letter, engine.lexicon)
    if word[1] != text:
        return f"cut out of {word[1]} (tag {word[2]}): {known or 'no entry'}"
    return known or f"segmenter's tag {word[2]}"


def _known(text: str, letter: str, lexicon: Lexicon) -> str | None:
    """Gives the entry that a whole word has its letter from; later ones win over earlier: nouns, actions, cues."""
    if text in UNSETTLED:  # nothing in the lexicon says so
        return "settled by the letters beside it"
    cues = [table for table in lexicon.tables["cues.toml"] if table.get("category") == "class"]
    cue = next((table for table in reversed(cues) if text in strings(table, "words")), None)
    if cue is not None:
        settled = "" if cue["value"] == letter else f", {cue['value']} settled by the letters beside it"
        return f"cues.toml: {cue['id']}{settled}"
    if action := lexicon.actions.get(text):
        return f"actions.tsv: {action.role}{_unlike(ACTION_LETTERS[action.role], letter)}"
    if noun := lexicon.nouns.get(text):
        return f"nouns.tsv: {noun.role}{_unlike(NOUN_LETTERS[noun.role], letter)}"
    return None


def _unlike(usual: str, letter: str) -> str:
    return "" if usual == letter else f", {usual} made {letter} by the letters beside it"


def _suffixed(text: str, engine: Engine) -> str:
    """Names the cue whose word the tokenizer joined to the word before it (办理量, 推广中心)."""
    cues = [one for one in engine.lexicon.tables["cues.toml"] if one.get("category") in JOINING]
    ends = (text[place:] for place in range(1, len(text)))
    found = ((end, cue["id"]) for end in ends for cue in cues if end in strings(cue, "words"))
    suffix, name = next(found, ("", ""))
    return f"cues.toml: {name}, joined {suffix}" if name else "joined by the tokenizer"
