"""Ctrl-C and SIGTERM → a run that ends in good order, or at once when asked twice."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from batchsms.clock import Watch, now
from batchsms.words import _

__all__ = ["watching"]

_OUTCOMES_UNKNOWN = 5


@contextmanager
def watching() -> Iterator[Watch]:
    """Give the watch of a run, which says that it is ending after the first signal.

    A second signal ends the process at once: what is under way then stands as unknown.
    """
    asked = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        if asked.is_set():
            _say(_("stopped at once; what was being posted is unknown until the campaign is sent again"))
            os._exit(_OUTCOMES_UNKNOWN)
        asked.set()
        _say(_("ending; waiting for what is being posted (once more: stop at once)"))

    def pause(seconds: float) -> None:
        asked.wait(max(0.0, seconds))

    before = {one: signal.signal(one, ask) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield Watch(now, pause, asked.is_set)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _say(sentence: str) -> None:
    """Write to stderr without its buffers, in which the signal may have struck."""
    os.write(2, f"\n{sentence}\n".encode())
