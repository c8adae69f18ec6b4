"""The commands over a stored dataset: `query` and `trend`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, TextIO

import typer

from govsummary.cli.output import STDOUT, Forms, MetricKind, Out, RowFormat, TrendFormat, open_bytes, open_output
from govsummary.cli.problems import guarded
from govsummary.errors import InputError

_FORMS = Forms(
    RowFormat.TABLE,
    RowFormat.CSV,
    {
        ".csv": RowFormat.CSV,
        ".json": RowFormat.JSON,
        ".parquet": RowFormat.PARQUET,
        ".txt": RowFormat.TABLE,
    },
    "its suffix names no format; add --format table, csv, json or parquet",
)
# Lines longer than this are hard to follow, and a table into a pipe has no width of its own.
WIDEST_TABLE = 200

Stored = Annotated[Path, typer.Argument(metavar="DIR", help="What govsummary batch wrote.")]
Sql = Annotated[str, typer.Argument(metavar="SQL", help="One SELECT over documents, records and facts.")]
RowFormatOption = Annotated[
    RowFormat | None,
    typer.Option(
        "--format",
        "-f",
        case_sensitive=False,
        help="By default what OUT's suffix says, else table on a terminal and csv into a pipe.",
    ),
]


def add_commands(app: typer.Typer) -> None:
    """Adds the commands of this module."""
    app.command("query")(query)
    app.command("trend")(trend)


Organization = Annotated[
    str, typer.Option("--organization", metavar="NAME", help="Who reports; a part of the name, if it is the only one.")
]
MetricOption = Annotated[
    tuple[str, str, str],
    typer.Option(
        "--metric", metavar="ACTION OBJECT UNIT", help="The figure: 拆除 违建 处; - for any action or object."
    ),
]
KindOption = Annotated[
    MetricKind | None, typer.Option("--kind", help="Of the figure; by default ratio for %, else amount.")
]
TrendFormatOption = Annotated[
    TrendFormat | None,
    typer.Option(
        "--format", "-f", case_sensitive=False, help="Of the rows; by default as OUT says, else table or csv as query."
    ),
]
TrendOut = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="OUT", help="A chart (.svg, .png), or where the rows go.")
]
Font = Annotated[Path | None, typer.Option("--font", metavar="FILE", help="A font with Chinese characters for .png.")]


@guarded
def query(directory: Stored, sql: Sql, form: RowFormatOption = None, out: Out = None) -> int:
    """Ask a dataset with SQL (DuckDB, read only); the views are documents, records and facts.

    DESCRIBE facts lists the columns of a view.
    """
    from govsummary.tabular.query import query as run
    from govsummary.tabular.stored import dataset

    form = form or _FORMS.fitting(out)
    stored = dataset(directory)
    refuse_overwriting(out, stored.path)
    with run(stored, sql) as answer:
        if form is RowFormat.PARQUET:
            with open_bytes(out) as stream:
                answer.write_parquet(stream)
        else:
            with open_output(out) as lines:
                write_rows(answer.columns, answer.rows(), lines, form.value)
    return 0


@guarded
def trend(
    directory: Stored,
    *,
    organization: Organization,
    metric: MetricOption,
    kind: KindOption = None,
    form: TrendFormatOption = None,
    out: TrendOut = None,
    font: Font = None,
) -> int:
    """Follow one figure of one organization over all periods of a dataset, as rows and as a chart.

    Figures are matched as diff and series match them; where several could be meant, none is taken, and they are named.
    """
    from govsummary.cli.trend import Wanted, print_trend

    wanted = Wanted(organization, metric, None if kind is None else kind.value)
    return print_trend(directory, wanted, form, out, font=font)


def refuse_overwriting(out: Path | None, directory: Path) -> None:
    """Keeps output out of the dataset.

    Raises:
        InputError: `out` is in it.
    """
    if out is not None and out != STDOUT and out.resolve().is_relative_to(directory.resolve()):
        raise InputError(f"{out}: is inside the dataset; choose another place for -o")


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[object]], stream: TextIO, form: str) -> None:
    """Writes rows as text: `table`, `csv` or `json`."""
    from govsummary.export import rows as render

    if form == "table":
        from rich.console import Console

        console = Console(file=stream, highlight=False)
        console.width = console.width if console.is_terminal else WIDEST_TABLE
        console.print(render.as_table(columns, rows))
    elif form == "csv":
        stream.writelines(render.as_csv(columns, rows))
    else:
        stream.writelines(render.as_json(columns, rows))
