"""The orders of a campaign → lines: what wants a person's eye alone and first, the rest in runs."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, islice

from batchsms.i18n import _, ngettext

__all__ = ["lines_of_orders"]

Shown = Mapping[str, object]
"""An order with the keys of `queries.order_lines` and, where its history is wanted, of `history_of`."""

_FOR_A_PERSON = frozenset({"unknown", "rejected", "split"})
_SHOWN_ALONE = 50


def lines_of_orders(orders: Sequence[Shown], *, all_of_them: bool) -> str:
    """Return orders as lines of text: each of them in its order, or what must be seen first.

    Unless all are asked for, orders one after the other that are accepted, planned or cancelled are one
    line, below those that somebody may have to do something about.
    """
    return "\n".join(_each(orders) if all_of_them else _what_matters(orders))


def _each(orders: Sequence[Shown]) -> Iterator[str]:
    for order in orders:
        yield _line(order)
        yield from _history(order)


def _what_matters(orders: Sequence[Shown]) -> Iterator[str]:
    alone = [order for order in orders if order["state"] in _FOR_A_PERSON]
    for order in islice(alone, _SHOWN_ALONE):
        yield _line(order)
    is_all = len(alone) <= _SHOWN_ALONE
    for state, group in groupby(orders, key=lambda order: order["state"]):
        run = list(group)
        if state not in _FOR_A_PERSON:
            yield _run(run) if len(run) > 1 else _line(run[0])
            is_all = is_all and len(run) == 1
    if not is_all:
        yield _("--verbose shows every order by itself")


def _run(orders: Sequence[Shown]) -> str:
    recipients = sum(int(str(order["recipients"])) for order in orders)
    line = ngettext(
        "Orders {first}–{last}: {state}, {recipients:,} recipient",
        "Orders {first}–{last}: {state}, {recipients:,} recipients",
        recipients,
    )
    first, last = orders[0], orders[-1]
    return line.format(first=first["order"], last=last["order"], state=first["state"], recipients=recipients)


def _line(order: Shown) -> str:
    line = ngettext(
        "Order {order}: {state}, {recipients:,} recipient",
        "Order {order}: {state}, {recipients:,} recipients",
        int(str(order["recipients"])),
    )
    told = line.format(order=order["order"], state=order["state"], recipients=order["recipients"])
    gateway_id = order["order_id"] and _("order id {id}").format(id=order["order_id"])
    answer = " ".join(str(part) for part in (order["code"], order["detail"]) if part)
    cells = ", ".join(str(cell) for cell in (gateway_id, answer) if cell)
    return f"{told} ({cells})" if cells else told


def _history(order: Shown) -> Iterator[str]:
    for attempt in _entries(order, "attempts"):
        line = _("    posted {posted_at}, ended {ended_at}: {outcome} {code} {detail}")
        yield line.format(**attempt).rstrip()
    for move in _entries(order, "moves"):
        yield _("    {at}  {from} to {to}").format(**move)


def _entries(order: Shown, kind: str) -> Iterator[dict[str, object]]:
    entries = order.get(kind)
    for entry in entries if isinstance(entries, list) else []:
        yield {key: "" if value is None else value for key, value in entry.items()}
