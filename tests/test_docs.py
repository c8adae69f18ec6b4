"""What the pages show is true: their blocks run, and print what stands under them.

All pages of docs/ are tested, and the READMEs. A page is read from top to bottom, in a folder of its own in which the
folders of the repository are at hand: what one block writes, the next ones find.

- A ```python block with `>>>` is a doctest; another one is run as it stands. The blocks of a page share their names.
- In a ```console block each `$` line is run by a shell, on a terminal of 100 columns without colour. `...` or `…` on a
  line of its own stands for any lines, `…` inside a line for any text. Only what sets up a machine (pip, make, git) is
  not run.
- A block under `<!-- file: NAME -->` is written to NAME.
- A block under `<!-- needs: MODULE, … -->` is skipped where a module is not installed.
- A block under `<!-- not run: REASON -->` is skipped. Blocks of other shells must have such a reason.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import RawIOBase, StringIO
from pathlib import Path
from textwrap import dedent

import pytest
import warm

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tools"))

import figures  # noqa: E402

FRONT_PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")
DOC_PAGES = tuple(sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").rglob("*.md")))
PAGES = FRONT_PAGES + DOC_PAGES
FROM_DOCSTRINGS = "docs/reference/api.md"  # its examples are run where they come from, by --doctest-modules
FENCED = re.compile(
    r"(?:<!-- (not run|needs|file): ([^>]*?) -->\s*)?^( *)```(\w*)\n(.*?)^\3```$", re.MULTILINE | re.DOTALL
)
DATA = {"", "json", "jsonl", "text", "toml", "tsv"}  # shown, not run
SETUP = re.compile(r"(?:git|cd|make|pip|python -m (?:pip|venv)|python benchmarks/\S+|python tools/build_docs.py)\b.*")
FIGURES = "python tools/figures.py"
# What reads the corpus alone says the same on every page: it is run once.
OF_THE_CORPUS = re.compile(r"govsummary (?:score|read|diff|extract) corpus(?:(?! -o |--lexicons)[^>])*")
WIDTH = "100"
ANY_LINES = {"...", "…"}


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a page: its language, what it holds, and the mark above it."""

    page: str
    number: int
    language: str
    text: str
    mark: str
    told: str

    @property
    def runs(self) -> bool:
        return self.language in ("python", "console") and self.mark != "file"

    def reason_to_skip(self) -> str:
        """Gives why the block is not run here, or nothing."""
        if self.mark == "not run":
            return self.told
        if self.mark == "needs":
            missing = [name for name in self.told.split(", ") if not installed(name)]
            return f"needs {', '.join(missing)}" if missing else ""
        return "needs a terminal as POSIX has it" if self.language == "console" and os.name == "nt" else ""


def installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def blocks(page: str) -> list[Block]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [
        Block(page, number, language, dedent(shown), mark, told)
        for number, (mark, told, _, language, shown) in enumerate(FENCED.findall(text), 1)
    ]


BLOCKS = [block for page in PAGES if (ROOT / page).is_file() for block in blocks(page)]

RUN = [block for block in BLOCKS if block.runs and block.page != FROM_DOCSTRINGS]


def commands(block: Block) -> Iterator[tuple[str, list[str]]]:
    """Gives command and expected lines of every command of a block."""
    for part in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output.splitlines()


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


@dataclass(slots=True)
class Reader:
    """Reads a page as a person at a terminal would: block after block, in one folder."""

    page: str
    folder: Path
    programs: Path
    seen: dict[str, str]
    names: dict[str, object] = field(default_factory=lambda: {"__name__": "__main__"})
    done: int = 0

    def run(self, number: int) -> list[str]:
        """Runs a block, after those above it that were not run yet; gives what is not as the page shows it."""
        failures: list[str] = []
        for block in blocks(self.page)[self.done : number]:
            failures = self._run(block)
            self.done = block.number
        return failures

    def _run(self, block: Block) -> list[str]:
        if block.mark == "file":
            path = self.folder / block.told
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        elif block.runs and not block.reason_to_skip():
            return self._python(block) if block.language == "python" else self._console(block)
        return []

    def _python(self, block: Block) -> list[str]:
        name = f"{block.page}, block {block.number}"
        if ">>>" not in block.text:
            exec(compile(block.text, name, "exec"), self.names)
            return []
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
        test = doctest.DocTestParser().get_doctest(block.text, self.names, name, block.page, 0)
        failures: list[str] = []
        runner.run(test, out=failures.append, clear_globs=False)
        self.names.update(test.globs)
        return failures

    def _console(self, block: Block) -> list[str]:
        failures = []
        for command, lines in commands(block):
            if not SETUP.fullmatch(command):
                shown = self._shown(command)
                if not expected(lines).fullmatch(shown):
                    failures.append(f"{block.page}: `{command}` prints\n{shown}")
        return failures

    def _shown(self, command: str) -> str:
        if command == FIGURES:  # in this process, which has measured them for other tests
            printed = StringIO()
            with redirect_stdout(printed):
                figures.main([])
            return printed.getvalue()
        if not OF_THE_CORPUS.fullmatch(command):
            return self.on_terminal(command)
        if command not in self.seen:
            self.seen[command] = self.on_terminal(command)
        return self.seen[command]

    def on_terminal(self, command: str) -> str:
        """Runs a command line as a reader would; gives what the terminal shows, blanks at line ends cut off."""
        import pty  # not on Windows, where console blocks are not run

        path = f"{self.programs}{os.pathsep}{os.environ['PATH']}"
        env = os.environ | {"PATH": path, "COLUMNS": WIDTH, "TERM": "dumb"}
        env.pop("LINES", None)  # beside it rich would believe COLUMNS, a terminal that is dumb or not
        screen, terminal = pty.openpty()
        shell = subprocess.Popen(
            ["/bin/sh", "-c", command],
            stdin=subprocess.DEVNULL,
            stdout=terminal,
            stderr=terminal,
            cwd=self.folder,
            env=env,
        )
        os.close(terminal)
        with os.fdopen(screen, "rb", buffering=0) as stream:
            shown = b"".join(iter(lambda: what_comes(stream), b""))
        shell.wait()
        return "".join(f"{line.rstrip()}\n" for line in shown.decode().splitlines())


def what_comes(stream: RawIOBase) -> bytes:
    """Gives what a terminal shows next; nothing when all who write to it are gone."""
    try:
        return stream.read(1 << 16) or b""
    except OSError:  # how Linux says it
        return b""


def link(path: Path, target: Path) -> None:
    """Makes `target` at hand under `path`; by copying where links are a privilege."""
    if os.name != "nt":
        path.symlink_to(target)
    elif target.is_dir():
        shutil.copytree(target, path)
    else:
        shutil.copy(target, path)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Makes `govsummary` and `python` at hand; govsummary is loaded once, see warm.py."""
    folder = tmp_path_factory.mktemp("bin")
    if os.name == "nt":
        yield folder
        return
    with tempfile.TemporaryDirectory() as near:  # the address of a socket must be short
        address = Path(near, "socket")
        (folder / "client.py").write_text(warm.client(address), encoding="utf-8")
        for name, call in (("govsummary", f"-IS {shlex.quote(str(folder / 'client.py'))}"), ("python", "")):
            program = folder / name
            program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} {call} "$@"\n', encoding="utf-8")
            program.chmod(0o755)
        server = subprocess.Popen([sys.executable, warm.__file__, address])
        while not address.exists():
            assert server.poll() is None, "the server of commands has ended"
            time.sleep(0.05)
        yield folder
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def readers(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reader]:
    made: dict[str, Reader] = {}
    seen: dict[str, str] = {}
    for page in PAGES:
        folder = tmp_path_factory.mktemp("page")
        for path in ROOT.iterdir():
            if not path.name.startswith(".") and path.name not in ("build", "dist", "site"):
                link(folder / path.name, path)
        made[page] = Reader(page, folder, programs, seen)
    return made


@pytest.mark.parametrize("page", FRONT_PAGES)
def test_the_page_exists_and_shows_the_main_job(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert "govsummary" in text
    assert "make test" in text


@pytest.mark.parametrize("block", [pytest.param(one, id=f"{one.page}-{one.number}") for one in RUN])
def test_blocks_do_what_they_show(block: Block, readers: dict[str, Reader], monkeypatch: pytest.MonkeyPatch) -> None:
    if reason := block.reason_to_skip():
        pytest.skip(reason)
    reader = readers[block.page]
    monkeypatch.chdir(reader.folder)
    with warnings.catch_warnings():
        if block.mark == "needs":  # what other packages warn of is not ours
            warnings.simplefilter("default")
        failures = reader.run(block.number)
    assert not failures, "".join(failures)


@pytest.mark.parametrize("page", PAGES)
def test_what_is_not_run_says_why(page: str) -> None:
    for block in blocks(page):
        known = block.runs or block.language in DATA or block.mark == "file"
        assert known or block.mark == "not run", f"{page}: a block in {block.language} without a reason not to run it"
        assert block.mark != "not run" or len(block.told) > 10, f"{page}: {block.told!r} is no reason"
    marks = re.findall(r"^ *<!-- (?:not run|needs|file)\b", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)
    assert len(marks) == sum(bool(block.mark) for block in blocks(page)), f"{page}: a mark without a block"


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
