"""The first row of a workbook, without the others: calamine would read all of them, and keep them."""

import re
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

__all__ = ["first_row"]

_SHEET = re.compile(r"xl/(?:work|chart|dialog|macro)sheets/[^/]+\.xml")
_SHARED_STRINGS = "xl/sharedStrings.xml"
_UNREADABLE = (
    *(OSError, BadZipFile, ET.ParseError, zlib.error, EOFError, LookupError, ValueError),
    RuntimeError,  # of an archive with a password
)


def first_row(path: Path) -> list[str]:
    """Return the texts of the first row of a workbook's only sheet.

    Nothing where there are several sheets, or where the file is no workbook that can be read.
    """
    try:
        return _first_row(path)
    except _UNREADABLE:
        return []


def _first_row(path: Path) -> list[str]:
    with ZipFile(path) as archive:
        sheets = list(filter(_SHEET.fullmatch, archive.namelist()))
        if len(sheets) != 1:
            return []
        with archive.open(sheets[0]) as sheet:
            row = next(_elements(sheet, "row"), None)
        cells = [] if row is None else [cell for cell in row if _name(cell) == "c"]
        shared = [int(_value(cell)) for cell in cells if cell.get("t") == "s"]
        with archive.open(_SHARED_STRINGS) if shared else nullcontext() as strings:
            texts = (
                [_text(one) for one in islice(_elements(strings, "si"), max(shared) + 1)] if strings else []
            )
    return [texts[int(_value(cell))] if cell.get("t") == "s" else _text(cell) for cell in cells]


def _elements(file: IO[bytes], name: str) -> Iterator[ET.Element]:
    parsed = ET.iterparse(file)  # noqa: S314 - the user's own file, of which nothing is kept
    return (element for _event, element in parsed if _name(element) == name)


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(cell: ET.Element) -> str:
    return next((part.text or "" for part in cell if _name(part) == "v"), "")


def _text(element: ET.Element) -> str:
    return "".join(element.itertext())
