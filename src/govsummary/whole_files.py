"""Files that are whole or not there: what is written takes the place of what was there only when it is complete."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def replacing(target: Path, mode: str, **how: str) -> Iterator[Any]:
    """Opens a file that takes its name only when it is complete; on an error the one that was there stays as it was.

    Args:
        target: where it stands in the end, links resolved.
        mode: `w` or `wb`.
        how: encoding and line ends, as `open` takes them.

    Raises:
        OSError: names `target` where its folder cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(target)) from error
    try:
        with os.fdopen(handle, mode, **how) as stream:  # type: ignore[call-overload]
            yield stream
        Path(name).chmod(_mode(target))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _mode(target: Path) -> int:
    """Gives the permissions that the file had, or those that a new file gets: mkstemp's are for the owner alone."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
