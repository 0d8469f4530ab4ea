"""A sheet, or a text file, as rows of cells: not yet known which of them holds the column names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from batchsms.errors import InputError
from batchsms.findings import Findings
from batchsms.words import _

__all__ = ["MOST_COLUMNS", "PEEKED_ROWS", "Grid", "Place", "Row", "filled", "is_filled", "too_wide"]

PEEKED_ROWS = 200
MOST_COLUMNS = 16_384

Row = tuple[int, Sequence[object]]
"""A row's number, as a spreadsheet shows it in its margin, and its values."""

Place = tuple[int, int]
"""A cell: its column and its row, from 1."""


@dataclass(frozen=True)
class Grid:
    """Rows of one sheet or text file.

    `name` is the sheet's, or empty; `origin` says in one phrase what was detected. `peek` holds the
    first rows; `rows` reads all, given how many columns the row of names has. `hidden` are numbers
    of rows. Blank rows are in neither. `without_value` are the places of formulas whose value was
    never stored, `errors` those of errors such as #N/A; they are read as empty.
    """

    name: str
    origin: str
    peek: list[Row]
    rows: Callable[[int], Iterator[Row]]
    hidden: frozenset[int] = frozenset()
    findings: Findings = field(default_factory=Findings)
    without_value: list[Place] = field(default_factory=list)
    errors: list[Place] = field(default_factory=list)


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
