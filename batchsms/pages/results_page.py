"""A campaign file → the page that tells how it has ended: states, delivery, times, and who lacks it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from batchsms.clock import TURKEY
from batchsms.i18n import _, ngettext
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.deliveries import Deliveries, deliveries_of
from batchsms.journal.list_cells import addresses_of
from batchsms.journal.orders import order_lines
from batchsms.journal.rows import ResultRow, has_reports, result_rows
from batchsms.journal.tally import RECIPIENT_STATES, Tally, tally_of
from batchsms.numbers.masking import masked, with_masked_numbers, without_numbers
from batchsms.pages.charts import Bar, bar_chart
from batchsms.pages.page_file import page
from batchsms.paths import typed
from batchsms.results.undelivered import has_failed
from batchsms.results.writer import detail_of, status_of

__all__ = ["results_page"]

_ROWS_AT_ONCE = 5_000
_MOST_ROWS = 2_000
_MOST_TIMES = 12
_A_MINUTE = 60


def results_page(database: Database, *, show_numbers: bool, unknown: str, now: datetime) -> str:
    """Return the page. `unknown` says what to do about orders of which nobody knows, `""` without any."""
    campaign, tally = campaign_of(database), tally_of(database)
    failed = [*islice(_failed(database, show_numbers=show_numbers), _MOST_ROWS + 1)]
    states = _states(tally)
    times = _times(database)
    return page(
        "results.html",
        {
            "title": _("Results: {campaign}").format(campaign=_name(campaign.list_path)),
            "about": _("Sender {sender}. Plan {fingerprint}.").format(
                sender=campaign.sender, fingerprint=campaign.fingerprint or "–"
            ),
            "headline": _headline(tally),
            "state_bars": states,
            "state_chart": bar_chart("states", states),
            "codes": _codes(database),
            "unknown": unknown,
            **_delivery(database),
            "report_command": f"batchsms report {typed(database.path)}",
            "time_bars": times,
            "time_chart": bar_chart("times", times),
            "failed": failed[:_MOST_ROWS],
            "more_failed": _more(len(failed), database),
        },
        now,
        has_script=bool(failed),
    )


def _name(path: str) -> str:
    return without_numbers(path.replace("\\", "/").rpartition("/")[2])


def _headline(tally: Tally) -> str:
    words = ngettext(
        "{accepted:,} of {count:,} message accepted",
        "{accepted:,} of {count:,} messages accepted",
        tally.recipient_count,
    )
    return words.format(accepted=tally.recipients.get("accepted", 0), count=tally.recipient_count)


def _words(state: str) -> str:
    return {
        "accepted": _("accepted"),
        "rejected": _("rejected"),
        "unknown": _("unknown"),
        "planned": _("not sent yet"),
        "cancelled": _("cancelled"),
        "excluded": _("left out"),
        "split": _("split"),
    }[state]


def _states(tally: Tally) -> list[Bar]:
    bars = [(_words(state), count) for state in RECIPIENT_STATES if (count := tally.recipients.get(state, 0))]
    left_out = sum(tally.excluded.values())
    return [*bars, (_words("excluded"), left_out)] if left_out else bars


def _codes(database: Database) -> list[dict[str, Any]]:
    """Return the orders by state, code and the gateway's words; a split one stands in its parts."""
    return [
        {
            "state": _words(state),
            "code": "–" if code is None else code,
            "detail": with_masked_numbers(detail) or "–",
            "orders": orders,
            "recipients": recipients,
        }
        for state, code, detail, orders, recipients in database.all(
            "SELECT told_state, code, detail, COUNT(*), SUM(recipients) FROM told_orders"
            " WHERE NOT is_replaced GROUP BY 1, 2, 3 ORDER BY 5 DESC"
        )
    ]


def _delivery(database: Database) -> dict[str, Any]:
    found = deliveries_of(database) if has_reports(database) else Deliveries()
    words = {
        "delivered": _("delivered"),
        "undelivered": _("undelivered"),
        "waiting": _("waiting"),
        "": _("no report yet"),
    }
    bars = [(words.get(word, word), count) for word, count in found.words.items() if count]
    if not found.is_known:
        bars = []
    price = ""
    if found.price is not None:
        price = _("The gateway's reports say that {price} TL was charged").format(price=f"{found.price:,.2f}")
    return {"delivery_bars": bars, "delivery_chart": bar_chart("delivery", bars), "price": price}


def _times(database: Database) -> list[Bar]:
    """Return how many recipients were answered for in each span of time, at most a dozen of them."""
    answers = [
        (datetime.fromisoformat(str(order["time"])).astimezone(TURKEY), int(str(order["recipients"])))
        for order in order_lines(database)
        if order["time"] and order["state"] in {"accepted", "rejected"}
    ]
    if not answers:
        return []
    first = min(time for time, _count in answers)
    lasted = (max(time for time, _count in answers) - first).total_seconds()
    span = max(_A_MINUTE, -(-lasted // (_MOST_TIMES - 1)))
    counts: dict[int, int] = {}
    for time, count in answers:
        at = int((time - first).total_seconds() // span)
        counts[at] = counts.get(at, 0) + count
    return [
        (datetime.fromtimestamp(first.timestamp() + at * span, TURKEY).strftime("%d.%m. %H:%M"), count)
        for at, count in sorted(counts.items())
    ]


def _failed(database: Database, *, show_numbers: bool) -> Iterator[dict[str, str]]:
    addresses = addresses_of(database)
    first = 0
    while rows := result_rows(database, first, _ROWS_AT_ONCE):
        for row in filter(has_failed, rows):
            yield {
                "place": addresses.row(row.sheet_row),
                "number": _number(row, show_numbers=show_numbers),
                "state": _words(status_of(row)),
                "detail": detail_of(row) if show_numbers else with_masked_numbers(detail_of(row)),
            }
        first += _ROWS_AT_ONCE


def _number(row: ResultRow, *, show_numbers: bool) -> str:
    if row.msisdn is None:
        return "–"
    return str(row.msisdn) if show_numbers else masked(row.msisdn)


def _more(count: int, database: Database) -> str:
    if count <= _MOST_ROWS:
        return ""
    return _("Only the first {count:,} rows are shown. All of them: {command}").format(
        count=_MOST_ROWS, command=f"batchsms report {typed(Path(database.path))} --failed FILE"
    )
