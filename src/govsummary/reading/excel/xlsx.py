"""Reads .xlsx: each sheet a table, its cells as they are shown."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from govsummary.errors import ReadError
from govsummary.reading.blocks import Block, Content, Paragraph, ReadOptions, Table
from govsummary.reading.excel.formats import BUILT_IN, shown
from govsummary.reading.ooxml.packages import relations_of, tool_of
from govsummary.reading.ooxml.safexml import attribute, bounded_int, walk_xml
from govsummary.reading.ooxml.safezip import Archive, PartError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

# Of a sheet, from its first cell to its last, the empty ones too: the library makes room for all of them.
MOST_CELLS = 1_000_000
_LAST_ROW = 1_048_576
_LETTERS = 26
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})$")
_WORKBOOK = "xl/workbook.xml"

Place = tuple[int, int]


def read_xlsx(data: bytes, path: str, options: ReadOptions) -> Content:
    """Reads a workbook of Excel. The name of a sheet is a heading when there are several; hidden sheets are left out.

    Raises:
        ReadError: `damaged`, `encrypted`, `too_large`, `unsupported`.
    """
    try:
        archive = Archive(data)
        formats = _formats_of_sheets(archive)
        tool = tool_of(archive.part("docProps/app.xml"))
    except PartError as error:
        raise ReadError(error.code, path, error.message) from error
    return Content(_blocks(_sheets(data, path, formats)), tool=tool)


def _blocks(sheets: Sequence[tuple[str, Table]]) -> list[Block]:
    if len(sheets) == 1:
        return [sheets[0][1]]
    return [block for name, table in sheets for block in (Paragraph(name, level=1), table)]


def _sheets(data: bytes, path: str, formats: Mapping[str, Mapping[Place, str]]) -> list[tuple[str, Table]]:
    """Gives the name and the table of each sheet that is shown and not empty.

    Raises:
        ReadError: `unsupported` without the library, `damaged`.
    """
    try:
        from python_calamine import CalamineWorkbook
    except ImportError:
        message = "Excel workbooks need a library: pip install 'govsummary[xlsx]'"
        raise ReadError("unsupported", path, message) from None
    try:
        return list(_shown_sheets(CalamineWorkbook.from_filelike(io.BytesIO(data)), formats))
    except BaseException as error:
        # A panic in the library's Rust code is a BaseException whose class cannot be imported.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise ReadError("damaged", path, f"no Excel workbook can be read ({error}); save it anew") from error


def _shown_sheets(
    workbook: CalamineWorkbook, formats: Mapping[str, Mapping[Place, str]]
) -> Iterator[tuple[str, Table]]:
    for sheet in workbook.sheets_metadata:
        if sheet.name not in formats or not str(sheet.visible).endswith(".Visible"):
            continue
        values = workbook.get_sheet_by_name(sheet.name)
        top, left = values.start or (0, 0)
        rows = [
            _without_end([shown(value, formats[sheet.name].get((top + y, left + x))) for x, value in enumerate(row)])
            for y, row in enumerate(values.to_python())
        ]
        if any(rows):
            yield sheet.name, Table(rows)


def _without_end(cells: list[str]) -> list[str]:
    """Drops the empty cells at the end of a row."""
    while cells and not cells[-1].strip():
        cells.pop()
    return cells


def _formats_of_sheets(archive: Archive) -> dict[str, dict[Place, str]]:
    """Gives the number formats of the cells of each sheet that are not general, and holds every part to its bounds.

    Raises:
        PartError: `too_large` for a sheet that spreads over too many cells; as `Archive.part` and `walk_xml` do.
    """
    names = _SheetsHandler()
    _walk(archive, _WORKBOOK, names)
    styles = _StylesHandler()
    parts = {relation.id: relation for relation in relations_of(archive, _WORKBOOK)}
    for relation in parts.values():
        if relation.kind == "styles":
            _walk(archive, relation.target, styles)
        elif relation.kind == "sharedStrings":
            archive.part(relation.target)
    formats = {}
    for name, relation_id in names.sheets:
        if relation_id in parts and parts[relation_id].kind == "worksheet":
            cells = _CellsHandler(styles.codes())
            _walk(archive, parts[relation_id].target, cells)
            formats[name] = cells.formats
    return formats


def _walk(archive: Archive, name: str, handler: _Silent) -> None:
    part = archive.part(name)
    if part is None:
        raise PartError("damaged", f"its part {name} is missing; open it in its program and save it anew")
    walk_xml(part, handler)


class _Silent:
    """A handler that minds only the begin of elements."""

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        raise NotImplementedError

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _SheetsHandler(_Silent):
    """Keeps the sheets of a workbook: name and id of relation."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        if name == "sheet":
            self.sheets.append((attribute(attributes, "name") or "", attribute(attributes, "id") or ""))
        return False


class _StylesHandler(_Silent):
    """Keeps the number formats of cell styles."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = dict(BUILT_IN)
        self._formats: list[int] = []

    def codes(self) -> list[str | None]:
        """Gives the format code of each style; None for the general one."""
        return [self._codes.get(number) for number in self._formats]

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        number = bounded_int(attribute(attributes, "numFmtId"), 0, 65_535)
        if name == "numFmt" and number is not None:
            self._codes[number] = attribute(attributes, "formatCode") or ""
        elif name == "xf":
            self._formats.append(number or 0)
        return name in {"cellStyleXfs", "dxfs"}


class _CellsHandler(_Silent):
    """Keeps the formats of the cells of a sheet by their place, and watches how far the cells spread."""

    def __init__(self, codes: Sequence[str | None]) -> None:
        self.formats: dict[Place, str] = {}
        self._codes = codes
        self._place = (-1, -1)
        self._first: Place | None = None
        self._last = (0, 0)

    def start(self, name: str, attributes: dict[str, str]) -> bool:
        if name == "row":
            number = bounded_int(attribute(attributes, "r"), 1, _LAST_ROW)
            self._place = (self._place[0] + 1 if number is None else number - 1, -1)
        elif name == "c":
            self._place = place_of(attribute(attributes, "r")) or (self._place[0], self._place[1] + 1)
            self._spread()
            style = bounded_int(attribute(attributes, "s"), 0, len(self._codes) - 1)
            code = None if style is None else self._codes[style]
            if code is not None:
                self.formats[self._place] = code
        return False

    def _spread(self) -> None:
        row, column = self._place
        first = self._first or self._place
        self._first = (min(first[0], row), min(first[1], column))
        self._last = (max(self._last[0], row), max(self._last[1], column))
        height, width = (self._last[axis] - self._first[axis] + 1 for axis in (0, 1))
        if height * width > MOST_CELLS:
            raise PartError("too_large", f"a sheet spreads over more than {MOST_CELLS} cells; delete its empty ones")


def place_of(reference: str | None) -> Place | None:
    """Reads the reference of a cell: row and column from 0; None for what is no reference.

    >>> place_of("C2"), place_of("AA10"), place_of("2C")
    ((1, 2), (9, 26), None)
    """
    match = _REFERENCE.match(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1
