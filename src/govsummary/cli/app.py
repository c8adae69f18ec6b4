"""The commands and their options; the work is done by the module of each command."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, Literal

import typer

from govsummary import __version__
from govsummary.cli.archive_options import (
    DatasetOut,
    EngineOption,
    Exclude,
    Fresh,
    Include,
    Limit,
    PartFormatOption,
    RetryFailed,
    Scheduler,
    SourceList,
    Sources,
    Workers,
)
from govsummary.cli.arguments import with_every_old
from govsummary.cli.output import AuditFormat, Described, DiffFormat, EngineName, Format, PartFormat, ScoreFormat
from govsummary.cli.problems import BAD_INPUT, guarded, report
from govsummary.cli.reading_options import Password, Soffice, Timeout, reading_options
from govsummary.cli.stored import add_commands

EVERY_ERROR = 1_000_000  # more than any text can have

app = typer.Typer(
    name="govsummary",
    help="Turns Chinese government work summaries into records.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
lexicon_app = typer.Typer(help="Work on lexicons.", rich_markup_mode=None)
app.add_typer(lexicon_app, name="lexicon")

Files = Annotated[list[str], typer.Argument(metavar="FILE", help="Summaries to read; - is standard input.")]
OneFile = Annotated[str, typer.Argument(metavar="FILE", help="A summary; - is standard input.")]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format",
        "-f",
        case_sensitive=False,
        help="By default what OUT's suffix says, else table on a terminal and jsonl into a pipe.",
    ),
]
Out = Annotated[Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write here instead of stdout.")]
Place = Annotated[
    str, typer.Argument(metavar="FILE:OFFSET", help="Code points into the text as read; also FILE:START-END, or FILE.")
]
Words = Annotated[str | None, typer.Option("--text", metavar="WORDS", help="Explain every place where WORDS occur.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Name every rule that was tried.")]
Lexicons = Annotated[
    Path | None, typer.Option("--lexicons", metavar="DIR", help="Own entries, laid over the lexicons that come along.")
]
Folder = Annotated[Path | None, typer.Argument(metavar="DIR", help="Own lexicons; by default those that come along.")]
DescribedCommand = Annotated[Described, typer.Argument(metavar="COMMAND", help="extract, diff, series or audit.")]
GoldFolders = Annotated[list[Path], typer.Argument(metavar="DIR", help="Folders of NAME.txt and NAME.gold.jsonl.")]
ErrorCount = Annotated[
    int, typer.Option("--errors", metavar="[N]", min=0, help="Print the errors of each text, at most N of them.")
]
NameGlob = Annotated[str, typer.Option("--name", metavar="GLOB", help="Only the texts whose NAME fits.")]
Against = Annotated[
    list[str] | None,
    typer.Option("--against", metavar="OLD...", help="Earlier summaries of the same office, or their JSON."),
]
AuditFormatOption = Annotated[
    AuditFormat | None,
    typer.Option(
        "--format",
        "-f",
        case_sensitive=False,
        help="By default what OUT's suffix says, else table on a terminal and json into a pipe.",
    ),
]
EveryClaim = Annotated[
    bool, typer.Option("--verbose", "-v", help="Show the claims that are right or could not be checked, too.")
]
Old = Annotated[str, typer.Argument(metavar="OLD", help="The earlier summary, or its JSON; - is standard input.")]
New = Annotated[str, typer.Argument(metavar="NEW", help="The later one; only one of both can be -.")]
InOrder = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Summaries, or their JSON, in order of their periods.")
]
DiffFormatOption = Annotated[
    DiffFormat | None,
    typer.Option(
        "--format",
        "-f",
        case_sensitive=False,
        help="By default what OUT's suffix says, else table, or json into a pipe.",
    ),
]
Categories = Annotated[
    list[str] | None, typer.Option("--category", metavar="LABEL", help="Only this label or field; may be repeated.")
]
MinChange = Annotated[
    str | None,
    typer.Option("--min-change", metavar="SHARE", help="Only changes of at least SHARE (10%); of ratios, points."),
]
Only = Annotated[
    str | None,
    typer.Option("--only", metavar="STATUS,...", help="Only rows of these statuses: changed,added,removed,..."),
]
Lang = Annotated[Literal["zh", "en"], typer.Option("--lang", help="Language of heads, notes and reasons.")]
ExitCode = Annotated[bool, typer.Option("--exit-code", help="Exit with 1 when a row shown is anything but unchanged.")]
BothQuotes = Annotated[bool, typer.Option("--verbose", "-v", help="Show both sentences, and why figures were matched.")]
ScoreFormatOption = Annotated[ScoreFormat, typer.Option("--format", "-f", case_sensitive=False, help="What to print.")]


def run(arguments: Sequence[str] | None) -> int:
    """Runs one command and gives its exit status; a usage error is one line."""
    _speak_utf8()
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = app(with_every_old(_with_count(words)) or ["--help"], prog_name="govsummary", standalone_mode=False)
    except typer.TyperException as error:
        problem = getattr(error, "format_message", error.__str__)()
        report(f"{problem.rstrip('.')}; govsummary --help lists commands and options")
        return BAD_INPUT
    return int(status or 0)


def _with_count(words: Sequence[str]) -> list[str]:
    """Writes out the number after a bare `--errors`: typer knows no option whose value can be left out.

    >>> _with_count(["score", "--errors", "corpus"]), _with_count(["score", "--errors", "5"])
    (['score', '--errors', '1000000', 'corpus'], ['score', '--errors', '5'])
    """
    spelled: list[str] = []
    for place, word in enumerate(words):
        spelled.append(word)
        if word == "--errors" and words[0] == "score" and not "".join(words[place + 1 : place + 2]).isdigit():
            spelled.append(str(EVERY_ERROR))
    return spelled


def _speak_utf8() -> None:
    """Makes output UTF-8 whatever the console's code page is, and keeps line ends as written (CSV has its own)."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace")


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"govsummary {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    pass


@app.command()
@guarded
def extract(
    files: Files,
    *,
    form: FormatOption = None,
    out: Out = None,
    lexicons: Lexicons = None,
    password: Password = None,
    soffice: Soffice = None,
    timeout: Timeout = None,
) -> int:
    """Print the records of summaries.

    A FILE that cannot be read is named on stderr, the others go on, and the exit status is 2.
    """
    from govsummary.cli.extract import extract_files

    return extract_files(files, form, out, lexicons, reading_options(password, soffice, timeout))


@app.command()
@guarded
def batch(
    sources: Sources = None,
    *,
    out: DatasetOut,
    listed: SourceList = None,
    workers: Workers = None,
    form: PartFormatOption = PartFormat.PARQUET,
    engine: EngineOption = EngineName.LOCAL,
    scheduler: Scheduler = None,
    include: Include = None,
    exclude: Exclude = None,
    retry_failed: RetryFailed = False,
    fresh: Fresh = False,
    limit: Limit = None,
    lexicons: Lexicons = None,
    password: Password = None,
    soffice: Soffice = None,
    timeout: Timeout = None,
) -> int:
    """Make a dataset of an archive: documents, records and facts as Parquet, failures as data.

    What was done before is not done again; interrupted or killed, the same command goes on. Status 0 when all files
    could be read, 1 when some could not, 2 when the work could not be done.
    """
    from govsummary.archive.batch import Settings
    from govsummary.cli.batch import processors, run_archive

    settings = Settings(
        sources=(*(sources or ()), *(f"@{one}" if one != "-" else one for one in listed or ())),
        out=out,
        form=form.value,
        include=tuple(include or ()),
        exclude=tuple(exclude or ()),
        limit=limit,
        retry_failed=retry_failed,
        fresh=fresh,
        lexicons=lexicons,
        reading=reading_options(password, soffice, timeout),
    )
    return run_archive(settings, engine, workers or processors(), scheduler)


@app.command()
@guarded
def read(file: OneFile, password: Password = None, soffice: Soffice = None, timeout: Timeout = None) -> int:
    """Print the text of a summary as read: the text that all offsets point into."""
    from govsummary.cli.reports import print_text

    return print_text(file, reading_options(password, soffice, timeout))


@app.command()
@guarded
def score(
    folders: GoldFolders,
    errors: ErrorCount = 0,
    name: NameGlob = "*",
    form: ScoreFormatOption = ScoreFormat.TABLE,
    lexicons: Lexicons = None,
) -> int:
    """Hold the records of texts against gold facts: precision, recall and F1, for each text and for all of a folder.

    Every NAME.gold.jsonl in DIR is the gold of NAME.txt; NAME.ranges.json says which stretches were labelled.
    """
    from govsummary.cli.score import score_folders

    return score_folders(folders, name, errors, form, lexicons)


@app.command(context_settings={"ignore_unknown_options": True})  # -:12 is a place on standard input, no option
@guarded
def explain(
    place: Place,
    *,
    words: Words = None,
    verbose: Verbose = False,
    lexicons: Lexicons = None,
    password: Password = None,
    soffice: Soffice = None,
    timeout: Timeout = None,
) -> int:
    """Show why the number at a place of a summary was read as it was, or why it was not.

    Sentence, tokens with their class letters, unit, rule and cues behind its record, or what rejected it.
    """
    from govsummary.cli.explain import print_explanations

    return print_explanations(place, words, verbose, lexicons, reading_options(password, soffice, timeout))


@app.command()
@guarded
def diff(
    old: Old,
    new: New,
    *,
    form: DiffFormatOption = None,
    out: Out = None,
    category: Categories = None,
    min_change: MinChange = None,
    only: Only = None,
    lang: Lang = "zh",
    exit_code: ExitCode = False,
    verbose: BothQuotes = False,
    lexicons: Lexicons = None,
    password: Password = None,
    soffice: Soffice = None,
    timeout: Timeout = None,
) -> int:
    """Compare two periods: what rose, what fell, what is new, what is gone, and what came of the plans.

    Every figure of both summaries stands in exactly one row; what cannot be compared says why.
    """
    from govsummary.cli.diff import DiffOptions, diff_files

    labels, reading = tuple(category or ()), reading_options(password, soffice, timeout)
    options = DiffOptions(form, out, labels, min_change, only, lang, exit_code, verbose, lexicons, reading)
    return diff_files(old, new, options)


@app.command()
@guarded
def series(
    files: InOrder,
    *,
    form: DiffFormatOption = None,
    out: Out = None,
    category: Categories = None,
    lang: Lang = "zh",
    lexicons: Lexicons = None,
    password: Password = None,
    soffice: Soffice = None,
    timeout: Timeout = None,
) -> int:
    """Follow each figure over two summaries or more."""
    from govsummary.cli.diff import DiffOptions, series_files

    reading = reading_options(password, soffice, timeout)
    options = DiffOptions(form, out, tuple(category or ()), language=lang, lexicons=lexicons, reading=reading)
    return series_files(files, options)


@app.command()
@guarded
def audit(
    file: OneFile,
    *,
    against: Against = None,
    form: AuditFormatOption = None,
    out: Out = None,
    lang: Lang = "zh",
    verbose: EveryClaim = False,
    lexicons: Lexicons = None,
    password: Password = None,
    soffice: Soffice = None,
    timeout: Timeout = None,
) -> int:
    """Check what a summary claims about its figures; status 1 when something is wrong.

    Rates against their counts, parts against wholes, growth against the levels it leads from, one metric against its
    other mention; with --against also growth and units against earlier summaries, and their plans against the results.
    """
    from govsummary.cli.audit import AuditOptions, audit_file

    reading = reading_options(password, soffice, timeout)
    return audit_file(file, tuple(against or ()), AuditOptions(form, out, lang, verbose, lexicons, reading))


@app.command()
@guarded
def schema(command: DescribedCommand = Described.EXTRACT) -> int:
    """Print the JSON Schema of one document of the JSON that a command writes."""
    from govsummary.cli.reports import print_schema

    return print_schema(command)


@lexicon_app.command("check")
@guarded
def lexicon_check(folder: Folder = None) -> int:
    """Validate every lexicon file and run the examples of every rule; status 1 when a problem was found."""
    from govsummary.cli.reports import print_check

    return print_check(folder)


add_commands(app)
