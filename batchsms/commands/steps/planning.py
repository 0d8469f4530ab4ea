"""A list → its draft, with progress shown, and the plan on one screen: how preview, plan and send begin."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from batchsms.campaign.budget import planned_budget
from batchsms.campaign.packing.orders import Packing
from batchsms.campaign.plan import CampaignSettings, plan_campaign
from batchsms.campaign.settings import Content
from batchsms.campaign.source import Source
from batchsms.clock import now
from batchsms.commands.steps.campaign_settings import budget_of, content_of, first_of
from batchsms.event_log.events import log_event
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of, planned_costs
from batchsms.journal.database import Database
from batchsms.journal.draft import Draft
from batchsms.journal.file_marks import is_campaign_file
from batchsms.journal.list_findings import findings_of
from batchsms.journal.orders import schedule_of
from batchsms.journal.tally import Tally
from batchsms.paths import ResultsEnding
from batchsms.quiet_hours import Schedule
from batchsms.reading.list_reader import Layout
from batchsms.results.specimens import folded_specimen, specimens
from batchsms.schedule import schedule_as_json
from batchsms.terminal.console import Console
from batchsms.terminal.counts import count_lines
from batchsms.terminal.lines.cost_lines import cost_json, cost_lines
from batchsms.terminal.lines.plan_lines import finding_lines, text_lines
from batchsms.terminal.lines.schedule_lines import night_warning, schedule_line

if TYPE_CHECKING:
    from batchsms.sending.preflight import Preflight

__all__ = ["draft_of", "open_plan", "results_of_plan", "show_plan"]


class ShownPlan(NamedTuple):
    """What was shown of a plan, for the JSON object: `fingerprint`, `send_at`, `findings` and `costs`."""

    fingerprint: str
    send_at: str | None
    findings: list[dict[str, object]]
    costs: dict[str, object]

    def end(
        self, console: Console, tally: Tally, campaign: Path | None, preflight: "Preflight | None" = None
    ) -> ExitCode:
        """Print the JSON object of a plan that is looked at or kept, and return the exit code.

        What a preflight found wrong with it is said, too.
        """
        refusal = preflight.refusal if preflight else None
        code = ExitCode.REFUSED if refusal else tally.plan_exit_code
        if refusal:
            console.error(refusal)
        console.object(
            exit_code=code,
            tally=tally,
            campaign=campaign,
            error=refusal,
            fingerprint=self.fingerprint or None,
            send_at=self.send_at,
            findings=self.findings,
            costs=self.costs,
            preflight=preflight.as_json() if preflight else None,
        )
        return code


@contextmanager
def draft_of(
    recipients: Path, options: Mapping[str, Any], content: Content, console: Console, *, campaign: Path | None
) -> Iterator[Draft]:
    """Give the draft of a list, as the options say; see `plan_campaign`."""
    blacklist = _blacklist(options, console)
    with ExitStack() as kept:
        with console.progress(_("Reading"), None) as progress:
            settings = CampaignSettings(
                _source_of(recipients, options, blacklist),
                content,
                _packing_of(options),
                budget_of(options),
                options["results"],
            )
            draft = plan_campaign(settings, campaign=campaign, now=now(), progress=progress)
            ready = kept.enter_context(draft)
        yield ready


def _blacklist(options: Mapping[str, Any], console: Console) -> frozenset[int] | None:
    """Return the account's blacklist where it is to be suppressed."""
    if not options["suppress_blacklist"]:
        return None
    from batchsms.commands.steps.preflight import asked_blacklist

    return asked_blacklist(options, console)


def _source_of(path: Path, options: Mapping[str, Any], blacklist: frozenset[int] | None) -> Source:
    """Return where the rows come from; `blacklist` is the account's, where that is to be suppressed."""
    again, not_accepted = first_of(options, "again", "not_accepted")
    layout = Layout(
        options["sheet"],
        options["encoding"],
        options["delimiter"],
        options["header_row"],
        options["no_header"],
        options["phone_column"],
    )
    return Source(
        path,
        layout,
        options["hidden_rows"],
        options["suppress"],
        options["one_per_number"],
        "send" if again else "skip" if not_accepted else "refuse",
        blacklist,
        options.get("only_new_rows"),
    )


def _packing_of(options: Mapping[str, Any]) -> Packing:
    """Return how recipients form orders."""
    return Packing(options["order_size"], options["limit"] or 0)


@contextmanager
def open_plan(recipients: Path, options: Mapping[str, Any], console: Console) -> Iterator[Database]:
    """Give a campaign file, or the draft of a list that is gone when this ends."""
    if is_campaign_file(recipients):
        from batchsms.journal.purging import check_unpurged

        with closing(Database.open(recipients)) as database:
            check_unpurged(database)
            yield database
        return
    content = content_of(options)
    with draft_of(recipients, options, content, console, campaign=None) as draft:
        yield draft.database


def results_of_plan(database: Database, usual: Path, console: Console, *, campaign: Path) -> Path:
    """Return where the results of a plan go, and say so where that is not the usual place.

    Raises `InputError` where they must not go there: only now it is known what the plan reads.
    """
    from batchsms.results.earlier_results import check_results_path

    planned = campaign_of(database)
    path = usual
    if planned.results_path == ResultsEnding.TEXT:
        path = usual.with_suffix(".csv")
        note = _("The list is too large for a workbook; the results will be in {path}")
        console.note(note.format(path=path))
    check_results_path(path, planned.input_paths, campaign)
    return path


def show_plan(
    database: Database,
    tally: Tally,
    console: Console,
    *,
    price: Decimal | None = None,
    schedule: Schedule | None = None,
) -> ShownPlan:
    """Show a plan on one screen: who gets what and when, what it costs, what was found, how it reads.

    `price` is what a credit costs in TL, and `schedule` when it goes; None: as it was planned.
    """
    campaign = campaign_of(database)
    if schedule is None:
        schedule = Schedule(schedule_of(database), bool(campaign.waits))
    send_at = schedule.send_at
    findings = findings_of(database)
    costs = planned_costs(database)
    if price is None:
        price = planned_budget(campaign).credit_price
    shown, folded = specimens(database, costs), folded_specimen(database, costs)
    parts = (
        count_lines(tally, findings, with_credits=False),
        schedule_line(send_at, now(), waits=schedule.waits),
        _("Plan: {fingerprint}").format(fingerprint=campaign.fingerprint) if campaign.fingerprint else "",
        cost_lines(costs, price, folded, verbose=console.verbose),
        finding_lines([finding for finding in findings if finding.code not in tally.excluded]),
        text_lines(shown, width=console.width, verbose=console.verbose),
    )
    console.text("\n".join(filter(None, parts)))
    _log_plan(tally, send_at)
    if send_at and (warning := night_warning(send_at, campaign.iys_list, now())):
        console.warning(warning)
    return ShownPlan(
        campaign.fingerprint,
        schedule_as_json(send_at),
        [finding.as_json() for finding in findings],
        cost_json(costs, price, shown, folded),
    )


def _log_plan(tally: Tally, send_at: str) -> None:
    log_event(
        "plan",
        _("The plan is made"),
        rows=tally.rows,
        recipients=tally.recipient_count,
        excluded=sum(tally.excluded.values()),
        orders=sum(tally.orders.values()),
        credits=tally.credits,
        send_at=send_at,
    )
