"""What phone numbers look like in a cell: its text, cleaned, and the shapes that are known."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, time, timedelta

__all__ = [
    "DECORATION",
    "FOREIGN",
    "LANDLINE",
    "MOBILE",
    "SEVERAL",
    "cleaned",
    "halves_of",
    "is_a_phone",
    "parts_of",
    "text_of",
]

# Digits are spelled out: `\d` would match those of every script (they are mapped on purpose, below).
MOBILE = re.compile(r"(?:\+90|0090|90|0)?(5[0-9]{9})")
# Area codes begin with 2, 3 or 4; 8 holds 0800, 0850 and their like; 444 XX XX is dialled without any.
LANDLINE = re.compile(r"(?:\+90|0090|90|0)?[2348][0-9]{9}|444[0-9]{4}")
FOREIGN = re.compile(r"(?:\+|00)(?!90)[1-9][0-9]{5,14}")
_SEPARATORS = re.compile(r"[/,;|&\n\r\\]+|\s(?:ve|veya|or|and|-)\s", re.IGNORECASE)
DECORATION = re.compile(r"[\s().\-_\u2010-\u2015\u2212]+")
_LONGEST_WHOLE = 10**18
SEVERAL = 2
_AN_OLD_HABIT = "'"  # a typed apostrophe keeps Excel from reading a number; it is no part of one


def text_of(cell: object) -> str | None:
    """Return a cell as text; None for what cannot be a phone number, such as a date or a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, bool | date | time | timedelta):
        return None
    if isinstance(cell, int | float):
        return str(int(cell)) if 0 <= cell < _LONGEST_WHOLE and cell == int(cell) else None
    return str(cell)


def cleaned(text: str) -> str:
    """Return the text with compatibility forms resolved, invisible marks gone and digits in ASCII."""
    plain = (_plain(mark) for mark in unicodedata.normalize("NFKC", text))
    return "".join(plain).strip().removeprefix(_AN_OLD_HABIT).strip()


def _plain(mark: str) -> str:
    if unicodedata.category(mark) == "Cf":
        return ""
    digit = unicodedata.decimal(mark, None)
    return mark if digit is None else str(digit)


def parts_of(text: str) -> list[str]:
    """Return the parts of a text between separators, without blanks and marks."""
    return [DECORATION.sub("", part) for part in _SEPARATORS.split(text)]


def halves_of(compact: str) -> Iterator[list[str]]:
    """Yield the ways in which a text without blanks is two mobile numbers."""
    for cut in range(10, len(compact) - 9):
        halves = [compact[:cut], compact[cut:]]
        if all(map(MOBILE.fullmatch, halves)):
            yield halves


def is_a_phone(part: str) -> bool:
    """Return whether a text without blanks and marks is a phone number of any kind."""
    return any(shape.fullmatch(part) for shape in (MOBILE, LANDLINE, FOREIGN))
