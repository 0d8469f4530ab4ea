"""The sandbox's own endpoints under `/sandbox/`: arrivals, faults to come, the account's settings."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from batchsms.sandbox import replies
from batchsms.sandbox.exchange import response
from batchsms.sandbox.faults import ELSEWHERE
from batchsms.sandbox.gateway import Gateway
from batchsms.sandbox.order_record import order_view
from batchsms.sandbox.settings import account_view, change_account, change_faults, faults_view


@dataclass(frozen=True)
class Control:
    """The control endpoints of a gateway."""

    gateway: Gateway

    def routes(self) -> Iterator[web.RouteDef]:
        """Give the routes under `/sandbox/`."""
        yield web.get("/sandbox/orders", self._orders)
        yield web.get("/sandbox/requests/count", self._counts)
        yield web.get("/sandbox/bodies/{number}", self._body)
        yield web.get("/sandbox/faults", self._faults)
        yield web.put("/sandbox/faults", self._change_faults)
        yield web.get("/sandbox/account", self._account)
        yield web.put("/sandbox/account", self._change_account)
        yield web.route("*", ELSEWHERE, self._elsewhere)

    async def _orders(self, request: web.Request) -> web.Response:
        wanted = request.query.get("id")
        account = self.gateway.account
        shown = [o for o in account.orders if wanted in {None, o.id}]
        return web.json_response([order_view(o) | {"cancelled": account.is_cancelled(o)} for o in shown])

    async def _counts(self, _: web.Request) -> web.Response:
        return web.json_response(self.gateway.counts)

    async def _body(self, request: web.Request) -> web.Response:
        number = request.match_info["number"]
        posted = self.gateway.posted
        if not number.isdecimal() or not 1 <= int(number) <= len(posted):
            return _refused("no such body was kept", status=404)
        kept = posted[int(number) - 1]
        return web.Response(body=kept.body, headers={"Content-Type": kept.content_type})

    async def _faults(self, _: web.Request) -> web.Response:
        return web.json_response(faults_view(self.gateway.faults))

    async def _change_faults(self, request: web.Request) -> web.Response:
        faults = self.gateway.faults
        return await _change(request, lambda new: change_faults(faults, new)) or await self._faults(request)

    async def _account(self, _: web.Request) -> web.Response:
        return web.json_response(account_view(self.gateway.account))

    async def _change_account(self, request: web.Request) -> web.Response:
        account = self.gateway.account
        return await _change(request, lambda new: change_account(account, new)) or await self._account(
            request
        )

    async def _elsewhere(self, _: web.Request) -> web.Response:
        self.gateway.counts["elsewhere"] += 1
        return response(replies.status(200))


async def _change(request: web.Request, change: Callable[[Mapping[str, Any]], None]) -> web.Response | None:
    """Make a change that the request's JSON object describes; give a refusal if it cannot be made."""
    try:
        new = json.loads(await request.read())
        change(new)
    except (TypeError, ValueError, OverflowError) as error:
        return _refused(str(error))
    return None


def _refused(why: str, *, status: int = 400) -> web.Response:
    return web.json_response({"error": why}, status=status)
