"""Delivery reports: fetched, kept, joined to the rows, and gone on with."""

import os
import signal

import pytest
from lists import a_list, people, sheet
from privacy import SecretAccount
from runs import NEXT_MONTH, until

from batchsms.sandbox.server import running

CAMPAIGN = ("--text", "Merhaba {{ ad }}", "--sender", "APITEST", "--iys", "none")
RESULTS = "liste.results.xlsx"


@pytest.fixture
def report(batchsms, sandbox):
    """Fetch the reports of a campaign, and tell it as JSON."""

    def run(*arguments, campaign="liste.campaign", gateway_url=sandbox.gateway_url, **more):
        return batchsms("report", campaign, *arguments, "--json", "--gateway-url", gateway_url, **more)

    return run


@pytest.fixture
def sent(tmp_path, send):
    """Send to a list of some people."""

    def run(count, *arguments):
        a_list(tmp_path / "liste.csv", *people(count))
        assert send("liste.csv", *CAMPAIGN, *arguments).code == 0

    return run


def numbers(*ats):
    """Return the numbers of people, as the sandbox has them."""
    return [f"530{at:07}" for at in ats]


def column(tmp_path, name="sms_delivery"):
    """Return a column of the results."""
    return [row[name] for row in sheet(tmp_path / RESULTS)]


def delivered(ended):
    """Return the exit code and the counts of delivery."""
    told = ended.json
    return ended.code, told["delivered"], told["undelivered"], told["waiting"]


def test_five_thousand_are_reported_and_the_failed_go_as_a_campaign(
    tmp_path, sent, send, report, sandbox, batchsms
):
    """Pages, waiting, undelivered, the failed rows as a list of the same shape, and that list sent."""
    sent(5_000, "--order-size", "2500")
    sandbox.account(
        {"undelivered": numbers(*range(40)), "delivery_seconds": 1_000_000, "clock_ahead_seconds": 500_000}
    )

    half = report()
    assert (0, 5_000) == (half.code, sum(delivered(half)[1:]))
    assert (40, {"delivered", "undelivered", "waiting"}) == (half.json["undelivered"], set(column(tmp_path)))
    assert 2_490 < half.json["waiting"] < 2_501

    sandbox.account({"clock_ahead_seconds": 2_000_000})
    whole = report("--failed", "olmayan.csv", "--undelivered", "numaralar.txt")
    assert (0, 4_960, 40, 0) == delivered(whole)
    assert ("delivered", "undelivered") == (column(tmp_path)[4_999], column(tmp_path)[0])
    assert {"Delivered"} == set(column(tmp_path, "sms_detail")[40:])
    asked = sandbox.requests()["get-report"]
    assert (12, (0, 4_960, 40, 0), 12) == (asked, delivered(report()), sandbox.requests()["get-report"])

    lines = (tmp_path / "olmayan.csv").read_text(encoding="utf-8-sig").splitlines()
    assert ["Ad;Telefon", *(f"{name};{number}" for name, number in people(40))] == lines
    assert [f"90{number}" for number in numbers(*range(40))] == (
        tmp_path / "numaralar.txt"
    ).read_text().split()

    text = ("--text", "Tekrar {{ ad }}", *CAMPAIGN[2:])
    again = send("olmayan.csv", *text)
    assert (0, 40) == (again.code, again.json["accepted"])
    kept_out = batchsms("preview", "liste.csv", *text, "--suppress", "numaralar.txt", "--json").json
    assert {"suppressed": 40} == kept_out["excluded"]


def test_the_price_is_held_against_the_plan(sent, report, batchsms, sandbox):
    """What the reports say was charged stands beside the credits that were planned."""
    sent(10, "--credit-price", "0,5")
    sandbox.account({"undelivered": numbers(1, 2)})
    told = report().json
    shown = batchsms("report", "liste.campaign", "--gateway-url", sandbox.gateway_url).out
    assert ("0.8000", 10) == (told["price"], told["priced_credits"])
    assert "Charged: 0.8000 by" in shown
    assert "planned: 10 credits, 5.0 TL" in " ".join(shown.split())


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("drop_before", "report_not_fetched"),
        ("http_503_html", "report_not_readable"),
        ("garbage", "report_not_readable"),
        ("truncated", "report_not_readable"),
        ({"kind": "code", "code": 401}, "credentials_refused"),
        ({"kind": "code", "code": 999}, "report_not_fetched"),
        ({"kind": "code", "code": 455}, "no_such_order"),
    ],
)
def test_what_came_before_a_fault_is_kept(tmp_path, sent, report, sandbox, fault, code):
    """A fault on page 2 of 3: the first is in the results, and the next report asks for two."""
    sent(2_100, "--order-size", "2100")
    sandbox.faults({"reports": {"plan": {"2": fault}}})

    broken = report()
    assert (4, code) == (broken.code, broken.json["error"]["code"])
    assert (1_000, 1_000) == (broken.json["delivered"], column(tmp_path).count("delivered"))

    assert ((0, 2_100, 0, 0), 4) == (delivered(report()), sandbox.requests()["get-report"])


def test_a_network_fault_on_page_7_of_9_costs_no_page(tmp_path, sent, report, sandbox):
    """Six pages are in the results, the next report asks for three; the results keep them when sent again."""
    sent(9_000, "--order-size", "9000")
    sandbox.faults({"reports": {"plan": {"7": "drop_before"}}})

    assert (4, 6_000) == (report().code, column(tmp_path).count("delivered"))

    assert ((0, 9_000, 0, 0), 10) == (delivered(report()), sandbox.requests()["get-report"])


def test_status_and_a_later_send_know_the_delivery(tmp_path, sent, send, report, batchsms, sandbox):
    """What was reported is part of the campaign from then on."""
    sent(3)
    sandbox.account({"undelivered": numbers(1)})
    report()
    told = batchsms("status", "liste.campaign", "--json").json
    assert (2, 1, 0) == (told["delivered"], told["undelivered"], told["waiting"])
    assert "1  undelivered" in batchsms("status", "liste.campaign").out
    (tmp_path / RESULTS).unlink()
    send("liste.campaign")
    assert ["delivered", "undelivered", "delivered"] == column(tmp_path)


def test_numbers_and_codes_that_nobody_knows_are_no_crash(tmp_path, sent, report, sandbox):
    """Strangers are left out and counted; codes stand as they came."""
    sent(5)
    sandbox.account({"undelivered": numbers(3)})
    sandbox.faults({"lists": {"strangers": 2, "undelivered_status": 118}})
    told = report()
    assert (0, 2, {"118": 1}) == (told.code, told.json["strangers"], told.json["delivery_codes"])
    assert ["delivered"] * 3 + ["118", "delivered"] == column(tmp_path)
    assert "2 numbers of the reports" in told.err


def test_whom_a_finished_report_does_not_name_is_told(tmp_path, sent, report, sandbox):
    """Such a row is neither delivered nor waiting, and is not among those to be sent to again."""
    sent(4)
    sandbox.faults({"lists": {"leaves_out": 1}})
    told = report("--failed", "olmayan.csv")
    assert (0, 3, 1) == (told.code, told.json["delivered"], told.json["unreported"])
    assert [None, "Accepted by the gateway; its finished report does not name this number"] == [
        column(tmp_path)[3],
        column(tmp_path, "sms_detail")[3],
    ]
    assert ["Ad;Telefon"] == (tmp_path / "olmayan.csv").read_text(encoding="utf-8-sig").splitlines()


def test_an_order_that_is_not_due_waits(tmp_path, sent, report):
    """456 is no fault: its rows wait."""
    sent(2, "--at", f"{NEXT_MONTH:%d.%m.%Y %H:%M}")
    told = report()
    assert ((0, 0, 0, 2), ["waiting", "waiting"]) == (delivered(told), column(tmp_path))
    assert "goes on" in column(tmp_path, "sms_detail")[0]


def test_a_report_can_be_waited_for(sent, report, sandbox):
    """It is asked again until nothing waits, and ends when its time is over."""
    sent(3)
    sandbox.account({"delivery_seconds": 1_000_000})
    assert (0, 0, 0, 3) == delivered(report("--wait", "1s"))
    assert 2 == sandbox.requests()["get-report"]
    sandbox.account({"clock_ahead_seconds": 2_000_000})
    assert (0, 3, 0, 0) == delivered(report("--wait"))


def test_a_killed_report_goes_on_after_the_page_that_it_has(tmp_path, sent, report, start, sandbox):
    """Killed while it waits for page 3 of 4: two pages stay, and two are asked for."""
    sent(3_500, "--order-size", "3500")
    sandbox.faults({"reports": {"plan": {"3": "stall"}}})
    killed = start("report", "liste.campaign", "--gateway-url", sandbox.gateway_url)
    until(lambda: sandbox.requests().get("get-report") == 3)
    killed.kill()
    killed.wait()

    assert (0, 3_500, 0, 0) == delivered(report())
    assert (5, 3_500) == (sandbox.requests()["get-report"], column(tmp_path).count("delivered"))


@pytest.mark.skipif(os.name == "nt", reason="signals as Unix has them")
def test_waiting_ends_with_ctrl_c(tmp_path, sent, start, report, sandbox):
    """What came is in the results, the campaign's state is the exit code, and the file is free again."""
    sent(4)
    sandbox.account({"delivery_seconds": 1_000_000, "clock_ahead_seconds": 500_000})
    waiting = start("report", "liste.campaign", "--wait", "--gateway-url", sandbox.gateway_url)
    until(lambda: sandbox.requests().get("get-report") == 1)
    assert "being_sent" == report().json["error"]["code"]
    waiting.send_signal(signal.SIGINT)

    said = waiting.communicate(timeout=30)
    assert (0, True) == (waiting.returncode, "What has come is kept" in said[1])
    assert ["delivered", "delivered", "waiting", "waiting"] == column(tmp_path)


def test_an_order_without_an_id_has_no_report(tmp_path, sent, send, report, sandbox):
    """Accepted by a 451 whose order the list does not show: said, and its rows keep an empty delivery."""
    a_list(tmp_path / "liste.csv", *people(2))
    sandbox.faults({"send": {"queue": ["drop_after"]}, "lists": {"lag_seconds": 1_000_000}})
    send("liste.csv", *CAMPAIGN, "--settle-after", "0")
    told = report("--failed", "olmayan.csv")
    assert (0, 2, 2) == (told.code, told.json["accepted"], told.json["unreported"])
    assert "without telling" in told.err
    assert ["accepted"] * 2 == column(tmp_path, "sms_status")
    assert 0 == sandbox.requests().get("get-report", 0)


def test_a_cancelled_order_is_undelivered(tmp_path, send, report):
    """115: the rows say so, and they are among those that did not get the message."""
    a_list(tmp_path / "liste.csv", *people(2))
    with running(account=SecretAccount()) as sandbox:
        to = ("--gateway-url", sandbox.gateway_url)
        send("liste.csv", *CAMPAIGN, "--at", f"{NEXT_MONTH:%d.%m.%Y %H:%M}", *to)
        sandbox.account.cancel(sandbox.account.orders[0].id)
        told = report("--failed", "olmayan.csv", gateway_url=sandbox.gateway_url)
    assert (0, 0, 2, 0) == delivered(told)
    assert "(115)" in column(tmp_path, "sms_detail")[0]
    assert 3 == len((tmp_path / "olmayan.csv").read_text(encoding="utf-8-sig").splitlines())


def test_the_failed_are_those_at_fault(tmp_path, send, report, sandbox):
    """Rejected, undelivered and bad numbers; not the duplicate, and each cell as it was in the workbook."""
    rows = [*people(4), ("Kişi 0", "0530 0000000"), ("Ali", "12"), ("Veli", None)]
    a_list(tmp_path / "liste.xlsx", *rows)
    sandbox.account({"blacklist": numbers(1), "undelivered": numbers(2)})
    send("liste.xlsx", *CAMPAIGN, "--order-size", "1")
    told = report("--failed", "olmayan.xlsx", "--undelivered", "x.txt")
    assert (3, 2, 1, 0) == delivered(told)
    assert [rows[1], rows[2], rows[5], rows[6]] == [
        (row["Ad"], row["Telefon"]) for row in sheet(tmp_path / "olmayan.xlsx")
    ]


def test_files_of_the_user_stay(tmp_path, sent, report, sandbox):
    """Nothing is written over, not even an earlier list; that is told before anything is asked."""
    sent(3)
    (tmp_path / "olmayan.csv").write_text("mine")
    for path in ("olmayan.csv", "liste.csv", "x.pdf", "liste.campaign"):
        assert 2 == report("--failed", path).code
    assert (2, 2) == (report("--undelivered", "olmayan.csv").code, report("--wait", "soon").code)
    assert 2 == report("--undelivered", "x.csv", "--failed", "x.csv").code
    assert (0, "mine") == (sandbox.requests().get("get-report", 0), (tmp_path / "olmayan.csv").read_text())


def test_another_account_is_refused(sent, report):
    """A campaign is reported by the account and the gateway that it was sent by."""
    sent(3)
    refused = [report(BATCHSMS_KEY="other"), report(gateway_url="http://127.0.0.1:9/v1")]
    assert ["other_account", "other_gateway"] == [ended.json["error"]["code"] for ended in refused]


def test_what_was_not_sent_has_no_report(tmp_path, batchsms, report):
    """A plan alone is no fault, and its state is told."""
    a_list(tmp_path / "liste.csv", *people(3))
    batchsms("plan", "liste.csv", *CAMPAIGN)
    assert (4, 3) == (report().code, report().json["planned"])
