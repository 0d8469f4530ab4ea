"""What a campaign file is bound to from its first post on, and what is said where a run is another one's."""

from pathlib import Path
from typing import NamedTuple

from batchsms.errors import InputError
from batchsms.i18n import _
from batchsms.journal.database import Database

__all__ = ["Binding", "binding_of", "check_binding"]


class Binding(NamedTuple):
    """The gateway's address, the account's fingerprint, and the machine and path of the file."""

    gateway_url: str
    account: str
    home: str


def check_binding(path: Path, bound: Binding, wanted: Binding, *, may_move: bool) -> None:
    """Raise `InputError` where a file is bound to another gateway, another account or another home.

    A copy of a file that is not finished may be sent elsewhere, so it stays at home unless it `may_move`.
    """
    if bound.gateway_url != wanted.gateway_url:
        raise _other_gateway(path, bound.gateway_url)
    if bound.account != wanted.account:
        raise _other_account(path)
    if bound.home != wanted.home and not may_move:
        raise _other_home(path, bound.home)


def binding_of(database: Database) -> Binding | None:
    """Return what a file is bound to, None where nothing of it was posted yet."""
    gateway_url, account, home = database.one("SELECT gateway_url, account, home FROM campaign")
    return None if gateway_url is None else Binding(gateway_url, account, home)


def _other_gateway(path: Path, bound_url: str) -> InputError:
    return InputError(
        "other_gateway",
        _("{path} was begun with the gateway {url} and can be continued only there").format(
            path=path, url=bound_url
        ),
        hint=_("Set --gateway-url to that address, or plan the list again for another gateway"),
    )


def _other_account(path: Path) -> InputError:
    return InputError(
        "other_account",
        _("{path} was begun with another account and can be continued only with that one").format(path=path),
        hint=_("Set BATCHSMS_KEY as it was when the campaign was begun"),
    )


def _other_home(path: Path, home: str) -> InputError:
    return InputError(
        "moved_campaign",
        _("{path} was begun as {home}, and not all of it was sent").format(path=path, home=home),
        hint=_(
            "Continue it there. Or, if that file is gone and will never be sent again, add --moved to "
            "continue here."
        ),
    )
