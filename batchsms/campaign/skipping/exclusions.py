"""Which rows are skipped, and why: for each row the first of its reasons, in the order of `REASONS`.

That order stands in `exclusion_reasons` and nowhere else. A stage adds the reasons that it finds, in
whatever order the stages run; a reason that comes later in the table never takes the place of one
that comes before it.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, repeat
from typing import TYPE_CHECKING

from batchsms.campaign.messages.distinct_texts import NO_MESSAGE
from batchsms.campaign.packing.orders import first_rows
from batchsms.exclusion_reasons import REASONS
from batchsms.pricing.segments import MOST_SEGMENTS

if TYPE_CHECKING:
    from batchsms.campaign.skipping.suppression import Suppression

__all__ = [
    "Exclusions",
    "at_positions",
    "exclude_blacklisted",
    "exclude_hidden",
    "exclude_repeats",
    "exclude_suppressed",
    "exclude_texts",
    "hidden_positions",
    "zeros",
]

_RANKS = {reason: rank for rank, reason in enumerate(REASONS, start=1)}
_NAMES = ("", *REASONS)
_BYTES = array("q").itemsize
_IS_SENDABLE = bytes([1]) + bytes(255)
"""Turns a rank into whether the row can be sent."""


class Exclusions:
    """The reason of each row, and what it adds to its reason: a column, a row, a file, an error."""

    def __init__(self) -> None:
        self._ranks = bytearray()
        """For each row the place of its reason in the table, from 1; 0: the row can be sent."""
        self._about: dict[int, str] = {}

    def extend(self, count: int) -> None:
        """Make room for `count` more rows, of which each can be sent so far."""
        self._ranks.extend(bytes(count))

    def add(self, row: int, reason: str, about: str = "") -> None:
        """Skip a row, unless it is skipped already for a reason that comes first."""
        rank = _RANKS[reason]
        if 0 < self._ranks[row] <= rank:
            return
        self._ranks[row] = rank
        if about:
            self._about[row] = about
        else:
            self._about.pop(row, None)

    def add_all(self, rows: Iterable[int], reason: str, about: str = "") -> None:
        """Skip rows for one reason."""
        for row in rows:
            self.add(row, reason, about)

    def has(self, row: int, reason: str) -> bool:
        """Return whether a row is skipped for a reason."""
        return self._ranks[row] == _RANKS[reason]

    def sendable(self) -> "array[int]":
        """Return the positions of the rows that are not skipped."""
        return array("q", compress(range(len(self._ranks)), self._ranks.translate(_IS_SENDABLE)))

    def reasons(self) -> Iterator[str]:
        """Yield the reason of each row, `""` for one that is not skipped."""
        return map(_NAMES.__getitem__, self._ranks)

    def about(self) -> Iterator[str]:
        """Yield what each row adds to its reason."""
        count = len(self._ranks)
        return map(self._about.get, range(count), repeat("")) if self._about else repeat("", count)


def exclude_hidden(exclusions: Exclusions, sheet_rows: Sequence[int], hidden: frozenset[int]) -> None:
    """Skip the rows that the sheet hides."""
    exclusions.add_all(hidden_positions(sheet_rows, hidden), "hidden_row")


def hidden_positions(sheet_rows: Sequence[int], hidden: frozenset[int]) -> list[int]:
    """Return the positions of the rows that the sheet hides."""
    return [at for at, row in enumerate(sheet_rows) if row in hidden] if hidden else []


def exclude_suppressed(
    exclusions: Exclusions, numbers: Sequence[int], suppressions: "Iterable[Suppression]"
) -> None:
    """Skip who is on a list of those never to be sent to; of several lists the first is named."""
    for suppression in suppressions:
        is_on_it = map(suppression.numbers.__contains__, numbers)
        exclusions.add_all(compress(range(len(numbers)), is_on_it), "suppressed", suppression.name)


def exclude_blacklisted(exclusions: Exclusions, numbers: Sequence[int], blacklist: frozenset[int]) -> None:
    """Skip who is on the account's blacklist."""
    exclusions.add_all(compress(range(len(numbers)), map(blacklist.__contains__, numbers)), "blacklisted")


def exclude_texts(exclusions: Exclusions, messages: Sequence[int], segments: Sequence[int]) -> None:
    """Skip the rows whose text is empty or too long; `segments` are those of each message."""
    unfit = {message: count for message, count in enumerate(segments) if not 0 < count <= MOST_SEGMENTS}
    if not unfit:
        return
    for row, message in enumerate(messages):
        if message == NO_MESSAGE or message not in unfit:
            continue
        if count := unfit[message]:
            exclusions.add(row, "too_long", str(count))
        else:
            exclusions.add(row, "empty_text")


def exclude_repeats(
    exclusions: Exclusions,
    sheet_rows: Sequence[int],
    numbers: Sequence[int],
    messages: Sequence[int],
    *,
    one_per_number: bool,
) -> None:
    """Skip who has the same number and text as a row before it, or with `one_per_number` the same number."""
    going = exclusions.sendable()
    first = first_rows(at_positions(numbers, going), at_positions(messages, going))
    _exclude_repeated(exclusions, sheet_rows, going, first, "duplicate")
    if one_per_number:
        going = exclusions.sendable()
        first = first_rows(at_positions(numbers, going), zeros(going))
        _exclude_repeated(exclusions, sheet_rows, going, first, "repeated_number")


def zeros(rows: Sequence[int]) -> "array[int]":
    """Return a column of zeros, one for each of some rows."""
    return array("q", bytes(_BYTES * len(rows)))


def at_positions(column: Sequence[int], positions: Sequence[int]) -> "array[int]":
    """Return the values of a column at some positions, which ascend; where these are all, the column."""
    if len(positions) == len(column) and isinstance(column, array):
        return column
    return array("q", map(column.__getitem__, positions))


def _exclude_repeated(
    exclusions: Exclusions, sheet_rows: Sequence[int], going: Sequence[int], first: Sequence[int], reason: str
) -> None:
    """Skip each row that is not its own first, and name that one."""
    for at, before in enumerate(first):
        if at != before:
            exclusions.add(going[at], reason, str(sheet_rows[going[before]]))
