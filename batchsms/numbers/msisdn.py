r"""Cells → Turkish mobile numbers, or the reason why a cell is none.

A MSISDN is an `int` of twelve digits, `905XXXXXXXXX`. The gateway's page lists three forms that
it takes (`905xxxxxxxxx`, `+90 5xx xxx xx xx`, `5xxxxxxxxx`); lists also hold `05xx…`, `0090…`,
`="05xx…"`, `=+905xx…` and `tel:` links. Anything else is refused with a reason: a number is never guessed.
"""

import re
from collections.abc import Iterable

from batchsms.numbers.many_numbers import plain_mobiles
from batchsms.numbers.number_shapes import (
    DECORATION,
    FOREIGN,
    LANDLINE,
    MOBILE,
    SEVERAL,
    cleaned,
    halves_of,
    is_a_phone,
    parts_of,
    text_of,
)

__all__ = ["msisdn", "msisdns"]

# One dot or comma, and nothing but zeros behind it: a whole number, not a group of digits.
_WHOLE_WITH_ZERO_FRACTION = re.compile(r"((?:[^.,0-9]*[0-9]){7,}[^.,0-9]*)[.,]0+")
# How Excel keeps a zero and a plus in a text file; a link to a phone (RFC 3966).
_EXACT = re.compile(r'="([^"]*)"|=(\+[0-9]+)|tel:([+0-9().-]+)', re.IGNORECASE)
_SCIENTIFIC = re.compile(r"([0-9])(?:[.,]([0-9]*))?[eE]\+?([0-9]{1,2})")


def msisdns(cells: Iterable[object]) -> tuple[list[int], list[str]]:
    """Return the number of each cell (0 where there is none) and the reason (`""` where there is one)."""
    cells = list(cells)
    numbers = [int(f"90{mobile}") if mobile else 0 for mobile in plain_mobiles(cells)]
    reasons = [""] * len(numbers)
    for at, number in enumerate(numbers):
        if not number:
            found = msisdn(cells[at])
            if isinstance(found, int):
                numbers[at] = found
            else:
                reasons[at] = found
    return numbers, reasons


def msisdn(cell: object) -> int | str:
    """Return the MSISDN that a cell holds, or the reason why it holds none.

    Reasons: `empty_number`, `damaged_number`, `several_numbers`, `landline`, `foreign_number`,
    `bad_number`.
    """
    text = text_of(cell)
    if text is None:
        return "bad_number"
    # The usual case first; a dot may be that of `5301234567.0`.
    if "." not in text and (mobile := MOBILE.fullmatch(DECORATION.sub("", text))):
        return int("90" + mobile[1])
    return _of_a_cleaned_text(cleaned(text))


def _of_a_cleaned_text(text: str) -> int | str:
    if exact := _EXACT.fullmatch(text):
        text = exact[exact.lastindex or 0].strip()
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
    compact = DECORATION.sub("", text)
    if mobile := MOBILE.fullmatch(compact):
        return int("90" + mobile[1])
    return _reason(text, compact)


def _reason(text: str, compact: str) -> str:
    if _holds_several(text, compact):
        return "several_numbers"
    if LANDLINE.fullmatch(compact):
        return "landline"
    if FOREIGN.fullmatch(compact):
        return "foreign_number"
    return "bad_number"


def _holds_several(text: str, compact: str) -> bool:
    return sum(map(is_a_phone, parts_of(text))) >= SEVERAL or any(halves_of(compact))
