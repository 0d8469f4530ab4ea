"""Where a campaign file comes to be: a draft beside its later name, and the name once it is whole."""

import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from glob import escape
from pathlib import Path

from batchsms.errors import InputError
from batchsms.gateway.address import is_on_this_machine
from batchsms.i18n import _
from batchsms.journal.database import Database, holds_campaign
from batchsms.journal.draft import Draft
from batchsms.journal.transitions import Journal
from batchsms.output_files import OutputKind, check_output, is_folder, is_one_of, other_place
from batchsms.paths import campaign_path, typed

__all__ = ["SANDBOX_CAMPAIGN", "check_campaign_path", "new_draft", "publish"]

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


def check_campaign_path(
    list_path: Path, given: Path | None, inputs: Collection[Path], *, sandbox: bool
) -> None:
    """Raise `InputError` where no new campaign file can be: at `given`, or beside the list.

    `inputs` are the files that the plan reads. A sandbox's file is made again each time, so an earlier
    one may be there.
    """
    usual = campaign_path(list_path, None, sandbox=False)
    if given is not None and is_folder(given):
        check_output(given, _CAMPAIGN, inputs, usual=usual)
    campaign = campaign_path(list_path, given, sandbox=sandbox)
    if sandbox:
        check_output(campaign, SANDBOX_CAMPAIGN, inputs, usual=usual)
    elif holds_campaign(campaign) and not is_one_of(campaign, inputs):
        raise _already_there(campaign, inputs, usual)
    else:
        check_output(campaign, _CAMPAIGN, inputs, usual=usual)


def _already_there(campaign: Path, inputs: Collection[Path], usual: Path) -> InputError:
    other = other_place(campaign, _CAMPAIGN, inputs, usual)
    return InputError(
        "campaign_exists",
        _("{path} already exists").format(path=campaign),
        hint=_(
            "To continue it: batchsms send {path}. To send another campaign to this list: --campaign {other}"
        ).format(path=typed(campaign), other=typed(other or campaign)),
    )


def _is_of_a_sandbox(path: Path) -> bool:
    """Return whether a campaign file was sent to this machine at most, so that a sandbox may replace it."""
    if not holds_campaign(path):
        return False
    with closing(Database.open(path)) as database:
        url = database.one("SELECT gateway_url FROM campaign")[0]
    return url is None or is_on_this_machine(url)


_CAMPAIGN = OutputKind(
    "bad_campaign_path",
    "--campaign",
    (),
    lambda: "",
    lambda _path: False,
    lambda: _("{path} already exists and is not a campaign file. It is not written over."),
)
SANDBOX_CAMPAIGN = replace(
    _CAMPAIGN,
    is_earlier=_is_of_a_sandbox,
    foreign=lambda: _(
        "{path} already exists and is not the campaign file of a sandbox. It is not written over."
    ),
)
"""The campaign file of a sandbox, which replaces that of an earlier run."""


def publish(draft: Draft, campaign: Path) -> Journal:
    """Give a draft its name, and open it there."""
    try:
        draft.publish(campaign)
        return Journal.open(campaign)
    except FileExistsError as error:
        raise _already_there(campaign, (), campaign) from error
