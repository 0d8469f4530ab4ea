"""One POST of an order → its outcome; one question → the gateway's answer.

Which outcome a reply has is the table of `outcome`. Of failures, those of `_NOT_SENT` certainly sent
nothing; after any other the order may have been accepted.
"""

import re
import time
from collections.abc import Callable
from datetime import datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self

import httpx

from batchsms import __version__
from batchsms.clock import Clock
from batchsms.gateway.address import is_on_this_machine
from batchsms.gateway.outcome import Exchange, Outcome, Verdict, judge, speaks_tls
from batchsms.i18n import _
from batchsms.numbers.masking import without_numbers

__all__ = ["Gateway", "UnansweredError"]

_LARGEST_REPLY = 16_000_000
_LONGEST_DETAIL = 300
_NO_HTTP = "illegal request line"  # of an answer that begins with a control character, as one in TLS does
_CONNECT_SECONDS = 10.0
_LONGEST_OFFSET = 100 * 365 * 86_400.0  # seconds; no clock is so wrong, and time itself has bounds
# An idle connection that the gateway closes under a request would be a false unknown.
_KEEPALIVE_SECONDS = 3.0


# Failures before the first byte of a request left. TLS and name failures are ConnectErrors.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class UnansweredError(Exception):
    """A question got no answer over HTTP. `is_sent` is False where it certainly never left."""

    def __init__(self, message: str, *, is_sent: bool = True) -> None:
        super().__init__(message)
        self.is_sent = is_sent


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
            return judge(self._exchange("send-sms", body, "text/xml; charset=utf-8"))
        except _NOT_SENT as error:
            return Outcome(Verdict.NOT_TAKEN, detail=_failure(error))
        except httpx.HTTPError as error:
            if self.url.startswith("http:") and _NO_HTTP in str(error):
                return Outcome(Verdict.ELSEWHERE, detail=speaks_tls())
            return Outcome(Verdict.UNKNOWN, detail=_failure(error))

    def ask(self, path: str, body: bytes, content_type: str) -> bytes:
        """Post a question that changes nothing, and return the body of its answer.

        Raises `UnansweredError`.
        """
        try:
            return self._exchange(path, body, content_type).body
        except _NOT_SENT as error:
            raise UnansweredError(_failure(error), is_sent=False) from error
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
                raise httpx.ReadTimeout(_("The answer did not end in time"))
        return bytes(body)


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
