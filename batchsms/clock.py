"""Time as campaigns have it: Turkey's, which is UTC+3 all year; and the watch that a run goes by."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

__all__ = ["ON_THE_WIRE", "TURKEY", "Clock", "Watch", "has_passed", "now", "stamp"]

TURKEY = timezone(timedelta(hours=3))

ON_THE_WIRE = "%d/%m/%Y %H:%M"
"""A schedule as the gateway's page has it: never with seconds."""

Clock = Callable[[], datetime]
"""Gives the present, with an offset."""


class Watch(NamedTuple):
    """What a run knows of time, and of being asked to end.

    `pause` waits for some seconds, or until the run is asked to end.
    """

    now: Clock
    pause: Callable[[float], None]
    is_ending: Callable[[], bool]


def now() -> datetime:
    """Return the present by this machine's clock."""
    return datetime.now(TURKEY)


def stamp(moment: datetime) -> str:
    """Return a moment as files have it: ISO 8601 with offset, to the millisecond."""
    return moment.astimezone(TURKEY).isoformat(timespec="milliseconds")


def has_passed(send_at: str, moment: datetime) -> bool:
    """Return whether a schedule, as on the wire or `""` for none, is no later than a moment."""
    return bool(send_at) and datetime.strptime(send_at, ON_THE_WIRE).replace(tzinfo=TURKEY) <= moment
