"""What a workbook's reader does not tell of a sheet, from the sheet's own XML (.xlsx, .xlsm).

Hidden rows and columns, formulas without a stored value, error values, and how far the sheet
goes. Loading a sheet with all of that in Python takes a hundred times as long as looking for the
marks; they are looked for in the bytes, block by block.
"""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from batchsms.i18n import _

__all__ = [
    "Marks",
    "NoMarksError",
    "archive_of",
    "blocks_of",
    "check_archive",
    "check_extent",
    "column_number",
    "local",
    "marks_of",
    "part_of",
    "small_part",
]

_BLOCK = 16 * 1024 * 1024
_LONGEST_ROW = 128 * 1024**2
_MOST_BYTES = 4 * 1024**3
_MOST_STRING_BYTES = 1024**3  # the texts of a workbook are kept in memory
_LARGE = 256 * 1024**2
_TIGHTEST = 400  # unpacked to packed; tables reach 20 or so
_MOST_CELLS = 60_000_000
_MOST_ROWS = 1_048_576
_SMALL_PART = 64 * 1024**2

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
_STRING_COUNT = re.compile(rb"""<(?:\w+:)?sst\b[^>]*?\buniqueCount\s*=\s*["']([0-9]+)["']""")


class NoMarksError(Exception):
    """The sheet's XML could not be had, or is more than any list is. The message says why."""


@dataclass
class Marks:
    """The marks of one sheet. Rows and columns count from 1; cells are (column, row)."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    errors: list[tuple[int, int]] = field(default_factory=list)


def column_number(letters: str) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def check_archive(path: Path, *, but: str) -> None:
    """Refuse an archive that is damaged, or unpacks to more than any list does.

    Each part is unpacked once, but for those in the folder `but`, so that a size that lies is found
    here and not by the reader: a reader that runs out of memory takes the program with it.
    Raises `NoMarksError`.
    """
    with archive_of(path) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        packed = sum(part.compress_size for part in parts)
        if unpacked > _MOST_BYTES or (unpacked > _LARGE and unpacked > packed * _TIGHTEST):
            raise NoMarksError(_unpacks_to(unpacked))
        for part in parts:
            if part.filename.endswith((".xml", ".rels", ".bin")) and not part.filename.startswith(but):
                _read_through(archive, part)


def marks_of(path: Path, sheet: str) -> Marks:
    """Return the marks of a sheet. Raises `NoMarksError`."""
    with archive_of(path) as archive:
        part = part_of(archive, sheet)
        marks, widest = _marks(blocks_of(archive, part, b"row>"))
        if widest > _MOST_CELLS // _MOST_ROWS:
            check_extent(_last_filled(blocks_of(archive, part, b"row>")), widest)
        return marks


def check_extent(rows: int, columns: int) -> None:
    """Refuse a sheet that is larger than any list: the reader makes room for each cell of its rectangle."""
    if rows * columns > _MOST_CELLS:
        raise NoMarksError(_extent(rows, columns))


def blocks_of(archive: zipfile.ZipFile, name: str, end: bytes) -> Iterator[bytes]:
    """Yield a part in blocks, each of which ends with an `end`, such as that of a row."""
    rest = b""
    with archive.open(name) as file:
        while piece := file.read(_BLOCK):
            whole, mark, rest = (rest + piece).rpartition(end)
            if len(rest) > _LONGEST_ROW:
                raise NoMarksError(_("one of its rows takes more than {size} MB").format(size=128))
            yield whole + mark
    yield rest


@contextmanager
def archive_of(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open an archive; whatever is wrong with it, or with a part, is a `NoMarksError`."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (
        zipfile.BadZipFile,
        ET.ParseError,
        LookupError,
        OSError,
        EOFError,
        ValueError,
        zlib.error,
    ) as error:
        raise NoMarksError(str(error)) from error
    except (NotImplementedError, RuntimeError, zipfile.LargeZipFile, StopIteration) as error:
        raise NoMarksError(str(error)) from error


def _read_through(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    is_strings = "sharedstrings" in part.filename.casefold()
    if is_strings and part.file_size > _MOST_STRING_BYTES:
        raise NoMarksError(_unpacks_to(part.file_size))
    with archive.open(part) as file:
        first = file.read(_BLOCK)
        # The reader makes room for as many texts as are announced.
        if is_strings and _strings_announced(first) > part.file_size:
            raise NoMarksError(_("its table of texts is damaged"))
        while file.read(_BLOCK):
            pass


def _strings_announced(head: bytes) -> int:
    if announced := _STRING_COUNT.search(head):
        return int(announced[1][:12])
    if head.startswith(_BINARY_STRINGS):
        return int.from_bytes(head[7:11], "little")
    return 0


_BINARY_STRINGS = b"\x9f\x01\x08"  # the record that begins the table of texts in an .xlsb


def _unpacks_to(size: int) -> str:
    return _("it unpacks to {size:.1f} GB").format(size=size / 1024**3)


def _extent(rows: int, columns: int) -> str:
    return _("it has {rows:,} rows by {columns:,} columns").format(rows=rows, columns=columns)


def part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet."""
    book = next(name for name in archive.namelist() if name.endswith("workbook.xml"))
    folder = PurePosixPath(book).parent
    links = small_part(archive, str(folder / "_rels" / f"{PurePosixPath(book).name}.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in small_part(archive, book).iter():
        if local(element.tag) == "sheet" and element.get("name") == sheet:
            link = next(value for name, value in element.attrib.items() if local(name) == "id")
            target = targets[link]
            return target.lstrip("/") if target.startswith("/") else str(folder / target)
    raise KeyError(sheet)


def small_part(archive: zipfile.ZipFile, name: str) -> ET.Element:
    """Return a part that no list makes large, as a tree."""
    if archive.getinfo(name).file_size > _SMALL_PART:
        raise NoMarksError(_("{name} is too large").format(name=name))
    content = archive.read(name)
    if b"<!DOCTYPE" in content:
        raise NoMarksError(_("{name} declares a document type").format(name=name))
    return ET.fromstring(content)  # noqa: S314 - no document type, so no entities


def local(name: str) -> str:
    """Return a name of XML without its namespace."""
    return name.rsplit("}", 1)[-1]


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
        if row and int(row[:12]) > _MOST_ROWS:
            raise NoMarksError(_("it names a row that no sheet has"))
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
            marks.hidden_columns.update(range(span[b"min"], min(span[b"max"], 16_384) + 1))


def _formulas(block: bytes) -> list[tuple[int, int]]:
    return _places(cell for cell in _FORMULA.finditer(block) if not _TEXT_RESULT.search(cell[1]))


def _errors(block: bytes) -> list[tuple[int, int]]:
    return _places(_tags_of(_ERROR, block, _ANY_CELL))


_ANY_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>")


def _places(cells: Iterable[re.Match[bytes]]) -> list[tuple[int, int]]:
    places = (place for cell in cells if (place := _CELL.search(cell[1])))
    return [(column_number(place[1].decode()), int(place[2])) for place in places]
