"""`batchsms send`: plan, ask, send, write results; or continue what was planned."""

from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.campaign import campaign_options
from batchsms.commands.options.declaration import PATH, refuse_frozen_options
from batchsms.commands.options.output import console_of, output_options
from batchsms.commands.options.sending import sending_options
from batchsms.commands.preview import preview
from batchsms.commands.steps.existing_campaign import continue_campaign
from batchsms.commands.steps.new_campaign import send_list
from batchsms.commands.steps.session import open_session
from batchsms.commands.steps.trial import check_trial_options, send_trial
from batchsms.i18n import _
from batchsms.journal.database import is_campaign_file

__all__ = ["send"]


@click.command(
    help=_("Send a list: plan, ask, send, write the results. With a campaign file: send or continue it.")
)
@click.argument("recipients", type=PATH)
@campaign_options
@sending_options
@click.option("--dry-run", is_flag=True, help=_("Show what would be sent, as preview does."))
@output_options
@click.pass_context
def send(context: click.Context, /, recipients: Path, **options: Any) -> None:
    """Send a list or a campaign file."""
    if options["test_to"] is not None:
        check_trial_options(options)
    if options["dry_run"]:
        context.invoke(preview, recipients=recipients, xml=None, **options)
    with open_session(options, console_of("send", options)) as session:
        is_planned = is_campaign_file(recipients)
        if is_planned:
            refuse_frozen_options(context)
        if options["test_to"] is not None:
            context.exit(send_trial(recipients, session))
        if is_planned:
            context.exit(continue_campaign(recipients, session))
        if options["resend_unknown"] or options["moved"]:
            raise click.UsageError(_("--resend-unknown and --moved are for campaign files only"))
        context.exit(send_list(recipients, session))
