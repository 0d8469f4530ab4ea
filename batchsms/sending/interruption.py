"""Ctrl-C and SIGTERM → a run that ends in good order, or at once when asked twice."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

from batchsms.clock import Watch, now
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _

__all__ = ["watch_signals"]

_SIGNALS = [
    one for name in ("SIGINT", "SIGTERM", "SIGHUP") if (one := getattr(signal, name, None)) is not None
]
_SECONDS_BETWEEN_LOOKS = 0.1


@contextmanager
def watch_signals(
    *, stopping: str = "", stopped: str = "", code: ExitCode = ExitCode.UNKNOWN
) -> Iterator[Watch]:
    """Give the watch of a run, which says that it is ending after the first signal.

    A second signal ends the process at once, with `code`: what a send has under way stands as unknown.
    `stopping` and `stopped` are said instead of the words of a send.
    """
    stopping = stopping or _("Stopping after what is being sent now. Press again to stop at once.")
    stopped = stopped or _(
        "Stopped at once. What was being sent is unknown until the campaign file is sent again."
    )
    # Not an Event: the signal may strike where the waiting thread holds its lock.
    is_asked = False

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal is_asked
        if is_asked:
            _say(stopped)
            os._exit(code)
        is_asked = True
        _say(stopping)

    def pause(seconds: float) -> None:
        until = time.monotonic() + seconds
        while not is_asked and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, _SECONDS_BETWEEN_LOOKS))

    before = {one: signal.signal(one, ask) for one in _SIGNALS}
    try:
        yield Watch(now, pause, lambda: is_asked)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _say(sentence: str) -> None:
    """Write to stderr without its buffers, in which the signal may have struck.

    Nobody may be reading any more; that must not strike the run in the midst of what it does.
    """
    with suppress(OSError):
        os.write(2, f"\n{sentence}\n".encode())
