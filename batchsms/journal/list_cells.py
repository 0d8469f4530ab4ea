"""The list as a campaign file holds it: its columns, its cells, and where they are.

The cells of many rows are one value: a JSON array of columns, whose kinds come back as they were.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.reading.cell_addresses import Addresses
from batchsms.reading.cells import Cell

__all__ = ["addresses_of", "cells_of", "first_cells", "headers_of", "packed", "unpacked"]


def headers_of(database: Database) -> list[str]:
    """Return the names of the list's columns."""
    return [header for (header,) in database.all("SELECT header FROM columns ORDER BY position")]


def addresses_of(database: Database) -> Addresses:
    """Return where the list's cells stand."""
    columns = database.all("SELECT sheet_column, header FROM columns ORDER BY position")
    return Addresses(campaign_of(database).list_sheet, tuple(columns))


def cells_of(database: Database) -> Iterator[tuple[int, list[list[Cell]]]]:
    """Yield the list's own cells, chunk by chunk: first position, columns."""
    starts = [start for (start,) in database.all("SELECT first_position FROM chunks ORDER BY 1")]
    for start in starts:
        text = database.one("SELECT cells FROM chunks WHERE first_position = ?", start)[0]
        yield start, unpacked(text)


def first_cells(database: Database) -> list[Cell]:
    """Return the first filled cell of each of the list's own columns."""
    columns = next((columns for _start, columns in cells_of(database)), [])
    return [next((cell for cell in column if cell is not None), None) for column in columns]


def packed(columns: Sequence[Sequence[Cell]]) -> str:
    """Return columns as one text."""
    return json.dumps(columns, ensure_ascii=False, separators=(",", ":"), default=_tagged)


def unpacked(text: str) -> list[list[Cell]]:
    """Return the columns of a text that `packed` made."""
    columns: list[list[Cell]] = json.loads(text, object_hook=_untagged)
    return columns


# Cells that JSON does not know, as an object of one key: its kind.
def _tagged(value: object) -> dict[str, str | float]:
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    if isinstance(value, datetime | date | time):
        return {type(value).__name__: value.isoformat()}
    raise TypeError(f"no kind of cell: {type(value).__name__}")


def _untagged(tagged: dict[str, Any]) -> Cell:
    ((kind, value),) = tagged.items()
    match kind:
        case "datetime":
            return datetime.fromisoformat(value)
        case "date":
            return date.fromisoformat(value)
        case "time":
            return time.fromisoformat(value)
        case _:
            return timedelta(seconds=value)
