"""Proposals, entries, differences and coverage as a table for people, as JSON, as CSV, and as lines for a lexicon."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Literal

from rich.cells import cell_len

from govsummary.export.csv import BOM, safe_cell
from govsummary.workbench.coverage import FIELDS, Coverage
from govsummary.workbench.entries import FILES_OF, Difference, Entry
from govsummary.workbench.proposals import Example, Proposal

SheetForm = Literal["table", "json", "csv", "lines"]

_GAP = 2  # cells between columns
_PROPOSAL_COLUMNS = ("kind", "word", "count", "documents", "score", "label", "line", "path", "start", "example")
_COVERAGE_COLUMNS = ("path", "numbers", *FIELDS, "facts")
_ENTRY_COLUMNS = ("kind", "key", "source", "columns")
_DIFFERENCE_COLUMNS = ("file", "key", "change", "before", "after")
_TOTAL = "all"


def proposals(found: Sequence[Proposal], form: SheetForm) -> Iterator[str]:
    """Writes proposals; as lines only those of the lexicon files, without a word around them."""
    if form == "json":
        yield _json([asdict(proposal) for proposal in found])
    elif form == "csv":
        yield from _csv(_PROPOSAL_COLUMNS, map(_proposal_row, found))
    elif form == "lines":
        yield from (f"{proposal.line}\n" for proposal in found)
    else:
        for kind, group in groupby(found, key=lambda proposal: proposal.kind):
            of_kind = list(group)
            yield f"{FILES_OF[kind][0]}: {len(of_kind)} proposed\n"
            yield from (line for proposal in of_kind for line in _proposal_lines(proposal))


def _proposal_row(proposal: Proposal) -> Iterator[str]:
    first = proposal.examples[0]
    yield from (proposal.kind, proposal.word, str(proposal.count), str(proposal.documents), f"{proposal.score:.3f}")
    yield from (proposal.label or "", proposal.line, first.path or "", str(first.start), _in_context(first))


def _proposal_lines(proposal: Proposal) -> Iterator[str]:
    met = f"{proposal.count} in {proposal.documents} {'document' if proposal.documents == 1 else 'documents'}"
    label = f", perhaps {proposal.label}" if proposal.label else ""
    yield f"  {proposal.word}  {met}, score {proposal.score:.2f}{label}\n"
    yield f"    line     {proposal.line}\n"
    for example in proposal.examples:
        yield f"    {example.path or '-'}:{example.start}  {_in_context(example)}\n"


def _in_context(example: Example) -> str:
    """Marks the word in its example; a broken line is one line here."""
    return " ".join(f"{example.before}【{example.word}】{example.after}".split())


def coverage(documents: Sequence[Coverage], total: Coverage, form: SheetForm) -> Iterator[str]:
    """Writes how much of each document is known, in the order given, and of all of them."""
    if form == "json":
        rows = [_covered(one) for one in documents]
        yield _json({"documents": rows, _TOTAL: _covered(total)})
    elif form == "csv":
        cells = (_coverage_cells(one, one.path or "") for one in documents)
        yield from _csv(_COVERAGE_COLUMNS, cells)
    else:
        rows_of_cells = [list(_coverage_cells(one, one.path or "-")) for one in documents]
        yield from _table([list(_COVERAGE_COLUMNS), *rows_of_cells, list(_coverage_cells(total, _TOTAL))])


def _covered(one: Coverage) -> dict[str, object]:
    return asdict(one) | {"shares": {field: one.share(field) for field in FIELDS}}


def _coverage_cells(one: Coverage, name: str) -> Iterator[str]:
    yield name
    yield str(one.numbers)
    for field in FIELDS:
        share = one.share(field)
        yield "" if share is None else f"{share:.3f}"
    yield str(one.facts)


def entries(found: Iterable[Entry], form: SheetForm) -> Iterator[str]:
    """Writes entries; `own` are those of a user's folder."""
    if form == "json":
        yield _json([_entry(one) for one in found])
    elif form == "csv":
        yield from _csv(_ENTRY_COLUMNS, ((one.kind, one.key, _source(one), _columns(one)) for one in found))
    elif form == "lines":
        yield from ("\t".join(one.cells).rstrip("\t") + "\n" for one in found)
    else:
        yield from _table([[one.kind, one.key, _source(one), _columns(one)] for one in found])


def _entry(one: Entry) -> dict[str, object]:
    columns = zip(FILES_OF[one.kind][1], one.cells, strict=True)
    return {"kind": one.kind, **dict(columns), "source": _source(one)}


def _columns(one: Entry) -> str:
    names = FILES_OF[one.kind][1]
    return "; ".join(f"{name} {cell}" for name, cell in zip(names[1:], one.cells[1:], strict=True) if cell)


def _source(one: Entry) -> str:
    return "own" if one.own else "built-in"


def differences(found: Sequence[Difference], form: SheetForm) -> Iterator[str]:
    """Writes what sets two lexicons apart: + what was added, - what was removed, a changed entry as both."""
    if form == "json":
        yield _json([asdict(one) for one in found])
    elif form == "csv":
        rows = ((one.file, one.key, one.change, _joined(one.before), _joined(one.after)) for one in found)
        yield from _csv(_DIFFERENCE_COLUMNS, rows)
    else:
        for file, group in groupby(found, key=lambda one: one.file):
            yield f"{file}\n"
            for one in group:
                yield from (f"  {sign} {_line(one, cells)}\n" for sign, cells in _sides(one))


def _sides(one: Difference) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Gives what was and what is; of a changed table only the settings that differ."""
    before, after = one.before or (), one.after or ()
    if one.change == "changed" and one.file.endswith(".toml"):
        before, after = (
            tuple(cell for cell in before if cell not in after),
            tuple(cell for cell in after if cell not in before),
        )
    if one.before is not None:
        yield "-", before
    if one.after is not None:
        yield "+", after


def _line(one: Difference, cells: tuple[str, ...]) -> str:
    shown = [cell for cell in cells if cell]
    return "  ".join(shown if shown[:1] == [one.key] else [one.key, *shown])


def _joined(cells: tuple[str, ...] | None) -> str:
    return "" if cells is None else "  ".join(cell for cell in cells if cell)


# --- forms -----------------------------------------------------------------------------------------------------------


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _csv(columns: Sequence[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """Gives the lines of a sheet that Excel opens with its Chinese intact and without running a cell."""
    yield BOM + _csv_line(columns)
    for row in rows:
        yield _csv_line(row)


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Aligns columns by the cells of a terminal; the last one is as long as it is."""
    widths = [max(map(cell_len, column)) + _GAP for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "".join(cells).rstrip() + "\n"
