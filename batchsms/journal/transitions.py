"""The moves of orders: each a compare-and-set, in a transaction that is on disk when it returns.

A post whose `submitting` is not on disk is never made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from batchsms.clock import stamp
from batchsms.i18n import _
from batchsms.journal.binding import Binding, check_binding
from batchsms.journal.database import Database
from batchsms.journal.orders import Planned
from batchsms.journal.purging import check_unpurged

__all__ = ["Answer", "Journal", "StaleStateError", "Unsettled"]


@dataclass(frozen=True)
class Answer:
    """What an order's post came to: the state it leads to, and what the gateway said.

    `outcome` is the verdict's name; `code` is the gateway's own (None where no answer could be
    read), `detail` its words or the failure's.
    """

    state: str
    outcome: str
    code: int | None = None
    gateway_id: str | None = None
    detail: str = ""
    http_status: int | None = None


@dataclass(frozen=True)
class Unsettled:
    """An order that may have been taken, or was taken under an id that is not known.

    Its posts that may have been taken began at `starts`, and the last of them was over at `end`, by
    the gateway's clock.
    """

    order_id: int
    is_unknown: bool
    send_at: str
    starts: tuple[datetime, ...]
    end: datetime

    @property
    def is_scheduled(self) -> bool:
        """Whether it was to go later than it was posted."""
        return bool(self.send_at)

    @property
    def start(self) -> datetime:
        """When the first of them began."""
        return min(self.starts)


class StaleStateError(Exception):
    """An order was not in the state that a move starts from: somebody else moved it."""


class Journal:
    """A published campaign file, as its sender works with it. Used by one thread."""

    def __init__(self, database: Database) -> None:
        self.database = database

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a campaign file that was published. Raises `InputError`, also where it was purged."""
        database = Database.open(path)
        try:
            check_unpurged(database)
        except BaseException:
            database.close()
            raise
        return cls(database)

    @property
    def path(self) -> Path:
        """Where the file is."""
        return self.database.path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.database.close()

    # --- what stands to be done

    def next_planned(self) -> Planned | None:
        """Return the planned order that is to be posted next."""
        row = self.database.one("SELECT id, recipients, send_at FROM planned LIMIT 1")
        return None if row is None else Planned(*row)

    def unsettled(self, clock_offset: float) -> list[Unsettled]:
        """Return the orders whose fate, or whose id, the gateway's records may tell.

        `clock_offset` is how many seconds the gateway's clock is ahead, for the posts of which
        that was not known at the time. Where this machine's clock was set since, it may have been
        before a killed post was found: such a post ends at the later of the two readings.
        """
        orders = self.database.all(
            "SELECT id, state = 'unknown', send_at FROM orders"
            " WHERE state = 'unknown' OR (state = 'accepted' AND gateway_id IS NULL) ORDER BY id"
        )
        return [
            Unsettled(order, bool(unknown), send_at, *self._span(order, clock_offset))
            for order, unknown, send_at in orders
        ]

    def posted_too_often(self, clock_offset: float) -> list[Unsettled]:
        """Return the settled orders of which the gateway may have one more than is known.

        What was sent again at the user's word may have been taken each time.
        """
        orders = self.database.all(
            "SELECT orders.id, state = 'unknown', send_at"
            " FROM orders JOIN attempts ON order_id = orders.id WHERE state IN ('accepted', 'rejected')"
            " AND NOT (state = 'accepted' AND gateway_id IS NULL)"
            " AND outcome IN ('accepted', 'unknown', 'page', 'unheard_of')"
            " GROUP BY orders.id HAVING COUNT(*) > (gateway_id IS NOT NULL)"
            " AND SUM(outcome <> 'accepted') > 0 ORDER BY orders.id"
        )
        return [
            Unsettled(order, bool(unknown), send_at, *self._span(order, clock_offset))
            for order, unknown, send_at in orders
        ]

    def _span(self, order_id: int, clock_offset: float) -> tuple[tuple[datetime, ...], datetime]:
        posts = [
            (ahead if known is None else known, datetime.fromisoformat(posted), datetime.fromisoformat(ended))
            for ahead, known, posted, ended in self.database.all(
                "SELECT ?, clock_offset, posted_at, ended_at FROM doubtful_attempts WHERE order_id = ?",
                clock_offset,
                order_id,
            )
        ]
        starts = tuple(posted + timedelta(seconds=ahead) for ahead, posted, _ended in posts)
        end = max(ended + timedelta(seconds=max(ahead, clock_offset)) for ahead, _posted, ended in posts)
        return starts, end

    def earlier_outcomes(self, order_id: int, attempt: int) -> list[tuple[str, int | None]]:
        """Return outcome and HTTP status of the posts of an order before an attempt."""
        return self.database.all(
            "SELECT outcome, http_status FROM attempts WHERE order_id = ? AND id < ? ORDER BY id",
            order_id,
            attempt,
        )

    def has_reached_gateway(self, *, but: int = 0) -> bool:
        """Return whether a post has reached what can be the gateway, an attempt aside.

        That is any but those that never left, and those that something else or a web page has answered.
        """
        found = self.database.one(
            "SELECT EXISTS (SELECT 1 FROM attempts WHERE id <> ? AND (outcome IS NULL"
            " OR NOT (outcome IN ('elsewhere', 'page') OR (outcome = 'not_taken' AND http_status IS NULL))))",
            but,
        )
        return bool(found[0])

    def numbers(self, order_id: int) -> frozenset[int]:
        """Return the MSISDNs of an order."""
        return frozenset(
            n for (n,) in self.database.all("SELECT msisdn FROM rows WHERE order_id = ?", order_id)
        )

    def gateway_ids(self) -> frozenset[str]:
        """Return the gateway's ids of the orders of this file."""
        return frozenset(
            i for (i,) in self.database.all("SELECT gateway_id FROM orders WHERE gateway_id IS NOT NULL")
        )

    def has_gateway_id(self, gateway_id: str) -> bool:
        """Return whether an order of this file has that id of the gateway's."""
        return bool(self.database.all("SELECT 1 FROM orders WHERE gateway_id = ?", gateway_id))

    def parts(self, order_id: int) -> tuple[int, int]:
        """Return, for the planned order that an order is a part of: recipients, and parts made of it."""
        found: tuple[int, int] = self.database.one(
            "SELECT recipients, (SELECT COUNT(*) FROM orders AS part WHERE part.root_id = root.id)"
            " FROM orders AS root WHERE id = (SELECT COALESCE(root_id, id) FROM orders WHERE id = ?)",
            order_id,
        )
        return found

    @property
    def is_bound(self) -> bool:
        """Whether anything of it may have been posted."""
        return self.database.one("SELECT gateway_url FROM campaign")[0] is not None

    # --- moves

    def bind(self, gateway_url: str, account: str, home: str, *, moved: bool) -> None:
        """Bind the campaign to a gateway, an account and a home, once and for all.

        Raises `InputError` where it is bound to another. A file with unfinished orders may change
        its home only where `moved` says so: a copy of it may be going on elsewhere.
        """
        with self.database.transaction():
            self.database.execute(
                "UPDATE campaign SET gateway_url = ?, account = ?, home = ? WHERE gateway_url IS NULL",
                (gateway_url, account, home),
            )
            self.check_bound(Binding(gateway_url, account, home), moved=moved)
            self.database.execute("UPDATE campaign SET home = ? WHERE home <> ?", (home, home))

    def check_bound(self, wanted: Binding, *, moved: bool) -> None:
        """Raise `InputError` where the campaign is bound already, and not to what is wanted; see `bind`."""
        bound = Binding(*self.database.one("SELECT gateway_url, account, home FROM campaign"))
        if bound.gateway_url is not None:
            check_binding(self.path, bound, wanted, may_move=moved or not self._is_unfinished())

    def unbind(self) -> None:
        """Bind the campaign to no gateway any more: what answered was none."""
        self.database.execute("UPDATE campaign SET gateway_url = NULL, account = NULL, home = NULL")

    def reschedule(self, send_at: str, waits: bool = False) -> None:  # noqa: FBT001, FBT002 - a schedule's two halves
        """Give the planned orders, of which nothing was taken, another schedule (`""`: now).

        `waits` says that it is but the end of quiet hours.
        """
        with self.database.transaction():
            self.database.execute("UPDATE campaign SET waits = ?", (int(waits),))
            self.database.execute("UPDATE orders SET send_at = ? WHERE state = 'planned'", (send_at,))

    def begin(
        self, order_id: int, moment: datetime, *, clock_offset: float | None = None, again: bool = False
    ) -> int:
        """Move an order to `submitting`, on disk before this returns; return its attempt.

        The order must be planned or, where it is posted `again`, unknown.
        """
        with self.database.transaction():
            moved = self.database.execute(
                "UPDATE orders SET state = 'submitting' WHERE id = ? AND state = ?",
                (order_id, "unknown" if again else "planned"),
            ).rowcount
            if moved != 1:
                raise StaleStateError(order_id)
            attempt = self.database.execute(
                "INSERT INTO attempts (order_id, posted_at, clock_offset) VALUES (?, ?, ?) RETURNING id",
                (order_id, stamp(moment), clock_offset),
            ).fetchone()
        return int(attempt[0])

    def end(
        self, order_id: int, attempt: int, answer: Answer, moment: datetime, *, unbind: bool = False
    ) -> None:
        """Move a `submitting` order to the state that its answer leads to.

        With `unbind` the campaign is bound to no gateway any more: what answered was none.
        """
        with self.database.transaction():
            self._end(order_id, attempt, answer, moment)
            if unbind:
                self.unbind()

    def split(
        self, order_id: int, attempt: int, answer: Answer, moment: datetime, *, by_messages: bool
    ) -> None:
        """Move a `submitting` order to `split`, and its rows to two planned halves.

        Halves of its numbers, in the order that the post had them, or of its messages.
        """
        with self.database.transaction():
            self._end(order_id, attempt, answer, moment)
            rows = self.database.all(
                "SELECT position, message_id FROM rows WHERE order_id = ? ORDER BY message_id, position",
                order_id,
            )
            for half in _halves(rows, by_messages=by_messages):
                self._add_half(order_id, half)

    def _add_half(self, order_id: int, positions: Sequence[int]) -> None:
        half = self.database.execute(
            "INSERT INTO orders (parent_id, root_id, send_at, state, recipients, credits)"
            " SELECT id, COALESCE(root_id, id), send_at, 'planned', ?, 1 FROM orders WHERE id = ?"
            " RETURNING id",
            (len(positions), order_id),
        ).fetchone()[0]
        self.database.execute_many(
            "UPDATE rows SET order_id = ? WHERE position = ?", ((half, position) for position in positions)
        )
        self.database.execute(
            "UPDATE orders SET credits = (SELECT SUM(segments) FROM rows JOIN messages"
            " ON messages.id = message_id WHERE order_id = orders.id) WHERE id = ?",
            (half,),
        )

    def claim(self, order_id: int, gateway_id: str, moment: datetime) -> None:
        """Give an unsettled order the id that the gateway's records have for it: it was taken."""
        found = "gateway_id = ?, code = 200, detail = '', decided_at = ? WHERE id = ? AND gateway_id IS NULL"
        values = (gateway_id, stamp(moment), order_id)
        with self.database.transaction():
            claimed = (
                self.database.execute(
                    f"UPDATE orders SET state = 'accepted', {found} AND state = 'unknown'",  # noqa: S608 - own words
                    values,
                ).rowcount
                # Accepted by a 451: it makes no move.
                or self.database.execute(
                    f"UPDATE orders SET {found} AND state = 'accepted'",  # noqa: S608 - own words
                    values,
                ).rowcount
            )
            if claimed != 1:
                raise StaleStateError(order_id)

    def recover(self, moment: datetime) -> int:
        """Make unknown what a killed run left `submitting`; return how many orders that were."""
        left = self.database.all(
            "SELECT orders.id, attempts.id FROM orders JOIN attempts ON order_id = orders.id"
            " WHERE state = 'submitting' AND ended_at IS NULL"
        )
        with self.database.transaction():
            for order_id, attempt in left:
                detail = _("The program ended while this order was being sent")
                self._end(order_id, attempt, Answer("unknown", "unknown", detail=detail), moment)
        return len(left)

    def _end(self, order_id: int, attempt: int, answer: Answer, moment: datetime) -> None:
        self.database.execute(
            "UPDATE attempts SET ended_at = ?, outcome = ?, http_status = ?, code = ?, detail = ?"
            " WHERE id = ?",
            (stamp(moment), answer.outcome, answer.http_status, answer.code, answer.detail, attempt),
        )
        moved = self.database.execute(
            "UPDATE orders SET state = ?, gateway_id = ?, code = ?, detail = ?, decided_at = ?"
            " WHERE id = ? AND state = 'submitting'",
            (answer.state, answer.gateway_id, answer.code, answer.detail, stamp(moment), order_id),
        ).rowcount
        if moved != 1:
            raise StaleStateError(order_id)

    def _is_unfinished(self) -> bool:
        found = self.database.one(
            "SELECT EXISTS (SELECT 1 FROM told_orders WHERE state IN ('planned', 'submitting', 'unknown')"
            " OR (state = 'cancelled' AND NOT is_replaced))"
        )
        return bool(found[0])


def _halves(rows: Sequence[tuple[int, int]], *, by_messages: bool) -> tuple[list[int], list[int]]:
    """Return the positions of the two halves of (position, message) pairs."""
    if not by_messages:
        positions = [position for position, _message in rows]
        return positions[: len(rows) // 2], positions[len(rows) // 2 :]
    messages = list(dict.fromkeys(message for _position, message in rows))
    first = set(messages[: len(messages) // 2])
    return (
        [position for position, message in rows if message in first],
        [position for position, message in rows if message not in first],
    )
