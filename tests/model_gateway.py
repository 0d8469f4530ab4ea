"""A gateway in memory, a clock that is moved by hand, and a campaign file between the two.

The gateway stands behind httpx as a transport. Its rules are those that the program relies on: a
repeat of the same bytes within ten minutes of the first is refused with 451, and the list of
orders is complete after an hour.
"""

import json
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx

from batchsms.clock import TURKEY, Watch
from batchsms.gateway.client import Gateway
from batchsms.gateway.credentials import Credentials
from batchsms.journal.campaign import Campaign
from batchsms.journal.draft import Draft, StoredMessage, StoredOrders, StoredRows
from batchsms.journal.transitions import Journal
from batchsms.quiet_hours import Schedule
from batchsms.sending.dispatch import Pace
from batchsms.sending.posting import Posting
from batchsms.sending.run import RunSettings, Sent, send

URL = "https://gateway.test/v1"
WRONG_URL = "https://gateway.test"
SENDER = "APITEST"
CREDENTIALS = Credentials("a-key", "a-hash")
START = datetime(2026, 3, 2, 10, 0, tzinfo=TURKEY)
TIMEOUT = 30.0
SETTLE_AFTER = 60.0
FIRST_NUMBER = 905_300_000_000
WINDOW = timedelta(minutes=10)

Recipient = tuple[int, str]


def numbers(count: int, first: int = 0) -> list[int]:
    """Return made-up numbers, all different."""
    return [FIRST_NUMBER + at for at in range(first, first + count)]


def recipients(count: int, first: int = 0, text: str = "Merhaba") -> list[Recipient]:
    """Return recipients of one text, with made-up numbers."""
    return [(number, text) for number in numbers(count, first)]


@dataclass
class Clock:
    """Time as the gateway has it, which goes on only when it is told to."""

    now: datetime = START

    def go_on(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)

    def monotonic(self) -> float:
        """Return seconds since some moment."""
        return self.now.timestamp()


@dataclass(frozen=True)
class Taken:
    """An order that the gateway took. It is shown in the list from `visible_at` on."""

    order_id: str
    sender: str
    at: datetime
    visible_at: datetime
    recipients: tuple[Recipient, ...]

    @property
    def key(self) -> object:
        """What makes an order the same as another."""
        return self.sender, frozenset(self.recipients)


@dataclass(frozen=True)
class Asked:
    """An order as it was asked for in a post."""

    sender: str
    recipients: tuple[Recipient, ...]
    send_at: str

    @property
    def key(self) -> object:
        """What makes an order the same as another."""
        return self.sender, frozenset(self.recipients)


Fault = Callable[["ModelGateway", Asked], httpx.Response]


@dataclass
class ModelGateway(httpx.BaseTransport):
    """The gateway: what it took, what it refuses, what its records hold back, and what goes wrong next.

    `faults` meet the next posts, one each, None for none. `bad` numbers draw 452, `codes` are drawn by texts;
    `blacklist` numbers are dropped without a word, unless nobody would be left. `lists` is a way in
    which the list cannot be had.
    """

    clock: Clock
    faults: deque[Fault | None] = field(default_factory=deque)
    bad: set[int] = field(default_factory=set)
    codes: dict[str, int] = field(default_factory=dict)
    blacklist: set[int] = field(default_factory=set)
    unseen: set[int] = field(default_factory=set)
    lag: timedelta = timedelta(0)
    lists: str = ""
    not_ready: set[str] = field(default_factory=set)
    dated: bool = True
    taken: list[Taken] = field(default_factory=list)
    requests: list[tuple[str, datetime]] = field(default_factory=list)
    posts: list[Asked] = field(default_factory=list)
    under_way: list[tuple[datetime, Asked]] = field(default_factory=list)
    on_request: Callable[[str], None] = lambda _path: None
    elsewhere: tuple[int, bytes] = (404, b"")
    """What is answered at any other address: HTTP's status, and a body."""
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, or raise as httpx does."""
        path = request.url.path.removeprefix("/v1/")
        body = request.read()
        self.on_request(path)
        if path.startswith("/"):
            status, content = self.elsewhere
            return httpx.Response(status, stream=httpx.ByteStream(content))
        with self._lock:
            self.arrive()
            self.requests.append((path, self.clock.now))
            answer = self._paths()[path](body)
            if self.dated:
                answer.headers["Date"] = format_datetime(self.clock.now.astimezone(UTC), usegmt=True)
        # Not read yet, as what comes over a wire.
        return httpx.Response(
            answer.status_code, headers=answer.headers, stream=httpx.ByteStream(answer.content)
        )

    def _paths(self) -> dict[str, Callable[[bytes], httpx.Response]]:
        return {
            "send-sms": self._send,
            "get-reports/json": self._list,
            "get-report": self._report,
            "get-blacklist": self._blacklist,
        }

    # --- orders

    def _send(self, body: bytes) -> httpx.Response:
        asked = asked_for(body)
        self.posts.append(asked)
        fault = self.faults.popleft() if self.faults else None
        return fault(self, asked) if fault else self.answer(asked)

    def arrive(self) -> None:
        """Take the orders that were long under way and have arrived by now."""
        for at, asked in sorted(self.under_way, key=lambda late: late[0]):
            if at <= self.clock.now:
                self.under_way.remove((at, asked))
                self.answer(asked, at)

    def answer(self, asked: Asked, at: datetime | None = None) -> httpx.Response:
        """Take an order, or refuse it."""
        at = at or self.clock.now
        asked_numbers = {number for number, _text in asked.recipients}
        if asked_numbers & self.bad or asked_numbers <= self.blacklist:
            return coded(452)
        if refused := next((self.codes[text] for _n, text in asked.recipients if text in self.codes), None):
            return coded(refused)
        if any(order.key == asked.key and at - order.at < WINDOW for order in self.taken):
            return coded(451)
        return coded(200, self.take(asked.sender, asked.recipients, at).order_id)

    def take(self, sender: str, of: Iterable[Recipient], at: datetime) -> Taken:
        """Take an order, ours or somebody else's."""
        order_id = str(300_000_001 + len(self.taken))
        order = Taken(order_id, sender, at, at + self.lag, tuple(of))
        self.taken.append(order)
        return order

    def times_taken(self) -> Counter[Recipient]:
        """Return how many times each recipient was taken."""
        with self._lock:
            self.arrive()
            return Counter(recipient for order in self.taken for recipient in order.recipients)

    # --- records

    def _seen(self, order: Taken) -> list[int]:
        hidden = self.blacklist | self.unseen
        return [number for number, _text in order.recipients if number not in hidden]

    def _list(self, body: bytes) -> httpx.Response:
        if self.lists == "500":
            return httpx.Response(500, text="Internal Server Error")
        if self.lists == "garbage":
            return httpx.Response(200, content=b'{"response": {"status": {"code": 200}, "orders": [{}]}}')
        if self.lists == "unread":
            raise httpx.ReadTimeout("timed out")
        asked = json.loads(body)["request"]["filter"]
        shown = [
            order
            for order in sorted(self.taken, key=lambda order: order.at, reverse=True)
            if asked["start"] <= order.at.date().isoformat() <= asked["end"]
            and order.visible_at <= self.clock.now
        ]
        page = 1 if self.lists == "unpaged" else asked["page"]
        orders = [
            {
                "id": order.order_id,
                "sender": order.sender,
                "submitAt": order.at.strftime("%Y-%m-%d %H:%M:%S"),
                "total": len(self._seen(order)),
            }
            for order in shown[(page - 1) * 100 : page * 100]
        ]
        said = {"status": {"code": "200"}, "count": len(shown), "orders": orders}
        return httpx.Response(200, json={"response": said})

    def _report(self, body: bytes) -> httpx.Response:
        root = ET.fromstring(body)  # noqa: S314 - our own bytes
        order_id = root.findtext("order/id")
        if order_id in self.not_ready:
            return coded(456)
        found = [number for order in self.taken if order.order_id == order_id for number in self._seen(order)]
        rows = _page(root.find("order"), found)
        inner = "".join(
            f"<message><number>+{number}</number><status>111</status></message>" for number in rows
        )
        return _xml(200, f"<order><id>{order_id}</id><status>114</status>{inner}</order>")

    def _blacklist(self, body: bytes) -> httpx.Response:
        rows = _page(ET.fromstring(body).find("blacklist"), sorted(self.blacklist))  # noqa: S314 - our own bytes
        inner = "".join(f"<number>+{number}</number>" for number in rows)
        return _xml(200, f"<blacklist><count>{len(self.blacklist)}</count>{inner}</blacklist>")


def _page(question: ET.Element, found: Sequence[int]) -> Sequence[int]:
    page, rows = int(question.findtext("page")), int(question.findtext("rowCount"))
    return found[(page - 1) * rows : page * rows]


def asked_for(body: bytes) -> Asked:
    """Read the order of a request."""
    order = ET.fromstring(body).find("order")  # noqa: S314 - our own bytes
    return Asked(
        order.findtext("sender"),
        tuple(
            (int(f"90{number.text}"), message.findtext("text"))
            for message in order.iterfind("message")
            for number in message.iterfind("receipents/number")
        ),
        order.findtext("sendDateTime", ""),
    )


def _xml(code: int, after: str = "", message: str = "") -> httpx.Response:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<response><status><code>{code}</code><message>{message}</message></status>{after}</response>"
    )
    return httpx.Response(code, content=body.encode(), headers={"Content-Type": "text/xml; charset=utf-8"})


def coded(code: int, order_id: str = "", *, retry_after: str = "") -> httpx.Response:
    """Return the gateway's own answer."""
    words = {200: "İşlem başarılı", 452: "Mesaj alıcıları hatalı", 453: "Mesaj çok uzun", 999: "Beklenmeyen"}
    after = f"<order><id>{order_id}</id></order>" if order_id else ""
    response = _xml(code, after, words.get(code, f"Kod {code}"))
    if retry_after:
        response.headers["Retry-After"] = retry_after
    return response


# --- what can go wrong with a post


def says(code: int, **options: str) -> Fault:
    """Answer with a code; nothing is taken."""
    return lambda _gateway, _asked: coded(code, **options)


def fails(error: type[httpx.HTTPError]) -> Fault:
    """Fail before anything is taken."""

    def fault(_gateway: ModelGateway, _asked: Asked) -> httpx.Response:
        raise error(error.__name__)

    return fault


def fails_after(error: type[httpx.HTTPError]) -> Fault:
    """Take the order, and fail before the answer is there."""

    def fault(gateway: ModelGateway, asked: Asked) -> httpx.Response:
        gateway.answer(asked)
        raise error(error.__name__)

    return fault


def times_out(gateway: ModelGateway, _asked: Asked) -> httpx.Response:
    """Lose the request; the client waits until its time is up."""
    gateway.clock.go_on(seconds=TIMEOUT)
    raise httpx.ReadTimeout("timed out")


def times_out_after(gateway: ModelGateway, asked: Asked) -> httpx.Response:
    """Take the order and lose the answer; the client waits until its time is up."""
    gateway.answer(asked)
    return times_out(gateway, asked)


def late(**delay: float) -> Fault:
    """Let the client give up on an order that arrives later."""

    def fault(gateway: ModelGateway, asked: Asked) -> httpx.Response:
        gateway.under_way.append((gateway.clock.now + timedelta(**delay), asked))
        return times_out(gateway, asked)

    return fault


def answers(response: Callable[[], httpx.Response], *, taken: bool) -> Fault:
    """Answer what is not the gateway's own, before or after the order was taken."""

    def fault(gateway: ModelGateway, asked: Asked) -> httpx.Response:
        if taken:
            gateway.answer(asked)
        return response()

    return fault


def cut(gateway: ModelGateway, asked: Asked) -> httpx.Response:
    """Take the order, and cut the answer short."""
    whole = gateway.answer(asked)
    return httpx.Response(whole.status_code, content=whole.content[: len(whole.content) // 2])


def page_503() -> httpx.Response:
    """Return a proxy's page."""
    return httpx.Response(503, html="<html><h1>503 Service Temporarily Unavailable</h1></html>")


def page_200() -> httpx.Response:
    """Return a page of whatever stands before the gateway."""
    return httpx.Response(200, html="<html><h1>Welcome</h1></html>")


def page_404() -> httpx.Response:
    """Return a page that says that there is no such address."""
    return httpx.Response(404, html="<html><h1>404 Not Found</h1></html>")


def garbage() -> httpx.Response:
    """Return what nobody can read."""
    return httpx.Response(200, content=b"\x1f\x8b\x08\x00<response>\xff")


# --- a campaign file


def a_campaign(path: Path, orders: Sequence[Sequence[Recipient]], *, send_at: str = "") -> Path:
    """Publish a campaign file with these orders, numbered from 1, without a list before it."""
    distinct = dict.fromkeys(text for order in orders for _number, text in order)
    texts = {text: at for at, text in enumerate(distinct)}
    rows = [(order, number, text) for order, of in enumerate(orders, start=1) for number, text in of]
    campaign = Campaign(
        created_at=START.isoformat(),
        program="test",
        list_path=str(path.with_suffix(".csv")),
        list_digest="",
        list_origin="",
        list_sheet="",
        phone_column=0,
        template_name="--text",
        template="",
        sender=SENDER,
        iys_list="",
        send_at=send_at,
        results_path=str(path.with_suffix(".results.csv")),
    )
    with Draft(path.with_name(f".{path.name}.draft")) as draft:
        draft.add_campaign(campaign, [(1, "Telefon")])
        draft.add_cells(0, [[str(number) for _order, number, _text in rows]])
        draft.add_messages(StoredMessage(at, text, "gsm7", 1) for text, at in texts.items())
        sizes = [len(of) for of in orders]
        draft.add_orders(StoredOrders(sizes, sizes))
        draft.add_rows(
            StoredRows(
                range(2, 2 + len(rows)),
                [number for _order, number, _text in rows],
                [texts[text] for _order, _number, text in rows],
                [order for order, _number, _text in rows],
                [""] * len(rows),
                [""] * len(rows),
            )
        )
        draft.seal()
        draft.publish(path)
    return path


@dataclass
class World:
    """A campaign file, the gateway that it is sent to, and the clocks of both.

    `skew` is how far this machine's clock is ahead of the gateway's. `prepare` is called with the
    open file before each run, `on_pause` after each pause.
    """

    path: Path
    gateway: ModelGateway
    skew: timedelta = timedelta(0)
    ending: bool = False
    pauses: list[float] = field(default_factory=list)
    on_pause: Callable[[], None] = lambda: None
    prepare: Callable[[Journal], None] = lambda _journal: None

    @property
    def clock(self) -> Clock:
        """The gateway's clock."""
        return self.gateway.clock

    def local_now(self) -> datetime:
        """Return the present by this machine's clock."""
        return self.clock.now + self.skew

    def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.clock.go_on(seconds=seconds)
        self.on_pause()

    def run(
        self,
        *,
        settle_after: float = SETTLE_AFTER,
        send_at: str | None = None,
        url: str = URL,
        **pace: object,
    ) -> Sent:
        """Send the file, or go on with it."""
        watch = Watch(self.local_now, self._pause, lambda: self.ending)
        with (
            Journal.open(self.path) as journal,
            Gateway(
                url,
                timeout=TIMEOUT,
                clock=self.local_now,
                transport=self.gateway,
                monotonic=self.clock.monotonic,
            ) as gateway,
        ):
            journal.database.execute("PRAGMA synchronous = OFF")  # no test here cuts the power
            self.prepare(journal)
            settings = RunSettings(
                results=self.path.with_suffix(".results.csv"),
                schedule=None if send_at is None else Schedule(send_at),
                pace=Pace(**pace),
                settle_after=settle_after,
                moved=False,
                plans_again=send_at is not None,
            )
            return send(Posting(journal, gateway, CREDENTIALS, watch), settings, lambda _count: None)

    def orders(self, *columns: str) -> list[object]:
        """Return columns of every order, or just the one."""
        query = f"SELECT {', '.join(columns)} FROM orders ORDER BY id"  # noqa: S608 - ours
        with Journal.open(self.path) as journal:
            found = journal.database.all(query)
        return [row[0] if len(columns) == 1 else row for row in found]

    def states(self) -> list[object]:
        """Return the state of every order."""
        return self.orders("state")

    def by_recipient(self) -> dict[Recipient, str]:
        """Return the state of every recipient."""
        with Journal.open(self.path) as journal:
            found = journal.database.all(
                "SELECT msisdn, text, state FROM rows JOIN messages ON messages.id = message_id"
                " JOIN orders ON orders.id = order_id"
            )
        return {(number, text): state for number, text, state in found}


def a_world(folder: Path, *orders: Sequence[Recipient], send_at: str = "", skew_hours: float = 0) -> World:
    """Make a world with a campaign of these orders, none of them posted yet."""
    path = a_campaign(folder / "liste.campaign", orders, send_at=send_at)
    return World(path, ModelGateway(Clock()), timedelta(hours=skew_hours))
