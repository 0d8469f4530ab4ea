"""`preview`: a list, or a campaign file → its plan, shown, and the XML where it is asked for."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from batchsms.campaign.settings import checked_price
from batchsms.clock import now
from batchsms.commands.options.output import console_of
from batchsms.commands.steps.campaign_settings import schedule_of_run
from batchsms.commands.steps.planning import open_plan, show_plan
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _, ngettext
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.file_marks import is_campaign_file
from batchsms.journal.orders import next_orders, schedule_of
from batchsms.journal.tally import tally_of
from batchsms.quiet_hours import Schedule
from batchsms.terminal.console import Console

if TYPE_CHECKING:
    from batchsms.sending.preflight import Preflight

__all__ = ["preview_plan"]

_STDOUT = Path("-")


def preview_plan(recipients: Path, options: Mapping[str, Any]) -> ExitCode:
    """Plan into a temporary campaign file, and show it."""
    console = console_of("preview", options)
    if options["xml"] == _STDOUT:
        console = console._replace(quiet=True)
    with open_plan(recipients, options, console) as database:
        inputs = [*campaign_of(database).input_paths, recipients]
        if options["xml"] not in {None, _STDOUT}:
            from batchsms.results.request_files import check_request_folder

            check_request_folder(options["xml"], inputs)
        tally = tally_of(database)
        schedule = _schedule(database, recipients, options)
        price = checked_price(options["credit_price"])
        shown = show_plan(database, tally, console, price=price, schedule=schedule)
        if options["xml"]:
            from batchsms.results.request_files import request_bodies

            bodies = request_bodies(database, options["limit"], schedule)
            _write_xml(bodies, options["xml"], inputs, console)
        if options["html"]:
            _write_page(database, schedule, price, options, inputs, console)
        preflight = _preflight(database, recipients, options, console) if options["preflight"] else None
    return shown.end(console, tally, recipients if is_campaign_file(recipients) else None, preflight)


def _schedule(database: Database, recipients: Path, options: Mapping[str, Any]) -> Schedule | None:
    """Return when a send of a campaign file would let it go now, None for as it was planned."""
    order = next(next_orders(database, 1), None)
    if order is None or not is_campaign_file(recipients):
        return None
    return schedule_of_run(campaign_of(database), order.send_at, {**options, "at": None})


def _preflight(
    database: Database, recipients: Path, options: Mapping[str, Any], console: Console
) -> "Preflight | None":
    """Ask the account. Whoever asks for that wants an answer, so that none is a problem."""
    from batchsms.commands.steps.preflight import preflight_of
    from batchsms.commands.steps.session import open_session

    with open_session(options, console, recipients=recipients) as session:
        return preflight_of(database, session.account, console, options, "strict")


def _write_page(
    database: Database,
    schedule: Schedule | None,
    price: Decimal | None,
    options: Mapping[str, Any],
    inputs: Sequence[Path],
    console: Console,
) -> None:
    from batchsms.campaign.budget import planned_budget
    from batchsms.pages.approval_page import PageOptions, approval_page
    from batchsms.pages.page_file import check_page_path, write_page

    check_page_path(options["html"], inputs)
    planned = campaign_of(database)
    schedule = schedule or Schedule(schedule_of(database), bool(planned.waits))
    how = PageOptions(options["show_numbers"], options["chart_column"] or "")
    price = planned_budget(planned).credit_price if price is None else price
    written = write_page(approval_page(database, schedule, price, how, now()), options["html"], inputs)
    console.path(_("Page: {path}").format(path=written))


def _write_xml(bodies: Iterator[bytes], place: Path, inputs: Sequence[Path], console: Console) -> None:
    if place == _STDOUT:
        for body in bodies:
            if not console.data(body):
                return
        return
    from batchsms.results.request_files import write_request_files

    count = write_request_files(bodies, place, inputs)
    written = ngettext(
        "{count} order was written to {folder}", "{count} orders were written to {folder}", count
    )
    console.note(written.format(count=count, folder=place))
