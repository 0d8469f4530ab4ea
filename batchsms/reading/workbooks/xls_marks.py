"""The marks of the sheets of an old workbook (.xls): hidden rows and columns, errors, and a password.

Such a workbook is a sequence of records ([MS-XLS]) in a container of streams. Only the few that
matter here are looked into.
"""

from collections.abc import Iterator
from pathlib import Path

from batchsms.i18n import _
from batchsms.reading.ole_streams import DamagedContainerError, check_room, stream_of
from batchsms.reading.workbooks.archive_parts import NoMarksError
from batchsms.reading.workbooks.xlsx_marks import Marks

__all__ = ["ProtectedError", "marks_of_xls"]


class ProtectedError(NoMarksError):
    """The workbook is protected with a password."""


_BOUND_SHEET, _FILE_PASS, _END = 0x85, 0x2F, 0x0A
_ROW, _COLUMN, _FORMULA, _ERROR = 0x208, 0x7D, 0x06, 0x205
_STRINGS, _DIMENSIONS = 0xFC, 0x200
_CELLS = frozenset({0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xBD, 0xD6})
_ROWS, _COLUMNS = 65_536, 256
_ROW_HIDDEN = 0x20


def marks_of_xls(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet, by its name. Raises `NoMarksError`, and `ProtectedError`."""
    try:
        return _marks_of_book(stream_of(path.read_bytes(), "Workbook", "Book"))
    except DamagedContainerError as error:
        raise NoMarksError(_("It is damaged.")) from error


def _marks_of_book(book: bytes) -> dict[str, Marks]:
    sheets: dict[str, int] = {}
    for kind, body in _records(book, 0):
        if kind == _FILE_PASS:
            raise ProtectedError
        if kind == _STRINGS:
            check_room(_number(body, 4), len(book))
        if kind == _BOUND_SHEET and body[8:]:
            size, is_wide = body[6], body[7] & 1
            raw = body[8 : 8 + size * (2 if is_wide else 1)]
            name = raw.decode("utf-16-le" if is_wide else "latin-1", "replace")
            sheets[name] = _number(body, 0)
    return {name: _marks_of_sheet(book, at) for name, at in sheets.items()}


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    end = len(book)
    while at + 4 <= end:
        kind, size = book[at] | book[at + 1] << 8, book[at + 2] | book[at + 3] << 8
        yield kind, book[at + 4 : at + 4 + size]
        if kind == _END:
            return
        at += 4 + size


def _marks_of_sheet(book: bytes, at: int) -> Marks:
    marks = Marks()
    for kind, body in _records(book, at):
        if kind in _CELLS:
            column, row = _number(body, 2, 2) + 1, _number(body, 0, 2) + 1
            if column > _COLUMNS:
                raise NoMarksError(_("It names a column that such a workbook cannot have."))
            if _is_error(kind, body):
                marks.errors.append((column, row))
        elif kind == _DIMENSIONS:
            check_room(_number(body, 4), _ROWS)
            check_room(_number(body, 10, 2), _COLUMNS)
        elif kind == _ROW and _number(body, 12, 1) & _ROW_HIDDEN:
            marks.hidden_rows.add(_number(body, 0, 2) + 1)
        elif kind == _COLUMN and _number(body, 8, 1) & 1:
            last = min(_number(body, 2, 2), _COLUMNS - 1)
            marks.hidden_columns.update(range(_number(body, 0, 2) + 1, last + 2))
    return marks


def _is_error(kind: int, body: bytes) -> bool:
    if kind == _FORMULA:
        return body[6:7] == b"\2" and body[12:14] == b"\xff\xff"
    return kind == _ERROR and body[7:8] == b"\1"


def _number(body: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(body[at : at + size], "little")
