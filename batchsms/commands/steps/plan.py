"""`plan`: a list → its campaign file, which is kept, and shown."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from batchsms.campaign.campaign_file import publish
from batchsms.commands.options.output import console_of
from batchsms.commands.steps.campaign_settings import content_of
from batchsms.commands.steps.planning import draft_of, results_of_plan, show_plan
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _
from batchsms.journal.tally import tally_of
from batchsms.paths import campaign_path, results_path, typed

__all__ = ["keep_plan"]


def keep_plan(recipients: Path, options: Mapping[str, Any]) -> ExitCode:
    """Write the campaign file, and show what it holds."""
    console = console_of("plan", options)
    campaign = campaign_path(recipients, options["campaign"], sandbox=False)
    results = results_path(campaign, options["results"])
    content = content_of(options)
    with draft_of(recipients, options, content, console, campaign=campaign) as draft:
        tally = tally_of(draft.database)
        results_of_plan(draft.database, results, console, campaign=campaign)
        shown = show_plan(draft.database, tally, console)
        if not tally.is_faulty:
            publish(draft, campaign)
    if not tally.is_faulty:
        note = _("The plan is in {path}. To send it: batchsms send {path}")
        console.note(note.format(path=typed(campaign)))
    return shown.end(console, tally, campaign)
