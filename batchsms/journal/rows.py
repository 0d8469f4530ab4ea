"""The list's rows as a campaign file holds them, each with the state of its newest order."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from batchsms.journal.database import Database
from batchsms.journal.deliveries import delivery_word

__all__ = [
    "ResultRow",
    "count_planned_among",
    "delivery_of",
    "excluded_examples",
    "has_reports",
    "numbers_reached",
    "prefix_counts",
    "recipient_positions",
    "result_rows",
    "sent_messages",
]


class ResultRow(NamedTuple):
    """One input row as the results show it. `state` is as users are told it, None for an excluded row."""

    position: int
    sheet_row: int
    msisdn: int | None
    text: str | None
    segments: int | None
    reason: str
    about: str
    state: str | None
    gateway_id: str | None
    code: int | None
    detail: str | None
    decided_at: str | None
    send_at: str | None
    delivery: int | None
    report_status: int | None
    report_is_final: int | None
    is_being_cancelled: int | None


def delivery_of(row: ResultRow) -> str:
    """Return what `sms_delivery` says of a row, `""` where no report does."""
    if row.state != "accepted":
        return ""
    return delivery_word(row.delivery, row.report_status, is_final=bool(row.report_is_final))


def has_reports(database: Database) -> bool:
    """Return whether the gateway was asked for the report of any order, and said something."""
    return bool(database.one("SELECT EXISTS (SELECT 1 FROM orders WHERE report_status IS NOT NULL)")[0])


def result_rows(database: Database, first: int, count: int) -> list[ResultRow]:
    """Return `count` rows from a position on, each with the state of its newest order."""
    return list(
        map(
            ResultRow._make,
            database.all(
                "SELECT position, sheet_row, msisdn, text, segments, reason, about,"
                " CASE WHEN state = 'submitting' OR outcome IS NULL AND asked_at IS NOT NULL THEN 'unknown'"
                " ELSE state END, gateway_id, orders.code, orders.detail, decided_at, orders.send_at,"
                " delivery, report_status, report_is_final, outcome IS NULL AND asked_at IS NOT NULL"
                " FROM rows LEFT JOIN messages ON messages.id = message_id"
                " LEFT JOIN orders ON orders.id = rows.order_id"
                # Not by the view `told_orders`, which would be made anew for each call.
                " LEFT JOIN cancellations ON cancellations.order_id = orders.id AND outcome IS NULL"
                " WHERE position >= ? AND position < ? ORDER BY position",
                first,
                first + count,
            ),
        )
    )


def sent_messages(database: Database) -> Iterator[tuple[str, list[int]]]:
    """Yield each text that was, or may have been, accepted, with the MSISDNs that it went to."""
    messages = database.all(
        "SELECT DISTINCT message_id, text FROM rows JOIN messages ON messages.id = message_id"
        " JOIN orders ON orders.id = order_id WHERE state IN ('accepted', 'submitting', 'unknown')"
    )
    numbers: dict[int, list[int]] = {}
    for message, number in database.all(
        "SELECT message_id, msisdn FROM rows JOIN orders ON orders.id = order_id"
        " WHERE state IN ('accepted', 'submitting', 'unknown')"
    ):
        numbers.setdefault(message, []).append(number)
    for message, text in messages:
        yield text, numbers.get(message, [])


def count_planned_among(database: Database, numbers: Collection[int]) -> int:
    """Return how many recipients that are still planned have one of these MSISDNs."""
    import json  # noqa: PLC0415 - for preflights alone

    found = database.one(
        "SELECT COUNT(*) FROM rows JOIN orders ON orders.id = order_id"
        " WHERE state = 'planned' AND msisdn IN (SELECT value FROM json_each(?))",
        json.dumps(list(numbers)),
    )
    return int(found[0])


def excluded_examples(database: Database, reason: str) -> list[tuple[int, int | None]]:
    """Return the first rows that are skipped for a reason, with their MSISDNs where they have one."""
    return database.all(
        "SELECT sheet_row, msisdn FROM rows WHERE order_id IS NULL AND reason = ? ORDER BY position LIMIT 5",
        reason,
    )


def prefix_counts(database: Database) -> list[tuple[int, int]]:
    """Return the first two digits of numbers, 50 to 59, and how many recipients have them, the most first."""
    return database.all(
        "SELECT msisdn / 100000000 % 100, COUNT(*) FROM rows WHERE order_id IS NOT NULL"
        " GROUP BY 1 ORDER BY 2 DESC, 1"
    )


def recipient_positions(database: Database) -> frozenset[int]:
    """Return the positions of the rows that have an order."""
    return frozenset(at for (at,) in database.all("SELECT position FROM rows WHERE order_id IS NOT NULL"))


def numbers_reached(database: Database) -> list[int]:
    """Return the MSISDNs that may have got a message of this campaign."""
    return [
        number
        for (number,) in database.all(
            "SELECT DISTINCT msisdn FROM rows JOIN orders ON orders.id = order_id"
            " WHERE state IN ('accepted', 'submitting', 'unknown')"
        )
    ]
