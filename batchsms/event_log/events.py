"""What happens in a run → the log, where one is kept; and who is told when the run ends.

Nothing is imported for it where nobody listens: a small run must not wait for what others need.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import logging

__all__ = [
    "Level",
    "at_end",
    "count",
    "counts",
    "end_run",
    "keep_in",
    "log_event",
    "never_log",
    "secrets",
]

Level = Literal["info", "warning", "error"]

_LEVELS: dict[Level, int] = {"info": 20, "warning": 30, "error": 40}
"""Those of `logging`."""


class _Run:
    """What this process tells, and to whom: there is one run in a process."""

    def __init__(self) -> None:
        self.logger: logging.Logger | None = None
        self.counts: Counter[str] = Counter()
        self.secrets: set[str] = set()
        self.at_end: list[Callable[[int], None]] = []


_run = _Run()


def keep_in(logger: "logging.Logger | None") -> None:
    """Let a logger have all events from now on; None: nobody."""
    _run.logger = logger


def log_event(event: str, message: str, level: Level = "info", /, **fields: object) -> None:
    """Tell the log what has happened, if there is one.

    `event` is a stable word for programs, `message` a sentence, and `fields` values for programs. None of
    them may hold a text that is sent; numbers are given masked.
    """
    if _run.logger:
        _run.logger.log(_LEVELS[level], message, extra={"event": event, "fields": fields})


def never_log(*values: str) -> None:
    """Keep these words out of every line: credentials, and addresses that are as good as those."""
    _run.secrets.update(values)


def secrets() -> frozenset[str]:
    """Return what must not stand in a line, as far as it is known."""
    return frozenset(_run.secrets)


def count(recipients: Mapping[str, int]) -> None:
    """Add a campaign's recipients per state to those of the run."""
    _run.counts.update(recipients)


def counts() -> dict[str, int]:
    """Return the recipients per state of all campaigns of the run."""
    return dict(_run.counts)


def at_end(follower: Callable[[int], None]) -> None:
    """Tell somebody the exit code when the run ends; who came last is told first."""
    _run.at_end.append(follower)


def end_run(code: int) -> int:
    """Tell all followers that the run ends with an exit code, and return it."""
    while _run.at_end:
        _run.at_end.pop()(code)
    return code
