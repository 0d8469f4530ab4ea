"""The file of --log: opened before anything is sent, added to line by line, never in the way of a send."""

import logging
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

from batchsms.errors import InputError
from batchsms.event_log.events import at_end, keep_in
from batchsms.i18n import _

__all__ = ["keep_log"]

_OWN_LINE = re.compile(rb'\{"time": "|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,}[+-][0-9:]+ [a-z]+ [0-9a-f]{8} ')
_LONGEST_BEGINNING = 200  # bytes


def keep_log(path: Path, lines: logging.Formatter, tell: Callable[[Exception], None]) -> None:
    """Add all events of this process to a file, which is made where there is none.

    `tell` is told the first time that a line cannot be written; the run goes on. Raises `InputError` where
    the file cannot be opened, or is none of this kind.
    """
    handler = _LogFile(_opened(path), tell)
    handler.setFormatter(lines)
    logger = logging.getLogger("batchsms")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    keep_in(logger)

    def end(_code: int) -> None:
        keep_in(None)
        logger.removeHandler(handler)
        handler.close()

    at_end(end)


class _LogFile(logging.Handler):
    """Writes each line at once and whole, so that what a killed run has told is there."""

    def __init__(self, descriptor: int, tell: Callable[[Exception], None]) -> None:
        super().__init__()
        self._descriptor = descriptor
        self._tell: Callable[[Exception], None] | None = tell
        self._is_amid_a_line = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record; what goes wrong is told once, and never raised."""
        try:
            self._append(self.format(record))
        except Exception as error:  # noqa: BLE001 - whatever it is, an outcome must not be lost for it
            tell, self._tell = self._tell, None
            if tell:
                tell(error)

    def close(self) -> None:
        """Close the file."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        super().close()

    def _append(self, line: str) -> None:
        begin = "\n" if self._is_amid_a_line else ""
        left = f"{begin}{line}\n".encode(errors="backslashreplace")
        while left:
            written = os.write(self._descriptor, left)
            left = left[written:]
            self._is_amid_a_line = bool(left)


def _opened(path: Path) -> int:
    try:
        descriptor = os.open(path, os.O_APPEND | os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        message = _("The log {path} cannot be written: {error}")
        raise InputError(
            "bad_log",
            message.format(path=path, error=error.strerror),
            hint=_("Name a file in a folder that you can write to, with --log"),
        ) from error
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        beginning = os.read(descriptor, _LONGEST_BEGINNING)
        if beginning and not _OWN_LINE.match(beginning):
            os.close(descriptor)
            raise InputError(
                "output_exists",
                _("{path} already exists and is not a log of this program. Nothing is added to it.").format(
                    path=path
                ),
                hint=_("Name another file with --log"),
            )
    return descriptor
