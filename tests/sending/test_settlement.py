"""What the gateway's records prove of an order that may have been taken, and what they do not."""

import json
import threading
from datetime import timedelta

import httpx
import pytest
from model_gateway import (
    SENDER,
    START,
    a_world,
    answers,
    coded,
    fails_after,
    numbers,
    recipients,
    says,
    times_out,
    times_out_after,
)

LOST = fails_after(httpx.ReadError)


class CrashError(BaseException):
    """The process is gone."""


def left_unknown(world, *faults, lists="500"):
    """Run once with faults and without the gateway's list, so that what is unknown stays so."""
    world.gateway.faults.extend(faults)
    world.gateway.lists = lists
    world.run()
    world.gateway.lists = ""
    return world


def ids(world):
    """Give the ids of what the gateway took, in its order."""
    return [order.order_id for order in world.gateway.taken]


def posts(world):
    """Count the posts that reached the gateway."""
    return len(world.gateway.posts)


def times_of(world, path):
    """Give the seconds since the start at which a path was asked."""
    return [(at - START).total_seconds() for asked, at in world.gateway.requests if asked == path]


def taken_at_most_once(world):
    """Tell whether nobody was taken twice."""
    return max(world.gateway.times_taken().values(), default=0) <= 1


# --- claims


def test_of_several_unknown_orders_the_taken_one_is_found(tmp_path):
    """What the list shows is claimed with its id, and only what it does not show is posted again."""
    world = a_world(tmp_path, *(recipients(3, first) for first in (0, 10, 20)))
    left_unknown(world, None, times_out, times_out_after)

    world.run()

    first, third, second = ids(world)
    assert ["accepted"] * 3 == world.states()
    assert [first, second, third] == world.orders("gateway_id")
    assert taken_at_most_once(world)


def test_two_orders_with_the_same_numbers_are_not_told_apart(tmp_path):
    """Where the list shows one order to the numbers of two unknown ones, it proves nothing of either."""
    world = a_world(tmp_path, recipients(3, text="A"), recipients(3, text="B"))
    left_unknown(world, times_out, times_out_after)

    world.clock.go_on(hours=3)
    world.run()

    assert (["unknown"] * 2, 2) == (world.states(), posts(world))


def test_the_other_order_is_claimed_once_its_twin_has_its_id(tmp_path):
    """Of two orders with the same numbers, one that is settled no longer stands in the other's way."""
    world = a_world(tmp_path, recipients(3, text="A"), recipients(3, text="B"))
    left_unknown(world, None, LOST)

    world.run()

    assert (["accepted"] * 2, ids(world)) == (world.states(), world.orders("gateway_id"))


def test_a_list_in_pages_is_read_to_its_end(tmp_path):
    """An order on the third page is found."""
    world = left_unknown(a_world(tmp_path, recipients(3)), LOST)
    for at in range(250):
        world.gateway.take("OTHER", recipients(1, 500 + at), world.clock.now + timedelta(seconds=at / 10))
    world.clock.go_on(minutes=1)

    world.run()

    assert ([ids(world)[0]], 1) == (world.orders("gateway_id"), posts(world))
    assert 4 == len(times_of(world, "get-reports/json")[1:])


@pytest.mark.parametrize(("states", "blacklist", "unseen"), [(["accepted"], 1, 0), (["unknown"], 1, 1)])
def test_only_blacklisted_numbers_may_be_lacking(tmp_path, states, blacklist, unseen):
    """An order that lacks numbers of the account's blacklist is ours; one that lacks others may not be."""
    world = a_world(tmp_path, recipients(10))
    world.gateway.blacklist = set(numbers(blacklist))
    world.gateway.unseen = set(numbers(unseen, 5))
    left_unknown(world, LOST)

    world.clock.go_on(hours=3)
    world.run()

    assert (states, 1) == (world.states(), posts(world))


@pytest.mark.parametrize("sender", [SENDER, "apitest", "API TEST", " APITEST "])
def test_another_campaign_to_the_same_numbers_is_no_proof(tmp_path, sender):
    """An order submitted five minutes before ours is not ours, and yet may hide that ours lags."""
    world = a_world(tmp_path, recipients(3))
    world.gateway.take(sender, recipients(3, text="Other"), START - timedelta(minutes=5))
    left_unknown(world, times_out)

    world.clock.go_on(hours=3)
    world.run()

    assert (["unknown"], 1) == (world.states(), posts(world))


def test_a_campaign_of_a_quarter_of_an_hour_before_is_in_nobodys_way(tmp_path):
    """An order submitted more than ten minutes before ours does not matter."""
    world = a_world(tmp_path, recipients(3))
    world.gateway.take(SENDER, recipients(3, text="Other"), START - timedelta(minutes=15))
    world.gateway.faults.append(times_out)

    world.run()

    assert (["accepted"], 2) == (world.states(), posts(world))


def test_the_next_campaign_to_the_same_numbers_is_no_proof(tmp_path):
    """An order to our numbers that was submitted long after ours was posted is the next campaign's."""
    world = left_unknown(a_world(tmp_path, recipients(3)), times_out)
    world.clock.go_on(hours=4)
    world.gateway.take(SENDER, recipients(3, text="Other"), world.clock.now)

    world.clock.go_on(hours=3)
    world.run()

    assert (["unknown"], 1) == (world.states(), posts(world))


def test_an_order_of_one_number_proves_nothing_about_many(tmp_path):
    """An order to one of our numbers is neither a claim, nor does it leave room for an absence."""
    world = left_unknown(a_world(tmp_path, recipients(5)), times_out)
    world.gateway.take(SENDER, recipients(1, text="Other"), world.clock.now)

    world.clock.go_on(hours=3)
    world.run()

    assert (["unknown"], 1) == (world.states(), posts(world))


def test_an_order_of_another_sender_is_never_ours(tmp_path):
    """The same numbers from another sender are another's order, and in nobody's way."""
    world = left_unknown(a_world(tmp_path, recipients(3)), times_out)
    world.gateway.take("OTHER", recipients(3), world.clock.now)

    world.run()

    assert (["accepted"], ids(world)[-1:]) == (world.states(), world.orders("gateway_id"))


def test_a_503_that_lied_is_found_out(tmp_path):
    """An order refused as a duplicate after a 503 may have been taken: it is unknown, and claimed at once."""
    world = a_world(tmp_path, recipients(3))
    world.gateway.faults.append(answers(lambda: coded(503), taken=True))

    world.run()

    assert (["accepted"], ids(world)) == (world.states(), world.orders("gateway_id"))
    assert 2 == posts(world)


# --- absences


def test_absence_is_looked_for_twice(tmp_path):
    """The list is asked at once, and again when a minute has passed since the post ended."""
    world = a_world(tmp_path, recipients(3))
    world.gateway.faults.append(times_out)

    world.run()

    assert ([30.0, 90.0], [0.0, 90.0]) == (
        times_of(world, "get-reports/json"),
        times_of(world, "send-sms"),
    )
    assert (["accepted"], 1) == (world.states(), len(ids(world)))


def test_settling_waits_for_what_is_under_way(tmp_path):
    """The list is asked only once every post that was under way has ended."""
    world = a_world(tmp_path, *(recipients(2, first) for first in (0, 10, 20)))
    ended, said = threading.Event(), []
    bodies = [3, 2]

    def on_request(path):
        said.append(path)
        if path == "send-sms" and said.count("send-sms") == bodies[0]:
            assert ended.wait(20)
            said.append("slow one goes on")

    def prepare(journal):
        end = journal.end

        def ending(*arguments, **options):
            end(*arguments, **options)
            if arguments[2].state == "unknown":
                ended.set()

        journal.end = ending

    world.gateway.on_request = on_request
    world.prepare = prepare
    world.gateway.faults.extend([None, times_out_after])

    world.run(concurrency=2)

    assert ["send-sms"] * 3 + ["slow one goes on", "get-reports/json"] == said[:5]
    assert ["accepted"] * 3 == world.states()


def test_a_list_that_lags_is_made_up_for_by_the_duplicate_rule(tmp_path):
    """A repeat refused as a duplicate says that the order was taken; its id is found when the list has it."""
    world = a_world(tmp_path, recipients(3))
    world.gateway.lag = timedelta(minutes=30)
    world.gateway.faults.append(times_out_after)
    world.run()
    repeated = world.orders("state", "gateway_id", "code")

    world.clock.go_on(hours=1)
    world.run()

    assert [("accepted", None, 451)] == repeated
    assert [("accepted", *ids(world), 200)] == world.orders("state", "gateway_id", "code")
    assert 2 == posts(world)


@pytest.mark.parametrize(
    ("states", "stopped", "fault"),
    [
        (["accepted"], None, says(451)),
        (["unknown"], "gateway_402", says(402)),
        (["unknown"], None, says(503)),
        (["unknown"], None, says(429)),
        (["unknown"], None, times_out),
        (["unknown"], "gateway_999", says(999)),
        (["split", "rejected", "accepted"], None, None),
    ],
)
def test_what_a_repeat_is_answered_with(tmp_path, states, stopped, fault):
    """A repeat is accepted with an id or a 451, refused as a first post is, and unknown with all else."""
    world = left_unknown(a_world(tmp_path, recipients(2)), times_out)
    world.gateway.faults.append(fault)
    if fault is None:
        world.gateway.bad = set(numbers(1))

    sent = world.run()

    assert (states, stopped) == (world.states(), sent.stopped_by.code if sent.stopped_by else None)


def test_a_repeat_is_guarded_for_nine_minutes(tmp_path):
    """After nine minutes nothing is posted again, until the list is an hour younger than the last post."""
    world = a_world(tmp_path, recipients(3))
    world.gateway.faults.extend([times_out, times_out])
    counts = []

    for minutes in (0, 7, 45, 20):
        world.clock.go_on(minutes=minutes)
        world.run()
        counts.append(posts(world))

    assert ([2, 2, 2, 3], ["accepted"]) == (counts, world.states())


def test_a_second_repeat_within_nine_minutes_is_posted(tmp_path):
    """While the gateway's own rule guards it, an order may be posted again more than once."""
    world = a_world(tmp_path, recipients(3))
    world.gateway.faults.extend([times_out, times_out])
    world.run()

    world.clock.go_on(minutes=3)
    world.run()

    assert (3, ["accepted"]) == (posts(world), world.states())


def test_the_nine_minutes_are_looked_at_right_before_the_post(tmp_path):
    """A long wait for the second look at the list ends the time in which a repeat is guarded."""
    world = a_world(tmp_path, recipients(3))
    world.gateway.faults.append(times_out)

    world.run(settle_after=600)

    assert (1, ["unknown"]) == (posts(world), world.states())


@pytest.mark.parametrize(("seconds", "count"), [(475, 2), (485, 1)])
def test_the_timeout_shortens_the_time_in_which_a_repeat_is_guarded(tmp_path, seconds, count):
    """Nine minutes after its first post began, less the half minute in which a repeat may be judged."""
    world = left_unknown(a_world(tmp_path, recipients(3)), times_out)

    world.clock.go_on(seconds=seconds)
    world.run()

    assert count == posts(world)


def test_a_killed_post_ends_when_it_is_found(tmp_path):
    """The hour after a killed run begins when the file is sent again, not when the run was killed."""
    world = a_world(tmp_path, recipients(3))

    def kill(path):
        raise CrashError

    world.gateway.on_request = kill
    with pytest.raises(CrashError):
        world.run()
    world.gateway.on_request = lambda _path: None
    counts = []

    for minutes in (70, 30, 35):
        world.clock.go_on(minutes=minutes)
        world.run()
        counts.append(posts(world))

    assert ([0, 0, 1], ["accepted"]) == (counts, world.states())


@pytest.mark.parametrize("look", [1, 2])
def test_being_asked_to_end_keeps_a_repeat_from_being_posted(tmp_path, look):
    """Whoever interrupts the run between an absence and its repeat can go on later."""
    world = a_world(tmp_path, recipients(3))
    world.gateway.faults.append(times_out)
    looks = []

    def on_request(path):
        looks.extend([path] if path == "get-reports/json" else [])
        world.ending = len(looks) >= look

    world.gateway.on_request = on_request
    world.run()
    interrupted = (posts(world), world.states())
    world.gateway.on_request = lambda _path: None
    world.ending = False
    world.run()

    assert (1, ["unknown"]) == interrupted
    assert (2, ["accepted"]) == (posts(world), world.states())


@pytest.mark.parametrize("lists", ["500", "garbage", "unread", "unpaged"])
def test_without_all_of_the_list_nothing_is_concluded(tmp_path, lists):
    """A list that fails, cannot be read or is not complete proves nothing, and the run says so."""
    world = a_world(tmp_path, recipients(3))
    for at in range(120):
        world.gateway.take("OTHER", recipients(1, 500 + at), START - timedelta(minutes=1))
    world.gateway.lists = lists
    world.gateway.faults.append(times_out)

    sent = world.run()
    world.clock.go_on(hours=3)
    again = world.run()

    assert (1, ["unknown"]) == (posts(world), world.states())
    assert "" not in {sent.records_trouble, again.records_trouble}


READABLE = {"id": "7", "sender": SENDER, "submitAt": "2026-03-02 10:00:00", "total": 1}


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"response": []},
        {"response": {"status": {"code": 401}, "count": 0, "orders": []}},
        {"response": {"status": {"code": 200}, "orders": []}},
        {"response": {"status": {"code": 200}, "count": 1, "orders": []}},
        {"response": {"status": {"code": 200}, "count": float("inf"), "orders": []}},
        {"response": {"status": {"code": 200}, "count": 0, "orders": {"a": 1}}},
        *(
            {"response": {"status": {"code": 200}, "count": 1, "orders": [READABLE | change]}}
            for change in (
                {"id": None},
                {"id": " "},
                {"id": True},
                {"sender": None},
                {"submitAt": "02.03.2026 10:00"},
                {"submitAt": None},
                {"total": "many"},
                {"total": float("inf")},
            )
        ),
    ],
)
def test_a_list_of_which_anything_is_unreadable_proves_nothing(tmp_path, monkeypatch, said):
    """One order without a sense, or a list that does not say how long it is, is no list."""
    world = a_world(tmp_path, recipients(3))
    world.gateway.faults.append(times_out)
    monkeypatch.setattr(
        world.gateway, "_list", lambda _body: httpx.Response(200, content=json.dumps(said).encode())
    )

    sent = world.run()

    assert (1, ["unknown"], True) == (posts(world), world.states(), bool(sent.records_trouble))


# --- schedules


def test_a_scheduled_order_is_never_absent(tmp_path):
    """An order for later is not posted again, however long the list lacks it."""
    world = a_world(tmp_path, recipients(3), send_at="05/03/2026 10:00")
    world.gateway.faults.append(times_out)

    for _run in range(3):
        world.run()
        world.clock.go_on(hours=3)

    assert (1, ["unknown"]) == (posts(world), world.states())


def test_a_scheduled_order_is_claimed_once_its_report_is_there(tmp_path):
    """While the report is not available yet the order stays unknown; then it is found."""
    world = a_world(tmp_path, recipients(3), send_at="05/03/2026 10:00")
    world.gateway.not_ready.add("300000001")
    world.gateway.faults.append(LOST)
    world.run()
    early = world.states()

    world.gateway.not_ready.clear()
    world.clock.go_on(days=4)
    world.run()

    assert (["unknown"], ["accepted"], 1) == (early, world.states(), posts(world))


# --- clocks


@pytest.mark.parametrize("hours", [-3, 3])
@pytest.mark.parametrize(("count", "fault"), [(1, times_out_after), (2, times_out)])
def test_clocks_that_disagree_do_not_matter(tmp_path, hours, count, fault):
    """With three hours between the clocks the taken order is found, and the lost one is posted again."""
    world = a_world(tmp_path, recipients(3), skew_hours=hours)
    world.gateway.faults.append(fault)

    world.run()

    assert (["accepted"], ids(world)) == (world.states(), world.orders("gateway_id"))
    assert (count, 1) == (posts(world), len(ids(world)))


@pytest.mark.parametrize("hours", [-3, 3])
def test_the_nine_minutes_are_the_gateways(tmp_path, hours):
    """With three hours between the clocks, nine minutes are no longer and no shorter."""
    world = left_unknown(a_world(tmp_path, recipients(3), skew_hours=hours), times_out)

    world.clock.go_on(minutes=9)
    world.run()
    early = posts(world)
    world.clock.go_on(minutes=60)
    world.run()

    assert (1, 2) == (early, posts(world))


def test_the_list_is_asked_for_the_gateways_day(tmp_path):
    """Where our clock is already in the next day, the list is asked anew once the gateway's is known."""
    world = a_world(tmp_path, recipients(3), skew_hours=3)
    world.clock.go_on(hours=11.5)
    left_unknown(world, times_out_after, lists="unread")

    world.run()

    assert (["accepted"], 1, []) == (world.states(), posts(world), world.pauses)


def test_a_clock_that_was_set_guards_nothing(tmp_path):
    """A post that seems to be yet to come is not taken for a young one."""
    world = a_world(tmp_path, recipients(3), skew_hours=3)
    world.gateway.lag = timedelta(minutes=50)
    left_unknown(world, times_out_after, lists="unread")
    world.skew = timedelta(0)

    world.clock.go_on(minutes=12)
    world.run()

    assert (1, ["unknown"]) == (posts(world), world.states())


# --- at the user's word


def test_what_is_unknown_is_sent_again_at_the_users_word(tmp_path):
    """With --resend-unknown, what the records leave in doubt is posted again without proof."""
    world = left_unknown(a_world(tmp_path, recipients(3)), times_out)
    world.gateway.lists = "500"

    world.run(resend_unknown=True)

    assert (2, ["accepted"]) == (posts(world), world.states())


def test_a_run_that_has_stopped_resends_nothing(tmp_path):
    """An answer that all would get keeps --resend-unknown from costing another request."""
    world = a_world(tmp_path, *(recipients(2, first) for first in (0, 10)))
    left_unknown(world, times_out, times_out)
    world.gateway.faults.append(says(402))

    sent = world.run(resend_unknown=True)

    assert ("gateway_402", 3, ["unknown"] * 2) == (sent.stopped_by.code, posts(world), world.states())


def test_resending_ends_when_the_run_is_asked_to(tmp_path):
    """Whoever interrupts a run that resends stops it before the next order."""
    world = a_world(tmp_path, *(recipients(2, first) for first in (0, 10)))
    left_unknown(world, times_out, times_out)
    world.gateway.lists = "500"

    def on_request(path):
        world.ending = path == "send-sms"

    world.gateway.on_request = on_request
    world.run(resend_unknown=True)

    assert (3, ["accepted", "unknown"]) == (posts(world), world.states())


def test_what_was_for_an_hour_that_has_passed_is_not_sent_again(tmp_path):
    """Also at the user's word no order is posted with a schedule that has passed."""
    world = left_unknown(a_world(tmp_path, recipients(3), send_at="02/03/2026 12:00"), times_out)

    world.clock.go_on(hours=3)
    world.run(resend_unknown=True)

    assert (1, ["unknown"]) == (posts(world), world.states())


# --- where more was taken, or later, than meets the eye


def test_a_guarded_repeat_that_the_gateway_is_slow_with_is_not_taken(tmp_path):
    """A repeat that is posted after eight and a half minutes and judged after ten is still a duplicate."""
    world = a_world(tmp_path, recipients(3))
    world.gateway.lag = timedelta(minutes=30)
    left_unknown(world, times_out_after)

    def slowly(gateway, asked):
        gateway.clock.go_on(seconds=100)
        return gateway.answer(asked)

    world.gateway.faults.append(slowly)
    world.clock.go_on(minutes=8)
    world.run()

    assert taken_at_most_once(world)


def test_orders_that_differ_in_blacklisted_numbers_are_not_told_apart(tmp_path):
    """Where the list shows an order that may be either of two, it is given to neither."""
    rest = recipients(2, text="A"), recipients(2, text="B")
    blocked = numbers(2, 10)
    world = a_world(tmp_path, *([*of, (number, of[0][1])] for of, number in zip(rest, blocked, strict=True)))
    world.gateway.blacklist = set(blocked)
    left_unknown(world, times_out, times_out_after)
    world.clock.go_on(hours=3)

    world.run()

    assert ["unknown"] * 2 == world.states()


def test_an_order_sent_again_leaves_nothing_for_its_twin_to_claim(tmp_path):
    """The first of two orders that the gateway took for one is not given to another with the same numbers."""
    world = a_world(tmp_path, recipients(2, text="A"), recipients(2, text="B"))
    left_unknown(world, times_out, times_out_after)
    world.clock.go_on(minutes=30)
    world.gateway.lists = "500"
    world.gateway.faults.append(times_out)
    world.run(resend_unknown=True)
    world.gateway.lists = ""

    world.run()

    assert ["unknown", "accepted"] == world.states()
