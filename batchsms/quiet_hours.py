"""The hours of a day in which no message goes out, Turkey's time: `21:00-09:00` → when messages may go.

They begin with their first minute and end before their last: 21:00 is quiet, and 09:00 is not.
"""

import re
from datetime import datetime, time, timedelta
from typing import NamedTuple, Self

from batchsms.clock import ON_THE_WIRE, TURKEY
from batchsms.errors import InputError
from batchsms.i18n import _

__all__ = ["QuietHours", "Schedule", "quiet_schedule"]

_HOURS = r"([01]?[0-9]|2[0-3])[:.]([0-5][0-9])\s*[-–]\s*([01]?[0-9]|2[0-3])[:.]([0-5][0-9])"
_ROOM = timedelta(minutes=5)
"""What a schedule is ahead at least: the gateway must have the order before its time."""
_A_MINUTE = timedelta(minutes=1)
_A_DAY = timedelta(days=1)


class QuietHours(NamedTuple):
    """From one time of day to another, past midnight where the second is the earlier."""

    begins: time
    ends: time

    @classmethod
    def of(cls, text: str) -> Self | None:
        """Return the hours that are written, None for `""`. Raises `ValueError` for anything else."""
        if not text:
            return None
        match = re.fullmatch(_HOURS, text.strip())
        if not match:
            raise ValueError(text)
        hours = cls(*(time(int(match[at]), int(match[at + 1])) for at in (1, 3)))
        if hours.begins == hours.ends:
            raise ValueError(text)
        return hours

    def __str__(self) -> str:
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"

    def hold(self, moment: datetime) -> bool:
        """Return whether a moment is within them."""
        at = moment.astimezone(TURKEY).time()
        if self.begins < self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def next_allowed(self, moment: datetime) -> datetime:
        """Return the first moment from this one on that is not within them."""
        if not self.hold(moment):
            return moment
        local = moment.astimezone(TURKEY)
        end = datetime.combine(local.date(), self.ends, TURKEY)
        return end if end > local else end + _A_DAY


class Schedule(NamedTuple):
    """When messages go: as on the wire, `""` for at once. Some only wait until quiet hours are over."""

    send_at: str
    waits: bool = False


def quiet_schedule(send_at: str, hours: QuietHours | None, now: datetime, *, refuses: bool) -> Schedule:
    """Return when messages go that were to go at a time.

    At once becomes the end of the quiet hours, where it is within them, unless the user `refuses` that.
    Raises `InputError` where a schedule is within them.
    """
    if hours is None:
        return Schedule(send_at)
    moment = datetime.strptime(send_at, ON_THE_WIRE).replace(tzinfo=TURKEY) if send_at else now
    if not hours.hold(moment):
        return Schedule(send_at)
    allowed = _with_room(hours, hours.next_allowed(moment), now).astimezone(TURKEY).strftime(ON_THE_WIRE)
    if send_at:
        raise InputError(
            "quiet_hours",
            _("--at {at} is within the quiet hours {hours}").format(at=send_at, hours=hours),
            hint=_('The next time that is not: --at "{at}"').format(at=allowed),
        )
    if refuses:
        raise InputError(
            "quiet_hours",
            _("Nothing goes out in the quiet hours {hours}, and it is {time} in Turkey").format(
                hours=hours, time=now.astimezone(TURKEY).strftime("%H:%M")
            ),
            hint=_('Send it later, or add --at "{at}"').format(at=allowed),
        )
    return Schedule(allowed, waits=True)


def _with_room(hours: QuietHours, moment: datetime, now: datetime) -> datetime:
    """Return a whole minute from a moment on that is far enough ahead, and not within the hours."""
    earliest = now + _ROOM
    if moment < earliest:
        moment = earliest.replace(second=0, microsecond=0) + _A_MINUTE
    return hours.next_allowed(moment)
