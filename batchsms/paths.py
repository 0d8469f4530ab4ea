"""Where a campaign's files are, unless the user says otherwise: beside the list, named after it."""

from pathlib import Path

__all__ = ["campaign_path", "results_path"]


def campaign_path(list_path: Path, given: Path | None, *, sandbox: bool) -> Path:
    """Return the campaign file of a list. A sandbox gets one of its own, never the real one."""
    path = given or list_path.with_suffix(".campaign")
    return path.with_suffix(".sandbox.campaign") if sandbox else path


def results_path(campaign: Path, given: Path | None) -> Path:
    """Return the results file of a campaign file."""
    return given or campaign.with_suffix(".results.xlsx")
