"""The gateway's own records: which orders it has, and whom they went to.

Source: the vendor's documents for `get-reports` (JSON alone); whom an order went to, its delivery report
tells. Times are Turkey's, without a zone.

A record is believed only when all of it could be read: anything else is `RecordsUnavailableError`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from batchsms.clock import TURKEY
from batchsms.gateway.account import Account, AccountUnansweredError
from batchsms.gateway.client import Gateway, UnansweredError
from batchsms.gateway.codes import NOT_DUE
from batchsms.gateway.credentials import Credentials
from batchsms.gateway.delivery_report import DeliveryReports
from batchsms.i18n import _

__all__ = ["ListedOrder", "Records", "RecordsUnavailableError"]

_MOST_PAGES = 1_000
_MOST_DAYS = 10  # the vendor's bound on the range of one list, both days counted
_YES = 200


class RecordsUnavailableError(Exception):
    """The records could not be had, or not all of them could be read. The message says why.

    `is_not_due` says that an order has no report because it has not gone yet.
    """

    def __init__(self, message: str, *, is_not_due: bool = False) -> None:
        super().__init__(message)
        self.is_not_due = is_not_due


@dataclass(frozen=True)
class ListedOrder:
    """One order of the gateway's list."""

    order_id: str
    sender: str
    submitted_at: datetime
    total: int
    send_at: datetime | None = None


@dataclass(frozen=True)
class Records:
    """The records of one account."""

    gateway: Gateway
    credentials: Credentials

    def orders(self, since: datetime, until: datetime) -> list[ListedOrder]:
        """Return the orders submitted from the day of `since` to that of `until`, each once."""
        found: dict[str, ListedOrder] = {}
        for first, last in _ranges(since.astimezone(TURKEY).date(), until.astimezone(TURKEY).date()):
            self._list(first, last, found)
        return list(found.values())

    def numbers(self, order_id: str) -> frozenset[int]:
        """Return the MSISDNs that an order went to."""
        reports = DeliveryReports(Account(self.gateway, self.credentials))
        found: set[int] = set()
        try:
            for number in range(1, _MOST_PAGES):
                page = reports.page(order_id, number)
                before = len(found)
                found.update(msisdn for msisdn, _code in page.rows)
                if page.is_last:
                    return frozenset(found)
                if len(found) == before:
                    break
        except AccountUnansweredError as error:
            raise RecordsUnavailableError(str(error), is_not_due=error.code == NOT_DUE) from error
        raise RecordsUnavailableError(_("The report does not end"))

    def blacklist(self) -> frozenset[int]:
        """Return the MSISDNs on the account's blacklist."""
        try:
            return Account(self.gateway, self.credentials).blacklist()
        except AccountUnansweredError as error:
            raise RecordsUnavailableError(str(error)) from error

    def _list(self, first: date, last: date, found: dict[str, ListedOrder]) -> None:
        """Read a list page by page until a page brings nothing new; it must not hold back any order."""
        seen: set[str] = set()
        for page in range(1, _MOST_PAGES):
            body = _list_json(self.credentials, first, last, page)
            answer = self._ask("get-reports/json", body, "application/json; charset=utf-8")
            count, orders = _listed(answer)
            new = {order.order_id: order for order in orders if order.order_id not in seen}
            seen |= new.keys()
            found |= new
            if not new:
                if len(seen) < count:
                    raise RecordsUnavailableError(_("The list of orders is not complete"))
                return
        raise RecordsUnavailableError(_("The list of orders does not end"))

    def _ask(self, path: str, body: bytes, content_type: str) -> bytes:
        try:
            return self.gateway.ask(path, body, content_type)
        except UnansweredError as error:
            raise RecordsUnavailableError(str(error)) from error


def _ranges(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield ranges of days that together hold all from `first` to `last`."""
    while first <= last:
        end = min(last, first + timedelta(days=_MOST_DAYS - 1))
        yield first, end
        first = end + timedelta(days=1)


def _list_json(credentials: Credentials, first: date, last: date, page: int) -> bytes:
    request = {
        "authentication": {"key": credentials.key, "hash": credentials.hash},
        "filter": {"start": first.isoformat(), "end": last.isoformat(), "page": page},
    }
    return json.dumps({"request": request}).encode()


def _listed(body: bytes) -> tuple[int, list[ListedOrder]]:
    """Return the count that a page of the list states, and its orders. All of it must be readable."""
    try:
        response = json.loads(body)["response"]
        code = int(response["status"]["code"])
        if code != _YES:
            raise RecordsUnavailableError(_("The gateway answers {code}").format(code=code))
        orders = response.get("orders") or []
        return int(response["count"]), [_listed_order(order) for order in orders]
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        raise RecordsUnavailableError(_("The list of orders cannot be read")) from error


def _listed_order(order: dict[str, Any]) -> ListedOrder:
    submitted = _moment(order["submitAt"])
    order_id, sender = order["id"], order["sender"]
    if isinstance(order_id, bool) or not isinstance(order_id, str | int) or not str(order_id).strip():
        raise ValueError("an order without an id")
    if not isinstance(sender, str):
        raise TypeError("an order without a sender")
    send_at = order.get("sendAt")
    return ListedOrder(
        str(order_id).strip(), sender, submitted, int(order["total"]), _moment(send_at) if send_at else None
    )


def _moment(written: object) -> datetime:
    return datetime.strptime(str(written), "%Y-%m-%d %H:%M:%S").replace(tzinfo=TURKEY)
