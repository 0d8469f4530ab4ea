"""A folder of campaigns: which are in it, and where each night's runs of them are.

FOLDER/batchsms.toml                      what all share
FOLDER/NAME/campaign.toml                 a campaign
FOLDER/runs/NIGHT/NAME.campaign           its run of a night, and NAME.results.xlsx
FOLDER/runs/sandbox/NIGHT/                the same of a sandbox, which knows nothing of the true ones
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.journal.file_marks import SUFFIX, holds_campaign
from batchsms.nights.night import Night
from batchsms.paths import campaign_path, typed

__all__ = ["SETTINGS", "Run", "Runs", "campaigns_of"]

SETTINGS = "campaign.toml"
_RUNS = "runs"
_SANDBOX = "sandbox"


class Run(NamedTuple):
    """A campaign's run of one night: its campaign file."""

    name: str
    night: Night
    path: Path


class Runs(NamedTuple):
    """The runs of a folder's campaigns: the true ones, or those of a sandbox."""

    folder: Path
    is_sandbox: bool

    @property
    def root(self) -> Path:
        """The folder of the nights."""
        runs = self.folder / _RUNS
        return runs / _SANDBOX if self.is_sandbox else runs

    def run(self, name: str, night: Night) -> Run:
        """Return a campaign's run of a night, begun or not."""
        return Run(name, night, campaign_path(self.planned_as(name, night), None, sandbox=self.is_sandbox))

    def planned_as(self, name: str, night: Night) -> Path:
        """Return the campaign file as --campaign names it, to which a sandbox adds its own word."""
        return self.root / night.name / f"{name}{SUFFIX}"

    def nights(self) -> list[Night]:
        """Return the nights that have a folder, oldest first."""
        if not self.root.is_dir():
            return []
        return sorted(night for one in self.root.iterdir() if (night := Night.of_name(one.name)))

    def of_night(self, night: Night) -> Iterator[Run]:
        """Yield the runs of a night that were begun, in order of name."""
        ending = f".{_SANDBOX}{SUFFIX}" if self.is_sandbox else SUFFIX
        for path in sorted((self.root / night.name).glob(f"*{ending}")):
            if holds_campaign(path):
                yield Run(path.name.removesuffix(ending), night, path)

    def before(self, night: Night) -> list[Run]:
        """Return the runs of earlier nights, oldest first."""
        return [run for one in self.nights() if one < night for run in self.of_night(one)]


def campaigns_of(folder: Path) -> list[Path]:
    """Return the folders of the campaigns, in order of name. Raises `InputError` where there is none."""
    if not folder.is_dir():
        raise InputError(
            "no_folder",
            _("There is no folder {path}").format(path=folder),
            hint=_("To make one to start from: batchsms init {path}").format(path=typed(folder)),
        )
    found = sorted(path.parent for path in folder.glob(f"*/{SETTINGS}"))
    if not found:
        raise InputError(
            "no_campaigns",
            _("No folder in {path} has a campaign.toml, so there is no campaign").format(path=folder),
            hint=_("To make one to start from: batchsms init {path}").format(path=typed(folder)),
        )
    return found
