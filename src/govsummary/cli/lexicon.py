"""`govsummary lexicon`: check, list and compare lexicons, find what they lack, and add to a folder of own entries."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from govsummary.cli.archive_options import Exclude, Include, Limit, SourceList, Sources, all_sources
from govsummary.cli.output import Out, SheetFormat, SuggestFormat
from govsummary.cli.problems import guarded
from govsummary.cli.reading_options import Lexicons, Password, Soffice, Timeout, reading_options

if TYPE_CHECKING:
    from govsummary.cli.archive_reading import Archive
    from govsummary.reading.blocks import ReadOptions

ACTION_ROLE = "action"
NOUN_ROLE = "noun"

lexicon_app = typer.Typer(help="Work on lexicons.", rich_markup_mode=None)
add_app = typer.Typer(help="Write an entry into a folder of your own, checked and in its place.", rich_markup_mode=None)
lexicon_app.add_typer(add_app, name="add")

Folder = Annotated[Path | None, typer.Argument(metavar="DIR", help="Own lexicons; by default those that come along.")]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help="Only this: unit, action or category; may be repeated."),
]
Least = Annotated[int, typer.Option("--min", metavar="N", min=1, help="Only words that were met N times.")]
Sheet = Annotated[
    SheetFormat | None,
    typer.Option("--format", "-f", case_sensitive=False, help="By default what OUT's suffix says, else table."),
]
SuggestSheet = Annotated[
    SuggestFormat | None,
    typer.Option(
        "--format",
        "-f",
        case_sensitive=False,
        help="lines: ready for the lexicon files. By default what OUT's suffix says, else table.",
    ),
]
Kind = Annotated[
    str | None, typer.Argument(metavar="KIND", help="unit, action, noun or category; all of them unless given.")
]
Search = Annotated[str | None, typer.Option("--search", metavar="WORD", help="Only entries that hold WORD.")]
FirstLexicon = Annotated[str, typer.Argument(metavar="A", help="A folder of own entries, or built-in.")]
SecondLexicon = Annotated[str, typer.Argument(metavar="B", help="Another one.")]
Own = Annotated[Path, typer.Option("--lexicons", metavar="DIR", help="Your folder; made when it is missing.")]
Replace = Annotated[bool, typer.Option("--replace", help="Take the place of the entry that is there.")]
Direction = Annotated[str, typer.Option("--direction", metavar="DIRECTION", help="up, down or flat.")]


@lexicon_app.command("check")
@guarded
def lexicon_check(folder: Folder = None) -> int:
    """Validate every lexicon file and run the examples of every rule; status 1 when a problem was found."""
    from govsummary.cli.lexicon_work import print_check

    return print_check(folder)


@lexicon_app.command("suggest")
@guarded
def lexicon_suggest(
    sources: Sources = None,
    *,
    listed: SourceList = None,
    include: Include = None,
    exclude: Exclude = None,
    limit: Limit = None,
    kinds: Kinds = None,
    least: Least = 1,
    form: SuggestSheet = None,
    out: Out = None,
    lexicons: Lexicons = None,
    password: Password = None,
    soffice: Soffice = None,
    timeout: Timeout = None,
) -> int:
    """Propose what the lexicon lacks: unknown units and verbs, frequent objects without a category.

    With counts, examples and a line that is ready for the file. SRC is what it is for batch. Status 1 when some files
    could not be read, 2 when none could.
    """
    from govsummary.cli.lexicon_work import Asked, print_proposals

    files = _Files(all_sources(sources, listed), include or (), exclude or (), limit)
    archive = files.archive(reading_options(password, soffice, timeout), out)
    return print_proposals(archive, lexicons, Asked(kinds or (), least), form)


@lexicon_app.command("coverage")
@guarded
def lexicon_coverage(
    sources: Sources = None,
    *,
    listed: SourceList = None,
    include: Include = None,
    exclude: Exclude = None,
    limit: Limit = None,
    form: Sheet = None,
    out: Out = None,
    lexicons: Lexicons = None,
    password: Password = None,
    soffice: Soffice = None,
    timeout: Timeout = None,
) -> int:
    """Show what share of numbers has a known unit, of facts an action, an object, a category; the worst first.

    SRC is what it is for batch. Status 1 when some files could not be read, 2 when none could.
    """
    from govsummary.cli.lexicon_work import print_coverage

    files = _Files(all_sources(sources, listed), include or (), exclude or (), limit)
    return print_coverage(files.archive(reading_options(password, soffice, timeout), out), lexicons, form)


class _Files(NamedTuple):
    """The options that say what is read."""

    sources: tuple[str, ...]
    include: Sequence[str]
    exclude: Sequence[str]
    limit: int | None

    def archive(self, reading: ReadOptions, out: Path | None) -> Archive:
        from govsummary.archive.sources import Choice
        from govsummary.cli.archive_reading import Archive

        choice = Choice.of(self.include, self.exclude, None, reading.password)
        return Archive(self.sources, choice, self.limit, reading, out)


@lexicon_app.command("list")
@guarded
def lexicon_list(
    kind: Kind = None, *, search: Search = None, form: Sheet = None, out: Out = None, lexicons: Lexicons = None
) -> int:
    """Print the entries of the lexicon, in the order of its files."""
    from govsummary.cli.lexicon_work import print_entries

    return print_entries(kind, search, form, lexicons, out)


@lexicon_app.command("diff")
@guarded
def lexicon_diff(first: FirstLexicon, second: SecondLexicon, *, form: Sheet = None, out: Out = None) -> int:
    """Print what sets two lexicons apart; status 1 when anything does."""
    from govsummary.cli.lexicon_work import print_differences

    return print_differences(first, second, form, out)


@add_app.command("unit")
@guarded
def add_unit(
    unit: Annotated[str, typer.Argument(metavar="UNIT", help="As it stands behind a number.")],
    *,
    own: Own,
    canonical: Annotated[str | None, typer.Option("--canonical", metavar="UNIT", help="Itself unless given.")] = None,
    dimension: Annotated[str | None, typer.Option("--dimension", metavar="NAME", help="Itself unless given.")] = None,
    factor: Annotated[str, typer.Option("--factor", metavar="NUMBER", help="How many canonical units it makes.")] = "1",
    equals: Annotated[
        list[str] | None, typer.Option("--equals", metavar="UNIT", help="Counts the same things.")
    ] = None,
    not_before: Annotated[
        list[str] | None, typer.Option("--not-before", metavar="PATTERN", help="Makes another word of it.")
    ] = None,
    replace: Replace = False,
) -> int:
    """Add a unit to units.tsv; without options it counts things of its own, as 池 and 筐 do."""
    from govsummary.cli.lexicon_work import write_entry

    values = {
        "canonical": canonical or unit,
        "dimension": dimension or canonical or unit,
        "factor": factor,
        "equals": equals or (),
        "not_before": not_before or (),
    }
    return write_entry(own, "unit", unit, values, replace=replace)


@add_app.command("action")
@guarded
def add_action(
    action: Annotated[str, typer.Argument(metavar="VERB", help="The verb.")],
    *,
    own: Own,
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="action, light, nominal, change, state or reach.")
    ] = ACTION_ROLE,
    lemma: Annotated[str, typer.Option("--lemma", metavar="VERB", help="Records are grouped by it.")] = "",
    direction: Direction = "",
    replace: Replace = False,
) -> int:
    """Add a verb to actions.tsv."""
    from govsummary.cli.lexicon_work import write_entry

    values = {"role": role, "lemma": lemma, "direction": direction}
    return write_entry(own, "action", action, values, replace=replace)


@add_app.command("noun")
@guarded
def add_noun(
    noun: Annotated[str, typer.Argument(metavar="PHRASE", help="A phrase that acts as one noun.")],
    *,
    own: Own,
    role: Annotated[
        str, typer.Option("--role", metavar="ROLE", help="noun, rate, growth, metric, org, place or time.")
    ] = NOUN_ROLE,
    direction: Direction = "",
    replace: Replace = False,
) -> int:
    """Add a phrase to nouns.tsv."""
    from govsummary.cli.lexicon_work import write_entry

    return write_entry(own, "noun", noun, {"role": role, "direction": direction}, replace=replace)


@add_app.command("category")
@guarded
def add_category(
    label: Annotated[str, typer.Argument(metavar="LABEL", help="field/label")],
    *,
    own: Own,
    words: Annotated[list[str] | None, typer.Option("--word", metavar="WORD", help="A strong word.")] = None,
    weak: Annotated[list[str] | None, typer.Option("--weak", metavar="WORD", help="A word that counts half.")] = None,
    vetoes: Annotated[list[str] | None, typer.Option("--not", metavar="WORD", help="Rules the label out.")] = None,
    examples: Annotated[
        list[str] | None, typer.Option("--example", metavar="TEXT", help="An object that gets the label.")
    ] = None,
    counter: Annotated[
        list[str] | None, typer.Option("--counter-example", metavar="TEXT", help="One that does not.")
    ] = None,
    extend: Annotated[
        bool,
        typer.Option("--extend", help="Keep what the label has, and add to it; with --replace for one that is there."),
    ] = False,
    replace: Replace = False,
) -> int:
    """Add a label to categories.toml, or words to a label; every option may be repeated."""
    from govsummary.cli.lexicon_work import write_entry

    values = {
        "words": words or (),
        "weak": weak or (),
        "not": vetoes or (),
        "examples": examples or (),
        "counter_examples": counter or (),
    }
    return write_entry(own, "category", label, values, replace=replace or extend, extend=extend)
