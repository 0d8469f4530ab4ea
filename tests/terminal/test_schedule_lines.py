from datetime import datetime

import pytest

from batchsms.clock import TURKEY
from batchsms.terminal.lines.schedule_lines import night_warning

NIGHT = datetime(2026, 11, 24, 21, 5, tzinfo=TURKEY)
DAY = datetime(2026, 11, 24, 10, 5, tzinfo=TURKEY)


@pytest.mark.parametrize(
    ("send_at", "iys_list", "now", "said"),
    [
        ("", "BIREYSEL", NIGHT, "it is 21:05 in Turkey"),
        ("25/11/2026 08:00", "TACIR", DAY, "scheduled for Wednesday 25.11.2026 08:00"),
        ("25/11/2026 10:00", "BIREYSEL", NIGHT, ""),
        ("", "BIREYSEL", DAY, ""),
        ("", "", NIGHT, ""),
    ],
)
def test_the_night_is_warned_of_where_commercial_messages_go_in_it(send_at, iys_list, now, said):
    """What counts is when they go, which is now where they have no schedule."""
    warning = night_warning(send_at, iys_list, now)

    assert said in warning
    assert bool(said) is bool(warning)
