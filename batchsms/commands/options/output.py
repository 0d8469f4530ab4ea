"""The options that every command has: how it speaks, and where its settings come from."""

from collections.abc import Mapping
from typing import Any

from batchsms.commands.options.declaration import PATH, FoldedChoice, all_of, option
from batchsms.i18n import LANGUAGES, _
from batchsms.terminal.console import Console

__all__ = ["console_of", "output_options"]

output_options = all_of(
    option(
        "--config",
        setting=False,
        type=PATH,
        help=_("The settings file; default: batchsms.toml beside the list, else in the working folder."),
    ),
    option("--profile", setting=False, metavar="NAME", help=_("The profile of the settings file.")),
    option(
        "--lang",
        type=FoldedChoice(LANGUAGES),
        help=_("The language in which everything is said; default: that of the computer, or English."),
    ),
    option("--json", setting=False, is_flag=True, help=_("Print one JSON object.")),
    option("--quiet", is_flag=True, help=_("Print nothing but errors.")),
    option("--verbose", is_flag=True, help=_("Print more.")),
    option("--log", type=PATH, help=_("Add a line for all that happens to this file; numbers are masked.")),
    option(
        "--log-format",
        type=FoldedChoice(("text", "json")),
        default="text",
        show_default=True,
        help=_("The form of a line of the log."),
    ),
)


def console_of(command: str, options: Mapping[str, Any]) -> Console:
    """Return how a command with these options speaks."""
    return Console(command, json=options["json"], quiet=options["quiet"], verbose=options["verbose"])
