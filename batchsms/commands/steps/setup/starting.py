"""`init`: what the account and the user say → a starter folder."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from batchsms.campaign.settings import checked_sender
from batchsms.commands.options.output import console_of
from batchsms.commands.steps.session import open_session
from batchsms.errors import InputError
from batchsms.exit_codes import ExitCode
from batchsms.gateway.account import AccountUnansweredError
from batchsms.gateway.order import IYS_LISTS
from batchsms.i18n import _
from batchsms.paths import typed
from batchsms.sending.preflight import refusal_of
from batchsms.setup.credentials import found_credentials
from batchsms.setup.starter_folder import CAMPAIGN, LIST, SHARED, starter_files, write_missing
from batchsms.terminal.console import Console

__all__ = ["make_starter_folder"]

_FOR_TESTS = "APITEST"
"""The header that every account may try, and the only one that a sandbox takes."""


def make_starter_folder(folder: Path, options: Mapping[str, Any]) -> ExitCode:
    """Ask for what is not typed, and write what is not there yet."""
    console = console_of("init", options)
    is_new = not (folder / SHARED).exists()
    senders = _approved(options, console) if is_new else None
    sender = _sender(options["sender"], senders, console) if is_new else ""
    iys = _iys(options["iys"], console) if not (folder / CAMPAIGN).exists() else ""
    written, there = write_missing(folder, starter_files(sender, iys))
    for path in written:
        console.path(_("Written: {path}").format(path=path))
    for path in there:
        console.note(_("{path} already exists and is left as it is").format(path=path))
    console.note(_("To see what would be sent: {command}").format(command=_next(folder)))
    console.note(_("To rehearse a night with it: {command}").format(command=_rehearsal(folder)))
    console.object(
        exit_code=ExitCode.DONE,
        folder=str(folder),
        written=[str(path) for path in written],
        kept=[str(path) for path in there],
        senders=None if senders is None else list(senders),
        next=_next(folder),
        rehearsal=_rehearsal(folder),
    )
    return ExitCode.DONE


def _rehearsal(folder: Path) -> str:
    """Return the command that sends what is due in the folder to a sandbox."""
    return f"batchsms nightly {typed(folder)} --sandbox --yes"


def _next(folder: Path) -> str:
    """Return the command to go on with, which needs no account and sends nothing."""
    return f"batchsms preview {typed(folder / LIST)}"


def _approved(options: Mapping[str, Any], console: Console) -> tuple[str, ...] | None:
    """Return the senders that the account has; None where it was not asked. Raises where it refuses."""
    if not options["sandbox"]:
        try:
            found_credentials(os.environ, options["account"])
        except InputError as error:
            if error.code != "no_credentials":
                raise
            console.note(_("There are no credentials yet, so the account was not asked for its senders"))
            return None
    with open_session(options, console) as session:
        try:
            return session.account.senders()
        except AccountUnansweredError as error:
            if error.code is not None:
                raise refusal_of(error) from error
            console.warning(_("The account was not asked for its senders. {reason}.").format(reason=error))
            return None


def _sender(typed_one: str | None, approved: tuple[str, ...] | None, console: Console) -> str:
    """Return the sender: the one that is typed, or chosen, or the only one, or that for tests."""
    if typed_one is not None:
        if approved is not None and typed_one not in approved:
            console.warning(
                _("{sender} is not among the approved senders of the account: {approved}").format(
                    sender=typed_one, approved=", ".join(approved) or "–"
                )
            )
        return checked_sender(typed_one)
    if _is_asked(console):
        return _chosen(approved, console)
    if approved and len(approved) > 1 and _FOR_TESTS not in approved:
        raise InputError(
            "no_sender",
            _("The account has several senders, and there is no terminal to ask which one"),
            hint=_("Add --sender with one of: {approved}").format(approved=", ".join(approved)),
        )
    return approved[0] if approved and len(approved) == 1 else _FOR_TESTS


def _chosen(approved: tuple[str, ...] | None, console: Console) -> str:
    """Ask which sender it is to be, until there is one."""
    if not approved:
        answer = console.ask_for_text(_("Approved sender, or nothing for {sender}").format(sender=_FOR_TESTS))
        return checked_sender(answer.strip() or _FOR_TESTS)
    question = _("Which sender? {choices}, or nothing for the first").format(
        choices=", ".join(f"{number} {name}" for number, name in enumerate(approved, start=1))
    )
    answer = console.ask_for_text(question).strip()
    if answer in approved:
        return answer
    if not answer:
        return approved[0]
    if answer.isascii() and answer.isdigit() and 1 <= int(answer[:9]) <= len(approved):
        return approved[int(answer[:9]) - 1]
    raise InputError(
        "bad_sender",
        _("{answer} is none of the senders").format(answer=answer),
        hint=_("Answer with a number, or add --sender"),
    )


def _iys(typed_one: str | None, console: Console) -> str:
    """Return the İYS list; the text that only informs is taken where nobody can be asked."""
    if typed_one is not None:
        return typed_one
    if not _is_asked(console):
        return "none"
    question = _("What do you send? Type 1 for offers to people, 2 for offers to traders, 3 for information")
    answer = console.ask_for_text(question).strip()
    by_answer = {"1": "BIREYSEL", "2": "TACIR", "3": "none", **{name: name for name in IYS_LISTS}}
    if answer not in by_answer:
        raise InputError(
            "no_iys",
            _("The question what you send was not answered. It has no default because the law asks you."),
            hint=_("Answer with 1, 2 or 3, or add --iys"),
        )
    return by_answer[answer]


def _is_asked(console: Console) -> bool:
    return sys.stdin.isatty() and not (console.json or console.quiet)
