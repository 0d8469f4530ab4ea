"""Where a campaign file comes to be: a draft beside its later name, and the name once it is whole."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from glob import escape
from pathlib import Path

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.journal.draft import Draft
from batchsms.journal.transitions import Journal
from batchsms.paths import typed

__all__ = ["check_new", "new_draft", "publish"]

_LONGEST_PLAN = 86_400.0  # seconds; a plan takes minutes


@contextmanager
def new_draft(campaign: Path, stem: str, now: datetime) -> Iterator[Draft]:
    """Give an empty draft beside the file that it is to become; it goes away again unless it is published.

    `stem` is the list's, by which the drafts that killed plans left are found. Raises `InputError`.
    """
    path = campaign.parent / f".{stem}.{os.getpid()}.{secrets.token_hex(4)}.campaign.draft"
    _remove_abandoned(path.parent, stem, now)
    try:
        draft = Draft(path)
    except OSError as error:
        raise InputError(
            "bad_campaign_path",
            _("No campaign file can be written to {folder}: {error}").format(
                folder=campaign.parent, error=error.strerror
            ),
            hint=_("Name another place with --campaign"),
        ) from error
    try:
        with draft:
            yield draft
    finally:
        path.unlink(missing_ok=True)


def _remove_abandoned(folder: Path, stem: str, now: datetime) -> None:
    """Remove the drafts of a list that killed plans left: they hold its people, and nobody sees them."""
    for draft in folder.glob(f".{escape(stem)}.*.campaign.draft"):
        with suppress(OSError):
            if now.timestamp() - draft.stat().st_mtime > _LONGEST_PLAN:
                draft.unlink()


def check_new(campaign: Path, *, may_exist: bool = False) -> None:
    """Raise `InputError` where no new campaign file can be: one exists, or there is no folder."""
    if not campaign.parent.is_dir():
        raise InputError(
            "bad_campaign_path",
            _("There is no folder {folder} for the campaign file").format(folder=campaign.parent),
            hint=_("Name another place with --campaign"),
        )
    if campaign.exists() and not may_exist:
        raise InputError(
            "campaign_exists",
            _("{path} already exists").format(path=campaign),
            hint=_(
                "To continue it: batchsms send {path}. To send another campaign to this list, name another "
                "file with --campaign."
            ).format(path=typed(campaign)),
        )


def publish(draft: Draft, campaign: Path) -> Journal:
    """Give a draft its name, and open it there."""
    try:
        draft.publish(campaign)
        return Journal.open(campaign)
    except FileExistsError:
        check_new(campaign)
        raise
