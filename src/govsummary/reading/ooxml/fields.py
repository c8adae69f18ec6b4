"""The fields of a Word document while its XML goes by: their results are text, their codes are not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from govsummary.reading.numbering import format_number
from govsummary.reading.ooxml.safexml import bounded_int

_MOST_OPEN = 100  # fields in each other; what is opened beyond is damage
# A field that draws a number in a circle; its result is never stored.
_CIRCLED = re.compile(r"\s*eq\s*\\o\s*\\ac\s*\(\s*[○◯〇]\s*[,，;]\s*(\w{1,3})\s*\)\s*$", re.IGNORECASE)


@dataclass(slots=True)
class _Field:
    """A field that is open: its code is read until its result begins."""

    in_code: bool = True
    code: list[str] = field(default_factory=list)


class Fields:
    """The fields that are open, outermost first."""

    def __init__(self) -> None:
        self._open: list[_Field] = []

    def is_code(self) -> bool:
        """Tells whether the text that comes now belongs to a code."""
        return any(each.in_code for each in self._open)

    def code(self) -> list[str] | None:
        """Gives where the code of the innermost field is kept; None when none is read."""
        return self._open[-1].code if self._open and self._open[-1].in_code else None

    def mark(self, kind: str | None) -> str:
        """Hears of the begin, separator or end of a field, and gives the text that an ended field draws by itself."""
        if kind == "begin":
            if len(self._open) < _MOST_OPEN:
                self._open.append(_Field())
        elif kind == "separate" and self._open:
            self._open[-1].in_code = False
        elif kind == "end" and self._open:
            ended = self._open.pop()
            return _drawn("".join(ended.code)) if ended.in_code else ""
        return ""

    def end_codes(self) -> None:
        """Ends every code: none runs on into the next paragraph, but broken files lack the mark."""
        for each in self._open:
            each.in_code = False


def _drawn(code: str) -> str:
    circled = _CIRCLED.match(code)
    if circled is None:
        return ""
    number = bounded_int(circled[1], 1, 20)
    return circled[1] if number is None else format_number(number, "decimalEnclosedCircle")
