"""What one run of `send` works with: how it speaks, its options, the gateway and the account."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from batchsms.clock import Watch, now
from batchsms.gateway.account import Account
from batchsms.gateway.client import Gateway
from batchsms.gateway.credentials import Credentials
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.file_marks import is_campaign_file
from batchsms.setup.credentials import checked_gateway, credentials
from batchsms.terminal.console import Console

__all__ = ["LONGEST_QUESTION", "Session", "open_session"]

LONGEST_QUESTION = 20.0
"""Seconds that one answer of the account is waited for; it is short, and must not hold up a send."""


@dataclass(frozen=True)
class Session:
    """What one run of `send` works with. `account` is asked what it has, which changes nothing.

    `watch` is that of what the run is a part of; without one it has its own.
    """

    console: Console
    options: Mapping[str, Any]
    gateway: Gateway
    credentials: Credentials
    account: Account
    watch: Watch | None = None


@contextmanager
def open_session(
    options: Mapping[str, Any],
    console: Console,
    *,
    recipients: Path | None = None,
    watch: Watch | None = None,
) -> Iterator[Session]:
    """Give what a send works with; with --sandbox, its gateway runs as long as this lasts.

    `recipients` is the list or campaign file whose sender such a gateway takes, as it takes `APITEST`.
    """
    with ExitStack() as kept:
        if options["sandbox"]:
            from batchsms.sandbox.account import Account as SandboxAccount
            from batchsms.sandbox.server import running

            # A rehearsal is of the campaign as it will be sent: with its own sender.
            own = {_sender_of(recipients, options)} if recipients else set()
            approved = SandboxAccount.senders | own
            url = kept.enter_context(running(account=SandboxAccount(senders=approved))).gateway_url
            account = Credentials("demo", "demo")
        else:
            url = checked_gateway(options["gateway_url"])
            account = credentials(os.environ, options["account"])
        gateway = kept.enter_context(Gateway(url, timeout=options["timeout"], clock=now))
        # Questions have a connection of their own: what they learn of the gateway's clock is no post's.
        asked = kept.enter_context(Gateway(url, timeout=min(options["timeout"], LONGEST_QUESTION), clock=now))
        yield Session(console, options, gateway, account, Account(asked, account), watch)


def _sender_of(recipients: Path, options: Mapping[str, Any]) -> str:
    if not is_campaign_file(recipients):
        return str(options["sender"])
    with closing(Database.open(recipients)) as database:
        return campaign_of(database).sender
