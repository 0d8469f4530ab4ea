"""`batchsms config`: every setting, its value, and where that comes from."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.campaign import campaign_options
from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.declaration import PATH
from batchsms.commands.options.output import output_options
from batchsms.commands.options.sending import sending_options
from batchsms.i18n import _

__all__ = ["config"]


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    from batchsms.setup.credentials import checked_gateway

    with problems.noted("gateway_url"):  # an address may hold a password, and is shown
        checked_gateway(options["gateway_url"])


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_("Show every setting, its value, and where that comes from. Takes the options of send."),
)
@click.argument("recipients", type=PATH, required=False)
@campaign_options
@sending_options
@output_options
@click.pass_context
def config(context: click.Context, /, recipients: Path | None, **options: Any) -> None:  # noqa: ARG001 - its place is what counts
    """Show the settings."""
    from batchsms.commands.steps.setup.effective_settings import show_settings

    context.exit(show_settings(context, options))
