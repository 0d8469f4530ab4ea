"""Where the campaign file of a list may be: a free name, or that of an earlier run of a sandbox."""

from collections.abc import Collection
from contextlib import closing
from pathlib import Path

from batchsms.errors import InputError
from batchsms.gateway.address import is_on_this_machine
from batchsms.i18n import _
from batchsms.journal.file_marks import holds_campaign
from batchsms.output_files import OutputKind, check_output, is_folder, is_one_of, other_place
from batchsms.paths import campaign_path, typed

__all__ = ["SANDBOX_CAMPAIGN", "campaign_exists", "check_campaign_path"]


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
        raise campaign_exists(campaign, inputs, usual)
    else:
        check_output(campaign, _CAMPAIGN, inputs, usual=usual)


def campaign_exists(campaign: Path, inputs: Collection[Path], usual: Path) -> InputError:
    """Return the error of a campaign file that is there already, of a list and what else is read."""
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
    from batchsms.journal.database import Database  # noqa: PLC0415 - for files that are there alone

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
SANDBOX_CAMPAIGN = _CAMPAIGN._replace(
    is_earlier=_is_of_a_sandbox,
    foreign=lambda: _(
        "{path} already exists and is not the campaign file of a sandbox. It is not written over."
    ),
)
"""The campaign file of a sandbox, which replaces that of an earlier run."""
