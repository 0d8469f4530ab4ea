"""The columns that results add to a list, in their order; a list that has them is an earlier result."""

from collections.abc import Sequence

__all__ = ["RESULT_COLUMNS", "STATUS_COLUMN", "is_of_results"]

STATUS_COLUMN = "sms_status"

RESULT_COLUMNS = (
    "sms_number",
    "sms_text",
    "sms_segments",
    STATUS_COLUMN,
    "sms_order_id",
    "sms_code",
    "sms_detail",
    "sms_time",
    "sms_delivery",
)
"""The columns that results add to a list."""
_ADDED_BY_A_REPORT = 1  # sms_delivery, which not every results file has


def is_of_results(names: Sequence[str]) -> bool:
    """Return whether these are the columns of a results file: ours stand last, whole and in their order."""
    first = RESULT_COLUMNS[0]
    ours = tuple(names[names.index(first) :]) if first in names else ()
    return ours in {RESULT_COLUMNS, RESULT_COLUMNS[:-_ADDED_BY_A_REPORT]}
