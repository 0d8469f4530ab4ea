"""Lists of numbers that are never to be sent to.

Any list that can be sent to can be one, and so can a campaign file: then it is the numbers that
it may have reached.
"""

from array import array
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _, ngettext
from batchsms.journal.database import Database
from batchsms.journal.file_marks import is_campaign_file
from batchsms.journal.purging import check_unpurged
from batchsms.journal.rows import numbers_reached
from batchsms.numbers.msisdn import msisdns
from batchsms.reading.findings import Findings
from batchsms.reading.list_reader import Layout, Table, open_list
from batchsms.reading.phone_column import is_total, phone_column

__all__ = ["Suppression", "remark_on_blacklist", "suppression_of"]

# Who has such a number gets no SMS anyway; any other cell may hide a number that must be kept from.
_HARMLESS = frozenset({"", "empty_number", "landline", "foreign_number"})


class Suppression(NamedTuple):
    """The MSISDNs of one file, and the file's name, which reasons give."""

    name: str
    numbers: frozenset[int]


def suppression_of(path: Path, findings: Findings) -> Suppression:
    """Return the numbers of a list, or those that a campaign may have reached.

    A cell that may hold a number and cannot be read is an error among the findings: nobody can be
    kept from it. Raises `InputError` that names the file.
    """
    numbers = _reached(path) if is_campaign_file(path) else _listed(path, findings)
    suppression = Suppression(path.name, frozenset(numbers))
    count = len(suppression.numbers)
    told = ngettext("{name} ({count:,} number)", "{name} ({count:,} numbers)", count)
    findings.add("suppression", severity="info", count=1, details=[told.format(name=path.name, count=count)])
    return suppression


def remark_on_blacklist(numbers: frozenset[int], findings: Findings) -> None:
    """Note that the account's blacklist is one of the lists of numbers never to be sent to."""
    count = len(numbers)
    told = ngettext(
        "the account's blacklist ({count:,} number)", "the account's blacklist ({count:,} numbers)", count
    )
    findings.add("suppression", severity="info", count=1, details=[told.format(count=count)])


def _reached(path: Path) -> list[int]:
    with closing(Database.open(path)) as database:
        check_unpurged(database)
        return numbers_reached(database)


def _listed(path: Path, findings: Findings) -> "array[int]":
    read, phone = _opened(path)
    found = array("q")
    unreadable: list[int] = [*read.without_value.get(phone, ()), *read.errors.get(phone, ())]
    for chunk in read.chunks:
        numbers, reasons = msisdns(chunk.columns[phone])
        found.extend(filter(None, numbers))
        if not _HARMLESS.issuperset(reasons):
            unreadable += [
                row
                for at, (row, reason) in enumerate(zip(chunk.rows, reasons, strict=True))
                if reason not in _HARMLESS and not is_total(column[at] for column in chunk.columns)
            ]
    for row in sorted(set(unreadable)):
        where = f"{path.name}: {read.addresses.cell(phone, row)}"
        findings.add("unreadable_suppression", where, severity="error")
    return found


def _opened(path: Path) -> tuple[Table, int]:
    """Open a list and find its numbers; the options of the campaign's own list are not its."""
    try:
        read = open_list(path, Layout())
        return read, phone_column(read.headers, read.sample, "")
    except InputError as error:
        if error.code not in _OF_THE_LAYOUT:
            raise
        raise InputError(
            error.code,
            _("--suppress {path}: {message}").format(path=path, message=error.message),
            hint=_(
                "Keep one sheet with one column of numbers in it, named Telefon; or save only the numbers "
                "as a text file"
            ),
        ) from error


_OF_THE_LAYOUT = frozenset(
    {"no_phone_column", "several_phone_columns", "several_sheets", "unclear_delimiter"}
)
