"""Earlier runs of a campaign → the keys of the rows that they have, for `only-new`.

A run keeps its keys hashed with a secret of the folder. Where it has none, or others, they are made of its
cells; where these are gone too, nobody can tell whom it has sent to, and nothing is sent.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from batchsms.campaign.skipping.new_rows import OnlyNew, fingerprint, hashed_keys, key_column
from batchsms.errors import InputError, Unavailable
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.earlier_run import held_keys, held_rows
from batchsms.journal.list_cells import cells_of, headers_of
from batchsms.journal.purging import purge_of
from batchsms.nights.folder import Run
from batchsms.turkish_folding import fold

__all__ = ["only_new_rows"]

_NAME = ".secret"
_BYTES = 32


def only_new_rows(column: str, runs: Iterable[Run], root: Path) -> OnlyNew:
    """Return which rows earlier runs have, by the values of a column. `root` is the folder of the nights.

    Raises `InputError` where that cannot be told of one of them.
    """
    secret = _secret(root)
    held: dict[bytes, str] = {}
    for run in runs:
        with closing(Database.open(run.path)) as database:
            held.update(dict.fromkeys(_keys(database, column, secret), run.night.title))
    return OnlyNew(column, secret, held)


def _keys(database: Database, column: str, secret: bytes) -> Iterator[bytes]:
    campaign = campaign_of(database)
    is_of_column = fold(campaign.key_column) == fold(column)
    if campaign.key_column and is_of_column and campaign.key_secret == fingerprint(secret):
        yield from held_keys(database)
        return
    rows = held_rows(database)
    if rows and purge_of(database):
        raise _unknown_rows(database, column)
    if rows:
        yield from _keys_of_cells(database, column, secret, rows)


def _keys_of_cells(database: Database, column: str, secret: bytes, rows: dict[int, int]) -> Iterator[bytes]:
    """Yield the keys of rows of a run that has not kept them, by its cells."""
    found = 0
    position = key_column(headers_of(database), column)
    is_phone = position == campaign_of(database).phone_column
    for first, columns in cells_of(database):
        cells = columns[position]
        numbers = [rows.get(first + at) for at in range(len(cells))] if is_phone else None
        keys = hashed_keys(cells, secret, numbers)
        held = [key for at, key in enumerate(keys) if first + at in rows]
        found += len(held)
        yield from (key for key in held if key)
    if found < len(rows):
        raise _unknown_rows(database, column)


def _unknown_rows(database: Database, column: str) -> InputError:
    return InputError(
        "unknown_rows",
        _("--only-new {column}: nobody can tell any more whom {path} has sent to").format(
            column=column, path=database.path
        ),
        hint=_(
            "Its cells were purged, and its keys are of another column or another secret. Set only-new "
            "as it was, or restore the file .secret beside the nights. To begin anew, give the folder of "
            "the campaign another name."
        ),
    )


def _secret(root: Path) -> bytes:
    """Return what this folder's keys are hashed with; it is made where there is none.

    Raises `Unavailable` where it cannot be read or written, and `InputError` where it is none.
    """
    path = root / _NAME
    try:
        if not path.exists():
            _write_secret(path)
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except OSError as error:
        raise Unavailable(
            "bad_secret",
            _("{path} cannot be read or written: {error}").format(path=path, error=error.strerror or error),
            hint=_("Nothing was sent. Make room on the disk, or see who may use the folder."),
        ) from error
    except ValueError as error:
        raise InputError(
            "bad_secret",
            _("{path}, by which rows that were sent are known again, is damaged").format(path=path),
            hint=_("Restore it from a copy. Or remove it, if the cells of the earlier runs were not purged."),
        ) from error


def _write_secret(path: Path) -> None:
    """Make a secret that only its owner can read, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(os.urandom(_BYTES).hex())
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
