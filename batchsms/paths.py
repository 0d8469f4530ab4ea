"""Where a campaign's files are, unless the user says otherwise: beside the list, named after it."""

from pathlib import Path

__all__ = ["campaign_path", "results_path", "typed"]


def campaign_path(list_path: Path, given: Path | None, *, sandbox: bool) -> Path:
    """Return the campaign file of a list. A sandbox gets one of its own, never the real one."""
    path = given or list_path.with_suffix(".campaign")
    return path.with_suffix(".sandbox.campaign") if sandbox else path


def results_path(campaign: Path, given: Path | None, *, as_text: bool = False) -> Path:
    """Return the results file of a campaign file; as text where a workbook cannot hold them."""
    return given or campaign.with_suffix(".results.csv" if as_text else ".results.xlsx")


def typed(path: Path) -> str:
    """Return a path as it is typed on a command line."""
    return f'"{path}"' if any(mark.isspace() for mark in str(path)) else str(path)
