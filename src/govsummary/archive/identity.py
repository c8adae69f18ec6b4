"""What made a dataset: rows of two versions, or of two lexicons, do not belong in one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from govsummary.archive.schema import SCHEMA_VERSION
from govsummary.errors import InputError
from govsummary.lexicon import FILES, builtin_folder

_SHOWN_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Identity:
    """What rows depend on besides the documents.

    Attributes:
        version: of govsummary.
        schema: version of the tables.
        lexicon: hash of all lexicon files, built-in and own.
        format: of the parts.
        part_size: documents of the first parts.
    """

    version: str
    schema: str
    lexicon: str
    format: str
    part_size: str

    @classmethod
    def of(cls, lexicons: Path | None, form: str, first_part: int) -> Identity:
        """Gives the identity of a dataset that would be made now."""
        from govsummary import __version__

        return cls(__version__, str(SCHEMA_VERSION), lexicon_hash(lexicons), form, str(first_part))

    def values(self) -> dict[str, str]:
        """Gives the fields by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def check(self, made: Mapping[str, str], dataset: Path) -> None:
        """Refuses to go on with a dataset that something else made.

        Raises:
            InputError: says what differs.
        """
        other = [
            f"{name.replace('_', ' ')} {made.get(name, 'unknown')[:_SHOWN_DIGITS]}, now {value[:_SHOWN_DIGITS]}"
            for name, value in self.values().items()
            if made.get(name) != value
        ]
        if other:
            what = "; ".join(other)
            raise InputError(f"{dataset}: was made otherwise ({what}); --fresh makes it anew, or name another --out")


def lexicon_hash(folder: Path | None) -> str:
    """Gives a hash of all lexicon files: the built-in ones, and those of a folder laid over them."""
    digest = hashlib.sha256()
    for layer in (builtin_folder(), folder):
        for name in sorted(FILES) if layer is not None else ():
            path = layer / name if layer is not None else Path(name)
            data = path.read_bytes() if path.is_file() else b""
            digest.update(f"{name} {len(data)}\n".encode() + data)
        digest.update(b"--\n")
    return digest.hexdigest()
