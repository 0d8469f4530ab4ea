"""Which rows are skipped, and why: for each row the first of its reasons, in the order of `REASONS`.

That order stands in `exclusion_reasons` and nowhere else. A stage adds the reasons that it finds, in
whatever order the stages run; a reason that comes later in the table never takes the place of one
that comes before it.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from batchsms.campaign.distinct_texts import NO_MESSAGE
from batchsms.campaign.packing import Column, first_rows
from batchsms.campaign.suppression import Suppression
from batchsms.exclusion_reasons import REASONS
from batchsms.pricing.segments import MOST_SEGMENTS

__all__ = [
    "Exclusions",
    "exclude_hidden",
    "exclude_repeats",
    "exclude_suppressed",
    "exclude_texts",
    "hidden_positions",
]

_RANKS = {reason: rank for rank, reason in enumerate(REASONS, start=1)}
_NAMES = ("", *REASONS)


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

    def sendable(self) -> Column:
        """Return the positions of the rows that are not skipped."""
        return np.flatnonzero(np.array(self._ranks, dtype=np.uint8) == 0)

    def reasons(self) -> list[str]:
        """Return the reason of each row, `""` for one that is not skipped."""
        return [_NAMES[rank] for rank in self._ranks]

    def about(self) -> list[str]:
        """Return what each row adds to its reason."""
        found = self._about
        return [found.get(row, "") for row in range(len(self._ranks))] if found else [""] * len(self._ranks)


def exclude_hidden(exclusions: Exclusions, sheet_rows: Column, hidden: frozenset[int]) -> None:
    """Skip the rows that the sheet hides."""
    exclusions.add_all(hidden_positions(sheet_rows, hidden).tolist(), "hidden_row")


def hidden_positions(sheet_rows: Column, hidden: frozenset[int]) -> Column:
    """Return the positions of the rows that the sheet hides."""
    return np.flatnonzero(np.isin(sheet_rows, np.fromiter(hidden, np.int64, len(hidden))))


def exclude_suppressed(exclusions: Exclusions, numbers: Column, suppressions: Iterable[Suppression]) -> None:
    """Skip who is on a list of those never to be sent to; of several lists the first is named."""
    for suppression in suppressions:
        rows = np.flatnonzero(np.isin(numbers, suppression.numbers))
        exclusions.add_all(rows.tolist(), "suppressed", suppression.name)


def exclude_texts(exclusions: Exclusions, messages: Column, segments: Column) -> None:
    """Skip the rows whose text is empty or too long; `segments` are those of each message."""
    with_text = np.flatnonzero(messages != NO_MESSAGE)
    of_row = segments[messages[with_text]]
    exclusions.add_all(with_text[of_row == 0].tolist(), "empty_text")
    too_long = of_row > MOST_SEGMENTS
    for row, count in zip(with_text[too_long].tolist(), of_row[too_long].tolist(), strict=True):
        exclusions.add(row, "too_long", str(count))


def exclude_repeats(
    exclusions: Exclusions, sheet_rows: Column, numbers: Column, messages: Column, *, one_per_number: bool
) -> None:
    """Skip who has the same number and text as a row before it, or with `one_per_number` the same number."""
    going = exclusions.sendable()
    first = first_rows(numbers[going], messages[going])
    _exclude_repeated(exclusions, sheet_rows, going, first, "duplicate")
    if one_per_number:
        going = exclusions.sendable()
        first = first_rows(numbers[going], np.zeros_like(going))
        _exclude_repeated(exclusions, sheet_rows, going, first, "repeated_number")


def _exclude_repeated(
    exclusions: Exclusions, sheet_rows: Column, going: Column, first: Column, reason: str
) -> None:
    """Skip each row that is not its own first, and name that one."""
    is_repeat: npt.NDArray[np.bool_] = first != np.arange(len(going))
    named = sheet_rows[going[first[is_repeat]]]
    for row, before in zip(going[is_repeat].tolist(), named.tolist(), strict=True):
        exclusions.add(row, reason, str(before))
