"""The program by another clock: what it takes for the present lies some seconds ahead, or behind.

    python tests/moved_clock.py SECONDS nightly FOLDER …

In a fork the variable `CLOCK_AHEAD` does the same; the program itself knows nothing of it.
"""

import runpy
import sys
from datetime import datetime, timedelta, tzinfo
from typing import Self

from batchsms import clock

__all__ = ["VARIABLE", "move_clock"]

VARIABLE = "CLOCK_AHEAD"


def move_clock(seconds: float) -> None:
    """Let the program's clock be ahead from now on."""

    class Moved(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return super().now(tz) + timedelta(seconds=seconds)

    clock.datetime = Moved


if __name__ == "__main__":
    move_clock(float(sys.argv[1]))
    del sys.argv[1]
    runpy.run_module("batchsms", run_name="__main__", alter_sys=True)
