"""Why a row is skipped: a title to count it under, and sentences that a person can act on.

`_REASONS` is the whole list of reasons. `about` is what one row adds to its reason: a column, a
row number, a file, an error.
"""

from collections.abc import Callable
from typing import NamedTuple

from batchsms.i18n import _, ngettext

__all__ = ["FAULTLESS_REASONS", "NUMBER_REASONS", "REASONS", "advice", "sentence", "summary", "title"]

FAULTLESS_REASONS = frozenset(
    {"hidden_row", "not_a_recipient", "suppressed", "blacklisted", "already_sent"}
    | {"duplicate", "repeated_number"}
)
"""Reasons to skip a row that are no fault of the row's own."""
NUMBER_REASONS = frozenset(
    {"empty_number", "damaged_number", "several_numbers", "landline", "foreign_number", "bad_number"}
    | {"suppressed", "blacklisted", "duplicate", "repeated_number"}
)
"""Reasons that are to be found in the cell of the row's number."""


class _Reason(NamedTuple):
    """What is said of a reason.

    `title` counts its rows, `sentence` is for one row, with `{about}`; `summary` for all of them, with
    `{count}` and `{examples}`. `advice` says in a few words what to do, or is empty.
    """

    title: str
    sentence: str
    summary: str
    advice: str = ""


_REASONS: dict[str, Callable[[int], _Reason]] = {
    "hidden_row": lambda count: _Reason(
        _("hidden row"),
        _("The row is hidden or filtered out in the workbook"),
        ngettext(
            "{count} row is hidden or filtered out and is skipped: {examples}. To send to it, use "
            "--hidden-rows include.",
            "{count} rows are hidden or filtered out and are skipped: {examples}. To send to them, use "
            "--hidden-rows include.",
            count,
        ),
    ),
    "not_a_recipient": lambda count: _Reason(
        _("not a recipient"),
        _("The row looks like a total or a note, not like a recipient"),
        ngettext(
            "{count} row looks like a total or a note and is skipped: {examples}",
            "{count} rows look like totals or notes and are skipped: {examples}",
            count,
        ),
    ),
    "empty_number": lambda count: _Reason(
        _("no phone number"),
        _("The phone number is missing. Fill it in."),
        ngettext(
            "{count} row has no phone number and is skipped: {examples}. Fill it in.",
            "{count} rows have no phone number and are skipped: {examples}. Fill them in.",
            count,
        ),
        _("fill it in"),
    ),
    "damaged_number": lambda count: _Reason(
        _("damaged phone number"),
        _("Excel has rounded the number, and its last digits are lost. Type it again, as text."),
        ngettext(
            "{count} row has a phone number that Excel has rounded, and is skipped: {examples}. Type the "
            "number again, as text.",
            "{count} rows have phone numbers that Excel has rounded, and are skipped: {examples}. Type the "
            "numbers again, as text.",
            count,
        ),
        _("type it again, as text"),
    ),
    "several_numbers": lambda count: _Reason(
        _("several phone numbers in one cell"),
        _("The cell holds more than one number. Give each a row of its own."),
        ngettext(
            "{count} row has several phone numbers in one cell and is skipped: {examples}. Give each number "
            "a row of its own.",
            "{count} rows have several phone numbers in one cell and are skipped: {examples}. Give each "
            "number a row of its own.",
            count,
        ),
        _("give each number a row of its own"),
    ),
    "landline": lambda count: _Reason(
        _("landline"),
        _("This is a landline or service number. SMS needs a mobile number."),
        ngettext(
            "{count} row has a landline or service number and is skipped: {examples}. SMS needs a mobile "
            "number.",
            "{count} rows have landline or service numbers and are skipped: {examples}. SMS needs mobile "
            "numbers.",
            count,
        ),
        _("SMS needs a mobile number"),
    ),
    "foreign_number": lambda count: _Reason(
        _("foreign phone number"),
        _("This is a number outside Turkey, which the gateway does not accept"),
        ngettext(
            "{count} row has a number outside Turkey, which the gateway does not accept, and is skipped: "
            "{examples}",
            "{count} rows have numbers outside Turkey, which the gateway does not accept, and are skipped: "
            "{examples}",
            count,
        ),
        _("the gateway accepts Turkish mobile numbers only"),
    ),
    "bad_number": lambda count: _Reason(
        _("not a Turkish mobile number"),
        _("This is not a valid Turkish mobile number (5XX XXX XX XX). Correct it."),
        ngettext(
            "{count} row has no valid Turkish mobile number and is skipped: {examples}. Correct it.",
            "{count} rows have no valid Turkish mobile number and are skipped: {examples}. Correct them.",
            count,
        ),
        _("correct it"),
    ),
    "suppressed": lambda count: _Reason(
        _("suppressed"),
        _("The number is in the list of numbers never to be sent to: {about}"),
        ngettext(
            "{count} row has a number never to be sent to and is skipped: {examples}",
            "{count} rows have numbers never to be sent to and are skipped: {examples}",
            count,
        ),
    ),
    "blacklisted": lambda count: _Reason(
        _("blacklisted"),
        _("The number is on the account's blacklist"),
        ngettext(
            "{count} row has a number on the account's blacklist and is skipped: {examples}",
            "{count} rows have numbers on the account's blacklist and are skipped: {examples}",
            count,
        ),
    ),
    "already_sent": lambda count: _Reason(
        _("already sent"),
        _("The list is an earlier results file, which says that this row was sent to or may have been"),
        ngettext(
            "{count} row was sent to before, or may have been, and is skipped: {examples}",
            "{count} rows were sent to before, or may have been, and are skipped: {examples}",
            count,
        ),
    ),
    "missing_key": lambda count: _Reason(
        _("nothing tells whether the row is new"),
        _("The column {about}, by which new rows are known, is empty here. Fill it in."),
        ngettext(
            "{count} row has nothing in the column by which new rows are known, and is skipped: {examples}. "
            "Fill it in.",
            "{count} rows have nothing in the column by which new rows are known, and are skipped: "
            "{examples}. Fill it in.",
            count,
        ),
        _("fill it in"),
    ),
    "missing_value": lambda count: _Reason(
        _("a value that the text needs is empty"),
        _("The text needs a value from the column {about}, which is empty here"),
        ngettext(
            "{count} row lacks a value that the text needs and is skipped: {examples}. Fill it in, or give "
            "the text a default.",
            "{count} rows lack a value that the text needs and are skipped: {examples}. Fill them in, or "
            "give the text a default.",
            count,
        ),
        _("fill it in, or give the text a default"),
    ),
    "template_error": lambda count: _Reason(
        _("the template fails on the row"),
        _("The template fails on this row: {about}"),
        ngettext(
            "The template fails on {count} row, which is skipped: {examples}. The error is: {details}",
            "The template fails on {count} rows, which are skipped: {examples}. The first error is: "
            "{details}",
            count,
        ),
        _("correct the template, or the row"),
    ),
    "empty_text": lambda count: _Reason(
        _("empty text"),
        _("The text is empty for this row"),
        ngettext(
            "{count} row has an empty text and is skipped: {examples}. Correct the template, or the row.",
            "{count} rows have an empty text and are skipped: {examples}. Correct the template, or the rows.",
            count,
        ),
        _("correct the template, or the row"),
    ),
    "too_long": lambda count: _Reason(
        _("text too long"),
        _("The text has {about} segments; the gateway accepts at most 7"),
        ngettext(
            "{count} row has a text of more than 7 segments and is skipped: {examples}. Shorten the text.",
            "{count} rows have texts of more than 7 segments and are skipped: {examples}. Shorten the text.",
            count,
        ),
        _("shorten the text"),
    ),
    "duplicate": lambda count: _Reason(
        _("the same number and text again"),
        _("Row {about} has the same number and the same text"),
        ngettext(
            "{count} row has the number and the text of a row before it and is skipped: {examples}",
            "{count} rows have the number and the text of a row before them and are skipped: {examples}",
            count,
        ),
    ),
    "repeated_number": lambda count: _Reason(
        _("the same number again"),
        _("Row {about} has the same number"),
        ngettext(
            "{count} row has the number of a row before it and is skipped: {examples}",
            "{count} rows have the number of a row before them and are skipped: {examples}",
            count,
        ),
    ),
}


REASONS = tuple(_REASONS)
"""All reasons, in the order in which they win: a row that has several is skipped for the first of them."""


def advice(reason: str) -> str:
    """Return in a few words what to do about rows with this reason, or `""` where nothing need be done."""
    return _REASONS[reason](1).advice


def title(reason: str) -> str:
    """Return what rows with this reason are counted under."""
    return _REASONS[reason](1).title


def summary(reason: str, count: int) -> str:
    """Return the sentence for all rows with a reason, with `{count}`, `{examples}` and `{details}` in it."""
    return _REASONS[reason](count).summary


def sentence(reason: str, about: str) -> str:
    """Return the sentence for one skipped row."""
    if reason == "bad_number" and about:
        return _("This is not a valid Turkish mobile number (5XX XXX XX XX). Did you mean {number}?").format(
            number=about
        )
    if reason == "several_numbers" and about:
        return _("The cell holds {numbers}. Give each a row of its own.").format(numbers=about)
    if reason == "already_sent" and about:
        return _("The run of {night} has sent to this row already, or may have").format(night=about)
    return _REASONS[reason](1).sentence.format(about=about)
