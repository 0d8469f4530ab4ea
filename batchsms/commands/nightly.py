"""`batchsms nightly`: everything that is due in a folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.declaration import PATH, FoldedChoice, all_of, option
from batchsms.commands.options.due import DAY
from batchsms.commands.options.duration import DURATION
from batchsms.commands.options.output import output_options
from batchsms.commands.options.sending import ping_option, run_options
from batchsms.i18n import _

__all__ = ["nightly"]

_watch_options = all_of(
    option(
        "--list",
        environment=False,
        setting=True,
        hidden=True,
        type=PATH,
        help=_("The list of a campaign, in its campaign.toml."),
    ),
    option(
        "--due",
        multiple=True,
        metavar="DAY",
        type=DAY,
        help=_("The days on which a night begins that sends: mon, weekdays, 15, last; default: every day."),
    ),
    option(
        "--only-new",
        metavar="COLUMN",
        help=_("Leave out the rows that an earlier run has, by their value in this column."),
    ),
    option(
        "--unfinished",
        type=FoldedChoice(("finish", "close")),
        default="finish",
        show_default=True,
        help=_("What to do with what earlier nights have left planned."),
    ),
    option("--max-age", type=DURATION, metavar="DURATION", help=_("Refuse a list that is older than this.")),
    option(
        "--max-change",
        type=click.FloatRange(min=0),
        metavar="PERCENT",
        help=_("Refuse a list that has grown by more than this since the last run."),
    ),
    option(
        "--max-recipients", type=click.IntRange(min=1), help=_("Refuse to send to more recipients than this.")
    ),
    option("--max-credits", type=click.IntRange(min=1), help=_("Refuse to send for more credits than this.")),
    option(
        "--network-wait",
        type=DURATION,
        metavar="DURATION",
        default="5m",
        show_default=True,
        help=_("How long to wait for a network that is not up yet."),
    ),
)


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    from batchsms.commands.steps.night.night_options import check_night

    check_night(options, problems)


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_(
        "Send everything that is due in a folder: each folder in it that has a campaign.toml is a campaign. "
        "Started again the same night, it goes on where it stopped, and repeats nothing."
    ),
)
@click.argument("folder", type=PATH)
@_watch_options
@run_options
@ping_option
@output_options
@click.pass_context
def nightly(context: click.Context, /, folder: Path, **options: Any) -> None:
    """Send what is due."""
    from batchsms.commands.steps.night.nightly import send_night

    context.exit(send_night(context, folder, options))
