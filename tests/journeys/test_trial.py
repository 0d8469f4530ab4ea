"""`--test-to`: a few texts to one's own number, before anybody else is sent to."""

import pytest
from lists import TEXT, a_list, people
from runs import NEXT_MONTH

CAMPAIGN = ("--text", TEXT, "--sender", "APITEST", "--iys", "none")
TEST = "0530 000 00 99"


@pytest.fixture
def liste(tmp_path):
    """Give a list whose shortest, longest and dearest texts differ."""
    rows = [("Ayşe", 1), ("Al", 2), ("a" * 140, 3), ("🌷" * 40, 4), ("Mehmet", 5)]
    return a_list(tmp_path / "liste.csv", *((name, f"0530 000 00 0{n}") for name, n in rows))


def states(ended):
    """Return what came of each text of a test."""
    return [one["state"] for one in ended.json["test"]]


def test_the_test_number_alone_gets_the_texts_to_look_at(tmp_path, liste, send, sandbox):
    """Shortest, longest and dearest go to it in orders of their own; no file is kept."""
    ended = send(liste.name, *CAMPAIGN, "--test-to", TEST)

    texts = {f"Merhaba {name}" for name in ("Al", "a" * 140, "🌷" * 40)}
    assert (0, ["accepted"] * 3) == (ended.code, states(ended))
    assert {("905300000099", text) for text in texts} == {taken[1:] for taken in sandbox.taken()}
    assert [1, 1, 1] == [len(order["messages"]) for order in sandbox.orders()]
    assert ["liste.csv"] == [path.name for path in tmp_path.iterdir()]


def test_equal_texts_are_tested_once(tmp_path, send, sandbox):
    """Where all get the same text, one message is the whole test."""
    a_list(tmp_path / "liste.csv", *people(3))

    ended = send("liste.csv", "--text", "Selam", *CAMPAIGN[2:], "--test-to", TEST)

    assert (["shortest", "longest", "dearest"], 1) == (
        sorted(set(ended.json["test"][0]["kinds"]) - {"first"}, key=["shortest", "longest", "dearest"].index),
        len(sandbox.taken()),
    )


def test_a_plan_can_be_tested_and_is_then_as_it_was(tmp_path, liste, batchsms, send, sandbox):
    """A test of a campaign file sends at once, whatever its schedule, and leaves the file alone."""
    batchsms("plan", liste.name, *CAMPAIGN, "--at", f"{NEXT_MONTH:%Y-%m-%d %H:%M}")
    before = (tmp_path / "liste.campaign").read_bytes()

    ended = send("liste.campaign", "--test-to", TEST)

    assert (0, [False] * 3) == (
        ended.code,
        [order["send_at"] == NEXT_MONTH.isoformat() for order in sandbox.orders()],
    )
    assert before == (tmp_path / "liste.campaign").read_bytes()


def test_a_repeat_within_ten_minutes_is_called_one(liste, send):
    """The gateway refuses the same text to the same number; the test says so plainly, and what to do."""
    send(liste.name, *CAMPAIGN, "--test-to", TEST)

    again = send(liste.name, *CAMPAIGN, "--test-to", TEST)

    assert "For 10 minutes the gateway refuses the same text to this number" in again.err
    assert (3, ["rejected"] * 3) == (again.code, states(again))
    assert "within 10 minutes. Wait, or change the text." in again.json["test"][0]["detail"]


@pytest.mark.parametrize(
    ("fault", "code", "came"),
    [
        ({"kind": "code", "code": 402}, 4, ["planned"]),
        ("http_503_xml", 4, ["planned"]),
        ("drop_after", 5, ["unknown"]),
    ],
)
def test_a_test_ends_at_what_is_neither_yes_nor_no(liste, send, sandbox, fault, code, came):
    """Where the account or the line is at fault, no more is posted, and the code says which."""
    sandbox.faults({"send": {"queue": [fault]}})

    ended = send(liste.name, *CAMPAIGN, "--test-to", TEST)

    assert (code, came) == (ended.code, states(ended))


def test_without_yes_and_without_a_terminal_no_test_is_sent(liste, batchsms, sandbox):
    """A test costs credits, so it is asked for like any send."""
    refused = batchsms(
        "send", liste.name, *CAMPAIGN, "--test-to", TEST, "--gateway-url", sandbox.gateway_url, "--json"
    )

    assert (2, "not_confirmed", []) == (refused.code, refused.json["error"]["code"], sandbox.orders())


@pytest.mark.parametrize("number", ["0212 555 00 00", "ALO", "", "530 000"])
def test_a_test_number_that_is_none_is_refused(liste, send, sandbox, number):
    """The error says what is wrong with it, before anything is read."""
    refused = send(liste.name, *CAMPAIGN, "--test-to", number)

    assert (2, "bad_test_number", []) == (refused.code, refused.json["error"]["code"], sandbox.orders())


@pytest.mark.parametrize("option", [("--limit", "1"), ("--moved",), ("--resend-unknown",), ("--dry-run",)])
def test_what_has_no_meaning_beside_a_test_is_refused(liste, send, sandbox, option):
    """A test has no limit and continues nothing."""
    refused = send(liste.name, *CAMPAIGN, "--test-to", TEST, *option)

    assert (2, "usage", []) == (refused.code, refused.json["error"]["code"], sandbox.orders())


def test_a_test_number_is_never_read_from_the_environment(tmp_path, liste, send, sandbox):
    """A variable that was left behind must not turn a campaign into a test."""
    ended = send(liste.name, *CAMPAIGN, BATCHSMS_TEST_TO=TEST)

    assert (5, 5) == (ended.json["accepted"], len(sandbox.taken()))


def test_a_list_of_which_nobody_can_be_sent_to_cannot_be_tested(tmp_path, send):
    """There is no text to test, and the error says how to find out why."""
    a_list(tmp_path / "liste.csv", ("Ali", "123"))

    refused = send("liste.csv", *CAMPAIGN, "--test-to", TEST)

    assert (2, "nothing_to_test") == (refused.code, refused.json["error"]["code"])
