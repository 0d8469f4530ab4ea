"""A spreadsheet's cells as values."""

from datetime import date, time, timedelta

__all__ = ["Cell"]

Cell = str | int | float | bool | date | time | timedelta | None
"""A cell's value. An empty one is None; `datetime` is a `date`; whole numbers are `int`."""
