"""`batchsms report`: fetch the delivery reports of a campaign into its results."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.declaration import PATH, option
from batchsms.commands.options.duration import DURATION, UNTIL_DONE
from batchsms.commands.options.output import output_options
from batchsms.commands.options.sending import address_options
from batchsms.i18n import _

__all__ = ["report"]


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    from batchsms.commands.steps.report import check_report

    check_report(options, problems)


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_("Fetch the delivery reports of a campaign, and write its results with them. Costs nothing."),
)
@click.argument("campaign", type=PATH)
@option(
    "--wait",
    type=DURATION,
    is_flag=False,
    flag_value=UNTIL_DONE,
    metavar="[DURATION]",
    help=_("Ask again until nothing waits any more, or for as long as 30m or 2h. Ctrl-C ends it."),
)
@option(
    "--undelivered",
    type=PATH,
    help=_("Write the undelivered numbers to this new file, .txt or .csv; --suppress takes it."),
)
@option(
    "--failed",
    type=PATH,
    help=_("Write the rows that did not get the message to this new list, .xlsx or .csv."),
)
@option("--results", type=PATH, help=_("The results, .xlsx or .csv; default: where they were written."))
@address_options
@output_options
@click.pass_context
def report(context: click.Context, /, campaign: Path, **options: Any) -> None:
    """Fetch the reports."""
    from batchsms.commands.steps.report import fetch_reports

    context.exit(fetch_reports(campaign, options))
