"""`cancel FILE.campaign`: its scheduled orders, agreed to and cancelled, and its results."""

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from batchsms.clock import now
from batchsms.commands.options.output import console_of
from batchsms.commands.steps.agreement import agree
from batchsms.commands.steps.session import Session, open_session
from batchsms.errors import BatchsmsError
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _, ngettext
from batchsms.journal.campaign import campaign_of
from batchsms.journal.cancellations import open_cancels, scheduled_orders, scheduled_without_id
from batchsms.journal.orders import schedule_of
from batchsms.journal.tally import tally_of
from batchsms.journal.transitions import Journal
from batchsms.paths import planned_results, typed
from batchsms.results.earlier_results import check_results_path
from batchsms.results.writer import write_results
from batchsms.schedule import schedule_as_json, when
from batchsms.sending.cancelling import Canceller, Cancelling
from batchsms.sending.interruption import watch_signals
from batchsms.sending.posting import Posting
from batchsms.sending.run import check_bound, only_sender, settle_from_records
from batchsms.terminal.counts import count_lines
from batchsms.terminal.lines.cancel_lines import cancel_lines
from batchsms.terminal.unknown_orders import doubtful_cancel_lines

__all__ = ["cancel_campaign"]


def cancel_campaign(campaign: Path, options: Mapping[str, Any]) -> ExitCode:
    """Ask, cancel, write the results and say; return the campaign's state as an exit code."""
    with ExitStack() as kept:
        session = kept.enter_context(
            open_session({**options, "sandbox": False}, console_of("cancel", options))
        )
        kept.enter_context(only_sender(campaign))
        journal = kept.enter_context(Journal.open(campaign))
        planned = campaign_of(journal.database)
        results = options["results"] or planned_results(campaign, planned.results_path)
        check_results_path(results, planned.input_paths, campaign)
        check_bound(journal, session.gateway.url, session.credentials, moved=True)
        went = _cancel(journal, session)
        return _end(journal, results, went, session)


def _cancel(journal: Journal, session: Session) -> Cancelling:
    scheduled = scheduled_orders(journal.database)
    without_id = scheduled_without_id(journal.database)
    if not (scheduled or without_id):
        return Cancelling()
    _agree(sum(order.recipients for order in scheduled) + without_id, journal, session)
    with watch_signals(
        stopping=_("Stopping after the request that is being made. Press again to stop at once."),
        stopped=_("Stopped at once. Cancel again to learn what came of the last request."),
    ) as watch:
        journal.recover(watch.now())
        if without_id:
            posting = Posting(journal, session.gateway, session.credentials, watch)
            settle_from_records(posting)
        with session.console.progress(
            _("Cancelling"), tally_of(journal.database).recipients.get("accepted")
        ) as done:
            return Canceller(journal.database, session.account, watch).cancel(done)


def _agree(recipients: int, journal: Journal, session: Session) -> None:
    question = ngettext(
        "Cancel {count:,} message that is scheduled for {when}?",
        "Cancel {count:,} messages that are scheduled for {when}?",
        recipients,
    )
    send_at = schedule_of(journal.database) or scheduled_orders(journal.database)[0].send_at
    agree(
        question.format(count=recipients, when=when(send_at, now())),
        session,
        about=count_lines(tally_of(journal.database)),
    )


def _end(journal: Journal, results: Path, went: Cancelling, session: Session) -> ExitCode:
    """Write the results, and say how the campaign stands."""
    console, database = session.console, journal.database
    errors = [went.stopped_by] if went.stopped_by else []
    written: Path | None = None
    try:
        written = write_results(database, results)
    except BatchsmsError as error:
        errors.append(error)
    _say(journal, went, written, session)
    tally = tally_of(database)
    trouble = errors[0] if errors else None
    if trouble:
        trouble.others = tuple(errors[1:])
        console.error(trouble)
    code = max([tally.exit_code, *(error.exit_code for error in errors)])
    if went.left:
        code = max(code, ExitCode.STOPPED)
    console.object(
        exit_code=code,
        tally=tally,
        campaign=journal.path,
        results=written,
        send_at=schedule_as_json(schedule_of(database)),
        error=trouble,
        could_not_be_cancelled=went.gone + went.passed,
        being_cancelled=went.doubtful,
    )
    return code


def _say(journal: Journal, went: Cancelling, results: Path | None, session: Session) -> None:
    console, database = session.console, journal.database
    tally = tally_of(database)
    console.text("\n".join([count_lines(tally), *cancel_lines(went, tally)]))
    if results:
        console.path(_("Results: {path}").format(path=results))
    if doubtful := open_cancels(database):
        console.warning(doubtful_cancel_lines(doubtful, journal.path))
    if without_id := scheduled_without_id(database):
        message = ngettext(
            "{count:,} recipient is in a scheduled order whose id is not known, so that it cannot be "
            "cancelled here. Cancel it in the panel.",
            "{count:,} recipients are in scheduled orders whose ids are not known, so that they cannot be "
            "cancelled here. Cancel them in the panel.",
            without_id,
        )
        console.warning(message.format(count=without_id))
    if tally.recipients.get("planned"):
        note = _("What is still planned is not at the gateway and goes only with: batchsms send {path}")
        console.note(note.format(path=typed(journal.path)))
    if went.left:
        message = ngettext(
            "{count:,} message is still scheduled. To go on: batchsms cancel {path}",
            "{count:,} messages are still scheduled. To go on: batchsms cancel {path}",
            went.left,
        )
        console.warning(message.format(count=went.left, path=typed(journal.path)))
    if went.cancelled:
        note = _("To give what was cancelled another schedule: batchsms send {path} --at NEW")
        console.note(note.format(path=typed(journal.path)))
