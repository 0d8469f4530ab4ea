from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from batchsms.sandbox.duplicates import WINDOW, RecentPairs, pair_keys
from batchsms.sandbox.requests import Message

START = datetime(2026, 11, 24, tzinfo=UTC)

pairs = st.sets(st.tuples(st.sampled_from("ab"), st.sampled_from(["5301234567", "5301234568"])), min_size=1)
orders = st.lists(st.tuples(st.integers(0, 700), pairs), max_size=12)


def _messages(wanted):
    return [Message(text, (number,)) for text, number in sorted(wanted)]


@settings(deadline=None)
@given(orders)
def test_a_pair_is_held_for_ten_minutes_from_its_last_order(arrivals):
    """Whatever orders come, those are duplicates of which every pair was taken less than ten minutes ago."""
    recent, last, now = RecentPairs(), {}, START
    for pause, wanted in arrivals:
        now += timedelta(seconds=pause)
        keys = pair_keys("APITEST", _messages(wanted))
        duplicate = all(pair in last and now - last[pair] < WINDOW for pair in wanted)
        assert recent.hold_all(keys, now=now) == duplicate
        if not duplicate:
            recent.add(keys, now=now)
            last |= dict.fromkeys(wanted, now)


def test_a_key_tells_sender_text_and_number_apart():
    """Each of the three makes another pair."""
    keys = [
        pair_keys(sender, [Message(text, (number,))])[0]
        for sender in ("APITEST", "OTHER")
        for text in ("a", "b")
        for number in ("5301234567", "5301234568")
    ]
    assert len(set(keys)) == 8


def test_a_pair_does_not_outlive_its_window():
    """What is older than ten minutes takes no memory."""
    recent = RecentPairs()
    keys = pair_keys("APITEST", [Message("a", tuple(str(5300000000 + n) for n in range(1000)))])
    recent.add(keys, now=START)
    recent.hold_all([], now=START + WINDOW)
    assert not vars(recent)["_taken_at"]
