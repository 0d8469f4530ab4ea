"""Known before it goes: what a campaign costs, and what would make it cheaper."""

from pathlib import Path

import pytest
from lists import a_list, sheet

CAMPAIGN = ("--text", "{{ ad }}", "--sender", "APITEST", "--iys", "none")
DEAR = "“Sayın Ayşe” " + "a" * 60
LONG = "ş" * 151
SAMPLES = Path(__file__).parents[2] / "samples"
TEMPLATES = Path(__file__).parents[2] / "templates"


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
    shown = batchsms("preview", "liste.campaign", "--json").json

    assert ["a" * 157 + "..."] == [one["text"] for one in shown["costs"]["texts"]]


@pytest.mark.parametrize(
    "option", [("--fold", "turkish"), ("--operator-characters", "0"), ("--turkish-letter-cost", "2")]
)
def test_what_a_plan_has_frozen_is_not_said_again(tmp_path, send, option):
    """A campaign file keeps its folds and its tariff; to change them is to plan anew."""
    a_list(tmp_path / "liste.csv", ("Ali", "0530 000 00 01"))
    send("liste.csv", *CAMPAIGN)

    refused = send("liste.campaign", *option)

    assert (2, "usage") == (refused.code, refused.json["error"]["code"])


def test_one_screen_says_who_what_and_how_much(batchsms):
    """A preview of the sample answers what is asked before a campaign, in forty lines of a hundred."""
    shown = batchsms(
        *("preview", SAMPLES / "musteriler.xlsx", "--template", TEMPLATES / "bakiye.txt"),
        *("--sender", "APITEST", "--iys", "BIREYSEL", "--credit-price", "0,085"),
    ).out

    lines = shown.splitlines()
    assert (True, True) == (len(lines) <= 40, all(len(line) <= 100 for line in lines))
    for told in (
        "  273  planned, in 2 orders",
        "    6  skipped: not a Turkish mobile number (Müşteriler!B8, B29, B64, B71, B85 …) – correct it",
        "274 credits in all: 23.29 TL, at 0.085 TL each",
        "272 recipients  turkish  272 credits (1 segment: 272)",
        "ucs2 because of U+1F337 🌷 TULIP: 1 recipient, row 148",
        "Biggest saving: removing 🌷 saves 1 of 274 credits",
        "Text of row 2 (first): 90530*****00, 1 segment, 122 characters",
        "Text of row 162 (longest): ",
        "Text of row 148 (most expensive): ",
    ):
        assert told in shown


def test_the_change_that_saves_most_is_named(tmp_path, batchsms):
    """Texts just above a border because of Turkish letters: the fold comes first, with what it saves."""
    a_list(tmp_path / "liste.csv", *((f"{n} {LONG}", f"0530 000 00 0{n}") for n in range(5)))

    shown = batchsms("preview", "liste.csv", *CAMPAIGN)

    assert "10 credits in all" in shown.out
    assert "Biggest saving: texts shorter by 3 characters save 5 of 10 credits" in shown.out
    assert "--fold turkish saves 5 of 10 credits" in shown.out


def test_folds_are_shown_before_and_after(tmp_path, batchsms):
    """With a fold the preview says what it saves, and how a text reads before and after it."""
    a_list(tmp_path / "liste.csv", ("kısa “not”", "0530 000 00 01"), (DEAR, "0530 000 00 02"))

    shown = batchsms("preview", "liste.csv", *CAMPAIGN, "--fold", "typographic")
    told = batchsms("preview", "liste.csv", *CAMPAIGN, "--fold", "typographic", "--json").json["costs"]

    assert "Folded: 1 recipient gets a plainer text; the campaign costs 2 instead of 3 credits" in shown.out
    assert f"  row 3 before: {DEAR}\n" in shown.out
    assert '  row 3 after:  "Sayın Ayşe" aaa' in shown.out
    assert (3, 3, DEAR) == tuple(told["folded"][key] for key in ("credits_before", "row", "before"))


def test_a_campaign_file_is_shown_as_its_list_was(tmp_path, batchsms):
    """The preview of a plan says the same as the preview of its list did, in text and in JSON."""
    a_list(tmp_path / "liste.csv", (LONG, "0530 000 00 01"), ("Ali", "0530 000 00 02"), ("Can", "123"))
    campaign = (*CAMPAIGN, "--credit-price", "0.1", "--fold", "turkish")
    planned = batchsms("plan", "liste.csv", *campaign)

    assert batchsms("preview", "liste.csv", *campaign).out == batchsms("preview", "liste.campaign").out
    assert planned.out == batchsms("preview", "liste.campaign").out
    assert (
        batchsms("preview", "liste.csv", *campaign, "--json").json["costs"]
        == batchsms("preview", "liste.campaign", "--json").json["costs"]
    )


def test_the_costs_are_there_for_scripts(tmp_path, batchsms):
    """Each figure of the preview has a key of its own."""
    a_list(tmp_path / "liste.csv", ("ş’" + "a" * 100, "0530 000 00 01"), ("Ali", "0530 000 00 02"))

    costs = batchsms("preview", "liste.csv", *CAMPAIGN, "--credit-price", "0,25", "--json").json["costs"]

    assert (3, "0.25", "0.75", None) == tuple(
        costs[key] for key in ("credits", "credit_price", "price", "folded")
    )
    assert [
        {"encoding": "gsm7", "recipients": 1, "credits": 1, "segments": {"1": 1}},
        {"encoding": "ucs2", "recipients": 1, "credits": 2, "segments": {"2": 1}},
    ] == costs["encodings"]
    assert {
        "character": "’",
        "code": "U+2019",
        "name": "RIGHT SINGLE QUOTATION MARK",
        "encoding": "ucs2",
        "recipients": 1,
        "rows": [2],
    } == costs["characters"][0]
    assert [("fold", "typographic", 1), ("remove", "’", 1)] == [
        (one["change"], one["value"], one["credits"]) for one in costs["savings"]
    ]
    assert [(["first", "longest", "dearest"], 2, 2, 102), (["shortest"], 3, 1, 3)] == [
        (one["kinds"], one["row"], one["segments"], one["characters"]) for one in costs["texts"]
    ]


@pytest.mark.parametrize("price", ["", "bedava", "-1", "1.234,5", "0,08 TL", "٣"])
def test_what_is_no_price_is_refused(tmp_path, batchsms, price):
    """A price that could be misread is asked for again, before the list is read."""
    a_list(tmp_path / "liste.csv", ("Ali", "0530 000 00 01"))

    refused = batchsms("preview", "liste.csv", *CAMPAIGN, "--credit-price", price, "--json")

    assert (2, "bad_price") == (refused.code, refused.json["error"]["code"])


def test_texts_that_read_badly_are_found_with_their_rows(tmp_path, batchsms, send):
    """Remarks are counted and name rows that go, and nothing is refused for them."""
    rows = [("Ayşe", 1), ("nan", 2), ("Ali", 3), ("nan", 4), ("nan", "x")]
    a_list(tmp_path / "liste.csv", *((name, f"0530 000 00 0{n}") for name, n in rows))
    campaign = ("--text", "Sayın {{ ad }} , indirim!", "--sender", "APITEST", "--iys", "BIREYSEL")

    shown = batchsms("preview", "liste.csv", *campaign, "--json").json
    sent = send("liste.csv", *campaign)

    found = {one["code"]: (one["count"], one["examples"]) for one in shown["findings"]}
    assert (2, ["row 3", "row 5"]) == found["leftover_value"]
    rows = (4, ["row 2", "row 3", "row 4", "row 5"])
    assert [rows] * 3 == [found[code] for code in ("blank_before_comma", "no_refusal", "no_mersis")]
    assert (0, 4) == (sent.code, sent.json["accepted"])


def test_many_odd_texts_are_counted_and_few_rows_named(tmp_path, batchsms):
    """Of more than five rows the first five stand in the sentence."""
    a_list(tmp_path / "liste.csv", *((f"A  {n}", f"0530 000 00 {n:02}") for n in range(12)))

    shown = batchsms("preview", "liste.csv", *CAMPAIGN).out

    told = "12 texts have more than one blank in a row: rows 2, 3, 4, 5, 6 …"
    assert told in " ".join(shown.split())


def test_the_same_text_for_all_is_said(tmp_path, batchsms):
    """Who has columns and does not use them may have forgotten to."""
    a_list(tmp_path / "liste.csv", *((f"A{n}", f"0530 000 00 0{n}") for n in range(3)))

    shown = batchsms("preview", "liste.csv", "--text", "Selam", *CAMPAIGN[2:]).out

    assert "All 3 recipients get the same text, whatever their columns hold" in shown
