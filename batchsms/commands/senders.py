"""`batchsms senders`: the names that the account may send under, one a line."""

from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand
from batchsms.commands.options.output import console_of, output_options
from batchsms.commands.options.sending import gateway_options
from batchsms.commands.steps.session import check_session, open_session, refusal_of
from batchsms.exit_codes import ExitCode
from batchsms.gateway.account import AccountUnansweredError
from batchsms.i18n import _

__all__ = ["senders"]


@click.command(
    cls=CheckedCommand,
    checks=[check_session],
    help=_("List the approved senders, one a line, exactly as --sender takes them."),
)
@gateway_options
@output_options
def senders(**options: Any) -> None:
    """List the senders."""
    console = console_of("senders", options)
    with open_session(options, console) as session:
        try:
            names = session.account.senders()
        except AccountUnansweredError as error:
            raise refusal_of(error) from error
    if names and not console.json:
        console.data("\n".join(names).encode())
    elif not names:
        console.note(_("The account has no approved sender yet. Apply for one in the panel."))
    console.object(exit_code=ExitCode.DONE, senders=list(names))
