"""When a campaign goes: its schedule, as on the wire or `""` for at once → a moment, words, JSON."""

from datetime import datetime, timedelta

from batchsms.clock import ON_THE_WIRE, TURKEY
from batchsms.i18n import _, ngettext

__all__ = ["date_of", "is_at_night", "schedule_as_json", "when"]

_EVENING, _MORNING = 21, 9
"""The hours between which commercial messages are not to come (the Turkish regulation on them)."""
_HOURS_IN_MINUTES = timedelta(hours=2)
_DAYS_IN_HOURS = timedelta(days=1)


def schedule_as_json(send_at: str) -> str | None:
    """Return a schedule in ISO 8601 with its offset, None for at once."""
    return _moment(send_at).isoformat() if send_at else None


def is_at_night(send_at: str, now: datetime) -> bool:
    """Return whether messages go between 21:00 and 09:00 in Turkey, when commercial ones should not."""
    hour = (_moment(send_at) if send_at else now.astimezone(TURKEY)).hour
    return hour >= _EVENING or hour < _MORNING


def date_of(send_at: str) -> str:
    """Return a schedule in words: `Tuesday 01.12.2026 10:00 Turkey time`."""
    moment = _moment(send_at)
    return _("{day} {date} Turkey time").format(day=_day(moment), date=moment.strftime("%d.%m.%Y %H:%M"))


def when(send_at: str, now: datetime) -> str:
    """Return a schedule in words, with how far away it is: `Tuesday 01.12.2026 10:00 Turkey time, in 3 days`.

    That is in days of the calendar where it is a day or more.
    """
    moment = _moment(send_at)
    ahead = moment - now
    if ahead <= timedelta():
        return _("{date}, which has passed").format(date=date_of(send_at))
    if ahead < _HOURS_IN_MINUTES:
        count = max(1, round(ahead / timedelta(minutes=1)))
        words = ngettext("{date}, in {count} minute", "{date}, in {count} minutes", count)
    elif ahead < _DAYS_IN_HOURS:
        count = round(ahead / timedelta(hours=1))
        words = ngettext("{date}, in {count} hour", "{date}, in {count} hours", count)
    else:
        count = (moment.date() - now.astimezone(TURKEY).date()).days
        words = ngettext("{date}, in {count} day", "{date}, in {count} days", count)
    return words.format(date=date_of(send_at), count=count)


def _moment(send_at: str) -> datetime:
    return datetime.strptime(send_at, ON_THE_WIRE).replace(tzinfo=TURKEY)


def _day(moment: datetime) -> str:
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return names[moment.weekday()]
