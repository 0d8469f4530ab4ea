r"""Cells → Turkish mobile numbers, or the reason why a cell is none.

A MSISDN is an `int` of twelve digits, `905XXXXXXXXX`. The gateway's page lists three forms that
it takes (`905xxxxxxxxx`, `+90 5xx xxx xx xx`, `5xxxxxxxxx`); lists also hold `05xx…` and
`0090…`. Anything else is refused with a reason: a number is never guessed.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, time, timedelta

__all__ = [
    "FIRST",
    "LAST",
    "joined",
    "masked",
    "msisdn",
    "msisdns",
    "numbers_in",
    "suggestion",
    "without_numbers",
]

FIRST = 905_000_000_000
LAST = 905_999_999_999

# Digits are spelled out: `\d` would match those of every script (they are mapped on purpose, below).
_MOBILE = re.compile(r"(?:\+90|0090|90|0)?(5[0-9]{9})")
_STRAY_PREFIX = re.compile(r"(?:\+|0|90)*(5[0-9]{9})")
_CODE = re.compile(r"(?:\+90|0090|90|0)?5[0-9]{2}")
_REST = re.compile(r"[0-9]{7}")
_WORD_BEFORE = re.compile(r"\A(?:telefon|tel|gsm|cep|mobil|phone)(?: no)?\s*[:.]*", re.IGNORECASE)
_MARKS_AROUND = " '\"`;,.:\u2018\u2019\u201b\u2032\u0301"  # the last is what an acute accent comes apart to
_LETTERS_FOR_DIGITS = str.maketrans("OoIl", "0011")
# Area codes begin with 2, 3 or 4; 8 holds 0800, 0850 and their like; 444 XX XX is dialled without any.
_LANDLINE = re.compile(r"(?:\+90|0090|90|0)?[2348][0-9]{9}|444[0-9]{4}")
_FOREIGN = re.compile(r"(?:\+|00)(?!90)[1-9][0-9]{5,14}")
# One dot or comma, and nothing but zeros behind it: a whole number, not a group of digits.
_WHOLE_WITH_ZERO_FRACTION = re.compile(r"((?:[^.,0-9]*[0-9]){7,}[^.,0-9]*)[.,]0+")
_SCIENTIFIC = re.compile(r"([0-9])(?:[.,]([0-9]*))?[eE]\+?([0-9]{1,2})")
_SEPARATORS = re.compile(r"[/,;|&\n\r\\]+|\s(?:ve|veya|or|and|-)\s", re.IGNORECASE)
_DECORATION = re.compile(r"[\s().\-_\u2010-\u2015\u2212]+")
_LONGEST_WHOLE = 10**18
_SEVERAL = 2
_AN_OLD_HABIT = "'"  # a typed apostrophe keeps Excel from reading a number; it is no part of one


def msisdns(cells: Iterable[object]) -> tuple[list[int], list[str]]:
    """Return the number of each cell (0 where there is none) and the reason (`""` where there is one)."""
    numbers: list[int] = []
    reasons: list[str] = []
    for cell in cells:
        found = msisdn(cell)
        if isinstance(found, int):
            numbers.append(found)
            reasons.append("")
        else:
            numbers.append(0)
            reasons.append(found)
    return numbers, reasons


def msisdn(cell: object) -> int | str:
    """Return the MSISDN that a cell holds, or the reason why it holds none.

    Reasons: `empty_number`, `damaged_number`, `several_numbers`, `landline`, `foreign_number`,
    `bad_number`.
    """
    text = _text(cell)
    if text is None:
        return "bad_number"
    # The usual case first; a dot may be that of `5301234567.0`.
    if "." not in text and (mobile := _MOBILE.fullmatch(_DECORATION.sub("", text))):
        return int("90" + mobile[1])
    return _of_a_cleaned_text(_cleaned(text))


def suggestion(cell: object) -> str:
    """Return the one number that a cell without a number seems to mean, or `""`.

    It may be hidden by a stray prefix (`90 0530…`), a word before it (`tel:`), letters for digits
    (`O530…`), an apostrophe before it or a comma behind it.
    """
    text = _text(cell)
    if not text:
        return ""
    bare = _WORD_BEFORE.sub("", _cleaned(text)).strip(_MARKS_AROUND)
    stray = _STRAY_PREFIX.fullmatch(_DECORATION.sub("", bare).translate(_LETTERS_FOR_DIGITS))
    return "90" + stray[1] if stray else ""


def joined(code: object, rest: object) -> str:
    """Return the number whose first three digits and last seven stand in two cells, or `""`."""
    halves = [_DECORATION.sub("", _cleaned(_text(cell) or "")) for cell in (code, rest)]
    if _CODE.fullmatch(halves[0]) and _REST.fullmatch(halves[1]):
        return f"90{halves[0][-3:]}{halves[1]}"
    return ""


def numbers_in(cell: object) -> list[str]:
    """Return the numbers of a cell that holds several: mobile ones as `905…`, others by their digits."""
    text = _cleaned(_text(cell) or "")
    parts = [part for part in _parts(text) if _is_a_phone(part)]
    if len(parts) < _SEVERAL:
        parts = next(_halves(_DECORATION.sub("", text)), [])
    return [f"90{mobile[1]}" if (mobile := _MOBILE.fullmatch(part)) else part for part in parts]


_LONG_NUMBER = re.compile(r"[0-9](?:[\s().\-_/]*[0-9]){9,}")


def without_numbers(words: str) -> str:
    """Return words as they may be shown: any ten digits or more in them are an ellipsis.

    Where a recipient was taken for the row of names, even the name of a column is a number.
    """
    return _LONG_NUMBER.sub("…", words)


def masked(number: int) -> str:
    """Return a number as it may be shown: `90530*****67`."""
    digits = str(number)
    return f"{digits[:5]}*****{digits[-2:]}"


def _text(cell: object) -> str | None:
    """Return a cell as text; None for what cannot be a phone number, such as a date or a fraction."""
    if cell is None:
        return ""
    if isinstance(cell, bool | date | time | timedelta):
        return None
    if isinstance(cell, int | float):
        return str(int(cell)) if 0 <= cell < _LONGEST_WHOLE and cell == int(cell) else None
    return str(cell)


def _cleaned(text: str) -> str:
    """Return the text with compatibility forms resolved, invisible marks gone and digits in ASCII."""
    plain = (_plain(mark) for mark in unicodedata.normalize("NFKC", text))
    return "".join(plain).strip().removeprefix(_AN_OLD_HABIT).strip()


def _plain(mark: str) -> str:
    if unicodedata.category(mark) == "Cf":
        return ""
    digit = unicodedata.decimal(mark, None)
    return mark if digit is None else str(digit)


def _of_a_cleaned_text(text: str) -> int | str:
    if not text:
        return "empty_number"
    if scientific := _SCIENTIFIC.fullmatch(text):
        first, fraction, exponent = scientific[1], scientific[2] or "", int(scientific[3])
        if len(fraction.rstrip("0")) > exponent:
            return "bad_number"
        if len(fraction) < exponent:
            return "damaged_number"
        text = first + fraction[:exponent]
    elif whole := _WHOLE_WITH_ZERO_FRACTION.fullmatch(text):
        text = whole[1]
    compact = _DECORATION.sub("", text)
    if mobile := _MOBILE.fullmatch(compact):
        return int("90" + mobile[1])
    return _reason(text, compact)


def _reason(text: str, compact: str) -> str:
    if _holds_several(text, compact):
        return "several_numbers"
    if _LANDLINE.fullmatch(compact):
        return "landline"
    if _FOREIGN.fullmatch(compact):
        return "foreign_number"
    return "bad_number"


def _holds_several(text: str, compact: str) -> bool:
    return sum(map(_is_a_phone, _parts(text))) >= _SEVERAL or any(_halves(compact))


def _parts(text: str) -> list[str]:
    return [_DECORATION.sub("", part) for part in _SEPARATORS.split(text)]


def _halves(compact: str) -> Iterator[list[str]]:
    """Yield the ways in which a text without blanks is two mobile numbers."""
    for cut in range(10, len(compact) - 9):
        halves = [compact[:cut], compact[cut:]]
        if all(map(_MOBILE.fullmatch, halves)):
            yield halves


def _is_a_phone(part: str) -> bool:
    return any(shape.fullmatch(part) for shape in (_MOBILE, _LANDLINE, _FOREIGN))
