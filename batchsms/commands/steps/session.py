"""What one run of `send` works with: how it speaks, its options, the gateway and the account."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from batchsms.campaign.credentials import checked_gateway, credentials
from batchsms.clock import now
from batchsms.errors import InputError
from batchsms.gateway.account import Account, AccountUnansweredError
from batchsms.gateway.client import Gateway
from batchsms.gateway.credentials import Credentials
from batchsms.i18n import _
from batchsms.terminal.console import Console

__all__ = ["Session", "open_session", "refusal_of"]

_LONGEST_QUESTION = 20.0
"""Seconds that one answer of the account is waited for; it is short, and must not hold up a send."""


@dataclass(frozen=True)
class Session:
    """What one run of `send` works with. `account` is asked what it has, which changes nothing."""

    console: Console
    options: Mapping[str, Any]
    gateway: Gateway
    credentials: Credentials
    account: Account


@contextmanager
def open_session(options: Mapping[str, Any], console: Console) -> Iterator[Session]:
    """Give what a send works with; with --sandbox, its gateway runs as long as this lasts."""
    with ExitStack() as kept:
        if options["sandbox"]:
            from batchsms.sandbox.server import running

            url = kept.enter_context(running()).gateway_url
            account = Credentials("demo", "demo")
        else:
            url = checked_gateway(options["gateway_url"])
            account = credentials(os.environ)
        gateway = kept.enter_context(Gateway(url, timeout=options["timeout"], clock=now))
        # Questions have a connection of their own: what they learn of the gateway's clock is no post's.
        asked = kept.enter_context(
            Gateway(url, timeout=min(options["timeout"], _LONGEST_QUESTION), clock=now)
        )
        yield Session(console, options, gateway, account, Account(asked, account))


def refusal_of(error: AccountUnansweredError) -> InputError:
    """Return what ends a command to which the account gave no answer."""
    if error.code == HTTPStatus.UNAUTHORIZED:
        return InputError(
            "credentials_refused",
            _("The gateway refuses the credentials (401)"),
            hint=_(
                "In the panel, look at Settings, Security, Access: API use must be on, and where a list of "
                "IP addresses is kept, this machine's must be in it. Then compare key and hash with those "
                "under Settings, API."
            ),
        )
    return InputError(
        "account_not_answered",
        _("The account gave no answer. {reason}.").format(reason=error),
        hint=_("Check the connection and --gateway-url, and try again later"),
    )
