import time
from xml.etree.ElementTree import XML, ParseError

import httpx
import pytest

from batchsms.sandbox.faults import KINDS, Ending, Fault, ListFaults, Schedule

TAKEN = sorted(name for name, kind in KINDS.items() if kind.taken)
NOT_TAKEN = sorted(KINDS.keys() - TAKEN)


@pytest.fixture
def meet(sandbox, client, order_xml):
    """Give a function that posts an order into a fault."""

    def meet(kind, *, timeout=5.0, **options):
        sandbox.faults.send = Schedule.of(Fault(kind, **options))
        return client.post("/v1/send-sms", content=order_xml(), timeout=timeout)

    return meet


def test_the_kinds_of_faults_are_these():
    """The names are a promise: scripts set faults by them."""
    assert TAKEN == [
        "drop_after",
        "garbage",
        "http_500_after",
        "http_503_html_after",
        "http_503_xml_after",
        "slow_drip",
        "stall",
        "truncated",
    ]
    assert NOT_TAKEN == [
        "code",
        "drop_before",
        "html",
        "http_429_plain",
        "http_429_xml",
        "http_500",
        "http_503_html",
        "http_503_xml",
        "redirect",
        "stall_before",
    ]


@pytest.mark.parametrize(
    ("kind", "taken", "status", "content_type", "begins"),
    [
        ("http_500", 0, 500, "text/plain", b"Internal Server Error"),
        ("http_500_after", 1, 500, "text/plain", b"Internal Server Error"),
        ("http_503_xml", 0, 503, "text/xml", b"<?xml"),
        ("http_503_xml_after", 1, 503, "text/xml", b"<?xml"),
        ("http_503_html", 0, 503, "text/html", b"<!DOCTYPE html>"),
        ("http_503_html_after", 1, 503, "text/html", b"<!DOCTYPE html>"),
        ("http_429_xml", 0, 429, "text/xml", b"<?xml"),
        ("http_429_plain", 0, 429, "text/plain", b"Too Many Requests"),
        ("garbage", 1, 200, "text/xml", b"\x1f\x8b"),
        ("html", 0, 200, "text/html", b"<!DOCTYPE html>"),
        ("redirect", 0, 307, "text/plain", b""),
    ],
)
def test_a_fault_answers_in_the_gateways_place(sandbox, meet, kind, taken, status, content_type, begins):
    """Each answer has its status, its type and its body, and the order was taken or not as the name says."""
    answer = meet(kind)
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == f"{content_type}; charset=utf-8"
    assert answer.content.startswith(begins)
    assert len(sandbox.account.orders) == taken


@pytest.mark.parametrize(("kind", "taken"), [("drop_before", 0), ("drop_after", 1)])
def test_a_connection_can_drop(sandbox, meet, kind, taken):
    """The client sees its connection end without an answer, whether the order was taken or not."""
    with pytest.raises(httpx.RemoteProtocolError):
        meet(kind)
    assert len(sandbox.account.orders) == taken


@pytest.mark.parametrize(("kind", "taken"), [("stall_before", 0), ("stall", 1)])
def test_an_answer_can_stall(sandbox, meet, kind, taken):
    """The client waits in vain until it gives up."""
    with pytest.raises(httpx.ReadTimeout):
        meet(kind, timeout=0.05)
    assert len(sandbox.account.orders) == taken


@pytest.mark.parametrize(("kind", "status"), [("stall_before", 503), ("stall", 200)])
def test_a_stall_can_end(meet, kind, status):
    """After its seconds a stalled order is answered, as taken or as not."""
    assert meet(kind, seconds=0.01).status_code == status


def test_an_answer_can_be_cut_short(sandbox, meet):
    """Half an answer looks like an ordinary one: nothing tells the length, and the connection closes."""
    answer = meet("truncated")
    assert answer.status_code == 200
    assert not {"Content-Length", "Transfer-Encoding"} & answer.headers.keys()
    assert answer.headers["Connection"] == "close"
    with pytest.raises(ParseError):
        XML(answer.content)
    assert len(sandbox.account.orders) == 1


def test_an_answer_can_drip(sandbox, meet):
    """A slow answer is the true one, over the seconds asked for."""
    began = time.monotonic()
    answer = meet("slow_drip", seconds=0.1)
    assert time.monotonic() - began >= 0.1
    assert XML(answer.content).findtext("order/id") == sandbox.account.orders[0].id


@pytest.mark.parametrize("code", [402, 451, 999])
def test_a_code_can_be_forced(sandbox, meet, code):
    """The gateway's own XML with a code of choice, known or not; nothing is taken."""
    answer = meet("code", code=code)
    assert answer.status_code == code
    assert XML(answer.content).findtext("status/code") == str(code)
    assert not sandbox.account.orders


@pytest.mark.parametrize("kind", ["http_429_xml", "http_429_plain", "http_503_xml"])
def test_a_fault_can_ask_for_patience(meet, kind):
    """A Retry-After header says how many seconds to wait."""
    assert meet(kind, retry_after=7).headers["Retry-After"] == "7"
    assert "Retry-After" not in meet(kind).headers


def test_a_redirect_that_is_followed_shows(sandbox, client, meet, order_xml):
    """A redirect leads to a place that counts its visitors."""
    meet("redirect")
    assert "elsewhere" not in sandbox.counts
    sandbox.faults.send = Schedule.of("redirect")
    client.post("/v1/send-sms", content=order_xml(), follow_redirects=True)
    assert sandbox.counts["elsewhere"] == 1


def test_a_fault_meets_one_request(sandbox, send, order_xml):
    """After the queue of faults the gateway answers as ever."""
    sandbox.faults.send = Schedule.of("http_500", "http_503_xml")
    assert [send(order_xml()).status_code for _ in range(3)] == [500, 503, 200]


def test_a_fault_meets_a_planned_request(sandbox, send, order_xml):
    """A plan names requests by their number, from 1."""
    sandbox.faults.send = Schedule(plan={2: Fault("http_500")})
    statuses = [send(order_xml((text, "5301234567"))).status_code for text in "abc"]
    assert statuses == [200, 500, 200]


def test_faults_of_reports_are_their_own(sandbox, client, send, order_xml, report_xml, list_json):
    """Reports and the list have a schedule of their own, counted together; sending is not touched."""
    sandbox.faults.reports = Schedule(plan={1: Fault("html"), 2: Fault("http_500")})
    assert send(order_xml()).status_code == 200
    assert client.post("/v1/get-report", content=report_xml("1")).content.startswith(b"<!DOCTYPE html>")
    assert client.post("/v1/get-reports/json", json=list_json()).status_code == 500
    assert client.post("/v1/get-reports/json", json=list_json()).status_code == 200


def test_chance_can_be_had_again():
    """Chance depends on the seed and the request's number, and comes as often as it should."""
    schedule = Schedule(chances={"drop_after": 0.1, "http_500": 0.2}, seed=7)
    drawn = [schedule.draw(number) for number in range(1, 2001)]
    again = Schedule(chances={"drop_after": 0.1, "http_500": 0.2}, seed=7)
    assert [again.draw(number) for number in range(1, 2001)] == drawn
    assert drawn.count(Fault("drop_after")) == pytest.approx(200, abs=40)
    assert drawn.count(Fault("http_500")) == pytest.approx(400, abs=60)
    assert drawn != [Schedule(chances=schedule.chances, seed=8).draw(number) for number in range(1, 2001)]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Fault("explode"),
        lambda: Fault("code"),
        lambda: Fault("http_500", code=500),
        lambda: Fault("code", code=1000),
        lambda: Fault("stall", seconds=-1),
        lambda: Schedule(chances={"explode": 0.1}),
        lambda: Schedule(chances={"http_500": 0.6, "html": 0.6}),
        lambda: Schedule(chances={"http_500": -0.1}),
        lambda: ListFaults(lag_seconds=-1),
    ],
)
def test_a_fault_that_makes_no_sense_is_refused(make):
    """Unknown kinds, codes that HTTP cannot carry and chances beyond 1 raise ValueError."""
    with pytest.raises(ValueError, match=r"."):
        make()


def test_every_fault_that_answers_has_an_answer():
    """A kind has an answer of its own exactly if it is one that answers."""
    assert all((kind.reply is not None) == (kind.ending is Ending.REPLY) for kind in KINDS.values())
