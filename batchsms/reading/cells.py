"""A spreadsheet's cells as values."""

from datetime import date, time, timedelta

__all__ = ["Cell", "column_letters"]

Cell = str | int | float | bool | date | time | timedelta | None
"""A cell's value. An empty one is None; `datetime` is a `date`; whole numbers are `int`."""

_LETTERS = 26


def column_letters(number: int) -> str:
    """Return the name that a spreadsheet gives to a column, counted from 1: A, or AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters
