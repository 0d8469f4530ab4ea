"""What a campaign file holds of its plan: the campaign, the list's columns and cells, what it costs."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields

from batchsms.journal.cell_codec import unpacked
from batchsms.journal.database import Database
from batchsms.pricing.costs import Costs
from batchsms.reading.cell_addresses import Addresses
from batchsms.reading.cells import Cell

__all__ = ["Campaign", "addresses_of", "campaign_of", "cells_of", "headers_of", "planned_costs"]


@dataclass(frozen=True)
class Campaign:
    """What was planned, as the table `campaign` has it."""

    created_at: str
    program: str
    list_path: str
    list_digest: str
    list_origin: str
    list_sheet: str
    phone_column: int
    template_name: str
    template: str
    sender: str
    iys_list: str
    send_at: str
    results_path: str
    folds: str = ""
    operator_characters: int = 5
    turkish_letter_cost: int = 1
    credit_price: str = ""
    max_recipients: int | None = None
    max_credits: int | None = None


def campaign_of(database: Database) -> Campaign:
    """Return what was planned."""
    names = ", ".join(field.name for field in fields(Campaign))
    return Campaign(*database.one(f"SELECT {names} FROM campaign"))  # noqa: S608 - own names


def planned_costs(database: Database) -> Costs:
    """Return what the campaign costs as it was planned."""
    stored = database.one("SELECT report FROM costs")
    return Costs.of_stored(json.loads(stored[0])) if stored else Costs()


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
