"""`batchsms send`: plan, ask, send, write results; or continue what was planned."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.campaign import campaign_options
from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.declaration import PATH, option
from batchsms.commands.options.output import output_options
from batchsms.commands.options.sending import ping_option, sending_options
from batchsms.i18n import _

__all__ = ["send"]


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    from batchsms.commands.steps.checks import check_send

    check_send(options, problems)


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_("Send a list: plan, ask, send, write the results. With a campaign file: send or continue it."),
)
@click.argument("recipients", type=PATH)
@campaign_options
@sending_options
@option("--dry-run", environment=False, is_flag=True, help=_("Show what would be sent, as preview does."))
@ping_option
@output_options
@click.pass_context
def send(context: click.Context, /, recipients: Path, **options: Any) -> None:
    """Send a list or a campaign file."""
    from batchsms.commands.steps.send import send_any

    context.exit(send_any(recipients, options))
