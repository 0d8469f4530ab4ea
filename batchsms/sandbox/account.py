"""The account at the gateway: what it allows, what it holds, and how it answers an order.

Refusals are looked for in a fixed order, from the request as a whole down to its numbers; the vendor does not
say in which order it looks:

    401 credentials · 450 sender · 457 schedule · 468, 469, 470 IYS · 454 empty text · 453 long text ·
    452 numbers · 451 duplicate · 402 balance

An order is taken whole or not at all.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Literal

from batchsms.sandbox.duplicates import RecentPairs, pair_keys
from batchsms.sandbox.requests import Credentials, Message, OrderRequest
from batchsms.sandbox.segments import SEGMENTS_AT_MOST, segments

Clock = Callable[[], datetime]
"""Gives the present as an aware datetime."""

TURKEY = timezone(timedelta(hours=3))
"""The vendor's local time; Turkey has had no summer time since 2016."""

FIRST_ORDER_ID = 300_000_001
"""Order ids are nine digits, as in the vendor's examples of 2026."""

_PLAIN = re.compile(r"(?:90)?(5[0-9]{9})")
_SPACED = re.compile(r"\+90 ?(5[0-9]{2}) ?([0-9]{3}) ?([0-9]{2}) ?([0-9]{2})")
_SCHEDULE = re.compile(r"([0-9]{2}/[0-9]{2}/[0-9]{4} [0-9]{2}:[0-9]{2})(:[0-9]{2})?")


def turkish_now() -> datetime:
    """Give the present in Turkey."""
    return datetime.now(TURKEY)


def national(number: str) -> str | None:
    """Give `5XXXXXXXXX` for a number in one of the three documented formats, else None.

    >>> national("+90 530 123 45 67"), national("905301234567"), national("05301234567")
    ('5301234567', '5301234567', None)
    """
    match = _PLAIN.fullmatch(number) or _SPACED.fullmatch(number)
    return "".join(match.groups()) if match else None


@dataclass(frozen=True, slots=True)
class TakenOrder:
    """An order that the gateway took; its numbers are `5XXXXXXXXX`, its times those of Turkey."""

    id: str
    sender: str
    submitted_at: datetime
    send_at: datetime
    iys: str
    iys_list: str | None
    messages: tuple[Message, ...]
    credits: int

    def numbers(self) -> Iterator[str]:
        """Give every number, in the request's order."""
        return (number for message in self.messages for number in message.numbers)


@dataclass(frozen=True, slots=True)
class Answer:
    """The vendor's code, and the order if one was taken."""

    code: int
    order: TakenOrder | None = None


@dataclass(eq=False)
class Account:
    """The demo account; every setting may be changed while it is in use.

    `blacklist` and `undelivered` hold numbers as `5XXXXXXXXX`. The vendor's documents let a blacklisted
    number both refuse the order and drop out of it, hence `blacklist_policy`. Messages reach their end one
    after the other, the last of an order after `delivery`: they are delivered, or undelivered if the number
    is one of `undelivered`. `clock_ahead` is put on the clock, so that time can pass at once.
    """

    clock: Clock = turkish_now
    key: str = "demo"
    hash: str = field(default="demo", repr=False)
    senders: frozenset[str] = frozenset({"APITEST"})
    balance: int = 10_000_000
    iys_brand: bool = True
    blacklist: frozenset[str] = frozenset()
    blacklist_policy: Literal["refuse", "drop"] = "refuse"
    delivery: timedelta = timedelta(0)
    undelivered: frozenset[str] = frozenset()
    clock_ahead: timedelta = timedelta(0)
    changes: int = field(default=0, init=False)
    """How often something was changed of orders that were taken."""
    _pushed: dict[str, dict[str, int]] = field(default_factory=dict, init=False, repr=False)
    _cancelled: set[str] = field(default_factory=set, init=False, repr=False)
    _orders: dict[str, TakenOrder] = field(default_factory=dict, init=False, repr=False)
    _recent: RecentPairs = field(default_factory=RecentPairs, init=False, repr=False)
    _ids: Iterator[int] = field(default_factory=lambda: count(FIRST_ORDER_ID), init=False, repr=False)

    @property
    def orders(self) -> tuple[TakenOrder, ...]:
        """Every order taken, oldest first."""
        return tuple(self._orders.values())

    def order(self, order_id: str) -> TakenOrder | None:
        """Give the order of that id."""
        return self._orders.get(order_id)

    def now(self) -> datetime:
        """Give the present in Turkey, by this account's clock."""
        return (self.clock() + self.clock_ahead).astimezone(TURKEY)

    def cancel(self, order_id: str) -> int:
        """Cancel an order that has not gone yet, give back what it cost, and answer 200; else 455."""
        order = self.order(order_id)
        if order is None or self.is_cancelled(order) or order.send_at <= self.now():
            return 455
        self._cancelled.add(order_id)
        self.changes += 1
        self.balance += order.credits
        return 200

    def push(self, order: TakenOrder, statuses: Mapping[str, int]) -> None:
        """Set what became of numbers of an order, whatever the settings say."""
        self._pushed.setdefault(order.id, {}).update(statuses)
        self.changes += 1

    def pushed(self, order: TakenOrder) -> Mapping[str, int]:
        """Return what was set of the numbers of an order."""
        return self._pushed.get(order.id, {})

    def is_cancelled(self, order: TakenOrder) -> bool:
        """Tell whether an order was cancelled."""
        return order.id in self._cancelled

    def knows(self, credentials: Credentials) -> bool:
        """Tell whether the credentials are this account's."""
        return credentials == Credentials(self.key, self.hash)

    def take(self, request: OrderRequest) -> Answer:
        """Answer an order; with code 200 it is taken, charged and remembered."""
        if refusal := _first_refusal(self, request):
            return Answer(refusal)
        now = self.now()
        messages = self._addressed(request.messages)
        keys = pair_keys(request.sender, messages)
        credits_ = sum(segments(m.text) * len(m.numbers) for m in messages)
        if self._recent.hold_all(keys, now=now):
            return Answer(451)
        if credits_ > self.balance:
            return Answer(402)
        order = TakenOrder(
            id=str(next(self._ids)),
            sender=request.sender,
            submitted_at=now,
            send_at=max(now, scheduled(request.send_at) or now),
            iys=request.iys or "",
            iys_list=request.iys_list,
            messages=messages,
            credits=credits_,
        )
        self._recent.add(keys, now=now)
        self._orders[order.id] = order
        self.balance -= credits_
        return Answer(200, order)

    def _addressed(self, messages: Iterable[Message]) -> tuple[Message, ...]:
        """Give the messages with national numbers, without those that the blacklist drops."""
        addressed = (Message(m.text, self._reachable(m.numbers)) for m in messages)
        return tuple(message for message in addressed if message.numbers)

    def _reachable(self, numbers: Iterable[str]) -> tuple[str, ...]:
        return tuple(n for n in map(national, numbers) if n and n not in self.blacklist)


def scheduled(send_at: str | None) -> datetime | None:
    """Give the time of a `sendDateTime`; None stands for at once.

    With seconds the vendor ignores the schedule and sends at once, and so does the sandbox. Raises ValueError
    for every other form than `DD/MM/YYYY HH:MM`.
    """
    if not send_at:
        return None
    match = _SCHEDULE.fullmatch(send_at)
    if not match:
        raise ValueError("not DD/MM/YYYY HH:MM")
    time = datetime.strptime(match[1], "%d/%m/%Y %H:%M").replace(tzinfo=TURKEY)
    return None if match[2] else time


def _first_refusal(account: Account, request: OrderRequest) -> int | None:
    return next((code for code, refuses in _REFUSALS if refuses(account, request)), None)


def _bad_schedule(_: Account, request: OrderRequest) -> bool:
    try:
        scheduled(request.send_at)
    except ValueError:
        return True
    return False


def _bad_numbers(account: Account, request: OrderRequest) -> bool:
    numbers = [national(number) for message in request.messages for number in message.numbers]
    blocked = sum(number in account.blacklist for number in numbers)
    allowed = len(numbers) - 1 if account.blacklist_policy == "drop" else 0
    return None in numbers or blocked > allowed


_REFUSALS: tuple[tuple[int, Callable[[Account, OrderRequest], bool]], ...] = (
    (401, lambda account, request: not account.knows(request.credentials)),
    (450, lambda account, request: request.sender not in account.senders),
    (457, _bad_schedule),
    (468, lambda _, request: request.iys not in {"0", "1"}),
    (469, lambda _, request: request.iys == "1" and request.iys_list not in {"BIREYSEL", "TACIR"}),
    (470, lambda account, request: request.iys == "1" and not account.iys_brand),
    (454, lambda _, request: not all(m.text.strip() for m in request.messages)),
    (453, lambda _, request: any(segments(m.text) > SEGMENTS_AT_MOST for m in request.messages)),
    (452, _bad_numbers),
)
