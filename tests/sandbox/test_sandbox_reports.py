import json
from datetime import timedelta
from xml.etree.ElementTree import XML

import pytest

from batchsms.sandbox.faults import Faults, ListFaults
from batchsms.sandbox.gateway import Gateway
from batchsms.sandbox.replies import MESSAGES


@pytest.fixture
def gateway(account):
    """Give the endpoints without HTTP, three orders to a page of the list."""
    return Gateway(account, Faults(), orders_per_page=3)


@pytest.fixture
def take(gateway, order_xml):
    """Give a function that lets an order be taken, and gives its id."""
    return lambda *messages, **options: _tree(gateway.order(order_xml(*messages, **options))).findtext(
        "order/id"
    )


@pytest.fixture
def report(gateway, report_xml):
    """Give a function that asks for a report, and gives the tree of the answer."""
    return lambda order_id, **page: _tree(gateway.report(report_xml(order_id, **page)))


@pytest.fixture
def orders(client, list_json):
    """Give a function that asks for the list of orders, and gives the inside of the answer."""
    return lambda *span, **page: client.post("/v1/get-reports/json", json=list_json(*span, **page)).json()[
        "response"
    ]


def _tree(reply):
    return XML(reply.body)


def _rows(tree):
    return [(row.findtext("number"), row.findtext("status")) for row in tree.iterfind("order/message")]


def _summary(tree):
    return {child.tag: child.text for child in tree.find("order") if child.tag != "message"}


def test_a_report_has_a_row_per_message(account, take, report):
    """Numbers come back with +90, delivered or not, below a summary of the order."""
    account.undelivered = frozenset({"5301234568"})
    order_id = take(("Selam", "5301234567", "905301234568"), ("Hey", "5301234569"))
    answer = report(order_id)
    assert _rows(answer) == [("+905301234567", "111"), ("+905301234568", "112"), ("+905301234569", "111")]
    assert _summary(answer) == {
        "id": order_id,
        "status": "114",
        "total": "3",
        "delivered": "2",
        "undelivered": "1",
        "waiting": "0",
        "submitAt": "2026-11-24 09:00:00",
        "sendAt": "2026-11-24 09:00:00",
        "sender": "APITEST",
        "price": "0.2000",
    }


def test_messages_wait_until_they_are_delivered(clock, account, take, report):
    """While messages are on their way, the order is being sent and its rows wait."""
    account.delivery = timedelta(seconds=30)
    order_id = take()
    clock.pass_(seconds=29)
    assert (_rows(report(order_id)), _summary(report(order_id))["status"]) == (
        [("+905301234567", "110")],
        "113",
    )
    clock.pass_(seconds=1)
    assert (_rows(report(order_id)), _summary(report(order_id))["status"]) == (
        [("+905301234567", "111")],
        "114",
    )


def test_messages_are_delivered_one_after_the_other(account, take, report):
    """Half of the delivery's time has passed at once: half of the messages are final, and paid for."""
    account.delivery = timedelta(hours=4)
    order_id = take(("Selam", *(str(5301234560 + n) for n in range(4))))
    account.clock_ahead = timedelta(hours=2)
    assert [status for _, status in _rows(report(order_id))] == ["111", "111", "110", "110"]
    assert (_summary(report(order_id))["status"], _summary(report(order_id))["price"]) == ("113", "0.2000")


def test_a_cancelled_order_was_not_sent(clock, account, take, report):
    """What has not gone can be cancelled once, is reported as 115, and its credits come back."""
    at_once, later = take(), take(("Hey", "5301234567"), at="24/11/2026 09:30")
    before = account.balance
    assert [account.cancel(one) for one in (later, later, at_once, "1")] == [200, 455, 455, 455]
    assert (_rows(report(later)), _summary(report(later))["status"]) == ([("+905301234567", "112")], "115")
    assert account.balance == before + 1
    assert _summary(report(later))["price"] == "0.0000"


def test_reports_can_be_wrong(gateway, account, take, report):
    """Under faults a report names strangers, and has codes that nobody knows."""
    account.undelivered = frozenset({"5301234567"})
    order_id = take()
    gateway.faults.lists = ListFaults(strangers=2, order_status=119, undelivered_status=118)
    assert _summary(report(order_id))["status"] == "119"
    assert [status for _, status in _rows(report(order_id))] == ["118", "111", "111"]


def test_a_report_has_pages(take, report):
    """A page has the rows asked for, the last what is left, the next none; the summary is the order's."""
    order_id = take(("Selam", *(str(5301234560 + n) for n in range(5))))
    pages = [report(order_id, page=page, row_count=2) for page in (1, 2, 3, 4)]
    assert [[number[-1] for number, _ in _rows(page)] for page in pages] == [
        ["0", "1"],
        ["2", "3"],
        ["4"],
        [],
    ]
    assert {page.findtext("order/total") for page in pages} == {"5"}


def test_a_page_of_a_report_has_a_thousand_rows(take, report):
    """A thousand rows are the default and the most."""
    order_id = take(("Selam", *(str(5301234000 + n) for n in range(1001))))
    assert len(_rows(report(order_id))) == 1000
    assert len(_rows(report(order_id, row_count=1001))) == 1000
    assert len(_rows(report(order_id, page=2))) == 1


@pytest.mark.parametrize("page", [0, -1])
def test_pages_of_a_report_begin_at_one(take, report, page):
    """A page below 1 has a code of its own."""
    assert report(take(), page=page).findtext("status/code") == "464"


def test_an_unknown_order_has_no_report(report):
    """An id that the gateway did not give is told as such."""
    assert report("999999999").findtext("status/code") == "455"


def test_a_report_is_for_the_account_alone(gateway, report_xml):
    """Wrong credentials see no report."""
    assert gateway.report(report_xml("1").replace(b"demo", b"else")).status == 401


def test_a_future_order_has_no_report_yet(clock, take, report):
    """The report of a scheduled order is not available before its time."""
    order_id = take(at="24/11/2026 09:30")
    clock.pass_(minutes=29)
    assert report(order_id).findtext("status/code") == "456"
    clock.pass_(minutes=1)
    assert report(order_id).findtext("status/code") == "200"


def test_reports_can_be_withheld(gateway, take, report):
    """Under the fault report_456 no report is available."""
    order_id = take()
    gateway.faults.lists = ListFaults(report_456=True)
    assert report(order_id).findtext("status/code") == "456"


@pytest.mark.parametrize(("leaves_out", "total"), [(0, 4), (1, 3), (0.5, 2), (9, 0)])
def test_reports_can_leave_recipients_out(gateway, take, report, leaves_out, total):
    """Under the fault leaves_out the last recipients, a share or a count, are missing."""
    order_id = take(("Selam", *(str(5301234560 + n) for n in range(4))))
    gateway.faults.lists = ListFaults(leaves_out=leaves_out)
    assert len(_rows(report(order_id))) == total
    assert report(order_id).findtext("order/total") == str(total)


def test_the_list_shows_each_order(sandbox, send, order_xml, orders):
    """An order of the list has its counts, its times in Turkey and its sender, its id as text."""
    send(order_xml(("Selam", "5301234567", "5301234568")))
    assert orders() == {
        "status": {"code": 200, "message": MESSAGES[200]},
        "count": 1,
        "orders": [
            {
                "id": sandbox.account.orders[0].id,
                "status": 114,
                "total": 2,
                "delivered": 2,
                "undelivered": 0,
                "waiting": 0,
                "submitAt": "2026-11-24 09:00:00",
                "sendAt": "2026-11-24 09:00:00",
                "sender": "APITEST",
            }
        ],
    }


def test_the_list_has_the_newest_order_first(clock, gateway, take, list_json):
    """Pages have a fixed size; the count is that of all pages."""
    ids = []
    for text in "abcde":
        ids.append(take((text, "5301234567")))
        clock.pass_(minutes=1)
    pages = [_page(gateway, list_json(page=page)) for page in (1, 2, 3)]
    assert [[order["id"] for order in page["orders"]] for page in pages] == [ids[:1:-1], ids[1::-1], []]
    assert {page["count"] for page in pages} == {5}


def _page(gateway, request):
    return json.loads(gateway.order_list(json.dumps(request).encode()).body)["response"]


def test_the_list_is_of_days_in_turkey(clock, send, order_xml, orders):
    """An order of half past midnight in Turkey belongs to the new day."""
    clock.pass_(hours=15, minutes=30)
    send(order_xml())
    assert orders("2026-11-24", "2026-11-24")["count"] == 0
    assert orders("2026-11-25", "2026-11-25")["count"] == 1
    assert orders("2026-11-16", "2026-11-25")["count"] == 1


@pytest.mark.parametrize(
    "span",
    [("2026-11-15", "2026-11-25"), ("2026-11-25", "2026-11-24"), ("24/11/2026", "24/11/2026"), ("", "")],
)
def test_the_list_spans_ten_days_at_most(orders, span):
    """Eleven days, a range that runs backwards and what is no date are refused."""
    assert orders(*span)["status"]["code"] == 458


def test_pages_of_the_list_begin_at_one(orders):
    """A page below 1 has a code of its own."""
    assert orders(page=0)["status"]["code"] == 464


def test_the_list_is_for_the_account_alone(client, list_json):
    """Wrong credentials see no list, and a body that is not the vendor's is not read."""
    request = list_json()
    request["request"]["authentication"]["hash"] = "else"
    assert client.post("/v1/get-reports/json", json=request).status_code == 401
    assert client.post("/v1/get-reports/json", json={}).status_code == 400


def test_the_list_can_lag(clock, sandbox, send, order_xml, orders):
    """Under the fault lag_seconds, an order is missing until it is that old."""
    sandbox.faults.lists = ListFaults(lag_seconds=60)
    send(order_xml())
    clock.pass_(seconds=59)
    assert orders()["count"] == 0
    clock.pass_(seconds=1)
    assert orders()["count"] == 1


def test_the_list_can_be_unavailable(sandbox, client, list_json):
    """Under the fault unavailable, the list answers 500."""
    sandbox.faults.lists = ListFaults(unavailable=True)
    assert client.post("/v1/get-reports/json", json=list_json()).status_code == 500


def test_the_balance_is_told_in_lira_and_in_sms(account, client, account_xml):
    """The balance has an amount with four decimals and a number of SMS."""
    account.balance = 1340
    tree = XML(client.post("/v1/get-balance", content=account_xml).content)
    assert (tree.findtext("balance/amount"), tree.findtext("balance/sms")) == ("134.0000", "1340")


def test_the_senders_are_told(account, client, account_xml):
    """The approved senders are listed, and a new account has none."""
    account.senders = frozenset({"eMarka Test", "A&B"})
    tree = XML(client.post("/v1/get-sender", content=account_xml).content)
    assert [sender.text for sender in tree.iterfind("senders/sender")] == ["A&B", "eMarka Test"]
    account.senders = frozenset()
    assert b"<senders></senders>" in client.post("/v1/get-sender", content=account_xml).content


@pytest.fixture
def blacklist(client, blacklist_xml):
    """Give a function that asks for the blacklist, and gives the tree of the answer."""
    return lambda **page: XML(client.post("/v1/get-blacklist", content=blacklist_xml(**page)).content)


def _blacklisted(tree):
    return [number.text for number in tree.iterfind("blacklist/number")]


def test_the_blacklist_is_told(account, blacklist):
    """Its numbers come with +90, below their count; an account may have none."""
    account.blacklist = frozenset({"5301234568", "5301234567"})
    answer = blacklist()
    assert _blacklisted(answer) == ["+905301234567", "+905301234568"]
    assert answer.findtext("blacklist/count") == "2"
    account.blacklist = frozenset()
    assert (_blacklisted(blacklist()), blacklist().findtext("blacklist/count")) == ([], "0")


def test_the_blacklist_has_pages(account, blacklist):
    """A thousand rows are the default and the most; the count is that of all pages."""
    account.blacklist = frozenset(str(5301234000 + n) for n in range(1001))
    pages = [blacklist(), blacklist(row_count=1001), blacklist(page=2), blacklist(page=3), blacklist(page=1)]
    assert [len(_blacklisted(page)) for page in pages] == [1000, 1000, 1, 0, 1000]
    assert {page.findtext("blacklist/count") for page in pages} == {"1001"}
    assert _blacklisted(blacklist(page=2, row_count=2)) == ["+905301234002", "+905301234003"]


@pytest.mark.parametrize("span", [{"page": 0}, {"page": -1}, {"row_count": 0}])
def test_pages_of_the_blacklist_begin_at_one(blacklist, span):
    """A page or a row count below 1 has a code of its own."""
    assert blacklist(**span).findtext("status/code") == "464"


def test_the_blacklist_is_for_the_account_alone(client, blacklist_xml):
    """Wrong credentials see no blacklist, and a filter that the vendor does not have is not read."""
    wrong = blacklist_xml().replace(b"demo", b"else")
    misspelt = blacklist_xml(row_count=5).replace(b"rowCount", b"rows")
    statuses = [client.post("/v1/get-blacklist", content=body).status_code for body in (wrong, misspelt)]
    assert statuses == [401, 400]


@pytest.mark.parametrize("endpoint", ["get-balance", "get-sender"])
def test_the_account_answers_its_owner(client, account_xml, endpoint):
    """Wrong credentials and a body of another endpoint are refused."""
    assert client.post(f"/v1/{endpoint}", content=account_xml.replace(b"demo", b"else")).status_code == 401
    assert client.post(f"/v1/{endpoint}", content=b"<request/>").status_code == 400
