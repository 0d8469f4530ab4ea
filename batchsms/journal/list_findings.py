"""What a campaign file says was found in its list: what the reader noted, and the rows that are skipped."""

import json

from batchsms.exclusion_reasons import FAULTLESS_REASONS, NUMBER_REASONS
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.list_cells import addresses_of
from batchsms.numbers.masking import without_numbers
from batchsms.reading.cell_addresses import Addresses
from batchsms.reading.findings import Finding, gravest_first

__all__ = ["findings_of"]


def findings_of(database: Database) -> list[Finding]:
    """Return what was found in the list: what its reader saw, and the rows that are left out.

    Errors come first, then warnings, then notes. A row is named by the cell that has its reason: that of
    its number, or that of the missing value; and as a whole where none is to blame.
    """
    read = [
        Finding(code, severity, count, json.loads(examples), json.loads(details))
        for code, severity, count, examples, details in database.all(
            "SELECT code, severity, count, examples, details FROM findings ORDER BY id"
        )
    ]
    addresses, phone_column = addresses_of(database), campaign_of(database).phone_column
    reasons = database.all(
        "SELECT reason, COUNT(*) FROM rows WHERE order_id IS NULL GROUP BY reason ORDER BY 2 DESC, 1"
    )
    left_out = [
        _left_out(reason, count, database.all(_FIRST_ROWS_OF_REASON, reason), addresses, phone_column)
        for reason, count in reasons
    ]
    return sorted(read + left_out, key=gravest_first)


_SEVERITIES = {"hidden_row": "warning"}  # no fault of the row's own, yet its owner may not know of it


_FIRST_ROWS_OF_REASON = (
    "SELECT sheet_row, about FROM rows WHERE order_id IS NULL AND reason = ? ORDER BY position LIMIT 5"
)


def _left_out(
    reason: str, count: int, first: list[tuple[int, str]], addresses: Addresses, phone_column: int
) -> Finding:
    return Finding(
        reason,
        _SEVERITIES.get(reason, "info" if reason in FAULTLESS_REASONS else "error"),
        count,
        [_place(addresses, phone_column, reason, about, row) for row, about in first],
        details=[without_numbers(first[0][1])] if reason == "template_error" else [],
    )


def _place(addresses: Addresses, phone_column: int, reason: str, about: str, row: int) -> str:
    if reason in NUMBER_REASONS:
        return addresses.cell(phone_column, row)
    names = [name for _number, name in addresses.columns]
    if reason in {"missing_value", "missing_key"} and about in names:
        return addresses.cell(names.index(about), row)
    return addresses.row(row)
