"""A folder → what a purge looks at in it: campaign files, files that may be results, left drafts."""

import errno
import os
from pathlib import Path
from typing import NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.journal.file_marks import SUFFIX, holds_campaign
from batchsms.results.earlier_results import RESULTS

__all__ = ["Found", "found_in"]

_DRAFT = ".campaign.draft"


class Found(NamedTuple):
    """The files of a folder and of all folders in it, in order of name, links left out.

    `sheets` may be results, by their names; `closed` cannot be read, and why.
    """

    campaigns: list[Path]
    sheets: list[Path]
    drafts: list[Path]
    closed: list[tuple[Path, str]]


def found_in(folder: Path) -> Found:
    """Return what is in a folder, by content where that tells. Raises `InputError` where there is none."""
    if not folder.is_dir():
        raise InputError(
            "no_folder",
            _("{path} is a file, not a folder").format(path=folder)
            if folder.exists()
            else _("There is no folder {path}").format(path=folder),
            hint=_("Name the folder that the campaigns are in"),
        )
    found = Found([], [], [], [])

    def cannot(error: OSError) -> None:
        found.closed.append((Path(error.filename), error.strerror or str(error)))

    for place, folders, names in os.walk(folder, onerror=cannot):
        folders.sort()
        for path in (Path(place, name) for name in sorted(names)):
            if path.is_symlink() or not path.is_file():
                continue
            if path.name.endswith(_DRAFT):
                found.drafts.append(path)
            elif path.suffix == SUFFIX and not os.access(path, os.R_OK):
                found.closed.append((path, os.strerror(errno.EACCES)))
            elif holds_campaign(path):
                found.campaigns.append(path)
            elif path.suffix.lower() in RESULTS.endings:
                found.sheets.append(path)
    return found
