"""--log and --ping → who follows a run that nobody watches, from its beginning to its exit code."""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import click

from batchsms import __version__
from batchsms.clock import now
from batchsms.commands.options.output import console_of
from batchsms.event_log.events import at_end, counts, log_event, never_log, secrets
from batchsms.i18n import _

if TYPE_CHECKING:
    from batchsms.commands.options.problems import Problems
    from batchsms.pinging import Pinging
    from batchsms.terminal.console import Console

__all__ = ["observe"]

_ABOUT = ("recipients", "campaign", "folder")
"""The names that commands give to the file or folder which they are about."""
_REHEARSALS = ("sandbox", "dry_run", "test_to")
"""Options with which nothing is sent to the list: a ping for that would hide that the true run is missing."""

_CREDENTIALS = (
    "BATCHSMS_KEY",
    "BATCHSMS_HASH",
    "BATCHSMS_SECRET",
    "ILETIMERKEZI_API_KEY",
    "ILETIMERKEZI_API_HASH",
)
"""Variables whose values no log may have, whether or not this run uses them."""
_SHORTEST_TOKEN = 8
"""Characters; a shorter part of an address is an ordinary word."""


def observe(context: click.Context, problems: "Problems") -> None:
    """Begin the log and the pings that are asked for, and note what is wrong with them."""
    run, options, command = uuid4(), context.params, str(context.info_name)
    console = console_of(command, options)
    if options["log"]:
        with problems.noted("log"):
            _begin_log(run.hex[:8], command, options, console)
    if options.get("ping"):
        with problems.noted("ping"):
            _begin_pings(str(run), options, console)


def _begin_log(run: str, command: str, options: Mapping[str, Any], console: "Console") -> None:
    from batchsms.event_log.log_file import keep_log
    from batchsms.event_log.log_lines import JsonLines, TextLines

    never_log(*(os.environ.get(variable, "").strip() for variable in _CREDENTIALS))
    path: Path = options["log"]
    lines = (JsonLines if options["log_format"] == "json" else TextLines)(run, command, now, secrets)
    begun = time.monotonic()

    def tell(error: Exception) -> None:
        reason = error.strerror if isinstance(error, OSError) else type(error).__name__
        console.warning(
            _("The log {path} cannot be written: {error}. The run goes on.").format(path=path, error=reason)
        )

    keep_log(path, lines, tell)
    about = next((str(options[name]) for name in _ABOUT if isinstance(options.get(name), Path)), None)
    log_event("start", _("The command begins"), version=__version__, path=about)

    def end(code: int) -> None:
        log_event(
            "end",
            _("The command ends with exit code {code}").format(code=code),
            exit_code=code,
            duration_ms=round((time.monotonic() - begun) * 1_000),
            **counts(),
        )

    at_end(end)


def _begin_pings(run: str, options: Mapping[str, Any], console: "Console") -> None:
    from batchsms.pinging import Pinging, checked_ping

    url = checked_ping(options["ping"])
    never_log(url, *(part for part in url.split("/")[3:] if len(part) >= _SHORTEST_TOKEN))
    if any(options.get(name) for name in _REHEARSALS):
        console.note(_("A rehearsal sends no pings"))
        return
    pinging = Pinging(url, run, time.sleep)

    def end(code: int) -> None:
        with suppress(KeyboardInterrupt):  # whoever does not wait for the ping gets the run's own exit code
            _say(pinging.end(code, _summary(code)), pinging, console)

    at_end(end)
    _say(pinging.start(), pinging, console)


def _say(trouble: str, pinging: "Pinging", console: "Console") -> None:
    if trouble:
        message = _("The ping to {host} failed: {reason}. That changes nothing about the run.")
        console.warning(message.format(host=pinging.host, reason=trouble))
    else:
        log_event("ping", _("The ping to {host} was taken").format(host=pinging.host), host=pinging.host)


def _summary(code: int) -> str:
    """Return what the service is told beside the exit code: how many recipients are in which state."""
    return "\n".join(f"{name}: {value}" for name, value in {"exit_code": code, **counts()}.items())
