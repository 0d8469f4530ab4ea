"""The options that commands share, each also read from the environment.

The names of the variables are spelled out from the options' own: click's automatic prefix would
make `BATCHSMS_SEND_SENDER` of `--sender`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from batchsms.clock import now
from batchsms.console import Console
from batchsms.dispatch import Pace
from batchsms.plan import Packing, Source
from batchsms.settings import (
    DEFAULT_GATEWAY,
    IYS_LISTS,
    Content,
    checked_iys,
    checked_schedule,
    checked_sender,
    template_source,
)
from batchsms.table import Layout
from batchsms.words import _

__all__ = [
    "campaign_options",
    "console_of",
    "content_of",
    "pace_of",
    "packing_of",
    "sending_options",
    "source_of",
    "speaking_options",
]

Command = Callable[..., Any]
PATH = click.Path(path_type=Path)


def option(*names: str, environment: bool = True, **details: Any) -> Callable[[Command], Command]:
    """Return a click option that is read from `BATCHSMS_<OPTION>` too."""
    name = next(name for name in names if name.startswith("--")).removeprefix("--")
    variable = f"BATCHSMS_{name.replace('-', '_').upper()}" if environment else None
    return click.option(*names, envvar=variable, **details)


def _all_of(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    def decorated(command: Command) -> Command:
        for one in reversed(options):
            command = one(command)
        return command

    return decorated


campaign_options = _all_of(
    option("-t", "--template", type=PATH, help=_("The Jinja2 text, in a file.")),
    option("--text", help=_("The Jinja2 text itself.")),
    option("--sender", help=_("The approved header, exactly as in the panel.")),
    option(
        "--iys",
        type=click.Choice(IYS_LISTS),
        help=_("The İYS list for commercial messages, or none for informational ones."),
    ),
    option("--at", help=_('Schedule, Turkey\'s time: "DD/MM/YYYY HH:MM"; "now" with a campaign file.')),
    option("--phone-column", default="", help=_("The column that holds the numbers.")),
    option("--sheet", default="", help=_("The sheet, by name or number.")),
    option("--encoding", default="", help=_("The encoding of a text file.")),
    option("--delimiter", default="", help=_("The delimiter of a text file.")),
    option(
        "--order-size",
        type=click.IntRange(1, 50_000),
        default=1_000,
        show_default=True,
        help=_("Recipients per order."),
    ),
    option("--limit", type=click.IntRange(min=1), help=_("Stop after this many recipients.")),
    option("-o", "--campaign", type=PATH, help=_("The campaign file; default: beside the list.")),
    option("--results", type=PATH, help=_("The results, .xlsx or .csv; default: beside the campaign file.")),
)

sending_options = _all_of(
    option("--yes", is_flag=True, help=_("Send without a question.")),
    option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=120.0,
        show_default=True,
        help=_("Seconds to wait for an answer."),
    ),
    option(
        "--concurrency",
        type=click.IntRange(1, 32),
        default=1,
        show_default=True,
        help=_("Posts under way at once."),
    ),
    option("--rate", type=click.FloatRange(min=0, min_open=True), help=_("Recipients per second, at most.")),
    option(
        "--settle-after",
        type=click.FloatRange(min=0),
        default=60.0,
        show_default=True,
        help=_("Seconds to wait before an order that is in no record counts as not taken."),
    ),
    option(
        "--resend-unknown",
        is_flag=True,
        environment=False,
        help=_("Send orders again of which nobody knows whether they were taken."),
    ),
    option(
        "--moved",
        is_flag=True,
        environment=False,
        help=_("Go on here with a campaign file that was begun in another place."),
    ),
    option("--gateway-url", default=DEFAULT_GATEWAY, show_default=True, help=_("The gateway's address.")),
    option(
        "--sandbox", is_flag=True, help=_("Send to a local gateway inside this command: nothing goes out.")
    ),
)

speaking_options = _all_of(
    option("--json", is_flag=True, help=_("Print one JSON object.")),
    option("--quiet", is_flag=True, help=_("Print nothing but errors.")),
    option("--verbose", is_flag=True, help=_("Print more.")),
)


def console_of(command: str, options: Mapping[str, Any]) -> Console:
    """Return how a command with these options speaks."""
    return Console(command, json=options["json"], quiet=options["quiet"], verbose=options["verbose"])


def source_of(path: Path, options: Mapping[str, Any]) -> Source:
    """Return where the rows come from."""
    layout = Layout(options["sheet"], options["encoding"], options["delimiter"])
    return Source(path, layout, options["phone_column"])


def content_of(options: Mapping[str, Any]) -> Content:
    """Return what every message shares, checked."""
    template, name = template_source(options["template"], options["text"])
    return Content(
        template,
        name,
        checked_sender(options["sender"]),
        checked_iys(options["iys"]),
        checked_schedule(options["at"], now()),
    )


def pace_of(options: Mapping[str, Any]) -> Pace:
    """Return how fast a run goes, and how far."""
    return Pace(
        concurrency=options["concurrency"],
        rate=options["rate"],
        limit=options["limit"],
        resend_unknown=options["resend_unknown"],
    )


def packing_of(options: Mapping[str, Any]) -> Packing:
    """Return how recipients form orders."""
    return Packing(options["order_size"], options["limit"] or 0)
