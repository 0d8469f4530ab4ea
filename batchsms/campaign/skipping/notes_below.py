"""Notes, totals and signatures below a list, told from recipients without a number."""

from collections.abc import Sequence

from batchsms.campaign.skipping.exclusions import Exclusions
from batchsms.reading.cells import Cell
from batchsms.reading.phone_column import is_note, is_total

__all__ = ["NotesBelow", "is_a_total"]

_FEWEST_DIGITS = 7  # of what may be meant as a phone number; a count of rows has fewer


class NotesBelow:
    """The rows at the end that have a cell or two and no number in them, followed chunk by chunk."""

    def __init__(self) -> None:
        self._tail: list[int] = []
        """Positions since the last row that has something in its phone column."""
        self._begins_as_note: set[int] = set()

    def follow(
        self, start: int, columns: Sequence[Sequence[Cell]], phone: int, reasons: Sequence[str]
    ) -> None:
        """Look at the next rows, of which the first has the position `start`.

        A signature has two cells: what somebody does, and the name, which may be in the phone column.
        """
        if reasons and not any(reasons):
            self._tail.clear()
            self._begins_as_note.clear()
            return
        for at, reason in enumerate(reasons):
            cell = columns[phone][at]
            is_word = reason == "bad_number" and isinstance(cell, str) and not _digits(cell)
            if reason != "empty_number" and not is_word:
                self._tail.clear()
                self._begins_as_note.clear()
            elif sum(column[at] is not None for column in columns) <= (2 if is_word else 1):
                self._tail.append(start + at)
                if is_note(column[at] for column in columns):
                    self._begins_as_note.add(start + at)

    def exclude(self, exclusions: Exclusions, sheet_rows: Sequence[int]) -> None:
        """Skip the notes.

        A blank row parts them from the list, and one follows the other; or each begins as notes do,
        and no recipient comes after it.
        """
        count = len(sheet_rows)
        was_note = False
        for at, position in enumerate(self._tail):
            is_total_row = exclusions.has(position, "not_a_recipient")
            is_apart = position and sheet_rows[position] - sheet_rows[position - 1] > 1
            ends_the_list = count - position == len(self._tail) - at
            was_note = bool(was_note or is_apart or is_total_row)
            if was_note or (position in self._begins_as_note and ends_the_list):
                exclusions.add(position, "not_a_recipient")


def is_a_total(reason: str, phone: Cell, row: Sequence[Cell]) -> bool:
    """Return whether a row without a number is a total: its words say so, and no number is meant in it."""
    is_bare = reason == "empty_number" or (reason == "bad_number" and _digits(phone) < _FEWEST_DIGITS)
    return is_bare and is_total(row)


def _digits(cell: object) -> int:
    return sum(map(str.isdecimal, str(cell)))
