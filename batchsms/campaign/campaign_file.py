"""Where a campaign file comes to be: a draft beside its later name, and the name once it is whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from glob import escape
from pathlib import Path

from batchsms.campaign.campaign_path import campaign_exists
from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.journal.draft import Draft

__all__ = ["new_draft", "publish"]

_LONGEST_PLAN = 86_400.0  # seconds; a plan takes minutes


@contextmanager
def new_draft(campaign: Path | None, stem: str, now: datetime) -> Iterator[Draft]:
    """Give an empty draft beside the file that it is to become; it goes away again unless it is published.

    `stem` is the list's, by which the drafts that killed plans left are found. Where it is to become none,
    `campaign` is None. Raises `InputError`.
    """
    if campaign is None:
        with Draft(None) as draft:
            yield draft
        return
    path = campaign.parent / f".{stem}.{os.getpid()}.{os.urandom(4).hex()}.campaign.draft"
    _remove_abandoned(path.parent, stem, now)
    try:
        with _draft(path, campaign) as draft:
            yield draft
    finally:
        path.unlink(missing_ok=True)


def _draft(path: Path, campaign: Path) -> Draft:
    try:
        return Draft(path)
    except OSError as error:
        raise InputError(
            "bad_campaign_path",
            _("No campaign file can be written to {folder}: {error}").format(
                folder=campaign.parent, error=error.strerror
            ),
            hint=_("Name another place with --campaign"),
        ) from error


def _remove_abandoned(folder: Path, stem: str, now: datetime) -> None:
    """Remove the drafts of a list that killed plans left: they hold its people, and nobody sees them."""
    for draft in folder.glob(f".{escape(stem)}.*.campaign.draft"):
        with suppress(OSError):
            if now.timestamp() - draft.stat().st_mtime > _LONGEST_PLAN:
                draft.unlink()


def publish(draft: Draft, campaign: Path) -> None:
    """Give a draft its name."""
    try:
        draft.publish(campaign)
    except FileExistsError as error:
        raise campaign_exists(campaign, (), campaign) from error
