"""The request to cancel an order.

Source: the vendor's documents for `cancel-order` (XML): it takes the id of an order that has not begun, and
answers 455 for one that is not known, has begun, or is finished.
"""

from html import escape

from batchsms.gateway.account import Account

__all__ = ["cancel_order"]


def cancel_order(account: Account, order_id: str) -> None:
    """Cancel an order by the gateway's id.

    Raises `AccountUnansweredError`, with the code of a refusal, or without one where nobody knows what came
    of it.
    """
    account.answer("cancel-order", f"<order><id>{escape(order_id, quote=False)}</id></order>")
