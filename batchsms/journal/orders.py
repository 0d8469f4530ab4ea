"""The orders of a campaign file: which is next, what its post carries, and how each stands."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from batchsms.gateway.order import Message, Order
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database

__all__ = [
    "Planned",
    "UnknownOrder",
    "credits_of_run",
    "history_of",
    "next_orders",
    "order_lines",
    "order_of",
    "schedule_of",
    "unknown_orders",
]


class Planned(NamedTuple):
    """An order that is to be posted next."""

    order_id: int
    recipients: int
    send_at: str


class UnknownOrder(NamedTuple):
    """An order that may have been taken, as the user is told of it. Times are this machine's."""

    order_id: int
    recipients: int
    send_at: str
    posted_at: datetime
    detail: str


def next_orders(database: Database, limit: int | None, *, again: bool = False) -> Iterator[Planned]:
    """Yield the planned orders that a run posts: whole ones, until `limit` recipients are reached.

    With `again`, cancelled orders are to get a new schedule, and stand behind the planned ones.
    """
    recipients = 0
    found = database.all("SELECT id, recipients, send_at FROM planned")
    if again:
        found += database.all(
            "SELECT id, recipients, send_at FROM told_orders WHERE state = 'cancelled' AND NOT is_replaced"
            " AND (SELECT closed_at FROM campaign) IS NULL ORDER BY id"
        )
    for order in (Planned(*row) for row in found):
        if limit is not None and recipients >= limit:
            return
        recipients += order.recipients
        yield order


def credits_of_run(database: Database, limit: int | None, *, again: bool, resend_unknown: bool) -> int:
    """Return the credits of the orders that a run posts; see `next_orders`, and unknown ones if it is to."""
    posted = {order.order_id for order in next_orders(database, limit, again=again)}
    if resend_unknown:
        posted |= {order.order_id for order in unknown_orders(database)}
    credits_of = database.all("SELECT id, credits FROM orders")
    return sum(credits_ for order, credits_ in credits_of if order in posted)


def order_of(database: Database, order_id: int) -> Order:
    """Return what the post of an order carries."""
    rows = database.all(
        "SELECT message_id, text, msisdn FROM rows JOIN messages ON messages.id = message_id"
        " WHERE order_id = ? ORDER BY message_id, position",
        order_id,
    )
    messages: list[Message] = []
    for (_message, text), group in groupby(rows, itemgetter(0, 1)):
        messages.append(Message(text, tuple([number for *_of_message, number in group])))
    sender, send_at, iys_list = database.one(
        "SELECT sender, orders.send_at, iys_list FROM campaign, orders WHERE orders.id = ?", order_id
    )
    return Order(sender, send_at, iys_list, tuple(messages))


def order_lines(database: Database) -> list[dict[str, object]]:
    """Return every order as `status` shows it: id, state, recipients, gateway id, code, detail."""
    return [
        {
            "order": order,
            "state": state,
            "recipients": recipients,
            "order_id": gateway_id,
            "code": code,
            "detail": detail,
            "time": decided_at,
        }
        for order, state, recipients, gateway_id, code, detail, decided_at in database.all(
            "SELECT id, told_state, recipients, gateway_id, code, detail, decided_at FROM told_orders"
            " ORDER BY id"
        )
    ]


def history_of(database: Database, order_id: int) -> dict[str, list[dict[str, object]]]:
    """Return every post of an order and every move that it made, oldest first."""
    attempts = database.all(
        "SELECT posted_at, ended_at, outcome, http_status, code, detail FROM attempts"
        " WHERE order_id = ? ORDER BY id",
        order_id,
    )
    moves = database.all(
        "SELECT moved_at, from_state, to_state FROM moves WHERE order_id = ? ORDER BY id", order_id
    )
    names = ("posted_at", "ended_at", "outcome", "http_status", "code", "detail")
    return {
        "attempts": [dict(zip(names, attempt, strict=True)) for attempt in attempts],
        "moves": [dict(zip(("at", "from", "to"), move, strict=True)) for move in moves],
    }


def schedule_of(database: Database) -> str:
    """Return when the campaign goes, as on the wire, `""` for at once.

    That is the schedule of what is planned, which may have been set again, or else of the newest order that
    is not cancelled.
    """
    newest = database.one(
        "SELECT CASE state WHEN 'cancelled' THEN '' ELSE send_at END FROM orders WHERE state != 'split'"
        " ORDER BY state != 'planned', state = 'cancelled', id DESC LIMIT 1"
    )
    return str(newest[0]) if newest else campaign_of(database).send_at


def unknown_orders(database: Database) -> list[UnknownOrder]:
    """Return what the user is told of the orders that may have been taken."""
    return [
        UnknownOrder(
            order,
            recipients,
            send_at,
            datetime.fromisoformat(first),
            detail,
        )
        for order, recipients, send_at, first, detail in database.all(
            "SELECT orders.id, recipients, send_at, MIN(posted_at), orders.detail"
            " FROM orders JOIN attempts ON order_id = orders.id"
            " WHERE state IN ('unknown', 'submitting')"  # a killed run left it so, or one is posting it
            " AND (outcome IS NULL OR attempts.id IN (SELECT id FROM doubtful_attempts))"
            " GROUP BY orders.id ORDER BY orders.id"
        )
    ]
