"""The marks of the sheets of an OpenDocument workbook (.ods): hidden rows, and how far each goes.

A row or a cell says how often it is repeated, up to the last row that a sheet can have; the reader
makes room for all of that, so it is added up here first.
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from batchsms.reading.sheet_limits import SHEET_ROWS
from batchsms.reading.workbooks.archive_parts import archive_of, blocks_of
from batchsms.reading.workbooks.xlsx_marks import Marks, check_extent

__all__ = ["marks_of_opendocument"]

_SHEET_OR_ROW = re.compile(rb"<table:table(-row)?(?:\s([^>]*))?>")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_NAME = re.compile(rb"""\btable:name\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ROWS_REPEATED = re.compile(rb"""\bnumber-rows-repeated\s*=\s*["']([0-9]+)["']""")
_COLUMNS_REPEATED = re.compile(rb"""\bnumber-columns-repeated\s*=\s*["']([0-9]+)["']""")
_HIDDEN = re.compile(rb"""\btable:visibility\s*=\s*["'](?:collapse|filter)["']""")
_ROW_END = b"</table:table-row>"


def marks_of_opendocument(path: Path) -> dict[str, Marks]:
    """Return the marks of each sheet, by its name. Raises `NoMarksError`."""
    with archive_of(path) as archive:
        return _marks(blocks_of(archive, "content.xml", _ROW_END))


def _marks(blocks: Iterator[bytes]) -> dict[str, Marks]:
    sheets: dict[str, Marks] = {}
    marks, number, last, widest = Marks(), 0, 0, 1
    for block in blocks:
        tags = list(_SHEET_OR_ROW.finditer(block))
        for at, tag in enumerate(tags):
            attributes = tag[2] or b""
            if not tag[1]:
                marks, number, last, widest = Marks(), 0, 0, 1
                sheets[_name(attributes)] = marks
                continue
            body = block[tag.end() : tags[at + 1].start() if at + 1 < len(tags) else len(block)]
            first, number = number + 1, number + _repeated(_ROWS_REPEATED, attributes)
            if b"value-type" not in body:
                continue
            last = min(number, SHEET_ROWS)
            if _HIDDEN.search(attributes):
                marks.hidden_rows.update(range(first, last + 1))
            widest = max(widest, _width(body))
            check_extent(last, widest)
    return sheets


def _name(attributes: bytes) -> str:
    name = _NAME.search(attributes)
    return unescape((name[1] or name[2] or b"").decode("utf-8", "replace")) if name else ""


def _repeated(pattern: re.Pattern[bytes], attributes: bytes) -> int:
    times = pattern.search(attributes)
    return int(times[1][:9]) if times else 1


def _width(body: bytes) -> int:
    """Return how far a row reaches, to its last cell with a value."""
    if b"columns-repeated" not in body:
        return body.count(b"table-cell")
    width = reached = 0
    for cell in _CELL.finditer(body):
        width += _repeated(_COLUMNS_REPEATED, cell[1])
        if b"value-type" in cell[1]:
            reached = width
    return reached
