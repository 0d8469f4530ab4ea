"""What later runs of the same campaign ask of a campaign file, and how it is left to them."""

from collections.abc import Iterator
from datetime import datetime

from batchsms.clock import stamp
from batchsms.journal.database import Database

__all__ = ["close", "has_work", "held_keys", "held_rows", "row_count", "was_sent_at"]

_HELD = "order_id IN (SELECT id FROM orders WHERE state IN ('planned', 'submitting', 'accepted', 'unknown'))"
"""The rows that were sent, may have been, or are going to be: no later run may send them too."""


def has_work(database: Database) -> bool:
    """Return whether something of it is still to be posted, or nobody knows what became of it."""
    found = database.one(
        "SELECT EXISTS (SELECT 1 FROM told_orders WHERE told_state IN ('planned', 'unknown'))"
    )
    return bool(found[0])


def was_sent_at(database: Database) -> datetime:
    """Return when it was posted last, or else planned."""
    last = database.one("SELECT COALESCE((SELECT MAX(posted_at) FROM attempts), created_at) FROM campaign")
    return datetime.fromisoformat(last[0])


def row_count(database: Database) -> int:
    """Return how many rows its list had."""
    return int(database.one("SELECT COUNT(*) FROM rows")[0])


def held_keys(database: Database) -> Iterator[bytes]:
    """Yield the hashed keys of the rows that no later run may send."""
    for (key,) in database.all(f"SELECT key_hash FROM rows WHERE {_HELD} AND key_hash IS NOT NULL"):  # noqa: S608 - own words
        yield key


def held_rows(database: Database) -> dict[int, int]:
    """Return the MSISDNs of the rows that no later run may send, by the rows' positions."""
    return dict(database.all(f"SELECT position, msisdn FROM rows WHERE {_HELD}"))  # noqa: S608 - own words


def close(database: Database, moment: datetime) -> int:
    """Leave what was never posted, and what is cancelled, to later runs: this one sends it no more.

    Returns how many planned recipients that are. What is unknown can be settled still.
    """
    with database.transaction():
        database.execute("UPDATE campaign SET closed_at = ? WHERE closed_at IS NULL", (stamp(moment),))
        left = database.one("SELECT COALESCE(SUM(recipients), 0) FROM orders WHERE state = 'planned'")
        database.execute(
            "UPDATE orders SET state = 'cancelled', decided_at = ? WHERE state = 'planned'", (stamp(moment),)
        )
    return int(left[0])
