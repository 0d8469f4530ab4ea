"""Unknown orders → what the gateway's own records prove of them.

First the claims: an order of the gateway's list that went to our numbers is ours, and was taken.
Then the absences: where the list, asked twice, holds nothing that could be ours, the same bytes
are posted again, while the gateway's rule against duplicates still guards them, or once an hour
has shown that the list does not merely lag. All else stays unknown.

Each condition is there because of a way to be wrong: the list lags, counts fewer than were sent,
shows other campaigns of the sender; an order of one recipient proves nothing about a thousand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from batchsms.clock import ON_THE_WIRE, has_passed
from batchsms.event_log.events import log_event
from batchsms.gateway.codes import DUPLICATES_REFUSED_FOR
from batchsms.gateway.outcome import Outcome
from batchsms.gateway.records import ListedOrder, Records, RecordsUnavailableError
from batchsms.i18n import _
from batchsms.journal.orders import unknown_orders
from batchsms.journal.transitions import Unsettled
from batchsms.sending.posting import Post, Posting
from batchsms.turkish_folding import fold

__all__ = ["Settlement"]

_SLACK = timedelta(seconds=2)  # the list has whole seconds, and so has the Date header
_BEFORE = timedelta(minutes=10)  # ahead of a post: an order so near is no proof of another campaign
_GUARDED = DUPLICATES_REFUSED_FOR - timedelta(minutes=1)  # a minute for clocks and the way there
_NO_LAG = timedelta(hours=1)
_LATEST = timedelta(minutes=15)  # after a post; what was submitted later is another campaign's


@dataclass(frozen=True)
class _Listing:
    """The gateway's list as it was at a moment, by the gateway's clock."""

    asked_at: datetime
    orders: Sequence[ListedOrder]


@dataclass
class Settlement:
    """How the unknown orders of one campaign are settled.

    `settle_after` is in seconds; `trouble` says why the gateway's records could not be had.
    """

    posting: Posting
    records: Records
    settle_after: float
    sender: str
    trouble: str = ""
    _reports: dict[str, frozenset[int] | RecordsUnavailableError] = field(default_factory=dict)

    def settle(self, *, may_post: bool) -> Iterator[tuple[Post, Outcome]]:
        """Settle what can be settled; yield each order that was posted again, with its outcome.

        The outcome is to be recorded before the next is asked for. Where `may_post` says no,
        only claims are made.
        """
        if not self._unsettled():
            return
        self._reports.clear()
        self.trouble = ""
        try:
            absent = self._absent(may_post=may_post)
        except RecordsUnavailableError as error:
            self.trouble = str(error)
            log_event(
                "records_unavailable",
                _("The records of the gateway could not be read"),
                "warning",
                detail=str(error),
            )
            return
        for order, listing in absent:
            if self._may_be_posted_again(order, listing):
                log_event(
                    "absent",
                    _("Order {order} is not in the records and is posted again").format(order=order.order_id),
                    order=order.order_id,
                )
                post = self.posting.begin(order.order_id, again=True)
                yield post, self.posting.post(post)

    def _absent(self, *, may_post: bool) -> list[tuple[Unsettled, _Listing]]:
        """Make the claims; return the orders that the list, asked twice, does not hold."""
        first = self._listing()
        self._claim(first)
        missing = [order for order in self._unsettled() if self._is_absent(order, first)]
        if not (missing and may_post):
            return []
        self._wait_until(max(order.end for order in missing) + timedelta(seconds=self.settle_after))
        if self.posting.watch.is_ending():
            return []
        second = self._listing()
        self._claim(second)
        were_missing = {order.order_id for order in missing}
        return [
            (order, second)
            for order in self._unsettled()
            if order.order_id in were_missing and self._is_absent(order, second)
        ]

    def _listing(self) -> _Listing:
        known = self.posting.gateway.clock_offset
        since = min(order.start for order in self._unsettled()) - _BEFORE
        asked_at = self.posting.now()
        # The day after, in case the clocks disagree about midnight.
        orders = self.records.orders(since, asked_at + timedelta(days=1))
        if known is None and abs(self.posting.clock_offset) > _SLACK.total_seconds():
            return self._listing()  # it was asked for by this machine's clock, which is wrong
        return _Listing(asked_at, orders)

    # --- claims

    def _claim(self, listing: _Listing) -> None:
        """Give listed orders to unsettled ones, until nothing changes."""
        while any(self._claim_one(listed, listing) for listed in self._unclaimed(listing)):
            pass

    def _claim_one(self, listed: ListedOrder, listing: _Listing) -> bool:
        """Give a listed order to the one order that it can be; return whether there is just one."""
        if listed.sender != self.sender:
            return False
        unsettled = self._unsettled()
        candidates = [
            order
            for order in [*unsettled, *self.posting.journal.posted_too_often(self.posting.clock_offset)]
            if self._is_in_time(listed, order)
        ]
        if candidates and self._is_not_due(listed):
            # A list that lags might show another's order, and not ours yet.
            old = timedelta(seconds=self.settle_after)
            fitting = [
                order
                for order in candidates
                if self._is_scheduled_as(listed, order) and listing.asked_at - order.end >= old
            ]
            others = [one for one in self._unclaimed(listing) if one.order_id != listed.order_id]
            if any(self._is_scheduled_as(one, order) for one in others for order in fitting):
                return False
        else:
            fitting = [order for order in candidates if self._went_to(listed, order)]
        if len(fitting) != 1 or fitting[0] not in unsettled:
            return False
        self.posting.journal.claim(fitting[0].order_id, listed.order_id, self.posting.watch.now())
        log_event(
            "claimed",
            _("The records prove that order {order} was accepted").format(order=fitting[0].order_id),
            order=fitting[0].order_id,
            order_id=listed.order_id,
        )
        return True

    def _is_not_due(self, listed: ListedOrder) -> bool:
        """Return whether an order of the list has not gone yet, so that its report names nobody."""
        try:
            self._report(listed.order_id)
        except RecordsUnavailableError as error:
            return error.is_not_due
        return False

    def _is_scheduled_as(self, listed: ListedOrder, order: Unsettled) -> bool:
        """Return whether a listed order can be one by its schedule, its size and its moment.

        Nothing tells whom it goes to before it has gone, so these must be exact: the gateway got it while
        our post was under way.
        """
        until = min(order.end, max(order.starts) + self._longest_post())
        return (
            listed.sender == self.sender
            and listed.send_at is not None
            and listed.send_at.strftime(ON_THE_WIRE) == order.send_at
            and listed.total == len(self.posting.journal.numbers(order.order_id))
            and order.start - _SLACK <= listed.submitted_at <= until + _SLACK
        )

    def _is_in_time(self, listed: ListedOrder, order: Unsettled) -> bool:
        longest = max(_LATEST, self._longest_post())
        return any(start - _SLACK <= listed.submitted_at <= start + longest for start in order.starts)

    def _went_to(self, listed: ListedOrder, order: Unsettled) -> bool:
        """Return whether a listed order has an order's numbers, lacking at most blacklisted ones."""
        numbers = self.posting.journal.numbers(order.order_id)
        if listed.total > len(numbers):
            return False
        try:
            theirs = self._report(listed.order_id)
            if theirs == numbers:
                return True
            return bool(theirs) and theirs < numbers and numbers - theirs <= self.records.blacklist()
        except RecordsUnavailableError:  # of a scheduled order, for one: it may be ours, nothing tells
            return False

    def _report(self, listed_id: str) -> frozenset[int]:
        if listed_id not in self._reports:
            try:
                self._reports[listed_id] = self.records.numbers(listed_id)
            except RecordsUnavailableError as error:
                self._reports[listed_id] = error
        report = self._reports[listed_id]
        if isinstance(report, RecordsUnavailableError):
            raise report
        return report

    # --- absences

    def _is_absent(self, order: Unsettled, listing: _Listing) -> bool:
        """Return whether nothing in the list could be the order. Scheduled ones are never absent."""
        if order.is_scheduled or not order.is_unknown:
            return False
        if order.end > listing.asked_at + _SLACK:  # a clock was set since: how old the post is cannot be told
            return False
        return not any(
            _is_alike(listed.sender, self.sender) and listed.submitted_at >= order.start - _BEFORE
            for listed in self._unclaimed(listing)
        )

    def _may_be_posted_again(self, order: Unsettled, listing: _Listing) -> bool:
        """Look once more, right before the post, whether the absence still proves enough."""
        if self.posting.watch.is_ending():
            return False
        is_guarded = self.posting.now() - order.start < _GUARDED - self._longest_post()
        return is_guarded or listing.asked_at - order.end >= _NO_LAG

    # --- both

    def _unsettled(self) -> list[Unsettled]:
        return self.posting.journal.unsettled(self.posting.clock_offset)

    def _longest_post(self) -> timedelta:
        """Return how long a post may take: the gateway may judge it at the end of that time."""
        return timedelta(seconds=self.posting.gateway.timeout)

    def _unclaimed(self, listing: _Listing) -> Iterator[ListedOrder]:
        claimed = self.posting.journal.gateway_ids()
        return (listed for listed in listing.orders if listed.order_id not in claimed)

    def _wait_until(self, moment: datetime) -> None:
        if (seconds := (moment - self.posting.now()).total_seconds()) > 0:
            log_event("pause", _("The records are asked again after a pause"), seconds=round(seconds, 1))
        while (seconds := (moment - self.posting.now()).total_seconds()) > 0:
            if self.posting.watch.is_ending():
                return
            self.posting.watch.pause(seconds)

    def resend(self) -> Iterator[tuple[Post, Outcome]]:
        """Post unknown orders again, without proof; yield each with its outcome.

        Those whose schedule has passed are not posted.
        """
        for order in unknown_orders(self.posting.journal.database):
            if self.posting.watch.is_ending():
                return
            if not has_passed(order.send_at, self.posting.now()):
                post = self.posting.begin(order.order_id, again=True)
                yield post, self.posting.post(post)


def _is_alike(one: str, other: str) -> bool:
    """Return whether two senders are one, case and blanks aside."""
    return fold(one).replace(" ", "") == fold(other).replace(" ", "")
