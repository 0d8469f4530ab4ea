"""One POST of an order → its outcome; one question → the gateway's answer.

Which outcome a reply or a failure has is one table, `_OF_CODE` and `_NOT_SENT`: all that is not
listed there may have been taken, so it is unknown. The code in the body decides; HTTP's alone
does not, except 429.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from batchsms import __version__
from batchsms.clock import Clock
from batchsms.gateway.xml import Reply, UnreadableReplyError, reply
from batchsms.i18n import _
from batchsms.numbers.masking import without_numbers

__all__ = ["Exchange", "Gateway", "Outcome", "UnansweredError", "Verdict", "is_on_this_machine", "judged"]

_LARGEST_REPLY = 16_000_000
_CONNECT_SECONDS = 10.0
_LONGEST_OFFSET = 100 * 365 * 86_400.0  # seconds; no clock is so wrong, and time itself has bounds
# An idle connection that the gateway closes under a request would be a false unknown.
_KEEPALIVE_SECONDS = 3.0


class Verdict(StrEnum):
    """What one answer means for the order that drew it, and for the others."""

    ACCEPTED = "accepted"
    """The gateway gave an order id."""
    REJECTED = "rejected"
    """The gateway said no to this order."""
    DIVISIBLE = "divisible"
    """The gateway said no, because of one of its numbers or texts."""
    HALTED = "halted"
    """Nothing was taken, and every other order would get the same answer."""
    NOT_TAKEN = "not_taken"
    """Nothing was taken; a later try may succeed."""
    UNKNOWN = "unknown"
    """The order may have been taken."""
    UNHEARD_OF = "unheard_of"
    """The order may have been taken: the code is none that this program knows; ask before going on."""


@dataclass(frozen=True)
class Outcome:
    """A verdict, with the code and words that led to it. `retry_after` is in seconds."""

    verdict: Verdict
    code: int | None = None
    order_id: str | None = None
    detail: str = ""
    http_status: int | None = None
    retry_after: float | None = None


@dataclass(frozen=True)
class Exchange:
    """What came back over HTTP. `retry_after` is in seconds."""

    http_status: int
    body: bytes
    retry_after: float | None = None


# The gateway's page, and for 468 to 470 the vendor's table of codes.
_OF_CODE = {
    200: Verdict.ACCEPTED,
    401: Verdict.HALTED,  # key, hash, IP address or the panel's switch
    402: Verdict.HALTED,  # balance
    429: Verdict.NOT_TAKEN,
    450: Verdict.HALTED,  # sender
    451: Verdict.REJECTED,  # the gateway's own guard against sending twice: never waited out
    452: Verdict.DIVISIBLE,  # numbers
    453: Verdict.DIVISIBLE,  # a text too long
    454: Verdict.DIVISIBLE,  # a text empty
    457: Verdict.HALTED,  # schedule
    468: Verdict.HALTED,  # İYS flag
    469: Verdict.HALTED,  # İYS list
    470: Verdict.HALTED,  # İYS brand code
    503: Verdict.NOT_TAKEN,  # in the gateway's own XML; a proxy's 503 has none
}
_SERVER_ERRORS = range(500, 600)

# Failures before the first byte of a request left. TLS and name failures are ConnectErrors.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class UnansweredError(Exception):
    """A question got no answer over HTTP."""


class Gateway:
    """The gateway of one run. `post` may be called from several threads.

    `timeout` is in seconds, and `clock_offset` how many of them the gateway's clock was ahead of ours
    at its last reply; None before there was any.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float,
        clock: Clock,
        transport: httpx.BaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url.rstrip("/")
        self.clock_offset: float | None = None
        self.timeout = timeout
        self._clock = clock
        self._monotonic = monotonic
        self._client = httpx.Client(
            transport=transport,
            timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT_SECONDS)),
            limits=httpx.Limits(keepalive_expiry=_KEEPALIVE_SECONDS),
            follow_redirects=False,
            # A proxy of the office network is no way to this machine itself.
            trust_env=not is_on_this_machine(url),
            headers={"Accept-Encoding": "identity", "User-Agent": f"batchsms/{__version__}"},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def post(self, body: bytes) -> Outcome:
        """Post one `send-sms` request and return what its answer means. Never raises for a failure."""
        try:
            return judged(self._exchange("send-sms", body, "text/xml; charset=utf-8"))
        except _NOT_SENT as error:
            return Outcome(Verdict.NOT_TAKEN, detail=_failure(error))
        except httpx.HTTPError as error:
            return Outcome(Verdict.UNKNOWN, detail=_failure(error))

    def ask(self, path: str, body: bytes, content_type: str) -> bytes:
        """Post a question that changes nothing, and return the body of its answer.

        Raises `UnansweredError`.
        """
        try:
            return self._exchange(path, body, content_type).body
        except httpx.HTTPError as error:
            raise UnansweredError(_failure(error)) from error

    def _exchange(self, path: str, body: bytes, content_type: str) -> Exchange:
        with self._client.stream(
            "POST", f"{self.url}/{path}", content=body, headers={"Content-Type": content_type}
        ) as response:
            self._observe(response.headers.get("Date"))
            return Exchange(response.status_code, self._read(response), self._retry_after(response))

    def _observe(self, date: str | None) -> None:
        if moment := _http_date(date):
            offset = (moment - self._clock()).total_seconds()
            if abs(offset) < _LONGEST_OFFSET:
                self.clock_offset = offset

    def _retry_after(self, response: httpx.Response) -> float | None:
        """Return the seconds that `Retry-After` asks for, given in seconds or as a date of its clock."""
        value = response.headers.get("Retry-After", "").strip()
        if value.isascii() and value.isdigit():
            return float(value)
        moment = _http_date(value)
        if moment is None:
            return None
        return max(0.0, (moment - self._clock()).total_seconds() - (self.clock_offset or 0.0))

    def _read(self, response: httpx.Response) -> bytes:
        """Return the reply, up to a size and within the time: a drip must not hold the run for ever."""
        deadline = self._monotonic() + self.timeout
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > _LARGEST_REPLY:
                break
            if self._monotonic() > deadline:
                raise httpx.ReadTimeout(_("the reply did not end in time"))
        return bytes(body)


def judged(exchange: Exchange) -> Outcome:
    """Return what a reply means for the order."""
    try:
        said = reply(exchange.body)
    except UnreadableReplyError as error:
        return _unreadable(exchange, error)
    unlisted = Verdict.UNKNOWN if said.code in _SERVER_ERRORS else Verdict.UNHEARD_OF
    verdict = _OF_CODE.get(said.code, unlisted)
    return Outcome(
        verdict,
        code=said.code,
        order_id=said.order_id if verdict is Verdict.ACCEPTED else None,
        detail=_words(said),
        http_status=exchange.http_status,
        retry_after=exchange.retry_after,
    )


_LONGEST_DETAIL = 300


def _unreadable(exchange: Exchange, error: UnreadableReplyError) -> Outcome:
    if exchange.http_status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome(
            Verdict.NOT_TAKEN,
            detail=_("too many requests"),
            http_status=exchange.http_status,
            retry_after=exchange.retry_after,
        )
    detail = _("HTTP {status} with an answer that cannot be read: {error}").format(
        status=exchange.http_status, error=error
    )
    return Outcome(Verdict.UNKNOWN, detail=detail, http_status=exchange.http_status)


def _words(said: Reply) -> str:
    if said.code == HTTPStatus.OK:
        return ""
    return without_numbers(said.message[:_LONGEST_DETAIL]) or _("code {code}").format(code=said.code)


# As the protocol's reader quotes bytes that it cannot read. They may be anything, our request too.
_QUOTED_BYTES = re.compile(r":? *\(?\b(?:bytearray|b)\(?['\"(].*", re.DOTALL)


def _failure(error: httpx.HTTPError) -> str:
    words = without_numbers(_QUOTED_BYTES.sub("", str(error))[:_LONGEST_DETAIL])
    return f"{type(error).__name__}: {words}" if words else type(error).__name__


def _http_date(date: str | None) -> datetime | None:
    try:
        moment = parsedate_to_datetime(date or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def is_on_this_machine(url: str) -> bool:
    """Return whether the host of an address is the loopback of this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
