"""Numbers that a template prints as they are, where their owner sees them otherwise in a spreadsheet."""

from array import array
from collections.abc import Collection, Mapping, Sequence

from batchsms.i18n import _
from batchsms.reading.cells import Cell
from batchsms.reading.findings import EXAMPLES
from batchsms.reading.grid import Formatted, Look
from batchsms.reading.list_reader import Table

__all__ = ["PrintedNumbers"]

_MOST_DIGITS = 9
"""Of a number that a finding may show: a longer one may be that of a phone, or of a person."""
_NUMBERS = frozenset({int, float})


class PrintedNumbers:
    """The columns that a template prints as they are, by position, and what numbers stand in them."""

    def __init__(self, columns: tuple[int, ...] = ()) -> None:
        self.columns = columns
        self.numeric: set[int] = set()
        """The columns that hold any numbers."""
        self.fractions: dict[int, array[int]] = {}
        """For each column the rows, counted from 0, that hold a number with a fraction."""

    def follow(self, start: int, columns: Sequence[Sequence[Cell]]) -> None:
        """Note the numbers of a chunk of columns, whose first row is the row `start`."""
        for position in self.columns:
            kinds = set(map(type, columns[position]))
            if not kinds.isdisjoint(_NUMBERS):
                self.numeric.add(position)
            if float in kinds:
                self.fractions.setdefault(position, array("q")).extend(
                    row for row, cell in enumerate(columns[position], start) if _has_a_fraction(cell)
                )

    def report(self, table: Table, sheet_rows: Sequence[int], going: Sequence[int]) -> None:
        """Say which numbers go in another form than Excel shows; `going` are the rows that are sent to.

        A column is told of once: where fractions stand in it, these are what is told.
        """
        findings, addresses = table.findings, table.addresses
        goes = _marks(going) if self.fractions and going else b""
        fractions = {
            position: [sheet_rows[row] for row in rows if row < len(goes) and goes[row]]
            for position, rows in sorted(self.fractions.items())
        }
        told = {position: rows for position, rows in fractions.items() if rows}
        found = _formatted(table, sorted(self.numeric), [sheet_rows[row] for row in going])
        for position, rows in told.items():
            places = [addresses.cell(position, row) for row in rows[: _share(told)]]
            looks = {look.row: look for look in found.get(position, Formatted()).examples}
            details = [_compared(addresses.name(position), looks.get(rows[0]))]
            findings.add("raw_number", *places, count=len(rows), details=details)
        others = {position: formatted for position, formatted in found.items() if position not in told}
        for position, formatted in sorted(others.items()):
            places = [addresses.cell(position, look.row) for look in formatted.examples[: _share(others)]]
            details = [_compared(addresses.name(position), formatted.examples[0])]
            findings.add("number_format", *places, count=formatted.count, details=details)


def _formatted(table: Table, positions: Sequence[int], rows: Sequence[int]) -> Mapping[int, Formatted]:
    """Return the columns with cells that Excel shows otherwise, in the rows that the sheet numbers so."""
    return table.formats(positions, _marks(rows)) if positions and rows else {}


def _marks(rows: Sequence[int]) -> bytes:
    """Return a 1 for each of the rows, which ascend, at its number."""
    marks = bytearray(rows[-1] + 1)
    for row in rows:
        marks[row] = 1
    return bytes(marks)


def _compared(column: str, look: Look | None) -> str:
    """Return what Excel shows and what the text says, or the column alone where they may show a person."""
    if look is None or max(_digits(look.shown), _digits(look.written)) > _MOST_DIGITS:
        return column
    compared = _("{column}: Excel shows {look}, the text says {number}")
    if "%" in look.shown:
        compared = _(
            "{column}: Excel shows {look}, the text says {number}, and |yuzde writes it as Excel does"
        )
    return compared.format(column=column, look=look.shown, number=look.written)


def _digits(text: str) -> int:
    return sum(map(str.isdecimal, text))


def _share(columns: Collection[int]) -> int:
    """Return how many examples each column gets."""
    return max(1, EXAMPLES // len(columns))


def _has_a_fraction(cell: Cell) -> bool:
    return cell.__class__ is float and not cell.is_integer()
