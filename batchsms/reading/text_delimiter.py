"""A text file's first rows → its delimiter: what explains its names, its numbers and its quotation marks.

Nothing is guessed: where two delimiters explain a file equally well, or one its names and another its
numbers, the user is asked.
"""

import csv
import io
from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.numbers.msisdn import msisdn
from batchsms.reading.phone_column import is_named_for_phones

__all__ = ["delimiter_called", "delimiter_named", "delimiter_of"]

_DELIMITERS = {";": ";", ",": ",", "\t": "tab", "|": "|"}
"""The delimiters that are looked for, and what they are called."""
_RECORDS = 50
_CONTRADICTION = 0.5  # of the records; fewer may look like numbers by chance
_USUAL = ";"
_LINE_ENDS = frozenset("\r\n")
_NO_DELIMITER = "\x1f"  # stands in no list


class _Fit(NamedTuple):
    """How well a delimiter explains the first records; what counts more stands first.

    `keeps_quotes`: no quotation mark is left over. `divides_all`: all records have as many fields, and
    there are phone numbers. `names_phones`: a field names a column for phones. The shares are of the
    records: those that have a phone number, those of the most frequent width, and those that have one
    mobile number in a field. Shares, since a wrong delimiter does not see the quotation marks around a
    line end, and so counts more records.
    """

    keeps_quotes: bool
    divides_all: bool
    names_phones: bool
    phones: float
    evenness: float
    mobiles: float


def delimiter_of(path: Path, sample: str) -> str:
    """Return the delimiter of a file that begins with `sample`.

    Raises `InputError` where that is not plain, or where each line is in quotation marks as a whole.
    """
    records = {delimiter: _records(sample, delimiter) for delimiter in _DELIMITERS}
    _check_lines(path, records)
    fits = {
        delimiter: _fit(sample, delimiter, found) for delimiter, found in records.items() if _divided(found)
    }
    alone = _records(sample, _NO_DELIMITER)
    if not fits:
        return _USUAL
    if _is_list_of_phones(alone) and _fit(sample, _NO_DELIMITER, alone) > max(fits.values()):
        return next((delimiter for delimiter in _DELIMITERS if delimiter not in sample), _NO_DELIMITER)
    best, *others = sorted(fits, key=fits.__getitem__, reverse=True)
    for other in others:
        if fits[other] == fits[best] or _contradicts(fits[other], fits[best]):
            raise InputError(
                "unclear_delimiter",
                _(
                    "{path} can be divided into columns at {first} or at {second}, and the columns differ"
                ).format(path=path, first=_quoted(best), second=_quoted(other)),
                hint=_("Name the right one, as in --delimiter {delimiter}").format(delimiter=_quoted(best)),
            )
    return best


def delimiter_named(name: str) -> str:
    """Return the delimiter that the user names, `""` for none. Raises `InputError`."""
    delimiter = "\t" if name.casefold() in {"tab", "\\t"} else name
    if len(delimiter) > 1 or delimiter in {'"', "\n", "\r", "\0"}:
        raise InputError(
            "bad_delimiter",
            _("{delimiter} is not a valid delimiter; a delimiter is one character, or the word tab").format(
                delimiter=name
            ),
            hint=_("Usual delimiters are ; and , and tab"),
        )
    return delimiter


def delimiter_called(delimiter: str) -> str:
    """Return what to call a delimiter."""
    return _("none") if delimiter == _NO_DELIMITER else _DELIMITERS.get(delimiter, delimiter)


def _quoted(delimiter: str) -> str:
    return "tab" if delimiter == "\t" else f'"{delimiter}"'


def _records(sample: str, delimiter: str) -> list[list[str]]:
    """Return the first records that are not blank, until one that cannot be read."""
    records: list[list[str]] = []
    with suppress(csv.Error):
        records.extend(_reader(sample, delimiter))  # what comes before an error is kept
    return records


def _reader(sample: str, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter, strict=strict)
    return islice((record for record in reader if any(map(str.strip, record))), _RECORDS)


def _divided(records: Sequence[Sequence[str]]) -> int:
    """Return how many of the records have more than one field."""
    return sum(len(record) > 1 for record in records)


def _check_lines(path: Path, records: Mapping[str, Sequence[Sequence[str]]]) -> None:
    """Refuse a file whose lines, all but the first at least, are in quotation marks as a whole."""
    if max(map(_divided, records.values())) > 1:
        return
    for delimiter, found in records.items():
        cells = (record[0] for record in found if len(record) == 1)
        whole = [cell for cell in cells if delimiter in cell and not _LINE_ENDS & set(cell)]
        lines = {len(record) for record in _records("\n".join(whole), delimiter)}
        if len(whole) + _divided(found[:1]) == len(found) > 1 and len(lines) == 1:
            raise InputError(
                "quoted_lines",
                _("Each line of {path} is in quotation marks as a whole, so it has one column only").format(
                    path=path
                ),
                hint=_(
                    "Delete the quotation mark at the beginning and at the end of each line; or, in Excel, "
                    "divide the column with Data, Text to Columns, and save the list as .xlsx"
                ),
            )


def _fit(sample: str, delimiter: str, records: Sequence[Sequence[str]]) -> _Fit:
    widths = Counter(len(record) for record in records if len(record) > 1 or delimiter == _NO_DELIMITER)
    phones = _share([any(map(_is_phone, record)) for record in records])
    evenness = max(widths.values()) / len(records)
    return _Fit(
        keeps_quotes=_keeps_quotes(sample, delimiter),
        divides_all=evenness == 1.0 and phones > 0,
        names_phones=any(map(_names_phones, records)),
        phones=phones,
        evenness=evenness,
        mobiles=_share([any(map(_is_mobile, record)) for record in records]),
    )


def _is_phone(field: str) -> bool:
    found = msisdn(field)
    return isinstance(found, int) or found == "several_numbers"


def _is_mobile(field: str) -> bool:
    return isinstance(msisdn(field), int) and not _holds_a_delimiter(field)


def _holds_a_delimiter(field: str) -> bool:
    return any(delimiter in field for delimiter in _DELIMITERS)


def _keeps_quotes(sample: str, delimiter: str) -> bool:
    try:
        deque(_reader(sample, delimiter, strict=True), maxlen=0)
    except csv.Error:
        return False
    return True


def _is_list_of_phones(records: Sequence[Sequence[str]]) -> bool:
    """Return whether the first record is one name, of a column for phones."""
    return any(len(first) == 1 and _names_phones(first) for first in records[:1])


def _names_phones(record: Sequence[str]) -> bool:
    """Return whether a field names a column for phones, and only that."""
    return any(is_named_for_phones(field) and not _holds_a_delimiter(field) for field in record)


def _contradicts(other: _Fit, best: _Fit) -> bool:
    """Return whether one delimiter explains the names, and the other the numbers."""
    return (
        best.divides_all == other.divides_all
        and best.names_phones > other.names_phones
        and (other.phones > best.phones == 0 or other.phones >= best.phones + _CONTRADICTION)
    )


def _share(flags: Sequence[bool]) -> float:
    return sum(flags) / len(flags) if flags else 0.0
