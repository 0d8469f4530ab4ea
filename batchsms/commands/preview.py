"""`batchsms preview`: look; sends nothing, keeps nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.campaign import campaign_options
from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.declaration import PATH, PATH_OR_DASH, option
from batchsms.commands.options.output import output_options
from batchsms.commands.options.sending import gateway_options
from batchsms.i18n import _

__all__ = ["preview"]


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    from batchsms.commands.steps.checks import check_preview

    check_preview(options, problems)


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_("Show what a send would post, and what it costs. Sends nothing, keeps nothing."),
)
@click.argument("recipients", type=PATH)
@campaign_options
@option(
    "--xml",
    type=PATH_OR_DASH,
    help=_("Write the XML to a folder; - is the standard output."),
)
@option(
    "--html",
    type=PATH,
    help=_("Write a page for approval: one file for a browser, which needs no network."),
)
@option("--show-numbers", is_flag=True, help=_("Show numbers in full on the page."))
@option("--chart-column", metavar="COLUMN", help=_("Count recipients on the page by this column."))
@click.option(
    "--preflight",
    is_flag=True,
    help=_("Ask the account, as send does: is the sender approved, is there credit for it."),
)
@gateway_options
@output_options
@click.pass_context
def preview(context: click.Context, /, recipients: Path, **options: Any) -> None:
    """Plan into a temporary campaign file, and show it."""
    from batchsms.commands.steps.preview import preview_plan

    context.exit(preview_plan(recipients, options))
