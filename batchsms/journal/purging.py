"""A campaign file that is over → the same without personal data: counts, orders, codes, costs and times stay.

What is emptied stands in `EMPTIED`, and everything else is kept, keyed hashes included. A purge that is
killed leaves a file that says so, and that can be purged again.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from batchsms.clock import ON_THE_WIRE, TURKEY, has_passed, stamp
from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.journal.database import Database
from batchsms.journal.earlier_run import has_work
from batchsms.paths import typed

__all__ = [
    "EMPTIED",
    "Purge",
    "Signs",
    "check_unpurged",
    "empty",
    "is_over",
    "last_event",
    "purge_of",
    "signs_of",
]

EMPTIED: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        # Digest and fingerprint of a short list could be searched for.
        "campaign": {
            "template": "''",
            "list_digest": "''",
            "list_origin": "''",
            "list_sheet": "''",
            "fingerprint": "''",
        },
        # Of a list without column names its first row may have been taken for them.
        "columns": {"header": "''"},
        "findings": {"examples": "'[]'", "details": "'[]'"},
        # A text in other letters is nearly told by its characters, and that of a folded row stands here.
        "costs": {
            "report": "json_replace(report, '$.characters', json('[]'), '$.savings', json('[]'),"
            " '$.folded', json('null'))"
        },
        "chunks": {"cells": "'[]'"},
        "messages": {"text": "''"},
        "rows": {
            "msisdn": "CASE WHEN order_id IS NULL THEN NULL ELSE 905000000000 + position END",
            "about": "''",
        },
        "orders": {"detail": "''"},
        "attempts": {"detail": "''"},
        "cancellations": {"detail": "''"},
    }
)
"""What becomes of each column that holds, or may quote, a cell, a number or a text: by table, in SQL."""

_EVENTS = """
    SELECT MAX(created_at) FROM campaign UNION SELECT closed_at FROM campaign
    UNION SELECT MAX(posted_at) FROM attempts UNION SELECT MAX(ended_at) FROM attempts
    UNION SELECT MAX(decided_at) FROM orders UNION SELECT MAX(reported_at) FROM orders
    UNION SELECT MAX(asked_at) FROM cancellations UNION SELECT MAX(ended_at) FROM cancellations
    UNION SELECT MAX(moved_at) FROM moves
"""


class Purge(NamedTuple):
    """When a campaign file began to be emptied, and when no trace was left of what it held, if none is."""

    began_at: datetime
    ended_at: datetime | None


class Signs(NamedTuple):
    """What tells whose results a file holds: MSISDNs, order ids, times, count of rows."""

    numbers: frozenset[int]
    order_ids: frozenset[str]
    times: frozenset[str]
    rows: int


def purge_of(database: Database) -> Purge | None:
    """Return how far a purge of the file is, None where there was none. Raises `InputError`."""
    found = database.one("SELECT purge_began_at, purged_at FROM campaign")
    if found is None:
        raise InputError("damaged_campaign_file", _("{path} holds no campaign").format(path=database.path))
    began, ended = found
    if began is None:
        return None
    return Purge(datetime.fromisoformat(began), None if ended is None else datetime.fromisoformat(ended))


def check_unpurged(database: Database) -> None:
    """Raise `InputError` where numbers and texts of the file are gone, or going."""
    if purge := purge_of(database):
        raise InputError(
            "purged",
            _("{path} was purged on {date}: its cells, numbers and texts are gone for good").format(
                path=database.path, date=purge.began_at.astimezone(TURKEY).strftime("%d.%m.%Y")
            ),
            hint=_("Its counts, orders and costs are still there: batchsms status {path}").format(
                path=typed(database.path)
            ),
        )


def is_over(database: Database, moment: datetime) -> bool:
    """Return whether nothing of a campaign is to come: nothing planned, unknown, or scheduled.

    An order that is being cancelled is unknown. One that is cancelled is over, though it could be given
    another schedule.
    """
    return not has_work(database) and all(has_passed(send_at, moment) for send_at in _schedules(database))


def last_event(database: Database) -> datetime:
    """Return when something of a campaign was last planned, posted, answered, reported, moved or due."""
    stamps = [datetime.fromisoformat(at) for (at,) in database.all(_EVENTS) if at]
    schedules = [
        datetime.strptime(send_at, ON_THE_WIRE).replace(tzinfo=TURKEY) for send_at in _schedules(database)
    ]
    return max(stamps + schedules)


def _schedules(database: Database) -> list[str]:
    return [
        send_at
        for (send_at,) in database.all(
            "SELECT DISTINCT send_at FROM orders WHERE state = 'accepted' AND send_at <> ''"
        )
    ]


def signs_of(database: Database) -> Signs:
    """Return what the results of a campaign can hold, whenever they were written."""
    return Signs(
        frozenset(
            number for (number,) in database.all("SELECT DISTINCT msisdn FROM rows WHERE msisdn IS NOT NULL")
        ),
        frozenset(
            name for (name,) in database.all("SELECT gateway_id FROM orders WHERE gateway_id IS NOT NULL")
        ),
        frozenset(
            at
            for (at,) in database.all(
                "SELECT decided_at FROM orders UNION SELECT ended_at FROM attempts"
                " UNION SELECT ended_at FROM cancellations"
            )
            if at
        ),
        int(database.one("SELECT COUNT(*) FROM rows")[0]),
    )


def empty(database: Database, moment: datetime) -> None:
    """Empty what is personal for good, in the file and in its journal. Raises `Unavailable`.

    To be called as the only sender of the file, of a campaign that is over.
    """
    with database.leaving_no_traces(), database.transaction():
        database.execute(
            "UPDATE campaign SET purge_began_at = ? WHERE purge_began_at IS NULL", (stamp(moment),)
        )
        # Half way, a stand-in may be another row's number.
        index = database.one("SELECT sql FROM sqlite_schema WHERE name = 'recipient'")[0]
        database.execute("DROP INDEX recipient")
        for table, columns in EMPTIED.items():
            values = ", ".join(f"{column} = {value}" for column, value in columns.items())
            database.execute(f"UPDATE {table} SET {values}")  # noqa: S608 - own names
        database.execute(index)
    with database.transaction():
        database.execute("UPDATE campaign SET purged_at = ?", (stamp(moment),))
