"""A file → chunks of typed columns, with the row numbers that a spreadsheet shows in its margin.

Text files are read by pandas, as text only: a column that pandas took for numbers would lose its
leading zeros and gain `.0`. Workbooks are read by calamine, which keeps the kind of each cell.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd
import python_calamine

from batchsms.cells import Cell
from batchsms.errors import InputError
from batchsms.words import _

__all__ = ["Chunk", "Layout", "Table", "opened"]

_CHUNK_ROWS = 5_000
_SNIFFED_LINES = 50
_SNIFFED_BYTES = 256 * 1024
_ZIP = b"PK\x03\x04"
_EXACT_INTEGERS = 2**53


@dataclass(frozen=True)
class Layout:
    """What the user says about the file; `""` is left to be found out."""

    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""


@dataclass(frozen=True)
class Chunk:
    """Consecutive rows of a table, column by column. `rows` are row numbers as a spreadsheet has them."""

    rows: list[int]
    columns: list[list[Cell]]


@dataclass(frozen=True)
class Table:
    """A list with its headers, whose rows can be read once. Blank rows are left out.

    `origin` says in one phrase what was detected (the sheet, or encoding and delimiter).
    """

    path: Path
    origin: str
    headers: tuple[str, ...]
    chunks: Iterator[Chunk]


def opened(path: Path, layout: Layout) -> Table:
    """Open a list: a workbook, or delimited text, as its first bytes tell.

    Raises `InputError` that names the file, and where in it the trouble is.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(_ZIP))
    except FileNotFoundError as error:
        raise InputError(
            "no_such_file",
            _("there is no file {path}").format(path=path),
            hint=_("check the name and the folder"),
        ) from error
    except OSError as error:
        raise InputError(
            "unreadable_file",
            _("{path} cannot be read: {error}").format(path=path, error=error.strerror),
        ) from error
    if not head:
        raise _empty(path)
    return _workbook(path, layout) if head == _ZIP else _text(path, layout)


def _empty(path: Path) -> InputError:
    return InputError(
        "empty_file",
        _("{path} is empty").format(path=path),
        hint=_("save the list again; it needs a row of column names and a row for each recipient"),
    )


# --- workbooks


def _workbook(path: Path, layout: Layout) -> Table:
    try:
        book = python_calamine.load_workbook(path)
        names = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            and (layout.sheet or sheet.visible == python_calamine.SheetVisibleEnum.Visible)
        ]
        name = _chosen_sheet(path, names, layout.sheet)
        sheet = book.get_sheet_by_name(name)
    except (python_calamine.CalamineError, OSError) as error:
        raise InputError(
            "unreadable_workbook",
            _("{path} cannot be read as a workbook: {error}").format(path=path, error=error),
            hint=_("open it in Excel and save it again as .xlsx"),
        ) from error
    rows = _filled(enumerate(sheet.iter_rows(), start=1))
    header = next(rows, None)
    if header is None:
        raise _empty(path)
    headers = _headers(header[1])
    return Table(
        path,
        _("sheet {sheet}").format(sheet=name),
        headers,
        _chunks(rows),
    )


def _chosen_sheet(path: Path, names: Sequence[str], wanted: str) -> str:
    if not names:
        raise InputError(
            "no_such_sheet",
            _("{path} has no sheet with cells").format(path=path),
            hint=_("a sheet may be hidden; name it with --sheet"),
        )
    if not wanted:
        return names[0]
    if wanted in names:
        return wanted
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return names[int(wanted) - 1]
    raise InputError(
        "no_such_sheet",
        _("{path} has no sheet {sheet}").format(path=path, sheet=wanted),
        hint=_("its sheets are: {sheets}").format(sheets=", ".join(names)),
    )


# --- text files


def _text(path: Path, layout: Layout) -> Table:
    encoding = layout.encoding or _encoding(path)
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    except (LookupError, ValueError) as error:
        raise InputError(
            "unknown_encoding",
            _("there is no encoding {encoding}").format(encoding=encoding),
            hint=_("usual ones are utf-8 and cp1254"),
        ) from error
    delimiter = _named_delimiter(layout.delimiter) or _delimiter(path, encoding)
    rows = _filled(_records(path, encoding, delimiter))
    header = next(rows, None)
    if header is None:
        raise _empty(path)
    headers = _headers(header[1])
    return Table(
        path,
        _("{encoding}, delimiter {delimiter}").format(encoding=encoding, delimiter=_shown(delimiter)),
        headers,
        _chunks(rows),
    )


def _encoding(path: Path) -> str:
    """Return `utf-8-sig` with a byte order mark, `utf-8` where that fits every byte, else `cp1254`.

    Detectors are of no use here: they call Turkish text cp1252.
    """
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) == codecs.BOM_UTF8:
            return "utf-8-sig"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(_SNIFFED_BYTES):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1254"
    return "utf-8"


_DELIMITERS = {";": ";", ",": ",", "\t": "tab"}


def _named_delimiter(name: str) -> str:
    delimiter = "\t" if name.casefold() in {"tab", "\\t"} else name
    if len(delimiter) > 1 or delimiter in {'"', "\n", "\r", "\0"}:
        raise InputError(
            "bad_delimiter",
            _("{delimiter} cannot be a delimiter; it is one character, or the word tab").format(
                delimiter=name
            ),
            hint=_("usual ones are ; and , and tab"),
        )
    return delimiter


def _shown(delimiter: str) -> str:
    return _DELIMITERS.get(delimiter, delimiter)


def _delimiter(path: Path, encoding: str) -> str:
    """Return the delimiter by which most of the first records have as many fields as the first."""
    try:
        with path.open(encoding=encoding, newline="") as file:
            sample = file.read(_SNIFFED_BYTES)
    except UnicodeDecodeError as error:
        raise _undecodable(path, encoding, error) from error
    return max(_DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    try:
        records = [
            record
            for record in islice(csv.reader(io.StringIO(sample), delimiter=delimiter), _SNIFFED_LINES)
            if record
        ]
    except csv.Error:
        return (0, 0)
    width = len(records[0]) if records else 0
    return (sum(len(record) == width for record in records), width) if width > 1 else (0, 0)


_SAW_TOO_MANY = re.compile(r"Expected [0-9]+ fields in line ([0-9]+), saw")


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield each record with its number, which is the row that a spreadsheet would show it in."""
    width, widest = _widths(path, encoding, delimiter)
    try:
        with pd.read_csv(
            path,
            sep=delimiter,
            encoding=encoding,
            header=None,
            # One name more than there are columns: pandas then reports a line that is too wide.
            names=range(widest + 1),
            index_col=False,
            dtype=object,
            keep_default_na=False,
            na_filter=False,
            skip_blank_lines=False,
            chunksize=_CHUNK_ROWS,
        ) as frames:
            number = 0
            for frame in frames:
                for row in zip(*(frame[column].tolist() for column in frame), strict=True):
                    number += 1
                    if any(row[width:]):
                        raise _too_wide(path, number, width)
                    yield number, row[:width]
    except UnicodeDecodeError as error:
        raise _undecodable(path, encoding, error) from error
    except pd.errors.ParserError as error:
        if wide := _SAW_TOO_MANY.search(str(error)):
            raise _too_wide(path, int(wide[1]), width) from error
        raise InputError(
            "malformed_text",
            _("{path}: {error}").format(path=path, error=str(error).strip()),
            hint=_(
                "a quotation mark may be left open, or a value may hold the delimiter {delimiter}; "
                "saving the list as .xlsx avoids both"
            ).format(delimiter=_shown(delimiter)),
        ) from error
    except pd.errors.EmptyDataError as error:
        raise _empty(path) from error


def _widths(path: Path, encoding: str, delimiter: str) -> tuple[int, int]:
    """Return how many fields the header has, and how many the widest record down to it."""
    widest = 0
    try:
        with path.open(encoding=encoding, newline="") as file:
            for record in csv.reader(file, delimiter=delimiter):
                widest = max(widest, len(record))
                if any(field.strip() for field in record):
                    return len(record), widest
    except UnicodeDecodeError as error:
        raise _undecodable(path, encoding, error) from error
    except csv.Error as error:
        raise InputError("malformed_text", _("{path}: {error}").format(path=path, error=error)) from error
    raise _empty(path)


def _too_wide(path: Path, row: int, width: int) -> InputError:
    return InputError(
        "ragged_row",
        _("{path}, row {row}: there are more values than the {count} columns").format(
            path=path, row=row, count=width
        ),
        hint=_("a value that holds the delimiter must stand in quotation marks"),
    )


def _undecodable(path: Path, encoding: str, error: UnicodeDecodeError) -> InputError:
    return InputError(
        "undecodable_text",
        _("{path} is not in {encoding}: byte {position} does not fit").format(
            path=path, encoding=encoding, position=error.start
        ),
        hint=_("name its encoding with --encoding, or save it as .xlsx"),
    )


# --- both


def _filled(rows: Iterator[tuple[int, Sequence[object]]]) -> Iterator[tuple[int, Sequence[object]]]:
    """Leave out the rows in which nothing but blanks stands."""
    for number, row in rows:
        if any(value is not None and (not isinstance(value, str) or value.strip()) for value in row):
            yield number, row


def _headers(row: Sequence[object]) -> tuple[str, ...]:
    return tuple("" if cell is None else str(cell).strip() for cell in _column(row))


def _chunks(rows: Iterator[tuple[int, Sequence[object]]]) -> Iterator[Chunk]:
    while batch := list(islice(rows, _CHUNK_ROWS)):
        numbers, records = zip(*batch, strict=True)
        yield Chunk(list(numbers), [_column(values) for values in zip(*records, strict=True)])


def _column(values: Sequence[Any]) -> list[Cell]:
    return [
        int(value)
        if type(value) is float and value.is_integer() and abs(value) < _EXACT_INTEGERS
        else (None if value == "" else value)
        for value in values
    ]
