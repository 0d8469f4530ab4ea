"""A list → its draft, with progress shown: what `preview`, `plan` and `send` begin with."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from batchsms.clock import now
from batchsms.commands.options import packing_of, source_of
from batchsms.console import Console
from batchsms.journal.database import Database
from batchsms.journal.draft import Draft
from batchsms.journal.reading import campaign_of
from batchsms.plan import drafted
from batchsms.settings import Content
from batchsms.words import _

__all__ = ["SPECIMENS", "as_planned", "draft_of"]

SPECIMENS = 3
"""How many of the first texts are shown."""


@contextmanager
def draft_of(
    recipients: Path, options: Mapping[str, Any], content: Content, console: Console, *, campaign: Path
) -> Iterator[Draft]:
    """Give the draft of a list, as the options say; see `plan.drafted`."""
    with ExitStack() as kept:
        with console.progress(_("Reading"), None) as progress:
            draft = drafted(
                source_of(recipients, options),
                content,
                packing_of(options),
                campaign=campaign,
                results=options["results"],
                now=now(),
                progress=progress,
            )
            ready = kept.enter_context(draft)
        yield ready


def as_planned(database: Database, results: Path, console: Console) -> Path:
    """Return where the results will be, and say so where that is not as usual."""
    planned = results
    if campaign_of(database).results_path == ".results.csv":
        planned = results.with_suffix(".csv")
    if planned != results:
        note = _("the list is too large for a workbook, so the results will be in {path}")
        console.note(note.format(path=planned))
    return planned
