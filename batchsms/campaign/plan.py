"""A list and a text → the draft of a campaign file, complete before anything is sent.

Four stages, each of which makes a value: the rows are gathered, some are skipped, the others are
priced and packed, and all of it is written. `docs/architecture.md` follows one row through them.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from batchsms import __version__
from batchsms.campaign.campaign_file import new_draft
from batchsms.campaign.fingerprint import fingerprint_of
from batchsms.campaign.gathering import Gathered, gather
from batchsms.campaign.messages.distinct_texts import NO_MESSAGE, DistinctTexts
from batchsms.campaign.packing.orders import Packing, pack
from batchsms.campaign.remarks import (
    check_formulas_have_values,
    remark_on_budget,
    remark_on_rows,
    remark_on_texts,
)
from batchsms.campaign.settings import Budget, Content
from batchsms.campaign.skipping.exclusions import (
    at_positions,
    exclude_blacklisted,
    exclude_hidden,
    exclude_repeats,
    exclude_suppressed,
    exclude_texts,
    zeros,
)
from batchsms.campaign.source import OpenSource, Source, digest_of, open_source
from batchsms.clock import stamp
from batchsms.journal.campaign import Campaign
from batchsms.journal.draft import Draft, StoredOrders, StoredRows
from batchsms.paths import ResultsEnding
from batchsms.pricing.campaign_costs import costs_of
from batchsms.pricing.costs import Costs
from batchsms.reading.sheet_limits import EXCEL_ROWS, EXCEL_TEXT, too_large_for_a_workbook

__all__ = ["CampaignSettings", "plan_campaign"]

_NO_BUDGET = Budget()


class CampaignSettings(NamedTuple):
    """What a campaign is made of. `results` is where the user wants them, if that was said."""

    source: Source
    content: Content
    packing: Packing
    budget: Budget = _NO_BUDGET
    results: Path | None = None


@contextmanager
def plan_campaign(
    settings: CampaignSettings, *, campaign: Path | None, now: datetime, progress: Callable[[int], None]
) -> Iterator[Draft]:
    """Give the sealed draft of a campaign, which goes away again unless it is published.

    It is written beside `campaign`, the file that it is to become, None where it is only looked at.
    `progress` is given the number of rows that were read so far. Raises `InputError` before anything can be
    sent.
    """
    source_path = settings.source.path
    with new_draft(campaign, source_path.stem, now) as draft:
        source = open_source(settings.source, settings.content)
        rows = gather(source, draft, _texts_of(settings.content, draft), progress)
        check_formulas_have_values(source, rows)
        going = _exclude(source, rows)
        costs = _price(rows, going)
        remark_on_rows(source, rows, going)
        remark_on_texts(source, rows, going)
        _remark_on_what_was_sent(source, rows, going)
        remark_on_budget(source, len(going), costs.credits, settings.budget)
        rows.texts.forget()
        draft.add_campaign(_campaign(settings, source, rows, now), source.table.addresses.columns)
        _write_orders_and_rows(draft, rows, going, settings)
        draft.add_costs(costs)
        draft.add_findings(source.table.findings.all())
        draft.seal()
        yield draft


def _remark_on_what_was_sent(source: OpenSource, rows: Gathered, going: Sequence[int]) -> None:
    """Note what an earlier results file, or a campaign file beside the list, says was sent."""
    if not rows.sent_before and next(source.table.path.absolute().parent.glob("*.campaign"), None) is None:
        return
    from batchsms.campaign.earlier_sends import (  # noqa: PLC0415 - for lists that were sent before
        remark_on_earlier_campaigns,
        remark_on_earlier_results,
    )

    remark_on_earlier_results(source, rows)
    remark_on_earlier_campaigns(source, rows, going)


def _texts_of(content: Content, draft: Draft) -> DistinctTexts:
    is_commercial = bool(content.iys_list)
    return DistinctTexts(content.folds, content.tariff, draft.text_of, is_commercial=is_commercial)


def _exclude(source: OpenSource, rows: Gathered) -> Sequence[int]:
    """Skip rows for what the list as a whole says of them; return the positions of those that go."""
    exclusions = rows.exclusions
    if source.source.hidden_rows == "skip":
        exclude_hidden(exclusions, rows.sheet_rows, source.table.hidden)
    exclude_suppressed(exclusions, rows.numbers, source.suppressions)
    if source.source.blacklist:
        exclude_blacklisted(exclusions, rows.numbers, source.source.blacklist)
    if source.source.sent_before == "skip":
        exclusions.add_all(rows.sent_before, "already_sent")
    if source.source.only_new and source.key is not None:
        from batchsms.campaign.skipping.new_rows import exclude_known  # noqa: PLC0415 - for nights alone

        exclude_known(exclusions, rows.keys, source.source.only_new.held, source.table.headers[source.key])
    exclude_texts(exclusions, rows.messages, rows.texts.measures.segments())
    exclude_repeats(
        exclusions,
        rows.sheet_rows,
        rows.numbers,
        rows.messages,
        one_per_number=source.source.one_per_number,
    )
    return exclusions.sendable()


def _price(rows: Gathered, going: Sequence[int]) -> Costs:
    """Return what the rows that go cost together."""
    folded = rows.texts.what_folds_did(going)
    return costs_of(rows.texts.measures, at_positions(rows.messages, going), going, rows.sheet_rows, folded)


def _write_orders_and_rows(
    draft: Draft, rows: Gathered, going: Sequence[int], settings: CampaignSettings
) -> None:
    """Pack the rows that go, and write orders, rows, and what tells them from others."""
    packing = settings.packing
    messages = at_positions(rows.messages, going)
    numbers = at_positions(rows.numbers, going)
    packed = pack(numbers, messages, order_size=packing.order_size, alone=packing.alone)
    draft.add_fingerprint(fingerprint_of(settings.content, rows.texts.digest(), (numbers, messages, packed)))
    segments = rows.texts.measures.segments()
    recipients = Counter(packed)
    credits_of_order = [0] * len(recipients)
    orders = zeros(rows.numbers)  # 0: none
    for row, order, message in zip(going, packed, messages, strict=True):
        orders[row] = order + 1
        credits_of_order[order] += segments[message]
    draft.add_orders(StoredOrders([recipients[order] for order in range(len(recipients))], credits_of_order))
    draft.add_rows(
        StoredRows(
            rows.sheet_rows,
            (number or None for number in rows.numbers),
            (None if message == NO_MESSAGE else message for message in rows.messages),
            (order or None for order in orders),
            rows.exclusions.reasons(),
            rows.exclusions.about(),
            rows.keys,
        )
    )


def _campaign(settings: CampaignSettings, source: OpenSource, rows: Gathered, now: datetime) -> Campaign:
    table, content, budget = source.table, settings.content, settings.budget
    return Campaign(
        created_at=stamp(now),
        program=__version__,
        list_path=str(table.path.absolute()),
        list_digest=digest_of(table.path),
        list_origin=table.origin,
        list_sheet=table.addresses.sheet,
        phone_column=source.phone,
        template_name=content.template_name,
        template=content.template,
        sender=content.sender,
        iys_list=content.iys_list,
        send_at=content.send_at,
        results_path=_planned_results(settings.results, rows),
        inputs=json.dumps([str(path.absolute()) for path in source.inputs]),
        folds=" ".join(content.folds),
        operator_characters=content.tariff.reserve,
        turkish_letter_cost=content.tariff.turkish_letter_cost,
        max_recipients=budget.max_recipients,
        max_credits=budget.max_credits,
        credit_price="" if budget.credit_price is None else f"{budget.credit_price:f}",
        quiet_hours=content.quiet_hours,
        waits=int(content.waits),
        **_keys(source),
    )


def _keys(source: OpenSource) -> dict[str, str]:
    """Return by what a later run knows these rows again."""
    if source.source.only_new is None or source.key is None:
        return {}
    from batchsms.campaign.skipping.new_rows import fingerprint  # noqa: PLC0415 - for nights alone

    return {
        "key_column": source.table.headers[source.key],
        "key_secret": fingerprint(source.source.only_new.secret),
    }


def _planned_results(given: Path | None, rows: Gathered) -> str:
    """Return where the user wants the results, or what is put to the campaign's own name.

    That is text where a workbook cannot hold the list. A campaign file that was moved has its
    results beside it.
    """
    longest = max(rows.longest_cell, rows.texts.longest_text)
    fits = len(rows.sheet_rows) <= EXCEL_ROWS and longest <= EXCEL_TEXT
    if given is None:
        return ResultsEnding.WORKBOOK if fits else ResultsEnding.TEXT
    if not fits and given.suffix.lower() == ".xlsx":
        raise too_large_for_a_workbook()
    return str(given.absolute())
