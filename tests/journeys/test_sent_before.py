"""What was done already is seen: an earlier results file as a list, and other campaigns of the list."""

import shutil

import pytest
from lists import a_list, people
from runs import CAMPAIGN


@pytest.fixture
def results_file(tmp_path, send, sandbox):
    """Send to five people, of whom one is rejected and one unknown; return the results."""
    a_list(tmp_path / "liste.csv", *people(5))
    sandbox.faults(
        {
            "send": {"plan": {"2": {"kind": "code", "code": 452}, "3": "drop_after"}},
            "lists": {"unavailable": True},
        }
    )
    sent = send("liste.csv", *CAMPAIGN, "--order-size", "1", "--results", "sonuc.csv", "--settle-after", "0")
    assert (3, 1, 1) == (sent.json["accepted"], sent.json["rejected"], sent.json["unknown"]), sent.err
    sandbox.faults({})
    return shutil.copy(tmp_path / "sonuc.csv", tmp_path / "dun.csv")


def test_an_earlier_results_file_is_not_sent_to_by_mistake(results_file, send, batchsms, sandbox):
    """Nothing is posted, and it is said how many rows were or may have been accepted, and what to add."""
    before = len(sandbox.taken())
    refused = send("dun.csv", *CAMPAIGN)
    planned = batchsms("plan", "dun.csv", *CAMPAIGN, "--json")
    of_plan = send("dun.campaign")

    assert [(2, "sent_before")] * 2 == [(one.code, one.json["error"]["code"]) for one in (refused, of_plan)]
    assert "4 rows of it were accepted or may have been" in refused.err
    assert "--not-accepted" in refused.err
    found = {one["code"]: one for one in planned.json["findings"]}["sent_before"]
    assert ("error", 4) == (found["severity"], found["count"])
    assert before == len(sandbox.taken())


def test_the_others_only_are_sent_to_where_that_is_asked_for(results_file, send, sandbox):
    """Who was accepted, or may have been, is skipped with a reason of its own."""
    before = len(sandbox.taken())
    sent = send("dun.csv", *CAMPAIGN, "--not-accepted")

    assert (0, 1, {"already_sent": 4}) == (sent.code, sent.json["accepted"], sent.json["excluded"]), sent.err
    assert before + 1 == len(sandbox.taken())


def test_all_are_sent_to_again_where_that_is_asked_for(results_file, send):
    """The user's word counts; both words together mean nothing."""
    both = send("dun.csv", *CAMPAIGN, "--again", "--not-accepted")
    sent = send("dun.csv", "--text", "Yeni {{ ad }}", *CAMPAIGN[2:], "--again")

    assert (2, "usage") == (both.code, both.json["error"]["code"])
    assert (0, 5) == (sent.code, sent.json["accepted"]), sent.err


def test_another_campaign_of_the_list_is_named(tmp_path, send, batchsms, sandbox):
    """The campaign, the day and the numbers that had the same text; another text or list is none of it."""
    a_list(tmp_path / "liste.csv", *people(4))
    a_list(tmp_path / "baska.csv", *people(4))
    (tmp_path / "bozuk.campaign").write_bytes(b"SQLite format 3\x00" + bytes(200))
    assert 0 == send("liste.csv", *CAMPAIGN, "-o", "ekim.campaign").code

    def named(*arguments):
        found = batchsms("preview", *arguments, "--json").json["findings"]
        return [
            (one["severity"], one["count"], one["details"])
            for one in found
            if one["code"] == "sent_in_campaign"
        ]

    a_list(tmp_path / "liste.csv", *people(5, first=1))
    ((severity, count, (words,)),) = named("liste.csv", *CAMPAIGN)
    assert ("warning", 3) == (severity, count)
    assert words.startswith("ekim.campaign, sent on ")
    assert words.endswith(": 3 numbers have the same text")
    assert [] == named("liste.csv", "--text", "Yeni {{ ad }}", *CAMPAIGN[2:])
    assert [] == named("baska.csv", *CAMPAIGN)
