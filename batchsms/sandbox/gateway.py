"""The gateway's endpoints under `/v1/`: each reads a body, asks the account, and answers."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TextIO

from aiohttp import web
from aiohttp.typedefs import Handler

from batchsms.sandbox import replies, requests
from batchsms.sandbox.account import Account
from batchsms.sandbox.exchange import exchange
from batchsms.sandbox.faults import Fault, Faults
from batchsms.sandbox.order_record import order_line
from batchsms.sandbox.replies import Reply
from batchsms.sandbox.reports import days, falsified, listed, order_report

_Draw = Callable[[], Fault | None]

ORDERS_PER_PAGE = 100
"""Orders on a page of `get-reports`; the vendor's pages have a fixed size that it does not tell."""


ORDERS_KEPT, BYTES_KEPT = 200, 32 * 1024 * 1024
"""How many requests are kept for those who look at them, and how much of them."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A body that came to `send-sms`, as it came."""

    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """The request of an order that was taken, and the reply to it, as bytes."""

    request: bytes
    reply: bytes


@dataclass(eq=False)
class Gateway:
    """An account behind its endpoints; `record` gets a line per taken order before the answer goes out."""

    account: Account
    faults: Faults
    record: TextIO | None = None
    keep_bodies: bool = False
    posted: list[Posted] = field(default_factory=list)
    orders_per_page: int = ORDERS_PER_PAGE
    counts: Counter[str] = field(default_factory=Counter)
    kept: dict[str, Kept] = field(default_factory=dict)
    """Request and reply of the newest orders, by order id."""

    def routes(self) -> Iterator[web.RouteDef]:
        """Give the routes under `/v1/`."""
        yield web.post("/v1/send-sms", self._send_sms)
        yield web.post("/v1/get-report", self._served("get-report", self.report, self._report_fault))
        yield web.post(
            "/v1/get-reports/json", self._served("get-reports", self.order_list, self._report_fault)
        )
        yield web.post(
            "/v1/get-blacklist", self._served("get-blacklist", self.blacklist, self._account_fault)
        )
        yield web.post("/v1/cancel-order", self._served("cancel-order", self.cancel, self._cancel_fault))
        yield web.post("/v1/get-balance", self._served("get-balance", self.balance, self._account_fault))
        yield web.post("/v1/get-sender", self._served("get-sender", self.senders, self._account_fault))

    def cancel(self, body: bytes) -> Reply:
        """Answer `cancel-order`."""
        try:
            request = requests.read_cancel_request(body)
        except requests.UnreadableError:
            return replies.status(400)
        if not self.account.knows(request.credentials):
            return replies.status(401)
        return replies.status(self.account.cancel(request.order_id))

    def order(self, body: bytes) -> Reply:
        """Answer `send-sms`."""
        try:
            answer = self.account.take(requests.read_order(body))
        except requests.UnreadableError:
            return replies.status(400)
        if answer.order is None:
            return replies.status(answer.code)
        if self.record:
            self.record.write(order_line(answer.order))
            self.record.flush()
        reply = replies.taken(answer.order.id)
        self._keep(answer.order.id, Kept(body, reply.body))
        return reply

    def _keep(self, order_id: str, exchanged: Kept) -> None:
        self.kept[order_id] = exchanged
        while len(self.kept) > ORDERS_KEPT or (
            len(self.kept) > 1 and sum(len(one.request) for one in self.kept.values()) > BYTES_KEPT
        ):
            del self.kept[next(iter(self.kept))]

    def report(self, body: bytes) -> Reply:
        """Answer `get-report`."""
        try:
            request = requests.read_report_request(body)
        except requests.UnreadableError:
            return replies.status(400)
        if refusal := self._page_refusal(request):
            return replies.status(refusal)
        order = self.account.order(request.order_id)
        if order is None:
            return replies.status(455)
        is_future = order.send_at > self.account.now() and not self.account.is_cancelled(order)
        if self.faults.lists.report_456 or is_future:
            return replies.status(456)
        faults = self.faults.lists
        report = falsified(
            order_report(self.account, order, leaves_out=faults.leaves_out),
            strangers=faults.strangers,
            order_status=faults.order_status,
            undelivered_status=faults.undelivered_status,
        )
        return replies.report(report, page=request.page, row_count=request.row_count)

    def blacklist(self, body: bytes) -> Reply:
        """Answer `get-blacklist`."""
        try:
            request = requests.read_blacklist_request(body)
        except requests.UnreadableError:
            return replies.status(400)
        if refusal := self._page_refusal(request):
            return replies.status(refusal)
        numbers = sorted(self.account.blacklist)
        return replies.blacklist(numbers, page=request.page, row_count=request.row_count)

    def _page_refusal(self, request: requests.ReportRequest | requests.BlacklistRequest) -> int | None:
        if not self.account.knows(request.credentials):
            return 401
        return 464 if request.page < 1 or request.row_count < 1 else None

    def order_list(self, body: bytes) -> Reply:
        """Answer `get-reports`."""
        if self.faults.lists.unavailable:
            return replies.order_list_status(500)
        try:
            request = requests.read_list_request(body)
        except requests.UnreadableError:
            return replies.order_list_status(400)
        if not self.account.knows(request.credentials):
            return replies.order_list_status(401)
        if request.page < 1:
            return replies.order_list_status(464)
        return self._order_list(request)

    def _order_list(self, request: requests.ListRequest) -> Reply:
        span = days(request.start, request.end)
        if span is None:
            return replies.order_list_status(458)
        faults = self.faults.lists
        until = self.account.now() - timedelta(seconds=faults.lag_seconds)
        found = listed(self.account.orders, *span, until=until)
        first = (request.page - 1) * self.orders_per_page
        shown = found[first : first + self.orders_per_page]
        reports = [order_report(self.account, order, leaves_out=faults.leaves_out) for order in shown]
        return replies.order_list(reports, count=len(found))

    def balance(self, body: bytes) -> Reply:
        """Answer `get-balance`."""
        return self._known(body) or replies.balance(self.account.balance)

    def senders(self, body: bytes) -> Reply:
        """Answer `get-sender`."""
        return self._known(body) or replies.senders(sorted(self.account.senders))

    def _known(self, body: bytes) -> Reply | None:
        """Give the refusal of a request that holds credentials only, if it is refused."""
        try:
            credentials = requests.read_account_request(body)
        except requests.UnreadableError:
            return replies.status(400)
        return None if self.account.knows(credentials) else replies.status(401)

    async def _send_sms(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        self.counts["send-sms"] += 1
        if self.keep_bodies:
            self.posted.append(Posted(request.headers.get("Content-Type", ""), body))
        fault = self.faults.send.draw(self.counts["send-sms"])
        return await exchange(request, lambda: self.order(body), fault)

    def _served(self, endpoint: str, answer: Callable[[bytes], Reply], draw: _Draw = lambda: None) -> Handler:
        async def serve(request: web.Request) -> web.StreamResponse:
            body = await request.read()
            self.counts[endpoint] += 1
            return await exchange(request, lambda: answer(body), draw())

        return serve

    def _report_fault(self) -> Fault | None:
        return self.faults.reports.draw(self.counts["get-report"] + self.counts["get-reports"])

    def _cancel_fault(self) -> Fault | None:
        return self.faults.cancels.draw(self.counts["cancel-order"])

    def _account_fault(self) -> Fault | None:
        asked = ("get-balance", "get-sender", "get-blacklist")
        return self.faults.account.draw(sum(self.counts[endpoint] for endpoint in asked))
