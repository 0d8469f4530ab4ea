"""One campaign of a night: what earlier nights have left of it, and then its run of this one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from batchsms.campaign.skipping.new_rows import OnlyNew
from batchsms.clock import Watch, has_passed
from batchsms.commands.options.settings import GivenSettings
from batchsms.commands.steps.existing_campaign import continue_campaign
from batchsms.commands.steps.new_campaign import send_list
from batchsms.commands.steps.night.gateway_wait import wait_for_gateway
from batchsms.commands.steps.night.night_options import NightOptions
from batchsms.commands.steps.session import Session, open_session
from batchsms.errors import BatchsmsError, InputError, as_defect
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _
from batchsms.journal.campaign import campaign_of
from batchsms.journal.cancellations import cancelled_orders
from batchsms.journal.database import Database
from batchsms.journal.earlier_run import close, has_work, row_count
from batchsms.journal.file_marks import holds_campaign
from batchsms.journal.orders import schedule_of
from batchsms.journal.tally import Tally, tally_of
from batchsms.nights.due import is_due, next_due
from batchsms.nights.folder import SETTINGS, Run, Runs
from batchsms.nights.known_rows import only_new_rows
from batchsms.nights.night import Night
from batchsms.nights.outcome import Outcome, What
from batchsms.nights.watchfulness import check_age, check_growth
from batchsms.sending.run import only_sender
from batchsms.terminal.console import Console

__all__ = ["CampaignOfNight"]


class CampaignOfNight(NamedTuple):
    """A campaign in a night. `folder` is its own; None where there are only runs of it any more.

    `earlier` are its runs of earlier nights, oldest first.
    """

    name: str
    folder: Path | None
    night: Night
    runs: Runs
    earlier: Sequence[Run]
    typed: NightOptions
    console: Console
    watch: Watch

    def outcomes(self) -> Iterator[Outcome]:
        """Finish or close what earlier nights have left, then send what is due. Nothing is raised."""
        try:
            given = self.typed.given(self.folder)
            steps = _Steps(self, given, self.typed.of_night(given))
        except BatchsmsError as error:
            yield self._failed(error, self.night)
            return
        for run in self.earlier:
            yield from self._ended(partial(steps.finish, run), run.night)
        if self.folder:
            yield from self._ended(steps.send_tonight, self.night)

    def _ended(
        self, step: "Callable[[Console], tuple[What, ExitCode] | None]", night: Night
    ) -> Iterator[Outcome]:
        """Yield what a step has come to, whatever that is: one campaign must not stop the others."""
        told: dict[str, object] = {}
        try:
            ended = step(self.console._replace(told=told.update))
        except BatchsmsError as error:
            yield self._failed(error, night)
        except Exception as error:  # noqa: BLE001 - as for any command: a user never sees a traceback
            yield self._failed(as_defect(error), night)
        else:
            if ended:
                yield Outcome(self.name, night, *ended, told)

    def _failed(self, error: BatchsmsError, night: Night) -> Outcome:
        self.console.error(error)
        told: dict[str, object] = {}
        self.console._replace(told=told.update).object(exit_code=error.exit_code, error=error)
        return Outcome(self.name, night, "failed", error.exit_code, told)


class _Steps(NamedTuple):
    """What can be done with a campaign in a night, with its settings."""

    campaign: CampaignOfNight
    given: GivenSettings
    options: Mapping[str, Any]

    def finish(self, run: Run, console: Console) -> tuple[What, ExitCode] | None:
        """Go on with a run of an earlier night, or close it, so that later ones take what it never sent.

        Returns None where there is nothing to do. What a sandbox has taken, it has forgotten.
        """
        moment = self.campaign.watch.now()
        with closing(Database.open(run.path)) as database:
            if self.campaign.runs.is_sandbox or not has_work(database, moment):
                return None
        with only_sender(run.path), closing(Database.open(run.path)) as database:
            # What only waits for the end of quiet hours is never late.
            is_late = has_passed(schedule_of(database), moment) and not campaign_of(database).waits
            is_closed = is_late or self.options["unfinished"] == "close"
            left = close(database, moment) if is_closed else 0
            is_asked = has_work(database)
        code = self._go_on(run, console, is_asked=is_asked)
        if not left:
            return "finished", code
        return "closed", code if self.options["only_new"] else max(code, ExitCode.STOPPED)

    def send_tonight(self, console: Console) -> tuple[What, ExitCode]:
        """Send the list, or go on with what this night has begun."""
        run = self.campaign.runs.run(self.campaign.name, self.campaign.night)
        is_begun = holds_campaign(run.path)
        if is_begun:
            with closing(Database.open(run.path)) as database:
                if not has_work(database):
                    tally = tally_of(database)
                    console.object(exit_code=tally.exit_code, tally=tally, campaign=run.path)
                    return "done", tally.exit_code
            if not self.campaign.runs.is_sandbox:
                return "sent", self._go_on(run, console)
        if not is_due(self.options["due"], self.campaign.night.day):
            due = next_due(self.options["due"], self.campaign.night.day)
            console.object(exit_code=ExitCode.DONE, due=due and due.isoformat())
            return "not_due", ExitCode.DONE
        code = self._send(self._list(), run, console)
        return "sent" if holds_campaign(run.path) else "nothing_new", code

    def _send(self, source: Path, run: Run, console: Console) -> ExitCode:
        """Send a list, unless something keeps it from being sent."""
        if self.options["max_age"] is not None:
            check_age(source, self.options["max_age"], self.campaign.watch.now())
        run.path.parent.mkdir(parents=True, exist_ok=True)
        planned_as = self.campaign.runs.planned_as(run.name, run.night)
        with self._session(source, console, campaign=planned_as, only_new_rows=self._only_new()) as session:
            self._wait(session)
            return send_list(source, session, approve=self._approve)

    def _go_on(self, run: Run, console: Console, *, is_asked: bool = True) -> ExitCode:
        """Settle, send and write what a campaign file has; nobody is asked anything where all is known."""
        with self._session(run.path, console) as session:
            if is_asked:
                self._wait(session)
            return continue_campaign(run.path, session)

    @contextmanager
    def _session(self, recipients: Path, console: Console, **fixed: Any) -> Iterator[Session]:
        with (
            self.campaign.typed.of_send(self.given, recipients, **fixed) as options,
            open_session(options, console, recipients=recipients, watch=self.campaign.watch) as session,
        ):
            yield session

    def _wait(self, session: Session) -> None:
        wait_for_gateway(session, self.campaign.watch, self.options["network_wait"])

    def _list(self) -> Path:
        source: Path | None = self.options["list"]
        if source is None and self.campaign.folder:
            raise InputError(
                "no_list",
                _("{path} does not say which list it sends").format(path=self.campaign.folder / SETTINGS),
                hint=_('Add a line such as list = "liste.xlsx"; the path is relative to this file'),
            )
        return source or Path()

    def _only_new(self) -> OnlyNew | None:
        """Return which rows earlier runs have, where those are to be left out; None where all are to go."""
        column = self.options["only_new"]
        if not column:
            return None
        for run in self.campaign.earlier:
            with closing(Database.open(run.path)) as database:
                is_left = bool(cancelled_orders(database))
            if is_left:  # this run sends to them, so that one never may again
                with only_sender(run.path), closing(Database.open(run.path)) as database:
                    close(database, self.campaign.watch.now())
        return only_new_rows(column, self.campaign.earlier, self.campaign.runs.root)

    def _approve(self, tally: Tally) -> None:
        """Raise `InputError` where the list has grown as none should."""
        if self.options["max_change"] is None or not self.campaign.earlier:
            return
        with closing(Database.open(self.campaign.earlier[-1].path)) as database:
            rows_before = row_count(database)
        check_growth(tally.rows, rows_before, self.options["max_change"])
