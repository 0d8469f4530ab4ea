"""What became of a night → lines: what wants a person's eye first, then each campaign."""

from collections.abc import Iterator, Sequence

from batchsms.clock import TURKEY
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _, ngettext
from batchsms.nights.night import Night
from batchsms.nights.outcome import Outcome

__all__ = ["night_lines"]


def night_lines(night: Night, outcomes: Sequence[Outcome]) -> str:
    """Return the summary of a night, to be understood in ten seconds."""
    return "\n".join(_lines(night, outcomes))


def _lines(night: Night, outcomes: Sequence[Outcome]) -> Iterator[str]:
    yield _("Night of {day}, until noon of {end}").format(
        day=night.title, end=night.ends.astimezone(TURKEY).strftime("%d.%m.%Y")
    )
    accepted = sum(one.count("accepted") for one in outcomes)
    wanting = [one for one in outcomes if one.exit_code is not ExitCode.DONE]
    if wanting:
        yield ngettext(
            "{count} campaign wants a look: {names}", "{count} campaigns want a look: {names}", len(wanting)
        ).format(count=len(wanting), names=", ".join(dict.fromkeys(_name(one, night) for one in wanting)))
    else:
        yield ngettext(
            "All is well: {count:,} message accepted", "All is well: {count:,} messages accepted", accepted
        ).format(count=accepted)
    for one in (*wanting, *(one for one in outcomes if one not in wanting)):
        yield "  " + _("{campaign}: {outcome}").format(campaign=_name(one, night), outcome=_words(one))


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
    if count := outcome.count("accepted"):
        yield ngettext("{count:,} accepted", "{count:,} accepted", count).format(count=count)
    if count := outcome.count("rejected"):
        yield ngettext("{count:,} rejected", "{count:,} rejected", count).format(count=count)
    if count := outcome.count("unknown"):
        yield ngettext("{count:,} unknown", "{count:,} unknown", count).format(count=count)
    if count := outcome.count("planned"):
        yield ngettext("{count:,} not sent yet", "{count:,} not sent yet", count).format(count=count)
    if count := outcome.count("cancelled"):
        yield ngettext("{count:,} cancelled", "{count:,} cancelled", count).format(count=count)
