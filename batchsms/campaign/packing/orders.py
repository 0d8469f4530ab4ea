"""Recipients and their texts → orders: who is in which.

Everything here works on columns: one number and one message id per sendable row, in input order.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

__all__ = ["Packing", "count_common", "first_rows", "pack"]

_LARGE = 20_000  # rows


class Packing(NamedTuple):
    """How recipients form orders. The first `alone` form orders of their own, before all others."""

    order_size: int
    alone: int = 0


def first_rows(numbers: Sequence[int], messages: Sequence[int]) -> Sequence[int]:
    """Return, for each row, the first row that has the same number and the same message.

    A row that is its own first is to be sent; any other is a duplicate of the one named.
    """
    if len(numbers) >= _LARGE:
        from batchsms.campaign.packing import large_lists  # noqa: PLC0415 - numpy

        return large_lists.first_rows(numbers, messages)
    first: dict[tuple[int, int], int] = {}
    return [first.setdefault(pair, row) for row, pair in enumerate(zip(numbers, messages, strict=True))]


def pack(
    numbers: Sequence[int], messages: Sequence[int], *, order_size: int, alone: int = 0
) -> Sequence[int]:
    """Return the order (0, 1, 2 …) of each row, at most `order_size` recipients in each.

    Rows with equal messages stand together, in the order of their first row. A number stands at
    most once in an order, because delivery reports are keyed by number alone. The first `alone`
    rows form orders of their own, before all others.
    """
    if len(numbers) >= _LARGE:
        from batchsms.campaign.packing import large_lists  # noqa: PLC0415 - numpy

        return large_lists.pack(numbers, messages, order_size=order_size, alone=alone)
    turns: Counter[tuple[bool, int]] = Counter()
    places: list[tuple[bool, int, int, int]] = []
    for row, (number, message) in enumerate(zip(numbers, messages, strict=True)):
        is_late = row >= alone
        places.append((is_late, turns[is_late, number], message, row))
        turns[is_late, number] += 1
    orders = [0] * len(places)
    order = -1
    for _batch, batch in groupby(sorted(places), key=itemgetter(0, 1)):
        for at, (*_others, row) in enumerate(batch):
            order += at % order_size == 0
            orders[row] = order
    return orders


def count_common(keys: Sequence[int], others: Sequence[int]) -> int:
    """Return how many keys are among the others."""
    if len(keys) >= _LARGE:
        from batchsms.campaign.packing import large_lists  # noqa: PLC0415 - numpy

        return large_lists.count_common(keys, others)
    return sum(map(frozenset(others).__contains__, keys))
