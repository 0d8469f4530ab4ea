"""The gateway's answer to one order → what it means for the order: one table, `_OF_CODE`.

All that is not listed there may have been accepted, so it is unknown. The code in the body decides;
HTTP's alone does not, except 429.
"""

from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from batchsms.gateway.codes import BAD_NUMBERS, DUPLICATE
from batchsms.gateway.xml import Reply, UnreadableReplyError, reply
from batchsms.i18n import _
from batchsms.numbers.masking import without_numbers

__all__ = [
    "Exchange",
    "Outcome",
    "Verdict",
    "judge",
    "speaks_tls",
    "state_of_first_post",
]

_LONGEST_DETAIL = 300


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
    ELSEWHERE = "elsewhere"
    """What answered is not this gateway: there is no `send-sms` at the address."""
    PAGE = "page"
    """A web page, which is no answer of the gateway: the order may have been taken behind it."""
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
    DUPLICATE: Verdict.REJECTED,  # the gateway's own guard against sending twice: never waited out
    BAD_NUMBERS: Verdict.DIVISIBLE,  # numbers
    453: Verdict.DIVISIBLE,  # a text too long
    454: Verdict.DIVISIBLE,  # a text empty
    457: Verdict.HALTED,  # schedule
    468: Verdict.HALTED,  # İYS flag
    469: Verdict.HALTED,  # İYS list
    470: Verdict.HALTED,  # İYS brand code
    503: Verdict.NOT_TAKEN,  # in the gateway's own XML; a proxy's 503 has none
}
_SERVER_ERRORS = range(500, 600)
# As HTTP's status of whatever answers, and as the gateway's own code: wrong address, or wrong method.
_NO_SUCH_ADDRESS = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED})
_SPEAKS_TLS = b"HTTPS port"  # as nginx and Apache name it in their page, with status 400

_STATES = {
    Verdict.ACCEPTED: "accepted",
    Verdict.REJECTED: "rejected",
    Verdict.DIVISIBLE: "rejected",
    Verdict.HALTED: "planned",
    Verdict.NOT_TAKEN: "planned",
    Verdict.ELSEWHERE: "planned",
    Verdict.UNKNOWN: "unknown",
    Verdict.PAGE: "unknown",
    Verdict.UNHEARD_OF: "unknown",
}


def state_of_first_post(verdict: Verdict) -> str:
    """Return the state that an order has after its first post; what can be divided is divided elsewhere."""
    return _STATES[verdict]


def judge(exchange: Exchange) -> Outcome:
    """Return what a reply means for the order."""
    try:
        said = reply(exchange.body)
    except UnreadableReplyError as error:
        return _unreadable(exchange, error)
    verdict = _OF_CODE.get(said.code) or _unlisted(said.code)
    return Outcome(
        verdict,
        code=said.code,
        order_id=said.order_id if verdict is Verdict.ACCEPTED else None,
        detail=_words(said),
        http_status=exchange.http_status,
        retry_after=exchange.retry_after,
    )


def _unlisted(code: int) -> Verdict:
    if code in _NO_SUCH_ADDRESS:
        return Verdict.ELSEWHERE
    return Verdict.UNKNOWN if code in _SERVER_ERRORS else Verdict.UNHEARD_OF


def _unreadable(exchange: Exchange, error: UnreadableReplyError) -> Outcome:
    if exchange.http_status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome(
            Verdict.NOT_TAKEN,
            detail=_("Too many requests"),
            http_status=exchange.http_status,
            retry_after=exchange.retry_after,
        )
    if exchange.http_status in _NO_SUCH_ADDRESS:
        detail = _("HTTP {status}, there is no such page").format(status=exchange.http_status)
        return Outcome(Verdict.ELSEWHERE, detail=detail, http_status=exchange.http_status)
    if exchange.http_status == HTTPStatus.BAD_REQUEST and _SPEAKS_TLS in exchange.body:
        return Outcome(Verdict.ELSEWHERE, detail=speaks_tls(), http_status=exchange.http_status)
    detail = _("HTTP {status} with an answer that cannot be read: {error}").format(
        status=exchange.http_status, error=error
    )
    # A proxy's page with 5xx tells of trouble behind it, at which the gateway may well be.
    is_page = exchange.http_status not in _SERVER_ERRORS and _is_html(exchange.body)
    verdict = Verdict.PAGE if is_page else Verdict.UNKNOWN
    return Outcome(verdict, detail=detail, http_status=exchange.http_status)


def _is_html(body: bytes) -> bool:
    return body[:1_000].lstrip().lower().startswith((b"<!doctype html", b"<html"))


def speaks_tls() -> str:
    """Return what is said of an address that wants https where http was used."""
    return _("The address answers https, not http")


def _words(said: Reply) -> str:
    if said.code == HTTPStatus.OK:
        return ""
    return without_numbers(said.message[:_LONGEST_DETAIL]) or _("Code {code}").format(code=said.code)
