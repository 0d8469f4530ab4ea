"""A plan → the page on which somebody approves it: what goes to how many, what it costs, who is left out."""

import re
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from batchsms.exclusion_reasons import advice, title
from batchsms.i18n import _, ngettext
from batchsms.journal.campaign import Campaign, campaign_of, planned_costs
from batchsms.journal.database import Database
from batchsms.journal.list_cells import addresses_of, cells_of, headers_of
from batchsms.journal.list_findings import findings_of
from batchsms.journal.rows import excluded_examples, prefix_counts, recipient_positions
from batchsms.journal.tally import Tally, tally_of
from batchsms.numbers.masking import masked, with_masked_numbers, without_numbers
from batchsms.pages.charts import Bar, bar_chart
from batchsms.pages.page_file import page
from batchsms.pricing.costs import Costs
from batchsms.quiet_hours import Schedule
from batchsms.reading.findings import Finding, said
from batchsms.results.request_files import request_bodies
from batchsms.results.specimens import Specimen, specimens
from batchsms.schedule import when

__all__ = ["PageOptions", "approval_page"]

_REQUESTS_SHOWN = 3
_LARGEST_REQUEST = 60_000  # characters of a request that are shown
_MOST_GROUPS = 12
_NUMBER = re.compile(r"<number>([0-9]{3})[0-9]{5}([0-9]{2})</number>")
_KINDS = {
    "first": lambda: _("the first"),
    "longest": lambda: _("the longest"),
    "dearest": lambda: _("the most expensive"),
    "shortest": lambda: _("the shortest"),
}


class PageOptions(NamedTuple):
    """How it is made: `group_by` is a column to count recipients by, `""` for the prefixes of numbers."""

    show_numbers: bool = False
    group_by: str = ""


def approval_page(
    database: Database, schedule: Schedule, price: Decimal | None, options: PageOptions, now: datetime
) -> str:
    """Return the page of a plan, or of a campaign file. `price` is a credit's, in TL."""
    campaign, tally, costs = campaign_of(database), tally_of(database), planned_costs(database)
    groups = _groups(database, options)
    return page(
        "approval.html",
        {
            "title": _("For approval: {campaign}").format(campaign=_name(campaign)),
            "headline": _headline(tally),
            "sender": campaign.sender,
            "when": when(schedule.send_at, now) if schedule.send_at else _("At once, when it is sent"),
            "iys": campaign.iys_list or _("none: the messages only inform"),
            "list": _name(campaign),
            "order_count": sum(tally.orders.values()),
            "cost": _cost(costs.credits, price),
            "fingerprint": campaign.fingerprint,
            "texts": [_text(one, options) for one in specimens(database, costs)],
            **_excluded(database, tally, options),
            "shares": costs.shares,
            **_segments(costs),
            **groups,
            "findings": [_finding(one) for one in findings_of(database) if one.code not in tally.excluded],
            **_requests(database, schedule, tally, options),
        },
        now,
    )


def _name(campaign: Campaign) -> str:
    return without_numbers(campaign.list_path.replace("\\", "/").rpartition("/")[2])


def _headline(tally: Tally) -> str:
    words = ngettext(
        "{count:,} message, of {rows:,} in the list",
        "{count:,} messages, of {rows:,} rows in the list",
        tally.recipient_count,
    )
    return words.format(count=tally.recipient_count, rows=tally.rows)


def _cost(credits_in_all: int, price: Decimal | None) -> str:
    words = ngettext("{count:,} credit", "{count:,} credits", credits_in_all).format(count=credits_in_all)
    if price is None:
        return words
    return _("{credits}, which is {amount:,.2f} TL at {price} TL each").format(
        credits=words, amount=credits_in_all * price, price=f"{price:f}"
    )


def _text(one: Specimen, options: PageOptions) -> dict[str, str]:
    segments = ngettext("{count} segment", "{count} segments", one.segments).format(count=one.segments)
    about = _("{kinds}: row {row}, to {number}, {segments}").format(
        kinds=", ".join(_KINDS[kind]() for kind in one.kinds),
        row=one.sheet_row,
        number=one.msisdn if options.show_numbers else masked(one.msisdn),
        segments=segments,
    )
    return {"about": about, "text": one.text if options.show_numbers else with_masked_numbers(one.text)}


def _excluded(database: Database, tally: Tally, options: PageOptions) -> dict[str, Any]:
    addresses = addresses_of(database)
    shown = [
        {
            "title": title(reason),
            "count": count,
            "advice": advice(reason) or "–",
            "examples": [
                _example(addresses.row(row), number, options)
                for row, number in excluded_examples(database, reason)
            ],
        }
        for reason, count in tally.excluded.items()
    ]
    bars = [(title(reason), count) for reason, count in tally.excluded.items()]
    return {"excluded": shown, "excluded_chart": bar_chart("excluded", bars)}


def _example(place: str, number: int | None, options: PageOptions) -> str:
    if number is None:
        return place
    return _("{place}: {number}").format(
        place=place, number=number if options.show_numbers else masked(number)
    )


def _segments(costs: Costs) -> dict[str, Any]:
    counts: dict[int, int] = {}
    for share in costs.shares:
        for segments, recipients in share.segments.items():
            counts[segments] = counts.get(segments, 0) + recipients
    bars = [(str(segments), count) for segments, count in sorted(counts.items())]
    return {"segment_bars": bars, "segment_chart": bar_chart("segments", bars)}


def _groups(database: Database, options: PageOptions) -> dict[str, Any]:
    """Return how many recipients have each value of a column, or each prefix of a number."""
    if options.group_by:
        bars = _by_value(database, options.group_by)
        caption = _("Recipients by {column}").format(column=options.group_by)
        what = options.group_by
    else:
        bars = [(f"0{prefix}", count) for prefix, count in prefix_counts(database)]
        caption, what = _("Recipients by the beginning of their number"), _("Number begins with")
    return {
        "group_caption": caption,
        "group_title": what,
        "group_bars": bars,
        "group_chart": bar_chart("groups", bars),
    }


def _by_value(database: Database, column: str) -> list[Bar]:
    """Return the most frequent values of a column among those who get a message, and the others together."""
    from collections import Counter  # noqa: PLC0415 - for this alone

    from batchsms.campaign.skipping.new_rows import column_named  # noqa: PLC0415 - as above

    position = column_named(headers_of(database), column, "--chart-column")
    going = recipient_positions(database)
    counts: Counter[str] = Counter()
    for first, columns in cells_of(database):
        cells = columns[position]
        counts.update(
            without_numbers(str(cell)) if cell is not None else _("(empty)")
            for at, cell in enumerate(cells)
            if first + at in going
        )
    bars = counts.most_common(_MOST_GROUPS - 1)
    others = counts.total() - sum(count for _value, count in bars)
    return [*bars, *([(_("all others"), others)] if others else [])]


def _finding(finding: Finding) -> dict[str, Any]:
    kinds = {"error": _("error"), "warning": _("warning"), "info": _("note")}
    return {
        "kind": kinds[finding.severity],
        "is_grave": finding.severity != "info",
        "words": said(finding),
    }


def _requests(database: Database, schedule: Schedule, tally: Tally, options: PageOptions) -> dict[str, Any]:
    shown = [*islice(_bodies(database, schedule, options), _REQUESTS_SHOWN)]
    more = tally.orders.get("planned", 0) - len(shown)
    words = ngettext(
        "There is {count:,} more order. batchsms preview --xml FOLDER writes all of them.",
        "There are {count:,} more orders. batchsms preview --xml FOLDER writes all of them.",
        more,
    )
    return {"requests": shown, "more_requests": words.format(count=more) if more > 0 else ""}


def _bodies(database: Database, schedule: Schedule, options: PageOptions) -> Iterator[str]:
    for body in request_bodies(database, None, schedule):
        text = body.decode()
        if not options.show_numbers:
            text = with_masked_numbers(_NUMBER.sub(r"<number>\1*****\2</number>", text))
        yield text if len(text) <= _LARGEST_REQUEST else f"{text[:_LARGEST_REQUEST]}\n…"
