"""Runs of the command line that do not just go well: begun, watched, ended, and held against the gateway."""

import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from lists import TEXT, a_list, people
from privacy import CREDENTIALS

from batchsms.clock import TURKEY
from batchsms.sandbox.account import Account

CAMPAIGN = ("--text", TEXT, "--sender", "APITEST", "--iys", "BIREYSEL")
SECONDS_AT_MOST = 30.0
_A_NUMBER = re.compile(r"(?<![0-9])(?:0|\+?90)?5[0-9]{9}(?![0-9])")

NEXT_MONTH = (datetime.now(TURKEY) + timedelta(days=30)).replace(hour=13, minute=45, second=0, microsecond=0)
"""A schedule that can be set: by day, a month ahead."""

Taken = tuple[str, str, str]


def until(happened: Callable[[], object], seconds: float = SECONDS_AT_MOST) -> None:
    """Wait for something to happen, and fail where it does not in time."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.03)


def begun(
    folder: Path,
    environment: Mapping[str, str],
    *arguments: object,
    wrapper: Sequence[str] = ("-m", "batchsms"),
) -> subprocess.Popen[str]:
    """Begin the real command line in a folder, and return it while it runs."""
    return subprocess.Popen(
        [sys.executable, *wrapper, *map(str, arguments)],
        cwd=folder,
        env=dict(environment) | CREDENTIALS,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def states(rows: Iterable[Mapping[str, object]]) -> list[object]:
    """Return what became of each row."""
    return [row["sms_status"] for row in rows]


def twice(taken: Iterable[Taken]) -> list[tuple[str, str]]:
    """Return the recipients whom the gateway has more than once."""
    counts = Counter((number, text) for _order, number, text in taken)
    return [recipient for recipient, count in counts.items() if count > 1]


def untrue(rows: Iterable[Mapping[str, object]], taken: Iterable[Taken]) -> list[Mapping[str, object]]:
    """Return the rows of the results that the gateway's own record denies.

    An accepted row must be there under its order id, or under any where the gateway refused a
    repeat and told no id; a rejected or planned row must not be there. An unknown row may be.
    """
    records = {(number, text): order for order, number, text in taken}
    return [row for row in rows if not _is_true(row, records.get((row["sms_number"], row["sms_text"])))]


def _is_true(row: Mapping[str, object], order: str | None) -> bool:
    match row["sms_status"]:
        case "accepted":
            return order is not None and row["sms_order_id"] in {order, None}
        case "rejected" | "planned":
            return order is None and row["sms_order_id"] is None
        case _:
            return row["sms_status"] == "unknown"


def private(said: str) -> list[str]:
    """Return what a program may not say on stderr: full numbers, and the demo lists' texts and names."""
    return [*_A_NUMBER.findall(said), *re.findall(r"Merhaba|Kişi", said)]


def a_campaign(folder: Path, recipients: int) -> Path:
    """Make a folder with a list in it, and return the folder."""
    folder.mkdir()
    a_list(folder / "liste.csv", *people(recipients))
    return folder


def next_send(folder: Path, gateway_url: str, *arguments: object, order_size: int = 1) -> tuple[object, ...]:
    """Return what is typed next: a send of the list or, once there is one, of the campaign file."""
    to = ("--yes", "--gateway-url", gateway_url, *arguments)
    if (folder / "liste.campaign").exists():
        return ("send", "liste.campaign", *to)
    return ("send", "liste.csv", *CAMPAIGN, "--order-size", order_size, *to)


def taken_by(account: Account) -> list[Taken]:
    """Return every recipient that an account's orders went to: order id, MSISDN, text."""
    return [
        (order.id, f"90{number}", message.text)
        for order in account.orders
        for message in order.messages
        for number in message.numbers
    ]
