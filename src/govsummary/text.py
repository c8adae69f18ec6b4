"""The folded view of a text: one form for each character, and always as long as the text.

All patterns of the library run on this view; quotes are slices of the text itself at the same offsets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_NO_CHARACTERS: Mapping[str, str] = MappingProxyType({})

# Half-width punctuation becomes full-width: Chinese text is typed with both, and later patterns then know one form.
_PUNCTUATION = dict(zip(",;:?!()､｡﹐﹑﹔﹕﹖﹗﹙﹚", "，；：？！（）、。，、；：？！（）", strict=True))
_SPACES = dict.fromkeys("\u00a0\u2002\u2003\u2007\u202f\u3000", " ")
_DASHES = dict.fromkeys("―─━", "—")
# Full-width digits, letters and signs become ASCII, except the punctuation that is kept full-width.
_ASCII = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：？！（）"}
_OTHER = {"﹪": "%", "﹣": "-", "﹢": "+", "﹒": "."}
_ALWAYS = {**_ASCII, **_PUNCTUATION, **_SPACES, **_DASHES, **_OTHER}

# Radicals and compatibility ideographs (PDF text is full of them) look like the ideograph that they stand for.
_LOOK_ALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
# 1,234 and 10:30: a comma, colon between digits belongs to the number.
_NOT_BETWEEN_DIGITS = re.compile(r"[,:](?:(?<![0-9][,:])|(?![0-9]))")


def fold(text: str, traditional: Mapping[str, str] = _NO_CHARACTERS) -> str:
    """Gives `text` in one form for each character; the view is exactly as long as the text.

    Full-width digits, letters and signs become half-width; `,;:?!()` become full-width unless a comma or colon
    stands between digits; every space becomes U+0020; traditional characters become simplified ones.

    Args:
        text: any text.
        traditional: traditional character to simplified one (`Lexicon.traditional`).

    >>> fold("完成率达９８．５％,新增1,200个(含续建)")
    '完成率达98.5%，新增1,200个（含续建）'
    """
    view = text
    found = set(text)
    for character in _LOOK_ALIKE.findall("".join(found)):
        plain = _look_alike(character)
        view = view.replace(character, plain)
        found.add(plain)
    for character in found.intersection(_ALWAYS):
        if character not in ",:":
            view = view.replace(character, _ALWAYS[character])
    if not found.isdisjoint(",:"):
        view = _NOT_BETWEEN_DIGITS.sub(lambda match: _PUNCTUATION[match[0]], view)
    for character in found.intersection(traditional):
        view = view.replace(character, traditional[character])
    return view


def _look_alike(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character
