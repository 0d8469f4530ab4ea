"""`batchsms preview`: look; sends nothing, keeps nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from batchsms.campaign.settings import checked_price
from batchsms.commands.options.campaign import campaign_options, check_campaign
from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.declaration import PATH, option
from batchsms.commands.options.output import console_of, output_options
from batchsms.commands.steps.planning import open_plan, show_plan
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _, ngettext
from batchsms.journal.database import is_campaign_file
from batchsms.journal.tally import tally_of
from batchsms.results.preview import order_bodies, write_bodies
from batchsms.terminal.console import Console

__all__ = ["preview"]

_STDOUT = Path("-")


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    if options["json"] and options["xml"] == _STDOUT:
        problems.usage(_("--json and --xml - both write to the standard output. Use one of them."))
    if is_campaign_file(options["recipients"]):
        with problems.noted():
            checked_price(options["credit_price"])
    else:
        check_campaign(options, problems)


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_("Show what a send would post, and what it costs. Sends nothing, keeps nothing."),
)
@click.argument("recipients", type=PATH)
@campaign_options
@option(
    "--xml",
    type=click.Path(path_type=Path, allow_dash=True),
    help=_("Write the XML to a folder; - is the standard output."),
)
@output_options
@click.pass_context
def preview(context: click.Context, /, recipients: Path, **options: Any) -> None:
    """Plan into a temporary campaign file, and show it."""
    console = console_of("preview", options)
    if options["xml"] == _STDOUT:
        console = replace(console, quiet=True)
    with open_plan(recipients, options, console) as database:
        tally = tally_of(database)
        shown = show_plan(database, tally, console, price=checked_price(options["credit_price"]))
        if options["xml"]:
            _write_xml(order_bodies(database, options["limit"]), options["xml"], console)
    code = ExitCode.REFUSED if tally.is_faulty else ExitCode.DONE
    campaign = recipients if is_campaign_file(recipients) else None
    console.object(
        exit_code=code,
        tally=tally,
        campaign=campaign,
        send_at=shown.send_at,
        findings=shown.findings,
        costs=shown.costs,
    )
    context.exit(code)


def _write_xml(bodies: Iterator[bytes], place: Path, console: Console) -> None:
    if place == _STDOUT:
        for body in bodies:
            if not console.data(body):
                return
        return
    count = write_bodies(bodies, place)
    written = ngettext(
        "{count} order was written to {folder}", "{count} orders were written to {folder}", count
    )
    console.note(written.format(count=count, folder=place))
