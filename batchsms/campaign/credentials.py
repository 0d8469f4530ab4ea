"""Who sends, and to which gateway: credentials from the environment, and the gateway's address."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from batchsms.errors import InputError
from batchsms.gateway.address import DEFAULT_GATEWAY, is_on_this_machine
from batchsms.gateway.credentials import Credentials
from batchsms.i18n import _

__all__ = ["account_fingerprint", "checked_gateway", "credentials", "hash_of"]

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


def credentials(environment: Mapping[str, str]) -> Credentials:
    """Return the credentials: a key with a hash, or with the secret that the hash is made of."""

    def said(name: str) -> str:
        return environment.get(name, "").strip()

    key = said("BATCHSMS_KEY") or said("ILETIMERKEZI_API_KEY")
    secret = said("BATCHSMS_SECRET")
    # One's own variables go before the vendor's, which may be those of another account.
    ready = said("BATCHSMS_HASH") or (hash_of(key, secret) if secret else said("ILETIMERKEZI_API_HASH"))
    if not key or not ready:
        raise InputError(
            "no_credentials",
            _("The credentials of the gateway are not set"),
            hint=_(
                "Set BATCHSMS_KEY and BATCHSMS_HASH (or BATCHSMS_SECRET) in the environment; the panel shows "
                "both under Settings, API. To try without an account, add --sandbox."
            ),
        )
    return Credentials(key, ready)


def hash_of(key: str, secret: str) -> str:
    """Return the hash of a key: HMAC-SHA256 with the secret as its key, lowercase hex."""
    import hashlib  # noqa: PLC0415 - most credentials come with their hash
    import hmac  # noqa: PLC0415

    return hmac.new(secret.encode(), key.encode(), hashlib.sha256).hexdigest()


def account_fingerprint(account: Credentials) -> str:
    """Return what tells one account from another and gives neither key nor hash away."""
    import hashlib  # noqa: PLC0415 - a check of what was typed needs no fingerprint

    return hashlib.sha256(f"batchsms account {account.key}".encode()).hexdigest()[:16]
