"""The guard: time, memory and crashes of a reader end as errors, and the next document is read."""

from __future__ import annotations

import io
import os
import pickle
import sys
import time
from pathlib import Path

import pytest

from govsummary.errors import ReadError
from govsummary.model import Source
from govsummary.reading import ReadOptions
from govsummary.reading.guard import Guard

# Bytes that are no plain text, so that the process reads them.
_BINARY = b"\xd0\xcf\x11\xe0"


def _act(data: bytes, path: str, limit: int, options: ReadOptions) -> Source:
    """Does what the document asks for: a reader that misbehaves on purpose."""
    match data.removeprefix(_BINARY).split():
        case [b"sleep"]:
            time.sleep(60)
        case [b"allocate"]:
            bytearray(8 << 30)
        case [b"exit"]:
            os._exit(3)
        case [b"fail"]:
            raise KeyError("x")
        case [b"refuse"]:
            raise ReadError("encrypted", path, "give its password with --password")
    return Source(path=path, format="test", encoding=None, characters=3, text=str(os.getpid()))


def _code(guard: Guard, order: bytes) -> tuple[str, str]:
    with pytest.raises(ReadError) as caught:
        guard.read(_BINARY + order, "年报.doc")
    assert caught.value.path == "年报.doc"
    return caught.value.code, caught.value.message


def test_one_process_reads_all() -> None:
    with Guard(read=_act) as guard:
        workers = {guard.read(_BINARY, "a").text for _ in range(3)}
        assert len(workers) == 1
        assert workers != {str(os.getpid())}


def test_too_long() -> None:
    with Guard(ReadOptions(seconds=0.2), _act) as guard:
        first = guard.read(_BINARY).text
        started = time.monotonic()
        code, message = _code(guard, b"sleep")
        assert (code, "longer than 0.2 s" in message) == ("too_large", True)
        assert time.monotonic() - started < 5
        assert guard.read(_BINARY).text != first


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded where the system can")
def test_too_much_memory() -> None:
    with Guard(ReadOptions(megabytes=1024), _act) as guard:
        code, message = _code(guard, b"allocate")
        assert (code, "1024 MiB" in message) == ("too_large", True)
        assert guard.read(_BINARY).format == "test"


def test_crash() -> None:
    with Guard(read=_act) as guard:
        assert _code(guard, b"exit")[0] == "damaged"
        assert guard.read(_BINARY).format == "test"


def test_errors_come_back_as_they_are() -> None:
    with Guard(read=_act) as guard:
        first = guard.read(_BINARY).text
        assert _code(guard, b"refuse") == ("encrypted", "give its password with --password")
        code, message = _code(guard, b"fail")
        assert (code, "KeyError" in message) == ("damaged", True)
        assert guard.read(_BINARY).text == first, "an error does not end the process"


def test_the_readers_of_the_package_run_in_it() -> None:
    with Guard() as guard:
        assert _code(guard, b"nothing")[0] == "damaged"


def test_plain_text_needs_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "总结.txt"
    path.write_bytes("完成3处。".encode("gb18030"))
    with Guard(read=_act) as guard:
        assert (guard.read(path).text, guard.read(path).path) == ("完成3处。", str(path))
        assert guard.read("清理5处。".encode()).path == "-"
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("清理7处。".encode())))
        assert guard.read("-").text == "清理7处。"
        with pytest.raises(ReadError, match="missing"):
            guard.read(tmp_path / "nothing.doc")


def test_a_read_error_survives_its_way() -> None:
    error = ReadError("damaged", "年报.doc", "cut off")
    back = pickle.loads(pickle.dumps(error))
    assert (back.code, back.path, back.message, str(back)) == ("damaged", "年报.doc", "cut off", str(error))
