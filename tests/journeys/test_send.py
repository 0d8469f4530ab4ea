"""A list goes in, orders go out, results come back: through the real command line, over real HTTP."""

import csv
import re
from datetime import date, datetime

import openpyxl
import pytest
from lists import HEADERS, TEXT, a_list, people, sheet
from runs import NEXT_MONTH

CAMPAIGN = ("--text", TEXT, "--sender", "APITEST", "--iys", "BIREYSEL")


@pytest.fixture
def send(batchsms, sandbox):
    """Send to the sandbox, without a question."""

    def run(recipients, *arguments, **more):
        return batchsms("send", recipients, "--yes", "--gateway-url", sandbox.gateway_url, *arguments, **more)

    return run


@pytest.mark.parametrize("name", ["liste.csv", "liste.xlsx"])
def test_every_recipient_of_a_list_is_sent_to_once(tmp_path, send, sandbox, name):
    """Each row's order id in the results is an order of the gateway with that number and that text."""
    a_list(tmp_path / name, *people(25))

    ended = send(name, *CAMPAIGN, "--order-size", "10")

    rows = sheet(tmp_path / "liste.results.xlsx")
    told = [(row["sms_order_id"], row["sms_number"], row["sms_text"]) for row in rows]
    assert 0 == ended.code, ended.err
    assert [f"Merhaba Kişi {n}" for n in range(25)] == [row["sms_text"] for row in rows]
    assert sorted(told) == sorted(sandbox.taken())
    assert 3 == len(sandbox.orders())


def test_results_have_every_row_in_its_place(tmp_path, send):
    """Rows that were left out stand in the results too, with the reason."""
    a_list(
        tmp_path / "liste.csv",
        ("Ayşe", "0530 000 00 01"),
        ("", "0530 000 00 02"),
        ("Ali", "0212 555 00 00"),
        ("Ayşe", "+90 530 000 00 01"),
        ("Can", "530 000 00 03"),
    )

    ended = send("liste.csv", *CAMPAIGN)

    rows = sheet(tmp_path / "liste.results.xlsx")
    assert 0 == ended.code
    assert ["accepted", "excluded", "excluded", "excluded", "accepted"] == [r["sms_status"] for r in rows]
    assert ["200", "missing_value", "landline", "duplicate", "200"] == [r["sms_code"] for r in rows]
    assert "Row 2 has the same number and the same text" == rows[3]["sms_detail"]


def test_a_workbooks_cells_come_back_as_what_they_were(tmp_path, send):
    """Numbers stay numbers, dates dates, texts texts; nothing becomes a formula or loses a digit."""
    row = (5300000001, 10.5, date(2026, 3, 1), datetime(2026, 3, 1, 12, 30), True, "007", "=1+1", None)
    headers = ("Telefon", "Tutar", "Gün", "An", "Üye", "Kod", "Not", "Boş")
    path = a_list(tmp_path / "liste.xlsx", headers=headers)
    book = openpyxl.load_workbook(path)
    book.active.append(row)
    book.active["G2"].data_type = "s"
    book.save(path)

    send("liste.xlsx", "--text", "Merhaba", "--sender", "APITEST", "--iys", "none")

    cells = next(iter(openpyxl.load_workbook(tmp_path / "liste.results.xlsx").active.iter_rows(min_row=2)))
    assert [
        5300000001,
        10.5,
        datetime(2026, 3, 1),
        datetime(2026, 3, 1, 12, 30),
        True,
        "007",
        "=1+1",
        None,
    ] == [cell.value for cell in cells[:8]]
    assert ["n", "n", "d", "d", "b", "s", "s", "n"] == [cell.data_type for cell in cells[:8]]


def test_results_as_csv_are_for_excel_in_turkey(tmp_path, send):
    """A CSV has a byte order mark and semicolons; only what would run as a formula is changed."""
    a_list(tmp_path / "liste.csv", ("=1+1", "+90 530 000 00 01"), ("-5", "05300000002"))

    send("liste.csv", *CAMPAIGN, "--results", "sonuc.csv")

    written = (tmp_path / "sonuc.csv").read_bytes()
    rows = list(csv.reader(written.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert written.startswith(b"\xef\xbb\xbfAd;Telefon;sms_number;")
    assert ["'=1+1", "+90 530 000 00 01", "905300000001"] == rows[1][:3]
    assert ["-5", "05300000002"] == rows[2][:2]


def test_a_results_file_can_be_sent_to_again(tmp_path, send, sandbox):
    """A results file is a list: its earlier result columns are replaced, not repeated."""
    a_list(tmp_path / "liste.csv", *people(3))
    send("liste.csv", *CAMPAIGN)

    what = ("--text", "Yine {{ ad }}", "--sender", "APITEST", "--iys", "none", "--again")
    ended = send("liste.results.xlsx", *what)

    rows = sheet(tmp_path / "liste.results.results.xlsx")
    assert 0 == ended.code, ended.err
    assert [*HEADERS, "sms_number", "sms_text", "sms_segments", "sms_status"] == list(rows[0])[:6]
    assert ["Yine Kişi 0", "Yine Kişi 1", "Yine Kişi 2"] == [row["sms_text"] for row in rows]
    assert 6 == len(sandbox.taken())


def test_a_results_csv_gives_back_the_cells_of_its_list(tmp_path, send, sandbox):
    """What keeps a zero in Excel is read as it is meant, kept as it was, and fed back as it was."""
    cells = [('="Ali"', '="05300000001"'), ("=1+1", "=+905300000002")]
    a_list(tmp_path / "liste.csv", *cells)
    send("liste.csv", *CAMPAIGN, "--results", "bir.csv")
    send("bir.csv", "--text", "Yine {{ ad }}", *CAMPAIGN[2:], "--again", "--results", "iki.xlsx")

    texts = ["Merhaba Ali", "Merhaba =1+1", "Yine Ali", "Yine =1+1"]
    assert texts == [text for _order, _number, text in sandbox.taken()]
    assert cells == [(row["Ad"], row["Telefon"]) for row in sheet(tmp_path / "iki.xlsx")]


def test_equal_texts_share_a_message_and_a_number_stands_once_in_an_order(tmp_path, send, sandbox):
    """Recipients of one text form one message; a number's second text goes in another order."""
    a_list(
        tmp_path / "liste.csv",
        ("A", "05300000001"),
        ("B", "05300000001"),
        ("A", "05300000002"),
        ("B", "05300000003"),
    )

    send("liste.csv", *CAMPAIGN)

    assert [
        [("Merhaba A", 2), ("Merhaba B", 1)],
        [("Merhaba B", 1)],
    ] == [[(m["text"], len(m["numbers"])) for m in order["messages"]] for order in sandbox.orders()]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--iys", "none"), {"iys": "0", "iys_list": None}),
        (("--iys", "TACIR"), {"iys": "1", "iys_list": "TACIR"}),
        (("--iys", "BIREYSEL", "--at", f"{NEXT_MONTH:%d.%m.%Y %H:%M}"), {"send_at": NEXT_MONTH.isoformat()}),
    ],
)
def test_consent_list_and_schedule_reach_the_gateway(tmp_path, send, sandbox, arguments, told):
    """What --iys and --at say is what the order says."""
    a_list(tmp_path / "liste.csv", *people(1))

    send("liste.csv", "--text", TEXT, "--sender", "APITEST", *arguments)

    order = sandbox.orders()[0]
    assert told == {name: order[name] for name in told}


def test_options_come_from_the_environment_too(tmp_path, send, sandbox):
    """Each option is read from BATCHSMS_ and its name; a flag wins over the environment."""
    a_list(tmp_path / "liste.csv", *people(2))

    ended = send(
        "liste.csv",
        "--order-size",
        "1",
        BATCHSMS_TEXT=TEXT,
        BATCHSMS_SENDER="APITEST",
        BATCHSMS_IYS="none",
        BATCHSMS_ORDER_SIZE="2",
        BATCHSMS_RESULTS="sonuc.csv",
    )

    assert 0 == ended.code, ended.err
    assert 2 == len(sandbox.orders())
    assert (tmp_path / "sonuc.csv").exists()


def test_a_hash_is_made_of_the_secret(tmp_path, send, sandbox):
    """With a secret in place of a hash, the request carries the HMAC of the key."""
    a_list(tmp_path / "liste.csv", *people(1))

    mine = {"BATCHSMS_KEY": "public_key", "BATCHSMS_SECRET": "secret_key", "BATCHSMS_HASH": ""}
    ended = send("liste.csv", *CAMPAIGN, "--preflight", "off", **mine)

    assert 4 == ended.code
    assert b"<hash>b6a736a4b6739ac56db7e903b0ef55bda82fca63fac55d4bd1d6d62c54888b22</hash>" in sandbox.body(1)


def test_limit_sends_the_first_rows_and_the_file_goes_on(tmp_path, send, sandbox):
    """With --limit the first recipients form orders of their own; the rest stays planned."""
    a_list(tmp_path / "liste.csv", *people(10))

    begun = send("liste.csv", *CAMPAIGN, "--limit", "4")
    first = {number for _order, number, _text in sandbox.taken()}
    ended = send("liste.campaign")

    assert (4, 0) == (begun.code, ended.code)
    assert {f"90530{number:07}" for number in range(4)} == first
    assert 10 == len(sandbox.taken()) == len(set(sandbox.taken()))


def test_a_plan_is_sent_later_as_it_was_planned(tmp_path, batchsms, send, sandbox):
    """What was planned goes, even where the list has changed since."""
    a_list(tmp_path / "liste.csv", *people(3))
    planned = batchsms("plan", "liste.csv", *CAMPAIGN)
    a_list(tmp_path / "liste.csv", *people(5, first=100))

    ended = send("liste.campaign")

    assert (0, 0) == (planned.code, ended.code), planned.err + ended.err
    assert {f"90530{number:07}" for number in range(3)} == {number for _id, number, _text in sandbox.taken()}


def test_a_sandbox_inside_the_command_needs_no_account(tmp_path, batchsms):
    """--sandbox sends to a gateway inside the command, into a campaign file of its own, made anew."""
    a_list(tmp_path / "liste.csv", *people(3))

    ended = [
        batchsms("send", "liste.csv", *CAMPAIGN, "--sandbox", "--yes", BATCHSMS_KEY="", BATCHSMS_HASH="")
        for _again in range(2)
    ]

    assert [0, 0] == [one.code for one in ended], ended[1].err
    assert {"liste.csv", "liste.sandbox.campaign", "liste.sandbox.results.xlsx"} == {
        path.name for path in tmp_path.iterdir()
    }


def test_a_sandbox_never_touches_a_real_campaign_file(tmp_path, batchsms, send, sandbox):
    """A plan can be rehearsed in a sandbox; it is sent for real afterwards, all of it."""
    a_list(tmp_path / "liste.csv", *people(3))
    batchsms("plan", "liste.csv", *CAMPAIGN)

    rehearsed = batchsms("send", "liste.campaign", "--sandbox", "--yes")
    sent = send("liste.campaign")
    refused = batchsms("send", "liste.campaign", "--sandbox", "--yes")

    assert (0, 0, 2) == (rehearsed.code, sent.code, refused.code), rehearsed.err + sent.err
    assert 3 == len(sandbox.taken())
    assert (tmp_path / "liste.sandbox.results.xlsx").exists()


@pytest.mark.parametrize(
    ("code", "exit_code", "states"),
    [
        (401, 4, ["planned", "planned"]),
        (402, 4, ["planned", "planned"]),
        (450, 4, ["planned", "planned"]),
        (457, 4, ["planned", "planned"]),
        (468, 4, ["planned", "planned"]),
        (469, 4, ["planned", "planned"]),
        (470, 4, ["planned", "planned"]),
        (451, 3, ["rejected", "accepted"]),
        (999, 5, ["unknown", "planned"]),
    ],
)
def test_each_code_of_the_gateway_leads_to_its_state(tmp_path, send, sandbox, code, exit_code, states):
    """What the gateway answers to the first of two orders decides the exit code and both states."""
    a_list(tmp_path / "liste.csv", *people(2))
    sandbox.faults({"send": {"queue": [{"kind": "code", "code": code}]}})

    ended = send("liste.csv", *CAMPAIGN, "--order-size", "1", "--json")

    told = ended.json
    assert exit_code == ended.code == told["exit_code"]
    assert states == [row["sms_status"] for row in sheet(tmp_path / "liste.results.xlsx")]
    assert {state: states.count(state) for state in states} == told["orders"]
    assert 2 == told["rows"] == told["recipients"] == sum(told[state] for state in set(states))


def test_the_json_object_has_every_key_of_the_contract(tmp_path, send):
    """Scripts can rely on these keys, and on one object on stdout."""
    a_list(tmp_path / "liste.csv", *people(2), ("X", "123"))

    told = send("liste.csv", *CAMPAIGN, "--json").json
    fingerprint = told.pop("fingerprint")

    assert re.fullmatch("[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}", fingerprint)
    assert {
        "schema": 1,
        "command": "send",
        "campaign": "liste.campaign",
        "results": "liste.results.xlsx",
        "rows": 3,
        "recipients": 2,
        "accepted": 2,
        "rejected": 0,
        "unknown": 0,
        "planned": 0,
        "cancelled": 0,
        "excluded": {"bad_number": 1},
        "orders": {"accepted": 1},
        "credits": 2,
        "send_at": None,
        "preflight": {
            "sender": "APITEST",
            "sender_approved": True,
            "needed_credits": 2,
            "balance_credits": 10_000_000,
            "blacklisted": 0,
            "remarks": [],
            "problems": [],
        },
        "exit_code": 0,
    } == told


def test_what_a_workbook_cannot_hold_goes_into_a_csv(tmp_path, batchsms, send):
    """A text too long for a cell makes the results a CSV, said when planned; .xlsx is refused."""
    long = "u" * 40_000
    a_list(tmp_path / "liste.csv", (long, "05300000001"), headers=("Not", "Telefon"))
    campaign = ("--text", "Merhaba", "--sender", "APITEST", "--iys", "none")

    refused = send("liste.csv", *campaign, "--results", "sonuc.xlsx")
    ended = send("liste.csv", *campaign)
    again = batchsms("results", "liste.campaign", "-o", "sonuc.xlsx")

    written = (tmp_path / "liste.results.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(written.splitlines(), delimiter=";"))
    assert (2, 0, 2) == (refused.code, ended.code, again.code)
    assert "liste.results.csv" in ended.err
    assert [long] == [row["Not"] for row in rows]
    assert not (tmp_path / "sonuc.xlsx").exists()


def test_a_flag_goes_before_the_environment(tmp_path, send, sandbox):
    """--text on the command line wins over a template in the environment."""
    a_list(tmp_path / "liste.csv", *people(1))

    ended = send("liste.csv", *CAMPAIGN, BATCHSMS_TEMPLATE="yok.txt")

    assert 0 == ended.code, ended.err
    assert ["Merhaba Kişi 0"] == [text for _order, _number, text in sandbox.taken()]


def test_a_path_with_blanks_can_be_pasted(tmp_path, send):
    """A command in a hint names a path with blanks in quotation marks."""
    a_list(tmp_path / "bu liste.csv", *people(2))

    ended = send("bu liste.csv", *CAMPAIGN, "--limit", "1")

    assert 'batchsms send "bu liste.campaign"' in ended.err
