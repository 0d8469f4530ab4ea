"""Where a cell or a row stands in a list, as its owner would look for it."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from batchsms.i18n import ngettext
from batchsms.numbers.masking import without_numbers

__all__ = ["Addresses", "column_letters", "column_name", "column_number", "in_sheet", "joined_addresses"]

_NEEDS_NO_QUOTES = r"[^\W\d][\w.]*"
_READS_AS_A_CELL = r"(?i:[A-Z]{1,3}[0-9]+|R[0-9]*C[0-9]*|[RC][0-9]*)"
_LETTERS = 26


class Addresses(NamedTuple):
    """The sheet of a list, or `""` for a text file, and for each column its number there and its name.

    A cell of a workbook has Excel's own address, so that it can be typed into its name box:
    `Liste!B7`, `'Mart Listesi'!B7`. A whole row is `Liste, row 7`. Text files have rows and names:
    `row 7 (Telefon)`.
    """

    sheet: str
    columns: tuple[tuple[int, str], ...]

    def cell(self, position: int, row: int) -> str:
        """Return the address of a cell."""
        number, name = self.columns[position]
        if self.sheet:
            return in_sheet(self.sheet, f"{column_letters(number)}{row}")
        column = _shown(name) or column_letters(number)
        return _cells_in_a_text(1).format(rows=row, column=column)

    def row(self, row: int) -> str:
        """Return the address of a row."""
        if self.sheet:
            return _rows_in_a_sheet(1).format(sheet=self.sheet, rows=row)
        return _rows_in_a_text(1).format(rows=row)

    def name(self, position: int) -> str:
        """Return what to call a column: its name and its letters, as `Telefon (B)`."""
        number, name = self.columns[position]
        return column_name(name, number)


def column_name(name: str, number: int) -> str:
    """Return what to call a column: `Telefon (B)`, or `B`; no name shows a phone number."""
    letters = column_letters(number)
    return letters if name in {"", letters} else f"{_shown(name)} ({letters})"


def _shown(name: str) -> str:
    return without_numbers(" ".join(name.split()))


def in_sheet(sheet: str, place: str) -> str:
    """Return the address of a place in a sheet, whose name is quoted where Excel would quote it."""
    is_plain = re.fullmatch(_NEEDS_NO_QUOTES, sheet) and not re.fullmatch(_READS_AS_A_CELL, sheet)
    quoted = sheet if is_plain else "'" + sheet.replace("'", "''") + "'"
    return f"{quoted}!{place}"


def column_letters(number: int) -> str:
    """Return the name that a spreadsheet gives to a column, counted from 1: A, or AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


def joined_addresses(addresses: Sequence[str]) -> str:
    """Return addresses in one line, with what they share only once: `Liste!B7, B9`, `Liste, rows 7, 9`."""
    files = {address.rpartition(": ")[0] for address in addresses}
    if len(files) == 1 and (file := files.pop()):
        return f"{file}: {joined_addresses([address.removeprefix(f'{file}: ') for address in addresses])}"
    for form in (_cells_in_a_text, _rows_in_a_sheet, _rows_in_a_text):
        found = [match.groupdict() for one in addresses if (match := _pattern(form(1)).fullmatch(one))]
        rows = [place.pop("rows") for place in found]
        if len(found) == len(addresses) > 1 and all(place == found[0] for place in found):
            return form(len(rows)).format(rows=", ".join(rows), **found[0])
    return ", ".join(_with_each_sheet_once(addresses))


def _cells_in_a_text(count: int) -> str:
    return ngettext("row {rows} ({column})", "rows {rows} ({column})", count)


def _rows_in_a_text(count: int) -> str:
    return ngettext("row {rows}", "rows {rows}", count)


def _rows_in_a_sheet(count: int) -> str:
    return ngettext("{sheet}, row {rows}", "{sheet}, rows {rows}", count)


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Return what matches the addresses of a form, in whatever language it is."""
    place = re.escape(form).replace(r"\{rows\}", "(?P<rows>[0-9]+)")
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.*)", place), re.DOTALL)


def _with_each_sheet_once(addresses: Sequence[str]) -> Iterator[str]:
    sheet = ""
    for address in addresses:
        before, mark, cell = address.rpartition("!")
        yield cell if mark and before == sheet else address
        sheet = before
