"""`govsummary diff` and `govsummary series`: documents in, a comparison out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TextIO, cast, get_args

from govsummary.cli.extract import named
from govsummary.cli.output import DIFF_FORMS, DiffFormat, open_output, would_overwrite
from govsummary.cli.problems import FOUND
from govsummary.compare.models import Diff, RowStatus, Series
from govsummary.compare.selection import in_categories, select
from govsummary.compare.wording import Language
from govsummary.errors import InputError
from govsummary.lexicon import Lexicon
from govsummary.model import Document, Source
from govsummary.reading.blocks import ReadOptions
from govsummary.reading.guard import Guard

STDIN = "-"
WIDEST_TABLE = 140  # lines longer than this are hard to follow, however wide the terminal


@dataclass(frozen=True, slots=True)
class DiffOptions:
    """What is to be shown, and how.

    Attributes:
        exit_code: give 1 when a row that is shown is anything but unchanged.
    """

    form: DiffFormat | None = None
    out: Path | None = None
    categories: tuple[str, ...] = ()
    min_change: str | None = None
    only: str | None = None
    language: Language = "zh"
    exit_code: bool = False
    verbose: bool = False
    lexicons: Path | None = None
    reading: ReadOptions = field(default_factory=ReadOptions)


def diff_files(old: str, new: str, options: DiffOptions) -> int:
    """Compares two files and writes what the options ask for; gives the exit status.

    Raises:
        InputError: options or files that cannot be used.
        ReadError: a file cannot be read.
        LexiconErrors: lexicons with problems.
    """
    least, only = _least(options.min_change), _statuses(options.only)
    _check_files((old, new), options.out)
    form = options.form or DIFF_FORMS.fitting(options.out)
    lexicon = _lexicon(options.lexicons)
    _check_categories(options.categories, lexicon)
    from govsummary.compare.diff import diff

    with Guard(options.reading) as guard:
        before, after = opened(old, guard), opened(new, guard)
    found = diff(before, after, lexicon, options.language)
    shown = select(found, options.categories, least, only)
    with open_output(options.out) as stream:
        _write_diff(shown, stream, form, options)
    differs = any(row.status != "unchanged" for row in shown.rows)
    return FOUND if options.exit_code and differs else 0


def series_files(files: Sequence[str], options: DiffOptions) -> int:
    """Follows each metric over several files; gives the exit status.

    Raises:
        InputError: options or files that cannot be used.
        ReadError: a file cannot be read.
        LexiconErrors: lexicons with problems.
    """
    if len(files) < 2:
        raise InputError("a series needs two files or more; name them in order of their periods")
    _check_files(files, options.out)
    form = options.form or DIFF_FORMS.fitting(options.out)
    lexicon = _lexicon(options.lexicons)
    _check_categories(options.categories, lexicon)
    from govsummary.compare.series import series

    with Guard(options.reading) as guard:
        documents = [opened(file, guard) for file in files]
    found = series(documents, lexicon, options.language)
    tracks = tuple(track for track in found.tracks if in_categories(track.category, options.categories))
    with open_output(options.out) as stream:
        _write_series(found.model_copy(update={"tracks": tracks}), stream, form, options.language)
    return 0


def _least(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        least = Decimal(text.strip().removesuffix("%").removesuffix("％"))
    except InvalidOperation:
        least = Decimal(-1)
    if not least.is_finite() or least < 0:
        raise InputError(f"--min-change {text}: is no share; write 10% or 2.5%")
    return least


def _statuses(text: str | None) -> frozenset[RowStatus]:
    names = [name.strip() for name in (text or "").split(",") if name.strip()]
    known: tuple[RowStatus, ...] = get_args(RowStatus)
    wrong = next((name for name in names if name not in known), None)
    if wrong is not None:
        raise InputError(f"--only {wrong}: is no status; there are {', '.join(known)}")
    return frozenset(cast("RowStatus", name) for name in names)


def _check_files(files: Iterable[str], out: Path | None) -> None:
    names = list(files)
    if names.count(STDIN) > 1:
        raise InputError("standard input can be one of the documents only; name a file for the others")
    if would_overwrite(out, names):
        raise InputError(f"{out}: is one of the documents to compare; choose another place for -o")


def _lexicon(folder: Path | None) -> Lexicon:
    from govsummary.pipeline import load_engine

    return load_engine(folder).lexicon


def _check_categories(wanted: Iterable[str], lexicon: Lexicon) -> None:
    labels = [str(table["label"]) for table in lexicon.tables["categories.toml"]]
    known = {*labels, *(label.partition("/")[0] for label in labels)}
    for name in wanted:
        if name not in known:
            fields = "、".join(dict.fromkeys(label.partition("/")[0] for label in labels))
            raise InputError(f"--category {name}: is no label and no field; the fields are {fields}")


def opened(name: str, guard: Guard) -> Document | Source:
    """Reads a summary, or the document that `extract --format json` wrote of one."""
    if name != STDIN and Path(name).suffix.lower() == ".json" and Path(name).is_file():
        return _document(Path(name))
    return named(guard.read(name))


def _document(path: Path) -> Document:
    from pydantic import ValidationError

    try:
        return Document.model_validate_json(path.read_bytes())
    except ValidationError as error:
        problem = error.errors()[0]
        where = ".".join(map(str, problem["loc"])) or "the whole file"
        message = f"{path}: no document as `extract --format json` writes one of one file ({where}: {problem['msg']})"
        raise InputError(message) from None


def _write_diff(found: Diff, stream: TextIO, form: DiffFormat, options: DiffOptions) -> None:
    if form is DiffFormat.JSON:
        stream.write(found.model_dump_json(indent=2) + "\n")
    elif form is DiffFormat.CSV:
        from govsummary.export import comparison_sheet

        stream.writelines(comparison_sheet.rows(found))
    elif form is DiffFormat.MD:
        from govsummary.export import comparison_page

        stream.writelines(comparison_page.page(found, options.verbose, options.language))
    else:
        from govsummary.export import comparison_table

        _print(comparison_table.render(found, options.verbose, options.language), stream)


def _write_series(found: Series, stream: TextIO, form: DiffFormat, language: Language) -> None:
    if form is DiffFormat.JSON:
        stream.write(found.model_dump_json(indent=2) + "\n")
    elif form is DiffFormat.CSV:
        from govsummary.export import comparison_sheet

        stream.writelines(comparison_sheet.series_rows(found))
    elif form is DiffFormat.MD:
        from govsummary.export import comparison_page

        stream.writelines(comparison_page.series_page(found, language))
    else:
        from govsummary.export import comparison_table

        _print(comparison_table.render_series(found, language), stream)


def _print(shown: object, stream: TextIO) -> None:
    from rich.console import Console

    console = Console(file=stream, highlight=False)
    console.width = min(console.width, WIDEST_TABLE)
    console.print(shown)
