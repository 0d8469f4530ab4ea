"""`batchsms cancel`: cancel what is scheduled and has not gone."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.declaration import PATH, option
from batchsms.commands.options.output import output_options
from batchsms.commands.options.sending import address_options
from batchsms.i18n import _

__all__ = ["cancel"]


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    from batchsms.commands.steps.checks import check_cancel

    check_cancel(options, problems)


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_("Cancel every order of a campaign that is scheduled and has not gone yet. Asks first."),
)
@click.argument("campaign", type=PATH)
@option("--yes", is_flag=True, help=_("Cancel without a question."))
@option("--results", type=PATH, help=_("The results, .xlsx or .csv; default: where they were written."))
@address_options
@output_options
@click.pass_context
def cancel(context: click.Context, /, campaign: Path, **options: Any) -> None:
    """Cancel what is scheduled."""
    from batchsms.commands.steps.cancel import cancel_campaign

    context.exit(cancel_campaign(campaign, options))
