"""The campaign file: one SQLite file that holds a campaign whole, and every order's state.

It is written by the plan, beside its later name, and published by a rename once it is whole and
synced. After that only orders move, each move a compare-and-set in a transaction of its own that
is on disk before the call returns: a post whose `submitting` is not on disk is never made.

`synchronous=EXTRA`: in rollback-journal mode the commit is the deletion of the journal, and only
EXTRA syncs the folder after it. With FULL a power cut may undo the last commit, and an order that
was posted would stand as planned again.
"""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, time, timedelta
from importlib import resources
from pathlib import Path
from typing import Any, Self

from batchsms.clock import stamp
from batchsms.errors import InputError
from batchsms.orders import Message, Order
from batchsms.table import Cell
from batchsms.tally import Tally
from batchsms.words import _

__all__ = ["Answer", "Campaign", "Journal", "ResultRow", "StaleStateError", "is_campaign_file"]

_APPLICATION_ID = 0x62736D73
_FORMAT = 1
_SQLITE_MAGIC = b"SQLite format 3\x00"
_BUSY_MILLISECONDS = 60_000


@dataclass(frozen=True)
class Campaign:
    """What was planned, as the table `campaign` has it."""

    created_at: str
    program: str
    list_path: str
    list_digest: str
    list_origin: str
    phone_column: int
    template_name: str
    template: str
    sender: str
    iys_list: str
    send_at: str
    results_path: str


@dataclass(frozen=True)
class Answer:
    """What an order's post came to: the state it leads to, and what the gateway said.

    `code` is the gateway's own (None where no answer could be read), `detail` its words or the
    failure's.
    """

    state: str
    code: int | None = None
    gateway_id: str | None = None
    detail: str = ""
    http_status: int | None = None


@dataclass(frozen=True)
class ResultRow:
    """One input row as the results show it. `state` is None for an excluded row."""

    position: int
    sheet_row: int
    msisdn: int | None
    text: str | None
    segments: int | None
    reason: str
    about: str
    state: str | None
    gateway_id: str | None
    code: int | None
    detail: str | None
    decided_at: str | None


class StaleStateError(Exception):
    """An order was not in the state that a move starts from: somebody else moved it."""


_SUFFIX = ".campaign"


def is_campaign_file(path: Path) -> bool:
    """Return whether a path is meant as a campaign file: by its name, or by its first bytes."""
    return path.suffix == _SUFFIX or _is_database(path)


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE_MAGIC)) == _SQLITE_MAGIC
    except OSError:
        return False


class Journal:
    """An open campaign file. Used by one thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; reading and writing end here."""
        self._connection.close()

    # --- coming to be

    @classmethod
    def create(cls, path: Path) -> Self:
        """Create an empty campaign file that only its owner can read. `path` must not exist."""
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        journal = cls(path, _connect(path))
        # Until it is published a crash loses nothing but the draft.
        journal._connection.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
            f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {_FORMAT};"
        )
        journal._connection.executescript(resources.files("batchsms").joinpath("journal.sql").read_text())
        journal._connection.execute("BEGIN")
        return journal

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a campaign file that was published.

        Raises `InputError` for a file that is none, is damaged, or is of a newer batchsms.
        """
        if not _is_database(path):
            raise InputError(
                "no_campaign_file",
                _("{path} is not a campaign file").format(path=path)
                if path.exists()
                else _("there is no campaign file {path}").format(path=path),
                hint=_("batchsms plan LIST -o {path} makes one").format(path=path),
            )
        try:
            connection = _connect(path)
            connection.execute("PRAGMA synchronous = EXTRA")
            application = connection.execute("PRAGMA application_id").fetchone()[0]
            version = connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise _damaged(path, error) from error
        if application != _APPLICATION_ID:
            connection.close()
            raise InputError(
                "no_campaign_file", _("{path} is a database, but not a campaign file").format(path=path)
            )
        if version > _FORMAT:
            connection.close()
            raise InputError(
                "newer_campaign_file",
                _("{path} was made by a newer batchsms (format {version})").format(
                    path=path, version=version
                ),
                hint=_("update batchsms on this machine"),
            )
        return cls(path, connection)

    def add_campaign(self, campaign: Campaign, headers: Sequence[str]) -> None:
        """Write what is planned, and the names of the list's columns."""
        names = [field.name for field in fields(campaign)]
        self._connection.execute(
            f"INSERT INTO campaign (id, {', '.join(names)}) VALUES (1{', ?' * len(names)})",  # noqa: S608 - own names
            astuple(campaign),
        )
        self._connection.executemany(
            "INSERT INTO columns (position, header) VALUES (?, ?)", enumerate(headers)
        )

    def add_cells(self, first_position: int, columns: Sequence[Sequence[Cell]]) -> None:
        """Write the cells of consecutive rows, as they were read."""
        self._connection.execute(
            "INSERT INTO chunks (first_position, row_count, cells) VALUES (?, ?, ?)",
            (
                first_position,
                len(columns[0]),
                json.dumps(columns, ensure_ascii=False, separators=(",", ":"), default=_tagged),
            ),
        )

    def add_messages(self, messages: Iterable[tuple[int, str, str, int]]) -> None:
        """Write messages: id, text, encoding, segments."""
        self._connection.executemany(
            "INSERT INTO messages (id, text, encoding, segments) VALUES (?, ?, ?, ?)", messages
        )

    def add_orders(self, orders: Iterable[tuple[int, int, int]]) -> None:
        """Write planned orders: id, recipients, credits."""
        self._connection.executemany(
            "INSERT INTO orders (id, state, recipients, credits) VALUES (?, 'planned', ?, ?)", orders
        )

    def add_rows(self, rows: Iterable[tuple[int, int, int | None, int | None, int | None, str, str]]) -> None:
        """Write rows: position, sheet row, MSISDN, message, order, reason, about."""
        self._connection.executemany(
            "INSERT INTO rows (position, sheet_row, msisdn, message_id, order_id, reason, about)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def seal(self) -> None:
        """End the writing of a draft, which can now be read."""
        self._connection.execute("COMMIT")

    def publish(self, target: Path) -> "Journal":
        """Give a sealed draft its name, whole and synced, and open it there.

        Raises `FileExistsError` where a file of that name has appeared meanwhile.
        """
        self.close()
        _sync(self.path)
        try:
            os.link(self.path, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if target.exists():
                raise FileExistsError(target) from None
            self.path.rename(target)
        else:
            self.path.unlink()
        _sync_folder(target.parent)
        return Journal.open(target)

    def copy(self, target: Path) -> None:
        """Copy the campaign file as it stands to a path that must not exist."""
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        with closing(_connect(target)) as other:
            self._connection.backup(other)

    # --- reading

    @property
    def campaign(self) -> Campaign:
        """What was planned."""
        names = ", ".join(field.name for field in fields(Campaign))
        return Campaign(*self._one(f"SELECT {names} FROM campaign"))  # noqa: S608 - own names

    @property
    def binding(self) -> tuple[str, str] | None:
        """The gateway's address and the account's fingerprint, once something was posted."""
        url, account = self._one("SELECT gateway_url, account FROM campaign")
        return None if url is None else (url, account)

    @property
    def headers(self) -> list[str]:
        """The names of the list's columns."""
        return [header for (header,) in self._all("SELECT header FROM columns ORDER BY position")]

    def tally(self) -> Tally:
        """Return the counts of rows, recipients, orders and credits."""
        recipients: Counter[str] = Counter()
        orders: Counter[str] = Counter()
        credits_in_all = 0
        for state, order_count, recipient_count, order_credits in self._all(
            "SELECT state, COUNT(*), SUM(recipients), SUM(credits) FROM orders GROUP BY state"
        ):
            shown = _shown(state)
            orders[shown] += order_count
            if state != "split":
                recipients[shown] += recipient_count
                credits_in_all += order_credits
        return Tally(
            rows=self._one("SELECT COUNT(*) FROM rows")[0],
            recipients=recipients,
            orders=orders,
            excluded=dict(
                self._all(
                    "SELECT reason, COUNT(*) FROM rows WHERE order_id IS NULL"
                    " GROUP BY reason ORDER BY 2 DESC, 1"
                )
            ),
            credits=credits_in_all,
            encodings=dict(
                self._all(
                    "SELECT encoding, COUNT(*) FROM rows JOIN messages ON messages.id = message_id"
                    " WHERE order_id IS NOT NULL GROUP BY encoding ORDER BY 2 DESC"
                )
            ),
        )

    def order_ids(self, state: str) -> list[int]:
        """Return the ids of the orders in a state, in the order they are to be posted."""
        return [order for (order,) in self._all("SELECT id FROM orders WHERE state = ? ORDER BY id", state)]

    def recipients_of(self, order_id: int) -> int:
        """Return how many recipients an order has."""
        count: int = self._one("SELECT recipients FROM orders WHERE id = ?", order_id)[0]
        return count

    def order(self, order_id: int) -> Order:
        """Return what the post of an order carries."""
        texts: dict[int, str] = {}
        numbers: dict[int, list[int]] = {}
        for message, text, number in self._all(
            "SELECT message_id, text, msisdn FROM rows JOIN messages ON messages.id = message_id"
            " WHERE order_id = ? ORDER BY message_id, position",
            order_id,
        ):
            texts[message] = text
            numbers.setdefault(message, []).append(number)
        sender, send_at, iys_list = self._one("SELECT sender, send_at, iys_list FROM campaign")
        messages = tuple(Message(texts[message], tuple(numbers[message])) for message in numbers)
        return Order(sender, send_at, iys_list, messages)

    def orders(self) -> list[dict[str, object]]:
        """Return every order as `status` shows it: id, state, recipients, gateway id, code, detail."""
        return [
            {
                "order": order,
                "state": _shown(state),
                "recipients": recipients,
                "order_id": gateway_id,
                "code": code,
                "detail": detail,
                "time": decided_at,
            }
            for order, state, recipients, gateway_id, code, detail, decided_at in self._all(
                "SELECT id, state, recipients, gateway_id, code, detail, decided_at FROM orders ORDER BY id"
            )
        ]

    def cells(self) -> Iterator[tuple[int, list[list[Cell]]]]:
        """Yield the list's own cells, chunk by chunk: first position, columns."""
        starts = [start for (start,) in self._all("SELECT first_position FROM chunks ORDER BY 1")]
        for start in starts:
            text = self._one("SELECT cells FROM chunks WHERE first_position = ?", start)[0]
            yield start, json.loads(text, object_hook=_untagged)

    def results(self, first: int, count: int) -> list[ResultRow]:
        """Return `count` rows from a position on, each with the state of its newest order."""
        return [
            ResultRow(*row)
            for row in self._all(
                "SELECT position, sheet_row, msisdn, text, segments, reason, about,"
                " state, gateway_id, code, detail, decided_at"
                " FROM rows LEFT JOIN messages ON messages.id = message_id"
                " LEFT JOIN orders ON orders.id = order_id"
                " WHERE position >= ? AND position < ? ORDER BY position",
                first,
                first + count,
            )
        ]

    # --- moving

    def bind(self, gateway_url: str, account: str) -> None:
        """Bind the campaign to a gateway and an account, once and for all.

        Raises `InputError` where it is bound to another.
        """
        with self._transaction():
            self._connection.execute(
                "UPDATE campaign SET gateway_url = ?, account = ? WHERE gateway_url IS NULL",
                (gateway_url, account),
            )
            bound_url, bound_account = self._one("SELECT gateway_url, account FROM campaign")
        if bound_url != gateway_url:
            raise InputError(
                "other_gateway",
                _("{path} was begun with the gateway {url} and goes on only there").format(
                    path=self.path, url=bound_url
                ),
                hint=_("leave --gateway-url as it was, or plan the list anew for another gateway"),
            )
        if bound_account != account:
            raise InputError(
                "other_account",
                _("{path} was begun with another account and goes on only with that one").format(
                    path=self.path
                ),
                hint=_("set BATCHSMS_KEY as it was when the campaign was begun"),
            )

    def begin(self, order_id: int, moment: datetime) -> int:
        """Move a planned order to `submitting`, on disk before this returns; return its attempt."""
        with self._transaction():
            self._move(order_id, "planned", Answer("submitting"), moment)
            attempt = self._connection.execute(
                "INSERT INTO attempts (order_id, posted_at) VALUES (?, ?)", (order_id, stamp(moment))
            ).lastrowid
        if attempt is None:
            raise StaleStateError(order_id)
        return attempt

    def end(self, order_id: int, attempt: int, answer: Answer, moment: datetime) -> None:
        """Move a `submitting` order to the state that its answer leads to."""
        with self._transaction():
            self._connection.execute(
                "UPDATE attempts SET answered_at = ?, http_status = ?, code = ?, detail = ? WHERE id = ?",
                (stamp(moment), answer.http_status, answer.code, answer.detail, attempt),
            )
            self._move(order_id, "submitting", answer, moment)

    def recover(self, moment: datetime) -> int:
        """Make unknown what a killed run left `submitting`; return how many orders that were."""
        left = self.order_ids("submitting")
        with self._transaction():
            for order_id in left:
                detail = _("the program ended while this order was being posted")
                self._move(order_id, "submitting", Answer("unknown", detail=detail), moment)
        return len(left)

    def _move(self, order_id: int, from_state: str, answer: Answer, moment: datetime) -> None:
        moved = self._connection.execute(
            "UPDATE orders SET state = ?, gateway_id = ?, code = ?, detail = ?, decided_at = ?"
            " WHERE id = ? AND state = ?",
            (
                answer.state,
                answer.gateway_id,
                answer.code,
                answer.detail,
                stamp(moment),
                order_id,
                from_state,
            ),
        ).rowcount
        if moved != 1:
            raise StaleStateError(order_id)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def _all(self, query: str, *values: object) -> list[Any]:
        """Read all rows at once: a reader that lingers would hold up the sender's commit."""
        return self._connection.execute(query, values).fetchall()

    def _one(self, query: str, *values: object) -> Any:
        return self._connection.execute(query, values).fetchone()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        isolation_level=None,
        timeout=_BUSY_MILLISECONDS / 1000,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _damaged(path: Path, error: sqlite3.Error) -> InputError:
    return InputError(
        "damaged_campaign_file",
        _("the campaign file {path} is damaged: {error}").format(path=path, error=error),
        hint=_("nothing was changed; restore it from a copy before anything is sent again"),
    )


def _shown(state: str) -> str:
    """Return a state as users see it: what is being posted may have been taken, so it is unknown."""
    return "unknown" if state == "submitting" else state


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":  # Windows syncs names with the file
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


# Cells that JSON does not know, as an object of one key: its kind.
def _tagged(value: object) -> dict[str, str | float]:
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    if isinstance(value, datetime | date | time):
        return {type(value).__name__: value.isoformat()}
    raise TypeError(f"no kind of cell: {type(value).__name__}")


def _untagged(tagged: dict[str, Any]) -> Cell:
    ((kind, value),) = tagged.items()
    match kind:
        case "datetime":
            return datetime.fromisoformat(value)
        case "date":
            return date.fromisoformat(value)
        case "time":
            return time.fromisoformat(value)
        case _:
            return timedelta(seconds=value)
