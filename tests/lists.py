"""Small lists to send to, made rather than typed."""

import csv
from collections.abc import Sequence
from pathlib import Path

import openpyxl

TEXT = "Merhaba {{ ad }}"
HEADERS = ("Ad", "Telefon")


def a_list(path: Path, *rows: Sequence[object], headers: Sequence[str] = HEADERS) -> Path:
    """Write a list as what its name says, CSV for Excel in Turkey or a workbook, and return its path."""
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in (headers, *rows):
            book.active.append(list(row))
        book.save(path)
        return path
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([headers, *rows])
    return path


def people(count: int, first: int = 0) -> list[tuple[str, str]]:
    """Return rows with made-up names and numbers, all different."""
    return [(f"Kişi {number}", f"0530 {number:07}") for number in range(first, first + count)]


def sheet(path: Path) -> list[dict[str, object]]:
    """Return the rows of a results workbook, by column name."""
    rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    header = next(rows)
    return [dict(zip(header, row, strict=True)) for row in rows]
