"""`batchsms results`: write the results again."""

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand
from batchsms.commands.options.declaration import PATH, option
from batchsms.commands.options.output import console_of, output_options
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.purging import check_unpurged
from batchsms.journal.tally import tally_of
from batchsms.paths import planned_results

__all__ = ["results"]


@click.command(cls=CheckedCommand, help=_("Write the results of a campaign again."))
@click.argument("campaign", type=PATH)
@option("-o", "--results", type=PATH, help=_("The results, .xlsx or .csv; default: where they were written."))
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
        written = write_results(database, path)
        tally = tally_of(database)
    console.path(_("Results: {path}").format(path=written))
    console.object(exit_code=ExitCode.DONE, tally=tally, campaign=campaign, results=written)
