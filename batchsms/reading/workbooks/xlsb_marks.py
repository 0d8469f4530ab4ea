"""The marks of the sheets of a binary workbook (.xlsb): hidden rows, errors, and how far each goes.

Such a workbook is a sequence of records ([MS-XLSB]). Only the few that matter here are looked into.
"""

from collections.abc import Iterator
from pathlib import Path

from batchsms.reading.sheet_limits import SHEET_COLUMNS
from batchsms.reading.workbooks.archive_parts import archive_of, tree_of
from batchsms.reading.workbooks.xlsx_marks import Marks, check_extent

__all__ = ["marks_of_xlsb"]

_ROW, _LAST_CELL = 0, 11
_ERROR_CELLS = frozenset({3, 11})  # an error; a formula whose value is one
_COLUMN = 60
_SHEET = 156
_ROW_HIDDEN = 0x10
_NULL = 0xFFFFFFFF


def marks_of_xlsb(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet, by its name. Raises `NoMarksError`."""
    with archive_of(path) as archive:
        links = tree_of(archive, "xl/_rels/workbook.bin.rels")
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        marks: dict[str, Marks] = {}
        for kind, body in _records(archive.read("xl/workbook.bin")):
            if kind == _SHEET:
                link, after = _wide(body, 8)
                name, _after = _wide(body, after)
                target = targets.get(link, "")
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                if part in archive.namelist():
                    marks[name] = _marks_of_records(archive.read(part))
        return marks


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the kind and the body of each record; both the kind and the size are of variable length."""
    at, end = 0, len(content)
    while at < end:
        kind = content[at]
        at += 1
        if kind & _MORE and at < end:
            kind = kind & ~_MORE | (content[at] & ~_MORE) << 7
            at += 1
        size = shift = 0
        while at < end:
            byte = content[at]
            at += 1
            size |= (byte & ~_MORE) << shift
            shift += 7
            if not byte & _MORE or shift == _SIZE_BITS:
                break
        yield kind, content[at : at + size]
        at += size


_MORE, _SIZE_BITS = 0x80, 28


def _marks_of_records(content: bytes) -> Marks:
    marks = Marks()
    row = widest = 0
    for kind, body in _records(content):
        if kind > _LAST_CELL:
            if kind == _COLUMN and _number(body, 16, 1) & 1:
                last = min(_number(body, 4), SHEET_COLUMNS - 1)
                marks.hidden_columns.update(range(_number(body, 0) + 1, last + 2))
        elif kind == _ROW:
            row = _number(body, 0) + 1
            if _number(body, 11, 1) & _ROW_HIDDEN:
                marks.hidden_rows.add(row)
        elif kind > 1:  # 1 is a formatted cell without a value
            column = _number(body, 0) + 1
            widest = max(widest, column)
            check_extent(row, widest)
            if kind in _ERROR_CELLS:
                marks.errors.append((column, row))
    return marks


def _number(body: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(body[at : at + size], "little")


def _wide(body: bytes, at: int) -> tuple[str, int]:
    size = _number(body, at)
    if size == _NULL:
        return "", at + 4
    end = at + 4 + size * 2
    return body[at + 4 : end].decode("utf-16-le", "replace"), end
