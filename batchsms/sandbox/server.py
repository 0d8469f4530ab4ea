"""The sandbox as a server: real HTTP on the loopback interface, in a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC
from email.utils import format_datetime
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Handler

from batchsms.sandbox import replies
from batchsms.sandbox.account import Account
from batchsms.sandbox.control import Control
from batchsms.sandbox.exchange import response
from batchsms.sandbox.faults import Faults
from batchsms.sandbox.gateway import Gateway, Posted
from batchsms.sandbox.inbox.page import InboxPage

LOOPBACK = "127.0.0.1"
BODY_AT_MOST = 64 * 1024 * 1024
"""Bytes of a request's body."""

STOP_SECONDS = 0.05
"""How long a request under way may take once the server stops."""


class PortTakenError(OSError):
    """Another program listens on the port."""


@dataclass(frozen=True)
class RunningSandbox:
    """A sandbox that answers: its addresses, and its state, which may be read and changed while it runs.

    `counts` has the requests per endpoint. `posted` has the bodies that came to `send-sms`, if they are kept.
    """

    url: str
    gateway_url: str
    account: Account
    faults: Faults
    counts: Mapping[str, int]
    posted: Sequence[Posted]


@contextmanager
def running(
    port: int = 0,
    *,
    record: Path | None = None,
    account: Account | None = None,
    faults: Faults | None = None,
    keep_bodies: bool = False,
) -> Iterator[RunningSandbox]:
    """Run a sandbox on the loopback interface for the length of a `with` block; port 0 takes a free one.

    `record` gets a JSON line per order, appended at the moment the order is taken. With `keep_bodies`, every
    body that comes to `send-sms` is kept in memory. Raises PortTakenError.
    """
    with ExitStack() as stack:
        listener = stack.enter_context(_listener(port))
        if record:
            record.touch(0o600)
        lines = stack.enter_context(record.open("a", encoding="utf-8", newline="\n")) if record else None
        gateway = Gateway(
            account=account or Account(),
            faults=faults or Faults(),
            record=lines,
            keep_bodies=keep_bodies,
        )
        stack.enter_context(_served(application(gateway), listener))
        url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        yield RunningSandbox(
            url=url,
            gateway_url=f"{url}/v1",
            account=gateway.account,
            faults=gateway.faults,
            counts=gateway.counts,
            posted=gateway.posted,
        )


def serve(
    port: int,
    *,
    ready: Callable[[str], None],
    record: Path | None = None,
    account: Account | None = None,
    faults: Faults | None = None,
    stop: threading.Event | None = None,
) -> None:
    """Run a sandbox until `stop` is set or KeyboardInterrupt comes; `ready` gets its address, less `/v1`."""
    stop = stop or threading.Event()
    with running(port, record=record, account=account, faults=faults) as sandbox:
        ready(sandbox.url)
        # Not one endless wait: on Windows, that cannot be interrupted.
        while not stop.wait(0.5):
            pass


def application(gateway: Gateway) -> web.Application:
    """Give the aiohttp application of a gateway and its controls."""
    app = web.Application(client_max_size=BODY_AT_MOST, middlewares=[_guarded])
    app.add_routes(gateway.routes())
    app.add_routes(Control(gateway).routes())
    app.add_routes(InboxPage(gateway).routes())

    async def stamp(_: web.Request, answer: web.StreamResponse) -> None:
        answer.headers["Date"] = format_datetime(gateway.account.now().astimezone(UTC), usegmt=True)

    app.on_response_prepare.append(stamp)
    return app


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer what has no route in the vendor's manner, and nothing that names another host.

    A page in a browser reaches the loopback interface under a name of its own; it must not read the orders.
    """
    if request.url.host not in {LOOPBACK, "localhost"}:
        return web.Response(status=403)
    try:
        return await handler(request)
    except (web.HTTPNotFound, web.HTTPMethodNotAllowed):
        return response(replies.status(404))


def _listener(port: int) -> socket.socket:
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as error:
        raise PortTakenError(
            f"port {port} of {LOOPBACK} cannot be had ({error.strerror}); choose another one"
        ) from None


@contextmanager
def _served(app: web.Application, listener: socket.socket) -> Iterator[None]:
    """Serve in a thread for the length of a `with` block; the thread has ended when the block has."""
    loop = asyncio.new_event_loop()
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=STOP_SECONDS)
    thread = threading.Thread(target=loop.run_forever, name="sandbox", daemon=True)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(_start(runner, listener), loop).result()
        yield
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _start(runner: web.AppRunner, listener: socket.socket) -> None:
    await runner.setup()
    await web.SockSite(runner, listener).start()
