"""`send LIST`: a list → its campaign file, agreed to, sent, and its results."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from batchsms.campaign.budget import check_within, planned_budget
from batchsms.campaign.campaign_file import publish
from batchsms.campaign.remarks import check_allowed
from batchsms.commands.steps.agreement import agree_to_send, recipients_of_run
from batchsms.commands.steps.campaign_settings import content_of
from batchsms.commands.steps.planning import draft_of, results_of_plan, show_plan
from batchsms.commands.steps.preflight import preflight_of
from batchsms.commands.steps.run import run
from batchsms.commands.steps.session import Session
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of
from batchsms.journal.draft import Draft
from batchsms.journal.list_findings import findings_of
from batchsms.journal.tally import Tally, tally_of
from batchsms.journal.transitions import Journal
from batchsms.paths import campaign_path, results_path
from batchsms.results.writer import write_results
from batchsms.schedule import schedule_as_json
from batchsms.sending.run import only_sender
from batchsms.terminal.console import Console

__all__ = ["send_list"]


def send_list(
    recipients: Path, session: Session, *, approve: Callable[[Tally], None] = lambda _tally: None
) -> ExitCode:
    """Plan a list, ask, and send it; nothing is kept where the answer is no.

    `approve` is shown the counts of the plan, and raises where it must not go.
    """
    options = session.options
    campaign = campaign_path(recipients, options["campaign"], sandbox=options["sandbox"])
    results = results_path(campaign, options["results"])
    content = content_of(options)
    with ExitStack() as kept:
        kept.enter_context(only_sender(campaign))
        if options["sandbox"]:
            campaign.unlink(missing_ok=True)
        draft = kept.enter_context(draft_of(recipients, options, content, session.console, campaign=campaign))
        tally = tally_of(draft.database)
        show_plan(draft.database, tally, session.console)
        results = results_of_plan(draft.database, results, session.console, campaign=campaign)
        if not tally.recipient_count:
            return _nothing_to_send(draft, tally, results, session.console)
        planned = campaign_of(draft.database)
        approve(tally)
        check_allowed(findings_of(draft.database), options["allow"])
        check_within(tally, planned_budget(planned))
        preflight = preflight_of(
            draft.database, session.account, session.console, options, options["preflight"]
        )
        if preflight and preflight.refusal:
            raise preflight.refusal
        count = recipients_of_run(draft.database, session)
        agree_to_send(count, tally, session, send_at=planned.send_at, iys_list=planned.iys_list)
        publish(draft, campaign)
        journal = kept.enter_context(Journal.open(campaign))
        return run(journal, results, session, preflight)


def _nothing_to_send(draft: Draft, tally: Tally, results: Path, console: Console) -> ExitCode:
    """Write the results all the same: they say of every row why it does not go."""
    code = tally.plan_exit_code
    written = write_results(draft.database, results)
    console.note(_("There is nothing to send. {path} says why, row by row.").format(path=written))
    send_at = schedule_as_json(campaign_of(draft.database).send_at)
    console.object(exit_code=code, tally=tally, results=written, send_at=send_at)
    return code
