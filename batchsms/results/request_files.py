"""A plan → the XML that a send would post: one body per order, and the folder that holds them."""

import os
import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path

from batchsms.errors import InputError
from batchsms.gateway.credentials import MASKED
from batchsms.gateway.order import Order
from batchsms.gateway.xml import order_xml
from batchsms.i18n import _
from batchsms.journal.database import Database
from batchsms.journal.orders import next_orders, order_of
from batchsms.output_files import OutputKind, check_output, may_be_written, other_place, write_error
from batchsms.paths import typed
from batchsms.quiet_hours import Schedule

__all__ = ["check_request_folder", "request_bodies", "write_request_files"]

_FILE_OF_AN_ORDER = re.compile(r"[0-9]{4,}\.xml")


def request_bodies(
    database: Database, limit: int | None, schedule: Schedule | None = None
) -> Iterator[bytes]:
    """Yield the bodies that a send would post, credentials masked; with a schedule, under that one."""
    for planned in next_orders(database, limit):
        order = order_of(database, planned.order_id)
        yield order_xml(order._replace(send_at=schedule.send_at) if schedule else order, MASKED)


def check_request_folder(folder: Path, inputs: Collection[Path]) -> None:
    """Raise `InputError` where bodies must not be written to a folder, or cannot be.

    The folder is to hold the orders and nothing else: it is new, empty, or holds an earlier preview.
    """
    if not os.path.lexists(folder):
        check_output(folder, _REQUESTS, inputs, usual=_USUAL_FOLDER)
        return
    try:
        there = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(
            "bad_xml_folder",
            _("The XML cannot be written to {folder}: {error}").format(folder=folder, error=error.strerror),
            hint=_hint(folder, inputs),
        ) from error
    for entry in there:
        if not (_FILE_OF_AN_ORDER.fullmatch(entry.name) and may_be_written(entry, _REQUESTS, inputs)):
            raise InputError(
                "folder_in_use",
                _("{folder} holds other files, such as {name}").format(folder=folder, name=entry.name),
                hint=_hint(folder, inputs),
            )
    if trouble := write_error(folder):
        raise InputError(
            "bad_xml_folder",
            _("The XML cannot be written to {folder}: {error}").format(folder=folder, error=trouble),
            hint=_hint(folder, inputs),
        )


def write_request_files(bodies: Iterator[bytes], folder: Path, inputs: Collection[Path]) -> int:
    """Write one file per order into a folder, `0001.xml` and so on; return how many.

    An earlier preview's files are replaced, and nothing else. Raises `InputError`.
    """
    check_request_folder(folder, inputs)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for entry in folder.iterdir():
            if _is_earlier_body(entry):  # another may have come since the folder was looked at
                entry.unlink()
        count = 0
        for count, body in enumerate(bodies, start=1):
            place = folder / f"{count:04}.xml"
            place.touch(0o600, exist_ok=False)
            place.write_bytes(body)
    except OSError as error:
        raise InputError(
            "bad_xml_folder",
            _("The XML cannot be written to {folder}: {error}").format(folder=folder, error=error.strerror),
            hint=_hint(folder, inputs),
        ) from error
    return count


def _hint(folder: Path, inputs: Collection[Path]) -> str:
    other = other_place(folder.parent / folder.name, _REQUESTS, inputs, _USUAL_FOLDER)
    if other is None:
        return _("Use a new or an empty folder for --xml")
    return _("Use a new or an empty folder: --xml {folder}").format(folder=typed(other))


def _is_earlier_body(path: Path) -> bool:
    """Return whether a file is the body of an order, with masked credentials, as previews write them."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING
    return False


_BEGINNING = order_xml(Order("", "", "", ()), MASKED).partition(b"<order>")[0]
_USUAL_FOLDER = Path("xml")
_REQUESTS = OutputKind(
    "bad_xml_folder",
    "--xml",
    (),
    lambda: "",
    _is_earlier_body,
    lambda: _("{path} already exists and is not a folder"),
)
