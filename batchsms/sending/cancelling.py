"""Scheduled orders → requests to cancel them, one after the other, each in the file before it is made.

What came of a request whose answer was lost is settled by the order's report: 115 proves that it is
cancelled, 113 and 114 that it has gone. 456 says that it is still to go, and is believed of an earlier run's
request alone: one that was made this moment may still be on its way. A report that is not found (455)
proves nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus

from batchsms.clock import Watch, has_passed
from batchsms.errors import BatchsmsError, Halted, OutcomeUnknown
from batchsms.event_log.events import log_event
from batchsms.gateway.account import Account, AccountUnansweredError
from batchsms.gateway.cancellation import cancel_order
from batchsms.gateway.codes import FINISHED, NO_SUCH_ORDER, NOT_DUE, NOT_SENT, SENDING
from batchsms.gateway.delivery_report import DeliveryReports
from batchsms.i18n import _
from batchsms.journal.cancellations import (
    CancelOutcome,
    ScheduledOrder,
    begin_cancel,
    end_cancel,
    open_cancels,
    scheduled_orders,
)
from batchsms.journal.database import Database
from batchsms.sending.preflight import refusal_of

__all__ = ["Canceller", "Cancelling"]

_YES = 200
_NOTHING_DONE = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND})
"""Answers to a request that was not even looked at."""
_DOUBTS_THAT_STOP = 3
_OF_REPORT: dict[int, CancelOutcome] = {
    NOT_SENT: "cancelled",
    SENDING: "gone",
    FINISHED: "gone",
    NOT_DUE: "standing",
}


@dataclass
class Cancelling:
    """How a run of `cancel` went: recipients per outcome of this run, and what stopped it early.

    `gone` could not be cancelled; `passed` are those of orders whose time has come, which are not asked for;
    `doubtful` those of whom nobody knows; `left` those of orders that no request was made for.
    """

    cancelled: int = 0
    gone: int = 0
    passed: int = 0
    doubtful: int = 0
    left: int = 0
    stopped_by: BatchsmsError | None = None


@dataclass
class Canceller:
    """What orders are cancelled with."""

    database: Database
    account: Account
    watch: Watch
    _doubts: int = field(default=0, init=False)

    def settle(self) -> None:
        """Ask the reports of the orders of which nobody knows whether they are cancelled."""
        for order in open_cancels(self.database):
            if self.watch.is_ending():
                return
            self._settle(order)

    def cancel(self, progress: Callable[[int], None]) -> Cancelling:
        """Cancel every scheduled order that has not gone; `progress` is told the recipients dealt with."""
        went = Cancelling()
        done = 0
        for order in scheduled_orders(self.database):
            if self.watch.is_ending() or went.stopped_by:
                went.left += order.recipients
                continue
            self._cancel(order, went)
            done += order.recipients
            progress(done)
        went.doubtful = sum(order.recipients for order in open_cancels(self.database))
        return went

    def _cancel(self, order: ScheduledOrder, went: Cancelling) -> None:
        outcome: CancelOutcome | None
        found = self._settle(order) if order.is_asked else None
        if found in {"cancelled", "gone"}:
            outcome = found
        elif has_passed(order.send_at, self._now()):
            went.passed += order.recipients
            return
        else:
            is_doubtful = order.is_asked and found is None
            if not is_doubtful:
                begin_cancel(self.database, order.order_id, self.watch.now())
            outcome = self._ask(order, went, is_doubtful=is_doubtful)
        if outcome == "cancelled":
            went.cancelled += order.recipients
        elif outcome:
            went.gone += order.recipients

    def _now(self) -> datetime:
        """Return the time by the gateway's clock, as far as that is known."""
        return self.watch.now() + timedelta(seconds=self.account.gateway.clock_offset or 0.0)

    def _ask(self, order: ScheduledOrder, went: Cancelling, *, is_doubtful: bool) -> CancelOutcome | None:
        """Make a request that stands in the file; return what came of it, None where nobody knows.

        `is_doubtful` says that an earlier one may have been heard.
        """
        try:
            cancel_order(self.account, order.gateway_id)
        except AccountUnansweredError as error:
            return self._refused(order, error, went, is_doubtful=is_doubtful)
        self._doubts = 0
        return self._end(order, "cancelled", _YES)

    def _refused(
        self, order: ScheduledOrder, error: AccountUnansweredError, went: Cancelling, *, is_doubtful: bool
    ) -> CancelOutcome | None:
        if error.code == NO_SUCH_ORDER:  # it has gone, or it was cancelled before
            found = self._reported(order)
            if is_doubtful and found not in {"cancelled", "gone"}:
                return None
            return self._end(order, found or "gone", NO_SUCH_ORDER)
        if error.code in _NOTHING_DONE or not error.is_sent:
            refusal = refusal_of(error)
            went.stopped_by = Halted(refusal.code, refusal.message, hint=refusal.hint)
            if not is_doubtful:
                self._end(order, "standing", error.code, str(error))
            return None
        found = self._reported(order)
        if found in {"cancelled", "gone"}:
            return self._end(order, found, NOT_SENT if found == "cancelled" else SENDING)
        self._doubts += 1
        went.stopped_by = self._stop(error)
        return None

    def _stop(self, error: AccountUnansweredError) -> BatchsmsError | None:
        """Return why no other order is to be asked for after an answer that tells nothing, if that is so."""
        if error.code is not None:
            return OutcomeUnknown(
                f"gateway_{error.code}",
                _("The answer to a request to cancel is not known here. {reason}.").format(reason=error),
                hint=_("Look in the panel whether the order is cancelled"),
            )
        if self._doubts < _DOUBTS_THAT_STOP:
            return None
        return OutcomeUnknown(
            "cancel_not_answered",
            _("The gateway gave no answer to a request to cancel. {reason}.").format(reason=error),
            hint=_("Check the connection, and cancel again: what is cancelled already is not asked for"),
        )

    def _settle(self, order: ScheduledOrder) -> CancelOutcome | None:
        """End an earlier run's request by the order's report; return what it says, None for nothing."""
        found = self._reported(order)
        if found:
            code = next(code for code, outcome in _OF_REPORT.items() if outcome == found)
            self._end(order, found, code)
        return found

    def _reported(self, order: ScheduledOrder) -> CancelOutcome | None:
        """Return what an order's report says of its cancelling, None where it says nothing."""
        try:
            status = DeliveryReports(self.account).status(order.gateway_id)
        except AccountUnansweredError as error:
            status = error.code or 0
        return _OF_REPORT.get(status)

    def _end(
        self, order: ScheduledOrder, outcome: CancelOutcome, code: int | None, detail: str = ""
    ) -> CancelOutcome:
        end_cancel(self.database, order.order_id, outcome, code or 0, self.watch.now(), detail)
        log_event(
            "cancel",
            _("The request to cancel order {order} has ended: {outcome}").format(
                order=order.order_id, outcome=outcome
            ),
            order=order.order_id,
            recipients=order.recipients,
            outcome=outcome,
            code=code,
        )
        return outcome
