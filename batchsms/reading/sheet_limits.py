"""What a sheet of a workbook cannot hold more of."""

from batchsms.errors import InputError
from batchsms.i18n import _

__all__ = ["EXCEL_ROWS", "EXCEL_TEXT", "SHEET_COLUMNS", "SHEET_ROWS", "too_large_for_a_workbook"]

SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384
EXCEL_ROWS = SHEET_ROWS - 1
"""Rows that fit into a sheet below the header."""
EXCEL_TEXT = 32_767
"""Characters that fit into a cell."""


def too_large_for_a_workbook() -> InputError:
    """Return the error of a list whose results do not fit into a workbook."""
    return InputError(
        "too_large_for_a_workbook",
        _("A workbook holds {rows:,} rows and texts of {length:,} characters. The list has more.").format(
            rows=EXCEL_ROWS, length=EXCEL_TEXT
        ),
        hint=_("Give the results a name that ends in .csv"),
    )
