"""`govsummary batch` from outside: statuses, lines, kills, Ctrl-C, the lock and a full disk."""

from __future__ import annotations

import io
import os
import random
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from made_archive import Mixture, make_archive

sys.path.insert(0, str(Path(__file__).parent / "unit" / "archive"))
from datasets import files_of, lines_of, run, settings

from govsummary.archive.batch import Progress
from govsummary.archive.lock import locked
from govsummary.archive.manifest import Entry, Manifest
from govsummary.cli import INTERRUPTED, main
from govsummary.cli.batch import LogLines, Pace
from govsummary.cli.problems import BAD_INPUT, FOUND
from govsummary.errors import InputError

FILES = 70
KILLS = 6
posix = pytest.mark.skipif(os.name == "nt", reason="signals and terminals as POSIX has them")

# What `batch` does, with small parts, and a line for each step, so that a test knows when to strike.
DRIVER = """
import sys
from datasets import settings
from govsummary.archive.batch import run_batch
from govsummary.archive.workers import LocalEngine
wanted = settings(sys.argv[1], __import__("pathlib").Path(sys.argv[2]), form=sys.argv[3])
for progress in run_batch(wanted, LocalEngine(wanted.task, 2)):
    print(progress.inputs, flush=True)
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive") / "档案"
    make_archive(folder, FILES, Mixture(broken=0.1, double=0.1, zipped=0.2), seed=5)
    return folder


@pytest.fixture
def one(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.write_text("全年拆除围挡3处。", encoding="utf-8")
    return path


def start(command: list[str], **more: object) -> subprocess.Popen[bytes]:
    here = Path(__file__).parent
    env = os.environ | {"PYTHONPATH": str(here / "unit" / "archive")}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen([sys.executable, *command], env=env, **pipes)  # type: ignore[call-overload, no-any-return]


def govsummary(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "govsummary", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


def last_words(said: str) -> list[str]:
    """Gives the lines that name neither a failure nor how far it is."""
    return [line for line in said.splitlines() if not line.endswith("]") and " a second" not in line]


@posix
@pytest.mark.parametrize("form", ["parquet", "jsonl"])
def test_kills_leave_no_trace(archive: Path, tmp_path: Path, form: str) -> None:
    """Killed with -9 at random moments and started again, it gives the dataset of a run that nothing disturbed."""
    if form == "parquet":
        pytest.importorskip("pyarrow")
    chance = random.Random(form)
    out = tmp_path / "out"
    killed = 0
    for _ in range(KILLS):
        process = start(["-c", DRIVER, str(archive), str(out), form], stderr=subprocess.DEVNULL)
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 9)):
            process.stdout.readline()
        time.sleep(chance.random() * 0.2)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        process.stdout.close()
    assert killed >= KILLS - 2
    assert start(["-c", DRIVER, str(archive), str(out), form]).communicate()[1] == b""
    run(settings(archive, tmp_path / "undisturbed", form=form))
    assert files_of(out) == files_of(tmp_path / "undisturbed")


class TestManners:
    """What `batch` keeps its hands off."""

    @pytest.fixture
    def watched(self, tmp_path: Path) -> Callable[..., str]:
        """Runs Python where only the dataset and a folder for what is temporary may be written; gives what it did."""
        log, out, aside = (tmp_path / name for name in ("log", "out", "aside"))
        aside.mkdir()
        values = {
            "PYTHONPATH": str(Path(__file__).parent / "data" / "watched"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "TMPDIR": str(aside),
            "TEMP": str(aside),
            "WATCH_LOG": str(log),
            "WATCH_ALLOWED": os.pathsep.join(map(str, (out, aside))),
        }

        def run_watched(*command: str) -> str:
            subprocess.run(
                [sys.executable, *command], cwd=tmp_path, env=os.environ | values, capture_output=True, check=False
            )
            return log.read_text(encoding="utf-8")

        return run_watched

    @pytest.mark.parametrize("form", ["parquet", "jsonl"])
    def test_no_network_and_no_write_elsewhere(
        self, archive: Path, tmp_path: Path, watched: Callable[..., str], form: str
    ) -> None:
        if form == "parquet":
            pytest.importorskip("pyarrow")
        before = files_of(archive)
        told = watched("-m", "govsummary", "batch", str(archive), "--out", str(tmp_path / "out"), "-f", form, "-w", "2")
        assert told == ""
        assert (tmp_path / "out" / "run.json").exists()
        assert {path.name for path in tmp_path.iterdir()} == {"log", "out", "aside"}
        assert list((tmp_path / "aside").iterdir()) == []
        assert files_of(archive) == before

    @pytest.mark.parametrize(
        ("program", "event"),
        [
            ("open('elsewhere', 'w')", "open"),
            ("import os; os.mkdir('elsewhere')", "os.mkdir"),
            ("import sqlite3; sqlite3.connect('elsewhere')", "sqlite3.connect"),
            ("import socket; socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo"),
            ("import socket; socket.socket().connect_ex(('127.0.0.1', 9))", "socket.connect"),
        ],
    )
    def test_the_watch_sees_them(self, watched: Callable[..., str], program: str, event: str) -> None:
        assert watched("-c", program).startswith(event)


@posix
def test_ctrl_c_ends_cleanly(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ["-m", "govsummary", "batch", str(archive), "--out", str(out), "-f", "jsonl", "-w", "2"]
    process = start(command, start_new_session=True)
    while not (out / ".govsummary" / "manifest.sqlite").exists():
        time.sleep(0.05)
    time.sleep(0.5)
    os.killpg(process.pid, signal.SIGINT)
    said = process.communicate(timeout=60)[1].decode()
    assert process.returncode == INTERRUPTED
    lines = last_words(said)
    assert len(lines) == 1
    assert "interrupted" in lines[0]
    assert "the same command goes on" in lines[0]
    done = govsummary(*command[2:])
    assert done.returncode == FOUND
    run(settings(archive, tmp_path / "undisturbed", first_part=256))
    assert files_of(out) == files_of(tmp_path / "undisturbed")


class TestStatus:
    def test_all_read(self, one: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["batch", str(one.parent), "--out", str(tmp_path / "out"), "--format", "jsonl"]) == 0
        said = capsys.readouterr()
        assert said.out == ""
        assert re.fullmatch(r"govsummary: .*out: 1 documents read, 1 records, 1 facts; 0 files.*\n", said.err)

    def test_some_failed(self, one: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (one.parent / "b.doc").write_bytes(b"")
        command = ["batch", str(one.parent), "--out", str(tmp_path / "out"), "--format", "jsonl"]
        assert main(command) == FOUND
        said = capsys.readouterr().err
        assert "b.doc: the file is empty [empty]" in said
        assert "1 failed (see " in said
        assert main(command) == FOUND, "it still is not read"
        assert main([*command, "--exclude", "*.doc"]) == 0

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            pytest.param(["no-such-folder"], "no such file or folder", id="no source"),
            pytest.param([], "nothing to read", id="nothing named"),
            pytest.param(["IN", "--engine", "nonsense"], "engine", id="no such engine"),
            pytest.param(["IN", "--scheduler", "tcp://x"], "--engine dask", id="a scheduler without Dask"),
            pytest.param(["IN", "--lexicons", "no-such-folder"], "no such folder", id="no lexicons"),
        ],
    )
    def test_it_cannot_run(
        self, one: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
    ) -> None:
        words = [str(one.parent) if word == "IN" else word for word in arguments]
        assert main(["batch", *words, "--out", str(tmp_path / "out"), "-f", "jsonl"]) == BAD_INPUT
        problem = capsys.readouterr().err
        assert said in problem
        assert problem.count("\n") == 1

    def test_lists(self, one: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "list.txt").write_text(f"{one}\n", encoding="utf-8")
        out = tmp_path / "out"
        assert main(["batch", "--from", str(tmp_path / "list.txt"), "--out", str(out), "-f", "jsonl"]) == 0
        assert lines_of(out / "documents" / "part-000000.jsonl")[0]["path"] == str(one)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{one}\n".encode())))
        assert main(["batch", "-", "--out", str(tmp_path / "two"), "-f", "jsonl"]) == 0
        assert (tmp_path / "two" / "facts" / "part-000000.jsonl").is_file()

    def test_an_encrypted_document_opens(self, tmp_path: Path) -> None:
        pytest.importorskip("msoffcrypto")
        source = Path(__file__).parent / "data" / "encrypted.doc"
        command = ["batch", str(source), "--out", str(tmp_path / "out"), "-f", "jsonl"]
        assert main(command) == FOUND
        assert main([*command, "--password", "wrong", "--retry-failed"]) == FOUND
        assert {row["code"] for row in lines_of(tmp_path / "out" / "failures.jsonl")} == {"encrypted"}


def test_two_runs_on_one_dataset(one: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / ".govsummary").mkdir(parents=True)
    with locked(out / ".govsummary" / "lock", out):
        done = govsummary("batch", one, "--out", out, "-f", "jsonl")
        assert done.returncode == BAD_INPUT
        assert re.fullmatch(r"govsummary: .*out: process \d+ is working on it; .*\n", done.stderr)
    assert govsummary("batch", one, "--out", out, "-f", "jsonl").returncode == 0


@posix
def test_a_dead_process_keeps_no_lock(tmp_path: Path) -> None:
    code = (
        "import sys, time, pathlib; from govsummary.archive.lock import locked\n"
        "with locked(pathlib.Path(sys.argv[1]), pathlib.Path('d')): print('held', flush=True); time.sleep(60)"
    )
    process = start(["-c", code, str(tmp_path / "lock")])
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    with pytest.raises(InputError, match=f"process {process.pid} is working"), locked(tmp_path / "lock", tmp_path):
        pass
    process.kill()
    process.communicate()
    with locked(tmp_path / "lock", tmp_path):
        pass


@posix
def test_a_disk_that_takes_no_more(archive: Path, tmp_path: Path) -> None:
    """The system refuses to write: one line that says what to do, and the same command goes on."""
    out = tmp_path / "out"
    command = ["batch", str(archive), "--out", str(out), "-f", "jsonl", "-w", "1"]
    line = f"ulimit -f 200; exec {shlex.quote(sys.executable)} -m govsummary {shlex.join(command)}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == BAD_INPUT
    lines = last_words(done.stderr)
    assert len(lines) == 1, done.stderr
    assert "file too large; finished parts are safe: make room, and the same command goes on" in lines[0]
    assert govsummary(*command).returncode == FOUND
    run(settings(archive, tmp_path / "undisturbed", first_part=256))
    assert files_of(out) == files_of(tmp_path / "undisturbed")


def test_a_manifest_that_takes_no_more(tmp_path: Path) -> None:
    manifest = Manifest(tmp_path / "manifest.sqlite")
    (pages,) = manifest._database.execute("PRAGMA page_count").fetchone()
    manifest._database.execute(f"PRAGMA max_page_count = {pages + 2}")
    entries = [Entry(f"{number}".encode(), f"{number}.txt", "s", bytes(32)) for number in range(2000)]
    with pytest.raises(OSError, match="no space left on device"):
        manifest.enter(entries, 1)
    assert manifest.totals()["inputs"] == 0
    manifest.enter(entries[:3], 1)
    assert manifest.totals()["inputs"] == 3
    manifest.close()


@posix
def test_a_bar_on_a_terminal(archive: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "govsummary", "batch", str(archive), "--out", str(tmp_path / "out"), "-f", "jsonl"]
    code = f"import pty; pty.spawn({command!r})"
    env = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    shown = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True, check=True, env=env)
    text = shown.stdout.decode()
    assert re.search(rf"\d+/{FILES}", text)
    assert re.search(r"\d\.\d/s", text)
    assert re.search(r"\d+ failed", text)
    assert "documents read" in text.splitlines()[-1]


def _progress(inputs: int, total: int | None = 1000, unchanged: int = 0, failures: int = 0) -> Progress:
    return Progress(inputs, unchanged, inputs, 0, 0, 0, failures, total)


def test_lines_in_a_log() -> None:
    now = [0.0]
    said: list[str] = []
    lines = LogLines(lambda: now[0], said.append)
    for second in range(200):
        now[0] = second
        lines(_progress(second * 4, failures=second // 50))
    assert said == [
        "20 of 1000 files, 4.0 a second, 4 min left, 0 failed",
        "260 of 1000 files, 4.0 a second, 3 min left, 1 failed",
        "500 of 1000 files, 4.0 a second, 2 min left, 2 failed",
        "740 of 1000 files, 4.0 a second, 65 s left, 3 failed",
    ]
    said.clear()
    now[0] = 300
    lines(_progress(800, total=None))
    assert re.fullmatch(r"800 files, [\d.]+ a second, 0 failed", said[0])


def test_the_pace_leaves_out_what_needs_no_work() -> None:
    now = [0.0]
    pace = Pace(lambda: now[0])
    now[0] = 10
    pace.tell(_progress(5000, total=6000, unchanged=4900))
    assert (pace.rate, pace.left(_progress(5000, total=6000))) == (10, 100)


def test_the_script_of_the_page_runs(one: Path, tmp_path: Path) -> None:
    page = (Path(__file__).parents[1] / "docs" / "archive.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    (tmp_path / "corpus").mkdir()
    one.rename(tmp_path / "corpus" / "urban-management-2021h1.txt")
    (tmp_path / "script.py").write_text(script, encoding="utf-8")
    done = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "1 1 0 True"
    assert done.stderr == ""
