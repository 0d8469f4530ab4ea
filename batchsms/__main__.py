"""The command `batchsms`: finds the command that is asked for, and ends with its exit code."""

import gc
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

import click

from batchsms import __version__
from batchsms.errors import BatchsmsError, as_defect
from batchsms.event_log.events import end_run
from batchsms.exit_codes import ExitCode
from batchsms.i18n import LANGUAGES, _
from batchsms.terminal.lasting_output import keep_output, output_trouble

if TYPE_CHECKING:
    from batchsms.terminal.console import Console

__all__ = ["main"]

_TELL_THE_STATE = ("send", "status", "report", "cancel", "nightly")
"""The commands whose exit code tells how a campaign stands, whatever became of their words."""
_CLOSED_PIPE = 141
"""What a shell says of a program that a closed pipe has ended: 128 and SIGPIPE's number."""
_COMMANDS: dict[str, Callable[[], str]] = {
    "preview": lambda: _("Show what a send would post, and what it costs."),
    "plan": lambda: _("Freeze a list and its texts in a campaign file."),
    "send": lambda: _("Send a list or a campaign file, and write the results."),
    "status": lambda: _("Show how far a campaign is."),
    "report": lambda: _("Fetch delivery reports into the results."),
    "cancel": lambda: _("Cancel what is scheduled and has not gone yet."),
    "results": lambda: _("Write the results of a campaign again."),
    "purge": lambda: _("Empty old campaigns of personal data, for good."),
    "nightly": lambda: _("Send everything that is due in a folder of campaigns."),
    "balance": lambda: _("Ask the account for its credits."),
    "senders": lambda: _("Ask the account for its approved senders."),
    "blacklist": lambda: _("Ask the account for its blacklist, as a list that --suppress takes."),
    "init": lambda: _("Make a folder to start from: settings, a list, a text."),
    "login": lambda: _("Check the account's credentials and store them."),
    "logout": lambda: _("Remove the stored credentials."),
    "config": lambda: _("Show every setting, and where its value comes from."),
    "sandbox": lambda: _("Run a local gateway until it is interrupted."),
}
"""The commands, and what `--help` says of each."""
_OF_THE_ACCOUNT = frozenset({"balance", "senders", "blacklist", "login", "logout"})


class _Commands(click.Group):
    """Imports a command when it is called: neither help nor a status must wait for what a plan needs."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(_COMMANDS)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, summary()) for name, summary in _COMMANDS.items()])

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        room = "commands.account" if name in _OF_THE_ACCOUNT else "commands"
        command: click.Command = getattr(import_module(f"batchsms.{room}.{name}"), name)
        return command


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    help=_("Send an SMS campaign from a spreadsheet: nobody twice, nobody forgotten."),
)
@click.version_option(__version__, prog_name="batchsms")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    expose_value=False,
    help=_("The language in which everything is said; default: that of the computer, or English."),
)
@click.pass_context
def cli(context: click.Context) -> None:
    """Find the command; without one, say how to begin."""
    if context.invoked_subcommand:
        return
    if not sys.stdout.isatty():
        raise click.exceptions.NoArgsIsHelpError(context)
    from batchsms.terminal.first_steps import first_steps  # noqa: PLC0415 - as below

    _console().text(first_steps())


def main() -> None:
    """Run the command line; every failure ends in one sentence and an exit code."""
    # Rows, texts and modules stay until the end: looking through them for circles finds none, often.
    gc.set_threshold(100_000, 50, 100)
    keep_output()
    # Asked to end by whatever signal, a plan takes its unfinished file away with it.
    for name in ("SIGTERM", "SIGHUP"):
        if one := getattr(signal, name, None):
            signal.signal(one, signal.default_int_handler)
    try:
        code = cli.main(standalone_mode=False, prog_name="batchsms")
    except BatchsmsError as error:
        code = _fail(error, error.exit_code)
    except click.UsageError as error:
        error.show()
        code = _fail(_of_usage(error), ExitCode.REFUSED, said=True)
    except (click.Abort, KeyboardInterrupt):
        code = _fail(BatchsmsError("interrupted", _("Interrupted")), ExitCode.REFUSED)
    except Exception as error:  # noqa: BLE001 - the last resort: a user never sees a traceback
        code = _fail(as_defect(error), ExitCode.DEFECT)
    # What there is now ends with the process: to look through it once more would take a tenth of a small run.
    gc.freeze()
    sys.exit(end_run(_with_output(code if isinstance(code, int) else ExitCode.DONE)))


def _is_json() -> bool:
    """Return whether a failure is to be JSON too, which must be known before options are read."""
    said = os.environ.get("BATCHSMS_JSON", "").casefold()
    return "--json" in sys.argv or said in {"1", "true", "t", "yes", "y", "on"}


def _command(arguments: list[str]) -> str:
    return next((argument for argument in arguments if argument in _COMMANDS), "")


def _fail(error: BatchsmsError, code: ExitCode, *, said: bool = False) -> ExitCode:
    """Say what ended the command, unless it was said already; return the exit code."""
    if not said:
        console = _console()
        console.error(error)
        from batchsms.terminal.first_steps import next_step  # noqa: PLC0415 - where something went wrong

        console.suggest(next_step(error, sys.argv[1:]))
    if _is_json():
        _console().object(exit_code=code, error=error)
    return code


def _console() -> "Console":
    """Return how the command speaks that was asked for. It is imported where something went wrong."""
    from batchsms.terminal.console import Console  # noqa: PLC0415 - neither help nor a version needs it

    return Console(_command(sys.argv[1:]), json=_is_json())


def _with_output(code: int) -> int:
    """Return the exit code of a command, which must not be 0 where what it was asked for was not written."""
    trouble = output_trouble()
    if trouble is None:
        return code
    is_closed = isinstance(trouble, BrokenPipeError)
    if not is_closed:
        message = _("The output cannot be written: {error}").format(error=trouble.strerror)
        _console().error(BatchsmsError("output_not_written", message))
    if code != ExitCode.DONE or _command(sys.argv[1:]) in _TELL_THE_STATE:
        return code
    return _CLOSED_PIPE if is_closed else ExitCode.REFUSED


def _of_usage(error: click.UsageError) -> BatchsmsError:
    return BatchsmsError("usage", error.format_message())


if __name__ == "__main__":
    main()
