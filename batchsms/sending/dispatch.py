"""Planned orders → posts, until none is left or something stops the run.

The first post of a run goes alone, so that an answer that all would get costs one request. Then
up to `concurrency` are under way at once. Where one comes back unknown, no further one is begun;
when those under way have ended, the unknown ones are settled, and the run goes on.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from batchsms.clock import Watch, has_passed
from batchsms.errors import BatchsmsError, Halted, OutcomeUnknown, Unavailable
from batchsms.gateway.address import DEFAULT_GATEWAY
from batchsms.gateway.outcome import Outcome, Verdict
from batchsms.i18n import _
from batchsms.quiet_hours import QuietHours
from batchsms.sending.backoff import Backoff
from batchsms.sending.posting import Post, Posting
from batchsms.sending.settlement import Settlement

__all__ = ["Pace", "Progress", "dispatch", "wrong_address"]

_UNKNOWNS_THAT_STOP = 3
_SECONDS_BETWEEN_LOOKS = 0.5

Progress = Callable[[int], None]
"""Is told how many recipients were dealt with so far."""


@dataclass(frozen=True)
class Pace:
    """How fast a run goes, and how far.

    `rate` is in recipients per second (None: as fast as it goes); `limit` is a number of
    recipients, reached by whole orders (None: all). `resend_unknown` posts what is still unknown
    when the run begins, without proof that it was not taken. In `quiet_hours` nothing is posted that would
    go at once.
    """

    concurrency: int = 1
    rate: float | None = None
    limit: int | None = None
    resend_unknown: bool = False
    quiet_hours: QuietHours | None = None


def dispatch(
    posting: Posting,
    settlement: Settlement,
    pace: Pace,
    progress: Progress,
    *,
    refused_by: BatchsmsError | None = None,
) -> BatchsmsError | None:
    """Settle what is unknown, post what is planned; return what stopped the run early, or None.

    Each order's move is on disk before and after its post; what was not posted stays planned. With
    `refused_by` nothing is posted, and only the gateway's records settle what is unknown.
    """
    pool = ThreadPoolExecutor(max_workers=pace.concurrency)
    run = _Run(posting, settlement, pace, progress, pool, stop=refused_by)
    try:
        return run.go()
    finally:
        pool.shutdown(wait=not run.under_way, cancel_futures=True)


@dataclass
class _Run:
    """One run: what it has seen, as far as that decides what it does next."""

    posting: Posting
    settlement: Settlement
    pace: Pace
    progress: Progress
    pool: ThreadPoolExecutor
    under_way: dict[Future[Outcome], Post] = field(default_factory=dict)
    recipients: int = 0
    answers: int = 0
    unknowns_in_a_row: int = 0
    wait_until: float = 0.0
    is_in_doubt: bool = False
    not_taken: Outcome | None = None
    stop: BatchsmsError | None = None

    @property
    def watch(self) -> Watch:
        return self.posting.watch

    def go(self) -> BatchsmsError | None:
        backoff = Backoff()
        self._settle()
        if self.pace.resend_unknown and not self.stop and not self._is_quiet(""):
            self._take_in_all(self.settlement.resend())
        while not self._has_ended():
            self.is_in_doubt, self.not_taken = False, None
            before = self.answers
            self._post_planned()
            if self.answers > before:
                backoff = Backoff()
            if self.is_in_doubt:
                self._settle()
            if self.not_taken and not self.stop:
                self.stop = backoff.wait(self.not_taken, self.watch)
        return self.stop

    def _has_ended(self) -> bool:
        if self.stop or self.watch.is_ending() or self._is_at_its_limit():
            return True
        try:
            order = self.posting.journal.next_planned()
        except BatchsmsError as error:
            self._stop_for(error)
            return True
        if order and has_passed(order.send_at, self.posting.now()):
            self.stop = _schedule_passed(order.send_at)
        if order and self._is_quiet(order.send_at):
            self.stop = _quiet(self.pace.quiet_hours)
        return order is None or self.stop is not None

    def _is_at_its_limit(self) -> bool:
        return self.pace.limit is not None and self.recipients >= self.pace.limit

    def _settle(self) -> None:
        """Settle what is unknown; what is posted again in doing so counts as any other post."""
        may_post = self.stop is None and not self._is_quiet("")
        self._take_in_all(self.settlement.settle(may_post=may_post))

    def _is_quiet(self, send_at: str) -> bool:
        """Return whether what goes at a time, `""` for at once, must not be posted now."""
        hours = self.pace.quiet_hours
        return hours is not None and not send_at and hours.hold(self.posting.now())

    def _take_in_all(self, posts: Iterable[tuple[Post, Outcome]]) -> None:
        try:
            for post, outcome in posts:
                self._take_in(post, outcome)
                if self.stop:
                    return
        except BatchsmsError as error:  # the file: what was said of its orders until now must not be lost
            self._stop_for(error)

    def _post_planned(self) -> None:
        """Post until something is in the way, and wait for all that is under way."""
        while self.under_way or self._may_begin():
            while self._may_begin() and self._is_time() and self._begin_next():
                pass
            if not self.under_way:
                if self._is_time():
                    return
                self._wait_for_the_rate()
            self.progress(self.recipients)  # a post may take two minutes
            for done in self._ended_posts():
                self._take_in(self.under_way.pop(done), done.result())

    def _may_begin(self) -> bool:
        # Until one was answered, each goes alone: what all would get costs one request.
        room = self.pace.concurrency if self.answers else 1
        is_held_up = self.is_in_doubt or self.not_taken or self.stop
        is_free = not (is_held_up or self.watch.is_ending() or self._is_at_its_limit())
        return is_free and len(self.under_way) < room

    def _begin_next(self) -> bool:
        try:
            order = self.posting.journal.next_planned()
            if order is None or has_passed(order.send_at, self.posting.now()):
                return False
            if self._is_quiet(order.send_at):
                return False
            post = self.posting.begin(order.order_id, recipients=order.recipients)
        except BatchsmsError as error:
            self._stop_for(error)
            return False
        self.recipients += order.recipients
        self._keep_the_rate(order.recipients)
        self.under_way[self.pool.submit(self.posting.post, post)] = post
        return True

    def _is_time(self) -> bool:
        return self.watch.now().timestamp() >= self.wait_until

    def _keep_the_rate(self, recipients: int) -> None:
        if self.pace.rate:
            self.wait_until = self.watch.now().timestamp() + recipients / self.pace.rate

    def _wait_for_the_rate(self) -> None:
        self.watch.pause(self.wait_until - self.watch.now().timestamp())

    def _ended_posts(self) -> list[Future[Outcome]]:
        return list(wait(self.under_way, _SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED).done)

    def _take_in(self, post: Post, outcome: Outcome) -> None:
        try:
            outcome = self.posting.weigh(post, outcome)
            state = self.posting.end(post, outcome)
        except BatchsmsError as error:
            self._stop_for(error)
            return
        if state in {"planned", "split"}:
            self.recipients -= post.recipients
        self.unknowns_in_a_row = self.unknowns_in_a_row + 1 if state == "unknown" else 0
        if outcome.verdict is Verdict.NOT_TAKEN:
            self.not_taken = _longer(self.not_taken, outcome)
        if state == "unknown":
            self.is_in_doubt = True
        elif outcome.verdict not in {Verdict.NOT_TAKEN, Verdict.HALTED, Verdict.ELSEWHERE}:
            self.answers += 1
        self.stop = self.stop or _stop(outcome, self.unknowns_in_a_row, self.posting.gateway.url)
        self.progress(self.recipients)

    def _stop_for(self, error: BatchsmsError) -> None:
        """Stop for trouble with the file; what stopped the run before is said too: no id may go unsaid."""
        if self.stop:
            error = type(error)(error.code, f"{self.stop.message}\n{error.message}", hint=error.hint)
        self.stop = error


def _longer(one: Outcome | None, other: Outcome) -> Outcome:
    """Return the one of two answers that asks for the longer pause."""
    if one is None:
        return other
    return max(other, one, key=lambda outcome: outcome.retry_after or 0.0)


_HINTS: dict[int, Callable[[], str]] = {
    401: lambda: _(
        "Check the key and the hash. In the panel, under Settings, Security, API use must be allowed, and "
        "this machine's IP address must not be blocked."
    ),
    402: lambda: _("Buy credits, then send the campaign file again"),
    450: lambda: _(
        "Plan the list again with --sender exactly as it was approved, capitals and blanks included"
    ),
    457: lambda: _("Set another schedule with --at NEW or --at now"),
    468: lambda: _("Plan the list again with another --iys"),
    469: lambda: _("Plan the list again with --iys BIREYSEL or --iys TACIR"),
    470: lambda: _("Enter the İYS brand code in the panel, or plan the list again with another --iys"),
}


def _stop(outcome: Outcome, unknowns_in_a_row: int, url: str) -> BatchsmsError | None:
    """Return why the run must end with this outcome, if it must."""
    match outcome.verdict:
        case Verdict.HALTED if outcome.code is not None:
            return Halted(
                f"gateway_{outcome.code}",
                _(
                    "The gateway answers {code} ({words}). It would answer every other order in the same way."
                ).format(code=outcome.code, words=outcome.detail),
                hint=_HINTS[outcome.code](),
            )
        case Verdict.ELSEWHERE:
            hint = _("Nothing was sent. The usual address is --gateway-url {url}")
            return wrong_address(url, outcome.detail, hint=hint.format(url=DEFAULT_GATEWAY))
        case Verdict.UNHEARD_OF:
            return OutcomeUnknown(
                f"gateway_{outcome.code}",
                _("The gateway answers {code} ({words}). This program does not know that code.").format(
                    code=outcome.code, words=outcome.detail
                ),
                hint=_("Ask the support of the gateway what it means before you send again"),
            )
        case _ if unknowns_in_a_row >= _UNKNOWNS_THAT_STOP:
            return OutcomeUnknown(
                "three_unknowns",
                _("Three orders in a row got no answer that can be trusted. The last one: {detail}").format(
                    detail=outcome.detail
                ),
            )
        case _:
            return None


def wrong_address(url: str, detail: str, *, hint: str) -> Halted:
    """Return the error of an address at which something else than the gateway answers."""
    if not urlsplit(url).path.rstrip("/").endswith("/v1"):
        message = _("{url} is not the address of the gateway, which ends in /v1. It answers: {detail}.")
    else:
        message = _("What answers at {url} is not the gateway. It answers: {detail}.")
    return Halted("wrong_address", message.format(url=url, detail=detail), hint=hint)


def _quiet(hours: QuietHours | None) -> Unavailable:
    return Unavailable(
        "quiet_hours",
        _("The quiet hours {hours} have begun. What was not sent by then stays planned.").format(hours=hours),
        hint=_(
            "Send the campaign file again: what is left is then scheduled for their end, or goes after it"
        ),
    )


def _schedule_passed(send_at: str) -> Halted:
    return Halted(
        "schedule_passed",
        _("The schedule {at} has passed. What was not sent by then is not sent now.").format(at=send_at),
        hint=_('Add --at "DD/MM/YYYY HH:MM" for a new schedule, or --at now to send at once'),
    )
