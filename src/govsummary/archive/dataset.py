"""A dataset as a folder: its places, what a killed run left in it, parts that have to be changed, and its reports."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from govsummary.archive.manifest import Manifest, Part, Stale
from govsummary.archive.parts import PART_NAME, PartFiles, part_path, sync_folder
from govsummary.archive.schema import TABLE_NAMES, TableName
from govsummary.archive.work import TableFormat
from govsummary.errors import InputError

STATE = ".govsummary"
FAILURES = "failures.jsonl"
DUPLICATES = "duplicates.jsonl"
RUN = "run.json"
_ID_OPENING = '{"document_id":"'
_HASH_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Dataset:
    """The folder of a dataset.

    Attributes:
        form: of its parts.
    """

    folder: Path
    form: TableFormat

    @property
    def manifest(self) -> Path:
        """What is done."""
        return self.folder / STATE / "manifest.sqlite"

    @property
    def lock(self) -> Path:
        """Held by the run that works on it."""
        return self.folder / STATE / "lock"

    @property
    def aside(self) -> Path:
        """Where files are written before they are whole."""
        return self.folder / STATE / "writing"

    def make(self) -> None:
        """Makes the folders that are not there.

        Raises:
            InputError: the place is taken by a file.
        """
        if self.folder.exists() and not self.folder.is_dir():
            raise InputError(f"{self.folder}: is a file; name a folder for --out")
        for folder in (self.aside, *(self.folder / table for table in TABLE_NAMES)):
            folder.mkdir(parents=True, exist_ok=True)

    def tidy(self, parts: Iterable[Part]) -> None:
        """Removes what a killed run left: files written aside, and parts that the manifest does not know."""
        for path in self.aside.iterdir():
            path.unlink()
        known = {(table, part.number) for part in parts for table in part.lengths}
        for table, number, path in self._parts_on_disk():
            if (table, number) not in known or path.suffix != f".{self.form}":
                path.unlink()

    def has_parts(self) -> bool:
        """Tells whether there are parts, known or not."""
        return next(self._parts_on_disk(), None) is not None

    def check(self, parts: Iterable[Part], changing: frozenset[int]) -> None:
        """Refuses a dataset of which something was removed or overwritten.

        Args:
            parts: that the manifest knows.
            changing: numbers of parts whose files may be of either length.

        Raises:
            InputError: names the file.
        """
        for part in parts:
            for table, length in part.lengths.items():
                path = part_path(self.folder, table, part.number, self.form)
                if part.number not in changing and (not path.is_file() or path.stat().st_size != length):
                    what = "was changed" if path.is_file() else "is missing"
                    raise InputError(f"{path}: {what} since it was written; --fresh makes the dataset anew")

    def _parts_on_disk(self) -> Iterator[tuple[TableName, int, Path]]:
        for table in TABLE_NAMES:
            for path in (self.folder / table).iterdir():
                match = PART_NAME.fullmatch(path.name)
                if match:
                    yield table, int(match[1]), path

    # --- parts that have to be changed -------------------------------------------------------------------------------

    def refresh(self, manifest: Manifest) -> None:
        """Takes documents out of old parts that no input holds any more, and renames those found elsewhere now."""
        for stale in manifest.stale():
            rows, lengths = dict.fromkeys(TABLE_NAMES, 0), {}
            files = PartFiles(self.aside, self.form)
            try:
                for table in TABLE_NAMES:
                    path = part_path(self.folder, table, stale.part, self.form)
                    if path.exists():
                        rewrite = _rewrite_parquet if self.form == "parquet" else _rewrite_lines
                        rows[table] = rewrite(files, table, path, stale)
                if rows["documents"]:
                    lengths = files.finish(self.folder, stale.part)
                else:
                    self._remove(stale.part)
            finally:
                files.abandon()
            manifest.settle_stale(Part(stale.part, rows, lengths))

    def _remove(self, part: int) -> None:
        # The documents last: as long as they are there, the part is taken up again after a kill.
        for table in reversed(TABLE_NAMES):
            part_path(self.folder, table, part, self.form).unlink(missing_ok=True)
            sync_folder(self.folder / table)

    # --- reports -----------------------------------------------------------------------------------------------------

    def report(self, manifest: Manifest, run: Mapping[str, object]) -> None:
        """Writes failures, duplicates and, last of all, what the run was."""
        self._replace(FAILURES, (_line(asdict(failure)) for failure in manifest.failures()))
        self._replace(DUPLICATES, (_line(asdict(one)) for one in manifest.duplicates()))
        self._replace(RUN, [json.dumps(run, ensure_ascii=False, indent=2) + "\n"])

    def _replace(self, name: str, lines: Iterable[str]) -> None:
        path = self.aside / name
        try:
            with path.open("w", encoding="utf-8", newline="\n") as stream:
                stream.writelines(lines)
                stream.flush()
                os.fsync(stream.fileno())
            path.replace(self.folder / name)
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise
        sync_folder(self.folder)


def _line(values: Mapping[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"


def _rewrite_parquet(files: PartFiles, table: TableName, path: Path, stale: Stale) -> int:
    """Copies the rows that stay, row group by row group; gives how many they are."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    number = 0
    dead = pa.array(sorted(stale.dead), pa.string())
    with pq.ParquetFile(path) as source:
        files.write_table(table, source.schema_arrow.empty_table())
        for group in range(source.num_row_groups):
            rows = source.read_row_group(group)
            rows = rows.filter(pc.invert(pc.is_in(rows["document_id"], dead)))
            if table == "documents" and stale.names:
                ids, paths = rows["document_id"].to_pylist(), rows["path"].to_pylist()
                renamed = [stale.names.get(one, old) for one, old in zip(ids, paths, strict=True)]
                place = rows.schema.get_field_index("path")
                rows = rows.set_column(place, rows.schema.field(place), pa.array(renamed, pa.string()))
            if rows.num_rows:
                files.write_table(table, rows)
            number += rows.num_rows
    return number


def _rewrite_lines(files: PartFiles, table: TableName, path: Path, stale: Stale) -> int:
    number = 0
    files.write_lines(table, [])
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            name = line[len(_ID_OPENING) : len(_ID_OPENING) + _HASH_DIGITS]
            if name not in stale.dead:
                files.write_lines(table, [_renamed(line, stale.names.get(name), table).encode()])
                number += 1
    return number


def _renamed(line: str, path: str | None, table: TableName) -> str:
    if path is None or table != "documents":
        return line
    values = json.loads(line)
    values["path"] = path
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"
