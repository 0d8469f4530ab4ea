"""Quiet hours: in which nothing goes out, and when the next message may."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from batchsms.clock import ON_THE_WIRE, TURKEY
from batchsms.errors import InputError
from batchsms.quiet_hours import QuietHours, Schedule, quiet_schedule

MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
HOURS = st.builds(QuietHours, MINUTES, MINUTES).filter(lambda hours: hours.begins != hours.ends)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(TURKEY))
USUAL = QuietHours.of("21:00-09:00")


def at(hour, minute=0, day=27):
    """Return a moment of November 2026."""
    return datetime.combine(date(2026, 11, day), time(hour, minute, tzinfo=TURKEY))


@given(HOURS, MOMENTS)
def test_the_next_allowed_moment_is_the_first_one(hours, moment):
    """It is not quiet, it is no earlier, and all that lies between is quiet."""
    allowed = hours.next_allowed(moment)
    assert not hours.hold(allowed)
    assert moment <= allowed < moment + timedelta(days=1)
    assert allowed == moment or all(hours.hold(moment + (allowed - moment) * part / 7) for part in range(7))


@given(HOURS)
def test_hours_are_read_as_they_are_written(hours):
    """What is shown can be typed."""
    assert hours == QuietHours.of(str(hours))


@given(HOURS, MOMENTS)
def test_what_is_to_go_at_once_goes_when_it_may(hours, now):
    """At once where that is allowed; else on a whole minute that is, and far enough ahead to arrive."""
    schedule = quiet_schedule("", hours, now, refuses=False)
    if not hours.hold(now):
        assert Schedule("") == schedule
        return
    # Between two spans of less than an hour there is no room for a schedule, and nobody sets such hours.
    assume(
        (datetime.combine(date.min, hours.begins) - datetime.combine(date.min, hours.ends)).seconds > 3_600
    )
    moment = datetime.strptime(schedule.send_at, ON_THE_WIRE).replace(tzinfo=TURKEY)
    assert schedule.waits
    assert not hours.hold(moment)
    assert moment >= now + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [(at(20, 59), False), (at(21), True), (at(0), True), (at(8, 59), True), (at(9), False)],
)
def test_the_first_minute_is_quiet_and_the_last_is_not(moment, quiet):
    """21:00 is, 09:00 is not."""
    assert quiet == USUAL.hold(moment)


@pytest.mark.parametrize(
    ("now", "send_at"),
    [
        (at(23), "28/11/2026 09:00"),
        (at(2), "27/11/2026 09:00"),
        (at(8, 54), "27/11/2026 09:00"),
        (at(8, 58), "27/11/2026 09:04"),
    ],
)
def test_a_schedule_is_far_enough_ahead(now, send_at):
    """An order that arrives after its time would not go."""
    assert Schedule(send_at, waits=True) == quiet_schedule("", USUAL, now, refuses=False)


def test_a_schedule_within_them_is_refused():
    """The next time that is not is named; one at their very end is allowed."""
    with pytest.raises(InputError) as refused:
        quiet_schedule("27/11/2026 21:00", USUAL, at(12), refuses=False)
    assert ("quiet_hours", True) == (refused.value.code, "28/11/2026 09:00" in refused.value.hint)
    assert Schedule("28/11/2026 09:00") == quiet_schedule("28/11/2026 09:00", USUAL, at(12), refuses=True)


def test_who_refuses_is_refused():
    """Only within them."""
    with pytest.raises(InputError):
        quiet_schedule("", USUAL, at(23), refuses=True)
    assert Schedule("") == quiet_schedule("", USUAL, at(12), refuses=True)


@pytest.mark.parametrize(
    "text",
    ["21-9", "21:00", "09:00-09:00", "24:00-09:00", "21:00-09:60", "9 pm - 9 am", "21:00-09:00, 12:00-13:00"],
)
def test_what_is_no_span_of_hours_is_refused(text):
    """A slip must not let messages out at night."""
    with pytest.raises(ValueError, match=text[:2]):
        QuietHours.of(text)
