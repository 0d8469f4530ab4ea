"""Standard output and error that outlive their readers: a failed write is remembered, and not raised.

The work of a command and its exit code must not depend on whether anybody reads its words: a pipe may
be closed by `head`, and a disk may be full.
"""

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

__all__ = ["keep_output", "output_trouble"]


class _LastingFile(io.FileIO):
    """A file that takes everything; `trouble` is why it could not write, from the first time on."""

    trouble: OSError | None = None

    def write(self, data: "ReadableBuffer", /) -> int:
        if self.trouble is None:
            try:
                return super().write(data)
            except OSError as error:
                self.trouble = error
        return memoryview(data).nbytes


def keep_output() -> None:
    """Let the standard output and error of this process outlive their readers."""
    sys.stdout, sys.stderr = _lasting(sys.stdout), _lasting(sys.stderr)


def _lasting(stream: TextIO | None) -> TextIO:
    if stream is None:  # closed from the beginning
        return Path(os.devnull).open("w", encoding="utf-8")
    buffer = getattr(stream, "buffer", None)
    if not isinstance(getattr(buffer, "raw", buffer), io.FileIO):  # unbuffered, the file itself is there
        return stream  # a console of Windows, which has files of its own
    stream.flush()
    return io.TextIOWrapper(
        io.BufferedWriter(_LastingFile(stream.fileno(), "w", closefd=False)),
        encoding=stream.encoding,
        errors="backslashreplace",  # where an encoding lacks a letter, the rest is said all the same
        line_buffering=True,
    )


def output_trouble() -> OSError | None:
    """Return why the standard output could not be written whole, None where it could."""
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    if not isinstance(raw, _LastingFile):
        return None
    sys.stdout.flush()
    return raw.trouble
