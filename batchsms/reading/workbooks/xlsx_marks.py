"""What a workbook's reader does not tell of a sheet, from the sheet's own XML (.xlsx, .xlsm).

Hidden rows and columns, formulas without a stored value, error values, and how far the sheet
goes. Loading a sheet with all of that in Python takes a hundred times as long as looking for the
marks; they are looked for in the bytes, block by block.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePosixPath

from batchsms.i18n import _
from batchsms.reading.cell_addresses import column_number
from batchsms.reading.sheet_limits import SHEET_COLUMNS, SHEET_ROWS
from batchsms.reading.workbooks.archive_parts import NoMarksError, archive_of, blocks_of, local, tree_of

__all__ = ["Marks", "check_extent", "marks_of", "part_of"]

_MOST_CELLS = 60_000_000

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb"""\br\s*=\s*["']([0-9]+)["']""")
_HIDDEN = re.compile(rb"""\b(?:hidden\s*=\s*["'](?:1|true)["']|ht\s*=\s*["']0(?:\.0*)?["'])""")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_SPAN = re.compile(rb"""\b(min|max)\s*=\s*["']([0-9]+)["']""")
_CELL = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]+)["']""")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v\s*>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_TEXT_RESULT = re.compile(rb"""\bt\s*=\s*["']str["']""")  # a formula whose value is the empty text
_ERROR = re.compile(rb"""\bt\s*=\s*["']e["']""")
# Cells that are formatted and empty do not count: the reader leaves them out.
_FAR_CELL = re.compile(
    rb"""r\s*=\s*["'](?:([A-Za-z]*)([0-9]{7,})|([A-Za-z]{2,})[0-9]{1,6})["'][^>]*(?<!/)>"""
)
_ROW_OF_CELL = re.compile(rb"""r\s*=\s*["'][A-Za-z]+([0-9]{1,12})["'][^>]*(?<!/)>""")
_UNPLACED_CELL = re.compile(rb"<c(?!\s+r\s*=)[\s>]")
_UNPLACED_CELL_PREFIXED = re.compile(rb"<\w+:c(?!\s+r\s*=)[\s>]")
# These begin with a letter, not with a boundary, so that they are looked for as fast as words are.
_PERHAPS_HIDDEN = re.compile(rb"""hidden\s*=\s*["'](?:1|true)["']""")
_PERHAPS_FLAT = re.compile(rb"""ht\s*=\s*["']0(?:\.0*)?["']""")


@dataclass
class Marks:
    """The marks of one sheet. Rows and columns count from 1; cells are (column, row)."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)


def marks_of(path: Path, sheet: str) -> Marks:
    """Return the marks of a sheet. Raises `NoMarksError`."""
    with archive_of(path) as archive:
        part = part_of(archive, sheet)
        marks, widest = _marks(blocks_of(archive, part, b"row>"))
        if widest > _MOST_CELLS // SHEET_ROWS:
            check_extent(_last_filled(blocks_of(archive, part, b"row>")), widest)
        return marks


def check_extent(rows: int, columns: int) -> None:
    """Refuse a sheet that is larger than any list: the reader makes room for each cell of its rectangle."""
    if rows * columns > _MOST_CELLS:
        raise NoMarksError(_extent(rows, columns))


def _extent(rows: int, columns: int) -> str:
    return _("It has {rows:,} rows by {columns:,} columns, more than any list.").format(
        rows=rows, columns=columns
    )


def part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet."""
    book = next(name for name in archive.namelist() if name.endswith("workbook.xml"))
    folder = PurePosixPath(book).parent
    links = tree_of(archive, str(folder / "_rels" / f"{PurePosixPath(book).name}.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in tree_of(archive, book).iter():
        if local(element.tag) == "sheet" and element.get("name") == sheet:
            link = next(value for name, value in element.attrib.items() if local(name) == "id")
            target = targets[link]
            return target.lstrip("/") if target.startswith("/") else str(folder / target)
    raise KeyError(sheet)


def _marks(blocks: Iterator[bytes]) -> tuple[Marks, int]:
    """Return the marks, and the number of the last column with a value."""
    marks = Marks()
    number, widest = 0, 26
    for block in blocks:
        is_prefixed = b":row" in block
        if is_prefixed or b"<col" in block:
            _mark_hidden_columns(block, marks)
        _mark_hidden_rows(block, marks, number)
        if is_prefixed or b"<f" in block:
            marks.without_value += _formulas(block)
        if b'"e"' in block or b"'e'" in block:
            marks.errors += _errors(block)
        widest = max(widest, _widest(block), _most_unplaced(block, is_prefixed=is_prefixed))
        number = _last_number(block) or number + len(_ROW.findall(block))
    return marks, widest


def _widest(block: bytes) -> int:
    """Return the number of the last column that a cell with a value names."""
    widest = 0
    for of_far_row, row, letters in set(_FAR_CELL.findall(block)):
        if row and int(row[:12]) > SHEET_ROWS:
            raise NoMarksError(_("It names a row that no sheet has."))
        widest = max(widest, column_number((of_far_row or letters)[:8].decode().upper()))
    return widest


def _most_unplaced(block: bytes, *, is_prefixed: bool) -> int:
    """Return how many cells of one row do not say where they are, at most."""
    cell = _UNPLACED_CELL_PREFIXED if is_prefixed else _UNPLACED_CELL
    if not cell.search(block):
        return 0
    return max(len(cell.findall(row)) for row in block.split(b"row>"))


def _last_filled(blocks: Iterator[bytes]) -> int:
    """Return the number of the last row with a value: as each cell says it, since that is what counts."""
    number = last = 0
    for block in blocks:
        number = _last_number(block) or number + len(_ROW.findall(block))
        if _UNPLACED_CELL.search(block) or _UNPLACED_CELL_PREFIXED.search(block):
            last = max(last, number)
        last = max(last, *map(int, set(_ROW_OF_CELL.findall(block)) or {0}))
    return last


def _last_number(block: bytes) -> int:
    """Return the number of the last row that begins in a block, or 0."""
    last = block.rfind(b"row ")
    row = _ROW.search(block, max(0, last - 8)) if last >= 0 else None
    number = _NUMBER.search(row[1]) if row else None
    return int(number[1]) if number else 0


def _mark_hidden_rows(block: bytes, marks: Marks, before: int) -> None:
    for row in chain(_tags_of(_PERHAPS_HIDDEN, block, _ROW), _tags_of(_PERHAPS_FLAT, block, _ROW)):
        if not _HIDDEN.search(row[1]):
            continue
        if number := _NUMBER.search(row[1]):
            marks.hidden_rows.add(int(number[1]))
        else:
            _mark_by_counting(block, marks, before)
            return


def _mark_by_counting(block: bytes, marks: Marks, number: int) -> None:
    """Note the hidden rows of a block whose rows need not say their numbers."""
    for row in _ROW.finditer(block):
        given = _NUMBER.search(row[1])
        number = int(given[1]) if given else number + 1
        if _HIDDEN.search(row[1]):
            marks.hidden_rows.add(number)


def _tags_of(attribute: re.Pattern[bytes], block: bytes, tag: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """Yield the tags of a kind that have an attribute."""
    for found in attribute.finditer(block):
        if whole := tag.match(block, block.rfind(b"<", 0, found.start())):
            yield whole


def _mark_hidden_columns(block: bytes, marks: Marks) -> None:
    for column in _COLUMN.finditer(block):
        span = {name: int(value) for name, value in _SPAN.findall(column[1])}
        if _HIDDEN.search(column[1]) and b"min" in span and b"max" in span:
            marks.hidden_columns.update(range(span[b"min"], min(span[b"max"], SHEET_COLUMNS) + 1))


def _formulas(block: bytes) -> list[tuple[int, int]]:
    return _places(cell for cell in _FORMULA.finditer(block) if not _TEXT_RESULT.search(cell[1]))


def _errors(block: bytes) -> list[tuple[int, int]]:
    return _places(_tags_of(_ERROR, block, _ANY_CELL))


_ANY_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")


def _places(cells: Iterable[re.Match[bytes]]) -> list[tuple[int, int]]:
    places = (place for cell in cells if (place := _CELL.search(cell[1])))
    return [(column_number(place[1].decode()), int(place[2])) for place in places]
