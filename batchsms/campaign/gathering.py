"""An open source, chunk by chunk → the draft's cells and messages, and each row's number and message."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from batchsms.campaign.messages.distinct_texts import DistinctTexts
from batchsms.campaign.printed_numbers import PrintedNumbers
from batchsms.campaign.skipping.exclusions import Exclusions
from batchsms.campaign.skipping.notes_below import NotesBelow, is_a_total
from batchsms.campaign.source import OpenSource
from batchsms.i18n import _
from batchsms.journal.draft import Draft
from batchsms.numbers.msisdn import msisdns
from batchsms.reading.list_reader import Chunk
from batchsms.texts.row_rendering import Rendered

__all__ = ["Gathered", "gather"]

_ERROR_WORDS = frozenset(
    {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
    | {"#YOK", "#DEĞER!", "#BAŞV!", "#SAYI/0!", "#AD?", "#SAYI!", "#BOŞ!", "#TAŞMA!", "#HESAPLA!"}
)
"""What Excel shows in place of a value, in English and in Turkish."""
_MOST_NUMBERS = 10  # of one cell that are named
_HALVES = 2


class Gathered(NamedTuple):
    """The rows of a list, column by column: about thirty bytes for each, whatever is in them.

    `exclusions` holds the reasons that a row has by itself: its number, its text, being a note.
    """

    sheet_rows: Sequence[int]
    numbers: Sequence[int]
    """MSISDNs; 0 where a row has none."""
    messages: Sequence[int]
    """Positions among the distinct texts; `NO_MESSAGE` where a row has no text."""
    exclusions: Exclusions
    texts: DistinctTexts
    printed: PrintedNumbers
    sent_before: Sequence[int]
    """Positions of the rows that an earlier results file says were sent to, or may have been."""
    filled: Mapping[int, int]
    """How many cells of each needed column hold something, by its position."""
    longest_cell: int
    """Characters of the longest text in a cell of the list."""
    keys: Sequence[bytes | None]
    """What tells each row from others, hashed; empty where nobody asks for it."""


def gather(
    source: OpenSource, draft: Draft, texts: DistinctTexts, progress: Callable[[int], None]
) -> Gathered:
    """Read all rows; write their cells and messages to the draft. `progress` is given the rows so far."""
    rows = _Rows(source, texts)
    for chunk in source.table.chunks:
        draft.add_cells(len(rows.sheet_rows), chunk.columns)
        rendered = source.template.texts(chunk.values, len(chunk.rows))
        placed = texts.place(rendered)
        draft.add_messages(placed.new)
        rows.add(chunk, rendered, placed.messages)
        progress(len(rows.sheet_rows))
    return rows.gathered()


class _Rows:
    """The rows so far."""

    def __init__(self, source: OpenSource, texts: DistinctTexts) -> None:
        self.sheet_rows = array("q")
        self._source = source
        self._texts = texts
        self._numbers = array("q")
        self._messages = array("q")
        self._exclusions = Exclusions()
        self._notes = NotesBelow()
        self._sent_before = array("q")
        self._printed = PrintedNumbers(source.template.printed)
        self._filled = Counter[int]()
        self._longest_cell = 0
        self._keys: list[bytes | None] = []

    def add(self, chunk: Chunk, rendered: Sequence[Rendered], messages: Sequence[int]) -> None:
        """Add the rows of a chunk, with their texts."""
        start = len(self.sheet_rows)
        numbers, reasons = msisdns(chunk.columns[self._source.phone])
        self.sheet_rows.extend(chunk.rows)
        self._numbers.extend(numbers)
        self._messages.extend(messages)
        self._exclusions.extend(len(chunk.rows))
        for at, (reason, text) in enumerate(zip(reasons, rendered, strict=True)):
            if reason:
                self._exclude_number(start + at, reason, chunk, at)
            elif text.reason:
                self._exclusions.add(start + at, text.reason, text.about)
        self._sent_before.extend(start + at for at in chunk.sent_before)
        self._printed.follow(start, chunk.columns)
        self._notes.follow(start, chunk.columns, self._source.phone, reasons)
        self._longest_cell = max(self._longest_cell, _longest(chunk.columns))
        self._add_keys(chunk, numbers)
        self._look_for_errors(chunk)

    def gathered(self) -> Gathered:
        """Return the rows, of which the last is known now."""
        self._notes.exclude(self._exclusions, self.sheet_rows)
        return Gathered(
            self.sheet_rows,
            self._numbers,
            self._messages,
            self._exclusions,
            self._texts,
            self._printed,
            self._sent_before,
            self._filled,
            self._longest_cell,
            self._keys,
        )

    def _add_keys(self, chunk: Chunk, numbers: Sequence[int]) -> None:
        only_new, key = self._source.source.only_new, self._source.key
        if only_new is None or key is None:
            return
        from batchsms.campaign.skipping.new_rows import hashed_keys  # noqa: PLC0415 - for nights alone

        is_phone = key == self._source.phone
        self._keys += hashed_keys(chunk.columns[key], only_new.secret, numbers if is_phone else None)

    def _exclude_number(self, row: int, reason: str, chunk: Chunk, at: int) -> None:
        """Skip a row for what is in its phone column, which is at a place of a chunk."""
        from batchsms.numbers.suggestions import numbers_in, suggestion  # noqa: PLC0415 - for bad numbers alone

        cell = chunk.columns[self._source.phone][at]
        if is_a_total(reason, cell, [column[at] for column in chunk.columns]):
            self._exclusions.add(row, "not_a_recipient")
        elif reason == "several_numbers":
            *others, last = numbers_in(cell)[:_MOST_NUMBERS]
            about = _("{others} and {last}").format(others=", ".join(others), last=last)
            self._exclusions.add(row, reason, about)
        elif reason == "bad_number":
            self._exclusions.add(row, reason, self._split_number(chunk, at) or suggestion(cell))
        else:
            self._exclusions.add(row, reason)

    def _split_number(self, chunk: Chunk, at: int) -> str:
        """Return the number that a cell has one half of, and its neighbour the other, and say so, or `""`."""
        from batchsms.numbers.suggestions import number_in_two_cells  # noqa: PLC0415 - as above

        table, phone = self._source.table, self._source.phone
        for left in (phone - 1, phone):
            halves = [column[at] for column in chunk.columns[max(left, 0) : left + 2]]
            number = number_in_two_cells(*halves) if len(halves) == _HALVES and left >= 0 else ""
            if number:
                table.findings.add("split_number", table.addresses.cell(left, chunk.rows[at]))
                return number
        return ""

    def _look_for_errors(self, chunk: Chunk) -> None:
        """Count what the needed columns hold, and say where it is the word of an error, such as #N/A."""
        table = self._source.table
        for position in self._source.needed:
            column = chunk.columns[position]
            self._filled[position] += len(column) - column.count(None)
            if position != self._source.phone and not _ERROR_WORDS.isdisjoint(column):
                for at, cell in enumerate(column):
                    if cell in _ERROR_WORDS:
                        where = table.addresses.cell(position, chunk.rows[at])
                        table.findings.add("error_text", where, severity="error")


def _longest(columns: Iterable[Sequence[object]]) -> int:
    return max(max(map(len, _texts(column)), default=0) for column in columns)


def _texts(column: Sequence[object]) -> Sequence[str]:
    """Return the texts of a column, which nearly always has nothing else."""
    if set(map(type, column)) == {str}:
        return cast("Sequence[str]", column)
    return [cell for cell in column if isinstance(cell, str)]
