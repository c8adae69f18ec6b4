"""Loaded by every Python process that has this folder on its path: tells of networks and of writing elsewhere.

`WATCH_LOG` names the file that it tells it to, `WATCH_ALLOWED` the folders (`os.pathsep` between them) that may be
written.
"""

import os
import sys

_ALLOWED = tuple(os.path.realpath(folder) + os.sep for folder in os.environ["WATCH_ALLOWED"].split(os.pathsep))
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.truncate", "os.symlink", "os.link", "sqlite3.connect"}
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
_log = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def _is_elsewhere(path: object) -> bool:
    if not isinstance(path, str | bytes | os.PathLike):
        return False  # a number of an open file
    place = os.path.realpath(os.fsdecode(path))
    return place != os.devnull and not (place + os.sep).startswith(_ALLOWED)


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        flags = arguments[2]
        told = isinstance(flags, int) and bool(flags & _WRITING) and _is_elsewhere(arguments[0])
    elif event in _CHANGES:
        told = any(_is_elsewhere(one) for one in arguments[:2])
    elif event == "socket.connect":
        told = not isinstance(arguments[1], str | bytes)  # processes of one machine talk over sockets with a path
    else:
        told = event in _LOOKUPS
    if told:
        os.write(_log, f"{event} {arguments}\n".encode())


sys.addaudithook(_watch)
