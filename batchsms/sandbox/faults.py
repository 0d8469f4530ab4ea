"""What can go wrong between a program and the gateway, as values: kinds of faults, and when they come.

A fault either comes before the order is taken or after it; to the program that posted, both look the same.
That is why most kinds exist in both forms.
"""

import random
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from batchsms.sandbox import replies
from batchsms.sandbox.replies import Reply


class Ending(StrEnum):
    """How the exchange goes on once the fault has come."""

    DROP = "drop"
    """The connection is aborted without an answer."""
    STALL = "stall"
    """No answer until the client gives up, or until `seconds` have passed."""
    CUT = "cut"
    """Half of the true answer, on a connection that closes without a word about the length."""
    DRIP = "drip"
    """The true answer, byte by byte, over `seconds`."""
    REPLY = "reply"
    """An answer that is not the gateway's own."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a fault does: whether the order is taken first, and how the exchange ends."""

    taken: bool
    ending: Ending
    reply: Reply | None = None


def _plain(status: int, text: bytes) -> Reply:
    return Reply(status, "text/plain; charset=utf-8", text)


def _page(status: int, title: bytes) -> Reply:
    page = b"<!DOCTYPE html><html><head><title>%b</title></head><body><h1>%b</h1></body></html>"
    return Reply(status, "text/html; charset=utf-8", page % (title, title))


def _before(reply: Reply) -> Kind:
    return Kind(taken=False, ending=Ending.REPLY, reply=reply)


def _after(reply: Reply) -> Kind:
    return Kind(taken=True, ending=Ending.REPLY, reply=reply)


_PLAIN_500 = _plain(500, b"Internal Server Error")
_HTML_503 = _page(503, b"503 Service Temporarily Unavailable")

ELSEWHERE = "/sandbox/elsewhere"
"""Where a redirect leads: a request that arrives there is counted, and none should."""

KINDS: Mapping[str, Kind] = {
    "drop_before": Kind(taken=False, ending=Ending.DROP),
    "drop_after": Kind(taken=True, ending=Ending.DROP),
    "stall_before": Kind(taken=False, ending=Ending.STALL),
    "stall": Kind(taken=True, ending=Ending.STALL),
    "truncated": Kind(taken=True, ending=Ending.CUT),
    "slow_drip": Kind(taken=True, ending=Ending.DRIP),
    "http_500": _before(_PLAIN_500),
    "http_500_after": _after(_PLAIN_500),
    "http_503_xml": _before(replies.status(503)),
    "http_503_xml_after": _after(replies.status(503)),
    "http_503_html": _before(_HTML_503),
    "http_503_html_after": _after(_HTML_503),
    "http_429_xml": _before(replies.status(429)),
    "http_429_plain": _before(_plain(429, b"Too Many Requests")),
    "code": _before(replies.status(400)),
    "garbage": _after(Reply(200, "text/xml; charset=utf-8", b"\x1f\x8b\x08\x00<response><status>\xff\xfe")),
    "html": _before(_page(200, b"Welcome")),
    "redirect": _before(Reply(307, "text/plain; charset=utf-8", b"", headers={"Location": ELSEWHERE})),
}
"""Every kind by its name. In `code`, the fault's own code takes the place of 400."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: its kind's name, and what that kind needs.

    `seconds`: how long a stall lasts (None: until the client gives up) or a drip takes (None: 1 second).
    `code`: the vendor code, and HTTP status, of the kind `code`. `retry_after`: seconds, sent as
    `Retry-After`.
    """

    kind: str
    seconds: float | None = None
    code: int | None = None
    retry_after: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no fault {self.kind}; there are {', '.join(KINDS)}")
        if (self.code is None) == (self.kind == "code"):
            raise ValueError("the fault code, and no other, needs a code")
        if self.code is not None and self.code not in range(200, 1000):
            raise ValueError("a code is a number from 200 to 999")
        if self.seconds is not None and self.seconds < 0:
            raise ValueError("seconds are not negative")

    @property
    def taken(self) -> bool:
        """Whether the order is taken before the fault comes."""
        return KINDS[self.kind].taken

    @property
    def ending(self) -> Ending:
        """How the exchange ends."""
        return KINDS[self.kind].ending

    @property
    def reply(self) -> Reply | None:
        """The answer of a fault that has one of its own."""
        reply = replies.status(self.code) if self.code else KINDS[self.kind].reply
        if reply is None or self.retry_after is None:
            return reply
        return replace(reply, headers={**reply.headers, "Retry-After": str(self.retry_after)})


@dataclass(eq=False)
class Schedule:
    """When faults come to one kind of request, numbered from 1 as they arrive.

    `plan` names requests by number; `queue` holds one-shot faults for the requests that come next and have
    none in the plan; `chances` gives each kind's probability for all others. Chance depends on `seed` and the
    request's number alone, so a run can be had again.
    """

    plan: Mapping[int, Fault] = field(default_factory=dict)
    queue: deque[Fault] = field(default_factory=deque)
    chances: Mapping[str, float] = field(default_factory=dict)
    seed: int = 0

    def __post_init__(self) -> None:
        self.queue = deque(self.queue)
        for kind in self.chances:
            Fault(kind)
        if any(chance < 0 for chance in self.chances.values()) or sum(self.chances.values()) > 1:
            raise ValueError("chances are probabilities that sum up to 1 at most")

    @classmethod
    def of(cls, *faults: Fault | str) -> Self:
        """Give a schedule under which these faults meet the next requests, one each."""
        return cls(queue=deque(Fault(f) if isinstance(f, str) else f for f in faults))

    def draw(self, number: int) -> Fault | None:
        """Give the fault of that request, if it has one."""
        if number in self.plan:
            return self.plan[number]
        if self.queue:
            return self.queue.popleft()
        return self._by_chance(number)

    def _by_chance(self, number: int) -> Fault | None:
        point = random.Random(f"{self.seed}:{number}").random()  # noqa: S311 - a run that can be had again
        for kind, chance in self.chances.items():
            if point < chance:
                return Fault(kind)
            point -= chance
        return None


@dataclass(frozen=True, slots=True)
class ListFaults:
    """What the gateway's records hold back or say wrongly, for as long as it is set.

    `lag_seconds`: orders younger than this are missing from `get-reports`. `leaves_out`: recipients that are
    missing from an order's total and its report, below 1 as a share, else as a count. `unavailable`:
    `get-reports` answers 500. `report_456`: `get-report` says for every order that its report is not
    available yet. `strangers`: numbers that an order does not have, and its report names. `order_status` and
    `undelivered_status`: codes in place of a report's own and of 112; 0 for none.
    """

    lag_seconds: float = 0
    leaves_out: float = 0
    unavailable: bool = False
    report_456: bool = False
    strangers: int = 0
    order_status: int = 0
    undelivered_status: int = 0

    def __post_init__(self) -> None:
        if self.lag_seconds < 0 or self.leaves_out < 0:
            raise ValueError("lag_seconds and leaves_out are not negative")


@dataclass(eq=False)
class Faults:
    """All faults of a sandbox; each part may be replaced while it runs.

    `send` meets posts to `send-sms`; `reports` meets requests to `get-report` and `get-reports`, counted
    together; `account` meets `get-balance`, `get-sender` and `get-blacklist` in the same way, and `cancels`
    `cancel-order`.
    """

    send: Schedule = field(default_factory=Schedule)
    reports: Schedule = field(default_factory=Schedule)
    account: Schedule = field(default_factory=Schedule)
    cancels: Schedule = field(default_factory=Schedule)
    lists: ListFaults = field(default_factory=ListFaults)
