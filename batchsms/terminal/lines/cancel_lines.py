"""What came of a cancel → lines."""

from collections.abc import Iterator

from batchsms.i18n import _, ngettext
from batchsms.journal.tally import Tally
from batchsms.sending.cancelling import Cancelling

__all__ = ["cancel_lines"]


def cancel_lines(went: Cancelling, tally: Tally) -> Iterator[str]:
    """Yield what this run has cancelled, and what it could not."""
    if went.cancelled:
        line = ngettext("{count:,} message is cancelled", "{count:,} messages are cancelled", went.cancelled)
        yield line.format(count=went.cancelled)
    if went.gone:
        line = ngettext(
            "{count:,} message could not be cancelled any more (455)",
            "{count:,} messages could not be cancelled any more (455)",
            went.gone,
        )
        yield line.format(count=went.gone)
    if went.passed:
        line = ngettext(
            "The time of {count:,} message has come, so it was not asked for",
            "The time of {count:,} messages has come, so they were not asked for",
            went.passed,
        )
        yield line.format(count=went.passed)
    if not (went.cancelled or went.gone or went.passed or went.doubtful or went.left):
        yield (
            _("Nothing else is scheduled, so there is nothing to cancel")
            if tally.recipients.get("cancelled")
            else _("Nothing of this campaign is scheduled, so there is nothing to cancel")
        )
