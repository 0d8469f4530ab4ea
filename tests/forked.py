"""The command line in forks of one process, which has read its libraries in before the first of them.

    with ForkServer(environment) as server:
        ended = server.run(["status", "liste.campaign"], folder=folder, environment=environment, seconds=60)

Most of what a short command costs is the reading of libraries, the same for each. Here they are read
once; then each command is a fork, with the arguments, environment, folder and output of its own, that
goes in where `python -m batchsms` does and ends as an interpreter ends. So it is as good as a process
begun anew in all but what precedes the command's first line. That has tests of its own, which begin
true processes, and so have signals, kills, and output that nobody reads.
"""

import gc
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import TracebackType
from typing import Any, Self

from moved_clock import VARIABLE, move_clock

__all__ = ["IS_POSSIBLE", "ForkServer", "run_anew"]

IS_POSSIBLE = sys.platform == "linux"
"""Whether there are forks, and sockets that keep messages apart and carry open files."""

_LONGEST_MESSAGE = 200_000
_READ_AT_START = ("PYTHON", "LANG", "LC_", "TZ", "BATCHSMS_LANG")
"""How the names of variables begin that Python looks at before its first line, or the program at its own."""


def run_anew(
    arguments: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    seconds: float,
    typed: str = "",
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process begun anew, with something to read, and return how it ended."""
    return subprocess.run(
        [sys.executable, "-m", "batchsms", *arguments],
        cwd=folder,
        env=environment,
        input=typed,
        capture_output=True,
        timeout=seconds,
        encoding="utf-8",
        check=False,
    )


class ForkServer:
    """A process of one thread that forks a child per command, one at a time."""

    def __init__(self, environment: Mapping[str, str]):
        self._read_at_start = _read_at_start(environment)
        self._connection, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                # Threads of a library for arithmetic would not be there in the forks.
                env=dict(environment) | {"OPENBLAS_NUM_THREADS": "1"},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,  # never read: the forks' streams are made for a pipe
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the server."""
        self._connection.close()
        self._process.communicate()

    def run(
        self, arguments: Sequence[str], *, folder: Path, environment: Mapping[str, str], seconds: float
    ) -> subprocess.CompletedProcess[str]:
        """Run the command line in a fork, and return how it ended."""
        if _read_at_start(environment) != self._read_at_start or "--lang" in arguments:
            return run_anew(arguments, folder=folder, environment=environment, seconds=seconds)
        command = {"arguments": arguments, "folder": str(folder), "environment": dict(environment)}
        out, their_out = os.pipe()
        err, their_err = os.pipe()
        socket.send_fds(self._connection, [json.dumps(command).encode()], [their_out, their_err])
        os.close(their_out)
        os.close(their_err)
        process_id = self._told()
        try:
            told_out, told_err = _read([out, err], time.monotonic() + seconds)
        except TimeoutError:
            os.kill(process_id, signal.SIGKILL)
            raise
        finally:
            # Not only after a good end: the next command must not be given this one's exit code.
            code = self._told()
        return subprocess.CompletedProcess(arguments, code, told_out, told_err)

    def _told(self) -> Any:
        if message := self._connection.recv(_LONGEST_MESSAGE):
            return json.loads(message)
        raise ChildProcessError("the fork server has ended")


def _read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_READ_AT_START)}


def _read(pipes: Sequence[int], deadline: float) -> list[str]:
    """Read pipes to their ends and close them; raise `TimeoutError` where that takes too long."""
    said = dict.fromkeys(pipes, b"")
    still_open = list(pipes)
    try:
        while still_open:
            readable, _writable, _in_error = select.select(
                still_open, [], [], max(0, deadline - time.monotonic())
            )
            if not readable:
                raise TimeoutError("the command did not end in time")
            for pipe in readable:
                part = os.read(pipe, 65536)
                said[pipe] += part
                if not part:
                    still_open.remove(pipe)
    finally:
        for pipe in pipes:
            os.close(pipe)
    return [text.decode().replace("\r\n", "\n").replace("\r", "\n") for text in said.values()]


# --- in the server


def _next_command(connection: socket.socket) -> dict[str, Any] | None:
    """Fork for each command that comes; return the command in its fork, and None in the end."""
    while True:
        message, files, _flags, _address = socket.recv_fds(connection, _LONGEST_MESSAGE, 2)
        if not message:
            return None
        process_id = os.fork()
        for at, file in enumerate(files, start=1):
            if process_id == 0:
                os.dup2(file, at)
            os.close(file)
        if process_id == 0:
            connection.close()
            command: dict[str, Any] = json.loads(message)
            return command
        connection.send(json.dumps(process_id).encode())
        _process_id, status = os.waitpid(process_id, 0)
        with suppress(BrokenPipeError):
            connection.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def _read_in_libraries() -> None:
    """Import all of the program but `__main__`, which `runpy` then finds as fresh as `python -m` does."""
    package = import_module("batchsms")
    for module in walk_packages(package.__path__, "batchsms."):
        if not module.name.endswith(".__main__"):
            import_module(module.name)
    assert 1 == len([*Path("/proc/self/task").iterdir()]), "a fork would lack the other threads"
    # What is looked through by a fork is copied for it.
    gc.collect()
    gc.freeze()


def _become(command: Mapping[str, Any]) -> None:
    """Be the process that `python -m batchsms` would have begun; the end is the interpreter's own."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(command["folder"])
    os.environ.clear()
    os.environ.update(command["environment"])
    sys.path[0] = command["folder"]
    sys.argv[1:] = command["arguments"]
    if ahead := command["environment"].get(VARIABLE):
        move_clock(float(ahead))
    runpy.run_module("batchsms", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    # Ctrl-C is for the tests, which then end the server.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _read_in_libraries()
    if _command := _next_command(socket.socket(fileno=int(sys.argv[1]))):
        _become(_command)
