"""A sheet, or a text file, as rows of cells: not yet known which of them holds the column names."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.reading.findings import Findings
from batchsms.reading.sheet_limits import SHEET_COLUMNS

__all__ = [
    "MOST_COLUMNS",
    "PEEKED_ROWS",
    "Formats",
    "Formatted",
    "Grid",
    "Place",
    "Row",
    "filled",
    "is_filled",
    "no_formats",
    "too_wide",
]

PEEKED_ROWS = 200
MOST_COLUMNS = SHEET_COLUMNS

Row = tuple[int, Sequence[object]]
"""A row's number, as a spreadsheet shows it in its margin, and its values."""

Place = tuple[int, int]
"""A cell: its column and its row, from 1."""


@dataclass
class Formatted:
    """The cells of one column that look otherwise: how many, and of the first its row, look and number."""

    count: int = 0
    examples: list[tuple[int, str, str]] = field(default_factory=list)


Formats = Callable[[Collection[int], bytes], Mapping[int, Formatted]]
"""Gives the cells of some columns that look otherwise than their number is written, by column.

The second argument holds a 1 for each row that matters, at its number.
"""


def no_formats(_columns: Collection[int], _wanted: bytes) -> Mapping[int, Formatted]:
    """Return that no cell looks otherwise, as for a text file."""
    return {}


@dataclass(frozen=True)
class Grid:
    """Rows of one sheet or text file.

    `name` is the sheet's, or empty; `origin` says in one phrase what was detected. `peek` holds the
    first rows; `rows` reads all, given how many columns the row of names has. `hidden` are numbers
    of rows. Blank rows are in neither. `without_value` are the places of formulas whose value was
    never stored, `errors` those of errors such as #N/A; they are read as empty. `formats` looks for
    numbers that look otherwise in Excel; columns count from 1.
    """

    name: str
    origin: str
    peek: list[Row]
    rows: Callable[[int], Iterator[Row]]
    hidden: frozenset[int] = frozenset()
    findings: Findings = field(default_factory=Findings)
    without_value: list[Place] = field(default_factory=list)
    errors: list[Place] = field(default_factory=list)
    formats: Formats = no_formats


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
        _("{path} has {count:,} columns; a list has at most {most:,}").format(
            path=path, count=columns, most=MOST_COLUMNS
        ),
        hint=_("check the delimiter"),
    )
