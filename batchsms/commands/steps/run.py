"""A campaign file that was agreed to → its run, with progress, and what is said when it has ended."""

from collections.abc import Mapping
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

from batchsms.clock import now
from batchsms.commands.steps.session import Session
from batchsms.errors import InputError
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _
from batchsms.journal.campaign import Campaign, campaign_of
from batchsms.journal.cancellations import open_cancels
from batchsms.journal.orders import schedule_of
from batchsms.journal.tally import states_and_credits, tally_of
from batchsms.journal.transitions import Journal
from batchsms.paths import typed
from batchsms.quiet_hours import QuietHours, Schedule
from batchsms.schedule import schedule_as_json
from batchsms.sending.dispatch import Pace
from batchsms.sending.interruption import watch_signals
from batchsms.sending.posting import Posting
from batchsms.sending.preflight import Preflight
from batchsms.sending.run import RunSettings, Sent
from batchsms.sending.run import send as send_campaign
from batchsms.terminal.console import Console
from batchsms.terminal.counts import count_lines
from batchsms.terminal.lines.schedule_lines import schedule_line
from batchsms.terminal.sending_facts import Facts
from batchsms.terminal.unknown_orders import doubtful_cancel_lines, unknown_order_lines

__all__ = ["run"]


def run(
    journal: Journal,
    results: Path,
    session: Session,
    preflight: Preflight | None,
    *,
    schedule: Schedule | None = None,
    refused_by: InputError | None = None,
) -> ExitCode:
    """Send what is planned and write the results; return the campaign's state as an exit code.

    `schedule` is a new one, None for the planned one. Where it was `refused_by` something, such as what the
    preflight has found, nothing is posted, and what is unknown is settled as far as the gateway's records
    tell.
    """
    if preflight and preflight.refusal:
        refused_by, schedule = preflight.refusal, None
    planned = tally_of(journal.database).recipients.get("planned", 0)
    goes_at = schedule.send_at if schedule else schedule_of(journal.database)
    with nullcontext(session.watch) if session.watch else watch_signals() as watch:
        facts = partial(_facts, journal)
        with session.console.progress(_("Sending"), planned, facts) as progress:
            settings = RunSettings(
                results,
                schedule,
                _pace(session.options, campaign_of(journal.database)),
                session.options["settle_after"],
                session.options["moved"],
                refused_by,
                plans_again=bool(session.options["at"]),
            )
            posting = Posting(journal, session.gateway, session.credentials, watch)
            sent = send_campaign(posting, settings, progress)
        _say(sent, goes_at, journal, session.console, preflight)
    return sent.exit_code


def _facts(journal: Journal) -> Facts:
    return Facts(*states_and_credits(journal.database))


def _say(sent: Sent, send_at: str, journal: Journal, console: Console, preflight: Preflight | None) -> None:
    console.text("\n".join(filter(None, (count_lines(sent.tally), schedule_line(send_at, now())))))
    if sent.results:
        console.path(_("Results: {path}").format(path=sent.results))
    for error in (sent.stopped_by, sent.results_error):
        if error:
            console.error(error)
    if sent.unknown:
        sender = campaign_of(journal.database).sender
        console.warning(unknown_order_lines(sent.unknown, sender, journal.path, sent.records_trouble))
    if doubtful := open_cancels(journal.database):
        console.warning(doubtful_cancel_lines(doubtful, journal.path))
    if sent.tally.recipients.get("planned"):
        note = _("To send what is still planned: batchsms send {path}")
        console.note(note.format(path=typed(journal.path)))
    console.object(
        exit_code=sent.exit_code,
        tally=sent.tally,
        campaign=journal.path,
        results=sent.results,
        fingerprint=campaign_of(journal.database).fingerprint or None,
        send_at=schedule_as_json(send_at),
        preflight=preflight.as_json() if preflight else None,
        error=sent.stopped_by or sent.results_error,
    )


def _pace(options: Mapping[str, Any], planned: Campaign) -> Pace:
    """Return how fast a run goes, how far, and when it pauses."""
    typed = options["quiet_hours"]
    return Pace(
        concurrency=options["concurrency"],
        rate=options["rate"],
        limit=options["limit"],
        resend_unknown=options["resend_unknown"],
        quiet_hours=QuietHours.of(planned.quiet_hours if typed is None else typed),
    )
