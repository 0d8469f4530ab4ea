"""The campaign file → a spreadsheet: every input row, its own cells unchanged, and what became of it."""

import csv
import errno
import os
import re
import secrets
import sys
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from batchsms.errors import Unavailable
from batchsms.exclusion_reasons import sentence
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.list_cells import cells_of, headers_of
from batchsms.journal.rows import ResultRow, result_rows
from batchsms.journal.tally import shown_state
from batchsms.output_files import free_names, may_be_written
from batchsms.reading.cells import Cell
from batchsms.reading.sheet_limits import EXCEL_ROWS, too_large_for_a_workbook
from batchsms.result_columns import RESULT_COLUMNS
from batchsms.results.earlier_results import RESULTS
from batchsms.schedule import date_of

__all__ = ["write_results"]

_COLUMNS_NOW = RESULT_COLUMNS[:-1]  # delivery comes with the reports
_DATE_WIDTH = 19
_WIDTHS = {"sms_number": 14, "sms_text": 60, "sms_order_id": 14, "sms_detail": 60, "sms_time": 26}


def write_results(database: Database, path: Path) -> Path:
    """Write the results whole or not at all; return where they are. Raises `Unavailable`.

    Earlier results are replaced. Any other file is left as it is, and so are results that are open
    elsewhere and cannot be replaced: the next free name is taken. Only their owner can read them, as
    it is with the campaign file.
    """
    write = _write_csv if path.suffix.lower() == ".csv" else _write_workbook
    unfinished = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
    try:
        unfinished.touch(0o600, exist_ok=False)
        write(database, unfinished)
        with unfinished.open("rb+") as file:
            os.fsync(file.fileno())
        return _place(unfinished, path, [*campaign_of(database).input_paths, database.path])
    except OSError as error:
        raise Unavailable(
            "results_not_written",
            _("The results cannot be written to {path}: {error}").format(
                path=path, error=error.strerror or error
            ),
            hint=_("Name another place with --results"),
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _place(unfinished: Path, path: Path, inputs: Collection[Path]) -> Path:
    """Give the results the first name that they may have."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    for candidate in free_names(path):
        if not may_be_written(candidate, RESULTS, inputs):
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
    """Replace earlier results, or take a free name, which must be free to the last."""
    if not os.path.lexists(target):
        try:
            os.link(unfinished, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            return unfinished.rename(target)
        return target
    return unfinished.replace(target)


def _header(database: Database) -> list[str]:
    return [*headers_of(database), *_COLUMNS_NOW]


def _rows(database: Database) -> Iterator[tuple[list[Cell], list[Cell]]]:
    """Yield each input row: its own cells, and the result columns."""
    for start, columns in cells_of(database):
        outcomes = result_rows(database, start, len(columns[0]))
        for own, outcome in zip(zip(*columns, strict=True), outcomes, strict=True):
            yield list(own), _outcome_cells(outcome)


def _outcome_cells(row: ResultRow) -> list[Cell]:
    return [
        str(row.msisdn) if row.msisdn else None,
        row.text,
        row.segments,
        _status(row),
        row.gateway_id,
        row.reason or (None if row.code is None else str(row.code)),
        _detail(row),
        row.decided_at if row.code is not None else None,
    ]


def _status(row: ResultRow) -> str:
    return "excluded" if row.state is None else shown_state(row.state)


_DETAILS: dict[str, Callable[[], str]] = {
    "accepted": lambda: _("Accepted by the gateway"),
    "rejected": lambda: _("Rejected by the gateway: {detail}"),
    "unknown": lambda: _("May have been accepted: {detail}. Check the panel before you send it again."),
    "planned": lambda: _("Not sent yet. Send the campaign file again to continue."),
    "cancelled": lambda: _("Cancelled before it was sent"),
}


def _detail(row: ResultRow) -> str:
    if row.state is None:
        return sentence(row.reason, row.about)
    if row.state == "accepted" and row.send_at:
        return _("Accepted by the gateway; goes on {date}").format(date=date_of(row.send_at))
    return _DETAILS[_status(row)]().format(detail=row.detail or _("it is being posted"))


# --- CSV, for Excel in Turkey


def _write_csv(database: Database, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(map(_csv_text, _header(database)))
        for own, outcome in _rows(database):
            writer.writerow([_csv_text(cell) for cell in (*own, *outcome)])


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


def _write_workbook(database: Database, path: Path) -> None:
    # In constant memory rows go to disk as they come, and texts stand in their cells.
    with _without_leftovers(), xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        formats = {kind: book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
        sheet = book.add_worksheet(_("Results"))
        header = _header(database)
        _format_columns(sheet, header, _first_cells(database))
        bold = book.add_format({"bold": True})
        for column, name in enumerate(header):
            sheet.write_string(0, column, name, bold)
        for at, (own, outcome) in enumerate(_rows(database), start=1):
            for column, cell in enumerate((*own, *outcome)):
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


def _first_cells(database: Database) -> list[Cell]:
    """Return the first filled cell of each of the list's own columns."""
    columns = next((columns for _start, columns in cells_of(database)), [])
    return [next((cell for cell in column if cell is not None), None) for column in columns]


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
