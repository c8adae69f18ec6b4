"""What the pages show is true: their Python blocks run, their console blocks print what stands under them.

- A ```python block with `>>>` is a doctest; another one is run as it stands. The blocks of a page share their names.
- In a ```console block each `$` line that calls govsummary is run in the root of the repository, on a terminal of 100
  columns without colour. `...` or `…` on a line of its own stands for any lines, `…` inside a line for any text.
  Other commands (pip, make) are not run.
- A block under `<!-- not run -->` is left out.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

ROOT = Path(__file__).parents[1]
FRONT_PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
PAGES = (*FRONT_PAGES, "docs/audit.md", "docs/lexicons.md", "docs/spacy.md")
FENCED = re.compile(r"(<!-- not run -->\s*)?^( *)```(python|console)\n(.*?)^\2```$", re.MULTILINE | re.DOTALL)
CALL = re.compile(r"(?:^|\| *)govsummary ")
WIDTH = "100"
ANY_LINES = {"...", "…"}


def blocks(page: str, language: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [dedent(block) for skipped, _, found, block in FENCED.findall(text) if found == language and not skipped]


def console_calls() -> Iterator[tuple[str, str, list[str]]]:
    """Gives page, command and expected lines of every command that is run."""
    for page in PAGES:
        if (ROOT / page).is_file():
            for block in blocks(page, "console"):
                for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                    command, _, output = part.partition("\n")
                    if CALL.search(command):
                        yield page, command, output.splitlines()


def expected(lines: list[str]) -> re.Pattern[str]:
    """Builds the pattern of an output.

    >>> bool(expected(["a", "…", "c…e"]).fullmatch("a\\nb\\nb\\nc.d.e\\n"))
    True
    >>> bool(expected(["a"]).fullmatch("a\\nb\\n"))
    False
    """
    parts = (
        r"(?:.*\n)*?" if line.strip() in ANY_LINES else r".*".join(map(re.escape, line.rstrip().split("…"))) + r"\n"
        for line in lines
    )
    return re.compile("".join(parts))


def on_terminal(command: str, folder: Path) -> str:
    """Runs a command line as a reader of the page would; gives what the terminal shows, blanks at line ends cut off."""
    program = folder / "govsummary"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m govsummary "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    code = f"import pty; pty.spawn(['/bin/sh', '-c', {command!r}])"
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    env = os.environ | {"PATH": path, "COLUMNS": WIDTH, "TERM": "dumb", "TMPDIR": str(folder)}
    done = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=True, cwd=ROOT, env=env)
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.decode().splitlines())


@pytest.mark.parametrize("page", FRONT_PAGES)
def test_the_page_exists_and_shows_the_main_job(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert "govsummary" in text
    assert "make test" in text


@pytest.mark.parametrize("page", PAGES)
def test_python_blocks_run(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {"__name__": "__main__"}
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for number, block in enumerate(blocks(page, "python"), 1):
        if ">>>" not in block:
            exec(compile(block, f"{page}, block {number}", "exec"), names)
            continue
        test = doctest.DocTestParser().get_doctest(block, names, f"{page}, block {number}", page, 0)
        failures: list[str] = []
        runner.run(test, out=failures.append, clear_globs=False)
        names.update(test.globs)
        assert not failures, "".join(failures)


@pytest.mark.skipif(os.name == "nt", reason="needs a terminal as POSIX has it")
@pytest.mark.parametrize(("page", "command", "lines"), list(console_calls()))
def test_console_blocks_print_what_they_show(page: str, command: str, lines: list[str], tmp_path: Path) -> None:
    shown = on_terminal(command, tmp_path)
    assert expected(lines).fullmatch(shown), f"{page}: `{command}` prints\n{shown}"


def test_every_command_is_explained() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8") + (ROOT / "README.zh-CN.md").read_text(encoding="utf-8")
    commands = (
        "extract",
        "batch",
        "read",
        "schema",
        "lexicon check",
        "lexicon suggest",
        "lexicon coverage",
        "explain",
        "score",
        "diff",
        "series",
        "audit",
    )
    for command in (f"govsummary {name}" for name in commands):
        assert text.count(command) >= 2, f"{command} stands in both READMEs"
