"""The gateway's codes that more than the table of outcomes knows by name.

Sources: the gateway's page; for those of reports, the vendor's list of status codes.
"""

from datetime import timedelta

__all__ = [
    "BAD_NUMBERS",
    "DELIVERED",
    "DUPLICATE",
    "DUPLICATES_REFUSED_FOR",
    "FINISHED",
    "NOT_DUE",
    "NOT_SENT",
    "NO_SUCH_ORDER",
    "SENDING",
    "UNDELIVERED",
    "WAITING",
]

DUPLICATE = 451
"""The gateway's code for an order that it has already, and for the same text to the same number."""
DUPLICATES_REFUSED_FOR = timedelta(minutes=10)
"""How long after an order the gateway refuses it again with `DUPLICATE`."""
BAD_NUMBERS = 452
"""The gateway's code for an order of which a number cannot be sent to."""
WAITING, DELIVERED, UNDELIVERED = 110, 111, 112
"""The gateway's codes of a message."""
SENDING, FINISHED, NOT_SENT = 113, 114, 115
"""The gateway's codes of an order. Not sent: refused or cancelled."""
NO_SUCH_ORDER, NOT_DUE = 455, 456
"""What the gateway answers in place of a report of an order that it does not have, or that is not due."""
