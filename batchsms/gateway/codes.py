"""The gateway's codes that more than the table of outcomes knows by name. Source: the gateway's page."""

from datetime import timedelta

__all__ = ["BAD_NUMBERS", "DUPLICATE", "DUPLICATES_REFUSED_FOR"]

DUPLICATE = 451
"""The gateway's code for an order that it has already, and for the same text to the same number."""
DUPLICATES_REFUSED_FOR = timedelta(minutes=10)
"""How long after an order the gateway refuses it again with `DUPLICATE`."""
BAD_NUMBERS = 452
"""The gateway's code for an order of which a number cannot be sent to."""
