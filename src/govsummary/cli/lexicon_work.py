"""What the commands of `govsummary lexicon` do."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from govsummary.cli.archive_reading import Archive
from govsummary.cli.output import SHEET_FORMS, SUGGEST_FORMS, SheetFormat, SuggestFormat, open_output
from govsummary.cli.problems import FOUND, report
from govsummary.errors import InputError, LexiconErrors
from govsummary.lexicon import Lexicon
from govsummary.pipeline import load_engine
from govsummary.workbench.entries import FILES_OF, EntryKind
from govsummary.workbench.proposals import ProposalKind


def print_check(folder: Path | None) -> int:
    """Prints one lexicon problem a line, with file and line, and gives 1 when there is any.

    Raises:
        InputError: `folder` is no folder.
    """
    if folder is not None and not folder.is_dir():
        raise InputError(f"{folder}: no such folder; name a folder of lexicon files")
    from govsummary.lexicon_check import check

    problems = check(folder)
    _print_problems(problems)
    report(f"{folder or 'lexicons'}: {len(problems) or 'no'} {'problem' if len(problems) < 2 else 'problems'} found")
    return FOUND if problems else 0


def _print_problems(problems: Iterable[Exception]) -> None:
    for problem in problems:
        sys.stdout.write(f"{problem}\n")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is proposed: of which kinds (none: all), and from how many places on."""

    kinds: Sequence[str]
    least: int


def print_proposals(archive: Archive, lexicons: Path | None, asked: Asked, form: SuggestFormat | None) -> int:
    """Reads an archive and writes what the lexicon lacks; nothing when no document could be read.

    Raises:
        InputError: an unknown kind, a source that is not there, a place to write that cannot be used.
        LexiconErrors: lexicons with problems.
    """
    from govsummary.workbench import rendering
    from govsummary.workbench.suggest import KINDS, Suggester

    form = form or SUGGEST_FORMS.fitting(archive.out)
    wanted = [cast("ProposalKind", _known(kind, KINDS)) for kind in asked.kinds] or list(KINDS)
    suggester = Suggester(load_engine(lexicons))
    for source in archive.documents():
        suggester.add(source)
    if archive.progress.documents:
        found = suggester.proposals(wanted, asked.least)
        with open_output(archive.out) as stream:
            stream.writelines(rendering.proposals(found, form.value))
    return archive.status()


def print_coverage(archive: Archive, lexicons: Path | None, form: SheetFormat | None) -> int:
    """Reads an archive and writes how much of each document the lexicon knows; nothing when none could be read.

    Raises:
        InputError: a source that is not there, a place to write that cannot be used.
        LexiconErrors: lexicons with problems.
    """
    from govsummary.workbench import rendering
    from govsummary.workbench.coverage import Coverage, cover, worst_first

    form, engine = form or SHEET_FORMS.fitting(archive.out), load_engine(lexicons)
    documents = [cover(source, engine) for source in archive.documents()]
    if documents:
        total = sum(documents, Coverage(None))
        with open_output(archive.out) as stream:
            stream.writelines(rendering.coverage(worst_first(documents), total, form.value))
    return archive.status()


def print_entries(
    kind: str | None, search: str | None, form: SheetFormat | None, lexicons: Path | None, out: Path | None
) -> int:
    """Writes the entries of the lexicon; 1 when a search finds none.

    Raises:
        InputError: an unknown kind, a place to write that cannot be used.
        LexiconErrors: lexicons with problems.
    """
    from govsummary.workbench import rendering
    from govsummary.workbench.entries import entries_of

    form = form or SHEET_FORMS.fitting(out)
    kinds = list(FILES_OF) if kind is None else [cast("EntryKind", _known(kind, FILES_OF))]
    found = list(entries_of(Lexicon.load(lexicons), kinds, search))
    with open_output(out) as stream:
        stream.writelines(rendering.entries(found, form.value))
    if search is not None and not found:
        report(f"no entry holds {search}")
        return FOUND
    return 0


def print_differences(first: str, second: str, form: SheetFormat | None, out: Path | None) -> int:
    """Writes what sets two lexicons apart; 1 when anything does.

    Raises:
        InputError: one of them is no folder, or a place to write cannot be used.
        LexiconErrors: lexicons with problems.
    """
    from govsummary.workbench import rendering
    from govsummary.workbench.entries import compare, lexicon_at

    form = form or SHEET_FORMS.fitting(out)
    found = compare(lexicon_at(first), lexicon_at(second))
    with open_output(out) as stream:
        stream.writelines(rendering.differences(found, form.value))
    report(f"{len(found) or 'no'} {'entry differs' if len(found) == 1 else 'entries differ'}")
    return FOUND if found else 0


def write_entry(
    folder: Path,
    kind: EntryKind,
    key: str,
    values: Mapping[str, str | Sequence[str]],
    *,
    replace: bool,
    extend: bool = False,
) -> int:
    """Writes an entry into a user's folder; 1, with a line for each problem, when the check finds any.

    Raises:
        InputError: the folder cannot be used, the entry is there already, or there is nothing to replace or extend.
        LexiconErrors: the lexicon has problems before anything is added.
    """
    from govsummary.workbench.edit import Addition, add_entry, extended

    addition = Addition(kind, key, values)
    if extend:
        addition = extended(Lexicon.load(folder if folder.is_dir() else None), addition)
    try:
        path = add_entry(folder, addition, replace=replace)
    except LexiconErrors as errors:
        _print_problems(errors.exceptions)
        report(f"{folder}: nothing was written; mend what is listed and add {key} again")
        return FOUND
    report(f"{path}: {key} added; no problem found")
    return 0


def _known(word: str, words: Iterable[str]) -> str:
    if word not in words:
        raise InputError(f"{word!r} is no kind of entry; write one of {', '.join(words)}")
    return word
