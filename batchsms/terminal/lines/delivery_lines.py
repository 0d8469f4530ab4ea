"""What is known of a campaign's delivery → lines: recipients per outcome, and the price."""

from collections.abc import Iterator

from batchsms.i18n import _, ngettext
from batchsms.journal.deliveries import Deliveries

__all__ = ["delivery_lines", "price_line"]


def delivery_lines(deliveries: Deliveries) -> str:
    """Return the counts of what was accepted, `""` where no report was read yet."""
    return "\n".join(_lines(deliveries)) if deliveries.is_known else ""


def _lines(deliveries: Deliveries) -> Iterator[str]:
    accepted = sum(deliveries.words.values())
    yield ngettext(
        "Delivery of {count:,} accepted message", "Delivery of {count:,} accepted messages", accepted
    ).format(count=accepted)
    unknown = deliveries.words.get("", 0) - deliveries.missing - deliveries.without_id
    counted = {
        _("delivered"): deliveries.words.get("delivered", 0),
        _("undelivered"): deliveries.words.get("undelivered", 0),
        _("waiting"): deliveries.words.get("waiting", 0),
        _("not named by the finished report of their order"): deliveries.missing,
        _("without a report: the gateway's id of their order is not known"): deliveries.without_id,
        _("without a report so far"): unknown,
        **{
            _("with code {code}, which is not known here").format(code=code): count
            for code, count in deliveries.codes.items()
        },
    }
    yield from (f"{count:11,}  {words}" for words, count in counted.items() if count)


def price_line(deliveries: Deliveries, credit_price: str) -> str:
    """Return what was charged against what was planned, `""` where the gateway tells no price."""
    if deliveries.price is None:
        return ""
    from decimal import Decimal  # noqa: PLC0415 - where there is a price

    if not credit_price:
        return _(
            "Charged: {price:,} by the gateway's reports, in TL or credits as the account is billed; "
            "planned: {credits:,} credits"
        ).format(price=deliveries.price, credits=deliveries.charged_credits)
    return _(
        "Charged: {price:,} by the gateway's reports, in TL or credits as the account is billed; "
        "planned: {credits:,} credits, {amount:,} TL"
    ).format(
        price=deliveries.price,
        credits=deliveries.charged_credits,
        amount=Decimal(credit_price) * deliveries.charged_credits,
    )
