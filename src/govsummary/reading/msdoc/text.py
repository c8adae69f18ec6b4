"""The characters of a document as they show: without what was deleted, hidden, or tells a field what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govsummary.reading.msdoc.pieces import Pieces
from govsummary.reading.msdoc.runs import Runs
from govsummary.reading.msdoc.sprms import DELETED, HIDDEN, SYMBOL, is_on, read_properties

PARAGRAPH, CELL, PAGE = "\r", "\x07", "\x0c"
_FIELD, _RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_FIELD_MARKS = re.compile(f"[{_FIELD}{_RESULT}{_FIELD_END}{PARAGRAPH}{CELL}]")
_GONE = "\x00"  # keeps the place of a character
_NOT_A_CELL = re.compile(f"[^{CELL}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Symbol fonts have their signs (bullets, check boxes) in the private use area.
_PRIVATE = range(0xE000, 0xF900)
_SHOWN = str.maketrans(
    {
        **{chr(code): None for code in range(0x20)},
        "\t": "\t",
        "\x0b": "\n",
        PAGE: "\n",
        "\x0e": "\n",  # a column break
        "\x1e": "-",  # a hyphen that does not break
    }
)


def shown_text(pieces: Pieces, runs: Runs) -> str:
    """Gives the text of all stories, as long as before: NUL stands for what does not show, symbols for brackets.

    Cell marks stay even when they were deleted: the rest of the table needs them.
    """
    shown: list[str] = []
    done = 0
    for start, end, instead in _changes(pieces, runs):
        hidden = pieces.text[start:end]
        shown += (pieces.text[done:start], _NOT_A_CELL.sub(instead, hidden))
        done = end
    return "".join(shown) + pieces.text[done:]


def _changes(pieces: Pieces, runs: Runs) -> Iterator[tuple[int, int, str]]:
    """Gives the stretches, in text order, that show as another character or not at all."""
    known: dict[tuple[bytes, int], str | None] = {}
    for piece in pieces.pieces:
        last = piece.offset + (piece.end - piece.start) * piece.width
        for run in runs.between(piece.offset, last):
            key = (run.modifiers, id(piece.properties))
            if key not in known:
                known[key] = _shown_instead({**read_properties(run.modifiers), **piece.properties})
            instead = known[key]
            if instead is not None:
                start = piece.start + (max(run.start, piece.offset) - piece.offset) // piece.width
                yield start, piece.start + (min(run.end, last) - piece.offset) // piece.width, instead


def _shown_instead(properties: dict[int, bytes]) -> str | None:
    """Tells what characters of these properties show as: None as themselves, NUL not at all."""
    if is_on(properties, DELETED) or is_on(properties, HIDDEN):
        return _GONE
    symbol = properties.get(SYMBOL)
    if symbol is None:
        return None
    code = int.from_bytes(symbol[2:], "little")
    return _GONE if code in _PRIVATE or code < 0x20 else chr(code)


def without_field_codes(text: str) -> str:
    r"""Blanks what stands between the begin of a field and its result; the text stays as long.

    A code that runs over the end of a paragraph is broken: what follows it is text.

    >>> without_field_codes("见\x13PAGE\x143\x15页").translate(_SHOWN)
    '见3页'
    """
    shown: list[str] = []
    fields: list[bool] = []  # for each open field, whether its code goes on
    codes = done = 0
    for match in _FIELD_MARKS.finditer(text):
        place, mark = match.start(), match[0]
        shown.append(_GONE * (place - done) if codes else text[done:place])
        done = place
        if mark == _FIELD:
            fields.append(True)
            codes += 1
        elif mark in (PARAGRAPH, CELL):
            fields, codes = [False] * len(fields) if codes else fields, 0
        elif fields:
            codes -= fields[-1]
            fields[-1] = False
            if mark == _FIELD_END:
                fields.pop()
    shown.append(_GONE * (len(text) - done) if codes else text[done:])
    return "".join(shown)


def tidy(text: str) -> str:
    r"""Drops placeholders and marks, writes line breaks, and joins the halves of surrogate pairs.

    >>> tidy("赵\ud873\udfed同志\x0b1\x1e3月\x02")
    '赵𬿭同志\n1-3月'
    """
    text = text.translate(_SHOWN)
    if _SURROGATE.search(text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
