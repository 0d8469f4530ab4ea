"""Scheduled orders are cancelled, told, and given another schedule, so that nobody gets a message twice."""

import os
import shutil
import signal
import sqlite3
import subprocess
from collections import Counter
from contextlib import closing, suppress
from datetime import datetime, timedelta

import pytest
from lists import a_list, people, sheet
from runs import NEXT_MONTH

CAMPAIGN = ("--text", "Merhaba {{ ad }}", "--sender", "APITEST", "--iys", "none", "--order-size", "2")
AT = ("--at", f"{NEXT_MONTH:%d.%m.%Y %H:%M}")
LATER = ("--at", f"{NEXT_MONTH + timedelta(days=1):%d.%m.%Y %H:%M}")
RESULTS = "liste.results.xlsx"
ELEVEN_MINUTES, FORTY_DAYS = 660, 40 * 86_400


@pytest.fixture
def scheduled(tmp_path, send):
    """Schedule messages to some people, two in an order."""

    def run(count, *arguments):
        a_list(tmp_path / "liste.csv", *people(count))
        ended = send("liste.csv", *CAMPAIGN, *AT, *arguments)
        assert ended.code in {0, 5}, ended.err
        return ended

    return run


@pytest.fixture
def cancel(batchsms, sandbox):
    """Cancel without a question, and tell it as JSON."""

    def run(*arguments, **more):
        to = ("--yes", "--json", "--gateway-url", sandbox.gateway_url)
        return batchsms("cancel", "liste.campaign", *to, *arguments, **more)

    return run


def pass_eleven_minutes(tmp_path, sandbox, times=1):
    """Let the gateway's rule against duplicates run out, for the sandbox and for the campaign file."""
    sandbox.account({"clock_ahead_seconds": times * ELEVEN_MINUTES})
    with closing(sqlite3.connect(tmp_path / "liste.campaign")) as file, file:
        for attempt, posted in file.execute("SELECT id, posted_at FROM attempts").fetchall():
            earlier = datetime.fromisoformat(posted) - timedelta(seconds=ELEVEN_MINUTES)
            file.execute("UPDATE attempts SET posted_at = ? WHERE id = ?", (earlier.isoformat(), attempt))


def states(tmp_path):
    """Count the rows of the results by their state."""
    return dict(Counter(row["sms_status"] for row in sheet(tmp_path / RESULTS)))


def live(sandbox):
    """Count how often each number stands in an order that is not cancelled."""
    is_cancelled = {order["id"]: order["cancelled"] for order in sandbox.orders()}
    return Counter(number for order, number, _text in sandbox.taken() if not is_cancelled[order])


def test_what_is_scheduled_is_cancelled(tmp_path, scheduled, cancel, batchsms, sandbox):
    """Every order is cancelled, the results say so, and nothing is left to go."""
    scheduled(5)

    ended = cancel()
    shown = batchsms("status", "liste.campaign")

    assert (0, 5, 0) == (ended.code, ended.json["cancelled"], ended.json["accepted"])
    assert ({"cancelled": 5}, {}) == (states(tmp_path), dict(live(sandbox)))
    assert {"Cancelled before it was sent"} == {row["sms_detail"] for row in sheet(tmp_path / RESULTS)}
    assert (0, True, False) == (shown.code, "5  cancelled" in shown.out, "Schedule" in shown.out)


def test_half_of_it_can_be_cancelled_and_is_told(tmp_path, scheduled, cancel, sandbox):
    """What the gateway does not cancel any more (455) stays accepted."""
    scheduled(6)
    sandbox.faults({"cancels": {"plan": {"2": {"kind": "code", "code": 455}}}})

    ended = cancel()

    assert (0, 4, 2, 2) == (
        ended.code,
        ended.json["cancelled"],
        ended.json["accepted"],
        ended.json["could_not_be_cancelled"],
    )
    assert {"cancelled": 4, "accepted": 2} == states(tmp_path)


def test_what_has_gone_is_not_asked_for(tmp_path, scheduled, cancel, sandbox):
    """An order whose time has come by the gateway's clock is left alone."""
    scheduled(4)
    sandbox.account({"clock_ahead_seconds": FORTY_DAYS})
    cancel()  # the first answer tells the gateway's clock

    ended = cancel()

    assert (0, {"accepted": 4}) == (ended.code, states(tmp_path))
    assert "cancelled" not in ended.err


@pytest.mark.parametrize("fault", ["drop_after", "garbage", "truncated", "http_500_after"])
def test_a_cancel_whose_answer_is_lost_is_settled_by_the_report(tmp_path, scheduled, cancel, sandbox, fault):
    """The order was cancelled, and its report says so (115) at once."""
    scheduled(4)
    sandbox.faults({"cancels": {"plan": {"1": fault}}})

    ended = cancel()

    assert (0, 4, {"cancelled": 4}) == (ended.code, ended.json["cancelled"], states(tmp_path)), ended.err


@pytest.mark.parametrize("fault", ["drop_before", "http_500", "http_503_html"])
def test_a_cancel_that_did_not_arrive_is_unknown_until_it_is_asked_again(
    tmp_path, scheduled, cancel, batchsms, sandbox, fault
):
    """It may still be on its way, so it is told as unknown, and the next cancel asks again."""
    scheduled(4)
    sandbox.faults({"cancels": {"plan": {"1": fault}}})

    first = cancel()
    told, shown = states(tmp_path), batchsms("status", "liste.campaign")
    second = cancel()

    assert (5, 2, 2, 2) == (
        first.code,
        first.json["unknown"],
        first.json["cancelled"],
        first.json["being_cancelled"],
    )
    assert ({"unknown": 2, "cancelled": 2}, 5) == (told, shown.code)
    assert "may be cancelled or may still go" in shown.err
    assert "1 order may be cancelled or may still go" in first.err
    assert (0, 4, {}) == (second.code, second.json["cancelled"], dict(live(sandbox)))


def test_what_may_be_cancelled_or_not_gets_no_new_schedule(tmp_path, scheduled, cancel, send, sandbox):
    """While nothing proves the cancelling, a send with --at leaves that order alone, and sends the others."""
    scheduled(4)
    sandbox.faults({"cancels": {"plan": {"1": "drop_after"}}, "reports": {"chances": {"http_500": 1}}})
    first = cancel()
    pass_eleven_minutes(tmp_path, sandbox)

    sent = send("liste.campaign", *LATER)
    unsure = live(sandbox)
    sandbox.faults({"reports": {}})
    settled = send("liste.campaign", *LATER)
    pass_eleven_minutes(tmp_path, sandbox, times=2)
    whole = send("liste.campaign", *LATER)

    assert (5, 2, 2) == (first.code, first.json["unknown"], first.json["cancelled"])
    assert (5, 2, 2) == (sent.code, sent.json["unknown"], sent.json["accepted"])
    assert 2 == len(unsure)
    assert 4 == settled.json["accepted"] + settled.json["cancelled"]
    assert (0, 4, {1: 4}) == (whole.code, whole.json["accepted"], Counter(live(sandbox).values()))


def test_an_unheard_of_answer_is_shown_and_stops(tmp_path, scheduled, cancel, sandbox):
    """A code that the table does not know proves nothing, and no other order is asked for."""
    scheduled(6)
    sandbox.faults({"cancels": {"plan": {"1": {"kind": "code", "code": 777}}}})

    ended = cancel()

    assert (5, "gateway_777", {"unknown": 2, "accepted": 4}) == (
        ended.code,
        ended.json["error"]["code"],
        states(tmp_path),
    )
    assert 1 == sandbox.requests()["cancel-order"]


def test_refused_credentials_cancel_nothing_and_are_no_doubt(tmp_path, scheduled, cancel, sandbox):
    """401 comes before the order is looked at: all of it stays as it is, and can be asked for again."""
    scheduled(4)
    sandbox.faults({"cancels": {"plan": {"2": {"kind": "code", "code": 401}}}})

    first, second = cancel(), cancel()

    assert (2, 2, "credentials_refused") == (
        first.json["cancelled"],
        first.json["accepted"],
        first.json["error"]["code"],
    )
    assert first.code != 0
    assert (0, {"cancelled": 4}) == (second.code, states(tmp_path))


def test_a_gateway_out_of_reach_cancels_nothing(tmp_path, scheduled, batchsms, environment):
    """A request that never left changes nothing."""
    ended = scheduled(2)
    campaign = "liste.campaign"
    assert ended.code == 0

    gone = batchsms("cancel", campaign, "--yes", "--json", "--gateway-url", "http://127.0.0.1:9/v1")

    assert (2, "other_gateway") == (gone.code, gone.json["error"]["code"])


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_a_killed_cancel_is_gone_on_with(tmp_path, scheduled, cancel, start, sandbox):
    """What it was asking for is unknown, and the next one settles it and cancels the rest."""
    scheduled(6)
    sandbox.faults({"cancels": {"plan": {"2": "stall"}}})
    to = ("--yes", "--gateway-url", sandbox.gateway_url)
    process = start("cancel", "liste.campaign", *to)
    for _look in range(600):
        if sandbox.requests().get("cancel-order", 0) == 2:
            break
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()

    ended = cancel()

    assert (0, 6) == (ended.code, ended.json["cancelled"])
    assert {"cancelled": 6} == states(tmp_path)
    assert 3 == sandbox.requests()["cancel-order"]


@pytest.mark.skipif(os.name == "nt", reason="no signals")
def test_a_cancel_that_is_interrupted_says_what_is_left(tmp_path, scheduled, cancel, start, sandbox):
    """The request that is being made ends, no other is begun, the results are written, and it can go on."""
    scheduled(6)
    sandbox.faults({"cancels": {"plan": {"2": {"kind": "stall", "seconds": 2}}}})
    process = start("cancel", "liste.campaign", "--yes", "--gateway-url", sandbox.gateway_url)
    for _look in range(600):
        if sandbox.requests().get("cancel-order", 0) == 2:
            break
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.05)
    process.send_signal(signal.SIGINT)
    _out, err = process.communicate(timeout=60)

    assert (4, {"cancelled": 4, "accepted": 2}) == (process.returncode, states(tmp_path))
    assert "2 messages are still scheduled. To go on: batchsms cancel liste.campaign" in err
    assert (0, 6) == (cancel().code, cancel().json["cancelled"])


def test_cancelling_again_asks_nothing(scheduled, cancel, sandbox):
    """What is cancelled is not asked for a second time."""
    scheduled(2)
    cancel()

    again = cancel()

    assert (0, 1) == (again.code, sandbox.requests()["cancel-order"])


def test_what_was_not_scheduled_has_nothing_to_cancel(tmp_path, send, cancel, sandbox, batchsms):
    """A campaign that went at once, and one that was never sent, say so and change nothing."""
    a_list(tmp_path / "liste.csv", *people(2))
    send("liste.csv", *CAMPAIGN)
    gone = cancel()
    shown = batchsms("cancel", "liste.campaign", "--yes", "--gateway-url", sandbox.gateway_url)

    assert (0, {"accepted": 2}) == (gone.code, states(tmp_path))
    assert "is scheduled, so there is nothing to cancel" in shown.out
    assert "cancel-order" not in sandbox.requests()


@pytest.mark.parametrize("at", [LATER, ("--at", "now")])
def test_what_was_cancelled_gets_a_new_schedule_once(tmp_path, scheduled, cancel, send, sandbox, at):
    """Each number stands in one order that is not cancelled; the ledger counts nobody twice."""
    scheduled(5)
    cancel()
    soon = send("liste.campaign", *at)
    pass_eleven_minutes(tmp_path, sandbox)

    ended = send("liste.campaign", *at)
    again = send("liste.campaign", *at)

    assert (0, 5, 5, 0) == (
        ended.code,
        ended.json["recipients"],
        ended.json["accepted"],
        ended.json["cancelled"],
    )
    assert (2, "too_soon") == (soon.code, soon.json["error"]["code"])
    assert "5 messages that were cancelled are planned again" in ended.err
    assert (0, 5) == (again.code, again.json["accepted"])
    assert {1: 5} == Counter(live(sandbox).values())
    assert {"accepted": 5} == states(tmp_path)


def test_a_copy_gives_what_was_cancelled_no_second_schedule(tmp_path, scheduled, cancel, send, sandbox):
    """The file itself may plan the same people again, so its copy does so only with --moved."""
    scheduled(4)
    cancel()
    pass_eleven_minutes(tmp_path, sandbox)
    shutil.copy(tmp_path / "liste.campaign", tmp_path / "kopya.campaign")

    refused = send("kopya.campaign", *LATER)
    ended = send("liste.campaign", *LATER)
    shutil.copy(tmp_path / "liste.campaign", tmp_path / "bitmis.campaign")
    finished = send("bitmis.campaign", *LATER)

    assert (2, "moved_campaign") == (refused.code, refused.json["error"]["code"])
    assert (0, 0) == (ended.code, finished.code), ended.err + finished.err
    assert {1: 4} == Counter(live(sandbox).values())


def test_without_a_schedule_what_is_cancelled_stays_so(tmp_path, scheduled, cancel, send, sandbox):
    """Sending the file again does not bring back what was cancelled."""
    scheduled(4)
    cancel()

    ended = send("liste.campaign")

    assert (0, 4, {"cancelled": 4}) == (ended.code, ended.json["cancelled"], states(tmp_path))
    assert {} == dict(live(sandbox))


def test_an_order_of_which_the_answer_was_lost_is_found_by_its_schedule(scheduled, cancel, sandbox):
    """The list has it, of that sender, size, time and schedule; with that id it is cancelled."""
    sandbox.faults({"send": {"plan": {"2": "drop_after"}}})
    scheduled(4, "--timeout", "1", "--settle-after", "0")

    ended = cancel()

    assert (0, 4) == (ended.code, ended.json["cancelled"]), ended.err
    assert {} == dict(live(sandbox))


def test_a_list_that_may_lag_proves_nothing_of_a_scheduled_order(scheduled, cancel, sandbox):
    """Right after the post the list may show another's order and not ours yet, so ours stays unknown."""
    sandbox.faults({"send": {"plan": {"2": "drop_after"}}})
    ended = scheduled(4, "--timeout", "1")

    after = cancel()

    assert (5, 2) == (ended.code, ended.json["unknown"])
    assert (5, 2, 2) == (after.code, after.json["unknown"], after.json["cancelled"])
    assert "cannot be cancelled here" in " ".join(after.err.split())


def test_of_two_alike_none_is_taken_for_ours(scheduled, cancel, sandbox):
    """Two orders of one size whose answers were lost cannot be told apart before they go."""
    lost = {"plan": {"1": "drop_after", "2": "drop_after"}}
    sandbox.faults({"send": lost, "lists": {"unavailable": True}})
    ended = scheduled(4, "--timeout", "1", "--settle-after", "0")
    sandbox.faults({"lists": {"unavailable": False}})

    after = cancel()

    assert (5, 5) == (ended.code, after.code)
    assert 4 == after.json["unknown"] + after.json["cancelled"]
    assert after.json["cancelled"] == 0


def test_nothing_is_cancelled_without_a_word(scheduled, batchsms, sandbox):
    """Where nobody can be asked, --yes is needed."""
    scheduled(2)

    ended = batchsms("cancel", "liste.campaign", "--gateway-url", sandbox.gateway_url)

    assert (2, True) == (ended.code, "Add --yes" in ended.err)
    assert "cancel-order" not in sandbox.requests()
