"""A moment → the night that it belongs to: from noon to noon, Turkey's time.

A run that begins at 22:00 and one that begins at 06:00 the next morning are of one night, so that what was
stopped in between is gone on with, and nothing is begun twice.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple, Self

from batchsms.clock import TURKEY

__all__ = ["Night", "night_of"]

_NOON = time(12, tzinfo=TURKEY)
_A_DAY = timedelta(days=1)


class Night(NamedTuple):
    """A night, by the day on which it begins."""

    day: date

    @classmethod
    def of_name(cls, name: str) -> Self | None:
        """Return the night of a name, `2026-11-27`; None for what is no such name."""
        try:
            day = date.fromisoformat(name)
        except ValueError:
            return None
        return cls(day) if day.isoformat() == name else None

    @property
    def name(self) -> str:
        """Its name, by which folders sort: `2026-11-27`."""
        return self.day.isoformat()

    @property
    def title(self) -> str:
        """Its day as people write it: `27.11.2026`."""
        return self.day.strftime("%d.%m.%Y")

    @property
    def begins(self) -> datetime:
        """Noon of its day."""
        return datetime.combine(self.day, _NOON)

    @property
    def ends(self) -> datetime:
        """Noon of the day after, which is no part of it."""
        return self.begins + _A_DAY


def night_of(moment: datetime) -> Night:
    """Return the night that a moment belongs to."""
    return Night((moment.astimezone(TURKEY) - timedelta(hours=12)).date())
