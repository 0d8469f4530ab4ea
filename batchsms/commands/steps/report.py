"""`report FILE.campaign`: the delivery reports fetched, the results written, and what is said of both."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from batchsms.commands.options.checked_command import Problems
from batchsms.commands.options.output import console_of
from batchsms.commands.steps.session import Session, open_session
from batchsms.errors import BatchsmsError, InputError, Unavailable
from batchsms.exit_codes import ExitCode
from batchsms.gateway.account import Account
from batchsms.gateway.delivery_report import DeliveryReports
from batchsms.i18n import _, ngettext
from batchsms.journal.binding import binding_of, check_binding
from batchsms.journal.campaign import campaign_of
from batchsms.journal.database import Database
from batchsms.journal.deliveries import Deliveries, deliveries_of
from batchsms.journal.purging import check_unpurged
from batchsms.journal.tally import tally_of
from batchsms.output_files import check_output
from batchsms.paths import planned_results, typed
from batchsms.results.earlier_results import check_results_path
from batchsms.results.undelivered import (
    FAILED_ROWS,
    UNDELIVERED_NUMBERS,
    write_failed_rows,
    write_undelivered_numbers,
)
from batchsms.results.writer import write_results
from batchsms.sending.cancelling import Canceller
from batchsms.sending.delivery import Reading, ReportReader, wait_for_reports
from batchsms.sending.interruption import watch_signals
from batchsms.sending.run import only_sender
from batchsms.setup.credentials import checked_gateway, credentials
from batchsms.setup.hashing import account_fingerprint
from batchsms.terminal.counts import count_lines
from batchsms.terminal.lines.delivery_lines import delivery_lines, price_line

__all__ = ["check_report", "fetch_reports"]

_EXAMPLES = 5


def check_report(options: Mapping[str, Any], problems: Problems) -> None:
    """Note what is wrong with gateway and credentials, and where the lists that were asked for cannot be."""
    with problems.noted("gateway_url"):
        checked_gateway(options["gateway_url"])
    with problems.noted("account"):
        _check_credentials(options["account"])
    campaign = options["campaign"]
    others = [campaign, *filter(None, (options["results"],))]
    if options["results"]:
        with problems.noted("results"):
            check_results_path(options["results"], (), campaign)
    if path := options["undelivered"]:
        with problems.noted("undelivered"):
            check_output(path, UNDELIVERED_NUMBERS, others, usual=campaign.with_suffix(".undelivered.txt"))
        others.append(path)
    if path := options["failed"]:
        with problems.noted("failed"):
            check_output(path, FAILED_ROWS, others, usual=campaign.with_suffix(".failed.xlsx"))


def _check_credentials(account: str) -> None:
    """Raise `InputError` where there are none; a sandbox inside the command, as for a send, is no way out."""
    try:
        credentials(os.environ, account)
    except InputError as error:
        hint = _(
            "Set them as they were when the campaign was sent: in the environment, or with batchsms login"
        )
        raise InputError(error.code, error.message, hint=hint) from error


def fetch_reports(campaign: Path, options: Mapping[str, Any]) -> ExitCode:
    """Fetch, write and say; return the campaign's state, which is no success where a report is missing."""
    with ExitStack() as kept:
        session = kept.enter_context(
            open_session({**options, "sandbox": False}, console_of("report", options))
        )
        kept.enter_context(only_sender(campaign))
        database = Database.open(campaign)
        kept.callback(database.close)
        check_unpurged(database)
        planned = campaign_of(database)
        results = options["results"] or planned_results(campaign, planned.results_path)
        check_results_path(results, planned.input_paths, campaign)
        _check_lists(options, planned.input_paths, results)
        reading = _read(database, session)
        return _end(database, results, reading, session)


def _check_lists(options: Mapping[str, Any], inputs: tuple[Path, ...], results: Path) -> None:
    """Raise `InputError` where a list would take the place of a file of the plan, or of the results."""
    kept = [*inputs, results]
    for name, kind in (("undelivered", UNDELIVERED_NUMBERS), ("failed", FAILED_ROWS)):
        if options[name]:
            check_output(options[name], kind, kept, usual=results.with_name(options[name].name))


def _read(database: Database, session: Session) -> Reading:
    """Read the reports, once or for as long as they are waited for; nothing was sent: there are none."""
    bound = binding_of(database)
    if bound is None:
        return Reading()
    wanted = bound._replace(gateway_url=session.gateway.url, account=account_fingerprint(session.credentials))
    check_binding(database.path, bound, wanted, may_move=True)
    reports = DeliveryReports(Account(session.gateway, session.credentials))
    accepted = tally_of(database).recipients.get("accepted", 0)
    wait = session.options["wait"]
    with watch_signals(
        stopping=_("Stopping. What has come is kept."), stopped=_("Stopped"), code=ExitCode.STOPPED
    ) as watch:
        Canceller(database, reports.account, watch).settle()
        reader = ReportReader(database, reports, watch)
        if wait is None:
            with session.console.progress(_("Fetching"), accepted) as progress:
                return reader.read(progress)
        with session.console.progress(_("Delivered or not"), accepted) as progress:
            return wait_for_reports(
                lambda: reader.read(lambda _count: None),
                watch,
                wait,
                lambda reading: _tell_progress(reading, database, session, progress),
            )


def _tell_progress(
    reading: Reading, database: Database, session: Session, progress: Callable[[int], None]
) -> None:
    if reading.stopped_by and reading.is_worth_waiting:
        message = _("The gateway could not be asked, and is asked again later. {reason}.")
        session.console.note(message.format(reason=reading.stopped_by))
    progress(deliveries_of(database).final)


def _end(database: Database, results: Path, reading: Reading, session: Session) -> ExitCode:
    """Write the files, and say how the campaign stands."""
    console, errors = session.console, _troubles(reading, database.path)
    files: dict[str, Path | None] = {"results": None, "undelivered": None, "failed": None}
    counts: dict[str, int] = {}
    try:
        files["results"] = write_results(database, results)
        for name, write in (("undelivered", write_undelivered_numbers), ("failed", write_failed_rows)):
            if session.options[name]:
                files[name], counts[name] = write(database, session.options[name])
    except BatchsmsError as error:
        errors.append(error)
    tally, deliveries = tally_of(database), deliveries_of(database)
    _say(database, reading, deliveries, session)
    _say_files(files, counts, session)
    trouble = errors[0] if errors else None
    if trouble:
        trouble.others = tuple(errors[1:])
        console.error(trouble)
    code = tally.exit_code
    if errors or not reading.is_whole:
        code = max(code, ExitCode.STOPPED)
    console.object(
        exit_code=code,
        tally=tally,
        campaign=database.path,
        results=files["results"],
        error=trouble,
        **deliveries.as_json(),
        strangers=reading.strangers,
        undelivered_list=files["undelivered"] and str(files["undelivered"]),
        failed_list=files["failed"] and str(files["failed"]),
    )
    return code


def _troubles(reading: Reading, campaign: Path) -> list[BatchsmsError]:
    """Return why reports are missing."""
    again = _("What has come is kept. To fetch the rest: batchsms report {path}").format(path=typed(campaign))
    errors: list[BatchsmsError] = []
    if reading.refuses_credentials:
        errors.append(
            Unavailable(
                "credentials_refused",
                _("The gateway refuses the credentials (401), so not all reports could be fetched"),
                hint=again,
            )
        )
    elif reading.stopped_by:
        errors.append(
            Unavailable(
                "report_not_fetched",
                _("Not all reports could be fetched. {reason}.").format(reason=reading.stopped_by),
                hint=again,
            )
        )
    if reading.not_found:
        message = ngettext(
            "The gateway has no report of {count:,} order (455): {orders}",
            "The gateway has no report of {count:,} orders (455): {orders}",
            len(reading.not_found),
        )
        hint = _("Look for it in the panel, under Reports; it may be another account's, or too old")
        errors.append(_of_orders("no_such_order", message, reading.not_found, hint))
    for reason in dict.fromkeys(reading.unreadable.values()):
        orders = [order for order, why in reading.unreadable.items() if why == reason]
        message = ngettext(
            "The report of {count:,} order is not believed: {orders}. {reason}.",
            "The reports of {count:,} orders are not believed: {orders}. {reason}.",
            len(orders),
        ).replace("{reason}", reason)
        errors.append(_of_orders("report_not_readable", message, orders, again))
    return errors


def _of_orders(code: str, message: str, orders: Sequence[str], hint: str) -> BatchsmsError:
    shown = ", ".join(orders[:_EXAMPLES]) + (", …" if len(orders) > _EXAMPLES else "")
    return Unavailable(code, message.format(count=len(orders), orders=shown), hint=hint)


def _say(database: Database, reading: Reading, deliveries: Deliveries, session: Session) -> None:
    """Say the counts, the price, and what is still open or odd without being a fault."""
    console = session.console
    lines = [count_lines(tally_of(database)), delivery_lines(deliveries)]
    lines.append(price_line(deliveries, campaign_of(database).credit_price))
    console.text("\n".join(filter(None, lines)))
    if binding_of(database) is None:
        console.note(_("Nothing of this campaign was sent yet, so there are no reports"))
    if reading.not_due:
        message = ngettext(
            "{count:,} order is scheduled and has not gone yet (456); it has no report before that",
            "{count:,} orders are scheduled and have not gone yet (456); they have no reports before that",
            len(reading.not_due),
        )
        console.note(message.format(count=len(reading.not_due)))
    if deliveries.without_id:
        message = ngettext(
            "{count:,} recipient is in an order that the gateway has accepted (451) without telling its id. "
            "It has no report until a send of the campaign file finds the id.",
            "{count:,} recipients are in orders that the gateway has accepted (451) without telling their "
            "ids. They have no reports until a send of the campaign file finds the ids.",
            deliveries.without_id,
        )
        console.warning(message.format(count=deliveries.without_id))
    if reading.strangers:
        message = ngettext(
            "{count:,} number of the reports is not in its order, and was left out",
            "{count:,} numbers of the reports are not in their orders, and were left out",
            reading.strangers,
        )
        console.warning(message.format(count=reading.strangers))
    if reading.open_orders and reading.is_whole:
        again = _("To ask again for what is not final: batchsms report {path}")
        console.note(again.format(path=typed(database.path)))


def _say_files(files: Mapping[str, Path | None], counts: Mapping[str, int], session: Session) -> None:
    console = session.console
    if path := files["results"]:
        console.path(_("Results: {path}").format(path=path))
    if path := files["undelivered"]:
        told = ngettext(
            "{count:,} undelivered number: {path}",
            "{count:,} undelivered numbers: {path}",
            counts["undelivered"],
        )
        console.path(told.format(count=counts["undelivered"], path=path))
    if path := files["failed"]:
        told = ngettext(
            "{count:,} row that did not get the message: {path}",
            "{count:,} rows that did not get the message: {path}",
            counts["failed"],
        )
        console.path(told.format(count=counts["failed"], path=path))
