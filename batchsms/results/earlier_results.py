"""Which files the results may be written to: free names, and earlier results, told by their columns."""

import csv
import re
import zlib
from collections.abc import Collection, Iterator
from contextlib import nullcontext
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from batchsms.i18n import _
from batchsms.output_files import OutputKind, check_output
from batchsms.paths import results_path
from batchsms.result_columns import is_of_results

__all__ = ["RESULTS", "check_results_path", "is_earlier_results"]

_LONGEST_HEADER = 1_000_000
"""Characters; far more than the names of all columns that a sheet can have usually take."""


def check_results_path(path: Path, inputs: Collection[Path], campaign: Path) -> None:
    """Raise `InputError` where results must not be written to a path, or cannot be.

    `inputs` are the files that the campaign reads; its own file is one of those that are kept, too.
    """
    check_output(path, RESULTS, [*inputs, campaign], usual=results_path(campaign, None))


def is_earlier_results(path: Path) -> bool:
    """Return whether a file is earlier results: its last columns are ours, in their order.

    A workbook with another sheet, and a file with columns behind ours, hold work of the user's.
    """
    try:
        header = _first_line(path) if path.suffix.lower() == ".csv" else _first_row(path)
    except _UNREADABLE:
        return False
    return is_of_results(header)


def _first_line(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        lines = iter(partial(file.readline, _LONGEST_HEADER), "")
        return next(csv.reader(islice(lines, 1_000), delimiter=";"), [])


# --- the first row of a workbook: calamine would read all of its rows, and keep them


_SHEET = re.compile(r"xl/(?:work|chart|dialog|macro)sheets/[^/]+\.xml")
_SHARED_STRINGS = "xl/sharedStrings.xml"
_UNREADABLE = (
    *(OSError, csv.Error, BadZipFile, ET.ParseError, zlib.error, EOFError, LookupError, ValueError),
    RuntimeError,  # of an archive with a password
)


def _first_row(path: Path) -> list[str]:
    """Return the texts of the first row of a workbook's only sheet; nothing where there are several."""
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


RESULTS = OutputKind(
    "bad_results_path",
    "--results",
    (".xlsx", ".csv"),
    lambda: _("{path} does not end in .xlsx or .csv"),
    is_earlier_results,
    lambda: _("{path} already exists and is not an earlier results file. It is not written over."),
)
"""The results, which replace earlier ones."""
