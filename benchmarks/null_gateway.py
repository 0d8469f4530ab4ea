"""A gateway that costs next to nothing: it takes whatever is posted, and answers with the next order id.

python benchmarks/null_gateway.py      prints its port, and runs until its standard input ends
"""

import asyncio
import sys
from itertools import count

_REPLY = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: %d\r\n"
    b"Connection: keep-alive\r\n\r\n%b"
)
_BODY = (
    b'<?xml version="1.0" encoding="UTF-8"?><response><status><code>200</code><message>ok</message></status>'
    b"<order><id>%d</id></order></response>"
)
_END_OF_HEAD = b"\r\n\r\n"
_LENGTH = b"content-length:"


class _Exchange(asyncio.Protocol):
    """One connection: a request is read to its end and forgotten."""

    ids = count(300_000_001)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - TCP's
        self._transport = transport
        self._head = b""
        self._left = 0

    def data_received(self, data: bytes) -> None:
        """Count what has come of a body, and answer when it is whole."""
        if not self._left:
            self._head += data
            head, end, begun = self._head.partition(_END_OF_HEAD)
            if not end:
                return
            line = next(one for one in head.lower().split(b"\r\n") if one.startswith(_LENGTH))
            self._head, data = b"", begun
            self._left = int(line.removeprefix(_LENGTH))
        self._left -= len(data)
        if self._left <= 0:
            self._left = 0
            body = _BODY % next(self.ids)
            self._transport.write(_REPLY % (len(body), body))


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Exchange, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(_serve())
