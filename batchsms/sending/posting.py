"""One order → one post, recorded before and after; its outcome → the order's next state."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from batchsms.clock import Watch
from batchsms.errors import BatchsmsError
from batchsms.event_log.events import log_event
from batchsms.gateway.address import DEFAULT_GATEWAY
from batchsms.gateway.client import Gateway
from batchsms.gateway.codes import BAD_NUMBERS, DUPLICATE
from batchsms.gateway.credentials import MASKED, Credentials
from batchsms.gateway.outcome import Outcome, Verdict, state_of_first_post
from batchsms.gateway.xml import order_xml
from batchsms.i18n import _
from batchsms.journal.orders import order_of
from batchsms.journal.transitions import Answer, Journal
from batchsms.sending.answers_aside import keep_aside

__all__ = ["Post", "Posting", "post_request"]

_FEWEST_EXTRA_POSTS = 16
_SHARE_OF_EXTRA_POSTS = 4
_HALVES = 2
_UNKNOWN = (Verdict.UNKNOWN, Verdict.PAGE, Verdict.UNHEARD_OF)
_NOTHING_TAKEN = (Verdict.NOT_TAKEN, Verdict.ELSEWHERE)
_SAME_FOR_A_REPEAT = (Verdict.ACCEPTED, Verdict.DIVISIBLE, *_UNKNOWN)
"""What an order's answer means whatever its earlier posts came to."""


@dataclass(frozen=True)
class Post:
    """A post that was recorded as begun: what is to be posted, and under which attempt.

    `recipients` is how many of the planned recipients it deals with: none, when posted again.
    """

    order_id: int
    attempt: int
    body: bytes
    recipients: int
    begun_at: datetime


@dataclass(frozen=True)
class Posting:
    """How the orders of one campaign are posted in one run."""

    journal: Journal
    gateway: Gateway
    credentials: Credentials
    watch: Watch

    def now(self) -> datetime:
        """Return the present by the gateway's clock, or by this machine's where that is not known."""
        return self.watch.now() + timedelta(seconds=self.clock_offset)

    @property
    def clock_offset(self) -> float:
        """How many seconds the gateway's clock is ahead; 0 where that is not known."""
        return self.gateway.clock_offset or 0.0

    def begin(self, order_id: int, *, recipients: int = 0, again: bool = False) -> Post:
        """Record that an order is being posted; on disk before this returns."""
        body = order_xml(order_of(self.journal.database, order_id), self.credentials)
        begun_at = self.watch.now()
        attempt = self.journal.begin(order_id, begun_at, clock_offset=self.gateway.clock_offset, again=again)
        return Post(order_id, attempt, body, recipients, begun_at)

    def post(self, post: Post) -> Outcome:
        """Post what was begun; its outcome has none of the credentials. May be called from any thread."""
        return post_request(self.gateway, self.credentials, post.body)

    def weigh(self, post: Post, outcome: Outcome) -> Outcome:
        """Return an outcome in the light of what the file has heard before.

        That something else answered is believed before the gateway was ever reached, and not of the
        published address. Where the address is known to be right, whatever stands before the gateway may
        have answered in its place.
        """
        is_right = self.gateway.url == DEFAULT_GATEWAY or self.journal.has_reached_gateway(but=post.attempt)
        if outcome.verdict is Verdict.ELSEWHERE and is_right:
            return replace(outcome, verdict=Verdict.UNKNOWN)
        return outcome

    def end(self, post: Post, outcome: Outcome) -> str:
        """Record what a post came to; return the state that the order is in now.

        Raises `Unavailable` where that cannot be stored: the answer is then kept aside.
        """
        answer = _as_it_came(outcome)
        try:
            answer = self._answer(post, outcome)
            if answer.state == "split":
                self.journal.split(
                    post.order_id,
                    post.attempt,
                    answer,
                    self.watch.now(),
                    by_messages=outcome.code != BAD_NUMBERS,
                )
            else:
                unbind = outcome.verdict is Verdict.ELSEWHERE
                self.journal.end(post.order_id, post.attempt, answer, self.watch.now(), unbind=unbind)
        except BatchsmsError as error:
            raise keep_aside(self.journal.path, post.order_id, answer, error) from error
        self._log(post, answer)
        return answer.state

    def _log(self, post: Post, answer: Answer) -> None:
        lasted = self.watch.now() - post.begun_at
        log_event(
            "post",
            _("Order {order} is {state}").format(order=post.order_id, state=answer.state),
            "warning" if answer.state in {"unknown", "rejected"} else "info",
            order=post.order_id,
            recipients=post.recipients,
            state=answer.state,
            code=answer.code,
            order_id=answer.gateway_id,
            detail=answer.detail,
            http_status=answer.http_status,
            duration_ms=round(lasted.total_seconds() * 1_000),
        )

    def _answer(self, post: Post, outcome: Outcome) -> Answer:
        if outcome.order_id and self.journal.has_gateway_id(outcome.order_id):
            detail = _("The gateway answered with the id of another order")
            outcome = replace(outcome, verdict=Verdict.UNKNOWN, order_id=None, detail=detail)
        state, detail = self._state(post, outcome), outcome.detail
        if outcome.verdict is Verdict.DIVISIBLE:
            pieces = self._pieces(post.order_id, outcome.code)
            if pieces >= _HALVES and self._has_posts_left(post.order_id):
                state = "split"
            elif pieces >= _HALVES:
                detail = _not_alone(outcome, pieces)
        return replace(_as_it_came(outcome), state=state, detail=detail)

    def _state(self, post: Post, outcome: Outcome) -> str:
        state = state_of_first_post(outcome.verdict)
        if outcome.verdict in _SAME_FOR_A_REPEAT:
            return state
        earlier = self.journal.earlier_outcomes(post.order_id, post.attempt)
        if any(verdict in _UNKNOWN for verdict, _status in earlier):
            # The gateway refuses as a duplicate what it has taken; no other answer tells.
            return "accepted" if outcome.code == DUPLICATE else "unknown"
        if outcome.verdict is not Verdict.REJECTED:
            return state
        # A 503, 429 or 404 said that nothing was taken. Refused as a duplicate now, it may have been a lie.
        lied = any(verdict in _NOTHING_TAKEN and status for verdict, status in earlier)
        return "unknown" if lied else state

    def _pieces(self, order_id: int, code: int | None) -> int:
        """Return how many there are of what a code is about: numbers or, for the others, messages."""
        messages = order_of(self.journal.database, order_id).messages
        return sum(len(message.numbers) for message in messages) if code == BAD_NUMBERS else len(messages)

    def _has_posts_left(self, order_id: int) -> bool:
        """Return whether the planned order that an order is a part of may have two more posts."""
        recipients, parts = self.journal.parts(order_id)
        return parts + _HALVES <= max(_FEWEST_EXTRA_POSTS, recipients // _SHARE_OF_EXTRA_POSTS)


def post_request(gateway: Gateway, credentials: Credentials, body: bytes) -> Outcome:
    """Post a request; its outcome has none of the credentials."""
    outcome = gateway.post(body)
    detail = outcome.detail
    for secret in (credentials.hash, credentials.key):
        detail = detail.replace(secret, MASKED.key)
    return replace(outcome, detail=detail)


def _as_it_came(outcome: Outcome) -> Answer:
    """Return what can be said of an outcome where the file cannot even be read."""
    return Answer(
        "accepted" if outcome.order_id else "unknown",
        outcome.verdict,
        code=outcome.code,
        gateway_id=outcome.order_id,
        detail=outcome.detail,
        http_status=outcome.http_status,
    )


def _not_alone(outcome: Outcome, pieces: int) -> str:
    """Return what is said of those that were refused together, the good with the bad."""
    if outcome.code == BAD_NUMBERS:
        sentence = _(
            "{words}. These {count} numbers were refused together; which of them are wrong is not known."
        )
    else:
        sentence = _(
            "{words}. These {count} texts were refused together; which of them are wrong is not known."
        )
    return sentence.format(words=outcome.detail, count=pieces)
