"""What a Word document holds before styles and lists are looked up."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class RawParagraph:
    """A paragraph before its style and list are looked up; None where it says nothing itself.

    Attributes:
        pieces: its text.
        style: id of its style.
        list_id: the list that numbers it; "0" for none.
        depth: the level in that list.
        outline: its outline level, 9 for running text.
        joins_next: its end was deleted: the next paragraph goes on with its text.
        hidden: its end, and so its number, is hidden.
        shown_label: its number as the program that wrote the file saw it, where the file says so.
    """

    pieces: list[str] = field(default_factory=list)
    style: str | None = None
    list_id: str | None = None
    depth: int | None = None
    outline: int | None = None
    joins_next: bool = False
    hidden: bool = False
    shown_label: str | None = None


@dataclass(slots=True)
class RawCell:
    """A cell and how many columns it takes; what is `covered` by the cell above or before it shows nothing."""

    paragraphs: list[RawParagraph] = field(default_factory=list)
    columns: int = 1
    covered: bool = False


@dataclass(slots=True)
class RawRow:
    """A row; it begins after so many `skipped` columns."""

    cells: list[RawCell] = field(default_factory=list)
    skipped: int = 0
    deleted: bool = False


@dataclass(slots=True)
class RawTable:
    """A table row by row."""

    rows: list[RawRow] = field(default_factory=list)
