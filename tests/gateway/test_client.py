from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from batchsms.gateway.address import is_on_this_machine
from batchsms.gateway.client import Gateway, UnansweredError
from batchsms.gateway.outcome import Verdict

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
TIMEOUT = 30.0
NUMBER = "905300000001"
BODY = f"<request><key>a-key</key><hash>a-hash</hash><number>{NUMBER}</number></request>".encode()
YES = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<response><status><code>200</code>'
    "<message>İşlem başarılı</message></status><order><id>312891245</id></order></response>"
).encode()
ACCEPTED, REJECTED, DIVISIBLE, HALTED = (
    Verdict.ACCEPTED,
    Verdict.REJECTED,
    Verdict.DIVISIBLE,
    Verdict.HALTED,
)
NOT_TAKEN, UNKNOWN, UNHEARD_OF = Verdict.NOT_TAKEN, Verdict.UNKNOWN, Verdict.UNHEARD_OF
ELSEWHERE, PAGE = Verdict.ELSEWHERE, Verdict.PAGE


class Stepping:
    """A clock of seconds that goes on when it is told to."""

    def __init__(self):
        self.seconds = 0.0

    def __call__(self):
        """Give the seconds so far."""
        return self.seconds


class Dripping(httpx.SyncByteStream):
    """A body that comes piece by piece, each after some seconds."""

    def __init__(self, pieces, clock, seconds=0.0):
        self.pieces, self.clock, self.seconds, self.given = pieces, clock, seconds, 0

    def __iter__(self):
        for piece in self.pieces:
            self.clock.seconds += self.seconds
            self.given += len(piece)
            yield piece


def a_gateway(handler, monotonic=None):
    """Make a gateway whose requests a function answers."""
    return Gateway(
        "https://gateway.test/v1",
        timeout=TIMEOUT,
        clock=lambda: NOW,
        transport=httpx.MockTransport(handler),
        monotonic=monotonic or Stepping(),
    )


def outcome(status, content=b"", **headers):
    """Post once and give the outcome of that answer."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    body = httpx.ByteStream(content)
    with a_gateway(lambda _request: httpx.Response(status, headers=headers, stream=body)) as gateway:
        return gateway.post(BODY)


def own(code, message="Açıklama", after=""):
    """Write the gateway's own answer."""
    status = f"<status><code>{code}</code><message>{message}</message></status>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<response>{status}{after}</response>'.encode()


def failure(error):
    """Post once and give the outcome of that failure."""

    def fail(request):
        raise error

    with a_gateway(fail) as gateway:
        return gateway.post(BODY)


# --- the table

OUTCOMES = [
    (ACCEPTED, 200, 200, YES),
    (UNKNOWN, None, 200, own(200)),
    (UNHEARD_OF, 400, 400, own(400)),
    (HALTED, 401, 401, own(401)),
    (HALTED, 402, 402, own(402)),
    (ELSEWHERE, 404, 404, own(404)),
    (ELSEWHERE, 405, 200, own(405)),
    (NOT_TAKEN, 429, 429, own(429)),
    (NOT_TAKEN, None, 429, b"Too Many Requests"),
    (NOT_TAKEN, None, 429, b""),
    (HALTED, 450, 450, own(450)),
    (REJECTED, 451, 451, own(451)),
    (DIVISIBLE, 452, 452, own(452)),
    (DIVISIBLE, 453, 453, own(453)),
    (DIVISIBLE, 454, 454, own(454)),
    (HALTED, 457, 457, own(457)),
    (HALTED, 468, 468, own(468)),
    (HALTED, 469, 469, own(469)),
    (HALTED, 470, 470, own(470)),
    (UNHEARD_OF, 474, 474, own(474)),
    (UNKNOWN, 500, 500, own(500)),
    (UNKNOWN, None, 500, b"Internal Server Error"),
    (UNKNOWN, 502, 502, own(502)),
    (NOT_TAKEN, 503, 503, own(503)),
    (UNKNOWN, None, 503, b"<html><body>503 Service Temporarily Unavailable</body></html>"),
    (UNKNOWN, None, 503, b""),
    (UNHEARD_OF, 999, 999, own(999)),
    # HTTP says another thing than the body: the body's code decides.
    (ACCEPTED, 200, 500, YES),
    (ACCEPTED, 200, 429, YES),
    (DIVISIBLE, 452, 200, own(452)),
    (REJECTED, 451, 400, own(451)),
    (NOT_TAKEN, 503, 200, own(503)),
    (UNKNOWN, 500, 200, own(500)),
    (HALTED, 402, 503, own(402)),
    (UNHEARD_OF, 400, 503, own(400)),
    # Nothing that the gateway would say.
    (UNKNOWN, None, 200, b""),
    (UNKNOWN, None, 200, b"OK"),
    (UNKNOWN, None, 200, b"\x1f\x8b\x08\x00<response>\xff"),
    (PAGE, None, 200, b"<html><head><title>Welcome</title></head></html>"),
    (UNKNOWN, None, 401, b"Unauthorized"),
    (UNKNOWN, None, 452, b""),
    (ELSEWHERE, None, 404, b"<html>no such page</html>"),
    (ELSEWHERE, None, 404, b""),
    (ELSEWHERE, None, 405, b"Method Not Allowed"),
    (ELSEWHERE, None, 400, b"<html>The plain HTTP request was sent to HTTPS port</html>"),
    (PAGE, None, 400, b"<html>Bad Request</html>"),
    (PAGE, None, 407, b"<html>log in to the proxy</html>"),
    (UNKNOWN, None, 204, b""),
    (UNKNOWN, None, 301, b""),
]


@pytest.mark.parametrize(("verdict", "code", "status", "content"), OUTCOMES)
def test_each_answer_means_one_thing(verdict, code, status, content):
    """What an answer means stands in one table: what is not certain is unknown."""
    got = outcome(status, content)
    assert (verdict, code, status) == (got.verdict, got.code, got.http_status)


def test_an_accepted_order_has_the_gateways_id():
    """Code 200 comes with the order's id, and only an accepted order has one."""
    refused = own(452, after="<order><id>7</id></order>")
    assert ("312891245", None) == (outcome(200, YES).order_id, outcome(452, refused).order_id)


def test_an_answer_cut_short_anywhere_is_unknown():
    """However little of a success is missing, it is none."""
    assert {UNKNOWN} == {outcome(200, YES[:length]).verdict for length in range(len(YES))}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status):
    """An order goes to the gateway's address and nowhere else."""
    asked = []

    def elsewhere(request):
        asked.append(str(request.url))
        headers = {"Location": "https://elsewhere.test/v1/send-sms"}
        return httpx.Response(status, headers=headers, stream=httpx.ByteStream(b""))

    with a_gateway(elsewhere) as gateway:
        assert UNKNOWN == gateway.post(BODY).verdict
    assert ["https://gateway.test/v1/send-sms"] == asked


def test_a_post_carries_the_body_and_says_what_it_is():
    """The bytes go as they are, as XML in UTF-8, and no compressed answer is asked for."""
    asked = []

    def answer(request):
        asked.append(request)
        return httpx.Response(200, stream=httpx.ByteStream(YES))

    with a_gateway(answer) as gateway:
        gateway.post(BODY)
    assert (BODY, "POST") == (asked[0].content, asked[0].method)
    assert ("text/xml; charset=utf-8", "identity") == (
        asked[0].headers["Content-Type"],
        asked[0].headers["Accept-Encoding"],
    )


# --- failures

FAILURES = {
    httpx.HTTPError: UNKNOWN,
    httpx.RequestError: UNKNOWN,
    httpx.TransportError: UNKNOWN,
    httpx.TimeoutException: UNKNOWN,
    httpx.ConnectTimeout: NOT_TAKEN,
    httpx.ReadTimeout: UNKNOWN,
    httpx.WriteTimeout: UNKNOWN,
    httpx.PoolTimeout: NOT_TAKEN,
    httpx.NetworkError: UNKNOWN,
    httpx.ConnectError: NOT_TAKEN,
    httpx.ReadError: UNKNOWN,
    httpx.WriteError: UNKNOWN,
    httpx.CloseError: UNKNOWN,
    httpx.ProxyError: NOT_TAKEN,
    httpx.UnsupportedProtocol: UNKNOWN,
    httpx.ProtocolError: UNKNOWN,
    httpx.LocalProtocolError: UNKNOWN,
    httpx.RemoteProtocolError: UNKNOWN,
    httpx.DecodingError: UNKNOWN,
    httpx.TooManyRedirects: UNKNOWN,
    httpx.HTTPStatusError: UNKNOWN,
}


def all_of(error):
    """List an exception and all that are one."""
    return [error, *(found for below in error.__subclasses__() for found in all_of(below))]


def raised(error):
    """Make an exception of httpx, whatever it is made of."""
    request = httpx.Request("POST", "https://gateway.test")
    if error is httpx.HTTPStatusError:
        return error("no", request=request, response=httpx.Response(500))
    return error("no")


def test_every_failure_that_httpx_knows_is_decided_about():
    """A failure that a new httpx adds must be put into the table before it is used."""
    assert set(FAILURES) == {error for error in all_of(httpx.HTTPError) if error.__module__ == "httpx"}


@pytest.mark.parametrize(("error", "verdict"), FAILURES.items())
def test_each_failure_means_one_thing(error, verdict):
    """Only what failed before the first byte left was taken for certain by nobody."""
    got = failure(raised(error))
    assert (verdict, None, None) == (got.verdict, got.code, got.http_status)
    assert got.detail.startswith(error.__name__)


@pytest.mark.parametrize("error", FAILURES)
def test_a_question_that_fails_is_unanswered(error):
    """A question gets an answer, or one exception, whatever went wrong."""

    def fail(_request):
        raise raised(error)

    with a_gateway(fail) as gateway, pytest.raises(UnansweredError):
        gateway.ask("get-report", b"", "text/xml")


# --- how long, how large


def test_a_reply_that_drips_is_given_up():
    """An answer that comes byte by byte holds the run no longer than the timeout, and is unknown."""
    clock = Stepping()
    drip = Dripping([YES[at : at + 1] for at in range(len(YES))], clock, seconds=1.0)
    with a_gateway(lambda _request: httpx.Response(200, stream=drip), clock) as gateway:
        got = gateway.post(BODY)
    assert (UNKNOWN, 31) == (got.verdict, drip.given)


def test_a_reply_that_is_slow_but_in_time_is_read():
    """An answer in pieces that ends within the timeout is an answer."""
    clock = Stepping()
    drip = Dripping([YES[:50], YES[50:]], clock, seconds=14.0)
    with a_gateway(lambda _request: httpx.Response(200, stream=drip), clock) as gateway:
        assert ACCEPTED == gateway.post(BODY).verdict


def test_an_enormous_reply_is_not_read_to_its_end():
    """A reply without end fills no memory: after some megabytes it is unreadable."""
    endless = Dripping((b" " * 1_000_000 for _ in range(100_000)), Stepping())
    with a_gateway(lambda _request: httpx.Response(200, stream=endless)) as gateway:
        got = gateway.post(BODY)
    assert (UNKNOWN, True) == (got.verdict, endless.given < 20_000_000)


# --- what the headers say


@pytest.mark.parametrize(
    ("seconds", "value"),
    [
        (7.0, "7"),
        (0.0, "0"),
        (90.0, "Mon, 02 Mar 2026 07:01:30 GMT"),
        (0.0, "Mon, 02 Mar 2026 06:00:00 GMT"),
        (None, ""),
        (None, "-5"),
        (None, "1.5"),
        (None, "\u0667"),
        (None, "soon"),
        (None, "Mon, 99 Foo 2026 07:01:30"),
    ],
)
def test_retry_after_is_seconds_or_a_date(seconds, value):
    """The pause that the gateway asks for is read in both of HTTP's forms; rubbish asks for none."""
    raw = [(b"Retry-After", value.encode())]
    body = httpx.ByteStream(own(503))
    with a_gateway(lambda _request: httpx.Response(503, headers=raw, stream=body)) as gateway:
        assert seconds == gateway.post(BODY).retry_after


def test_a_retry_after_date_is_read_by_the_gateways_clock():
    """A pause until a moment is as long as the gateway means it, also where our clock is wrong."""
    got = outcome(
        503, own(503), Date="Mon, 02 Mar 2026 10:00:00 GMT", Retry_After="Mon, 02 Mar 2026 10:00:20 GMT"
    )
    assert 20.0 == got.retry_after


@pytest.mark.parametrize(
    ("offset", "date"),
    [
        (0.0, "Mon, 02 Mar 2026 07:00:00 GMT"),
        (10_800.0, "Mon, 02 Mar 2026 10:00:00 GMT"),
        (-10_800.0, "Mon, 02 Mar 2026 07:00:00 +0300"),
        (None, ""),
        (None, "rubbish"),
        (None, "Mon, 02 Mar 2026 07:00:00 -0000"),
        (None, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (None, "Mon, 02 Foo 2026 99:00:00 GMT"),
    ],
)
def test_the_gateways_clock_is_that_of_its_last_answer(offset, date):
    """The Date of an answer tells how far the gateway's clock is ahead; one without sense tells nothing."""
    body = httpx.ByteStream(b"")
    with a_gateway(lambda _request: httpx.Response(500, headers={"Date": date}, stream=body)) as gateway:
        gateway.post(BODY)
        assert offset == gateway.clock_offset


header = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40)


@given(header, header)
@example("Thu, 01 Jan 1970 00:00:00 +9999", "9" * 400)
@example("Sat, 01 Jan 0000 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 -2359")
def test_no_header_breaks_a_post(date, retry_after):
    """Whatever the headers hold, the answer is read."""
    raw = [(b"Date", date.encode("latin-1")), (b"Retry-After", retry_after.encode("latin-1"))]
    with a_gateway(
        lambda _request: httpx.Response(200, headers=raw, stream=httpx.ByteStream(YES))
    ) as gateway:
        assert ACCEPTED == gateway.post(BODY).verdict
        assert NOW + timedelta(seconds=gateway.clock_offset or 0.0) < NOW.replace(year=2200)


# --- what is said of it


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("Mesaj alıcıları hatalı: …", f"Mesaj alıcıları hatalı: {NUMBER}"),
        ("+… ve … hatalı", "+90 530 000 00 01 ve 530-000-0002 hatalı"),
        ("(…) x", "(0530 000 00 03) x"),
        ("en fazla 50000, 20260302", "en fazla 50000, 20260302"),
        ("Code 452", ""),
    ],
)
def test_the_gateways_words_are_kept_without_numbers(said, message):
    """The gateway's own words explain an outcome; a phone number among them is left out."""
    assert said == outcome(452, own(452, message)).detail


def test_long_words_are_cut():
    """What is kept of the gateway's words has a length."""
    assert 300 == len(outcome(452, own(452, "x" * 5000)).detail)


@pytest.mark.parametrize(
    ("detail", "message"),
    [
        ("RemoteProtocolError: illegal status line", f"illegal status line: bytearray({BODY!r})"),
        ("RemoteProtocolError: illegal header line", f"illegal header line: {BODY!r}"),
        ("RemoteProtocolError: Server disconnected", "Server disconnected"),
        ("RemoteProtocolError", ""),
    ],
)
def test_a_failure_quotes_no_bytes(detail, message):
    """A server that sends our request back does not get it into the file or onto the screen."""
    assert detail == failure(httpx.RemoteProtocolError(message)).detail


@pytest.mark.parametrize(("_verdict", "_code", "status", "content"), OUTCOMES)
def test_no_outcome_tells_a_secret(_verdict, _code, status, content):
    """No credential and no number stands in what is said of any answer."""
    said = repr(outcome(status, content.replace("Açıklama".encode(), NUMBER.encode())))
    assert [] == [secret for secret in ("a-key", "a-hash", NUMBER, NUMBER[2:]) if secret in said]


@pytest.mark.parametrize(
    ("here", "url"),
    [
        (True, "http://localhost:8080/v1"),
        (True, "http://127.0.0.1/v1"),
        (True, "http://127.9.9.9/v1"),
        (True, "http://[::1]:8080/v1"),
        (False, "https://api.iletimerkezi.com/v1"),
        (False, "http://127.0.0.1.evil.test/v1"),
        (False, "http://10.0.0.1/v1"),
        (False, ""),
    ],
)
def test_this_machine_is_told_from_others(here, url):
    """Only a loopback address is this machine."""
    assert here == is_on_this_machine(url)
