"""Numbers that Excel shows otherwise than they are stored: `007` for 7, `%25` for 0.25 (.xlsx, .xlsm).

The formats are those of a workbook's styles. Only what a reader could be misled by is told: leading
zeros, groups, decimals, percent and currencies. Dates and what is rarer are passed over.
"""

import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path, PurePosixPath

from batchsms.reading.cell_addresses import column_letters, column_number
from batchsms.reading.findings import EXAMPLES
from batchsms.reading.grid import Formatted, Look
from batchsms.reading.workbooks.archive_parts import NoMarksError, archive_of, blocks_of, local, tree_of
from batchsms.reading.workbooks.xlsx_marks import part_of

__all__ = ["format_of", "formatted_cells"]

# ECMA-376, part 1, 18.8.30: the formats that a workbook need not spell out; percent as in Turkish.
_BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "%0", 10: "%0.00"}

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|(?P<unseen>_.|\*.|\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?[0-9]+)\])"
    r"|(?P<digits>[#,]*0+(?:\.0+)?)|(?P<literal>[ %$€£₺()+-])",
    re.IGNORECASE,
)
_SECTIONS = re.compile(r'((?:"[^"]*"|\\.|[^;"\\])*)(?:;|\Z)')
_MOST_DIGITS = 15
_MOST_DECIMALS = 10  # so that all digits of a number fit into a Decimal
_THOUSAND = 1000
_LEAST = (0, 0, *(10**digits for digits in range(1, _MOST_DIGITS)))
"""The least number of so many digits; zero has one."""
_TOO_LARGE = 10**15  # for the digits that a spreadsheet keeps


def formatted_cells(path: Path, sheet: str, columns: Collection[int], wanted: bytes) -> dict[int, Formatted]:
    """Return the cells that look otherwise than their number is written, by column, counted from 1.

    `wanted` holds a 1 for each row that matters, at its number. A workbook that does not tell its
    formats has no such cells.
    """
    found: dict[int, Formatted] = {}
    try:
        with archive_of(path) as archive:
            looks = _looks(archive)
            if not looks:
                return found
            part = part_of(archive, sheet)
            for column, row, style, number in _cells(blocks_of(archive, part, b"row>"), columns, looks):
                if row < len(wanted) and wanted[row] and looks[style].differs(float(number)):
                    _note(found.setdefault(column, Formatted()), row, number, looks[style])
    except NoMarksError:
        return {}
    return found


def _note(formatted: Formatted, row: int, number: bytes, look: "NumberFormat") -> None:
    formatted.count += 1
    if len(formatted.examples) < EXAMPLES:
        value = Decimal(number.decode())
        formatted.examples.append(Look(row, look.of(value), _turkish(f"{value.normalize():f}")))


@dataclass(frozen=True)
class NumberFormat:
    """How a format shows numbers in Turkish: texts before and after, and what becomes of the digits.

    `zeros` is the least number of digits before the comma, `hundreds` is 1 for each percent sign.
    """

    before: str
    after: str
    zeros: int
    decimals: int
    is_grouped: bool
    hundreds: int
    is_for_all: bool
    """Whether zero and what is below are shown in the same way."""

    def differs(self, number: float) -> bool:
        """Return whether a number looks otherwise than it is written, as far as that is known."""
        if number < 0 or number >= _TOO_LARGE or (number == 0 and not self.is_for_all):
            return False
        return bool(
            self.before
            or self.after
            or self.decimals
            or number < _LEAST[self.zeros]
            or number % 1
            or (self.is_grouped and number >= _THOUSAND)
        )

    def of(self, value: Decimal) -> str:
        """Return how a number looks; it is none that `differs` does not know."""
        rounded = value.scaleb(2 * self.hundreds).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        width = self.zeros + bool(self.decimals) + self.decimals
        text = f"{rounded:,f}" if self.is_grouped else f"{rounded:f}".zfill(width)
        return (self.before + _turkish(text) + self.after).strip()


def format_of(code: str) -> NumberFormat | None:
    """Return how a format shows numbers, None for a format of dates, of texts, or that is rare."""
    sections = [section for section in _SECTIONS.findall(code) if section]
    before, digits, after = _parts(sections[0]) if sections else ("", "", "")
    whole, _point, decimals = digits.partition(".")
    zeros = whole.count("0")
    hundreds = (before + after).count("%")
    if not digits or zeros > _MOST_DIGITS or len(decimals) > _MOST_DECIMALS or hundreds > 1:
        return None
    return NumberFormat(before, after, zeros, len(decimals), "," in whole, hundreds, len(sections) == 1)


def _parts(section: str) -> tuple[str, str, str]:
    """Return what a format puts before the digits, its digits, and what it puts behind them."""
    before, digits, after, at = "", "", "", 0
    while at < len(section):
        token = _TOKEN.match(section, at)
        if token is None or (token["digits"] and digits):
            return "", "", ""
        at = token.end()
        if token["digits"]:
            digits = token["digits"]
            continue
        literal = next((token[kind] for kind in _LITERALS if token[kind]), "")
        before, after = (before, after + literal) if digits else (before + literal, after)
    return before, digits, after


_LITERALS = ("quoted", "escaped", "currency", "literal")


def _turkish(number: str) -> str:
    return number.translate(_POINTS)


_POINTS = str.maketrans(",.", ".,")


def _looks(archive: zipfile.ZipFile) -> dict[bytes, NumberFormat]:
    """Return how numbers look in the styles of cells, by the number of the style."""
    book = next(name for name in archive.namelist() if name.endswith("workbook.xml"))
    name = str(PurePosixPath(book).parent / "styles.xml")
    if name not in archive.namelist():
        return {}
    codes = dict(_BUILT_IN)
    numbers: list[str] = []
    for group in tree_of(archive, name):
        if local(group.tag) == "numFmts":
            codes |= {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in group}
        elif local(group.tag) == "cellXfs":
            numbers = [one.get("numFmtId", "0") for one in group]
    looks = _known(codes)
    return {str(at).encode(): looks[int(one)] for at, one in enumerate(numbers) if int(one) in looks}


def _known(codes: Mapping[int, str]) -> dict[int, NumberFormat]:
    return {number: look for number, code in codes.items() if code != "0" and (look := format_of(code))}


def _cells(
    blocks: Iterator[bytes], columns: Collection[int], styles: Collection[bytes]
) -> Iterator[tuple[int, int, bytes, bytes]]:
    """Yield column, row, style and number of the numeric cells of some columns and styles."""
    # Every program that writes workbooks puts the place before the style; looking for that first is fast.
    letters = b"|".join(column_letters(column).encode() for column in sorted(columns))
    cell = re.compile(
        rb""" r=["'](%b)([0-9]{1,7})["'](?=[^>]*? s=["'](%b)["'])(?![^>]*? t=["'][^n])[^>]*>\s*"""
        rb"(?:<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*)?"
        rb"<(?:\w+:)?v\s*>\s*(-?[0-9]{1,20}(?:\.[0-9]{1,20})?(?:[eE][+-]?[0-9]{1,2})?)\s*</"
        % (letters, b"|".join(styles))
    )
    for block in blocks:
        for column, row, style, number in cell.findall(block):
            yield column_number(column.decode()), int(row), style, number
