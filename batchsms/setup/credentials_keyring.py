"""The keyring of the system (Keychain, Credential Manager, …), where the library `keyring` is installed.

Under the service `batchsms` each account has an entry, a JSON object with `key` and `hash`.
"""

import json
from typing import TYPE_CHECKING

from batchsms.errors import InputError
from batchsms.gateway.credentials import Credentials
from batchsms.i18n import _

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["check_keyring", "forget_in_keyring", "keyring_credentials", "store_in_keyring"]

_SERVICE = "batchsms"
_WITHOUT_NAME = "(default)"


def check_keyring() -> None:
    """Raise `InputError` where there is no keyring to store anything in."""
    if _keyring() is None:
        raise InputError(
            "no_keyring",
            _("There is no keyring to store the credentials in"),
            hint=_(
                "Store them in a file that only you can read: batchsms login --file. To use the keyring of "
                "this computer, install batchsms[keyring]."
            ),
        )


def keyring_credentials(account: str) -> Credentials | None:
    """Return the credentials of an account, `""` for the one without a name; None where there are none."""
    library = _keyring()
    if library is None:
        return None
    try:
        entry = library.get_password(_SERVICE, account or _WITHOUT_NAME)
    except Exception as error:
        raise _trouble(error) from error
    if entry is None:
        return None
    try:
        found = json.loads(entry)
        return Credentials(str(found["key"]), str(found["hash"]))
    except (ValueError, TypeError, KeyError):
        raise InputError(
            "bad_keyring",
            _("What the keyring holds for batchsms cannot be read"),
            hint=_("Store the credentials again with batchsms login"),
        ) from None


def store_in_keyring(account: str, credentials: Credentials) -> None:
    """Store the credentials of an account in place of its earlier ones."""
    check_keyring()
    entry = json.dumps({"key": credentials.key, "hash": credentials.hash})
    try:
        import keyring  # noqa: PLC0415 - see below

        keyring.set_password(_SERVICE, account or _WITHOUT_NAME, entry)
    except Exception as error:
        raise _trouble(error) from error


def forget_in_keyring(account: str) -> bool:
    """Remove the credentials of an account; return whether there were any."""
    library = _keyring()
    try:
        if library is None or library.get_password(_SERVICE, account or _WITHOUT_NAME) is None:
            return False
        library.delete_password(_SERVICE, account or _WITHOUT_NAME)
    except Exception as error:
        raise _trouble(error) from error
    return True


def _keyring() -> "ModuleType | None":
    """Return the library, None where it is not installed or finds no keyring."""
    try:
        import keyring  # noqa: PLC0415 - it looks for keyrings when it is imported, which takes time
        from keyring.backends import fail, null  # noqa: PLC0415
    except ImportError:
        return None
    try:
        found = keyring.get_keyring()
    except Exception as error:
        raise _trouble(error) from error
    return None if isinstance(found, fail.Keyring | null.Keyring) else keyring


def _trouble(error: Exception) -> InputError:
    """Return what is said of a keyring that is locked or broken, without what the library says of it."""
    return InputError(
        "bad_keyring",
        _("The keyring of this computer does not answer ({kind})").format(kind=type(error).__name__),
        hint=_(
            "Unlock it, or set BATCHSMS_KEY and BATCHSMS_HASH in the environment, or store them in a file: "
            "batchsms login --file"
        ),
    )
