"""A plan → the XML that a send would post: one body per order, and the folder that holds them."""

import re
from collections.abc import Iterator
from pathlib import Path

from batchsms.errors import InputError
from batchsms.gateway.xml import MASKED, order_xml
from batchsms.i18n import _
from batchsms.journal.database import Database
from batchsms.journal.orders import next_orders, order_of

__all__ = ["request_bodies", "write_request_files"]

_FILE_OF_AN_ORDER = re.compile(r"[0-9]{4,}\.xml")


def request_bodies(database: Database, limit: int | None) -> Iterator[bytes]:
    """Yield the bodies that a send would post, credentials masked."""
    for planned in next_orders(database, limit):
        yield order_xml(order_of(database, planned.order_id), MASKED)


def write_request_files(bodies: Iterator[bytes], folder: Path) -> int:
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
                hint=_("Use a new or an empty folder for --xml"),
            )
        for entry in there:
            entry.unlink()
        count = 0
        for count, body in enumerate(bodies, start=1):
            (folder / f"{count:04}.xml").write_bytes(body)
    except OSError as error:
        raise InputError(
            "bad_xml_folder",
            _("The XML cannot be written to {folder}: {error}").format(folder=folder, error=error.strerror),
            hint=_("Use another folder for --xml"),
        ) from error
    return count
