"""The small commands: the text as read, the JSON Schema, the state of the lexicons."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from govsummary.cli.output import Described
from govsummary.cli.problems import FOUND, report
from govsummary.errors import InputError
from govsummary.reading.blocks import ReadOptions
from govsummary.reading.guard import Guard

if TYPE_CHECKING:
    from pydantic import BaseModel

# Of the JSON Schemas that pydantic writes.
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def print_text(file: str, reading: ReadOptions) -> int:
    """Prints the text of a summary, nothing added, and says on stderr what could not be decoded.

    Raises:
        ReadError: the file cannot be read.
    """
    with Guard(reading) as guard:
        source = guard.read(file)
    sys.stdout.write(source.text)
    if sys.stdout.isatty() and not source.text.endswith("\n"):
        sys.stdout.write("\n")
    if source.replaced:
        report(f"{file}: {source.replaced} bytes are no {source.encoding} and became U+FFFD; check the file")
    return 0


def print_schema(command: Described) -> int:
    """Prints the schema of one document of the JSON that a command writes."""
    from pydantic.json_schema import GenerateJsonSchema

    class EveryField(GenerateJsonSchema):
        # Fields with a default are written like the others, so a reader may rely on them.
        def field_is_required(self, *_: object, **__: object) -> bool:
            return True

    model = _model_of(command)
    schema = {"$schema": DIALECT, **model.model_json_schema(mode="serialization", schema_generator=EveryField)}
    sys.stdout.write(json.dumps(schema, ensure_ascii=False, indent=2) + "\n")
    return 0


def _model_of(command: Described) -> type[BaseModel]:
    import govsummary

    models: dict[Described, type[BaseModel]] = {
        Described.EXTRACT: govsummary.Document,
        Described.DIFF: govsummary.Diff,
        Described.SERIES: govsummary.Series,
        Described.AUDIT: govsummary.Report,
    }
    return models[command]


def print_check(folder: Path | None) -> int:
    """Prints one lexicon problem a line, with file and line, and gives 1 when there is any.

    Raises:
        InputError: `folder` is no folder.
    """
    if folder is not None and not folder.is_dir():
        raise InputError(f"{folder}: no such folder; name a folder of lexicon files")
    from govsummary.lexicon_check import check

    problems = check(folder)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    report(f"{folder or 'lexicons'}: {len(problems) or 'no'} {'problem' if len(problems) < 2 else 'problems'} found")
    return FOUND if problems else 0
