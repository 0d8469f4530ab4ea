"""What was sent to a list before: as an earlier results file says it, or another campaign file beside it."""

from array import array
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime
from itertools import islice
from pathlib import Path

from batchsms.campaign.gathering import Gathered
from batchsms.campaign.packing.orders import count_common
from batchsms.campaign.source import OpenSource
from batchsms.clock import TURKEY
from batchsms.errors import BatchsmsError
from batchsms.i18n import ngettext
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.file_marks import holds_campaign
from batchsms.journal.purging import check_unpurged
from batchsms.journal.rows import sent_messages
from batchsms.reading.findings import EXAMPLES

__all__ = ["remark_on_earlier_campaigns", "remark_on_earlier_results"]

_MOST_FILES = 50
"""Campaign files of a folder that are looked into, the newest of them."""
_AT_ONCE = 5_000  # texts
_FIRST_NUMBER = 905_000_000_000
_OF_A_SANDBOX = ".sandbox.campaign"


def remark_on_earlier_results(source: OpenSource, rows: Gathered) -> None:
    """Note how many rows of an earlier results file were sent to: an error, unless it was said what to do."""
    count = len(rows.sent_before)
    if count:
        is_decided = source.source.sent_before != "refuse"
        places = [source.table.addresses.row(rows.sheet_rows[at]) for at in rows.sent_before[:EXAMPLES]]
        source.table.findings.add(
            "sent_before", *places, severity="info" if is_decided else "error", count=count
        )


def remark_on_earlier_campaigns(source: OpenSource, rows: Gathered, going: Sequence[int]) -> None:
    """Note other campaigns of this very list beside it that have sent the same texts to the same numbers."""
    path = source.table.path.absolute()
    for file in _campaign_files(path.parent):
        try:
            with closing(Database.open(file)) as database:
                check_unpurged(database)
                if _is_same(Path(campaign_of(database).list_path), path):
                    _remark(source, rows, going, database)
        except BatchsmsError:  # another's file, which this campaign does not depend on
            continue


def _campaign_files(folder: Path) -> list[Path]:
    dated: list[tuple[float, Path]] = []
    for file in folder.glob("*.campaign"):
        try:
            if not file.name.endswith(_OF_A_SANDBOX) and holds_campaign(file):
                dated.append((file.stat().st_mtime, file))
        except OSError:
            continue
    return [file for _time, file in sorted(dated, reverse=True)[:_MOST_FILES]]


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except OSError:
        return False


def _remark(source: OpenSource, rows: Gathered, going: Sequence[int], database: Database) -> None:
    count = _count_of_same(rows, going, database)
    day = database.one("SELECT MAX(posted_at) FROM attempts")[0]
    if not (count and day):
        return
    words = ngettext(
        "{file}, sent on {day}: {count:,} number has the same text",
        "{file}, sent on {day}: {count:,} numbers have the same text",
        count,
    ).format(
        file=database.path.name,
        day=datetime.fromisoformat(day).astimezone(TURKEY).strftime("%d.%m.%Y"),
        count=count,
    )
    source.table.findings.add("sent_in_campaign", severity="warning", count=count, details=[words])


def _count_of_same(rows: Gathered, going: Sequence[int], database: Database) -> int:
    """Return how many of the rows that go have number and text of one that was, or may have been, sent to."""
    keys = array("q", [_key(rows.numbers[row], rows.messages[row]) for row in going])
    return count_common(keys, array("q", _sent(rows, database)))


def _sent(rows: Gathered, database: Database) -> Iterator[int]:
    messages = sent_messages(database)
    while batch := list(islice(messages, _AT_ONCE)):
        known = rows.texts.positions([text for text, _numbers in batch])
        for text, numbers in batch:
            if (message := known.get(text)) is not None:
                yield from (_key(number, message) for number in numbers)


def _key(number: int, message: int) -> int:
    """Return one number for a pair: MSISDNs differ in 30 bits, and no list has 2 to the 32 texts."""
    return ((number - _FIRST_NUMBER) << 32) + message
