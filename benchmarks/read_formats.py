"""Reading documents of each format, beside what a plain extraction of their text takes in the same run.

The other contestants give the characters alone: python-docx the paragraphs of a .docx, pypdfium2 the text of each page.
They neither write out numbering nor join lines, so that a ratio below 1 is what structure costs.
"""

from __future__ import annotations

import argparse
import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

from rounds import best_of

from govsummary.reading import read_bytes

FIXTURES = Path(__file__).parents[2] / "shared" / "fixtures"
SUFFIXES = (".doc", ".wps", ".docx", ".html", ".pdf", ".rtf", ".xlsx", ".txt")
REPEATS = 20  # readings that are timed as one


def main() -> None:
    """Prints documents a second for each file, and the ratio where there is another reader."""
    arguments = _arguments()
    files = [path for path in sorted(arguments.folder.iterdir()) if path.suffix in SUFFIXES]
    if not files:
        raise SystemExit(f"{arguments.folder}: no document in it")
    print(f"best of {arguments.rounds} rounds of {REPEATS} readings")
    for path in files:
        print(_compared(path, arguments.rounds))


def _compared(path: Path, rounds: int) -> str:
    data = path.read_bytes()
    try:
        read_bytes(data, path.name)
    except ValueError as error:
        return f"{path.name:18} not read: {error}"
    other = _OTHERS.get(path.suffix)
    runs = [partial(_repeat, partial(read_bytes, data, path.name))]
    if other is not None:
        runs.append(partial(_repeat, partial(other, data)))
    seconds = best_of(rounds, *runs)
    line = f"{path.name:18} {REPEATS / seconds[0]:7.0f} a second"
    if len(seconds) > 1:
        line += f"   plain text alone {REPEATS / seconds[1]:7.0f} a second   ratio {seconds[1] / seconds[0]:.2f}"
    return line


def _repeat(run: Callable[[], object]) -> None:
    for _ in range(REPEATS):
        run()


def _docx_text(data: bytes) -> str:
    import docx

    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def _pdf_text(data: bytes) -> str:
    import pypdfium2

    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


_OTHERS: dict[str, Callable[[bytes], str]] = {".docx": _docx_text, ".pdf": _pdf_text}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FIXTURES, help="a folder of documents")
    parser.add_argument("--rounds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
