"""What became of a night → lines: what wants a person's eye first, then each campaign."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from batchsms.clock import TURKEY
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _, ngettext
from batchsms.journal.tally import RECIPIENT_STATES
from batchsms.nights.night import Night
from batchsms.nights.outcome import Outcome
from batchsms.terminal.sending_facts import state_words

__all__ = ["NightSummary", "night_lines", "night_summary"]


class NightSummary(NamedTuple):
    """What became of a night, in words: its name, whether all is well, and each campaign, the gravest first.

    `campaigns` are names, whether they want a look, and what became of them.
    """

    title: str
    headline: str
    campaigns: list[tuple[str, bool, str]]


def night_summary(night: Night, outcomes: Sequence[Outcome]) -> NightSummary:
    """Return the summary of a night, to be understood in ten seconds."""
    title = _("Night of {day}, until noon of {end}").format(
        day=night.title, end=night.ends.astimezone(TURKEY).strftime("%d.%m.%Y")
    )
    wanting = [one for one in outcomes if one.exit_code is not ExitCode.DONE]
    well = [one for one in outcomes if one.exit_code is ExitCode.DONE]
    if wanting:
        names = dict.fromkeys(_name(one, night) for one in wanting)
        headline = ngettext(
            "{count} campaign wants a look: {names}", "{count} campaigns want a look: {names}", len(wanting)
        ).format(count=len(wanting), names=", ".join(names))
    else:
        accepted = sum(one.count("accepted") for one in outcomes)
        headline = ngettext(
            "All is well: {count:,} message accepted", "All is well: {count:,} messages accepted", accepted
        ).format(count=accepted)
    campaigns = [(_name(one, night), one in wanting, _words(one)) for one in (*wanting, *well)]
    return NightSummary(title, headline, campaigns)


def night_lines(summary: NightSummary) -> str:
    """Return a summary as lines of text."""
    campaigns = (
        "  " + _("{campaign}: {outcome}").format(campaign=name, outcome=words)
        for name, _wants_a_look, words in summary.campaigns
    )
    return "\n".join((summary.title, summary.headline, *campaigns))


def _name(outcome: Outcome, night: Night) -> str:
    if outcome.night == night:
        return outcome.name
    return _("{campaign} of {day}").format(campaign=outcome.name, day=outcome.night.title)


def _words(outcome: Outcome) -> str:
    counts, error = ", ".join(_counts(outcome)), outcome.error
    match outcome.what:
        case "not_due":
            if outcome.due is None:
                return _("not due")
            return _("not due before {day}").format(day=outcome.due.strftime("%d.%m.%Y"))
        case "not_begun":
            return _("not begun, because the night was stopped")
        case "nothing_new":
            return _("nothing to send")
        case "closed":
            words = _("closed, {counts}").format(counts=counts)
        case "done":
            words = _("was done already, {counts}").format(counts=counts) if counts else _("was done already")
        case _:
            words = counts
    if error:
        return _("{outcome}. {error}").format(outcome=words, error=error) if words else error
    return words or _("nothing to send")


def _counts(outcome: Outcome) -> Iterator[str]:
    """Yield how many recipients are in each state."""
    return state_words({state: outcome.count(state) for state in RECIPIENT_STATES})
