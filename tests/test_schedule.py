from datetime import UTC, datetime

import pytest

from batchsms.clock import TURKEY
from batchsms.schedule import is_at_night, schedule_as_json, when

NOW = datetime(2026, 11, 24, 9, 0, 20, tzinfo=TURKEY)


@pytest.mark.parametrize(
    ("words", "send_at"),
    [
        ("Tuesday 24.11.2026 09:01 Turkey time, in 1 minute", "24/11/2026 09:01"),
        ("Tuesday 24.11.2026 10:40 Turkey time, in 100 minutes", "24/11/2026 10:40"),
        ("Tuesday 24.11.2026 12:00 Turkey time, in 3 hours", "24/11/2026 12:00"),
        ("Wednesday 25.11.2026 08:30 Turkey time, in 23 hours", "25/11/2026 08:30"),
        ("Wednesday 25.11.2026 09:30 Turkey time, in 1 day", "25/11/2026 09:30"),
        ("Thursday 26.11.2026 00:10 Turkey time, in 2 days", "26/11/2026 00:10"),
        ("Friday 01.01.2027 10:00 Turkey time, in 38 days", "01/01/2027 10:00"),
        ("Tuesday 24.11.2026 09:00 Turkey time, which has passed", "24/11/2026 09:00"),
    ],
)
def test_a_schedule_is_said_with_its_day_and_how_far_away_it_is(words, send_at):
    """Whoever reads it sees a slip in the day, the month or the year."""
    assert words == when(send_at, NOW)
    assert words == when(send_at, NOW.astimezone(UTC))


def test_a_schedule_has_its_offset_in_json():
    """Scripts get Turkey's time with its offset, or null for at once."""
    assert ("2026-12-01T10:00:00+03:00", None) == (schedule_as_json("01/12/2026 10:00"), schedule_as_json(""))


@pytest.mark.parametrize(
    ("hour", "is_night"),
    [("20:59", False), ("21:00", True), ("03:00", True), ("08:59", True), ("09:00", False)],
)
def test_the_night_is_from_nine_to_nine(hour, is_night):
    """A schedule is looked at in Turkey's time, and so is the present where there is none."""
    now = datetime.strptime(f"24/11/2026 {hour}", "%d/%m/%Y %H:%M").replace(tzinfo=TURKEY).astimezone(UTC)

    assert is_night is is_at_night(f"01/12/2026 {hour}", NOW)
    assert is_night is is_at_night("", now)
