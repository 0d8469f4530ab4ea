"""One POST of an order → its outcome.

Which outcome a reply or a failure has is one table, `_OF_CODE` and `_NOT_SENT`: all that is not
listed there may have been taken, so it is unknown. The code in the body decides; HTTP's alone
does not, except 429.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from ipaddress import ip_address
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from batchsms import __version__
from batchsms.wire import Reply, UnreadableReplyError, reply
from batchsms.words import _

__all__ = ["Gateway", "Outcome", "Verdict", "is_on_this_machine"]

_LARGEST_REPLY = 1_000_000
_CONNECT_SECONDS = 10.0
# An idle connection that the gateway closes under a request would be a false unknown.
_KEEPALIVE_SECONDS = 3.0


class Verdict(Enum):
    """What one answer means for the order that drew it, and for the others."""

    ACCEPTED = auto()
    """The gateway gave an order id."""
    REJECTED = auto()
    """The gateway said no to this order."""
    DIVISIBLE = auto()
    """The gateway said no, because of one of its numbers or texts."""
    HALTED = auto()
    """Nothing was taken, and every other order would get the same answer."""
    NOT_TAKEN = auto()
    """Nothing was taken; a later try may succeed."""
    UNKNOWN = auto()
    """The order may have been taken."""
    UNHEARD_OF = auto()
    """The order may have been taken: the code is none that this program knows; ask before going on."""


@dataclass(frozen=True)
class Outcome:
    """A verdict, with the code and words that led to it."""

    verdict: Verdict
    code: int | None = None
    order_id: str | None = None
    detail: str = ""
    http_status: int | None = None


# The gateway's page, and for 468 to 470 the vendor's table of codes.
_OF_CODE = {
    200: Verdict.ACCEPTED,
    401: Verdict.HALTED,  # key, hash, IP address or the panel's switch
    402: Verdict.HALTED,  # balance
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

# Failures before the first byte of a request left. TLS and name failures are ConnectErrors.
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class Gateway:
    """The gateway of one run. `post` may be called from several threads."""

    def __init__(
        self,
        url: str,
        *,
        timeout: float,
        transport: httpx.BaseTransport | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.url = url.rstrip("/")
        self._timeout = timeout
        self._monotonic = monotonic
        self._client = httpx.Client(
            transport=transport,
            timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT_SECONDS)),
            limits=httpx.Limits(keepalive_expiry=_KEEPALIVE_SECONDS),
            follow_redirects=False,
            # A proxy of the office network is no way to this machine itself.
            trust_env=not is_on_this_machine(url),
            headers={
                "Content-Type": "text/xml; charset=utf-8",
                "Accept": "text/xml",
                "Accept-Encoding": "identity",
                "User-Agent": f"batchsms/{__version__}",
            },
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
            with self._client.stream("POST", f"{self.url}/send-sms", content=body) as response:
                return judged(response.status_code, self._read(response))
        except _NOT_SENT as error:
            return Outcome(Verdict.NOT_TAKEN, detail=_failure(error))
        except httpx.HTTPError as error:
            return Outcome(Verdict.UNKNOWN, detail=_failure(error))

    def _read(self, response: httpx.Response) -> bytes:
        """Return the reply, up to a size and within the time: a drip must not hold the run for ever."""
        deadline = self._monotonic() + self._timeout
        body = bytearray()
        for piece in response.iter_raw():
            body += piece
            if len(body) > _LARGEST_REPLY:
                break
            if self._monotonic() > deadline:
                raise httpx.ReadTimeout(_("the reply did not end in time"))
        return bytes(body)


def judged(http_status: int, body: bytes) -> Outcome:
    """Return what a reply means for the order."""
    try:
        said = reply(body)
    except UnreadableReplyError as error:
        return _unreadable(http_status, error)
    unlisted = Verdict.UNKNOWN if said.code in _SERVER_ERRORS else Verdict.UNHEARD_OF
    verdict = _OF_CODE.get(said.code, unlisted)
    return Outcome(
        verdict,
        code=said.code,
        order_id=said.order_id if verdict is Verdict.ACCEPTED else None,
        detail=_words(said),
        http_status=http_status,
    )


_SERVER_ERRORS = range(500, 600)
_LONGEST_DETAIL = 300


def _unreadable(http_status: int, error: UnreadableReplyError) -> Outcome:
    if http_status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome(Verdict.NOT_TAKEN, detail=_("too many requests"), http_status=http_status)
    detail = _("HTTP {status} with an answer that cannot be read: {error}").format(
        status=http_status, error=error
    )
    return Outcome(Verdict.UNKNOWN, detail=detail, http_status=http_status)


def _words(said: Reply) -> str:
    return "" if said.code == HTTPStatus.OK else said.message[:_LONGEST_DETAIL]


def _failure(error: httpx.HTTPError) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def is_on_this_machine(url: str) -> bool:
    """Return whether the host of an address is the loopback of this machine."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
