"""`batchsms results`: write the results again."""

from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from batchsms.clock import now
from batchsms.commands.options.checked_command import CheckedCommand
from batchsms.commands.options.declaration import PATH, option
from batchsms.commands.options.output import console_of, output_options
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _
from batchsms.journal.campaign import Campaign, campaign_of
from batchsms.journal.database import Database
from batchsms.journal.orders import unknown_orders
from batchsms.journal.purging import check_unpurged
from batchsms.journal.tally import tally_of
from batchsms.paths import planned_results

__all__ = ["results"]


@click.command(cls=CheckedCommand, help=_("Write the results of a campaign again."))
@click.argument("campaign", type=PATH)
@option("-o", "--results", type=PATH, help=_("The results, .xlsx or .csv; default: where they were written."))
@option("--html", type=PATH, help=_("Write a page as well: one file for a browser, which needs no network."))
@option("--show-numbers", is_flag=True, help=_("Show numbers in full on the page."))
@output_options
def results(campaign: Path, **options: Any) -> None:
    """Write the results."""
    from batchsms.results.earlier_results import check_results_path
    from batchsms.results.writer import write_results

    console = console_of("results", options)
    with closing(Database.open(campaign)) as database:
        check_unpurged(database)
        planned = campaign_of(database)
        path = options["results"] or planned_results(campaign, planned.results_path)
        check_results_path(path, planned.input_paths, campaign)
        if options["html"]:
            from batchsms.pages.page_file import check_page_path

            check_page_path(options["html"], [*planned.input_paths, campaign])
        written = write_results(database, path)
        tally = tally_of(database)
        page = _page(database, planned, options) if options["html"] else None
    console.path(_("Results: {path}").format(path=written))
    if page:
        console.path(_("Page: {path}").format(path=page))
    console.object(
        exit_code=ExitCode.DONE,
        tally=tally,
        campaign=campaign,
        results=written,
        page=None if page is None else str(page),
    )


def _page(database: Database, planned: Campaign, options: Mapping[str, Any]) -> Path:
    from batchsms.pages.page_file import write_page
    from batchsms.pages.results_page import results_page
    from batchsms.terminal.unknown_orders import unknown_order_lines

    unknown = unknown_orders(database)
    words = unknown_order_lines(unknown, planned.sender, database.path, "") if unknown else ""
    text = results_page(database, show_numbers=options["show_numbers"], unknown=words, now=now())
    return write_page(text, options["html"], [*planned.input_paths, database.path])
