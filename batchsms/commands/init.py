"""`batchsms init`: a starter folder."""

from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand
from batchsms.commands.options.declaration import PATH, FoldedChoice, option
from batchsms.commands.options.output import output_options
from batchsms.commands.options.sending import gateway_options
from batchsms.gateway.order import IYS_LISTS
from batchsms.i18n import _

__all__ = ["init"]


@click.command(
    cls=CheckedCommand,
    help=_(
        "Make a folder to start from: settings, and a campaign with a list of made-up numbers and a text. "
        "What already exists is left as it is."
    ),
)
@click.argument("folder", type=PATH, default=".")
@option("--sender", help=_("The approved header; asked for on a terminal."))
@option(
    "--iys",
    type=FoldedChoice(IYS_LISTS),
    help=_("What the text is: BIREYSEL or TACIR for offers, none for information; asked for on a terminal."),
)
@gateway_options
@output_options
@click.pass_context
def init(context: click.Context, /, folder: Path, **options: Any) -> None:
    """Make the folder."""
    from batchsms.commands.steps.setup.starting import make_starter_folder

    context.exit(make_starter_folder(folder, options))
