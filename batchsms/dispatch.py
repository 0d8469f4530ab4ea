"""Planned orders → posts, one after the other, each recorded before and after."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from batchsms.clock import Clock
from batchsms.errors import BatchsmsError, Halted, OutcomeUnknown, Unavailable
from batchsms.gateway import Gateway, Outcome, Verdict
from batchsms.journal import Answer, Journal
from batchsms.wire import Credentials, order_xml
from batchsms.words import _

__all__ = ["Progress", "dispatch", "next_orders"]

_UNKNOWNS_THAT_STOP = 3

Progress = Callable[[int], None]
"""Is told how many recipients were dealt with so far."""


@dataclass
class _Run:
    """What the run has seen, as far as it decides whether it goes on."""

    recipients: int = 0
    unknowns_in_a_row: int = 0


def dispatch(
    journal: Journal,
    gateway: Gateway,
    credentials: Credentials,
    *,
    limit: int | None,
    clock: Clock,
    progress: Progress,
) -> BatchsmsError | None:
    """Post the planned orders, whole ones until `limit` recipients are reached.

    Returns what stopped the run early, or None. Each order's move is on disk before and after
    its post; what was not posted stays planned.
    """
    run = _Run()
    for order_id in next_orders(journal, limit):
        outcome = _post(journal, gateway, credentials, order_id, clock)
        run.recipients += journal.recipients_of(order_id)
        run.unknowns_in_a_row = run.unknowns_in_a_row + 1 if outcome.verdict is Verdict.UNKNOWN else 0
        progress(run.recipients)
        if stop := _stop(outcome, run.unknowns_in_a_row):
            return stop
    return None


def next_orders(journal: Journal, limit: int | None) -> Iterator[int]:
    """Yield the planned orders that a run posts: whole ones, until `limit` recipients are reached."""
    recipients = 0
    for order_id in journal.order_ids("planned"):
        if limit is not None and recipients >= limit:
            return
        recipients += journal.recipients_of(order_id)
        yield order_id


def _post(
    journal: Journal, gateway: Gateway, credentials: Credentials, order_id: int, clock: Clock
) -> Outcome:
    body = order_xml(journal.order(order_id), credentials)
    attempt = journal.begin(order_id, clock())
    outcome = gateway.post(body)
    journal.end(order_id, attempt, _answer(outcome), clock())
    return outcome


_STATE_OF = {
    Verdict.ACCEPTED: "accepted",
    Verdict.REJECTED: "rejected",
    Verdict.DIVISIBLE: "rejected",
    Verdict.HALTED: "planned",
    Verdict.NOT_TAKEN: "planned",
    Verdict.UNKNOWN: "unknown",
    Verdict.UNHEARD_OF: "unknown",
}


def _answer(outcome: Outcome) -> Answer:
    return Answer(
        _STATE_OF[outcome.verdict],
        code=outcome.code,
        gateway_id=outcome.order_id,
        detail=outcome.detail,
        http_status=outcome.http_status,
    )


_HINTS: dict[int, Callable[[], str]] = {
    401: lambda: _(
        "check the key and the hash; in the panel, under Settings, Security, API use must be allowed and "
        "this machine's address not be shut out"
    ),
    402: lambda: _("load credit, then go on"),
    450: lambda: _("write the sender exactly as it was approved, capitals and blanks included"),
    457: lambda: _("plan the list anew with another --at"),
    468: lambda: _("plan the list anew with --iys"),
    469: lambda: _("plan the list anew with --iys BIREYSEL or TACIR"),
    470: lambda: _("enter the İYS brand code in the panel, or plan the list anew with another --iys"),
}


def _stop(outcome: Outcome, unknowns_in_a_row: int) -> BatchsmsError | None:
    """Return why the run must end with this outcome, if it must."""
    match outcome.verdict:
        case Verdict.HALTED if outcome.code is not None:
            return Halted(
                f"gateway_{outcome.code}",
                _("the gateway answers {code} ({words}), and would to every other order").format(
                    code=outcome.code, words=outcome.detail
                ),
                hint=_HINTS[outcome.code](),
            )
        case Verdict.NOT_TAKEN:
            return Unavailable(
                "unavailable",
                _("the gateway cannot be reached: {detail}").format(detail=outcome.detail),
                hint=_("nothing of this order was taken; try again later"),
            )
        case Verdict.UNHEARD_OF:
            return OutcomeUnknown(
                f"gateway_{outcome.code}",
                _("the gateway answers {code} ({words}), a code that is not known here").format(
                    code=outcome.code, words=outcome.detail
                ),
                hint=_("ask the gateway's support what it means before going on"),
            )
        case Verdict.UNKNOWN if unknowns_in_a_row >= _UNKNOWNS_THAT_STOP:
            return OutcomeUnknown(
                "three_unknowns",
                _("three orders in a row got no answer that can be trusted; the last: {detail}").format(
                    detail=outcome.detail
                ),
                hint=_("look into the panel before anything is sent again"),
            )
        case _:
            return None
