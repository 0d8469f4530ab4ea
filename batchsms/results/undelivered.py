"""Who did not get the message, as files to go on with: their numbers, and their rows as in the list."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from batchsms.errors import Unavailable
from batchsms.exclusion_reasons import FAULTLESS_REASONS
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.list_cells import cells_of, first_cells, headers_of
from batchsms.journal.rows import ResultRow, delivery_of, result_rows
from batchsms.output_files import OutputKind
from batchsms.reading.cells import Cell
from batchsms.results.table_file import Table, in_blocks, write_table, write_whole

__all__ = [
    "FAILED_ROWS",
    "UNDELIVERED_NUMBERS",
    "has_failed",
    "write_failed_rows",
    "write_undelivered_numbers",
]

FAILED_ROWS = OutputKind(
    "bad_failed_path",
    "--failed",
    (".xlsx", ".csv"),
    lambda: _("{path} does not end in .xlsx or .csv"),
    lambda _path: False,
    lambda: _("{path} already exists. It is not written over."),
)
"""Rows in the shape of the list. An earlier file cannot be told from a list of the user's, so it stays."""
UNDELIVERED_NUMBERS = OutputKind(
    "bad_undelivered_path",
    "--undelivered",
    (".txt", ".csv"),
    lambda: _("{path} does not end in .txt or .csv"),
    lambda _path: False,
    lambda: _("{path} already exists. It is not written over."),
)
"""Numbers, one a line, as the account's blacklist is."""


def write_undelivered_numbers(database: Database, path: Path) -> tuple[Path, int]:
    """Write the numbers that reports call undelivered; return where they are, and how many."""
    numbers = {row.msisdn for row, _own in _rows(database) if delivery_of(row) == "undelivered"}
    lines = "".join(f"{number}\n" for number in sorted(filter(None, numbers)))
    with _explained(path, UNDELIVERED_NUMBERS):
        return write_whole(
            lambda unfinished: unfinished.write_bytes(lines.encode()),
            path,
            UNDELIVERED_NUMBERS,
            _inputs(database),
        ), len(numbers)


def write_failed_rows(database: Database, path: Path) -> tuple[Path, int]:
    """Write the rows that did not get the message, as they stood in the list; return where, and how many.

    That is: rejected, undelivered, or skipped for a fault of their own. Nobody who may have it is among them.
    """
    failed = [own for row, own in _rows(database) if has_failed(row)]
    table = Table(_("List"), headers_of(database), in_blocks(failed), first_cells(database))
    with _explained(path, FAILED_ROWS):
        return write_table(table, path, FAILED_ROWS, _inputs(database)), len(failed)


def _rows(database: Database) -> Iterator[tuple[ResultRow, tuple[Cell, ...]]]:
    for start, columns in cells_of(database):
        yield from zip(result_rows(database, start, len(columns[0])), zip(*columns, strict=True), strict=True)


def has_failed(row: ResultRow) -> bool:
    """Return whether a row did not get the message: rejected, undelivered, or skipped for its own fault."""
    if row.state is None:
        return row.reason not in FAULTLESS_REASONS
    return row.state == "rejected" or delivery_of(row) == "undelivered"


def _inputs(database: Database) -> list[Path]:
    return [*campaign_of(database).input_paths, database.path]


@contextmanager
def _explained(path: Path, kind: OutputKind) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Unavailable(
            "list_not_written",
            _("{path} cannot be written: {error}").format(path=path, error=error.strerror or error),
            hint=_("Name another place with {option}, and ask for the report again").format(
                option=kind.option
            ),
        ) from error
