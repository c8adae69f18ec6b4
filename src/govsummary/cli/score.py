"""`govsummary score`: reads the texts of folders of gold files and holds their records against the gold."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from govsummary.cli.output import ScoreFormat
from govsummary.cli.problems import BAD_INPUT, EXPECTED, describe, report
from govsummary.errors import InputError
from govsummary.pipeline import Engine, extract_source, load_engine
from govsummary.reading import read
from govsummary.score import GOLD_SUFFIX, FolderResult, Result, read_gold, score


def score_folders(
    folders: Sequence[Path], name: str, errors: int, form: ScoreFormat, lexicons: Path | None = None
) -> int:
    """Scores every text of the folders whose name fits `name`, and prints up to `errors` errors of each.

    A text that cannot be scored is told of on stderr; the others go on.

    Raises:
        InputError: a folder without a gold file of such a name.
        LexiconErrors: lexicons with problems.
    """
    golds = [_gold_files(folder, name) for folder in folders]
    engine = load_engine(lexicons)
    failed: list[Path] = []
    results = [
        FolderResult(str(folder), tuple(_scored(paths, engine, failed)))
        for folder, paths in zip(folders, golds, strict=True)
    ]
    if any(result.texts for result in results):
        sys.stdout.writelines(_written(results, errors, form))
    return BAD_INPUT if failed else 0


def _gold_files(folder: Path, name: str) -> list[Path]:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; name a folder of NAME.txt and NAME{GOLD_SUFFIX}")
    paths = sorted(folder.glob(f"*{GOLD_SUFFIX}"))
    if not paths:
        raise InputError(f"{folder}: no NAME{GOLD_SUFFIX} in it; name a folder of texts with their gold files")
    fitting = [path for path in paths if fnmatch(_name(path), name)]
    if not fitting:
        raise InputError(f"{folder}: no text fits --name {name}; there are {_name(paths[0])} and {len(paths) - 1} more")
    return fitting


def _name(gold: Path) -> str:
    return gold.name.removesuffix(GOLD_SUFFIX)


def _scored(golds: Sequence[Path], engine: Engine, failed: list[Path]) -> Iterator[tuple[str, Result]]:
    """Gives the result of each text; one that cannot be scored is reported and added to `failed`."""
    for path in golds:
        text = path.with_name(f"{_name(path)}.txt")
        try:
            gold = read_gold(path)
            source = read(text)
            yield _name(path), score(extract_source(source, engine), gold, source.text)
        except EXPECTED as error:
            report(describe(error, str(path)))
            failed.append(path)


def _written(results: Sequence[FolderResult], errors: int, form: ScoreFormat) -> Iterator[str]:
    from govsummary.export import scores

    if form is ScoreFormat.JSON:
        yield scores.as_json(results, errors)
        return
    for one in results if errors else ():
        for name, result in one.texts:
            yield from scores.error_lines(name if len(results) == 1 else f"{one.folder}: {name}", result, errors)
    yield from scores.table(results)
