"""`batchsms status`: counts per state, per order."""

from pathlib import Path
from typing import Any

import click

from batchsms.commands.options import PATH, console_of, speaking_options
from batchsms.console import counts, orders
from batchsms.journal import Journal
from batchsms.words import _

__all__ = ["status"]


@click.command(help=_("Show how a campaign stands."))
@click.argument("campaign", type=PATH)
@speaking_options
@click.pass_context
def status(context: click.Context, /, campaign: Path, **options: Any) -> None:
    """Show counts per state, and the orders."""
    console = console_of("status", options)
    with Journal.open(campaign) as journal:
        tally, per_order = journal.tally(), journal.orders()
    console.text(counts(tally))
    console.text(orders(per_order, all_of_them=options["verbose"]))
    console.object(exit_code=tally.exit_code, tally=tally, campaign=campaign, per_order=per_order)
    context.exit(tally.exit_code)
