"""`batchsms sandbox`: a local gateway that stays up."""

from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand
from batchsms.commands.options.declaration import PATH, option
from batchsms.commands.options.output import console_of, output_options
from batchsms.errors import InputError
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _

__all__ = ["sandbox"]


@click.command(
    cls=CheckedCommand, help=_("Run a local gateway until it is interrupted. Nothing sent to it goes out.")
)
@option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8_025,
    show_default=True,
    help=_("The port to listen at; 0 takes any free one."),
)
@option(
    "--record",
    type=PATH,
    help=_("Append every order that is accepted to this file, one JSON object per line."),
)
@output_options
def sandbox(port: int, record: Path | None, **options: Any) -> None:
    """Serve until interrupted."""
    from batchsms.sandbox.server import serve

    console = console_of("sandbox", options)

    def ready(url: str) -> None:
        console.text(
            _("The sandbox listens at {url}/v1 (key demo, hash demo, sender APITEST)").format(url=url)
        )
        console.object(exit_code=ExitCode.DONE, url=url)

    try:
        serve(port, record=record, ready=ready)
    except KeyboardInterrupt:
        console.note(_("The sandbox has ended"))
    except OSError as error:
        raise InputError("no_sandbox", _("The sandbox cannot start: {error}").format(error=error)) from error
