"""The gateway's delivery report of one order: its status, its price, and what became of each number.

Source: the vendor's documents for `get-report` (XML). A page holds at most 1,000 rows of number and
status, and the order's own status stands on each. A number comes back as `+905XXXXXXXXX` or without
its prefix, so the last ten digits tell. `total` and `price` are not in the documented XML, but older
clients have read them there: they may be missing, and one that is no number counts as missing.

A page is believed only when all of the rest could be read. Codes are given as they came: which of
them this program knows, it says here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from xml.etree import ElementTree as ET

from batchsms.gateway.account import Account, AccountUnansweredError
from batchsms.i18n import _

__all__ = ["DeliveryReports", "ReportPage"]

PAGE_ROWS = 1_000
_STATUS = re.compile(r"[0-9]{1,9}")
_NUMBER = re.compile(r"\+?[0-9]{0,5}([0-9]{10})")
_TOTAL = re.compile(r"[0-9]{1,9}")
_PRICE = re.compile(r"[0-9]{1,15}([.,][0-9]{1,9})?")


@dataclass(frozen=True)
class ReportPage:
    """One page: the order's status, and MSISDNs with their codes.

    `price` is what was charged for the whole order, in the unit that the account is billed in (TL or
    credits; the vendor's documents do not say), None where it is not told.
    """

    status: int
    rows: tuple[tuple[int, int], ...]
    price: Decimal | None
    is_last: bool


@dataclass(frozen=True)
class DeliveryReports:
    """The delivery reports of an account. Each question raises `AccountUnansweredError`."""

    account: Account

    def page(self, order_id: str, number: int) -> ReportPage:
        """Return one page, by its number from 1."""
        return self._page(order_id, number, PAGE_ROWS)

    def status(self, order_id: str) -> int:
        """Return the status of an order: `SENDING`, `FINISHED`, `NOT_SENT`, or a code that came."""
        return self._page(order_id, 1, 1).status

    def _page(self, order_id: str, number: int, row_count: int) -> ReportPage:
        inner = (
            f"<order><id>{escape(order_id, quote=False)}</id>"
            f"<page>{number}</page><rowCount>{row_count}</rowCount></order>"
        )
        orders = self.account.answer("get-report", inner).findall("order")
        if len(orders) != 1 or _stated_id(orders[0]) not in {"", order_id}:
            raise _unreadable()
        order = orders[0]
        rows = tuple(_rows(order))
        total = (order.findtext("total") or "").strip()
        is_all = bool(_TOTAL.fullmatch(total)) and number * row_count >= int(total)
        return ReportPage(_status(order), rows, _price(order), is_all or len(rows) < row_count)


def _rows(order: ET.Element) -> Iterator[tuple[int, int]]:
    for element in order:
        if element.tag == "message":
            numbers = [child for child in element if child.tag == "number"]
            match = _NUMBER.fullmatch("".join((numbers[0].text or "").split())) if len(numbers) == 1 else None
            if not match:
                raise _unreadable()
            yield int(f"90{match[1]}"), _status(element)
        elif len(element):  # rows in a place that is not known here
            raise _unreadable()


def _status(element: ET.Element) -> int:
    found = element.findall("status")
    code = (found[0].text or "").strip() if len(found) == 1 else ""
    if not _STATUS.fullmatch(code):
        raise _unreadable()
    return int(code)


def _stated_id(order: ET.Element) -> str:
    return (order.findtext("id") or "").strip()


def _price(order: ET.Element) -> Decimal | None:
    price = (order.findtext("price") or "").strip()
    return Decimal(price.replace(",", ".")) if _PRICE.fullmatch(price) else None


def _unreadable() -> AccountUnansweredError:
    return AccountUnansweredError(_("The report cannot be read"))
