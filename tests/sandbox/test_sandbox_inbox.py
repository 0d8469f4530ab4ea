"""The inbox page: what it asks for, and what it may do."""

import re

import pytest

SCRIPT = '<script>alert(1)</script><img src=x onerror="alert(2)">'


def found(client, wanted=""):
    """Return the messages that a search finds, as (number, text, status)."""
    answer = client.get("/sandbox/messages", params={"q": wanted}).json()
    return [(one["number"], one["text"], one["status"]) for one in answer["messages"]]


def test_messages_come_newest_first(client, send, order_xml):
    """Within an order too, the last one is on top."""
    send(order_xml(("bir", "5300000001", "5300000002")))
    send(order_xml(("iki", "5300000003")))

    assert [
        ("5300000003", "iki", "delivered"),
        ("5300000002", "bir", "delivered"),
        ("5300000001", "bir", "delivered"),
    ] == found(client)


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        ("", ["Işık", "Selam Çağla"]),
        ("cagla", ["Selam Çağla"]),
        ("IŞIK", ["Işık"]),
        ("ışık", ["Işık"]),
        ("0530 000 00 01", ["Selam Çağla"]),
        ("+90 530 000 00 02", ["Işık"]),
        ("0002", ["Işık"]),
        ("yok", []),
    ],
)
def test_a_search_finds_by_number_or_text(client, send, order_xml, wanted, texts):
    """A number however it is written, a text whatever its case and marks."""
    send(order_xml(("Selam Çağla", "5300000001"), ("Işık", "5300000002")))
    assert texts == [text for _number, text, _status in found(client, wanted)]


def test_a_page_of_messages_has_an_end(client, send, order_xml):
    """Only the newest are shown, and it is said that there are more."""
    send(order_xml(("a", *(f"5300000{at:03}" for at in range(101)))))
    answer = client.get("/sandbox/messages").json()
    assert (100, True) == (len(answer["messages"]), answer["has_more"])


def test_an_order_shows_its_request_and_its_reply(sandbox, client, send, order_xml):
    """Byte for byte, whatever is in them."""
    body = order_xml((SCRIPT, "5300000001"))
    reply = send(body)
    order = sandbox.account.orders[0].id

    shown = client.get(f"/sandbox/orders/{order}").json()

    assert (body.decode(), reply.text) == (shown["request"], shown["reply"])
    assert 404 == client.get("/sandbox/orders/1").status_code


def test_only_the_newest_requests_are_kept(sandbox, client, send, order_xml):
    """The sandbox may run for days."""
    for at in range(201):
        send(order_xml((str(at), "5300000001")))
    first, last = sandbox.account.orders[0].id, sandbox.account.orders[-1].id
    assert client.get(f"/sandbox/orders/{first}").json()["request"] is None
    assert client.get(f"/sandbox/orders/{last}").json()["request"] is not None


def test_what_became_of_a_message_can_be_set(sandbox, client, send, order_xml, report_xml):
    """By hand, and the gateway's report says so."""
    send(order_xml(("a", "5300000001", "5300000002")))
    order = sandbox.account.orders[0].id

    set_ = client.put(f"/sandbox/orders/{order}/statuses", json={"5300000001": "undelivered"})

    assert 200 == set_.status_code
    assert ["delivered", "undelivered"] == [status for _number, _text, status in found(client)]
    report = client.post("/v1/get-report", content=report_xml(order)).text
    assert "<number>+905300000001</number><status>112</status>" in report


@pytest.mark.parametrize("wrong", [{"5300000009": "delivered"}, {"5300000001": "lost"}, [], "x", {"a": []}])
def test_what_cannot_have_become_of_it_is_refused(sandbox, client, send, order_xml, wrong):
    """A number that the order does not have, a word that is none."""
    send(order_xml(("a", "5300000001")))
    order = sandbox.account.orders[0].id
    refused = client.put(f"/sandbox/orders/{order}/statuses", json=wrong)
    assert 400 == refused.status_code
    assert ["delivered"] == [status for _number, _text, status in found(client)]


def test_a_cancelled_order_says_so(sandbox, client, send, order_xml):
    """Its messages have not gone, and cannot have arrived."""
    send(order_xml(("a", "5300000001"), at="24/11/2026 18:30"))
    assert ["waiting"] == [status for _number, _text, status in found(client)]
    sandbox.account.cancel(sandbox.account.orders[0].id)
    assert ["cancelled"] == [status for _number, _text, status in found(client)]


def test_the_page_may_load_nothing_but_its_own(client):
    """No script in a text could run, and no request leaves the sandbox."""
    page = client.get("/")
    policy = page.headers["Content-Security-Policy"]
    assert (200, "text/html; charset=utf-8") == (page.status_code, page.headers["Content-Type"])
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
    assert "unsafe" not in policy
    assert "http" not in page.text.replace("http-equiv", "")


def test_the_files_of_the_page_are_there_and_no_others(client):
    """A path that leads elsewhere is none."""
    assert [200, 200] == [client.get(f"/sandbox/page/inbox.{kind}").status_code for kind in ("css", "js")]
    for path in ("/sandbox/page/page.py", "/sandbox/page/..%2Fserver.py", "/sandbox/page/inbox.html"):
        assert 404 == client.get(path).status_code


def test_a_page_of_another_name_is_told_nothing(client):
    """A web page that gives itself this machine's address must not read the messages."""
    for path in ("/", "/sandbox/messages", "/sandbox/events"):
        assert 403 == client.get(path, headers={"Host": "evil.example"}).status_code


def test_each_change_is_told(client, send, order_xml):
    """The page asks again when it hears of one."""
    with client.stream("GET", "/sandbox/events") as events:
        lines = (line for line in events.iter_lines() if line)
        first = next(lines)
        send(order_xml())
        second = next(lines)
    assert ("data: changed", "data: changed") == (first, second)


def test_the_words_of_the_page_are_all_there(client):
    """Each word that the page or its script asks for is among those that it is given."""
    words = client.get("/sandbox/page").json()["words"]
    page, script = client.get("/").text, client.get("/sandbox/page/inbox.js").text
    asked = set(re.findall(r'data-word="(\w+)"', page)) | set(re.findall(r'\bword\("(\w+)"', script))
    kinds = set(client.get("/sandbox/page").json()["kinds"])
    assert (asked | kinds) <= set(words)
