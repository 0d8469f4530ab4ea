"""A planned campaign file → a copy of it for a sandbox, which never touches the real one."""

from pathlib import Path

from batchsms.campaign.campaign_path import SANDBOX_CAMPAIGN
from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of
from batchsms.journal.transitions import Journal
from batchsms.output_files import may_be_written
from batchsms.paths import typed

__all__ = ["copy_for_sandbox"]


def copy_for_sandbox(campaign: Path, copy: Path) -> None:
    """Copy a plan that was not begun, in place of an earlier copy.

    To be called as the only sender of `copy`, which another run may be sending. Raises `InputError`
    where the plan was begun with the gateway.
    """
    with Journal.open(campaign) as journal:
        if journal.is_bound:
            raise InputError(
                "begun_campaign",
                _("{path} was begun with the gateway, so a sandbox cannot continue it").format(path=campaign),
                hint=_("To try the list again: batchsms send {list_path} --sandbox").format(
                    list_path=typed(Path(campaign_of(journal.database).list_path))
                ),
            )
        inputs = campaign_of(journal.database).input_paths
        if not may_be_written(copy, SANDBOX_CAMPAIGN, inputs):
            raise InputError(
                "output_exists",
                SANDBOX_CAMPAIGN.foreign().format(path=copy),
                hint=_("Move or rename {path}, then try again").format(path=typed(copy)),
            )
        copy.unlink(missing_ok=True)
        journal.database.copy(copy)
