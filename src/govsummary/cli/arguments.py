"""Arguments that typer cannot take as they are written."""

from __future__ import annotations

from collections.abc import Sequence

# Options of `audit` with a value: the word behind one is no file.
_AUDIT_VALUES = frozenset(
    {"-f", "--format", "-o", "--output", "--lang", "--lexicons", "--password", "--soffice", "--timeout"}
)


def with_every_old(words: Sequence[str]) -> list[str]:
    """Writes `--against` before each of several files: typer knows no option with a list of values.

    Where FILE has not been named before, it is the last of them.

    >>> with_every_old(["audit", "new.txt", "--against", "a.txt", "b.txt"])
    ['audit', 'new.txt', '--against', 'a.txt', '--against', 'b.txt']
    >>> with_every_old(["audit", "--against", "a.txt", "new.txt"])
    ['audit', '--against', 'a.txt', 'new.txt']
    """
    if list(words[:1]) != ["audit"] or "--against" not in words:
        return list(words)
    spelled: list[str] = []
    olds: list[str] | None = None  # the files since the last --against
    named = False
    for place, word in enumerate([*words, "--"]):
        option = word.startswith("-") and word != "-"
        if olds is not None and option:
            last = [] if named or len(olds) < 2 else [olds.pop()]
            spelled += [part for old in olds for part in ("--against", old)] + last
            named, olds = named or bool(last), None
        if word == "--against":
            olds = []
        elif olds is not None:
            olds.append(word)
        elif place < len(words):
            spelled.append(word)
            named = named or (place > 0 and not option and words[place - 1] not in _AUDIT_VALUES)
    return spelled
