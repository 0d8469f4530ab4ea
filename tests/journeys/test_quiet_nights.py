"""Quiet hours: what is sent in them waits for their end, whoever sends it, and however often."""

from datetime import datetime, time, timedelta

import moved_clock
import pytest
from lists import a_list, people
from runs import until

from batchsms.clock import TURKEY

CAMPAIGN = ("--text", "Merhaba {{ ad }}", "--sender", "APITEST", "--iys", "none")
QUIET = ("--quiet-hours", "21:00-09:00")
TOMORROW = datetime.now(TURKEY).date() + timedelta(days=1)


@pytest.fixture(autouse=True)
def six(tmp_path):
    """Write a list of six people."""
    return a_list(tmp_path / "liste.csv", *people(6))


@pytest.fixture
def at(sandbox):
    """Return the environment in which it is an hour of tomorrow, for the program and for the gateway."""

    def set_(hour, minute=0, days=0):
        moment = datetime.combine(TOMORROW + timedelta(days=days), time(hour, minute, tzinfo=TURKEY))
        ahead = (moment - datetime.now(TURKEY)).total_seconds()
        sandbox.account({"clock_ahead_seconds": ahead})
        return {moved_clock.VARIABLE: str(ahead)}

    return set_


def scheduled(sandbox):
    """Return when the orders go that were taken, and None for those that went at once."""
    return [
        None if order["send_at"] == order["submitted_at"] else order["send_at"] for order in sandbox.orders()
    ]


def nine(days=0):
    """Return 09:00 of a day from tomorrow on."""
    return datetime.combine(TOMORROW + timedelta(days=days), time(9, tzinfo=TURKEY)).isoformat()


def test_in_quiet_hours_messages_are_scheduled_for_their_end(send, batchsms, sandbox, at):
    """The preview shows the same, and the plan says why."""
    night = at(2)
    shown = batchsms("preview", "liste.csv", *CAMPAIGN, *QUIET, "--xml", "-", **night)
    sent = send("liste.csv", *CAMPAIGN, *QUIET, **night)

    assert (0, 6, nine()) == (sent.code, sent.json["accepted"], sent.json["send_at"])
    assert [nine()] == scheduled(sandbox)
    assert f"<sendDateTime>{TOMORROW:%d/%m/%Y} 09:00</sendDateTime>" in shown.out
    assert "when the quiet hours are over" in batchsms("preview", "liste.csv", *CAMPAIGN, *QUIET, **night).out


def test_by_day_they_go_at_once(send, sandbox, at):
    """The hours change nothing then."""
    sent = send("liste.csv", *CAMPAIGN, *QUIET, **at(12))
    assert (0, [None]) == (sent.code, scheduled(sandbox))


@pytest.mark.parametrize("hour", [12, 23])
def test_a_plan_keeps_its_quiet_hours(send, batchsms, sandbox, at, hour):
    """Planned whenever, it is sent at night for the morning, and by day at once."""
    planned = batchsms("plan", "liste.csv", *CAMPAIGN, *QUIET, "--order-size", "3", **at(hour))
    first = send("liste.campaign", "--limit", "3", **at(23, days=1))
    second = send("liste.campaign", **at(11, days=2))

    assert (0, 4, 0) == (planned.code, first.code, second.code), first.err + second.err
    assert [nine(days=2), None] == scheduled(sandbox)


def test_what_waits_for_their_end_is_never_late(send, batchsms, sandbox, at):
    """A plan whose morning has passed goes at once."""
    batchsms("plan", "liste.csv", *CAMPAIGN, *QUIET, **at(2))
    sent = send("liste.campaign", **at(15, days=3))
    assert (0, [None]) == (sent.code, scheduled(sandbox)), sent.err


def test_a_preview_of_a_plan_shows_what_a_send_would_post_now(batchsms, at):
    """By night with a schedule, by day without."""
    batchsms("plan", "liste.csv", *CAMPAIGN, *QUIET, **at(12))
    by_day = batchsms("preview", "liste.campaign", "--xml", "-", **at(13))
    by_night = batchsms("preview", "liste.campaign", "--xml", "-", **at(22))
    assert (False, True) == ("sendDateTime" in by_day.out, "sendDateTime" in by_night.out)


def test_who_refuses_sends_nothing(send, sandbox, at):
    """Exit code 2, and the message names the time at which it can go."""
    refused = send("liste.csv", *CAMPAIGN, *QUIET, "--in-quiet-hours", "refuse", **at(23))
    assert (2, "quiet_hours") == (refused.code, refused.json["error"]["code"])
    assert [] == sandbox.orders()


@pytest.mark.parametrize("command", ["preview", "plan", "send"])
def test_a_schedule_within_them_is_refused(batchsms, sandbox, at, command):
    """By all that plan."""
    when = f"{TOMORROW:%d.%m.%Y} 22:30"
    more = ("--yes", "--gateway-url", sandbox.gateway_url) if command == "send" else ()
    refused = batchsms(command, "liste.csv", *CAMPAIGN, *QUIET, "--at", when, "--json", *more, **at(12))
    assert (2, "quiet_hours") == (refused.code, refused.json["error"]["code"])


def test_a_new_schedule_within_them_is_refused(send, batchsms, sandbox, at):
    """The file keeps its hours; --quiet-hours off goes without them."""
    batchsms("plan", "liste.csv", *CAMPAIGN, *QUIET, **at(12))
    late = ("--at", f"{TOMORROW:%d.%m.%Y} 22:30")
    refused = send("liste.campaign", *late, **at(12))
    sent = send("liste.campaign", *late, "--quiet-hours", "off", **at(12))

    assert (2, "quiet_hours") == (refused.code, refused.json["error"]["code"])
    assert (0, 1) == (sent.code, len(sandbox.orders()))


def test_now_is_the_morning_where_it_is_night(send, batchsms, sandbox, at):
    """--at now, too, goes out at the end of the quiet hours."""
    batchsms("plan", "liste.csv", *CAMPAIGN, *QUIET, **at(12))
    sent = send("liste.campaign", "--at", "now", **at(3))
    assert (0, [nine()]) == (sent.code, scheduled(sandbox))


def test_a_run_stops_when_they_begin(tmp_path, environment, start, send, sandbox, at):
    """What was not posted stays planned, and goes in the morning; nobody is forgotten or gets it twice."""
    ahead = at(20, 59, days=0)[moved_clock.VARIABLE]
    late = str(float(ahead) + 55)
    sandbox.account({"clock_ahead_seconds": float(late)})
    stalls = {str(number): {"kind": "stall", "seconds": 2} for number in range(1, 9)}
    sandbox.faults({"send": {"plan": stalls}})
    process = start(
        *(late, "send", "liste.csv", *CAMPAIGN, *QUIET, "--order-size", "1", "--yes", "--json"),
        *("--gateway-url", sandbox.gateway_url),
        wrapper=(moved_clock.__file__,),
    )
    until(lambda: process.poll() is not None)
    out, err = process.communicate()
    sandbox.faults({})
    posted = len(sandbox.orders())

    ended = send("liste.campaign", **at(21, 5))

    assert (4, True) == (process.returncode, '"quiet_hours"' in out), err
    assert 0 < posted < 6
    assert (0, 6) == (ended.code, len(sandbox.orders())), ended.err
    assert [None] * posted + [nine(days=1)] * (6 - posted) == scheduled(sandbox)


def test_what_is_unknown_is_settled_and_not_posted_again(send, sandbox, at):
    """By night the gateway's records are asked; the order goes in the morning, if it is missing there."""
    sandbox.faults({"send": {"plan": {"1": "drop_before"}}, "lists": {"unavailable": True}})
    lost = send("liste.csv", *CAMPAIGN, *QUIET, "--settle-after", "0", **at(20, 55))
    sandbox.faults({"lists": {"unavailable": False}})

    by_night = send("liste.campaign", "--settle-after", "0", "--resend-unknown", **at(22))
    by_day = send("liste.campaign", "--settle-after", "0", **at(10, days=1))

    assert (5, 5, 0) == (lost.code, by_night.code, by_day.code), by_day.err
    assert [None] == scheduled(sandbox)


def test_a_test_message_goes_at_any_time(send, sandbox, at):
    """It is to oneself."""
    ended = send("liste.csv", *CAMPAIGN, *QUIET, "--test-to", "0530 000 00 99", **at(23))
    assert (0, True) == (ended.code, {None} == set(scheduled(sandbox)))


@pytest.mark.parametrize("wrong", ["21:00", "soon", "09:00-09:00"])
def test_what_is_no_span_of_hours_is_refused(batchsms, wrong):
    """With the form that it takes."""
    refused = batchsms("preview", "liste.csv", *CAMPAIGN, "--quiet-hours", wrong)
    assert (2, True) == (refused.code, "21:00-09:00" in refused.err)
