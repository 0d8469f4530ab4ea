"""`send FILE.campaign`: send what was planned, or continue what was begun."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from batchsms.campaign.budget import check_within, planned_budget
from batchsms.campaign.remarks import check_allowed
from batchsms.clock import TURKEY, has_passed, now
from batchsms.commands.steps.agreement import agree_to_send, recipients_of_run
from batchsms.commands.steps.campaign_settings import budget_of, schedule_of_run
from batchsms.commands.steps.planning import show_plan
from batchsms.commands.steps.preflight import preflight_of
from batchsms.commands.steps.run import run
from batchsms.commands.steps.session import Session
from batchsms.errors import InputError
from batchsms.exit_codes import ExitCode
from batchsms.gateway.codes import DUPLICATES_REFUSED_FOR
from batchsms.i18n import _, ngettext
from batchsms.journal.campaign import Campaign, campaign_of
from batchsms.journal.cancellations import CancelledOrder, cancelled_orders
from batchsms.journal.list_findings import findings_of
from batchsms.journal.orders import schedule_of, unknown_orders
from batchsms.journal.tally import tally_of
from batchsms.journal.transitions import Journal
from batchsms.paths import campaign_path, planned_results, results_path
from batchsms.quiet_hours import Schedule
from batchsms.results.earlier_results import check_results_path
from batchsms.sending.preflight import Preflight
from batchsms.sending.run import check_bound, has_changed, only_sender
from batchsms.sending.sandbox_copy import copy_for_sandbox
from batchsms.terminal.unknown_orders import duplicate_guard_lines

__all__ = ["continue_campaign"]


def continue_campaign(campaign: Path, session: Session) -> ExitCode:
    """Ask, and send what a campaign file has planned; with a sandbox, send a copy of it."""
    results = session.options["results"]
    with ExitStack() as kept:
        if session.options["sandbox"]:
            original, campaign = campaign, campaign_path(campaign, None, sandbox=True)
            results = results_path(campaign, results)
            kept.enter_context(only_sender(campaign))
            copy_for_sandbox(original, campaign)
        else:
            kept.enter_context(only_sender(campaign))
        journal = kept.enter_context(Journal.open(campaign))
        journal.database.check()
        check_bound(journal, session.gateway.url, session.credentials, moved=session.options["moved"])
        planned = campaign_of(journal.database)
        results = results or planned_results(campaign, planned.results_path)
        check_results_path(results, planned.input_paths, campaign)
        schedule, refusal = _schedule(journal, session, planned)
        if has_changed(journal.database):
            session.console.note(
                _("The list has changed since it was planned. It is sent as it was planned.")
            )
        preflight = None if refusal else _agree_to_continue(journal, session, schedule)
        return run(journal, results, session, preflight, schedule=schedule, refused_by=refusal)


def _schedule(
    journal: Journal, session: Session, planned: Campaign
) -> tuple[Schedule | None, InputError | None]:
    """Return when it goes, None for as it is planned; or why it must not go now, where orders are unknown.

    Those are to be settled all the same. Raises `InputError` where there is nothing of the kind to do.
    """
    order = journal.next_planned()
    try:
        return schedule_of_run(planned, order.send_at if order else None, session.options), None
    except InputError as error:
        if session.options["at"] or not unknown_orders(journal.database):
            raise
        return None, error


def _agree_to_continue(journal: Journal, session: Session, schedule: Schedule | None) -> Preflight | None:
    """Show what is to go, ask the account, and the user; return what the account answered.

    Raises `InputError` where it cannot go, unless orders are unknown: those are to be settled all the same.
    """
    tally = tally_of(journal.database)
    again = cancelled_orders(journal.database) if session.options["at"] else []
    count = recipients_of_run(journal.database, session, again=bool(again))
    if session.options["resend_unknown"]:
        unknown = unknown_orders(journal.database)
        session.console.warning(duplicate_guard_lines(unknown, now()))
        count += sum(order.recipients for order in unknown if not has_passed(order.send_at, now()))
    if again:
        _say_again(again, session)
    if count:
        planned = campaign_of(journal.database)
        schedule = schedule or Schedule(schedule_of(journal.database), bool(planned.waits))
        show_plan(journal.database, tally, session.console, schedule=schedule)
        check_allowed(findings_of(journal.database), session.options["allow"])
        check_within(tally, planned_budget(planned), budget_of(session.options))
        options = session.options
        preflight = preflight_of(
            journal.database, session.account, session.console, options, options["preflight"]
        )
        if preflight and preflight.refusal:
            if tally.recipients.get("unknown"):
                return preflight
            raise preflight.refusal
        agree_to_send(count, tally, session, send_at=schedule.send_at, iys_list=planned.iys_list)
        return preflight
    return None


def _say_again(orders: Sequence[CancelledOrder], session: Session) -> None:
    """Say that cancelled messages are planned again. Raises `InputError` where they would be refused."""
    until = max(order.posted_at for order in orders) + DUPLICATES_REFUSED_FOR
    if now() < until:
        raise InputError(
            "too_soon",
            _("Until {time} the gateway may refuse what was cancelled as a duplicate (451)").format(
                time=until.astimezone(TURKEY).strftime("%H:%M:%S")
            ),
            hint=_("Nothing was sent. Type the same again after that."),
        )
    count = sum(order.recipients for order in orders)
    line = ngettext(
        "{count:,} message that was cancelled is planned again",
        "{count:,} messages that were cancelled are planned again",
        count,
    )
    session.console.warning(line.format(count=count))
