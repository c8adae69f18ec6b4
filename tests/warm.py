"""A govsummary that is there already: commands of the pages run in copies of one process that has loaded everything.

`serve` waits at a socket; `client` gives the program that a page calls. It hands its arguments, folder, environment and
open files over, and ends as the command ends. Starting anew for each command would take ten times as long.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import traceback
from pathlib import Path

LONGEST_REQUEST = 1 << 20
CLIENT = """\
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as server:
    server.connect({address!r})
    request = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(server, [len(request).to_bytes(4, "big")], [0, 1, 2])
    server.sendall(request)
    answer = server.recv(1)
sys.exit(answer[0] if answer else 70)
"""


def client(address: Path) -> str:
    """Gives the program that runs a command in the process at `address`."""
    return CLIENT.format(address=str(address))


def serve(address: Path) -> None:
    """Runs the commands that come in, each in a copy of this process, until it is ended."""
    from govsummary import extract
    from govsummary.cli.app import run

    extract("2023年，拆除违法建设3处。")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(address))
        server.listen()
        while True:
            connection, _ = server.accept()
            with connection:
                head, files, _, _ = socket.recv_fds(connection, 4, 3)
                if os.fork() == 0:
                    server.close()
                    _answer(connection, int.from_bytes(head, "big"), files, run)
                for file in files:
                    os.close(file)
            while _ended():
                pass


def _ended() -> bool:
    """Takes leave of a copy that has ended."""
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return False


def _answer(connection: socket.socket, length: int, files: list[int], run: object) -> None:
    status = 70
    try:
        request = b""
        while len(request) < length:
            request += connection.recv(LONGEST_REQUEST)
        arguments, folder, environment = json.loads(request)
        for place, file in enumerate(files):
            os.dup2(file, place)
            os.close(file)
        # Anew, for a stream remembers whether its file was a terminal or could be sought in.
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        assert callable(run)
        status = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        status = 141
    except BaseException:
        traceback.print_exc()
    finally:
        connection.sendall(bytes([status]))
        os._exit(status)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
