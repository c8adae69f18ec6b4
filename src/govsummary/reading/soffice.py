"""Documents that only LibreOffice reads: converted to .docx in a folder of their own, with a time limit."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from govsummary.errors import ReadError
from govsummary.reading.blocks import Content, Reader, ReadOptions

_NAMES = ("soffice", "libreoffice")
# What the converted document may hold; a .docx of text is a hundredth of it.
_MOST_BYTES = 256 * 1024 * 1024
_ENDING_SECONDS = 5
# Of the time for the document: the rest is for reading the result, and for ending LibreOffice before who waits for the
# document gives up and ends the process that could.
_SHARE_OF_TIME = 0.9
# The settings of the private profile: no macros, and nothing that a document links to is fetched.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


def read_soffice(data: bytes, path: str, options: ReadOptions, suffix: str, read_docx: Reader) -> Content:
    """Converts a document with LibreOffice and reads the result.

    Args:
        data: the whole file.
        path: how the document is named in errors.
        options: where LibreOffice is, and how long it may take.
        suffix: what the document is, as LibreOffice is to see it (`.odt`).
        read_docx: reads what LibreOffice wrote.

    Raises:
        ReadError: `unsupported` without LibreOffice, `too_large` when the time is over, `damaged` when LibreOffice
            does not read the document, and what `read_docx` raises.
    """
    program = find_soffice(options, path)
    with tempfile.TemporaryDirectory(prefix="govsummary-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        document = folder / f"document{suffix}"
        document.write_bytes(data)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        _run(_command(program, folder, document), folder, path, options.seconds)
        converted = _converted(folder / "out" / "document.docx", path)
    return read_docx(converted, path, options)


def find_soffice(options: ReadOptions, path: str) -> str:
    """Finds LibreOffice's program as the options name it, else on PATH.

    Raises:
        ReadError: `unsupported`, with what to install.
    """
    if options.soffice is not None:
        named = shutil.which(options.soffice)
        if named is None:
            raise ReadError("unsupported", path, f"{options.soffice} is not a program; name LibreOffice's soffice")
        return named
    for name in _NAMES:
        found = shutil.which(name)
        if found is not None:
            return found
    raise ReadError("unsupported", path, "LibreOffice is not installed; install it, or save the document as .docx")


def _command(program: str, folder: Path, document: Path) -> list[str]:
    """Gives the command line; the profile is the folder's own, so that no open LibreOffice answers instead."""
    profile = (folder / "profile").as_uri()
    switches = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
    output = ("--convert-to", "docx", "--outdir", str(folder / "out"))
    return [program, f"-env:UserInstallation={profile}", *switches, *output, str(document)]


def _run(command: list[str], folder: Path, path: str, seconds: float) -> None:
    """Runs the conversion; when the time is over, the program goes with all that it started."""
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder)},
        )
    except OSError as error:
        raise ReadError("unsupported", path, f"LibreOffice does not start ({error}); save it as .docx") from None
    try:
        process.wait(timeout=seconds * _SHARE_OF_TIME)
    except subprocess.TimeoutExpired:
        raise ReadError(
            "too_large", path, f"LibreOffice took longer than {seconds:g} seconds; save the document as .docx"
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends the process and its group: LibreOffice's program is a script that starts others."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=_ENDING_SECONDS)


def _converted(docx: Path, path: str) -> bytes:
    """Gives the bytes of the converted document."""
    try:
        if docx.stat().st_size > _MOST_BYTES:
            raise ReadError("too_large", path, "it grows too large as a .docx; split the document")
        return docx.read_bytes()
    except OSError:
        raise ReadError(
            "damaged", path, "LibreOffice cannot read it; open it in its program and save it as .docx"
        ) from None
