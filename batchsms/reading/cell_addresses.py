"""Where a cell or a row stands in a list, as its owner would look for it."""

import re
from dataclasses import dataclass

from batchsms.i18n import _
from batchsms.numbers.msisdn import without_numbers
from batchsms.reading.cells import column_letters

__all__ = ["Addresses", "in_sheet"]

_NEEDS_NO_QUOTES = re.compile(r"[^\W\d][\w.]*")
_READS_AS_A_CELL = re.compile(r"[A-Z]{1,3}[0-9]+|R[0-9]*C[0-9]*|[RC][0-9]*", re.IGNORECASE)


@dataclass(frozen=True)
class Addresses:
    """The sheet of a list, or `""` for a text file, and for each column its number there and its name.

    Addresses in a workbook are Excel's own, so that they can be typed into its name box:
    `Liste!B7`, `'Mart Listesi'!7:7`. Text files have rows and names: `row 7 (Telefon)`.
    """

    sheet: str
    columns: tuple[tuple[int, str], ...]

    def cell(self, position: int, row: int) -> str:
        """Return the address of a cell."""
        number, name = self.columns[position]
        if self.sheet:
            return in_sheet(self.sheet, f"{column_letters(number)}{row}")
        column = without_numbers(name) or column_letters(number)
        return _("row {row} ({column})").format(row=row, column=column)

    def row(self, row: int) -> str:
        """Return the address of a row."""
        if self.sheet:
            return in_sheet(self.sheet, f"{row}:{row}")
        return _("row {row}").format(row=row)

    def name(self, position: int) -> str:
        """Return what to call a column: its name and its letters, as `Telefon (B)`."""
        number, name = self.columns[position]
        return f"{without_numbers(name)} ({column_letters(number)})" if name else column_letters(number)


def in_sheet(sheet: str, place: str) -> str:
    """Return the address of a place in a sheet, whose name is quoted where Excel would quote it."""
    is_plain = _NEEDS_NO_QUOTES.fullmatch(sheet) and not _READS_AS_A_CELL.fullmatch(sheet)
    quoted = sheet if is_plain else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{place}"
