"""`govsummary audit`: a document in, what is wrong with its figures out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from govsummary.auditing.report import Language, Report
from govsummary.cli.diff import STDIN, opened
from govsummary.cli.output import AUDIT_FORMS, AuditFormat, open_output, would_overwrite
from govsummary.cli.problems import FOUND
from govsummary.errors import InputError
from govsummary.model import Document
from govsummary.reading.blocks import ReadOptions
from govsummary.reading.guard import Guard

WIDEST_TABLE = 120  # lines longer than this are hard to follow, however wide the terminal


@dataclass(frozen=True, slots=True)
class AuditOptions:
    """What is to be shown, and how."""

    form: AuditFormat | None = None
    out: Path | None = None
    language: Language = "zh"
    verbose: bool = False
    lexicons: Path | None = None
    reading: ReadOptions = field(default_factory=ReadOptions)


def audit_file(file: str, against: Sequence[str], options: AuditOptions) -> int:
    """Audits a file, writes the report, and gives 1 when something is wrong.

    Raises:
        InputError: options or files that cannot be used.
        ReadError: a file cannot be read.
        LexiconErrors: lexicons with problems.
    """
    names = [file, *against]
    if names.count(STDIN) > 1:
        raise InputError("standard input can be one of the documents only; name a file for the others")
    out = options.out
    if would_overwrite(out, names):
        raise InputError(f"{out}: is one of the documents to read; choose another place for -o")
    form = options.form or AUDIT_FORMS.fitting(out)
    with Guard(options.reading) as guard:
        document, *earlier = [opened(name, guard) for name in names]
    if isinstance(document, Document):
        raise InputError(f"{file}: holds records without their text; name the summary itself")
    from govsummary.auditing.run import audit
    from govsummary.pipeline import load_engine

    lexicon = load_engine(options.lexicons).lexicon
    report = audit(document, earlier, lexicon=lexicon, language=options.language)
    with open_output(out) as stream:
        _write(report, stream, form, options.verbose)
    return FOUND if report.findings else 0


def _write(report: Report, stream: TextIO, form: AuditFormat, verbose: bool) -> None:
    if form is AuditFormat.JSON:
        stream.write(report.model_dump_json(indent=2) + "\n")
    elif form is AuditFormat.MD:
        from govsummary.export import audit_page

        stream.writelines(audit_page.page(report, verbose))
    else:
        from rich.console import Console

        from govsummary.export import audit_table

        console = Console(file=stream, highlight=False)
        console.width = min(console.width, WIDEST_TABLE)
        console.print(audit_table.render(report, verbose))
