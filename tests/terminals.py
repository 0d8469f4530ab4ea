"""The command line on a terminal, as a person has it before them."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path

from privacy import CREDENTIALS, Said, heard

__all__ = ["on_terminal"]

_SECONDS_AT_MOST = 60.0


def on_terminal(
    folder: Path, environment: Mapping[str, str], *arguments: str, typed: str = "", columns: int = 100
) -> tuple[int, str]:
    """Run a command on a terminal of so many columns; return its exit code and all that is shown there.

    What is typed stands ready from the beginning, as from a fast typist.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    os.write(ours, typed.encode())
    with subprocess.Popen(
        [sys.executable, "-m", "batchsms", *arguments],
        cwd=folder,
        env={"TERM": "xterm-256color", **environment, **CREDENTIALS},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        shown = _read(ours)
        code = process.wait(timeout=_SECONDS_AT_MOST)
    os.close(ours)
    told = shown.decode().replace("\r\n", "\n")
    heard.append(Said(arguments, told, ""))
    return code, told


def _read(terminal: int) -> bytes:
    """Read what is shown until nobody holds the terminal any more."""
    shown, deadline = b"", time.monotonic() + _SECONDS_AT_MOST
    while select.select([terminal], [], [], max(0, deadline - time.monotonic()))[0]:
        try:
            part = os.read(terminal, 65536)
        except OSError:  # how Linux says that the other side is closed
            break
        if not part:
            break
        shown += part
    return shown
