"""Runs that are told to end, or that cannot write what they must: nothing is lost, and it is said plainly."""

import os
import signal
import time

import pytest
from lists import a_list, people, sheet
from runs import CAMPAIGN, private, states, twice, until

ALONE = ("--order-size", "1")
SLOW = {"send": {"plan": {str(number): {"kind": "stall", "seconds": 0.7} for number in range(1, 20)}}}


@pytest.fixture
def six(tmp_path):
    """Make a list of six people."""
    return a_list(tmp_path / "liste.csv", *people(6)).name


def _requests(sandbox, endpoint):
    return sandbox.requests().get(endpoint, 0)


def _ended(process):
    out, err = process.communicate(timeout=30)
    assert "Traceback" not in err
    return process.returncode, out, err


@pytest.mark.parametrize(
    "asked",
    [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)],
    ids=["SIGINT", "SIGTERM"],
)
def test_a_run_that_is_asked_to_end_ends_in_good_order(six, start_send, send, sandbox, results, asked):
    """No new order is begun, the one under way gets its answer, and the file goes on later."""
    sandbox.faults(SLOW)
    process = start_send(six, *CAMPAIGN, *ALONE)
    until(lambda: len(sandbox.orders()) == 2)

    process.send_signal(asked)
    code, _out, err = _ended(process)
    rows = results()
    sandbox.faults({"send": {}})
    goes_on = send("liste.campaign")

    assert (4, ["accepted"] * 2 + ["planned"] * 4) == (code, states(rows)), err
    assert "Stopping after what is being sent now. Press again to stop at once." in err
    assert "To send what is still planned: batchsms send liste.campaign" in err
    assert (0, ["accepted"] * 6) == (goes_on.code, states(results()))
    assert 6 == _requests(sandbox, "send-sms")


@pytest.mark.slow
def test_all_that_is_under_way_gets_its_answer(tmp_path, start_send, sandbox, results):
    """Of four orders under way at once, none is left behind by a run that ends."""
    a_list(tmp_path / "liste.csv", *people(12))
    sandbox.faults(SLOW)
    process = start_send("liste.csv", *CAMPAIGN, *ALONE, "--concurrency", "4")
    until(lambda: len(sandbox.orders()) == 5)

    process.send_signal(signal.SIGINT)
    code, _out, err = _ended(process)

    assert (4, ["accepted"] * 5 + ["planned"] * 7) == (code, states(results())), err


def test_an_answer_that_never_came_is_unknown_at_the_end(six, start_send, send, sandbox, results):
    """What was under way and got no answer outweighs what is planned: exit code 5."""
    sandbox.faults({"send": {"plan": {"2": "stall"}}, "lists": {"unavailable": True}})
    process = start_send(six, *CAMPAIGN, *ALONE, "--timeout", "1", "--settle-after", "0")
    until(lambda: len(sandbox.orders()) == 2)

    process.send_signal(signal.SIGTERM)
    code, _out, err = _ended(process)
    rows = results()
    sandbox.faults({"send": {}, "lists": {}})
    goes_on = send("liste.campaign", "--settle-after", "0")

    assert (5, ["accepted", "unknown"] + ["planned"] * 4) == (code, states(rows)), err
    assert "order 2: 1 recipient" in err
    assert (0, ["accepted"] * 6) == (goes_on.code, states(results())), goes_on.err


def test_a_second_signal_stops_at_once(six, start_send, batchsms, send, sandbox, results):
    """It does not wait for the answer; the order is found unknown, and settled when the file goes on."""
    sandbox.faults({"send": {"plan": {"2": "stall"}}})
    process = start_send(six, *CAMPAIGN, *ALONE)
    until(lambda: len(sandbox.orders()) == 2)

    process.send_signal(signal.SIGINT)
    until(lambda: process.stderr.readline().startswith("Stopping after"))
    asked_at = time.monotonic()
    process.send_signal(signal.SIGINT)
    code, _out, err = _ended(process)
    took = time.monotonic() - asked_at
    stands = batchsms("status", "liste.campaign", "--json")
    goes_on = send("liste.campaign", "--settle-after", "0")

    assert 5 == code == stands.code
    assert took < 5
    assert "Stopped at once. What was being sent is unknown" in err
    assert {"accepted": 1, "unknown": 1, "planned": 4} == stands.json["orders"]
    assert (0, ["accepted"] * 6) == (goes_on.code, states(results())), goes_on.err
    assert 6 == _requests(sandbox, "send-sms")


def test_a_signal_ends_the_wait_before_settling(six, start_send, send, sandbox, results):
    """Ctrl-C does not sit out --settle-after; the order stays unknown and is settled later."""
    sandbox.faults({"send": {"queue": ["drop_before"]}})
    process = start_send(six, *CAMPAIGN, *ALONE, "--settle-after", "60")
    until(lambda: _requests(sandbox, "get-reports"))

    process.send_signal(signal.SIGINT)
    code, _out, err = _ended(process)
    rows = results()
    goes_on = send("liste.campaign", "--settle-after", "0")

    assert (5, ["unknown"] + ["planned"] * 5) == (code, states(rows)), err
    assert (0, ["accepted"] * 6) == (goes_on.code, states(results())), goes_on.err


def test_a_signal_ends_the_pause_before_the_next_try(six, start_send, sandbox, results):
    """Ctrl-C does not sit out a Retry-After; nothing was taken, so all stays planned."""
    sandbox.faults({"send": {"queue": [{"kind": "http_429_plain", "retry_after": 60}]}})
    process = start_send(six, *CAMPAIGN)
    until(lambda: _requests(sandbox, "send-sms"))

    process.send_signal(signal.SIGTERM)
    code, _out, err = _ended(process)

    assert (4, ["planned"] * 6) == (code, states(results())), err


@pytest.mark.parametrize("name", ["liste.results.xlsx", pytest.param("sonuc.csv", marks=pytest.mark.slow)])
def test_results_that_cannot_be_written_lose_nothing(tmp_path, six, start_send, batchsms, sandbox, name):
    """All was sent and is in the campaign file: the message says so, and `results` writes them elsewhere."""
    sandbox.faults(SLOW)
    process = start_send(six, *CAMPAIGN, "--order-size", "3", "--results", name)
    until(lambda: len(sandbox.orders()) == 1)

    (tmp_path / name).mkdir()
    code, _out, err = _ended(process)
    again = batchsms("results", "liste.campaign", "-o", "baska.xlsx")

    assert 4 == code, err
    assert f"error: The results cannot be written to {name}" in err.replace(f"{tmp_path}/", "")
    assert (
        "hint: Nothing is lost. To write the results to another place: batchsms results liste.campaign -o OUT"
        in err
    )
    assert (0, ["accepted"] * 6) == (again.code, states(sheet(tmp_path / "baska.xlsx")))


@pytest.fixture
def fill_the_disk(sandbox):
    """Return a function that lets a process write files only up to a size, as a full disk would."""
    resource = pytest.importorskip("resource")
    if not hasattr(resource, "prlimit"):
        pytest.skip("only Linux can limit another process")
    return lambda process, size: resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (size, size))


def test_an_answer_that_cannot_be_stored_is_kept_aside(
    tmp_path, six, start_send, send, sandbox, results, fill_the_disk
):
    """The disk is full when the answer comes: its order id is printed, kept beside, and taken up later."""
    sandbox.faults(SLOW)
    process = start_send(six, *CAMPAIGN, *ALONE)
    until(lambda: len(sandbox.orders()) == 2)

    fill_the_disk(process, 1000)
    code, _out, err = _ended(process)
    kept = (tmp_path / "liste.campaign.unstored").read_text(encoding="utf-8")
    sandbox.faults({"send": {}, "lists": {"unavailable": True}})
    goes_on = send("liste.campaign")

    order_id = sandbox.orders()[1]["id"]
    assert 5 == code, err
    assert (
        f"The answer to order 2 is: accepted, order id {order_id}. It is saved in liste.campaign.unstored"
        in err
    )
    assert (
        "hint: Nothing is lost. To write the results to another place: batchsms results liste.campaign -o OUT"
        in err
    )
    assert order_id in kept
    assert [] == private(err)
    assert (0, ["accepted"] * 6) == (goes_on.code, states(results())), goes_on.err
    assert order_id == results()[1]["sms_order_id"]
    assert not (tmp_path / "liste.campaign.unstored").exists()
    assert 6 == _requests(sandbox, "send-sms")


@pytest.mark.slow
def test_an_answer_that_cannot_be_kept_at_all_is_printed(
    six, start_send, send, sandbox, results, fill_the_disk
):
    """Where nothing at all can be written, the order id stands on stderr, and is settled later."""
    sandbox.faults(SLOW)
    process = start_send(six, *CAMPAIGN, *ALONE)
    until(lambda: len(sandbox.orders()) == 2)

    fill_the_disk(process, 0)
    code, _out, err = _ended(process)
    sandbox.faults({"send": {}})
    goes_on = send("liste.campaign", "--settle-after", "0")

    assert 5 == code, err
    assert f"order id {sandbox.orders()[1]['id']}. It cannot be saved" in err
    assert (0, ["accepted"] * 6) == (goes_on.code, states(results())), goes_on.err


@pytest.mark.slow
def test_answers_that_come_after_the_disk_is_full_are_kept_too(
    tmp_path, start_send, send, sandbox, results, fill_the_disk
):
    """Of four orders under way when the disk fills, all four are printed, kept, and taken up later."""
    a_list(tmp_path / "liste.csv", *people(8))
    sandbox.faults(SLOW)
    process = start_send("liste.csv", *CAMPAIGN, *ALONE, "--concurrency", "4")
    until(lambda: len(sandbox.orders()) == 5)

    fill_the_disk(process, 2000)
    code, _out, err = _ended(process)
    sandbox.faults({"send": {}, "lists": {"unavailable": True}})
    goes_on = send("liste.campaign")

    assert 5 == code, err
    assert [] == [order["id"] for order in sandbox.orders()[1:5] if order["id"] not in err]
    assert (0, ["accepted"] * 8) == (goes_on.code, states(results())), goes_on.err
    assert [] == twice(sandbox.taken())


def test_a_send_whose_words_nobody_reads_is_no_success_by_mistake(tmp_path, six, start_send, sandbox):
    """Where the reader of what is printed has gone, the exit code still tells how the campaign stands."""
    sandbox.faults(SLOW)
    process = start_send(six, *CAMPAIGN, *ALONE)
    until(lambda: len(sandbox.orders()) == 2)

    process.stdout.close()
    process.stderr.close()
    process.send_signal(signal.SIGINT)

    assert 4 == process.wait(timeout=30)
    assert ["accepted"] * 2 + ["planned"] * 4 == states(sheet(tmp_path / "liste.results.xlsx"))


def test_a_folder_is_left_as_it_was_found(tmp_path, six, send):
    """A run that ends well leaves the list, the campaign file and the results, and nothing else."""
    ended = send(six, *CAMPAIGN)

    assert 0 == ended.code
    assert ["liste.campaign", "liste.csv", "liste.results.xlsx"] == sorted(p.name for p in tmp_path.iterdir())


def test_what_a_killed_plan_left_is_removed_by_a_later_one(tmp_path, six, send):
    """A hidden draft holds the people of the list; after a day no plan is at work on it any more."""
    old, young = tmp_path / ".liste.1.aa.campaign.draft", tmp_path / ".liste.2.bb.campaign.draft"
    for draft in (old, young):
        draft.touch()
    yesterday = time.time() - 90_000
    os.utime(old, (yesterday, yesterday))

    send(six, *CAMPAIGN)

    assert (False, True) == (old.exists(), young.exists())
