"""How a step goes, as it goes: how fast, how long still, what became of the recipients, and their credits."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from batchsms.i18n import _, ngettext

__all__ = ["Facts", "sending_facts", "state_words", "time_left"]

_A_MINUTE, _AN_HOUR = 60, 3_600


class Facts(NamedTuple):
    """Recipients per state, as users see them, and the credits of those that were dealt with."""

    states: Mapping[str, int]
    credits: int


def sending_facts(facts: Facts, done: int, seconds: float) -> str:
    """Return what is told beside a progress bar: `14.2 a second, 126 credits, 120 accepted, 3 rejected`."""
    words = {state: count for state, count in facts.states.items() if state != "planned"}
    parts = [
        _("{rate:,.1f} a second").format(rate=done / max(seconds, 0.1)),
        ngettext("{count:,} credit", "{count:,} credits", facts.credits).format(count=facts.credits),
        *state_words(words),
    ]
    return ", ".join(parts)


def time_left(done: int, length: int, seconds: float) -> str:
    """Return about how long it still takes at the rate so far, `""` where that cannot be told."""
    if not done or done >= length:
        return ""
    left = seconds * (length - done) / done
    if left < _A_MINUTE:
        return _("less than a minute left")
    if left < _AN_HOUR:
        minutes = round(left / _A_MINUTE)
        return ngettext("about {count} minute left", "about {count} minutes left", minutes).format(
            count=minutes
        )
    hours = round(left / _AN_HOUR)
    return ngettext("about {count} hour left", "about {count} hours left", hours).format(count=hours)


def state_words(states: Mapping[str, int]) -> Iterator[str]:
    """Yield how many recipients are in each state."""
    if count := states.get("accepted", 0):
        yield ngettext("{count:,} accepted", "{count:,} accepted", count).format(count=count)
    if count := states.get("rejected", 0):
        yield ngettext("{count:,} rejected", "{count:,} rejected", count).format(count=count)
    if count := states.get("unknown", 0):
        yield ngettext("{count:,} unknown", "{count:,} unknown", count).format(count=count)
    if count := states.get("planned", 0):
        yield ngettext("{count:,} not sent yet", "{count:,} not sent yet", count).format(count=count)
    if count := states.get("cancelled", 0):
        yield ngettext("{count:,} cancelled", "{count:,} cancelled", count).format(count=count)
