"""When a campaign goes → the line that says so, and what is said of the night."""

from datetime import datetime

from batchsms.clock import TURKEY
from batchsms.i18n import _
from batchsms.schedule import is_at_night, when

__all__ = ["night_warning", "schedule_line"]


def schedule_line(send_at: str, now: datetime, *, waits: bool = False) -> str:
    """Return the line that says when messages go, `""` where that is at once.

    `waits` says that they only wait for the end of quiet hours.
    """
    if waits:
        return _("Schedule: {when}, when the quiet hours are over").format(when=when(send_at, now))
    return _("Schedule: {when}").format(when=when(send_at, now)) if send_at else ""


def night_warning(send_at: str, iys_list: str, now: datetime) -> str:
    """Return what is said where commercial messages go at night, `""` where none do."""
    if not iys_list or not is_at_night(send_at, now):
        return ""
    if send_at:
        return _(
            "These are commercial messages (--iys {iys}), scheduled for {when}. "
            "Between 21:00 and 09:00 such messages should not be sent."
        ).format(iys=iys_list, when=when(send_at, now))
    return _(
        "These are commercial messages (--iys {iys}), and it is {time} in Turkey. "
        "Between 21:00 and 09:00 such messages should not be sent. To schedule them, add --at, or "
        "--quiet-hours 21:00-09:00."
    ).format(iys=iys_list, time=now.astimezone(TURKEY).strftime("%H:%M"))
