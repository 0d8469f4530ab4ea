"""The delivery reports of a campaign, read page by page into its campaign file.

What came is kept, whatever comes after it. An answer that every other order would get too ends the
reading: 401, a connection that is lost, a gateway that is out of order, three reports in a row that cannot
be read. One that cannot be read, or an order that the gateway does not have, is that order's own trouble.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from batchsms.clock import Watch
from batchsms.gateway.account import AccountUnansweredError
from batchsms.gateway.codes import NO_SUCH_ORDER, NOT_DUE
from batchsms.gateway.delivery_report import DeliveryReports
from batchsms.i18n import _
from batchsms.journal.database import Database
from batchsms.journal.deliveries import OpenReport, end_report, open_reports, store_page, store_refusal

__all__ = ["Reading", "ReportReader", "wait_for_reports"]

_FIRST_PAUSE = 10.0
_LONGEST_PAUSE = 300.0
_GROWTH = 1.5
_MOST_PAGES = 1_000
_MOST_UNREADABLE = 3
"""Reports in a row that cannot be read, after which something else than the gateway seems to answer."""


@dataclass
class Reading:
    """How the reading of all open reports went. Orders are named by the gateway's ids.

    `stopped_by` is what ended it before all were asked for, "" for nothing, and `refuses_credentials` that
    this was a 401. `is_interrupted` says that the user has ended it. `strangers` counts numbers that the
    reports name and the orders do not have.
    """

    strangers: int = 0
    not_due: list[str] = field(default_factory=list)
    not_found: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)
    open_orders: int = 0
    stopped_by: str = ""
    refuses_credentials: bool = False
    is_interrupted: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether every report that the gateway has was read to its end."""
        return not (self.stopped_by or self.not_found or self.unreadable or self.is_interrupted)

    @property
    def is_worth_waiting(self) -> bool:
        """Whether asking again later may bring more."""
        return not self.refuses_credentials and self.open_orders > len(self.not_found)


@dataclass(frozen=True)
class ReportReader:
    """What reports are read with, and into."""

    database: Database
    reports: DeliveryReports
    watch: Watch

    def read(self, progress: Callable[[int], None]) -> Reading:
        """Read every report that is not final; `progress` is told the recipients whose orders were read."""
        reading = Reading()
        recipients = in_a_row = 0
        for report in open_reports(self.database):
            reading.is_interrupted |= self.watch.is_ending()
            if reading.is_interrupted or reading.stopped_by:
                break
            try:
                self._read(report, reading)
            except AccountUnansweredError as error:
                self._note(report, error, reading)
            in_a_row = in_a_row + 1 if report.gateway_id in reading.unreadable else 0
            if in_a_row == _MOST_UNREADABLE:
                reading.stopped_by = reading.unreadable[report.gateway_id]
            recipients += report.recipients
            progress(recipients)
        reading.open_orders = len(open_reports(self.database))
        return reading

    def _read(self, report: OpenReport, reading: Reading) -> None:
        """Read a report on from where it was left; and once more from its first page where it may be old.

        Between the two halves of a reading the order may have gone on.
        """
        first = report.pages + 1
        statuses = self._pages(report, first, reading)
        if not statuses:
            return
        is_whole = first == 1 and len(statuses) == 1
        is_final = end_report(self.database, report.order_id, is_whole=is_whole)
        if first > 1 and not is_final and (statuses := self._pages(report, 1, reading)):
            end_report(self.database, report.order_id, is_whole=len(statuses) == 1)

    def _pages(self, report: OpenReport, first: int, reading: Reading) -> set[int]:
        """Read pages to the last one; return the order's statuses on them, none where that was cut short."""
        statuses: set[int] = set()
        before: tuple[tuple[int, int], ...] = ()
        for number in range(first, _MOST_PAGES):
            if self.watch.is_ending():
                reading.is_interrupted = True
                return set()
            page = self.reports.page(report.gateway_id, number)
            if page.rows and page.rows == before:
                break
            before = page.rows
            statuses.add(page.status)
            reading.strangers += store_page(self.database, report.order_id, page, number, self.watch.now())
            if page.is_last:
                return statuses
        raise AccountUnansweredError(_("The report does not end"))

    def _note(self, report: OpenReport, error: AccountUnansweredError, reading: Reading) -> None:
        if error.code in {NOT_DUE, NO_SUCH_ORDER}:
            store_refusal(self.database, report.order_id, error.code, self.watch.now())
            told = reading.not_due if error.code == NOT_DUE else reading.not_found
            told.append(report.gateway_id)
        elif error.code is None and error.is_reached:
            reading.unreadable[report.gateway_id] = str(error)
        else:
            reading.stopped_by = str(error)
            reading.refuses_credentials = error.code == HTTPStatus.UNAUTHORIZED


def wait_for_reports(
    read: Callable[[], Reading], watch: Watch, seconds: float, progress: Callable[[Reading], None]
) -> Reading:
    """Read reports again and again, with growing pauses, until all are final or `seconds` have passed.

    It ends too when it is asked to, and where asking again can bring nothing. `progress` is told
    each reading.
    """
    began = watch.now()
    pause = _FIRST_PAUSE
    while True:
        reading = read()
        progress(reading)
        left = seconds - (watch.now() - began).total_seconds()
        if left <= 0 or watch.is_ending() or not reading.is_worth_waiting:
            return reading
        watch.pause(min(pause, left))
        if watch.is_ending():
            return reading
        pause = min(pause * _GROWTH, _LONGEST_PAUSE)
