"""What delivery reports say of a campaign: which are still to be read, their pages as they come, the counts.

A report is read page by page, and each page is kept at once. What is read in part is read on from there.
A report is final when nothing in it can change: its order was not sent (115), or is finished (114) and no
number of it waits. What was read in part over some time is read once more for that, from its first page.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from batchsms.clock import stamp
from batchsms.gateway.codes import DELIVERED, FINISHED, NO_SUCH_ORDER, NOT_SENT, UNDELIVERED, WAITING
from batchsms.journal.database import Database

if TYPE_CHECKING:
    from decimal import Decimal

    from batchsms.gateway.delivery_report import ReportPage

__all__ = [
    "Deliveries",
    "OpenReport",
    "deliveries_of",
    "delivery_word",
    "end_report",
    "open_reports",
    "store_page",
    "store_refusal",
]


class OpenReport(NamedTuple):
    """A report that is not final, and how many of its pages were read in the pass under way."""

    order_id: int
    gateway_id: str
    recipients: int
    pages: int


class Deliveries(NamedTuple):
    """What is known of the delivery of all accepted recipients.

    `words` counts recipients per content of `sms_delivery`: delivered, undelivered, waiting, `""` where
    nothing is known, or a code that is not known here. Of those with `""`, `missing` are not named by the
    finished report of their order, and `without_id` belong to orders of which the id is not known.
    `price` is the sum of what is told, None where none is; `charged_credits` are the credits that the orders
    with a price were planned to cost.
    """

    words: Mapping[str, int] = MappingProxyType({})
    missing: int = 0
    without_id: int = 0
    price: "Decimal | None" = None
    charged_credits: int = 0

    @property
    def is_known(self) -> bool:
        """Whether any report has been read."""
        return any(self.words) or bool(self.missing)

    @property
    def final(self) -> int:
        """Recipients of whom it is known that they got the message, or that they did not."""
        return self.words.get("delivered", 0) + self.words.get("undelivered", 0)

    def as_json(self) -> dict[str, Any]:
        """Return the counts under the keys of the JSON object."""
        return {
            **{word: self.words.get(word, 0) for word in ("delivered", "undelivered", "waiting")},
            "unreported": self.words.get("", 0),
            "delivery_codes": self.codes,
            "price": None if self.price is None else str(self.price),
            "priced_credits": self.charged_credits,
        }

    @property
    def codes(self) -> dict[str, int]:
        """Recipients per code of a message that is not known here."""
        return {word: count for word, count in sorted(self.words.items()) if word.isdigit()}


def open_reports(database: Database) -> list[OpenReport]:
    """Return the reports that are to be read: of accepted orders with an id, and not final."""
    return [
        OpenReport(*row)
        for row in database.all(
            "SELECT id, gateway_id, recipients, report_pages FROM orders WHERE gateway_id IS NOT NULL"
            " AND state = 'accepted' AND NOT report_is_final ORDER BY id"
        )
    ]


def store_page(database: Database, order_id: int, page: "ReportPage", number: int, moment: datetime) -> int:
    """Keep one page of an order's report; return how many of its numbers the order does not have."""
    import json  # noqa: PLC0415 - where reports are fetched

    said: dict[int, list[int]] = {}
    for msisdn, code in dict(page.rows).items():
        said.setdefault(code, []).append(msisdn)
    strangers = 0
    with database.transaction():
        for code, msisdns in said.items():
            # IN, so that the index is looked into once per number; a join would go through the order's rows.
            strangers += (
                len(msisdns)
                - database.execute(
                    "UPDATE rows SET delivery = ? WHERE order_id = ?"
                    " AND msisdn IN (SELECT value FROM json_each(?))",
                    (code, order_id, json.dumps(msisdns)),
                ).rowcount
            )
        database.execute(
            "UPDATE orders SET report_status = ?, report_pages = ?, reported_at = ?,"
            " price = COALESCE(?, price) WHERE id = ?",
            (page.status, number, stamp(moment), None if page.price is None else str(page.price), order_id),
        )
    return strangers


def store_refusal(database: Database, order_id: int, code: int, moment: datetime) -> None:
    """Keep what the gateway answers in place of an order's report."""
    with database.transaction():
        database.execute(
            "UPDATE orders SET report_status = ?, reported_at = ? WHERE id = ?",
            (code, stamp(moment), order_id),
        )


def end_report(database: Database, order_id: int, *, is_whole: bool) -> bool:
    """Note that all pages of a report were read; return whether it is final.

    `is_whole` says that one pass read them all, while the order had one and the same status.
    """
    with database.transaction():
        database.execute(
            "UPDATE orders SET report_pages = 0, report_is_final = report_status = ? OR (report_status = ?"
            " AND NOT EXISTS (SELECT 1 FROM rows WHERE order_id = orders.id"
            " AND (delivery = ? OR (delivery IS NULL AND NOT ?)))) WHERE id = ?",
            (NOT_SENT, FINISHED, WAITING, is_whole, order_id),
        )
    return bool(database.one("SELECT report_is_final FROM orders WHERE id = ?", order_id)[0])


def deliveries_of(database: Database) -> Deliveries:
    """Return the counts of all that was accepted."""
    words: Counter[str] = Counter()
    missing = without_id = 0
    for code, status, is_final, has_id, count in database.all(
        "SELECT delivery, report_status, report_is_final, gateway_id IS NOT NULL, COUNT(*)"
        " FROM rows JOIN orders ON orders.id = order_id WHERE state = 'accepted' GROUP BY 1, 2, 3, 4"
    ):
        word = delivery_word(code, status, is_final=bool(is_final))
        words[word] += count
        missing += count if not word and is_final else 0
        without_id += 0 if has_id else count
    prices = database.all("SELECT price, credits FROM orders WHERE price IS NOT NULL AND state = 'accepted'")
    return Deliveries(
        dict(words),
        missing,
        without_id,
        _sum(price for price, _credits in prices) if prices else None,
        sum(credits_ for _price, credits_ in prices),
    )


def delivery_word(code: int | None, order_status: int | None, *, is_final: bool) -> str:
    """Return what `sms_delivery` says of a recipient, by the codes of its message and of its order.

    A code that is not known here stands as it came. Whom a finished report does not name has `""`.
    """
    if code is not None and code not in {WAITING, DELIVERED, UNDELIVERED}:
        return str(code)
    if code == DELIVERED:
        return "delivered"
    if code == UNDELIVERED or order_status == NOT_SENT:
        return "undelivered"
    return "" if order_status in {None, NO_SUCH_ORDER} or (code is None and is_final) else "waiting"


def _sum(prices: Iterable[str]) -> "Decimal":
    from decimal import Decimal  # noqa: PLC0415 - for files with reports

    return sum(map(Decimal, prices), Decimal())
