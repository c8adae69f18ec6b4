"""Gathers the paragraphs and tables of a Word document while its XML goes by, tracked changes as accepted.

Nothing here recurses: a table or text box in a table cell only adds its paragraphs to that cell, however deep it is.
"""

from __future__ import annotations

from collections.abc import Callable

from govsummary.reading.ooxml.fields import Fields
from govsummary.reading.ooxml.raw import RawParagraph, RawTable
from govsummary.reading.ooxml.safexml import attribute, bounded_int
from govsummary.reading.ooxml.safezip import PartError
from govsummary.reading.ooxml.tables import Tables

_MOST_DEPTH = 8
MOST_PARAGRAPHS = 500_000  # a thousand times a long summary
_OFF = frozenset({"0", "false", "off", "none"})
# What is not part of the text: notes, page furniture, comments, earlier formatting, readings beside characters.
_LEFT_OUT = frozenset(
    {
        "w:footnote",
        "w:endnote",
        "w:hdr",
        "w:ftr",
        "w:tabs",
        "w:rt",
        "w:pPrChange",
        "w:rPrChange",
        "w:sectPrChange",
        "w:tblPrChange",
        "w:tblPrExChange",
        "w:tblGridChange",
        "w:trPrChange",
        "w:tcPrChange",
        "w:numberingChange",
        "w:glossaryDocument",
        "w:binData",
    }
)
# Paragraphs on both sides of their marks never join.
_BORDERS = frozenset({"w:tbl", "w:tc", "w:txbxContent"})
# Wingdings characters that forms use, by the last byte of their code.
_SYMBOLS = {0x52: "☑", 0xFE: "☑", 0xFC: "√", 0xA8: "□", 0x6F: "□", 0x70: "□", 0xFD: "×", 0xFB: "×"}
_PRIVATE = range(0xE000, 0xF900)
_SURROGATES = range(0xD800, 0xE000)
_CONTENTS_GALLERY = "Table of Contents"

Attributes = dict[str, str]
# Hears of an element; True leaves it out.
Act = Callable[[Attributes], bool | None]


class Body:
    """Hears a Word document and keeps `items`: its paragraphs and tables in reading order."""

    def __init__(self) -> None:
        self.items: list[RawParagraph | RawTable] = []
        self._inside = False
        self._paragraphs = 0
        self._open: list[RawParagraph] = []
        self._before: RawParagraph | None = None  # the paragraph that ended last, where the next can join it
        self._tables = Tables(self.items)
        self._fields = Fields()
        self._in_properties = False  # of a paragraph
        self._hidden = False
        self._into: list[str] | None = None
        self._choice_taken: list[bool] = []
        self._leave_out_control = False
        self._starts: dict[str, Act] = {**self._tables.starts, **self._paragraph_acts(), **self._run_acts()}
        self._ends: dict[str, Callable[[], None]] = {**self._tables.ends, **self._end_acts()}

    def start(self, name: str, attributes: Attributes) -> bool:
        """Hears of the begin of an element; True leaves it out."""
        if name in _LEFT_OUT:
            return True
        if not self._inside:
            self._inside = name == "w:body"
            return False
        if name in _BORDERS:
            self._before = None
        act = self._starts.get(name)
        return act is not None and bool(act(attributes))

    def end(self, name: str) -> None:
        """Hears of the end of an element."""
        if name in _BORDERS:
            self._before = None
        act = self._ends.get(name)
        if act is not None and self._inside:
            act()

    def text(self, text: str) -> None:
        """Hears of characters, and keeps those of runs."""
        if self._into is not None:
            self._into.append(text)

    def _paragraph_acts(self) -> dict[str, Act]:
        return {
            "w:p": self._start_paragraph,
            "w:pPr": self._start_properties,
            "w:pStyle": self._note_style,
            "w:numId": self._note_list,
            "w:ilfo": self._note_list,
            "w:ilvl": self._note_depth,
            "w:outlineLvl": self._note_outline,
            "t": self._note_shown_label,
            "w:del": self._delete,
            "w:moveFrom": self._delete,
            "aml:annotation": self._annotate,
            "mc:AlternateContent": self._start_alternatives,
            "mc:Choice": self._take_alternative,
            "mc:Fallback": self._take_alternative,
            "w:sdt": self._start_control,
            "w:showingPlcHdr": self._mark_placeholder,
            "w:docPartGallery": self._mark_contents,
            "w:sdtContent": self._start_control_content,
        }

    def _run_acts(self) -> dict[str, Act]:
        return {
            "w:r": self._start_run,
            "w:vanish": self._hide,
            "w:t": self._start_text,
            "m:t": self._start_text,
            "w:instrText": self._start_code,
            "w:tab": lambda _: self._write("\t"),
            "w:ptab": lambda _: self._write("\t"),
            "w:br": lambda _: self._write("\n"),
            "w:cr": lambda _: self._write("\n"),
            "w:noBreakHyphen": lambda _: self._write("-"),
            "w:sym": self._write_symbol,
            "w:fldChar": self._mark_field,
        }

    def _end_acts(self) -> dict[str, Callable[[], None]]:
        return {
            "w:body": self._end_body,
            "w:p": self._end_paragraph,
            "w:pPr": self._end_properties,
            "w:r": self._end_run,
            "w:t": self._end_text,
            "m:t": self._end_text,
            "w:instrText": self._end_text,
            "mc:AlternateContent": self._end_alternatives,
        }

    def _end_body(self) -> None:
        self._inside = False

    # Paragraphs

    def _start_paragraph(self, _: Attributes) -> None:
        """Opens a paragraph at its place, so that a text box in it follows it."""
        self._paragraphs += 1
        if self._paragraphs > MOST_PARAGRAPHS:
            raise PartError("too_large", f"more than {MOST_PARAGRAPHS} paragraphs; split the document")
        paragraph = RawParagraph()
        if self._before is not None and self._before.joins_next:
            paragraph.pieces, self._before.pieces = self._before.pieces, []
        self._before = None
        self._open.append(paragraph)
        cell = self._tables.cell
        if cell is not None:
            cell.paragraphs.append(paragraph)
        else:
            self.items.append(paragraph)

    def _end_paragraph(self) -> None:
        if self._open:
            self._before = self._open.pop()
        self._fields.end_codes()

    def _start_properties(self, _: Attributes) -> None:
        self._in_properties = bool(self._open)

    def _end_properties(self) -> None:
        self._in_properties = False

    def _note_style(self, attributes: Attributes) -> None:
        if self._in_properties:
            self._open[-1].style = attribute(attributes, "val")

    def _note_list(self, attributes: Attributes) -> None:
        if self._in_properties:
            self._open[-1].list_id = attribute(attributes, "val")

    def _note_depth(self, attributes: Attributes) -> None:
        if self._in_properties:
            self._open[-1].depth = bounded_int(attribute(attributes, "val"), 0, _MOST_DEPTH)

    def _note_outline(self, attributes: Attributes) -> None:
        if self._in_properties:
            self._open[-1].outline = bounded_int(attribute(attributes, "val"), 0, 9)

    def _note_shown_label(self, attributes: Attributes) -> None:
        """Notes the number that Word 2003 writes beside its list (wx:t in w:listPr)."""
        if self._in_properties:
            self._open[-1].shown_label = attribute(attributes, "val")

    # Runs and what they hold

    def _start_run(self, _: Attributes) -> None:
        self._hidden = False

    def _end_run(self) -> None:
        self._hidden = False

    def _hide(self, attributes: Attributes) -> None:
        if attribute(attributes, "val") in _OFF:
            return
        if self._in_properties:
            self._open[-1].hidden = True
        else:
            self._hidden = True

    def _start_text(self, _: Attributes) -> None:
        self._into = self._open[-1].pieces if self._is_shown() else None

    def _start_code(self, _: Attributes) -> None:
        self._into = self._fields.code()

    def _end_text(self) -> None:
        self._into = None

    def _is_shown(self) -> bool:
        return bool(self._open) and not self._hidden and not self._fields.is_code()

    def _write(self, text: str) -> None:
        if self._is_shown() and not self._in_properties:
            self._open[-1].pieces.append(text)

    def _write_symbol(self, attributes: Attributes) -> None:
        """Writes a character of a symbol font where a common one stands for it; others are decoration."""
        try:
            code = int(attribute(attributes, "char") or "", 16)
        except ValueError:
            return
        if code in _PRIVATE:
            self._write(_SYMBOLS.get(code & 0xFF, ""))
        elif 0x20 <= code <= 0xFFFF and code not in _SURROGATES:
            self._write(chr(code))

    def _mark_field(self, attributes: Attributes) -> None:
        drawn = self._fields.mark(attribute(attributes, "fldCharType"))
        if drawn:
            self._write(drawn)

    # Tracked changes, alternatives, content controls

    def _delete(self, _: Attributes) -> bool:
        """Leaves out what was deleted or moved away; among properties, it is the paragraph's end or the row."""
        if self._in_properties:
            self._open[-1].joins_next = True
        else:
            self._tables.delete_row()
        return True

    def _annotate(self, attributes: Attributes) -> bool:
        """Takes insertions of Word 2003 XML; its other annotations are deletions, comments and earlier formatting."""
        kind = attribute(attributes, "type")
        return self._delete(attributes) if kind == "Word.Deletion" else kind != "Word.Insertion"

    def _start_alternatives(self, _: Attributes) -> None:
        self._choice_taken.append(False)

    def _end_alternatives(self) -> None:
        if self._choice_taken:
            self._choice_taken.pop()

    def _take_alternative(self, _: Attributes) -> bool:
        """Takes the first alternative; the others say the same for other programs."""
        if not self._choice_taken or self._choice_taken[-1]:
            return True
        self._choice_taken[-1] = True
        return False

    def _start_control(self, _: Attributes) -> None:
        self._leave_out_control = False

    def _mark_placeholder(self, attributes: Attributes) -> None:
        self._leave_out_control = attribute(attributes, "val") not in _OFF

    def _mark_contents(self, attributes: Attributes) -> None:
        self._leave_out_control = attribute(attributes, "val") == _CONTENTS_GALLERY

    def _start_control_content(self, _: Attributes) -> bool:
        """Leaves out the prompt of a form field that was not filled in, and a table of contents."""
        leave_out, self._leave_out_control = self._leave_out_control, False
        return leave_out
