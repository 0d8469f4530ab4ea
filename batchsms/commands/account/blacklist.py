"""`batchsms blacklist`: the numbers that the account never sends to, one a line."""

from collections.abc import Mapping
from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.output import console_of, output_options
from batchsms.commands.options.sending import gateway_options
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _, ngettext

__all__ = ["blacklist"]


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    from batchsms.commands.steps.checks import check_session

    check_session(options, problems)


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_("List the account's blacklist, one number a line. --suppress takes it as a file."),
)
@gateway_options
@output_options
def blacklist(**options: Any) -> None:
    """List the blacklist."""
    from batchsms.commands.steps.session import open_session
    from batchsms.gateway.account import AccountUnansweredError
    from batchsms.sending.preflight import refusal_of

    console = console_of("blacklist", options)
    with open_session(options, console) as session:
        try:
            numbers = [str(number) for number in sorted(session.account.blacklist())]
        except AccountUnansweredError as error:
            raise refusal_of(error) from error
    if numbers and not console.json:
        console.data("\n".join(numbers).encode())
    told = ngettext(
        "{count:,} number is on the blacklist", "{count:,} numbers are on the blacklist", len(numbers)
    )
    console.note(told.format(count=len(numbers)))
    console.object(exit_code=ExitCode.DONE, numbers=numbers)
