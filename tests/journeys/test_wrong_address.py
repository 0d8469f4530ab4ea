"""An address at which something else answers: nothing is bound, nobody is lost, and it is said plainly."""

import socket
import threading
from contextlib import contextmanager

import pytest
from lists import a_list, people, sheet
from runs import CAMPAIGN, states

PAGE = b"HTTP/1.1 %d Hm\r\nContent-Type: text/html\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"


@contextmanager
def answering(answer):
    """Answer whatever comes to a port of this machine with the same bytes, and give the address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)

        def serve():
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65_536)
                    connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def page(status, text=b"<html><body>Hm</body></html>"):
    """Write a page as a web server sends it."""
    return PAGE % (status, len(text), text)


@pytest.fixture
def list_of_three(tmp_path):
    """Write a list of three people."""
    return a_list(tmp_path / "liste.csv", *people(3)).name


def to(address):
    """Return the options of a send to an address."""
    return ("--yes", "--json", "--gateway-url", address)


def test_an_address_without_its_path_is_said_to_be_wrong(list_of_three, send, batchsms, sandbox, results):
    """The order is planned again, the run stops, and the right address sends the same file."""
    credentials = {"BATCHSMS_KEY": "demo", "BATCHSMS_HASH": "demo"}
    wrong = batchsms("send", list_of_three, *CAMPAIGN, *to(sandbox.url), **credentials)

    assert (4, "wrong_address") == (wrong.code, wrong.json["error"]["code"]), wrong.err
    assert f"{sandbox.url} is not the address of the gateway, which ends in /v1" in wrong.err
    assert "--gateway-url https://api.iletimerkezi.com/v1" in wrong.err
    assert (3, 0) == (wrong.json["planned"], wrong.json["unknown"])
    assert 0 == send("liste.campaign").code
    assert ["accepted"] * 3 == states(results())


@pytest.mark.parametrize(
    "answer",
    [
        page(404),
        page(405, b"Method Not Allowed"),
        page(400, b"<html>The plain HTTP request was sent to HTTPS port</html>"),
        b"\x15\x03\x01\x00\x02\x02\x46",
    ],
    ids=["404", "405", "a page that asks for https", "a TLS alert"],
)
def test_what_is_not_the_gateway_takes_nothing(list_of_three, send, batchsms, sandbox, results, answer):
    """Whatever answers at a wrong address, the file goes on at the right one, and each is sent once."""
    with answering(answer) as address:
        wrong = batchsms(
            "send", list_of_three, *CAMPAIGN, *to(f"{address}/v1"), BATCHSMS_KEY="demo", BATCHSMS_HASH="demo"
        )

    assert (4, "wrong_address") == (wrong.code, wrong.json["error"]["code"]), wrong.err
    assert 0 == send("liste.campaign").code
    assert ["accepted"] * 3 == states(results())


@pytest.mark.parametrize("answer", [page(200), page(502), page(503), page(403)])
def test_a_page_that_may_hide_an_order_leaves_it_unknown(list_of_three, batchsms, answer):
    """A proxy before the gateway answers with such pages too, after the gateway has accepted."""
    with answering(answer) as address:
        ended = batchsms(
            "send",
            list_of_three,
            *CAMPAIGN,
            *to(f"{address}/v1"),
            *("--settle-after", "0"),
            BATCHSMS_KEY="demo",
            BATCHSMS_HASH="demo",
        )

    assert (5, 3) == (ended.code, ended.json["unknown"]), ended.err


def test_an_address_that_answers_with_pages_binds_nothing(list_of_three, send, batchsms, sandbox, results):
    """The order may be behind the page: unknown, until the records of the right address tell."""
    with answering(page(200)) as address:
        wrong = batchsms("send", list_of_three, *CAMPAIGN, *to(address))

    assert (5, "wrong_address") == (wrong.code, wrong.json["error"]["code"]), wrong.err
    assert "hint: If the address was wrong, send the file again with --gateway-url https://" in wrong.err
    assert 0 == send("liste.campaign", "--settle-after", "0").code
    assert ["accepted"] * 3 == states(results())


def test_a_page_is_no_proof_once_the_gateway_was_reached(tmp_path, batchsms, send, sandbox):
    """After an order was accepted at an address, a 404 there may stand before the gateway: unknown."""
    a_list(tmp_path / "liste.csv", *people(2))
    begun = send("liste.csv", *CAMPAIGN, "--order-size", "1", "--limit", "1")
    sandbox.faults({"send": {"queue": [{"kind": "code", "code": 404}]}, "lists": {"unavailable": True}})
    again = send("liste.campaign", "--settle-after", "0")

    assert (4, 1) == (begun.code, begun.json["accepted"])
    assert (1, 0) == (again.json["accepted"], again.json["planned"])
    assert 5 == again.code
    assert ["accepted", "unknown"] == states(sheet(tmp_path / "liste.results.xlsx"))


@pytest.mark.parametrize("path", ["/send-sms", "/send-sms/json", "/get-report"])
def test_the_address_of_a_single_request_is_refused_before_anything(list_of_three, batchsms, sandbox, path):
    """The program adds the request to the address, so that it is said to leave it off."""
    ended = batchsms(
        "send", list_of_three, *CAMPAIGN, *to(sandbox.gateway_url + path), BATCHSMS_KEY="a", BATCHSMS_HASH="b"
    )

    assert (2, "bad_gateway") == (ended.code, ended.json["error"]["code"])
    assert f"--gateway-url {sandbox.gateway_url}" in ended.err
    assert [] == sandbox.orders()
