"""The small commands: the text as read, the JSON Schema."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from govsummary.cli.output import Described
from govsummary.cli.problems import report
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
