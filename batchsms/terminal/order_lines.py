"""The orders of a campaign → lines, with their posts and moves where these are asked for."""

from collections.abc import Iterator, Mapping, Sequence

from batchsms.i18n import _, ngettext

__all__ = ["lines_of_orders"]

_ORDERS_SHOWN = 50


def lines_of_orders(orders: Sequence[Mapping[str, object]], *, all_of_them: bool) -> str:
    """Return orders as lines of text; of many, those that are not simply accepted.

    An order has the keys of `queries.order_lines` and, where its history is wanted, of `history_of`.
    """
    chosen = [
        order
        for order in orders
        if all_of_them or len(orders) <= _ORDERS_SHOWN or order["state"] != "accepted"
    ]
    lines = [line for order in chosen for line in _lines(order)]
    if left := len(orders) - len(chosen):
        more = ngettext(
            "{count:,} more order was accepted; --verbose shows it too",
            "{count:,} more orders were accepted; --verbose shows them too",
            left,
        )
        lines.append(more.format(count=left))
    return "\n".join(lines)


def _lines(order: Mapping[str, object]) -> Iterator[str]:
    shown = {key: "" if value is None else value for key, value in order.items()}
    line = _("order {order:>6}  {recipients:>6,}  {state:<9}  {order_id}  {code} {detail}")
    yield line.format(**shown).rstrip()
    for attempt in _entries(order, "attempts"):
        line = _("    posted {posted_at}, ended {ended_at}: {outcome} {code} {detail}")
        yield line.format(**attempt).rstrip()
    for move in _entries(order, "moves"):
        yield _("    {at}  {from} to {to}").format(**move)


def _entries(order: Mapping[str, object], kind: str) -> Iterator[dict[str, object]]:
    entries = order.get(kind)
    for entry in entries if isinstance(entries, list) else []:
        yield {key: "" if value is None else value for key, value in entry.items()}
