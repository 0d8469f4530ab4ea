"""Where a campaign's files are, unless the user says otherwise: beside the list, named after it."""

import os
import re
from enum import StrEnum
from pathlib import Path

__all__ = ["ResultsEnding", "campaign_path", "planned_results", "results_path", "typed"]


def campaign_path(list_path: Path, given: Path | None, *, sandbox: bool) -> Path:
    """Return the campaign file of a list. A sandbox gets one of its own, never the real one."""
    path = given or list_path.parent / f"{list_path.stem}.campaign"
    return path.parent / f"{path.stem}.sandbox.campaign" if sandbox else path


class ResultsEnding(StrEnum):
    """What the name of a campaign file ends in for its results, where the user names no place for them."""

    WORKBOOK = ".results.xlsx"
    TEXT = ".results.csv"


def results_path(campaign: Path, given: Path | None) -> Path:
    """Return the results file of a campaign file."""
    return given or campaign.with_suffix(ResultsEnding.WORKBOOK)


def planned_results(campaign: Path, planned: str) -> Path:
    """Return the results file that a campaign file has planned: a path, or a `ResultsEnding`."""
    return campaign.with_suffix(planned) if planned in set(ResultsEnding) else Path(planned)


def typed(path: Path) -> str:
    """Return a path as it is typed on a command line, in quotes where the shell would change it."""
    name = str(path)
    if name.startswith("-"):  # an option, to the program
        name = f"./{name}"
    if _PLAIN.fullmatch(name):
        return name
    if os.name == "nt" or _CHANGED_IN_QUOTES.isdisjoint(name):
        return f'"{name}"'
    import shlex  # noqa: PLC0415 - for names that need it

    return shlex.quote(name)


_PLAIN = re.compile(r"[\w@%+=:,./\\-]+" if os.name == "nt" else r"[\w@%+=:,./-]+")
_CHANGED_IN_QUOTES = frozenset('"$`\\!')
