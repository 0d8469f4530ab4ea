"""`batchsms senders`: the names that the account may send under, one a line."""

from collections.abc import Mapping
from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.output import console_of, output_options
from batchsms.commands.options.sending import gateway_options
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _

__all__ = ["senders"]


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    from batchsms.commands.steps.checks import check_session

    check_session(options, problems)


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_("List the approved senders, one a line, exactly as --sender takes them."),
)
@gateway_options
@output_options
def senders(**options: Any) -> None:
    """List the senders."""
    from batchsms.commands.steps.session import open_session
    from batchsms.gateway.account import AccountUnansweredError
    from batchsms.sending.preflight import refusal_of

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
