"""A list's rows as they are gathered, and why some of them are left out."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from batchsms.campaign.distinct_texts import NO_MESSAGE, Messages
from batchsms.campaign.packing import Column, first_rows
from batchsms.campaign.printed_numbers import Printed
from batchsms.campaign.suppression import Suppression
from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.journal.draft import Draft
from batchsms.numbers.msisdn import joined, msisdns, numbers_in, suggestion
from batchsms.pricing.segments import MOST_SEGMENTS
from batchsms.reading import list_reader, phone_column
from batchsms.reading.cell_addresses import Addresses
from batchsms.reading.findings import EXAMPLES, Findings
from batchsms.texts.template import TextTemplate
from batchsms.texts.text_warnings import ODDITIES

__all__ = [
    "Rows",
    "column",
    "exclude_hidden",
    "exclude_notes",
    "exclude_repeats",
    "exclude_suppressed",
    "exclude_unsendable_texts",
    "gather",
    "records",
    "remark_on_texts",
    "report_cells_without_value",
]

_NOT_EXCLUDED = ("", "")
_LESS_THAN_SUPPRESSED = frozenset({"", "missing_value", "template_error"})
"""The reasons so far that being suppressed goes before."""
_ERROR_WORDS = frozenset(
    {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
    | {"#YOK", "#DEĞER!", "#BAŞV!", "#SAYI/0!", "#AD?", "#SAYI!", "#BOŞ!", "#TAŞMA!", "#HESAPLA!"}
)
"""What Excel shows in place of a value, in English and in Turkish."""


@dataclass
class Rows:
    """The rows as they are gathered: about thirty bytes for each, whatever stands in them."""

    origin: str
    phone_column: int
    findings: Findings
    needed: tuple[int, ...] = ()
    """Positions of the phone column and of the columns that the template uses."""
    addresses: Addresses = field(default_factory=lambda: Addresses("", ()))
    filled: Counter[int] = field(default_factory=Counter)
    """How many cells of each needed column hold something."""
    printed: Printed = field(default_factory=Printed)
    """The numbers of the columns that the template prints as they are."""
    longest_text: int = 0
    tail: list[int] = field(default_factory=list)
    """Positions since the last row that has something in its phone column."""
    notes: set[int] = field(default_factory=set)
    """Those of the tail that begin as notes do."""
    sheet_rows: "array[int]" = field(default_factory=lambda: array("q"))
    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    messages: "array[int]" = field(default_factory=lambda: array("q"))
    exclusions: dict[int, tuple[str, str]] = field(default_factory=dict)


def gather(
    draft: Draft, chunk: list_reader.Chunk, rows: Rows, template: TextTemplate, messages: Messages
) -> None:
    """Add a chunk: cells and messages to the draft, numbers and reasons to the rows."""
    start = len(rows.sheet_rows)
    draft.add_cells(start, chunk.columns)
    phones = chunk.columns[rows.phone_column]
    numbers, reasons = msisdns(phones)
    texts = template.texts(chunk.columns, len(chunk.rows))
    rows.sheet_rows.extend(chunk.rows)
    rows.numbers.extend(numbers)
    rows.messages.extend(messages.ids(texts))
    rows.longest_text = max(rows.longest_text, _longest(chunk.columns))
    for at, (reason, text) in enumerate(zip(reasons, texts, strict=True)):
        is_bare = reason == "empty_number" or (
            reason == "bad_number" and _digits(phones[at]) < _FEWEST_DIGITS
        )
        if is_bare and phone_column.is_total([column[at] for column in chunk.columns]):
            rows.exclusions[start + at] = ("not_a_recipient", "")
        elif reason:
            split = _split(rows, chunk, at) if reason == "bad_number" else ""
            rows.exclusions[start + at] = (reason, split or _about(reason, phones[at]))
        elif text.reason:
            rows.exclusions[start + at] = (text.reason, text.about)

    rows.printed.follow(start, chunk.columns)
    _follow_tail(rows, start, reasons, chunk)
    _look_for_errors(rows, chunk)


def _look_for_errors(rows: Rows, chunk: list_reader.Chunk) -> None:
    """Count what the needed columns hold, and say where it is the word of an error, such as #N/A."""
    for position in rows.needed:
        column = chunk.columns[position]
        rows.filled[position] += len(column) - column.count(None)
        if position != rows.phone_column and not _ERROR_WORDS.isdisjoint(column):
            for at, cell in enumerate(column):
                if cell in _ERROR_WORDS:
                    where = rows.addresses.cell(position, chunk.rows[at])
                    rows.findings.add("error_text", where, severity="error")


def report_cells_without_value(read: list_reader.Table, rows: Rows) -> None:
    """Say where needed cells are read as empty though they are not; refuse a column of nothing else."""
    for position in rows.needed:
        unstored = read.without_value.get(position, [])
        if unstored and not rows.filled[position]:
            raise InputError(
                "formulas_without_values",
                _(
                    "{path}: the column {column} holds nothing but formulas whose values were never stored, "
                    "from {address} on"
                ).format(
                    path=read.path,
                    column=rows.addresses.name(position),
                    address=rows.addresses.cell(position, unstored[0]),
                ),
                hint=_("open the workbook in Excel and save it; its formulas are calculated then"),
            )
        for row in unstored:
            where = rows.addresses.cell(position, row)
            rows.findings.add("formula_without_value", where, severity="error")
        for row in read.errors.get(position, []):
            rows.findings.add("error_value", rows.addresses.cell(position, row), severity="error")


def _follow_tail(rows: Rows, start: int, reasons: Sequence[str], chunk: list_reader.Chunk) -> None:
    """Keep the positions of the rows at the end that have a cell or two, and no number in them.

    A signature has two: what somebody does, and the name, which may stand in the phone column.
    """
    phones = chunk.columns[rows.phone_column]
    for at, reason in enumerate(reasons):
        is_word = reason == "bad_number" and isinstance(phones[at], str) and not _digits(phones[at])
        if reason != "empty_number" and not is_word:
            rows.tail.clear()
            rows.notes.clear()
        elif sum(column[at] is not None for column in chunk.columns) <= (2 if is_word else 1):
            rows.tail.append(start + at)
            if phone_column.is_note(column[at] for column in chunk.columns):
                rows.notes.add(start + at)


def exclude_notes(rows: Rows) -> None:
    """Tell notes below a list from recipients without a number.

    A blank row parts them from it, and one follows the other; or each begins as notes do, and no
    recipient comes after it.
    """
    count = len(rows.sheet_rows)
    was_note = False
    for at, position in enumerate(rows.tail):
        is_total = rows.exclusions[position][0] == "not_a_recipient"
        is_apart = position and rows.sheet_rows[position] - rows.sheet_rows[position - 1] > 1
        ends_the_list = count - position == len(rows.tail) - at
        was_note = bool(was_note or is_apart or is_total)
        if was_note or (position in rows.notes and ends_the_list):
            rows.exclusions[position] = ("not_a_recipient", "")


def exclude_hidden(rows: Rows, hidden: frozenset[int], *, skip: bool) -> None:
    """Leave the hidden rows out, or only say that there are some."""
    for position, sheet_row in enumerate(rows.sheet_rows if hidden else ()):
        if sheet_row in hidden and skip:
            rows.exclusions[position] = ("hidden_row", "")
        elif sheet_row in hidden:
            rows.findings.add("hidden_rows_included", rows.addresses.row(sheet_row))


def exclude_suppressed(rows: Rows, suppressions: Iterable[Suppression]) -> None:
    """Leave out who is on a list of those never to be sent to; of several, the first is named."""
    numbers = column(rows.numbers)
    for suppression in suppressions:
        for row in np.flatnonzero(np.isin(numbers, suppression.numbers)).tolist():
            if rows.exclusions.get(row, _NOT_EXCLUDED)[0] in _LESS_THAN_SUPPRESSED:
                rows.exclusions[row] = ("suppressed", suppression.name)


def exclude_repeats(rows: Rows, going: Column, *, one_per_number: bool) -> Column:
    """Leave out who has the same number and text as a row before, or just the same number.

    Return which of the rows go: of each number, or number and text, the first. Numbers that go with
    several texts are among the findings.
    """
    numbers, messages = column(rows.numbers), column(rows.messages)
    going = _firsts(rows, going, "duplicate", first_rows(numbers[going], messages[going]))
    first_of_number = first_rows(numbers[going], np.zeros_like(going))
    if one_per_number:
        return _firsts(rows, going, "repeated_number", first_of_number)
    for row in going[first_of_number != np.arange(len(going))].tolist():
        rows.findings.add("several_texts", rows.addresses.cell(rows.phone_column, rows.sheet_rows[row]))
    return going


def _firsts(rows: Rows, going: Column, reason: str, first: Column) -> Column:
    """Leave out each row that is not its own first, and return the others."""
    is_first: npt.NDArray[np.bool_] = first == np.arange(len(going))
    for row, before in zip(going[~is_first].tolist(), going[first[~is_first]].tolist(), strict=True):
        rows.exclusions[row] = (reason, str(rows.sheet_rows[before]))
    firsts: Column = going[is_first]
    return firsts


def exclude_unsendable_texts(rows: Rows, messages: Column, segments: Column) -> None:
    """Leave out the rows whose text is empty or too long; `segments` are those of each message."""
    with_text = np.flatnonzero(messages != NO_MESSAGE)
    of_row = segments[messages[with_text]]
    for row in with_text[of_row == 0].tolist():
        rows.exclusions.setdefault(row, ("empty_text", ""))
    too_long = of_row > MOST_SEGMENTS
    for row, count in zip(with_text[too_long].tolist(), of_row[too_long].tolist(), strict=True):
        rows.exclusions.setdefault(row, ("too_long", str(count)))


def remark_on_texts(rows: Rows, messages: Messages, going: Column) -> None:
    """Note what is odd about the texts of the rows that go: how many have such a text, and which first."""
    of_recipients = column(rows.messages)[going]
    odd = np.asarray(messages.oddities)[of_recipients]
    for bit, (code, (severity, *_check)) in enumerate(ODDITIES.items()):
        having = going[(odd & (1 << bit)) > 0]
        if len(having):
            places = [rows.addresses.row(rows.sheet_rows[row]) for row in having[:EXAMPLES].tolist()]
            rows.findings.add(code, *places, severity=severity, count=len(having))
    if len(rows.addresses.columns) > 1 and len(going) > 1 and (of_recipients == of_recipients[0]).all():
        rows.findings.add("same_text", str(len(going)), severity="info")


def records(
    rows: Rows, orders: Column
) -> Iterator[tuple[int, int, int | None, int | None, int | None, str, str]]:
    """Yield the rows as the campaign file has them; `orders` has 0 for a row without one."""
    for at, (sheet_row, number, message, order) in enumerate(
        zip(rows.sheet_rows, rows.numbers, rows.messages, orders, strict=True)
    ):
        reason, about = rows.exclusions.get(at, _NOT_EXCLUDED)
        yield (
            at,
            sheet_row,
            number or None,
            None if message == NO_MESSAGE else message,
            int(order) or None,
            reason,
            about,
        )


def column(values: "array[int]") -> Column:
    """Return gathered values as a column."""
    return np.array(values, dtype=np.int64)


_MOST_NUMBERS = 10  # of one cell that are told
_HALVES = 2
_FEWEST_DIGITS = 7  # of what may be meant as a phone number; a count of rows has fewer


def _digits(cell: object) -> int:
    return sum(map(str.isdecimal, str(cell)))


def _about(reason: str, cell: object) -> str:
    if reason == "several_numbers":
        *others, last = numbers_in(cell)[:_MOST_NUMBERS]
        return _("{others} and {last}").format(others=", ".join(others), last=last)
    return suggestion(cell) if reason == "bad_number" else ""


def _split(rows: Rows, chunk: list_reader.Chunk, at: int) -> str:
    """Return the number that a cell has one half of, and its neighbour the other, and say so, or `""`."""
    for left in (rows.phone_column - 1, rows.phone_column):
        halves = [column[at] for column in chunk.columns[max(left, 0) : left + 2]]
        number = joined(*halves) if len(halves) == _HALVES and left >= 0 else ""
        if number:
            rows.findings.add("split_number", rows.addresses.cell(left, chunk.rows[at]))
            return number
    return ""


def _longest(columns: Iterable[Iterable[object]]) -> int:
    return max((len(cell) for column in columns for cell in column if isinstance(cell, str)), default=0)
