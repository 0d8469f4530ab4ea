"""The messages that arrived, newest first, as a search finds them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from batchsms.sandbox.account import Account, TakenOrder
from batchsms.sandbox.reports import MessageStatus, message_statuses
from batchsms.sandbox.segments import segments

__all__ = ["Found", "found_messages"]

_SEARCHED_AT_MOST = 100_000
"""Messages that a search looks at, the newest of them: the server answers nobody else meanwhile."""
_WORDS = {
    MessageStatus.WAITING: "waiting",
    MessageStatus.DELIVERED: "delivered",
    MessageStatus.UNDELIVERED: "undelivered",
}


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found: the first messages as JSON's types, and whether there are more."""

    messages: list[dict[str, Any]]
    has_more: bool


def found_messages(account: Account, wanted: str, *, most: int) -> Found:
    """Return the messages whose number or text holds what is wanted, newest first; `""` finds all.

    A number is found by its digits, however it is written; a text whatever its case and marks.
    """
    digits = re.sub(r"[\s()+-]", "", wanted)
    number = re.sub(r"^(90|0)(?=5)", "", digits) if digits.isascii() and digits.isdigit() else ""
    words = _folded(wanted)
    matching = (
        (order, at, number_, text)
        for order, at, number_, text in islice(_newest_first(account), _SEARCHED_AT_MOST)
        if not wanted or (number and number in number_) or words in _folded(text)
    )
    first = [*islice(matching, most + 1)]
    statuses = {order.id: _statuses(account, order) for order, _at, _number, _text in first}
    shown = [_view(order, number_, text, statuses[order.id][at]) for order, at, number_, text in first[:most]]
    return Found(shown, len(first) > most)


def _statuses(account: Account, order: TakenOrder) -> list[str]:
    """Return the status of each message of an order, as a word."""
    if account.is_cancelled(order):
        return ["cancelled"] * sum(1 for _number in order.numbers())
    return [_WORDS[status] for status in message_statuses(account, order)]


def _newest_first(account: Account) -> Iterator[tuple[TakenOrder, int, str, str]]:
    """Yield order, place in it, number and text."""
    for order in reversed(account.orders):
        placed = [(number, message.text) for message in order.messages for number in message.numbers]
        for at in range(len(placed) - 1, -1, -1):
            yield order, at, *placed[at]


def _view(order: TakenOrder, number: str, text: str, status: str) -> dict[str, Any]:
    return {
        "order": order.id,
        "sender": order.sender,
        "number": number,
        "text": text,
        "segments": segments(text),
        "submitted_at": order.submitted_at.isoformat(),
        "send_at": order.send_at.isoformat(),
        "status": status,
    }


def _folded(text: str) -> str:
    """Return text for comparison, whatever its case and marks; Turkish ı and İ are i."""
    plain = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("İ", "i").casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
