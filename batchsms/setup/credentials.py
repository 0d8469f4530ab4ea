"""Who sends, and to which gateway: the credentials, wherever they are, and the gateway's address."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from batchsms.errors import InputError
from batchsms.event_log.events import never_log
from batchsms.gateway.address import DEFAULT_GATEWAY, is_on_this_machine
from batchsms.gateway.credentials import Credentials
from batchsms.i18n import _
from batchsms.paths import typed

__all__ = [
    "FoundCredentials",
    "checked_gateway",
    "credentials",
    "found_credentials",
]

_A_REQUEST = re.compile(r"/(?:send-sms|get-[a-z]+|cancel-order)(?:/json)?/*\Z|/json/*\Z")


def checked_gateway(url: str) -> str:
    """Return the gateway's address. Plain http is for this machine alone."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no IPv6 address
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise InputError(
            "bad_gateway",
            _("--gateway-url is not a valid http or https address"),
            hint=_("The address of the gateway is {url}").format(url=DEFAULT_GATEWAY),
        )
    if parts.scheme == "http" and not is_on_this_machine(url):
        raise InputError(
            "unsafe_gateway",
            _("http://{host} would send the credentials and the numbers unencrypted").format(
                host=parts.hostname
            ),
            hint=_("Use its https address"),
        )
    if found := _A_REQUEST.search(url):
        raise InputError(
            "bad_gateway",
            _("--gateway-url {url} is the address of a single request").format(url=url),
            hint=_("Leave the end off: --gateway-url {url}").format(url=url[: found.start()]),
        )
    return url.rstrip("/")


class FoundCredentials(NamedTuple):
    """The credentials, and where they were found: `kind` for programs, `place` for people."""

    credentials: Credentials
    kind: Literal["environment", "file", "keyring"]
    place: str


def credentials(environment: Mapping[str, str], account: str) -> Credentials:
    """Return the credentials of an account; see `found_credentials`."""
    return found_credentials(environment, account).credentials


def found_credentials(environment: Mapping[str, str], account: str) -> FoundCredentials:
    """Return the credentials: from the environment, else the credentials file, else the keyring.

    `account` is a name under which some were stored, `""` for those without a name. What the environment
    holds has no name, so a name goes past it. No log shows them. Raises `InputError` where there are none.
    """
    found = _found(environment, account)
    never_log(found.credentials.key, found.credentials.hash)
    return found


def _found(environment: Mapping[str, str], account: str) -> FoundCredentials:
    if not account and (found := _of_environment(environment)):
        return found
    # Neither is imported where the environment has it all.
    from batchsms.setup.credentials_file import credentials_path, read_credentials  # noqa: PLC0415
    from batchsms.setup.credentials_keyring import keyring_credentials  # noqa: PLC0415

    path = credentials_path(environment)
    if environment.get("BATCHSMS_CREDENTIALS") and not path.exists():
        raise InputError(
            "no_credentials",
            _("BATCHSMS_CREDENTIALS names {path}, which does not exist").format(path=path),
            hint=_("Name the file that holds the credentials, or make it with batchsms login --file"),
        )
    if in_file := read_credentials(path, account):
        return FoundCredentials(in_file, "file", str(path))
    if kept := keyring_credentials(account):
        return FoundCredentials(kept, "keyring", _("the keyring of this computer"))
    raise _missing(account)


def _of_environment(environment: Mapping[str, str]) -> FoundCredentials | None:
    """Return what the environment has: a key with a hash, or with the secret that the hash is made of."""

    def said(name: str) -> str:
        return environment.get(name, "").strip()

    key = said("BATCHSMS_KEY") or said("ILETIMERKEZI_API_KEY")
    secret = said("BATCHSMS_SECRET")
    # One's own variables go before the vendor's, which may be those of another account.
    ready = said("BATCHSMS_HASH") or _hash_of(key, secret) or said("ILETIMERKEZI_API_HASH")
    if not (key or ready):
        return None
    if not (key and ready):  # the other half is not taken from elsewhere: it may be another account's
        raise _missing("")
    name = "BATCHSMS_KEY" if said("BATCHSMS_KEY") else "ILETIMERKEZI_API_KEY"
    return FoundCredentials(
        Credentials(key, ready), "environment", _("{variable} in the environment").format(variable=name)
    )


def _hash_of(key: str, secret: str) -> str:
    """Return the hash that a secret makes of a key, `""` without a secret."""
    if not secret:
        return ""
    from batchsms.setup.hashing import hash_of  # noqa: PLC0415 - most credentials come with their hash

    return hash_of(key, secret)


def _missing(account: str) -> InputError:
    if account:
        return InputError(
            "no_credentials",
            _("No credentials are stored for the account “{account}”").format(account=account),
            hint=_("Store them: batchsms login --account {account}").format(account=typed(Path(account))),
        )
    return InputError(
        "no_credentials",
        _("The credentials of the gateway are not set"),
        hint=_(
            "Store them once with batchsms login, or set BATCHSMS_KEY and BATCHSMS_HASH (or BATCHSMS_SECRET) "
            "in the environment; the panel shows both under Settings, API. To try without an account, add "
            "--sandbox."
        ),
    )
