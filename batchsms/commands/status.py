"""`batchsms status`: counts per state, per order."""

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from batchsms.clock import now, stamp
from batchsms.commands.options.checked_command import CheckedCommand
from batchsms.commands.options.declaration import PATH
from batchsms.commands.options.output import console_of, output_options
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of
from batchsms.journal.cancellations import open_cancels
from batchsms.journal.database import Database
from batchsms.journal.deliveries import Deliveries, deliveries_of
from batchsms.journal.orders import history_of, order_lines, schedule_of, unknown_orders
from batchsms.journal.purging import purge_of
from batchsms.journal.rows import has_reports
from batchsms.journal.tally import tally_of
from batchsms.schedule import schedule_as_json
from batchsms.terminal.counts import count_lines
from batchsms.terminal.lines.delivery_lines import delivery_lines
from batchsms.terminal.lines.order_lines import lines_of_orders
from batchsms.terminal.lines.purge_lines import purge_line
from batchsms.terminal.lines.schedule_lines import schedule_line
from batchsms.terminal.unknown_orders import doubtful_cancel_lines, unknown_order_lines

__all__ = ["status"]


@click.command(
    cls=CheckedCommand, help=_("Show how far a campaign is: recipients per state, and its orders.")
)
@click.argument("campaign", type=PATH)
@output_options
@click.pass_context
def status(context: click.Context, /, campaign: Path, **options: Any) -> None:
    """Show counts per state, and the orders."""
    console = console_of("status", options)
    with closing(Database.open(campaign)) as database:
        tally = tally_of(database)
        deliveries = deliveries_of(database) if has_reports(database) else Deliveries()
        per_order = order_lines(database)
        if options["verbose"] or options["json"]:
            per_order = [{**order, **history_of(database, int(str(order["order"])))} for order in per_order]
        unknown, doubtful = unknown_orders(database), open_cancels(database)
        sender = campaign_of(database).sender
        purge = purge_of(database)
        send_at = schedule_of(database)
    schedule = schedule_line(send_at, now())
    lines = (count_lines(tally), delivery_lines(deliveries), schedule, purge_line(purge))
    console.text("\n".join(filter(None, lines)))
    console.text(lines_of_orders(per_order, all_of_them=options["verbose"]))
    if unknown:
        console.warning(unknown_order_lines(unknown, sender, campaign, ""))
    if doubtful:
        console.warning(doubtful_cancel_lines(doubtful, campaign))
    console.object(
        exit_code=tally.exit_code,
        tally=tally,
        campaign=campaign,
        **(deliveries.as_json() if deliveries.is_known else {}),
        send_at=schedule_as_json(send_at),
        purged_at=stamp(purge.ended_at) if purge and purge.ended_at else None,
        per_order=per_order,
    )
    context.exit(tally.exit_code)
