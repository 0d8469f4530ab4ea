"""What is wrong with what was typed, all of it, before a file is opened or the gateway is asked.

A wrong command is answered at once, so this imports little.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from batchsms.campaign.settings import (
    checked_iys,
    checked_number,
    checked_price,
    checked_sender,
    template_source,
)
from batchsms.commands.options.checked_command import Problems
from batchsms.commands.options.declaration import check_frozen
from batchsms.commands.steps.campaign_settings import (
    budget_of,
    checked_new_schedule,
    first_of,
    inputs_of,
    schedule_of_options,
)
from batchsms.i18n import _
from batchsms.journal.file_marks import is_campaign_file
from batchsms.paths import campaign_path, results_path

__all__ = ["check_cancel", "check_plan", "check_preview", "check_send", "check_session"]

_STDOUT = Path("-")
_NOT_WITH = ("limit", "resend_unknown", "moved", "dry_run")


def check_preview(options: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with the options."""
    if options["json"] and options["xml"] == _STDOUT:
        problems.usage(_("--json and --xml - both write to the standard output. Use one of them."))
    if is_campaign_file(options["recipients"]):
        with problems.noted("credit_price"):
            checked_price(options["credit_price"])
    else:
        _check_campaign(options, problems)
    if options["preflight"] or _asks_for_blacklist(options):
        check_session(options, problems)


def check_plan(options: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with the options, and where campaign file or results cannot be."""
    _check_campaign(options, problems)
    _check_places(options, problems, sandbox=False)
    if _asks_for_blacklist(options):
        check_session(options, problems)


def check_send(options: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with the options, by what is to be done."""
    is_planned, is_trial = is_campaign_file(options["recipients"]), options["test_to"] is not None
    if is_trial:
        _check_trial(options, problems)
    if not is_planned:
        _check_campaign(options, problems)
    if options["dry_run"]:
        if _asks_for_blacklist(options):
            check_session(options, problems)
        return
    if is_planned:
        check_frozen(problems)
    if not is_trial:
        (_check_continued if is_planned else _check_new_campaign)(options, problems)
    check_session(options, problems)


def check_cancel(options: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with the options of `cancel`."""
    if options["results"]:
        from batchsms.results.earlier_results import check_results_path

        with problems.noted("results"):
            check_results_path(options["results"], (), options["campaign"])
    check_session({**options, "sandbox": False}, problems)


def check_session(options: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with the gateway's address and with the credentials; a sandbox needs neither."""
    if options["sandbox"]:
        return
    from batchsms.setup.credentials import checked_gateway, credentials

    with problems.noted("gateway_url"):
        checked_gateway(options["gateway_url"])
    with problems.noted("account"):
        credentials(os.environ, options["account"])


def _asks_for_blacklist(options: Mapping[str, Any]) -> bool:
    """Return whether a list is to be planned without the numbers on the account's blacklist."""
    return options["suppress_blacklist"] and not is_campaign_file(options["recipients"])


def _check_campaign(options: Mapping[str, Any], problems: Problems) -> None:
    """Note all that is wrong with what every message shares, and with the budget."""
    checks: dict[str, Callable[[], object]] = {
        "template": lambda: template_source(*first_of(options, "template", "text")),
        "sender": lambda: checked_sender(options["sender"]),
        "iys": lambda: checked_iys(options["iys"]),
        "at": lambda: schedule_of_options(options),
        "credit_price": lambda: budget_of(options),
    }
    if all(first_of(options, "again", "not_accepted")):
        problems.usage(_("--again and --not-accepted cannot be used together"))
    for name, check in checks.items():
        if name not in problems.options:
            with problems.noted(name):
                check()


def _check_places(options: Mapping[str, Any], problems: Problems, *, sandbox: bool) -> None:
    """Note where the campaign file of a list, or its results, must not be written or cannot be."""
    from batchsms.campaign.campaign_path import check_campaign_path
    from batchsms.results.earlier_results import check_results_path

    inputs = inputs_of(options["recipients"], options)
    campaign = campaign_path(options["recipients"], options["campaign"], sandbox=sandbox)
    with problems.noted():
        check_campaign_path(options["recipients"], options["campaign"], inputs, sandbox=sandbox)
        if not options["results"]:  # they are named after the campaign file, if there can be one
            check_results_path(results_path(campaign, None), inputs, campaign)
    if options["results"]:
        with problems.noted("results"):
            check_results_path(options["results"], inputs, campaign)


def _check_new_campaign(options: Mapping[str, Any], problems: Problems) -> None:
    """Note where campaign file or results cannot be, and options that are for campaign files."""
    _check_places(options, problems, sandbox=options["sandbox"])
    for name in ("resend_unknown", "moved"):
        if options[name]:
            problems.usage(_("--{option} is for campaign files only").format(option=name.replace("_", "-")))


def _check_continued(options: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with what can be set again for a campaign file."""
    with problems.noted("at"):
        checked_new_schedule(options["at"])
    if options["results"]:
        from batchsms.results.earlier_results import check_results_path

        with problems.noted("results"):
            check_results_path(options["results"], (), options["recipients"])


def _check_trial(options: Mapping[str, Any], problems: Problems) -> None:
    """Note a test number that is not one, and options that have no meaning beside it."""
    with problems.noted():
        checked_number(options["test_to"])
    source = click.get_current_context().get_parameter_source
    for name in _NOT_WITH:
        if options[name] and source(name) is not ParameterSource.DEFAULT_MAP:
            problems.usage(
                _("--test-to and --{option} cannot be used together").format(option=name.replace("_", "-"))
            )
