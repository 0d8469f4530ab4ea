"""What can go wrong between the program and the gateway, and what the results then say of each row."""

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from lists import a_list, people, sheet
from privacy import SecretAccount
from runs import CAMPAIGN, private, states, twice, until

from batchsms.clock import TURKEY
from batchsms.sandbox.account import Account
from batchsms.sandbox.faults import Fault, Faults, Schedule
from batchsms.sandbox.server import running

QUICK = ("--settle-after", "0", "--timeout", "1")
IN_TWOS = ("--order-size", "2")


@pytest.fixture
def six(tmp_path):
    """Make a list of six people: three orders of two."""
    return a_list(tmp_path / "liste.csv", *people(6)).name


def _posts(sandbox):
    return sandbox.requests()["send-sms"]


def _in_states(ended):
    return {
        state: ended.json[state]
        for state in ("accepted", "rejected", "unknown", "planned", "cancelled")
        if ended.json[state]
    }


def _first_post(campaign):
    with closing(sqlite3.connect(campaign)) as file:
        return file.execute("SELECT posted_at FROM attempts ORDER BY id").fetchone()[0]


def _make_older(campaign, minutes):
    """Set back the times of all posts of a campaign file."""
    with closing(sqlite3.connect(campaign)) as file, file:
        for attempt, *times in file.execute("SELECT id, posted_at, ended_at FROM attempts").fetchall():
            older = [str(datetime.fromisoformat(time) - timedelta(minutes=minutes)) for time in times]
            file.execute("UPDATE attempts SET posted_at = ?, ended_at = ? WHERE id = ?", (*older, attempt))


@pytest.mark.parametrize(
    ("fault", "posts"),
    [
        ({"kind": "drop_before"}, 5),
        ({"kind": "drop_after"}, 3),
        pytest.param({"kind": "stall_before"}, 5, marks=pytest.mark.slow),
        ({"kind": "stall"}, 3),
        ({"kind": "truncated"}, 3),
        pytest.param({"kind": "slow_drip", "seconds": 0.3}, 3, marks=pytest.mark.slow),
        pytest.param({"kind": "slow_drip", "seconds": 5}, 3, marks=pytest.mark.slow),
        pytest.param({"kind": "http_500"}, 5, marks=pytest.mark.slow),
        pytest.param({"kind": "http_500_after"}, 3, marks=pytest.mark.slow),
        pytest.param({"kind": "http_503_xml"}, 5, marks=pytest.mark.slow),
        ({"kind": "http_503_xml_after"}, 5),
        pytest.param({"kind": "http_503_html"}, 5, marks=pytest.mark.slow),
        pytest.param({"kind": "http_503_html_after"}, 3, marks=pytest.mark.slow),
        ({"kind": "http_429_xml", "retry_after": 1}, 5),
        pytest.param({"kind": "http_429_plain", "retry_after": 1}, 5, marks=pytest.mark.slow),
        ({"kind": "garbage"}, 3),
        pytest.param({"kind": "html"}, 5, marks=pytest.mark.slow),
        ({"kind": "redirect"}, 5),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_a_fault_is_settled_within_the_run(six, send, sandbox, results, fault, posts):
    """What was taken is found in the gateway's records, and what was not is posted again."""
    sandbox.faults({"send": {"plan": {"1": fault, "3": fault}}})

    ended = send(six, *CAMPAIGN, *IN_TWOS, *QUICK)

    rows = results()
    assert (0, {"accepted": 6}) == (ended.code, _in_states(ended)), ended.err
    assert [("accepted", "200", "Accepted by the gateway")] * 6 == [
        (row["sms_status"], row["sms_code"], row["sms_detail"]) for row in rows
    ]
    assert all(row["sms_order_id"] and row["sms_time"] for row in rows)
    assert (posts, 0) == (_posts(sandbox), sandbox.requests().get("elsewhere", 0))
    assert [] == private(ended.err)


@pytest.mark.parametrize(
    ("lists", "trouble"),
    [
        ({"unavailable": True}, "The gateway's records are not available: The gateway answers 500"),
        ({"leaves_out": 1}, ""),
        pytest.param({"report_456": True}, "", marks=pytest.mark.slow),
    ],
)
def test_what_the_records_do_not_tell_stays_unknown(six, send, sandbox, results, lists, trouble):
    """Without proof nothing is sent again: the message says what to look at, and the file goes on later."""
    sandbox.faults({"send": {"queue": ["drop_after"]}, "lists": lists})
    begun = send(six, *CAMPAIGN, *IN_TWOS, *QUICK)
    unknown = results()
    sandbox.faults({"lists": {}})

    ended = send("liste.campaign", *QUICK)

    assert (5, {"accepted": 4, "unknown": 2}) == (begun.code, _in_states(begun)), begun.err
    assert (0, {"accepted": 6}) == (ended.code, _in_states(ended)), ended.err
    assert ["unknown"] * 2 + ["accepted"] * 4 == states(unknown)
    assert [None] * 2 == [row["sms_order_id"] for row in unknown[:2]]
    assert all(row["sms_detail"].startswith("May have been accepted: ") for row in unknown[:2])
    assert ["accepted"] * 6 == states(results())
    assert 3 == _posts(sandbox)
    assert trouble in begun.err


def test_the_message_about_unknown_orders_says_what_to_do(six, send, sandbox):
    """It names each order, its size, its time, the sender, and the two commands to type."""
    sandbox.faults({"send": {"queue": ["drop_after"]}, "lists": {"unavailable": True}})
    before = datetime.now(TURKEY).replace(microsecond=0)

    ended = send(six, *CAMPAIGN, *IN_TWOS, *QUICK)

    said = ended.err.splitlines()
    order = next(line for line in said if line.startswith("  order 1: 2 recipients, posted "))
    posted = datetime.strptime(order.split("posted ")[1][:19], "%d.%m.%Y %H:%M:%S").replace(tzinfo=TURKEY)
    assert 5 == ended.code
    assert timedelta(0) <= posted - before < timedelta(minutes=1)
    assert "sender APITEST" in ended.err
    assert ["batchsms send liste.campaign", "batchsms send liste.campaign --resend-unknown"] == [
        line.strip() for line in said if line.startswith("    batchsms send")
    ]
    assert [] == private(ended.err)


def test_a_list_that_lags_makes_nobody_get_it_twice(six, send, sandbox, results):
    """Absent by mistake, an order is posted again and refused as a duplicate; its id is found later."""
    sandbox.faults({"send": {"queue": ["drop_after"]}, "lists": {"lag_seconds": 3600}})
    begun = send(six, *CAMPAIGN, *IN_TWOS, *QUICK)
    without_id = results()
    sandbox.faults({"lists": {}})

    ended = send("liste.campaign", *QUICK)

    assert (0, 0) == (begun.code, ended.code), begun.err
    assert [None, None] == [row["sms_order_id"] for row in without_id[:2]]
    assert ["451", "451", "200", "200", "200", "200"] == [row["sms_code"] for row in without_id]
    assert all(row["sms_order_id"] for row in results())


def test_a_code_that_is_not_known_stops_the_run(six, send, sandbox, results):
    """The order that drew it is unknown, the others stay planned, and the code is said."""
    sandbox.faults({"send": {"plan": {"2": {"kind": "code", "code": 999}}}})

    begun = send(six, *CAMPAIGN, *IN_TWOS, *QUICK)
    rows = results()
    ended = send("liste.campaign", *QUICK)

    assert (5, {"accepted": 2, "unknown": 2, "planned": 2}) == (begun.code, _in_states(begun))
    assert ["200", "200", "999", "999", None, None] == [row["sms_code"] for row in rows]
    assert begun.json["error"]["code"] == "gateway_999"
    assert (0, ["accepted"] * 6) == (ended.code, states(results()))


@pytest.mark.slow
def test_three_unknowns_in_a_row_stop_the_run(tmp_path, send, sandbox, results):
    """A gateway that answers nothing that can be trusted is left alone."""
    a_list(tmp_path / "liste.csv", *people(8))
    sandbox.faults({"send": {"chances": {"garbage": 1}}, "lists": {"unavailable": True}})

    begun = send("liste.csv", *CAMPAIGN, "--order-size", "1", *QUICK)
    rows = results()
    sandbox.faults({"send": {}, "lists": {}})
    ended = send("liste.campaign", *QUICK)

    assert (5, "three_unknowns", 3) == (
        begun.code,
        begun.json["error"]["code"],
        states(rows).count("unknown"),
    )
    assert ["planned"] * 5 == states(rows)[3:]
    assert (0, ["accepted"] * 8) == (ended.code, states(results()))


def test_a_first_451_is_a_rejection(six, send, sandbox, tmp_path):
    """What another campaign has just sent is refused, and that is not waited out: the rows say so."""
    send(six, *CAMPAIGN, *IN_TWOS, "--limit", "2", "-o", "ilk.campaign")

    ended = send(six, *CAMPAIGN, *IN_TWOS, *QUICK)

    rows = sheet(tmp_path / "liste.results.xlsx")
    assert (3, {"accepted": 4, "rejected": 2}) == (ended.code, _in_states(ended)), ended.err
    assert [("rejected", "451", "Rejected by the gateway: Mükerrer sipariş", None)] * 2 == [
        (row["sms_status"], row["sms_code"], row["sms_detail"], row["sms_order_id"]) for row in rows[:2]
    ]
    assert ["accepted"] * 4 == states(rows)[2:]
    assert [] == twice(sandbox.taken())


def test_credit_that_runs_out_can_be_loaded(six, send, sandbox, results):
    """A 402 stops the run with the rest planned; once credit is loaded the file goes on."""
    sandbox.account({"balance": 3})

    begun = send(six, *CAMPAIGN, *IN_TWOS, *QUICK, "--preflight", "off")
    rows = results()
    posts = _posts(sandbox)
    sandbox.account({"balance": 100})
    ended = send("liste.campaign", *QUICK)

    assert (4, {"accepted": 2, "planned": 4}) == (begun.code, _in_states(begun)), begun.err
    assert ["accepted"] * 2 + ["planned"] * 4 == states(rows)
    assert 2 == posts
    assert "hint: Buy credits, then send the campaign file again" in begun.err
    assert (0, ["accepted"] * 6) == (ended.code, states(results()))


def test_a_bad_number_is_split_off_until_it_stands_alone(tmp_path, send, sandbox, results):
    """Of twenty with two blacklisted, eighteen are accepted, and the results say which two are not."""
    a_list(tmp_path / "liste.csv", *people(20))
    sandbox.account({"blacklist": ["5300000003", "5300000016"]})

    ended = send("liste.csv", *CAMPAIGN, *QUICK)

    rows = results()
    assert (3, {"accepted": 18, "rejected": 2}) == (ended.code, _in_states(ended)), ended.err
    assert [3, 16] == [at for at, state in enumerate(states(rows)) if state == "rejected"]
    assert [("452", "Rejected by the gateway: Mesaj alıcıları hatalı", None)] * 2 == [
        (row["sms_code"], row["sms_detail"], row["sms_order_id"])
        for row in rows
        if row["sms_status"] == "rejected"
    ]
    assert _posts(sandbox) <= 1 + 16


@pytest.mark.slow
def test_splitting_has_its_bounds(tmp_path, send, sandbox, results):
    """Where too many numbers are bad, whole parts are rejected rather than asked about without end."""
    a_list(tmp_path / "liste.csv", *people(40))
    sandbox.account({"blacklist": [f"530000{number:04}" for number in range(0, 40, 2)]})

    ended = send("liste.csv", *CAMPAIGN, *QUICK)

    assert 3 == ended.code, ended.err
    assert set(states(results())) <= {"accepted", "rejected"}
    assert _posts(sandbox) <= 1 + 16


@pytest.mark.parametrize("code", [453, pytest.param(454, marks=pytest.mark.slow)])
def test_a_bad_text_is_split_off_until_it_stands_alone(tmp_path, send, sandbox, results, code):
    """Of four texts the one that is refused when it is alone is rejected; the others are accepted."""
    a_list(tmp_path / "liste.csv", *people(4))
    refused = {"kind": "code", "code": code}
    sandbox.faults({"send": {"plan": dict.fromkeys("124", refused)}})

    ended = send("liste.csv", *CAMPAIGN, *QUICK)

    rows = results()
    assert (3, ["rejected", *["accepted"] * 3]) == (ended.code, states(rows)), ended.err
    assert [str(code), "200", "200", "200"] == [row["sms_code"] for row in rows]
    assert 5 == _posts(sandbox)


def test_numbers_that_the_blacklist_dropped_do_not_hide_an_order(tmp_path, send, sandbox, results):
    """An order whose answer was lost is found though the gateway left blacklisted numbers out of it."""
    a_list(tmp_path / "liste.csv", *people(4))
    sandbox.account({"blacklist": ["5300000003"], "blacklist_policy": "drop"})
    sandbox.faults({"send": {"queue": ["drop_after"]}})

    ended = send("liste.csv", *CAMPAIGN, *QUICK)

    rows = sheet(tmp_path / "liste.results.xlsx")
    assert (0, ["accepted"] * 4) == (ended.code, states(rows)), ended.err
    assert {sandbox.orders()[0]["id"]} == {row["sms_order_id"] for row in rows}
    assert (1, 3) == (len(sandbox.orders()), len(sandbox.taken()))


@pytest.mark.parametrize(
    ("fault", "code", "minutes", "said"),
    [
        ("drop_after", "451", 0, "Order 1: until {time} the gateway itself refuses a duplicate"),
        pytest.param(
            *("drop_before", "200", 11, "Order 1: since {time} the gateway no longer refuses a duplicate"),
            marks=pytest.mark.slow,
        ),
    ],
)
def test_unknown_orders_are_sent_again_when_asked(six, send, sandbox, tmp_path, fault, code, minutes, said):
    """--resend-unknown says first whether the gateway would still refuse a duplicate, then posts it."""
    sandbox.faults({"send": {"queue": [fault]}, "lists": {"unavailable": True}})
    begun = send(six, *CAMPAIGN, *IN_TWOS, *QUICK)
    _make_older(tmp_path / "liste.campaign", minutes)

    ended = send("liste.campaign", *QUICK, "--resend-unknown")

    posted = datetime.fromisoformat(_first_post(tmp_path / "liste.campaign"))
    time = (posted + timedelta(minutes=10)).astimezone(TURKEY).strftime("%H:%M:%S")
    rows = sheet(tmp_path / "liste.results.xlsx")
    assert (5, 0) == (begun.code, ended.code), ended.err
    assert said.format(time=time) in ended.err
    assert [code] * 2 + ["200"] * 4 == [row["sms_code"] for row in rows]
    assert [] == twice(sandbox.taken())


def _submitted(sandbox):
    return [datetime.fromisoformat(order["submitted_at"]).timestamp() for order in sandbox.orders()]


def test_orders_go_at_once_after_the_first_has_gone_alone(tmp_path, send, sandbox, results):
    """With --concurrency 4 the first order's answer is waited for; then four are under way at once."""
    a_list(tmp_path / "liste.csv", *people(9))
    sandbox.faults({"send": {"plan": {str(n): {"kind": "stall", "seconds": 0.6} for n in range(1, 10)}}})

    ended = send("liste.csv", *CAMPAIGN, "--order-size", "1", "--concurrency", "4")

    at = _submitted(sandbox)
    assert (0, ["accepted"] * 9) == (ended.code, states(results())), ended.err
    assert at[1] - at[0] >= 0.6
    assert at[4] - at[1] < 0.6 <= at[5] - at[1]


def test_faults_among_orders_under_way_at_once_are_settled(tmp_path, send, sandbox, results):
    """Where one of four comes back unknown, those under way end first; then all goes on."""
    a_list(tmp_path / "liste.csv", *people(16))
    faults = {"3": "drop_after", "4": "http_429_xml", "8": "http_503_html", "9": "http_503_xml_after"}
    sandbox.faults({"send": {"plan": faults}})

    ended = send("liste.csv", *CAMPAIGN, "--order-size", "1", "--concurrency", "4", *QUICK)

    assert (0, ["accepted"] * 16) == (ended.code, states(results())), ended.err


@pytest.mark.slow
def test_a_rate_is_kept(six, send, sandbox, results):
    """With --rate 5, orders of two recipients leave 0.4 seconds apart."""
    ended = send(six, *CAMPAIGN, *IN_TWOS, "--rate", "5", "--concurrency", "4")

    assert (0, ["accepted"] * 6) == (ended.code, states(results())), ended.err
    assert all(later - earlier > 0.35 for earlier, later in pairwise(_submitted(sandbox)))


def test_a_gateway_that_comes_back_is_sent_to(tmp_path, batchsms, start):
    """A gateway that goes away in the middle of a run, and comes back at its address, gets the rest."""
    a_list(tmp_path / "liste.csv", *people(8))
    account = SecretAccount()
    slow = Faults(send=Schedule(plan={n: Fault("stall", seconds=0.3) for n in range(1, 20)}))
    with running(account=account, faults=slow) as first:
        to = ("--gateway-url", first.gateway_url, "--yes")
        process = start("send", "liste.csv", *CAMPAIGN, "--order-size", "1", *QUICK, *to)
        until(lambda: len(account.orders) >= 3)
    port = int(first.url.rpartition(":")[2])
    with running(port, account=account):
        out, err = process.communicate(timeout=60)
        code = process.returncode
        if code == 5:
            code = batchsms("send", "liste.campaign", *QUICK, *to).code

    rows = sheet(tmp_path / "liste.results.xlsx")
    assert (0, ["accepted"] * 8) == (code, states(rows)), out + err
    assert sorted(order.id for order in account.orders) == sorted(row["sms_order_id"] for row in rows)
    assert 8 == sum(1 for order in account.orders for _number in order.numbers())


def test_credentials_are_never_told(six, tmp_path, batchsms):
    """Neither what is printed nor what is kept holds the key or the hash, whatever the gateway answers."""
    account = Account(key="anahtar-9f21", hash="ozet-5c77")
    faults = Faults(send=Schedule.of("garbage", "html", "http_500_after", "redirect"))
    with running(account=account, faults=faults) as server:
        mine = {"BATCHSMS_KEY": account.key, "BATCHSMS_HASH": account.hash}
        arguments = (*CAMPAIGN, *IN_TWOS, *QUICK, "--yes", "--gateway-url", server.gateway_url)
        ended = batchsms("send", six, *arguments, **mine)

    told = [ended.out.encode(), ended.err.encode(), *(path.read_bytes() for path in tmp_path.iterdir())]
    assert ended.code in {0, 5}
    assert [] == [secret for secret in mine.values() for kept in told if secret.encode() in kept]
