"""A sheet, or a text file, as rows of cells: not yet known which of them holds the column names."""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.reading.findings import Findings
from batchsms.reading.sheet_limits import SHEET_COLUMNS

__all__ = [
    "CHUNK_ROWS",
    "MOST_COLUMNS",
    "PEEKED_ROWS",
    "Block",
    "Formats",
    "Formatted",
    "Grid",
    "Look",
    "Place",
    "Row",
    "blocks_of",
    "filled",
    "is_filled",
    "no_formats",
    "rows_of",
    "too_wide",
]

CHUNK_ROWS = 5_000
"""How many rows of a list are at hand at once."""
PEEKED_ROWS = 200
"""How many of its first rows are looked at before it is read."""
MOST_COLUMNS = SHEET_COLUMNS

Row = tuple[int, Sequence[object]]
"""A row's number, as a spreadsheet shows it in its margin, and its values."""

Place = tuple[int, int]
"""A cell: its column and its row, from 1."""


class Look(NamedTuple):
    """How a spreadsheet shows the number of a cell, and how the number is written."""

    row: int
    shown: str
    written: str


class Formatted:
    """The cells of one column that look otherwise: how many, and the first of them."""

    def __init__(self) -> None:
        self.count = 0
        self.examples: list[Look] = []


Formats = Callable[[Collection[int], bytes], Mapping[int, Formatted]]
"""Gives the cells of some columns that look otherwise than their number is written, by column.

The second argument holds a 1 for each row that matters, at its number.
"""


def no_formats(_columns: Collection[int], _wanted: bytes) -> Mapping[int, Formatted]:
    """Return that no cell looks otherwise, as for a text file."""
    return {}


class Block(NamedTuple):
    """Consecutive rows, column by column: their numbers, which ascend, and their values."""

    numbers: Sequence[int]
    columns: Sequence[Sequence[Any]]

    def below(self, row: int) -> "Block":
        """Return the rows whose number is greater."""
        above = bisect_right(self.numbers, row)
        return Block(self.numbers[above:], [column[above:] for column in self.columns]) if above else self


def blocks_of(rows: Iterator[Row]) -> Iterator[Block]:
    """Yield rows of one width as blocks."""
    while batch := list(islice(rows, CHUNK_ROWS)):
        numbers, records = zip(*batch, strict=True)
        yield Block(numbers, list(zip(*records, strict=True)))


def rows_of(blocks: Iterator[Block]) -> Iterator[Row]:
    """Yield the rows of blocks."""
    for numbers, columns in blocks:
        yield from zip(numbers, zip(*columns, strict=True), strict=True)


class Grid(NamedTuple):
    """Rows of one sheet or text file.

    `name` is the sheet's, or empty; `encoding` and `delimiter` (`tab` for a tab) are a text file's. `peek`
    holds the first rows; `rows` reads all, given how many columns the row of names has. `hidden` are numbers
    of rows. Blank rows are in neither. `without_value` are the places of formulas whose value was
    never stored, `errors` those of errors such as #N/A; they are read as empty. `formats` looks for
    numbers that look otherwise in Excel; columns count from 1.
    """

    name: str
    peek: list[Row]
    rows: Callable[[int], Iterator[Row]]
    findings: Findings
    encoding: str = ""
    delimiter: str = ""
    hidden: frozenset[int] = frozenset()
    without_value: Sequence[Place] = ()
    errors: Sequence[Place] = ()
    formats: Formats = no_formats
    blocks: Callable[[int], Iterator[Block]] | None = None
    """Reads all as `rows` does, where the file can be read by columns."""


def filled(rows: Iterator[Row]) -> Iterator[Row]:
    """Leave out the rows in which nothing but blanks stands."""
    for row in rows:
        for value in row[1]:  # each cell of a list comes by here: `is_filled`, without the call
            if value is not None and (value.__class__ is not str or (value and not value.isspace())):
                yield row
                break


def is_filled(value: object) -> bool:
    """Return whether a cell holds more than blanks."""
    return bool(value.strip()) if isinstance(value, str) else value is not None


def too_wide(path: Path, columns: int) -> InputError:
    """Return the error of a file with more columns than any list has."""
    return InputError(
        "too_wide",
        _("{path} has {count:,} columns; a list may have {most:,}").format(
            path=path, count=columns, most=MOST_COLUMNS
        ),
        hint=_("Check the delimiter, or set it with --delimiter"),
    )
