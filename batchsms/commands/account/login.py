"""`batchsms login`: check the account's credentials, and store them."""

from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand
from batchsms.commands.options.declaration import option
from batchsms.commands.options.output import output_options
from batchsms.commands.options.sending import address_options
from batchsms.i18n import _

__all__ = ["login"]


@click.command(
    cls=CheckedCommand,
    help=_(
        "Ask for key and hash, check them against the account, and store them in this computer's keyring. "
        "Without a terminal they are read from the standard input, a line each."
    ),
)
@option(
    "--file",
    environment=False,
    is_flag=True,
    help=_("Store them in a file that only you can read, instead of the keyring."),
)
@option("--secret", environment=False, is_flag=True, help=_("Ask for the secret instead of the hash."))
@address_options
@output_options
@click.pass_context
def login(context: click.Context, /, **options: Any) -> None:
    """Check and store."""
    from batchsms.commands.steps.setup.login import log_in

    context.exit(log_in(options))
