"""Scheduled orders that are to be cancelled: which can be, what came of each request, and their new schedule.

A request stands in the file before it is made. While nobody knows what came of it, the order is told as
unknown, and it has no part in anything that could send it again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from batchsms.clock import stamp
from batchsms.journal.database import Database

__all__ = [
    "CancelOutcome",
    "CancelledOrder",
    "ScheduledOrder",
    "begin_cancel",
    "cancelled_orders",
    "end_cancel",
    "open_cancels",
    "plan_again",
    "scheduled_orders",
    "scheduled_without_id",
]

CancelOutcome = Literal["cancelled", "gone", "standing"]
"""What came of a request: `gone` could not be cancelled any more, `standing` was not and can be still."""


class ScheduledOrder(NamedTuple):
    """An accepted order with a schedule. `is_asked`: what came of a request to cancel it is not known."""

    order_id: int
    gateway_id: str
    recipients: int
    send_at: str
    is_asked: bool


class CancelledOrder(NamedTuple):
    """A cancelled order whose recipients are in no other order, and when it was posted last."""

    order_id: int
    recipients: int
    posted_at: datetime


def scheduled_orders(database: Database) -> list[ScheduledOrder]:
    """Return the accepted orders that have an id and a schedule, whatever the time is."""
    return [
        ScheduledOrder(order, gateway_id, recipients, send_at, bool(is_asked))
        for order, gateway_id, recipients, send_at, is_asked in database.all(
            "SELECT id, gateway_id, recipients, send_at, is_being_cancelled FROM told_orders"
            " WHERE state = 'accepted' AND gateway_id IS NOT NULL AND send_at <> '' ORDER BY id"
        )
    ]


def open_cancels(database: Database) -> list[ScheduledOrder]:
    """Return the orders of which nobody knows whether they are cancelled."""
    return [order for order in scheduled_orders(database) if order.is_asked]


def scheduled_without_id(database: Database) -> int:
    """Return how many recipients are in scheduled orders that cannot be cancelled for want of an id."""
    found = database.one(
        "SELECT COALESCE(SUM(recipients), 0) FROM orders WHERE send_at <> '' AND (state IN ('unknown',"
        " 'submitting') OR (state = 'accepted' AND gateway_id IS NULL))"
    )
    return int(found[0])


def begin_cancel(database: Database, order_id: int, moment: datetime) -> None:
    """Note that an order is being cancelled; on disk before this returns."""
    with database.transaction():
        database.execute(
            "INSERT INTO cancellations (order_id, asked_at) VALUES (?, ?)", (order_id, stamp(moment))
        )


def end_cancel(
    database: Database, order_id: int, outcome: CancelOutcome, code: int, moment: datetime, detail: str = ""
) -> None:
    """Note what came of the request to cancel an order, by the gateway's code or that of a report."""
    with database.transaction():
        if outcome == "cancelled":
            database.execute(
                "UPDATE orders SET state = 'cancelled', code = ?, detail = '', decided_at = ? WHERE id = ?",
                (code, stamp(moment), order_id),
            )
        database.execute(
            "UPDATE cancellations SET outcome = ?, ended_at = ?, code = ?, detail = ?"
            " WHERE order_id = ? AND outcome IS NULL",
            (outcome, stamp(moment), code, detail, order_id),
        )


def cancelled_orders(database: Database) -> list[CancelledOrder]:
    """Return the cancelled orders that may be planned again: no other order, and no later run, has them."""
    return [
        CancelledOrder(order, recipients, datetime.fromisoformat(posted))
        for order, recipients, posted in database.all(
            "SELECT told_orders.id, recipients, MAX(posted_at) FROM told_orders"
            " JOIN attempts ON attempts.order_id = told_orders.id"
            " WHERE state = 'cancelled' AND NOT is_replaced AND (SELECT closed_at FROM campaign) IS NULL"
            " GROUP BY told_orders.id ORDER BY told_orders.id"
        )
    ]


def plan_again(database: Database, orders: Sequence[CancelledOrder], send_at: str) -> None:
    """Plan orders for the recipients of cancelled ones, with another schedule (`""`: now)."""
    with database.transaction():
        for order in orders:
            new = database.execute(
                "INSERT INTO orders (parent_id, root_id, send_at, state, recipients, credits)"
                " SELECT id, id, ?, 'planned', recipients, credits FROM orders WHERE id = ? RETURNING id",
                (send_at, order.order_id),
            ).fetchone()[0]
            database.execute("UPDATE orders SET root_id = ? WHERE id = ?", (new, new))
            database.execute("UPDATE rows SET order_id = ? WHERE order_id = ?", (new, order.order_id))
