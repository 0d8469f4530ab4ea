"""`batchsms purge`: empty old campaigns of personal data, for good."""

import math
import sys
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from batchsms.clock import now
from batchsms.commands.options.checked_command import CheckedCommand, Problems
from batchsms.commands.options.declaration import PATH, option
from batchsms.commands.options.duration import DURATION
from batchsms.commands.options.output import console_of, output_options
from batchsms.errors import InputError
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _, ngettext
from batchsms.terminal.console import Console

if TYPE_CHECKING:
    from batchsms.purging.purge import Outcome, Stand

__all__ = ["purge"]


def _check(options: Mapping[str, Any], problems: Problems) -> None:
    if options["older_than"] is None:
        problems.usage(_("--older-than is missing: how long ago the last event of a campaign is, as 90d"))
    elif math.isinf(options["older_than"]):
        problems.usage(_("--older-than needs a time, as 90d"))
    if not (options["yes"] or options["dry_run"] or sys.stdin.isatty()):
        with problems.noted("yes"):
            raise InputError(
                "not_confirmed",
                _("There is no terminal to ask the question on. Nothing was purged."),
                hint=_("Add --yes to purge without a question, or --dry-run to see what would be"),
            )


@click.command(
    cls=CheckedCommand,
    checks=[_check],
    help=_(
        "Empty all cells, numbers and texts of the campaigns in a folder that are over, and of their "
        "results, for good. Counts, orders, states, codes, costs and times stay. Asks first."
    ),
)
@click.argument("folder", type=PATH)
@option(
    "--older-than",
    type=DURATION,
    metavar="DURATION",
    help=_("How long ago the last event of a campaign must be, as 90d."),
)
@option("--dry-run", environment=False, is_flag=True, help=_("Show what would be purged."))
@option("--yes", setting=False, is_flag=True, help=_("Purge without a question."))
@output_options
@click.pass_context
def purge(context: click.Context, /, folder: Path, **options: Any) -> None:
    """Purge what is due."""
    from batchsms.purging.folder import found_in
    from batchsms.purging.purge import Outcome, looked_at, purged

    console = console_of("purge", options)
    age, moment = timedelta(seconds=options["older_than"]), now()
    found = found_in(folder)
    stands = looked_at(found, age, moment)
    due = [stand for stand in stands if stand.what == "due"]
    outcomes = [Outcome(stand) for stand in stands if stand.what == "failed"]
    if options["dry_run"]:
        _say_due(due, console)
        outcomes += [Outcome(stand) for stand in due]
    elif due:
        _agree(due, console, is_agreed=options["yes"])
        with console.progress(_("Purging"), len(due)) as progress:
            for count, outcome in enumerate(purged(due, found, age, moment), start=1):
                outcomes.append(outcome)
                progress(count)
    context.exit(_end(folder, stands, outcomes, console))


def _say_due(due: "Sequence[Stand]", console: Console) -> None:
    for stand in due:
        console.path(_("To be purged: {path}").format(path=stand.path))


def _agree(due: "Sequence[Stand]", console: Console, *, is_agreed: bool) -> None:
    if is_agreed:
        return
    console.text_with_question("\n".join(str(stand.path) for stand in due))
    _say_due(due, console)
    question = ngettext(
        "Empty {count:,} campaign and its results? Cells, numbers and texts cannot be had back.",
        "Empty {count:,} campaigns and their results? Cells, numbers and texts cannot be had back.",
        len(due),
    )
    if not console.ask(question.format(count=len(due))):
        raise InputError("not_confirmed", _("The answer was no. Nothing was purged."))


def _end(
    folder: Path, stands: "Sequence[Stand]", outcomes: "Sequence[Outcome]", console: Console
) -> ExitCode:
    """Say what became of all, and return 4 where something that is due could not be purged."""
    from batchsms.terminal.lines.purge_lines import outcome_json, outcome_lines, unfinished_lines

    unfinished = [stand for stand in stands if stand.what == "unfinished"]
    if lines := outcome_lines(outcomes):
        for line in lines.split("\n"):
            console.path(line)
    elif not outcomes:
        console.note(_("Nothing in {folder} is to be purged").format(folder=folder))
    if unfinished:
        console.note(unfinished_lines(unfinished))
    for path in (path for one in outcomes for path in one.left):
        note = _("{path} was left as it is: what stands in it is not what the campaign has written there")
        console.warning(note.format(path=path))
    errors = [one.stand.error for one in outcomes if one.stand.error]
    trouble = errors[0] if errors else None
    if trouble:
        trouble.others = tuple(errors[1:])
        console.error(trouble)
    code = ExitCode.STOPPED if trouble else ExitCode.DONE
    console.object(
        exit_code=code,
        error=trouble,
        folder=str(folder),
        files=[outcome_json(one) for one in outcomes],
        unfinished=[str(stand.path) for stand in unfinished],
    )
    return code
