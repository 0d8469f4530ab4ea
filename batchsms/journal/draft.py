"""A campaign file in the making: written whole beside its later name, then published.

It appears under its name only when it is whole and synced.
"""

import json
import os
from collections.abc import Iterable, Sequence
from itertools import repeat
from pathlib import Path
from typing import NamedTuple, Self

from batchsms.journal.campaign import Campaign
from batchsms.journal.database import Database
from batchsms.journal.list_cells import packed
from batchsms.output_files import sync_folder
from batchsms.pricing.costs import Costs
from batchsms.reading.cells import Cell
from batchsms.reading.findings import Finding

__all__ = ["Draft", "StoredMessage", "StoredOrders", "StoredRows"]


class StoredMessage(NamedTuple):
    """One text. `segments` is 0 where nothing but blanks is in it."""

    id: int
    text: str
    encoding: str
    segments: int


class StoredOrders(NamedTuple):
    """The planned orders, numbered from 1: how many recipients each has, and what it costs in credits."""

    recipients: Sequence[int]
    credits: Sequence[int]


class StoredRows(NamedTuple):
    """All rows of the list, column by column, in its order; each column is gone through once.

    A row has an order, or a reason why it has none and what it adds to the reason. What a row lacks is
    None; a reason that it lacks is empty. `keys` are hashes, empty where no later run asks for them.
    """

    sheet_rows: Sequence[int]
    numbers: Iterable[int | None]
    messages: Iterable[int | None]
    orders: Iterable[int | None]
    reasons: Iterable[str]
    about: Iterable[str]
    keys: Sequence[bytes | None] = ()


class Draft:
    """A campaign file that has no name yet. Written once, then sealed, then published or dropped."""

    def __init__(self, path: Path | None) -> None:
        """Begin a draft at a path, None for one that is never published."""
        self.database = Database.create(path) if path else Database.temporary()
        self.database.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.database.close()

    def add_campaign(self, campaign: Campaign, columns: Iterable[tuple[int, str]]) -> None:
        """Write what is planned, and the list's columns: the number in the sheet, from 1, and the name."""
        self.database.execute(
            f"INSERT INTO campaign (id, {', '.join(campaign._fields)}) VALUES (1{', ?' * len(campaign)})",  # noqa: S608 - own names
            campaign,
        )
        self.database.execute_many(
            "INSERT INTO columns (position, sheet_column, header) VALUES (?, ?, ?)",
            ((position, number, header) for position, (number, header) in enumerate(columns)),
        )

    def add_fingerprint(self, fingerprint: str) -> None:
        """Write what tells this plan from others."""
        self.database.execute("UPDATE campaign SET fingerprint = ?", (fingerprint,))

    def add_findings(self, findings: Iterable[Finding]) -> None:
        """Write what was found in the list."""
        self.database.execute_many(
            "INSERT INTO findings (code, severity, count, examples, details) VALUES (?, ?, ?, ?, ?)",
            (
                (one.code, one.severity, one.count, json.dumps(one.examples), json.dumps(one.details))
                for one in findings
            ),
        )

    def add_costs(self, costs: Costs) -> None:
        """Write what the campaign costs."""
        self.database.execute(
            "INSERT INTO costs (id, report) VALUES (1, ?)", (json.dumps(costs.as_stored()),)
        )

    def add_cells(self, first_position: int, columns: Sequence[Sequence[Cell]]) -> None:
        """Write the cells of consecutive rows, as they were read."""
        self.database.execute(
            "INSERT INTO chunks (first_position, row_count, cells) VALUES (?, ?, ?)",
            (
                first_position,
                len(columns[0]),
                packed(columns),
            ),
        )

    def text_of(self, message: int) -> str:
        """Return the text of a message that was written."""
        return str(self.database.one("SELECT text FROM messages WHERE id = ?", message)[0])

    def add_messages(self, messages: Iterable[tuple[int, str, str, int]]) -> None:
        """Write messages, each as the values of a `StoredMessage`."""
        self.database.insert_all("messages", StoredMessage._fields, messages)

    def add_orders(self, orders: StoredOrders) -> None:
        """Write the planned orders."""
        self.database.execute_many(
            "INSERT INTO orders (id, send_at, state, recipients, credits)"
            " SELECT ?, send_at, 'planned', ?, ? FROM campaign",
            zip(range(1, len(orders.recipients) + 1), orders.recipients, orders.credits, strict=True),
        )

    def add_rows(self, rows: StoredRows) -> None:
        """Write the rows."""
        self.database.insert_all(
            "rows",
            ("position", "sheet_row", "msisdn", "message_id", "order_id", "reason", "about", "key_hash"),
            zip(
                range(len(rows.sheet_rows)),
                rows.sheet_rows,
                rows.numbers,
                rows.messages,
                rows.orders,
                rows.reasons,
                rows.about,
                rows.keys or repeat(None, len(rows.sheet_rows)),
                strict=True,
            ),
        )

    def seal(self) -> None:
        """End the writing of a draft, which can now be read."""
        self.database.execute("COMMIT")

    def publish(self, target: Path) -> None:
        """Give a sealed draft its name, whole and synced.

        Raises `FileExistsError` where a file of that name has appeared meanwhile.
        """
        path = self.database.path
        self.database.close()
        _sync(path)
        try:
            os.link(path, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if target.exists():
                raise FileExistsError(target) from None
            path.rename(target)
        else:
            path.unlink()
        sync_folder(target.parent)


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
