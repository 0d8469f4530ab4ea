from batchsms.event_log.heartbeat import Heartbeat


def told(length, *calls):
    """Return what is said where `calls` are pairs of a time in seconds and a count."""
    sentences, time = [], [0.0]
    beat = Heartbeat(
        "Sending", length, clock=lambda: time[0], tell=lambda said, _count: sentences.append(said)
    )
    for moment, count in calls:
        time[0] = moment
        beat(count)
    return sentences


def test_a_short_step_says_nothing():
    """What takes less than half a minute needs no sign of life."""
    assert [] == told(9, *((second, second) for second in range(30)))


def test_a_long_step_says_how_far_it_is_every_half_minute():
    """However often it is told, at most one sentence in 30 seconds."""
    calls = [(second / 10, 1_000 * second // 10) for second in range(950)]

    assert told(100_000, *calls) == [
        "Sending: 30,000 of 100,000 recipients so far",
        "Sending: 60,000 of 100,000 recipients so far",
        "Sending: 90,000 of 100,000 recipients so far",
    ]


def test_rows_that_nobody_has_counted_are_told_without_an_end():
    """A list that is being read has a length only when it was read."""
    assert ["Sending: 5,000 rows so far"] == told(None, (31, 5_000), (59, 9_000))
