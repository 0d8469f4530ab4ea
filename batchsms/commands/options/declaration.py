"""What every command shares: how an option is declared, and how the command speaks.

Each option is also read from the environment. The names of the variables are spelled out from the
options' own: click's automatic prefix would make `BATCHSMS_SEND_SENDER` of `--sender`.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from batchsms.i18n import _
from batchsms.terminal.console import Console

__all__ = ["PATH", "all_of", "console_of", "option", "speaking_options"]

Command = Callable[..., Any]
PATH = click.Path(path_type=Path)


def option(*names: str, environment: bool = True, **details: Any) -> Callable[[Command], Command]:
    """Return a click option that is read from `BATCHSMS_<OPTION>` too."""
    name = next(name for name in names if name.startswith("--")).removeprefix("--")
    variable = f"BATCHSMS_{name.replace('-', '_').upper()}" if environment else None
    return click.option(*names, envvar=variable, **details)


def all_of(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Return one decorator of several, which `--help` lists in their order."""

    def decorated(command: Command) -> Command:
        for one in reversed(options):
            command = one(command)
        return command

    return decorated


speaking_options = all_of(
    option("--json", is_flag=True, help=_("Print one JSON object.")),
    option("--quiet", is_flag=True, help=_("Print nothing but errors.")),
    option("--verbose", is_flag=True, help=_("Print more.")),
)


def console_of(command: str, options: Mapping[str, Any]) -> Console:
    """Return how a command with these options speaks."""
    return Console(command, json=options["json"], quiet=options["quiet"], verbose=options["verbose"])
