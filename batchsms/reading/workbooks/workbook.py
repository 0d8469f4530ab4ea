"""Workbooks → grids, by calamine, which keeps the kind of each cell."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.reading.cell_addresses import column_letters, in_sheet
from batchsms.reading.file_kind import protected
from batchsms.reading.findings import Findings
from batchsms.reading.grid import PEEKED_ROWS, Grid, Row, filled, no_formats
from batchsms.reading.workbooks.archive_parts import NoMarksError, check_archive
from batchsms.reading.workbooks.number_formats import formatted_cells
from batchsms.reading.workbooks.ods_marks import marks_of_opendocument
from batchsms.reading.workbooks.xls_marks import ProtectedError, marks_of_xls
from batchsms.reading.workbooks.xlsb_marks import marks_of_xlsb
from batchsms.reading.workbooks.xlsx_marks import Marks, marks_of
from batchsms.turkish_folding import fold

__all__ = ["damaged", "grids_of_workbook"]


Corner = tuple[int, int]
Merged = Sequence[tuple[Corner, Corner]]
"""Merged ranges; corners are (row, column) from 0."""


def grids_of_workbook(path: Path, kind: str, wanted: str) -> Iterator[Grid]:
    """Yield the grid of each visible sheet, or of the one wanted, by its name or number.

    Raises `InputError` that names the file, and the sheet.
    """
    marks = _marks_of_all(path, kind)
    book = _open_book(path)
    try:
        for name in _sheets(path, book, wanted):
            yield _grid(path, kind, book, name, marks)
    finally:
        book.close()


def _open_book(path: Path) -> python_calamine.CalamineWorkbook:
    try:
        with _hushed():
            return python_calamine.load_workbook(path)
    except BaseException as error:
        raise _unreadable(path, error) from error


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep from the user what the reader prints beside the error that it raises: a panic's backtrace."""
    try:
        kept = os.dup(_STDERR)
    except OSError:  # closed, so that nothing can be printed
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, _STDERR)
        os.close(kept)


_STDERR = 2


def _unreadable(path: Path, error: BaseException) -> BaseException:
    """Return the error to raise: the reader's own, its panics included, as one for users."""
    if type(error).__name__ == "PanicException":
        return damaged(path, _("It is damaged."))
    if not isinstance(error, Exception) or isinstance(error, InputError):
        return error
    if "password" in str(error).casefold() or "encrypt" in str(error).casefold():
        return protected(path)
    if isinstance(error, NoMarksError):
        return damaged(path, str(error))
    return damaged(path, _("Its reader says: {error}").format(error=error))


def damaged(path: Path, why: str) -> InputError:
    """Return the error of a workbook that cannot be read; `why` is a sentence."""
    return InputError(
        "unreadable_workbook",
        _("{path} cannot be read as a workbook. {why}").format(path=path, why=why),
        hint=_("Open it in Excel and save it again as .xlsx"),
    )


def _sheets(path: Path, book: python_calamine.CalamineWorkbook, wanted: str) -> list[str]:
    sheets = [s for s in book.sheets_metadata if s.typ == python_calamine.SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in sheets]
    visible = [s.name for s in sheets if s.visible == python_calamine.SheetVisibleEnum.Visible]
    if not wanted and visible:
        return visible
    alike = [name for name in names if name == wanted] or [
        name for name in names if wanted and fold(name) == fold(wanted)
    ]
    if len(alike) == 1:
        return alike
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return [names[int(wanted) - 1]]
    raise InputError(
        "no_such_sheet",
        _("{path} has no sheet {sheet}").format(path=path, sheet=wanted)
        if wanted
        else _("{path} has no visible sheet with cells").format(path=path),
        hint=_("Its sheets are: {sheets}").format(sheets=", ".join(names) or "-"),
    )


def _grid(
    path: Path, kind: str, book: python_calamine.CalamineWorkbook, name: str, known: dict[str, Marks]
) -> Grid:
    findings = Findings()
    marks = _marks(path, name) if kind == "xlsx" else known.get(name)
    if marks is None:
        findings.add("hidden_unknown", count=1, details=[f".{kind}"])
        marks = Marks()
    try:
        with _hushed():
            sheet = book.get_sheet_by_name(name)
            rows = list(islice(filled(_rows(sheet)), PEEKED_ROWS))
            merged = sheet.merged_cell_ranges or []
    except BaseException as error:
        raise _unreadable(path, error) from error
    _report(findings, name, marks, merged)
    return Grid(
        name=name,
        peek=rows,
        rows=lambda _width: _read(path, sheet),
        hidden=frozenset(marks.hidden_rows),
        findings=findings,
        without_value=marks.without_value,
        errors=marks.errors,
        formats=partial(formatted_cells, path, name) if kind == "xlsx" else no_formats,
    )


def _marks_of_all(path: Path, kind: str) -> dict[str, Marks]:
    """Return the marks of all sheets, where they are had at once; refuse what would break the reader."""
    try:
        if kind == "xls":
            return marks_of_xls(path)
        check_archive(path, but=_READ_LATER[kind])
        if kind == "ods":
            return marks_of_opendocument(path)
        return marks_of_xlsb(path) if kind == "xlsb" else {}
    except ProtectedError as error:
        raise protected(path) from error
    except NoMarksError as error:
        raise _unreadable(path, error) from error


_READ_LATER = {"xlsx": "xl/worksheets/sheet", "xlsb": "xl/worksheets/sheet", "ods": "content.xml"}
"""The parts that are unpacked when their marks are looked for; no need to do it twice."""


def _marks(path: Path, name: str) -> Marks:
    try:
        return marks_of(path, name)
    except NoMarksError as error:
        raise InputError(
            "unreadable_workbook",
            _("Sheet {sheet} of {path} cannot be read. {why}").format(path=path, sheet=name, why=error),
            hint=_("Open it in Excel, copy the list into a new workbook, and save that as .xlsx"),
        ) from error


def _report(findings: Findings, name: str, marks: Marks, merged: Merged) -> None:
    for column in sorted(marks.hidden_columns)[:_MOST_HIDDEN_COLUMNS]:
        letters = column_letters(column)
        findings.add("hidden_columns", in_sheet(name, f"{letters}:{letters}"), severity="info")
    for (top, left), (bottom, _right) in _tall(merged):
        letters = column_letters(left + 1)
        place = in_sheet(name, f"{letters}{top + 1}:{letters}{bottom + 1}")
        findings.add("merged_cells", place, severity="info")


_MOST_HIDDEN_COLUMNS = 100


def _tall(merged: Merged) -> list[tuple[Corner, Corner]]:
    """Return the merged ranges of more than one row."""
    return [(first, last) for first, last in merged if last[0] > first[0]]


def _read(path: Path, sheet: python_calamine.CalamineSheet) -> Iterator[Row]:
    try:
        yield from filled(_rows(sheet))
    except BaseException as error:
        raise _unreadable(path, error) from error


def _rows(sheet: python_calamine.CalamineSheet) -> Iterator[Row]:
    """Yield each row from 1 on, from column A on; a tall merged cell counts for each of its rows."""
    before: list[Any] = [""] * (sheet.start[1] if sheet.start else 0)
    merged = _tall(sheet.merged_cell_ranges or [])
    rows: Iterator[list[Any]] = sheet.iter_rows()
    if before:
        rows = (before + row for row in rows)
    return _filled_down(rows, merged) if merged else enumerate(rows, start=1)


def _filled_down(rows: Iterator[list[Any]], merged: Merged) -> Iterator[Row]:
    begins: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in merged:
        begins.setdefault(top + 1, []).append((left, bottom + 1))
    under: dict[int, tuple[Any, int]] = {}
    for number, row in enumerate(rows, start=1):
        for column, last in begins.get(number, ()):
            if column < len(row):
                under[column] = (row[column], last)
        for column, (value, last) in list(under.items()):
            row[column] = value
            if number >= last:
                del under[column]
        yield number, row
