"""A grid's first rows → which of them holds the column names."""

from collections.abc import Sequence
from typing import NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.numbers.msisdn import msisdn
from batchsms.reading.cell_addresses import column_letters
from batchsms.reading.grid import Grid, Row, is_filled
from batchsms.reading.phone_column import is_a_name_of_phones, is_named_for_phones

__all__ = ["Heading", "heading_of"]

_ROWS_LOOKED_AT = 15


class Heading(NamedTuple):
    """The column names, and the number of the row that holds them, or of the last above the list.

    `is_found` is false where the list has no names, and its columns are called by their letters;
    `is_sure` where the row was taken for what stands below it, and could be a recipient.
    """

    row: int
    names: tuple[str, ...]
    is_found: bool = True
    is_sure: bool = True


def heading_of(grid: Grid, *, header_row: int | None, no_header: bool) -> Heading:
    """Return the column names of a grid.

    The row that the user names; else the first that names a column for phones and has numbers below
    that name, or the last of several such rows one below the other; else, where a number stands in the
    first row, none, and the columns are called A, B, C; else the first above the numbers that is about as
    wide as their rows; else, where only titles stand above them, none.
    """
    if no_header:
        return _lettered(grid.peek)
    if header_row is not None:
        return _in_row(grid, header_row)
    numbered = next((row for row in grid.peek if _has_number(row)), None)
    above = [row for row in grid.peek if numbered and row[0] < numbered[0]]
    rows = grid.peek[: max(_ROWS_LOOKED_AT, len(above))]
    named = [row for row in rows if _names_phones(row, rows)]
    if best := _best(named, grid.peek):
        return _named(_lowest(best, grid.peek))
    if numbered is None:
        return _named((named or rows)[0])
    enough = max(min(_width(numbered), 2), _width(numbered) // 2)
    if named and named[0] in above:
        enough = _width(named[0])  # a recipient may hold such a word as well as a row of names
    wide = next((row for row in above if _width(row) >= enough), None)
    if wide is None:
        return _lettered(grid.peek, above[-1][0] if above else 0)
    return _named(wide)._replace(is_sure=wide in named)


def _in_row(grid: Grid, number: int) -> Heading:
    for row in grid.peek:
        if row[0] == number:
            return _named(row)
    raise InputError(
        "no_such_row",
        _("There is no row {row} with column names near the top of the list").format(row=number),
        hint=_("Set --header-row to the number in the margin beside the column names"),
    )


def _named(row: Row) -> Heading:
    return Heading(row[0], tuple("" if cell is None else str(cell).strip() for cell in row[1]))


def _lettered(peek: Sequence[Row], above: int = 0) -> Heading:
    width = max(len(row) for _number, row in peek)
    return Heading(above, tuple(column_letters(at + 1) for at in range(width)), is_found=False)


def _names_phones(row: Row, rows: Sequence[Row]) -> bool:
    """Return whether a cell of the row names a column for phones; a title's lone cell does not."""
    is_title = _width(row) == 1 and max(map(_width, rows)) > 1
    return not is_title and not _has_number(row) and any(is_named_for_phones(str(cell)) for cell in row[1])


def _best(named: Sequence[Row], peek: Sequence[Row]) -> Row | None:
    """Return the first row that has numbers below one of its names for phones."""
    for row in named:
        at = [place for place, cell in enumerate(row[1]) if is_named_for_phones(str(cell))]
        below = (other for number, other in peek if number > row[0])
        if any(
            place < len(other) and isinstance(msisdn(other[place]), int) for other in below for place in at
        ):
            return row
    return None


def _lowest(row: Row, peek: Sequence[Row]) -> Row:
    """Return the lowest of rows of names that stand one below the other, as in two languages."""
    at = [place for place, cell in enumerate(row[1]) if is_named_for_phones(str(cell))]
    for other in peek:
        if other[0] > row[0]:
            if not any(place < len(other[1]) and is_a_name_of_phones(other[1][place]) for place in at):
                break
            row = other
    return row


def _has_number(row: Row) -> bool:
    return any(isinstance(msisdn(cell), int) for cell in row[1])


def _width(row: Row) -> int:
    return sum(map(is_filled, row[1]))
