"""`batchsms send`: plan, confirm, send, write results; or go on with what was planned."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from batchsms.campaign.budget import check_within, planned_budget
from batchsms.campaign.campaign_file import check_new, publish
from batchsms.campaign.credentials import checked_gateway, credentials
from batchsms.campaign.plan import rehearsal
from batchsms.campaign.settings import checked_schedule
from batchsms.clock import has_passed, now
from batchsms.commands.options.campaign import (
    budget_of,
    campaign_options,
    content_of,
    pace_of,
    sending_options,
)
from batchsms.commands.options.declaration import PATH, console_of, speaking_options
from batchsms.commands.preview import preview
from batchsms.commands.steps.planning import as_planned, draft_of, show
from batchsms.commands.steps.trial import asked, check_alone, run_test, tested
from batchsms.errors import InputError
from batchsms.exit_codes import ExitCode
from batchsms.gateway.client import Gateway
from batchsms.gateway.xml import Credentials
from batchsms.i18n import _, ngettext
from batchsms.journal.database import Database, is_campaign_file
from batchsms.journal.draft import Draft
from batchsms.journal.queries import campaign_of, next_orders, tally_of, unknown_orders
from batchsms.journal.tally import Tally
from batchsms.journal.transitions import Journal
from batchsms.paths import campaign_path, planned_results, results_path, typed
from batchsms.results.writer import check_writable, write_results
from batchsms.sending.interruption import watching
from batchsms.sending.run import Sent, has_changed, only_sender
from batchsms.sending.run import send as send_campaign
from batchsms.terminal.console import Console, counts, doubts, guards

__all__ = ["send"]

_FROZEN = (
    "template",
    "text",
    "sender",
    "iys",
    "phone_column",
    "sheet",
    "header_row",
    "no_header",
    "hidden_rows",
    "encoding",
    "delimiter",
    "order_size",
    "suppress",
    "one_per_number",
    "fold",
    "operator_characters",
    "turkish_letter_cost",
    "credit_price",
    "campaign",
)


_MOST_BY_YES = 1_000
"""Recipients; to send to more takes more than a key that was hit by mistake."""


@dataclass(frozen=True)
class _Session:
    """What one run of the command works with."""

    console: Console
    options: dict[str, Any]
    gateway: Gateway
    credentials: Credentials


@click.command(
    help=_(
        "Send a list: plan, confirm, send, write results. With a campaign file: send it, or go on with it."
    )
)
@click.argument("recipients", type=PATH)
@campaign_options
@sending_options
@click.option("--dry-run", is_flag=True, help=_("Show what would go, as preview does."))
@speaking_options
@click.pass_context
def send(context: click.Context, /, recipients: Path, **options: Any) -> None:
    """Send a list or a campaign file."""
    if options["test_to"] is not None:
        check_alone(options)
    if options["dry_run"]:
        context.invoke(preview, recipients=recipients, xml=None, **options)
    console = console_of("send", options)
    with _gateway(options) as (gateway, account):
        session = _Session(console, options, gateway, account)
        is_planned = is_campaign_file(recipients)
        if is_planned:
            _refuse_frozen_options(context)
        if options["test_to"] is not None:
            context.exit(_tested(recipients, session))
        if is_planned:
            context.exit(_continued(recipients, session))
        if options["resend_unknown"] or options["moved"]:
            raise click.UsageError(_("--resend-unknown and --moved go with a campaign file"))
        context.exit(_begun(recipients, session))


@contextmanager
def _gateway(options: dict[str, Any]) -> Iterator[tuple[Gateway, Credentials]]:
    """Give the gateway to send to; a sandbox runs as long as the command does."""
    with ExitStack() as kept:
        if options["sandbox"]:
            from batchsms.sandbox.server import running  # noqa: PLC0415 - a web server, for sandboxes alone

            url = kept.enter_context(running()).gateway_url
            account = Credentials("demo", "demo")
        else:
            url = checked_gateway(options["gateway_url"])
            account = credentials(os.environ)
        yield kept.enter_context(Gateway(url, timeout=options["timeout"], clock=now)), account


# --- a test


def _tested(recipients: Path, session: _Session) -> int:
    with tested(recipients, session.options, session.console) as (database, number, texts):
        if campaign_of(database).send_at or session.options["at"]:
            session.console.note(_("the test goes at once, whatever the schedule"))
        _agree(asked(number, texts), session)
        return run_test(database, number, texts, session.console, session.gateway, session.credentials)


# --- a list


def _begun(recipients: Path, session: _Session) -> int:
    options = session.options
    campaign = campaign_path(recipients, options["campaign"], sandbox=options["sandbox"])
    results = results_path(campaign, options["results"])
    content = content_of(options)
    check_new(campaign, may_exist=options["sandbox"])
    check_writable(results)
    with ExitStack() as kept:
        kept.enter_context(only_sender(campaign))
        if options["sandbox"]:
            campaign.unlink(missing_ok=True)
        draft = kept.enter_context(draft_of(recipients, options, content, session.console, campaign=campaign))
        tally = tally_of(draft.database)
        show(draft.database, tally, session.console)
        results = as_planned(draft.database, results, session.console)
        if not tally.recipient_count:
            return _nothing_to_send(draft, tally, results, session.console)
        check_within(tally, planned_budget(campaign_of(draft.database)))
        _agree_to_send(_going_now(draft.database, session), tally, session)
        journal = kept.enter_context(publish(draft, campaign))
        return _sent(journal, results, session)


def _nothing_to_send(draft: Draft, tally: Tally, results: Path, console: Console) -> int:
    """Write the results all the same: they say of every row why it does not go."""
    code = ExitCode.REFUSED if tally.is_faulty else ExitCode.DONE
    written = write_results(draft.database, results)
    console.note(_("nothing to send; {path} says why, row by row").format(path=written))
    console.object(exit_code=code, tally=tally, results=written)
    return code


# --- a campaign file


def _continued(campaign: Path, session: _Session) -> int:
    given = session.options["results"]
    if session.options["sandbox"]:
        campaign = rehearsal(campaign)
        given = results_path(campaign, given)
    with only_sender(campaign), Journal.open(campaign) as journal:
        journal.database.check()
        planned = campaign_of(journal.database).results_path
        results = given or planned_results(campaign, planned)
        check_writable(results)
        at = session.options["at"]
        send_at = _new_schedule(at) if at else None
        if has_changed(journal.database):
            session.console.note(_("the list has changed since it was planned; it is sent as it was planned"))
        _agree_to_go_on(journal, session)
        return _sent(journal, results, session, send_at=send_at)


def _new_schedule(at: str) -> str:
    return "" if at == "now" else checked_schedule(at, now())


def _agree_to_go_on(journal: Journal, session: _Session) -> None:
    tally = tally_of(journal.database)
    count = _going_now(journal.database, session)
    if session.options["resend_unknown"]:
        unknown = unknown_orders(journal.database)
        session.console.warning(guards(unknown, now()))
        count += sum(order.recipients for order in unknown if not has_passed(order.send_at, now()))
    if count:
        show(journal.database, tally, session.console)
        planned = planned_budget(campaign_of(journal.database))
        check_within(tally, planned, budget_of(session.options))
        _agree_to_send(count, tally, session)


def _refuse_frozen_options(context: click.Context) -> None:
    """Refuse options that a campaign file has frozen, where they were typed."""
    for name in _FROZEN:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            raise click.UsageError(
                _("--{option} belongs to the plan, which the campaign file has frozen").format(
                    option=name.replace("_", "-")
                )
            )


# --- both


def _going_now(database: Database, session: _Session) -> int:
    """Return the recipients of the planned orders that this run posts, which --limit may make fewer."""
    return sum(order.recipients for order in next_orders(database, session.options["limit"]))


def _agree_to_send(count: int, tally: Tally, session: _Session) -> None:
    """Ask whether to send; many are agreed to by typing how many they are."""
    about = counts(tally)
    if count > _MOST_BY_YES:
        question = _("{count:,} messages will be sent now. Type their number to send them")
        _agree(question.format(count=count), session, about=about, number=count)
    else:
        question = ngettext("Send {count:,} message now?", "Send {count:,} messages now?", count)
        _agree(question.format(count=count), session, about=about)


def _agree(question: str, session: _Session, *, about: str = "", number: int | None = None) -> None:
    """Ask whether to send; raise `InputError` unless the answer is yes, or the number where one is asked."""
    if session.options["yes"]:
        return
    if not sys.stdin.isatty():
        raise InputError(
            "not_confirmed",
            _("there is no terminal to ask on, so nothing was sent"),
            hint=_("add --yes to send without a question"),
        )
    console = session.console
    console.unless_shown(about)
    if not (console.agrees(question) if number is None else console.types(question, number)):
        raise InputError("not_confirmed", _("not confirmed, so nothing was sent"))


def _sent(journal: Journal, results: Path, session: _Session, *, send_at: str | None = None) -> int:
    planned = tally_of(journal.database).recipients.get("planned", 0)
    with watching() as watch:
        with session.console.progress(_("Sending"), planned) as progress:
            sent = send_campaign(
                journal,
                session.gateway,
                session.credentials,
                results=results,
                send_at=send_at,
                pace=pace_of(session.options),
                settle_after=session.options["settle_after"],
                moved=session.options["moved"],
                watch=watch,
                progress=progress,
            )
        _say(sent, journal, session.console)
    return sent.exit_code


def _say(sent: Sent, journal: Journal, console: Console) -> None:
    console.text(counts(sent.tally))
    if sent.results:
        console.text(_("results: {path}").format(path=sent.results))
    for error in (sent.stopped_by, sent.results_error):
        if error:
            console.error(error)
    if sent.unknown:
        sender = campaign_of(journal.database).sender
        console.warning(doubts(sent.unknown, sender, journal.path, sent.records_trouble))
    if sent.tally.recipients.get("planned"):
        note = _("batchsms send {path} goes on with what is planned")
        console.note(note.format(path=typed(journal.path)))
    console.object(
        exit_code=sent.exit_code,
        tally=sent.tally,
        campaign=journal.path,
        results=sent.results,
        error=sent.stopped_by or sent.results_error,
    )
