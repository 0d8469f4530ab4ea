"""One order → one post, recorded before and after; its outcome → the order's next state."""

from dataclasses import dataclass

from batchsms.clock import Watch
from batchsms.errors import Unavailable
from batchsms.gateway import Gateway, Outcome, Verdict
from batchsms.journal.moves import Answer, Journal
from batchsms.journal.reading import order_of
from batchsms.unstored import keep_aside
from batchsms.wire import Credentials, order_xml

__all__ = ["Post", "Posting"]

_DUPLICATE = 451
_NUMBERS = 452
_FEWEST_EXTRA_POSTS = 16
_SHARE_OF_EXTRA_POSTS = 4
_HALVES = 2
_UNKNOWN = (Verdict.UNKNOWN, Verdict.UNHEARD_OF)


@dataclass(frozen=True)
class Post:
    """A post that was recorded as begun: what is to be posted, and under which attempt.

    `recipients` is how many of the planned recipients it deals with: none, when posted again.
    """

    order_id: int
    attempt: int
    body: bytes
    recipients: int


@dataclass(frozen=True)
class Posting:
    """How the orders of one campaign are posted in one run."""

    journal: Journal
    gateway: Gateway
    credentials: Credentials
    watch: Watch

    def begin(self, order_id: int, *, recipients: int = 0, again: bool = False) -> Post:
        """Record that an order is being posted; on disk before this returns."""
        body = order_xml(order_of(self.journal.database, order_id), self.credentials)
        attempt = self.journal.begin(
            order_id, self.watch.now(), clock_offset=self.gateway.clock_offset, again=again
        )
        return Post(order_id, attempt, body, recipients)

    def end(self, post: Post, outcome: Outcome) -> str:
        """Record what a post came to; return the state that the order is in now.

        Raises `Unavailable` where that cannot be stored: the answer is then kept aside.
        """
        answer = self._answer(post, outcome)
        try:
            if answer.state == "split":
                self.journal.split(
                    post.order_id,
                    post.attempt,
                    answer,
                    self.watch.now(),
                    by_messages=outcome.code != _NUMBERS,
                )
            else:
                self.journal.end(post.order_id, post.attempt, answer, self.watch.now())
        except Unavailable as error:
            raise keep_aside(self.journal.path, post.order_id, answer, error) from error
        return answer.state

    def _answer(self, post: Post, outcome: Outcome) -> Answer:
        return Answer(
            self._state(post, outcome),
            outcome.verdict,
            code=outcome.code,
            gateway_id=outcome.order_id,
            detail=outcome.detail,
            http_status=outcome.http_status,
        )

    def _state(self, post: Post, outcome: Outcome) -> str:
        match outcome.verdict:
            case Verdict.ACCEPTED:
                return "accepted"
            case Verdict.DIVISIBLE:
                return "split" if self._is_divisible(post.order_id, outcome.code) else "rejected"
            case Verdict.UNKNOWN | Verdict.UNHEARD_OF:
                return "unknown"
        earlier = self.journal.earlier_outcomes(post.order_id, post.attempt)
        if any(verdict in _UNKNOWN for verdict, _status in earlier):
            # The gateway refuses as a duplicate what it has taken; no other answer tells.
            return "accepted" if outcome.code == _DUPLICATE else "unknown"
        if outcome.verdict is not Verdict.REJECTED:
            return "planned"
        # A 503 or 429 said that nothing was taken. Refused as a duplicate now, it may have been a lie.
        lied = any(verdict == Verdict.NOT_TAKEN and status for verdict, status in earlier)
        return "unknown" if lied else "rejected"

    def _is_divisible(self, order_id: int, code: int | None) -> bool:
        """Return whether an order has halves, and its planned order some extra posts left."""
        order = order_of(self.journal.database, order_id)
        pieces = (
            sum(len(message.numbers) for message in order.messages)
            if code == _NUMBERS
            else len(order.messages)
        )
        recipients, parts = self.journal.parts(order_id)
        most = max(_FEWEST_EXTRA_POSTS, recipients // _SHARE_OF_EXTRA_POSTS)
        return pieces >= _HALVES and parts + _HALVES <= most
