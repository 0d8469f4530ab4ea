"""Known before it goes: what a campaign costs, and what would make it cheaper."""

import pytest
from lists import a_list, sheet

CAMPAIGN = ("--text", "{{ ad }}", "--sender", "APITEST", "--iys", "none")
DEAR = "“Sayın Ayşe” " + "a" * 60
LONG = "ş" * 151


def test_a_fold_changes_the_texts_that_get_cheaper_and_no_others(tmp_path, send, sandbox):
    """With --fold the gateway gets the plain text where that saves a credit, and else the text as it is."""
    a_list(
        tmp_path / "liste.csv",
        *((text, f"0530 000 00 0{n}") for n, text in enumerate((LONG, "“Şen” kısa", DEAR))),
    )

    ended = send("liste.csv", *CAMPAIGN, "--fold", "turkish", "--fold", "typographic")

    rows = sheet(tmp_path / "liste.results.xlsx")
    assert 0 == ended.code, ended.err
    expected = ["s" * 151, "“Şen” kısa", '"Sayın Ayşe" ' + "a" * 60]
    assert expected == [row["sms_text"] for row in rows]
    assert expected == [text for _order, _number, text in sorted(sandbox.taken(), key=lambda one: one[1])]
    assert [1, 1, 1] == [row["sms_segments"] for row in rows]


def test_texts_that_a_fold_makes_equal_are_the_same_text(tmp_path, send, sandbox):
    """A number gets a text once, also where two rows differ in characters that are folded."""
    a_list(
        tmp_path / "liste.csv",
        ("’" + "a" * 100, "0530 000 00 01"),
        ("'" + "a" * 100, "0530 000 00 01"),
        ("\N{ACUTE ACCENT}" + "a" * 100, "0530 000 00 02"),
    )

    ended = send("liste.csv", *CAMPAIGN, "--fold", "typographic")

    assert {"duplicate": 1} == ended.json["excluded"]
    assert {"'" + "a" * 100} == {text for _order, _number, text in sandbox.taken()}
    assert [1] == [len(order["messages"]) for order in sandbox.orders()]


@pytest.mark.parametrize(
    ("option", "value", "credits_"),
    [
        ("--operator-characters", "0", 1),
        ("--operator-characters", "6", 2),
        ("--turkish-letter-cost", "2", 3),
    ],
)
def test_the_tariff_can_be_set_where_the_vendor_does_not_tell_it(tmp_path, batchsms, option, value, credits_):
    """How much the operator code takes, and what a Turkish letter costs, are the user's to say."""
    text = "ş" * 150
    a_list(tmp_path / "liste.csv", (text, "0530 000 00 01"))

    usual = batchsms("preview", "liste.csv", *CAMPAIGN, "--json")
    told = batchsms("preview", "liste.csv", *CAMPAIGN, option, value, "--json")

    assert (1, credits_) == (usual.json["credits"], told.json["credits"])


def test_a_template_shortens_by_the_tariff_of_the_campaign(tmp_path, batchsms):
    """`kisalt` leaves as much of a text as the set tariff lets through."""
    a_list(tmp_path / "liste.csv", ("a" * 200, "0530 000 00 01"))
    text = ("--text", "{{ ad|kisalt }}", "--sender", "APITEST", "--iys", "none")

    batchsms("plan", "liste.csv", *text, "--operator-characters", "0")
    shown = batchsms("preview", "liste.campaign").out

    assert f"    {'a' * 157}...\n" in shown


@pytest.mark.parametrize(
    "option", [("--fold", "turkish"), ("--operator-characters", "0"), ("--turkish-letter-cost", "2")]
)
def test_what_a_plan_has_frozen_is_not_said_again(tmp_path, send, option):
    """A campaign file keeps its folds and its tariff; to change them is to plan anew."""
    a_list(tmp_path / "liste.csv", ("Ali", "0530 000 00 01"))
    send("liste.csv", *CAMPAIGN)

    refused = send("liste.campaign", *option)

    assert (2, "usage") == (refused.code, refused.json["error"]["code"])
