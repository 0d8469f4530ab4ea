"""How a campaign stands → lines: rows, recipients per state, skipped rows per reason, credits."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from batchsms.exclusion_reasons import advice, title
from batchsms.i18n import _, ngettext
from batchsms.journal.tally import RECIPIENT_STATES, Tally
from batchsms.terminal.wrapping import WIDEST

if TYPE_CHECKING:
    from batchsms.reading.findings import Finding

__all__ = ["count_lines"]

_COLUMN = 11
"""How wide the column of counts is, with the blanks before it."""


def count_lines(tally: Tally, findings: "Sequence[Finding]" = (), *, with_credits: bool = True) -> str:
    """Return the counts of a campaign as lines of text; findings name the rows that are skipped."""
    return "\n".join(_lines(tally, findings, with_credits=with_credits))


def _lines(tally: Tally, findings: "Sequence[Finding]", *, with_credits: bool) -> Iterator[str]:
    rows = ngettext("{count:,} row in the list", "{count:,} rows in the list", tally.rows)
    yield rows.format(count=tally.rows)
    for state in RECIPIENT_STATES:
        if recipients := tally.recipients.get(state, 0):
            yield _counted(recipients, _state(state, tally.orders[state]))
    of_reason = {one.code: one for one in findings}
    for reason, count in tally.excluded.items():
        yield from _skipped(reason, count, of_reason.get(reason))
    if with_credits:
        yield _credits(tally)


def _counted(count: int, words: str) -> str:
    return f"{count:{_COLUMN},}  {words}"


def _state(state: str, orders: int) -> str:
    match state:
        case "accepted":
            words = ngettext("accepted, in {orders:,} order", "accepted, in {orders:,} orders", orders)
        case "rejected":
            words = ngettext("rejected, in {orders:,} order", "rejected, in {orders:,} orders", orders)
        case "unknown":
            words = ngettext(
                "unknown, in {orders:,} order; it may have been accepted",
                "unknown, in {orders:,} orders; they may have been accepted",
                orders,
            )
        case "cancelled":
            words = ngettext("cancelled, in {orders:,} order", "cancelled, in {orders:,} orders", orders)
        case _:
            words = ngettext("planned, in {orders:,} order", "planned, in {orders:,} orders", orders)
    return words.format(orders=orders)


def _skipped(reason: str, count: int, finding: "Finding | None") -> Iterator[str]:
    """Yield what rows are counted under, where they are, and what to do or what the template says."""
    if finding is None:
        yield _counted(count, _("skipped: {reason}").format(reason=title(reason)))
        return
    from batchsms.reading.findings import listed_examples  # noqa: PLC0415 - a status has no findings

    words = _("skipped: {reason} ({addresses})")
    line = _counted(count, words.format(reason=title(reason), addresses=listed_examples(finding)))
    note = ", ".join(finding.details) or advice(reason)
    if finding.details:
        yield line
        yield " " * (_COLUMN + 2) + note
    elif note and len(line) + len(note) + 3 <= WIDEST:
        yield f"{line} – {note}"
    else:
        yield line  # the results say it of every row


def _credits(tally: Tally) -> str:
    if not tally.encodings:
        return _("Nothing to send")
    encodings = ", ".join(f"{encoding} {count:,}" for encoding, count in tally.encodings.items())
    line = ngettext(
        "{count:,} credit in all ({encodings})", "{count:,} credits in all ({encodings})", tally.credits
    )
    return line.format(count=tally.credits, encodings=encodings)
