"""`batchsms sandbox`: a local gateway that stays up."""

import json
from pathlib import Path
from typing import Any

import click

from batchsms.commands.options.checked_command import CheckedCommand
from batchsms.commands.options.declaration import PATH, option
from batchsms.commands.options.output import console_of, output_options
from batchsms.errors import InputError
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _
from batchsms.output_files import OutputKind, check_output

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

    if record and not _is_device(record):
        check_output(record, _RECORD, (), usual=_USUAL_RECORD)

    def ready(url: str) -> None:
        console.text(
            _("The sandbox listens at {url}/v1 (key demo, hash demo, sender APITEST)").format(url=url)
        )
        console.text(_("To see what arrives, open {url} in a browser").format(url=url))
        console.object(exit_code=ExitCode.DONE, url=url)

    try:
        serve(port, record=record, ready=ready)
    except KeyboardInterrupt:
        console.note(_("The sandbox has ended"))
    except OSError as error:
        raise InputError("no_sandbox", _("The sandbox cannot start: {error}").format(error=error)) from error


def _is_device(path: Path) -> bool:
    """Return whether a path is a terminal, a pipe or the like, which keeps nothing."""
    return path.exists() and not (path.is_file() or path.is_dir())


def _is_earlier_record(path: Path) -> bool:
    """Return whether a file is empty, or begins with an order as the sandbox records it."""
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST_LINE)
        order = json.loads(line) if line else {}
        return not line or (isinstance(order, dict) and {"id", "sender", "messages"} <= set(order))
    except (OSError, ValueError, TypeError):
        return False


_LONGEST_LINE = 64 * 1024 * 1024  # bytes: as long as the body of a request may be
_USUAL_RECORD = Path("orders.jsonl")
_RECORD = OutputKind(
    "bad_record",
    "--record",
    (),
    lambda: "",
    _is_earlier_record,
    lambda: _("{path} already exists and is not an earlier record of the sandbox. It is not written over."),
)
