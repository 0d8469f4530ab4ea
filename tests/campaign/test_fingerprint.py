"""The fingerprint of a plan: the same for what is the same, another for anything else that is posted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.campaign.fingerprint import fingerprint_of
from batchsms.campaign.settings import Content

CONTENT = Content("Merhaba", "--text", "APITEST", "", "")
COLUMNS = ((905300000000, 905300000001), (0, 0), (0, 0))


@given(st.lists(st.integers(0, 2**62), max_size=20))
def test_a_fingerprint_can_be_read_out(numbers):
    """Three groups of four hexadecimal digits, whatever the plan."""
    shown = fingerprint_of(CONTENT, b"", (numbers,))
    assert [4, 4, 4] == [len(group) for group in shown.split("-")]
    assert set(shown) <= set("0123456789abcdef-")
    assert shown == fingerprint_of(CONTENT, b"", (numbers,))


@pytest.mark.parametrize(
    ("content", "texts", "columns"),
    [
        (CONTENT._replace(sender="BASKA"), b"x", COLUMNS),
        (CONTENT._replace(iys_list="TACIR"), b"x", COLUMNS),
        (CONTENT._replace(send_at="01/12/2026 10:00"), b"x", COLUMNS),
        (CONTENT, b"y", COLUMNS),
        (CONTENT, b"x", ((905300000000, 905300000002), (0, 0), (0, 0))),
        (CONTENT, b"x", ((905300000000, 905300000001), (0, 1), (0, 0))),
        (CONTENT, b"x", ((905300000000, 905300000001), (0, 0), (0, 1))),
    ],
)
def test_whatever_is_posted_otherwise_has_another(content, texts, columns):
    """Sender, law, schedule, texts, numbers, who gets which, and in which orders."""
    assert fingerprint_of(CONTENT, b"x", COLUMNS) != fingerprint_of(content, texts, columns)


def test_when_quiet_hours_end_makes_no_difference():
    """It is the same plan, whatever the time at which it is sent."""
    waits = CONTENT._replace(send_at="01/12/2026 09:00", waits=True)
    assert fingerprint_of(CONTENT, b"x", COLUMNS) == fingerprint_of(waits, b"x", COLUMNS)
