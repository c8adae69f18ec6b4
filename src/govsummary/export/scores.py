"""Scores as a table that a person reads and as JSON; errors as lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from govsummary.score import FIELDS, Counts, Difference, FolderResult, Result, ScoreError

NAME_CELLS = 24  # room for the name of a text in cells of the terminal; longer names push their row to the right
_HEADS = ("gold", "pred", "qty F1", "fact P", "fact R", "fact F1")
_WIDTHS = (6, 6, 8, 8, 8, 8)
_FIELD_WIDTH = 10


def table(folders: Sequence[FolderResult], name: str = "text") -> Iterator[str]:
    """Gives a row for each text, and below all of them the totals: one row for each folder."""
    width = max(NAME_CELLS, *(cell_len(f"ALL {one.folder}") + 1 for one in folders)) if len(folders) > 1 else NAME_CELLS
    yield _row(name, width, _HEADS, FIELDS)
    for one in folders:
        if len(folders) > 1:
            yield f"{one.folder}\n"
        for text, result in one.texts:
            yield _row(text, width, *_figures(result.counts))
    for one in folders:
        yield _row(f"ALL {one.folder}" if len(folders) > 1 else "ALL", width, *_figures(one.total))


def _row(name: str, width: int, figures: Iterable[str], shares: Iterable[str]) -> str:
    cells = "".join(figure.rjust(room) for figure, room in zip(figures, _WIDTHS, strict=True))
    fields = "".join(share.rjust(_FIELD_WIDTH) for share in shares)
    return f"{name}{' ' * max(1, width - cell_len(name))}{cells} {fields}\n"


def _figures(counts: Counts) -> tuple[list[str], list[str]]:
    rates = (counts.quantity.f1, *counts.fact)
    figures = [str(counts.gold), str(counts.predicted), *(f"{rate:.3f}" for rate in rates)]
    return figures, [f"{counts.share(field):.3f}" for field in FIELDS]


def error_lines(name: str, result: Result, most: int) -> Iterator[str]:
    """Gives up to `most` errors of a text, a line each, under its name."""
    yield f"== {name}\n"
    for error in result.errors[:most]:
        yield f"  {_error(error)}\n"
    if len(result.errors) > most:
        yield f"  … and {len(result.errors) - most} more\n"


def _error(error: ScoreError) -> str:
    told = "; ".join(_difference(difference) for difference in error.differences)
    parts = (f"{error.kind:9}", _quoted(error.quote), told, f"…{error.context}…", error.rule and f"[{error.rule}]")
    return "  ".join(part for part in parts if part)


def _difference(difference: Difference) -> str:
    wanted = " | ".join(_quoted(answer) for answer in difference.wanted)
    return f"{difference.field} wanted {wanted}, got {_quoted(difference.got)}"


def _quoted(text: str | None) -> str:
    return "-" if text is None else repr(text)


def as_json(folders: Iterable[FolderResult], most: int = 0) -> str:
    """Gives an array with an object for each folder: its texts and its totals; each text with up to `most` errors."""
    rows = [
        {
            "folder": one.folder,
            "texts": [{"name": name} | _summary(result.counts) | _errors(result, most) for name, result in one.texts],
            "all": _summary(one.total),
        }
        for one in folders
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def _summary(counts: Counts) -> dict[str, object]:
    quantity, fact = counts.quantity, counts.fact
    row: dict[str, object] = {"gold": counts.gold, "predicted": counts.predicted}
    row |= {f"quantity_{short}": rate for short, rate in zip(("p", "r", "f1"), quantity, strict=True)}
    row |= {f"fact_{short}": rate for short, rate in zip(("p", "r", "f1"), fact, strict=True)}
    return row | {field: counts.share(field) for field in FIELDS}


def _errors(result: Result, most: int) -> dict[str, object]:
    rows = [
        {
            "kind": error.kind,
            "start": error.start,
            "quote": error.quote,
            "context": error.context,
            "wrong": [{"field": one.field, "wanted": list(one.wanted), "got": one.got} for one in error.differences],
            "rule": error.rule,
        }
        for error in result.errors[:most]
    ]
    return {"errors": rows} if most else {}
