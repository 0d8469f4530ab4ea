"""The credentials file, which only its owner may read: one account without a name, and others with one.

    key = "…"
    hash = "…"

    [account.NAME]
    key = "…"
    secret = "…"

It is refused where others may read it, as ssh refuses such a key.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformdirs import user_config_path

from batchsms.errors import InputError
from batchsms.gateway.credentials import Credentials
from batchsms.i18n import _
from batchsms.paths import typed
from batchsms.setup.hashing import hash_of
from batchsms.setup.settings_file import LARGEST, toml_of

__all__ = ["credentials_path", "forget_credentials", "read_credentials", "store_credentials"]

_ACCOUNT = "account"
_OTHERS = 0o077
_HAS_MODES = os.name != "nt"


def credentials_path(environment: Mapping[str, str]) -> Path:
    """Return where the file is: `BATCHSMS_CREDENTIALS`, else in the user's folder for settings."""
    if named := environment.get("BATCHSMS_CREDENTIALS"):
        return Path(named)
    return user_config_path("batchsms", appauthor=False) / "credentials.toml"


def read_credentials(path: Path, account: str) -> Credentials | None:
    """Return the credentials of an account, `""` for the one without a name; None where there are none.

    Raises `InputError` where the file cannot be read, or others may read it.
    """
    table = _table(_read(path), account)
    if not table:
        return None
    key, hash_, secret = (table.get(name) for name in ("key", "hash", "secret"))
    if not (isinstance(key, str) and key and isinstance(hash_ or secret, str)):
        raise InputError(
            "bad_credentials_file",
            _("{path} has a key without a hash or secret, or the other way round").format(path=path),
            hint=_("Store them again with batchsms login --file"),
        )
    return Credentials(key, str(hash_) if hash_ else hash_of(key, str(secret)))


def store_credentials(path: Path, account: str, credentials: Credentials) -> None:
    """Store the credentials of an account in place of its earlier ones."""
    data = _read(path)
    own = {"key": credentials.key, "hash": credentials.hash}
    if account:
        data[_ACCOUNT] = {**_accounts(data), account: own}
    else:
        data = {**own, _ACCOUNT: _accounts(data)}
    _write(path, data)


def forget_credentials(path: Path, account: str) -> bool:
    """Remove the credentials of an account; return whether there were any."""
    data = _read(path)
    if not _table(data, account):
        return False
    accounts = _accounts(data)
    if account:
        del accounts[account]
    else:
        data = {}
    data = {**data, _ACCOUNT: accounts}
    if any(data.values()):
        _write(path, data)
    else:
        path.unlink()
    return True


def _read(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            if _HAS_MODES and os.fstat(file.fileno()).st_mode & _OTHERS:
                raise InputError(
                    "open_credentials_file",
                    _("{path} holds credentials, and others may read it").format(path=path),
                    hint=_("Keep it to yourself: chmod 600 {path}").format(path=typed(path)),
                )
            data, _lines = toml_of(path, file.read(LARGEST + 1))
            return data
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(
            "bad_credentials_file",
            _("The credentials in {path} cannot be read: {error}").format(path=path, error=reason),
            hint=_("Check the file that BATCHSMS_CREDENTIALS names, or store them again with batchsms login"),
        ) from error


def _accounts(data: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    accounts = data.get(_ACCOUNT, {})
    if not isinstance(accounts, dict):
        return {}
    return {name: dict(table) for name, table in accounts.items() if isinstance(table, dict)}


def _table(data: Mapping[str, Any], account: str) -> Mapping[str, Any]:
    if account:
        return _accounts(data).get(account, {})
    return {name: value for name, value in data.items() if name != _ACCOUNT}


def _write(path: Path, data: Mapping[str, Any]) -> None:
    """Write the file whole or not at all; nobody else may read it from its first moment."""
    lines = _assignments(_table(data, ""))
    for account, table in _accounts(data).items():
        lines += ["", f"[{_ACCOUNT}.{_quoted(account)}]", *_assignments(table)]
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(prefix=".credentials.", dir=path.parent)  # readable by its owner only
        try:
            with open(number, "w", encoding="utf-8") as file:  # noqa: PTH123 - it is open already
                file.write("\n".join(lines).lstrip("\n") + "\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(name, path.resolve())  # noqa: PTH105 - a link is kept, and what it leads to replaced
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise InputError(
            "bad_credentials_file",
            _("The credentials cannot be stored in {path}: {error}").format(path=path, error=error.strerror),
            hint=_("Name another file with BATCHSMS_CREDENTIALS"),
        ) from error


def _assignments(table: Mapping[str, Any]) -> list[str]:
    names = ((name, table[name]) for name in ("key", "hash", "secret") if name in table)
    return [f"{name} = {_quoted(str(value))}" for name, value in names]


def _quoted(text: str) -> str:
    """Return a text as TOML has it, whose quoted strings are those of JSON but for one character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
