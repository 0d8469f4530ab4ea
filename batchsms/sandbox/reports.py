"""Delivery reports and the list of orders: pure views of the orders that the account took."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum
from functools import lru_cache

from batchsms.sandbox.account import Account, TakenOrder
from batchsms.sandbox.segments import segments

DAYS_AT_MOST = 10
"""Days that one list of orders may span, its first and its last included; the vendor says "10 days"."""

_FIRST_STRANGER = 5999000000
_segments = lru_cache(maxsize=100_000)(segments)
"""A report is asked for page by page, and each page tells the price of all of them."""


class MessageStatus(IntEnum):
    """The vendor's codes of a message."""

    WAITING = 110
    DELIVERED = 111
    UNDELIVERED = 112


class OrderStatus(IntEnum):
    """The vendor's codes of an order. Finished: every message's outcome is known. Not sent: cancelled."""

    SENDING = 113
    FINISHED = 114
    NOT_SENT = 115


@dataclass(frozen=True, slots=True)
class OrderReport:
    """An order as its reports show it: a row of number and status per message, and the credits charged."""

    order: TakenOrder
    status: int
    rows: tuple[tuple[str, int], ...]
    charged: int

    def count(self, status: MessageStatus) -> int:
        """Count the rows of a status."""
        return sum(found == status for _, found in self.rows)


def order_report(account: Account, order: TakenOrder, *, leaves_out: float = 0) -> OrderReport:
    """Give the report of an order as it stands now, without the last `leaves_out` of its recipients.

    Below 1, `leaves_out` is a share of the recipients, else a count.
    """
    numbers = tuple(order.numbers())
    left = len(numbers) - int(leaves_out * len(numbers) if leaves_out < 1 else leaves_out)
    statuses = _statuses(account, order, numbers)
    costs = [_segments(message.text) for message in order.messages for _ in message.numbers]
    return OrderReport(
        order=order,
        status=_order_status(account, order, statuses),
        rows=tuple(zip(numbers, statuses, strict=True))[: max(0, left)],
        charged=sum(c for c, found in zip(costs, statuses, strict=True) if found == MessageStatus.DELIVERED),
    )


def message_statuses(account: Account, order: TakenOrder) -> list[MessageStatus]:
    """Give the status of each message of an order as it stands now, in the request's order."""
    return _statuses(account, order, tuple(order.numbers()))


def falsified(
    report: OrderReport, *, strangers: int, order_status: int, undelivered_status: int
) -> OrderReport:
    """Give a report with numbers that its order does not have, and with other codes where they are not 0."""
    rows = [
        (number, undelivered_status if undelivered_status and found == MessageStatus.UNDELIVERED else found)
        for number, found in report.rows
    ]
    rows += [(str(_FIRST_STRANGER + at), MessageStatus.DELIVERED) for at in range(strangers)]
    return replace(report, status=order_status or report.status, rows=tuple(rows))


def _order_status(account: Account, order: TakenOrder, statuses: list[MessageStatus]) -> OrderStatus:
    if account.is_cancelled(order):
        return OrderStatus.NOT_SENT
    return OrderStatus.SENDING if MessageStatus.WAITING in statuses else OrderStatus.FINISHED


def _statuses(account: Account, order: TakenOrder, numbers: tuple[str, ...]) -> list[MessageStatus]:
    """Give the status of each number: of n, the first is final after an n-th of the account's `delivery`."""
    if account.is_cancelled(order):
        return [MessageStatus.UNDELIVERED] * len(numbers)
    passed = account.now() - order.send_at
    if passed < timedelta(0):
        final = 0
    elif passed < account.delivery:
        final = int(passed / account.delivery * len(numbers))
    else:
        final = len(numbers)
    found = [_status(account, number, finished=at < final) for at, number in enumerate(numbers)]
    if pushed := account.pushed(order):
        return [
            MessageStatus(pushed.get(number, status)) for number, status in zip(numbers, found, strict=True)
        ]
    return found


def _status(account: Account, number: str, *, finished: bool) -> MessageStatus:
    if not finished:
        return MessageStatus.WAITING
    return MessageStatus.UNDELIVERED if number in account.undelivered else MessageStatus.DELIVERED


def listed(orders: Iterable[TakenOrder], start: date, end: date, *, until: datetime) -> list[TakenOrder]:
    """Give the orders submitted on the days from `start` to `end`, and not after `until`, newest first."""
    found = [o for o in orders if start <= o.submitted_at.date() <= end and o.submitted_at <= until]
    return found[::-1]


def days(start: str, end: str) -> tuple[date, date] | None:
    """Read a range of `YYYY-MM-DD`; None if it is none, runs backwards or is too long."""
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        return None
    return (first, last) if timedelta(0) <= last - first < timedelta(DAYS_AT_MOST) else None
