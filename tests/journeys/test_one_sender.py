"""One campaign file has one sender: together, after each other, and when the file is carried elsewhere."""

import shutil
from pathlib import Path

import pytest
from lists import a_list, people, sheet
from privacy import SecretAccount
from runs import CAMPAIGN, states, until

from batchsms.sandbox.server import running

ALONE = ("--order-size", "1")
SLOW = {"send": {"plan": {str(number): {"kind": "stall", "seconds": 0.4} for number in range(1, 20)}}}


@pytest.fixture
def plan(tmp_path, batchsms):
    """Plan a campaign of six people, an order each."""
    a_list(tmp_path / "liste.csv", *people(6))
    planned = batchsms("plan", "liste.csv", *CAMPAIGN, "--iys", "none", *ALONE)
    assert 0 == planned.code, planned.err
    return tmp_path / "liste.campaign"


@pytest.fixture
def begun(plan, send):
    """Begin the campaign: two are sent, four are planned."""
    assert 4 == send(plan.name, "--limit", "2").code
    return plan


def _ended(*processes):
    told = [process.communicate(timeout=60) for process in processes]
    assert [] == [err for _out, err in told if "Traceback" in err]
    return sorted((process.returncode, err) for process, (_out, err) in zip(processes, told, strict=True))


def test_two_processes_cannot_send_one_file(plan, start_send, sandbox, results):
    """Started together, one sends and the other refuses, and says how to look at it."""
    sandbox.faults(SLOW)

    (code, err), (refused, why) = _ended(start_send(plan.name), start_send(plan.name))

    assert (0, 2) == (code, refused), err + why
    assert "error: liste.campaign is in use by another process" in why
    assert "hint: To see how far it is: batchsms status liste.campaign" in why
    assert ["accepted"] * 6 == states(results())
    assert 6 == len(sandbox.orders())


def test_two_processes_cannot_send_one_copy_for_a_sandbox(plan, start, sandbox):
    """While a copy is sent to a sandbox, another run leaves it where it is, and says so."""
    first = start("send", plan.name, "--sandbox", "--yes", "--rate", "2")
    copy = plan.with_suffix(".sandbox.campaign")
    until(copy.exists)
    before = copy.stat().st_ino

    (code, err), (refused, why) = _ended(first, start("send", plan.name, "--sandbox", "--yes"))

    assert (0, 2) == (code, refused), err + why
    assert "error: liste.sandbox.campaign is in use by another process" in why
    assert before == copy.stat().st_ino
    assert [] == sandbox.orders()


@pytest.mark.slow
def test_two_processes_cannot_send_one_list(tmp_path, start_send, sandbox, results):
    """Started together on one list, one plans and sends, and the other refuses."""
    a_list(tmp_path / "liste.csv", *people(6))
    sandbox.faults(SLOW)

    both = [start_send("liste.csv", *CAMPAIGN, *ALONE) for _again in range(2)]
    (code, err), (refused, why) = _ended(*both)

    assert (0, 2) == (code, refused), err + why
    assert why.startswith("error: liste.campaign ")
    assert ["accepted"] * 6 == states(results())
    assert 6 == len(sandbox.orders())


@pytest.mark.slow
def test_looking_never_hurts(plan, start_send, batchsms, sandbox, results):
    """While it is being sent, status, results and preview can be asked again and again."""
    sandbox.faults(SLOW)
    process = start_send(plan.name)
    until(sandbox.orders)

    codes = set()
    while process.poll() is None:
        codes.add(("status", batchsms("status", plan.name).code))
        codes.add(("results", batchsms("results", plan.name, "-o", "ara.xlsx").code))
        codes.add(("preview", batchsms("preview", plan.name).code))

    assert [(0, "")] == _ended(process)
    assert (
        {("results", 0), ("preview", 0)}
        <= codes
        <= {
            ("results", 0),
            ("preview", 0),
            *(("status", code) for code in (0, 4, 5)),
        }
    )
    assert ["accepted"] * 6 == states(results())


def test_a_kill_releases_the_file(plan, start_send, send, sandbox, results):
    """What was killed can be gone on with at once, and leaves no lock behind in the end."""
    sandbox.faults(SLOW)
    process = start_send(plan.name)
    until(lambda: len(sandbox.orders()) == 2)
    process.kill()
    process.wait()

    ended = send(plan.name, "--settle-after", "0")

    assert (0, ["accepted"] * 6) == (ended.code, states(results())), ended.err
    assert ["liste.campaign", "liste.csv", "liste.results.xlsx"] == sorted(
        path.name for path in plan.parent.iterdir()
    )


@pytest.fixture
def elsewhere(tmp_path):
    """Make another folder."""
    folder = tmp_path / "baska yer"
    folder.mkdir()
    return folder


def test_a_copy_that_was_begun_goes_on_only_with_moved(begun, elsewhere, send, sandbox):
    """The file may be going on where it was begun, so a copy is refused until --moved says otherwise."""
    copy = Path(shutil.copy(begun, elsewhere))
    before = copy.read_bytes()

    refused = send("baska yer/liste.campaign", "--at", "now")
    untouched = copy.read_bytes()
    moved = send("baska yer/liste.campaign", "--moved", "--results", "baska yer/sonuc.xlsx")

    assert (2, "moved_campaign") == (refused.code, refused.json["error"]["code"])
    assert str(begun) in refused.err
    assert "--moved" in refused.err
    assert before == untouched
    assert (0, ["accepted"] * 6) == (moved.code, states(sheet(elsewhere / "sonuc.xlsx"))), moved.err
    assert 6 == len(sandbox.orders())


@pytest.mark.slow
def test_a_file_that_was_moved_goes_on_only_there(begun, elsewhere, send, sandbox):
    """Once the copy goes on with --moved, it needs no --moved again."""
    shutil.move(begun, elsewhere)

    moved = send("baska yer/liste.campaign", "--moved", "--limit", "1")
    ended = send("baska yer/liste.campaign")

    assert (4, 0) == (moved.code, ended.code), ended.err
    assert 6 == len(sandbox.orders())


@pytest.mark.slow
def test_a_finished_file_may_be_copied(plan, elsewhere, send, batchsms, sandbox):
    """Where nothing is unfinished a copy can be looked at, reported and even sent: there is nothing to do."""
    send(plan.name)
    shutil.copy(plan, elsewhere)

    asked = [
        batchsms("status", "baska yer/liste.campaign"),
        batchsms("results", "baska yer/liste.campaign", "-o", "baska yer/sonuc.xlsx"),
        send("baska yer/liste.campaign"),
    ]

    assert [0, 0, 0] == [one.code for one in asked], asked[-1].err
    assert 6 == len(sandbox.orders())


def test_a_plan_that_was_not_begun_may_be_moved(plan, elsewhere, send, sandbox):
    """A plan is bound to its place by its first post alone."""
    shutil.move(plan, elsewhere)

    ended = send("baska yer/liste.campaign")

    assert (0, 6) == (ended.code, len(sandbox.orders())), ended.err


def test_a_campaign_goes_on_with_its_own_account_only(begun, send, sandbox):
    """Another account is refused before anything is posted; its credentials are not told."""
    refused = send(begun.name, BATCHSMS_KEY="baskasi", BATCHSMS_HASH="baskasi")

    assert (2, "other_account") == (refused.code, refused.json["error"]["code"])
    assert "baskasi" not in refused.err
    assert 2 == len(sandbox.orders())


def test_a_campaign_goes_on_with_its_own_gateway_only(begun, batchsms):
    """Another gateway's records could not tell what this one has taken."""
    with running(account=SecretAccount()) as other:
        refused = batchsms("send", begun.name, "--yes", "--json", "--gateway-url", other.gateway_url)

        assert (2, "other_gateway") == (refused.code, refused.json["error"]["code"])
        assert 0 == len(other.account.orders)
