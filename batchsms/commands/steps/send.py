"""`send`: what is to be done with a list or a campaign file, by its options."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from batchsms.commands.options.checked_command import Problems
from batchsms.commands.options.declaration import check_frozen
from batchsms.commands.options.output import console_of
from batchsms.commands.steps.campaign_settings import check_campaign
from batchsms.commands.steps.existing_campaign import check_continued, continue_campaign
from batchsms.commands.steps.new_campaign import check_new_campaign, send_list
from batchsms.commands.steps.preview import preview_plan
from batchsms.commands.steps.session import check_session, open_session
from batchsms.commands.steps.trial import check_trial, send_trial
from batchsms.exit_codes import ExitCode
from batchsms.journal.database import is_campaign_file

__all__ = ["check_send", "send_any"]


def check_send(options: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with the options, by what is to be done."""
    is_planned, is_trial = is_campaign_file(options["recipients"]), options["test_to"] is not None
    if is_trial:
        check_trial(options, problems)
    if not is_planned:
        check_campaign(options, problems)
    if options["dry_run"]:
        return
    if is_planned:
        check_frozen(problems)
    if not is_trial:
        (check_continued if is_planned else check_new_campaign)(options, problems)
    check_session(options, problems)


def send_any(recipients: Path, options: Mapping[str, Any]) -> ExitCode:
    """Look, try, continue or send, as the options say."""
    if options["dry_run"]:
        return preview_plan(recipients, {**options, "xml": None})
    with open_session(options, console_of("send", options)) as session:
        if options["test_to"] is not None:
            return send_trial(recipients, session)
        if is_campaign_file(recipients):
            return continue_campaign(recipients, session)
        return send_list(recipients, session)
