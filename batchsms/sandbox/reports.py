"""Delivery reports and the list of orders: pure views of the orders that the account took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum

from batchsms.sandbox.account import Account, TakenOrder

DAYS_AT_MOST = 10
"""Days that one list of orders may span, its first and its last included; the vendor says "10 days"."""


class MessageStatus(IntEnum):
    """The vendor's codes of a message."""

    WAITING = 110
    DELIVERED = 111
    UNDELIVERED = 112


class OrderStatus(IntEnum):
    """The vendor's codes of an order; finished means that every message's outcome is known."""

    SENDING = 113
    FINISHED = 114


@dataclass(frozen=True, slots=True)
class OrderReport:
    """An order as its reports show it: one row of number and status per message."""

    order: TakenOrder
    status: OrderStatus
    rows: tuple[tuple[str, MessageStatus], ...]

    def count(self, status: MessageStatus) -> int:
        """Count the rows of a status."""
        return sum(found == status for _, found in self.rows)


def order_report(account: Account, order: TakenOrder, *, leaves_out: float = 0) -> OrderReport:
    """Give the report of an order as it stands now, without the last `leaves_out` of its recipients.

    Below 1, `leaves_out` is a share of the recipients, else a count.
    """
    finished = account.now() >= order.send_at + account.delivery
    numbers = tuple(order.numbers())
    left = len(numbers) - int(leaves_out * len(numbers) if leaves_out < 1 else leaves_out)
    return OrderReport(
        order=order,
        status=OrderStatus.FINISHED if finished else OrderStatus.SENDING,
        rows=tuple((n, _status(account, n, finished=finished)) for n in numbers[: max(0, left)]),
    )


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
