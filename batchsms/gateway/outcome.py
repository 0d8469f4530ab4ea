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

_STATES = {
    Verdict.ACCEPTED: "accepted",
    Verdict.REJECTED: "rejected",
    Verdict.DIVISIBLE: "rejected",
    Verdict.HALTED: "planned",
    Verdict.NOT_TAKEN: "planned",
    Verdict.UNKNOWN: "unknown",
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


def _unreadable(exchange: Exchange, error: UnreadableReplyError) -> Outcome:
    if exchange.http_status == HTTPStatus.TOO_MANY_REQUESTS:
        return Outcome(
            Verdict.NOT_TAKEN,
            detail=_("Too many requests"),
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
    return without_numbers(said.message[:_LONGEST_DETAIL]) or _("Code {code}").format(code=said.code)
