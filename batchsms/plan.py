"""A list and a text → a draft of the campaign file. Nothing is sent; nothing is published."""

import hashlib
import os
import secrets
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from batchsms import __version__, recipients, table
from batchsms.clock import stamp
from batchsms.errors import InputError
from batchsms.findings import Findings
from batchsms.journal.draft import Draft
from batchsms.journal.moves import Journal
from batchsms.journal.reading import Campaign, campaign_of
from batchsms.msisdn import msisdns, suggestion
from batchsms.orders import first_rows, pack
from batchsms.paths import campaign_path, typed
from batchsms.segments import MOST_SEGMENTS, length
from batchsms.settings import Content
from batchsms.texts import Rendered, TextTemplate, compiled
from batchsms.words import _

__all__ = [
    "EXCEL_ROWS",
    "EXCEL_TEXT",
    "Packing",
    "Source",
    "check_new",
    "drafted",
    "published",
    "rehearsal",
]

EXCEL_ROWS = 1_048_575
"""Rows that fit into a sheet below the header."""
EXCEL_TEXT = 32_767
"""Characters that fit into a cell."""

Column = npt.NDArray[np.int64]

_NONE = -1
_NOT_EXCLUDED = ("", "")


@dataclass
class _Rows:
    """The rows as they are gathered: about thirty bytes for each, whatever stands in them."""

    origin: str
    phone_column: int
    findings: Findings
    needed: tuple[int, ...] = ()
    """Positions of the phone column and of the columns that the template uses."""
    addresses: table.Addresses = field(default_factory=lambda: table.Addresses("", ()))
    filled: Counter[int] = field(default_factory=Counter)
    """How many cells of each needed column hold something."""
    longest_text: int = 0
    tail: list[int] = field(default_factory=list)
    """Positions since the last row that has something in its phone column."""
    sheet_rows: "array[int]" = field(default_factory=lambda: array("q"))
    numbers: "array[int]" = field(default_factory=lambda: array("q"))
    messages: "array[int]" = field(default_factory=lambda: array("q"))
    exclusions: dict[int, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """Where the rows come from. `hidden_rows` is `skip` or `include`."""

    path: Path
    layout: table.Layout
    hidden_rows: str = "skip"


@dataclass(frozen=True)
class Packing:
    """How recipients form orders. The first `alone` form orders of their own, before all others."""

    order_size: int
    alone: int = 0


@contextmanager
def drafted(
    source: Source,
    content: Content,
    packing: Packing,
    *,
    campaign: Path,
    results: Path | None,
    now: datetime,
    progress: Callable[[int], None],
) -> Iterator[Draft]:
    """Give the sealed draft of a list's campaign, which goes away again unless it is published.

    It is written beside `campaign`, the file that it is to become. `results` is where the user
    wants them, if he says so. `progress` is told how many rows were read. Raises `InputError`
    before anything can be sent.
    """
    path = campaign.parent / f".{source.path.stem}.{os.getpid()}.{secrets.token_hex(4)}.campaign.draft"
    try:
        draft = Draft(path)
    except OSError as error:
        raise InputError(
            "bad_campaign_path",
            _("no campaign file can be written to {folder}: {error}").format(
                folder=campaign.parent, error=error.strerror
            ),
            hint=_("name another place with --campaign"),
        ) from error
    try:
        with draft:
            headers, rows, segments = _gathered(draft, source, content, progress)
            where = _planned_results(results, rows)
            draft.add_campaign(_campaign(source, content, rows, where, now), headers)
            draft.add_findings(rows.findings.all())
            _write_rows(draft, rows, segments, packing)
            draft.seal()
            yield draft
    finally:
        path.unlink(missing_ok=True)


def check_new(campaign: Path, *, may_stand: bool = False) -> None:
    """Raise `InputError` where no new campaign file can be: one stands there, or there is no folder."""
    if not campaign.parent.is_dir():
        raise InputError(
            "bad_campaign_path",
            _("there is no folder {folder} for the campaign file").format(folder=campaign.parent),
            hint=_("name another place with --campaign"),
        )
    if campaign.exists() and not may_stand:
        raise InputError(
            "campaign_exists",
            _("{path} stands already").format(path=campaign),
            hint=_(
                "to go on with it: batchsms send {path}; to send another campaign to this list, name another "
                "file with --campaign"
            ).format(path=typed(campaign)),
        )


def published(draft: Draft, campaign: Path) -> Journal:
    """Give a draft its name, and open it there."""
    try:
        draft.publish(campaign)
        return Journal.open(campaign)
    except FileExistsError:
        check_new(campaign)
        raise


def rehearsal(campaign: Path) -> Path:
    """Copy a plan that was not begun for a sandbox, which never touches the real file."""
    with Journal.open(campaign) as journal:
        if journal.is_bound:
            raise InputError(
                "begun_campaign",
                _("{path} has been begun with the gateway, so a sandbox cannot go on with it").format(
                    path=campaign
                ),
                hint=_("to try the list once more: batchsms send {list_path} --sandbox").format(
                    list_path=typed(Path(campaign_of(journal.database).list_path))
                ),
            )
        copy = campaign_path(campaign, None, sandbox=True)
        copy.unlink(missing_ok=True)
        journal.database.copy(copy)
    return copy


def too_large_for_a_workbook() -> InputError:
    """Return the error of a list whose results do not fit into a workbook."""
    return InputError(
        "too_large_for_a_workbook",
        _("a workbook holds {rows:,} rows, and texts of {length:,} characters; the list has more").format(
            rows=EXCEL_ROWS, length=EXCEL_TEXT
        ),
        hint=_("give the results a name that ends in .csv"),
    )


def _campaign(source: Source, content: Content, rows: _Rows, results: str, now: datetime) -> Campaign:
    return Campaign(
        created_at=stamp(now),
        program=__version__,
        list_path=str(source.path.absolute()),
        list_digest=_digest(source.path),
        list_origin=rows.origin,
        phone_column=rows.phone_column,
        template_name=content.template_name,
        template=content.template,
        sender=content.sender,
        iys_list=content.iys_list,
        send_at=content.send_at,
        results_path=results,
    )


def _planned_results(given: Path | None, rows: _Rows) -> str:
    """Return where the user wants the results, or what is put to the campaign's own name.

    That is text where a workbook cannot hold the list. A campaign file that was moved has its
    results beside it.
    """
    fits = len(rows.sheet_rows) <= EXCEL_ROWS and rows.longest_text <= EXCEL_TEXT
    if given is None:
        return ".results.xlsx" if fits else ".results.csv"
    if not fits and given.suffix.lower() == ".xlsx":
        raise too_large_for_a_workbook()
    return str(given.absolute())


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _gathered(
    draft: Draft, source: Source, content: Content, progress: Callable[[int], None]
) -> tuple[tuple[str, ...], _Rows, "array[int]"]:
    """Write cells and messages chunk by chunk; return headers, rows and the segments of each message."""
    read = table.opened(source.path, source.layout)
    phone = recipients.phone_column(read.headers, read.sample, source.layout.phone_column)
    template = compiled(content.template, content.template_name, read.headers)
    needed = tuple(sorted({phone, *template.columns.values()}))
    rows = _Rows(read.origin, phone, read.findings, needed, read.addresses)
    messages = _Messages(draft)
    for chunk in read.chunks:
        _gather(draft, chunk, rows, template, messages)
        progress(len(rows.sheet_rows))
    rows.longest_text = max(rows.longest_text, messages.longest_text)
    _report_cells_without_value(read, rows)
    _exclude_hidden(rows, read.hidden, skip=source.hidden_rows == "skip")
    _exclude_notes(rows)
    return read.headers, rows, messages.segments


def _gather(
    draft: Draft, chunk: table.Chunk, rows: _Rows, template: TextTemplate, messages: "_Messages"
) -> None:
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
        if reason and recipients.is_total([column[at] for column in chunk.columns]):
            rows.exclusions[start + at] = ("not_a_recipient", "")
        elif reason:
            rows.exclusions[start + at] = (reason, _about(reason, phones[at]))
        elif text.reason:
            rows.exclusions[start + at] = (text.reason, text.about)

    _follow_tail(rows, start, reasons, chunk)
    _look_for_errors(rows, chunk)


def _look_for_errors(rows: _Rows, chunk: table.Chunk) -> None:
    """Count what the needed columns hold, and say where it is the word of an error, such as #N/A."""
    for position in rows.needed:
        column = chunk.columns[position]
        rows.filled[position] += len(column) - column.count(None)
        if not _ERROR_WORDS.isdisjoint(column):
            for at, cell in enumerate(column):
                if cell in _ERROR_WORDS:
                    where = rows.addresses.of(position, chunk.rows[at])
                    rows.findings.add("error_text", where, severity="error")


_ERROR_WORDS = frozenset(
    {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
    | {"#YOK", "#DEĞER!", "#BAŞV!", "#SAYI/0!", "#AD?", "#SAYI!", "#BOŞ!", "#TAŞMA!", "#HESAPLA!"}
)
"""What Excel shows in place of a value, in English and in Turkish."""


def _report_cells_without_value(read: table.Table, rows: _Rows) -> None:
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
                    column=read.headers[position] or rows.addresses.columns[position],
                    address=rows.addresses.of(position, unstored[0]),
                ),
                hint=_("open the workbook in Excel and save it; its formulas are calculated then"),
            )
        for row in unstored:
            where = rows.addresses.of(position, row)
            rows.findings.add("formula_without_value", where, severity="error")
        for row in read.errors.get(position, []):
            rows.findings.add("error_value", rows.addresses.of(position, row), severity="error")


def _follow_tail(rows: _Rows, start: int, reasons: Sequence[str], chunk: table.Chunk) -> None:
    """Keep the positions of the rows at the end that have one cell, and none in the phone column."""
    for at, reason in enumerate(reasons):
        if reason != "empty_number":
            rows.tail.clear()
        elif sum(column[at] is not None for column in chunk.columns) == 1:
            rows.tail.append(start + at)


def _exclude_notes(rows: _Rows) -> None:
    """Tell notes below a list from recipients without a number: a blank row parts them from it."""
    for at, position in enumerate(rows.tail):
        before = rows.tail[at - 1] if at else None
        is_note = before is not None and rows.exclusions[before][0] == "not_a_recipient"
        is_apart = position and rows.sheet_rows[position] - rows.sheet_rows[position - 1] > 1
        if is_apart or is_note:
            rows.exclusions[position] = ("not_a_recipient", "")


def _exclude_hidden(rows: _Rows, hidden: frozenset[int], *, skip: bool) -> None:
    for position, sheet_row in enumerate(rows.sheet_rows if hidden else ()):
        if sheet_row in hidden:
            code = "hidden_rows" if skip else "hidden_rows_included"
            rows.findings.add(code, str(sheet_row))
            if skip:
                rows.exclusions[position] = ("hidden_row", "")


def _longest(columns: Iterable[Iterable[object]]) -> int:
    return max((len(cell) for column in columns for cell in column if isinstance(cell, str)), default=0)


def _about(reason: str, cell: object) -> str:
    return suggestion(cell) if reason == "bad_number" else ""


class _Messages:
    """The distinct texts so far, told apart by a digest: texts themselves are not kept in memory."""

    def __init__(self, draft: Draft) -> None:
        self.segments = array("q")
        self.longest_text = 0
        self._draft = draft
        self._known: dict[bytes, int] = {}

    def ids(self, texts: Sequence[Rendered]) -> list[int]:
        """Return the message of each text, -1 where there is no text; write those that are new."""
        new: list[tuple[int, str, str, int]] = []
        ids = [self._id(rendered, new) for rendered in texts]
        self.longest_text = max(self.longest_text, _longest([[text for _id, text, *_length in new]]))
        self._draft.add_messages(new)
        return ids

    def _id(self, rendered: Rendered, new: list[tuple[int, str, str, int]]) -> int:
        if rendered.reason:
            return _NONE
        digest = hashlib.blake2b(rendered.text.encode(), digest_size=16).digest()
        if (known := self._known.get(digest)) is None:
            known = self._known[digest] = len(self._known)
            counted = length(rendered.text)
            segments = counted.segments if rendered.text.strip() else 0
            self.segments.append(segments)
            new.append((known, rendered.text, counted.encoding, segments))
        return known


def _write_rows(draft: Draft, rows: _Rows, message_segments: "array[int]", packing: Packing) -> None:
    """Exclude what is empty, too long or there twice, pack the rest, and write orders and rows."""
    numbers, messages = _column(rows.numbers), _column(rows.messages)
    segments = _column(message_segments)
    _exclude_unsendable_texts(rows, messages, segments)
    sendable = np.setdiff1d(np.arange(len(numbers)), list(rows.exclusions), assume_unique=True)
    firsts = sendable[first_rows(numbers[sendable], messages[sendable])]
    for row, first in zip(sendable[firsts != sendable], firsts[firsts != sendable], strict=True):
        rows.exclusions[int(row)] = ("duplicate", str(rows.sheet_rows[first]))
    going = sendable[firsts == sendable]
    packed = pack(numbers[going], messages[going], order_size=packing.order_size, alone=packing.alone)
    counts = np.bincount(packed)
    costs = np.bincount(packed, weights=segments[messages[going]]).astype(np.int64)
    draft.add_orders(zip(range(1, len(counts) + 1), counts.tolist(), costs.tolist(), strict=True))
    orders = np.zeros(len(numbers), dtype=np.int64)
    orders[going] = packed + 1
    draft.add_rows(_records(rows, orders))


def _exclude_unsendable_texts(rows: _Rows, messages: Column, segments: Column) -> None:
    with_text = np.flatnonzero(messages != _NONE)
    of_row = segments[messages[with_text]]
    for row in with_text[of_row == 0].tolist():
        rows.exclusions.setdefault(row, ("empty_text", ""))
    too_long = of_row > MOST_SEGMENTS
    for row, count in zip(with_text[too_long].tolist(), of_row[too_long].tolist(), strict=True):
        rows.exclusions.setdefault(row, ("too_long", str(count)))


def _records(
    rows: _Rows, orders: Column
) -> Iterator[tuple[int, int, int | None, int | None, int | None, str, str]]:
    for at, (sheet_row, number, message, order) in enumerate(
        zip(rows.sheet_rows, rows.numbers, rows.messages, orders, strict=True)
    ):
        reason, about = rows.exclusions.get(at, _NOT_EXCLUDED)
        yield (
            at,
            sheet_row,
            number or None,
            None if message == _NONE else message,
            int(order) or None,
            reason,
            about,
        )


def _column(values: "array[int]") -> Column:
    return np.array(values, dtype=np.int64)
