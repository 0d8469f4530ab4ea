"""What a campaign file says, to those who look at it."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from batchsms.exclusion_reasons import FAULTLESS_REASONS, NUMBER_REASONS
from batchsms.gateway.order import Message, Order
from batchsms.journal.cell_codec import unpacked
from batchsms.journal.database import Database
from batchsms.journal.tally import Tally
from batchsms.numbers.masking import without_numbers
from batchsms.pricing.campaign_costs import Costs
from batchsms.reading.cell_addresses import Addresses
from batchsms.reading.cells import Cell
from batchsms.reading.findings import Finding, gravest_first

__all__ = [
    "Campaign",
    "Planned",
    "ResultRow",
    "UnknownOrder",
    "addresses_of",
    "campaign_of",
    "cells_of",
    "findings_of",
    "headers_of",
    "history_of",
    "next_orders",
    "numbers_reached",
    "order_lines",
    "order_of",
    "planned_costs",
    "planned_orders",
    "result_rows",
    "tally_of",
    "unknown_orders",
]


@dataclass(frozen=True)
class Campaign:
    """What was planned, as the table `campaign` has it."""

    created_at: str
    program: str
    list_path: str
    list_digest: str
    list_origin: str
    list_sheet: str
    phone_column: int
    template_name: str
    template: str
    sender: str
    iys_list: str
    send_at: str
    results_path: str
    folds: str = ""
    operator_characters: int = 5
    turkish_letter_cost: int = 1
    credit_price: str = ""
    max_recipients: int | None = None
    max_credits: int | None = None


@dataclass(frozen=True)
class Planned:
    """An order that is to be posted next."""

    order_id: int
    recipients: int
    send_at: str


@dataclass(frozen=True)
class ResultRow:
    """One input row as the results show it. `state` is None for an excluded row."""

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


@dataclass(frozen=True)
class UnknownOrder:
    """An order that may have been taken, as the user is told of it. Times are this machine's."""

    order_id: int
    recipients: int
    send_at: str
    posted_at: datetime
    detail: str


def campaign_of(database: Database) -> Campaign:
    """Return what was planned."""
    names = ", ".join(field.name for field in fields(Campaign))
    return Campaign(*database.one(f"SELECT {names} FROM campaign"))  # noqa: S608 - own names


def planned_costs(database: Database) -> Costs:
    """Return what the campaign costs as it was planned."""
    stored = database.one("SELECT report FROM costs")
    return Costs.of_stored(json.loads(stored[0])) if stored else Costs()


def headers_of(database: Database) -> list[str]:
    """Return the names of the list's columns."""
    return [header for (header,) in database.all("SELECT header FROM columns ORDER BY position")]


def tally_of(database: Database) -> Tally:
    """Return the counts of rows, recipients, orders and credits."""
    recipients: Counter[str] = Counter()
    orders: Counter[str] = Counter()
    credits_in_all = 0
    for state, order_count, recipient_count, order_credits in database.all(
        "SELECT state, COUNT(*), SUM(recipients), SUM(credits) FROM orders GROUP BY state"
    ):
        shown = _shown(state)
        orders[shown] += order_count
        if state != "split":
            recipients[shown] += recipient_count
            credits_in_all += order_credits
    return Tally(
        rows=database.one("SELECT COUNT(*) FROM rows")[0],
        recipients=recipients,
        orders=orders,
        excluded=dict(
            database.all(
                "SELECT reason, COUNT(*) FROM rows WHERE order_id IS NULL GROUP BY reason ORDER BY 2 DESC, 1"
            )
        ),
        credits=credits_in_all,
        encodings=dict(
            database.all(
                "SELECT encoding, COUNT(*) FROM rows JOIN messages ON messages.id = message_id"
                " WHERE order_id IS NOT NULL GROUP BY encoding ORDER BY 2 DESC"
            )
        ),
    )


def planned_orders(database: Database) -> list[Planned]:
    """Return the planned orders, in the order that they are to be posted."""
    return [Planned(*row) for row in database.all("SELECT id, recipients, send_at FROM planned")]


def next_orders(database: Database, limit: int | None) -> Iterator[Planned]:
    """Yield the planned orders that a run posts: whole ones, until `limit` recipients are reached."""
    recipients = 0
    for order in planned_orders(database):
        if limit is not None and recipients >= limit:
            return
        recipients += order.recipients
        yield order


def order_of(database: Database, order_id: int) -> Order:
    """Return what the post of an order carries."""
    texts: dict[int, str] = {}
    numbers: dict[int, list[int]] = {}
    for message, text, number in database.all(
        "SELECT message_id, text, msisdn FROM rows JOIN messages ON messages.id = message_id"
        " WHERE order_id = ? ORDER BY message_id, position",
        order_id,
    ):
        texts[message] = text
        numbers.setdefault(message, []).append(number)
    sender, send_at, iys_list = database.one(
        "SELECT sender, orders.send_at, iys_list FROM campaign, orders WHERE orders.id = ?", order_id
    )
    messages = tuple(Message(texts[message], tuple(numbers[message])) for message in numbers)
    return Order(sender, send_at, iys_list, messages)


def order_lines(database: Database) -> list[dict[str, object]]:
    """Return every order as `status` shows it: id, state, recipients, gateway id, code, detail."""
    return [
        {
            "order": order,
            "state": _shown(state),
            "recipients": recipients,
            "order_id": gateway_id,
            "code": code,
            "detail": detail,
            "time": decided_at,
        }
        for order, state, recipients, gateway_id, code, detail, decided_at in database.all(
            "SELECT id, state, recipients, gateway_id, code, detail, decided_at FROM orders ORDER BY id"
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


def addresses_of(database: Database) -> Addresses:
    """Return where the list's cells stand."""
    columns = database.all("SELECT sheet_column, header FROM columns ORDER BY position")
    return Addresses(campaign_of(database).list_sheet, tuple(columns))


def findings_of(database: Database) -> list[Finding]:
    """Return what was found in the list: what its reader saw, and the rows that are left out.

    Errors come first, then warnings, then notes. A row is named by the cell that has its reason: that of
    its number, or that of the missing value; and as a whole where none is to blame.
    """
    read = [
        Finding(code, severity, count, json.loads(examples), json.loads(details))
        for code, severity, count, examples, details in database.all(
            "SELECT code, severity, count, examples, details FROM findings ORDER BY id"
        )
    ]
    addresses, phone_column = addresses_of(database), campaign_of(database).phone_column
    reasons = database.all(
        "SELECT reason, COUNT(*) FROM rows WHERE order_id IS NULL GROUP BY reason ORDER BY 2 DESC, 1"
    )
    left_out = [
        _left_out(reason, count, database.all(_FIRST_ROWS_OF_REASON, reason), addresses, phone_column)
        for reason, count in reasons
    ]
    return sorted(read + left_out, key=gravest_first)


_SEVERITIES = {"hidden_row": "warning"}  # no fault of the row's own, yet its owner may not know of it
_FIRST_ROWS_OF_REASON = (
    "SELECT sheet_row, about FROM rows WHERE order_id IS NULL AND reason = ? ORDER BY position LIMIT 5"
)


def _left_out(
    reason: str, count: int, first: list[tuple[int, str]], addresses: Addresses, phone_column: int
) -> Finding:
    return Finding(
        reason,
        _SEVERITIES.get(reason, "info" if reason in FAULTLESS_REASONS else "error"),
        count,
        [_place(addresses, phone_column, reason, about, row) for row, about in first],
        details=[without_numbers(first[0][1])] if reason == "template_error" else [],
    )


def _place(addresses: Addresses, phone_column: int, reason: str, about: str, row: int) -> str:
    if reason in NUMBER_REASONS:
        return addresses.cell(phone_column, row)
    names = [name for _number, name in addresses.columns]
    if reason == "missing_value" and about in names:
        return addresses.cell(names.index(about), row)
    return addresses.row(row)


def numbers_reached(database: Database) -> list[int]:
    """Return the MSISDNs that may have got a message of this campaign."""
    return [
        number
        for (number,) in database.all(
            "SELECT DISTINCT msisdn FROM rows JOIN orders ON orders.id = order_id"
            " WHERE state IN ('accepted', 'submitting', 'unknown')"
        )
    ]


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


def cells_of(database: Database) -> Iterator[tuple[int, list[list[Cell]]]]:
    """Yield the list's own cells, chunk by chunk: first position, columns."""
    starts = [start for (start,) in database.all("SELECT first_position FROM chunks ORDER BY 1")]
    for start in starts:
        text = database.one("SELECT cells FROM chunks WHERE first_position = ?", start)[0]
        yield start, unpacked(text)


def result_rows(database: Database, first: int, count: int) -> list[ResultRow]:
    """Return `count` rows from a position on, each with the state of its newest order."""
    return [
        ResultRow(*row)
        for row in database.all(
            "SELECT position, sheet_row, msisdn, text, segments, reason, about,"
            " state, gateway_id, code, detail, decided_at"
            " FROM rows LEFT JOIN messages ON messages.id = message_id"
            " LEFT JOIN orders ON orders.id = order_id"
            " WHERE position >= ? AND position < ? ORDER BY position",
            first,
            first + count,
        )
    ]


def _shown(state: str) -> str:
    """Return a state as users see it: what is being posted may have been taken, so it is unknown."""
    return "unknown" if state == "submitting" else state
