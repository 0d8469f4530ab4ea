"""A campaign file → posts → results: what one run of `send` does once it has been agreed to."""

import os
import platform
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from batchsms.campaign.source import digest_of
from batchsms.errors import BatchsmsError, InputError, Unavailable
from batchsms.event_log.events import log_event
from batchsms.exit_codes import ExitCode
from batchsms.gateway.account import Account
from batchsms.gateway.address import DEFAULT_GATEWAY
from batchsms.gateway.credentials import Credentials
from batchsms.gateway.records import Records
from batchsms.i18n import _
from batchsms.journal.binding import Binding
from batchsms.journal.campaign import campaign_of
from batchsms.journal.cancellations import cancelled_orders, plan_again
from batchsms.journal.database import Database
from batchsms.journal.orders import UnknownOrder, unknown_orders
from batchsms.journal.tally import Tally, tally_of
from batchsms.journal.transitions import Journal
from batchsms.paths import typed
from batchsms.quiet_hours import Schedule
from batchsms.results.writer import write_results
from batchsms.sending.answers_aside import answers_kept_aside, room_for_answers, side_file
from batchsms.sending.cancelling import Canceller
from batchsms.sending.dispatch import Pace, Progress, dispatch, wrong_address
from batchsms.sending.posting import Posting
from batchsms.sending.settlement import Settlement
from batchsms.setup.hashing import account_fingerprint

__all__ = [
    "RunSettings",
    "Sent",
    "alone",
    "check_bound",
    "has_changed",
    "only_sender",
    "send",
    "settle_from_records",
]

_LAG = 60.0
"""Seconds that the gateway's list of orders may be late."""


@dataclass(frozen=True)
class Sent:
    """How a run ended: the campaign's counts, what is unknown, and what stopped the run.

    `results` is None where they could not be written, which `results_error` then explains;
    `records_trouble` says why the gateway's records could not be had.
    """

    tally: Tally
    unknown: list[UnknownOrder]
    results: Path | None
    stopped_by: BatchsmsError | None
    results_error: BatchsmsError | None
    records_trouble: str
    is_refused: bool = False
    """Whether the run was to post nothing."""

    @property
    def exit_code(self) -> ExitCode:
        """The campaign's state as an exit code; results that are missing are no success."""
        code = self.tally.exit_code
        if self.is_refused and code is not ExitCode.UNKNOWN:
            return ExitCode.REFUSED
        return max(code, ExitCode.STOPPED) if self.results_error else code


@contextmanager
def only_sender(campaign: Path) -> Iterator[None]:
    """Be the only process that sends a campaign file, for as long as this lasts.

    The lock goes when the process does, and a lock that is held is never broken. Raises
    `InputError` where another process has it.
    """
    in_use = InputError(
        "being_sent",
        _("{path} is in use by another process, which sends it or fetches its reports").format(path=campaign),
        hint=_("To see how far it is: batchsms status {path}").format(path=typed(campaign)),
    )
    with alone(campaign, in_use):
        yield


@contextmanager
def alone(path: Path, in_use: InputError) -> Iterator[None]:
    """Be the only process that works on a path, for as long as this lasts; raises `in_use` if it is not."""
    resolved = path.resolve()
    lock = FileLock(resolved.with_name(f".{resolved.name}.lock"), timeout=0, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise in_use from error
    except OSError as error:
        raise InputError(
            "no_lock",
            _("{path} cannot be locked: {error}").format(path=path, error=error.strerror),
            hint=_("Copy it to a folder on a disk of this machine"),
        ) from error
    try:
        yield
    finally:
        # Unlinked while it is held: whoever waits for it finds the name gone, and makes a new one.
        if os.name == "posix":
            Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()


def has_changed(database: Database) -> bool:
    """Return whether the list is no longer as it was when it was planned."""
    campaign = campaign_of(database)
    try:
        return digest_of(Path(campaign.list_path)) != campaign.list_digest
    except OSError:
        return False


@dataclass(frozen=True)
class RunSettings:
    """How a campaign file is sent in one run.

    `schedule` is a new one for what is planned, None for the one that it has, and `plans_again` says that
    what was cancelled gets it too; `settle_after` is in seconds; `moved` says that the file was begun in
    another place. With `refused_by` the run posts nothing, and only settles what is unknown.
    """

    results: Path
    schedule: Schedule | None
    pace: Pace
    settle_after: float
    moved: bool
    refused_by: InputError | None = None
    plans_again: bool = False


def send(posting: Posting, settings: RunSettings, progress: Progress) -> Sent:
    """Bind the campaign, settle what is unknown, post what is planned, and write the results.

    To be called as the only sender of the file.
    """
    journal = posting.journal
    settlement = Settlement(
        posting,
        Records(posting.gateway, posting.credentials),
        settings.settle_after,
        sender=campaign_of(journal.database).sender,
    )
    try:
        _take_over(posting, settings)
        Canceller(journal.database, Account(posting.gateway, posting.credentials), posting.watch).settle()
        with room_for_answers(journal.path):
            stopped_by = dispatch(
                posting, settlement, settings.pace, progress, refused_by=settings.refused_by
            )
        if settlement.trouble and not journal.has_reached_gateway():
            stopped_by = _unbind(posting) or stopped_by
    except Unavailable as error:  # what an earlier run left unknown is told all the same
        stopped_by = error
    written, results_error = _written(journal, settings.results)
    try:
        return Sent(
            tally=tally_of(journal.database),
            unknown=unknown_orders(journal.database),
            results=written,
            stopped_by=stopped_by,
            results_error=results_error,
            records_trouble=settlement.trouble,
            is_refused=settings.refused_by is not None,
        )
    except BatchsmsError as error:  # an order id that is not stored must not go unsaid
        if stopped_by is None:
            raise
        message = f"{stopped_by.message}\n{error.message}"
        raise Unavailable(error.code, message, hint=error.hint) from error


def settle_from_records(posting: Posting) -> None:
    """Find out which orders were accepted, and under which ids, as far as the records tell; post nothing."""
    settlement = Settlement(
        posting,
        Records(posting.gateway, posting.credentials),
        settle_after=_LAG,
        sender=campaign_of(posting.journal.database).sender,
    )
    deque(settlement.settle(may_post=False), maxlen=0)


def _unbind(posting: Posting) -> BatchsmsError | None:
    """Undo the binding to an address that has answered with web pages alone; return what is said of it.

    An order may have been accepted behind such a page. It stays unknown, and the records of the right
    address settle it.
    """
    unknown = unknown_orders(posting.journal.database)
    if not unknown:
        return None
    posting.journal.unbind()
    return wrong_address(
        posting.gateway.url,
        unknown[0].detail,
        hint=_(
            "If the address was wrong, send the file again with --gateway-url {url}; its records tell what "
            "was accepted"
        ).format(url=DEFAULT_GATEWAY),
    )


def check_bound(journal: Journal, gateway_url: str, account: Credentials, *, moved: bool) -> None:
    """Raise `InputError` where a run of the file would be refused: it was begun with another one of these.

    Whoever is asked anything about the campaign gets credentials with the question.
    """
    journal.check_bound(_binding(journal, gateway_url, account), moved=moved)


def _binding(journal: Journal, gateway_url: str, account: Credentials) -> Binding:
    return Binding(gateway_url, account_fingerprint(account), f"{platform.node()}:{journal.path.resolve()}")


def _take_over(posting: Posting, settings: RunSettings) -> None:
    """Bind the file, and take over what an earlier run left: posts under way, ids that it could not store."""
    journal, watch = posting.journal, posting.watch
    journal.bind(*_binding(journal, posting.gateway.url, posting.credentials), moved=settings.moved)
    if settings.schedule is not None:
        journal.reschedule(*settings.schedule)
        if settings.plans_again:
            plan_again(journal.database, cancelled_orders(journal.database), settings.schedule.send_at)
    if left := journal.recover(watch.now()):
        log_event(
            "recovered",
            _("An earlier run was ended while it posted. What it posted is unknown."),
            "warning",
            orders=left,
        )
    unknown = {order.order_id for order in unknown_orders(journal.database)}
    for order_id, gateway_id in answers_kept_aside(journal.path):
        if order_id in unknown:
            journal.claim(order_id, gateway_id, watch.now())
    side_file(journal.path).unlink(missing_ok=True)


def _written(journal: Journal, path: Path) -> tuple[Path | None, BatchsmsError | None]:
    try:
        return write_results(journal.database, path), None
    except BatchsmsError as error:
        hint = _("Nothing is lost. To write the results to another place: batchsms results {campaign} -o OUT")
        return None, Unavailable(error.code, error.message, hint=hint.format(campaign=typed(journal.path)))
