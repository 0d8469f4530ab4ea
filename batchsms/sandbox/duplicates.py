"""The ten-minute rule: what was taken lately, so that the same text does not go to the same number twice.

The vendor says that the same text to the same recipients within ten minutes is refused, and not how it
compares orders. Here an order is a duplicate if every one of its pairs of text and number was taken from its
sender within the last ten minutes: the narrowest reading under which a repeat of the same bytes is always
refused.
"""

from array import array
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta

from batchsms.sandbox.requests import Message

WINDOW = timedelta(minutes=10)


def pair_keys(sender: str, messages: Iterable[Message]) -> "array[int]":
    """Give the key of each pair of text and number: a 64-bit hash, as a million pairs take 250 MB."""
    return array("q", (hash((sender, m.text, number)) for m in messages for number in m.numbers))


class RecentPairs:
    """The pairs of the last ten minutes. Times must not run backwards."""

    def __init__(self) -> None:
        self._taken_at: dict[int, datetime] = {}
        self._batches: deque[tuple[datetime, array[int]]] = deque()

    def hold_all(self, keys: Iterable[int], *, now: datetime) -> bool:
        """Tell whether every pair was taken within the window."""
        self._forget(now - WINDOW)
        return all(key in self._taken_at for key in keys)

    def add(self, keys: "array[int]", *, now: datetime) -> None:
        """Remember pairs that were taken."""
        self._taken_at.update(dict.fromkeys(keys, now))
        self._batches.append((now, keys))

    def _forget(self, limit: datetime) -> None:
        while self._batches and self._batches[0][0] <= limit:
            taken_at, keys = self._batches.popleft()
            for key in keys:
                if self._taken_at.get(key) == taken_at:
                    del self._taken_at[key]
