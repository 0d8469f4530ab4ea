"""Orders that may have been accepted → what the user must look at, and what to type then."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from batchsms.clock import TURKEY, has_passed
from batchsms.gateway.codes import DUPLICATES_REFUSED_FOR
from batchsms.i18n import _, ngettext
from batchsms.journal.cancellations import ScheduledOrder
from batchsms.journal.orders import UnknownOrder
from batchsms.paths import typed

__all__ = ["doubtful_cancel_lines", "duplicate_guard_lines", "unknown_order_lines"]

_ORDERS_SHOWN = 50


def unknown_order_lines(unknown: Sequence[UnknownOrder], sender: str, campaign: Path, trouble: str) -> str:
    """Return what the user must look at, and type, where outcomes are unknown.

    `trouble` says why the gateway's records are not available, `""` where they are.
    """
    return "\n".join(_lines(unknown, sender, campaign, trouble))


def _lines(unknown: Sequence[UnknownOrder], sender: str, campaign: Path, trouble: str) -> Iterator[str]:
    in_all = sum(order.recipients for order in unknown)
    recipients = ngettext("{count:,} recipient", "{count:,} recipients", in_all).format(count=in_all)
    heading = ngettext(
        "{count:,} order ({recipients}) may have been accepted or not:",
        "{count:,} orders ({recipients}) may have been accepted or not:",
        len(unknown),
    )
    yield heading.format(count=len(unknown), recipients=recipients)
    for order in unknown[:_ORDERS_SHOWN]:
        yield _line(order)
    if trouble:
        yield _("The gateway's records are not available: {trouble}").format(trouble=trouble)
    look = _(
        "Look in the panel under Reports for an order of the sender {sender} with as many recipients, "
        "submitted at that time or a little later."
    )
    yield look.format(sender=sender)
    yield _("If it is there, or if you are not sure, type:")
    yield f"    batchsms send {typed(campaign)}"
    yield _("  This asks the gateway's records again, and sends only what they prove was not accepted.")
    yield _("If it is certainly not there, type:")
    yield f"    batchsms send {typed(campaign)} --resend-unknown"
    yield _("  This sends it again. If it was accepted after all, these people get the message twice.")


def _line(order: UnknownOrder) -> str:
    line = ngettext(
        "  order {order}: {recipients:,} recipient, posted {time}: {detail}",
        "  order {order}: {recipients:,} recipients, posted {time}: {detail}",
        order.recipients,
    )
    return line.format(
        order=order.order_id,
        recipients=order.recipients,
        time=order.posted_at.astimezone(TURKEY).strftime("%d.%m.%Y %H:%M:%S"),
        detail=order.detail or _("no answer is stored"),
    )


def duplicate_guard_lines(unknown: Sequence[UnknownOrder], now: datetime) -> str:
    """Return, for each order that is to be sent again, whether the gateway would refuse a duplicate."""
    return "\n".join(_guard(order, now) for order in unknown)


def _guard(order: UnknownOrder, now: datetime) -> str:
    if has_passed(order.send_at, now):
        line = _(
            "Order {order} is not sent again because its schedule, {at}, has passed. Plan its rows again."
        )
        return line.format(order=order.order_id, at=order.send_at)
    until = order.posted_at + DUPLICATES_REFUSED_FOR
    if now < until:
        line = _("Order {order}: until {time} the gateway itself refuses a duplicate")
    else:
        line = _("Order {order}: since {time} the gateway no longer refuses a duplicate")
    return line.format(order=order.order_id, time=until.astimezone(TURKEY).strftime("%H:%M:%S"))


def doubtful_cancel_lines(orders: Sequence[ScheduledOrder], campaign: Path) -> str:
    """Return what is said of orders that may be cancelled or not, and what to type."""
    return "\n".join(_doubtful_cancels(orders, campaign))


def _doubtful_cancels(orders: Sequence[ScheduledOrder], campaign: Path) -> Iterator[str]:
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
