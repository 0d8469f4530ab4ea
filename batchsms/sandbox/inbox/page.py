"""The inbox in a browser: messages as they arrive, what can go wrong next, and what becomes of them.

The page is static, and asks for all that it shows: whatever a message holds comes as JSON and is put in as
text. Its own policy lets it load nothing but its two files, and talk to nobody but the sandbox.
"""

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from aiohttp import web

from batchsms.i18n import language
from batchsms.sandbox.faults import KINDS
from batchsms.sandbox.gateway import Gateway
from batchsms.sandbox.inbox.messages import found_messages
from batchsms.sandbox.inbox.words import words_of_page
from batchsms.sandbox.order_record import order_view
from batchsms.sandbox.reports import MessageStatus

__all__ = ["InboxPage"]

_FILES = {"inbox.css": "text/css", "inbox.js": "text/javascript"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_SHOWN = 100
_SECONDS_BETWEEN_LOOKS = 0.2
_STATUSES = {
    "waiting": MessageStatus.WAITING,
    "delivered": MessageStatus.DELIVERED,
    "undelivered": MessageStatus.UNDELIVERED,
}


@dataclass(frozen=True)
class InboxPage:
    """The page of a gateway, and what it asks for."""

    gateway: Gateway

    def routes(self) -> Iterator[web.RouteDef]:
        """Give the routes of the page."""
        yield web.get("/", self._page)
        yield web.get("/sandbox/page/{file}", self._file)
        yield web.get("/sandbox/page", self._state)
        yield web.get("/sandbox/events", self._events)
        yield web.get("/sandbox/messages", self._messages)
        yield web.get("/sandbox/orders/{id}", self._order)
        yield web.put("/sandbox/orders/{id}/statuses", self._push)

    async def _page(self, _: web.Request) -> web.Response:
        return _read("inbox.html", "text/html")

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["file"]
        if name not in _FILES:
            raise web.HTTPNotFound
        return _read(name, _FILES[name])

    async def _state(self, _: web.Request) -> web.Response:
        """Tell what the page shows beside the messages."""
        account = self.gateway.account
        return web.json_response(
            {
                "orders": len(account.orders),
                "messages": sum(len(m.numbers) for order in account.orders for m in order.messages),
                "balance": account.balance,
                "kinds": {name: kind.taken for name, kind in KINDS.items() if name != "code"},
                "words": words_of_page(),
                "lang": language(),
            }
        )

    async def _messages(self, request: web.Request) -> web.Response:
        found = found_messages(self.gateway.account, request.query.get("q", "").strip(), most=_SHOWN)
        return web.json_response({"messages": found.messages, "has_more": found.has_more})

    async def _order(self, request: web.Request) -> web.Response:
        """Tell an order, with the request and the reply that it came to, as long as those are kept."""
        account = self.gateway.account
        order = account.order(request.match_info["id"])
        if order is None:
            return web.json_response({"error": "there is no such order"}, status=404)
        kept = self.gateway.kept.get(order.id)
        return web.json_response(
            order_view(order)
            | {
                "cancelled": account.is_cancelled(order),
                "request": kept and kept.request.decode(errors="replace"),
                "reply": kept and kept.reply.decode(errors="replace"),
            }
        )

    async def _push(self, request: web.Request) -> web.Response:
        """Set what becomes of an order's messages, by number, whatever the account's settings say."""
        account = self.gateway.account
        order = account.order(request.match_info["id"])
        if order is None:
            return web.json_response({"error": "there is no such order"}, status=404)
        try:
            wanted = json.loads(await request.read())
            pushed = {number: _STATUSES[word] for number, word in wanted.items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            words = ", ".join(_STATUSES)
            return web.json_response({"error": f"an object of numbers and {words} was expected"}, status=400)
        if unknown := pushed.keys() - set(order.numbers()):
            return web.json_response({"error": f"not in the order: {len(unknown)} numbers"}, status=400)
        account.push(order, pushed)
        return web.json_response(wanted)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Say each time that something has changed; what it is, the page asks for."""
        events = web.StreamResponse(headers={"Content-Type": "text/event-stream", **_HEADERS})
        await events.prepare(request)
        said = None
        while True:
            state = self._version()
            if state != said:
                await events.write(b"data: changed\n\n")
                said = state
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)

    def _version(self) -> tuple[object, ...]:
        account = self.gateway.account
        # What is under way changes with time alone.
        is_moving = bool(account.delivery) and bool(account.orders)
        moment = account.now().replace(microsecond=0) if is_moving else None
        return len(account.orders), account.changes, account.balance, moment


def _read(name: str, kind: str) -> web.Response:
    body = Path(__file__).with_name(name).read_bytes()
    return web.Response(body=body, content_type=kind, charset="utf-8", headers=_HEADERS)
