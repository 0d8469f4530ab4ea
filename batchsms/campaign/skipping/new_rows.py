"""Rows that an earlier run of the same campaign has: known by the value of one column, their key.

Keys are kept as keyed hashes, so that a file whose cells were removed still tells what it has sent, and to
nobody who lacks the secret.
"""

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from batchsms.campaign.skipping.exclusions import Exclusions
from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.numbers.masking import without_numbers
from batchsms.reading.cells import Cell
from batchsms.texts.column_names import ColumnNames

__all__ = ["OnlyNew", "column_named", "exclude_known", "fingerprint", "hashed_keys", "key_column"]

_BYTES_OF_KEY = 16
_BYTES_OF_FINGERPRINT = 8


class OnlyNew(NamedTuple):
    """Which rows are not new: `column` has their keys, and `held` the run that has each hashed one."""

    column: str
    secret: bytes
    held: Mapping[bytes, str]


def key_column(headers: Sequence[str], wanted: str) -> int:
    """Return the position of the column of the keys. Raises `InputError` where not exactly one fits."""
    return column_named(headers, wanted, "--only-new")


def column_named(headers: Sequence[str], wanted: str, option: str) -> int:
    """Return the position of the column that an option names, in whatever case and with whatever marks.

    Raises `InputError` where not exactly one fits.
    """
    names = ColumnNames(tuple(headers))
    exact = [at for at, header in enumerate(headers) if header == wanted.strip()]
    found = exact or names.named(wanted.strip()) or names.folded(wanted)
    if len(found) == 1:
        return found[0]
    raise InputError(
        "no_such_column",
        _("{option}: the list has more than one column {column}").format(option=option, column=wanted)
        if found
        else _("{option}: the list has no column {column}. Its columns are: {columns}.").format(
            option=option, column=wanted, columns=names.listed()
        ),
        hint=_("Write it as it stands in the list"),
    )


def hashed_keys(
    cells: Sequence[Cell], secret: bytes, numbers: Sequence[int | None] | None = None
) -> list[bytes | None]:
    """Return the hashed keys of a column, None where a cell is empty.

    Where it is the column of the numbers, these are the keys: MSISDNs, however they are written. A cell
    that holds none is no key.
    """
    keys = map(_key, cells) if numbers is None else (str(number or "") for number in numbers)
    return [
        hashlib.blake2b(key.encode(), key=secret, digest_size=_BYTES_OF_KEY).digest() if key else None
        for key in keys
    ]


def _key(cell: Cell) -> str:
    """Return what tells a row, alike for a cell of a workbook and one of a text file."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else unicodedata.normalize("NFC", " ".join(str(cell).split()))


def fingerprint(secret: bytes) -> str:
    """Return what tells one secret from another, and nothing of it."""
    return hashlib.blake2b(b"batchsms", key=secret, digest_size=_BYTES_OF_FINGERPRINT).hexdigest()


def exclude_known(
    exclusions: Exclusions, keys: Sequence[bytes | None], held: Mapping[bytes, str], column: str
) -> None:
    """Skip the rows that an earlier run has, which is named, and those without a key."""
    for row, key in enumerate(keys):
        if key is None:
            exclusions.add(row, "missing_key", without_numbers(column))
        elif key in held:
            exclusions.add(row, "already_sent", held[key])
