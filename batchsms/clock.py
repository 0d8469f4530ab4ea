"""Time as campaigns have it: Turkey's, which is UTC+3 all year."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

__all__ = ["TURKEY", "Clock", "now", "stamp"]

TURKEY = timezone(timedelta(hours=3))

Clock = Callable[[], datetime]
"""Gives the present, with an offset."""


def now() -> datetime:
    """Return the present by this machine's clock."""
    return datetime.now(TURKEY)


def stamp(moment: datetime) -> str:
    """Return a moment as files have it: ISO 8601 with offset, to the millisecond."""
    return moment.astimezone(TURKEY).isoformat(timespec="milliseconds")
