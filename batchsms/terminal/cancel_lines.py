"""What came of a cancel → lines; and the orders of which nobody knows whether they are cancelled."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from batchsms.i18n import _, ngettext
from batchsms.journal.cancellations import ScheduledOrder
from batchsms.journal.tally import Tally
from batchsms.paths import typed
from batchsms.sending.cancelling import Cancelling

__all__ = ["cancel_lines", "doubtful_lines"]

_ORDERS_SHOWN = 50


def cancel_lines(went: Cancelling, tally: Tally) -> Iterator[str]:
    """Yield what this run has cancelled, and what it could not."""
    if went.cancelled:
        line = ngettext("{count:,} message is cancelled", "{count:,} messages are cancelled", went.cancelled)
        yield line.format(count=went.cancelled)
    if went.gone:
        line = ngettext(
            "{count:,} message could not be cancelled any more (455)",
            "{count:,} messages could not be cancelled any more (455)",
            went.gone,
        )
        yield line.format(count=went.gone)
    if went.passed:
        line = ngettext(
            "The time of {count:,} message has come, so it was not asked for",
            "The time of {count:,} messages has come, so they were not asked for",
            went.passed,
        )
        yield line.format(count=went.passed)
    if not (went.cancelled or went.gone or went.passed or went.doubtful):
        yield (
            _("Nothing else is scheduled, so there is nothing to cancel")
            if tally.recipients.get("cancelled")
            else _("Nothing of this campaign is scheduled, so there is nothing to cancel")
        )


def doubtful_lines(orders: Sequence[ScheduledOrder], campaign: Path) -> str:
    """Return what is said of orders that may be cancelled or not, and what to type."""
    return "\n".join(_doubtful(orders, campaign))


def _doubtful(orders: Sequence[ScheduledOrder], campaign: Path) -> Iterator[str]:
    heading = ngettext(
        "{count:,} order may be cancelled or may still go:",
        "{count:,} orders may be cancelled or may still go:",
        len(orders),
    )
    yield heading.format(count=len(orders))
    for order in orders[:_ORDERS_SHOWN]:
        line = ngettext(
            "  order {order} (order id {id}): {recipients:,} recipient, scheduled for {send_at}",
            "  order {order} (order id {id}): {recipients:,} recipients, scheduled for {send_at}",
            order.recipients,
        )
        yield line.format(
            order=order.order_id, id=order.gateway_id, recipients=order.recipients, send_at=order.send_at
        )
    yield _("To ask the gateway again, type:")
    yield f"    batchsms cancel {typed(campaign)}"
