"""`batchsms logout`: remove the stored credentials."""

import os
from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand
from batchsms.commands.options.output import console_of, output_options
from batchsms.commands.options.sending import account_option
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _

__all__ = ["logout"]


@click.command(
    cls=CheckedCommand,
    help=_("Remove the stored credentials of an account, from the keyring and from the credentials file."),
)
@account_option
@output_options
def logout(account: str, **options: Any) -> None:
    """Remove what is stored."""
    from batchsms.setup.credentials_file import credentials_path, forget_credentials
    from batchsms.setup.credentials_keyring import forget_in_keyring

    console = console_of("logout", options)
    path = credentials_path(os.environ)
    in_file, in_keyring = forget_credentials(path, account), forget_in_keyring(account)
    if in_file:
        console.path(_("The credentials were removed from {path}").format(path=path))
    if in_keyring:
        console.text(_("The credentials were removed from the keyring"))
    if not (in_file or in_keyring):
        console.note(_("No credentials were stored"))
    removed = [kind for kind, was_there in (("file", in_file), ("keyring", in_keyring)) if was_there]
    console.object(exit_code=ExitCode.DONE, account=account, removed=removed)
