"""What a workbook's reader does not tell of a sheet, from the sheet's own XML (.xlsx, .xlsm).

Hidden rows and columns, formulas without a stored value, error values, and how far the sheet
goes. Loading a sheet with all of that in Python takes a hundred times as long as looking for the
marks; they are looked for in the bytes, block by block.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree import ElementTree as ET

__all__ = ["Marks", "NoMarksError", "column_number", "marks_of"]

_BLOCK = 16 * 1024 * 1024
_MOST_BYTES = 4 * 1024**3
_LARGE = 256 * 1024**2
_TIGHTEST = 400  # unpacked to packed; tables reach 20 or so
_MOST_CELLS = 100_000_000
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
_ERROR = re.compile(rb"""<(?:\w+:)?c\b([^>]*\bt\s*=\s*["']e["'][^>]*)>""")
_FAR_COLUMN = re.compile(rb"""\br\s*=\s*["']([A-Z]{2,3})[0-9]+["']""")


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


def marks_of(path: Path, sheet: str) -> Marks:
    """Return the marks of a sheet. Raises `NoMarksError`."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive)
            part = _part_of(archive, sheet)
            _read_through(archive, but=part)
            with archive.open(part) as file:
                return _marks(_blocks(file))
    except (zipfile.BadZipFile, ET.ParseError, KeyError, OSError, EOFError, ValueError, zlib.error) as error:
        raise NoMarksError(str(error)) from error
    except (NotImplementedError, RuntimeError, zipfile.LargeZipFile) as error:
        raise NoMarksError(str(error)) from error


def _check_sizes(archive: zipfile.ZipFile) -> None:
    """Refuse an archive that unpacks to more than any list does."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if unpacked > _MOST_BYTES or (unpacked > _LARGE and unpacked > packed * _TIGHTEST):
        raise NoMarksError(f"it unpacks to {unpacked / 1024**3:.1f} GB")


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the part that holds a sheet."""
    book = next(name for name in archive.namelist() if name.endswith("workbook.xml"))
    folder = PurePosixPath(book).parent
    links = _small(archive, str(folder / "_rels" / f"{PurePosixPath(book).name}.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for element in _small(archive, book).iter():
        if _local(element.tag) == "sheet" and element.get("name") == sheet:
            link = next(value for name, value in element.attrib.items() if _local(name) == "id")
            target = targets[link]
            return target.lstrip("/") if target.startswith("/") else str(folder / target)
    raise KeyError(sheet)


def _small(archive: zipfile.ZipFile, name: str) -> ET.Element:
    if archive.getinfo(name).file_size > _SMALL_PART:
        raise NoMarksError(f"{name} is too large")
    content = archive.read(name)
    if b"<!DOCTYPE" in content:
        raise NoMarksError(f"{name} has a document type")
    return ET.fromstring(content)  # noqa: S314 - no document type, so no entities


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]


def _read_through(archive: zipfile.ZipFile, *, but: str) -> None:
    """Unpack every other part once, so that a size that lies is found here and not by the reader."""
    for part in archive.infolist():
        if part.filename != but and part.filename.endswith((".xml", ".rels", ".bin")):
            with archive.open(part) as file:
                while file.read(_BLOCK):
                    pass


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    """Yield the sheet in blocks that end with a row, each mark within one of them."""
    rest = b""
    while piece := file.read(_BLOCK):
        whole, end, rest = (rest + piece).rpartition(b"row>")
        yield whole + end
    yield rest


def _marks(blocks: Iterator[bytes]) -> Marks:
    marks = Marks()
    last_row, widest = 0, 26
    for block in blocks:
        _mark_hidden_columns(block, marks)
        last_row = _mark_hidden_rows(block, marks, last_row)
        marks.without_value += _cells(_FORMULA, block, but=_TEXT_RESULT) if b"f" in block else []
        marks.errors += _cells(_ERROR, block)
        for letters in set(_FAR_COLUMN.findall(block)):
            widest = max(widest, column_number(letters.decode()))
    if last_row * widest > _MOST_CELLS:
        raise NoMarksError(f"it has {last_row:,} rows by {widest:,} columns")
    return marks


def _mark_hidden_rows(block: bytes, marks: Marks, last_row: int) -> int:
    """Note the hidden rows; return the number of the block's last row."""
    if not _HIDDEN.search(block):
        numbers = _last_number(block)
        return numbers or last_row + len(_ROW.findall(block))
    for row in _ROW.finditer(block):
        number = _NUMBER.search(row[1])
        last_row = int(number[1]) if number else last_row + 1
        if _HIDDEN.search(row[1]):
            marks.hidden_rows.add(last_row)
    return last_row


def _last_number(block: bytes) -> int:
    last = block.rfind(b"row ")
    row = _ROW.search(block, max(0, last - 8)) if last >= 0 else None
    number = _NUMBER.search(row[1]) if row else None
    return int(number[1]) if number else 0


def _mark_hidden_columns(block: bytes, marks: Marks) -> None:
    for column in _COLUMN.finditer(block):
        span = {name: int(value) for name, value in _SPAN.findall(column[1])}
        if _HIDDEN.search(column[1]) and b"min" in span and b"max" in span:
            marks.hidden_columns.update(range(span[b"min"], min(span[b"max"], 16_384) + 1))


def _cells(
    pattern: re.Pattern[bytes], block: bytes, *, but: re.Pattern[bytes] | None = None
) -> list[tuple[int, int]]:
    cells = (cell for cell in pattern.finditer(block) if not (but and but.search(cell[1])))
    places = (place for cell in cells if (place := _CELL.search(cell[1])))
    return [(column_number(place[1].decode()), int(place[2])) for place in places]
