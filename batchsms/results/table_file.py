"""Rows of cells → a spreadsheet, `.xlsx` or `.csv`: whole or not at all, over nothing of the user's."""

import csv
import errno
import io
import os
import re
import secrets
import sys
import traceback
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import cast

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from batchsms.output_files import OutputKind, free_names, may_be_written, overwrite_open, sync_folder
from batchsms.reading.cells import Cell
from batchsms.reading.grid import blocks_of
from batchsms.reading.sheet_limits import EXCEL_ROWS, too_large_for_a_workbook

__all__ = ["Table", "csv_lines", "in_blocks", "replace_with_table", "write_table", "write_whole"]

_DELIMITER, _QUOTE, _LINE_END = ";", '"', "\r\n"
_DATE_WIDTH = 19
_WIDTHS = {"sms_number": 14, "sms_text": 60, "sms_order_id": 14, "sms_detail": 60, "sms_time": 26}


@dataclass(frozen=True)
class Table:
    """What is to be written: blocks of rows, column by column. `first_cells` tell kinds of columns."""

    title: str
    header: Sequence[str]
    blocks: Iterable[Sequence[Sequence[Cell]]]
    first_cells: Sequence[Cell]


def in_blocks(rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Sequence[Cell]]]:
    """Return rows as the blocks of a table."""
    return (block.columns for block in blocks_of(enumerate(rows)))


def write_table(table: Table, path: Path, kind: OutputKind, inputs: Collection[Path]) -> Path:
    """Write a table, as `write_whole` does; the ending of the path says as what. Raises `OSError`."""
    write = _writer(path)
    return write_whole(lambda unfinished: write(table, unfinished), path, kind, inputs)


def _writer(path: Path) -> "Callable[[Table, Path], None]":
    return _write_csv if path.suffix.lower() == ".csv" else _write_workbook


def replace_with_table(table: Table, path: Path) -> None:
    """Put a table in the place of a file, whose bytes are then overwritten. Raises `OSError`.

    The file is the earlier one or the new one at any moment. Where it has another name too, which a backup
    may have given it, its bytes stay.
    """
    unfinished = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
    try:
        unfinished.touch(0o600, exist_ok=False)
        _writer(path)(table, unfinished)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        if os.name != "posix":  # a file that is open cannot be replaced
            unfinished.replace(path)
            return
        with path.open("r+b", buffering=0) as earlier:
            unfinished.replace(path)
            sync_folder(path.parent)
            if not os.fstat(earlier.fileno()).st_nlink:
                overwrite_open(earlier)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def write_whole(
    write: Callable[[Path], object], path: Path, kind: OutputKind, inputs: Collection[Path]
) -> Path:
    """Write a file whole or not at all; return where it is. Raises `OSError`.

    An earlier file of its kind is replaced. Any other is left as it is, and so is one that is open
    elsewhere and cannot be replaced: the next free name is taken. Only its owner can read it.
    """
    unfinished = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
    try:
        unfinished.touch(0o600, exist_ok=False)
        write(unfinished)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        return _place(unfinished, path, kind, inputs)
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _place(unfinished: Path, path: Path, kind: OutputKind, inputs: Collection[Path]) -> Path:
    """Give the file the first name that it may have."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    for candidate in free_names(path):
        if not may_be_written(candidate, kind, inputs):
            continue
        try:
            return _rename(unfinished, candidate)
        except FileExistsError:  # it came this moment
            continue
        except PermissionError:
            if not candidate.exists():
                raise
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _rename(unfinished: Path, target: Path) -> Path:
    """Replace an earlier file, or take a free name, which must be free to the last."""
    if not os.path.lexists(target):
        try:
            os.link(unfinished, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            return unfinished.rename(target)
        return target
    return unfinished.replace(target)


# --- CSV, for Excel in Turkey


def _write_csv(table: Table, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=_DELIMITER).writerow(map(_csv_text, table.header))
        for columns in table.blocks:
            file.write(csv_lines(list(map(_csv_column, columns))))


def csv_lines(columns: Sequence[Sequence[str]]) -> str:
    """Return the lines of some columns, as the csv module writes them; without it where nothing is quoted."""
    joined = _LINE_END.join(map(_DELIMITER.join, zip(*columns, strict=True))) + _LINE_END
    rows = len(columns[0])
    is_plain = (
        _QUOTE not in joined
        and joined.count(_DELIMITER) == rows * (len(columns) - 1)
        and all(joined.count(mark) == rows for mark in _LINE_END)
    )
    if is_plain and len(columns) > 1:  # one empty cell alone would be no row
        return joined
    lines = io.StringIO(newline="")
    csv.writer(lines, delimiter=_DELIMITER).writerows(zip(*columns, strict=True))
    return lines.getvalue()


def _csv_column(cells: Sequence[Cell]) -> Sequence[str]:
    """Return what `_csv_text` makes of each cell, at once where all are plain."""
    kinds = set(map(type, cells))
    if kinds <= {str, type(None)}:
        texts = cast("Sequence[str]", cells if kinds == {str} else [cell or "" for cell in cells])
        if {text[:1] for text in texts}.isdisjoint(_RUN_BY_SPREADSHEETS):
            return texts
    return list(map(str if kinds == {int} else _csv_text, cells))


def _csv_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if _runs_as_a_formula(cell) else cell
    if isinstance(cell, bool):
        return "DOĞRU" if cell else "YANLIŞ"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, float):
        return repr(cell).replace(".", ",")
    return "" if cell is None else str(cell)


_RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER_OR_PHONE = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)*|\+[0-9 ().-]+")


def _runs_as_a_formula(text: str) -> bool:
    return text.startswith(_RUN_BY_SPREADSHEETS) and not _NUMBER_OR_PHONE.fullmatch(text)


# --- workbook


def _write_workbook(table: Table, path: Path) -> None:
    # In constant memory rows go to disk as they come, and texts stand in their cells.
    with _without_leftovers(), xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        formats = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
        sheet = book.add_worksheet(table.title)
        _format_columns(sheet, table.header, table.first_cells)
        bold = book.add_format({"bold": True})
        for column, name in enumerate(table.header):
            sheet.write_string(0, column, name, bold)
        rows = (row for columns in table.blocks for row in zip(*columns, strict=True))
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write_cell(sheet, at, column, cell, formats)


@contextmanager
def _without_leftovers() -> Iterator[None]:
    """Raise `OSError` where the workbook library has its own word for it.

    Where it fails it leaves its archive half open, which would complain on stderr when it goes.
    """
    try:
        yield
    except FileCreateError as error:
        cause: OSError = error.args[0]
        heard, sys.unraisablehook = sys.unraisablehook, lambda _complaint: None
        try:
            traceback.clear_frames(cause.__traceback__)
        finally:
            sys.unraisablehook = heard
        raise OSError(cause.errno, cause.strerror) from None


_FORMATS: dict[type, str] = {
    date: "dd.mm.yyyy",
    datetime: "dd.mm.yyyy hh:mm:ss",
    time: "hh:mm:ss",
    timedelta: "[h]:mm:ss",
}


def _format_columns(sheet: Worksheet, header: Sequence[str], first_cells: Sequence[Cell]) -> None:
    sheet.freeze_panes(1, 0)
    for column, cell in enumerate(first_cells):
        if isinstance(cell, date | timedelta):
            sheet.set_column(column, column, _DATE_WIDTH)
    for column, name in enumerate(header):
        if name in _WIDTHS:
            sheet.set_column(column, column, _WIDTHS[name])
    last = xl_col_to_name(len(header) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{last}{EXCEL_ROWS + 1}"})


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, formats: dict[type, Format]) -> None:
    """Write a cell as the kind that it is: a text stays a text whatever it looks like."""
    match cell:
        case None:
            pass
        case str():
            if sheet.write_string(row, column, cell) != _WRITTEN:
                raise too_large_for_a_workbook()
        case bool():
            sheet.write_boolean(row, column, cell)
        case int() | float():
            sheet.write_number(row, column, cell)
        case _:
            sheet.write_datetime(row, column, cell, formats[type(cell)])


_WRITTEN = 0  # the library says in a number, not in an exception, that a row or a text is too much
