"""`nightly`: the campaigns of a folder, one after another, and what became of them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from batchsms.clock import now
from batchsms.commands.options.output import console_of
from batchsms.commands.steps.night.campaign_of_night import CampaignOfNight
from batchsms.commands.steps.night.night_options import NightOptions
from batchsms.errors import InputError, Unavailable
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _
from batchsms.nights.folder import Run, Runs, campaigns_of
from batchsms.nights.night import Night, night_of
from batchsms.nights.outcome import Outcome, gravest
from batchsms.sending.interruption import watch_signals
from batchsms.sending.run import alone
from batchsms.terminal.lines.night_lines import NightSummary, night_lines, night_summary

__all__ = ["send_night"]

_TEXT, _PAGE = "summary.txt", "summary.html"


def send_night(context: click.Context, folder: Path, options: Mapping[str, Any]) -> ExitCode:
    """Send everything that is due, say what became of it, and return the gravest of the exit codes."""
    console = console_of("nightly", options)
    campaigns = campaigns_of(folder)
    runs = Runs(folder, options["sandbox"])
    with alone(folder / "runs", _is_running(folder)), watch_signals() as watch:
        night = night_of(watch.now())
        _check_clock(runs, night)
        outcomes: list[Outcome] = []
        for name, own, earlier in _in_order(campaigns, runs, night):
            if watch.is_ending():
                outcomes.append(Outcome(name, night, "not_begun", ExitCode.STOPPED))
                continue
            console.text(_("— {campaign}").format(campaign=name))
            typed = NightOptions(context, folder)
            campaign = CampaignOfNight(name, own, night, runs, earlier, typed, console, watch)
            outcomes += campaign.outcomes()
    code = gravest(outcomes)
    summary = night_summary(night, outcomes)
    console.text(night_lines(summary))
    _keep(summary, runs.root / night.name)
    console.object(
        exit_code=code,
        folder=str(folder),
        night=night.name,
        campaigns=[outcome.as_json() for outcome in outcomes],
    )
    return code


def _in_order(
    campaigns: Sequence[Path], runs: Runs, night: Night
) -> Iterator[tuple[str, Path | None, list[Run]]]:
    """Yield the campaigns by name, each with its folder and its runs of earlier nights.

    One whose folder is gone may have left something to finish.
    """
    folders = {path.name: path for path in campaigns}
    earlier: dict[str, list[Run]] = {name: [] for name in folders}
    for run in runs.before(night):
        earlier.setdefault(run.name, []).append(run)
    for name in sorted(earlier):
        yield name, folders.get(name), earlier[name]


def _check_clock(runs: Runs, night: Night) -> None:
    """Raise `Unavailable` where the clock is behind a night that has been: a machine may start so.

    A night that is run under a wrong date would be run again under the right one.
    """
    latest = max(runs.nights(), default=night)
    if latest > night:
        raise Unavailable(
            "wrong_clock",
            _(
                "By this machine's clock it is the night of {night}, but there are runs of {latest} already"
            ).format(night=night.title, latest=latest.title),
            hint=_(
                "Nothing was sent. Set the clock, or wait until it has been set, and start the night again."
            ),
        )


def _is_running(folder: Path) -> InputError:
    return InputError(
        "night_is_running",
        _("Another process sends what is due in {folder}").format(folder=folder),
        hint=_("Nothing was begun. Start it again when the other one has ended."),
    )


def _keep(summary: NightSummary, folder: Path) -> None:
    """Leave the summary beside the night's runs, if there are any, as text and as a page."""
    if not folder.is_dir():
        return
    from batchsms.pages.page_file import page

    shown = page("night.html", summary._asdict(), now())
    for name, text in ((_TEXT, f"{night_lines(summary)}\n"), (_PAGE, shown)):
        unfinished = folder / f".{name}.{os.getpid()}"
        with suppress(OSError):
            try:
                descriptor = os.open(unfinished, os.O_CREAT | os.O_WRONLY, 0o600)
                with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                    file.write(text)
                unfinished.replace(folder / name)
            finally:
                unfinished.unlink(missing_ok=True)
