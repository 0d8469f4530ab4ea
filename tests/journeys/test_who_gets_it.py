"""Who is sent to: lists never to be sent to, one message for each number, and limits."""

from pathlib import Path

import pytest
from lists import TEXT, a_list, people, sheet

CAMPAIGN = ("--text", TEXT, "--sender", "APITEST", "--iys", "none")


def reasons(path):
    """Return why each row of a results file was left out, None for those that went."""
    return [row["sms_code"] if row["sms_status"] == "excluded" else None for row in sheet(path)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ret.csv", "Telefon;Tarih\n+90 530 000 00 01;1.3.2026\n"),
        ("ret.txt", "05300000001\n"),
        ("ret.txt", "5300000001\n5300000099\n"),
        ("ret.csv", "Ad,GSM\nAyşe,0530 000 00 01\nToplam,1\n"),
    ],
)
def test_nobody_on_a_suppression_list_is_sent_to(tmp_path, send, sandbox, name, content):
    """A list of any kind keeps its numbers from the campaign, however they are written, and is named."""
    a_list(tmp_path / "liste.csv", *people(3))
    (tmp_path / name).write_text(content)

    ended = send("liste.csv", *CAMPAIGN, "--suppress", name)

    rows = sheet(tmp_path / "liste.results.xlsx")
    assert (0, {"suppressed": 1}) == (ended.code, ended.json["excluded"])
    assert f"The number is in the list of numbers never to be sent to: {name}" == rows[1]["sms_detail"]
    assert {"905300000000", "905300000002"} == {number for _order, number, _text in sandbox.taken()}


def test_a_workbook_and_a_text_file_can_both_suppress(tmp_path, send):
    """Several lists keep from the campaign what is on any of them; the first that has a number is named."""
    a_list(tmp_path / "liste.csv", *people(3))
    a_list(tmp_path / "a.xlsx", ("Ayşe", 5300000001), ("Ali", 5300000000))
    a_list(tmp_path / "b.csv", *people(2))

    send("liste.csv", *CAMPAIGN, "--suppress", "a.xlsx", "--suppress", "b.csv")

    assert ["suppressed", "suppressed", None] == reasons(tmp_path / "liste.results.xlsx")
    assert sheet(tmp_path / "liste.results.xlsx")[0]["sms_detail"].endswith("a.xlsx")


def test_a_suppressed_row_is_so_whatever_its_text(tmp_path, send):
    """Of a row's reasons those of its number come first, then suppression, then those of its text."""
    a_list(tmp_path / "liste.csv", ("", "0530 000 00 01"), ("", "123"), ("Ali", "0530 000 00 02"))
    (tmp_path / "ret.txt").write_text("05300000001\n")

    send("liste.csv", *CAMPAIGN, "--suppress", "ret.txt")

    assert ["suppressed", "bad_number", None] == reasons(tmp_path / "liste.results.xlsx")


def test_a_campaign_keeps_from_those_whom_it_may_have_reached(tmp_path, send, sandbox):
    """A campaign file suppresses accepted and unknown recipients, and not those still planned or refused."""
    a_list(tmp_path / "ilk.csv", *people(5))
    sandbox.account({"blacklist": ["5300000002"]})
    sandbox.faults({"send": {"plan": {"2": "drop_after"}}, "lists": {"unavailable": True}})
    first = send("ilk.csv", *CAMPAIGN, "--order-size", "1", "--limit", "4", "--settle-after", "0").json
    a_list(tmp_path / "liste.csv", *people(5))
    again = ("--text", "Yine {{ ad }}", *CAMPAIGN[2:], "--suppress", "ilk.campaign")

    shown = send("liste.csv", *again, "--dry-run").json
    send("liste.csv", *again, "--limit", "1")

    assert [2, 1, 1, 1] == [first[state] for state in ("accepted", "unknown", "rejected", "planned")]
    assert ({"suppressed": 3}, 2) == (shown["excluded"], shown["recipients"])
    rows = reasons(tmp_path / "liste.results.xlsx")
    assert ["suppressed", "suppressed", None, "suppressed", None] == rows


@pytest.mark.parametrize("cell", ["5,30E+09", "0530 000 00 01 / 0530 000 00 02", "530 000 0", "ALO"])
def test_a_number_that_nobody_can_be_kept_from_is_an_error(tmp_path, batchsms, cell):
    """What may be a number and cannot be read is said with its file and cell; the cell is not shown."""
    a_list(tmp_path / "liste.csv", *people(1))
    a_list(tmp_path / "ret.csv", ("A", "0530 000 00 09"), ("B", cell), ("C", "0212 555 00 00"), ("D", ""))

    shown = batchsms("preview", "liste.csv", *CAMPAIGN, "--suppress", "ret.csv", "--json").json

    found = {one["code"]: one for one in shown["findings"]}["unreadable_suppression"]
    assert ("error", 1, ["ret.csv: row 3 (Telefon)"]) == (
        found["severity"],
        found["count"],
        found["examples"],
    )
    assert "1 cell of numbers never to be sent to cannot be read" in found["message"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("Ad;Şehir\nAyşe;İzmir\n", "no_phone_column"),
        ("Telefon 1;Telefon 2\n05300000001;05300000002\n", "several_phone_columns"),
        ("", "empty_file"),
        (None, "no_such_file"),
    ],
)
def test_a_suppression_list_that_cannot_be_used_is_refused(tmp_path, send, sandbox, content, code):
    """Nothing is sent before every list of numbers could be read; the error names the file."""
    a_list(tmp_path / "liste.csv", *people(1))
    if content is not None:
        (tmp_path / "ret.csv").write_text(content)

    refused = send("liste.csv", *CAMPAIGN, "--suppress", "ret.csv")

    assert (2, code) == (refused.code, refused.json["error"]["code"])
    assert "ret.csv" in refused.json["error"]["message"]
    assert "--phone-column" not in refused.json["error"]["hint"]
    assert [] == sandbox.orders()


def test_a_list_without_numbers_suppresses_nobody(tmp_path, send):
    """A list that has its heading and nothing below it is an empty one."""
    a_list(tmp_path / "liste.csv", *people(1))
    (tmp_path / "ret.csv").write_text("Telefon\n")

    assert 1 == send("liste.csv", *CAMPAIGN, "--suppress", "ret.csv").json["accepted"]


def test_several_texts_for_one_number_are_said(tmp_path, send, sandbox):
    """Without --one-per-number all of them go, and the preview says so with the rows."""
    a_list(
        tmp_path / "liste.csv", *(("A", "0530 000 00 01"), ("B", "0530 000 00 01"), ("C", "0530 000 00 02"))
    )

    shown = send("liste.csv", *CAMPAIGN, "--dry-run").json
    sent = send("liste.csv", *CAMPAIGN)

    found = {one["code"]: one for one in shown["findings"]}["several_texts"]
    assert ("warning", 1, ["row 3 (Telefon)"]) == (found["severity"], found["count"], found["examples"])
    assert 3 == sent.json["accepted"] == len(sandbox.taken())


def test_with_one_per_number_the_first_row_that_can_be_sent_wins(tmp_path, send, sandbox):
    """A number gets the text of its first sendable row; the others name that row."""
    a_list(
        tmp_path / "liste.csv",
        *(("", "0530 000 00 01"), ("A", "0530 000 00 01"), ("B", "0530 000 00 01"), ("A", "0530 000 00 01")),
    )

    ended = send("liste.csv", *CAMPAIGN, "--one-per-number")

    rows = sheet(tmp_path / "liste.results.xlsx")
    assert ["missing_value", None, "repeated_number", "duplicate"] == reasons(tmp_path / "liste.results.xlsx")
    assert "Row 3 has the same number" == rows[2]["sms_detail"]
    assert (0, ["Merhaba A"]) == (ended.code, [text for _order, _number, text in sandbox.taken()])


@pytest.mark.parametrize(
    ("option", "code"), [("--max-recipients", "over_max_recipients"), ("--max-credits", "over_max_credits")]
)
class TestLimits:
    """A campaign that comes to more than its limit is shown, and not sent."""

    def test_above_a_limit_nothing_is_sent(self, tmp_path, send, sandbox, option, code):
        """The limit itself may be reached; one more ends the run with nothing posted and nothing kept."""
        a_list(tmp_path / "liste.csv", *people(3))

        refused = send("liste.csv", *CAMPAIGN, option, "2")
        kept = sorted(path.name for path in Path(tmp_path).iterdir())
        sent = send("liste.csv", *CAMPAIGN, option, "3")

        assert (2, code, ["liste.csv"]) == (refused.code, refused.json["error"]["code"], kept)
        assert (0, 3) == (sent.code, len(sandbox.taken()))

    def test_a_plan_keeps_its_limit(self, tmp_path, batchsms, send, sandbox, option, code):
        """Preview and plan say that the campaign is above it, and a send of the plan refuses."""
        a_list(tmp_path / "liste.csv", *people(3))

        planned = batchsms("plan", "liste.csv", *CAMPAIGN, option, "2", "--json")
        shown = batchsms("preview", "liste.campaign", "--json").json
        refused = send("liste.campaign", option, "5")

        assert 0 == planned.code
        assert ("error", True) == next(
            (one["severity"], "the limit is 2" in one["message"])
            for one in shown["findings"]
            if one["code"] == code
        )
        assert (2, code) == (refused.code, refused.json["error"]["code"])
        assert [] == sandbox.orders()

    def test_a_limit_can_be_given_with_a_campaign_file(self, tmp_path, batchsms, send, sandbox, option, code):
        """Who sends a plan may allow less than who planned it."""
        a_list(tmp_path / "liste.csv", *people(3))
        batchsms("plan", "liste.csv", *CAMPAIGN)

        assert (2, code) == (
            (refused := send("liste.campaign", option, "2")).code,
            refused.json["error"]["code"],
        )
        assert (0, 3) == (send("liste.campaign", option, "3").code, len(sandbox.taken()))
