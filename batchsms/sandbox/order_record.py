"""The orders that arrived, as the sandbox shows and records them."""

import json
from typing import Any

from batchsms.sandbox.account import TakenOrder


def order_view(order: TakenOrder) -> dict[str, Any]:
    """Give an order as JSON's types; times in ISO 8601 with Turkey's offset, numbers as `5XXXXXXXXX`."""
    return {
        "id": order.id,
        "sender": order.sender,
        "submitted_at": order.submitted_at.isoformat(),
        "send_at": order.send_at.isoformat(),
        "iys": order.iys,
        "iys_list": order.iys_list,
        "credits": order.credits,
        "messages": [{"text": m.text, "numbers": m.numbers} for m in order.messages],
    }


def order_line(order: TakenOrder) -> str:
    """Give an order as one line of a record file."""
    return json.dumps(order_view(order), ensure_ascii=False) + "\n"
