"""What later runs of the same campaign ask of a campaign file, and how it is left to them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from batchsms.clock import stamp
from batchsms.journal.database import Database

__all__ = ["close", "has_work", "held_keys", "held_rows", "row_count"]

_HELD = "order_id IN (SELECT id FROM orders WHERE state IN ('planned', 'submitting', 'accepted', 'unknown'))"
"""The rows that were sent, may have been, or are going to be: no later run may send them too."""


_RECORDS_REACH = timedelta(days=10)
"""How far back the gateway's list of orders can be asked for (code 458 beyond), by the vendor's documents."""


def has_work(database: Database, moment: datetime | None = None) -> bool:
    """Return whether something of it is still to be posted, or nobody knows what became of it.

    At a moment for which the gateway's records do not reach back to its posts any more, the latter can be
    found out by nobody.
    """
    planned, unknown = database.one(
        "SELECT EXISTS (SELECT 1 FROM told_orders WHERE told_state = 'planned'),"
        " EXISTS (SELECT 1 FROM told_orders WHERE told_state = 'unknown')"
    )
    if moment is None or planned or not unknown:
        return bool(planned or unknown)
    last = database.one(
        "SELECT MAX(at) FROM"
        " (SELECT posted_at AS at FROM attempts UNION ALL SELECT asked_at FROM cancellations)"
    )
    return moment - datetime.fromisoformat(last[0]) <= _RECORDS_REACH


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
