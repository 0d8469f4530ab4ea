"""What one run of `send` works with: how it speaks, its options, the gateway and the account."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from batchsms.campaign.credentials import checked_gateway, credentials
from batchsms.clock import now
from batchsms.commands.options.checked_command import Problems
from batchsms.gateway.client import Gateway
from batchsms.gateway.xml import Credentials
from batchsms.terminal.console import Console

__all__ = ["Session", "check_session", "open_session"]


@dataclass(frozen=True)
class Session:
    """What one run of `send` works with."""

    console: Console
    options: Mapping[str, Any]
    gateway: Gateway
    credentials: Credentials


def check_session(options: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with the gateway's address and with the credentials; a sandbox needs neither."""
    if options["sandbox"]:
        return
    with problems.noted():
        checked_gateway(options["gateway_url"])
    with problems.noted():
        credentials(os.environ)


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
        yield Session(console, options, gateway, account)
