"""A sheet, or a text file, as rows of cells: not yet known which of them holds the column names."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from batchsms.findings import Findings

__all__ = ["PEEKED_ROWS", "Grid", "Row", "filled", "is_filled"]

PEEKED_ROWS = 200

Row = tuple[int, Sequence[object]]
"""A row's number, as a spreadsheet shows it in its margin, and its values."""


@dataclass(frozen=True)
class Grid:
    """Rows of one sheet or text file.

    `name` is the sheet's, or empty; `origin` says in one phrase what was detected. `peek` holds the
    first rows; `rows` reads all, given how many columns the row of names has. `hidden` are numbers
    of rows. Blank rows are in neither.
    """

    name: str
    origin: str
    peek: list[Row]
    rows: Callable[[int], Iterator[Row]]
    hidden: frozenset[int] = frozenset()
    findings: Findings = field(default_factory=Findings)


def filled(rows: Iterator[Row]) -> Iterator[Row]:
    """Leave out the rows in which nothing but blanks stands."""
    return (row for row in rows if any(map(is_filled, row[1])))


def is_filled(value: object) -> bool:
    """Return whether a cell holds more than blanks."""
    return bool(value.strip()) if isinstance(value, str) else value is not None
