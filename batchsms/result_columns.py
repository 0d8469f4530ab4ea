"""The columns that results add to a list, in their order; a list that has them is an earlier result."""

__all__ = ["RESULT_COLUMNS"]

RESULT_COLUMNS = (
    "sms_number",
    "sms_text",
    "sms_segments",
    "sms_status",
    "sms_order_id",
    "sms_code",
    "sms_detail",
    "sms_time",
    "sms_delivery",
)
"""The columns that results add to a list."""
