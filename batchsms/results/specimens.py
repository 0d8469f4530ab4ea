"""A plan → what a person looks at before it goes: the first texts, and the very XML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from batchsms.errors import InputError
from batchsms.gateway.xml import MASKED, order_xml
from batchsms.i18n import _
from batchsms.journal.database import Database
from batchsms.journal.orders import next_orders, order_of
from batchsms.journal.rows import result_rows
from batchsms.pricing.costs import Costs

__all__ = ["Specimen", "folded_specimen", "order_bodies", "specimens", "write_bodies"]

_FILE_OF_AN_ORDER = re.compile(r"[0-9]{4,}\.xml")


@dataclass(frozen=True)
class Specimen:
    """One recipient's message, as the preview shows it.

    `kinds` say what it stands for: `first`, `longest`, `dearest`, `shortest`. `unfolded` is its text
    before the folds, where it is shown what they do.
    """

    kinds: tuple[str, ...]
    sheet_row: int
    msisdn: int
    text: str
    segments: int
    unfolded: str = ""


def specimens(database: Database, costs: Costs) -> list[Specimen]:
    """Return the messages that are to be seen, each once; the first of them is the first that goes."""
    kinds: dict[str, list[str]] = {}
    found: dict[str, Specimen] = {}
    for kind, position in costs.texts.items():
        one = _specimen(database, position)
        kinds.setdefault(one.text, []).append(kind)
        found.setdefault(one.text, one)
    return [replace(one, kinds=tuple(kinds[text])) for text, one in found.items()]


def folded_specimen(database: Database, costs: Costs) -> Specimen | None:
    """Return a message that the folds have made plainer, if there is one."""
    if costs.folded is None or costs.folded.position is None:
        return None
    return replace(_specimen(database, costs.folded.position), unfolded=costs.folded.before)


def _specimen(database: Database, position: int) -> Specimen:
    (row,) = result_rows(database, position, 1)
    return Specimen((), row.sheet_row, row.msisdn or 0, row.text or "", row.segments or 0)


def order_bodies(database: Database, limit: int | None) -> Iterator[bytes]:
    """Yield the bodies that a send would post, credentials masked."""
    for planned in next_orders(database, limit):
        yield order_xml(order_of(database, planned.order_id), MASKED)


def write_bodies(bodies: Iterator[bytes], folder: Path) -> int:
    """Write one file per order into a folder, `0001.xml` and so on; return how many.

    An earlier preview's files are replaced. A folder that holds anything else is refused, since
    the folder is to hold the orders and nothing else.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        there = list(folder.iterdir())
        strangers = [entry.name for entry in there if not _FILE_OF_AN_ORDER.fullmatch(entry.name)]
        if strangers:
            raise InputError(
                "folder_in_use",
                _("{folder} holds other files, such as {name}").format(folder=folder, name=strangers[0]),
                hint=_("give --xml a new or an empty folder"),
            )
        for entry in there:
            entry.unlink()
        count = 0
        for count, body in enumerate(bodies, start=1):
            (folder / f"{count:04}.xml").write_bytes(body)
    except OSError as error:
        raise InputError(
            "bad_xml_folder",
            _("the XML cannot be written to {folder}: {error}").format(folder=folder, error=error.strerror),
            hint=_("give --xml another folder"),
        ) from error
    return count
