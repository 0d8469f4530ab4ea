"""`send`: what is to be done with a list or a campaign file, by its options."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from batchsms.commands.options.output import console_of
from batchsms.commands.steps.existing_campaign import continue_campaign
from batchsms.commands.steps.new_campaign import send_list
from batchsms.commands.steps.preview import preview_plan
from batchsms.commands.steps.session import open_session
from batchsms.commands.steps.trial import send_trial
from batchsms.exit_codes import ExitCode
from batchsms.journal.file_marks import is_campaign_file

__all__ = ["send_any"]


def send_any(recipients: Path, options: Mapping[str, Any]) -> ExitCode:
    """Look, try, continue or send, as the options say."""
    if options["dry_run"]:
        return preview_plan(recipients, {**options, "xml": None, "html": None, "preflight": False})
    with open_session(options, console_of("send", options), recipients=recipients) as session:
        if options["test_to"] is not None:
            return send_trial(recipients, session)
        if is_campaign_file(recipients):
            return continue_campaign(recipients, session)
        return send_list(recipients, session)
