"""`batchsms plan`: freeze for approval, or for tonight."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.campaign import campaign_options
from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.declaration import PATH
from batchsms.commands.options.output import output_options
from batchsms.commands.options.sending import gateway_options
from batchsms.i18n import _

__all__ = ["plan"]


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    from batchsms.commands.steps.checks import check_plan

    check_plan(options, problems)


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_("Freeze a list and its texts in a campaign file, to be approved or sent later."),
)
@click.argument("recipients", type=PATH)
@campaign_options
@gateway_options
@output_options
@click.pass_context
def plan(context: click.Context, /, recipients: Path, **options: Any) -> None:
    """Write the campaign file, and show what it holds."""
    from batchsms.commands.steps.plan import keep_plan

    context.exit(keep_plan(recipients, options))
