"""What is wrong in a command is told all at once: nobody mends one slip to be told of the next."""

from collections import Counter

import pytest
from lists import a_list, people


def codes(ended):
    """Return the codes of all errors of a command."""
    return [error["code"] for error in ended.json["errors"]]


@pytest.fixture(autouse=True)
def liste(tmp_path):
    """Give a list of two."""
    return a_list(tmp_path / "liste.csv", *people(2))


def test_a_send_tells_all_that_it_lacks(batchsms):
    """Text, sender, consent list and credentials: each with what to do, and one exit code."""
    ended = batchsms("send", "liste.csv", "--yes", "--json", BATCHSMS_KEY="")

    expected = ["no_template", "no_sender", "no_iys", "no_credentials"]
    assert (2, expected, expected[0]) == (ended.code, codes(ended), ended.json["error"]["code"])
    assert (4, 4) == (ended.err.count("error: "), ended.err.count("hint: "))


def test_all_that_is_wrong_is_told_together(tmp_path, batchsms):
    """Values that an option cannot have are told with those that it may not have."""
    (tmp_path / "liste.campaign").touch()
    wrong = ("--sender", "TOOLONGSENDER", "--iys", "kamu", "--at", "yarın", "--credit-price", "bedava")

    ended = batchsms(
        *("send", "liste.csv", "--text", "a", *wrong, "--results", "a.pdf", "--order-size", "0"),
        *("--gateway-url", "http://sms.example/v1", "--moved", "--yes", "--json"),
    )

    assert 2 == ended.code
    assert {
        "usage": 3,
        "bad_sender": 1,
        "bad_schedule": 1,
        "bad_price": 1,
        "output_exists": 1,
        "bad_results_path": 1,
        "unsafe_gateway": 1,
    } == Counter(codes(ended))
    for told in ("'kamu' is not one of", "0 is not in the range", "--moved is for campaign files only"):
        assert told in ended.err


def test_all_frozen_options_are_named(batchsms, send):
    """With a campaign file, each option that it keeps is named."""
    send("liste.csv", "--text", "a", "--sender", "APITEST", "--iys", "none")

    refused = send("liste.campaign", "--sender", "BASKA", "--iys", "none", "-o", "a.campaign", "--at", "dün")

    assert (2, ["usage"] * 3 + ["bad_schedule"]) == (refused.code, codes(refused))
    named = ("--sender", "--iys", "--campaign")
    assert [True] * 3 == [f"{name} cannot be changed" in refused.err for name in named]


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (("preview", "liste.csv", "--text", "a"), ["no_sender", "no_iys"]),
        (
            ("plan", "liste.csv", "-o", "yok/a.campaign"),
            ["no_template", "no_sender", "no_iys", "bad_campaign_path"],
        ),
        (("send", "liste.csv", "--dry-run", "--text", "a"), ["no_sender", "no_iys"]),
        (("send", "liste.csv", "--sandbox", "--text", "a"), ["no_sender", "no_iys"]),
        (("sandbox", "--port", "99999"), ["usage"]),
    ],
    ids=lambda value: value[0],
)
def test_each_command_tells_what_it_needs_and_no_more(batchsms, command, expected):
    """No credentials are asked for where nothing is sent, or to a sandbox."""
    ended = batchsms(*command, "--json", BATCHSMS_KEY="")

    assert (2, expected) == (ended.code, codes(ended)[: len(expected)])
    assert "no_credentials" not in codes(ended)


def test_a_quiet_preview_prints_no_texts(batchsms):
    """Nothing but errors is said with --quiet."""
    ended = batchsms("preview", "liste.csv", "--text", "a", "--sender", "APITEST", "--iys", "none", "--quiet")

    assert (0, "", "") == (ended.code, ended.out, ended.err)
