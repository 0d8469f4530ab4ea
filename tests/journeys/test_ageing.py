"""Campaign files that have lain about: schedules pass, lists change, formats and disks age."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from lists import a_list, people
from runs import CAMPAIGN, NEXT_MONTH, states

from batchsms.clock import TURKEY

ALONE = ("--order-size", "1")
SLOW = pytest.mark.slow
COMMANDS = (
    ("send", "--yes"),
    pytest.param(("status",), marks=SLOW),
    pytest.param(("results",), marks=SLOW),
    pytest.param(("preview",), marks=SLOW),
    pytest.param(("send", "--yes", "--sandbox"), marks=SLOW),
)


def _plan(tmp_path, batchsms, *arguments):
    a_list(tmp_path / "liste.csv", *people(3))
    planned = batchsms("plan", "liste.csv", *CAMPAIGN, *ALONE, *arguments)
    assert 0 == planned.code, planned.err
    return tmp_path / "liste.campaign"


@pytest.fixture
def plan(tmp_path, batchsms):
    """Plan a campaign of three people, an order each."""
    return _plan(tmp_path, batchsms)


@pytest.fixture
def overdue(tmp_path, batchsms):
    """Plan a campaign whose schedule has then passed."""
    path = _plan(tmp_path, batchsms, "--at", f"{NEXT_MONTH:%Y-%m-%d %H:%M}")
    passed = datetime.now(TURKEY) - timedelta(minutes=2)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE orders SET send_at = ?", (passed.strftime("%d/%m/%Y %H:%M"),))
    return path


def test_what_is_overdue_is_not_posted(overdue, send, sandbox, results):
    """A schedule that has passed stops the run before its first post, and the message says what to do."""
    ended = send(overdue.name)

    assert (4, "schedule_passed") == (ended.code, ended.json["error"]["code"])
    assert "has passed. What was not sent by then is not sent now." in ended.err
    assert 'hint: Add --at "DD/MM/YYYY HH:MM" for a new schedule, or --at now to send at once' in ended.err
    assert ["planned"] * 3 == states(results())
    assert [] == sandbox.orders()


@pytest.mark.parametrize(
    ("at", "send_at"),
    [("now", None), (f"{NEXT_MONTH:%Y-%m-%dT%H:%M}", NEXT_MONTH.isoformat())],
    ids=["now", "later"],
)
def test_a_new_schedule_goes_on(overdue, send, sandbox, results, at, send_at):
    """--at now sends at once what was not posted; --at with a time schedules it anew."""
    ended = send(overdue.name, "--at", at)

    assert (0, ["accepted"] * 3) == (ended.code, states(results())), ended.err
    assert {send_at} == {
        None if order["send_at"] == order["submitted_at"] else order["send_at"] for order in sandbox.orders()
    }


def test_a_schedule_can_pass_within_a_run(plan, send, sandbox, results):
    """What was posted in time stands; what comes after it is not posted, and the file goes on with --at."""
    with closing(sqlite3.connect(plan)) as file, file:
        file.execute("UPDATE orders SET send_at = '01/01/2026 09:00' WHERE id > 1")

    begun = send(plan.name)
    rows = results()
    ended = send(plan.name, "--at", "now")

    assert (4, ["accepted", "planned", "planned"]) == (begun.code, states(rows)), begun.err
    assert (0, ["accepted"] * 3) == (ended.code, states(results())), ended.err
    assert 3 == len(sandbox.orders())


def test_a_new_schedule_that_is_declined_changes_nothing(overdue, batchsms, sandbox):
    """Where the question is not answered with yes, the file is as it was."""
    before = overdue.read_bytes()

    refused = batchsms("send", overdue.name, "--at", "now", "--gateway-url", sandbox.gateway_url)

    assert 2 == refused.code
    assert before == overdue.read_bytes()


def test_a_list_that_has_changed_is_said(plan, batchsms, sandbox):
    """The campaign file is the truth: what was planned goes, and the message says that the list differs."""
    a_list(plan.with_name("liste.csv"), *people(4, first=50))

    ended = batchsms("send", plan.name, "--yes", "--gateway-url", sandbox.gateway_url)

    assert 0 == ended.code
    assert "The list has changed since it was planned. It is sent as it was planned." in ended.err
    assert {f"90530{number:07}" for number in range(3)} == {number for _id, number, _text in sandbox.taken()}


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_newer_format_is_refused(plan, batchsms, command):
    """A file of a newer batchsms is not guessed at."""
    with closing(sqlite3.connect(plan)) as file:
        file.execute("PRAGMA user_version = 99")
    before = plan.read_bytes()

    refused = batchsms(command[0], plan.name, *command[1:])

    assert 2 == refused.code
    assert "was made by a newer batchsms (format 99)" in refused.err
    assert before == plan.read_bytes()


def _overwrite_the_middle(path):
    kept = path.read_bytes()
    middle = len(kept) // 2
    path.write_bytes(kept[: middle - 8192] + b"\xa5" * 16384 + kept[middle + 8192 :])


def _cut_in_half(path):
    kept = path.read_bytes()
    path.write_bytes(kept[: len(kept) // 2])


def _cut_to_its_first_page(path):
    path.write_bytes(path.read_bytes()[:4096])


@pytest.mark.parametrize(
    "damage",
    [_overwrite_the_middle, _cut_in_half, pytest.param(_cut_to_its_first_page, marks=SLOW)],
)
@pytest.mark.parametrize("command", COMMANDS[:-1], ids=" ".join)
def test_a_damaged_file_is_left_as_it_is(plan, batchsms, sandbox, damage, command):
    """Damage is said, nothing is sent, and not a byte of the file is changed."""
    damage(plan)
    before = plan.read_bytes()

    refused = batchsms(command[0], plan.name, *command[1:], BATCHSMS_GATEWAY_URL=sandbox.gateway_url)

    assert 2 == refused.code, refused.err
    assert "error: The campaign file liste.campaign is damaged" in refused.err
    assert before == plan.read_bytes()
    assert [] == sandbox.orders()


def test_an_orders_history_can_be_read(plan, send, batchsms, sandbox):
    """With --verbose and in JSON, status shows every post of an order and every move that it made."""
    sandbox.faults({"send": {"queue": ["drop_before"]}})
    send(plan.name, "--settle-after", "0")

    told = batchsms("status", plan.name, "--json").json["per_order"][0]
    said = batchsms("status", plan.name, "--verbose")

    assert ["unknown", "accepted"] == [attempt["outcome"] for attempt in told["attempts"]]
    assert [
        ("planned", "submitting"),
        ("submitting", "unknown"),
        ("unknown", "submitting"),
        ("submitting", "accepted"),
    ] == [(move["from"], move["to"]) for move in told["moves"]]
    assert 0 == said.code
    assert 4 == sum(1 for line in said.out.splitlines() if line.startswith("    posted "))
    assert "  unknown to submitting" in said.out


def test_a_plan_that_was_moved_has_its_results_beside_it(tmp_path, batchsms, sandbox):
    """Without --results, they are where the campaign file is when it is sent."""
    a_list(tmp_path / "liste.csv", *people(2))
    batchsms("plan", "liste.csv", *CAMPAIGN)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "liste.campaign").rename(tmp_path / "elsewhere" / "kasim.campaign")

    ended = batchsms("send", "elsewhere/kasim.campaign", "--yes", "--gateway-url", sandbox.gateway_url)

    assert 0 == ended.code, ended.err
    assert (tmp_path / "elsewhere" / "kasim.results.xlsx").exists()
    assert not (tmp_path / "liste.results.xlsx").exists()
