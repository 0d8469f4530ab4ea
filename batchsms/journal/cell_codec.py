"""A list's cells, many rows in one value: a JSON array of columns, whose kinds come back as they were."""

import json
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from batchsms.reading.cells import Cell

__all__ = ["packed", "unpacked"]


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
