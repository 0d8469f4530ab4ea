"""`batchsms balance`: what the account holds; the first command to try with new credentials."""

from collections.abc import Mapping
from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.output import console_of, output_options
from batchsms.commands.options.sending import gateway_options
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _, ngettext

__all__ = ["balance"]


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    from batchsms.commands.steps.checks import check_session

    check_session(options, problems)


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_("Show the account's balance. Costs nothing, and shows whether the credentials work."),
)
@gateway_options
@output_options
def balance(**options: Any) -> None:
    """Show the balance."""
    from batchsms.commands.steps.session import open_session
    from batchsms.gateway.account import AccountUnansweredError
    from batchsms.sending.preflight import refusal_of

    console = console_of("balance", options)
    with open_session(options, console) as session:
        try:
            found = session.account.balance()
        except AccountUnansweredError as error:
            raise refusal_of(error) from error
    line = ngettext(
        "Balance: {amount:,} TL, which pays for {count:,} credit",
        "Balance: {amount:,} TL, which pays for {count:,} credits",
        found.credits,
    )
    console.text(line.format(amount=found.amount, count=found.credits))
    console.object(exit_code=ExitCode.DONE, amount=str(found.amount), credits=found.credits)
