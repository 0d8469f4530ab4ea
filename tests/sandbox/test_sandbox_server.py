import ast
import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree.ElementTree import XML

import httpx
import pytest

import batchsms.sandbox
from batchsms.sandbox.account import Account, turkish_now
from batchsms.sandbox.faults import Faults, Schedule
from batchsms.sandbox.server import PortTakenError, running, serve


def test_an_order_is_answered_as_the_vendor_answers(sandbox, send, order_xml):
    """The answer has a declaration, a status, and the id of the order."""
    answer = send(order_xml())
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    tree = XML(answer.content)
    assert [element.tag for element in tree.iter()] == [
        "response",
        "status",
        "code",
        "message",
        "order",
        "id",
    ]
    assert tree.findtext("status/code") == "200"
    assert tree.findtext("order/id") == sandbox.account.orders[0].id


def test_a_refusal_is_told_in_the_status_line_too(send, order_xml):
    """The HTTP status is the code; the reason phrase is the message, in UTF-8; there is no order."""
    answer = send(order_xml(("Selam", "123")))
    tree = XML(answer.content)
    assert answer.status_code == 452
    assert answer.extensions["reason_phrase"].decode() == "Mesaj alıcıları hatalı"
    assert tree.findtext("status/message") == "Mesaj alıcıları hatalı"
    assert (tree.findtext("status/code"), tree.find("order")) == ("452", None)


def test_a_body_that_is_not_the_vendors_is_refused(send):
    """What cannot be read has a code as well."""
    assert send(b"<request><order/></request>").status_code == 400


def test_the_date_is_the_accounts(clock, send, order_xml):
    """The Date header tells the time of the account's clock, in GMT."""
    clock.pass_(days=3)
    assert parsedate_to_datetime(send(order_xml()).headers["Date"]) == clock.now


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/send-sms"), ("POST", "/v1/send-bulk-sms"), ("POST", "/v1"), ("GET", "/inbox")],
)
def test_what_the_gateway_does_not_have_is_not_found(client, method, path):
    """Another address or method is answered in the vendor's XML."""
    answer = client.request(method, path)
    assert answer.status_code == 404
    assert XML(answer.content).findtext("status/code") == "404"


def test_orders_are_not_shown_under_another_name(client, send, order_xml):
    """A request that names another host, as a page in a browser can, reads nothing."""
    send(order_xml())
    answer = client.get("/sandbox/orders", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.content) == (403, b"")
    assert client.get("/sandbox/orders", headers={"Host": "localhost"}).status_code == 200


def test_an_order_is_recorded_before_it_is_answered(tmp_path, order_xml):
    """The record has a line per taken order, also of one whose answer got lost, and is appended to."""
    record = tmp_path / "record.jsonl"
    record.write_text('{"earlier": true}\n', encoding="utf-8")
    with running(record=record, faults=Faults(send=Schedule.of("drop_after"))) as sandbox:
        with pytest.raises(httpx.RemoteProtocolError):
            httpx.post(f"{sandbox.gateway_url}/send-sms", content=order_xml(("Borç ğ", "5301234567")))
        httpx.post(f"{sandbox.gateway_url}/send-sms", content=order_xml(sender="NONE"))
        earlier, line = record.read_text(encoding="utf-8").splitlines()
        shown = httpx.get(f"{sandbox.url}/sandbox/orders").json()
    assert json.loads(earlier) == {"earlier": True}
    assert [json.loads(line) | {"cancelled": False}] == shown
    assert "Borç ğ" in line


def test_a_sandbox_of_defaults_is_ready(order_xml):
    """Without any setting it takes an order under the demo account, and keeps no bodies."""
    with running() as sandbox:
        assert sandbox.gateway_url == f"{sandbox.url}/v1"
        assert httpx.post(f"{sandbox.gateway_url}/send-sms", content=order_xml()).status_code == 200
        assert (len(sandbox.account.orders), sandbox.posted) == (1, [])


def test_a_sandbox_leaves_nothing_behind(order_xml):
    """After its block, threads are as before, the port is free and a stalled client is let go."""
    threads = threading.active_count()
    taken = threading.Event()
    account = Account(clock=lambda: taken.set() or turkish_now())
    with ThreadPoolExecutor(1) as pool:
        with running(account=account, faults=Faults(send=Schedule.of("stall"))) as sandbox:
            stalled = pool.submit(httpx.post, f"{sandbox.gateway_url}/send-sms", content=order_xml())
            assert taken.wait(5)
        with pytest.raises(httpx.TransportError):
            stalled.result(timeout=5)
    assert threading.active_count() == threads
    with socket.create_server(("127.0.0.1", httpx.URL(sandbox.url).port)):
        pass


def test_an_error_inside_the_block_stops_the_sandbox():
    """An exception passes through the block, and the server stops."""
    threads = threading.active_count()
    with pytest.raises(KeyError), running():
        raise KeyError
    assert threading.active_count() == threads


def test_a_port_that_is_taken_is_told():
    """A port in use is an error that names it."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"port {port} of 127.0.0.1 cannot be had"), running(port):
            pass


def test_orders_may_come_at_once(order_xml):
    """Orders that come over several connections are each taken once."""
    with (
        running() as sandbox,
        httpx.Client(base_url=sandbox.gateway_url) as client,
        ThreadPoolExecutor(4) as pool,
    ):
        bodies = [order_xml((f"Selam {n}", "5301234567")) for n in range(40)]
        answers = list(pool.map(lambda body: client.post("/send-sms", content=body), bodies))
    assert {answer.status_code for answer in answers} == {200}
    ids = {XML(answer.content).findtext("order/id") for answer in answers}
    assert ids == {order.id for order in sandbox.account.orders}
    assert len(ids) == 40


def test_an_order_of_fifty_thousand_recipients_is_taken(sandbox, send, order_xml):
    """The largest order that the vendor names fits."""
    numbers = [str(5300000000 + n) for n in range(50_000)]
    assert send(order_xml(("Selam", *numbers))).status_code == 200
    assert list(sandbox.account.orders[0].numbers()) == numbers


def test_serving_ends_when_it_is_told_to(tmp_path, order_xml):
    """A served sandbox tells its address, answers, and stops at the event."""
    told, stop = [], threading.Event()

    def ready(url):
        told.append(httpx.post(f"{url}/v1/send-sms", content=order_xml()).status_code)
        stop.set()

    record = tmp_path / "record.jsonl"
    account = Account()
    serve(0, ready=ready, stop=stop, record=record, account=account)
    assert (told, len(account.orders), len(record.read_text().splitlines())) == ([200], 1, 1)


def test_serving_ends_at_an_interrupt():
    """What `ready`, or Ctrl-C, raises comes out, and the server stops."""
    threads = threading.active_count()

    def ready(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        serve(0, ready=ready)
    assert threading.active_count() == threads


def _imported(path):
    """Give the modules of the project that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        yield from (name for name in names if name.startswith("batchsms"))


def test_the_sandbox_shares_nothing_with_the_program():
    """The sandbox checks what the program writes, so it imports nothing of it."""
    modules = Path(batchsms.sandbox.__file__).parent.glob("*.py")
    imported = {name for path in modules for name in _imported(path)}
    assert imported
    assert all(name == "batchsms.sandbox" or name.startswith("batchsms.sandbox.") for name in imported)
