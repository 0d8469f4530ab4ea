"""A list and a text → a draft of the campaign file, and the draft under its name. Nothing is sent."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from glob import escape
from pathlib import Path

import numpy as np

from batchsms import __version__
from batchsms.campaign.budget import exceeded
from batchsms.campaign.distinct_texts import Messages
from batchsms.campaign.gathering import (
    Rows,
    column,
    exclude_hidden,
    exclude_notes,
    exclude_repeats,
    exclude_suppressed,
    exclude_unsendable_texts,
    gather,
    records,
    remark_on_texts,
    report_cells_without_value,
)
from batchsms.campaign.packing import Column, pack
from batchsms.campaign.printed_numbers import Printed
from batchsms.campaign.settings import Budget, Content
from batchsms.campaign.suppression import suppression_of
from batchsms.clock import stamp
from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.journal.draft import Draft
from batchsms.journal.queries import Campaign, campaign_of
from batchsms.journal.transitions import Journal
from batchsms.paths import campaign_path, typed
from batchsms.pricing.campaign_costs import Costs, Folded, costs_of
from batchsms.reading import list_reader, phone_column
from batchsms.reading.sheet_limits import EXCEL_ROWS, EXCEL_TEXT, too_large_for_a_workbook
from batchsms.texts.template import compiled

__all__ = [
    "Packing",
    "Source",
    "check_new",
    "digest_of",
    "drafted",
    "published",
    "rehearsal",
]

_NO_BUDGET = Budget()
_LONGEST_PLAN = 86_400.0  # seconds; a plan takes minutes


@dataclass(frozen=True)
class Source:
    """Where the rows come from. `hidden_rows` is `skip` or `include`.

    `suppress` are files of numbers that are never to be sent to; with `one_per_number` only the first
    row of a number goes, whatever the texts.
    """

    path: Path
    layout: list_reader.Layout
    hidden_rows: str = "skip"
    suppress: tuple[Path, ...] = ()
    one_per_number: bool = False


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
    budget: Budget = _NO_BUDGET,
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
    _drop_abandoned(path.parent, source.path.stem, now)
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
            rows, messages = _gathered(draft, source, content, progress)
            where = _planned_results(results, rows)
            planned = _campaign(source, content, budget, rows, where, now)
            draft.add_campaign(planned, rows.addresses.columns)
            segments = column(messages.measures.segments)
            going = _going(rows, segments, one_per_number=source.one_per_number)
            rows.printed.report(rows.findings, rows.addresses, column(rows.sheet_rows), going)
            _write_rows(draft, rows, segments, going, packing)
            costs = _costs(rows, messages, going)
            draft.add_costs(costs)
            remark_on_texts(rows, messages, going)
            for limit in exceeded(len(going), costs.credits, budget):
                rows.findings.add(limit.code, limit.told, severity="error")
            draft.add_findings(rows.findings.all())
            draft.seal()
            yield draft
    finally:
        path.unlink(missing_ok=True)


def _drop_abandoned(folder: Path, stem: str, now: datetime) -> None:
    """Remove the drafts of a list that killed plans left: they hold its people, and nobody sees them."""
    for draft in folder.glob(f".{escape(stem)}.*.campaign.draft"):
        with suppress(OSError):
            if now.timestamp() - draft.stat().st_mtime > _LONGEST_PLAN:
                draft.unlink()


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


def _campaign(
    source: Source, content: Content, budget: Budget, rows: Rows, results: str, now: datetime
) -> Campaign:
    return Campaign(
        created_at=stamp(now),
        program=__version__,
        list_path=str(source.path.absolute()),
        list_digest=digest_of(source.path),
        list_origin=rows.origin,
        list_sheet=rows.addresses.sheet,
        phone_column=rows.phone_column,
        template_name=content.template_name,
        template=content.template,
        sender=content.sender,
        iys_list=content.iys_list,
        send_at=content.send_at,
        results_path=results,
        folds=" ".join(content.folds),
        operator_characters=content.tariff.reserve,
        turkish_letter_cost=content.tariff.turkish_letter_cost,
        max_recipients=budget.max_recipients,
        max_credits=budget.max_credits,
        credit_price="" if budget.credit_price is None else f"{budget.credit_price:f}",
    )


def _planned_results(given: Path | None, rows: Rows) -> str:
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


def digest_of(path: Path) -> str:
    """Return what tells whether a list is still as it was read: its SHA-256, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _gathered(
    draft: Draft, source: Source, content: Content, progress: Callable[[int], None]
) -> tuple[Rows, Messages]:
    """Write cells and messages chunk by chunk; return rows and messages."""
    read = list_reader.opened(source.path, source.layout)
    suppressions = [suppression_of(path, read.findings) for path in source.suppress]
    phone = phone_column.phone_column(read.headers, read.sample, source.layout.phone_column)
    template = compiled(
        content.template, content.template_name, read.headers, folder=content.folder, tariff=content.tariff
    )
    needed = tuple(sorted({phone, *template.columns.values()}))
    rows = Rows(
        read.origin,
        phone,
        read.findings,
        needed,
        read.addresses,
        printed=Printed(template.printed, read.formats),
    )
    read.findings.tell("detected", _("numbers in column {column}").format(column=read.addresses.name(phone)))
    messages = Messages(draft, content.folds, content.tariff, is_commercial=bool(content.iys_list))
    for chunk in read.chunks:
        gather(draft, chunk, rows, template, messages)
        progress(len(rows.sheet_rows))
    rows.longest_text = max(rows.longest_text, messages.longest_text)
    report_cells_without_value(read, rows)
    exclude_suppressed(rows, suppressions)
    exclude_hidden(rows, read.hidden, skip=source.hidden_rows == "skip")
    exclude_notes(rows)
    return rows, messages


def _going(rows: Rows, segments: Column, *, one_per_number: bool) -> Column:
    """Exclude what is empty, too long or there again; return the positions of the rows that go."""
    exclude_unsendable_texts(rows, column(rows.messages), segments)
    sendable = np.setdiff1d(np.arange(len(rows.numbers)), list(rows.exclusions), assume_unique=True)
    return exclude_repeats(rows, sendable, one_per_number=one_per_number)


def _write_rows(draft: Draft, rows: Rows, segments: Column, going: Column, packing: Packing) -> None:
    """Pack the rows that go, and write orders and rows."""
    numbers, messages = column(rows.numbers), column(rows.messages)
    packed = pack(numbers[going], messages[going], order_size=packing.order_size, alone=packing.alone)
    counts = np.bincount(packed)
    costs = np.bincount(packed, weights=segments[messages[going]]).astype(np.int64)
    draft.add_orders(zip(range(1, len(counts) + 1), counts.tolist(), costs.tolist(), strict=True))
    orders = np.zeros(len(numbers), dtype=np.int64)
    orders[going] = packed + 1
    draft.add_rows(records(rows, orders))


def _costs(rows: Rows, messages: Messages, going: Column) -> Costs:
    of_recipients = column(rows.messages)[going]
    return costs_of(messages.measures, of_recipients, going, rows.sheet_rows, _folded(messages, going))


def _folded(messages: Messages, going: Column) -> Folded | None:
    """Return what the folds did to the texts that go, None where they did nothing."""
    if not messages.saved:
        return None
    saved = np.asarray(messages.saved, dtype=np.int64)[going]
    changed = going[saved > 0].tolist()
    shown = next((row for row in changed if row in messages.unfolded), None)
    before = "" if shown is None else messages.unfolded[shown]
    return Folded(len(changed), int(saved.sum()), shown, before) if changed else None
