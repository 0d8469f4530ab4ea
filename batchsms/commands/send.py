"""`batchsms send`: plan, ask, send, write results; or continue what was planned."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.campaign import campaign_options, check_campaign
from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.declaration import PATH, check_frozen
from batchsms.commands.options.output import console_of, output_options
from batchsms.commands.options.sending import sending_options
from batchsms.commands.preview import preview
from batchsms.commands.steps.existing_campaign import check_continued, continue_campaign
from batchsms.commands.steps.new_campaign import check_new_campaign, send_list
from batchsms.commands.steps.session import check_session, open_session
from batchsms.commands.steps.trial import check_trial, send_trial
from batchsms.i18n import _
from batchsms.journal.database import is_campaign_file

__all__ = ["send"]


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    is_planned, is_trial = is_campaign_file(options["recipients"]), options["test_to"] is not None
    if is_trial:
        check_trial(options, problems)
    if not is_planned:
        check_campaign(options, problems)
    if options["dry_run"]:
        return
    if is_planned:
        check_frozen(problems)
    if not is_trial:
        (check_continued if is_planned else check_new_campaign)(options, problems)
    check_session(options, problems)


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_("Send a list: plan, ask, send, write the results. With a campaign file: send or continue it."),
)
@click.argument("recipients", type=PATH)
@campaign_options
@sending_options
@click.option("--dry-run", is_flag=True, help=_("Show what would be sent, as preview does."))
@output_options
@click.pass_context
def send(context: click.Context, /, recipients: Path, **options: Any) -> None:
    """Send a list or a campaign file."""
    if options["dry_run"]:
        context.invoke(preview, recipients=recipients, xml=None, **options)
    with open_session(options, console_of("send", options)) as session:
        if options["test_to"] is not None:
            context.exit(send_trial(recipients, session))
        if is_campaign_file(recipients):
            context.exit(continue_campaign(recipients, session))
        context.exit(send_list(recipients, session))
