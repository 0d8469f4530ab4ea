"""The account, asked before a run and before a list is planned: its answers end the command or are said."""

from collections.abc import Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from batchsms.commands.steps.session import open_session
from batchsms.errors import InputError
from batchsms.gateway.account import Account, AccountUnansweredError
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.orders import credits_of_run
from batchsms.journal.rows import count_planned_among
from batchsms.sending.preflight import Need, Preflight, Strictness, ask, judge, refusal_of
from batchsms.terminal.console import Console
from batchsms.terminal.lines.preflight_lines import preflight_lines

__all__ = ["asked_blacklist", "preflight_of"]


def preflight_of(
    database: Database, account: Account, console: Console, options: Mapping[str, Any], strictness: Strictness
) -> Preflight | None:
    """Ask the account whether what this run posts can go, and say what it answers; None where that is off.

    What keeps the run from being sent is in the answer, for the caller to raise.
    """
    if strictness == "off":
        return None
    campaign = campaign_of(database)
    needed = credits_of_run(
        database,
        options["limit"],
        again=bool(options.get("at")),
        resend_unknown=bool(options.get("resend_unknown", False)),
    )
    found = judge(
        ask(account, partial(count_planned_among, database)), Need(campaign.sender, needed), strictness
    )
    if strictness != "strict":
        for sentence in found.remarks:
            console.warning(sentence)
    if not (options["sandbox"] or found.problems):  # whose balance would be read as the account's
        console.text(preflight_lines(found, campaign.iys_list))
    return found


def asked_blacklist(options: Mapping[str, Any], console: Console) -> frozenset[int]:
    """Return the MSISDNs on the account's blacklist.

    Raises `InputError` where they cannot be had, all of them.
    """
    try:
        with open_session(options, console) as session:
            return session.account.blacklist()
    except AccountUnansweredError as error:
        if error.code == HTTPStatus.UNAUTHORIZED:
            raise refusal_of(error) from error
        raise InputError(
            "account_not_answered",
            _("The account's blacklist could not be read. {reason}. Nothing was planned.").format(
                reason=error
            ),
            hint=_("Try again later, or plan without --suppress-blacklist"),
        ) from error
