from datetime import timedelta

import pytest

from batchsms.sandbox.faults import Fault, ListFaults

WRONG = {"strangers": 0, "order_status": 0, "undelivered_status": 0}


def test_the_orders_can_be_read(sandbox, client, send, order_xml):
    """Every order taken is told as it was sent, its times in ISO 8601."""
    send(order_xml(("Selam ğ", "905301234567"), iys="1", iys_list="TACIR", at="24/11/2026 18:30"))
    assert client.get("/sandbox/orders").json() == [
        {
            "id": sandbox.account.orders[0].id,
            "sender": "APITEST",
            "submitted_at": "2026-11-24T09:00:00+03:00",
            "send_at": "2026-11-24T18:30:00+03:00",
            "iys": "1",
            "iys_list": "TACIR",
            "credits": 1,
            "messages": [{"text": "Selam ğ", "numbers": ["5301234567"]}],
            "cancelled": False,
        }
    ]


def test_one_order_can_be_read(sandbox, client, send, order_xml):
    """An id picks one order, or none."""
    for text in "ab":
        send(order_xml((text, "5301234567")))
    wanted = sandbox.account.orders[1].id
    assert [order["id"] for order in client.get("/sandbox/orders", params={"id": wanted}).json()] == [wanted]
    assert client.get("/sandbox/orders", params={"id": "1"}).json() == []


def test_requests_are_counted(client, send, order_xml, report_xml, list_json, account_xml):
    """Each endpoint counts what came, refused or not."""
    send(order_xml())
    send(b"nonsense")
    client.post("/v1/get-report", content=report_xml("1"))
    client.post("/v1/get-reports/json", json=list_json())
    client.post("/v1/get-balance", content=account_xml)
    client.post("/v1/get-sender", content=account_xml)
    assert client.get("/sandbox/requests/count").json() == {
        "send-sms": 2,
        "get-report": 1,
        "get-reports": 1,
        "get-balance": 1,
        "get-sender": 1,
    }


def test_bodies_are_kept_as_they_came(sandbox, client, send, order_xml):
    """A body is given back byte for byte, with its content type, credentials and all."""
    bodies = [order_xml(("Borç", "5301234567")), b"\xffnonsense"]
    for body in bodies:
        send(body)
    kept = [client.get(f"/sandbox/bodies/{number}") for number in (1, 2)]
    assert [answer.content for answer in kept] == bodies == [posted.body for posted in sandbox.posted]
    assert kept[0].headers["Content-Type"] == "text/xml; charset=utf-8"


@pytest.mark.parametrize("number", ["0", "2", "one", "²"])
def test_a_body_that_is_not_there_is_not_found(client, send, order_xml, number):
    """Bodies are numbered from 1."""
    send(order_xml())
    assert client.get(f"/sandbox/bodies/{number}").status_code == 404


def test_faults_are_set_while_it_runs(sandbox, client):
    """Each part that is named is replaced, the others stay; the answer shows all."""
    shown = client.put(
        "/sandbox/faults",
        json={
            "send": {
                "plan": {"3": {"kind": "stall", "seconds": 5}},
                "queue": ["drop_after", {"kind": "code", "code": 402}],
                "chances": {"http_503_xml": 0.25},
                "seed": 7,
            },
            "lists": {"lag_seconds": 60},
        },
    ).json()
    assert shown == client.get("/sandbox/faults").json()
    assert shown == {
        "send": {
            "plan": {"3": {"kind": "stall", "seconds": 5}},
            "queue": [{"kind": "drop_after"}, {"kind": "code", "code": 402}],
            "chances": {"http_503_xml": 0.25},
            "seed": 7,
        },
        "reports": {"plan": {}, "queue": [], "chances": {}, "seed": 0},
        "account": {"plan": {}, "queue": [], "chances": {}, "seed": 0},
        "cancels": {"plan": {}, "queue": [], "chances": {}, "seed": 0},
        "lists": {"lag_seconds": 60, "leaves_out": 0, "unavailable": False, "report_456": False} | WRONG,
    }
    client.put("/sandbox/faults", json={"send": {}})
    assert (sandbox.faults.send.plan, sandbox.faults.lists) == ({}, ListFaults(lag_seconds=60))


def test_faults_that_were_set_come(client, send, order_xml):
    """A fault that was set over HTTP meets the next request."""
    client.put("/sandbox/faults", json={"send": {"queue": ["http_500"]}})
    assert [send(order_xml()).status_code for _ in range(2)] == [500, 200]


@pytest.mark.parametrize(
    "body",
    [
        "nonsense",
        "[]",
        '{"sends": {}}',
        '{"send": []}',
        '{"send": {"queues": []}}',
        '{"send": {"queue": ["explode"]}}',
        '{"send": {"queue": [{"kind": "stall", "minutes": 1}]}}',
        '{"send": {"queue": 1}}',
        '{"send": {"plan": {"first": "stall"}}}',
        '{"send": {"plan": ["stall"]}}',
        '{"send": {"chances": {"stall": "often"}}}',
        '{"lists": {"lag_seconds": "long"}}',
        '{"lists": {"lags": 1}}',
        '{"send": {"queue": ["stall"]}, "lists": {"lags": 1}}',
    ],
)
def test_faults_that_cannot_be_read_change_nothing(sandbox, client, body):
    """A change is made whole or not at all, and the refusal says why."""
    answer = client.put("/sandbox/faults", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert (list(sandbox.faults.send.queue), sandbox.faults.lists) == ([], ListFaults())


def test_the_account_is_changed_while_it_runs(account, client):
    """Each setting that is named is replaced; numbers may stand in any documented format."""
    shown = client.put(
        "/sandbox/account",
        json={
            "balance": 5,
            "senders": ["EMARKA"],
            "iys_brand": False,
            "blacklist": ["+90 530 123 45 67"],
            "blacklist_policy": "drop",
            "delivery_seconds": 1.5,
            "undelivered": ["905301234568"],
        },
    ).json()
    assert shown == client.get("/sandbox/account").json()
    assert shown == {
        "balance": 5,
        "senders": ["EMARKA"],
        "iys_brand": False,
        "blacklist": ["5301234567"],
        "blacklist_policy": "drop",
        "delivery_seconds": 1.5,
        "undelivered": ["5301234568"],
        "clock_ahead_seconds": 0.0,
    }
    assert account.delivery == timedelta(seconds=1.5)


@pytest.mark.parametrize(
    "settings",
    [
        {"balance": -1},
        {"balance": True},
        {"balance": "5"},
        {"senders": "EMARKA"},
        {"senders": [1]},
        {"iys_brand": 1},
        {"blacklist": ["05301234567"]},
        {"blacklist_policy": "warn"},
        {"blacklist_policy": []},
        {"delivery_seconds": "1"},
        {"delivery_seconds": 1e300},
        {"hash": "demo"},
        {"balance": 1, "senders": None},
    ],
)
def test_settings_that_cannot_be_read_change_nothing(account, client, settings):
    """A setting of another type or name is refused, and none of the request's settings is made."""
    before = client.get("/sandbox/account").json()
    assert client.put("/sandbox/account", json=settings).status_code == 400
    assert client.get("/sandbox/account").json() == before
    assert account.hash == "demo"


def test_a_queue_shrinks_as_faults_come(sandbox, client, send, order_xml):
    """What is still to come can be read."""
    client.put("/sandbox/faults", json={"send": {"queue": ["http_500", "html"]}})
    send(order_xml())
    assert list(sandbox.faults.send.queue) == [Fault("html")]
