"""One exchange over HTTP: an answer as it should arrive, or a fault in its place."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

from batchsms.sandbox import replies
from batchsms.sandbox.faults import Ending, Fault
from batchsms.sandbox.replies import Reply

DRIP_SECONDS = 1.0
"""How long a drip takes that does not say."""


async def exchange(
    request: web.Request, answer: Callable[[], Reply], fault: Fault | None
) -> web.StreamResponse:
    """Answer a request. `answer` takes the order: a fault that comes before the taking must not call it."""
    if fault is None:
        return response(answer())
    truth = answer() if fault.taken else replies.status(503)
    return await _ENDINGS[fault.ending](request, fault, truth)


def response(reply: Reply) -> web.Response:
    """Give a reply as aiohttp's response."""
    headers = {"Content-Type": reply.content_type, **reply.headers}
    return web.Response(status=reply.status, reason=reply.reason, body=reply.body, headers=headers)


async def _drop(request: web.Request, _fault: Fault, _truth: Reply) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _stall(_request: web.Request, fault: Fault, truth: Reply) -> web.StreamResponse:
    """Wait; the server cancels the wait when the client goes away."""
    if fault.seconds is None:
        await asyncio.Event().wait()
    else:
        await asyncio.sleep(fault.seconds)
    return response(truth)


async def _cut(request: web.Request, _fault: Fault, truth: Reply) -> web.StreamResponse:
    """Write past aiohttp, which would announce a length or chunks: a client must see an ordinary end."""
    if request.transport is not None:
        head = (
            f"HTTP/1.1 {truth.status} {truth.reason}\r\n"
            f"Content-Type: {truth.content_type}\r\n"
            "Connection: close\r\n\r\n"
        )
        request.transport.write(head.encode() + truth.body[: len(truth.body) // 2])
        request.transport.close()
    return web.Response()


async def _drip(request: web.Request, fault: Fault, truth: Reply) -> web.StreamResponse:
    drip = web.StreamResponse(status=truth.status, reason=truth.reason)
    drip.content_length = len(truth.body)
    drip.headers["Content-Type"] = truth.content_type
    await drip.prepare(request)
    pause = (DRIP_SECONDS if fault.seconds is None else fault.seconds) / len(truth.body)
    for byte in truth.body:
        await drip.write(bytes([byte]))
        await asyncio.sleep(pause)
    await drip.write_eof()
    return drip


async def _reply(_request: web.Request, fault: Fault, truth: Reply) -> web.StreamResponse:
    return response(fault.reply or truth)


_ENDINGS: Mapping[Ending, Callable[[web.Request, Fault, Reply], Awaitable[web.StreamResponse]]] = {
    Ending.DROP: _drop,
    Ending.STALL: _stall,
    Ending.CUT: _cut,
    Ending.DRIP: _drip,
    Ending.REPLY: _reply,
}
