"""Why a row was left out: a title to count it under, and a sentence that a person can act on.

`_REASONS` is the whole list of reasons. `about` is what one row adds to its reason: a column, a
row number, a file, an error.
"""

from collections.abc import Callable

from batchsms.i18n import _

__all__ = ["FAULTLESS_REASONS", "NUMBER_REASONS", "REASONS", "advice", "sentence", "title"]

FAULTLESS_REASONS = frozenset(
    {"hidden_row", "not_a_recipient", "suppressed", "blacklisted", "duplicate", "repeated_number"}
)
"""Reasons to leave a row out that are no fault of the row's own."""
NUMBER_REASONS = frozenset(
    {"empty_number", "damaged_number", "several_numbers", "landline", "foreign_number", "bad_number"}
    | {"suppressed", "blacklisted", "duplicate", "repeated_number"}
)
"""Reasons that are to be found in the cell of the row's number."""

_REASONS: dict[str, Callable[[], tuple[str, str]]] = {
    "hidden_row": lambda: (
        _("hidden row"),
        _("The row is hidden or filtered out in the workbook"),
    ),
    "not_a_recipient": lambda: (
        _("no recipient"),
        _("The row looks like a total or a note, not like a recipient"),
    ),
    "empty_number": lambda: (
        _("no phone number"),
        _("The phone number is missing; fill it in"),
    ),
    "damaged_number": lambda: (
        _("damaged phone number"),
        _("Excel has rounded the number and its last digits are lost; type it again, as text"),
    ),
    "several_numbers": lambda: (
        _("several phone numbers in one cell"),
        _("The cell holds more than one number; give each a row of its own"),
    ),
    "landline": lambda: (
        _("landline"),
        _("This is a landline or service number; SMS needs a mobile one"),
    ),
    "foreign_number": lambda: (
        _("foreign phone number"),
        _("This is a number outside Turkey, which the gateway does not take"),
    ),
    "bad_number": lambda: (
        _("no mobile number"),
        _("This is no Turkish mobile number (5XX XXX XX XX); correct it"),
    ),
    "suppressed": lambda: (
        _("suppressed"),
        _("The number is on the list of those never to be sent to: {about}"),
    ),
    "blacklisted": lambda: (
        _("blacklisted"),
        _("The number is on the account's blacklist"),
    ),
    "missing_value": lambda: (
        _("a value that the text needs is empty"),
        _("The text needs a value from the column {about}, which is empty here"),
    ),
    "template_error": lambda: (
        _("the template fails on the row"),
        _("The template fails on this row: {about}"),
    ),
    "empty_text": lambda: (
        _("empty text"),
        _("The text is empty for this row"),
    ),
    "too_long": lambda: (
        _("text too long"),
        _("The text takes {about} segments; the gateway takes at most 7"),
    ),
    "duplicate": lambda: (
        _("the same number and text again"),
        _("Row {about} has the same number and the same text"),
    ),
    "repeated_number": lambda: (
        _("the same number again"),
        _("Row {about} has the same number"),
    ),
}


REASONS = tuple(_REASONS)
"""All reasons, in the order in which they win: a row that has several is skipped for the first of them."""


_ADVICE: dict[str, Callable[[], str]] = {
    "empty_number": lambda: _("fill it in"),
    "damaged_number": lambda: _("type it again, as text"),
    "several_numbers": lambda: _("give each number a row of its own"),
    "landline": lambda: _("give a mobile number"),
    "foreign_number": lambda: _("the gateway takes Turkish mobile numbers"),
    "bad_number": lambda: _("correct it"),
    "missing_value": lambda: _("fill it in, or give the text a default"),
    "template_error": lambda: _("correct the template, or the row"),
    "empty_text": lambda: _("correct the template, or the row"),
    "too_long": lambda: _("shorten the text"),
}


def advice(reason: str) -> str:
    """Return what to do about rows with this reason, or `""` where nothing need be done."""
    return _ADVICE[reason]() if reason in _ADVICE else ""


def title(reason: str) -> str:
    """Return what rows with this reason are counted under."""
    return _REASONS[reason]()[0]


def sentence(reason: str, about: str) -> str:
    """Return the sentence for one excluded row."""
    text = _REASONS[reason]()[1].format(about=about)
    if reason == "bad_number" and about:
        return _("{text}; did you mean {number}?").format(text=text, number=about)
    if reason == "several_numbers" and about:
        return _("The cell holds {numbers}; give each a row of its own").format(numbers=about)
    return text
