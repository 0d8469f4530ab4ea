"""A cell that holds no one number → what it seems to mean: it is asked about, and never taken."""

import re

from batchsms.numbers.number_shapes import (
    DECORATION,
    MOBILE,
    SEVERAL,
    cleaned,
    halves_of,
    is_a_phone,
    parts_of,
    text_of,
)

__all__ = ["number_in_two_cells", "numbers_in", "suggestion"]

_STRAY_PREFIX = re.compile(r"(?:\+|0|90)*(5[0-9]{9})")
_CODE = re.compile(r"(?:\+90|0090|90|0)?5[0-9]{2}")
_REST = re.compile(r"[0-9]{7}")
_WORD_BEFORE = re.compile(r"\A(?:telefon|tel|gsm|cep|mobil|phone)(?: no)?\s*[:.]*", re.IGNORECASE)
_MARKS_AROUND = " '\"`;,.:\u2018\u2019\u201b\u2032\u0301"  # the last is what an acute accent comes apart to
_CHAT_LINK = re.compile(
    r"(?:whatsapp:(?://send/?\?phone=)?|(?:https?://)?(?:wa\.me/|(?:api|www)\.whatsapp\.com/send/?\?phone=))"
    r"([^?&#]*).*",
    re.IGNORECASE | re.DOTALL,
)
_LETTERS_FOR_DIGITS = str.maketrans("OoIl", "0011")


def suggestion(cell: object) -> str:
    """Return the one number that a cell without a number seems to mean, or `""`.

    It may be hidden by a stray prefix (`90 0530…`), a word before it (`Tel.`), letters for digits
    (`O530…`), an apostrophe before it or a comma behind it, or stand in a link (`wa.me/90530…`).
    """
    text = text_of(cell)
    if not text:
        return ""
    link = _CHAT_LINK.fullmatch(cleaned(text))
    bare = _WORD_BEFORE.sub("", link[1] if link else cleaned(text)).strip(_MARKS_AROUND)
    stray = _STRAY_PREFIX.fullmatch(DECORATION.sub("", bare).translate(_LETTERS_FOR_DIGITS))
    return "90" + stray[1] if stray else ""


def number_in_two_cells(code: object, rest: object) -> str:
    """Return the number whose first three digits and last seven stand in two cells, or `""`."""
    halves = [DECORATION.sub("", cleaned(text_of(cell) or "")) for cell in (code, rest)]
    if _CODE.fullmatch(halves[0]) and _REST.fullmatch(halves[1]):
        return f"90{halves[0][-3:]}{halves[1]}"
    return ""


def numbers_in(cell: object) -> list[str]:
    """Return the numbers of a cell that holds several: mobile ones as `905…`, others by their digits."""
    text = cleaned(text_of(cell) or "")
    parts = [part for part in parts_of(text) if is_a_phone(part)]
    if len(parts) < SEVERAL:
        parts = next(halves_of(DECORATION.sub("", text)), [])
    return [f"90{mobile[1]}" if (mobile := MOBILE.fullmatch(part)) else part for part in parts]
