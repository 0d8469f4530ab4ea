"""`login`: key and hash, as they are typed → checked against the account, and stored."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from batchsms.clock import now
from batchsms.commands.options.output import console_of
from batchsms.commands.steps.session import LONGEST_QUESTION
from batchsms.errors import InputError
from batchsms.event_log.events import never_log
from batchsms.exit_codes import ExitCode
from batchsms.gateway.account import Account, AccountUnansweredError, Balance
from batchsms.gateway.client import Gateway
from batchsms.gateway.credentials import Credentials
from batchsms.i18n import _, ngettext
from batchsms.sending.preflight import refusal_of
from batchsms.setup.credentials import checked_gateway
from batchsms.setup.credentials_file import credentials_path, forget_credentials, store_credentials
from batchsms.setup.credentials_keyring import check_keyring, forget_in_keyring, store_in_keyring
from batchsms.setup.hashing import hash_of
from batchsms.terminal.console import Console

__all__ = ["log_in"]

_LONGEST_LINE = 1_000
_VARIABLES = ("BATCHSMS_KEY", "ILETIMERKEZI_API_KEY")


def log_in(options: Mapping[str, Any]) -> ExitCode:
    """Ask, check, and store in one place, so that no earlier credentials of the account stay in another."""
    console, account = console_of("login", options), options["account"]
    url, path = checked_gateway(options["gateway_url"]), credentials_path(os.environ)
    if not options["file"]:
        check_keyring()
    credentials = _asked(console, is_secret=options["secret"])
    balance = _balance(credentials, url, options["timeout"])
    if options["file"]:
        store_credentials(path, account, credentials)
        with suppress(InputError):  # a keyring that is locked keeps what the file now goes before
            forget_in_keyring(account)
        console.path(_("The credentials are stored in {path}").format(path=path))
    else:
        store_in_keyring(account, credentials)
        forget_credentials(path, account)
        console.text(_("The credentials are stored in the keyring of this computer"))
    _say(balance, account, console)
    stored = {"kind": "file", "place": str(path)} if options["file"] else {"kind": "keyring", "place": ""}
    console.object(
        exit_code=ExitCode.DONE,
        account=account,
        stored=stored,
        amount=str(balance.amount),
        credits=balance.credits,
    )
    return ExitCode.DONE


def _asked(console: Console, *, is_secret: bool) -> Credentials:
    """Return what is typed, unseen; or, without a terminal, what two lines of the standard input say."""
    if sys.stdin.isatty():
        console.note(
            _("The panel shows the key and the hash under Settings, API. What you type is not shown.")
        )
        key = console.ask_for_secret(_("Key"))
        second = console.ask_for_secret(_("Secret") if is_secret else _("Hash"))
    else:
        lines = [sys.stdin.buffer.readline(_LONGEST_LINE) for _line in range(2)]
        key, second = (line.decode(errors="replace") for line in lines)
    key, second = key.strip(), second.strip()
    if not (key and second and (key + second).isprintable() and "\ufffd" not in key + second):
        raise InputError(
            "no_credentials",
            _("A key and a hash are needed, and were not given"),
            hint=_(
                "Type both, or give them on the standard input: the key on one line, the hash on the next"
            ),
        )
    credentials = Credentials(key, hash_of(key, second) if is_secret else second)
    never_log(key, second, credentials.hash)
    return credentials


def _balance(credentials: Credentials, url: str, timeout: float) -> Balance:
    with Gateway(url, timeout=min(timeout, LONGEST_QUESTION), clock=now) as gateway:
        try:
            return Account(gateway, credentials).balance()
        except AccountUnansweredError as error:
            raise refusal_of(error) from error


def _say(balance: Balance, account: str, console: Console) -> None:
    line = ngettext(
        "They work. The account holds {amount:,} TL, which pays for {count:,} credit.",
        "They work. The account holds {amount:,} TL, which pays for {count:,} credits.",
        balance.credits,
    )
    console.text(line.format(amount=balance.amount, count=balance.credits))
    for variable in _VARIABLES:
        if os.environ.get(variable) and not account:
            console.warning(
                _("{variable} is set in the environment and goes before what is stored").format(
                    variable=variable
                )
            )
